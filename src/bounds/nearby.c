/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Augmenting paths, L. R. Ford and D. R. Fulkerson (1956), https://doi.org/10.4153/CJM-1956-045-5,
 * found by searches from both ends that meet: I. Pohl (1971), Bi-directional search.
 *
 *     heads of origin edges ──► found ──► ... ──► found ──► payers of revenue
 *            forward from here       they meet       backward from here
 *
 * When they meet, each side has found some sqrt(vertices), not the whole network. When the heads or
 * the payers have nothing left, or one side can go no further, the flow is maximal: a smallest cut
 * is known, and its value is the sum of the amounts in it, as in smallest_cut.c. For min the target
 * is anybody who can keep money, and is near.
 */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/nearby_paths.h"

cf_status cf_nearby_new(cf_nearby **out, const cf_flow *flow)
{
    cf_nearby *nearby = calloc(1, sizeof *nearby);
    size_t vertices = (size_t)flow->vertex_count + 1, edges = (size_t)flow->edge_count + 1;

    *out = NULL;
    if (nearby == NULL)
        return CF_NO_MEMORY;
    nearby->flow = flow;
    for (int side = 0; side < CF_SIDES; side++) {
        nearby->sides[side].by = calloc(vertices, sizeof(int));
        nearby->sides[side].queue = calloc(vertices, sizeof(int));
    }
    nearby->moved = calloc(edges, sizeof *nearby->moved);
    nearby->taken = calloc(vertices, sizeof *nearby->taken);
    nearby->end_of = calloc(vertices, sizeof *nearby->end_of);
    nearby->touched_edges = calloc(edges, sizeof(int));
    nearby->touched_vertices = calloc(vertices, sizeof(int));
    nearby->heads.at = calloc(vertices, sizeof *nearby->heads.at);
    nearby->payers.at = calloc(vertices, sizeof *nearby->payers.at);
    if (nearby->sides[CF_FORWARD].by == NULL || nearby->sides[CF_FORWARD].queue == NULL ||
        nearby->sides[CF_BACKWARD].by == NULL || nearby->sides[CF_BACKWARD].queue == NULL ||
        nearby->moved == NULL || nearby->taken == NULL || nearby->end_of == NULL ||
        nearby->touched_edges == NULL || nearby->touched_vertices == NULL ||
        nearby->heads.at == NULL || nearby->payers.at == NULL) {
        cf_nearby_free(nearby);
        return CF_NO_MEMORY;
    }
    *out = nearby;
    return CF_OK;
}

void cf_nearby_free(cf_nearby *nearby)
{
    if (nearby == NULL)
        return;
    for (int side = 0; side < CF_SIDES; side++) {
        free(nearby->sides[side].by);
        free(nearby->sides[side].queue);
    }
    free(nearby->moved);
    free(nearby->taken);
    free(nearby->end_of);
    free(nearby->touched_edges);
    free(nearby->touched_vertices);
    free(nearby->heads.at);
    free(nearby->payers.at);
    free(nearby);
}

/* ---- the two ends ---- */

int cf_nearby_compare_ends(const void *a, const void *b)
{
    const struct cf_nearby_end *x = a, *y = b;

    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

/* Adds an amount to the end at a vertex. */
static void add_amount(cf_nearby *nearby, struct cf_nearby_ends *ends, int vertex, double amount)
{
    int *end = &nearby->end_of[vertex];

    if (*end == 0) {
        ends->at[ends->count++] = (struct cf_nearby_end){ .vertex = vertex };
        *end = ends->count;
    }
    ends->at[*end - 1].amount += amount;
}

static void forget_ends(cf_nearby *nearby, const struct cf_nearby_ends *ends)
{
    for (int i = 0; i < ends->count; i++)
        nearby->end_of[ends->at[i].vertex] = 0;
}

/* In ascending order of their vertices, as in bounds/between.h, so that sums have the same bits. */
static void list_ends(cf_nearby *nearby, bool origin_all)
{
    const cf_flow *flow = nearby->flow;
    const cf_adjacency *out = &flow->out_edges, *in = &flow->in_edges;
    int s = nearby->supplier;

    nearby->heads.count = nearby->payers.count = 0;
    for (int k = out->start[s]; k < out->start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[out->at[k]];

        if (edge->amount > 0 && cf_flow_is_origin(edge, s, origin_all) &&
            !cf_flow_counts_as(flow, edge->head, s))
            add_amount(nearby, &nearby->heads, edge->head, edge->amount);
    }
    forget_ends(nearby, &nearby->heads);
    for (int k = in->start[s]; k < in->start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[in->at[k]];

        if (edge->amount > 0 && edge->carries == CF_TRADE &&
            !cf_flow_counts_as(flow, edge->tail, s))
            add_amount(nearby, &nearby->payers, edge->tail, edge->amount);
    }
    forget_ends(nearby, &nearby->payers);
    qsort(nearby->heads.at, (size_t)nearby->heads.count, sizeof(struct cf_nearby_end),
          cf_nearby_compare_ends);
    qsort(nearby->payers.at, (size_t)nearby->payers.count, sizeof(struct cf_nearby_end),
          cf_nearby_compare_ends);
    for (int i = 0; i < nearby->payers.count; i++)
        nearby->end_of[nearby->payers.at[i].vertex] = i + 1;
}

static double sum_of(const struct cf_nearby_ends *ends)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < ends->count; i++)
        cf_sum_add(&sum, ends->at[i].amount);
    return cf_sum_value(sum);
}

