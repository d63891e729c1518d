/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Augmenting paths, L. R. Ford and D. R. Fulkerson (1956), https://doi.org/10.4153/CJM-1956-045-5,
 * found by searches from both ends that meet: I. Pohl (1971), Bi-directional search.
 *
 *     heads of origin edges ──► found ──► ... ──► found ──► payers of revenue
 *            forward from here       they meet       backward from here
 *
 * Each side has looked at some sqrt(vertices) when they meet, not at the network. When no head has
 * anything left, or no payer, or one side can go no further, the flow is as large as it can be: a
 * smallest cut is known, and its value is the sum of the amounts in it, as in smallest_cut.c. For
 * min the far side is whoever can keep money, and is near.
 */
#include "bounds/nearby.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/sum.h"

enum { FORWARD, BACKWARD, SIDES };

/* One side of a search. `by` is the move by which a vertex was found: 2 e along edge e, 2 e + 1
 * back over what flows on it, and -1 where the search began; 0 stands for not found, so 2 is added.
 */
struct side {
    int *by;
    int *queue, queued, next;
};

/* Money to place: at the head of an origin edge, or wanted by a payer of revenue. */
struct end {
    int vertex;
    double amount;
    int64_t left;
};

struct ends {
    struct end *at;
    int count;
};

struct cf_nearby {
    const cf_flow *flow;
    struct side sides[SIDES];
    int64_t *moved; /* on an edge, plus 1; 0: not touched */
    int64_t *taken; /* by a vertex, plus 1, where the bound is min; 0: not touched */
    int *end_of;    /* of a vertex: 1 + its number among the payers; 0: it is none */
    int *touched_edges, *touched_vertices, edge_count, vertex_count;
    struct ends heads, payers;

    /* of one question */
    int supplier;
    cf_measure bound;
    double most; /* on the grid of smallest_cut.c */
    int exponent;
    int64_t patience; /* edges that may still be looked at */
};

cf_status cf_nearby_new(cf_nearby **out, const cf_flow *flow)
{
    cf_nearby *nearby = calloc(1, sizeof *nearby);
    size_t vertices = (size_t)flow->vertex_count + 1, edges = (size_t)flow->edge_count + 1;

    *out = NULL;
    if (nearby == NULL)
        return CF_NO_MEMORY;
    nearby->flow = flow;
    for (int side = 0; side < SIDES; side++) {
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
    if (nearby->sides[FORWARD].by == NULL || nearby->sides[FORWARD].queue == NULL ||
        nearby->sides[BACKWARD].by == NULL || nearby->sides[BACKWARD].queue == NULL ||
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
    for (int side = 0; side < SIDES; side++) {
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

static int compare_ends(const void *a, const void *b)
{
    const struct end *x = a, *y = b;

    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

/* Adds an amount to the end at a vertex. */
static void add_amount(cf_nearby *nearby, struct ends *ends, int vertex, double amount)
{
    int *end = &nearby->end_of[vertex];

    if (*end == 0) {
        ends->at[ends->count++] = (struct end){ .vertex = vertex };
        *end = ends->count;
    }
    ends->at[*end - 1].amount += amount;
}

static void forget_ends(cf_nearby *nearby, const struct ends *ends)
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

        if (edge->amount > 0 && !edge->capital && !cf_flow_counts_as(flow, edge->tail, s))
            add_amount(nearby, &nearby->payers, edge->tail, edge->amount);
    }
    forget_ends(nearby, &nearby->payers);
    qsort(nearby->heads.at, (size_t)nearby->heads.count, sizeof(struct end), compare_ends);
    qsort(nearby->payers.at, (size_t)nearby->payers.count, sizeof(struct end), compare_ends);
    for (int i = 0; i < nearby->payers.count; i++)
        nearby->end_of[nearby->payers.at[i].vertex] = i + 1;
}

static double sum_of(const struct ends *ends)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < ends->count; i++)
        cf_sum_add(&sum, ends->at[i].amount);
    return cf_sum_value(sum);
}

static bool have_left(const struct ends *ends)
{
    bool left = false;

    for (int i = 0; i < ends->count && !left; i++)
        left = ends->at[i].left > 0;
    return left;
}

/* ---- the grid ---- */

static int64_t steps_of(const cf_nearby *nearby, double amount)
{
    return (int64_t)(ldexp(fmin(amount, 2.0 * nearby->most), nearby->exponent) + 0.5);
}

/* What can flow at most, on 2^59 steps: then twice as much on many edges is no overflow. */
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
        nearby->heads.at[i].left = steps_of(nearby, nearby->heads.at[i].amount);
    for (int i = 0; i < nearby->payers.count; i++)
        nearby->payers.at[i].left = steps_of(nearby, nearby->payers.at[i].amount);
}

