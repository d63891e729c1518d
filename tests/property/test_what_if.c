/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One workbench through long rows of random changes, each compared with the network from scratch:
 * by other ways of solving (to 1e-9), and by a workbench of its own (to the last bit).
 * CIRCFIN_SEEDS=100000 tries more scenarios than usual.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/bounds.h"
#include "circfin/what_if.h"
#include "property/random_scenario.h"

enum { SEEDS = 300 / CIRCFIN_SEED_SHARE, CHANGES = 40 };

static unsigned seed_count(void)
{
    const char *text = getenv("CIRCFIN_SEEDS");

    return text == NULL ? SEEDS : (unsigned)strtoul(text, NULL, 10);
}

/* ---- chance ---- */

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(uint64_t *state, int limit)
{
    return (int)(next(state) % (unsigned)limit);
}

/* Small steps, large steps, what others pay, nothing. */
static double some_amount(uint64_t *state, const cf_network *network, int payment)
{
    double now = network->payments[payment].amount;

    switch (below(state, 7)) {
    case 0:
        return 0.0;
    case 1:
        return now * (1.0 + 1e-9);
    case 2:
        return now * below(state, 30) / 10.0;
    case 3:
        return now + 0.1;
    case 4:
        return network->payments[below(state, network->payment_count)].amount;
    case 5:
        return pow(10.0, below(state, 13) - 3);
    default:
        return 1 + below(state, 100);
    }
}

static void change(cf_what_if *bench, uint64_t *state)
{
    const cf_network *network = cf_what_if_network(bench);
    int dice = below(state, 40), node = below(state, network->node_count);

    if (dice < 10) {
        double funds = below(state, 3) == 0 ? 0.0 : pow(10.0, below(state, 6) - 1);

        cf_what_if_set_funds(bench, node, below(state, 4) > 0, funds);
    } else if (dice < 14) { /* all at once, as a factor on a relation does */
        double factor = below(state, 20) / 10.0;

        for (int i = 0; i < network->payment_count; i++) {
            if (network->payments[i].carries == CF_CAPITAL && !network->payments[i].open)
                cf_what_if_set_amount(bench, i, network->payments[i].amount * factor);
        }
    } else {
        int payment = below(state, network->payment_count);

        cf_what_if_set_amount(bench, payment, some_amount(state, network, payment));
    }
}

/* ---- from scratch ---- */

static double mixed_revenue(const cf_flow *flow, int supplier, bool all)
{
    cf_trace *trace = NULL;
    double sum = 0.0;

    cr_assert_eq((int)cf_trace_new(&trace, flow), (int)CF_OK);
    cr_assert_eq((int)cf_trace_supplier(trace, supplier, all), (int)CF_OK);
    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].head == supplier && flow->edges[e].carries == CF_TRADE)
            sum += cf_trace_on_edge(trace, e);
    }
    cf_trace_free(trace);
    return sum;
}

static bool near(double a, double b, double scale)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-12 * scale;
}

static void compare_with_scratch(const cf_loopback *found, const cf_flow *flow, int supplier,
                                 bool all, unsigned seed, int step)
{
    double min, max, pro_rata = mixed_revenue(flow, supplier, all), scale = found->invested;

    cr_assert_eq((int)cf_bound_loopback(flow, supplier, all, CF_MEASURE_MIN, &min), (int)CF_OK);
    cr_assert_eq((int)cf_bound_loopback(flow, supplier, all, CF_MEASURE_MAX, &max), (int)CF_OK);
    cr_expect(near(found->pro_rata, pro_rata, scale), "seed %u step %d node %d: %.17g, not %.17g",
              seed, step, supplier, found->pro_rata, pro_rata);
    cr_expect(near(found->min, min, scale), "seed %u step %d node %d: min %.17g, not %.17g", seed,
              step, supplier, found->min, min);
    cr_expect(near(found->max, max, scale), "seed %u step %d node %d: max %.17g, not %.17g", seed,
              step, supplier, found->max, max);
}

