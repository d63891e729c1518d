/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/system.h"
#include "unit/testlib.h"

enum { MOST = 4 };

/* Gaussian elimination on the system as its header defines it. */
static void solve_densely(const cf_flow *flow, const bool *absorbing, bool backward,
                          const double *right, double *x)
{
    int n = flow->vertex_count;
    double a[MOST][MOST + 1] = { { 0 } };

    for (int v = 0; v < n; v++) {
        a[v][v] = flow->balances[v].out + flow->balances[v].kept;
        a[v][n] = right[v];
    }
    for (int e = 0; e < flow->edge_count; e++) {
        int row = backward ? flow->edges[e].tail : flow->edges[e].head;

        a[row][backward ? flow->edges[e].head : flow->edges[e].tail] -= flow->edges[e].amount;
    }
    for (int v = 0; v < n; v++) {
        for (int j = 0; absorbing[v] && j <= n; j++)
            a[v][j] = j == v ? 1.0 : 0.0;
    }
    for (int p = 0; p < n; p++) {
        for (int i = 0; i < n; i++) {
            double factor = i == p ? 0.0 : a[i][p] / a[p][p];

            for (int j = p; j <= n; j++)
                a[i][j] -= factor * a[p][j];
        }
    }
    for (int v = 0; v < n; v++)
        x[v] = a[v][n] / a[v][v];
}

static void expect_dense_solution(const char *text, unsigned absorbing_bits, bool backward)
{
    static const double right[MOST] = { 1, 0.5, 0, 3 };
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    bool absorbing[MOST];
    int local[MOST];
    double by_place[MOST] = { 0 }, x[MOST], expected[MOST];
    cf_system *system = NULL;

    cr_assert_eq(flow->component_count, 1);
    for (int i = 0; i < flow->vertex_count; i++) {
        local[flow->component_vertices[i]] = i;
        by_place[i] = right[flow->component_vertices[i]];
    }
    for (int v = 0; v < flow->vertex_count; v++)
        absorbing[v] = (absorbing_bits >> v & 1) != 0;
    solve_densely(flow, absorbing, backward, right, expected);
    assert_ok(cf_system_new(&system, flow, 0, local));
    cf_system_absorb(system, absorbing_bits == 0 ? NULL : absorbing);
    assert_ok(cf_system_solve(system, backward, by_place, x));
    for (int v = 0; v < flow->vertex_count; v++)
        expect_near(x[local[v]], absorbing[v] ? 0.0 : expected[v]);
    cf_system_free(system);
    cf_flow_free(flow);
}

static const char leaky[] = "a -> b 5 customer; b -> c 4 customer; c -> a 3 customer;"
                            "c -> d 1 customer; d -> b 2 customer; b -> a 1 customer; b has 9";
static const char closed[] = "a -> b 5 customer; b -> c 5 customer; c -> a 3 customer;"
                             "c -> d 2 customer; d -> a 2 customer";

Test(system, is_the_one_of_its_header)
{
    for (unsigned absorbing = 0; absorbing < 15; absorbing++) {
        expect_dense_solution(leaky, absorbing, false);
        expect_dense_solution(leaky, absorbing, true);
    }
}

Test(system, a_closed_circuit_is_solved_where_somebody_absorbs)
{
    for (unsigned absorbing = 1; absorbing < 15; absorbing++) {
        expect_dense_solution(closed, absorbing, false);
        expect_dense_solution(closed, absorbing, true);
    }
}

Test(system, may_be_asked_again_with_others_absorbing)
{
    small_network network;
    cf_flow *flow = flow_from(&network, leaky);
    const bool first[MOST] = { true }, second[MOST] = { false, true, true };
    const double right[MOST] = { 1, 2, 3, 4 };
    double x[3][MOST];
    int local[MOST];
    cf_system *system = NULL;

    for (int i = 0; i < MOST; i++)
        local[flow->component_vertices[i]] = i;
    assert_ok(cf_system_new(&system, flow, 0, local));
    for (int n = 0; n < 3; n++) {
        cf_system_absorb(system, n == 1 ? second : first);
        assert_ok(cf_system_solve(system, false, right, x[n]));
    }
    for (int v = 0; v < MOST; v++)
        expect_near(x[2][v], x[0][v]);
    cf_system_free(system);
    cf_system_free(NULL);
    cf_flow_free(flow);
}

