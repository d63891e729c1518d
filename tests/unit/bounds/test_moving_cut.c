/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/moving_cut.h"

#include "oracles/oracles.h"
#include "unit/testlib.h"

enum { MOST = 9, MOST_ARCS = 30 };

struct bench {
    double supply[MOST], sink[MOST];
    cf_arc arcs[MOST_ARCS];
    cf_flow_problem problem;
    cf_moving_cut moving;
};

static struct bench *bench_new(int vertices)
{
    struct bench *bench = calloc(1, sizeof *bench);

    bench->problem = (cf_flow_problem){
        .vertex_count = vertices, .supply = bench->supply, .sink = bench->sink, .arcs = bench->arcs
    };
    return bench;
}

static void bench_solve(struct bench *bench)
{
    assert_ok(cf_moving_cut_new(&bench->moving, &bench->problem));
    cf_moving_cut_solve(&bench->moving);
}

static void bench_free(struct bench *bench)
{
    cf_moving_cut_free(&bench->moving);
    free(bench);
}

static double *amount_of(struct bench *bench, int arc)
{
    int n = bench->problem.vertex_count;

    if (arc < n)
        return &bench->supply[arc];
    return arc < 2 * n ? &bench->sink[arc - n] : &bench->arcs[arc - 2 * n].capacity;
}

static void set(struct bench *bench, int arc, double amount)
{
    *amount_of(bench, arc) = amount;
    cf_moving_cut_change(&bench->moving, arc);
}

static double value(const struct bench *bench)
{
    return cf_cut_value(&bench->problem, bench->moving.from_source);
}

static double rate(struct bench *bench, int arc, double by)
{
    cf_moving_arc moving = { arc, by };
    double found = NAN;

    assert_ok(cf_moving_cut_rate(&bench->moving, &moving, 1, &found));
    return found;
}

/* source → 0 → 1 → target, and a way around by 2. */
enum { FIRST = 0, LAST = 4, MIDDLE = 6, TO_2, FROM_2 };

static struct bench *diamond(double first, double middle, double last, double around)
{
    struct bench *bench = bench_new(3);

    bench->supply[0] = first;
    bench->sink[1] = last;
    bench->arcs[0] = (cf_arc){ 0, 1, middle };
    bench->arcs[1] = (cf_arc){ 0, 2, around };
    bench->arcs[2] = (cf_arc){ 2, 1, around };
    bench->problem.arc_count = 3;
    bench_solve(bench);
    return bench;
}

Test(moving_cut, one_bottleneck_has_all_the_rate)
{
    struct bench *bench = diamond(10, 4, 9, 1);

    expect_near(value(bench), 5);
    expect_near(rate(bench, FIRST, 1), 0);
    expect_near(rate(bench, MIDDLE, 1), 1);
    expect_near(rate(bench, MIDDLE, -1), -1);
    expect_near(rate(bench, TO_2, 1), 0); /* two in a row: either alone gives nothing more */
    expect_near(rate(bench, TO_2, -1), -1);
    bench_free(bench);
}

Test(moving_cut, of_several_smallest_cuts_the_least_rate_counts)
{
    static const int in_a_cut[] = { FIRST, MIDDLE, LAST };
    struct bench *bench = diamond(5, 4, 5, 1);

    for (int i = 0; i < 3; i++) {
        expect_near(rate(bench, in_a_cut[i], 1), 0);
        expect_near(rate(bench, in_a_cut[i], -1), -1);
    }
    bench_free(bench);
}

Test(moving_cut, several_capacities_move_at_once)
{
    const cf_moving_arc together[] = { { FIRST, 2 }, { MIDDLE, 0.5 }, { LAST, 1 } };
    const cf_moving_arc against[] = { { FIRST, 1 }, { MIDDLE, 1 }, { LAST, -0.25 } };
    struct bench *bench = diamond(5, 4, 5, 1);
    double found;

    assert_ok(cf_moving_cut_rate(&bench->moving, together, 3, &found));
    expect_near(found, 0.5);
    assert_ok(cf_moving_cut_rate(&bench->moving, against, 3, &found));
    expect_near(found, -0.25);
    bench_free(bench);
}

Test(moving_cut, an_empty_arc_begins_to_carry)
{
    struct bench *bench = diamond(10, 4, 9, 0);

    expect_near(value(bench), 4);
    cr_expect(cf_moving_cut_is_empty(&bench->moving, TO_2));
    expect_near(rate(bench, TO_2, 1), 0); /* leads to 2, which leads nowhere */
    set(bench, FROM_2, 3);
    cf_moving_cut_solve_again(&bench->moving);
    expect_near(rate(bench, TO_2, 1), 1);
    bench_free(bench);
}

Test(moving_cut, what_goes_straight_fills_an_arc_too)
{
    struct bench *bench = bench_new(1);

    bench->supply[0] = 5;
    bench->sink[0] = 7;
    bench_solve(bench);
    cr_expect(cf_moving_cut_is_full(&bench->moving, 0));
    cr_expect(!cf_moving_cut_is_full(&bench->moving, 1));
    cr_expect(!cf_moving_cut_is_empty(&bench->moving, 1));
    expect_near(rate(bench, 0, 1), 1);
    expect_near(rate(bench, 1, 1), 0);
    set(bench, 0, 7);
    cf_moving_cut_solve_again(&bench->moving);
    expect_near(rate(bench, 0, 1), 0);
    expect_near(rate(bench, 0, -1), -1);
    bench_free(bench);
}

