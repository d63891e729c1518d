/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what the what-if of the workbook calculates with. */
#include "documents/levers.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { MOST_PAYMENTS = 20000 };

static const char too_large[] =
    "This sheet follows up to 60 entities and 1,000 deals between capital and revenue, and here "
    "are more: \"circfin sweep\" and \"circfin drivers\" change amounts in scenarios of any size.";
static const char nothing[] =
    "No way leads from a supplier's capital back to its revenue, so no change of an amount makes "
    "anything come back.";
static const char cleared[] =
    "In this view nobody fills gaps (--gap cut), so every change moves who can pay whom; the "
    "formulas of this sheet cannot follow that. \"circfin sweep\" can.";
static const char backed[] =
    "This view follows money that a supplier backs (--origin backed), which the formulas of this "
    "sheet cannot. \"circfin sweep\" can.";
static const char tangled[] =
    "Deals are tied to purchases to which others with several purchases are tied, too; the "
    "formulas of this sheet cannot place their money in rounds. \"circfin sweep\" can.";

struct search {
    cf_levers *levers;
    const cf_network *network;
    bool *marked;          /* payments */
    int *place;            /* of a node among the entities, from 1, or 0 */
    int *lever;            /* of a payment among the deals, from 1, or 0 */
    int *tied_to;          /* number of payments tied to a payment */
    int *component, *size; /* of a node; of a component */
    cf_map nodes;          /* by id */
};

const cf_deal *cf_levers_deal(const cf_levers *levers, int lever)
{
    int payment = levers->deals[lever].payment;
    int deal = levers->view->deals[levers->network->view_deal[payment]].deal;

    return &levers->scenario->deals[deal];
}

const cf_view_entity *cf_levers_entity(const cf_levers *levers, int node)
{
    return &levers->view->entities[node];
}

/* ---- which entities ---- */

static bool is_tied(const cf_payment *payment)
{
    return payment->carries == CF_CAPITAL && payment->earmark_count > 0;
}

static int count_ties(const cf_network *network)
{
    int count = 0;

    for (int i = 0; i < network->payment_count; i++)
        if (is_tied(&network->payments[i]))
            count += network->payments[i].earmark_count;
    return count;
}

/* All that is there or could be: every deal, and every way of tied money, with some amount. */
static void add_all(cf_payment *all, int *count, const cf_network *network)
{
    *count = 0;
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        all[(*count)++] = (cf_payment){ .payer = payment->payer,
                                        .payee = payment->payee,
                                        .carries = payment->carries,
                                        .amount = 1.0 };
        for (int k = 0; is_tied(payment) && k < payment->earmark_count; k++) {
            int seller = network->payments[payment->earmark[k]].payee;

            if (seller != payment->payer)
                all[(*count)++] = (cf_payment){
                    .payer = payment->payer, .payee = seller, .carries = CF_TRADE, .amount = 1.0
                };
        }
    }
}

static cf_status find_components(struct search *search)
{
    const cf_network *network = search->network;
    size_t most = (size_t)network->payment_count + (size_t)count_ties(network);
    cf_payment *all = calloc(most + 1, sizeof *all);
    cf_network possible = { .nodes = network->nodes, .node_count = network->node_count };
    cf_flow *flow = NULL;
    cf_status status = CF_NO_MEMORY;

    if (all == NULL)
        return status;
    add_all(all, &possible.payment_count, network);
    possible.payments = all;
    status = cf_flow_new(&flow, &possible, false);
    for (int v = 0; status == CF_OK && v < network->node_count; v++) {
        search->component[v] = flow->component[v];
        search->size[flow->component[v]]++;
    }
    cf_flow_free(flow);
    free(all);
    return status;
}

static int node_of(const struct search *search, const cf_lookup *suppliers, long row)
{
    const char *id = cf_lookup_text(suppliers, row, "entity");

    return cf_map_find(&search->nodes, 0, id, strlen(id));
}

static cf_status name_nodes(struct search *search)
{
    const cf_view *view = search->levers->view;
    cf_status status = CF_OK;

    for (int v = 0; status == CF_OK && v < view->entity_count; v++)
        status =
            cf_map_add(&search->nodes, 0, view->entities[v].id, strlen(view->entities[v].id), v);
    return status;
}