static bool have_left(const struct cf_nearby_ends *ends)
{
    bool left = false;

    for (int i = 0; i < ends->count && !left; i++)
        left = ends->at[i].left > 0;
    return left;
}

/* ---- the grid ---- */

/* The most that can flow is 2^59 steps, so that twice as much does not overflow. */
static void choose_grid(cf_nearby *nearby)
{
    const int fine = 59;
    double most = sum_of(&nearby->heads);
    int exponent;

    if (nearby->bound == CF_MEASURE_MAX)
        most = fmin(most, sum_of(&nearby->payers));
    (void)frexp(most, &exponent);
    nearby->most = most;
    nearby->exponent = fine - exponent;
    for (int i = 0; i < nearby->heads.count; i++)
        nearby->heads.at[i].left = cf_nearby_steps(nearby, nearby->heads.at[i].amount);
    for (int i = 0; i < nearby->payers.count; i++)
        nearby->payers.at[i].left = cf_nearby_steps(nearby, nearby->payers.at[i].amount);
}

/* ---- bounds ---- */

static void put_back(cf_nearby *nearby)
{
    cf_nearby_forget_found(nearby);
    while (nearby->edge_count > 0)
        nearby->moved[nearby->touched_edges[--nearby->edge_count]] = 0;
    while (nearby->vertex_count > 0)
        nearby->taken[nearby->touched_vertices[--nearby->vertex_count]] = 0;
    forget_ends(nearby, &nearby->payers);
}

static void ask(cf_nearby *nearby, int supplier, bool origin_all, cf_measure bound)
{
    nearby->supplier = supplier;
    nearby->bound = bound;
    nearby->patience = 2 * (int64_t)nearby->flow->edge_count;
    list_ends(nearby, origin_all);
    choose_grid(nearby);
}

/* The value where the ends allow no more, or NaN. */
static double value_of_ends(const cf_nearby *nearby)
{
    if (!(nearby->most > 0))
        return 0.0;
    if (!have_left(&nearby->heads))
        return nearby->bound == CF_MEASURE_MIN ? 0.0 : sum_of(&nearby->heads);
    if (nearby->bound == CF_MEASURE_MAX && !have_left(&nearby->payers))
        return sum_of(&nearby->payers);
    return (double)NAN;
}

/* Edges of a vertex on one side that lead across the cut; all are full. */
static void add_crossing(const cf_nearby *nearby, cf_sum *sum, int which, int v)
{
    const cf_flow *flow = nearby->flow;
    const cf_adjacency *list = which == CF_FORWARD ? &flow->out_edges : &flow->in_edges;

    for (int k = list->start[v]; k < list->start[v + 1]; k++) {
        const cf_edge *edge = &flow->edges[list->at[k]];
        int w = which == CF_FORWARD ? edge->head : edge->tail;

        if (nearby->sides[which].by[w] == 0 && !cf_flow_counts_as(flow, w, nearby->supplier))
            cf_sum_add(sum, edge->amount);
    }
}

/* For max, if one side could go no further: a smallest cut lies between what it has found and the
 * rest. Money that enters beyond it crosses it as well. Else NaN. */
