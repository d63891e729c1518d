/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(bounds, what_must_and_what_can_have_come_back)
{
    static const struct {
        const char *text;
        double min, max, max_open;
    } cases[] = {
        { "s -> b 10 investor; b -> s 10 customer; b has 0", 10, 10, 10 },
        { "s -> b 10 investor; b -> s 10 customer; b has 4", 6, 10, 10 },
        { "s -> b 10 investor; b -> s 10 customer; b has 40", 0, 10, 10 },
        { "s -> b 10 investor; b -> s 4 customer; b has 0", 4, 4, 4 },
        { "s -> b 10 investor; b -> s 25 customer; b has 0", 10, 10, 10 }, /* a gap of 15 */
        { "s -> b 10 investor; b -> s 10 customer", 0, 10, 10 },
        /* may come back as capital first: 10 - 6 */
        { "s -> b 10 investor; b -> s 10 customer; b -> s 6 investor; b has 0", 4, 10, 10 },
        { "s -> b 10 investor; b -> c 10 customer; c -> s 9 customer; b has 0; c has 0", 9, 9, 9 },
        { "s -> b 10 investor; b -> c 10 customer; c -> s 9 customer; b has 0", 0, 9, 9 },
        /* a way out to somebody who never pays s: all 10 may have gone there */
        { "s -> b 10 investor; b -> c 10 customer; b -> s 10 customer; b has 10", 0, 10, 10 },
        { "s -> b 10 investor; b -> c 3 customer; b -> s 10 customer; b has 3", 7, 10, 10 },
        { "s -> b 10 investor; b -> c ? customer; c -> s 8 customer; b has 0", 0, 0, 8 },
        { "s -> b 10 investor; b -> s 2 customer; b -> s ? customer; b has 0", 2, 2, 10 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loopback back = loopback_of(cases[i].text, "s");

        cr_expect(is_near(back.min, cases[i].min) && is_near(back.max, cases[i].max) &&
                      is_near(back.max_open, cases[i].max_open),
                  "%s: %g, %g, %g", cases[i].text, back.min, back.max, back.max_open);
    }
}

/* s pays 40 layers of 40, each paying every one of the next: 62,440 arcs; the last
 * layer pays s 3 each. */
Test(bounds, large_programmes_are_solved_too)
{
    enum { WIDE = 40, LAYERS = 40, NODES = 1 + WIDE * LAYERS };
    cf_payment *payments = calloc((size_t)(WIDE * WIDE * LAYERS + 2 * WIDE), sizeof *payments);
    cf_node *nodes = calloc((size_t)NODES, sizeof *nodes);
    cf_network network = { nodes, NODES, payments, 0 };
    cf_flow *flow = NULL;
    double min = -1.0, max = -1.0;

    for (int i = 0; i < WIDE; i++) {
        payments[network.payment_count++] =
            (cf_payment){ .payer = 0, .payee = 1 + i, .carries = CF_CAPITAL, .amount = 5 };
        payments[network.payment_count++] =
            (cf_payment){ .payer = NODES - 1 - i, .payee = 0, .amount = 3 };
    }
    for (int layer = 0; layer + 1 < LAYERS; layer++) {
        for (int i = 0; i < WIDE * WIDE; i++)
            payments[network.payment_count++] =
                (cf_payment){ .payer = 1 + layer * WIDE + i / WIDE,
                              .payee = 1 + (layer + 1) * WIDE + i % WIDE,
                              .amount = 5.0 / WIDE };
    }
    for (int v = 1; v < NODES; v++)
        nodes[v].funds_known = true;
    assert_ok(cf_flow_new(&flow, &network, true));
    assert_ok(cf_bound_loopback(flow, 0, false, CF_MEASURE_MIN, &min));
    assert_ok(cf_bound_loopback(flow, 0, false, CF_MEASURE_MAX, &max));
    expect_near(min, 3 * WIDE);
    expect_near(max, 3 * WIDE);
    cf_flow_free(flow);
    free(nodes);
    free(payments);
}
