/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds entities that are named in two spellings: every spelling has a number that is the same for
 * all that are alike, and the numbers are sorted. A name with a legal form counts without it, too.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/vec.h"
#include "scenario/build.h"

enum { ID, NAME, ALIAS }; /* the first alias; the others follow */

/* A way to write an entity: its id, its name or an alias, as a whole or without its legal form. */
struct spelling {
    uint64_t hash;
    int entity;
    int which; /* ID, NAME, or ALIAS and more */
    bool is_stem;
};

/* Two entities, the later one first, and what of each is alike. */
struct pair {
    const struct spelling *late, *early;
};

struct spellings {
    CF_VEC(struct spelling) list;
    CF_VEC(struct pair) pairs;
};

static int by_number(int a, int b)
{
    return (a > b) - (a < b);
}

/* What comes first of those that are alike is of the first entity. */
static int in_order(const void *left, const void *right)
{
    const struct spelling *a = left, *b = right;
    int order = by_number(a->entity, b->entity);

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (order == 0)
        order = by_number(a->is_stem, b->is_stem);
    return order != 0 ? order : by_number(a->which, b->which);
}

/* The best reason of two entities comes first: whole ids, then whole names. */
static int by_entities(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int order = by_number(a->late->entity, b->late->entity);

    if (order == 0)
        order = by_number(a->early->entity, b->early->entity);
    if (order == 0)
        order =
            by_number(a->late->is_stem + a->early->is_stem, b->late->is_stem + b->early->is_stem);
    if (order == 0)
        order = by_number(a->late->which + a->early->which, b->late->which + b->early->which);
    return order != 0 ? order : by_number(a->late->which, b->late->which);
}

/* ---- collecting ---- */

static const char *text_of(const cf_reader *reader, const struct spelling *spelling)
{
    const cf_entity *entity = &reader->entities[spelling->entity];

    return spelling->which == ID     ? reader->entity_ids[spelling->entity]
           : spelling->which == NAME ? entity->name
                                     : entity->aliases[spelling->which - ALIAS];
}

static cf_stem stem_of(const cf_reader *reader, const struct spelling *spelling)
{
    const char *text = text_of(reader, spelling);

    return spelling->is_stem ? cf_fold_stem(text) : cf_fold_whole(text);
}

static bool add(struct spellings *all, int entity, const char *text, int which)
{
    cf_stem whole, stem;
    struct spelling spelling = { .entity = entity, .which = which };

    if (text == NULL)
        return true;
    whole = cf_fold_whole(text);
    spelling.hash = cf_fold_hash(whole);
    if (spelling.hash != 0 && !cf_vec_push(&all->list, spelling))
        return false;
    stem = cf_fold_stem(text);
    if (stem.length == whole.length)
        return true;
    spelling.is_stem = true;
    spelling.hash = cf_fold_hash(stem);
    return spelling.hash == 0 || cf_vec_push(&all->list, spelling);
}

static bool collect(struct spellings *all, const cf_reader *reader, int count)
{
    for (int i = 0; i < count; i++) {
        const char *id = reader->entity_ids[i], *name = reader->entities[i].name;

        if (!add(all, i, id, ID) ||
            (name != NULL && (id == NULL || strcmp(id, name) != 0) && !add(all, i, name, NAME)))
            return false;
        for (int k = 0; k < reader->entities[i].aliases_count; k++)
            if (!add(all, i, reader->entities[i].aliases[k], ALIAS + k))
                return false;
    }
    return true;
}

/* ---- pairs ---- */

/* Entities that state one group are known to be parts of it: none is another with a legal form. */
static bool is_one_group(const cf_reader *reader, const struct pair *pair)
{
    const char *late = reader->entities[pair->late->entity].group;
    const char *early = reader->entities[pair->early->entity].group;

    return late != NULL && early != NULL && strcmp(late, early) == 0;
}

static bool is_doubtful(const cf_reader *reader, const struct pair *pair)
{
    const char *late = reader->entity_ids[pair->late->entity];
    const char *early = reader->entity_ids[pair->early->entity];

    if (late == NULL || early == NULL || *late == '\0' || *early == '\0' ||
        strcmp(late, early) == 0)
        return false; /* each an error of its own */
    if ((pair->late->which >= ALIAS || pair->early->which >= ALIAS) &&
        strcmp(text_of(reader, pair->late), text_of(reader, pair->early)) == 0)
        return false; /* an alias of two entities is an error, too */
    if ((pair->late->is_stem || pair->early->is_stem) && is_one_group(reader, pair))
        return false;
    return cf_fold_is_alike(stem_of(reader, pair->late), stem_of(reader, pair->early));
}

