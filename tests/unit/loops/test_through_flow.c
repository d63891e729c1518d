/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through-flows and the rank order on networks small enough to check by hand. */
#include "loops/through_flow.h"

#include "loops/ranked.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

static cf_loop_list rank_text(small_network *network, cf_flow **flow, cf_hops **hops,
                              const char *text, long top)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);
    cf_loop_list list;

    *flow = flow_from(network, text);
    assert_ok(cf_hops_new(hops, *flow, NULL));
    assert_ok(cf_loops_ranked(&list, *hops, &limits, top));
    return list;
}

Test(through_flow, through_flow_is_what_the_ways_shares_leave)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    /* b has 50 besides the 100 and pays 60 of 150 to c, c 30 of 60 to a. */
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 100 investor; b -> c 60 customer; c -> a 30 customer;"
                                  "c -> d 30 customer; b has 50",
                                  0);

    cr_assert_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 100 * (60 / 150.0) * (30 / 60.0));
    expect_near(list.loops[0].amount, 30);
    cr_expect_eq(list.loops[0].supplier, node_of(&network, "a"));
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(through_flow, tied_money_goes_where_it_is_tied_to)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    /* 40 of the 100 are tied to the purchase of 50 from a. The other 60 mix with 40 of b's own: of
     * the 100 b has, it pays 10 more to a. */
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 40 investor for k; a -> b 60 investor;"
                                  "k: b -> a 50 customer; b -> c 90 customer; b has 40",
                                  0);

    cr_assert_eq(list.loop_count, 1);
    expect_near(list.loops[0].through_flow, 40 + 60 * (10 / 100.0));
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(through_flow, of_several_suppliers_the_one_whose_money_gets_round_most_is_named)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 10 investor; b -> c 8 customer; c -> d 100 investor;"
                                  "d -> a 60 customer; a has 100",
                                  0);

    /* From a: 10, 8 of 10, 100 of 100 (8 + 92 of its own), 60 of 100. From c: 100, 60 of 100, 10
     * of 160, 8 of 10. */
    cr_assert_eq(list.loop_count, 1);
    cr_expect_eq(list.loops[0].supplier, node_of(&network, "a"));
    expect_near(list.loops[0].through_flow, 10 * 0.8 * 1 * 0.6);
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}

Test(through_flow, rank_by_through_flow_then_amount_and_unknown_ones_last)
{
    small_network network;
    cf_flow *flow;
    cf_hops *hops;
    cf_loop_list list = rank_text(&network, &flow, &hops,
                                  "a -> b 10 investor; b -> a 10 customer;"
                                  "a -> c 20 investor; c -> a 20 customer;"
                                  "b -> c 1 customer; c -> b 5 customer;"
                                  "a -> d ? investor; d -> a 3 customer",
                                  0);

    cr_assert_eq(list.loop_count, 6);
    for (long i = 1; i < list.loop_count; i++) {
        const cf_loop *before = &list.loops[i - 1], *loop = &list.loops[i];

        cr_expect(before->quantified || !loop->quantified);
        cr_expect(before->supplier >= 0 || loop->supplier < 0);
        cr_expect(before->through_flow >= loop->through_flow);
    }
    cr_expect_eq(list.loops[4].supplier, -1, "the trade loop of b and c has none");
    expect_near(list.loops[4].amount, 1);
    cr_expect_not(list.loops[5].quantified);
    cf_loop_list_free(&list);
    cf_hops_free(hops);
    cf_flow_free(flow);
}
