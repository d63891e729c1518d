/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lays out a graph by the library of Graphviz, which only this file and graph_ids see. It gets
 * numbered nodes of fixed size without text, so that neither names nor fonts change the layout.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gvc.h>

#include "base/text.h"
#include "pictures/graph.h"
#include "pictures/graph_ids.h"

enum {
    MOST_LAYERED = 400, /* edges; with more, layers are too slow */
    MANY = 20           /* entities: from here on closer together */
};

/* Graphviz keeps its parser, its error handler and more in globals. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

struct drawing {
    cf_graph_ids ids;
    Agraph_t *graph;
    Agnode_t **nodes;
    Agedge_t **edges;
};

/* ---- input --------------------------------------------------------------------------------- */

/* The API takes values as char * but copies them. */
static void set_attribute(void *thing, const char *name, const char *value)
{
    agsafeset(thing, (char *)name, (char *)value, "");
}

static void set_number(void *thing, const char *name, double number)
{
    char text[32];

    cf_text_number(text, round(number * 1000.0) / 1000.0 + 0.0);
    set_attribute(thing, name, text);
}

static bool is_layered(const cf_scene *scene)
{
    return scene->picture->edge_count <= MOST_LAYERED;
}

static void set_graph(Agraph_t *drawing, const cf_scene *scene)
{
    int count = scene->picture->entity_count;

    set_attribute(drawing, "rankdir", "LR");
    set_attribute(drawing, "nodesep", count < CF_FEW ? "0.45" : count < MANY ? "0.3" : "0.2");
    set_attribute(drawing, "ranksep", count < CF_FEW ? "1.7" : count < MANY ? "1.2" : "0.7");
    set_attribute(drawing, "overlap", "prism");
    set_attribute(drawing, "sep", "+12");
    set_attribute(drawing, "splines", is_layered(scene) ? "true" : "line");
    set_attribute(drawing, "nslimit", "3");
    set_attribute(drawing, "nslimit1", "3");
}

static void set_node(Agnode_t *node, const cf_box *box)
{
    set_attribute(node, "label", "");
    set_attribute(node, "shape", "box");
    set_attribute(node, "fixedsize", "true");
    set_number(node, "width", box->width / POINTS_PER_INCH);
    set_number(node, "height", box->height / POINTS_PER_INCH);
}

static void set_edge(Agedge_t *edge, const cf_scene *scene, const cf_picture_edge *shown)
{
    double share = scene->largest > 0.0 ? sqrt(shown->amount / scene->largest) : 0.0;

    set_attribute(edge, "arrowhead", "none");
    set_number(edge, "weight", 1.0 + floor(9.0 * share));
}

/* The frame of a group leaves room for its name. */
static Agraph_t *home_of(const struct drawing *drawing, const cf_scene *scene, int entity)
{
    char name[32];
    Agraph_t *home;

    if (scene->groups.of[entity] < 0)
        return drawing->graph;
    snprintf(name, sizeof name, "cluster%d", scene->groups.of[entity]);
    home = agsubg(drawing->graph, name, 1);
    if (home != NULL)
        set_attribute(home, "margin", "22");
    return home;
}

static cf_status build_graph(struct drawing *drawing, cf_scene *scene)
{
    const cf_picture *picture = scene->picture;

    drawing->nodes = cf_arena_new(&scene->arena, (size_t)picture->entity_count, sizeof(Agnode_t *));
    drawing->edges = cf_arena_new(&scene->arena, (size_t)picture->edge_count, sizeof(Agedge_t *));
    drawing->graph = agopen("money", Agdirected, &drawing->ids.disciplines);
    if (drawing->nodes == NULL || drawing->edges == NULL || drawing->graph == NULL)
        return CF_NO_MEMORY;
    set_graph(drawing->graph, scene);
    for (int i = 0; i < picture->entity_count; i++) {
        Agraph_t *home = home_of(drawing, scene, i);
        char name[32];

        snprintf(name, sizeof name, "%d", i);
        drawing->nodes[i] = home == NULL ? NULL : agnode(home, name, 1);
        if (drawing->nodes[i] == NULL)
            return CF_NO_MEMORY;
        set_node(drawing->nodes[i], &scene->boxes[i]);
    }
    for (int i = 0; i < picture->edge_count; i++) {
        const cf_picture_edge *edge = &picture->edges[i];

        drawing->edges[i] = agedge(drawing->graph, drawing->nodes[edge->payer],
                                   drawing->nodes[edge->payee], NULL, 1);
        if (drawing->edges[i] == NULL)
            return CF_NO_MEMORY;
        set_edge(drawing->edges[i], scene, edge);
    }
    return CF_OK;
}

