/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: the figures of one supplier as one thing changes. Derivatives do not reach through a
 * clearing, nor to capital that is backed, of which three payments move at once: there everything
 * is measured anew at amounts nearby. */
#include <math.h>
#include <stdlib.h>

#include "analyses/drivers.h"

static cf_status open_anew(cf_drives_bench *bench)
{
    const cf_view *view = bench->drives->view;
    cf_status status;

    if (!view->options.gap_cut && !view->options.origin_backed)
        return CF_OK;
    status =
        cf_what_if_new(&bench->what_if, &bench->drives->network->network, view->options.origin_all);
    if (status == CF_OK)
        status = cf_what_if_follow_backing(bench->what_if, view, false);
    return status == CF_OK ? cf_what_if_follow_dues(bench->what_if, view) : status;
}

cf_status cf_drives_bench_open(cf_drives_bench *out, const cf_drives *drives)
{
    size_t payments = (size_t)drives->network->network.payment_count + 1;
    cf_status status;

    *out = (cf_drives_bench){ .drives = drives };
    out->choke = calloc(payments, sizeof *out->choke);
    status = out->choke == NULL ? CF_NO_MEMORY : cf_drivers_new(&out->drivers, drives->flow);
    return status == CF_OK ? open_anew(out) : status;
}

void cf_drives_bench_close(cf_drives_bench *bench)
{
    cf_drivers_free(bench->drivers);
    cf_what_if_free(bench->what_if);
    free(bench->choke);
    *bench = (cf_drives_bench){ 0 };
}

cf_status cf_drives_bench_turn(cf_drives_bench *bench, int supplier)
{
    const cf_drives *drives = bench->drives;

    bench->supplier = supplier;
    bench->anew = NULL;
    if (bench->what_if != NULL &&
        (drives->view->options.gap_cut || cf_what_if_backs(bench->what_if, supplier)))
        bench->anew = bench->what_if;
    return cf_drivers_supplier(bench->drivers, supplier, drives->view->options.origin_all,
                               drives->measures);
}

cf_status cf_drives_bench_pro_rata(cf_drives_bench *bench, int supplier, double *value)
{
    cf_loopback found;
    cf_status status;

    if (bench->what_if == NULL || !cf_what_if_backs(bench->what_if, supplier))
        return cf_drivers_pro_rata(bench->drivers, supplier,
                                   bench->drives->view->options.origin_all, value);
    status =
        cf_what_if_measure(&found, bench->what_if, supplier, CF_MEASURE_BIT(CF_MEASURE_PRO_RATA));
    *value = found.pro_rata;
    return status;
}

/* ---- anew ---- */

static cf_status measure_anew(cf_drives_bench *bench, cf_measure measure, double *value)
{
    cf_loopback found;
    cf_status status =
        cf_what_if_measure(&found, bench->anew, bench->supplier, CF_MEASURE_BIT(measure));

    *value = measure == CF_MEASURE_MIN   ? found.min
             : measure == CF_MEASURE_MAX ? found.max
                                         : found.pro_rata;
    return status;
}

static void set_anew(cf_drives_bench *bench, int subject, double amount)
{
    const cf_drives_lever *lever = cf_drives_lever_of(bench->drives, subject);

    if (lever == NULL)
        cf_what_if_set_amount(bench->anew, subject, amount);
    else if (lever->lever == CF_LEVER_FUNDS)
        cf_what_if_set_funds(bench->anew, lever->node, !isnan(amount), amount);
    else
        cf_what_if_set_revenue(bench->anew, lever->node, isnan(amount) ? 0.0 : amount);
}

static cf_status value_anew(cf_drives_bench *bench, cf_measure measure, int subject, double amount,
                            double *value)
{
    cf_status status;

    set_anew(bench, subject, amount);
    status = measure_anew(bench, measure, value);
    set_anew(bench, subject, cf_drives_amount(bench->drives, subject));
    return status;
}

/* So far away lie the amounts at which a figure is measured: enough digits of it stay, and little
 * curvature comes in. */
static double step_of(const cf_drives_bench *bench, int subject, double figure)
{
    const cf_drives *drives = bench->drives;
    double amount = cf_drives_amount(drives, subject);

    for (int i = 0; !(amount > 0) && i < drives->network->network.payment_count; i++)
        amount = cf_drives_amount(drives, i);
    if (!(amount > 0))
        amount = 1.0;
    return fmin(fmax(ldexp(amount, -16), ldexp(figure, -24)), ldexp(amount, -3));
}