static double value_of_cut(const cf_nearby *nearby)
{
    const struct cf_nearby_side *forward = &nearby->sides[CF_FORWARD],
                                *backward = &nearby->sides[CF_BACKWARD];
    int which = forward->next == forward->queued ? CF_FORWARD : CF_BACKWARD;
    const struct cf_nearby_side *side = &nearby->sides[which];
    cf_sum sum = { 0 };

    if (nearby->bound != CF_MEASURE_MAX ||
        (forward->next < forward->queued && backward->next < backward->queued))
        return (double)NAN;
    for (int i = 0; i < nearby->heads.count; i++) {
        if ((side->by[nearby->heads.at[i].vertex] != 0) == (which == CF_BACKWARD))
            cf_sum_add(&sum, nearby->heads.at[i].amount);
    }
    for (int i = 0; i < nearby->payers.count; i++) {
        if ((side->by[nearby->payers.at[i].vertex] != 0) == (which == CF_FORWARD))
            cf_sum_add(&sum, nearby->payers.at[i].amount);
    }
    for (int i = 0; i < side->queued; i++)
        add_crossing(nearby, &sum, which, side->queue[i]);
    return cf_sum_value(sum);
}

bool cf_nearby_bound(cf_nearby *nearby, int supplier, bool origin_all, cf_measure bound,
                     double *value)
{
    int met = 0;

    ask(nearby, supplier, origin_all, bound);
    *value = value_of_ends(nearby);
    while (isnan(*value) && met >= 0) {
        met = cf_nearby_meet(nearby);
        if (met >= 0)
            cf_nearby_fill(nearby, met);
        *value = met >= 0 ? value_of_ends(nearby) : value_of_cut(nearby);
        cf_nearby_forget_found(nearby);
    }
    put_back(nearby);
    if (*value <= CF_ROUNDING * sum_of(&nearby->heads)) /* lost in rounding */
        *value = 0.0;
    return !isnan(*value);
}

/* ---- how much lies between ---- */

static bool is_known(const cf_flow *flow, int e)
{
    const cf_edge *edge = &flow->edges[e];

    return edge->amount > 0 || !flow->network->payments[edge->payment].open;
}

/* Here a vertex that was found has mark 2, and 3 once its edges have been read. An edge lies
 * between if this holds for both its ends; it is counted with the second. */
static int count_edges_of_next(cf_nearby *nearby, int which)
{
    struct cf_nearby_side *side = &nearby->sides[which];
    const int *other_by = nearby->sides[which == CF_FORWARD ? CF_BACKWARD : CF_FORWARD].by;
    const cf_adjacency *list =
        which == CF_FORWARD ? &nearby->flow->out_edges : &nearby->flow->in_edges;
    int v = side->queue[side->next++], count = 0;

    side->by[v]++;
    nearby->patience -= list->start[v + 1] - list->start[v];
    for (int k = list->start[v]; k < list->start[v + 1]; k++) {
        const cf_edge *edge = &nearby->flow->edges[list->at[k]];
        int w = which == CF_FORWARD ? edge->head : edge->tail;

        if (!is_known(nearby->flow, list->at[k]) ||
            cf_flow_counts_as(nearby->flow, w, nearby->supplier))
            continue;
        count += other_by[w] == 3;
        if (side->by[w] == 0)
            cf_nearby_find(side, w, 0);
    }
    return count;
}

bool cf_nearby_has_more(cf_nearby *nearby, int supplier, bool origin_all, int most)
{
    struct cf_nearby_side *forward = &nearby->sides[CF_FORWARD],
                          *backward = &nearby->sides[CF_BACKWARD];
    int count = 0;

    ask(nearby, supplier, origin_all, CF_MEASURE_MAX);
    nearby->patience = 2 * (int64_t)nearby->flow->edge_count; /* a hub may have all of them */
    for (int i = 0; i < nearby->heads.count; i++)
        cf_nearby_find(forward, nearby->heads.at[i].vertex, 0);
    for (int i = 0; i < nearby->payers.count; i++)
        cf_nearby_find(backward, nearby->payers.at[i].vertex, 0);
    while (count <= most && nearby->patience > 0 &&
           (forward->next < forward->queued || backward->next < backward->queued)) {
        bool back = forward->next == forward->queued ||
                    (backward->next < backward->queued && backward->queued < forward->queued);

        count += count_edges_of_next(nearby, back ? CF_BACKWARD : CF_FORWARD);
    }
    put_back(nearby);
    return count > most;
}
