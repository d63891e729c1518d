/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 2 of a Sankey diagram: assigns columns, finds the returns, and makes stops and steps. */
#include <stdlib.h>

#include "base/sum.h"
#include "pictures/sankey.h"

enum { MOST_ROUNDS = 50 };

/* ---- which column ---- */

typedef struct neighbourhood {
    int *start; /* by entity, and one more */
    int *edges; /* of the picture */
} neighbourhood;

static bool find_neighbours(neighbourhood *out, const cf_picture *picture, cf_arena *arena)
{
    size_t entities = (size_t)picture->entity_count;

    out->start = cf_arena_new(arena, entities + 2, sizeof *out->start);
    out->edges = cf_arena_new(arena, 2 * (size_t)picture->edge_count, sizeof *out->edges);
    if (out->start == NULL || out->edges == NULL)
        return false;
    for (int e = 0; e < picture->edge_count; e++) {
        out->start[picture->edges[e].payer + 2]++;
        out->start[picture->edges[e].payee + 2]++;
    }
    for (int v = 2; v <= picture->entity_count; v++)
        out->start[v] += out->start[v - 1];
    for (int e = 0; e < picture->edge_count; e++) {
        out->edges[out->start[picture->edges[e].payer + 1]++] = e;
        out->edges[out->start[picture->edges[e].payee + 1]++] = e;
    }
    return true;
}

/* Right of all who pay it, but for what returns. */
static void longest_paths(int *column, const int *rank, const cf_picture *picture,
                          const neighbourhood *near, const int *sequence)
{
    for (int place = 0; place < picture->entity_count; place++) {
        int v = sequence[place];

        column[v] = 1;
        for (int k = near->start[v]; k < near->start[v + 1]; k++) {
            const cf_picture_edge *edge = &picture->edges[near->edges[k]];

            if (edge->payee == v && rank[edge->payer] < place && column[edge->payer] >= column[v])
                column[v] = column[edge->payer] + 1;
        }
    }
}

/* What an edge from one column to another costs: running back is bad, a detour a nuisance. */
static double cost(int from, int to, double weight)
{
    const double detour = 1e-8; /* less than the hair below, whatever the way saved */

    return to > from ? weight * detour * (to - from - 1) : weight * (1.0 + detour * (from - to));
}

static double cost_of(const cf_picture *picture, const neighbourhood *near, const int *column,
                      int v, int at)
{
    double sum = 0.0;

    for (int k = near->start[v]; k < near->start[v + 1]; k++) {
        const cf_picture_edge *edge = &picture->edges[near->edges[k]];
        double weight = cf_sankey_weight(picture, edge) + 1e-7 * picture->all_amount + 1e-30;

        sum += edge->payer == v ? cost(at, column[edge->payee], weight)
                                : cost(column[edge->payer], at, weight);
    }
    return sum;
}

/* Moves each bar near those it exchanges most money with; every move makes all of it cheaper,
 * so it ends. */
static void tighten(int *column, int count, const cf_picture *picture, const neighbourhood *near)
{
    bool moved = true;

    for (int round = 0; moved && round < MOST_ROUNDS; round++) {
        moved = false;
        for (int v = 0; v < picture->entity_count; v++) {
            int best = column[v];
            double least = cost_of(picture, near, column, v, best) * (1.0 - CF_SAME_AMOUNT);

            for (int at = 1; at <= count; at++) {
                double here = at == column[v] ? least : cost_of(picture, near, column, v, at);

                if (here < least) {
                    least = here;
                    best = at;
                }
            }
            moved = moved || best != column[v];
            column[v] = best;
        }
    }
}

/* Leaves no column empty. Returns how many there are. */
static int close_ranks(int *column, int count, int entity_count, int *used)
{
    int columns = 0;

    for (int v = 0; v < entity_count; v++)
        used[column[v]] = 1;
    for (int c = 1; c <= count; c++)
        used[c] = used[c] ? ++columns : 0;
    for (int v = 0; v < entity_count; v++)
        column[v] = used[column[v]];
    return columns;
}

