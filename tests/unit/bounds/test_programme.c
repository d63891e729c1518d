/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/programme.h"
#include "unit/testlib.h"

static const char fungible[] = "s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer;"
                               "x -> s 30 supplier; lab has 60; x has 0; lab -> far 5 customer";

Test(programme, only_what_lies_between_capital_and_revenue_is_in_it)
{
    small_network network;
    cf_flow *flow = flow_from(&network, fungible);
    cf_programme programme;
    const bool all[] = { true, true }, none[] = { false, false };

    assert_ok(cf_programme_new(&programme, flow, node_of(&network, "s"), false, CF_BOUND_MAX));
    cr_expect_eq(programme.vertex_count, 2); /* lab and x */
    cr_expect_eq(programme.arc_count, 1);
    expect_near(cf_programme_cut(&programme, none), 100);
    expect_near(cf_programme_cut(&programme, all), 80);
    cf_programme_free(&programme);
    cf_programme_free(&programme); /* empty is allowed */
    cf_flow_free(flow);
}

Test(programme, the_minimum_is_what_the_largest_flow_to_the_keepers_leaves)
{
    small_network network;
    cf_flow *flow =
        flow_from(&network, "s -> lab 100 investor; lab -> s 50 customer;"
                            "lab -> x 60 customer; x -> s 30 supplier; lab has 60; x has 0");
    cf_programme programme;
    const bool all[] = { true, true }, first[] = { true, false };

    assert_ok(cf_programme_new(&programme, flow, node_of(&network, "s"), false, CF_BOUND_MIN));
    expect_near(cf_programme_cut(&programme, all), 80); /* 50 kept in the lab, 30 with x */
    expect_near(cf_programme_beyond_cut(&programme, all), 20);
    expect_near(cf_programme_cut(&programme, first), 50 + 60);
    expect_near(cf_programme_beyond_cut(&programme, first), -10);
    cf_programme_free(&programme);
    cf_flow_free(flow);
}

Test(programme, a_supplier_without_capital_or_revenue_has_an_empty_one)
{
    static const char *const texts[] = {
        "s -> a 1 investor; a -> b 1 customer", "a -> s 1 customer; s -> b 1 supplier",
        "s -> a 1 investor; b -> s 1 customer",
        "s -> a 1 investor; a -> s 1 investor", /* comes back as capital only */
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int bound = 0; bound < CF_BOUND_COUNT; bound++) {
            small_network network;
            cf_flow *flow = flow_from(&network, texts[i]);
            cf_programme programme;

            assert_ok(
                cf_programme_new(&programme, flow, node_of(&network, "s"), false, (cf_bound)bound));
            cr_expect_eq(programme.vertex_count, 0, "%s", texts[i]);
            cf_programme_free(&programme);
            cf_flow_free(flow);
        }
    }
}

Test(programme, open_payments_are_limitless_but_those_of_the_supplier_itself)
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

Test(programme, reachable_is_the_capital_from_whose_head_revenue_can_come)
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
