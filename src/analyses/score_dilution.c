/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the loop-back of every supplier if no reported revenue counted, so that entities have from
 * outside what they state, or what their payments need. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/score.h"

/* Whether a reported revenue can count at all. In a large file it seldom can, and nothing is built.
 */
static bool anybody_reports(const cf_network *network)
{
    for (int v = 0; v < network->node_count; v++) {
        if (!network->nodes[v].funds_known && network->nodes[v].revenue > 0)
            return true;
    }
    return false;
}

/* The network without reported revenue. */
static cf_status open_undiluted(cf_world *out, cf_view_network *network, const cf_world *world)
{
    size_t count = (size_t)world->network->network.node_count;
    cf_node *nodes = malloc((count + 1) * sizeof *nodes);

    *network = *world->network;
    network->network.nodes = nodes;
    *out = (cf_world){ 0 };
    if (nodes == NULL)
        return CF_NO_MEMORY;
    memcpy(nodes, world->network->network.nodes, count * sizeof *nodes);
    for (size_t v = 0; v < count; v++)
        nodes[v].revenue = 0.0;
    return cf_world_open_another(out,
                                 &(cf_world){ .view = world->view,
                                              .network = network,
                                              .figures = CF_MEASURE_BIT(CF_MEASURE_PRO_RATA) });
}

/* Whether anybody has more from outside because of what it reports. */
static bool dilutes(const cf_world *world, const cf_world *undiluted)
{
    for (int v = 0; v < world->view->entity_count; v++) {
        if (world->flow->balances[v].funds > undiluted->flow->balances[v].funds)
            return true;
    }
    return false;
}

static cf_status measure(cf_score *score, const cf_world *undiluted)
{
    cf_exposure *exposures = malloc(((size_t)score->exposure_count + 1) * sizeof *exposures);
    cf_status status = exposures == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK) {
        memcpy(exposures, score->exposures, (size_t)score->exposure_count * sizeof *exposures);
        status = cf_exposure_measure_many(exposures, score->exposure_count, undiluted,
                                          score->threads, score->request->progress);
    }
    for (int i = 0; status == CF_OK && i < score->exposure_count; i++)
        score->undiluted[exposures[i].entity] =
            exposures[i].measured ? exposures[i].loopback[CF_MEASURE_PRO_RATA] : (double)NAN;
    free(exposures);
    return status;
}

cf_status cf_score_undilute(cf_score *score)
{
    cf_world undiluted;
    cf_view_network network;
    cf_status status;

    for (int i = 0; i < score->exposure_count; i++)
        score->undiluted[score->exposures[i].entity] =
            score->exposures[i].loopback[CF_MEASURE_PRO_RATA];
    if (!anybody_reports(&score->world.network->network) ||
        (score->request->no_digest && !cf_score_wants(score, SCORE_SUPPLIERS)))
        return CF_OK;
    status = open_undiluted(&undiluted, &network, &score->world);
    if (status == CF_OK && dilutes(&score->world, &undiluted))
        status = measure(score, &undiluted);
    cf_world_close_another(&undiluted);
    free((void *)network.network.nodes);
    return status;
}
