/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/bounds.h"
#include "unit/testlib.h"

static void expect_choke_points(const char *text, bool all, const char *expected)
{
    small_network network;
    bool choke[MOST_PAYMENTS] = { false };
    char found[MOST_PAYMENTS * NAME_SIZE] = "";

    network_from(&network, text);
    assert_ok(cf_choke_points(&network.network, node_of(&network, "s"), all, choke));
    for (int i = 0; i < network.network.payment_count; i++) {
        if (!choke[i])
            continue;
        strcat(found, *found == '\0' ? "" : " ");
        strcat(found, network.labels[i]);
    }
    cr_expect_str_eq(found, expected, "%s: %s, not %s", text, found, expected);
}

Test(choke, choke_points_are_the_cheapest_cut_nearest_to_the_revenue)
{
    expect_choke_points("s -> a 9 investor; p: a -> b 3 customer; q: b -> s 5 customer", false,
                        "p");
    expect_choke_points("s -> a 9 investor; p: a -> b 5 customer; q: b -> s 5 customer", false,
                        "q");
    /* Its own deals are not for choosing, however cheap. */
    expect_choke_points("o: s -> a 1 investor; p: a -> b 3 customer; q: b -> s 5 customer", false,
                        "p");
    /* Two ways, each at its cheapest. */
    expect_choke_points("s -> a 9 investor; p: a -> b 3 customer; q: b -> s 5 customer;"
                        "r: a -> c 7 customer; t: c -> s 6 customer",
                        false, "p t");
    /* Capital that comes back, deals of unknown amount and ways by s itself do not count. */
    expect_choke_points("s -> a 9 investor; p: a -> s 3 investor; q: a -> s ? customer;"
                        "r: s -> b 4 customer; t: b -> s 4 customer",
                        false, "");
    expect_choke_points("s -> a 9 investor; r: s -> b 4 customer; t: b -> s 4 customer", true, "t");
    /* Earmarks play no part. */
    expect_choke_points("s -> a 9 investor for q; p: a -> b 3 customer; b -> x 1 customer;"
                        "q: a -> s 2 customer; b -> x 1 customer",
                        false, "q");
}

Test(choke, every_failing_allocation_is_reported_and_nothing_leaks)
{
    small_network network;
    bool choke[MOST_PAYMENTS];
    cf_status status = CF_NO_MEMORY;

    network_from(&network, "s -> a 9 investor; a -> b 3 customer; b -> s 5 customer");
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 100);
        allow_allocations(allowed);
        status = cf_choke_points(&network.network, node_of(&network, "s"), false, choke);
        cr_assert_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq((int)status, (int)CF_OK);
}