/* Takes the components of suppliers, the first ones first, as long as there is room. */
static void choose_entities(struct search *search, const cf_lookup *suppliers)
{
    cf_levers *levers = search->levers;
    bool too_many = false;

    for (long row = 0; row < suppliers->rows; row++) {
        int node = node_of(search, suppliers, row);
        int size = node < 0 ? 0 : search->size[search->component[node]];

        if (size < 2)
            continue;
        if (search->place[node] == 0 && levers->entity_count + size > CF_LEVERS_MOST_ENTITIES) {
            too_many = true;
            continue;
        }
        if (search->place[node] == 0) {
            levers->entity_count += size;
            for (int v = 0; v < search->network->node_count; v++)
                if (search->component[v] == search->component[node])
                    search->place[v] = 1;
        }
        levers->choices[levers->choice_count++] = (cf_lever_choice){ node, row };
    }
    if (levers->choice_count == 0)
        levers->why_not = too_many ? too_large : nothing;
}

static void number_entities(struct search *search)
{
    cf_levers *levers = search->levers;
    int count = 0;

    for (int v = 0; v < search->network->node_count; v++)
        if (search->place[v] > 0) {
            levers->entities[count++] = v;
            search->place[v] = count;
        }
    for (int i = 0; i < levers->choice_count; i++)
        levers->choices[i].entity = search->place[levers->choices[i].entity];
}

/* ---- which deals ---- */

/* A tied deal and its purchases are there together. False: nothing new. */
static bool mark_tied(struct search *search, const cf_payment *payment, bool *marked)
{
    bool any = *marked, all = *marked;

    for (int k = 0; k < payment->earmark_count; k++) {
        any = any || search->marked[payment->earmark[k]];
        all = all && search->marked[payment->earmark[k]];
    }
    if (!any || all)
        return false;
    *marked = true;
    for (int k = 0; k < payment->earmark_count; k++)
        search->marked[payment->earmark[k]] = true;
    return true;
}

static int count_marked(const struct search *search)
{
    int count = 0;

    for (int i = 0; i < search->network->payment_count; i++)
        count += search->marked[i];
    return count;
}

static void mark_deals(struct search *search)
{
    const cf_network *network = search->network;
    bool again = true;

    for (int i = 0; i < network->payment_count; i++)
        search->marked[i] = search->place[network->payments[i].payer] > 0 ||
                            search->place[network->payments[i].payee] > 0;
    while (again && count_marked(search) <= CF_LEVERS_MOST_DEALS) {
        again = false;
        for (int i = 0; i < network->payment_count; i++)
            if (is_tied(&network->payments[i]) &&
                mark_tied(search, &network->payments[i], &search->marked[i]))
                again = true;
    }
}

static cf_status list_deals(struct search *search, bool origin_all)
{
    cf_levers *levers = search->levers;
    int count = count_marked(search), n = 0;

    if (count > CF_LEVERS_MOST_DEALS) {
        levers->why_not = too_large;
        return CF_OK;
    }
    levers->deals = cf_arena_new(&levers->arena, (size_t)count, sizeof *levers->deals);
    if (levers->deals == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < search->network->payment_count; i++) {
        const cf_payment *payment = &search->network->payments[i];

        if (!search->marked[i])
            continue;
        levers->deals[n++] = (cf_deal_lever){
            .payment = i,
            .payer = search->place[payment->payer],
            .payee = search->place[payment->payee],
            .sets_out =
                origin_all ? payment->carries != CF_SERVICE : payment->carries == CF_CAPITAL,
            .is_trade = payment->carries == CF_TRADE,
            .left = levers->flow->edges[i].amount,
        };
        search->lever[i] = n;
    }
    levers->deal_count = n;
    return CF_OK;
}

/* ---- tied money ---- */

static void count_tied(struct search *search)
{
    for (int i = 0; i < search->network->payment_count; i++) {
        const cf_payment *payment = &search->network->payments[i];

        for (int k = 0; is_tied(payment) && k < payment->earmark_count; k++)
            search->tied_to[payment->earmark[k]]++;
    }
}

/* Whether the first round of filling is the only one. */
static bool is_simple(const struct search *search, const cf_payment *payment)
{
    for (int k = 0; payment->earmark_count > 1 && k < payment->earmark_count; k++)
        if (search->tied_to[payment->earmark[k]] > 1)
            return false;
    return true;
}

static void add_ties(struct search *search, int t)
{
    cf_levers *levers = search->levers;
    int at = levers->flow->tied[t];
    const cf_payment *payment = &search->network->payments[at];

    for (int k = 0; k < payment->earmark_count; k++) {
        const cf_edge *edge = &levers->flow->edges[levers->flow->into[t] + 1 + k];

        levers->ties[levers->tie_count++] = (cf_tie){
            .deal = search->lever[at],
            .purchase = search->lever[payment->earmark[k]],
            .payer = search->place[payment->payer],
            .past = search->place[payment->payee],
            .payee = search->place[edge->head],
            .shared = payment->earmark_count == 1,
            .amount = edge->amount,
        };
    }
}

