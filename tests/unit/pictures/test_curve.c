/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/curve.h"

/* Two straight pieces: 30 to the right, then 40 down. */
#define CORNER                                                                                     \
    {                                                                                              \
        { 0, 0 }, { 10, 0 }, { 20, 0 }, { 30, 0 }, { 30, 10 }, { 30, 30 },                         \
        {                                                                                          \
            30, 40                                                                                 \
        }                                                                                          \
    }

static void expect_point(cf_point actual, double x, double y)
{
    cr_expect(fabs(actual.x - x) < 0.1 && fabs(actual.y - y) < 0.1, "(%g, %g), not (%g, %g)",
              actual.x, actual.y, x, y);
}

Test(curve, lengths_of_straight_pieces_add_up)
{
    cf_point points[] = CORNER;

    expect_near(cf_curve_length(&(cf_curve){ points, 7 }), 70.0);
}

Test(curve, a_quarter_circle_is_as_long_as_its_arc)
{
    const double k = 0.5522847498;
    cf_point points[] = { { 1, 0 }, { 1, k }, { k, 1 }, { 0, 1 } };

    cr_expect_lt(fabs(cf_curve_length(&(cf_curve){ points, 4 }) - 1.5707963), 2e-3);
}

Test(curve, points_are_found_by_their_distance_from_the_beginning)
{
    cf_point points[] = CORNER, way;
    cf_curve curve = { points, 7 };

    expect_point(cf_curve_at(&curve, 15.0, &way), 15, 0);
    expect_point(way, 1, 0);
    expect_point(cf_curve_at(&curve, 50.0, &way), 30, 20);
    expect_point(way, 0, 1);
    expect_point(cf_curve_at(&curve, -1.0, &way), 0, 0);
    expect_point(cf_curve_at(&curve, 1000.0, &way), 30, 40);
}

Test(curve, trimming_takes_lengths_off_both_ends)
{
    cf_point points[] = CORNER;
    cf_curve curve = { points, 7 };

    cf_curve_trim(&curve, 10.0, 20.0);
    expect_near(cf_curve_length(&curve), 40.0);
    expect_point(curve.points[0], 10, 0);
    expect_point(curve.points[curve.count - 1], 30, 20);
}

Test(curve, trimming_beyond_a_piece_drops_it)
{
    cf_point points[] = CORNER;
    cf_curve curve = { points, 7 };

    cf_curve_trim(&curve, 35.0, 0.0);
    cr_expect_eq(curve.count, 4);
    expect_point(curve.points[0], 30, 5);
}

Test(curve, a_curve_without_length_stays_where_it_is)
{
    cf_point points[4] = { { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, 2 } }, way;
    cf_curve curve = { points, 4 };

    expect_near(cf_curve_length(&curve), 0.0);
    expect_point(cf_curve_at(&curve, 0.0, &way), 1, 2);
    expect_point(way, 1, 0);
}

Test(curve, a_path_names_its_points)
{
    cf_point points[] = CORNER;
    char text[128] = "";
    FILE *out = fmemopen(text, sizeof text, "w");

    cf_curve_put(out, &(cf_curve){ points, 7 });
    fclose(out);
    cr_expect_str_eq(text, "M0,0C10,0 20,0 30,0 30,10 30,30 30,40");
}
