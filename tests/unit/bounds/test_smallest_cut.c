/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracles/oracles.h"
#include "unit/testproblem.h"

static cf_status solve(const cf_flow_problem *problem, bool *source_side)
{
    cf_smallest_cut cut;
    cf_status status = cf_smallest_cut_new(&cut, problem);

    if (status == CF_OK)
        cf_smallest_cut_find(&cut, source_side);
    cf_smallest_cut_free(&cut);
    return status;
}

Test(smallest_cut, finds_a_smallest_cut)
{
    expect_known_maximum_flows(solve);
}

static double some(unsigned *state, unsigned limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)((*state >> 10) % limit);
}

/* Amounts of 0 to 9 times a power of ten: from close together to 21 powers apart. */
static void fill(cf_flow_problem *problem, unsigned *state, unsigned spread)
{
    for (int v = 0; v < problem->vertex_count; v++) {
        problem->supply[v] =
            some(state, 4) < 1 ? some(state, 10) * pow(10, some(state, spread)) : 0;
        problem->sink[v] = some(state, 4) < 1 ? some(state, 10) * pow(10, some(state, spread)) : 0;
        if (some(state, 9) < 1)
            problem->sink[v] = (double)INFINITY;
    }
    for (int i = 0; i < problem->arc_count; i++)
        problem->arcs[i].capacity = some(state, 10) * pow(10, some(state, spread));
}

Test(smallest_cut, one_grid_through_changing_amounts_agrees_with_push_relabel)
{
    enum { VERTICES = 9, ARCS = 24 };
    static const unsigned spreads[] = { 1, 4, 13, 21 };
    double supply[VERTICES], sink[VERTICES];
    cf_arc arcs[ARCS];
    cf_flow_problem problem = { VERTICES, supply, sink, ARCS, arcs };
    cf_smallest_cut cut;
    unsigned state = 7;

    for (int i = 0; i < ARCS; i++) {
        arcs[i].tail = (int)some(&state, VERTICES);
        arcs[i].head = (arcs[i].tail + 1 + (int)some(&state, VERTICES - 1)) % VERTICES;
    }
    assert_ok(cf_smallest_cut_new(&cut, &problem));
    for (int n = 0; n < 4000; n++) {
        bool of_grid[VERTICES] = { false }, of_igraph[VERTICES] = { false };
        double value, expected;

        fill(&problem, &state, spreads[n % 4]);
        cf_smallest_cut_find(&cut, of_grid);
        value = cf_cut_value(&problem, of_grid);
        assert_ok(oracle_push_relabel(&problem, of_igraph));
        expected = cf_cut_value(&problem, of_igraph);
        if (n % 4 < 3) { /* further apart, doubles are no judge */
            cr_expect(is_near(value, expected), "%d: %.17g, not %.17g", n, value, expected);
        } else {
            cr_expect(value <= expected * (1 + 1e-9), "%d: %.17g, more than %.17g", n, value,
                      expected);
        }
    }
    cf_smallest_cut_free(&cut);
}

/* Both ends of the grid: the wide supply must not blur which of the two narrow arcs is tighter. */
Test(smallest_cut, a_small_result_in_a_large_problem_is_found_to_its_last_digit)
{
    double supply[] = { 1e15, 0, 0 }, sink[] = { 0, 0, 1e15 };
    cf_arc arcs[] = { { 0, 1, 3.5e-8 }, { 1, 2, 3e-8 } };
    cf_flow_problem problem = { 3, supply, sink, 2, arcs };
    bool source_side[3] = { false };

    assert_ok(solve(&problem, source_side));
    expect_near(cf_cut_value(&problem, source_side), 3e-8);
}

Test(smallest_cut, of_several_smallest_cuts_it_is_the_one_next_to_the_supply)
{
    double supply[] = { 5, 0, 0 }, sink[] = { 0, 0, 9 };
    cf_arc arcs[] = { { 0, 1, 2 }, { 1, 2, 2 } };
    cf_flow_problem problem = { 3, supply, sink, 2, arcs };
    bool source_side[3] = { false };

    assert_ok(solve(&problem, source_side));
    cr_expect(source_side[0] && !source_side[1] && !source_side[2]);
}
