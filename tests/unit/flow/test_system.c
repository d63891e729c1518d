/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/system.h"
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
    assert_ok(cf_system_new(&system, flow, 0, local, backward));
    assert_ok(cf_system_absorb(system, absorbing_bits == 0 ? NULL : absorbing));
    assert_ok(cf_system_solve(system, NULL, by_place, x));
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
    assert_ok(cf_system_new(&system, flow, 0, local, false));
    for (int n = 0; n < 3; n++) {
        assert_ok(cf_system_absorb(system, n == 1 ? second : first));
        assert_ok(cf_system_solve(system, NULL, right, x[n]));
    }
    for (int v = 0; v < MOST; v++)
        expect_near(x[2][v], x[0][v]);
    cf_system_free(system);
    cf_system_free(NULL);
    cf_flow_free(flow);
}
