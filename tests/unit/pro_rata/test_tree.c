/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/trace.h"
#include "pro_rata/tree.h"
#include "unit/testlib.h"

/* ---- networks whose pairs of neighbours form a tree ---- */

enum { NODES = 3000, SIDE_LINKS = 3, PAYMENTS = 2 * NODES + SIDE_LINKS };

typedef struct forest {
    cf_node nodes[NODES];
    cf_payment payments[PAYMENTS];
    cf_network network;
    cf_flow *flow;
    int *local;
} forest;

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Node v > 0 pays capital to an earlier node, the hub 0 in a star, and is paid by it. */
static forest *plant(bool star, double outside, cf_payment extra)
{
    forest *of = calloc(1, sizeof *of);
    unsigned seed = 7;

    for (int v = 0; v < NODES; v++)
        of->nodes[v] = (cf_node){ .funds_known = true, .funds = outside };
    for (int v = 1; v < NODES; v++) {
        int parent = star ? 0 : (int)(next_random(&seed) % (unsigned)v);
        double paid = 1 + next_random(&seed) % 100;

        of->payments[2 * v] = (cf_payment){ .payer = v,
                                            .payee = parent,
                                            .amount = paid,
                                            .carries = v % 3 > 0 ? CF_CAPITAL : CF_TRADE };
        of->payments[2 * v + 1] = (cf_payment){
            .payer = parent, .payee = v, .amount = paid * (1 + 1e-3 * (next_random(&seed) % 100))
        };
    }
    of->payments[0] = (cf_payment){ .payer = 1, .payee = 0, .amount = 4, .carries = CF_CAPITAL };
    of->payments[1] = (cf_payment){ .payer = 1, .payee = 1, .amount = 2 };
    of->payments[2 * NODES] = extra;
    of->network = (cf_network){ of->nodes, NODES, of->payments, 2 * NODES + (extra.amount > 0) };
    assert_ok(cf_flow_new(&of->flow, &of->network, true));
    cr_assert_eq(of->flow->component_count, 1);
    of->local = calloc((size_t)of->flow->vertex_count, sizeof *of->local);
    for (int i = 0; i < of->flow->vertex_count; i++)
        of->local[of->flow->component_vertices[i]] = i;
    return of;
}

static void fell(forest *of)
{
    cf_flow_free(of->flow);
    free(of->local);
    free(of);
}

static const cf_payment none = { .amount = 0 };

/* ---- which components are trees ---- */

static bool is_tree(const forest *of)
{
    cf_tree *tree = NULL;
    bool is;

    assert_ok(cf_tree_new(&tree, of->flow, 0, of->local));
    is = tree != NULL;
    cf_tree_free(tree);
    return is;
}

Test(tree_reduction, payments_side_by_side_and_to_oneself_are_no_further_links)
{
    forest *star = plant(true, 5, none), *random = plant(false, 5, none);

    cr_expect(is_tree(star));
    cr_expect(is_tree(random));
    fell(star);
    fell(random);
}

Test(tree_reduction, one_link_more_is_no_tree)
{
    forest *of = plant(true, 5, (cf_payment){ .payer = 1700, .payee = 23, .amount = 1 });

    cr_expect_not(is_tree(of));
    fell(of);
}

/* ---- shares ---- */

static long double all_money(const cf_flow *flow, int v)
{
    return (long double)flow->balances[v].out + flow->balances[v].kept;
}

static long double paid(const cf_flow *flow, int from, int to)
{
    long double sum = 0;

    for (int k = flow->out_edges.start[from]; k < flow->out_edges.start[from + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        sum += edge->head == to ? (long double)edge->amount : 0;
    }
    return sum;
}

/* Of the hub's money, what leaf s gets before anybody keeps it: leaf k sends back what it does not
 * keep, so of what the hub pays it, kept / (kept + paid back) is lost. */
static long double back_from_hub(const cf_flow *flow, int s)
{
    long double lost = flow->balances[0].kept, gets = paid(flow, 0, s);

    for (int k = 1; k < NODES; k++) {
        long double kept = flow->balances[k].kept;

        lost += k == s ? 0 : paid(flow, 0, k) * kept / (kept + paid(flow, k, 0));
    }
    return gets / (gets + lost);
}

static void expect_digits(double value, long double right, int v)
{
    cr_expect(fabsl(value - right) <= 1e-12L * right, "%d: %.17g, but should be %.17Lg", v, value,
              right);
}

/* All that the hub pays supplier 2 is revenue. */
static void expect_star_is_accurate(double outside)
{
    forest *of = plant(true, outside, none);
    const cf_flow *flow = of->flow;
    double *share = calloc(NODES, sizeof *share);
    long double hub = back_from_hub(flow, 2);
    cf_trace *trace = NULL;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_supplier(trace, 2, false));
    assert_ok(cf_trace_all_return_shares(trace, share));
    expect_digits(cf_trace_revenue(trace), of->payments[4].amount * hub, 2);
    expect_digits(share[0], hub, 0);
    for (int v = 3; v < NODES; v++) {
        long double down = paid(flow, v, 0);

        expect_digits(share[v], hub * down / (down + flow->balances[v].kept), v);
        expect_digits(cf_trace_mix(trace, v),
                      cf_trace_mix(trace, 0) * paid(flow, 0, v) / all_money(flow, v), v);
    }
    cf_trace_free(trace);
    free(share);
    fell(of);
}

