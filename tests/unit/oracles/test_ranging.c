/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracles/oracles.h"
#include "unit/testlib.h"

/* The payment d of supplier s. */
struct example {
    const char *text;
    cf_measure bound;
    double reduced_cost, from, to;
};

static const struct example by_hand[] = {
    { "s -> a 10 investor; d: a -> b 6 customer; b -> s 8 customer", CF_MEASURE_MAX, 1, 0, 8 },
    { "d: s -> a 10 investor; a -> b 6 customer; b -> s 8 customer", CF_MEASURE_MAX, 0, 6,
      INFINITY },
    { "s -> a 10 investor; d: a -> s 6 customer; a has 0", CF_MEASURE_MIN, 1, 0, 10 },
    { "s -> a 10 investor; d: a -> s 6 customer", CF_MEASURE_MIN, 0, 0, INFINITY },
    { "s -> a 10 investor; d: a -> s 16 customer; a has 4", CF_MEASURE_MIN, 0, 14, INFINITY },
    /* Nothing where tied money is, or no amount. */
    { "d: s -> a 10 investor for k; k: a -> s 6 customer", CF_MEASURE_MAX, NAN, NAN, NAN },
    { "s -> a 10 investor for d; d: a -> s 6 customer", CF_MEASURE_MAX, NAN, NAN, NAN },
    { "s -> a 10 investor; d: a -> s ? customer", CF_MEASURE_MAX, NAN, NAN, NAN },
};

Test(ranging, reduced_costs_and_their_ranges)
{
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++) {
        const struct example *example = &by_hand[i];
        small_network network;
        cf_flow *flow = flow_from(&network, example->text);
        oracle_marginal out[MOST_PAYMENTS], *d = &out[payment_of(&network, "d")];

        assert_ok(oracle_marginals(flow, node_of(&network, "s"), false, example->bound, out));
        cr_expect(is_near(d->reduced_cost, example->reduced_cost) &&
                      (is_near(d->from, example->from) || d->from >= example->from) &&
                      (is_near(d->to, example->to) || d->to <= example->to || isnan(d->to)),
                  "%s: %g from %g to %g", example->text, d->reduced_cost, d->from, d->to);
        cf_flow_free(flow);
    }
}

Test(ranging, at_several_optimal_bases_the_reduced_cost_is_one_side_or_between)
{
    small_network network;
    cf_flow *flow =
        flow_from(&network, "s -> a 10 investor; d: a -> b 6 customer; b -> s 6 customer");
    oracle_marginal out[MOST_PAYMENTS];
    double cost;

    assert_ok(oracle_marginals(flow, node_of(&network, "s"), false, CF_MEASURE_MAX, out));
    cost = out[payment_of(&network, "d")].reduced_cost;
    cr_expect(cost >= 0 && cost <= 1, "%g", cost);
    cf_flow_free(flow);
}

Test(ranging, every_failing_allocation_is_reported_and_nothing_leaks)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> a 10 investor; a -> s 6 customer; a has 0");
    oracle_marginal out[MOST_PAYMENTS];
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 100);
        allow_allocations(allowed);
        status = oracle_marginals(flow, 0, false, CF_MEASURE_MIN, out);
        cr_assert_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    cf_flow_free(flow);
}
