/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "unit/pictures/drawn.h"
#include "pictures/graph.h"

enum { RING = 9, LARGE = 500 };

static cf_picture_entity entities[LARGE];
static cf_picture_edge edges[LARGE];
static cf_picture picture;
static cf_scene scene;

/* Boxes of one size, each paying the next. */
static void make_ring(int count)
{
    picture = (cf_picture){
        .entities = entities, .entity_count = count, .edges = edges, .edge_count = count
    };
    scene = (cf_scene){ .picture = &picture, .largest = 1.0 };
    scene.boxes = cf_arena_new(&scene.arena, (size_t)count, sizeof *scene.boxes);
    scene.curves = cf_arena_new(&scene.arena, (size_t)count, sizeof *scene.curves);
    for (int i = 0; i < count; i++) {
        entities[i] = (cf_picture_entity){ .members = 1, .group = i == 2 || i == 5 ? "g" : NULL };
        edges[i] = (cf_picture_edge){ .payer = i, .payee = (i + 1) % count, .amount = 1.0 };
        scene.boxes[i].width = 80.0;
        scene.boxes[i].height = 30.0;
    }
    assert_ok(cf_groups_new(&scene.groups, &scene.arena, &picture));
}

static void free_ring(void)
{
    cf_arena_free(&scene.arena);
}

TestSuite(graph_layout, .fini = free_ring);

static void expect_places_apart(void)
{
    for (int i = 0; i < picture.entity_count; i++) {
        for (int j = 0; j < i; j++) {
            cf_point a = scene.boxes[i].centre, b = scene.boxes[j].centre;

            cr_expect(fabs(a.x - b.x) >= 79.0 || fabs(a.y - b.y) >= 29.0, "%d lies on %d", i, j);
        }
    }
}

/* On the border of its box, give or take a pixel. */
static bool touches(cf_point point, const cf_box *box)
{
    double x = fabs(point.x - box->centre.x) - box->width / 2.0;
    double y = fabs(point.y - box->centre.y) - box->height / 2.0;

    return fabs(fmax(x, y)) < 1.5;
}

static void expect_curves_from_border_to_border(void)
{
    for (int i = 0; i < picture.edge_count; i++) {
        const cf_curve *curve = &scene.curves[i];

        cr_assert_geq(curve->count, 4);
        cr_expect_eq(curve->count % 3, 1);
        cr_expect(touches(curve->points[0], &scene.boxes[edges[i].payer]), "edge %d begins", i);
        cr_expect(touches(curve->points[curve->count - 1], &scene.boxes[edges[i].payee]),
                  "edge %d ends", i);
    }
}

Test(graph_layout, boxes_lie_apart_within_the_picture_and_curves_join_them)
{
    make_ring(RING);
    assert_ok(cf_scene_lay_out(&scene));
    expect_places_apart();
    expect_curves_from_border_to_border();
    for (int i = 0; i < RING; i++) {
        cr_expect(scene.boxes[i].centre.x >= 40.0 && scene.boxes[i].centre.x <= scene.width - 40.0);
        cr_expect(scene.boxes[i].centre.y >= 15.0 &&
                  scene.boxes[i].centre.y <= scene.height - 15.0);
    }
}

Test(graph_layout, large_graphs_are_laid_out_by_springs)
{
    make_ring(LARGE);
    assert_ok(cf_scene_lay_out(&scene));
    expect_places_apart();
    expect_curves_from_border_to_border();
}

Test(graph_layout, a_frame_holds_its_entities)
{
    make_ring(RING);
    picture.cluster = true;
    assert_ok(cf_groups_new(&scene.groups, &scene.arena, &picture));
    scene.frames = cf_arena_new(&scene.arena, 1, sizeof *scene.frames);
    assert_ok(cf_scene_lay_out(&scene));
    for (int i = 0; i < RING; i++) {
        cf_point centre = scene.boxes[i].centre;
        const cf_group_frame *frame = &scene.frames[0];
        bool inside = centre.x > frame->left && centre.x < frame->left + frame->width &&
                      centre.y > frame->top && centre.y < frame->top + frame->height;

        cr_expect_eq(inside, i == 2 || i == 5);
    }
}

Test(graph_layout, parts_lie_side_by_side)
{
    make_ring(LARGE);
    for (int i = 0; i < LARGE; i++)
        edges[i].payee = i % 5 == 4 ? i - 4 : i + 1;
    assert_ok(cf_scene_lay_out(&scene));
    cr_expect_eq(scene.part_count, LARGE / 5);
    expect_places_apart();
    expect_curves_from_border_to_border();
    cr_expect_lt(scene.height, scene.width);
}

/* Runs out of memory in this process and in that of Graphviz; the child inherits the count. */
Test(graph_layout, survives_running_out_of_memory)
{
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        make_ring(RING);
        allow_allocations(allowed);
        status = cf_scene_lay_out(&scene);
        stop_counting_allocations();
        free_ring();
        cr_assert(allowed > 0 || status == CF_NO_MEMORY);
    }
    cr_expect_eq(status, CF_OK);
    make_ring(RING);
}

static void *draw_often(void *report)
{
    char *first = bytes_of(draw_alone, report, NULL);

    for (int i = 0; i < 5; i++) {
        char *again = bytes_of(draw_alone, report, NULL);

        cr_expect_str_eq(again, first);
        free(again);
    }
    return first;
}

Test(graph_layout, threads_get_the_same)
{
    cf_scenario *scenario = scenario_from(every_mark);
    cf_report *report = picture_of(scenario, "", NULL, 0);
    pthread_t threads[3];
    char *texts[3];

    for (int i = 0; i < 3; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, draw_often, report), 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], (void **)&texts[i]);
    for (int i = 0; i < 3; i++) {
        cr_expect_str_eq(texts[i], texts[0]);
        if (i > 0)
            free(texts[i]);
    }
    free(texts[0]);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
