/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holds the loop search to brute force on small random networks.
 *
 *     loops_by_brute_force [COUNT [FIRST]]
 *
 * Each network is searched by trying every way, and by cf_loops_each, cf_loops_count and
 * cf_loops_ranked with the same random limits; the bounded search is held to the full order. Then
 * its payments get days, every choice of payments of each loop is tried, and the loops in the order
 * of time are compared in the same way.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/loops.h"
#include "loops/through_flow.h"
#include "loops/ranked.h"
#include "loops/in_order.h"

enum { MOST_NODES = 7, MOST_PAYMENTS = 50, MOST_LOOPS = 200000 };

struct found {
    int hops[MOST_NODES];
    cf_loop loop;
};

struct trial {
    uint64_t state;
    cf_node nodes[MOST_NODES];
    cf_payment payments[MOST_PAYMENTS];
    int earmarks[MOST_PAYMENTS];
    int rank[MOST_NODES];
    cf_network network;
    cf_flow *flow;
    cf_hops *hops;
    cf_loop_limits limits;
    struct found *brute, *search;
    int brute_count, search_count, all_count; /* all: whatever the days */
    cf_loop_maker maker;
    int path[MOST_NODES], on_way[MOST_NODES];
    cf_day days[MOST_PAYMENTS];
    cf_loop_order order;
    cf_ordered_ways ways;
};

static uint32_t next_random(struct trial *trial)
{
    trial->state = trial->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(trial->state >> 33);
}

static int below(struct trial *trial, int limit)
{
    return (int)(next_random(trial) % (uint32_t)limit);
}

/* ---- networks ---- */

static void make_payments(struct trial *trial, int nodes)
{
    static const double amounts[] = { 1, 1, 2, 3, 100, 0.001, 1e9, 7 };
    int dense = nodes <= 5 && below(trial, 3) == 0;
    int count = 1 + below(trial, dense ? MOST_PAYMENTS : 30);
    int capital = 1 + below(trial, 4), service = below(trial, 2) * below(trial, 8);
    int open = below(trial, 6), kinds = 1 + below(trial, 8);

    for (int i = 0; i < count; i++) {
        cf_payment *payment = &trial->payments[i];

        *payment = (cf_payment){ .payer = below(trial, nodes) };
        payment->payee = (payment->payer + 1 + below(trial, nodes - 1)) % nodes;
        payment->carries = below(trial, 5) < capital   ? CF_CAPITAL
                           : below(trial, 8) < service ? CF_SERVICE
                                                       : CF_TRADE;
        payment->open = below(trial, 10) < open;
        payment->amount = payment->open ? 0 : amounts[below(trial, kinds)];
    }
    trial->network.payment_count = count;
}

/* Some investments are tied to a purchase of who receives them. */
static void tie(struct trial *trial)
{
    for (int i = 0; i < trial->network.payment_count; i++) {
        cf_payment *payment = &trial->payments[i];
        int other = below(trial, trial->network.payment_count);

        if (payment->carries == CF_CAPITAL && below(trial, 3) == 0 &&
            trial->payments[other].carries == CF_TRADE &&
            trial->payments[other].payer == payment->payee) {
            trial->earmarks[i] = other;
            payment->earmark = &trial->earmarks[i];
            payment->earmark_count = 1;
        }
    }
}

static void make_network(struct trial *trial)
{
    int nodes = 2 + below(trial, MOST_NODES - 1);

    for (int v = 0; v < nodes; v++) {
        int other = below(trial, v + 1);

        trial->nodes[v] =
            (cf_node){ .funds_known = below(trial, 3) == 0, .funds = below(trial, 9) };
        trial->rank[v] = trial->rank[other];
        trial->rank[other] = v;
    }
    make_payments(trial, nodes);
    tie(trial);
    trial->network.nodes = trial->nodes;
    trial->network.node_count = nodes;
    trial->network.payments = trial->payments;
}

static void make_limits(struct trial *trial)
{
    trial->limits = (cf_loop_limits){ .kind = (cf_loop_kind)below(trial, 4), .through = -1 };
    if (below(trial, 2) == 0)
        trial->limits.max_length = 2 + below(trial, MOST_NODES - 1);
    if (below(trial, 4) == 0)
        trial->limits.min_amount = below(trial, 4);
    if (below(trial, 4) == 0)
        trial->limits.through = below(trial, trial->network.node_count);
    trial->limits.threads = 1;
}

/* ---- brute force ---- */

static bool passes(const struct trial *trial, const cf_loop *loop)
{
    cf_loop_kind kind = trial->limits.kind;
    bool through = trial->limits.through < 0;

    for (int i = 0; i < loop->length; i++)
        through = through || cf_hops_at(trial->hops, loop->hops[i])->tail == trial->limits.through;
    if (!through || (trial->limits.max_length > 0 && loop->length > trial->limits.max_length) ||
        (trial->limits.min_amount > 0 &&
         (!loop->quantified || loop->amount < trial->limits.min_amount)))
        return false;
    return kind == CF_LOOPS_ALL || (kind == CF_LOOPS_FINANCING && loop->capital && loop->trade) ||
           (kind == CF_LOOPS_TRADE && !loop->capital && !loop->service) ||
           (kind == CF_LOOPS_CAPITAL && !loop->trade && !loop->service);
}

