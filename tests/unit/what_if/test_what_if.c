/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

#include "circfin/what_if.h"

static cf_what_if *bench_on(small_network *network, const char *text)
{
    cf_what_if *bench = NULL;

    network_from(network, text);
    assert_ok(cf_what_if_new(&bench, &network->network, false));
    return bench;
}

static cf_loopback measured(cf_what_if *bench, const small_network *network, const char *supplier)
{
    cf_loopback result;

    assert_ok(cf_what_if_measure(&result, bench, node_of(network, supplier), CF_MEASURES_KNOWN));
    return result;
}

Test(what_if, amounts_and_funds_move_the_figures_and_reset_brings_them_back)
{
    small_network network;
    cf_what_if *bench = bench_on(
        &network, "s -> a 10 investor; buy: a -> s 4 customer; a -> c 6 supplier; a has 0");
    cf_loopback before = measured(bench, &network, "s"), after;

    expect_near(before.invested, 10);
    expect_near(before.revenue, 4);
    expect_near(before.pro_rata, 4);
    expect_near(before.min, 4); /* 6 went to c */
    expect_near(before.max, 4);
    cf_what_if_set_amount(bench, payment_of(&network, "buy"), 14);
    after = measured(bench, &network, "s"); /* a needs 10 more than it has, and mixes 10 in 20 */
    expect_near(after.revenue, 14);
    expect_near(after.pro_rata, 7);
    expect_near(after.max, 10);
    cf_what_if_set_funds(bench, node_of(&network, "a"), true, 30);
    after = measured(bench, &network, "s"); /* 10 in 40 */
    expect_near(after.pro_rata, 3.5);
    cf_what_if_set_funds(bench, node_of(&network, "a"), true, 0);
    cf_what_if_set_amount(bench, payment_of(&network, "buy"), 4);
    after = measured(bench, &network, "s");
    expect_near(after.pro_rata, before.pro_rata);
    expect_near(after.max, before.max);
    cf_what_if_free(bench);
}

Test(what_if, an_amount_of_0_is_as_if_the_payment_were_not_there)
{
    small_network network;
    cf_what_if *bench = bench_on(&network, "s -> a 10 investor for x y; x: a -> s 4 customer;"
                                           "y: a -> b 6 supplier; b -> s 3 customer");
    cf_loopback gone;

    expect_near(measured(bench, &network, "s").pro_rata, 7);
    cf_what_if_set_amount(bench, payment_of(&network, "x"), 0);
    gone = measured(bench, &network, "s");
    expect_near(gone.revenue, 3);
    expect_near(gone.pro_rata, 3);
    cf_what_if_free(bench);
}

Test(what_if, an_open_payment_may_get_an_amount)
{
    small_network network;
    cf_what_if *bench = bench_on(&network, "s -> a 10 investor; x: a -> s ? customer");

    expect_near(measured(bench, &network, "s").pro_rata, 0);
    cf_what_if_set_amount(bench, payment_of(&network, "x"), 5);
    expect_near(measured(bench, &network, "s").pro_rata, 5);
    cr_expect_not(cf_what_if_network(bench)->payments[1].open);
    cf_what_if_free(bench);
}

Test(what_if, only_what_is_asked_for_is_measured)
{
    small_network network;
    cf_what_if *bench = bench_on(&network, "s -> a 10 investor; a -> s 4 customer");
    cf_loopback result;

    assert_ok(cf_what_if_measure(&result, bench, 0, CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)));
    expect_near(result.pro_rata, 4);
    cr_expect(isnan(result.min) && isnan(result.max));
    assert_ok(cf_what_if_measure(&result, bench, 0, CF_MEASURE_BIT(CF_MEASURE_MAX)));
    expect_near(result.max, 4);
    cr_expect(isnan(result.min) && isnan(result.pro_rata));
    cf_what_if_free(bench);
    cf_what_if_free(NULL);
}

/* A circuit that is closed only by the tolerance is opened as a whole: see balances.c. */
Test(what_if, a_circuit_closed_by_rounding_opens_and_closes_as_in_a_fresh_flow)
{
    static const double arriving[] = { 2e-4, 1, 3e-4, 1, 0, 1e-4 };
    small_network network;
    cf_what_if *bench = bench_on(&network, "s -> a 1000000000 investor; a -> b 1000000000 supplier;"
                                           "b -> s 999999999.9999 customer; in: x -> a 1 customer");

    measured(bench, &network, "s");
    for (size_t i = 0; i < sizeof arriving / sizeof *arriving; i++) {
        const cf_flow *kept;
        cf_flow *fresh = NULL;

        cf_what_if_set_amount(bench, payment_of(&network, "in"), arriving[i]);
        assert_ok(cf_what_if_flow(&kept, bench));
        assert_ok(cf_flow_new(&fresh, cf_what_if_network(bench), true));
        for (int v = 0; v < fresh->vertex_count; v++)
            cr_expect_eq(kept->balances[v].kept, fresh->balances[v].kept,
                         "%g: vertex %d keeps %.17g", arriving[i], v, kept->balances[v].kept);
        cf_flow_free(fresh);
    }
    cf_what_if_free(bench);
}

