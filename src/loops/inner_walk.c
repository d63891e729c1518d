/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same search as in search.c, for a path that needs nothing any more: only distances for need 0
 * matter, and every way home closes a loop. It is written a second time since nearly all steps of
 * nearly all searches are taken here; what they read lies in one struct, and a vertex from which
 * only the way home would fit never enters the path.
 */
#include "loops/inner_walk.h"

#include <stddef.h>

#include "loops/distances.h"

/* What every step reads, where the compiler can keep it in registers. */
struct inner_walk {
    cf_search *search;
    const int *start, *heads, *home, *distance, *hops, *rank;
    const unsigned char *has;
    const double *amounts;
    cf_search_frame *frame;
    cf_search_smallest *smallest; /* of the frame */
    int *path, *at;               /* the hops so far, and where the next one goes */
    long long found, mixed;
    int cost;
    int lowest;                        /* heads below it are not left, nor is any behind them */
    bool single, recording, with_flow; /* each only where the one before is */
    cf_loop loop;
};

/* ---- recording ---- */

/* The path so far, then one more hop. */
static inline cf_search_smallest smallest_after(const cf_search_smallest *before, double amount,
                                                int rank, int depth)
{
    bool is_first = rank < before->least;

    return (cf_search_smallest){ .amount = amount < before->amount ? amount : before->amount,
                                 .first = is_first ? depth : before->first,
                                 .least = is_first ? rank : before->least };
}

/* Step k is hop number depth - 1. */
static void record_figures(cf_search *search, int depth, int k)
{
    const cf_search_figures *before = &search->figures[depth - 1];
    cf_search_figures *figures = &search->figures[depth];

    *figures = (cf_search_figures){ .amount = search->block->amounts[k],
                                    .through = search->block->amounts[k],
                                    .has = search->block->has[k] };
    if (depth == 1)
        return;
    figures->passing =
        cf_hops_passing(search->hops, search->path[depth - 2], search->path[depth - 1]);
    figures->nothing = before->nothing + (figures->passing <= 0);
    figures->supplier = before->supplier;
    figures->earlier = before->earlier;
    if ((figures->has & CF_HAS_CAPITAL) != 0 && (before->has & CF_HAS_TRADE) != 0) {
        figures->earlier = before->supplier;
        figures->supplier = depth - 1;
    } else {
        figures->through = before->through * figures->passing;
    }
}

void cf_search_record(cf_search *search)
{
    int depth = search->depth, k = search->frames[depth].step;

    search->path[depth - 1] = search->block->hops[k];
    if (search->block->has_both)
        record_figures(search, depth, k);
    search->smallest[depth] =
        smallest_after(&search->smallest[depth - 1], search->block->amounts[k],
                       search->block->rank[search->block->heads[k]], depth);
}

/* Without capital or without trade there is no supplier, so that nothing is left to compute. The
 * loop starts at its first vertex by rank; hops before that one go behind its end. */
static inline void hand_over(struct inner_walk *walk, cf_search_smallest smallest, unsigned has,
                             int closing)
{
    cf_search *search = walk->search;
    double amount = walk->amounts[closing];
    cf_loop *loop = &walk->loop;
    int *end = walk->at + 1;

    *end++ = walk->hops[closing];
    loop->hops = walk->path + smallest.first;
    loop->length = (int)(end - walk->path);
    for (int i = 0; i < smallest.first; i++)
        end[i] = walk->path[i];
    loop->capital = (has & CF_HAS_CAPITAL) != 0;
    loop->trade = (has & CF_HAS_TRADE) != 0;
    loop->service = (has & CF_HAS_SERVICE) != 0;
    loop->amount = amount < smallest.amount ? amount : smallest.amount;
    if (!search->on_loop(loop, search->on_loop_payload))
        search->stopped = true;
}

static void hand_over_mixed(struct inner_walk *walk, cf_search_smallest smallest, unsigned has,
                            int closing)
{
    cf_search *search = walk->search;

    walk->frame[1].vertex = walk->heads[walk->frame[1].step];
    walk->frame[1].has = has;
    walk->smallest[1] = smallest;
    search->depth = (int)(walk->frame + 1 - search->frames);
    if (!search->on_cycle(search, closing, search->payload))
        search->stopped = true;
}

static void close_many(struct inner_walk *walk, int closing)
{
    walk->search->depth = (int)(walk->frame + 1 - walk->search->frames);
    cf_search_close(walk->search, closing);
}

/* The path so far, one more step, then `closing`. */
static inline void close_loop(struct inner_walk *walk, cf_search_smallest smallest, unsigned has,
                              int closing)
{
    unsigned all = has | walk->has[closing];
    bool both = cf_has_both(all);

    if (!walk->single) {
        close_many(walk, closing);
        return;
    }
    walk->found++;
    walk->mixed += both;
    if (!walk->recording || (!both && walk->search->mixed_only))
        return;
    if (both)
        hand_over_mixed(walk, smallest, has, closing);
    else
        hand_over(walk, smallest, all, closing);
}

/* ---- steps ---- */

