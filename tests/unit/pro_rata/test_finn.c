/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>

#include "pro_rata/trace.h"
#include "unit/testlib.h"

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A ring through all nodes, and payments between random ones; some go straight back. */
static cf_flow *random_flow(cf_network *network, int nodes, int payments, unsigned seed)
{
    cf_node *of = calloc((size_t)nodes, sizeof *of);
    cf_payment *list = calloc((size_t)payments, sizeof *list);
    cf_flow *flow = NULL;

    for (int v = 0; v < nodes; v++)
        of[v] = (cf_node){ .funds_known = true, .funds = next_random(&seed) % 200 };
    for (int i = 0; i < payments; i++) {
        int payer = i < nodes ? i : (int)(next_random(&seed) % (unsigned)nodes);
        int hop = i < nodes    ? 1
                  : i % 8 == 0 ? nodes - 1
                               : 1 + (int)(next_random(&seed) % (unsigned)(nodes - 1));

        list[i] = (cf_payment){ .payer = payer,
                                .payee = (payer + hop) % nodes,
                                .amount = 1 + next_random(&seed) % 100 };
    }
    *network = (cf_network){ of, nodes, list, payments };
    assert_ok(cf_flow_new(&flow, network, false));
    cr_assert_eq(flow->component_count, 1);
    return flow;
}

static void release(cf_network *network, cf_flow *flow)
{
    cf_flow_free(flow);
    free((void *)network->nodes);
    free((void *)network->payments);
}

/* Everybody passes 1 of 1.001 on. */
Test(finn, of_a_ring_is_what_comes_round_it)
{
    static const int sizes[] = { 3, 100, 300, 1000 };

    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        cf_network network;
        int size = sizes[n];
        cf_node *nodes = calloc((size_t)size, sizeof *nodes);
        cf_payment *payments = calloc((size_t)size, sizeof *payments);
        cf_flow *flow = NULL;
        cf_trace *trace = NULL;
        double index, error;

        for (int v = 0; v < size; v++) {
            nodes[v] = (cf_node){ .funds_known = true, .funds = 0.001 };
            payments[v] = (cf_payment){ .payer = v, .payee = (v + 1) % size, .amount = 1 };
        }
        network = (cf_network){ nodes, size, payments, size };
        assert_ok(cf_flow_new(&flow, &network, false));
        assert_ok(cf_trace_new(&trace, flow));
        assert_ok(cf_trace_finn(trace, false, &index, &error));
        expect_near(index, pow(1 / 1.001, size));
        cr_expect_eq(error, 0);
        cf_trace_free(trace);
        release(&network, flow);
    }
}

/* The largest errors are those of a few circuits of four or more payments that a sample misses. */
Test(finn, of_a_sample_is_off_by_no_more_than_its_standard_error_tells)
{
    const cf_finn_effort all = { .most_exact = INT_MAX }, some = { .most_exact = 100, .visits = 1 };
    int within_one = 0, within_two = 0, within_four = 0;

    for (unsigned seed = 1; seed <= 20; seed++) {
        cf_network network;
        cf_flow *flow = random_flow(&network, 700, 2100, seed);
        cf_trace *trace = NULL;
        double exact, zero, estimate, error, again, same;

        assert_ok(cf_trace_new(&trace, flow));
        assert_ok(cf_trace_finn_with(trace, all, &exact, &zero));
        assert_ok(cf_trace_finn_with(trace, some, &estimate, &error));
        assert_ok(cf_trace_finn_with(trace, some, &again, &same));
        cr_expect_eq(zero, 0);
        cr_expect(!(estimate < again) && !(estimate > again) && !(error < same || error > same));
        cr_expect(error > 0 && error < 0.05 * exact, "%.17g of %.17g", error, exact);
        within_one += fabs(estimate - exact) <= error;
        within_two += fabs(estimate - exact) <= 2 * error;
        within_four += fabs(estimate - exact) <= 4 * error;
        cr_expect(fabs(estimate - exact) < 0.02 * exact);
        cf_trace_free(trace);
        release(&network, flow);
    }
    cr_expect(within_one >= 10 && within_one < 20, "%d", within_one);
    cr_expect(within_two >= 17, "%d", within_two);
    cr_expect(within_four >= 19, "%d", within_four);
}

/* Where the sample would be as large as the component there is none. */
Test(finn, is_exact_where_that_takes_no_longer)
{
    const cf_finn_effort effort = { .most_exact = 100, .visits = 1e6 };
    cf_network network;
    cf_flow *flow = random_flow(&network, 400, 1200, 3);
    cf_trace *trace = NULL;
    double index, error, exact;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_finn_with(trace, effort, &index, &error));
    cr_expect_eq(error, 0);
    assert_ok(cf_trace_finn(trace, true, &exact, &error));
    expect_near(index, exact);
    cf_trace_free(trace);
    release(&network, flow);
}
