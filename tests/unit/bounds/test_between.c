/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/between.h"
#include "unit/testlib.h"

static const char fungible[] = "s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer;"
                               "x -> s 30 supplier; lab has 60; x has 0; lab -> far 5 customer";

Test(between, only_what_lies_between_capital_and_revenue_is_in_it)
{
    small_network network;
    cf_flow *flow = flow_from(&network, fungible);
    cf_between between;

    assert_ok(cf_between_new(&between, flow, node_of(&network, "s"), false, false));
    cf_between_read(&between, flow);
    cr_expect_eq(between.size, 2); /* lab and x */
    cr_expect_eq(between.vertices[0], node_of(&network, "lab"));
    cr_expect_eq(cf_between_place(&between, node_of(&network, "x")), 1);
    cr_expect_eq(cf_between_place(&between, node_of(&network, "far")), -1);
    cr_expect_eq(between.arc_count, 1);
    expect_near(between.arcs[0].capacity, 60);
    expect_near(between.origins.amount[0], 100);
    expect_near(between.revenue.amount[0], 50);
    expect_near(between.revenue.amount[1], 30);
    expect_near(between.leaving.amount[0], 5);
    cf_between_free(&between);
    cf_between_free(&between); /* empty is allowed */
    cf_flow_free(flow);
}

/* Min is what the largest flow to the keepers and to what leaves lets come back. */
Test(between, cuts_of_the_problem_of_min)
{
    small_network network;
    cf_flow *flow = flow_from(&network, fungible);
    cf_between between;
    const cf_flow_problem *problem;
    const bool all[] = { true, true }, first[] = { true, false };

    assert_ok(cf_between_new(&between, flow, node_of(&network, "s"), false, false));
    cf_between_read(&between, flow);
    problem = cf_between_problem(&between, flow, CF_MEASURE_MIN);
    expect_near(cf_cut_value(problem, all), 45 + 5 + 30); /* kept, to far, kept by x */
    expect_near(cf_cut_rest(problem, all), 20);
    expect_near(cf_cut_value(problem, first), 45 + 5 + 60);
    expect_near(cf_cut_rest(problem, first), -10);
    cf_between_free(&between);
    cf_flow_free(flow);
}

Test(between, a_supplier_without_capital_or_revenue_has_nothing_there)
{
    static const char *const texts[] = {
        "s -> a 1 investor; a -> b 1 customer", "a -> s 1 customer; s -> b 1 supplier",
        "s -> a 1 investor; b -> s 1 customer",
        "s -> a 1 investor; a -> s 1 investor", /* comes back as capital only */
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int open = 0; open < 2; open++) {
            small_network network;
            cf_flow *flow = flow_from(&network, texts[i]);
            cf_between between;

            assert_ok(cf_between_new(&between, flow, node_of(&network, "s"), false, open == 1));
            cr_expect_eq(between.size, 0, "%s", texts[i]);
            cf_between_free(&between);
            cf_flow_free(flow);
        }
    }
}

Test(between, amounts_are_read_again_on_the_same_structure)
{
    small_network network, changed;
    cf_flow *flow = flow_from(&network, "s -> a 10 investor; a -> s 4 customer; a has 0");
    cf_flow *other = flow_from(&changed, "s -> a 10 investor; a -> s 7 customer; a has 0");
    cf_between between;
    double value = 0;

    assert_ok(cf_between_new(&between, flow, node_of(&network, "s"), false, false));
    cf_between_read(&between, flow);
    assert_ok(cf_between_bound(&between, flow, CF_MEASURE_MAX, &value));
    expect_near(value, 4);
    cf_between_read(&between, other);
    assert_ok(cf_between_bound(&between, other, CF_MEASURE_MAX, &value));
    expect_near(value, 7);
    assert_ok(cf_between_bound(&between, other, CF_MEASURE_MIN, &value));
    expect_near(value, 7);
    cf_between_free(&between);
    cf_flow_free(flow);
    cf_flow_free(other);
}

Test(between, every_failing_allocation_is_reported_and_nothing_leaks)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> a 10 investor; a -> b ? customer; b -> s 6 customer");
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        double value;

        cr_assert_lt(allowed, 100);
        allow_allocations(allowed);
        status =
            cf_bound_loopback(flow, node_of(&network, "s"), false, CF_MEASURE_MAX_OPEN, &value);
        cr_assert_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    cf_flow_free(flow);
}

Test(between, open_payments_are_limitless_but_those_of_the_supplier_itself)
{
    static const struct {
        const char *text;
        double max_open;
    } cases[] = {
        { "s -> b 10 investor; b -> c ? customer; c -> s 8 supplier", 8 },
        { "s -> b 10 investor; b -> s ? customer", 10 },
        { "s -> b ? investor; b -> s 8 customer", 0 },
        { "s -> b 10 investor; b -> c ? investor; c -> s 8 customer", 8 },
        { "s -> b 10 investor; b -> s ? investor", 0 },
        { "s -> b 10 investor; b -> c 3 customer; c -> s ? customer", 3 },
        { "s -> b 10 investor; c -> b ? customer; b -> c 3 customer; c -> s 2 customer", 2 },
        /* what c owes b may bring money to b, and b pays s 4 */
        { "s -> c 10 investor; c -> b ? customer; b -> s 4 customer; c has 0", 4 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loopback back = loopback_of(cases[i].text, "s");

        expect_near(back.max_open, cases[i].max_open);
    }
}

Test(between, reachable_is_the_capital_from_whose_head_revenue_can_come)
{
    static const struct {
        const char *text;
        double capital, all;
    } cases[] = {
        { "s -> a 10 investor; a -> s 1 customer; s -> b 20 investor; s -> a 5 supplier", 10, 15 },
        { "s -> a 10 investor; a -> b ? customer; b -> s ? customer", 10, 10 },
        { "s -> a 10 investor; a -> b 1 customer; b -> s 1 investor", 0, 0 },
        /* not by way of s itself */
        { "s -> a 10 investor; a -> s 1 investor; s -> b 1 investor; b -> s 1 customer", 1, 1 },
        { "s -> a 10 investor; a -> s 1 investor; s -> b 1 supplier; b -> s 1 customer", 0, 1 },
        /* tied past a, and a itself pays nobody */
        { "s -> a 10 investor for k; k: a -> s 4 supplier", 4, 4 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;
        cf_flow *flow = flow_from(&network, cases[i].text);
        double reachable = -1.0;

        assert_ok(cf_flow_reachable(flow, node_of(&network, "s"), false, &reachable));
        expect_near(reachable, cases[i].capital);
        assert_ok(cf_flow_reachable(flow, node_of(&network, "s"), true, &reachable));
        expect_near(reachable, cases[i].all);
        cf_flow_free(flow);
    }
}
