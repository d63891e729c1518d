/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/stroll.h"

#include <stddef.h>

#include "loops/bars.h"

/* What is looked at for every step, where the compiler can keep it close. */
struct stroll {
    cf_search *search;
    const int *start, *heads, *home, *bar, *hops;
    const unsigned char *has;
    const double *amounts;
    cf_search_frame *frame;
    cf_search_told *told; /* of the frame */
    int *way, *at;        /* the hops so far, and where the next one goes */
    long long found, mixed;
    int cost;
    bool single, telling, figuring; /* each only where the one before is */
    cf_loop loop;
};

/* ---- telling ---- */

/* The way so far, then step k. */
static inline cf_search_told tell(const cf_search_told *before, double amount, int vertex,
                                  int depth)
{
    bool is_first = vertex < before->least;

    return (cf_search_told){ .amount = amount < before->amount ? amount : before->amount,
                             .first = is_first ? depth : before->first,
                             .least = is_first ? vertex : before->least };
}

/* Money runs on over hop number depth - 1, which step k is. */
static void work_out(cf_search *search, int depth, int k)
{
    const cf_search_figures *before = &search->figures[depth - 1];
    cf_search_figures *figures = &search->figures[depth];

    *figures = (cf_search_figures){ .amount = search->block->amounts[k],
                                    .through = search->block->amounts[k],
                                    .capital = (search->block->has[k] & CF_HAS_CAPITAL) != 0 };
    if (depth == 1)
        return;
    figures->passing =
        cf_hops_passing(search->hops, search->way[depth - 2], search->way[depth - 1]);
    figures->nothing = before->nothing + (figures->passing <= 0);
    figures->supplier = before->supplier;
    figures->earlier = before->earlier;
    if (figures->capital && !before->capital) {
        figures->earlier = before->supplier;
        figures->supplier = depth - 1;
    } else {
        figures->through = before->through * figures->passing;
    }
}

void cf_search_tell(cf_search *search)
{
    int depth = search->depth, k = search->frames[depth].step;

    search->way[depth - 1] = search->block->hops[k];
    if (search->block->has_both)
        work_out(search, depth, k);
    search->told[depth] =
        tell(&search->told[depth - 1], search->block->amounts[k], search->block->heads[k], depth);
}

/* Hops of one class: nobody's money gets home, so that the loop is what has been told of its way
 * already. What comes before its first node goes round behind its end. */
static inline void hand_over(struct stroll *stroll, cf_search_told told, unsigned class,
                             int closing)
{
    cf_search *search = stroll->search;
    double amount = stroll->amounts[closing];
    cf_loop *loop = &stroll->loop;
    int *end = stroll->at + 1;

    *end++ = stroll->hops[closing];
    loop->hops = stroll->way + told.first;
    loop->length = (int)(end - stroll->way);
    for (int i = 0; i < told.first; i++)
        end[i] = stroll->way[i];
    loop->capital = class == CF_HAS_CAPITAL;
    loop->trade = class == CF_HAS_TRADE;
    loop->amount = amount < told.amount ? amount : told.amount;
    if (!search->take_loop(loop, search->take_loop_payload))
        search->stopped = true;
}

static void hand_over_mixed(struct stroll *stroll, cf_search_told told, unsigned every, int closing)
{
    cf_search *search = stroll->search;

    stroll->frame[1].vertex = stroll->heads[stroll->frame[1].step];
    stroll->frame[1].every = every;
    stroll->told[1] = told;
    search->depth = (int)(stroll->frame + 1 - search->frames);
    if (!search->take(search, closing, search->payload))
        search->stopped = true;
}

static void close_many(struct stroll *stroll, int closing)
{
    stroll->search->depth = (int)(stroll->frame + 1 - stroll->search->frames);
    cf_search_close(stroll->search, closing);
}

/* The way so far, a step more, then `closing`. */
static inline void close_loop(struct stroll *stroll, cf_search_told told, unsigned every,
                              int closing)
{
    unsigned class = every & stroll->has[closing];

    if (!stroll->single) {
        close_many(stroll, closing);
        return;
    }
    stroll->found++;
    stroll->mixed += class == 0;
    if (stroll->telling && class != 0)
        hand_over(stroll, told, class, closing);
    else if (stroll->telling)
        hand_over_mixed(stroll, told, every, closing);
}

/* ---- walking ---- */

static void pass_on(struct stroll *stroll)
{
    cf_search *search = stroll->search;

    search->single += stroll->found;
    search->single_mixed += stroll->mixed;
    search->handed += stroll->telling ? stroll->found - stroll->mixed : 0;
    stroll->found = stroll->mixed = 0;
}

