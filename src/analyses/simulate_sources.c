/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate: how much of the spread comes from which source. First-order indices after A. Saltelli,
 * P. Annoni, I. Azzini, F. Campolongo, M. Ratto, S. Tarantola (2010),
 * https://doi.org/10.1016/j.cpc.2009.09.018, total indices after M. J. W. Jansen (1999),
 * https://doi.org/10.1016/S0010-4655(98)00154-4.
 *
 * Standard errors are those of the means of g and h over the variance, which is taken as known: g
 * and h are averages over independent draws, and their own spread says how well they are known.
 */
#include <math.h>

#include "analyses/common_columns.h"
#include "analyses/simulate.h"
#include "base/sum.h"
#include "report/columns.h"

/* ---- indices ---- */

/* Of A, where exposure is 0 without revenue. */
static double value_of(const double *values, size_t n)
{
    return isnan(values[n]) ? 0.0 : values[n];
}

double cf_simulate_variance(const cf_simulation *simulation, int supplier, int divided)
{
    const double *a = cf_simulate_values(simulation, supplier, cf_simulate_divided[divided]);
    const double *b =
        &simulation->others[((size_t)supplier * DIVIDED + (size_t)divided) * simulation->room];
    double count = 2.0 * (double)simulation->done, mean;
    cf_sum sum = { 0 }, squares = { 0 };
    bool varies = false;

    for (size_t n = 0; n < simulation->done; n++) {
        cf_sum_add(&sum, value_of(a, n));
        cf_sum_add(&sum, b[n]);
        varies =
            varies || b[n] < b[0] || b[n] > b[0] || value_of(a, n) < b[0] || value_of(a, n) > b[0];
    }
    mean = cf_sum_value(sum) / count;
    for (size_t n = 0; varies && n < simulation->done; n++) {
        cf_sum_add(&squares, (value_of(a, n) - mean) * (value_of(a, n) - mean));
        cf_sum_add(&squares, (b[n] - mean) * (b[n] - mean));
    }
    return cf_sum_value(squares) / (count - 1.0);
}

/* A mean over all draws and its standard error, both over the variance. */
static void average(double *mean, double *error, const cf_exact_sum *sum,
                    const cf_exact_sum *squares, double count, double variance)
{
    double average = cf_exact_sum_value(sum) / count;
    double rest = cf_exact_sum_value(squares) / count - average * average;

    *mean = average / variance;
    *error = count > 1 ? sqrt(fmax(rest, 0.0) / (count - 1.0)) / variance : (double)NAN;
}

cf_source_index cf_simulate_index(const cf_simulation *simulation, int source, int supplier,
                                  int divided, double variance)
{
    static const cf_source_sums nothing;
    const cf_source_sums *found = simulation->sums.at[source * simulation->count + supplier];
    const cf_source_sums *sums = found == NULL ? &nothing : &found[divided];
    double count = (double)simulation->done;
    cf_source_index index = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };

    if (!(variance > 0))
        return index;
    average(&index.first, &index.first_error, &sums->first, &sums->first_squares, count, variance);
    average(&index.total, &index.total_error, &sums->total, &sums->total_squares, count, variance);
    return index;
}

const char *cf_simulate_source_name(cf_report *report, const cf_simulation *simulation, int source)
{
    const cf_scenario *scenario = simulation->view->scenario;
    cf_draw_source of = cf_draws_source(simulation->draws, source);

    switch (of.kind) {
    case CF_SOURCE_MARKET:
        break;
    case CF_SOURCE_PAYER:
        return cf_report_text(report, "payer:%s", simulation->view->entities[of.index].id);
    case CF_SOURCE_DEAL:
        return cf_report_text(report, "deal:%s", scenario->deals[of.index].id);
    case CF_SOURCE_FUNDS:
        return cf_report_text(report, "funds:%s", scenario->entities[of.index].id);
    case CF_SOURCE_REVENUE:
        return cf_report_text(report, "revenue:%s", scenario->entities[of.index].id);
    }
    return "market";
}

/* ---- the table ---- */

enum { SUPPLIER, MEASURE, SOURCE, FIRST, FIRST_ERROR, TOTAL, TOTAL_ERROR, COLUMNS };

static const cf_column columns[COLUMNS] = {
    [SUPPLIER] = { COMMON_SUPPLIER, .shown = true },
    [MEASURE] = { "measure", CF_TEXT, "figure",
                  "The figure whose spread is divided: loopback_pro_rata, or exposure_pro_rata, "
                  "which counts as 0 where there is no revenue.",
                  .shown = true },
    [SOURCE] = { "source", CF_TEXT, "source",
                 "What is uncertain: market (common to all deals), payer:ID (to those of one "
                 "payer), deal:ID, funds:ID, revenue:ID.",
                 .shown = true },
    [FIRST] = { "first_order", CF_NUMBER, "by itself",
                "First-order index: the part of the variance that would go if this alone were "
                "known.",
                .shown = true },
    [FIRST_ERROR] = { "first_order_se", CF_NUMBER, "error, by itself",
                      "Standard error of the first-order index, the variance taken as known." },
    [TOTAL] = { "total", CF_NUMBER, "in all",
                "Total index: the part of the variance that would be left if all else were known.",
                .shown = true },
    [TOTAL_ERROR] = { "total_se", CF_NUMBER, "error, in all",
                      "Standard error of the total index, the variance taken as known." },
};

const cf_columns cf_simulate_source_columns = {
    columns, COLUMNS, "Each source of spread with each figure: how much of its variance it makes."
};

static cf_status add_indices(cf_table *table, cf_report *report, const cf_simulation *simulation,
                             int supplier, int divided)
{
    double variance = cf_simulate_variance(simulation, supplier, divided);
    const char *id = simulation->view->entities[simulation->suppliers[supplier]].id;
    cf_status status = CF_OK;

    for (int s = 0; status == CF_OK && s < cf_draws_source_count(simulation->draws); s++) {
        cf_source_index index = cf_simulate_index(simulation, s, supplier, divided, variance);
        const char *name = cf_simulate_source_name(report, simulation, s);
        cf_cell row[COLUMNS] = {
            [SUPPLIER] = cf_cell_text(id),
            [MEASURE] = cf_cell_text(cf_simulate_measures[cf_simulate_divided[divided]]),
            [SOURCE] = cf_cell_text(name),
            [FIRST] = cf_cell_number(index.first),
            [FIRST_ERROR] = cf_cell_number(index.first_error),
            [TOTAL] = cf_cell_number(index.total),
            [TOTAL_ERROR] = cf_cell_number(index.total_error),
        };

        status = name == NULL ? CF_NO_MEMORY : cf_table_add(table, row);
    }
    return status;
}

cf_status cf_simulate_fill_sources(cf_report *report, const cf_simulation *simulation,
                                   const int *order, int count)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "sources", columns, COLUMNS);

    for (int i = 0; simulation->divides && i < count; i++) {
        for (int d = 0; status == CF_OK && d < DIVIDED; d++)
            status = add_indices(table, report, simulation, order[i], d);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
