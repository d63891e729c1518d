/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin score and every other row of analyses.def: reads the scenario, runs the analysis, writes
 * the result and applies --fail-on. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/shards.h"
#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/fail_on.h"
#include "cli/output.h"
#include "cli/parts.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "cli/stream.h"

/* The command line in parsed form. Owns what it points to, except the strings of argv. */
struct job {
    const cf_analysis *analysis;
    const char *operand, *file; /* the operand before the scenario, or NULL; the scenario */
    const char *other;          /* scenario B, or NULL: the same file */
    cli_output output;
    cf_input source;
    cf_view_choice view, other_view;
    cli_rules rules;
    cf_param *params;
    int param_count;
    bool streams;
    cf_params given;      /* all options */
    bool is_part, merges; /* --from or --to; --merge: then the files are parts */
    const cli_args *args; /* of a merge */
    cf_draw_parts *parts; /* of a merge, opened */
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
    return cli_usage_error(hint, "\"%s\" has no table \"%.60s\"", analysis->name, name);
}

static cli_exit check_chart(const cf_analysis *analysis, const char *name)
{
    enum { MOST_CHARTS = 16 };
    const char *names[MOST_CHARTS];
    char hint[CLI_HINT_SIZE], fallback[CLI_HINT_SIZE];
    const cf_chart *chart;
    size_t count = 0;

    if (name == NULL || cf_chart_find(analysis->name, name) != NULL)
        return CLI_DONE;
    while (count < MOST_CHARTS && (chart = cf_chart_at(analysis->name, (int)count)) != NULL)
        names[count++] = chart->name;
    snprintf(fallback, sizeof fallback, "\"circfin help %s\" lists its charts", analysis->name);
    cli_suggest(hint, name, names, count, fallback);
    return cli_usage_error(hint, "\"%s\" has no chart \"%.60s\"", analysis->name, name);
}

static const cf_param_spec *find_param(const cf_analysis *analysis, const char *name)
{
    for (const cf_param_spec *spec = analysis->params; spec != NULL && spec->name != NULL; spec++)
        if (strcmp(spec->name, name) == 0)
            return spec;
    return NULL;
}

static cli_exit take_params(struct job *job, const cli_args *args)
{
    job->params = calloc((size_t)args->given_count + 1, sizeof *job->params);
    if (job->params == NULL)
        return cli_no_memory();
    for (int i = 0; i < args->given_count; i++) {
        const cli_given *given = &args->given[i];

        if (find_param(job->analysis, given->option->name) != NULL)
            job->params[job->param_count++] = (cf_param){ given->option->name, given->value };
    }
    return CLI_DONE;
}

/* Catches "circfin model SCENARIO MODEL.mod". */
static cli_exit check_order(const struct job *job)
{
    char hint[CLI_HINT_SIZE];

    if (job->operand == NULL || !cli_is_scenario_name(job->operand) ||
        cli_is_scenario_name(job->file))
        return CLI_DONE;
    snprintf(hint, sizeof hint, "write %s, in this order", job->analysis->operands);
    return cli_usage_error(hint, "\"%.60s\" is not a %.*s", job->operand,
                           (int)strcspn(job->analysis->operands, " "), job->analysis->operands);
}

/* Comparing one file under one view shows nothing. */
static cli_exit check_sides(const struct job *job, const cli_args *args)
{
    if (job->other != NULL || cf_view_b_is_given(args->params))
        return CLI_DONE;
    return cli_usage_error("add a second file, or an option for B, such as --as-of-b 2026-06",
                           "\"%s\" needs two scenarios or two views, but has only \"%.60s\"",
                           args->command, job->file);
}

/* Whether the scenario is a folder of shards. */
static bool has_shards(const struct job *job)
{
    for (int i = 0; i < job->param_count; i++)
        if (strcmp(job->params[i].name, "shards") == 0)
            return true;
    return false;
}

