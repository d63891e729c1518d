/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must and what can have come back of a supplier's money. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "bounds/grid_flow.h"

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
    cf_grid_flow *grid = NULL;
    cf_status status = cf_programme_new(&programme, flow, supplier, origin_all, bound);
    bool *source_side = NULL;

    *value = 0.0;
    if (status == CF_OK)
        status = cf_grid_flow_new(&grid, &programme);
    if (status != CF_OK)
        goto out;
    source_side = calloc((size_t)programme.vertex_count + 1, sizeof *source_side);
    if (source_side == NULL) {
        status = CF_NO_MEMORY;
        goto out;
    }
    cf_grid_flow_solve(grid, &programme, source_side);
    *value = bound == CF_BOUND_MIN ? cf_programme_beyond_cut(&programme, source_side)
                                   : cf_programme_cut(&programme, source_side);
    if (!(*value > CF_ROUNDING * supplied(&programme)))
        *value = 0.0;

out:
    cf_grid_flow_free(grid);
    cf_programme_free(&programme);
    free(source_side);
    return status;
}
