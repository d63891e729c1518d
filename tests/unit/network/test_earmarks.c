/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/build.h"
#include "unit/testlib.h"

static double placed_on(const cf_flow *flow, int tied, int purchase)
{
    double sum = 0.0;

    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        if (edge->payment == purchase && edge->tail >= flow->network->node_count &&
            flow->tied[edge->tail - flow->network->node_count] == tied)
            sum += edge->amount;
    }
    return sum;
}

Test(earmarks, two_tied_deals_share_one_purchase_in_proportion_to_their_offers)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> b 60 investor for k; v -> b 30 investor for k;"
                                        "k: b -> s 45 supplier");

    /* They offer 60 and 30, there is room for 45: half of each. */
    expect_near(placed_on(flow, 0, 2), 30);
    expect_near(placed_on(flow, 1, 2), 15);
    expect_near(flow->edges[0].amount, 30);
    expect_near(flow->edges[1].amount, 15);
    expect_near(flow->edges[2].amount, 0);
    cf_flow_free(flow);
}

Test(earmarks, filling_goes_on_in_rounds_until_nobody_can_place_more)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> b 10 investor for k l; v -> b 10 investor for k;"
                                        "k: b -> x 10 supplier; l: b -> y 5 supplier");

    /* Round 1: s offers 20/3 to k and 10/3 to l, v offers 10 to k. k is offered 50/3 and takes
     * 3/5 of each: 4 and 6. l takes its 10/3. Round 2: s has 8/3 left, l room for 5/3. */
    expect_near(placed_on(flow, 0, 2), 4);
    expect_near(placed_on(flow, 1, 2), 6);
    expect_near(placed_on(flow, 0, 3), 5);
    expect_near(flow->edges[0].amount, 1);
    expect_near(flow->edges[1].amount, 4);
    expect_near(flow->edges[2].amount, 0);
    expect_near(flow->edges[3].amount, 0);
    cf_flow_free(flow);
}

Test(earmarks, filling_is_a_convention_and_may_place_less_than_could_be_placed)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> b 10 investor for k l; v -> b 10 investor for k;"
                                        "k: b -> x 10 supplier; l: b -> y 10 supplier");

    /* All 20 could be placed. Round 1: k is offered 5 and 10 and takes two thirds; l takes 5.
     * Round 2: s places its last 5/3 on l; v has 10/3 left and nothing to place it on. */
    expect_near(placed_on(flow, 0, 2), 10.0 / 3);
    expect_near(placed_on(flow, 1, 2), 20.0 / 3);
    expect_near(placed_on(flow, 0, 3), 20.0 / 3);
    expect_near(flow->edges[1].amount, 10.0 / 3);
    cf_flow_free(flow);
}

Test(earmarks, the_order_of_the_file_does_not_matter)
{
    small_network one, other;
    cf_flow *first = flow_from(&one, "s -> b 7 investor for k l m; v -> b 11 investor for l;"
                                     "w -> b 5 investor for l m; k: b -> x 3 supplier;"
                                     "l: b -> y 8 supplier; m: b -> z 4 supplier");
    cf_flow *second = flow_from(&other, "m: b -> z 4 supplier; w -> b 5 investor for m l;"
                                        "l: b -> y 8 supplier; v -> b 11 investor for l;"
                                        "k: b -> x 3 supplier; s -> b 7 investor for l m k");
    const int moved[] = { 5, 3, 1, 4, 2, 0 };

    for (int tied = 0; tied < 3; tied++) {
        for (int purchase = 3; purchase < 6; purchase++)
            expect_near(placed_on(second, moved[tied], moved[purchase]),
                        placed_on(first, tied, purchase));
    }
    cf_flow_free(first);
    cf_flow_free(second);
}

Test(earmarks, a_purchase_filled_but_for_a_rounding_is_filled)
{
    small_network network;
    cf_flow *flow = flow_from(
        &network, "s -> b 0.1 investor for k; s -> b 0.2 investor for k; k: b -> s 0.3 supplier");

    for (int i = 0; i < 3; i++)
        cr_expect_eq(flow->edges[i].amount, 0.0);
    cf_flow_free(flow);
}

Test(earmarks, what_cannot_be_placed_stays)
{
    static const struct {
        const char *text;
        double left_tied, left_purchase;
    } cases[] = {
        { "d: s -> b 60 investor for k; k: b -> s 45 supplier", 15, 0 },
        { "d: s -> b 45 investor for k; k: b -> s 60 supplier", 0, 15 },
        { "d: s -> b 45 investor for k; k: b -> s ? supplier", 45, 0 },
        { "d: s -> b ? investor for k; k: b -> s 60 supplier", 0, 60 },
        { "d: s -> b 45 investor; k: b -> s 60 supplier", 45, 60 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;
        cf_flow *flow = flow_from(&network, cases[i].text);

        expect_near(flow->edges[0].amount, cases[i].left_tied);
        expect_near(flow->edges[1].amount, cases[i].left_purchase);
        cf_flow_free(flow);
    }
}

Test(earmarks, without_earmarks_nothing_is_placed)
{
    small_network network;
    cf_flow *flow = NULL;

    network_from(&network, "s -> b 60 investor for k; k: b -> s 45 supplier");
    assert_ok(cf_flow_new(&flow, &network.network, false));
    cr_expect_eq(flow->tied_count, 0);
    expect_near(flow->edges[0].amount, 60);
    expect_near(flow->edges[1].amount, 45);
    cf_flow_free(flow);
}
