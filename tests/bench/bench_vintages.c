/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All vintages of all suppliers, over ten years by year and by quarter, within a process. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/analysis.h"

struct task {
    cf_scenario *scenario;
    const char *period;
    cf_report *report;
};

/* Half of the deals fall on one day, half run for up to four years. */
static void add_deal(FILE *out, unsigned long long *state, int entities, int deal)
{
    enum { YEARS = 10, DAYS = 28, MONTHS = 12, FIRST = 2026, RUN = 4 };
    int payer = below(state, entities);
    int payee = (payer + 1 + below(state, entities - 1)) % entities;
    int year = FIRST + below(state, YEARS);
    int month = 1 + below(state, MONTHS), day = 1 + below(state, DAYS);
    int end = year + below(state, RUN);

    fprintf(out,
            "%s{\"id\": \"d%d\", \"payer\": \"e%d\", \"payee\": \"e%d\", \"relation\": \"%s\", "
            "\"amount\": %.6g, \"start\": \"%d-%02d-%02d\"",
            deal == 0 ? "" : ",\n", deal, payer, payee,
            uniform(state) < 0.4 ? "investor" : "customer", pow(10.0, 3.0 * uniform(state)), year,
            month, day);
    if (uniform(state) < 0.5)
        fprintf(out, ", \"end\": \"%d-12-31\"", end < FIRST + YEARS ? end : FIRST + YEARS - 1);
    fputs("}", out);
}

static cf_scenario *dated_scenario(int entities, int deals)
{
    unsigned long long state = seeded(7);
    cf_scenario *scenario = NULL;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    must(out == NULL ? CF_NO_MEMORY : CF_OK, "memory for the scenario");
    fputs("{\"schema\": \"circfin.scenario/1\", \"name\": \"dated\", \"currency\": \"USD\", "
          "\"entities\": [",
          out);
    for (int i = 0; i < entities; i++) {
        fprintf(out, "%s{\"id\": \"e%d\"", i == 0 ? "" : ", ", i);
        if (uniform(&state) < 0.3)
            fprintf(out, ", \"outside_funds\": %.6g", 1000.0 * uniform(&state));
        if (uniform(&state) < 0.3)
            fprintf(out, ", \"revenue\": {\"amount\": %.6g}", 500.0 * uniform(&state));
        fputs("}", out);
    }
    fputs("], \"deals\": [", out);
    for (int i = 0; i < deals; i++)
        add_deal(out, &state, entities, i);
    fputs("]}", out);
    fclose(out);
    must(cf_scenario_parse(&scenario, text, strlen(text), "dated", NULL), "the dated scenario");
    free(text);
    return scenario;
}

static cf_status run_vintages(void *data)
{
    struct task *task = data;
    const cf_param params[] = { { "period", task->period }, { "threads", "1" } };
    cf_request request = { .scenario = task->scenario,
                           .view = cf_view_options_of(CF_VIEW_BASE),
                           .params = params,
                           .param_count = 2,
                           .no_digest = true };

    cf_report_free(task->report);
    return cf_analysis_run(&task->report, cf_analysis_find("vintages"), &request, NULL);
}

/* 0 ≤ min ≤ pro rata ≤ max ≤ invested, in all periods so far. */
static bool keeps_its_laws(const cf_table *periods)
{
    static const char *const names[] = { "back_min", "back_pro_rata", "back_max",
                                         "cumulative_invested" };
    bool keeps = cf_table_row_count(periods) > 0;

    for (long row = 0; row < cf_table_row_count(periods); row++) {
        double before = 0.0;

        for (int i = 0; i < 4; i++) {
            double value = cf_table_number(periods, row, names[i]);

            keeps = keeps && before <= value * (1 + 1e-9);
            before = value;
        }
    }
    return keeps;
}

static void bench_one(int entities, int deals, const char *period, double *before)
{
    struct task task = { .scenario = dated_scenario(entities, deals), .period = period };
    timing ours = time_of(run_vintages, &task);
    const cf_table *periods = cf_report_find_table(task.report, "periods");
    long rows = cf_table_row_count(periods);
    long suppliers = cf_table_row_count(cf_report_find_table(task.report, "lags"));
    double size = (double)deals * (double)rows; /* deals × periods × suppliers */

    line_begin("vintages");
    line_text("period", period);
    line_number("deals", deals);
    line_number("periods", (double)(rows / suppliers));
    line_number("suppliers", (double)suppliers);
    line_ours(ours);
    line_number("growth_exponent", log(ours.seconds / before[0]) / log(size / before[1]));
    line_end(keeps_its_laws(periods));
    before[0] = ours.seconds;
    before[1] = size;
    cf_report_free(task.report);
    cf_scenario_free(task.scenario);
}

void bench_vintages(void)
{
    double before[2] = { (double)NAN, (double)NAN };

    bench_one(75, 1250, "year", before);
    bench_one(75, 1250, "quarter", before);
    bench_one(150, 2500, "quarter", before);
    bench_one(300, 5000, "quarter", before);
}
