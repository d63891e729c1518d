/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: the mildest factor of a shock at which the rule of --until holds, by bisection. */
#include <math.h>
#include <stdlib.h>

#include "analyses/stress.h"

/* The search: the rule holds at `worse` and not at `milder`. */
struct search {
    cf_stress_bench bench;
    cf_shock *shocks; /* those of the request; one has a factor that moves */
    int at;
};

static cf_status holds_at(bool *out, struct search *search, double factor)
{
    cf_status status;

    search->shocks[search->at].factor = factor;
    status = cf_stress_bench_run_on(&search->bench, search->shocks,
                                    search->bench.stress->shocks.count, NULL);
    *out = status == CF_OK && cf_stress_rule_holds(&search->bench.stress->until, &search->bench);
    return status;
}

/* From no shock, 1, towards `most`: the first factor at which the rule holds, by bisection. */
static cf_status find_mildest(double *out, struct search *search, double most)
{
    const double near = 1e-7;
    double milder = 1.0, worse = most;
    bool holds;
    cf_status status = holds_at(&holds, search, milder);

    if (status == CF_OK && holds)
        *out = milder;
    if (status != CF_OK || holds)
        return status;
    status = holds_at(&holds, search, worse);
    if (status != CF_OK || !holds)
        return status;
    while (status == CF_OK && fabs(worse - milder) > near) {
        double middle = 0.5 * (milder + worse);

        status = holds_at(&holds, search, middle);
        *(holds ? &worse : &milder) = middle;
    }
    *out = worse;
    return status;
}

cf_status cf_stress_search(cf_stress *stress)
{
    struct search search = { .at = stress->until_shock };
    cf_status status;
    double given;

    stress->until_factor = NAN;
    if (stress->until.of == RULE_NONE)
        return CF_OK;
    given = stress->shocks.at[stress->until_shock].factor;
    status = cf_stress_bench_open(&search.bench, stress);
    search.shocks = calloc((size_t)stress->shocks.count + 1, sizeof *search.shocks);
    if (status == CF_OK && search.shocks == NULL)
        status = CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < stress->shocks.count; i++)
        search.shocks[i] = stress->shocks.at[i];
    if (status == CF_OK)
        status = find_mildest(&stress->until_factor, &search, given > 1 ? given : 0.0);
    free(search.shocks);
    cf_stress_bench_close(&search.bench);
    return status;
}
