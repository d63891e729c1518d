/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/drivers.h"
#include "unit/testlib.h"

#define NONE NAN

/* The supplier is s, the payment d. A row without a text is about the one before. */
struct example {
    const char *text;
    cf_measure measure;
    double value, down, up, from, to, without;
};

static const struct example by_hand[] = {
    /* A chain: its narrowest place is all that counts. */
    { "s -> a 10 investor; d: a -> b 6 customer; b -> s 8 customer", CF_MEASURE_MAX, 6, 1, 1, 0, 8,
      0 },
    { "d: s -> a 10 investor; a -> b 6 customer; b -> s 8 customer", CF_MEASURE_MAX, 6, 0, 0, 6,
      NONE, 0 },
    { "s -> a 10 investor; a -> b 6 customer; d: b -> s 8 customer", CF_MEASURE_MAX, 6, 0, 0, 6,
      NONE, 0 },
    /* Two places alike: a step down loses, a step up gains nothing. */
    { "s -> a 10 investor; d: a -> b 6 customer; b -> s 6 customer", CF_MEASURE_MAX, 6, 1, 0, 0,
      NONE, 0 },
    { "s -> a 0.1 investor; s -> a 0.2 investor; d: a -> s 0.3 customer", CF_MEASURE_MAX, 0.3, 1, 0,
      0, NONE, 0 },
    /* The least that comes back: what a, whose funds are stated, cannot keep. */
    { "s -> a 10 investor; d: a -> s 6 customer; a has 0", CF_MEASURE_MIN, 6, 1, 1, 0, 10, 0 },
    { "d: s -> a 10 investor; a -> s 6 customer; a has 0", CF_MEASURE_MIN, 6, 0, 0, 6, NONE, 0 },
    { "s -> a 10 investor; d: a -> s 6 customer; a has 1", CF_MEASURE_MIN, 5, 1, 1, 1, 11, 0 },
    { "s -> a 10 investor; d: a -> s 6 customer", CF_MEASURE_MIN, 0, 0, 0, 0, NONE, 0 },
    /* At the end of its funds. */
    { "s -> a 10 investor; d: a -> s 10 customer; a has 0", CF_MEASURE_MIN, 10, 1, 0, 0, NONE, 0 },
    { "d: s -> a 10 investor; a -> s 10 customer; a has 0", CF_MEASURE_MIN, 10, 1, 0, 0, NONE, 0 },
    /* Capital that goes back is no revenue: a can send all of it there until it has too little. */
    { "s -> a 10 investor; a -> s 7 customer; d: a -> s 3 investor; a has 0", CF_MEASURE_MIN, 7, 0,
      -1, 0, 10, 7 },
    /* A deal far smaller than the balance that it tips stands on the tip, not just before it. */
    { "b -> s 2 customer; d: b -> s 0.00001 investor; s -> b 1 investor; b has 1.00001",
      CF_MEASURE_MIN, 0.99999, 0, -1, 0, 1, 0.99999 },
    /* Others mix in: money of c thins out what s put there, more so the more it is. */
    { "s -> a 10 investor; d: c -> a 10 investor; a -> s 10 customer", CF_MEASURE_PRO_RATA, 5,
      -0.25, -0.25, NONE, NONE, 10 },
    { "d: s -> a 10 investor; c -> a 10 investor; a -> s 10 customer", CF_MEASURE_PRO_RATA, 5, 0.25,
      0.25, NONE, NONE, 0 },
    { "s -> a 10 investor; c -> a 10 investor; d: a -> s 10 customer", CF_MEASURE_PRO_RATA, 5, 0.5,
      0.5, NONE, NONE, 0 },
    /* a pays out what it has: another 1 comes from outside, one less is kept. */
    { "s -> a 10 investor; d: a -> s 5 customer; a -> x 5 customer", CF_MEASURE_PRO_RATA, 5, 1, 0.5,
      NONE, NONE, 0 },
    { "d: s -> a 10 investor; a -> s 5 customer; a -> x 5 customer", CF_MEASURE_PRO_RATA, 5, 0.5, 0,
      NONE, NONE, 0 },
    /* Tied money goes straight back; what finds no room is kept. */
    { "d: s -> a 60 investor for k; k: a -> s 45 customer", CF_MEASURE_PRO_RATA, 45, 0, 0, NONE,
      NONE, 0 },
    { "s -> a 60 investor for d; d: a -> s 45 customer", CF_MEASURE_PRO_RATA, 45, 1, 1, NONE, NONE,
      0 },
    { "d: s -> a 45 investor for k; k: a -> s 45 customer", CF_MEASURE_PRO_RATA, 45, 1, 0, NONE,
      NONE, 0 },
    { "d: s -> a 45 investor for k; k: a -> s 45 customer", CF_MEASURE_MIN, 45, 1, 0, NONE, NONE,
      0 },
    { "d: s -> a 45 investor for k; k: a -> s 45 customer", CF_MEASURE_MAX, 45, 1, 0, NONE, NONE,
      0 },
    /* The money of v takes the place of s's: half of each is placed. */
    { "s -> a 60 investor for k; d: v -> a 60 investor for k; k: a -> s 60 customer",
      CF_MEASURE_PRO_RATA, 30, -0.25, -0.25, NONE, NONE, 60 },
};

