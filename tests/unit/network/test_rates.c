/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/rates.h"
#include "unit/testlib.h"

struct example {
    const char *text, *label;
    double direction, money, kept; /* rates at b */
};

static const struct example examples[] = {
    /* More comes in than goes out: what is more is kept. */
    { "d: s -> b 10 investor; b -> x 4 customer", "d", 1, 1, 1 },
    { "d: s -> b 10 investor; b -> x 4 customer", "d", -1, -1, -1 },
    /* More goes out: the need follows, nothing is kept. */
    { "s -> b 4 investor; d: b -> x 10 customer", "d", 1, 1, 0 },
    { "d: s -> b 4 investor; b -> x 10 customer", "d", 1, 0, 0 },
    /* As much: it tips. */
    { "d: s -> b 10 investor; b -> x 10 customer", "d", 1, 1, 1 },
    { "d: s -> b 10 investor; b -> x 10 customer", "d", -1, 0, 0 },
    { "s -> b 10 investor; d: b -> x 10 customer", "d", 1, 1, 0 },
    { "s -> b 10 investor; d: b -> x 10 customer", "d", -1, 0, 1 },
    /* The same with stated funds: within them, at their end, beyond it. */
    { "s -> b 10 investor; d: b -> x 12 customer; b has 5", "d", 1, 0, -1 },
    { "s -> b 10 investor; d: b -> x 15 customer; b has 5", "d", 1, 1, 0 },
    { "s -> b 10 investor; d: b -> x 15 customer; b has 5", "d", -1, 0, 1 },
    { "s -> b 10 investor; d: b -> x 17 customer; b has 5", "d", -1, -1, 0 },
    { "d: s -> b 10 investor; b -> x 17 customer; b has 5", "d", 1, 0, 0 },
    { "d: s -> b 0.1 investor; s -> b 0.2 investor; b -> x 0.3 customer; b has 0", "d", -1, 0, 0 },
    { "d: s -> b 0.1 investor; s -> b 0.2 investor; b -> x 0.3 customer; b has 0", "d", 1, 1, 1 },
    /* A revenue stands for funds: what is sold more here is sold less outside. */
    { "d: c -> b 10 customer; b -> x 4 customer; b earns 100", "d", 1, 0, 0 },
    { "d: c -> b 10 investor; b -> x 4 customer; b earns 100", "d", 1, 1, 1 },
    { "d: c -> b 10 customer; b -> x 4 customer; b earns 10", "d", 1, 1, 1 },
    { "d: c -> b 10 customer; b -> x 4 customer; b earns 10", "d", -1, 0, 0 },
    /* A need of 7 beside a revenue of 10 less 3: both stand there alike. */
    { "c -> b 3 customer; d: b -> x 10 customer; b earns 10", "d", 1, 1, 0 },
    { "c -> b 3 customer; d: b -> x 10 customer; b earns 10", "d", -1, 0, 1 },
    /* An amount that is not known begins. */
    { "d: s -> b ? investor; b -> x 4 customer", "d", 1, 0, 0 },
    { "s -> b 4 investor; d: b -> x ? customer", "d", 1, 0, -1 },
};

Test(change, balances_follow_an_amount)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *example = &examples[i];
        small_network network;
        cf_flow *flow = flow_from(&network, example->text);
        int b = node_of(&network, "b");
        cf_rates change;

        assert_ok(cf_rates_new(&change, flow));
        cf_rates_of(&change, payment_of(&network, "d"), -example->direction);
        cf_rates_of(&change, payment_of(&network, "d"), example->direction);
        cr_expect(is_near(change.at[b].money, example->money) &&
                      is_near(change.at[b].kept, example->kept),
                  "%s by %g: money %g, kept %g", example->text, example->direction,
                  change.at[b].money, change.at[b].kept);
        cr_expect_eq(change.touched_count, 2);
        cf_rates_free(&change);
        cf_flow_free(flow);
    }
}

Test(change, payments_are_grouped_by_whose_purchases_they_are)
{
    small_network network;
    cf_flow *flow = flow_from(
        &network, "s -> b 60 investor for k l; v -> b 5 investor; x -> y 3 investor for n;"
                  "k: b -> s 45 supplier; l: b -> c ? customer; n: y -> s ? customer");
    cf_rates rates;

    assert_ok(cf_rates_new(&rates, flow));
    cr_expect_eq(rates.group_of[0], rates.group_of[payment_of(&network, "k")]);
    cr_expect_eq(rates.group_of[0], rates.group_of[payment_of(&network, "l")]);
    cr_expect_eq(rates.group_of[1], -1); /* nor an earmark, nor listed */
    cr_expect_eq(rates.group_of[2], rates.group_of[payment_of(&network, "n")]);
    cr_expect_neq(rates.group_of[0], rates.group_of[2]);
    cf_rates_free(&rates);
    cf_flow_free(flow);
}

/* ---- what a node has of its own ---- */

static const struct example own_examples[] = {
    /* Stated funds beyond the need are kept; below it, the gap takes their place. */
    { "s -> b 10 investor; b -> x 12 customer; b has 5", NULL, 1, 1, 1 },
    { "s -> b 10 investor; b -> x 12 customer; b has 5", NULL, -1, -1, -1 },
    { "s -> b 10 investor; b -> x 17 customer; b has 5", NULL, 1, 0, 0 },
    { "s -> b 10 investor; b -> x 15 customer; b has 5", NULL, 1, 1, 1 },
    { "s -> b 10 investor; b -> x 15 customer; b has 5", NULL, -1, 0, 0 },
    { "s -> b 10 investor; b -> x 4 customer; b has 0", NULL, -1, 0, 0 },
    /* Revenue beyond the trade that comes in, and beyond the need. */
    { "c -> b 10 customer; b -> x 4 customer; b earns 30", NULL, 1, 1, 1 },
    { "c -> b 10 customer; b -> x 4 customer; b earns 30", NULL, -1, -1, -1 },
    { "c -> b 10 customer; b -> x 4 customer; b earns 9", NULL, 1, 0, 0 },
    { "c -> b 10 customer; b -> x 4 customer; b earns 10", NULL, 1, 1, 1 },
    { "c -> b 10 customer; b -> x 4 customer; b earns 10", NULL, -1, 0, 0 },
    { "c -> b 3 customer; b -> x 10 customer; b earns 10", NULL, -1, 0, 0 },
};

Test(change, balances_follow_funds_and_revenue)
{
    for (size_t i = 0; i < sizeof own_examples / sizeof *own_examples; i++) {
        const struct example *example = &own_examples[i];
        small_network network;
        cf_flow *flow = flow_from(&network, example->text);
        int b = node_of(&network, "b");
        cf_rates change;

        assert_ok(cf_rates_new(&change, flow));
        cf_rates_of(&change, 0, 1.0); /* nothing of it must stay */
        cf_rates_of_node(&change, b, example->direction);
        cr_expect(is_near(change.at[b].money, example->money) &&
                      is_near(change.at[b].kept, example->kept),
                  "%s by %g: money %g, kept %g", example->text, example->direction,
                  change.at[b].money, change.at[b].kept);
        cr_expect_eq(change.touched_count, 1);
        cr_expect_eq(change.changed_count, 0);
        cf_rates_free(&change);
        cf_flow_free(flow);
    }
}