Test(tree_reduction, a_star_is_accurate_to_twelve_digits)
{
    expect_star_is_accurate(5);
}

Test(tree_reduction, so_is_one_in_which_money_stays_for_long)
{
    expect_star_is_accurate(1e-9);
}

/* Shares by plain sweeps, to 18 digits. */
static void sweep_plainly(const cf_flow *flow, int supplier, bool backward, long double *share)
{
    const cf_adjacency *edges = backward ? &flow->out_edges : &flow->in_edges;

    for (int n = 0; n < 2000; n++) {
        for (int v = 0; v < flow->vertex_count; v++) {
            long double sum = 0;

            for (int k = edges->start[v]; v != supplier && k < edges->start[v + 1]; k++) {
                const cf_edge *edge = &flow->edges[edges->at[k]];
                int other = backward ? edge->head : edge->tail;
                bool counts = backward ? edge->carries == CF_TRADE : edge->carries == CF_CAPITAL;

                sum += edge->amount * (other == supplier ? (long double)counts : share[other]);
            }
            share[v] = sum / all_money(flow, v);
        }
    }
}

static void expect_tree_is_accurate(int supplier)
{
    forest *of = plant(false, 40, none);
    long double *mix = calloc(NODES, sizeof *mix), *back = calloc(NODES, sizeof *back);
    double *share = calloc(NODES, sizeof *share);
    cf_trace *trace = NULL;

    sweep_plainly(of->flow, supplier, false, mix);
    sweep_plainly(of->flow, supplier, true, back);
    assert_ok(cf_trace_new(&trace, of->flow));
    assert_ok(cf_trace_supplier(trace, supplier, false));
    assert_ok(cf_trace_all_return_shares(trace, share));
    for (int v = 0; v < NODES; v++) {
        if (v == supplier)
            continue;
        expect_digits(cf_trace_mix(trace, v), mix[v], v);
        expect_digits(share[v], back[v], v);
    }
    cf_trace_free(trace);
    free(mix);
    free(back);
    free(share);
    fell(of);
}

Test(tree_reduction, any_tree_is_accurate_to_twelve_digits_both_ways)
{
    expect_tree_is_accurate(1);
    expect_tree_is_accurate(23);
}

/* ---- where there is no solution, or no memory ---- */

Test(tree_reduction, money_that_never_leaves_has_no_shares)
{
    forest *of = plant(true, 5, none);
    bool *absorbing = calloc(NODES, sizeof *absorbing);
    double *right = calloc(NODES, sizeof *right), *solution = calloc(NODES, sizeof *solution);
    cf_tree *tree = NULL;

    for (int v = 0; v < NODES; v++)
        ((cf_balance *)of->flow->balances)[v].kept = 0.0;
    right[0] = 1;
    assert_ok(cf_tree_new(&tree, of->flow, 0, of->local));
    cr_expect_not(cf_tree_solve(tree, false, absorbing, right, solution));
    absorbing[2] = true;
    cr_expect(cf_tree_solve(tree, false, absorbing, right, solution));
    cf_tree_free(tree);
    free(absorbing);
    free(right);
    free(solution);
    fell(of);
}

Test(tree_reduction, fails_cleanly_without_memory)
{
    forest *of = plant(true, 5, none);
    cf_status status = CF_NO_MEMORY;

    for (long count = 0; status == CF_NO_MEMORY; count++) {
        cf_tree *tree = NULL;

        allow_allocations(count);
        status = cf_tree_new(&tree, of->flow, 0, of->local);
        cr_expect_eq(tree != NULL, status == CF_OK);
        cf_tree_free(tree);
        cr_assert_eq(stop_counting_allocations(), 0);
    }
    assert_ok(status);
    fell(of);
}
