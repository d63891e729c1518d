/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

/* What is to be kept small, worked out from every two steps: crossings, and what passes by. */
static double area_of(const cf_sankey *sankey, const int *place, const double *weights)
{
    double area = 0.0;

    for (int k = 0; k < sankey->step_count; k++) {
        const cf_sankey_step *one = &sankey->steps[k];
        int bar = sankey->stops[one->to].floor     ? one->from
                  : sankey->stops[one->from].floor ? one->to
                                                   : -1;

        for (int l = 0; l < k; l++) {
            const cf_sankey_step *other = &sankey->steps[l];
            long from = place[one->from] - place[other->from],
                 to = place[one->to] - place[other->to];

            if (sankey->stops[one->from].column == sankey->stops[other->from].column &&
                from * to < 0)
                area += weights[k] * weights[l];
        }
        for (int v = 0; bar >= 0 && v < sankey->stop_count; v++) {
            if (sankey->stops[v].column == sankey->stops[bar].column && place[v] > place[bar])
                area += CF_SANKEY_PASSING_BY * weights[k] * sankey->stops[v].amount;
        }
    }
    return area;
}

static void number_places(int *place, const cf_sankey *sankey)
{
    for (int c = 0; c <= sankey->column_count + 1; c++) {
        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++)
            place[sankey->order[i]] = i - sankey->first[c];
    }
}

static void swap(int *order, int i)
{
    int stop = order[i];

    order[i] = order[i + 1];
    order[i + 1] = stop;
}

/* No two neighbours would better change places. */
static void expect_no_better_neighbours(cf_sankey *sankey, int *place, const double *weights)
{
    double area = area_of(sankey, place, weights);

    for (int c = 1; c <= sankey->column_count; c++) {
        for (int i = sankey->first[c]; i + 2 < sankey->first[c + 1]; i++) {
            swap(sankey->order, i);
            number_places(place, sankey);
            cr_expect_geq(area_of(sankey, place, weights), area * (1.0 - 1e-6));
            swap(sankey->order, i);
        }
    }
    number_places(place, sankey);
}

Test(sankey_sift, leaves_no_neighbours_that_would_better_change_places)
{
    for (unsigned seed = 1; seed <= 15; seed++) {
        small_picture small;
        cf_arena arena = { 0 };
        cf_sankey sankey = { .picture = &small.picture, .arena = &arena };
        double *weights, before;
        int *place;

        random_picture(&small, seed, 9, 18);
        assert_ok(cf_sankey_columns(&sankey));
        assert_ok(cf_sankey_arrange(&sankey));
        place = calloc((size_t)sankey.stop_count, sizeof *place);
        weights = calloc((size_t)sankey.step_count, sizeof *weights);
        for (int k = 0; k < sankey.step_count; k++)
            weights[k] = small.edges[sankey.steps[k].edge].amount;
        for (int c = 1; c <= sankey.column_count; c++) { /* away from what was found already */
            if (sankey.first[c + 1] - sankey.first[c] > 2)
                swap(sankey.order, sankey.first[c]);
        }
        number_places(place, &sankey);
        before = area_of(&sankey, place, weights);
        cf_sankey_sift(&sankey, place, weights);
        cr_expect_leq(area_of(&sankey, place, weights), before * (1.0 + 1e-9));
        expect_no_better_neighbours(&sankey, place, weights);
        free(place);
        free(weights);
        cf_arena_free(&arena);
        small_picture_free(&small);
    }
}
