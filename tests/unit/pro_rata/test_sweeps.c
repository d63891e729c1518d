/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/sweeps.h"
#include "pro_rata/trace.h"
#include "unit/testlib.h"

/* ---- large networks ---- */

typedef struct large {
    cf_network network;
    cf_node *nodes;
    cf_payment *payments;
    cf_flow *flow;
} large;

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A third is capital, and a thirtieth service. */
static cf_class random_class(unsigned *state)
{
    unsigned number = next_random(state);

    return number % 3 == 0 ? CF_CAPITAL : number % 30 == 1 ? CF_SERVICE : CF_TRADE;
}

/* A ring through all, and payments between random nodes. */
static void random_large(large *out, int nodes, int payments, unsigned seed)
{
    *out = (large){ .nodes = calloc((size_t)nodes, sizeof(cf_node)),
                    .payments = calloc((size_t)payments, sizeof(cf_payment)) };

    for (int v = 0; v < nodes; v++)
        out->nodes[v] = (cf_node){ .funds_known = v % 2 == 0, .funds = next_random(&seed) % 50 };
    for (int i = 0; i < payments; i++) {
        int payer = i < nodes ? i : (int)(next_random(&seed) % (unsigned)nodes);
        int hop = i < nodes ? 1 : 1 + (int)(next_random(&seed) % (unsigned)(nodes - 1));

        out->payments[i] = (cf_payment){ .payer = payer,
                                         .payee = (payer + hop) % nodes,
                                         .carries = random_class(&seed),
                                         .amount = 1 + next_random(&seed) % 100 };
    }
    out->network = (cf_network){ out->nodes, nodes, out->payments, payments };
    assert_ok(cf_flow_new(&out->flow, &out->network, true));
}

static void large_free(large *of)
{
    cf_flow_free(of->flow);
    free(of->nodes);
    free(of->payments);
}

/* ---- one colour ---- */

/* Shares by plain sweeps in the order of the vertices, to 18 digits. */
static void sweep_plainly(const cf_flow *flow, int supplier, long double *share)
{
    for (int n = 0; n < 300; n++) {
        for (int v = 0; v < flow->vertex_count; v++) {
            long double sum = 0, all = (long double)flow->balances[v].out + flow->balances[v].kept;

            for (int k = flow->in_edges.start[v]; v != supplier && k < flow->in_edges.start[v + 1];
                 k++) {
                const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

                sum += edge->amount * (edge->tail == supplier
                                           ? (long double)(edge->carries == CF_CAPITAL)
                                           : share[edge->tail]);
            }
            share[v] = sum / all;
        }
    }
}

Test(sweeps, give_every_share_to_twelve_digits)
{
    large of;
    long double *share = calloc(2000, sizeof *share);
    cf_trace *trace = NULL;

    random_large(&of, 2000, 6000, 1);
    sweep_plainly(of.flow, 0, share);
    assert_ok(cf_trace_new(&trace, of.flow));
    assert_ok(cf_trace_supplier(trace, 0, false));
    for (int v = 1; v < 2000; v++)
        cr_expect(fabsl(cf_trace_mix(trace, v) - share[v]) <= 1e-12L * share[v],
                  "%d: %.17g, but should be %.17Lg", v, cf_trace_mix(trace, v), share[v]);
    cf_trace_free(trace);
    free(share);
    large_free(&of);
}

/* b and c live from what a pays b: whatever colour that has, they have. Their circuit goes round a
 * million times as fast as money comes in. */
Test(sweeps, a_fast_circuit_within_a_large_component_has_the_colour_of_what_comes_in)
{
    large of;
    cf_trace *trace = NULL;
    int a = 500, b = 998, c = 999;

    random_large(&of, 1000, 4000, 2);

    for (int i = 0; i < 4000; i++) {
        cf_payment *payment = &of.payments[i];

        if (i == b) /* the ring: a third of the way, then b pays c, c pays 0 */
            *payment = (cf_payment){ .payer = b, .payee = c, .amount = 1e6 };
        else if (i == c)
            *payment = (cf_payment){ .payer = c, .payee = b, .amount = 1e6 - 1 };
        else if (i == 997)
            *payment = (cf_payment){ .payer = a, .payee = b, .amount = 1 };
        else if (i == 996)
            *payment = (cf_payment){ .payer = c, .payee = 0, .amount = 1 };
        else if (payment->payer >= b || payment->payee >= b)
            payment->payer = i % 7, payment->payee = 10 + i % 900;
    }
    of.nodes[b] = of.nodes[c] = (cf_node){ .funds_known = true };
    cf_flow_free(of.flow);
    assert_ok(cf_flow_new(&of.flow, &of.network, true));
    assert_ok(cf_trace_new(&trace, of.flow));
    assert_ok(cf_trace_supplier(trace, 3, true));
    cr_assert_gt(cf_trace_mix(trace, a), 0);
    expect_near(cf_trace_mix(trace, b), cf_trace_mix(trace, a));
    expect_near(cf_trace_mix(trace, c), cf_trace_mix(trace, a));
    cf_trace_free(trace);
    large_free(&of);
}

