/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin score, and every other row of analyses.def: read, run, watch, write. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/fail_on.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/stream.h"
#include "cli/view_options.h"

/* What a command line asks for, with the memory that it refers to. */
struct job {
    const cf_analysis *analysis;
    const char *file;
    cli_output output;
    cli_view view;
    cli_rules rules;
    cf_param *params;
    int param_count;
    bool streams;
};

static bool has_table(const cf_analysis *analysis, const char *name)
{
    for (int i = 0; analysis->tables[i] != NULL; i++)
        if (strcmp(analysis->tables[i], name) == 0)
            return true;
    return false;
}

static cli_exit check_table(const cf_analysis *analysis, const char *name)
{
    char hint[CLI_HINT_SIZE], fallback[CLI_HINT_SIZE];
    size_t count = 0;

    if (name == NULL || has_table(analysis, name))
        return CLI_DONE;
    while (analysis->tables[count] != NULL)
        count++;
    snprintf(fallback, sizeof fallback, "\"circfin help %s\" lists its tables", analysis->name);
    cli_suggest(hint, name, analysis->tables, count, fallback);
    return cli_mistake(hint, "\"%s\" has no table \"%.60s\"", analysis->name, name);
}

static bool is_param(const cf_analysis *analysis, const char *name)
{
    for (const cf_param_spec *spec = analysis->params; spec != NULL && spec->name != NULL; spec++)
        if (strcmp(spec->name, name) == 0)
            return true;
    return false;
}

static cli_exit take_params(struct job *job, const cli_args *args)
{
    job->params = calloc((size_t)args->given_count + 1, sizeof *job->params);
    if (job->params == NULL)
        return cli_no_memory();
    for (int i = 0; i < args->given_count; i++) {
        const cli_given *given = &args->given[i];

        if (is_param(job->analysis, given->option->name))
            job->params[job->param_count++] = (cf_param){ given->option->name, given->value };
    }
    return CLI_DONE;
}

static cli_exit read_job(struct job *job, const cli_command *command, const cli_args *args)
{
    cli_exit code;

    job->analysis = command->analysis;
    job->file = args->operands[0];
    code = cli_output_choose(&job->output, args);
    if (code == CLI_DONE)
        code = check_table(job->analysis, job->output.options.table);
    if (code == CLI_DONE)
        code = cli_view_choose(&job->view, args);
    if (code == CLI_DONE)
        code = cli_rules_read(&job->rules, args);
    if (code == CLI_DONE)
        code = take_params(job, args);
    job->streams = cli_stream_wanted(args);
    if (code == CLI_DONE && job->streams)
        code = cli_stream_check(args, &job->output);
    return code;
}

/* Asks for no table that nobody will read; rules read the first one. */
static cf_request request_of(const struct job *job, const cf_scenario *scenario)
{
    const char *first = job->analysis->tables[0], *wanted = job->output.options.table;
    cf_request request = {
        .scenario = scenario,
        .view = job->view.options,
        .params = job->params,
        .param_count = job->param_count,
        .table = wanted,
        .verbose = job->output.options.verbose,
        .no_digest = !cli_output_is_digest(&job->output),
    };

    if (cli_output_is_digest(&job->output)) {
        request.digest_only = job->rules.count == 0;
        request.table = first;
    } else if (wanted == NULL && strcmp(job->output.writer->name, "csv") == 0) {
        request.table = first;
    } else if (wanted != NULL && job->rules.count > 0 && strcmp(wanted, first) != 0) {
        request.table = NULL;
    }
    return request;
}

static cli_exit deliver(const struct job *job, const cf_report *report, const cf_diags *diags)
{
    const cf_table *first = cf_report_find_table(report, job->analysis->tables[0]);
    cli_exit code = cli_rules_check(&job->rules, report, first);

    if (code != CLI_DONE)
        return code;
    cli_problems_print(diags, &job->output, CF_OK);
    code = cli_output_write(&job->output, report);
    return code != CLI_DONE ? code : cli_rules_apply(&job->rules, report, first, job->output.quiet);
}

/* The results would take the place of the scenario that they come from. */
static bool writes_over_input(const struct job *job)
{
    struct stat in, out;

    return strcmp(job->file, "-") != 0 && strcmp(job->output.file, "-") != 0 &&
           stat(job->file, &in) == 0 && stat(job->output.file, &out) == 0 && S_ISREG(in.st_mode) &&
           in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

/* A line of progress among lines of data would spoil both. */
static bool shows_progress(const struct job *job)
{
    if (job->output.quiet || isatty(STDERR_FILENO) == 0)
        return false;
    return !job->streams || !cli_output_is_stdout(&job->output) || isatty(STDOUT_FILENO) == 0;
}

/* Opens *stream where the job has one. */
static cf_status analyse(cf_report **report, const struct job *job, const cf_scenario *scenario,
                         cli_stream *stream, cf_diags *diags)
{
    cf_request request = request_of(job, scenario);
    cli_progress progress;
    cf_status status = CF_OK;

    cli_progress_begin(&progress, shows_progress(job), job->analysis->stoppable);
    request.progress = &progress.progress;
    if (job->streams) {
        status = cli_stream_open(stream, &job->output, &progress.progress, diags);
        request.progress = &stream->progress;
        request.stream = status == CF_OK ? cf_row_writer_sink(stream->writer) : NULL;
    }
    if (status == CF_OK)
        status = cf_analysis_run(report, job->analysis, &request, diags);
    cli_progress_end(&progress);
    return status;
}

/* The rows are out: the file takes its place, and the rest is told. */
static cli_exit deliver_stream(const struct job *job, cli_stream *stream, const cf_report *report,
                               const cf_diags *diags)
{
    cli_exit code = cli_stream_close(stream, &job->output);

    if (code != CLI_DONE || stream->reader_gone)
        return code;
    cli_problems_print(diags, &job->output, CF_OK);
    if (!job->output.quiet)
        cli_stream_tell(report);
    return CLI_DONE;
}

static cli_exit run_job(const struct job *job)
{
    cf_diags *diags = NULL;
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cli_stream stream = { .writer = NULL };
    cf_status status;
    cli_exit code;

    if (writes_over_input(job))
        return cli_mistake("give -o another name", "-o names the scenario itself");
    status = cf_diags_new(&diags);
    if (status != CF_OK)
        return cli_no_memory();
    status = cf_scenario_read(&scenario, job->file, diags);
    if (status == CF_OK)
        status = analyse(&report, job, scenario, &stream, diags);
    if (status == CF_OK) {
        code = job->streams ? deliver_stream(job, &stream, report, diags)
                            : deliver(job, report, diags);
    } else {
        cli_problems_print(diags, &job->output, status);
        code = cli_exit_of(status);
    }
    cli_stream_free(&stream);
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    cf_thread_end();
    return code;
}

cli_exit cli_run_analysis(const cli_command *command, const cli_args *args)
{
    struct job job = { .analysis = NULL };
    cli_exit code = read_job(&job, command, args);

    if (code == CLI_DONE)
        code = run_job(&job);
    cli_view_free(&job.view);
    cli_rules_free(&job.rules);
    free(job.params);
    return code;
}