/* ---- large components: sweeps first ---- */

enum { LARGE_NODES = 1600, LARGE_PAYMENTS = 2 * LARGE_NODES };

/* A ring of `round` each, and a chord of 1 from every node, from some as capital. */
static cf_flow *large_flow(cf_network *network, double round)
{
    cf_node *nodes = calloc(LARGE_NODES, sizeof *nodes);
    cf_payment *payments = calloc(LARGE_PAYMENTS, sizeof *payments);
    cf_flow *flow = NULL;

    for (int v = 0; v < LARGE_NODES; v++) {
        int far = (v + 2 + (v * 37) % (LARGE_NODES - 2)) % LARGE_NODES;

        nodes[v] = (cf_node){ .funds_known = true, .funds = round / 1e3 * (v % 4) };
        payments[v] = (cf_payment){ .payer = v, .payee = (v + 1) % LARGE_NODES, .amount = round };
        payments[LARGE_NODES + v] = (cf_payment){
            .payer = v, .payee = far, .carries = v % 3 == 0 ? CF_CAPITAL : CF_TRADE, .amount = 1
        };
    }
    *network = (cf_network){ nodes, LARGE_NODES, payments, LARGE_PAYMENTS };
    assert_ok(cf_flow_new(&flow, network, true));
    cr_assert_eq(flow->component_count, 1);
    return flow;
}

/* What comes back from v is what its payments bring back: h by its own equation. */
static double worst_share(const cf_flow *flow, const double *share)
{
    double worst = 0.0;

    for (int v = 1; v < LARGE_NODES; v++) {
        const cf_balance *balance = &flow->balances[v];
        double sum = 0.0;

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            sum += edge->amount * (edge->head == 0 ? edge->carries == CF_TRADE : share[edge->head]);
        }
        worst = fmax(worst, fabs(share[v] - sum / (balance->out + balance->kept)) / share[v]);
    }
    return worst;
}

/* Coloured money in is coloured money out and kept: g by its own equation. */
static double worst_mix(const cf_flow *flow, const cf_trace *trace)
{
    double worst = 0.0;

    for (int v = 1; v < LARGE_NODES; v++) {
        double in = 0.0, out = cf_trace_kept(trace, v);

        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++)
            in += cf_trace_on_edge(trace, flow->in_edges.at[k]);
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++)
            out += cf_trace_on_edge(trace, flow->out_edges.at[k]);
        worst = fmax(worst, fabs(in - out) / (in + 1e-300));
    }
    return worst;
}

static void expect_solved(double round)
{
    cf_network network;
    cf_flow *flow = large_flow(&network, round);
    cf_trace *trace = NULL;
    double *share = calloc(LARGE_NODES, sizeof *share);
    double back = 0.0;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_supplier(trace, 0, false));
    assert_ok(cf_trace_all_return_shares(trace, share));
    for (int k = flow->out_edges.start[0]; k < flow->out_edges.start[1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        back += edge->carries == CF_CAPITAL ? edge->amount * share[edge->head] : 0.0;
    }
    cr_expect_lt(worst_share(flow, share), 1e-11);
    cr_expect_lt(worst_mix(flow, trace), 1e-11);
    cr_expect_gt(back, 0);
    expect_near(cf_trace_revenue(trace), back); /* forward and backward are of one mind */
    cf_trace_free(trace);
    cf_flow_free(flow);
    free((void *)network.nodes);
    free((void *)network.payments);
    free(share);
}

Test(system, large_components_are_swept_or_where_money_stays_in_for_long_factorised)
{
    expect_solved(1);
    expect_solved(1000);
}
