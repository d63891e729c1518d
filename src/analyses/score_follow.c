/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score: follows one supplier's money: the routes on which it comes back, where the rest stays,
 * which other suppliers it reaches, and how much of each deal is such money on its way back.
 */
#include "analyses/score_follow.h"

#include <math.h>
#include <stdlib.h>

#include "analyses/looping.h"
#include "base/sum.h"

enum { MOST_PARTS = 100 }; /* of one supplier's routes or rests, before small ones are added up */

/* Scratch for one supplier at a time. */
struct cf_follower {
    const cf_score *score;
    cf_world world;      /* the score's, with a trace of its own where `own` */
    cf_trace *own;       /* or NULL */
    double *share;       /* of coloured money at a vertex, the part that comes back by one payer */
    double *all_share;   /* the part that comes back by any payer */
    double *by_entity;   /* sums by investee; 0 between uses */
    int *payers, *heads; /* room for all edges */
    int *cross;          /* room for all entities */
    cf_looping looping;
};

/* Whether an amount is so small against `scale` that it is rounding. */
static bool is_nothing(double amount, double scale)
{
    return !(amount > CF_ROUNDING * scale);
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Sorts values and keeps each once. @return how many remain */
static int keep_distinct(int *values, int count)
{
    int distinct = 0;

    if (count > 0)
        qsort(values, (size_t)count, sizeof *values, compare_ints);
    for (int i = 0; i < count; i++) {
        if (distinct == 0 || values[distinct - 1] != values[i])
            values[distinct++] = values[i];
    }
    return distinct;
}

/* ---- routes ---- */

/* The distinct payers of trade into a supplier, in file order. */
static int list_last_payers(const cf_world *world, int supplier, int *payers)
{
    const cf_flow *flow = world->flow;
    int count = 0;

    for (int k = flow->in_edges.start[supplier]; k < flow->in_edges.start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->amount > 0 && edge->carries == CF_TRADE)
            payers[count++] = flow->network->payments[edge->payment].payer;
    }
    return keep_distinct(payers, count);
}

