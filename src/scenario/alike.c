/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds entities that are named in two spellings: every spelling has a number that is the same for
 * all that are alike, and the numbers are sorted. */
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/vec.h"
#include "scenario/build.h"

/* A way to write an entity: its id or its name. */
struct spelling {
    uint64_t hash;
    int entity;
    bool is_name;
};

struct spellings {
    CF_VEC(struct spelling) list;
    int *twins; /* by entity: an earlier one that may be the same, or -1 */
};

/* Ids come before names, so that what comes first is an id where any is one. */
static int in_order(const void *left, const void *right)
{
    const struct spelling *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->is_name != b->is_name)
        return a->is_name ? 1 : -1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static bool add(struct spellings *all, int entity, const char *text, bool is_name)
{
    struct spelling spelling = { text == NULL ? 0 : cf_fold_hash(text), entity, is_name };

    return spelling.hash == 0 || cf_vec_push(&all->list, spelling);
}

static bool collect(struct spellings *all, const cf_reader *reader, int count)
{
    all->twins = malloc(((size_t)count + 1) * sizeof *all->twins);
    if (all->twins == NULL)
        return false;
    for (int i = 0; i < count; i++) {
        all->twins[i] = -1;
        if (!add(all, i, reader->entity_ids[i], false) ||
            !add(all, i, reader->entities[i].name, true))
            return false;
    }
    return true;
}

/* Every spelling of a group against the id that comes first. */
static void pair(struct spellings *all)
{
    const struct spelling *first = NULL;

    if (all->list.count > 0)
        qsort(all->list.at, (size_t)all->list.count, sizeof *all->list.at, in_order);
    for (int i = 0; i < all->list.count; i++) {
        const struct spelling *at = &all->list.at[i];
        int later, earlier;

        if (first == NULL || first->hash != at->hash)
            first = at;
        later = first->entity > at->entity ? first->entity : at->entity;
        earlier = first->entity + at->entity - later;
        if (!first->is_name && later != earlier && all->twins[later] < 0)
            all->twins[later] = earlier;
    }
}

/* Equal ids are an error of their own, and an id may be the name of another entity. */
static void warn(const cf_json *list, int later, int earlier)
{
    static const char hint[] = "if they are one, spell it one way; the other one is";
    const cf_reader *reader = list->reader;
    cf_json late = cf_json_element(list, (size_t)later, "an entity");
    cf_json node = cf_json_member(&late, "id");
    cf_json early = cf_json_element(list, (size_t)earlier, "an entity");
    cf_json other = cf_json_member(&early, "id");
    const char *ids[] = { reader->entity_ids[later], reader->entity_ids[earlier] };
    const char *names[] = { reader->entities[later].name, reader->entities[earlier].name };
    int named = names[0] != NULL && cf_fold_is_alike(names[0], ids[1]) ? 0 : 1;

    if (ids[0] == NULL || ids[1] == NULL || *ids[0] == '\0' || *ids[1] == '\0' ||
        strcmp(ids[0], ids[1]) == 0)
        return; /* each an error of its own */
    if (cf_fold_is_alike(ids[0], ids[1]))
        cf_json_warn_with(
            &node, &other, CF_CODE_ALIKE, hint,
            "%s and %s count as two entities, but differ only in letter case, spaces or "
            "punctuation",
            cf_show_text(ids[0]).text, cf_show_text(ids[1]).text);
    else if (names[named] != NULL && cf_fold_is_alike(names[named], ids[1 - named]))
        cf_json_warn_with(&node, &other, CF_CODE_ALIKE, hint,
                          "%s counts as another entity than %s, whose name is %s",
                          cf_show_text(ids[1 - named]).text, cf_show_text(ids[named]).text,
                          cf_show_text(names[named]).text);
}

void cf_build_find_alike(cf_reader *reader, const cf_json *entities)
{
    struct spellings all = { .twins = NULL };
    int count = reader->store->scenario.entity_count;

    if (collect(&all, reader, count)) {
        pair(&all);
        for (int i = 0; i < count && reader->status == CF_OK; i++)
            if (all.twins[i] >= 0)
                warn(entities, i, all.twins[i]);
    } else {
        reader->status = CF_NO_MEMORY;
    }
    free(all.list.at);
    free(all.twins);
}
