/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must and what can have come back of a supplier's money. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "circfin/lp.h"

static double supplied(const cf_programme *programme)
{
    cf_sum sum = { 0 };

    for (int v = 0; v < programme->vertex_count; v++)
        cf_sum_add(&sum, programme->supply[v]);
    return cf_sum_value(sum);
}

cf_status cf_bound_loopback(const cf_flow *flow, int supplier, bool origin_all, cf_bound bound,
                            double *value)
{
    cf_programme programme;
    cf_status status = cf_programme_new(&programme, flow, supplier, origin_all, bound);
    bool *source_side = NULL;

    *value = 0.0;
    if (status != CF_OK)
        goto out;
    source_side = calloc((size_t)programme.vertex_count + 1, sizeof *source_side);
    status = source_side == NULL ? CF_NO_MEMORY : CF_OK;
    if (status == CF_OK && programme.arc_count <= CF_LP_LARGE)
        status = cf_lp_max_flow(&programme, source_side);
    /* The second way, for what is large and for what the simplex method cannot settle. */
    if (status == CF_SOLVER || (status == CF_OK && programme.arc_count > CF_LP_LARGE))
        status = cf_programme_max_flow(&programme, source_side);
    if (status != CF_OK)
        goto out;
    *value = bound == CF_BOUND_MIN ? cf_programme_beyond_cut(&programme, source_side)
                                   : cf_programme_cut(&programme, source_side);
    if (!(*value > CF_ROUNDING * supplied(&programme)))
        *value = 0.0;

out:
    cf_programme_free(&programme);
    free(source_side);
    return status;
}
