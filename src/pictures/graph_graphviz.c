/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lays out parts of a picture by the library of Graphviz, which only this file and graph_ids see.
 * It gets numbered nodes of fixed size without text, so that neither names nor fonts change the
 * layout.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pictures/graph.h"
#include "pictures/graph_ids.h"
#include "pictures/graph_library.h"

enum {
    MANY = 20,       /* entities: from here on closer together */
    PROBE = 32 << 20 /* bytes; more than loading a plugin of Graphviz needs */
};

/* One part. */
struct drawing {
    cf_graph_library by;
    FILE *out;
    const cf_scene *scene;
    const cf_part_of_graph *part;
    cf_graph_ids ids;
    Agraph_t *graph;
    Agnode_t **nodes; /* by entity; of all parts */
    Agedge_t **edges; /* by edge; of all parts */
};

/* ---- input --------------------------------------------------------------------------------- */

/* The API takes values as char * but copies them. */
static void set_attribute(const struct drawing *drawing, void *thing, const char *name,
                          const char *value)
{
    drawing->by.agsafeset(thing, (char *)name, (char *)value, "");
}

static void set_number(const struct drawing *drawing, void *thing, const char *name, double number)
{
    char text[32];

    cf_text_number(text, round(number * 1000.0) / 1000.0 + 0.0);
    set_attribute(drawing, thing, name, text);
}

/* A small part of a large picture has less room than one alone. */
static void set_graph(const struct drawing *drawing)
{
    Agraph_t *graph = drawing->graph;
    int count = drawing->part->entity_count;

    if (count < CF_FEW && drawing->scene->picture->entity_count >= CF_FEW)
        count = CF_FEW;
    set_attribute(drawing, graph, "rankdir", "LR");
    set_number(drawing, graph, "nodesep",
               (count < CF_FEW ? 0.45
                : count < MANY ? 0.3
                               : 0.2) -
                   2.0 * CF_BOX_ROOM / POINTS_PER_INCH + 0.08);
    set_number(drawing, graph, "ranksep",
               (count < CF_FEW ? 1.7
                : count < MANY ? 1.2
                               : 0.7) -
                   2.0 * CF_BOX_ROOM / POINTS_PER_INCH);
    set_attribute(drawing, graph, "overlap", "prism");
    set_attribute(drawing, graph, "sep", "+12");
    set_attribute(drawing, graph, "splines", drawing->part->layered ? "true" : "line");
    set_attribute(drawing, graph, "nslimit", "3");
    set_attribute(drawing, graph, "nslimit1", "3");
}

static void set_node(const struct drawing *drawing, Agnode_t *node, const cf_box *box)
{
    set_attribute(drawing, node, "label", "");
    set_attribute(drawing, node, "shape", "box");
    set_attribute(drawing, node, "fixedsize", "true");
    set_number(drawing, node, "width", (box->width + 2.0 * CF_BOX_ROOM) / POINTS_PER_INCH);
    set_number(drawing, node, "height", (box->height + 2.0 * CF_BOX_ROOM) / POINTS_PER_INCH);
}

static void set_edge(const struct drawing *drawing, Agedge_t *edge, const cf_picture_edge *shown)
{
    double largest = drawing->scene->largest;
    double share = largest > 0.0 ? sqrt(shown->amount / largest) : 0.0;

    set_attribute(drawing, edge, "arrowhead", "none");
    set_number(drawing, edge, "weight", 1.0 + floor(9.0 * share));
}

/* The frame of a group leaves room for its name. */
static Agraph_t *home_of(const struct drawing *drawing, int entity)
{
    const cf_groups *groups = &drawing->scene->groups;
    char name[32];
    Agraph_t *home;

    if (groups->of[entity] < 0)
        return drawing->graph;
    snprintf(name, sizeof name, "cluster%d", groups->of[entity]);
    home = drawing->by.agsubg(drawing->graph, name, 1);
    if (home != NULL)
        set_attribute(drawing, home, "margin", "22");
    return home;
}

static cf_status add_entity(struct drawing *drawing, int entity)
{
    Agraph_t *home = home_of(drawing, entity);
    Agnode_t *node;
    char name[32];

    snprintf(name, sizeof name, "%d", entity);
    node = home == NULL ? NULL : drawing->by.agnode(home, name, 1);
    if (node == NULL)
        return CF_NO_MEMORY;
    set_node(drawing, node, &drawing->scene->boxes[entity]);
    drawing->nodes[entity] = node;
    return CF_OK;
}

static cf_status add_edge(struct drawing *drawing, int edge)
{
    const cf_picture_edge *shown = &drawing->scene->picture->edges[edge];
    Agedge_t *made = drawing->by.agedge(drawing->graph, drawing->nodes[shown->payer],
                                        drawing->nodes[shown->payee], NULL, 1);

    if (made == NULL)
        return CF_NO_MEMORY;
    set_edge(drawing, made, shown);
    drawing->edges[edge] = made;
    return CF_OK;
}

