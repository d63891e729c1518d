/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "circfin/bounds.h"

/* ---- what is another than before ---- */

static bool is_equal(double a, double b)
{
    return a <= b && a >= b;
}

/* Payments are numbered anew in every frame; deals of the scenario are not. */
static int deal_of(const cf_world *world, int payment)
{
    return world->view->deals[world->network->view_deal[payment]].deal;
}

/* The deal whose tied money a vertex is, -1: an entity. */
static int tied_deal(const cf_world *world, const cf_flow *flow, int vertex)
{
    int nodes = flow->network->node_count;

    return vertex < nodes ? -1 : deal_of(world, flow->tied[vertex - nodes]);
}

struct side {
    const cf_world *world;
    const cf_flow *flow;
};

static bool is_same_edge(struct side a, const cf_edge *one, struct side b, const cf_edge *other)
{
    return is_equal(one->amount, other->amount) &&
           deal_of(a.world, one->payment) == deal_of(b.world, other->payment) &&
           tied_deal(a.world, a.flow, one->tail) == tied_deal(b.world, b.flow, other->tail) &&
           tied_deal(a.world, a.flow, one->head) == tied_deal(b.world, b.flow, other->head);
}

static bool has_same_edges(struct side a, struct side b, bool in, int vertex)
{
    const cf_adjacency *one = in ? &a.flow->in_edges : &a.flow->out_edges;
    const cf_adjacency *other = in ? &b.flow->in_edges : &b.flow->out_edges;
    int count = one->start[vertex + 1] - one->start[vertex];

    if (count != other->start[vertex + 1] - other->start[vertex])
        return false;
    for (int i = 0; i < count; i++) {
        if (!is_same_edge(a, &a.flow->edges[one->at[one->start[vertex] + i]], b,
                          &b.flow->edges[other->at[other->start[vertex] + i]]))
            return false;
    }
    return true;
}

static bool has_same_balance(const cf_balance *a, const cf_balance *b)
{
    return is_equal(a->in, b->in) && is_equal(a->out, b->out) && is_equal(a->kept, b->kept) &&
           is_equal(a->funds, b->funds) && a->bounded == b->bounded;
}

/* ---- whom that concerns ---- */

struct difference {
    struct side now, before;
    bool *moved;     /* of an entity: an edge of its, or its balance, is another */
    bool *from, *to; /* scratch: capital can get here; revenue can be paid from here */
    int *queue;
    int moved_count;
};

static void difference_close(struct difference *difference)
{
    free(difference->moved);
    free(difference->from);
    free(difference->to);
    free(difference->queue);
}

/* An edge of tied money has an entity at its other end: that one shows what moved. */
static cf_status difference_open(struct difference *out, const cf_frame *now,
                                 const cf_frame *before)
{
    const cf_flow *flow = now->world.flow, *old = before->world.flow;
    int most = flow->vertex_count > old->vertex_count ? flow->vertex_count : old->vertex_count;
    size_t size = (size_t)most + 1;

    *out = (struct difference){ .now = { &now->world, flow },
                                .before = { &before->world, old },
                                .moved = calloc(size, sizeof(bool)),
                                .from = calloc(size, sizeof(bool)),
                                .to = calloc(size, sizeof(bool)),
                                .queue = calloc(size, sizeof(int)) };
    if (out->moved == NULL || out->from == NULL || out->to == NULL || out->queue == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < now->world.view->entity_count; v++) {
        out->moved[v] = !has_same_balance(&flow->balances[v], &old->balances[v]) ||
                        !has_same_edges(out->now, out->before, false, v) ||
                        !has_same_edges(out->now, out->before, true, v);
        out->moved_count += out->moved[v];
    }
    return CF_OK;
}

static bool has_moved(const struct difference *difference, const cf_flow *flow, int component)
{
    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        if (difference->moved[flow->component_vertices[m]])
            return true;
    }
    return false;
}

struct walk {
    const cf_flow *flow;
    int supplier;
    bool *marks;
    int *queue, queued;
};

static void mark(struct walk *walk, int vertex)
{
    const cf_flow *flow = walk->flow;

    if (walk->marks[vertex] || flow->component[vertex] != flow->component[walk->supplier] ||
        cf_flow_counts_as(flow, vertex, walk->supplier))
        return;
    walk->marks[vertex] = true;
    walk->queue[walk->queued++] = vertex;
}

/* Along the edges from where the supplier's capital goes, or against them from its revenue. */
static void walk_all(struct walk *walk, bool origin_all, bool in)
{
    const cf_flow *flow = walk->flow;
    const cf_adjacency *edges = in ? &flow->in_edges : &flow->out_edges;
    int s = walk->supplier;

    for (int k = edges->start[s]; k < edges->start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[edges->at[k]];

        if (in ? !edge->capital : cf_flow_is_origin(flow, edge, s, origin_all))
            mark(walk, in ? edge->tail : edge->head);
    }
    for (int next = 0; next < walk->queued; next++) {
        int v = walk->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++)
            mark(walk, in ? flow->edges[edges->at[k]].tail : flow->edges[edges->at[k]].head);
    }
}

