/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: what is said of each figure over its draws, and the table of that. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/simulate.h"
#include "base/statistics.h"
#include "base/sum.h"
#include "base/tasks.h"
#include "report/columns.h"

/* ---- summaries ---- */

struct summing {
    const cf_simulation *simulation;
    cf_summary *summaries;
};

static int column_count(const cf_simulation *simulation)
{
    return simulation->count * VALUES + 1; /* the last is gross */
}

static const double *column(const cf_simulation *simulation, int index)
{
    return index == simulation->count * VALUES
               ? simulation->gross
               : cf_simulate_values(simulation, index / VALUES, index % VALUES);
}

static double share_above(const double *values, size_t count, double limit)
{
    size_t above = 0;

    for (size_t i = 0; i < count; i++)
        above += values[i] > limit;
    return count > 0 ? (double)above / (double)count : (double)NAN;
}

/* values[]: those that are known, in the order of draws; sorted afterwards. */
static void summarise(cf_summary *out, double *values, size_t count)
{
    out->mean = cf_sample_mean(values, count);
    out->deviation = cf_sample_deviation(values, count, out->mean);
    out->error = out->deviation / sqrt((double)count);
    cf_sample_sort(values, count);
    out->p05 = cf_sample_quantile(values, count, 0.05);
    out->p25 = cf_sample_quantile(values, count, 0.25);
    out->p50 = cf_sample_quantile(values, count, 0.5);
    out->p75 = cf_sample_quantile(values, count, 0.75);
    out->p95 = cf_sample_quantile(values, count, 0.95);
}

static cf_status summarise_column(cf_worker *worker, int task)
{
    const struct summing *summing = worker->job->payload;
    const cf_simulation *simulation = summing->simulation;
    const double *of = column(simulation, task);
    bool exposure = task < simulation->count * VALUES && task % VALUES == VALUE_EXPOSURE;
    cf_summary *out = &summing->summaries[task];
    double *values = malloc((simulation->done + 1) * sizeof *values);
    size_t count = 0;

    if (values == NULL)
        return CF_NO_MEMORY;
    for (size_t n = 0; n < simulation->done; n++) {
        if (!isnan(of[n]))
            values[count++] = of[n];
    }
    *out = (cf_summary){ .above = (double)NAN, .no_revenue = (double)NAN };
    if (exposure) {
        out->no_revenue = (double)(simulation->done - count) / (double)simulation->done;
        if (!isnan(simulation->above))
            out->above = share_above(values, count, simulation->above);
    }
    summarise(out, values, count);
    free(values);
    return CF_OK;
}

cf_status cf_simulate_summarise(cf_summary **out, const cf_simulation *simulation)
{
    struct summing summing = { .simulation = simulation };
    const cf_job job = { .task_count = column_count(simulation),
                         .threads = (int)simulation->threads,
                         .run = summarise_column,
                         .payload = &summing };
    bool complete;
    cf_status status;

    *out = NULL;
    summing.summaries = calloc((size_t)job.task_count, sizeof *summing.summaries);
    if (summing.summaries == NULL)
        return CF_NO_MEMORY;
    status = cf_tasks_run(&job, &complete);
    if (status == CF_OK)
        *out = summing.summaries;
    else
        free(summing.summaries);
    return status;
}

/* ---- order ---- */

struct ranked {
    int supplier;
    double amount;
    const char *id;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(x->amount, x->id, y->amount, y->id);
}

int *cf_simulate_order(const cf_simulation *simulation, const cf_summary *summaries, int *count)
{
    struct ranked *ranked = calloc((size_t)simulation->count + 1, sizeof *ranked);
    int *order = calloc((size_t)simulation->count + 1, sizeof *order);

    *count = 0;
    if (ranked == NULL || order == NULL) {
        free(ranked);
        free(order);
        return NULL;
    }
    for (int i = 0; i < simulation->count; i++) {
        if (simulation->listed[i])
            ranked[(*count)++] =
                (struct ranked){ i, cf_sort_amount(summaries[i * VALUES + VALUE_PRO_RATA].mean),
                                 simulation->view->entities[simulation->suppliers[i]].id };
    }
    qsort(ranked, (size_t)*count, sizeof *ranked, compare_ranked);
    for (int i = 0; i < *count; i++)
        order[i] = ranked[i].supplier;
    free(ranked);
    return order;
}

