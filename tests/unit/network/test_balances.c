/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(balances, funds_gap_assumed_and_kept_follow_from_what_is_known)
{
    /* u receives 3 of trade and 4 of capital and pays 10: it needs 3 more. */
    static const struct {
        const char *known;
        cf_balance expected;
    } cases[] = {
        { "u pays", { .funds = 3, .assumed = 3, .gap = 0, .kept = 0 } },
        { "u has 0", { .funds = 3, .assumed = 3, .gap = 3, .kept = 0, .bounded = true } },
        { "u has 2", { .funds = 3, .assumed = 1, .gap = 1, .kept = 0, .bounded = true } },
        { "u has 3", { .funds = 3, .assumed = 0, .gap = 0, .kept = 0, .bounded = true } },
        { "u has 20", { .funds = 20, .assumed = 0, .gap = 0, .kept = 17, .bounded = true } },
        { "u earns 5", { .funds = 3, .assumed = 3, .gap = 0, .kept = 0 } },
        /* 30 of revenue, 3 of them from known trade: 27 from others; 4 + 3 + 27 - 10 = 24. */
        { "u earns 30", { .funds = 27, .assumed = 27, .gap = 0, .kept = 24 } },
        { "u has 2; u earns 30", { .funds = 3, .assumed = 1, .gap = 1, .bounded = true } },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cf_balance *expected = &cases[i].expected;
        small_network network;
        char text[200];
        cf_flow *flow;
        const cf_balance *actual;

        snprintf(text, sizeof text, "a -> u 3 customer; b -> u 4 investor; u -> c 10 supplier; %s",
                 cases[i].known);
        flow = flow_from(&network, text);
        actual = &flow->balances[node_of(&network, "u")];
        expect_near(actual->in, 7);
        expect_near(actual->out, 10);
        expect_near(actual->funds, expected->funds);
        expect_near(actual->assumed, expected->assumed);
        expect_near(actual->gap, expected->gap);
        expect_near(actual->kept, expected->kept);
        cr_expect_eq(actual->bounded, expected->bounded, "%s", cases[i].known);
        cf_flow_free(flow);
    }
}

Test(balances, amounts_within_1e_12_of_the_larger_are_equal)
{
    static const struct {
        const char *text;
        double kept, assumed;
    } cases[] = {
        { "a -> u 0.1 customer; a -> u 0.2 customer; u -> b 0.3 customer", 0, 0 },
        { "a -> u 0.3 customer; u -> b 0.1 customer; u -> b 0.2 customer", 0, 0 },
        { "a -> u 1 customer; u -> b 0.9999999999999 customer", 0, 0 },
        { "a -> u 1 customer; u -> b 1.0000000000001 customer", 0, 0 },
        { "a -> u 1 customer; u -> b 0.5 customer", 0.5, 0 },
        { "a -> u 1 customer; u -> b 1.5 customer", 0, 0.5 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;
        cf_flow *flow = flow_from(&network, cases[i].text);
        const cf_balance *balance = &flow->balances[node_of(&network, "u")];

        expect_near(balance->kept, cases[i].kept);
        expect_near(balance->assumed, cases[i].assumed);
        cf_flow_free(flow);
    }
}

Test(balances, a_difference_of_1e_11_is_a_difference)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> u 1 customer; u -> b 0.99999999999 customer");

    cr_expect(fabs(flow->balances[1].kept - 1e-11) < 1e-15);
    cf_flow_free(flow);
}

Test(balances, tied_money_is_neither_kept_nor_added_to)
{
    small_network network;
    cf_flow *flow =
        flow_from(&network, "s -> b 60 investor for k; v -> b 30 investor for k;"
                            "k: b -> s 45 supplier; b -> x 90 customer; x -> s 18 supplier");
    const cf_balance *b = &flow->balances[node_of(&network, "b")];

    cr_assert_eq(flow->vertex_count, 6);
    for (int v = 4; v < 6; v++) {
        const cf_balance *tied = &flow->balances[v];

        expect_near(tied->in, v == 4 ? 30 : 15);
        expect_near(tied->out, tied->in);
        expect_near(tied->funds + tied->kept + tied->gap + tied->assumed, 0);
        cr_expect(tied->bounded);
    }
    /* What is left, 30 and 15, is ordinary money of b, which needs 45 more. */
    expect_near(b->in, 45);
    expect_near(b->out, 90);
    expect_near(b->assumed, 45);
    cf_flow_free(flow);
}

Test(balances, an_entity_without_deals_has_what_it_states)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 1 customer; c has 7; d earns 5");
    const cf_balance *c = &flow->balances[node_of(&network, "c")];
    const cf_balance *d = &flow->balances[node_of(&network, "d")];

    expect_near(c->funds, 7);
    expect_near(c->kept, 7);
    expect_near(c->assumed, 0);
    expect_near(d->funds, 5);
    expect_near(d->assumed, 5);
    expect_near(d->kept, 5);
    cf_flow_free(flow);
}

/* What comes in is a 10^-13 part of what goes round: in and out are "equal" everywhere, and yet
 * the money has to stay somewhere. */
Test(balances, money_into_a_circuit_that_is_closed_within_the_tolerance_stays_where_it_comes_in)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> a 1e-4 investor; a -> b 1e9 customer;"
                                        "b -> a 1e9 customer; c -> s 1 customer");

    expect_near(flow->balances[node_of(&network, "a")].kept, 1e-4);
    expect_near(flow->balances[node_of(&network, "b")].kept, 0);
    cf_flow_free(flow);
}
