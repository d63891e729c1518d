/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

static cf_sankey with_columns(const cf_picture *picture, cf_arena *arena)
{
    cf_sankey sankey = { .picture = picture, .arena = arena };

    assert_ok(cf_sankey_columns(&sankey));
    return sankey;
}

Test(sankey_columns, put_a_supplier_left_of_its_customers_and_its_revenue_below)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "s -> b 10 investor; b -> c 8 customer; c -> s 6 customer");
    sankey = with_columns(&small.picture, &arena);
    cr_expect_eq(sankey.column_count, 3);
    for (int v = 0; v < 3; v++)
        cr_expect_eq(sankey.stops[v].column, v + 1);
    cr_expect(!sankey.ribbons[0].returns && !sankey.ribbons[1].returns);
    cr_expect(sankey.ribbons[2].returns);
    cr_expect_eq(sankey.return_count, 1);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_columns, have_a_source_stand_beside_whom_it_pays)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "a -> b 1 customer; b -> c 1 customer; z -> c 1 customer");
    sankey = with_columns(&small.picture, &arena);
    cr_expect_eq(sankey.stops[3].column, 2);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_columns, are_never_too_many_nor_empty)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;
    int people[CF_SANKEY_MOST_COLUMNS + 1] = { 0 };

    random_picture(&small, 3, 40, 39);
    for (int e = 0; e < 39; e++) {
        small.edges[e].payer = e;
        small.edges[e].payee = e + 1;
    }
    sankey = with_columns(&small.picture, &arena);
    cr_assert_leq(sankey.column_count, CF_SANKEY_MOST_COLUMNS);
    for (int v = 0; v < 40; v++)
        people[sankey.stops[v].column]++;
    for (int c = 1; c <= sankey.column_count; c++)
        cr_expect_gt(people[c], 0);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_columns, are_joined_by_steps_from_each_to_the_next)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        small_picture small;
        cf_arena arena = { 0 };
        cf_sankey sankey;

        random_picture(&small, seed, 12, 40);
        sankey = with_columns(&small.picture, &arena);
        for (int k = 0; k < sankey.step_count; k++)
            cr_expect_eq(sankey.stops[sankey.steps[k].from].column + 1,
                         sankey.stops[sankey.steps[k].to].column);
        for (int e = 0; e < small.picture.edge_count; e++) {
            const cf_sankey_ribbon *ribbon = &sankey.ribbons[e];
            int last = ribbon->first_step + ribbon->step_count - 1;

            cr_expect_eq(sankey.steps[ribbon->first_step].from, small.edges[e].payer);
            cr_expect_eq(sankey.steps[last].to, small.edges[e].payee);
        }
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}

Test(sankey_columns, leave_out_money_that_no_deal_takes_up)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "a -> b 10 customer; b -> c 30 customer");
    small.entities[1].funds = 1000; /* 20 are needed */
    small.entities[1].assumed = 995;
    small.entities[1].gap = 3;
    small.entities[1].kept = 980;
    sankey = with_columns(&small.picture, &arena);
    expect_near(sankey.ends[1].whole, 30);
    expect_near(sankey.ends[1].stated, 5);
    expect_near(sankey.ends[1].gap, 3);
    expect_near(sankey.ends[1].assumed, 12);
    expect_near(sankey.ends[1].kept, 0);
    expect_near(sankey.ends[2].kept, 30);
    cf_arena_free(&arena);
    small_picture_free(&small);
}