static cf_status list_ties(struct search *search)
{
    cf_levers *levers = search->levers;
    const cf_flow *flow = levers->flow;
    int most = count_ties(search->network);

    levers->ties = cf_arena_new(&levers->arena, (size_t)most, sizeof *levers->ties);
    if (levers->ties == NULL)
        return CF_NO_MEMORY;
    count_tied(search);
    for (int t = 0; t < flow->tied_count; t++) {
        if (!search->marked[flow->tied[t]])
            continue;
        if (!is_simple(search, &search->network->payments[flow->tied[t]])) {
            levers->why_not = tangled;
            return CF_OK;
        }
        add_ties(search, t);
    }
    if (levers->tie_count > CF_LEVERS_MOST_DEALS)
        levers->why_not = too_large;
    return CF_OK;
}

/* ---- the first choice's money ---- */

static cf_status colour(cf_levers *levers, bool origin_all)
{
    int supplier = levers->entities[levers->choices[0].entity - 1];
    const cf_flow *flow = levers->flow;
    cf_trace *trace = NULL;
    cf_status status = cf_trace_new(&trace, flow);

    levers->coloured =
        cf_arena_new(&levers->arena, (size_t)levers->entity_count, sizeof *levers->coloured);
    if (status == CF_OK && levers->coloured == NULL)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        status = cf_trace_supplier(trace, supplier, origin_all);
    for (int i = 0; status == CF_OK && i < levers->entity_count; i++) {
        int v = levers->entities[i];

        if (v != supplier)
            levers->coloured[i] =
                cf_trace_mix(trace, v) * (flow->balances[v].in + flow->balances[v].funds);
    }
    cf_trace_free(trace);
    return status;
}

/* ---- all ---- */

static cf_status make_room(struct search *search, size_t suppliers)
{
    cf_levers *levers = search->levers;
    cf_arena *arena = &levers->arena;
    size_t nodes = (size_t)search->network->node_count;
    size_t payments = (size_t)search->network->payment_count;

    search->marked = cf_arena_new(arena, payments, sizeof *search->marked);
    search->lever = cf_arena_new(arena, payments, sizeof *search->lever);
    search->tied_to = cf_arena_new(arena, payments, sizeof *search->tied_to);
    search->place = cf_arena_new(arena, nodes, sizeof *search->place);
    search->component = cf_arena_new(arena, nodes, sizeof *search->component);
    search->size = cf_arena_new(arena, nodes + 1, sizeof *search->size);
    levers->entities = cf_arena_new(arena, nodes, sizeof *levers->entities);
    levers->choices = cf_arena_new(arena, suppliers, sizeof *levers->choices);
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

static cf_status find_levers(struct search *search, const cf_lookup *suppliers, bool origin_all)
{
    cf_levers *levers = search->levers;
    cf_status status = make_room(search, (size_t)suppliers->rows);

    if (status == CF_OK)
        status = name_nodes(search);
    if (status == CF_OK)
        status = find_components(search);
    if (status != CF_OK)
        return status;
    choose_entities(search, suppliers);
    if (levers->why_not != NULL)
        return CF_OK;
    number_entities(search);
    mark_deals(search);
    status = list_deals(search, origin_all);
    if (status == CF_OK && levers->why_not == NULL)
        status = list_ties(search);
    if (status == CF_OK && levers->why_not == NULL)
        status = colour(levers, origin_all);
    return status;
}

cf_status cf_levers_new(cf_levers *out, const cf_dossier *dossier)
{
    cf_lookup suppliers = cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers");
    struct search search = { .levers = out };
    cf_status status;

    *out = (cf_levers){ .scenario = dossier->scenario };
    if (dossier->view.gap_cut || dossier->view.origin_backed)
        out->why_not = dossier->view.gap_cut ? cleared : backed;
    if (out->why_not != NULL)
        return CF_OK;
    status = cf_view_new(&out->view, dossier->scenario, &dossier->view, NULL);
    if (status == CF_OK)
        status = cf_view_network_new(&out->network, out->view, false);
    if (status != CF_OK)
        return status;
    search.network = &out->network->network;
    if (search.network->payment_count > MOST_PAYMENTS)
        out->why_not = too_large;
    if (out->why_not != NULL)
        return CF_OK;
    status = cf_flow_new(&out->flow, search.network, true);
    if (status == CF_OK)
        status = find_levers(&search, &suppliers, dossier->view.origin_all);
    cf_map_free(&search.nodes);
    return status;
}

void cf_levers_free(cf_levers *levers)
{
    cf_flow_free(levers->flow);
    cf_view_network_free(levers->network);
    cf_view_free(levers->view);
    cf_arena_free(&levers->arena);
    *levers = (cf_levers){ .why_not = NULL };
}
