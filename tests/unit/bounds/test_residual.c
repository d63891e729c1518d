/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/residual.h"
#include "oracles/oracles.h"
#include "unit/testlib.h"

/* source → 0 → 1 → target, and a way around by 2. */
static void diamond(cf_residual *out, double first, double middle, double last, double around)
{
    assert_ok(cf_residual_new(out, 3, 5));
    cf_residual_add(out, out->source, 0, first);
    cf_residual_add(out, 0, 1, middle);
    cf_residual_add(out, 1, out->target, last);
    cf_residual_add(out, 0, 2, around);
    cf_residual_add(out, 2, 1, around);
    cf_residual_link(out);
    cf_residual_solve(out);
}

static double value(const cf_residual *residual)
{
    double sum = 0.0;

    for (int i = 0; i < residual->arc_count; i++) {
        if (residual->arcs[i].head == residual->target)
            sum += residual->arcs[i].flow;
    }
    return sum;
}

static double rate(cf_residual *residual, int arc, double by)
{
    cf_moving_arc moving = { arc, by };
    double found = NAN;

    assert_ok(cf_residual_rate(residual, &moving, 1, &found));
    return found;
}

Test(residual, one_bottleneck_has_all_the_rate)
{
    cf_residual residual;

    diamond(&residual, 10, 4, 9, 1);
    expect_near(value(&residual), 5);
    expect_near(rate(&residual, 0, 1), 0);
    expect_near(rate(&residual, 1, 1), 1);
    expect_near(rate(&residual, 1, -1), -1);
    expect_near(rate(&residual, 3, 1), 0); /* two in a row: either alone gives nothing more */
    expect_near(rate(&residual, 3, -1), -1);
    cf_residual_free(&residual);
}

Test(residual, of_several_smallest_cuts_the_least_rate_counts)
{
    cf_residual residual;

    diamond(&residual, 5, 4, 5, 1);
    for (int i = 0; i < 3; i++) {
        expect_near(rate(&residual, i, 1), 0);
        expect_near(rate(&residual, i, -1), -1);
    }
    cf_residual_free(&residual);
}

Test(residual, several_capacities_move_at_once)
{
    const cf_moving_arc together[] = { { 0, 2 }, { 1, 0.5 }, { 2, 1 } };
    const cf_moving_arc against[] = { { 0, 1 }, { 1, 1 }, { 2, -0.25 } };
    cf_residual residual;
    double found;

    diamond(&residual, 5, 4, 5, 1);
    assert_ok(cf_residual_rate(&residual, together, 3, &found));
    expect_near(found, 0.5);
    assert_ok(cf_residual_rate(&residual, against, 3, &found));
    expect_near(found, -0.25);
    cf_residual_free(&residual);
}

Test(residual, an_empty_arc_begins_to_carry)
{
    cf_residual residual;

    diamond(&residual, 10, 4, 9, 0);
    expect_near(value(&residual), 4);
    expect_near(rate(&residual, 3, 1), 0); /* leads to 2, which leads nowhere */
    cf_residual_set(&residual, 4, 3);
    cf_residual_solve(&residual);
    expect_near(rate(&residual, 3, 1), 1);
    cf_residual_free(&residual);
}

Test(residual, amounts_that_tie_on_paper_tie)
{
    cf_residual residual;

    assert_ok(cf_residual_new(&residual, 2, 5));
    cf_residual_add(&residual, residual.source, 0, 0.1);
    cf_residual_add(&residual, residual.source, 0, 0.2);
    cf_residual_add(&residual, 0, residual.target, 0.3);
    cf_residual_add(&residual, residual.source, 1, 1e9); /* does not drown it */
    cf_residual_add(&residual, 1, 0, 1e9);
    cf_residual_link(&residual);
    cf_residual_solve(&residual);
    expect_near(rate(&residual, 2, 1), 1);
    cf_residual_set(&residual, 4, 0);
    cf_residual_solve(&residual);
    expect_near(rate(&residual, 0, 1), 0);
    expect_near(rate(&residual, 0, -1), -1);
    expect_near(rate(&residual, 2, 1), 0);
    expect_near(rate(&residual, 2, -1), -1);
    cf_residual_free(&residual);
}

