/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/moving_bound.h"

#include "unit/testlib.h"

/* min: of the 100, b can keep 40; d beyond 60 leaves less to keep. max: d and its payer limit. */
static const char text[] = "s -> b 100 investor; d: b -> s 60 customer; e: c -> b ? customer;"
                           "b has 0; c has 0";

Test(moving_bound, values_at_other_amounts_and_how_far_marginals_hold)
{
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    int d = payment_of(&network, "d"), s = node_of(&network, "s");
    cf_moving_bound max, min;
    double until = 0;

    assert_ok(cf_moving_bound_new(&max, flow, CF_MEASURE_MAX));
    assert_ok(cf_moving_bound_new(&min, flow, CF_MEASURE_MIN));
    assert_ok(cf_moving_bound_prepare(&max, s, false));
    assert_ok(cf_moving_bound_prepare(&min, s, false));
    expect_near(max.value, 60);
    expect_near(min.value, 60);
    expect_near(cf_moving_bound_value_at(&max, d, 0), 0);
    expect_near(cf_moving_bound_value_at(&max, d, 1e6), 100);
    expect_near(cf_moving_bound_value_at(&min, d, 90), 90);
    expect_near(cf_moving_bound_value_at(&min, d, 130), 100);
    assert_ok(cf_moving_bound_valid(&max, d, 1, 1, &until));
    expect_near(until, 100);
    assert_ok(cf_moving_bound_valid(&min, d, -1, 1, &until));
    expect_near(until, 0);
    expect_near(max.value, cf_moving_bound_now(&max)); /* as before all that */
    assert_ok(cf_moving_bound_prepare(&max, node_of(&network, "b"), false));
    expect_near(max.value, 0); /* it invests nothing */
    cf_moving_bound_free(&max);
    cf_moving_bound_free(&min);
    cf_flow_free(flow);
}
