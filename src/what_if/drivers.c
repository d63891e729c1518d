/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moves a supplier's loop-back: the derivatives of pro_rata/ and bounds/ under one roof, and a
 * what-if for amounts that they do not reach. */
#include "circfin/drivers.h"

#include <math.h>
#include <stdlib.h>

#include "circfin/what_if.h"
#include "bounds/moving_bound.h"
#include "pro_rata/derivative.h"

enum { LOWER, UPPER, BOUNDS };

struct cf_drivers {
    const cf_flow *flow;
    cf_rates rates;
    cf_trace *trace;
    cf_derivative derivative;
    cf_moving_bound bounds[BOUNDS];
    bool ready[BOUNDS]; /* bounds[] are there */
    int supplier;
    bool origin_all;
    unsigned measures;
    double pro_rata;
    cf_what_if *bench; /* for what no derivative reaches; NULL until needed */
    bool bench_all;    /* its origin_all */
};

cf_status cf_drivers_new(cf_drivers **out, const cf_flow *flow)
{
    cf_drivers *drivers = calloc(1, sizeof *drivers);
    cf_status status;

    *out = NULL;
    if (drivers == NULL)
        return CF_NO_MEMORY;
    drivers->flow = flow;
    status = cf_rates_new(&drivers->rates, flow);
    if (status == CF_OK)
        status = cf_trace_new(&drivers->trace, flow);
    if (status == CF_OK)
        status = cf_derivative_new(&drivers->derivative, &drivers->rates, drivers->trace);
    if (status == CF_OK)
        *out = drivers;
    else
        cf_drivers_free(drivers);
    return status;
}

void cf_drivers_free(cf_drivers *drivers)
{
    if (drivers == NULL)
        return;
    for (int b = 0; b < BOUNDS; b++) {
        if (drivers->ready[b])
            cf_moving_bound_free(&drivers->bounds[b]);
    }
    cf_what_if_free(drivers->bench);
    cf_derivative_free(&drivers->derivative);
    cf_trace_free(drivers->trace);
    cf_rates_free(&drivers->rates);
    free(drivers);
}

/* ---- a supplier ---- */

static cf_status prepare_bound(cf_drivers *drivers, int which)
{
    static const cf_measure kinds[BOUNDS] = { [LOWER] = CF_MEASURE_MIN, [UPPER] = CF_MEASURE_MAX };
    cf_status status = CF_OK;

    if (!drivers->ready[which])
        status = cf_moving_bound_new(&drivers->bounds[which], drivers->flow, kinds[which]);
    drivers->ready[which] = status == CF_OK;
    if (status == CF_OK)
        status = cf_moving_bound_prepare(&drivers->bounds[which], drivers->supplier,
                                         drivers->origin_all);
    return status;
}

cf_status cf_drivers_supplier(cf_drivers *drivers, int supplier, bool origin_all, unsigned measures)
{
    cf_status status = CF_OK;

    drivers->supplier = supplier;
    drivers->origin_all = origin_all;
    drivers->measures = measures;
    if ((measures & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) != 0) {
        status = cf_derivative_prepare(&drivers->derivative, supplier, origin_all);
        if (status == CF_OK)
            drivers->pro_rata = cf_trace_revenue(drivers->trace);
    }
    if (status == CF_OK && (measures & CF_MEASURE_BIT(CF_MEASURE_MIN)) != 0)
        status = prepare_bound(drivers, LOWER);
    if (status == CF_OK && (measures & CF_MEASURE_BIT(CF_MEASURE_MAX)) != 0)
        status = prepare_bound(drivers, UPPER);
    return status;
}

cf_status cf_drivers_pro_rata(cf_drivers *drivers, int supplier, bool origin_all, double *value)
{
    cf_status status = cf_trace_supplier(drivers->trace, supplier, origin_all);

    *value = status == CF_OK ? cf_trace_revenue(drivers->trace) : 0.0;
    return status;
}

static int bound_of(cf_measure measure)
{
    return measure == CF_MEASURE_MIN ? LOWER : UPPER;
}

double cf_drivers_value(const cf_drivers *drivers, cf_measure measure)
{
    return measure == CF_MEASURE_PRO_RATA ? drivers->pro_rata
                                          : drivers->bounds[bound_of(measure)].value;
}

/* ---- marginals ---- */

/* With the rates of the last cf_rates_of() or cf_rates_of_node(). */
static cf_status measure_rate(cf_drivers *drivers, cf_measure measure, double *rate)
{
    if (measure != CF_MEASURE_PRO_RATA)
        return cf_moving_bound_rate(&drivers->bounds[bound_of(measure)], &drivers->rates, rate);
    *rate = cf_derivative_rate(&drivers->derivative, &drivers->rates);
    return CF_OK;
}

cf_status cf_drivers_marginal(cf_drivers *drivers, cf_measure measure, int payment,
                              cf_marginal *out)
{
    double up = 0.0, down = (double)NAN;
    cf_status status;

    cf_rates_of(&drivers->rates, payment, 1.0);
    status = measure_rate(drivers, measure, &up);
    if (status == CF_OK && !drivers->flow->network->payments[payment].open) {
        cf_rates_of(&drivers->rates, payment, -1.0);
        status = measure_rate(drivers, measure, &down);
    }
    *out = status == CF_OK ? (cf_marginal){ .down = -down, .up = up } : (cf_marginal){ 0 };
    return status;
}

