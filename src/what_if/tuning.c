/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "what_if/tuning.h"

#include <stdlib.h>

#include "network/build.h"

struct cf_tuning {
    cf_flow_build *build;
    bool *linked; /* of a payment: it is tied, or others may be tied to it */
    int *edge_of; /* of a payment: the edge of what is not tied; -1: none */
    bool *touched;
    int *touched_list, touched_count;
    bool *seen; /* of a component; all false between calls */
};

static const cf_network *network_of(const cf_tuning *tuning)
{
    return tuning->build->flow.network;
}

static bool is_between_nodes(const cf_flow *flow, int edge)
{
    return flow->edges[edge].tail < flow->network->node_count &&
           flow->edges[edge].head < flow->network->node_count;
}

static void list_links(cf_tuning *tuning)
{
    const cf_network *network = network_of(tuning);
    const cf_flow *flow = &tuning->build->flow;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        tuning->edge_of[i] = -1;
        for (int k = 0; payment->capital && k < payment->earmark_count; k++)
            tuning->linked[i] = tuning->linked[payment->earmark[k]] = true;
    }
    for (int e = 0; e < flow->edge_count; e++) {
        if (is_between_nodes(flow, e))
            tuning->edge_of[flow->edges[e].payment] = e;
    }
}

cf_status cf_tuning_new(cf_tuning **out, const cf_network *network)
{
    cf_tuning *tuning = calloc(1, sizeof *tuning);
    size_t payments = (size_t)network->payment_count + 1;
    cf_flow *flow = NULL;
    cf_status status;

    *out = NULL;
    if (tuning == NULL)
        return CF_NO_MEMORY;
    status = cf_flow_new(&flow, network, true);
    tuning->build = (cf_flow_build *)flow;
    if (status == CF_OK) {
        size_t vertices = (size_t)flow->vertex_count + 1;

        tuning->linked = calloc(payments, sizeof *tuning->linked);
        tuning->edge_of = calloc(payments, sizeof *tuning->edge_of);
        tuning->touched = calloc(vertices, sizeof *tuning->touched);
        tuning->touched_list = calloc(vertices, sizeof *tuning->touched_list);
        tuning->seen = calloc((size_t)flow->component_count + 1, sizeof *tuning->seen);
        if (tuning->linked == NULL || tuning->edge_of == NULL || tuning->touched == NULL ||
            tuning->touched_list == NULL || tuning->seen == NULL)
            status = CF_NO_MEMORY;
    }
    if (status != CF_OK) {
        cf_tuning_free(tuning);
        return status;
    }
    list_links(tuning);
    *out = tuning;
    return CF_OK;
}

void cf_tuning_free(cf_tuning *tuning)
{
    if (tuning == NULL)
        return;
    cf_flow_free((cf_flow *)tuning->build);
    free(tuning->linked);
    free(tuning->edge_of);
    free(tuning->touched);
    free(tuning->touched_list);
    free(tuning->seen);
    free(tuning);
}

const cf_flow *cf_tuning_flow(const cf_tuning *tuning)
{
    return &tuning->build->flow;
}

const int *cf_tuning_touched(const cf_tuning *tuning, int *count)
{
    *count = tuning->touched_count;
    return tuning->touched_list;
}

static void touch(cf_tuning *tuning, int vertex)
{
    if (!tuning->touched[vertex])
        tuning->touched_list[tuning->touched_count++] = vertex;
    tuning->touched[vertex] = true;
}

static void set_edge(cf_tuning *tuning, int edge, double amount)
{
    cf_edge *of = &tuning->build->edges[edge];

    if (of->amount <= amount && of->amount >= amount)
        return;
    of->amount = amount;
    touch(tuning, of->tail);
    touch(tuning, of->head);
}