/* ---- the table ---- */

enum {
    SUPPLIER,
    MEASURE,
    MEAN,
    ERROR,
    DEVIATION,
    P05,
    P25,
    P50,
    P75,
    P95,
    ABOVE,
    NO_REVENUE,
    COLUMNS
};

static const cf_column columns[COLUMNS] = {
    [SUPPLIER] = { COMMON_SUPPLIER, .shown = true },
    [MEASURE] = { "measure", CF_TEXT, "figure",
                  "The figure, as in score: loopback_min, loopback_pro_rata, loopback_max, "
                  "exposure_pro_rata, invested; gross where no supplier is named.",
                  .shown = true },
    [MEAN] = { "mean", CF_NUMBER, "mean", "Its mean over the draws.", .shown = true },
    [ERROR] = { "se", CF_NUMBER, "standard error",
                "Standard error of the mean: sd over the square root of the number of draws." },
    [DEVIATION] = { "sd", CF_NUMBER, "sd", "Its standard deviation.", .shown = true },
    [P05] = { "p05", CF_NUMBER, "5 %", "In 5 % of the draws it is less.", .shown = true },
    [P25] = { "p25", CF_NUMBER, "25 %", "In 25 % of the draws it is less." },
    [P50] = { "p50", CF_NUMBER, "median", "In half of the draws it is less.", .shown = true },
    [P75] = { "p75", CF_NUMBER, "75 %", "In 75 % of the draws it is less." },
    [P95] = { "p95", CF_NUMBER, "95 %", "In 95 % of the draws it is less.", .shown = true },
    [ABOVE] = { "above", CF_SHARE, "above",
                "Share of the draws with revenue in which the exposure is above --above." },
    [NO_REVENUE] = { "no_revenue", CF_SHARE, "no revenue",
                     "Share of the draws in which the supplier has no revenue in its deals, so no "
                     "exposure." },
};

const cf_columns cf_simulate_columns = {
    columns, COLUMNS,
    "Each figure of each supplier that is one in some draw, and gross: its distribution over the "
    "draws."
};

static cf_status add_summary(cf_table *table, const char *supplier, const char *measure,
                             const cf_summary *of)
{
    cf_cell row[COLUMNS] = {
        [SUPPLIER] = cf_cell_text(supplier),
        [MEASURE] = cf_cell_text(measure),
        [MEAN] = cf_cell_number(of->mean),
        [ERROR] = cf_cell_number(of->error),
        [DEVIATION] = cf_cell_number(of->deviation),
        [P05] = cf_cell_number(of->p05),
        [P25] = cf_cell_number(of->p25),
        [P50] = cf_cell_number(of->p50),
        [P75] = cf_cell_number(of->p75),
        [P95] = cf_cell_number(of->p95),
        [ABOVE] = cf_cell_number(of->above),
        [NO_REVENUE] = cf_cell_number(of->no_revenue),
    };

    return cf_table_add(table, row);
}

cf_status cf_simulate_fill(cf_report *report, const cf_simulation *simulation,
                           const cf_summary *summaries, const int *order, int count)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "simulate", columns, COLUMNS);

    for (int i = 0; i < count; i++) {
        const char *id = simulation->view->entities[simulation->suppliers[order[i]]].id;

        for (int v = 0; status == CF_OK && v < VALUES; v++)
            status =
                add_summary(table, id, cf_simulate_measures[v], &summaries[order[i] * VALUES + v]);
    }
    if (status == CF_OK)
        status = add_summary(table, NULL, "gross", &summaries[simulation->count * VALUES]);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
