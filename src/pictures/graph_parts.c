/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds the connected parts of a picture. To lay out all of them at once would take time that grows
 * with the square of their number, and stack them in one tall column.
 */
#include <stdlib.h>

#include "pictures/graph.h"

enum {
    MOST_LAYERED = 400, /* edges of a part; with more, layers are too slow */
    FEW_EDGES = 20,     /* with no more, layers are faster than springs */
    MOST_WORK = 2 * MOST_LAYERED * MOST_LAYERED /* of the other layers: edges squared */
};

struct split {
    const cf_picture *picture;
    int *part_of;          /* of each entity; at first: another one of its part, or itself */
    int *entities, *edges; /* by part */
    cf_part_of_graph *parts;
    int count;
};

/* ---- who belongs together ---- */

/* The first entity of its part. Halves the way there. */
static int root_of(int *parent, int entity)
{
    while (parent[entity] != entity) {
        parent[entity] = parent[parent[entity]];
        entity = parent[entity];
    }
    return entity;
}

static void join(int *parent, int a, int b)
{
    int first = root_of(parent, a), second = root_of(parent, b);

    if (first < second)
        parent[second] = first;
    else
        parent[first] = second;
}

static void join_all(const struct split *split, const cf_groups *groups)
{
    for (int i = 0; i < split->picture->entity_count; i++)
        split->part_of[i] = i;
    for (int i = 0; i < split->picture->edge_count; i++)
        join(split->part_of, split->picture->edges[i].payer, split->picture->edges[i].payee);
    for (int i = 0; i < groups->count; i++) {
        int first = groups->first[i];

        for (int entity = groups->next[first]; entity >= 0; entity = groups->next[entity])
            join(split->part_of, first, entity);
    }
}

/* Numbers the parts by their first entities. */
static void number_parts(struct split *split)
{
    for (int i = 0; i < split->picture->entity_count; i++)
        split->part_of[i] = root_of(split->part_of, i);
    for (int i = 0; i < split->picture->entity_count; i++)
        split->part_of[i] =
            split->part_of[i] == i ? split->count++ : split->part_of[split->part_of[i]];
}

/* ---- what belongs to each ---- */

static int part_of_edge(const struct split *split, int edge)
{
    return split->part_of[split->picture->edges[edge].payer];
}

static void count_members(const struct split *split)
{
    const cf_picture *picture = split->picture;
    int entities = 0, edges = 0;

    for (int i = 0; i < picture->entity_count; i++)
        split->parts[split->part_of[i]].entity_count++;
    for (int i = 0; i < picture->edge_count; i++)
        split->parts[part_of_edge(split, i)].edge_count++;
    for (int i = 0; i < split->count; i++) {
        split->parts[i].entities = split->entities + entities;
        split->parts[i].edges = split->edges + edges;
        entities += split->parts[i].entity_count;
        edges += split->parts[i].edge_count;
        split->parts[i].entity_count = split->parts[i].edge_count = 0;
    }
}

static void list_members(const struct split *split)
{
    const cf_picture *picture = split->picture;

    count_members(split);
    for (int i = 0; i < picture->entity_count; i++) {
        cf_part_of_graph *part = &split->parts[split->part_of[i]];

        split->entities[part->entities - split->entities + part->entity_count++] = i;
    }
    for (int i = 0; i < picture->edge_count; i++) {
        cf_part_of_graph *part = &split->parts[part_of_edge(split, i)];

        split->edges[part->edges - split->edges + part->edge_count++] = i;
        part->amount += picture->edges[i].amount;
    }
}

/* ---- how to lay them out ---- */

/* Layers for as many parts as there is time for, the smaller ones first. */
static void choose_layers(const struct split *split)
{
    int parts_of[MOST_LAYERED + 1] = { 0 }, most = FEW_EDGES;
    double work = 0.0;

    for (int i = 0; i < split->count; i++)
        if (split->parts[i].edge_count <= MOST_LAYERED)
            parts_of[split->parts[i].edge_count]++;
    while (most < MOST_LAYERED) {
        work += (double)parts_of[most + 1] * (most + 1) * (most + 1);
        if (work > MOST_WORK)
            break;
        most++;
    }
    for (int i = 0; i < split->count; i++)
        split->parts[i].layered = split->parts[i].edge_count <= most;
}

static int by_importance(const void *a, const void *b)
{
    const cf_part_of_graph *first = a, *second = b;

    if (first->entity_count != second->entity_count)
        return first->entity_count > second->entity_count ? -1 : 1;
    if (first->amount > second->amount || first->amount < second->amount)
        return first->amount > second->amount ? -1 : 1;
    return first->entities[0] < second->entities[0] ? -1 : 1;
}

cf_status cf_scene_split(cf_scene *scene)
{
    size_t entities = (size_t)scene->picture->entity_count;
    struct split split = {
        .picture = scene->picture,
        .part_of = cf_arena_new(&scene->arena, entities, sizeof(int)),
        .entities = cf_arena_new(&scene->arena, entities, sizeof(int)),
        .edges = cf_arena_new(&scene->arena, (size_t)scene->picture->edge_count, sizeof(int)),
    };

    if (split.part_of == NULL || split.entities == NULL || split.edges == NULL)
        return CF_NO_MEMORY;
    join_all(&split, &scene->groups);
    number_parts(&split);
    split.parts = cf_arena_new(&scene->arena, (size_t)split.count, sizeof *split.parts);
    if (split.parts == NULL)
        return CF_NO_MEMORY;
    list_members(&split);
    choose_layers(&split);
    qsort(split.parts, (size_t)split.count, sizeof *split.parts, by_importance);
    scene->parts = split.parts;
    scene->part_count = split.count;
    return CF_OK;
}
