/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sets and parameters of a data section, one function a parameter. */
#include "base/text.h"
#include "model/instance.h"

static void put_number(const cf_instance *scene, double number)
{
    char text[32];

    cf_text_number(text, number);
    fputs(text, scene->out);
}

static const cf_payment *payment_at(const cf_instance *scene, int index)
{
    return &scene->network->network.payments[index];
}

static void put_class(const cf_instance *scene, bool capital)
{
    fputs(capital ? "capital" : "trade", scene->out);
}

static void put_supplier(const cf_instance *scene, int index)
{
    (void)index;
    cf_symbol_put(scene->out, scene->entities[scene->supplier]);
}

static void put_origin_all(const cf_instance *scene, int index)
{
    (void)index;
    put_number(scene, scene->view->options.origin_all);
}

static void put_funds(const cf_instance *scene, int index)
{
    const cf_node *node = &scene->network->network.nodes[index];

    put_number(scene, node->funds_known ? node->funds : 0.0);
}

static void put_funds_known(const cf_instance *scene, int index)
{
    put_number(scene, scene->network->network.nodes[index].funds_known);
}

static void put_revenue(const cf_instance *scene, int index)
{
    const cf_view_entity *entity = &scene->view->entities[index];

    put_number(scene, entity->revenue_known ? entity->revenue : 0.0);
}

static void put_revenue_known(const cf_instance *scene, int index)
{
    put_number(scene, scene->view->entities[index].revenue_known);
}

static void put_payer(const cf_instance *scene, int index)
{
    cf_symbol_put(scene->out, scene->entities[payment_at(scene, index)->payer]);
}

static void put_payee(const cf_instance *scene, int index)
{
    cf_symbol_put(scene->out, scene->entities[payment_at(scene, index)->payee]);
}

static void put_amount(const cf_instance *scene, int index)
{
    put_number(scene, payment_at(scene, index)->amount);
}

static void put_deal_class(const cf_instance *scene, int index)
{
    put_class(scene, payment_at(scene, index)->capital);
}

static void put_open(const cf_instance *scene, int index)
{
    put_number(scene, payment_at(scene, index)->open);
}

static void put_relation(const cf_instance *scene, int index)
{
    fputs(cf_relation_names[cf_instance_deal(scene, index)->relation], scene->out);
}

static void put_status(const cf_instance *scene, int index)
{
    const cf_view_deal *deal = &scene->view->deals[scene->network->view_deal[index]];

    fputs(cf_deal_status_names[deal->status], scene->out);
}

static void put_basis(const cf_instance *scene, int index)
{
    fputs(cf_basis_names[cf_instance_deal(scene, index)->basis], scene->out);
}

static void put_recipient(const cf_instance *scene, int index)
{
    const cf_flow *flow = scene->flow;
    int nodes = flow->network->node_count;
    int entity = index < nodes ? index : payment_at(scene, flow->tied[index - nodes])->payee;

    cf_symbol_put(scene->out, scene->entities[entity]);
}

static void put_kept(const cf_instance *scene, int index)
{
    put_number(scene, scene->flow->balances[index].kept);
}

static void put_bounded(const cf_instance *scene, int index)
{
    put_number(scene, scene->flow->balances[index].bounded);
}

static void put_tail(const cf_instance *scene, int index)
{
    cf_symbol_put(scene->out, scene->vertices[cf_instance_part(scene, index).tail]);
}

static void put_head(const cf_instance *scene, int index)
{
    cf_symbol_put(scene->out, scene->vertices[cf_instance_part(scene, index).head]);
}

static void put_part_amount(const cf_instance *scene, int index)
{
    put_number(scene, cf_instance_part(scene, index).amount);
}

static void put_part_class(const cf_instance *scene, int index)
{
    put_class(scene, cf_instance_part(scene, index).capital);
}

static void put_part_open(const cf_instance *scene, int index)
{
    put_number(scene, index >= scene->flow->edge_count);
}

static void put_part_edge(const cf_instance *scene, int index)
{
    cf_symbol_put(scene->out, scene->deals[cf_instance_part(scene, index).payment]);
}

const cf_layout_item cf_layout[CF_LAYOUT_COUNT] = {
    { "supplier", CF_OVER_NOTHING, put_supplier },
    { "origin_all", CF_OVER_NOTHING, put_origin_all },
    { "outside_funds", CF_OVER_ENTITIES, put_funds },
    { "funds_known", CF_OVER_ENTITIES, put_funds_known },
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
    { "tail", CF_OVER_PARTS, put_tail },
    { "head", CF_OVER_PARTS, put_head },
    { "part_amount", CF_OVER_PARTS, put_part_amount },
    { "part_class", CF_OVER_PARTS, put_part_class },
    { "part_open", CF_OVER_PARTS, put_part_open },
    { "part_edge", CF_OVER_PARTS, put_part_edge },
};

const char *const cf_layout_sets[] = { NULL, "ENTITIES", "EDGES", "VERTICES", "PARTS" };
const char cf_layout_suppliers[] = "SUPPLIERS";