static bool same_bits(const cf_loopback *a, const cf_loopback *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Edges and balances are the same to the last bit. */
static void compare_flows(const cf_flow *kept, const cf_flow *fresh, unsigned seed, int step)
{
    cr_assert_eq(kept->edge_count, fresh->edge_count, "seed %u step %d", seed, step);
    cr_assert_eq(kept->vertex_count, fresh->vertex_count, "seed %u step %d", seed, step);
    for (int e = 0; e < fresh->edge_count; e++) {
        const cf_edge *a = &kept->edges[e], *b = &fresh->edges[e];

        cr_expect(a->tail == b->tail && a->head == b->head && a->payment == b->payment &&
                      a->carries == b->carries &&
                      memcmp(&a->amount, &b->amount, sizeof a->amount) == 0,
                  "seed %u step %d edge %d", seed, step, e);
    }
    for (int v = 0; v < fresh->vertex_count; v++) {
        const cf_balance *a = &kept->balances[v], *b = &fresh->balances[v];
        const double of_a[] = { a->in, a->out, a->funds, a->assumed, a->gap, a->kept };
        const double of_b[] = { b->in, b->out, b->funds, b->assumed, b->gap, b->kept };

        cr_expect(a->bounded == b->bounded && memcmp(of_a, of_b, sizeof of_a) == 0,
                  "seed %u step %d balance of vertex %d", seed, step, v);
    }
}

static void compare(cf_what_if *bench, bool all, unsigned seed, int step)
{
    const cf_network *network = cf_what_if_network(bench);
    cf_what_if *fresh = NULL;
    const cf_flow *kept;
    cf_flow *flow = NULL;

    cr_assert_eq((int)cf_flow_new(&flow, network, true), (int)CF_OK);
    cr_assert_eq((int)cf_what_if_flow(&kept, bench), (int)CF_OK);
    compare_flows(kept, flow, seed, step);
    cr_assert_eq((int)cf_what_if_new(&fresh, network, all), (int)CF_OK);
    for (int v = 0; v < network->node_count; v++) {
        cf_loopback found, other;

        cr_assert_eq((int)cf_what_if_measure(&found, bench, v, CF_MEASURES_KNOWN), (int)CF_OK);
        cr_assert_eq((int)cf_what_if_measure(&other, fresh, v, CF_MEASURES_KNOWN), (int)CF_OK);
        cr_expect(same_bits(&found, &other), "seed %u step %d node %d: depends on the past", seed,
                  step, v);
        compare_with_scratch(&found, flow, v, all, seed, step);
    }
    cf_what_if_free(fresh);
    cf_flow_free(flow);
}

static void try_seed(unsigned seed)
{
    static const random_variation plainly = { 0 };
    random_scenario random;
    cf_scenario *scenario = NULL;
    cf_view *view = NULL;
    cf_view_network *network = NULL;
    cf_what_if *bench = NULL;
    uint64_t state = seed;
    cf_view_options options;
    char *text;

    random_scenario_make(&random, seed);
    text = random_scenario_text(&random, &plainly);
    options = cf_view_options_of(CF_VIEW_BASE);
    options.origin_all = random.view.origin_all;
    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "seed", NULL), (int)CF_OK);
    cr_assert_eq((int)cf_view_new(&view, scenario, &options, NULL), (int)CF_OK);
    cr_assert_eq((int)cf_view_network_new(&network, view, false), (int)CF_OK);
    cr_assert_eq((int)cf_what_if_new(&bench, &network->network, options.origin_all), (int)CF_OK);
    for (int step = 0; network->network.payment_count > 0 && step < CHANGES; step++) {
        for (int n = 1 + below(&state, 2); n > 0; n--)
            change(bench, &state);
        compare(bench, options.origin_all, seed, step);
    }
    cf_what_if_free(bench);
    cf_view_network_free(network);
    cf_view_free(view);
    cf_scenario_free(scenario);
    free(text);
}

Test(what_if, any_row_of_changes_gives_what_a_fresh_network_gives, .timeout = 0)
{
    for (unsigned seed = 1; seed <= seed_count(); seed++)
        try_seed(seed);
}
