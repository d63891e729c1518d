/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 100,000 draws of the shipped scenario, within a process: min, pro rata and max of all suppliers.
 * Peer: a program of NumPy and SciPy (peers/peer_draws.py) on the first few of the same draws.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "circfin/analysis.h"

enum { PEER_DRAWS = 40, ALL_DRAWS = 100000 };

struct task {
    cf_scenario *scenario;
    const char *draws;
    cf_report *report;
};

static cf_status draw(void *data)
{
    struct task *task = data;
    const cf_param params[] = { { "draws", task->draws }, { "no-sources", NULL } };
    const cf_request request = { .scenario = task->scenario,
                                 .view = cf_view_options_of(CF_VIEW_BASE),
                                 .params = params,
                                 .param_count = 2,
                                 .table = "simulate",
                                 .no_digest = true };

    cf_report_free(task->report);
    return cf_analysis_run(&task->report, cf_analysis_find("simulate"), &request, NULL);
}

/* Of the means of all suppliers' min, pro rata and max. */
static double sum_of_means(const cf_report *report)
{
    const cf_table *table = cf_report_find_table(report, "simulate");
    int measure = cf_table_find_column(table, "measure"),
        mean = cf_table_find_column(table, "mean");
    double sum = 0.0;

    for (long r = 0; r < cf_table_row_count(table); r++)
        if (strncmp(cf_table_cell(table, r, measure)->text, "loopback_", 9) == 0)
            sum += cf_table_cell(table, r, mean)->number;
    return sum;
}

/* The peer's processor time for its draws, and the same sum; false where it cannot run. */
static bool ask_peer(double *seconds, double *sum)
{
    char command[400];
    FILE *peer;
    bool answered;

    snprintf(command, sizeof command,
             "OPENBLAS_NUM_THREADS=1 /usr/bin/python3 %s/tests/bench/peers/peer_draws.py "
             "%s/data/ai-deals.json %d 2>/dev/null",
             CIRCFIN_SOURCE, CIRCFIN_SOURCE, PEER_DRAWS);
    peer = popen(command, "r");
    if (peer == NULL)
        return false;
    answered = fscanf(peer, "{\"seconds\": %lf, \"sum\": %lf", seconds, sum) == 2;
    return pclose(peer) == 0 && answered;
}

void bench_simulate(void)
{
    struct task task = { .draws = "100000" };
    double seconds, expected, begin;
    bool right = true;
    timing ours;

    must(cf_scenario_read(&task.scenario, CIRCFIN_SOURCE "/data/ai-deals.json", NULL), "ai-deals");
    ours = time_of(draw, &task);
    begin = wall_seconds();
    must(draw(&task), "draws");
    line_begin("simulate");
    line_text("scenario", "ai-deals.json");
    line_number("draws", ALL_DRAWS);
    line_number("wall", wall_seconds() - begin);
    line_ours(ours);
    if (ask_peer(&seconds, &expected)) {
        char draws[16];

        snprintf(draws, sizeof draws, "%d", PEER_DRAWS);
        task.draws = draws;
        must(draw(&task), "draws");
        right = agree(sum_of_means(task.report), expected, 1e-6);
        line_number("peer_draws", PEER_DRAWS);
        line_peer("numpy_scipy", ours, (timing){ seconds * ALL_DRAWS / PEER_DRAWS, 1 });
    } else {
        line_peer_out("numpy_scipy", "cannot", (double)NAN, (double)NAN);
    }
    line_end(right);
    cf_report_free(task.report);
    cf_scenario_free(task.scenario);
}
