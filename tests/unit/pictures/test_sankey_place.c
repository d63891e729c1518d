/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

/* ---- piles ---- */

enum { PILE = 5 };

typedef struct small_pile {
    double wish[PILE], weight[PILE], room[PILE], pools[2][PILE];
    int sizes[PILE];
} small_pile;

static void settle(small_pile *small, double least, double most)
{
    cf_sankey_pile pile = { .count = PILE,
                            .wish = small->wish,
                            .weight = small->weight,
                            .room = small->room,
                            .least = least,
                            .most = most,
                            .pools = { small->pools[0], small->pools[1] },
                            .sizes = small->sizes };

    cf_sankey_settle(&pile);
}

Test(sankey_place, things_that_have_room_stay_where_they_wish)
{
    small_pile small = {
        { 1, 12, 30, 45, 60 }, { 1, 2, 3, 4, 5 }, { 10, 10, 10, 10 }, { { 0 } }, { 0 }
    };

    settle(&small, 0, 100);
    expect_near(small.wish[0], 1);
    expect_near(small.wish[1], 12);
    expect_near(small.wish[4], 60);
}

Test(sankey_place, things_that_push_each_other_meet_in_their_weighted_middle)
{
    small_pile small = {
        { 20, 20, 50, 70, 90 }, { 3, 1, 1, 1, 1 }, { 8, 8, 8, 8 }, { { 0 } }, { 0 }
    };

    settle(&small, 0, 100); /* (3 * 20 + 1 * 12) / 4 */
    expect_near(small.wish[0], 18);
    expect_near(small.wish[1], 26);
    expect_near(small.wish[2], 50);
}

Test(sankey_place, things_stay_between_the_ends)
{
    small_pile small = {
        { -5, -4, 50, 200, 300 }, { 1, 1, 1, 1, 1 }, { 5, 5, 5, 5 }, { { 0 } }, { 0 }
    };

    settle(&small, 0, 100);
    expect_near(small.wish[0], 0);
    expect_near(small.wish[1], 5);
    expect_near(small.wish[2], 50);
    expect_near(small.wish[3], 95);
    expect_near(small.wish[4], 100);
}

/* ---- laws of a layout ---- */

static void expect_bars_to_scale(const cf_sankey *sankey)
{
    for (int v = 0; v < sankey->picture->entity_count; v++)
        expect_near(sankey->stops[v].height, fmax(2.0, sankey->ends[v].whole * sankey->scale));
}

static void expect_ends_to_add_up(const cf_sankey *sankey)
{
    for (int v = 0; v < sankey->picture->entity_count; v++) {
        const cf_sankey_ends *ends = &sankey->ends[v];
        double sums[2] = { (ends->stated + ends->assumed + ends->gap) * sankey->scale,
                           ends->kept * sankey->scale };

        for (int side = 0; side < 2; side++) {
            for (int k = sankey->start[side][v]; k < sankey->start[side][v + 1]; k++)
                sums[side] += sankey->ribbons[sankey->steps[sankey->at[side][k]].edge].width;
            cr_expect(fabs(sums[side] - ends->whole * sankey->scale) < 1e-6,
                      "side %d of %d: %g of %g", side, v, sums[side], ends->whole * sankey->scale);
        }
    }
}

/* The ribbons on one side of a bar lie side by side and inside it. */
static void expect_ports_apart(const cf_sankey *sankey)
{
    for (int v = 0; v < sankey->picture->entity_count; v++) {
        for (int side = 0; side < 2; side++) {
            for (int k = sankey->start[side][v]; k < sankey->start[side][v + 1]; k++) {
                const cf_sankey_step *one = &sankey->steps[sankey->at[side][k]];
                double at = side == 0 ? one->in : one->out;
                double half = sankey->ribbons[one->edge].width / 2.0;

                cr_expect(at - half > -1e-6 && at + half < sankey->stops[v].height + 1e-6);
                for (int l = sankey->start[side][v]; l < k; l++) {
                    const cf_sankey_step *other = &sankey->steps[sankey->at[side][l]];
                    double there = side == 0 ? other->in : other->out;

                    cr_expect(fabs(at - there) >
                              half + sankey->ribbons[other->edge].width / 2.0 - 1e-6);
                }
            }
        }
    }
}