/* ---- rooms ---- */

static int tail_of(const cf_nearby *nearby, int move)
{
    const cf_edge *edge = &nearby->flow->edges[move / 2];

    return move % 2 != 0 ? edge->head : edge->tail;
}

static int head_of(const cf_nearby *nearby, int move)
{
    return tail_of(nearby, move ^ 1);
}

static int64_t room_of(const cf_nearby *nearby, int move)
{
    int e = move / 2;

    int64_t moved = nearby->moved[e] > 0 ? nearby->moved[e] - 1 : 0;

    if (move % 2 != 0)
        return moved;
    return steps_of(nearby, nearby->flow->edges[e].amount) - moved;
}

/* What may end at a vertex. */
static int64_t room_at(const cf_nearby *nearby, int v)
{
    const cf_balance *balance = &nearby->flow->balances[v];

    if (nearby->bound == CF_MEASURE_MAX)
        return nearby->end_of[v] > 0 ? nearby->payers.at[nearby->end_of[v] - 1].left : 0;
    return steps_of(nearby, balance->bounded ? balance->kept : (double)INFINITY) -
           (nearby->taken[v] > 0 ? nearby->taken[v] - 1 : 0);
}

static void take(cf_nearby *nearby, int v, int64_t amount)
{
    if (nearby->bound == CF_MEASURE_MAX) {
        nearby->payers.at[nearby->end_of[v] - 1].left -= amount;
        return;
    }
    if (!nearby->flow->balances[v].bounded)
        return;
    if (nearby->taken[v] == 0) {
        nearby->touched_vertices[nearby->vertex_count++] = v;
        nearby->taken[v] = 1;
    }
    nearby->taken[v] += amount;
}

/* ---- searching from both ends ---- */

static void find(struct side *side, int v, int by)
{
    side->by[v] = by + 2;
    side->queue[side->queued++] = v;
}

static void forget_found(cf_nearby *nearby)
{
    for (int i = 0; i < SIDES; i++) {
        struct side *side = &nearby->sides[i];

        while (side->queued > 0)
            side->by[side->queue[--side->queued]] = 0;
        side->next = 0;
    }
}

static bool is_met(const cf_nearby *nearby, int v)
{
    return nearby->sides[FORWARD].by[v] != 0 &&
           (nearby->sides[BACKWARD].by[v] != 0 || room_at(nearby, v) > 0);
}

/* Looks at one move of a vertex that one side has found. Whether the sides meet behind it. */
static bool follow(cf_nearby *nearby, int which, int move)
{
    struct side *side = &nearby->sides[which];
    int v = which == FORWARD ? head_of(nearby, move) : tail_of(nearby, move);

    if (side->by[v] != 0 || room_of(nearby, move) == 0 ||
        cf_flow_counts_as(nearby->flow, v, nearby->supplier))
        return false;
    find(side, v, move);
    return is_met(nearby, v);
}