Test(what_if, a_circuit_too_large_for_a_plan_is_traced)
{
    enum { NODES = 260, EACH = 14 };
    static cf_node nodes[NODES];
    static cf_payment payments[NODES * EACH];
    cf_network network = { .nodes = nodes, .node_count = NODES, .payments = payments };
    cf_what_if *bench = NULL;
    unsigned chance = 1;

    for (int i = 0; i < NODES * EACH; i++) {
        int payer = i % NODES, payee;

        chance = chance * 1664525u + 1013904223u;
        payee = (int)((chance >> 8) % NODES);
        if (payee != payer)
            payments[network.payment_count++] =
                (cf_payment){ .payer = payer,
                              .payee = payee,
                              .carries = payer == 0 ? CF_CAPITAL : CF_TRADE,
                              .amount = 1 + i % 7 };
    }
    assert_ok(cf_what_if_new(&bench, &network, false));
    for (int step = 0; step < 3; step++) {
        cf_loopback found;
        cf_flow *fresh = NULL;
        loopback expected;

        cf_what_if_set_amount(bench, 5 * step, 2.5 + step);
        assert_ok(cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN));
        assert_ok(cf_flow_new(&fresh, cf_what_if_network(bench), true));
        expected = loopback_on(fresh, 0, false);
        expect_near(found.pro_rata, expected.pro_rata);
        expect_near(found.min, expected.min);
        expect_near(found.max, expected.max);
        cf_flow_free(fresh);
    }
    cf_what_if_free(bench);
}

/* Every other time the bench is used again instead of freed at once. */
static cf_payment payment_at_random(unsigned long long *state, int nodes, int i)
{
    int payer = i % nodes;

    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (cf_payment){ .payer = payer,
                         .payee = i < nodes
                                      ? (payer + 1) % nodes
                                      : (payer + 1 + (int)((*state >> 33) % (nodes - 1u))) % nodes,
                         .carries = (*state >> 50) % 16 == 0   ? CF_CAPITAL
                                    : (*state >> 54) % 16 == 0 ? CF_SERVICE
                                                               : CF_TRADE,
                         .amount = 1.0 + (double)((*state >> 40) % 1000) };
}

static void expect_same_figures(cf_what_if *announced, cf_what_if *alone, int round)
{
    static const int suppliers[CF_MOST_AHEAD] = { 5, 700, 30, 1201 };
    int count = 1 + round % CF_MOST_AHEAD;

    assert_ok(cf_what_if_look_ahead(announced, suppliers, count));
    for (int i = 0; i < count; i++) {
        cf_loopback a, b;

        assert_ok(cf_what_if_measure(&a, announced, suppliers[i], CF_MEASURES_KNOWN));
        assert_ok(cf_what_if_measure(&b, alone, suppliers[i], CF_MEASURES_KNOWN));
        cr_assert(a.pro_rata >= b.pro_rata && a.pro_rata <= b.pro_rata && a.pro_rata > 0,
                  "round %d, supplier %d: %.17g, not %.17g", round, suppliers[i], a.pro_rata,
                  b.pro_rata);
        cr_assert(a.max >= b.max && a.max <= b.max && a.min >= b.min && a.min <= b.min);
    }
}

Test(what_if, suppliers_announced_have_the_figures_that_they_have_one_by_one, .timeout = 60)
{
    enum { NODES = 1300, PAYMENTS = 5200, ROUNDS = 12 };
    cf_node *nodes = calloc(NODES, sizeof *nodes);
    cf_payment *payments = calloc(PAYMENTS, sizeof *payments);
    cf_what_if *announced = NULL, *alone = NULL;
    const cf_network network = { nodes, NODES, payments, PAYMENTS };
    unsigned long long state = 3;

    for (int i = 0; i < PAYMENTS; i++)
        payments[i] = payment_at_random(&state, NODES, i);
    for (int i = 0; i < PAYMENTS; i++) { /* each supplier has an investment */
        int payer = payments[i].payer;

        if (i >= NODES && (payer == 5 || payer == 700 || payer == 30 || payer == 1201))
            payments[i].carries = CF_CAPITAL;
    }
    assert_ok(cf_what_if_new(&announced, &network, false));
    assert_ok(cf_what_if_new(&alone, &network, false));
    for (int round = 0; round < ROUNDS; round++) {
        expect_same_figures(announced, alone, round);
        cf_what_if_set_amount(announced, 37 * round, 1.0 + round);
        cf_what_if_set_amount(alone, 37 * round, 1.0 + round);
    }
    cf_what_if_free(announced);
    cf_what_if_free(alone);
    free(nodes);
    free(payments);
}

Test(what_if, a_failing_allocation_leaves_a_bench_that_works_again)
{
    small_network network;
    cf_what_if *bench =
        bench_on(&network, "s -> a 10 investor for x y; x: a -> s 4 customer; y: a -> b 5 supplier;"
                           "b -> c 3 supplier; c -> a 1 customer; c -> s 1 customer");
    cf_loopback expected = measured(bench, &network, "s"), found;
    cf_status status = CF_NO_MEMORY;

    cf_what_if_free(bench);
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 1000);
        allow_allocations(allowed);
        status = cf_what_if_new(&bench, &network.network, false);
        if (status == CF_OK)
            status = cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN);
        if (allowed % 2 == 0 || bench == NULL) {
            cf_what_if_free(bench);
            cr_assert_eq(stop_counting_allocations(), 0);
            continue;
        }
        stop_counting_allocations();
        assert_ok(cf_what_if_measure(&found, bench, 0, CF_MEASURES_KNOWN));
        expect_near(found.pro_rata, expected.pro_rata);
        expect_near(found.max, expected.max);
        cf_what_if_free(bench);
    }
    assert_ok(status);
}
