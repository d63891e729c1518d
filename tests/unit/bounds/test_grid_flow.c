/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/grid_flow.h"

#include "oracles/oracles.h"
#include "unit/testprogramme.h"

static cf_status solve(const cf_programme *programme, bool *source_side)
{
    cf_grid_flow *grid = NULL;
    cf_status status = cf_grid_flow_new(&grid, programme);

    if (status == CF_OK)
        cf_grid_flow_solve(grid, programme, source_side);
    cf_grid_flow_free(grid);
    return status;
}

Test(grid_flow, finds_a_smallest_cut)
{
    expect_known_maximum_flows(solve);
}

static double some(unsigned *state, unsigned limit)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)((*state >> 10) % limit);
}

/* Amounts of 0 to 9 times a power of ten: from close together to 21 powers apart. */
static void fill(cf_programme *programme, unsigned *state, unsigned spread)
{
    for (int v = 0; v < programme->vertex_count; v++) {
        programme->supply[v] =
            some(state, 4) < 1 ? some(state, 10) * pow(10, some(state, spread)) : 0;
        programme->sink[v] =
            some(state, 4) < 1 ? some(state, 10) * pow(10, some(state, spread)) : 0;
        if (some(state, 9) < 1)
            programme->sink[v] = (double)INFINITY;
    }
    for (int i = 0; i < programme->arc_count; i++)
        programme->arcs[i].capacity = some(state, 10) * pow(10, some(state, spread));
}

Test(grid_flow, one_grid_through_changing_amounts_agrees_with_push_relabel)
{
    enum { VERTICES = 9, ARCS = 24 };
    static const unsigned spreads[] = { 1, 4, 13, 21 };
    double supply[VERTICES], sink[VERTICES];
    cf_arc arcs[ARCS];
    cf_programme programme = { VERTICES, supply, sink, ARCS, arcs };
    cf_grid_flow *grid = NULL;
    unsigned state = 7;

    for (int i = 0; i < ARCS; i++) {
        arcs[i].tail = (int)some(&state, VERTICES);
        arcs[i].head = (arcs[i].tail + 1 + (int)some(&state, VERTICES - 1)) % VERTICES;
    }
    assert_ok(cf_grid_flow_new(&grid, &programme));
    for (int n = 0; n < 4000; n++) {
        bool of_grid[VERTICES] = { false }, of_igraph[VERTICES] = { false };
        double value, expected;

        fill(&programme, &state, spreads[n % 4]);
        cf_grid_flow_solve(grid, &programme, of_grid);
        value = cf_programme_cut(&programme, of_grid);
        assert_ok(oracle_push_relabel(&programme, of_igraph));
        expected = cf_programme_cut(&programme, of_igraph);
        if (n % 4 < 3) { /* further apart, doubles are no judge */
            cr_expect(is_near(value, expected), "%d: %.17g, not %.17g", n, value, expected);
        } else {
            cr_expect(value <= expected * (1 + 1e-9), "%d: %.17g, more than %.17g", n, value,
                      expected);
        }
    }
    cf_grid_flow_free(grid);
}

/* Both ends of the grid: the wide supply must not blur which of the two narrow arcs is tighter. */
Test(grid_flow, a_small_result_in_a_large_programme_is_found_to_its_last_digit)
{
    double supply[] = { 1e15, 0, 0 }, sink[] = { 0, 0, 1e15 };
    cf_arc arcs[] = { { 0, 1, 3.5e-8 }, { 1, 2, 3e-8 } };
    cf_programme programme = { 3, supply, sink, 2, arcs };
    bool source_side[3] = { false };

    assert_ok(solve(&programme, source_side));
    expect_near(cf_programme_cut(&programme, source_side), 3e-8);
}

Test(grid_flow, of_several_smallest_cuts_it_is_the_one_next_to_the_supply)
{
    double supply[] = { 5, 0, 0 }, sink[] = { 0, 0, 9 };
    cf_arc arcs[] = { { 0, 1, 2 }, { 1, 2, 2 } };
    cf_programme programme = { 3, supply, sink, 2, arcs };
    bool source_side[3] = { false };

    assert_ok(solve(&programme, source_side));
    cr_expect(source_side[0] && !source_side[1] && !source_side[2]);
}
