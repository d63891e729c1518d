/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/graph.h"

enum { MOST = 1200 };

static cf_picture_entity entities[MOST];
static cf_picture_edge edges[MOST];
static cf_picture picture;
static cf_scene scene;

static void begin(int count)
{
    picture = (cf_picture){ .entities = entities, .entity_count = count, .edges = edges };
    scene = (cf_scene){ .picture = &picture };
    for (int i = 0; i < count; i++)
        entities[i] = (cf_picture_entity){ .members = 1 };
}

static void pay(int payer, int payee, double amount)
{
    edges[picture.edge_count++] =
        (cf_picture_edge){ .payer = payer, .payee = payee, .amount = amount };
}

static void split(void)
{
    assert_ok(cf_groups_new(&scene.groups, &scene.arena, &picture));
    assert_ok(cf_scene_split(&scene));
}

static void expect_entities(int part, int count, const int *expected)
{
    cr_assert_eq(scene.parts[part].entity_count, count);
    for (int i = 0; i < count; i++)
        cr_expect_eq(scene.parts[part].entities[i], expected[i]);
}

static void end(void)
{
    cf_arena_free(&scene.arena);
}

TestSuite(graph_parts, .fini = end);

Test(graph_parts, a_part_holds_what_is_connected_in_the_order_of_the_picture)
{
    begin(6);
    pay(4, 1, 5.0);
    pay(3, 5, 7.0);
    pay(1, 0, 2.0);
    split();
    cr_assert_eq(scene.part_count, 3);
    expect_entities(0, 3, (int[]){ 0, 1, 4 });
    expect_entities(1, 2, (int[]){ 3, 5 });
    expect_entities(2, 1, (int[]){ 2 });
    cr_expect_eq(scene.parts[0].edge_count, 2);
    cr_expect_eq(scene.parts[0].edges[0], 0);
    cr_expect_eq(scene.parts[0].edges[1], 2);
    expect_near(scene.parts[0].amount, 7.0);
}

Test(graph_parts, more_entities_come_first_then_more_money_then_the_order_of_the_picture)
{
    begin(10);
    pay(0, 1, 5.0);
    pay(2, 3, 5.0);
    pay(4, 5, 6.0);
    pay(6, 7, 1.0);
    pay(7, 8, 1.0);
    split();
    cr_assert_eq(scene.part_count, 5);
    expect_entities(0, 3, (int[]){ 6, 7, 8 });
    expect_entities(1, 2, (int[]){ 4, 5 });
    expect_entities(2, 2, (int[]){ 0, 1 });
    expect_entities(3, 2, (int[]){ 2, 3 });
    expect_entities(4, 1, (int[]){ 9 });
}

Test(graph_parts, the_frame_of_a_group_joins_its_entities)
{
    begin(5);
    entities[0].group = entities[3].group = "g";
    picture.cluster = true;
    pay(1, 2, 5.0);
    pay(3, 4, 5.0);
    split();
    cr_assert_eq(scene.part_count, 2);
    expect_entities(0, 3, (int[]){ 0, 3, 4 });
    expect_entities(1, 2, (int[]){ 1, 2 });
}

/* Every edge between the same two entities. */
static void make_parts(int count, int edges_each)
{
    begin(2 * count);
    for (int i = 0; i < count; i++)
        for (int e = 0; e < edges_each; e++)
            pay(2 * i, 2 * i + 1, 1.0);
    split();
    cr_assert_eq(scene.part_count, count);
}

Test(graph_parts, layers_are_for_parts_that_are_not_too_large)
{
    make_parts(1, 400);
    cr_expect(scene.parts[0].layered);
    end();
    make_parts(1, 401);
    cr_expect_not(scene.parts[0].layered);
}

Test(graph_parts, layers_are_for_all_parts_of_one_size_or_for_none)
{
    make_parts(8, 150);
    for (int i = 0; i < 8; i++)
        cr_expect(scene.parts[i].layered);
    end();
    make_parts(3, 400);
    for (int i = 0; i < 3; i++)
        cr_expect_not(scene.parts[i].layered);
}

Test(graph_parts, small_parts_are_always_in_layers)
{
    make_parts(600, 2);
    for (int i = 0; i < 600; i++)
        cr_expect(scene.parts[i].layered);
}