static void keep(struct found *into, int *count, const cf_loop *loop)
{
    if (*count == MOST_LOOPS) {
        fprintf(stderr, "too many loops for this test\n");
        exit(2);
    }
    into[*count].loop = *loop;
    memcpy(into[*count].hops, loop->hops, (size_t)loop->length * sizeof(int));
    (*count)++;
}

static void try_everything(struct trial *trial, int first, int at, int depth)
{
    for (int h = 0; h < cf_hops_count(trial->hops); h++) {
        const cf_hop *hop = cf_hops_at(trial->hops, h);

        if (hop->tail != at || hop->head < first)
            continue;
        trial->path[depth] = h;
        if (hop->head == first) {
            cf_loop loop;

            memcpy(trial->maker.chosen, trial->path, (size_t)(depth + 1) * sizeof(int));
            loop = cf_loop_make(&trial->maker, depth + 1);
            if (passes(trial, &loop))
                keep(trial->brute, &trial->brute_count, &loop);
        } else if (!trial->on_way[hop->head]) {
            trial->on_way[hop->head] = 1;
            try_everything(trial, first, hop->head, depth + 1);
            trial->on_way[hop->head] = 0;
        }
    }
}

/* ---- comparing ---- */

static const cf_hops *ordering; /* qsort passes nothing on */

static int compare_found(const void *a, const void *b)
{
    struct found x = *(const struct found *)a, y = *(const struct found *)b;

    x.loop.hops = x.hops;
    y.loop.hops = y.hops;
    return cf_loop_compare(ordering, &x.loop, &y.loop);
}

static bool collect(const cf_loop *loop, void *payload)
{
    struct trial *trial = payload;

    keep(trial->search, &trial->search_count, loop);
    return true;
}

static bool are_same(const struct found *a, const cf_loop *b)
{
    return a->loop.length == b->length &&
           memcmp(a->hops, b->hops, (size_t)b->length * sizeof(int)) == 0;
}

static const char *compare_each(struct trial *trial)
{
    cf_loop_count visited, counted;

    if (cf_loops_each(trial->hops, &trial->limits, collect, trial, &visited) != CF_OK ||
        cf_loops_count(trial->hops, &trial->limits, &counted) != CF_OK)
        return "a search failed";
    ordering = trial->hops;
    qsort(trial->brute, (size_t)trial->brute_count, sizeof *trial->brute, compare_found);
    qsort(trial->search, (size_t)trial->search_count, sizeof *trial->search, compare_found);
    if (trial->search_count != trial->brute_count)
        return "another number of loops";
    for (int i = 0; i < trial->brute_count; i++) {
        trial->search[i].loop.hops = trial->search[i].hops;
        if (!are_same(&trial->brute[i], &trial->search[i].loop))
            return "other loops";
    }
    if (fabs(visited.found - trial->brute_count) > 0 ||
        fabs(counted.found - trial->brute_count) > 0 ||
        fabs(counted.financing - visited.financing) > 0 ||
        fabs(counted.unquantified - visited.unquantified) > 0 || !visited.complete ||
        !counted.complete)
        return "another count";
    return NULL;
}

/* The first so many, by full order and by the bounded search; and the first ones by path. */
static const char *compare_top(struct trial *trial, long top, double counted)
{
    cf_loop_list list;
    const char *complaint = NULL;
    long expected = trial->brute_count < top ? trial->brute_count : top;

    if (cf_loops_ranked_within(&list, trial->hops, &trial->limits, top, counted) != CF_OK)
        return "ranking failed";
    if (list.loop_count != expected || !list.count.complete)
        complaint = "another number of ranked loops";
    for (long i = 0; complaint == NULL && i < expected; i++) {
        if (!are_same(&trial->brute[i], &list.loops[i]))
            complaint = "other ranked loops";
    }
    cf_loop_list_free(&list);
    return complaint;
}

/* ---- in the order of time ---- */

static void make_days(struct trial *trial)
{
    int range = 1 + below(trial, 12), undated = below(trial, 4);

    for (int i = 0; i < trial->network.payment_count; i++)
        trial->days[i] = below(trial, 12) < undated ? CF_NO_DAY : 20000 + below(trial, range);
    trial->order = (cf_loop_order){ trial->days, below(trial, 3) == 0 ? -1 : below(trial, 8) };
    trial->ways =
        (cf_ordered_ways){ below(trial, MOST_NODES), 1 + below(trial, 5), below(trial, 5) };
}

