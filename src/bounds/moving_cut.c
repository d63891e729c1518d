/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A maximum flow that follows its amounts. After a change it is solved again from the flow of
 * before, by a few augmentations: incremental maximum flow, as of S. Kumar and P. Gupta (2003),
 * https://doi.org/10.1023/A:1023607406540.
 *
 *      source ──5──► u ──5 of 5──► v ──5──► target     u → v shrinks to 3: 2 are led around by w,
 *                    └──0 of 1──► w ──┘                which takes 1, and 1 goes back to the source
 *
 * Moves with hardly any room count as full, and arcs with hardly any flow as empty, so that cuts of
 * the same value are seen to tie where their sums differ by rounding:
 *
 *      source ──0.1──► a ──0.3──► target               0.1 + 0.2 is more than 0.3 by some steps of
 *             └──0.2──►┘                               the grid: both cuts are smallest
 */
#include "bounds/moving_cut.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"

/* ---- building ---- */

static bool allocate(cf_moving_cut *moving)
{
    enum { ROW_BYTES = 1 << 26, FEWEST_ROWS = 16 };
    cf_arena *arena = &moving->arena;
    size_t vertices = (size_t)moving->cut.problem->vertex_count + 2;
    size_t moves = 2 * (size_t)moving->cut.flow.arc_count;
    size_t rows = ROW_BYTES / cf_moving_cut_row_bytes(moving) + FEWEST_ROWS;

    rows = rows < vertices ? rows : vertices;
    moving->row_count = (int)rows;
    moving->rows = calloc(rows, cf_moving_cut_row_bytes(moving)); /* most stay untouched */
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
 * the same within CF_SAME_AMOUNT of each other, half of which separates 1e9 from 1e9 less 1e-3. A
 * tiny capacity is still one. */
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

bool cf_moving_cut_is_full(const cf_moving_cut *moving, int arc)
{
    return !cf_moving_cut_has_room(moving, 2 * arc);
}

bool cf_moving_cut_is_empty(const cf_moving_cut *moving, int arc)
{
    const cf_flow_problem *problem = moving->cut.problem;
    int n = problem->vertex_count;

    return !cf_moving_cut_has_room(moving, 2 * arc + 1) &&
           !(arc < 2 * n && cf_problem_straight(problem, arc % n) > 0);
}

bool cf_moving_cut_keeps_room(const cf_moving_cut *moving, int arc, double more)
{
    const cf_smallest_cut *cut = &moving->cut;
    int n = cut->problem->vertex_count;
    int64_t room = cut->flow.room[2 * arc], ample = 2 * moving->slack[2 * arc] + 2;

    if (arc < n ||
        (arc < 2 * n && cut->problem->supply[arc - n] > 0)) /* what flows directly changes */
        return false;
    if (more < 0)
        room -= cf_smallest_cut_steps(cut, -more);
    return room > ample && cut->flow.room[2 * arc] > ample;
}

/* ---- the two sides ---- */

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

            if (marks[w] || !cf_moving_cut_has_room(moving, back ? move ^ 1 : move))
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