static cf_status build_graph(struct drawing *drawing)
{
    const cf_part_of_graph *part = drawing->part;
    cf_status status = CF_OK;

    drawing->graph =
        drawing->by.agopen("money", *drawing->by.Agdirected, &drawing->ids.disciplines);
    if (drawing->graph == NULL)
        return CF_NO_MEMORY;
    set_graph(drawing);
    for (int i = 0; i < part->entity_count && status == CF_OK; i++)
        status = add_entity(drawing, part->entities[i]);
    for (int i = 0; i < part->edge_count && status == CF_OK; i++)
        status = add_edge(drawing, part->edges[i]);
    return status;
}

/* ---- output ---- */

static void put(const struct drawing *drawing, double number)
{
    fwrite(&number, sizeof number, 1, drawing->out);
}

/* Graphviz's y grows upwards. */
static cf_point flipped_point(const Agraph_t *drawn, pointf point)
{
    boxf frame = GD_bb(drawn);

    return (cf_point){ point.x - frame.LL.x, frame.UR.y - point.y };
}

static void put_point(const struct drawing *drawing, pointf point)
{
    cf_point flipped = flipped_point(drawing->graph, point);

    put(drawing, flipped.x);
    put(drawing, flipped.y);
}

static void put_frame(const struct drawing *drawing, int group)
{
    char name[32];
    Agraph_t *cluster;
    cf_point low = { 0, 0 }, high = { 0, 0 };

    snprintf(name, sizeof name, "cluster%d", group);
    cluster = drawing->part->layered ? drawing->by.agsubg(drawing->graph, name, 0) : NULL;
    if (cluster != NULL) {
        low = flipped_point(drawing->graph, GD_bb(cluster).LL);
        high = flipped_point(drawing->graph, GD_bb(cluster).UR);
    }
    put(drawing, low.x);
    put(drawing, high.y);
    put(drawing, high.x - low.x);
    put(drawing, low.y - high.y);
}

static cf_status put_curve(const struct drawing *drawing, int edge)
{
    const splines *way = ED_spl(drawing->edges[edge]);

    if (way == NULL || way->size == 0 || way->list[0].size < 4)
        return CF_SOLVER; /* a picture without this edge would be wrong */
    put(drawing, way->list[0].size);
    for (int i = 0; i < way->list[0].size; i++)
        put_point(drawing, way->list[0].list[i]);
    return CF_OK;
}

static cf_status put_part(const struct drawing *drawing)
{
    const cf_part_of_graph *part = drawing->part;
    const cf_groups *groups = &drawing->scene->groups;
    boxf frame = GD_bb(drawing->graph);
    cf_status status = CF_OK;

    put(drawing, frame.UR.x - frame.LL.x);
    put(drawing, frame.UR.y - frame.LL.y);
    for (int i = 0; i < part->entity_count; i++)
        put_point(drawing, ND_coord(drawing->nodes[part->entities[i]]));
    for (int i = 0; i < part->entity_count; i++) {
        int group = groups->of[part->entities[i]];

        if (group >= 0 && groups->first[group] == part->entities[i])
            put_frame(drawing, group);
    }
    for (int i = 0; i < part->edge_count && status == CF_OK; i++)
        status = put_curve(drawing, part->edges[i]);
    return status;
}

/* ---- all parts ---- */

/* Graphviz says neither why it fails nor why it does not find a plugin. */
static cf_status why_it_fails(void)
{
    char *volatile probe = malloc(PROBE);
    bool has_memory = probe != NULL;

    free(probe);
    return has_memory ? CF_SOLVER : CF_NO_MEMORY;
}

static cf_status run_part(struct drawing *drawing, GVC_t *context)
{
    cf_status status;

    drawing->ids = cf_graph_ids_begin();
    status = build_graph(drawing);
    if (status == CF_OK) {
        bool is_laid_out;

        srand(1); /* sfdp uses rand() before seeding it */
        is_laid_out = drawing->by.gvLayout(context, drawing->graph,
                                           drawing->part->layered ? "dot" : "sfdp") == 0;
        status = is_laid_out ? put_part(drawing) : why_it_fails();
        if (is_laid_out)
            drawing->by.gvFreeLayout(context, drawing->graph);
    }
    if (drawing->graph != NULL)
        drawing->by.agclose(drawing->graph);
    drawing->graph = NULL;
    cf_graph_ids_free(&drawing->ids);
    return status;
}

cf_status cf_scene_run_graphviz(FILE *out, cf_scene *scene)
{
    struct drawing drawing = {
        .out = out,
        .scene = scene,
        .nodes =
            cf_arena_new(&scene->arena, (size_t)scene->picture->entity_count, sizeof(Agnode_t *)),
        .edges =
            cf_arena_new(&scene->arena, (size_t)scene->picture->edge_count, sizeof(Agedge_t *)),
    };
    GVC_t *context = NULL;
    cf_status status =
        cf_library_load(&drawing.by, CIRCFIN_LIBGVC, GRAPH_FUNCTIONS(CF_LIBRARY_NAME));

    if (status == CF_OK)
        context = drawing.by.gvContext();
    if (status == CF_OK && (drawing.nodes == NULL || drawing.edges == NULL || context == NULL))
        status = CF_NO_MEMORY;
    for (int i = 0; i < scene->part_count && status == CF_OK; i++) {
        drawing.part = &scene->parts[i];
        status = run_part(&drawing, context);
    }
    if (context != NULL)
        drawing.by.gvFreeContext(context);
    return status;
}