static void check(const struct example *example)
{
    small_network network;
    cf_flow *flow = flow_from(&network, example->text);
    int s = node_of(&network, "s"), d = payment_of(&network, "d");
    cf_drivers *drivers = NULL;
    cf_marginal marginal;
    cf_validity valid;
    double without;

    assert_ok(cf_drivers_new(&drivers, flow));
    assert_ok(cf_drivers_supplier(drivers, s, false, CF_MEASURE_BIT(example->measure)));
    assert_ok(cf_drivers_marginal(drivers, example->measure, d, &marginal));
    assert_ok(cf_drivers_validity(drivers, example->measure, d, marginal, &valid));
    assert_ok(cf_drivers_value_at(drivers, example->measure, d, 0.0, &without));
    cr_expect(is_near(cf_drivers_value(drivers, example->measure), example->value) &&
                  is_near(marginal.down, example->down) && is_near(marginal.up, example->up) &&
                  is_near(valid.from, example->from) && is_near(valid.to, example->to) &&
                  is_near(without, example->without),
              "%s: %g, down %g up %g, from %g to %g, without %g", example->text,
              cf_drivers_value(drivers, example->measure), marginal.down, marginal.up, valid.from,
              valid.to, without);
    cf_drivers_free(drivers);
    cf_flow_free(flow);
}

Test(drivers, marginals_by_hand)
{
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++)
        check(&by_hand[i]);
}

/* What an open payment would bring: `up` of each measure; there is no `down`. */
static void expect_first_drops(const char *text, double min, double pro_rata, double max)
{
    const double up[] = { min, pro_rata, max };
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    cf_drivers *drivers = NULL;

    assert_ok(cf_drivers_new(&drivers, flow));
    assert_ok(cf_drivers_supplier(drivers, node_of(&network, "s"), false, 7u));
    for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
        cf_marginal marginal;

        assert_ok(
            cf_drivers_marginal(drivers, (cf_measure)m, payment_of(&network, "d"), &marginal));
        cr_expect(is_near(marginal.up, up[m]) && isnan(marginal.down), "%s: measure %d gains %g",
                  text, m, marginal.up);
    }
    cf_drivers_free(drivers);
    cf_flow_free(flow);
}