Test(moving_cut, amounts_that_tie_on_paper_tie)
{
    enum { WIDE = 9 }; /* arc 1 → 0 */
    struct bench *bench = bench_new(4);

    bench->supply[1] = 1e9; /* does not drown it */
    bench->supply[2] = 0.1;
    bench->supply[3] = 0.2;
    bench->sink[0] = 0.3;
    bench->arcs[0] = (cf_arc){ 2, 0, 1 };
    bench->arcs[1] = (cf_arc){ 1, 0, 1e9 };
    bench->arcs[2] = (cf_arc){ 3, 0, 1 };
    bench->problem.arc_count = 3;
    bench_solve(bench);
    expect_near(rate(bench, 4, 1), 1);
    set(bench, WIDE, 0);
    cf_moving_cut_solve_again(&bench->moving);
    expect_near(rate(bench, 2, 1), 0);
    expect_near(rate(bench, 2, -1), -1);
    expect_near(rate(bench, 4, 1), 0);
    expect_near(rate(bench, 4, -1), -1);
    bench_free(bench);
}

Test(moving_cut, one_in_a_million_millions_is_told_apart)
{
    struct bench *bench = diamond(1e9 + 1e-3, 1e9, 2e9, 0);

    expect_near(rate(bench, MIDDLE, 1), 1);
    expect_near(rate(bench, FIRST, -1), 0);
    bench_free(bench);
}

/* Beyond twice what could flow before, or far below it, the grid is another one. */
Test(moving_cut, amounts_may_move_by_many_powers_of_ten)
{
    struct bench *bench = diamond(10, 4, 9, 1);
    static const double amounts[] = { 1e9, 3e-7, 1e14, 0, 1e-12, 10 };

    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        double least = fmin(amounts[i], 5);

        set(bench, FIRST, amounts[i]);
        cf_moving_cut_solve_again(&bench->moving);
        expect_near(value(bench), least);
        expect_near(rate(bench, FIRST, 1), amounts[i] < 5 ? 1 : 0);
    }
    set(bench, FIRST, 1e12);
    set(bench, MIDDLE, 1e12);
    set(bench, LAST, 1e13);
    cf_moving_cut_solve_again(&bench->moving);
    expect_near(value(bench), 1e12);
    expect_near(rate(bench, FIRST, 1), 1);
    bench->supply[0] = 10;
    bench->arcs[0].capacity = 4;
    bench->sink[1] = 9;
    cf_moving_cut_restore(&bench->moving);
    expect_near(value(bench), 5);
    expect_near(rate(bench, MIDDLE, 1), 1);
    bench_free(bench);
}

/* ---- against push-relabel, solved again after changes ---- */

static unsigned long long state = 7;

static int below(int limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (int)((state >> 33) % (unsigned)limit);
}

static struct bench *random_bench(int largest)
{
    struct bench *bench = bench_new(3 + below(6));
    int n = bench->problem.vertex_count;

    bench->problem.arc_count = 8 + below(20);
    for (int i = 0; i < bench->problem.arc_count; i++) {
        int tail = below(n);

        bench->arcs[i] = (cf_arc){ tail, (tail + 1 + below(n - 1)) % n, below(largest) };
    }
    for (int v = 0; v < n; v++) {
        bench->supply[v] = below(3) == 0 ? below(largest) : 0;
        bench->sink[v] = below(3) == 0 ? below(largest) : 0;
    }
    bench_solve(bench);
    return bench;
}

static void expect_push_relabel(const struct bench *bench)
{
    bool side[MOST];

    assert_ok(oracle_push_relabel(&bench->problem, side));
    expect_near(value(bench), cf_cut_value(&bench->problem, side));
}

Test(moving_cut, solving_again_gives_what_solving_from_nothing_gives)
{
    for (int n = 0; n < 400; n++) {
        struct bench *bench = random_bench(7);
        int arcs = bench->moving.cut.flow.arc_count;

        expect_push_relabel(bench);
        for (int change = 0; change < 10; change++) {
            for (int i = below(3); i >= 0; i--)
                set(bench, below(arcs), below(9));
            cf_moving_cut_solve_again(&bench->moving);
            expect_push_relabel(bench);
        }
        bench_free(bench);
    }
}

/* The slope between whole numbers, where all capacities are whole, is the rate in between. */
Test(moving_cut, rates_are_differences_of_largest_flows)
{
    for (int n = 0; n < 400; n++) {
        struct bench *bench = random_bench(4);

        for (int i = 0; i < bench->moving.cut.flow.arc_count; i++) {
            double base = value(bench), capacity = *amount_of(bench, i);

            for (double by = -1; by <= 1; by += 2) {
                double found = rate(bench, i, by);

                if (capacity + by < 0)
                    continue;
                set(bench, i, capacity + 0.5 * by);
                cf_moving_cut_solve_again(&bench->moving);
                expect_near(found, 2 * (value(bench) - base));
                set(bench, i, capacity);
                cf_moving_cut_solve_again(&bench->moving);
            }
        }
        bench_free(bench);
    }
}
