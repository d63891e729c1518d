/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --stream: checks its options, opens and closes the row writer, prints the figures at the end. */
#include "cli/stream.h"

#include <string.h>

#include "cli/problems.h"

bool cli_stream_wanted(const cli_args *args)
{
    return cli_has(args, "stream");
}

cli_exit cli_stream_check(const cli_args *args, const cli_output *output)
{
    const char *instead = "leave out one of them";

    if (output->options.table != NULL)
        return cli_usage_error(instead, "--stream always writes the same table, so --table has no "
                                        "effect");
    if (cli_has(args, "fail-on"))
        return cli_usage_error(instead, "--stream keeps no result for --fail-on to check");
    if (cli_has(args, "format") && strcmp(output->writer->name, "json") != 0)
        return cli_usage_error("leave out --format or --stream",
                               "--stream writes lines of JSON, not "
                               "%s",
                               output->writer->name);
    if (strcmp(output->writer->name, "json") != 0 && output->writer != cf_writer_at(0))
        return cli_usage_error("give -o a name such as loops.jsonl",
                               "--stream writes lines of JSON, but \"%.60s\" has the ending of %s",
                               output->file, output->writer->name);
    return CLI_DONE;
}

static bool flush_step(void *payload, const cf_progress_state *state)
{
    cli_stream *stream = payload;

    return stream->next->step(stream->next->payload, state) && cf_row_writer_flush(stream->writer);
}

cf_status cli_stream_open(cli_stream *out, const cli_output *output, const cf_progress *next,
                          cf_diags *diags)
{
    *out = (cli_stream){ .next = next };
    out->progress = (cf_progress){ .step = flush_step, .payload = out };
    return cf_row_writer_new(&out->writer, output->file, diags);
}

cli_exit cli_stream_close(cli_stream *stream, const cli_output *output)
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_row_writer_close(stream->writer, diags);
    stream->reader_gone = status == CF_IO && cli_is_pipe_closed(diags);
    if (stream->reader_gone)
        status = CF_OK;
    else if (status != CF_OK)
        cli_problems_print(diags, output, status);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

void cli_stream_free(cli_stream *stream)
{
    cf_row_writer_free(stream->writer);
    stream->writer = NULL;
}

static void print_figure(const cf_figure *figure)
{
    if (!figure->value.known)
        fputs("null", stderr);
    else if (figure->kind == CF_FLAG)
        fputs(figure->value.number > 0.0 ? "true" : "false", stderr);
    else
        fprintf(stderr, figure->kind == CF_COUNT ? "%.0f" : "%.6g", figure->value.number);
}

void cli_stream_print_figures(const cf_report *report)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        fprintf(stderr, "%s%s ", i == 0 ? "circfin: " : ", ", figure->name);
        print_figure(figure);
    }
    if (cf_report_figure_count(report) > 0)
        putc('\n', stderr);
}
