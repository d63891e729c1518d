/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * State reduction with a fixed plan. Taking out vertex v joins each payer u of v to all that v
 * pays:
 *
 *     u ──a──► v ──b──► w        u ──a·b/T──► w, with T all that v pays, keeps and loses
 *              └─keeps
 *
 * The plan says once which places take part; a solve only fills in the amounts, forward (money is
 * sent on) and then backward (shares are read off in the opposite order).
 */
#include "pro_rata/elimination.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* One merged arc of what is left of the graph. */
struct link {
    int other, slot;
};

typedef CF_VEC(struct link) link_list;

/* The part of the plan that takes out one vertex: its links at that time. */
struct pivot {
    int vertex;
    int first_in, in_count, first_out, out_count; /* in `links` */
    int first_target; /* in_count x out_count slots, by row; -1: money that returns at once */
};

struct cf_elimination {
    int size, arc_count;
    int *arc_slot;
    struct pivot *pivots;
    link_list links;
    CF_VEC(int) targets;
    double *weights; /* of the slots */
    int slot_count;
    double *money; /* of the pivots: what the vertex sends on, when its turn comes */
};

/* What is needed while planning only. */
struct plan {
    cf_elimination *result;
    link_list *in, *out; /* of each vertex that is left */
    int *slot_to;        /* scratch: the slot to each vertex; -1: none */
    bool *gone;
    int slot_count;
};

static void drop_link(link_list *links, int other)
{
    for (int i = 0; i < links->count; i++) {
        if (links->at[i].other == other) {
            memmove(&links->at[i], &links->at[i + 1],
                    (size_t)(links->count - i - 1) * sizeof *links->at);
            links->count--;
            return;
        }
    }
}

static int find_slot(const link_list *links, int other)
{
    for (int i = 0; i < links->count; i++) {
        if (links->at[i].other == other)
            return links->at[i].slot;
    }
    return -1;
}

static cf_status add_arcs(struct plan *plan, const cf_arc *arcs)
{
    for (int i = 0; i < plan->result->arc_count; i++) {
        int slot = find_slot(&plan->out[arcs[i].tail], arcs[i].head);

        if (slot < 0) {
            slot = plan->slot_count++;
            if (!cf_vec_push(&plan->out[arcs[i].tail], (struct link){ arcs[i].head, slot }) ||
                !cf_vec_push(&plan->in[arcs[i].head], (struct link){ arcs[i].tail, slot }))
                return CF_NO_MEMORY;
        }
        plan->result->arc_slot[i] = slot;
    }
    return CF_OK;
}

static int cheapest(const struct plan *plan)
{
    long least = -1;
    int best = -1;

    for (int v = 0; v < plan->result->size; v++) {
        long cost = (long)plan->in[v].count * plan->out[v].count;

        if (!plan->gone[v] && (best < 0 || cost < least)) {
            best = v;
            least = cost;
        }
    }
    return best;
}

static cf_status keep_links(struct plan *plan, const link_list *kept, int *first, int *count)
{
    link_list *all = &plan->result->links;

    *first = all->count;
    *count = kept->count;
    if (!cf_vec_reserve(all, all->count + kept->count))
        return CF_NO_MEMORY;
    if (kept->count > 0)
        memcpy(&all->at[*first], kept->at, (size_t)kept->count * sizeof *kept->at);
    all->count += kept->count;
    return CF_OK;
}

/* Joins u, which pays the vertex taken out, to all that it pays. */
static cf_status join(struct plan *plan, int u, const struct pivot *pivot)
{
    const link_list *out = &plan->out[u];
    cf_status status = CF_OK;

    for (int i = 0; i < out->count; i++)
        plan->slot_to[out->at[i].other] = out->at[i].slot;
    for (int k = 0; status == CF_OK && k < pivot->out_count; k++) {
        int w = plan->result->links.at[pivot->first_out + k].other;

        if (w != u && plan->slot_to[w] < 0) {
            plan->slot_to[w] = plan->slot_count++;
            if (!cf_vec_push(&plan->out[u], (struct link){ w, plan->slot_to[w] }) ||
                !cf_vec_push(&plan->in[w], (struct link){ u, plan->slot_to[w] }))
                status = CF_NO_MEMORY;
        }
        if (!cf_vec_push(&plan->result->targets, w == u ? -1 : plan->slot_to[w]))
            status = CF_NO_MEMORY;
    }
    for (int i = 0; i < out->count; i++)
        plan->slot_to[out->at[i].other] = -1;
    return status;
}

static cf_status take_out(struct plan *plan, int v, struct pivot *pivot)
{
    link_list *in = &plan->in[v], *out = &plan->out[v];
    cf_status status;

    *pivot = (struct pivot){ .vertex = v, .first_target = plan->result->targets.count };
    status = keep_links(plan, in, &pivot->first_in, &pivot->in_count);
    if (status == CF_OK)
        status = keep_links(plan, out, &pivot->first_out, &pivot->out_count);
    for (int i = 0; i < in->count; i++)
        drop_link(&plan->out[in->at[i].other], v);
    for (int i = 0; i < out->count; i++)
        drop_link(&plan->in[out->at[i].other], v);
    for (int i = 0; status == CF_OK && i < in->count; i++)
        status = join(plan, in->at[i].other, pivot);
    plan->gone[v] = true;
    return status;
}