/* ---- output --------------------------------------------------------------------------- */

/* Graphviz's y grows upwards. */
static cf_point flipped_point(const Agraph_t *drawn, pointf point)
{
    boxf frame = GD_bb(drawn);

    return (cf_point){ point.x - frame.LL.x, frame.UR.y - point.y };
}

static cf_status read_curve(cf_curve *curve, cf_scene *scene, Agraph_t *drawn, Agedge_t *edge)
{
    const splines *way = ED_spl(edge);

    if (way == NULL || way->size == 0 || way->list[0].size < 4)
        return CF_SOLVER; /* a picture without this edge would be wrong */
    curve->points = cf_arena_new(&scene->arena, (size_t)way->list[0].size, sizeof(cf_point));
    if (curve->points == NULL)
        return CF_NO_MEMORY;
    curve->count = way->list[0].size;
    for (int i = 0; i < curve->count; i++)
        curve->points[i] = flipped_point(drawn, way->list[0].list[i]);
    return CF_OK;
}

static void read_frames(cf_scene *scene, Agraph_t *drawn)
{
    for (int i = 0; i < scene->groups.count; i++) {
        char name[32];
        Agraph_t *cluster;
        cf_point low, high;

        snprintf(name, sizeof name, "cluster%d", i);
        cluster = agsubg(drawn, name, 0);
        if (cluster == NULL)
            continue;
        low = flipped_point(drawn, GD_bb(cluster).LL);
        high = flipped_point(drawn, GD_bb(cluster).UR);
        scene->frames[i] = (cf_group_frame){ low.x, high.y, high.x - low.x, low.y - high.y };
    }
}

static cf_status read_all(cf_scene *scene, const struct drawing *drawing)
{
    boxf frame = GD_bb(drawing->graph);
    cf_status status = CF_OK;

    scene->width = frame.UR.x - frame.LL.x;
    scene->height = frame.UR.y - frame.LL.y;
    for (int i = 0; i < scene->picture->entity_count; i++)
        scene->boxes[i].centre = flipped_point(drawing->graph, ND_coord(drawing->nodes[i]));
    for (int i = 0; i < scene->picture->edge_count && status == CF_OK; i++)
        status = read_curve(&scene->curves[i], scene, drawing->graph, drawing->edges[i]);
    if (is_layered(scene))
        read_frames(scene, drawing->graph);
    return status;
}

/* ---- one run, under the lock
 * ------------------------------------------------------------------------------- */

static int say_nothing(char *message)
{
    (void)message;
    return 0;
}

static cf_status run_graphviz(cf_scene *scene)
{
    struct drawing drawing = { .ids = cf_graph_ids_begin() };
    GVC_t *context = gvContext();
    bool is_laid_out = false;
    cf_status status = context == NULL ? CF_NO_MEMORY : build_graph(&drawing, scene);

    if (status == CF_OK) {
        srand(1); /* sfdp uses rand() before seeding it */
        is_laid_out = gvLayout(context, drawing.graph, is_layered(scene) ? "dot" : "sfdp") == 0;
        status = is_laid_out ? read_all(scene, &drawing) : CF_SOLVER;
    }
    if (is_laid_out)
        gvFreeLayout(context, drawing.graph);
    if (drawing.graph != NULL)
        agclose(drawing.graph);
    cf_graph_ids_free(&drawing.ids);
    if (context != NULL)
        gvFreeContext(context);
    return status;
}

cf_status cf_scene_lay_out(cf_scene *scene)
{
    agusererrf before;
    cf_status status;

    pthread_mutex_lock(&turn);
    before = agseterrf(say_nothing);
    status = run_graphviz(scene);
    agseterrf(before);
    pthread_mutex_unlock(&turn);
    return status;
}
