/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepares a view for its data section: builds the graph, gives the symbols, lists the suppliers.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "model/instance.h"

/* Whether an entity is absorbed by the first of the joint entities. */
static bool is_absorbed(const cf_view *view, int entity)
{
    for (int i = 1; i < view->joint_count; i++) {
        if (view->joint[i] == entity)
            return true;
    }
    return false;
}

const char *cf_instance_entity_id(const cf_instance *instance, int entity)
{
    return instance->view->entities[entity].id;
}

const cf_deal *cf_instance_deal(const cf_instance *instance, int payment)
{
    return &instance->view->scenario
                ->deals[instance->view->deals[instance->network->view_deal[payment]].deal];
}

const cf_edge *cf_instance_part(const cf_instance *instance, int part)
{
    return &instance->flow->edges[instance->part_edges[part]];
}

/* ---- symbols ---- */

static const char *made_id(cf_instance *instance, const char *first, const char *last)
{
    size_t length = strlen(first) + strlen(last) + 2;
    char *text = cf_arena_new(&instance->store->arena, length, 1);
    const char *symbol;

    if (text == NULL)
        return NULL;
    snprintf(text, length, "%s.%s", first, last);
    symbol = cf_symbols_for(&instance->store->symbols, text, false);
    return symbol;
}

static cf_status name_entities_and_deals(cf_instance *instance)
{
    cf_symbols *symbols = &instance->store->symbols;
    int payments = instance->network->network.payment_count;
    cf_status status = CF_OK;

    for (int i = 0; i < instance->view->entity_count && status == CF_OK; i++)
        status = cf_symbols_reserve(symbols, cf_instance_entity_id(instance, i));
    for (int i = 0; i < payments && status == CF_OK; i++)
        status = cf_symbols_reserve(symbols, cf_instance_deal(instance, i)->id);
    for (int i = 0; i < instance->view->entity_count && status == CF_OK; i++) {
        if (is_absorbed(instance->view, i))
            continue;
        instance->entities[i] = cf_symbols_for(symbols, cf_instance_entity_id(instance, i), true);
        status = instance->entities[i] == NULL ? CF_NO_MEMORY : CF_OK;
    }
    for (int i = 0; i < payments && status == CF_OK; i++) {
        instance->deals[i] = cf_symbols_for(symbols, cf_instance_deal(instance, i)->id, true);
        status = instance->deals[i] == NULL ? CF_NO_MEMORY : CF_OK;
    }
    return status;
}

/* A tied vertex is named "DEAL.tied", as is the part that leads to it; a part that leads on from it
 * is named "PURCHASE.DEAL". */