/* Every spelling of a number with that of the first entity of the number. */
static bool find_pairs(struct spellings *all, const cf_reader *reader)
{
    const struct spelling *first = NULL;

    if (all->list.count > 0)
        qsort(all->list.at, (size_t)all->list.count, sizeof *all->list.at, in_order);
    for (int i = 0; i < all->list.count; i++) {
        const struct spelling *at = &all->list.at[i];

        if (first == NULL || first->hash != at->hash)
            first = at;
        if (first->entity != at->entity && is_doubtful(reader, &(struct pair){ at, first }) &&
            !cf_vec_push(&all->pairs, (struct pair){ at, first }))
            return false;
    }
    if (all->pairs.count > 0)
        qsort(all->pairs.at, (size_t)all->pairs.count, sizeof *all->pairs.at, by_entities);
    return true;
}

/* ---- telling ---- */

enum { NAMED = 2 * sizeof(cf_shown) + 20 };

/* An entity as a message names it: by its id, and by its name where that is what is alike. */
static const char *write_entity(char out[static NAMED], const cf_reader *reader,
                                const struct spelling *spelling)
{
    const char *id = reader->entity_ids[spelling->entity];

    if (spelling->which != ID)
        snprintf(out, NAMED, "%s, whose %s is %s,", cf_show_text(id).text,
                 spelling->which == NAME ? "name" : "alias",
                 cf_show_text(text_of(reader, spelling)).text);
    else
        snprintf(out, NAMED, "%s", cf_show_text(id).text);
    return out;
}

static cf_json place_of(const cf_json *entity, const struct spelling *spelling)
{
    static const char *const keys[] = { "id", "name", "aliases" };

    return cf_json_member(entity, keys[spelling->which < ALIAS ? spelling->which : ALIAS]);
}

static bool have_same_name(const cf_reader *reader, const struct pair *pair)
{
    return pair->late->which == NAME && pair->early->which == NAME &&
           strcmp(text_of(reader, pair->late), text_of(reader, pair->early)) == 0;
}

/* What the two differ in. */
static const char *difference(const cf_reader *reader, const struct pair *pair)
{
    if (have_same_name(reader, pair))
        return "in their ids";
    return pair->late->is_stem || pair->early->is_stem
               ? "in a legal form or a word such as Group"
               : "in letter case, accents, spaces or punctuation";
}

struct long_hint {
    char text[300];
};

static struct long_hint hint_for(const cf_reader *reader, bool is_stem)
{
    struct long_hint hint;

    snprintf(hint.text, sizeof hint.text,
             "if they are one, write one spelling everywhere, or the other one %s%s; the other one "
             "is",
             reader->spreadsheets ? "into the column aliases of the file of entities"
                                  : "into the list aliases of the entity",
             is_stem ? "; if they are two parts of one group, give both the same group" : "");
    return hint;
}

static void warn(const cf_json *list, const struct pair *pair)
{
    const cf_reader *reader = list->reader;
    cf_json late = cf_json_element(list, (size_t)pair->late->entity, "an entity");
    cf_json node = place_of(&late, pair->late);
    cf_json early = cf_json_element(list, (size_t)pair->early->entity, "an entity");
    cf_json other = place_of(&early, pair->early);
    bool is_stem = pair->late->is_stem || pair->early->is_stem;
    char texts[2][NAMED];

    cf_json_doubt(&node, is_stem ? CF_CODE_LEGAL_FORM : CF_CODE_ALIKE,
                  &(cf_doubt){ .other = &other,
                               .of = reader->entity_ids[pair->late->entity],
                               .value = text_of(reader, pair->late),
                               .expected = text_of(reader, pair->early),
                               .hint = hint_for(reader, is_stem).text },
                  "%s and %s count as two entities, but differ only %s",
                  write_entity(texts[0], reader, pair->late),
                  write_entity(texts[1], reader, pair->early), difference(reader, pair));
}

void cf_build_find_alike(cf_reader *reader, const cf_json *entities)
{
    struct spellings all = { .pairs = { .at = NULL } };
    const struct pair *last = NULL;

    if (!collect(&all, reader, reader->store->scenario.entity_count) || !find_pairs(&all, reader))
        reader->status = CF_NO_MEMORY;
    for (int i = 0; i < all.pairs.count && reader->status == CF_OK; i++) {
        const struct pair *pair = &all.pairs.at[i];

        if (last == NULL || last->late->entity != pair->late->entity ||
            last->early->entity != pair->early->entity)
            warn(entities, pair);
        last = pair;
    }
    free(all.list.at);
    free(all.pairs.at);
}
