/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Financing loops in the order of time, beside a filter of all loops of that length, which is what
 * a search without days leaves to do. Payments fall on random days of two years; one thread.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/loop_networks.h"
#include "bench/measure.h"
#include "circfin/loops.h"

enum { DAYS = 730, WITHIN = 30 };

struct dated {
    const cf_hops *hops;
    cf_day *days; /* of payments */
    cf_loop_order order;
    cf_loop_limits limits;
    double found, kept;
};

static cf_status search(void *data)
{
    struct dated *dated = data;
    cf_loop_limits limits = dated->limits;
    cf_loop_count count;
    cf_status status;

    limits.order = &dated->order;
    status = cf_loops_count(dated->hops, &limits, &count);
    dated->found = count.found;
    return status;
}

/* ---- the filter ---- */

/* The first payment of a hop on a day or later; INT_MAX: none. */
static cf_day next_day(const struct dated *dated, int hop, cf_day day)
{
    const cf_hop *of = cf_hops_at(dated->hops, hop);
    cf_day next = INT_MAX;

    for (int i = 0; i < of->payment_count; i++) {
        cf_day at = dated->days[of->payments[i]];

        next = at >= day && at < next ? at : next;
    }
    return next;
}

/* Whether the loop can be gone round from hop `start` on, in time. */
static bool follows(const struct dated *dated, const cf_loop *loop, int start)
{
    const cf_hop *first = cf_hops_at(dated->hops, loop->hops[start]);

    for (int i = 0; i < first->payment_count; i++) {
        cf_day begin = dated->days[first->payments[i]], day = begin;

        for (int k = 1; k < loop->length && day < INT_MAX; k++)
            day = next_day(dated, loop->hops[(start + k) % loop->length], day);
        if (day < INT_MAX && day - begin <= WITHIN)
            return true;
    }
    return false;
}

static bool keep(const cf_loop *loop, void *payload)
{
    struct dated *dated = payload;

    for (int start = 0; start < loop->length; start++) {
        if (cf_hops_at(dated->hops, loop->hops[start])->carries == CF_CAPITAL &&
            follows(dated, loop, start)) {
            dated->kept++;
            break;
        }
    }
    return true;
}

static cf_status search_and_filter(void *data)
{
    struct dated *dated = data;
    cf_loop_count count;

    dated->kept = 0;
    return cf_loops_each(dated->hops, &dated->limits, keep, dated, &count);
}

/* ---- the lines ---- */

static void open_dated(struct dated *dated, const random_network *network, int max_length)
{
    unsigned long long state = seeded(7);
    cf_flow *flow = flow_of(network);
    cf_hops *hops;

    must(cf_hops_new(&hops, flow, NULL), "cf_hops_new");
    cf_flow_free(flow);
    dated->hops = hops;
    dated->days = calloc((size_t)network->network.payment_count + 1, sizeof *dated->days);
    must(dated->days == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    for (int i = 0; i < network->network.payment_count; i++)
        dated->days[i] = below(&state, DAYS);
    dated->order = (cf_loop_order){ .days = dated->days, .within = WITHIN };
    dated->limits = (cf_loop_limits){ .max_length = max_length, .through = -1, .threads = 1 };
}

/* Without `filtered`: where all loops of that length take minutes. */
static void bench_case(const char *name, int max_length, bool filtered)
{
    random_network network;
    struct dated dated;
    timing ours;

    must(loop_network_make(&network, name) ? CF_OK : CF_BAD_INPUT, name);
    open_dated(&dated, &network, max_length);
    ours = time_of(search, &dated);
    line_begin("loops_in_order");
    line_text("network", name);
    line_number("max_length", max_length);
    line_number("within", WITHIN);
    line_number("entities", network.network.node_count);
    line_number("payments", network.network.payment_count);
    line_exactly("loops", dated.found);
    line_ours(ours);
    if (filtered)
        line_peer("filter", ours, time_of(search_and_filter, &dated));
    line_end(!filtered || fabs(dated.kept - dated.found) <= 0);
    cf_hops_free((cf_hops *)dated.hops);
    free(dated.days);
    random_network_free(&network);
}

void bench_in_order(void)
{
    bench_case("market-1000", 6, true);
    bench_case("market-10000", 5, true);
    bench_case("market-100000", 4, true);
    bench_case("market-100000", 5, true);
    bench_case("market-10000", 6, false);
    bench_case("market-100000", 6, false);
}
