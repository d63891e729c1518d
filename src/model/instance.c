/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view, ready to be written as a data section: its graph, its symbols, its suppliers. */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "model/instance.h"

bool cf_instance_is_gone(const cf_view *view, int entity)
{
    for (int i = 1; i < view->joint_count; i++) {
        if (view->joint[i] == entity)
            return true;
    }
    return false;
}

const char *cf_instance_entity_id(const cf_instance *scene, int entity)
{
    return scene->view->entities[entity].id;
}

const cf_deal *cf_instance_deal(const cf_instance *scene, int payment)
{
    return &scene->view->scenario
                ->deals[scene->view->deals[scene->network->view_deal[payment]].deal];
}

cf_edge cf_instance_part(const cf_instance *scene, int part)
{
    int edges = scene->flow->edge_count, index;
    const cf_payment *payment;

    if (part < edges)
        return scene->flow->edges[part];
    index = scene->open[part - edges];
    payment = &scene->network->network.payments[index];
    return (cf_edge){ payment->payer, payment->payee, 0.0, index, payment->capital };
}

/* ---- symbols ---- */

static const char *made_id(cf_instance *scene, const char *first, const char *last)
{
    size_t length = strlen(first) + strlen(last) + 2;
    char *text = cf_arena_new(&scene->store->arena, length, 1);
    const char *symbol;

    if (text == NULL)
        return NULL;
    snprintf(text, length, "%s.%s", first, last);
    symbol = cf_symbols_for(&scene->store->symbols, text, false);
    return symbol;
}

static cf_status name_entities_and_deals(cf_instance *scene)
{
    cf_symbols *symbols = &scene->store->symbols;
    int payments = scene->network->network.payment_count;
    cf_status status = CF_OK;

    for (int i = 0; i < scene->view->entity_count && status == CF_OK; i++)
        status = cf_symbols_reserve(symbols, cf_instance_entity_id(scene, i));
    for (int i = 0; i < payments && status == CF_OK; i++)
        status = cf_symbols_reserve(symbols, cf_instance_deal(scene, i)->id);
    for (int i = 0; i < scene->view->entity_count && status == CF_OK; i++) {
        if (cf_instance_is_gone(scene->view, i))
            continue;
        scene->entities[i] = cf_symbols_for(symbols, cf_instance_entity_id(scene, i), true);
        status = scene->entities[i] == NULL ? CF_NO_MEMORY : CF_OK;
    }
    for (int i = 0; i < payments && status == CF_OK; i++) {
        scene->deals[i] = cf_symbols_for(symbols, cf_instance_deal(scene, i)->id, true);
        status = scene->deals[i] == NULL ? CF_NO_MEMORY : CF_OK;
    }
    return status;
}

/* A tied vertex is "DEAL.tied", and so is the part that leads there; a part that leads on from
 * there "PURCHASE.DEAL". */
