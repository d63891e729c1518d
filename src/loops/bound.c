/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of loop_bound.h. */
#include "loops/bound.h"

#include <math.h>
#include <stdlib.h>

enum { PULSE = 4096, PATIENCE = 500 /* pulses for one supplier */ };

/* ---- the order in which branches are tried: what promises most first, then by path ---- */

static double promise(const cf_bound_search *search, int k)
{
    const cf_branch *branch = &search->graph->branches[k];

    if (branch->head == search->root)
        return branch->share;
    return branch->share * search->base[cf_bound_place(search, 0, branch->head)];
}

/* Shell sort: in place, and a supplier of thousands of customers is no worse than others. */
static void order_branches(cf_bound_search *search, int v)
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

/* ---- walking ---- */

/* The way so far and v, against the path of the mark: whether it can only come later. */
static bool comes_later(const cf_bound_search *search, int v)
{
    const int *rank = search->graph->block->rank;

    for (int i = 0; i <= search->depth + 1; i++) {
        int ours = rank[i <= search->depth ? search->frames[i].vertex : v];

        if (i >= search->mark.length)
            return true;
        if (ours != search->mark.ranks[i])
            return ours > search->mark.ranks[i];
    }
    return false;
}

/* As much money as the mark may get home at best: then amounts decide, then paths. */
static bool loses_tie(cf_bound_search *search, double most, double amount, int v)
{
    if (cf_bound_compare(search, most) == CF_MORE)
        return false;
    if (v != search->root && !search->wide)
        cf_bound_find_widest(search);
    if (v != search->root)
        amount = fmin(amount, search->widest[v]);
    if (amount < search->mark.amount)
        return true;
    return amount <= search->mark.amount && v != search->root && comes_later(search, v);
}

static void close_loop(cf_bound_search *search, int hop)
{
    cf_loop loop;

    for (int i = 0; i < search->depth; i++)
        search->maker->chosen[i] = search->frames[i + 1].hop;
    search->maker->chosen[search->depth] = hop;
    loop = cf_loop_make(search->maker, search->depth + 1);
    /* From another of its suppliers more gets round: it is found there. */
    if (search->hops->rank[loop.supplier] != search->graph->block->rank[search->root])
        return;
    if (!search->found(&loop, search->payload))
        search->stopped = true;
    search->refresh(&search->mark, search->payload);
}

static void pulse(cf_bound_search *search)
{
    search->pulses = 0;
    search->patient = ++search->pulse_count < PATIENCE;
    if (!search->pulse(search->payload))
        search->stopped = true;
    search->refresh(&search->mark, search->payload);
}

static double passing(const cf_bound_search *search, const cf_bound_frame *frame, int hop)
{
    return frame->hop < 0 ? 1.0 : cf_hops_passing(search->hops, frame->hop, hop);
}

static void go_home(cf_bound_search *search, cf_bound_frame *frame, const cf_branch *branch)
{
    const cf_hop *hop = &search->hops->hops[branch->hop];
    double money = frame->money * passing(search, frame, branch->hop);

    if (hop->capital || frame->layer != 0 || cf_bound_is_hopeless(search, money))
        return;
    frame->ended = true;
    if (!loses_tie(search, money, fmin(frame->amount, hop->amount), search->root))
        close_loop(search, branch->hop);
}

static void go_on(cf_bound_search *search, cf_bound_frame *frame, const cf_branch *branch)
{
    const cf_hop *hop = &search->hops->hops[branch->hop];
    int v = branch->head, layer = cf_bound_layer(search, frame->layer, v);
    double money = frame->money * passing(search, frame, branch->hop);
    double hope = search->hope[cf_bound_place(search, layer, v)],
           amount = fmin(frame->amount, hop->amount);

    if (hope < 0 || cf_bound_is_hopeless(search, money * hope))
        return;
    if ((search->bounded && search->depth + 1 + search->steps_home[v] > search->max_length) ||
        loses_tie(search, money * hope, amount, v)) {
        frame->ended = true; /* not for want of money */
        return;
    }
    if (++search->pulses == PULSE)
        pulse(search);
    search->frames[++search->depth] = (cf_bound_frame){ .vertex = v,
                                                        .hop = branch->hop,
                                                        .next = search->graph->start[v],
                                                        .end = search->graph->start[v + 1],
                                                        .money = money,
                                                        .amount = amount,
                                                        .by_path = money * hope < CF_LOOP_TINY,
                                                        .layer = (unsigned char)layer };
    cf_bound_block(search, v);
    if (!search->ordered[v])
        order_branches(search, v);
}

static void leave(cf_bound_search *search)
{
    const cf_bound_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].ended |= frame->ended;
    cf_bound_unblock(search, frame);
}

static void walk(cf_bound_search *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_bound_frame *frame = &search->frames[search->depth];
        const cf_branch *branch;
        int k = frame->next++;

        if (k == frame->end) {
            leave(search);
            continue;
        }
        branch = &search->graph->branches[frame->by_path ? k : search->order[k]];
        if (search->depth > 0 && branch->head == search->root) {
            go_home(search, frame, branch);
        } else if (search->depth == 0) {
            const cf_hop *hop = &search->hops->hops[branch->hop];

            frame->money = hop->amount;
            if (hop->capital)
                go_on(search, frame, branch);
        } else {
            go_on(search, frame, branch);
        }
    }
}

/* ---- one supplier ---- */

static double largest_investment(const cf_bound_search *search)
{
    const cf_branches *graph = search->graph;
    double most = 0;

    for (int k = graph->start[search->root]; k < graph->start[search->root + 1]; k++) {
        const cf_hop *hop = &search->hops->hops[graph->branches[k].hop];

        if (hop->capital)
            most = fmax(most, hop->amount);
    }
    return most;
}

static void forget(cf_bound_search *search)
{
    for (int i = 0; i < search->reached_count; i++) {
        int v = search->reached[i];

        for (int layer = 0; layer < search->layers; layer++)
            search->base[cf_bound_place(search, layer, v)] =
                search->hope[cf_bound_place(search, layer, v)] = -1;
        search->ordered[v] = search->on_way[v] = false;
    }
    search->ordered[search->root] = false;
}

void cf_bound_search_run(cf_bound_search *search, const cf_branches *graph, int supplier)
{
    search->graph = graph;
    search->root = supplier;
    search->layers = graph->through >= 0 ? 2 : 1;
    search->sunk = search->reached_count = search->queue_count = 0;
    search->wide = false;
    cf_bound_choose_digits(search);
    search->bounded = search->max_length > 0 && search->max_length < graph->block->vertex_count;
    search->refresh(&search->mark, search->payload);
    search->most = largest_investment(search);
    if (search->most <= 0 || cf_bound_is_hopeless(search, search->most))
        return;
    cf_bound_look_home(search);
    if (search->reached_count > 0) {
        if (search->bounded)
            cf_bound_count_steps(search);
        search->depth = 0;
        search->frames[0] = (cf_bound_frame){
            .vertex = supplier,
            .hop = -1,
            .next = graph->start[supplier],
            .end = graph->start[supplier + 1],
            .amount = (double)INFINITY,
            .layer = (unsigned char)(graph->through >= 0 && graph->through != supplier),
        };
        order_branches(search, supplier);
        walk(search);
    }
    forget(search);
}