/* Whether anything moved between the supplier's capital and its revenue: inside its component. */
static bool is_circuit_moved(struct difference *difference, const cf_flow *flow, int supplier,
                             bool origin_all)
{
    struct walk out = { flow, supplier, difference->from, difference->queue, 0 };
    struct walk in = { flow, supplier, difference->to, difference->queue, 0 };
    int component = flow->component[supplier];
    const int *first = &flow->component_vertices[flow->component_start[component]];
    const int *past = &flow->component_vertices[flow->component_start[component + 1]];
    bool moved = false;

    if (!has_moved(difference, flow, component))
        return false;
    for (const int *v = first; v < past; v++)
        out.marks[*v] = in.marks[*v] = false;
    walk_all(&out, origin_all, false);
    walk_all(&in, origin_all, true);
    for (const int *v = first; v < past && !moved; v++)
        moved = difference->moved[*v] && out.marks[*v] && in.marks[*v];
    return moved;
}

/* Where an edge is new, the way round by it leads over what moved now; where one is gone, it led
 * over what moved before. */
static bool concerns(struct difference *difference, int supplier)
{
    bool all = difference->now.world->view->options.origin_all;

    if (difference->moved_count == 0)
        return false;
    return difference->moved[supplier] ||
           is_circuit_moved(difference, difference->now.flow, supplier, all) ||
           is_circuit_moved(difference, difference->before.flow, supplier, all);
}

/* ---- the frame ---- */

static cf_status measure(cf_frame *frame, int entity, struct difference *difference,
                         const cf_frame *before)
{
    cf_exposure *exposure = &frame->exposures[entity];

    frame->has_loop_back[entity] = true;
    if (before != NULL && before->has_loop_back[entity] && !concerns(difference, entity)) {
        exposure->pro_rata = before->exposures[entity].pro_rata;
        memcpy(exposure->bounds, before->exposures[entity].bounds, sizeof exposure->bounds);
        return CF_OK;
    }
    frame->measured++;
    return cf_exposure_loop_back(exposure, &frame->world);
}

static cf_status measure_all(cf_frame *frame, const bool *chosen, const cf_frame *before)
{
    struct difference difference = { .moved = NULL };
    cf_status status = before == NULL ? CF_OK : difference_open(&difference, frame, before);

    for (int v = 0; status == CF_OK && v < frame->world.view->entity_count; v++) {
        cf_exposure_begin(&frame->exposures[v], &frame->world, v);
        if (chosen[v] && cf_exposure_is_supplier(&frame->exposures[v]))
            status = measure(frame, v, &difference, before);
    }
    difference_close(&difference);
    return status;
}

cf_status cf_frame_open(cf_frame *out, const cf_view *view, const bool *chosen,
                        const cf_frame *before)
{
    size_t entities = (size_t)view->entity_count + 1;
    cf_status status;

    *out = (cf_frame){ .exposures = calloc(entities, sizeof *out->exposures),
                       .has_loop_back = calloc(entities, sizeof *out->has_loop_back) };
    if (out->exposures == NULL || out->has_loop_back == NULL)
        return CF_NO_MEMORY;
    status = cf_world_open(&out->world, view, false, true);
    if (status == CF_OK && out->world.flow->vertex_count > view->entity_count)
        status = cf_flow_new(&out->untied, &out->world.network->network, false);
    if (status == CF_OK)
        status = measure_all(out, chosen, before);
    return status;
}

void cf_frame_close(cf_frame *frame)
{
    cf_flow_free(frame->untied);
    cf_world_close(&frame->world);
    free(frame->exposures);
    free(frame->has_loop_back);
    *frame = (cf_frame){ .measured = 0 };
}

/* ---- the system ---- */

double cf_frame_gross(const cf_frame *frame)
{
    const cf_network *network = &frame->world.network->network;
    cf_sum capital = { 0 }, trade = { 0 };

    for (int i = 0; i < network->payment_count; i++)
        cf_sum_add(network->payments[i].capital ? &capital : &trade, network->payments[i].amount);
    return cf_sum_value(capital) + cf_sum_value(trade);
}

static struct side plain_of(const cf_frame *frame)
{
    return (struct side){ &frame->world,
                          frame->untied != NULL ? frame->untied : frame->world.flow };
}

/* The next edge from a vertex to its own component; NULL after the last. */
static const cf_edge *next_inside(const cf_flow *flow, int *place, int past)
{
    while (*place < past) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[(*place)++]];

        if (flow->component[edge->tail] == flow->component[edge->head])
            return edge;
    }
    return NULL;
}

/* Only edges inside a strong component can be on a circuit. */
static bool has_same_circuits(struct side now, struct side before)
{
    for (int v = 0; v < now.flow->vertex_count; v++) {
        int a = now.flow->out_edges.start[v], past_a = now.flow->out_edges.start[v + 1];
        int b = before.flow->out_edges.start[v], past_b = before.flow->out_edges.start[v + 1];
        const cf_edge *one, *other;

        do {
            one = next_inside(now.flow, &a, past_a);
            other = next_inside(before.flow, &b, past_b);
            if ((one == NULL) != (other == NULL) ||
                (one != NULL && !is_same_edge(now, one, before, other)))
                return false;
        } while (one != NULL);
    }
    return true;
}

cf_status cf_frame_circulation(const cf_frame *frame, const cf_frame *before, double of_before,
                               double *value)
{
    double gross = cf_frame_gross(frame);
    cf_status status = CF_OK;

    if (before != NULL && has_same_circuits(plain_of(frame), plain_of(before)))
        *value = of_before;
    else
        status = cf_circulation_max(plain_of(frame).flow, value);
    if (status == CF_OK && cf_same(*value, gross))
        *value = gross;
    return status;
}
