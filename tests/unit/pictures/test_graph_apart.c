/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/graph.h"

/* Straight ways to the right, a hair apart; the second runs back. */
static void make(cf_scene *scene, cf_picture *picture, cf_picture_edge edges[2],
                 cf_point points[2][4])
{
    for (int i = 0; i < 2; i++) {
        for (int p = 0; p < 4; p++)
            points[i][p] = (cf_point){ i == 0 ? p * 30.0 : 90.0 - p * 30.0, i * 2.0 };
    }
    *picture = (cf_picture){ .edges = edges, .edge_count = 2 };
    *scene = (cf_scene){ .picture = picture, .largest = 100.0 };
    scene->curves = cf_arena_new(&scene->arena, 2, sizeof *scene->curves);
    for (int i = 0; i < 2; i++)
        scene->curves[i] = (cf_curve){ points[i], 4 };
}

static double middle(const cf_curve *curve)
{
    cf_point way;

    return cf_curve_at(curve, cf_curve_length(curve) / 2.0, &way).y;
}

Test(graph_apart, wide_ways_of_one_pair_get_room_and_keep_their_ends)
{
    cf_picture_edge edges[2] = { { .payer = 0, .payee = 1, .amount = 100 },
                                 { .payer = 1, .payee = 0, .amount = 100 } };
    cf_point points[2][4];
    cf_picture picture;
    cf_scene scene;

    make(&scene, &picture, edges, points);
    assert_ok(cf_scene_move_apart(&scene));
    cr_expect_gt(middle(&scene.curves[1]) - middle(&scene.curves[0]),
                 cf_scene_stroke(&scene, 100) + 2.9);
    expect_near((middle(&scene.curves[0]) + middle(&scene.curves[1])) / 2.0, 1.0);
    expect_near(points[0][0].y, 0.0);
    expect_near(points[1][3].y, 2.0);
    cf_arena_free(&scene.arena);
}

Test(graph_apart, ways_of_other_pairs_stay)
{
    cf_picture_edge edges[2] = { { .payer = 0, .payee = 1, .amount = 100 },
                                 { .payer = 2, .payee = 0, .amount = 100 } };
    cf_point points[2][4];
    cf_picture picture;
    cf_scene scene;

    make(&scene, &picture, edges, points);
    assert_ok(cf_scene_move_apart(&scene));
    expect_near(middle(&scene.curves[0]), 0.0);
    expect_near(middle(&scene.curves[1]), 2.0);
    cf_arena_free(&scene.arena);
}