Test(drivers, first_drops_of_a_payment_without_an_amount)
{
    expect_first_drops("s -> a 10 investor; d: a -> s ? customer", 0, 1, 1);
    expect_first_drops("s -> a 10 investor; d: a -> s ? customer; a has 0", 1, 1, 1);
    expect_first_drops("s -> a 10 investor; d: a -> s ? investor", 0, 0, 0);
    expect_first_drops("s -> a 10 investor; a -> x 5 customer; d: a -> s ? customer; a has 20", 0,
                       1.0 / 3, 1);
    /* To somebody whom the money of s did not reach, and who mixes it one to one. */
    expect_first_drops("s -> a 10 investor; d: a -> b ? supplier; c -> b 4 customer;"
                       "b -> e 4 customer; e -> s 4 customer; e -> x 4 customer",
                       0, 0.5, 1);
    expect_first_drops(
        "s -> a 10 investor; d: a -> b ? supplier; c -> b 4 customer; b -> s 2 customer", 0, 0.5,
        1);
    /* Tied money begins to pay for it, or begins itself. */
    expect_first_drops("s -> a 10 investor for d; d: a -> s ? customer", 1, 1, 1);
    expect_first_drops("v -> a 10 investor for d; s -> a 5 investor; d: a -> s ? customer", 0, 0,
                       0);
    expect_first_drops("d: s -> a ? investor for k; k: a -> s 5 customer", 1, 1, 1);
    expect_first_drops("s -> v 5 investor; d: v -> a ? investor for k; k: a -> s 5 customer", 0, 1,
                       1);
    expect_first_drops("s -> v 5 investor; d: v -> s ? investor for k; k: s -> v 5 customer;"
                       "v -> s 1 customer; v has 0",
                       0, 0, 0);
}

Test(drivers, from_a_thousandth_to_a_thousand_million)
{
    static const struct example examples[] = {
        { "s -> a 1000000000 investor; d: a -> b 0.001 customer; b -> s 1000000000 customer",
          CF_MEASURE_MAX, 0.001, 1, 1, 0, 1e9, 0 },
        { "s -> a 1000000000 investor; a -> s 999999999.999 customer; d: a -> b 0.001 customer;"
          "b -> s 0.001 customer; a has 0",
          CF_MEASURE_MAX, 1e9, 1, 0, 0, NONE, 999999999.999 },
        { "s -> a 0.001 investor; d: a -> s 0.003 customer; b -> a 0.002 customer;"
          "a -> c 1000000000 customer; c -> a 1000000000 customer",
          CF_MEASURE_MAX, 0.001, 0, 0, 0.001, NONE, 0 },
        { "s -> a 0.1 investor; s -> a 0.2 investor; d: a -> b 0.3 customer; b -> s 0.3 customer;"
          "x -> a 1000000000 customer; a -> x 1000000000 customer",
          CF_MEASURE_MAX, 0.3, 1, 0, 0, NONE, 0 },
    };

    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        check(&examples[i]);
}

/* ---- memory ---- */

static cf_status try_all(const cf_network *network, int supplier)
{
    cf_flow *flow = NULL;
    cf_drivers *drivers = NULL;
    cf_status status = cf_flow_new(&flow, network, true);

    if (status == CF_OK)
        status = cf_drivers_new(&drivers, flow);
    if (status == CF_OK)
        status = cf_drivers_supplier(drivers, supplier, false, 7u);
    for (int i = 0; status == CF_OK && i < network->payment_count; i++) {
        for (int m = 0; status == CF_OK && m < CF_MEASURE_KNOWN_COUNT; m++) {
            cf_marginal marginal;
            cf_validity valid;
            double value;

            status = cf_drivers_marginal(drivers, (cf_measure)m, i, &marginal);
            if (status == CF_OK)
                status = cf_drivers_validity(drivers, (cf_measure)m, i, marginal, &valid);
            if (status == CF_OK)
                status = cf_drivers_value_at(drivers, (cf_measure)m, i, 1.0, &value);
        }
    }
    cf_drivers_free(drivers);
    cf_flow_free(flow);
    return status;
}

