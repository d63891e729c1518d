/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

/* ---- the second way: every order of a few entities ---- */

static double least_back(const cf_picture *picture, int *rank, int placed)
{
    double least = INFINITY;

    if (placed == picture->entity_count)
        return money_back(picture, rank);
    for (int v = 0; v < picture->entity_count; v++) {
        if (rank[v] >= 0)
            continue;
        rank[v] = placed;
        least = fmin(least, least_back(picture, rank, placed + 1));
        rank[v] = -1;
    }
    return least;
}

static double back_of(const cf_picture *picture)
{
    cf_arena arena = { 0 };
    int *rank;
    double back;

    assert_ok(cf_sankey_order(&rank, picture, &arena));
    back = money_back(picture, rank);
    cf_arena_free(&arena);
    return back;
}

Test(sankey_order, of_a_few_entities_runs_back_as_little_as_any)
{
    for (unsigned seed = 1; seed <= 150; seed++) {
        int rank[6] = { -1, -1, -1, -1, -1, -1 }, count = 2 + (int)(seed % 5);
        small_picture small;
        double least, back;

        random_picture(&small, seed, count, 3 + (int)(seed % 13));
        least = least_back(&small.picture, rank, 0);
        back = back_of(&small.picture);
        cr_expect(back <= least + 1e-6 * small.picture.all_amount, "seed %u: %g, but %g will do",
                  seed, back, least);
        small_picture_free(&small);
    }
}

Test(sankey_order, is_a_permutation_and_no_worse_than_the_order_of_the_file)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        int count = 20 + 10 * (int)(seed % 8), *as_it_is, *seen, *rank;
        small_picture small;
        cf_arena arena = { 0 };

        random_picture(&small, seed, count, 6 * count);
        as_it_is = calloc((size_t)count, sizeof *as_it_is);
        seen = calloc((size_t)count, sizeof *seen);
        for (int v = 0; v < count; v++)
            as_it_is[v] = v;
        assert_ok(cf_sankey_order(&rank, &small.picture, &arena));
        for (int v = 0; v < count; v++)
            seen[rank[v]]++;
        for (int v = 0; v < count; v++)
            cr_assert_eq(seen[v], 1);
        cr_expect_leq(money_back(&small.picture, rank), money_back(&small.picture, as_it_is));
        cf_arena_free(&arena);
        free(as_it_is);
        free(seen);
        small_picture_free(&small);
    }
}

Test(sankey_order, of_a_chain_turns_nothing_round)
{
    small_picture small;

    picture_from(&small,
                 "d -> e 1 customer; c -> d 9 customer; b -> c 1 customer; a -> b 5 customer");
    cr_expect_eq(back_of(&small.picture), 0.0);
    small_picture_free(&small);
}

Test(sankey_order, has_the_revenue_return_where_the_amounts_leave_a_choice)
{
    static const char *const rings[] = {
        "chips -> lab 10 investor; lab -> chips 10 customer",
        "lab -> chips 10 customer; chips -> lab 10 investor",
        "lab -> cloud 10 customer; cloud -> chips 10 customer; chips -> lab 10 investor",
    };

    for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
        small_picture small;
        cf_arena arena = { 0 };
        int *rank;

        picture_from(&small, rings[i]);
        assert_ok(cf_sankey_order(&rank, &small.picture, &arena));
        cr_expect_eq(rank[small.suppliers[0].entity], 0, "%s", rings[i]);
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}

Test(sankey_order, turns_a_deal_without_an_amount_round_only_where_it_must)
{
    small_picture small;
    cf_arena arena = { 0 };
    int *rank;

    picture_from(&small, "a -> b ? customer; b -> c ? customer; c -> a 1 customer");
    assert_ok(cf_sankey_order(&rank, &small.picture, &arena));
    cr_expect_eq(money_back(&small.picture, rank), 0.0);
    cr_expect(rank[2] < rank[0]);
    cr_expect((rank[0] < rank[1]) + (rank[1] < rank[2]) == 1);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_order, survives_failing_allocations)
{
    small_picture small;
    cf_status status = CF_NO_MEMORY;

    random_picture(&small, 5, 30, 200);
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cf_arena arena = { 0 };
        int *rank;

        allow_allocations(allowed);
        status = cf_sankey_order(&rank, &small.picture, &arena);
        cr_assert((rank != NULL) == (status == CF_OK));
        cf_arena_free(&arena);
        cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld", allowed);
    }
    cr_assert_eq((int)status, (int)CF_OK);
    small_picture_free(&small);
}
