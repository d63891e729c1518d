/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score --joint: several entities as one supplier, and what each member is paid. */
#include "analyses/score.h"

#include "base/sum.h"

/* The deal says which member is paid: in the graph all members are one vertex. */
static double paid_to(const cf_score *score, const cf_world *world, int joint, int member,
                      bool coloured)
{
    const cf_flow *flow = world->flow;
    cf_sum sum = { 0 };

    for (int k = flow->in_edges.start[joint]; k < flow->in_edges.start[joint + 1]; k++) {
        int e = flow->in_edges.at[k];
        const cf_edge *edge = &flow->edges[e];
        int deal = world->network->view_deal[edge->payment];

        if (edge->carries == CF_TRADE && score->view->deals[deal].payee == member)
            cf_sum_add(&sum, coloured ? cf_trace_on_edge(world->trace, e) : edge->amount);
    }
    return cf_sum_value(sum);
}

cf_status cf_score_fill_joint(cf_score *score)
{
    const cf_view *view = score->view;
    cf_world world;
    cf_own_world own = { .view_deal = NULL };
    cf_status status = cf_world_open(&world, view, true);
    int joint = view->joint[0];

    if (status == CF_OK)
        status = cf_exposure_measure(&score->joint, &world, joint);
    if (status == CF_OK)
        status = cf_world_open_own(&own, &world, joint);
    if (status == CF_OK)
        status = cf_trace_supplier(own.world.trace, joint, view->options.origin_all);
    for (int i = 0; status == CF_OK && score->tables[SCORE_JOINT] != NULL && i < view->joint_count;
         i++) {
        int member = view->joint[i];
        cf_cell row[] = {
            [JOINT_MEMBER] = cf_cell_text(score->view->entities[member].id),
            [JOINT_REVENUE] = cf_cell_number(paid_to(score, &own.world, joint, member, false)),
            [JOINT_LOOPBACK_PRO_RATA] =
                cf_cell_number(paid_to(score, &own.world, joint, member, true)),
        };

        status = cf_table_add(score->tables[SCORE_JOINT], row);
    }
    cf_world_close_own(&own);
    cf_world_close(&world);
    return status;
}
