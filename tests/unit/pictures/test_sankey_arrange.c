/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

/* The second way: every two steps of a gap. */
static double crossings(const cf_sankey *sankey)
{
    double area = 0.0;
    int *place = calloc((size_t)sankey->stop_count, sizeof *place);

    for (int i = 0; i < sankey->stop_count; i++)
        place[sankey->order[i]] = i;
    for (int k = 0; k < sankey->step_count; k++) {
        for (int l = 0; l < k; l++) {
            const cf_sankey_step *one = &sankey->steps[k], *other = &sankey->steps[l];
            int from = place[one->from] - place[other->from],
                to = place[one->to] - place[other->to];

            if (sankey->stops[one->from].column == sankey->stops[other->from].column &&
                ((from < 0 && to > 0) || (from > 0 && to < 0)))
                area += sankey->picture->edges[one->edge].amount *
                        sankey->picture->edges[other->edge].amount;
        }
    }
    free(place);
    return area;
}

static cf_sankey arranged(const cf_picture *picture, cf_arena *arena)
{
    cf_sankey sankey = { .picture = picture, .arena = arena };

    assert_ok(cf_sankey_columns(&sankey));
    assert_ok(cf_sankey_arrange(&sankey));
    return sankey;
}

Test(sankey_arrange, untangles_what_need_not_cross)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "a -> x 1 customer; b -> y 1 customer; c -> z 1 customer; "
                         "x -> r 1 customer; y -> q 1 customer; z -> p 1 customer; "
                         "p -> o 1 customer; q -> o 1 customer; r -> o 1 customer");
    sankey = arranged(&small.picture, &arena);
    cr_expect_eq(crossings(&sankey), 0.0);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_arrange, puts_whoever_money_returns_to_at_the_bottom)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small,
                 "s -> b 10 investor; b -> s 8 customer; t -> b 1 investor; t -> c 1 investor");
    sankey = arranged(&small.picture, &arena);
    cr_expect_eq(sankey.order[sankey.first[sankey.stops[0].column + 1] - 2], 0);
    cr_expect_eq(sankey.order[sankey.first[sankey.stops[1].column + 1] - 2], 1);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_arrange, lists_every_stop_once_in_its_column_with_the_floor_last)
{
    for (unsigned seed = 1; seed <= 10; seed++) {
        small_picture small;
        cf_arena arena = { 0 };
        cf_sankey sankey;
        int *seen;

        random_picture(&small, seed, 15, 50);
        sankey = arranged(&small.picture, &arena);
        seen = calloc((size_t)sankey.stop_count, sizeof *seen);
        for (int c = 0; c <= sankey.column_count + 1; c++) {
            for (int i = sankey.first[c]; i < sankey.first[c + 1]; i++) {
                seen[sankey.order[i]]++;
                cr_expect_eq(sankey.stops[sankey.order[i]].column, c);
                cr_expect_eq(sankey.stops[sankey.order[i]].floor, i + 1 == sankey.first[c + 1]);
            }
        }
        for (int v = 0; v < sankey.stop_count; v++)
            cr_expect_eq(seen[v], 1);
        free(seen);
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Stops as they were made: entities in file order, then passes; floors last. */
static double crossings_untouched(cf_sankey sankey)
{
    int *order = calloc((size_t)sankey.stop_count, sizeof *order);
    double area;

    memcpy(order, sankey.order, (size_t)sankey.stop_count * sizeof *order);
    sankey.order = order;
    for (int c = 0; c <= sankey.column_count + 1; c++)
        qsort(order + sankey.first[c], (size_t)(sankey.first[c + 1] - sankey.first[c] - 1),
              sizeof *order, by_number);
    area = crossings(&sankey);
    free(order);
    return area;
}

Test(sankey_arrange, crosses_no_more_than_the_order_of_the_file)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        small_picture small;
        cf_arena arena = { 0 };
        cf_sankey sankey;

        random_picture(&small, seed, 14, 30);
        sankey = arranged(&small.picture, &arena);
        cr_expect_leq(crossings(&sankey), crossings_untouched(sankey) * 1.001);
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}
