/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loops that begin with one hop, by one thread: a depth-first search along payments whose days
 * do not fall. The days of the first hop are taken in batches no wider than `within`, so that a
 * path carries few spans and a batch has one deadline.
 */
#include "loops/in_order.h"

#include <stdlib.h>

enum { PULSE = 4096, FAR = INT_MAX };

const cf_ordered_ways cf_ordered_usual_ways = { .short_length = CF_SHORT_LOOP,
                                                .most_layers = 16,
                                                .many_days = 4 };

/* Short loops: bounds for the second half of the way. Longer ones: for each number of hops, or,
 * where there is no longest length, for any. */
static void choose_layers(cf_ordered_search *search)
{
    int longest = search->limits->max_length;

    search->learns = longest <= 0 || longest > search->ways.short_length;
    search->top_is_any = longest <= 0;
    search->layers = longest <= 0 ? 1 : longest - 1;
    if (!search->learns)
        search->layers = longest / 2;
    if (search->layers > search->ways.most_layers) {
        search->layers = search->ways.most_layers;
        search->top_is_any = search->learns;
    }
}

cf_status cf_ordered_search_new(cf_ordered_search *search)
{
    size_t nodes = (size_t)search->dated->hops->node_count + 2, longest = nodes;
    size_t days = (size_t)search->dated->most_days + 1, bounds;

    choose_layers(search);
    bounds = nodes * (size_t)search->layers;
    if (search->limits->max_length > 0 && (size_t)search->limits->max_length < longest)
        longest = (size_t)search->limits->max_length + 1;
    search->path = malloc(longest * sizeof *search->path);
    search->frames = malloc(longest * sizeof *search->frames);
    search->room.from = malloc(days * sizeof *search->room.from);
    search->room.to = malloc(days * sizeof *search->room.to);
    search->on_path = calloc(nodes, sizeof *search->on_path);
    search->queued = calloc(nodes, sizeof *search->queued);
    search->queue = malloc(nodes * sizeof *search->queue);
    search->touched = malloc(nodes * sizeof *search->touched);
    search->until = malloc(bounds * sizeof *search->until);
    if (search->path == NULL || search->frames == NULL || search->room.from == NULL ||
        search->room.to == NULL || search->on_path == NULL || search->queued == NULL ||
        search->queue == NULL || search->touched == NULL || search->until == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < bounds; i++)
        search->until[i] = CF_NEVER;
    return CF_OK;
}

void cf_ordered_search_free(cf_ordered_search *search)
{
    free(search->path);
    free(search->frames);
    free(search->room.from);
    free(search->room.to);
    free(search->on_path);
    free(search->queued);
    free(search->queue);
    free(search->touched);
    free(search->until);
    free(search->spans.at);
}

/* ---- closing ---- */

/* By its classes and by the node that it must run through. */
static bool is_wanted(const cf_ordered_search *search, int length)
{
    const cf_hops *hops = search->dated->hops;
    int through = search->limits->through;
    cf_loop all = { 0 };
    bool passes = through < 0;

    for (int i = 0; i < length; i++) {
        const cf_hop *hop = &hops->hops[search->path[i]];

        cf_loop_add_class(&all, hop);
        passes = passes || hop->tail == through;
    }
    return passes && (search->limits->kind != CF_LOOPS_FINANCING || (all.capital && all.trade));
}

static void close_loop(cf_ordered_search *search, int length)
{
    cf_span best;

    if (is_wanted(search, length) &&
        cf_spans_judge(search->dated, search->path, length, &search->batch, &search->room, &best))
        search->stopped = !search->found(search, length, best, search->payload);
}

/* The first hop from the node to a head, and from there on; hops are sorted by head. */
static int first_hop_to(const cf_hops *hops, int rank, int head)
{
    int low = hops->start[rank], high = hops->start[rank + 1];

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (hops->heads[middle] < head)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool may_use(const cf_ordered_search *search, int hop)
{
    return !search->no_capital || search->dated->hops->hops[hop].carries != CF_CAPITAL;
}

/* Both classes may lead home. */
static void close_from(cf_ordered_search *search, cf_ordered_frame *frame)
{
    const cf_hops *hops = search->dated->hops;
    int hop = first_hop_to(hops, frame->rank, search->home), end = hops->start[frame->rank + 1];

    for (; hop < end && hops->heads[hop] == search->home && !search->stopped; hop++) {
        cf_span *spans = search->spans.at + frame->spans;

        if (!may_use(search, hop) || cf_spans_extend(search->dated, spans, frame->count, hop,
                                                     search->deadline, spans + frame->count) == 0)
            continue;
        frame->has_loop = true;
        search->path[search->depth + 1] = hop;
        close_loop(search, search->depth + 2);
    }
}

/* ---- walking ---- */

static bool reserve_spans(cf_ordered_search *search, long more)
{
    long needed = search->spans.count + more;

    if (needed <= INT_MAX && cf_vec_reserve(&search->spans, needed))
        return true;
    search->stopped = search->failed = true;
    return false;
}

/* What the frame has to try: its hops, or its payments in the days that are left, whichever are
 * fewer. */
static void open_frame(const cf_ordered_search *search, cf_ordered_frame *frame)
{
    const cf_dated_hops *dated = search->dated;
    const cf_span *spans = search->spans.at + frame->spans;
    cf_day from = spans[0].last, most = spans[frame->count - 1].first + dated->within;
    int low = dated->pays_start[frame->rank], high = dated->pays_start[frame->rank + 1], end;
    int hops = dated->hops->start[frame->rank + 1] - dated->hops->start[frame->rank];
    int many = search->ways.many_days * hops;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (dated->pays[middle].day < from)
            low = middle + 1;
        else
            high = middle;
    }
    high = dated->pays_start[frame->rank + 1];
    for (end = low; end < high && end - low <= many && dated->pays[end].day <= most;)
        end++;
    frame->by_hop = end - low > many;
    frame->next = frame->by_hop ? dated->hops->start[frame->rank] : low;
    frame->end = frame->by_hop ? dated->hops->start[frame->rank + 1] : end;
}