Test(residual, one_in_a_million_millions_is_told_apart)
{
    cf_residual residual;

    diamond(&residual, 1e9 + 1e-3, 1e9, 2e9, 0);
    expect_near(rate(&residual, 1, 1), 1);
    expect_near(rate(&residual, 0, -1), 0);
    cf_residual_free(&residual);
}

/* ---- against push-relabel, solved again after changes ---- */

static unsigned long long state = 7;

static int below(int limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (int)((state >> 33) % (unsigned)limit);
}

static double by_push_relabel(const cf_residual *residual)
{
    int vertices = residual->vertex_count - 2;
    cf_arc arcs[40];
    double supply[10] = { 0 }, sink[10] = { 0 };
    bool side[10];
    cf_flow_problem problem = {
        .vertex_count = vertices, .supply = supply, .sink = sink, .arcs = arcs
    };

    for (int i = 0; i < residual->arc_count; i++) {
        const cf_residual_arc *arc = &residual->arcs[i];

        if (arc->tail == residual->source)
            supply[arc->head] += arc->capacity;
        else if (arc->head == residual->target)
            sink[arc->tail] += arc->capacity;
        else
            arcs[problem.arc_count++] = (cf_arc){ arc->tail, arc->head, arc->capacity };
    }
    assert_ok(oracle_push_relabel(&problem, side));
    return cf_cut_value(&problem, side);
}

Test(residual, solving_again_gives_what_solving_anew_gives)
{
    for (int n = 0; n < 400; n++) {
        cf_residual residual;
        int vertices = 3 + below(6), arcs = 8 + below(30);

        assert_ok(cf_residual_new(&residual, vertices, arcs));
        for (int i = 0; i < arcs; i++) {
            int kind = below(5), tail = below(vertices), head = below(vertices);

            if (tail == head && kind > 1)
                kind = below(2);
            cf_residual_add(&residual, kind == 0 ? residual.source : tail,
                            kind == 1 ? residual.target : head, below(7));
        }
        cf_residual_link(&residual);
        cf_residual_solve(&residual);
        expect_near(value(&residual), by_push_relabel(&residual));
        for (int change = 0; change < 10; change++) {
            for (int i = below(3); i >= 0; i--)
                cf_residual_set(&residual, below(arcs), below(9));
            cf_residual_solve(&residual);
            expect_near(value(&residual), by_push_relabel(&residual));
        }
        cf_residual_free(&residual);
    }
}

/* The slope between whole numbers, where all capacities are whole, is the rate in between. */
Test(residual, rates_are_differences_of_largest_flows)
{
    for (int n = 0; n < 400; n++) {
        cf_residual residual;
        int vertices = 3 + below(6), arcs = 8 + below(30);

        assert_ok(cf_residual_new(&residual, vertices, arcs));
        for (int i = 0; i < arcs; i++) {
            int tail = below(vertices), head = (tail + 1 + below(vertices - 1)) % vertices;
            int kind = below(5);

            cf_residual_add(&residual, kind == 0 ? residual.source : tail,
                            kind == 1 ? residual.target : head, below(4));
        }
        cf_residual_link(&residual);
        cf_residual_solve(&residual);
        for (int i = 0; i < arcs; i++) {
            double base = value(&residual), capacity = residual.arcs[i].capacity;

            for (double by = -1; by <= 1; by += 2) {
                double found = rate(&residual, i, by);

                if (capacity + by < 0)
                    continue;
                cf_residual_set(&residual, i, capacity + 0.5 * by);
                cf_residual_solve(&residual);
                expect_near(found, 2 * (value(&residual) - base));
                cf_residual_set(&residual, i, capacity);
                cf_residual_solve(&residual);
            }
        }
        cf_residual_free(&residual);
    }
}