static cf_status name_vertices_and_parts(cf_instance *instance)
{
    const cf_flow *flow = instance->flow;
    int nodes = flow->network->node_count;

    for (int v = 0; v < flow->vertex_count; v++) {
        if (v < nodes) {
            instance->vertices[v] = instance->entities[v];
            continue;
        }
        if (!(flow->balances[v].in > 0))
            continue;
        instance->vertices[v] =
            made_id(instance, cf_instance_deal(instance, flow->tied[v - nodes])->id, "tied");
        if (instance->vertices[v] == NULL)
            return CF_NO_MEMORY;
    }
    for (int i = 0; i < instance->part_count; i++) {
        const cf_edge *part = cf_instance_part(instance, i);

        if (part->head >= nodes)
            instance->parts[i] = instance->vertices[part->head];
        else if (part->tail >= nodes)
            instance->parts[i] =
                made_id(instance, cf_instance_deal(instance, part->payment)->id,
                        cf_instance_deal(instance, flow->tied[part->tail - nodes])->id);
        else
            instance->parts[i] = instance->deals[part->payment];
        if (instance->parts[i] == NULL)
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

/* The joint entity comes first, if any, then the largest investor; ties keep file order. */
static int by_size(const void *left, const void *right)
{
    const struct investor *a = left, *b = right;

    if (a->joint != b->joint)
        return a->joint ? -1 : 1;
    if (a->invested > b->invested || a->invested < b->invested)
        return a->invested > b->invested ? -1 : 1;
    return a->entity - b->entity;
}

static double sum_over(const cf_instance *instance, int entity, bool origin)
{
    const cf_flow *flow = instance->flow;
    const cf_adjacency *list = origin ? &flow->out_edges : &flow->in_edges;
    bool all = instance->view->options.origin_all;
    cf_sum sum = { 0 };

    for (int k = list->start[entity]; k < list->start[entity + 1]; k++) {
        const cf_edge *edge = &flow->edges[list->at[k]];

        if (origin ? cf_flow_is_origin(edge, entity, all) : edge->carries == CF_TRADE)
            cf_sum_add(&sum, edge->amount);
    }
    return cf_sum_value(sum);
}

static cf_status list_suppliers(cf_instance *instance)
{
    const cf_view *view = instance->view;
    struct investor *list = calloc((size_t)view->entity_count + 1, sizeof *list);
    int count = 0;

    if (list == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->entity_count; i++) {
        const cf_view_entity *entity = &view->entities[i];
        double invested = is_absorbed(view, i) ? 0.0 : sum_over(instance, i, true);
        bool reports = entity->revenue_known && entity->revenue > 0;

        if (invested > 0 && (reports || sum_over(instance, i, false) > 0))
            list[count++] =
                (struct investor){ i, invested, view->joint_count > 0 && view->joint[0] == i };
    }
    qsort(list, (size_t)count, sizeof *list, by_size);
    for (int i = 0; i < count; i++)
        instance->suppliers[i] = list[i].entity;
    instance->supplier_count = count;
    free(list);
    return CF_OK;
}

static cf_status choose_supplier(cf_instance *instance, cf_diags *diags)
{
    const char *id = instance->question->supplier;
    cf_status status;

    instance->supplier = instance->supplier_count > 0 ? instance->suppliers[0] : -1;
    if (id == NULL)
        return CF_OK;
    status = cf_view_name_entity(&instance->supplier, instance->view, "--supplier", id, diags);
    if (status != CF_OK)
        return status;
    if (is_absorbed(instance->view, instance->supplier))
        instance->supplier = instance->view->joint[0];
    return CF_OK;
}

/* ---- all together ---- */

/* Edges with an amount, then those of payments whose amount is unknown. */
static cf_status list_parts(cf_instance *instance)
{
    const cf_flow *flow = instance->flow;
    int *edges = cf_arena_new(&instance->store->arena, (size_t)flow->edge_count, sizeof *edges);

    if (edges == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].amount > 0)
            edges[instance->part_count++] = e;
    }
    instance->first_open_part = instance->part_count;
    for (int i = 0; i < flow->network->payment_count; i++) {
        if (flow->network->payments[i].open)
            edges[instance->part_count++] = i;
    }
    instance->part_edges = edges;
    return CF_OK;
}

static cf_status allocate_instance(cf_instance *instance)
{
    cf_arena *arena = &instance->store->arena;
    const cf_network *network = &instance->network->network;
    cf_status status = list_parts(instance);

    if (status != CF_OK)
        return status;
    instance->entities =
        cf_arena_new(arena, (size_t)network->node_count, sizeof *instance->entities);
    instance->suppliers = cf_arena_new(arena, (size_t)network->node_count, sizeof(int));
    instance->deals = cf_arena_new(arena, (size_t)network->payment_count, sizeof *instance->deals);
    instance->vertices = cf_arena_new(arena, (size_t)instance->flow->vertex_count, sizeof(char *));
    instance->parts = cf_arena_new(arena, (size_t)instance->part_count, sizeof *instance->parts);
    return instance->entities == NULL || instance->suppliers == NULL || instance->deals == NULL ||
                   instance->vertices == NULL || instance->parts == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

cf_status cf_instance_open(cf_instance *instance, cf_diags *diags)
{
    bool joint = instance->view->joint_count > 0;
    cf_status status = cf_view_network_new(&instance->network, instance->view, joint);

    if (status == CF_OK)
        status = cf_flow_new(&instance->flow, &instance->network->network, true);
    if (status == CF_OK)
        status = allocate_instance(instance);
    if (status == CF_OK)
        status = name_entities_and_deals(instance);
    if (status == CF_OK)
        status = name_vertices_and_parts(instance);
    if (status == CF_OK)
        status = list_suppliers(instance);
    if (status == CF_OK)
        status = choose_supplier(instance, diags);
    return status;
}

void cf_instance_close(cf_instance *instance)
{
    cf_flow_free(instance->flow);
    cf_view_network_free(instance->network);
}
