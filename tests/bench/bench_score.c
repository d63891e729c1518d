/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score as a whole: as a process on the shipped scenario (peer: the same program doing nothing, so
 * that what the system needs to start it is known), and within a process on random scenarios.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/analysis.h"

/* ---- as a process ---- */

static void bench_process(char *format)
{
    const double most_seconds = 0.030;
    char program[] = CIRCFIN_PROGRAM, scenario[] = CIRCFIN_SOURCE "/data/ai-deals.json";
    char *const score[] = { program, "score", scenario, "--format", format, NULL };
    char *const nothing[] = { program, "version", NULL };
    timing our_time = time_of_program(score);

    line_begin("score_process");
    line_text("scenario", "ai-deals.json");
    line_text("format", format);
    line_ours(our_time);
    line_peer("version", our_time, time_of_program(nothing));
    line_number("share_of_30_ms", our_time.seconds / most_seconds);
    line_end(true); /* run_program has seen to the exit code */
}

/* ---- within a process ---- */

struct task {
    const char *text;
    size_t size;
    double gross, circulation, net;
};

static double figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, name) == 0)
            return figure->value.number;
    }
    return NAN;
}

/* From the bytes of a scenario to a report with every table. */
static cf_status score(void *data)
{
    struct task *task = data;
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_request request = { .view = cf_view_options_of(CF_VIEW_BASE) };
    cf_status status = cf_scenario_parse(&scenario, task->text, task->size, "random", NULL);

    request.scenario = scenario;
    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL);
    if (status == CF_OK) {
        task->gross = figure(report, "gross");
        task->circulation = figure(report, "circulation_max");
        task->net = figure(report, "net");
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
    return status;
}

static void bench_random(int entities, int deals)
{
    random_network network;
    struct task task = { 0 };
    char *text = NULL;
    FILE *out = open_memstream(&text, &task.size);
    timing our_time;
    double gross;

    must(out == NULL ? CF_NO_MEMORY : CF_OK, "open_memstream");
    random_network_make(&network, entities, deals, 0, 5);
    gross = network_write_scenario(out, &network.network);
    fclose(out);
    task.text = text;
    our_time = time_of(score, &task);
    line_begin("score");
    line_number("entities", entities);
    line_number("deals", deals);
    line_number("bytes", (double)task.size);
    line_ours(our_time);
    line_end(agree(task.gross, gross, 1e-9) && task.circulation > 0 &&
             agree(task.net + task.circulation, gross, 1e-9));
    free(text);
    random_network_free(&network);
}

void bench_score(void)
{
    char table[] = "table", json[] = "json";

    bench_process(table);
    bench_process(json);
    bench_random(30, 100);
    bench_random(100, 500);
    bench_random(300, 2100);
    bench_random(1000, 4000);
}