/* Node 0 is where the ring of the others and a small ring 0 -> 1 -> 2 -> 0 meet. */
Test(sweeps, where_no_colour_gets_to_there_is_none)
{
    enum { NODES = 2000, PAYMENTS = NODES + 1 };
    large of = { .nodes = calloc(NODES, sizeof(cf_node)),
                 .payments = calloc(PAYMENTS, sizeof(cf_payment)) };
    cf_trace *trace = NULL;
    int reached;

    for (int v = 0; v < NODES; v++) {
        of.nodes[v] = (cf_node){ .funds_known = true, .funds = 1 };
        of.payments[v] = (cf_payment){ .payer = v, .payee = (v + 1) % NODES, .amount = 8 };
    }
    of.payments[2].payee = 0;
    of.payments[0].carries = CF_CAPITAL;
    of.payments[NODES] = (cf_payment){ .payer = 0, .payee = 3, .amount = 4 };
    of.network = (cf_network){ of.nodes, NODES, of.payments, PAYMENTS };
    assert_ok(cf_flow_new(&of.flow, &of.network, true));
    cr_assert_eq(of.flow->component_count, 1);
    assert_ok(cf_trace_new(&trace, of.flow));
    for (int n = 0; n < 2; n++) {
        assert_ok(cf_trace_supplier(trace, 0, false));
        (void)cf_trace_reached(trace, &reached);
        cr_expect_eq(reached, 2);
        expect_near(cf_trace_mix(trace, 1), 8.0 / 9);
        expect_near(cf_trace_revenue(trace), 8 * 8.0 / 9 * 8 / 9);
        for (int v = 3; v < NODES; v++)
            cr_assert(!(cf_trace_mix(trace, v) > 0));
        assert_ok(cf_trace_supplier(trace, 0, true)); /* gets to all */
        cr_expect_gt(cf_trace_mix(trace, 3), 0.4);
    }
    cf_trace_free(trace);
    large_free(&of);
}

/* ---- several colours ---- */

Test(sweeps, suppliers_side_by_side_have_the_figures_of_one_by_one_bit_for_bit)
{
    enum { SUPPLIERS = 12 };
    large of;

    random_large(&of, 1500, 6000, 4);

    for (int together = 1; together <= CF_MOST_AHEAD; together++) {
        cf_trace *ahead = NULL;

        assert_ok(cf_trace_new(&ahead, of.flow));
        for (int first = 0; first + together <= SUPPLIERS; first += together) {
            int suppliers[CF_MOST_AHEAD] = { 0 };

            for (int i = 0; i < together; i++)
                suppliers[i] = (first + i) * 100 + 7;
            assert_ok(cf_trace_look_ahead(ahead, suppliers, together, true));
            for (int i = 0; i < together; i++)
                cr_expect(ahead->ahead[i].settled);
            for (int i = 0; i < together; i++) {
                cf_trace *alone = NULL;
                double one = -1, two = -1;

                assert_ok(cf_trace_loop_back(ahead, suppliers[i], true, &one));
                assert_ok(cf_trace_new(&alone, of.flow));
                assert_ok(cf_trace_loop_back(alone, suppliers[i], true, &two));
                assert_ok(cf_trace_supplier(alone, suppliers[i], true));
                cr_expect_gt(one, 0);
                cr_expect(!(one < two) && !(one > two), "%.17g, %.17g", one, two);
                cr_expect(!(cf_trace_revenue(alone) < two) && !(cf_trace_revenue(alone) > two),
                          "%.17g, %.17g", cf_trace_revenue(alone), two);
                cf_trace_free(alone);
            }
        }
        cf_trace_free(ahead);
    }
    large_free(&of);
}

/* What was looked ahead at is no answer to other questions, or in small components. */
Test(sweeps, looking_ahead_changes_no_other_figure)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 10 investor; b -> a 10 customer; a -> b 5 customer;"
                                        "b -> c 9 customer; c has 0; b has 9");
    cf_trace *trace = NULL;
    int suppliers[] = { 0, 1, 2 };
    double value;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_look_ahead(trace, suppliers, 3, false));
    assert_ok(cf_trace_loop_back(trace, 0, false, &value));
    expect_near(value, loopback_on(flow, 0, false).pro_rata);
    assert_ok(cf_trace_loop_back(trace, 0, true, &value));
    expect_near(value, loopback_on(flow, 0, true).pro_rata);
    cf_trace_free(trace);
    cf_flow_free(flow);
}

Test(sweeps, fail_cleanly_without_memory)
{
    large of;
    cf_status status = CF_NO_MEMORY;

    random_large(&of, 400, 1200, 5);

    for (long count = 0; status == CF_NO_MEMORY; count++) {
        int suppliers[] = { 1, 2 };
        cf_trace *trace = NULL;
        double value;

        allow_allocations(count);
        status = cf_trace_new(&trace, of.flow);
        if (status == CF_OK)
            status = cf_trace_look_ahead(trace, suppliers, 2, false);
        if (status == CF_OK)
            status = cf_trace_loop_back(trace, 2, false, &value);
        if (status == CF_OK)
            status = cf_trace_supplier(trace, 1, false);
        cf_trace_free(trace);
        cr_assert_eq(stop_counting_allocations(), 0);
        cr_assert(status == CF_OK || status == CF_NO_MEMORY);
    }
    large_free(&of);
}