/* The moves of the next vertex of one side. Returns where the sides meet, or -1. */
static int expand(cf_nearby *nearby, int which)
{
    struct side *side = &nearby->sides[which];
    const cf_flow *flow = nearby->flow;
    const cf_adjacency *along = which == FORWARD ? &flow->out_edges : &flow->in_edges;
    const cf_adjacency *against = which == FORWARD ? &flow->in_edges : &flow->out_edges;
    int v = side->queue[side->next++];

    nearby->patience -= along->start[v + 1] - along->start[v];
    for (int k = along->start[v]; k < along->start[v + 1]; k++) {
        if (follow(nearby, which, 2 * along->at[k]))
            return side->queue[side->queued - 1];
    }
    if (nearby->edge_count == 0) /* nothing flows that could be sent back */
        return -1;
    nearby->patience -= against->start[v + 1] - against->start[v];
    for (int k = against->start[v]; k < against->start[v + 1]; k++) {
        if (follow(nearby, which, 2 * against->at[k] + 1))
            return side->queue[side->queued - 1];
    }
    return -1;
}

/* Where the sides begin. Returns where they meet at once, or -1. */
static int begin(cf_nearby *nearby)
{
    for (int i = 0; i < nearby->heads.count; i++) {
        if (nearby->heads.at[i].left > 0)
            find(&nearby->sides[FORWARD], nearby->heads.at[i].vertex, -1);
    }
    for (int i = 0; i < nearby->payers.count && nearby->bound == CF_MEASURE_MAX; i++) {
        if (nearby->payers.at[i].left > 0)
            find(&nearby->sides[BACKWARD], nearby->payers.at[i].vertex, -1);
    }
    for (int i = 0; i < nearby->sides[FORWARD].queued; i++) {
        if (is_met(nearby, nearby->sides[FORWARD].queue[i]))
            return nearby->sides[FORWARD].queue[i];
    }
    return -1;
}

/* The side that has found less goes on. */
static int meet(cf_nearby *nearby)
{
    const struct side *forward = &nearby->sides[FORWARD], *backward = &nearby->sides[BACKWARD];
    bool both = nearby->bound == CF_MEASURE_MAX;
    int met = begin(nearby);

    while (met < 0 && nearby->patience > 0 && forward->next < forward->queued &&
           (!both || backward->next < backward->queued))
        met = expand(nearby, both && backward->queued < forward->queued ? BACKWARD : FORWARD);
    return met;
}

/* ---- filling the way found ---- */

/* The move by which a side came to v, or -1 where it began. */
static int move_to(const cf_nearby *nearby, int which, int v)
{
    return nearby->sides[which].by[v] - 2;
}

static void fill(cf_nearby *nearby, int move, int64_t amount)
{
    int64_t *moved = &nearby->moved[move / 2];

    if (*moved == 0) {
        nearby->touched_edges[nearby->edge_count++] = move / 2;
        *moved = 1;
    }
    *moved += move % 2 != 0 ? -amount : amount;
}

static struct end *head_at(cf_nearby *nearby, int v)
{
    struct end key = { .vertex = v };

    return bsearch(&key, nearby->heads.at, (size_t)nearby->heads.count, sizeof key, compare_ends);
}

static void fill_way(cf_nearby *nearby, int met)
{
    int first = met, last = met, move;
    int64_t least = INT64_MAX;

    for (; (move = move_to(nearby, FORWARD, first)) >= 0; first = tail_of(nearby, move))
        least = room_of(nearby, move) < least ? room_of(nearby, move) : least;
    for (; (move = move_to(nearby, BACKWARD, last)) >= 0; last = head_of(nearby, move))
        least = room_of(nearby, move) < least ? room_of(nearby, move) : least;
    least = room_at(nearby, last) < least ? room_at(nearby, last) : least;
    least = head_at(nearby, first)->left < least ? head_at(nearby, first)->left : least;
    for (int v = met; (move = move_to(nearby, FORWARD, v)) >= 0; v = tail_of(nearby, move))
        fill(nearby, move, least);
    for (int v = met; (move = move_to(nearby, BACKWARD, v)) >= 0; v = head_of(nearby, move))
        fill(nearby, move, least);
    head_at(nearby, first)->left -= least;
    take(nearby, last, least);
}

/* ---- bounds ---- */