/* The next hop to try, or -1. Of the payments of a hop only the first one counts. */
static int next_hop(const cf_ordered_search *search, cf_ordered_frame *frame)
{
    const cf_dated_hop *pays = search->dated->pays;
    cf_day from = search->spans.at[frame->spans].last;

    if (frame->by_hop)
        return frame->next < frame->end ? frame->next++ : -1;
    while (frame->next < frame->end) {
        const cf_dated_hop *payment = &pays[frame->next++];

        if (payment->other < from)
            return payment->hop;
    }
    return -1;
}

static void pulse(cf_ordered_search *search)
{
    search->steps = 0;
    if (!search->pulse(search, search->payload))
        search->stopped = true;
}

static void leave_vertex(cf_ordered_search *search)
{
    const cf_ordered_frame *frame = &search->frames[search->depth];

    search->on_path[frame->rank] = false;
    if (search->depth-- == 0)
        return;
    search->frames[search->depth].has_loop |= frame->has_loop;
    cf_latest_days_leave(search, frame);
    search->spans.count = frame->spans;
}

/* Pushes the vertex behind a hop, with spans that are in place. */
static void enter_vertex(cf_ordered_search *search, int hop, int count, int budget)
{
    cf_ordered_frame *frame = &search->frames[++search->depth];

    *frame = (cf_ordered_frame){ .rank = search->dated->hops->heads[hop],
                                 .hop = hop,
                                 .spans = search->spans.count,
                                 .count = count,
                                 .budget = budget };
    search->spans.count += count;
    search->path[search->depth] = hop;
    search->on_path[frame->rank] = true;
    if (!reserve_spans(search, count))
        return;
    if (cf_latest_day(search, frame->rank, 1) >= search->spans.at[frame->spans].last)
        close_from(search, frame);
    if (budget > 1)
        open_frame(search, frame);
}

static void take_hop(cf_ordered_search *search, const cf_ordered_frame *frame, int hop)
{
    int head = search->dated->hops->heads[hop], count;
    int budget = frame->budget == FAR ? FAR : frame->budget - 1;
    cf_day most;

    if (search->on_path[head] || !may_use(search, hop))
        return;
    most = cf_latest_day(search, head, budget);
    if (most < search->spans.at[frame->spans].last)
        return;
    count = cf_spans_extend(search->dated, search->spans.at + frame->spans, frame->count, hop, most,
                            search->spans.at + search->spans.count);
    if (count == 0)
        return;
    if (++search->steps >= PULSE)
        pulse(search);
    enter_vertex(search, hop, count, budget);
}

static void walk(cf_ordered_search *search)
{
    while (search->depth >= 0) {
        cf_ordered_frame *frame = &search->frames[search->depth];
        int hop = search->stopped ? -1 : next_hop(search, frame);

        if (hop < 0)
            leave_vertex(search);
        else
            take_hop(search, frame, hop);
    }
}

/* ---- one root ---- */

/* Spans of the hop alone. Without a longest time, whatever can follow a later day can follow the
 * first one. */
static int begin_spans(cf_ordered_search *search, int from, int end)
{
    const cf_day *days = search->dated->days;
    int count = search->dated->within == CF_ANY_DAYS ? 1 : end - from;

    search->spans.count = 0;
    if (!reserve_spans(search, 2L * count))
        return 0;
    for (int i = 0; i < count; i++)
        search->spans.at[i] = (cf_span){ days[from + i], days[from + i] };
    return count;
}

static void search_batch(cf_ordered_search *search, int from, int end)
{
    const cf_dated_hops *dated = search->dated;
    int count = begin_spans(search, from, end);
    int longest = search->limits->max_length;

    if (count == 0)
        return;
    search->batch.first = dated->days[from];
    search->batch.last = dated->days[end - 1];
    search->latest_first = dated->days[from + count - 1];
    search->deadline = search->latest_first + dated->within;
    search->depth = -1;
    if (cf_latest_days_find(search)) {
        enter_vertex(search, search->batch.hop, count, longest > 0 ? longest - 1 : FAR);
        walk(search);
    }
    cf_latest_days_clear(search);
}

cf_status cf_ordered_search_root(cf_ordered_search *search, int hop)
{
    const cf_dated_hops *dated = search->dated;
    int end = dated->day_start[hop + 1], next;

    search->batch.hop = hop;
    search->home = dated->tails[hop];
    search->no_capital = dated->hops->hops[hop].carries != CF_CAPITAL;
    search->on_path[search->home] = true;
    for (int from = dated->day_start[hop]; from < end && !search->stopped; from = next) {
        next = from + 1;
        while (next < end && dated->days[next] - dated->days[from] <= dated->within)
            next++;
        search_batch(search, from, next);
    }
    search->on_path[search->home] = false;
    return search->failed ? CF_NO_MEMORY : CF_OK;
}
