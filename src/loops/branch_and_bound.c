/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of branch_and_bound.h from one supplier. */
#include "loops/branch_and_bound.h"

#include <math.h>
#include <stdlib.h>

enum { PULSE = 4096, PATIENCE = 500 /* pulses for one supplier */ };

/* ---- the order in which arcs are tried: the most promising first, then by path ---- */

static double promise(const cf_bounded *search, int k)
{
    const cf_hop_arc *arc = &search->graph->arcs[k];

    if (arc->head == search->root)
        return arc->share;
    return arc->share * search->largest[cf_bounded_place(search, 0, arc->head)];
}

/* Shell sort: in place, and quick enough for thousands of arcs. */
static void order_arcs(cf_bounded *search, int v)
{
    int first = search->graph->start[v], count = search->graph->start[v + 1] - first;
    int *order = search->order + first;

    for (int i = 0; i < count; i++)
        order[i] = first + i;
    for (int gap = count / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (int i = gap; i < count; i++) {
            int k = order[i], j = i;

            for (; j >= gap; j -= gap) {
                int before = order[j - gap];
                double a = promise(search, before), b = promise(search, k);

                if (a > b || (a >= b && before < k))
                    break;
                order[j] = before;
            }
            order[j] = k;
        }
    }
    search->ordered[v] = true;
}

/* ---- the search ---- */

/* Whether loops on the path so far and v can only come after that of the threshold, by their path.
 */
static bool comes_later(const cf_bounded *search, int v)
{
    const int *rank = search->graph->block->rank;

    for (int i = 0; i <= search->depth + 1; i++) {
        int ours = rank[i <= search->depth ? search->frames[i].vertex : v];

        if (i >= search->threshold.length)
            return true;
        if (ours != search->threshold.ranks[i])
            return ours > search->threshold.ranks[i];
    }
    return false;
}

/* A tie at best: then amounts decide, then paths. */
static bool loses_tie(cf_bounded *search, double most, double amount, int v)
{
    if (cf_bounded_compare(search, most) == CF_MORE)
        return false;
    if (v != search->root && !search->has_widest)
        cf_upper_bounds_find_widest(search);
    if (v != search->root)
        amount = fmin(amount, search->widest[v]);
    if (amount < search->threshold.amount)
        return true;
    return amount <= search->threshold.amount && v != search->root && comes_later(search, v);
}

static void close_loop(cf_bounded *search, int hop)
{
    cf_loop loop;

    for (int i = 0; i < search->depth; i++)
        search->maker->chosen[i] = search->frames[i + 1].hop;
    search->maker->chosen[search->depth] = hop;
    loop = cf_loop_make(search->maker, search->depth + 1);
    /* More comes back to another of its suppliers, from which it is found as well. */
    if (search->hops->rank[loop.supplier] != search->graph->block->rank[search->root])
        return;
    if (!search->found(&loop, search->payload))
        search->stopped = true;
    search->refresh(&search->threshold, search->payload);
}

static void pulse(cf_bounded *search)
{
    search->pulses = 0;
    search->patient = ++search->pulse_count < PATIENCE;
    if (!search->pulse(search->payload))
        search->stopped = true;
    search->refresh(&search->threshold, search->payload);
}

static double passing(const cf_bounded *search, const cf_bounded_frame *frame, int hop)
{
    return frame->hop < 0 ? 1.0 : cf_hops_passing(search->hops, frame->hop, hop);
}

static void close_over(cf_bounded *search, cf_bounded_frame *frame, const cf_hop_arc *arc)
{
    const cf_hop *hop = &search->hops->hops[arc->hop];
    double money = frame->money * passing(search, frame, arc->hop);

    if (hop->carries != CF_TRADE || frame->layer != 0 || cf_bounded_is_too_little(search, money))
        return;
    frame->has_loop = true;
    if (!loses_tie(search, money, fmin(frame->amount, hop->amount), search->root))
        close_loop(search, arc->hop);
}