/* What is left of a payment; returns whether it is an edge as much as it was before. */
static bool set_untied(cf_tuning *tuning, int payment, double amount)
{
    int edge = tuning->edge_of[payment];

    if (edge >= 0 && amount > 0)
        set_edge(tuning, edge, amount);
    return (edge >= 0) == (amount > 0);
}

/* Tied vertices have an edge from the payer, then one to each purchase: see add_tied() of flow.c.
 * Returns whether the new placement is between the same payments. */
static bool set_tied(cf_tuning *tuning, const cf_placement *placement)
{
    const cf_flow *flow = &tuning->build->flow;
    int nodes = flow->network->node_count, edge = 0, next = 0;

    while (edge < flow->edge_count && is_between_nodes(flow, edge))
        edge++;
    while (edge < flow->edge_count) {
        int first = edge++, vertex = flow->edges[first].head;
        double sum = 0.0;

        for (; edge < flow->edge_count && flow->edges[edge].tail == vertex; edge++, next++) {
            if (next == placement->count ||
                placement->placed[next].tied != flow->tied[vertex - nodes] ||
                placement->placed[next].purchase != flow->edges[edge].payment)
                return false;
            sum += placement->placed[next].amount;
            set_edge(tuning, edge, placement->placed[next].amount);
        }
        set_edge(tuning, first, sum);
    }
    return next == placement->count;
}

static cf_status place_anew(cf_tuning *tuning, bool *fits)
{
    const cf_network *network = network_of(tuning);
    cf_placement placement;
    cf_status status = cf_place_earmarks(&placement, network, true);

    if (status != CF_OK)
        return status;
    for (int i = 0; *fits && i < network->payment_count; i++) {
        if (tuning->linked[i])
            *fits = set_untied(tuning, i, placement.left[i]);
    }
    *fits = *fits && set_tied(tuning, &placement);
    cf_placement_free(&placement);
    return CF_OK;
}

/* ---- balances ---- */

static void touch_component(cf_tuning *tuning, int component)
{
    const cf_flow *flow = &tuning->build->flow;

    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++)
        touch(tuning, flow->component_vertices[m]);
}

/* What cf_flow_balance() does, where anything changed. */
static void balance(cf_tuning *tuning)
{
    cf_flow_build *build = tuning->build;
    const int *component = build->flow.component;
    int changed = tuning->touched_count, all;

    /* An opened component was changed as a whole. */
    for (int i = 0; i < changed; i++) {
        if (build->opened[component[tuning->touched_list[i]]])
            touch_component(tuning, component[tuning->touched_list[i]]);
    }
    all = tuning->touched_count;
    for (int i = 0; i < all; i++)
        cf_flow_balance_vertex(build, tuning->touched_list[i]);
    for (int i = 0; i < all; i++) {
        int c = component[tuning->touched_list[i]];

        if (tuning->seen[c])
            continue;
        tuning->seen[c] = true;
        build->opened[c] = cf_flow_balance_component(build, c);
        if (build->opened[c])
            touch_component(tuning, c);
    }
    for (int i = 0; i < all; i++)
        tuning->seen[component[tuning->touched_list[i]]] = false;
}

cf_status cf_tuning_apply(cf_tuning *tuning, const cf_changes *changes, bool *fits)
{
    const cf_network *network = network_of(tuning);
    bool linked = false;
    cf_status status = CF_OK;

    *fits = true;
    while (tuning->touched_count > 0)
        tuning->touched[tuning->touched_list[--tuning->touched_count]] = false;
    for (int i = 0; *fits && i < changes->payment_count; i++) {
        int payment = changes->payments[i];

        if (tuning->linked[payment])
            linked = true;
        else
            *fits = set_untied(tuning, payment, network->payments[payment].amount);
    }
    if (*fits && linked)
        status = place_anew(tuning, fits);
    if (status != CF_OK || !*fits)
        return status;
    for (int i = 0; i < changes->node_count; i++)
        touch(tuning, changes->nodes[i]);
    balance(tuning);
    return CF_OK;
}
