/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sets and parameters that models can declare, with a function for each value. */
#include "base/text.h"
#include "model/instance.h"

static void put_number(const cf_instance *instance, double number)
{
    char text[32];

    cf_text_number(text, number);
    fputs(text, instance->out);
}

static const cf_payment *payment_at(const cf_instance *instance, int index)
{
    return &instance->network->network.payments[index];
}

static void put_class(const cf_instance *instance, cf_class carries)
{
    fputs(cf_class_names[carries], instance->out);
}

static void put_supplier(const cf_instance *instance, int index)
{
    (void)index;
    cf_symbol_put(instance->out, instance->entities[instance->supplier]);
}

static void put_origin_all(const cf_instance *instance, int index)
{
    (void)index;
    put_number(instance, instance->view->options.origin_all);
}

static void put_funds(const cf_instance *instance, int index)
{
    const cf_node *node = &instance->network->network.nodes[index];

    put_number(instance, node->funds_known ? node->funds : 0.0);
}

static void put_funds_known(const cf_instance *instance, int index)
{
    put_number(instance, instance->network->network.nodes[index].funds_known);
}

static void put_funds_assumed(const cf_instance *instance, int index)
{
    put_number(instance, instance->flow->balances[index].assumed);
}

static void put_revenue(const cf_instance *instance, int index)
{
    const cf_view_entity *entity = &instance->view->entities[index];

    put_number(instance, entity->revenue_known ? entity->revenue : 0.0);
}

static void put_revenue_known(const cf_instance *instance, int index)
{
    put_number(instance, instance->view->entities[index].revenue_known);
}

static void put_payer(const cf_instance *instance, int index)
{
    cf_symbol_put(instance->out, instance->entities[payment_at(instance, index)->payer]);
}

static void put_payee(const cf_instance *instance, int index)
{
    cf_symbol_put(instance->out, instance->entities[payment_at(instance, index)->payee]);
}

static void put_amount(const cf_instance *instance, int index)
{
    put_number(instance, payment_at(instance, index)->amount);
}

static void put_deal_class(const cf_instance *instance, int index)
{
    put_class(instance, payment_at(instance, index)->carries);
}

static void put_open(const cf_instance *instance, int index)
{
    put_number(instance, payment_at(instance, index)->open);
}

static void put_relation(const cf_instance *instance, int index)
{
    fputs(cf_relation_names[cf_instance_deal(instance, index)->relation], instance->out);
}

static void put_status(const cf_instance *instance, int index)
{
    const cf_view_deal *deal = &instance->view->deals[instance->network->view_deal[index]];

    fputs(cf_deal_status_names[deal->status], instance->out);
}

static void put_basis(const cf_instance *instance, int index)
{
    fputs(cf_basis_names[cf_instance_deal(instance, index)->basis], instance->out);
}

static void put_recipient(const cf_instance *instance, int index)
{
    const cf_flow *flow = instance->flow;
    int nodes = flow->network->node_count;
    int entity = index < nodes ? index : payment_at(instance, flow->tied[index - nodes])->payee;

    cf_symbol_put(instance->out, instance->entities[entity]);
}

static void put_kept(const cf_instance *instance, int index)
{
    put_number(instance, instance->flow->balances[index].kept);
}

static void put_bounded(const cf_instance *instance, int index)
{
    put_number(instance, instance->flow->balances[index].bounded);
}

static void put_part_tail(const cf_instance *instance, int index)
{
    cf_symbol_put(instance->out, instance->vertices[cf_instance_part(instance, index)->tail]);
}

static void put_part_head(const cf_instance *instance, int index)
{
    cf_symbol_put(instance->out, instance->vertices[cf_instance_part(instance, index)->head]);
}

static void put_part_amount(const cf_instance *instance, int index)
{
    put_number(instance, cf_instance_part(instance, index)->amount);
}

static void put_part_class(const cf_instance *instance, int index)
{
    put_class(instance, cf_instance_part(instance, index)->carries);
}

static void put_part_open(const cf_instance *instance, int index)
{
    put_number(instance, index >= instance->first_open_part);
}

static void put_part_edge(const cf_instance *instance, int index)
{
    cf_symbol_put(instance->out, instance->deals[cf_instance_part(instance, index)->payment]);
}

const cf_layout_item cf_layout[CF_LAYOUT_COUNT] = {
    { "supplier", CF_OVER_NOTHING, put_supplier },
    { "origin_all", CF_OVER_NOTHING, put_origin_all },
    { "outside_funds", CF_OVER_ENTITIES, put_funds },
    { "funds_known", CF_OVER_ENTITIES, put_funds_known },
    { "funds_assumed", CF_OVER_ENTITIES, put_funds_assumed },
    { "revenue", CF_OVER_ENTITIES, put_revenue },
    { "revenue_known", CF_OVER_ENTITIES, put_revenue_known },
    { "payer", CF_OVER_EDGES, put_payer },
    { "payee", CF_OVER_EDGES, put_payee },
    { "amount", CF_OVER_EDGES, put_amount },
    { "class", CF_OVER_EDGES, put_deal_class },
    { "open", CF_OVER_EDGES, put_open },
    { "relation", CF_OVER_EDGES, put_relation },
    { "status", CF_OVER_EDGES, put_status },
    { "basis", CF_OVER_EDGES, put_basis },
    { "recipient", CF_OVER_VERTICES, put_recipient },
    { "kept", CF_OVER_VERTICES, put_kept },
    { "bounded", CF_OVER_VERTICES, put_bounded },
    { "tail", CF_OVER_PARTS, put_part_tail },
    { "head", CF_OVER_PARTS, put_part_head },
    { "part_amount", CF_OVER_PARTS, put_part_amount },
    { "part_class", CF_OVER_PARTS, put_part_class },
    { "part_open", CF_OVER_PARTS, put_part_open },
    { "part_edge", CF_OVER_PARTS, put_part_edge },
};

const char *const cf_layout_sets[] = { NULL, "ENTITIES", "EDGES", "VERTICES", "PARTS" };
const char cf_layout_suppliers[] = "SUPPLIERS";