static cf_status plan_new(struct plan *plan, cf_elimination *result)
{
    size_t size = (size_t)result->size + 1;

    *plan = (struct plan){ .result = result,
                           .in = calloc(size, sizeof *plan->in),
                           .out = calloc(size, sizeof *plan->out),
                           .slot_to = calloc(size, sizeof *plan->slot_to),
                           .gone = calloc(size, sizeof *plan->gone) };
    if (plan->in == NULL || plan->out == NULL || plan->slot_to == NULL || plan->gone == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < result->size; v++)
        plan->slot_to[v] = -1;
    return CF_OK;
}

static void plan_free(struct plan *plan)
{
    for (int v = 0; plan->in != NULL && v < plan->result->size; v++)
        free(plan->in[v].at);
    for (int v = 0; plan->out != NULL && v < plan->result->size; v++)
        free(plan->out[v].at);
    free(plan->in);
    free(plan->out);
    free(plan->slot_to);
    free(plan->gone);
}

static cf_status make_plan(struct plan *plan, const cf_arc *arcs, bool *too_large)
{
    cf_elimination *result = plan->result;
    cf_status status = add_arcs(plan, arcs);

    for (int k = 0; status == CF_OK && k < result->size; k++) {
        int v = cheapest(plan);
        long products = (long)plan->in[v].count * plan->out[v].count;

        *too_large = plan->result->targets.count + products > CF_MOST_REDUCTIONS;
        if (*too_large)
            return CF_OK;
        status = take_out(plan, v, &result->pivots[k]);
    }
    result->slot_count = plan->slot_count;
    result->weights = calloc((size_t)plan->slot_count + 1, sizeof *result->weights);
    return status == CF_OK && result->weights == NULL ? CF_NO_MEMORY : status;
}

cf_status cf_elimination_new(cf_elimination **out, int vertex_count, const cf_arc *arcs,
                             int arc_count)
{
    cf_elimination *result = calloc(1, sizeof *result);
    struct plan plan = { .in = NULL };
    bool too_large = false;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (result == NULL)
        return CF_NO_MEMORY;
    if (arc_count > CF_MOST_ELIMINATION_ARCS) {
        free(result);
        return CF_OK;
    }
    result->size = vertex_count;
    result->arc_count = arc_count;
    result->arc_slot = calloc((size_t)arc_count + 1, sizeof *result->arc_slot);
    result->pivots = calloc((size_t)vertex_count + 1, sizeof *result->pivots);
    result->money = calloc((size_t)vertex_count + 1, sizeof *result->money);
    if (result->arc_slot == NULL || result->pivots == NULL || result->money == NULL)
        goto out;
    /* Where nothing is linked there are arrays all the same: reduce() points into them. */
    if (!cf_vec_reserve(&result->links, 1) || !cf_vec_reserve(&result->targets, 1))
        goto out;
    status = plan_new(&plan, result);
    if (status == CF_OK)
        status = make_plan(&plan, arcs, &too_large);
    plan_free(&plan);

out:
    if (status == CF_OK && !too_large)
        *out = result;
    else
        cf_elimination_free(result);
    return status;
}

void cf_elimination_free(cf_elimination *elimination)
{
    if (elimination == NULL)
        return;
    free(elimination->arc_slot);
    free(elimination->pivots);
    free(elimination->links.at);
    free(elimination->targets.at);
    free(elimination->weights);
    free(elimination->money);
    free(elimination);
}

/* Sends on what arrives at the pivot, and what others pay it, to where the pivot's money goes. */
static void reduce(cf_elimination *elimination, int k, double *leak, double *arriving)
{
    const struct pivot *pivot = &elimination->pivots[k];
    const struct link *in = &elimination->links.at[pivot->first_in];
    const struct link *out = &elimination->links.at[pivot->first_out];
    const int *target = &elimination->targets.at[pivot->first_target];
    double *weights = elimination->weights;
    double lost = leak[pivot->vertex], money = lost, share;

    for (int j = 0; j < pivot->out_count; j++)
        money += weights[out[j].slot];
    elimination->money[k] = money;
    if (!(money > 0)) /* amounts too small for a double: nothing to speak of */
        elimination->money[k] = money = 1.0;
    share = arriving[pivot->vertex] / money;
    for (int j = 0; j < pivot->out_count; j++)
        arriving[out[j].other] += share * weights[out[j].slot];
    for (int i = 0; i < pivot->in_count; i++) {
        double part = weights[in[i].slot] / money;

        leak[in[i].other] += part * lost;
        for (int j = 0; j < pivot->out_count; j++, target++) {
            if (*target >= 0)
                weights[*target] += part * weights[out[j].slot];
        }
    }
}

void cf_elimination_solve(cf_elimination *elimination, const cf_arc *arcs, double *leak,
                          double *arriving)
{
    double *weights = elimination->weights;

    for (int i = 0; i < elimination->slot_count; i++)
        weights[i] = 0.0;
    for (int i = 0; i < elimination->arc_count; i++)
        weights[elimination->arc_slot[i]] += arcs[i].capacity;
    for (int k = 0; k < elimination->size; k++)
        reduce(elimination, k, leak, arriving);
    for (int k = elimination->size - 1; k >= 0; k--) {
        const struct pivot *pivot = &elimination->pivots[k];
        const struct link *in = &elimination->links.at[pivot->first_in];
        double *share = &arriving[pivot->vertex];

        for (int i = 0; i < pivot->in_count; i++)
            *share += weights[in[i].slot] * arriving[in[i].other];
        *share /= elimination->money[k];
    }
}
