/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/graph.h"

enum { MANY = 3000 };

static cf_part_of_graph parts[MANY];

static cf_scene pack(int count)
{
    cf_scene scene = { .parts = parts, .part_count = count };

    assert_ok(cf_scene_pack(&scene));
    cf_arena_free(&scene.arena);
    return scene;
}

/* Sizes between 20 and 420 by 20 and 140, and one of 1,500 by 900 first. */
static void make_parts(int count)
{
    unsigned random = 12345;

    parts[0] = (cf_part_of_graph){ .width = 1500.0, .height = 900.0 };
    for (int i = 1; i < count; i++) {
        random = random * 1103515245u + 12345u;
        parts[i] = (cf_part_of_graph){ .width = 20.0 + (random >> 16) % 400,
                                       .height = 20.0 + (random >> 8) % 120 };
    }
}

static bool are_apart(const cf_part_of_graph *a, const cf_part_of_graph *b, double gap)
{
    return a->left + a->width + gap <= b->left || b->left + b->width + gap <= a->left ||
           a->top + a->height + gap <= b->top || b->top + b->height + gap <= a->top;
}

Test(graph_pack, a_single_part_keeps_its_place_and_size)
{
    cf_scene scene;

    parts[0] = (cf_part_of_graph){ .width = 123.25, .height = 45.5 };
    scene = pack(1);
    cr_expect(parts[0].left == 0.0 && parts[0].top == 0.0);
    cr_expect(scene.width == 123.25 && scene.height == 45.5);
}

Test(graph_pack, nothing_is_empty)
{
    cf_scene scene = pack(0);

    cr_expect(scene.width == 0.0 && scene.height == 0.0);
}

Test(graph_pack, parts_lie_apart_within_the_picture)
{
    cf_scene scene;

    make_parts(MANY);
    scene = pack(MANY);
    for (int i = 0; i < MANY; i++) {
        cr_expect(parts[i].left >= 0.0 && parts[i].top >= 0.0);
        cr_expect(parts[i].left + parts[i].width <= scene.width);
        cr_expect(parts[i].top + parts[i].height <= scene.height);
        for (int j = 0; j < i; j++)
            cr_assert(are_apart(&parts[i], &parts[j], 20.0), "%d lies on %d", i, j);
    }
}

Test(graph_pack, the_whole_is_for_a_screen_and_little_of_it_stays_empty)
{
    double area = 0.0;
    cf_scene scene;

    make_parts(MANY);
    scene = pack(MANY);
    for (int i = 0; i < MANY; i++)
        area += (parts[i].width + 26.0) * (parts[i].height + 26.0);
    cr_expect(scene.width > 1.1 * scene.height && scene.width < 2.0 * scene.height);
    cr_expect_lt(scene.width * scene.height, 1.35 * area);
}

Test(graph_pack, equal_parts_stand_in_rows)
{
    cf_scene scene;
    int in_first_row = 0;

    for (int i = 0; i < 100; i++)
        parts[i] = (cf_part_of_graph){ .width = 300.0 + i % 3, .height = 50.0 };
    scene = pack(100);
    for (int i = 0; i < 100; i++)
        in_first_row += parts[i].top == 0.0;
    cr_expect_geq(in_first_row, 4);
    for (int i = 0; i < 100; i++)
        cr_expect(parts[i].top == parts[i / in_first_row * in_first_row].top);
    cr_expect_gt(scene.width, 0.0);
}