static void expect_columns_in_order(const cf_sankey *sankey)
{
    for (int c = 1; c <= sankey->column_count; c++) {
        double y = usual_box.top;

        for (int i = sankey->first[c]; i + 1 < sankey->first[c + 1]; i++) {
            const cf_sankey_stop *stop = &sankey->stops[sankey->order[i]];

            cr_expect_geq(stop->y, y + stop->above - 1e-6);
            y = stop->y + stop->height;
        }
        cr_expect_leq(y, sankey->bottom);
        if (c > 1)
            cr_expect_gt(sankey->x[c], sankey->x[c - 1] + CF_SANKEY_BAR + 30);
    }
}

/* Runs are below all that they pass under, and not on each other. */
static void expect_returns_apart(const cf_sankey *sankey)
{
    const cf_picture_edge *edges = sankey->picture->edges;
    const cf_sankey_stop *stops = sankey->stops;

    for (int i = 0; i < sankey->return_count; i++) {
        int e = sankey->returns[i], from = stops[edges[e].payee].column;
        int to = stops[edges[e].payer].column;
        const cf_sankey_ribbon *ribbon = &sankey->ribbons[e];

        cr_expect_gt(ribbon->down, sankey->x[to] + CF_SANKEY_BAR);
        cr_expect_lt(ribbon->up, sankey->x[from]);
        cr_expect_leq(ribbon->lane + ribbon->width / 2.0, sankey->bottom + 1e-6);
        for (int v = 0; v < sankey->stop_count; v++) {
            if (!stops[v].floor && stops[v].column >= from && stops[v].column <= to)
                cr_expect_gt(ribbon->lane - ribbon->width / 2.0, stops[v].y + stops[v].height);
        }
        for (int j = 0; j < i; j++) {
            const cf_sankey_ribbon *other = &sankey->ribbons[sankey->returns[j]];

            if (other->up < ribbon->down && ribbon->up < other->down)
                cr_expect_geq(fabs(ribbon->lane - other->lane),
                              (ribbon->width + other->width) / 2.0);
        }
    }
}

Test(sankey_place, keeps_its_laws_on_random_pictures)
{
    for (unsigned seed = 1; seed <= 30; seed++) {
        small_picture small;
        cf_arena arena = { 0 };
        cf_sankey sankey;
        int entities = 2 + (int)(seed % 19);

        random_picture(&small, seed, entities, (int)seed * 2);
        sankey = laid_out(&small.picture, &arena);
        cr_expect_gt(sankey.scale, 0.0);
        expect_bars_to_scale(&sankey);
        expect_ends_to_add_up(&sankey);
        expect_ports_apart(&sankey);
        expect_columns_in_order(&sankey);
        expect_returns_apart(&sankey);
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}

Test(sankey_place, fits_into_the_box_where_names_leave_room)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "s -> b 100 investor; b -> c 300 customer; c -> s 180 customer");
    sankey = laid_out(&small.picture, &arena);
    cr_expect_leq(sankey.bottom, usual_box.bottom);
    cr_expect_gt(sankey.bottom, usual_box.top + 200);
    cr_expect_leq(sankey.right, usual_box.right);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_place, draws_a_picture_whose_amounts_are_all_unknown)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "a -> b ? investor; b -> a ? customer");
    sankey = laid_out(&small.picture, &arena);
    cr_expect_eq(sankey.return_count, 1);
    cr_expect(isfinite(sankey.bottom) && sankey.x[2] > sankey.x[1]);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_place, copes_with_amounts_that_lie_far_apart)
{
    small_picture small;
    cf_arena arena = { 0 };
    cf_sankey sankey;

    picture_from(&small, "a -> b 1e-9 investor; b -> c 1e12 customer; c -> a 1e12 customer");
    sankey = laid_out(&small.picture, &arena);
    cr_expect_gt(sankey.stops[1].height, 50.0);
    expect_bars_to_scale(&sankey);
    cf_arena_free(&arena);
    small_picture_free(&small);
}

Test(sankey_place, survives_failing_allocations)
{
    small_picture small;
    cf_status status = CF_NO_MEMORY;

    random_picture(&small, 4, 12, 600); /* of more than one block */
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cf_arena arena = { 0 };
        cf_sankey sankey;

        allow_allocations(allowed);
        status = cf_sankey_lay_out(&sankey, &small.picture, NULL, usual_box, &arena);
        cf_arena_free(&arena);
        cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld", allowed);
    }
    cr_assert_eq((int)status, (int)CF_OK);
    small_picture_free(&small);
}