static void extend_over(cf_bounded *search, cf_bounded_frame *frame, const cf_hop_arc *arc)
{
    const cf_hop *hop = &search->hops->hops[arc->hop];
    int v = arc->head, layer = cf_bounded_layer(search, frame->layer, v);
    double money = frame->money * passing(search, frame, arc->hop);
    double upper = search->upper[cf_bounded_place(search, layer, v)],
           amount = fmin(frame->amount, hop->amount);

    if (upper < 0 || cf_bounded_is_too_little(search, money * upper))
        return;
    if ((search->bounded && search->depth + 1 + search->steps_home[v] > search->max_length) ||
        loses_tie(search, money * upper, amount, v)) {
        frame->has_loop = true; /* it may have: money was not the reason */
        return;
    }
    if (++search->pulses == PULSE)
        pulse(search);
    search->frames[++search->depth] = (cf_bounded_frame){ .vertex = v,
                                                          .hop = arc->hop,
                                                          .next = search->graph->start[v],
                                                          .end = search->graph->start[v + 1],
                                                          .money = money,
                                                          .amount = amount,
                                                          .by_path = money * upper < CF_LOOP_TINY,
                                                          .layer = (unsigned char)layer };
    cf_upper_bounds_enter(search, v);
    if (!search->ordered[v])
        order_arcs(search, v);
}

static void leave_vertex(cf_bounded *search)
{
    const cf_bounded_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].has_loop |= frame->has_loop;
    cf_upper_bounds_leave(search, frame);
}

static void bounded_walk(cf_bounded *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_bounded_frame *frame = &search->frames[search->depth];
        const cf_hop_arc *arc;
        int k = frame->next++;

        if (k == frame->end) {
            leave_vertex(search);
            continue;
        }
        arc = &search->graph->arcs[frame->by_path ? k : search->order[k]];
        if (search->depth > 0 && arc->head == search->root) {
            close_over(search, frame, arc);
        } else if (search->depth == 0) {
            const cf_hop *hop = &search->hops->hops[arc->hop];

            frame->money = hop->amount;
            if (hop->carries == CF_CAPITAL)
                extend_over(search, frame, arc);
        } else {
            extend_over(search, frame, arc);
        }
    }
}

/* ---- one supplier ---- */

static double largest_investment(const cf_bounded *search)
{
    const cf_hop_graph *graph = search->graph;
    double most = 0;

    for (int k = graph->start[search->root]; k < graph->start[search->root + 1]; k++) {
        const cf_hop *hop = &search->hops->hops[graph->arcs[k].hop];

        if (hop->carries == CF_CAPITAL)
            most = fmax(most, hop->amount);
    }
    return most;
}

static void clear_bounds(cf_bounded *search)
{
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (int layer = 0; layer < search->layers; layer++)
            search->largest[cf_bounded_place(search, layer, v)] =
                search->upper[cf_bounded_place(search, layer, v)] = -1;
        search->ordered[v] = search->on_path[v] = false;
    }
    search->ordered[search->root] = false;
}

void cf_bounded_run(cf_bounded *search, const cf_hop_graph *graph, int supplier)
{
    search->graph = graph;
    search->root = supplier;
    search->layers = graph->through >= 0 ? 2 : 1;
    search->lowered = search->reached_count = search->queue_count = 0;
    search->has_widest = false;
    cf_bounded_choose_digits(search);
    search->bounded = search->max_length > 0 && search->max_length < graph->block->vertex_count;
    search->refresh(&search->threshold, search->payload);
    search->most = largest_investment(search);
    if (search->most <= 0 || cf_bounded_is_too_little(search, search->most))
        return;
    cf_upper_bounds_find(search);
    if (search->reached_count > 0) {
        if (search->bounded)
            cf_upper_bounds_count_steps(search);
        search->depth = 0;
        search->frames[0] = (cf_bounded_frame){
            .vertex = supplier,
            .hop = -1,
            .next = graph->start[supplier],
            .end = graph->start[supplier + 1],
            .amount = (double)INFINITY,
            .layer = (unsigned char)(graph->through >= 0 && graph->through != supplier),
        };
        order_arcs(search, supplier);
        bounded_walk(search);
    }
    clear_bounds(search);
}