static void rest(struct stroll *stroll)
{
    pass_on(stroll);
    stroll->search->depth = (int)(stroll->frame - stroll->search->frames);
    cf_search_pulse(stroll->search);
}

/* What is left for the way home from one step behind a frame. */
static inline int room_at(const struct stroll *stroll, const cf_search_frame *frame)
{
    return stroll->cost > 0 ? frame->budget - stroll->cost : CF_FAR;
}

static inline int first_open(const struct stroll *stroll, int k, int end, int room)
{
    while (k < end && stroll->bar[stroll->heads[k]] > room)
        k++;
    return k;
}

static inline void push(struct stroll *stroll, cf_search_frame frame, cf_search_told told)
{
    cf_search_frame *after = ++stroll->frame;

    after->vertex = frame.vertex;
    after->next = frame.next;
    after->end = frame.end;
    after->budget = frame.budget;
    after->need = 0;
    after->every = frame.every;
    after->ended = frame.ended;
    if (stroll->telling) {
        *++stroll->told = told;
        stroll->at++;
    }
    cf_bars_block_one(stroll->search, frame.vertex);
}

/* Goes on by step k, and back at once where only the way home is left. Returns what to try next. */
static inline int step_on(struct stroll *stroll, int k, int room)
{
    cf_search_frame *frame = stroll->frame;
    int v = stroll->heads[k], home = stroll->home[v], end = stroll->start[v + 1];
    int next = room > 1 ? first_open(stroll, stroll->start[v], end, room - stroll->cost) : end;
    unsigned every = frame->every & stroll->has[k];
    cf_search_told told = { .amount = 0 };

    frame->next = k + 1;
    frame[1].step = k;
    if (stroll->telling) {
        *stroll->at = stroll->hops[k];
        if (stroll->figuring)
            work_out(stroll->search, (int)(stroll->at + 1 - stroll->way), k);
        told = tell(stroll->told, stroll->amounts[k], v, (int)(stroll->at + 1 - stroll->way));
    }
    if (!stroll->single)
        cf_search_tell_ways(stroll->search, (int)(frame + 1 - stroll->search->frames), k);
    if (home >= 0) {
        frame->ended = true;
        close_loop(stroll, told, every, home);
    }
    if (next == end && (home >= 0 || room <= 1))
        return first_open(stroll, k + 1, frame->end, room);
    push(stroll,
         (cf_search_frame){
             .vertex = v,
             .next = next,
             .end = end,
             .budget = room,
             .every = every,
             .ended = home >= 0,
         },
         told);
    return next;
}

static inline int step_back(struct stroll *stroll)
{
    cf_search_frame *frame = stroll->frame--, *before = frame - 1;

    if (stroll->telling) {
        stroll->told--;
        stroll->at--;
    }
    before->ended |= frame->ended;
    cf_bars_unblock_one(stroll->search, frame);
    return first_open(stroll, before->next, before->end, room_at(stroll, before));
}

void cf_search_stroll(cf_search *search)
{
    const int cost = search->cost;
    struct stroll stroll = { .search = search,
                             .start = search->block->start,
                             .heads = search->block->heads,
                             .home = search->home,
                             .bar = search->bar,
                             .has = search->block->has,
                             .hops = search->block->hops,
                             .amounts = search->block->amounts,
                             .frame = &search->frames[search->depth],
                             .told = &search->told[search->depth],
                             .way = search->way,
                             .at = &search->way[search->depth],
                             .cost = cost,
                             .single = search->block->is_single,
                             .telling = search->take != NULL && search->block->is_single,
                             .figuring = search->take != NULL && search->block->is_single &&
                                         search->block->has_both,
                             .loop = { .quantified = true, .supplier = -1 } };
    const cf_search_frame *const bottom = stroll.frame;
    int k =
        first_open(&stroll, stroll.frame->next, stroll.frame->end, room_at(&stroll, stroll.frame));

    while (!search->stopped) {
        cf_search_frame *frame = stroll.frame;

        if (k < frame->end) {
            k = step_on(&stroll, k, room_at(&stroll, frame));
            if (++search->pulse_count >= CF_PULSE)
                rest(&stroll);
        } else if (frame > bottom) {
            frame->next = k;
            k = step_back(&stroll);
        } else {
            frame->next = k;
            break;
        }
    }
    pass_on(&stroll);
    search->depth = (int)(bottom - search->frames) - 1;
    if (search->depth >= 0) {
        search->frames[search->depth].ended |= bottom->ended;
        cf_bars_unblock_one(search, bottom);
    }
}
