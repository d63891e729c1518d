/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/rates.h"
#include "unit/testlib.h"

/* Rates of the edges of a network after a payment began to move. */
struct rates {
    small_network network;
    cf_flow *flow;
    cf_rates change;
};

static void move(struct rates *out, const char *text, const char *label, double direction)
{
    out->flow = flow_from(&out->network, text);
    assert_ok(cf_rates_new(&out->change, out->flow));
    cf_rates_of(&out->change, payment_of(&out->network, label), direction);
}

static double left(const struct rates *rates, const char *label)
{
    return rates->change.rate[payment_of(&rates->network, label)];
}

/* What the t-th tied payment places on its k-th purchase. */
static double placed(const struct rates *rates, int t, int k)
{
    return rates->change.rate[rates->flow->into[t] + 1 + k];
}

static void drop(struct rates *rates)
{
    cf_rates_free(&rates->change);
    cf_flow_free(rates->flow);
}

Test(filling, room_to_spare_takes_what_is_more)
{
    struct rates rates;

    move(&rates, "d: s -> b 10 investor for k; k: b -> x 45 supplier", "d", 1);
    expect_near(placed(&rates, 0, 0), 1);
    expect_near(left(&rates, "d"), 0);
    expect_near(left(&rates, "k"), -1);
    drop(&rates);
}

Test(filling, where_money_and_room_tie_the_direction_decides)
{
    static const char text[] = "d: s -> b 45 investor for k; k: b -> x 45 supplier";
    struct rates rates;

    move(&rates, text, "d", 1); /* no room for more */
    expect_near(placed(&rates, 0, 0), 0);
    expect_near(left(&rates, "d"), 1);
    drop(&rates);
    move(&rates, text, "d", -1);
    expect_near(placed(&rates, 0, 0), -1);
    expect_near(left(&rates, "k"), 1);
    drop(&rates);
    move(&rates, text, "k", -1); /* less room: money is left over */
    expect_near(placed(&rates, 0, 0), -1);
    expect_near(left(&rates, "d"), 1);
    drop(&rates);
}

Test(filling, amounts_that_tie_but_for_rounding_tie)
{
    struct rates rates;

    move(&rates, "d: s -> b 0.3 investor for k l; k: b -> x 0.1 supplier; l: b -> y 0.2 supplier",
         "d", 1);
    expect_near(placed(&rates, 0, 0), 0);
    expect_near(placed(&rates, 0, 1), 0);
    expect_near(left(&rates, "d"), 1);
    drop(&rates);
}

Test(filling, a_purchase_without_an_amount_takes_the_first_drops)
{
    struct rates rates;

    /* All 10 are left over: whatever the purchase comes to is paid with them. */
    move(&rates, "d: s -> b 10 investor for k; k: b -> x ? supplier", "k", 1);
    expect_near(placed(&rates, 0, 0), 1);
    expect_near(left(&rates, "d"), -1);
    expect_near(left(&rates, "k"), 0);
    drop(&rates);
}

Test(filling, a_tied_deal_without_an_amount_begins_to_place)
{
    struct rates rates;

    /* By room: 30 to 10. */
    move(&rates, "d: s -> b ? investor for k l; k: b -> x 30 supplier; l: b -> y 10 supplier", "d",
         1);
    expect_near(placed(&rates, 0, 0), 0.75);
    expect_near(placed(&rates, 0, 1), 0.25);
    expect_near(left(&rates, "k"), -0.75);
    drop(&rates);
}

/* Two compete for k; what the first cannot place there it takes to l in a later round. */
static const char competing[] = "d: s -> b 10 investor for k l; e: v -> b 10 investor for k;"
                                "k: b -> x 10 supplier; l: b -> y 5 supplier";

Test(filling, rates_are_the_differences_of_filling_anew)
{
    static const char *const labels[] = { "d", "e", "k", "l" };
    static const char *const shapes[] = {
        "d: s -> b %.17g investor for k l; e: v -> b 10 investor for k;"
        "k: b -> x 10 supplier; l: b -> y 5 supplier",
        "d: s -> b 10 investor for k l; e: v -> b %.17g investor for k;"
        "k: b -> x 10 supplier; l: b -> y 5 supplier",
        "d: s -> b 10 investor for k l; e: v -> b 10 investor for k;"
        "k: b -> x %.17g supplier; l: b -> y 5 supplier",
        "d: s -> b 10 investor for k l; e: v -> b 10 investor for k;"
        "k: b -> x 10 supplier; l: b -> y %.17g supplier",
    };
    const double step = 1e-6;

    for (int i = 0; i < 4; i++) {
        for (double direction = -1; direction <= 1; direction += 2) {
            double now = i == 3 ? 5 : 10;
            struct rates rates;
            char text[300];
            small_network network;
            cf_flow *flow;

            move(&rates, competing, labels[i], direction);
            snprintf(text, sizeof text, shapes[i], now + direction * step);
            flow = flow_from(&network, text);
            for (int k = 0; k < flow->edge_count; k++) {
                double difference = (flow->edges[k].amount - rates.flow->edges[k].amount) / step;

                cr_expect(fabs(difference - rates.change.rate[k]) < 1e-4,
                          "%s by %g: edge %d moves by %g, not %g", labels[i], direction, k,
                          difference, rates.change.rate[k]);
            }
            cf_flow_free(flow);
            drop(&rates);
        }
    }
}
