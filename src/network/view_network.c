/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of the scenario to nodes and payments. */
#include <stdlib.h>

#include "base/arena.h"
#include "circfin/flow.h"

struct network_build {
    cf_view_network result; /* first: the caller's pointer is this one */
    cf_arena arena;
};

struct mapping {
    const cf_view *view;
    bool joint;
    int *node_of;    /* view entity → node */
    int *payment_of; /* deal of the scenario → payment, or -1 */
};

static void map_nodes(struct mapping *mapping, cf_node *nodes)
{
    const cf_view *view = mapping->view;

    for (int i = 0; i < view->entity_count; i++) {
        const cf_view_entity *entity = &view->entities[i];

        mapping->node_of[i] = i;
        nodes[i] = (cf_node){ .funds_known = entity->funds_known,
                              .funds = entity->funds,
                              .revenue = entity->revenue_known ? entity->revenue : 0.0 };
    }
    for (int i = 0; mapping->joint && i < view->joint_count; i++) {
        mapping->node_of[view->joint[i]] = view->joint[0];
        nodes[view->joint[i]] = (cf_node){ 0 };
    }
}

static void map_payments(const struct mapping *mapping, cf_payment *payments, int *view_deal,
                         int *count)
{
    const cf_view *view = mapping->view;

    for (int i = 0; i < view->scenario->deal_count; i++)
        mapping->payment_of[i] = -1;
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];
        int payer = mapping->node_of[deal->payer], payee = mapping->node_of[deal->payee];

        if (payer == payee)
            continue;
        mapping->payment_of[deal->deal] = *count;
        view_deal[*count] = i;
        payments[(*count)++] = (cf_payment){
            .payer = payer,
            .payee = payee,
            .carries = cf_relation_class(view->scenario->deals[deal->deal].relation),
            .open = !deal->quantified,
            .amount = deal->amount,
        };
    }
}

/* Purchases outside the view are passed over. */
static cf_status map_earmarks(const struct mapping *mapping, cf_view_network *result,
                              cf_payment *payments, cf_arena *arena)
{
    const cf_view *view = mapping->view;

    for (int i = 0; i < result->network.payment_count; i++) {
        const cf_deal *deal = &view->scenario->deals[view->deals[result->view_deal[i]].deal];
        int *earmark;

        if (deal->earmark.count == 0)
            continue;
        earmark = cf_arena_new(arena, (size_t)deal->earmark.count, sizeof *earmark);
        if (earmark == NULL)
            return CF_NO_MEMORY;
        for (int k = 0; k < deal->earmark.count; k++) {
            int payment = mapping->payment_of[deal->earmark.at[k]];

            if (payment >= 0)
                earmark[payments[i].earmark_count++] = payment;
        }
        payments[i].earmark = earmark;
    }
    return CF_OK;
}

cf_status cf_view_network_new(cf_view_network **out, const cf_view *view, bool joint)
{
    struct network_build *build = calloc(1, sizeof *build);
    size_t nodes = (size_t)view->entity_count, deals = (size_t)view->deal_count;
    struct mapping mapping = {
        .view = view,
        .joint = joint,
        .node_of = calloc(nodes + 1, sizeof(int)),
        .payment_of = calloc((size_t)view->scenario->deal_count + 1, sizeof(int)),
    };
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (build != NULL && mapping.node_of != NULL && mapping.payment_of != NULL) {
        cf_node *node = cf_arena_new(&build->arena, nodes, sizeof *node);
        cf_payment *payment = cf_arena_new(&build->arena, deals, sizeof *payment);
        int *view_deal = cf_arena_new(&build->arena, deals, sizeof *view_deal);

        if (node == NULL || payment == NULL || view_deal == NULL)
            goto out;
        build->result.network =
            (cf_network){ .nodes = node, .node_count = view->entity_count, .payments = payment };
        build->result.view_deal = view_deal;
        map_nodes(&mapping, node);
        map_payments(&mapping, payment, view_deal, &build->result.network.payment_count);
        status = map_earmarks(&mapping, &build->result, payment, &build->arena);
    }

out:
    free(mapping.node_of);
    free(mapping.payment_of);
    if (status == CF_OK)
        *out = &build->result;
    else
        cf_view_network_free((cf_view_network *)build);
    return status;
}

void cf_view_network_free(cf_view_network *network)
{
    struct network_build *build = (struct network_build *)network;

    if (build == NULL)
        return;
    cf_arena_free(&build->arena);
    free(build);
}
