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

    assert_ok(cf_what_if_measure(&result, bench, node_of(network, supplier), CF_FIGURES_ALL));
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
    cf_what_if_reset(bench);
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
    cf_what_if_reset(bench);
    expect_near(measured(bench, &network, "s").revenue, 0);
    cr_expect(cf_what_if_network(bench)->payments[1].open);
    cf_what_if_free(bench);
}

Test(what_if, only_what_is_asked_for_is_measured)
{
    small_network network;
    cf_what_if *bench = bench_on(&network, "s -> a 10 investor; a -> s 4 customer");
    cf_loopback result;

    assert_ok(cf_what_if_measure(&result, bench, 0, CF_FIGURE_PRO_RATA));
    expect_near(result.pro_rata, 4);
    cr_expect(isnan(result.min) && isnan(result.max));
    assert_ok(cf_what_if_measure(&result, bench, 0, CF_FIGURE_MAX));
    expect_near(result.max, 4);
    cr_expect(isnan(result.min) && isnan(result.pro_rata));
    cf_what_if_free(bench);
    cf_what_if_free(NULL);
}