static bool choose_sankey_columns(cf_sankey *sankey, int *column, const int *rank)
{
    const cf_picture *picture = sankey->picture;
    size_t entities = (size_t)picture->entity_count;
    int *sequence = cf_arena_new(sankey->arena, entities, sizeof *sequence);
    int *used = cf_arena_new(sankey->arena, entities + 2, sizeof *used);
    neighbourhood near;
    int count = 1;

    if (sequence == NULL || used == NULL || !find_neighbours(&near, picture, sankey->arena))
        return false;
    for (int v = 0; v < picture->entity_count; v++)
        sequence[rank[v]] = v;
    longest_paths(column, rank, picture, &near, sequence);
    for (int v = 0; v < picture->entity_count; v++)
        count = column[v] > count ? column[v] : count;
    if (count > CF_SANKEY_MOST_COLUMNS) {
        for (int v = 0; v < picture->entity_count; v++)
            column[v] = 1 + (column[v] - 1) * CF_SANKEY_MOST_COLUMNS / count;
        count = CF_SANKEY_MOST_COLUMNS;
    }
    tighten(column, count, picture, &near);
    sankey->column_count = close_ranks(column, count, picture->entity_count, used);
    return true;
}

/* ---- stops and steps ---- */

static void size_up(cf_sankey_ends *ends, const cf_picture_entity *entity)
{
    double need = cf_excess(entity->out, entity->in), assumed;
    double stated = fmin(need, fmax(0.0, entity->funds - entity->assumed + entity->earned));

    assumed = cf_excess(need, stated);
    *ends = (cf_sankey_ends){ .whole = fmax(entity->in, entity->out),
                              .stated = need - assumed,
                              .gap = fmin(assumed, entity->gap),
                              .kept = cf_excess(entity->in, entity->out) };
    ends->assumed = assumed - ends->gap;
}

static int span_of(const cf_picture_edge *edge, const int *column)
{
    return column[edge->payee] - column[edge->payer];
}

static void count_parts(cf_sankey *sankey, const int *column)
{
    const cf_picture *picture = sankey->picture;

    sankey->stop_count = picture->entity_count + sankey->column_count + 2;
    for (int e = 0; e < picture->edge_count; e++) {
        int span = span_of(&picture->edges[e], column);

        sankey->step_count += span > 0 ? span : 2;
        sankey->stop_count += span > 0 ? span - 1 : 0;
        sankey->return_count += span <= 0;
    }
}

static bool make_parts(cf_sankey *sankey)
{
    cf_arena *arena = sankey->arena;
    size_t columns = (size_t)sankey->column_count + 3;

    sankey->stops = cf_arena_new(arena, (size_t)sankey->stop_count, sizeof *sankey->stops);
    sankey->steps = cf_arena_new(arena, (size_t)sankey->step_count, sizeof *sankey->steps);
    sankey->order = cf_arena_new(arena, (size_t)sankey->stop_count, sizeof *sankey->order);
    sankey->first = cf_arena_new(arena, columns, sizeof *sankey->first);
    sankey->x = cf_arena_new(arena, columns, sizeof *sankey->x);
    sankey->returns = cf_arena_new(arena, (size_t)sankey->return_count, sizeof *sankey->returns);
    for (int side = 0; side < 2; side++) {
        sankey->start[side] = cf_arena_new(arena, (size_t)sankey->stop_count + 2, sizeof(int));
        sankey->at[side] = cf_arena_new(arena, (size_t)sankey->step_count, sizeof(int));
        if (sankey->start[side] == NULL || sankey->at[side] == NULL)
            return false;
    }
    return sankey->stops != NULL && sankey->steps != NULL && sankey->order != NULL &&
           sankey->first != NULL && sankey->x != NULL && sankey->returns != NULL;
}

