/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Upper bounds on the day on which a path may arrive and still get home: what Kumar and Calders
 * (2018, https://doi.org/10.14778/3236187.3236197) call the closing time of a vertex, here for each
 * number of hops that are left. At every moment, for each hop v → w with w off the path and each of
 * its days d from the batch on,
 *
 *     d <= until[k - 1][w]   implies   d <= until[k][v]
 *
 * so that none is ever too early, and no loop is lost.
 */
#include "loops/in_order.h"

static cf_day *until_of(const cf_ordered_search *search, int rank)
{
    return search->until + (size_t)rank * (size_t)search->layers;
}

cf_day cf_latest_day(const cf_ordered_search *search, int rank, int budget)
{
    if (budget > search->layers && !search->top_is_any)
        return search->deadline;
    return until_of(search, rank)[(budget < search->layers ? budget : search->layers) - 1];
}

/* ---- rising ---- */

static void push(cf_ordered_search *search, int rank)
{
    int nodes = search->dated->hops->node_count;
    int at = search->queue_from + search->queue_count;

    if (search->queued[rank])
        return;
    search->queued[rank] = true;
    search->queue[at < nodes ? at : at - nodes] = rank;
    search->queue_count++;
}

static int pop(cf_ordered_search *search)
{
    int rank = search->queue[search->queue_from++];

    if (search->queue_from == search->dated->hops->node_count)
        search->queue_from = 0;
    search->queue_count--;
    search->queued[rank] = false;
    return rank;
}

/* From the vertex a payment of that day leads home in layer + 1 hops. */
static void offer(cf_ordered_search *search, int rank, int layer, cf_day day)
{
    cf_day *until = until_of(search, rank);
    bool rises = false;

    if (until[search->layers - 1] == CF_NEVER)
        search->touched[search->touched_count++] = rank;
    for (int k = layer; k < search->layers && until[k] < day; k++) {
        until[k] = day;
        rises = true;
    }
    if (rises)
        push(search, rank);
}

/* The layer of ways that begin with a payment of that day to the vertex; `layers`: none. */
static int layer_before(const cf_ordered_search *search, int rank, cf_day day)
{
    const cf_day *until = until_of(search, rank);
    int k = 0;

    if (rank == search->home)
        return 0;
    while (k < search->layers && until[k] < day)
        k++;
    return k + 1 < search->layers || !search->top_is_any ? k + 1
           : k < search->layers                          ? search->layers - 1
                                                         : search->layers;
}

static bool may_use(const cf_ordered_search *search, int hop)
{
    return !search->no_capital || search->dated->hops->hops[hop].carries != CF_CAPITAL;
}

static void offer_by(cf_ordered_search *search, int hop, int head, cf_day day)
{
    int tail = search->dated->tails[hop], layer = layer_before(search, head, day);

    if (layer < search->layers && !search->on_path[tail] && may_use(search, hop))
        offer(search, tail, layer, day);
}

/* The latest day of the hop up to `most` and from the batch on; CF_NEVER: none. */
static cf_day last_day_until(const cf_ordered_search *search, int hop, cf_day most)
{
    const cf_dated_hops *dated = search->dated;
    int first = dated->day_start[hop], low = first, high = dated->day_start[hop + 1];

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (dated->days[middle] > most)
            high = middle;
        else
            low = middle + 1;
    }
    return low > first && dated->days[low - 1] >= search->batch.first ? dated->days[low - 1]
                                                                      : CF_NEVER;
}

/* Where hops have many days each, it pays to look for the latest ones. */
static void offer_latest(cf_ordered_search *search, int head)
{
    const cf_dated_hops *dated = search->dated;
    const cf_day *until = until_of(search, head);
    int layers = head == search->home ? 1 : search->layers;

    for (int i = dated->in_start[head]; i < dated->in_start[head + 1]; i++) {
        for (int k = 0; k < layers; k++) {
            cf_day most = head == search->home ? search->deadline : until[k];
            cf_day day =
                most == CF_NEVER ? CF_NEVER : last_day_until(search, dated->in_hops[i], most);

            if (day != CF_NEVER)
                offer_by(search, dated->in_hops[i], head, day);
        }
    }
}

/* The first payment to the vertex, or by it, that is not before that day. */
static int first_payment_from(const cf_dated_hop *list, int low, int high, cf_day day)
{
    while (low < high) {
        int middle = low + (high - low) / 2;

        if (list[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whoever pays the vertex may rise with it. */
static void raise_payers(cf_ordered_search *search, int head)
{
    const cf_dated_hops *dated = search->dated;
    cf_day most =
        head == search->home ? search->deadline : until_of(search, head)[search->layers - 1];
    int from = dated->gets_start[head], end = dated->gets_start[head + 1];

    if (most == CF_NEVER)
        return;
    from = first_payment_from(dated->gets, from, end, search->batch.first);
    end = first_payment_from(dated->gets, from, end, most + 1);
    if (end - from > search->ways.many_days * (dated->in_start[head + 1] - dated->in_start[head])) {
        offer_latest(search, head);
        return;
    }
    while (end-- > from)
        offer_by(search, dated->gets[end].hop, head, dated->gets[end].day);
}

static void raise_all(cf_ordered_search *search)
{
    while (search->queue_count > 0)
        raise_payers(search, pop(search));
}

bool cf_latest_days_find(cf_ordered_search *search)
{
    search->queue_from = search->touched_count = 0;
    search->lowered = false;
    raise_payers(search, search->home);
    raise_all(search);
    return search->touched_count > 0;
}

void cf_latest_days_clear(cf_ordered_search *search)
{
    while (search->touched_count > 0) {
        cf_day *until = until_of(search, search->touched[--search->touched_count]);

        for (int k = 0; k < search->layers; k++)
            until[k] = CF_NEVER;
    }
}

/* ---- falling ---- */

/* Every arrival of the day of the last span or later, with no more hops left, would fail again. */
static void lower(cf_ordered_search *search, const cf_ordered_frame *frame, cf_day day)
{
    cf_day *until = until_of(search, frame->rank);
    int layers = frame->budget < search->layers ? frame->budget : search->layers;

    if (search->top_is_any && search->limits->max_length > 0 && layers == search->layers)
        layers--; /* with more hops left it might succeed */
    for (int k = 0; k < layers; k++) {
        if (until[k] >= day) {
            until[k] = day - 1;
            search->lowered = true;
        }
    }
}

/* The bound of a vertex off the path again is what its payees allow; then payers follow. */
static void restore(cf_ordered_search *search, int rank)
{
    const cf_dated_hops *dated = search->dated;
    int from = dated->pays_start[rank], end = dated->pays_start[rank + 1];

    from = first_payment_from(dated->pays, from, end, search->batch.first);
    for (int i = from; i < end && dated->pays[i].day <= search->deadline; i++) {
        int head = dated->hops->heads[dated->pays[i].hop];

        if (head == search->home || !search->on_path[head])
            offer_by(search, dated->pays[i].hop, head, dated->pays[i].day);
    }
    push(search, rank);
    raise_all(search);
}

void cf_latest_days_leave(cf_ordered_search *search, const cf_ordered_frame *frame)
{
    cf_span last = search->spans.at[frame->spans + frame->count - 1];

    if (!search->learns)
        return;
    if (!frame->has_loop && last.first == search->latest_first)
        lower(search, frame, last.last);
    else if (search->lowered)
        restore(search, frame->rank);
}