static void put_back(cf_nearby *nearby)
{
    forget_found(nearby);
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
    nearby->patience = nearby->flow->edge_count / 2;
    list_ends(nearby, origin_all);
    choose_grid(nearby);
}

/* The value where the ends allow no more, or NaN. */
static double value_of_ends(const cf_nearby *nearby)
{
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
    const cf_adjacency *list = which == FORWARD ? &flow->out_edges : &flow->in_edges;

    for (int k = list->start[v]; k < list->start[v + 1]; k++) {
        const cf_edge *edge = &flow->edges[list->at[k]];
        int w = which == FORWARD ? edge->head : edge->tail;

        if (nearby->sides[which].by[w] == 0 && !cf_flow_counts_as(flow, w, nearby->supplier))
            cf_sum_add(sum, edge->amount);
    }
}

/* For max, where one side could go no further: between what it has found and the rest is a smallest
 * cut. Money that enters beyond it crosses it as well. Else NaN. */
static double value_of_cut(const cf_nearby *nearby)
{
    const struct side *forward = &nearby->sides[FORWARD], *backward = &nearby->sides[BACKWARD];
    int which = forward->next == forward->queued ? FORWARD : BACKWARD;
    const struct side *side = &nearby->sides[which];
    cf_sum sum = { 0 };

    if (nearby->bound != CF_MEASURE_MAX ||
        (forward->next < forward->queued && backward->next < backward->queued))
        return (double)NAN;
    for (int i = 0; i < nearby->heads.count; i++) {
        if ((side->by[nearby->heads.at[i].vertex] != 0) == (which == BACKWARD))
            cf_sum_add(&sum, nearby->heads.at[i].amount);
    }
    for (int i = 0; i < nearby->payers.count; i++) {
        if ((side->by[nearby->payers.at[i].vertex] != 0) == (which == FORWARD))
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
        met = meet(nearby);
        if (met >= 0)
            fill_way(nearby, met);
        *value = met >= 0 ? value_of_ends(nearby) : value_of_cut(nearby);
        forget_found(nearby);
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

/* Here a vertex found is marked 2, and 3 when its edges have been looked at: an edge lies between
 * when that holds for both its ends, and is counted with the second. */
static int count_edges_of_next(cf_nearby *nearby, int which)
{
    struct side *side = &nearby->sides[which];
    const int *other_by = nearby->sides[which == FORWARD ? BACKWARD : FORWARD].by;
    const cf_adjacency *list =
        which == FORWARD ? &nearby->flow->out_edges : &nearby->flow->in_edges;
    int v = side->queue[side->next++], count = 0;

    side->by[v]++;
    nearby->patience -= list->start[v + 1] - list->start[v];
    for (int k = list->start[v]; k < list->start[v + 1]; k++) {
        const cf_edge *edge = &nearby->flow->edges[list->at[k]];
        int w = which == FORWARD ? edge->head : edge->tail;

        if (!is_known(nearby->flow, list->at[k]) ||
            cf_flow_counts_as(nearby->flow, w, nearby->supplier))
            continue;
        count += other_by[w] == 3;
        if (side->by[w] == 0)
            find(side, w, 0);
    }
    return count;
}

bool cf_nearby_has_more(cf_nearby *nearby, int supplier, bool origin_all, int most)
{
    struct side *forward = &nearby->sides[FORWARD], *backward = &nearby->sides[BACKWARD];
    int count = 0;

    ask(nearby, supplier, origin_all, CF_MEASURE_MAX);
    for (int i = 0; i < nearby->heads.count; i++)
        find(forward, nearby->heads.at[i].vertex, 0);
    for (int i = 0; i < nearby->payers.count; i++)
        find(backward, nearby->payers.at[i].vertex, 0);
    while (count <= most && nearby->patience > 0 &&
           (forward->next < forward->queued || backward->next < backward->queued)) {
        bool back = forward->next == forward->queued ||
                    (backward->next < backward->queued && backward->queued < forward->queued);

        count += count_edges_of_next(nearby, back ? BACKWARD : FORWARD);
    }
    put_back(nearby);
    return count > most;
}
