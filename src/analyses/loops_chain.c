/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loops: a loop as a chain.
 *
 *   Lab ─buys 300→ Cloud ═buys 40⇒ Chips ─invests 100→ Lab     the smallest hop has a double line
 *   A ─buys 9→ B … 99,990 hops left out … Y ─buys 7→ A         a long one is cut
 *
 * An arrow and the name after it are one word, so that lines break before arrows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/loops.h"
#include "base/sum.h"
#include "circfin/text.h"

enum { MOST_WHOLE = 12, ENDS = 5, NAME_SIZE = 64 }; /* hops; hops; bytes */
#define GLUE CF_NO_BREAK

/* ---- names ---- */

static const char *name_of(const cf_view_entity *entity)
{
    return entity->name != NULL ? entity->name : entity->id;
}

/* Names must not contain the characters that draw a chain. */
static void draw_nothing(char *text)
{
    static const struct {
        const char *drawn;
        char instead;
    } pieces[] = { { "─", '-' }, { "═", '=' }, { "→", '>' }, { "⇒", '>' } };

    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t length = strlen(pieces[i].drawn);

        for (char *at = text; (at = strstr(at, pieces[i].drawn)) != NULL; at++) {
            *at = pieces[i].instead;
            memmove(at + 1, at + length, strlen(at + length) + 1);
        }
    }
}

/* A copy whose spaces do not break a line; changes the text. */
static const char *glued(cf_arena *arena, char *text)
{
    cf_buffer buffer = { .text = NULL };
    const char *kept = NULL;

    draw_nothing(text);
    for (char *piece = text, *space; piece != NULL; piece = space == NULL ? NULL : space + 1) {
        space = strchr(piece, ' ');
        if (space != NULL)
            *space = '\0';
        cf_buffer_add(&buffer, piece);
        cf_buffer_add(&buffer, space == NULL ? "" : GLUE);
    }
    if (cf_buffer_text(&buffer) != NULL)
        kept = cf_arena_copy(arena, cf_buffer_text(&buffer), buffer.length);
    cf_buffer_free(&buffer);
    return kept;
}

static const char *plain_name(cf_arena *arena, const cf_view_entity *entity)
{
    char name[NAME_SIZE];

    cf_text_printable(name, sizeof name, name_of(entity));
    return glued(arena, name);
}

static const char *name_with_id(cf_arena *arena, const cf_view_entity *entity)
{
    char name[NAME_SIZE], id[NAME_SIZE], both[2 * NAME_SIZE + 4];

    cf_text_printable(name, sizeof name, name_of(entity));
    cf_text_printable(id, sizeof id, entity->id);
    snprintf(both, sizeof both, "%s (%s)", name, id);
    return glued(arena, both);
}

struct named {
    const char *name;
    int node;
};

static int compare_names(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->name, y->name);
}

/* Entities whose names look the same get their ids as well. */
static cf_status tell_apart(const char **names, cf_arena *arena, const cf_view *view)
{
    size_t count = (size_t)view->entity_count;
    struct named *sorted = malloc((count + 1) * sizeof *sorted);
    cf_status status = sorted == NULL ? CF_NO_MEMORY : CF_OK;

    for (size_t v = 0; sorted != NULL && v < count; v++)
        sorted[v] = (struct named){ names[v], (int)v };
    if (sorted != NULL)
        qsort(sorted, count, sizeof *sorted, compare_names);
    for (size_t i = 0; status == CF_OK && i < count; i++) {
        bool twice = (i > 0 && compare_names(&sorted[i - 1], &sorted[i]) == 0) ||
                     (i + 1 < count && compare_names(&sorted[i], &sorted[i + 1]) == 0);

        if (!twice)
            continue;
        names[sorted[i].node] = name_with_id(arena, &view->entities[sorted[i].node]);
        status = names[sorted[i].node] == NULL ? CF_NO_MEMORY : CF_OK;
    }
    free(sorted);
    return status;
}

cf_status cf_loops_names(const char ***out, cf_arena *arena, const cf_view *view)
{
    const char **names = cf_arena_new(arena, (size_t)view->entity_count, sizeof *names);

    *out = names;
    if (names == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < view->entity_count; v++) {
        names[v] = plain_name(arena, &view->entities[v]);
        if (names[v] == NULL)
            return CF_NO_MEMORY;
    }
    return tell_apart(names, arena, view);
}

/* ---- chains ---- */

static bool is_narrow(const cf_loop *loop, const cf_hop *hop)
{
    return loop->quantified ? cf_same(hop->amount, loop->amount) : hop->open;
}

/* The first hop that limits what can go round, or whose amount is unknown. */
static int first_narrow(const cf_loops *loops, const cf_loop *loop)
{
    int i = 0;

    while (i + 1 < loop->length && !is_narrow(loop, cf_hops_at(loops->hops, loop->hops[i])))
        i++;
    return i;
}

static void add_hop(cf_prose *prose, const cf_loop *loop, const cf_hop *hop, const char *payee)
{
    static const char *const verbs[CF_CLASS_COUNT] = { [CF_TRADE] = "buys" GLUE,
                                                       [CF_CAPITAL] = "invests" GLUE,
                                                       [CF_SERVICE] = "pays" GLUE "service" GLUE };
    bool marked = loop->quantified && is_narrow(loop, hop);

    cf_prose_add(prose, marked ? " ═" : " ─");
    cf_prose_add(prose, verbs[hop->carries]);
    if (hop->open)
        cf_prose_add(prose, "?");
    else
        cf_prose_money(prose, "", hop->amount);
    cf_prose_add(prose, marked ? "⇒" GLUE : "→" GLUE);
    cf_prose_add(prose, payee);
}

static void add_gap(cf_prose *prose, int count, const char *payer)
{
    cf_prose_count(prose, " …" GLUE, count);
    cf_prose_add(prose, count == 1 ? GLUE "hop" : GLUE "hops");
    cf_prose_add(prose, GLUE "left" GLUE "out" GLUE "… ");
    cf_prose_add(prose, payer);
}

void cf_loops_add_chain(cf_prose *prose, const cf_loops *loops, const cf_loop *loop,
                        const char *const *names)
{
    int narrow = first_narrow(loops, loop), skipped = 0;

    cf_buffer_add_name(&prose->text, names[cf_hops_at(loops->hops, loop->hops[0])->tail]);
    for (int i = 0; i < loop->length; i++) {
        const cf_hop *hop = cf_hops_at(loops->hops, loop->hops[i]);

        if (loop->length > MOST_WHOLE && i >= ENDS && i < loop->length - ENDS && i != narrow) {
            skipped++;
            continue;
        }
        if (skipped > 0)
            add_gap(prose, skipped, names[hop->tail]);
        skipped = 0;
        add_hop(prose, loop, hop, names[hop->head]);
    }
}
