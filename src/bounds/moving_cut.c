/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fast the value of a smallest cut changes with capacities: the derivative of a maximum flow
 * is the least rate of all its smallest cuts, as of any minimum of linear functions (J. M. Danskin,
 * 1966, https://doi.org/10.1137/0114053).
 *
 * There may be very many smallest cuts, so they are not listed. All of them are closed in the
 * residual graph, and the least rate is itself a maximum flow, of first drops through that graph:
 * through moves with room without limit, through full arcs by what they grow.
 *
 *      source ══room══► u ──full, +1──► v ══room══► target      rate 1: one drop passes
 *      source ──full, +1──► u ──full, +2──► v ══room══► target  rate 1: two gates in a row
 *
 * A full arc that shrinks sends drops from its tail back and wants them at its head: a gate from
 * the source to its tail and one from its head to the target; what passes is not lost.
 */
#include "bounds/moving_cut.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"

/* ---- building ---- */

static size_t row_bytes(const cf_moving_cut *moving)
{
    return ((size_t)moving->cut.problem->vertex_count + 2) / 8 + 1;
}

static bool allocate(cf_moving_cut *moving)
{
    enum { ROW_BYTES = 1 << 26, FEWEST_ROWS = 16 };
    cf_arena *arena = &moving->arena;
    size_t vertices = (size_t)moving->cut.problem->vertex_count + 2;
    size_t moves = 2 * (size_t)moving->cut.flow.arc_count;
    size_t rows = ROW_BYTES / row_bytes(moving) + FEWEST_ROWS;

    rows = rows < vertices ? rows : vertices;
    moving->row_count = (int)rows;
    moving->rows = calloc(rows, row_bytes(moving)); /* most stay untouched */
    moving->vertex_of = cf_arena_new(arena, rows, sizeof *moving->vertex_of);
    moving->row_of = cf_arena_new(arena, vertices, sizeof *moving->row_of);
    moving->queue = cf_arena_new(arena, vertices, sizeof *moving->queue);
    moving->from_source = cf_arena_new(arena, vertices, sizeof *moving->from_source);
    moving->to_target = cf_arena_new(arena, vertices, sizeof *moving->to_target);
    moving->saved_from_source = cf_arena_new(arena, vertices, sizeof *moving->saved_from_source);
    moving->slack = cf_arena_new(arena, moves, sizeof *moving->slack);
    moving->saved_room = cf_arena_new(arena, moves, sizeof *moving->saved_room);
    moving->saved_slack = cf_arena_new(arena, moves, sizeof *moving->saved_slack);
    return moving->rows != NULL && moving->vertex_of != NULL && moving->row_of != NULL &&
           moving->queue != NULL && moving->from_source != NULL && moving->to_target != NULL &&
           moving->saved_from_source != NULL && moving->slack != NULL &&
           moving->saved_room != NULL && moving->saved_slack != NULL;
}

cf_status cf_moving_cut_new(cf_moving_cut *out, const cf_flow_problem *problem)
{
    *out = (cf_moving_cut){ 0 };
    if (cf_smallest_cut_new(&out->cut, problem) == CF_OK && allocate(out))
        return CF_OK;
    cf_moving_cut_free(out);
    return CF_NO_MEMORY;
}

void cf_moving_cut_free(cf_moving_cut *moving)
{
    cf_smallest_cut_free(&moving->cut);
    cf_arena_free(&moving->arena);
    free(moving->rows);
    *moving = (cf_moving_cut){ 0 };
}

/* ---- ties ---- */

/* The amount behind an arc, with what goes straight. */
static double amount_of(const cf_flow_problem *problem, int arc)
{
    int n = problem->vertex_count;

    if (arc < n)
        return problem->supply[arc];
    return arc < 2 * n ? problem->sink[arc - n] : problem->arcs[arc - 2 * n].capacity;
}

/* Amounts have 53 bits, so their sums tie within 2^-52 of what can flow, 2^8 steps; and amounts are
 * the same within CF_SAME_AMOUNT of each other, half of which tells 1e9 from 1e9 less 1e-3. A tiny
 * capacity is still one. */
static void set_slack(cf_moving_cut *moving, int arc)
{
    enum { TIE = 1 << 10 };
    const cf_smallest_cut *cut = &moving->cut;
    double amount = amount_of(cut->problem, arc);
    int64_t half = cf_smallest_cut_steps(cut, amount) / 2, tie = half < TIE ? half : TIE, same = 0;

    if (cf_smallest_cut_capacity(cut->problem, arc) < 2.0 * cut->most) /* else without limit */
        same = cf_smallest_cut_steps(cut, 0.5 * CF_SAME_AMOUNT * amount);
    moving->slack[2 * arc] = same > tie ? same : tie;
    moving->slack[2 * arc + 1] = tie;
}

static bool has_room(const cf_moving_cut *moving, int move)
{
    return moving->cut.flow.room[move] > moving->slack[move];
}

bool cf_moving_cut_is_full(const cf_moving_cut *moving, int arc)
{
    return !has_room(moving, 2 * arc);
}

bool cf_moving_cut_is_empty(const cf_moving_cut *moving, int arc)
{
    const cf_flow_problem *problem = moving->cut.problem;
    int n = problem->vertex_count;

    return !has_room(moving, 2 * arc + 1) &&
           !(arc < 2 * n && cf_problem_straight(problem, arc % n) > 0);
}

/* ---- who reaches whom ---- */

/* Marks what can be reached from a vertex, or with `back` from where it can be. */
static void mark_side(cf_moving_cut *moving, int from, bool back, bool *marks)
{
    const cf_max_flow *flow = &moving->cut.flow;
    int queued = 0;

    memset(marks, 0, (size_t)flow->vertex_count * sizeof *marks);
    marks[from] = true;
    moving->queue[queued++] = from;
    for (int i = 0; i < queued; i++) {
        int v = moving->queue[i];

        for (int k = flow->start[v]; k < flow->start[v + 1]; k++) {
            int move = flow->at[k], w = flow->head[move];

            if (marks[w] || !has_room(moving, back ? move ^ 1 : move))
                continue;
            marks[w] = true;
            moving->queue[queued++] = w;
        }
    }
}

static void forget_marks(cf_moving_cut *moving)
{
    moving->to_target_known = false;
    for (int v = 0; v < moving->cut.flow.vertex_count; v++)
        moving->row_of[v] = -1;
    for (int row = 0; row < moving->row_count; row++)
        moving->vertex_of[row] = -1;
    moving->rows_used = 0;
}

const bool *cf_moving_cut_to_target(cf_moving_cut *moving)
{
    if (!moving->to_target_known)
        mark_side(moving, moving->cut.problem->vertex_count + 1, true, moving->to_target);
    moving->to_target_known = true;
    return moving->to_target;
}

/* After a solve. */
static void mark_sides(cf_moving_cut *moving)
{
    if (moving->slack_most < moving->cut.most || moving->slack_most > moving->cut.most) {
        for (int a = 0; a < moving->cut.flow.arc_count; a++)
            set_slack(moving, a);
        moving->slack_most = moving->cut.most;
    }
    mark_side(moving, moving->cut.problem->vertex_count, false, moving->from_source);
    forget_marks(moving);
}

static unsigned char *row_at(const cf_moving_cut *moving, int row)
{
    return moving->rows + (size_t)row * row_bytes(moving);
}

static unsigned char *fill_row(cf_moving_cut *moving, int from)
{
    const cf_max_flow *flow = &moving->cut.flow;
    int row = moving->rows_used++ % moving->row_count, queued = 0;
    unsigned char *bits = row_at(moving, row);

    if (moving->vertex_of[row] >= 0)
        moving->row_of[moving->vertex_of[row]] = -1;
    moving->vertex_of[row] = from;
    moving->row_of[from] = row;
    memset(bits, 0, row_bytes(moving));
    bits[from / 8] |= (unsigned char)(1u << (from % 8));
    moving->queue[queued++] = from;
    for (int i = 0; i < queued; i++) {
        int v = moving->queue[i];

        for (int k = flow->start[v]; k < flow->start[v + 1]; k++) {
            int w = flow->head[flow->at[k]];
            unsigned char bit = (unsigned char)(1u << (w % 8));

            if ((bits[w / 8] & bit) != 0 || !has_room(moving, flow->at[k]))
                continue;
            bits[w / 8] |= bit;
            moving->queue[queued++] = w;
        }
    }
    return bits;
}

/* Whether first drops can get from one vertex to another through what has room. */
static bool reaches(cf_moving_cut *moving, int from, int to)
{
    int source = moving->cut.problem->vertex_count, target = source + 1;
    const unsigned char *bits;

    if (from == source)
        return moving->from_source[to];
    if (to == target)
        return cf_moving_cut_to_target(moving)[from];
    if (from == to)
        return true;
    bits =
        moving->row_of[from] >= 0 ? row_at(moving, moving->row_of[from]) : fill_row(moving, from);
    return (bits[to / 8] & (1u << (to % 8))) != 0;
}

/* ---- solving ---- */

void cf_moving_cut_solve(cf_moving_cut *moving)
{
    cf_smallest_cut *cut = &moving->cut;
    size_t moves;

    cf_smallest_cut_solve(cut);
    mark_sides(moving);
    moves = 2 * (size_t)cut->flow.arc_count;
    memcpy(moving->saved_room, cut->flow.room, moves * sizeof *moving->saved_room);
    memcpy(moving->saved_slack, moving->slack, moves * sizeof *moving->saved_slack);
    memcpy(moving->saved_from_source, moving->from_source,
           (size_t)cut->flow.vertex_count * sizeof *moving->from_source);
    moving->saved_most = cut->most;
    moving->saved_exponent = cut->exponent;
}

void cf_moving_cut_change(cf_moving_cut *moving, int arc)
{
    int n = moving->cut.problem->vertex_count;

    cf_smallest_cut_change(&moving->cut, arc);
    set_slack(moving, arc);
    if (arc < 2 * n)
        set_slack(moving, arc < n ? arc + n : arc - n);
}

void cf_moving_cut_solve_again(cf_moving_cut *moving)
{
    cf_smallest_cut_solve_again(&moving->cut);
    mark_sides(moving);
}

void cf_moving_cut_restore(cf_moving_cut *moving)
{
    cf_smallest_cut *cut = &moving->cut;
    size_t moves = 2 * (size_t)cut->flow.arc_count;

    memcpy(cut->flow.room, moving->saved_room, moves * sizeof *moving->saved_room);
    memcpy(moving->slack, moving->saved_slack, moves * sizeof *moving->saved_slack);
    cut->most = moving->slack_most = moving->saved_most;
    cut->exponent = moving->saved_exponent;
    memcpy(moving->from_source, moving->saved_from_source,
           (size_t)cut->flow.vertex_count * sizeof *moving->from_source);
    forget_marks(moving);
}

/* ---- the flow of first drops ---- */

/* Gates let limited drops pass: 0 and 1 are source and target, 2 + 2i and 3 + 2i the two ends of
 * gate i. Between the end of one and the beginning of another all can pass or nothing. */
struct drops {
    double *room; /* room[i * size + j]: from i to j */
    int *before, *queue;
    int size;
};

struct gate {
    int tail, head;
    double limit;
};

static double *room_between(const struct drops *drops, int i, int j)
{
    return &drops->room[(size_t)i * (size_t)drops->size + (size_t)j];
}

static void lay_gates(struct drops *drops, cf_moving_cut *moving, const struct gate *gates,
                      int count)
{
    int source = moving->cut.problem->vertex_count, target = source + 1;

    for (int i = 0; i < count; i++) {
        int in = 2 + 2 * i, out = in + 1;

        *room_between(drops, in, out) = gates[i].limit;
        if (reaches(moving, source, gates[i].tail))
            *room_between(drops, 0, in) = (double)INFINITY;
        if (reaches(moving, gates[i].head, target))
            *room_between(drops, out, 1) = (double)INFINITY;
        for (int j = 0; j < count; j++) {
            if (j != i && reaches(moving, gates[i].head, gates[j].tail))
                *room_between(drops, out, 2 + 2 * j) = (double)INFINITY;
        }
    }
}

/* One shortest way from 0 to 1; false where there is none. */
static bool find_drop(struct drops *drops)
{
    int queued = 0;

    for (int i = 0; i < drops->size; i++)
        drops->before[i] = -1;
    drops->before[0] = 0;
    drops->queue[queued++] = 0;
    for (int next = 0; next < queued && drops->before[1] < 0; next++) {
        int i = drops->queue[next];

        for (int j = 0; j < drops->size; j++) {
            if (drops->before[j] >= 0 || !(*room_between(drops, i, j) > CF_SAME_AMOUNT))
                continue;
            drops->before[j] = i;
            drops->queue[queued++] = j;
        }
    }
    return drops->before[1] >= 0;
}

static double move_drops(struct drops *drops)
{
    double moved = 0.0;

    while (find_drop(drops)) {
        double most = (double)INFINITY;

        for (int j = 1; j != 0; j = drops->before[j])
            most = fmin(most, *room_between(drops, drops->before[j], j));
        for (int j = 1; j != 0; j = drops->before[j]) {
            *room_between(drops, drops->before[j], j) -= most;
            *room_between(drops, j, drops->before[j]) += most;
        }
        moved += most;
    }
    return moved;
}

static cf_status move_through(cf_moving_cut *moving, const struct gate *gates, int count,
                              double *moved)
{
    size_t size = 2 + 2 * (size_t)count;
    struct drops drops = { .room = calloc(size * size, sizeof(double)),
                           .before = calloc(size, sizeof(int)),
                           .queue = calloc(size, sizeof(int)),
                           .size = (int)size };
    cf_status status = CF_NO_MEMORY;

    if (drops.room != NULL && drops.before != NULL && drops.queue != NULL) {
        lay_gates(&drops, moving, gates, count);
        *moved = move_drops(&drops);
        status = CF_OK;
    }
    free(drops.room);
    free(drops.before);
    free(drops.queue);
    return status;
}

cf_status cf_moving_cut_rate(cf_moving_cut *moving, const cf_moving_arc *arcs, int count,
                             double *rate)
{
    const cf_max_flow *flow = &moving->cut.flow;
    int source = moving->cut.problem->vertex_count, target = source + 1, gate_count = 0;
    struct gate *gates = calloc(2 * (size_t)count + 1, sizeof *gates);
    double less = 0.0, moved = 0.0;
    bool begun = false;
    cf_status status = gates == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        int tail = cf_max_flow_tail(flow, arcs[i].arc), head = cf_max_flow_head(flow, arcs[i].arc);
        double by = arcs[i].rate;

        if (!cf_moving_cut_is_full(moving, arcs[i].arc)) /* there is room to spare */
            continue;
        if (by > 0) {
            gates[gate_count++] = (struct gate){ tail, head, by };
        } else { /* what no longer passes takes another way, or is lost */
            gates[gate_count++] = (struct gate){ source, tail, -by };
            gates[gate_count++] = (struct gate){ head, target, -by };
            less -= by;
        }
    }
    for (int i = 0; i < gate_count; i++)
        begun = begun || moving->from_source[gates[i].tail];
    if (status == CF_OK && begun)
        status = move_through(moving, gates, gate_count, &moved);
    *rate = moved - less;
    free(gates);
    return status;
}