/* Tries every payment of the hop that is `done` hops behind the first one of the loop. */
static void try_payments(const struct trial *trial, const cf_loop *loop, int start, int done,
                         cf_day first, cf_day last, cf_span *best)
{
    const cf_hop *hop = cf_hops_at(trial->hops, loop->hops[(start + done) % loop->length]);

    for (int i = 0; i < hop->payment_count; i++) {
        cf_day day = trial->days[hop->payments[i]];
        cf_day begin = done == 0 ? day : first;

        if (day == CF_NO_DAY || (done > 0 && day < last) ||
            (trial->order.within >= 0 && day - begin > trial->order.within))
            continue;
        if (done + 1 < loop->length)
            try_payments(trial, loop, start, done + 1, begin, day, best);
        else if (best->first == CF_NO_DAY || day - begin < best->last - best->first ||
                 (day - begin == best->last - best->first && begin < best->first))
            *best = (cf_span){ begin, day };
    }
}

/* Whether the loop is in order, with its days. */
static bool put_in_order(const struct trial *trial, cf_loop *loop)
{
    cf_span best = { CF_NO_DAY, CF_NO_DAY };

    for (int start = 0; start < loop->length; start++) {
        if (!loop->capital || cf_hops_at(trial->hops, loop->hops[start])->carries == CF_CAPITAL)
            try_payments(trial, loop, start, 0, 0, 0, &best);
    }
    loop->first_day = best.first;
    loop->last_day = best.last;
    return best.first != CF_NO_DAY;
}

/* The brute loops that are in order, and the search for them in some random way. */
static const char *compare_in_order(struct trial *trial)
{
    cf_loop_count count;
    int kept = 0;

    make_days(trial);
    trial->limits.order = &trial->order;
    for (int i = 0; i < trial->brute_count; i++) {
        trial->brute[i].loop.hops = trial->brute[i].hops;
        if (put_in_order(trial, &trial->brute[i].loop))
            trial->brute[kept++] = trial->brute[i];
    }
    trial->brute_count = kept;
    trial->search_count = 0;
    if (cf_enumerate_in_order(trial->hops, &trial->limits, &trial->ways, collect, trial, &count) !=
        CF_OK)
        return "a search in order failed";
    qsort(trial->search, (size_t)trial->search_count, sizeof *trial->search, compare_found);
    if (trial->search_count != kept || fabs(count.found - kept) > 0)
        return "another number of loops in order";
    for (int i = 0; i < kept; i++) {
        const cf_loop *brute = &trial->brute[i].loop, *found = &trial->search[i].loop;

        trial->search[i].loop.hops = trial->search[i].hops;
        if (!are_same(&trial->brute[i], found))
            return "other loops in order";
        if (brute->first_day != found->first_day || brute->last_day != found->last_day)
            return "other days";
    }
    trial->search_count = 0;
    return compare_each(trial);
}

static const char *try_one(struct trial *trial)
{
    const char *complaint;

    make_network(trial);
    make_limits(trial);
    if (cf_flow_new(&trial->flow, &trial->network, true) != CF_OK ||
        cf_hops_new(&trial->hops, trial->flow, trial->rank) != CF_OK ||
        cf_loop_maker_new(&trial->maker, trial->hops, CF_LOOPS_ALL, false) != CF_OK)
        return "no memory";
    for (int v = 0; v < trial->network.node_count; v++)
        try_everything(trial, v, v, 0);
    trial->all_count = trial->brute_count;
    complaint = compare_each(trial);
    if (complaint == NULL)
        complaint = compare_top(trial, 1 + below(trial, 12), 1e6);
    if (complaint == NULL)
        complaint = compare_top(trial, 1 + below(trial, 12), 0);
    if (complaint == NULL)
        complaint = compare_in_order(trial);
    if (complaint == NULL)
        complaint = compare_top(trial, 1 + below(trial, 12), 1e6);
    cf_loop_maker_free(&trial->maker);
    cf_hops_free(trial->hops);
    cf_flow_free(trial->flow);
    return complaint;
}

int main(int argc, char **argv)
{
    long count = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
    long first = argc > 2 ? strtol(argv[2], NULL, 10) : 0, failed = 0, loops = 0, tried = 0,
         in_order = 0;
    struct found *room = malloc(2 * (size_t)MOST_LOOPS * sizeof *room);

    if (room == NULL)
        return 2;
    for (long seed = first; seed < first + count && failed < 20; seed++) {
        struct trial trial = { .state = (uint64_t)seed * 0x9E3779B97F4A7C15u + 1,
                               .brute = room,
                               .search = room + MOST_LOOPS };
        const char *complaint = try_one(&trial);

        loops += trial.all_count;
        in_order += trial.brute_count;
        tried++;
        if (complaint != NULL) {
            failed++;
            printf("seed %ld: %s\n", seed, complaint);
        }
    }
    free(room);
    printf("%ld networks, %ld loops, %ld in order: %ld passed, %ld failed\n", tried, loops,
           in_order, tried - failed, failed);
    return failed == 0 ? 0 : 1;
}
