/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keeps a flow up to date while amounts change in place: only what is touched is worked out again,
 * in the way and the order in which cf_flow_new() does it, so the result is the same to the last
 * bit.
 */
#include "network/build.h"

/* A component that was opened depends on all its vertices, and is undone as a whole. */
static void touch_component(cf_flow_build *build, int component)
{
    const cf_flow *flow = &build->flow;

    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++)
        cf_flow_touch(build, flow->component_vertices[m]);
}

static void touch_opened_components(cf_flow_build *build)
{
    int touched = build->touched_count;

    for (int i = 0; i < touched; i++) {
        int component = build->component[build->touched_list[i]];

        if (build->opened[component])
            touch_component(build, component);
    }
}

/* New components may share no vertex with the old: which of them are open is found again. */
static cf_status find_components(cf_flow_build *build)
{
    cf_status status;

    for (int c = 0; c < build->flow.component_count; c++) {
        if (build->opened[c])
            touch_component(build, c);
        build->opened[c] = false;
    }
    status = cf_flow_find_components_again(build);
    build->regrouped = build->reordered = false;
    return status;
}

static void balance_touched(cf_flow_build *build)
{
    int touched = build->touched_count;

    for (int i = 0; i < touched; i++)
        cf_flow_balance_vertex(build, build->touched_list[i]);
    for (int i = 0; i < touched; i++) {
        int component = build->component[build->touched_list[i]];

        if (build->seen[component])
            continue;
        build->seen[component] = true;
        build->opened[component] = cf_flow_balance_component(build, component);
        if (build->opened[component])
            touch_component(build, component);
    }
    for (int i = 0; i < touched; i++)
        build->seen[build->component[build->touched_list[i]]] = false;
}

cf_status cf_flow_update(cf_flow_build *build, const cf_changes *changes)
{
    const cf_network *network = build->flow.network;
    bool linked = false;
    cf_status status = CF_OK;

    while (build->touched_count > 0)
        build->touched[build->touched_list[--build->touched_count]] = false;
    for (int i = 0; i < changes->payment_count; i++) {
        int payment = changes->payments[i];

        if (build->is_linked[payment])
            linked = true;
        else
            cf_flow_set_edge(build, payment, network->payments[payment].amount);
    }
    if (linked)
        cf_flow_place_earmarks(build);
    for (int i = 0; i < changes->node_count; i++)
        cf_flow_touch(build, changes->nodes[i]);
    if (build->regrouped || build->reordered)
        status = find_components(build);
    else
        touch_opened_components(build);
    if (status == CF_OK)
        balance_touched(build);
    return status;
}
