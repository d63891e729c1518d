/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline on the shipped scenario, within a process. Peer: a score as of each of its days. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "circfin/analysis.h"

struct task {
    cf_scenario *scenario;
    cf_report *timeline;
    double sum; /* of pro rata loop-back over all days and suppliers */
};

static double sum_of(const cf_table *table)
{
    int column = cf_table_find_column(table, "loopback_pro_rata");
    double sum = 0.0;

    for (long r = 0; r < cf_table_row_count(table); r++)
        if (cf_table_cell(table, r, column)->known)
            sum += cf_table_cell(table, r, column)->number;
    return sum;
}

static cf_status at_once(void *data)
{
    struct task *task = data;
    cf_request request = { .scenario = task->scenario,
                           .view = cf_view_options_of(CF_VIEW_BASE),
                           .no_digest = true };

    cf_report_free(task->timeline);
    return cf_analysis_run(&task->timeline, cf_analysis_find("timeline"), &request, NULL);
}

static cf_status score_on(struct task *task, cf_day day)
{
    cf_request request = { .scenario = task->scenario,
                           .view = cf_view_options_of(CF_VIEW_BASE),
                           .table = "suppliers",
                           .no_digest = true };
    cf_report *report;
    cf_status status;

    request.view.as_of = day;
    status = cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL);
    if (status == CF_OK)
        task->sum += sum_of(cf_report_find_table(report, "suppliers"));
    cf_report_free(report);
    return status;
}

static cf_status day_by_day(void *data)
{
    struct task *task = data;
    const cf_table *table = cf_report_find_table(task->timeline, "timeline");
    const char *before = "";
    cf_status status = CF_OK;

    task->sum = 0.0;
    for (long r = 0; status == CF_OK && r < cf_table_row_count(table); r++) {
        const char *date = cf_table_cell(table, r, 0)->text;
        cf_day day;

        if (strcmp(date, before) == 0 || !cf_day_parse(&day, date, CF_FIRST_DAY))
            continue;
        before = date;
        status = score_on(task, day);
    }
    return status;
}

void bench_timeline(void)
{
    struct task task = { .scenario = NULL };
    timing ours, theirs;

    must(cf_scenario_read(&task.scenario, CIRCFIN_SOURCE "/data/ai-deals.json", NULL), "ai-deals");
    ours = time_of(at_once, &task);
    theirs = time_of(day_by_day, &task);
    line_begin("timeline");
    line_text("scenario", "ai-deals.json");
    line_number("rows",
                (double)cf_table_row_count(cf_report_find_table(task.timeline, "timeline")));
    line_ours(ours);
    line_peer("score_each_day", ours, theirs);
    line_end(agree(task.sum, sum_of(cf_report_find_table(task.timeline, "timeline")), 1e-9));
    cf_report_free(task.timeline);
    cf_scenario_free(task.scenario);
}