/* The distinct investees of a supplier, in file order. */
static int list_investees(const cf_follower *follower, int supplier, int *heads)
{
    const cf_flow *flow = follower->world.flow;
    bool all = follower->score->view->options.origin_all;
    int count = 0;

    for (int k = flow->out_edges.start[supplier]; k < flow->out_edges.start[supplier + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (edge->amount > 0 && cf_flow_is_origin(edge, supplier, all))
            heads[count++] = flow->network->payments[edge->payment].payee;
    }
    return keep_distinct(heads, count);
}

static cf_status add_route(cf_followed *out, cf_follower *follower, int investee, int payer,
                           int summed)
{
    double amount = follower->by_entity[summed];

    follower->by_entity[summed] = 0.0;
    if (is_nothing(amount, out->exposure->invested))
        return CF_OK;
    return cf_vec_push(&out->routes,
                       (cf_money_part){ out->exposure->entity, investee, payer, amount })
               ? CF_OK
               : CF_NO_MEMORY;
}

/* From every investee, by one last payer: what is invested times the part that comes back so. */
static cf_status add_routes_by(cf_followed *out, cf_follower *follower, int payer, int investees)
{
    const cf_flow *flow = follower->world.flow;
    bool all = follower->score->view->options.origin_all;
    int s = out->exposure->entity;
    cf_status status = cf_trace_return_shares(follower->world.trace, payer, follower->share);

    for (int k = flow->out_edges.start[s]; k < flow->out_edges.start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
        int investee = flow->network->payments[edge->payment].payee;

        if (edge->amount > 0 && cf_flow_is_origin(edge, s, all) &&
            flow->component[edge->head] == flow->component[s])
            follower->by_entity[investee] += edge->amount * follower->share[edge->head];
    }
    for (int i = 0; status == CF_OK && i < investees; i++)
        status = add_route(out, follower, follower->heads[i], payer, follower->heads[i]);
    return status;
}

/* By every last payer, from one investee: what of its money arrives from each. */
static cf_status add_routes_from(cf_followed *out, cf_follower *follower, int investee, int payers)
{
    const cf_flow *flow = follower->world.flow;
    const cf_trace *trace = follower->world.trace;
    int s = out->exposure->entity;
    cf_status status = cf_trace_investment(follower->world.trace, s,
                                           follower->score->view->options.origin_all, investee);

    for (int k = flow->in_edges.start[s]; k < flow->in_edges.start[s + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->amount > 0 && edge->carries == CF_TRADE)
            follower->by_entity[flow->network->payments[edge->payment].payer] +=
                cf_trace_on_edge(trace, flow->in_edges.at[k]);
    }
    for (int p = 0; status == CF_OK && p < payers; p++)
        status = add_route(out, follower, investee, follower->payers[p], follower->payers[p]);
    return status;
}

/* A solve for each last payer or for each investee, whichever are fewer. Leaves another trace. */
static cf_status find_routes(cf_followed *out, cf_follower *follower)
{
    const cf_flow *flow = follower->world.flow;
    int s = out->exposure->entity, component = flow->component[s];
    int payers = list_last_payers(&follower->world, s, follower->payers);
    int investees = list_investees(follower, s, follower->heads);
    bool by_payer = payers <= investees;
    cf_status status = CF_OK;

    if (flow->component_start[component + 1] - flow->component_start[component] == 1)
        return CF_OK;
    for (int i = 0; status == CF_OK && i < (by_payer ? payers : investees); i++)
        status = by_payer ? add_routes_by(out, follower, follower->payers[i], investees)
                          : add_routes_from(out, follower, follower->heads[i], payers);
    return status;
}

/* ---- rests ---- */

/* The edges by which capital and debt service come back to a supplier, or to money tied for it, in
 * order. */
static int list_capital_back(const cf_flow *flow, int supplier, int *edges)
{
    int count = 0;

    for (int v = supplier; v < flow->vertex_count;
         v = v < flow->network->node_count ? flow->network->node_count : v + 1) {
        for (int k = flow->in_edges.start[v];
             cf_flow_counts_as(flow, v, supplier) && k < flow->in_edges.start[v + 1]; k++)
            if (flow->edges[flow->in_edges.at[k]].carries != CF_TRADE)
                edges[count++] = flow->in_edges.at[k];
    }
    return keep_distinct(edges, count);
}

static double returned_as_capital(cf_follower *follower, int supplier)
{
    const cf_world *world = &follower->world;
    int count = list_capital_back(world->flow, supplier, follower->heads);
    cf_sum sum = { 0 };

    for (int i = 0; i < count; i++)
        cf_sum_add(&sum, cf_trace_on_edge(world->trace, follower->heads[i]));
    return cf_sum_value(sum);
}

/* What payers of backed capital would have mixed into it rests with them. */
static void add_kept_instead(const cf_follower *follower, double *kept)
{
    const cf_world *world = &follower->world;
    int kept_at = follower->score->view->entity_count; /* a node beyond the entities, if any */

    for (int k = 0; k < world->flow->network->node_count - kept_at; k++) {
        const cf_adjacency *in = &world->flow->in_edges;

        for (int i = in->start[kept_at]; i < in->start[kept_at + 1]; i++)
            kept[world->flow->edges[in->at[i]].tail] += cf_trace_on_edge(world->trace, in->at[i]);
    }
}

static cf_status find_rests(cf_followed *out, cf_follower *follower)
{
    int count, s = out->exposure->entity;
    double invested = out->exposure->invested;
    const int *reached = cf_trace_reached(follower->world.trace, &count);
    double returned = returned_as_capital(follower, s);

    add_kept_instead(follower, follower->by_entity);
    for (int i = 0; i < count; i++) {
        double kept = cf_trace_kept(follower->world.trace, reached[i]);

        if (reached[i] < follower->score->view->entity_count) {
            kept += follower->by_entity[reached[i]];
            follower->by_entity[reached[i]] = 0.0;
        } else if (reached[i] < follower->world.flow->network->node_count) {
            continue;
        }
        if (!is_nothing(kept, invested) &&
            !cf_vec_push(&out->rests, (cf_money_part){ s, s, reached[i], kept }))
            return CF_NO_MEMORY;
    }
    if (!is_nothing(returned, invested) &&
        !cf_vec_push(&out->rests, (cf_money_part){ s, s, CF_AS_CAPITAL, returned }))
        return CF_NO_MEMORY;
    return CF_OK;
}

/* ---- cross ---- */

/* The suppliers that coloured money reaches, in file order. */
static int list_cross(const cf_follower *follower, int *cross)
{
    int reached_count, count = 0;
    const int *reached = cf_trace_reached(follower->world.trace, &reached_count);

    for (int i = 0; i < reached_count; i++)
        if (reached[i] < follower->score->view->entity_count &&
            follower->score->suppliers[reached[i]])
            cross[count++] = reached[i];
    return count;
}

static double coloured_trade_into(const cf_world *world, int vertex)
{
    const cf_adjacency *in = &world->flow->in_edges;
    cf_sum sum = { 0 };

    for (int k = in->start[vertex]; k < in->start[vertex + 1]; k++) {
        if (world->flow->edges[in->at[k]].carries == CF_TRADE)
            cf_sum_add(&sum, cf_trace_on_edge(world->trace, in->at[k]));
    }
    return cf_sum_value(sum);
}

static cf_status find_cross(cf_followed *out, cf_follower *follower)
{
    int count = list_cross(follower, follower->cross), s = out->exposure->entity;

    for (int i = 0; i < count; i++) {
        int t = follower->cross[i];
        double amount = t == s ? 0.0 : coloured_trade_into(&follower->world, t);

        if (!is_nothing(amount, out->exposure->invested) &&
            !cf_vec_push(&out->cross, (cf_money_part){ s, s, t, amount }))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* ---- looping ---- */

static cf_status find_looping(cf_followed *out, cf_follower *follower)
{
    const cf_looping *looping = &follower->looping;
    cf_status status = cf_trace_return_shares(follower->world.trace, -1, follower->all_share);

    if (status != CF_OK)
        return status;
    cf_looping_find(&follower->looping, &follower->world, out->exposure->entity,
                    follower->all_share);
    if (!cf_vec_reserve(&out->looping, looping->count))
        return CF_NO_MEMORY;
    for (int i = 0; i < looping->count; i++) {
        int deal = looping->deals[i];

        if (looping->amount[deal] > 0)
            out->looping.at[out->looping.count++] =
                (cf_looping_part){ deal, looping->amount[deal] };
    }
    return CF_OK;
}

/* ---- small parts ---- */

/* Adds up parts below a thousandth of what was invested in one, behind the others. Capital that
 * came back keeps its row. */
static cf_status fold_small(cf_money_parts *parts, const cf_exposure *exposure,
                            int unless_more_than)
{
    cf_money_part others = { exposure->entity, CF_OTHERS, CF_OTHERS, 0.0 };
    int all = parts->count, stay = 0, folded = 0;
    cf_sum sum = { 0 };

    for (int i = 0; all > unless_more_than && i < all; i++) {
        const cf_money_part *part = &parts->at[i];

        if (part->to != CF_AS_CAPITAL && part->amount < CF_SMALL_PART * exposure->invested) {
            cf_sum_add(&sum, part->amount);
            folded++;
        } else {
            parts->at[stay++] = *part;
        }
    }
    if (folded == 0)
        return CF_OK;
    others.amount = cf_sum_value(sum);
    parts->count = stay;
    return cf_vec_push(parts, others) ? CF_OK : CF_NO_MEMORY;
}

static cf_status fold(cf_followed *out)
{
    cf_status status = fold_small(&out->cross, out->exposure, 0);

    if (status == CF_OK)
        status = fold_small(&out->rests, out->exposure, MOST_PARTS);
    return status == CF_OK ? fold_small(&out->routes, out->exposure, MOST_PARTS) : status;
}

/* ---- all of it ---- */

/* On the score's world, or that of one supplier. */
static cf_status new_follower(cf_follower **out, const cf_score *score, const cf_world *world)
{
    size_t entities = (size_t)score->view->entity_count + 1;
    size_t vertices = (size_t)world->flow->vertex_count + 1;
    size_t edges = (size_t)world->flow->edge_count + 1;
    cf_follower *follower = calloc(1, sizeof *follower);
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (follower == NULL)
        return CF_NO_MEMORY;
    *follower = (cf_follower){ .score = score,
                               .world = *world,
                               .share = calloc(vertices, sizeof(double)),
                               .all_share = calloc(vertices, sizeof(double)),
                               .by_entity = calloc(entities, sizeof(double)),
                               .payers = calloc(edges, sizeof(int)),
                               .heads = calloc(edges, sizeof(int)),
                               .cross = calloc(entities, sizeof(int)) };
    if (follower->share != NULL && follower->all_share != NULL && follower->by_entity != NULL &&
        follower->payers != NULL && follower->heads != NULL && follower->cross != NULL)
        status = cf_looping_new(&follower->looping, score->view);
    if (status == CF_OK)
        *out = follower;
    else
        cf_follower_free(follower);
    return status;
}

cf_status cf_follower_new(cf_follower **out, const cf_score *score, bool own)
{
    cf_status status = new_follower(out, score, &score->world);

    if (status != CF_OK || !own)
        return status;
    status = cf_trace_new(&(*out)->own, score->world.flow);
    (*out)->world.trace = (*out)->own;
    if (status != CF_OK) {
        cf_follower_free(*out);
        *out = NULL;
    }
    return status;
}

void cf_follower_free(cf_follower *follower)
{
    if (follower == NULL)
        return;
    cf_trace_free(follower->own);
    free(follower->share);
    free(follower->all_share);
    free(follower->by_entity);
    free(follower->payers);
    free(follower->heads);
    free(follower->cross);
    cf_looping_free(&follower->looping);
    free(follower);
}

void cf_followed_free(cf_followed *followed)
{
    if (followed == NULL)
        return;
    free(followed->routes.at);
    free(followed->rests.at);
    free(followed->cross.at);
    free(followed->looping.at);
    free(followed);
}

static cf_status follow_on_own(cf_followed **out, const cf_score *score,
                               const cf_exposure *exposure, unsigned what);

cf_status cf_follow(cf_followed **out, cf_follower *follower, const cf_exposure *exposure,
                    unsigned what)
{
    cf_followed *followed;
    cf_status status;

    *out = NULL;
    if (follower->world.bench != NULL && cf_what_if_backs(follower->world.bench, exposure->entity))
        return follow_on_own(out, follower->score, exposure, what);
    followed = calloc(1, sizeof *followed);
    if (followed == NULL)
        return CF_NO_MEMORY;
    followed->exposure = exposure;
    status = cf_trace_supplier(follower->world.trace, exposure->entity,
                               follower->score->view->options.origin_all);
    if (status == CF_OK && (what & CF_FOLLOW_CROSS) != 0)
        status = find_cross(followed, follower);
    if (status == CF_OK && (what & CF_FOLLOW_RESTS) != 0)
        status = find_rests(followed, follower);
    if (status == CF_OK && (what & CF_FOLLOW_LOOPING) != 0)
        status = find_looping(followed, follower);
    if (status == CF_OK && (what & CF_FOLLOW_ROUTES) != 0)
        status = find_routes(followed, follower);
    if (status == CF_OK && (what & CF_FOLLOW_FOLD) != 0)
        status = fold(followed);
    if (status == CF_OK)
        *out = followed;
    else
        cf_followed_free(followed);
    return status;
}

/* A supplier that backs capital of others has a flow of its own. */
static cf_status follow_on_own(cf_followed **out, const cf_score *score,
                               const cf_exposure *exposure, unsigned what)
{
    cf_follower *follower = NULL;
    cf_own_world own;
    cf_status status = cf_world_open_own(&own, &score->world, exposure->entity);

    if (status == CF_OK)
        status = new_follower(&follower, score, &own.world);
    if (status == CF_OK)
        status = cf_follow(out, follower, exposure, what);
    cf_follower_free(follower);
    cf_world_close_own(&own);
    return status;
}