/* A payment that has an earmark, or may be paid with tied money. */
static bool is_tied(const cf_drivers *drivers, int payment)
{
    return drivers->rates.group_of[payment] >= 0;
}

double cf_drivers_marginal_limit(const cf_drivers *drivers, cf_measure measure, int payment)
{
    if (is_tied(drivers, payment))
        return (double)INFINITY;
    return measure == CF_MEASURE_PRO_RATA
               ? cf_derivative_limit(&drivers->derivative, payment)
               : cf_moving_bound_limit(&drivers->bounds[bound_of(measure)], payment);
}

cf_status cf_drivers_validity(cf_drivers *drivers, cf_measure measure, int payment,
                              cf_marginal marginal, cf_validity *out)
{
    cf_moving_bound *bound = &drivers->bounds[bound_of(measure)];
    cf_status status;

    *out = (cf_validity){ (double)NAN, (double)NAN };
    if (measure == CF_MEASURE_PRO_RATA || is_tied(drivers, payment) ||
        drivers->flow->network->payments[payment].open)
        return CF_OK;
    status = cf_moving_bound_valid(bound, payment, -1.0, marginal.down, &out->from);
    if (status == CF_OK)
        status = cf_moving_bound_valid(bound, payment, 1.0, marginal.up, &out->to);
    return status;
}

/* ---- other amounts ---- */

static cf_status prepare_bench(cf_drivers *drivers)
{
    cf_status status = CF_OK;

    if (drivers->bench != NULL && drivers->bench_all != drivers->origin_all) {
        cf_what_if_free(drivers->bench);
        drivers->bench = NULL;
    }
    if (drivers->bench == NULL)
        status = cf_what_if_new(&drivers->bench, drivers->flow->network, drivers->origin_all);
    drivers->bench_all = drivers->origin_all;
    return status;
}

/* As the bench is now. */
static cf_status measure_bench(cf_drivers *drivers, cf_measure measure, double *value)
{
    cf_loopback loopback = { 0 };
    cf_status status =
        cf_what_if_measure(&loopback, drivers->bench, drivers->supplier, CF_MEASURE_BIT(measure));

    *value = measure == CF_MEASURE_MIN   ? loopback.min
             : measure == CF_MEASURE_MAX ? loopback.max
                                         : loopback.pro_rata;
    return status;
}

static cf_status measure_anew(cf_drivers *drivers, cf_measure measure, int payment, double amount,
                              double *value)
{
    cf_status status = prepare_bench(drivers);

    if (status != CF_OK)
        return status;
    cf_what_if_set_amount(drivers->bench, payment, amount);
    status = measure_bench(drivers, measure, value);
    cf_what_if_set_amount(drivers->bench, payment,
                          drivers->flow->network->payments[payment].amount);
    return status;
}

cf_status cf_drivers_value_at(cf_drivers *drivers, cf_measure measure, int payment, double amount,
                              double *value)
{
    bool open = drivers->flow->network->payments[payment].open, settled = false;
    cf_status status = CF_OK;

    *value = 0.0;
    if (measure != CF_MEASURE_PRO_RATA && !is_tied(drivers, payment)) {
        *value = cf_moving_bound_value_at(&drivers->bounds[bound_of(measure)], payment, amount);
        return CF_OK;
    }
    if (measure == CF_MEASURE_PRO_RATA && !open && !is_tied(drivers, payment))
        status = cf_derivative_value_at(&drivers->derivative, payment, amount, value, &settled);
    if (status == CF_OK && !settled)
        status = measure_anew(drivers, measure, payment, amount, value);
    return status;
}

/* ---- funds and revenue ---- */

/* Revenue bounds what is assumed, so it moves something only where no funds are stated. */
static bool lever_moves(const cf_drivers *drivers, int node, cf_lever lever)
{
    return drivers->flow->network->nodes[node].funds_known == (lever == CF_LEVER_FUNDS);
}

cf_status cf_drivers_lever_marginal(cf_drivers *drivers, cf_measure measure, int node,
                                    cf_lever lever, cf_marginal *out)
{
    double up = 0.0, down = 0.0;
    cf_status status = CF_OK;

    *out = (cf_marginal){ 0 };
    if (!lever_moves(drivers, node, lever))
        return CF_OK;
    cf_rates_of_node(&drivers->rates, node, 1.0);
    status = measure_rate(drivers, measure, &up);
    if (status == CF_OK) {
        cf_rates_of_node(&drivers->rates, node, -1.0);
        status = measure_rate(drivers, measure, &down);
    }
    if (status == CF_OK)
        *out = (cf_marginal){ .down = 0.0 - down, .up = up };
    return status;
}

cf_status cf_drivers_lever_value_at(cf_drivers *drivers, cf_measure measure, int node,
                                    cf_lever lever, bool known, double amount, double *value)
{
    const cf_node *of = &drivers->flow->network->nodes[node];
    cf_status status = prepare_bench(drivers);

    *value = 0.0;
    if (status != CF_OK)
        return status;
    if (lever == CF_LEVER_FUNDS)
        cf_what_if_set_funds(drivers->bench, node, known, amount);
    else
        cf_what_if_set_revenue(drivers->bench, node, known ? amount : 0.0);
    status = measure_bench(drivers, measure, value);
    cf_what_if_set_funds(drivers->bench, node, of->funds_known, of->funds);
    cf_what_if_set_revenue(drivers->bench, node, of->revenue);
    return status;
}