Test(drivers, every_failing_allocation_is_reported_and_nothing_leaks)
{
    small_network network;
    cf_status status = CF_NO_MEMORY;

    network_from(&network, "s -> a 10 investor for k; k: a -> s 4 customer; a -> b 5 customer;"
                           "b -> a 2 customer; b -> s ? customer; a has 1");
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 20000, "it never succeeds");
        allow_allocations(allowed);
        status = try_all(&network.network, node_of(&network, "s"));
        cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld", allowed);
        cr_assert((status == CF_OK) == (tried_allocations() <= allowed),
                  "allocation %ld fails unnoticed", allowed);
    }
    cr_expect_eq((int)status, (int)CF_OK, "%s", cf_status_text(status));
}

/* ---- funds and revenue ---- */

struct lever_example {
    const char *text;
    cf_measure measure;
    cf_lever lever; /* of a */
    double down, up, without, at_40;
};

static const struct lever_example levers_by_hand[] = {
    /* 10 in 40 is that of s, of a payment of 20. */
    { "s -> a 10 investor; a -> s 20 customer; a has 30", CF_MEASURE_PRO_RATA, CF_LEVER_FUNDS,
      -0.125, -0.125, 10, 4 },
    { "s -> a 10 investor; a -> s 20 customer; a earns 30", CF_MEASURE_PRO_RATA, CF_LEVER_REVENUE,
      -0.125, -0.125, 10, 4 },
    /* A gap is filled whatever the funds are; at its end, more of them mixes in. */
    { "s -> a 10 investor; a -> s 20 customer; a has 5", CF_MEASURE_PRO_RATA, CF_LEVER_FUNDS, 0, 0,
      10, 4 },
    { "s -> a 10 investor; a -> s 20 customer; a has 10", CF_MEASURE_PRO_RATA, CF_LEVER_FUNDS, 0,
      -0.5, 10, 4 },
    /* Where funds are stated, revenue says nothing. */
    { "s -> a 10 investor; a -> s 20 customer; a has 30; a earns 50", CF_MEASURE_PRO_RATA,
      CF_LEVER_REVENUE, 0, 0, 5, 5 },
    /* a can keep 2 more than it has; without a limit, all. */
    { "s -> a 10 investor; a -> s 20 customer; a has 12", CF_MEASURE_MIN, CF_LEVER_FUNDS, -1, -1, 0,
      0 },
    { "s -> a 10 investor; a -> s 20 customer; a has 12", CF_MEASURE_MAX, CF_LEVER_FUNDS, 0, 0, 10,
      10 },
    { "s -> a 10 investor; a -> s 20 customer; a earns 30", CF_MEASURE_MIN, CF_LEVER_REVENUE, 0, 0,
      0, 0 },
};

Test(drivers, funds_and_revenue_move_figures_too)
{
    for (size_t i = 0; i < sizeof levers_by_hand / sizeof *levers_by_hand; i++) {
        const struct lever_example *example = &levers_by_hand[i];
        small_network network;
        cf_flow *flow = flow_from(&network, example->text);
        int a = node_of(&network, "a");
        cf_drivers *drivers = NULL;
        cf_marginal marginal;
        double without, at_40;

        assert_ok(cf_drivers_new(&drivers, flow));
        assert_ok(cf_drivers_supplier(drivers, node_of(&network, "s"), false,
                                      CF_MEASURE_BIT(example->measure)));
        assert_ok(
            cf_drivers_lever_marginal(drivers, example->measure, a, example->lever, &marginal));
        assert_ok(cf_drivers_lever_value_at(drivers, example->measure, a, example->lever, false, 0,
                                            &without));
        assert_ok(cf_drivers_lever_value_at(drivers, example->measure, a, example->lever, true, 40,
                                            &at_40));
        cr_expect(is_near(marginal.down, example->down) && is_near(marginal.up, example->up) &&
                      is_near(without, example->without) && is_near(at_40, example->at_40),
                  "%s: down %g up %g, without %g, at 40 %g", example->text, marginal.down,
                  marginal.up, without, at_40);
        cf_drivers_free(drivers);
        cf_flow_free(flow);
    }
}