/* Two quotients, extrapolated to a step of 0 (Richardson); 0 if it may well be rounding. */
static cf_status slope_anew(cf_drives_bench *bench, cf_measure measure, int subject,
                            double direction, double *slope)
{
    const double roundings = 64 * 2.2e-16;
    double amount = cf_drives_amount(bench->drives, subject), half = 0.0, whole = 0.0, now, step;
    cf_status status = measure_anew(bench, measure, &now);

    *slope = 0.0;
    if (status != CF_OK)
        return status;
    step = direction * step_of(bench, subject, now);
    status = value_anew(bench, measure, subject, amount + step / 2.0, &half);
    if (status == CF_OK)
        status = value_anew(bench, measure, subject, amount + step, &whole);
    *slope = 2.0 * ((half - now) / (step / 2.0)) - (whole - now) / step;
    if (fabs(*slope * step) < roundings * now)
        *slope = 0.0;
    return status;
}

static cf_status marginal_anew(cf_drives_bench *bench, cf_measure measure, int subject,
                               cf_marginal *out)
{
    const cf_view_deal *deal = cf_drives_deal(bench->drives, subject);
    bool open = deal != NULL && !deal->quantified;
    cf_status status = slope_anew(bench, measure, subject, 1.0, &out->up);

    out->down = open ? (double)NAN : 0.0;
    if (status == CF_OK && cf_drives_amount(bench->drives, subject) > 0)
        status = slope_anew(bench, measure, subject, -1.0, &out->down);
    return status;
}

/* ---- either way ---- */

cf_status cf_drives_bench_value(cf_drives_bench *bench, cf_measure measure, double *value)
{
    if (bench->anew != NULL)
        return measure_anew(bench, measure, value);
    *value = cf_drivers_value(bench->drivers, measure);
    return CF_OK;
}

double cf_drives_bench_limit(const cf_drives_bench *bench, cf_measure measure, int subject)
{
    return bench->anew != NULL || cf_drives_lever_of(bench->drives, subject) != NULL
               ? (double)INFINITY
               : cf_drivers_marginal_limit(bench->drivers, measure, subject);
}

cf_status cf_drives_bench_marginal(cf_drives_bench *bench, cf_measure measure, int subject,
                                   cf_marginal *out)
{
    const cf_drives_lever *lever = cf_drives_lever_of(bench->drives, subject);

    if (bench->anew != NULL)
        return marginal_anew(bench, measure, subject, out);
    if (lever == NULL)
        return cf_drivers_marginal(bench->drivers, measure, subject, out);
    return cf_drivers_lever_marginal(bench->drivers, measure, lever->node, lever->lever, out);
}

cf_status cf_drives_bench_validity(cf_drives_bench *bench, cf_measure measure, int subject,
                                   cf_marginal marginal, cf_validity *out)
{
    *out = (cf_validity){ (double)NAN, (double)NAN };
    if (bench->anew != NULL || cf_drives_lever_of(bench->drives, subject) != NULL)
        return CF_OK;
    return cf_drivers_validity(bench->drivers, measure, subject, marginal, out);
}

cf_status cf_drives_bench_value_at(cf_drives_bench *bench, cf_measure measure, int subject,
                                   double amount, double *value)
{
    const cf_drives_lever *lever = cf_drives_lever_of(bench->drives, subject);

    if (bench->anew != NULL)
        return value_anew(bench, measure, subject, lever == NULL && isnan(amount) ? 0.0 : amount,
                          value);
    if (lever == NULL)
        return cf_drivers_value_at(bench->drivers, measure, subject, isnan(amount) ? 0.0 : amount,
                                   value);
    return cf_drivers_lever_value_at(bench->drivers, measure, lever->node, lever->lever,
                                     !isnan(amount), amount, value);
}

cf_status cf_drives_bench_choke(const cf_drives_bench *bench)
{
    const cf_drives *drives = bench->drives;
    bool all = drives->view->options.origin_all;
    const cf_network *network = &drives->network->network;
    const cf_flow *flow;
    bool *choke;
    cf_status status;

    if (bench->what_if == NULL || !cf_what_if_backs(bench->what_if, bench->supplier))
        return cf_choke_points(network, bench->supplier, all, bench->choke);
    status = cf_what_if_flow(&flow, bench->what_if);
    if (status != CF_OK)
        return status;
    network = cf_what_if_flow_of(bench->what_if, bench->supplier)->network;
    choke = calloc((size_t)network->payment_count + 1, sizeof *choke);
    status = choke == NULL ? CF_NO_MEMORY : cf_choke_points(network, bench->supplier, all, choke);
    for (int i = 0; status == CF_OK && i < drives->network->network.payment_count; i++)
        bench->choke[i] = choke[i];
    free(choke);
    return status;
}