typedef struct builder {
    cf_sankey *sankey;
    int floors; /* the stop that is the floor of column 0 */
    int stops, steps, returns;
} builder;

static void add_step(builder *build, int edge, int from, int to)
{
    build->sankey->steps[build->steps++] = (cf_sankey_step){ .edge = edge, .from = from, .to = to };
}

static void add_return(builder *build, int e, const int *column)
{
    const cf_picture_edge *edge = &build->sankey->picture->edges[e];

    build->sankey->returns[build->returns++] = e;
    add_step(build, e, edge->payer, build->floors + column[edge->payer] + 1);
    add_step(build, e, build->floors + column[edge->payee] - 1, edge->payee);
}

static void add_chain(builder *build, int e, const int *column)
{
    const cf_picture_edge *edge = &build->sankey->picture->edges[e];
    int at = edge->payer;

    for (int c = column[edge->payer] + 1; c < column[edge->payee]; c++) {
        build->sankey->stops[build->stops] =
            (cf_sankey_stop){ .entity = -1, .column = c, .amount = edge->amount };
        add_step(build, e, at, build->stops);
        at = build->stops++;
    }
    add_step(build, e, at, edge->payee);
}

static void build_all(cf_sankey *sankey, const int *column)
{
    const cf_picture *picture = sankey->picture;
    builder build = { .sankey = sankey, .floors = picture->entity_count };

    for (int v = 0; v < picture->entity_count; v++) {
        size_up(&sankey->ends[v], &picture->entities[v]);
        sankey->stops[build.stops++] =
            (cf_sankey_stop){ .entity = v, .column = column[v], .amount = sankey->ends[v].whole };
    }
    for (int c = 0; c <= sankey->column_count + 1; c++)
        sankey->stops[build.stops++] = (cf_sankey_stop){ .entity = -1, .column = c, .floor = true };
    for (int e = 0; e < picture->edge_count; e++) {
        cf_sankey_ribbon *ribbon = &sankey->ribbons[e];

        ribbon->first_step = build.steps;
        ribbon->returns = span_of(&picture->edges[e], column) <= 0;
        if (ribbon->returns)
            add_return(&build, e, column);
        else
            add_chain(&build, e, column);
        ribbon->step_count = build.steps - ribbon->first_step;
    }
}

static int end_of(const cf_sankey_step *step, int side)
{
    return side == 0 ? step->to : step->from;
}

static void index_steps(cf_sankey *sankey)
{
    for (int side = 0; side < 2; side++) {
        int *start = sankey->start[side];

        for (int k = 0; k < sankey->step_count; k++)
            start[end_of(&sankey->steps[k], side) + 2]++;
        for (int v = 2; v <= sankey->stop_count; v++)
            start[v] += start[v - 1];
        for (int k = 0; k < sankey->step_count; k++)
            sankey->at[side][start[end_of(&sankey->steps[k], side) + 1]++] = k;
    }
}

cf_status cf_sankey_columns(cf_sankey *sankey)
{
    const cf_picture *picture = sankey->picture;
    size_t entities = (size_t)picture->entity_count;
    int *column = cf_arena_new(sankey->arena, entities, sizeof *column), *rank;
    cf_status status = cf_sankey_order(&rank, picture, sankey->arena);

    sankey->ends = cf_arena_new(sankey->arena, entities, sizeof *sankey->ends);
    sankey->ribbons =
        cf_arena_new(sankey->arena, (size_t)picture->edge_count, sizeof *sankey->ribbons);
    if (status != CF_OK || column == NULL || sankey->ends == NULL || sankey->ribbons == NULL ||
        !choose_sankey_columns(sankey, column, rank))
        return CF_NO_MEMORY;
    count_parts(sankey, column);
    if (!make_parts(sankey))
        return CF_NO_MEMORY;
    build_all(sankey, column);
    index_steps(sankey);
    return CF_OK;
}