/* Before anything is read. */
static cli_exit check_build(const struct job *job, const cli_args *args)
{
    const cf_writer *writer = job->output.writer;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_analysis_check_build(job->analysis, args->params, diags);
    if (status == CF_OK && !writer->partly)
        status = cf_feature_require(writer->feature, diags);
    if (status != CF_OK)
        cli_problems_print(diags, &job->output, status);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

/* Shards have their settings with them. */
static cli_exit check_shards(const struct job *job)
{
    if (job->source.option == NULL || !has_shards(job))
        return CLI_DONE;
    return cli_usage_error("leave it out: the shards have their settings with them",
                           "--%s does not go with --shards", job->source.option);
}

/* A part has a format of its own, whatever the ending of its file. */
static cli_exit choose_output(struct job *job, const cli_args *args)
{
    cli_exit code;

    if (!job->is_part)
        return cli_output_choose(&job->output, args);
    code = cli_output_choose_file(&job->output, args);
    job->output.writer = cf_writer_at(0);
    return code;
}

static cli_exit read_job(struct job *job, const cli_command *command, const cli_args *args)
{
    cli_exit code;

    job->analysis = command->analysis;
    job->operand = command->analysis->operands == NULL ? NULL : args->operands[0];
    job->file = args->operands[job->operand == NULL ? 0 : 1];
    job->given = args->params;
    job->args = args;
    job->is_part = cli_part_is_written(command->analysis, args);
    job->merges = cli_parts_are_merged(command->analysis, args);
    job->other = command->analysis->compares && args->operand_count > 1 ? args->operands[1] : NULL;
    code = check_order(job);
    if (code == CLI_DONE && command->analysis->compares)
        code = check_sides(job, args);
    if (code == CLI_DONE)
        code = cli_parts_check(command->analysis, args);
    if (code == CLI_DONE)
        code = choose_output(job, args);
    if (code == CLI_DONE)
        code = check_build(job, args);
    if (code == CLI_DONE)
        code = check_table(job->analysis, job->output.options.table);
    if (code == CLI_DONE)
        code = check_chart(job->analysis, job->output.options.chart);
    if (code == CLI_DONE)
        code = cli_source_choose(&job->source, args, (const char *const[]){ job->file, job->other },
                                 job->other == NULL ? 1 : 2);
    if (code == CLI_DONE)
        code = cli_view_choose(&job->view, args);
    if (code == CLI_DONE && job->analysis->compares)
        code = cli_view_b_choose(&job->other_view, args);
    if (code == CLI_DONE)
        code = cli_rules_read(&job->rules, args);
    if (code == CLI_DONE)
        code = take_params(job, args);
    if (code == CLI_DONE)
        code = check_shards(job);
    job->streams = cli_stream_wanted(args);
    if (code == CLI_DONE && job->streams)
        code = cli_stream_check(args, &job->output);
    return code;
}

/* Requests only the tables that will be written. --fail-on reads the first one. */
static cf_request request_of(const struct job *job, const cf_scenario *scenario,
                             const cf_scenario *other)
{
    const char *first = job->analysis->tables[0], *wanted = job->output.options.table;
    bool is_csv = strcmp(job->output.writer->name, "csv") == 0;
    cf_request request = {
        .scenario = scenario,
        .operand = job->operand,
        .view = job->view.options,
        .other = other != NULL ? other : scenario,
        .other_view = job->other_view.options,
        .params = job->params,
        .param_count = job->param_count,
        .table = wanted,
        .verbose = job->output.options.verbose,
        .no_digest = !cli_output_is_digest(&job->output),
        .no_figures = is_csv && job->rules.count == 0,
        .part = job->is_part ? job->output.file : NULL,
        .given = job->given,
        .parts = job->parts,
    };

    if (cli_output_is_digest(&job->output)) {
        request.digest_only = job->rules.count == 0;
        request.table = first;
    } else if (wanted == NULL && is_csv) {
        request.table = first;
    } else if (wanted != NULL && job->rules.count > 0 && strcmp(wanted, first) != 0) {
        request.table = NULL;
    }
    return request;
}

/* Writes the files named by the analysis's own options. */
static cli_exit write_attached(const struct job *job, const cf_report *report)
{
    cli_exit code = CLI_DONE;

    for (int i = 0; i < job->param_count && code == CLI_DONE; i++) {
        const cf_param *param = &job->params[i];
        const char *text = cf_report_attachment(report, param->name);

        if (find_param(job->analysis, param->name)->writes && text != NULL)
            code = cli_output_write_text(&job->output, text, param->value);
    }
    return code;
}

static cli_exit write_result(const struct job *job, const cf_report *report, const cf_diags *diags)
{
    const cf_table *first = cf_report_find_table(report, job->analysis->tables[0]);
    cli_exit code = cli_rules_check(&job->rules, report, first);

    if (code != CLI_DONE)
        return code;
    cli_problems_print(diags, &job->output, CF_OK);
    code = write_attached(job, report);
    if (code == CLI_DONE)
        code = cli_output_write(&job->output, report);
    return code != CLI_DONE ? code : cli_rules_apply(&job->rules, report, first, job->output.quiet);
}

static const char *input_name(const char *file)
{
    return strcmp(file, "-") == 0 ? "standard input" : file;
}

/* Results must not overwrite their input. `option` is for messages, such as "-o". */
static cli_exit check_output(const struct job *job, const char *option, const char *file)
{
    char hint[CLI_HINT_SIZE];

    snprintf(hint, sizeof hint, "give %s another name", option);
    if (cli_source_reads(&job->source, job->file, file))
        return cli_usage_error(hint, "%s would overwrite the scenario", option);
    if (job->operand != NULL && cli_reads_file(job->operand, file))
        return cli_usage_error(hint, "%s would overwrite %.60s", option, input_name(job->operand));
    if (job->other != NULL && cli_source_reads(&job->source, job->other, file))
        return cli_usage_error(hint, "%s would overwrite %.60s", option, input_name(job->other));
    return CLI_DONE;
}

static cli_exit check_files(const struct job *job)
{
    cli_exit code = check_output(job, "-o", job->output.file);

    for (int i = 0; i < job->param_count && code == CLI_DONE; i++) {
        const cf_param *param = &job->params[i];
        char option[CLI_HINT_SIZE];

        if (!find_param(job->analysis, param->name)->writes)
            continue;
        snprintf(option, sizeof option, "--%.60s", param->name);
        if (param->value[0] == '\0')
            return cli_usage_error(NULL, "%s needs a file name, but is empty", option);
        if (strcmp(param->value, job->output.file) == 0 ||
            cli_is_same_file(param->value, job->output.file))
            return cli_usage_error("give one of them another name",
                                   "%s and -o write to the same file", option);
        code = check_output(job, option, param->value);
    }
    if (code == CLI_DONE && strcmp(job->file, "-") == 0 &&
        ((job->operand != NULL && strcmp(job->operand, "-") == 0) ||
         (job->other != NULL && strcmp(job->other, "-") == 0)))
        code =
            cli_usage_error("give one of them a file name", "only one input can be standard input");
    return code;
}

/* On a terminal, progress would garble the rows of a stream. */
static bool shows_progress(const struct job *job)
{
    return cli_progress_is_wanted(&job->output) &&
           (!job->streams || !cli_output_is_stdout(&job->output) || isatty(STDOUT_FILENO) == 0);
}

/* Opens *stream if the job has one. */
static cf_status analyse(cf_report **report, const struct job *job,
                         const cf_scenario *const scenarios[2], cli_stream *stream, cf_diags *diags)
{
    cf_request request = request_of(job, scenarios[0], scenarios[1]);
    cli_progress progress;
    cf_status status = CF_OK;

    if (find_param(job->analysis, "time-limit") != NULL)
        cli_limit_end(); /* from here on it limits itself */
    cli_progress_begin(&progress, shows_progress(job),
                       job->analysis->stoppable ? CLI_STOP_EITHER : CLI_STOP_NEVER);
    if (progress.show)
        cli_progress_tell(&job->output, "running", job->analysis->name);
    request.progress = &progress.progress;
    if (job->streams) {
        status = cli_stream_open(stream, &job->output, &progress.progress, diags);
        request.progress = &stream->progress;
        request.stream = status == CF_OK ? cf_row_writer_sink(stream->writer) : NULL;
    }
    if (status == CF_OK)
        status = cf_analysis_run(report, job->analysis, &request, diags);
    cli_progress_end();
    cli_limit_end();
    return status;
}

/* *shards must outlive the report. */
static cf_status analyse_shards(cf_report **report, cf_shards **shards, const struct job *job,
                                cf_diags *diags)
{
    cf_request request = request_of(job, NULL, NULL);
    cli_progress progress;
    cf_status status = cf_shards_open(shards, job->file, diags);

    cli_progress_begin(&progress, shows_progress(job), CLI_STOP_NEVER);
    if (progress.show)
        cli_progress_tell(&job->output, "running", job->analysis->name);
    request.progress = &progress.progress;
    if (status == CF_OK)
        status = cf_shards_score(report, *shards, &request, diags);
    cli_progress_end();
    cli_limit_end();
    return status;
}

/* The scenario, the view and the options are those of the parts. */
static cf_status analyse_parts(cf_report **report, struct job *job, cf_diags *diags)
{
    const cf_params given = { job->params, job->param_count };
    cf_param *params = NULL;
    cf_status status =
        cf_draw_parts_open(&job->parts, job->args->operands, job->args->operand_count, diags);

    if (status == CF_OK) {
        cf_view_choice_free(&job->view);
        status = cf_view_choose(&job->view, cf_draw_parts_options(job->parts), diags);
    }
    if (status == CF_OK)
        status = cli_parts_params(&params, &job->param_count, job->analysis,
                                  cf_draw_parts_options(job->parts), given);
    if (params != NULL) {
        free(job->params);
        job->params = params;
    }
    if (status == CF_OK)
        status = analyse(report, job,
                         (const cf_scenario *const[]){ cf_draw_parts_scenario(job->parts), NULL },
                         NULL, diags);
    return status;
}

static cf_status analyse_files(cf_report **report, const struct job *job, cf_scenario *read[2],
                               cli_stream *stream, cf_diags *diags)
{
    cf_status status = cli_source_read(&read[0], &job->source, job->file, &job->output, diags);

    if (status == CF_OK && job->other != NULL)
        status = cli_source_read(&read[1], &job->source, job->other, &job->output, diags);
    if (status == CF_OK)
        status =
            analyse(report, job, (const cf_scenario *const[]){ read[0], read[1] }, stream, diags);
    return status;
}

/* All rows are written: moves the file into place and prints the figures. */
static cli_exit finish_stream(const struct job *job, cli_stream *stream, const cf_report *report,
                              const cf_diags *diags)
{
    cli_exit code = cli_stream_close(stream, &job->output);

    if (code != CLI_DONE || stream->reader_gone)
        return code;
    cli_problems_print(diags, &job->output, CF_OK);
    if (!job->output.quiet)
        cli_stream_print_figures(report);
    return CLI_DONE;
}

static cli_exit run_analysis_job(struct job *job)
{
    cf_diags *diags = NULL;
    cf_scenario *scenarios[2] = { NULL, NULL };
    cf_shards *shards = NULL;
    cf_report *report = NULL;
    cli_stream stream = { .writer = NULL };
    cf_status status;
    cli_exit code;

    code = check_files(job);
    if (code != CLI_DONE)
        return code;
    status = cf_diags_new(&diags);
    if (status != CF_OK)
        return cli_no_memory();
    status = has_shards(job) ? analyse_shards(&report, &shards, job, diags)
             : job->merges   ? analyse_parts(&report, job, diags)
                             : analyse_files(&report, job, scenarios, &stream, diags);
    if (status == CF_OK && job->is_part) {
        cli_problems_print(diags, &job->output, CF_OK);
    } else if (status == CF_OK) {
        code = job->streams ? finish_stream(job, &stream, report, diags)
                            : write_result(job, report, diags);
    } else {
        cli_problems_print(diags, &job->output, status);
        code = cli_exit_of(status);
    }
    cli_stream_free(&stream);
    cf_report_free(report);
    cf_scenario_free(scenarios[0]);
    cf_scenario_free(scenarios[1]);
    cf_shards_free(shards);
    cf_draw_parts_free(job->parts);
    cf_diags_free(diags);
    return code;
}

cli_exit cli_run_analysis(const cli_command *command, const cli_args *args)
{
    struct job job = { .analysis = NULL };
    cli_exit code = read_job(&job, command, args);

    if (code == CLI_DONE)
        code = run_analysis_job(&job);
    cf_input_free(&job.source);
    cf_view_choice_free(&job.view);
    cf_view_choice_free(&job.other_view);
    cli_rules_free(&job.rules);
    free(job.params);
    return code;
}