static cf_status name_vertices_and_parts(cf_instance *scene)
{
    const cf_flow *flow = scene->flow;
    int nodes = flow->network->node_count;

    for (int v = 0; v < flow->vertex_count; v++) {
        scene->vertices[v] =
            v < nodes ? scene->entities[v]
                      : made_id(scene, cf_instance_deal(scene, flow->tied[v - nodes])->id, "tied");
        if (scene->vertices[v] == NULL && (v >= nodes || !cf_instance_is_gone(scene->view, v)))
            return CF_NO_MEMORY;
    }
    for (int i = 0; i < scene->part_count; i++) {
        cf_edge part = cf_instance_part(scene, i);

        if (part.head >= nodes)
            scene->parts[i] = scene->vertices[part.head];
        else if (part.tail >= nodes)
            scene->parts[i] = made_id(scene, cf_instance_deal(scene, part.payment)->id,
                                      cf_instance_deal(scene, flow->tied[part.tail - nodes])->id);
        else
            scene->parts[i] = scene->deals[part.payment];
        if (scene->parts[i] == NULL)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* ---- suppliers ---- */

struct investor {
    int entity;
    double invested;
    bool joint;
};

/* The joint entity, if any, comes first; then the largest investors, in file order where they are
 * alike. */
static int by_size(const void *left, const void *right)
{
    const struct investor *a = left, *b = right;

    if (a->joint != b->joint)
        return a->joint ? -1 : 1;
    if (a->invested > b->invested || a->invested < b->invested)
        return a->invested > b->invested ? -1 : 1;
    return a->entity - b->entity;
}

static double sum_over(const cf_instance *scene, int entity, bool origin)
{
    const cf_flow *flow = scene->flow;
    const cf_adjacency *list = origin ? &flow->out_edges : &flow->in_edges;
    bool all = scene->view->options.origin_all;
    cf_sum sum = { 0 };

    for (int k = list->start[entity]; k < list->start[entity + 1]; k++) {
        const cf_edge *edge = &flow->edges[list->at[k]];

        if (origin ? cf_flow_is_origin(flow, edge, entity, all) : !edge->capital)
            cf_sum_add(&sum, edge->amount);
    }
    return cf_sum_value(sum);
}

static cf_status list_suppliers(cf_instance *scene)
{
    const cf_view *view = scene->view;
    struct investor *list = calloc((size_t)view->entity_count + 1, sizeof *list);
    int count = 0;

    if (list == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->entity_count; i++) {
        const cf_view_entity *entity = &view->entities[i];
        double invested = cf_instance_is_gone(view, i) ? 0.0 : sum_over(scene, i, true);
        bool reports = entity->revenue_known && entity->revenue > 0;

        if (invested > 0 && (reports || sum_over(scene, i, false) > 0))
            list[count++] =
                (struct investor){ i, invested, view->joint_count > 0 && view->joint[0] == i };
    }
    qsort(list, (size_t)count, sizeof *list, by_size);
    for (int i = 0; i < count; i++)
        scene->suppliers[i] = list[i].entity;
    scene->supplier_count = count;
    free(list);
    return CF_OK;
}

static cf_status choose_supplier(cf_instance *scene, cf_diags *diags)
{
    const char *id = scene->question->supplier;

    scene->supplier = scene->supplier_count > 0 ? scene->suppliers[0] : -1;
    if (id == NULL)
        return CF_OK;
    scene->supplier = cf_view_find_entity(scene->view, id);
    if (scene->supplier < 0)
        return cf_view_unknown_entity(scene->view, "--supplier", id, diags);
    if (cf_instance_is_gone(scene->view, scene->supplier))
        scene->supplier = scene->view->joint[0];
    return CF_OK;
}

/* ---- all together ---- */

static cf_status make_room(cf_instance *scene)
{
    cf_arena *arena = &scene->store->arena;
    const cf_network *network = &scene->network->network;

    scene->open = cf_arena_new(arena, (size_t)network->payment_count, sizeof(int));
    if (scene->open == NULL)
        return CF_NO_MEMORY;
    scene->part_count = scene->flow->edge_count;
    for (int i = 0; i < network->payment_count; i++) {
        if (network->payments[i].open)
            scene->open[scene->part_count++ - scene->flow->edge_count] = i;
    }
    scene->entities = cf_arena_new(arena, (size_t)network->node_count, sizeof *scene->entities);
    scene->suppliers = cf_arena_new(arena, (size_t)network->node_count, sizeof(int));
    scene->deals = cf_arena_new(arena, (size_t)network->payment_count, sizeof *scene->deals);
    scene->vertices = cf_arena_new(arena, (size_t)scene->flow->vertex_count, sizeof(char *));
    scene->parts = cf_arena_new(arena, (size_t)scene->part_count, sizeof *scene->parts);
    return scene->entities == NULL || scene->suppliers == NULL || scene->deals == NULL ||
                   scene->vertices == NULL || scene->parts == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

cf_status cf_instance_open(cf_instance *scene, cf_diags *diags)
{
    bool joint = scene->view->joint_count > 0;
    cf_status status = cf_view_network_new(&scene->network, scene->view, joint);

    if (status == CF_OK)
        status = cf_flow_new(&scene->flow, &scene->network->network, true);
    if (status == CF_OK)
        status = make_room(scene);
    if (status == CF_OK)
        status = name_entities_and_deals(scene);
    if (status == CF_OK)
        status = name_vertices_and_parts(scene);
    if (status == CF_OK)
        status = list_suppliers(scene);
    if (status == CF_OK)
        status = choose_supplier(scene, diags);
    return status;
}

void cf_instance_close(cf_instance *scene)
{
    cf_flow_free(scene->flow);
    cf_view_network_free(scene->network);
}