static void pass_on(struct inner_walk *walk)
{
    cf_search *search = walk->search;

    search->single += walk->found;
    search->single_mixed += walk->mixed;
    if (walk->recording && !search->mixed_only)
        search->handed += walk->found - walk->mixed;
    walk->found = walk->mixed = 0;
}

static void pause(struct inner_walk *walk)
{
    pass_on(walk);
    walk->search->depth = (int)(walk->frame - walk->search->frames);
    cf_search_pulse(walk->search);
}

/* Steps left for the way home from the head of a step of this frame. */
static inline int room_at(const struct inner_walk *walk, const cf_search_frame *frame)
{
    return walk->cost > 0 ? frame->budget - walk->cost : CF_FAR;
}

static inline int first_open(const struct inner_walk *walk, int k, int end, int room)
{
    for (; k < end; k++) {
        int v = walk->heads[k];

        if (v < walk->lowest)
            return end;
        if (walk->distance[v] <= room)
            break;
    }
    return k;
}

static inline void push_inner(struct inner_walk *walk, cf_search_frame frame,
                              cf_search_smallest smallest)
{
    cf_search_frame *after = ++walk->frame;

    after->vertex = frame.vertex;
    after->next = frame.next;
    after->end = frame.end;
    after->budget = frame.budget;
    after->need = 0;
    after->has = frame.has;
    after->has_loop = frame.has_loop;
    if (walk->recording) {
        *++walk->smallest = smallest;
        walk->at++;
    }
    cf_distances_enter_plain(walk->search, frame.vertex);
}

/* Takes step k, and returns at once where no more than the way home would fit. Returns the step to
 * try next. */
static inline int step_forward(struct inner_walk *walk, int k, int room)
{
    cf_search_frame *frame = walk->frame;
    int v = walk->heads[k], home = walk->home[v], end = walk->start[v + 1];
    int next = room > 1 ? first_open(walk, walk->start[v], end, room - walk->cost) : end;
    unsigned has = frame->has | walk->has[k];
    cf_search_smallest smallest = { .amount = 0 };

    frame->next = k + 1;
    frame[1].step = k;
    if (walk->recording) {
        *walk->at = walk->hops[k];
        if (walk->with_flow)
            record_figures(walk->search, (int)(walk->at + 1 - walk->path), k);
        smallest = smallest_after(walk->smallest, walk->amounts[k], walk->rank[v],
                                  (int)(walk->at + 1 - walk->path));
    }
    if (!walk->single)
        cf_search_count_choices(walk->search, (int)(frame + 1 - walk->search->frames), k);
    if (home >= 0) {
        frame->has_loop = true;
        close_loop(walk, smallest, has, home);
    }
    if (next == end && (home >= 0 || room <= 1 || walk->search->near_steps > 0))
        return first_open(walk, k + 1, frame->end, room);
    push_inner(walk,
               (cf_search_frame){
                   .vertex = v,
                   .next = next,
                   .end = end,
                   .budget = room,
                   .has = has,
                   .has_loop = home >= 0,
               },
               smallest);
    return next;
}

static inline int step_back(struct inner_walk *walk)
{
    cf_search_frame *frame = walk->frame--, *before = frame - 1;

    if (walk->recording) {
        walk->smallest--;
        walk->at--;
    }
    before->has_loop |= frame->has_loop;
    cf_distances_leave_plain(walk->search, frame);
    return first_open(walk, before->next, before->end, room_at(walk, before));
}

void cf_search_inner_walk(cf_search *search)
{
    const int cost = search->cost;
    struct inner_walk walk = { .search = search,
                               .start = search->block->start,
                               .heads = search->block->heads,
                               .home = search->home,
                               .distance = search->distance,
                               .has = search->block->has,
                               .hops = search->block->hops,
                               .rank = search->block->rank,
                               .lowest = search->block->is_sorted ? search->root : 0,
                               .amounts = search->block->amounts,
                               .frame = &search->frames[search->depth],
                               .smallest = &search->smallest[search->depth],
                               .path = search->path,
                               .at = &search->path[search->depth],
                               .cost = cost,
                               .single = search->block->is_single,
                               .recording = search->on_cycle != NULL && search->block->is_single,
                               .with_flow = search->on_cycle != NULL && search->block->is_single &&
                                            search->block->has_both,
                               .loop = { .quantified = true,
                                         .supplier = -1,
                                         .first_day = CF_NO_DAY,
                                         .last_day = CF_NO_DAY } };
    const cf_search_frame *const bottom = walk.frame;
    int k = first_open(&walk, walk.frame->next, walk.frame->end, room_at(&walk, walk.frame));

    while (!search->stopped) {
        cf_search_frame *frame = walk.frame;

        if (k < frame->end) {
            k = step_forward(&walk, k, room_at(&walk, frame));
            if (++search->pulse_count >= CF_PULSE)
                pause(&walk);
        } else if (frame > bottom) {
            frame->next = k;
            k = step_back(&walk);
        } else {
            frame->next = k;
            break;
        }
    }
    pass_on(&walk);
    search->depth = (int)(bottom - search->frames) - 1;
    if (search->depth >= 0) {
        search->frames[search->depth].has_loop |= bottom->has_loop;
        cf_distances_leave_plain(search, bottom);
    }
}
