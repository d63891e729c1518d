/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of --format, -o, --table and the like; writes results. */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#if defined(__linux__)
#include <stdio_ext.h> /* __fpurge */
#endif
#include <unistd.h>

#include "circfin/analysis.h"
#include "cli/problems.h"
#include "cli/progress.h"

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 20, MOST_WIDTH = 10000 };
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { NOT_OPEN = -1 }; /* a descriptor that is never a terminal */

/* The formats of some contents, one bit each, by index. */
static const char *format_of(unsigned contents, int index)
{
    for (int i = 0; i < cf_writer_count(); i++)
        if ((contents >> cf_writer_at(i)->writes & 1u) != 0 && index-- == 0)
            return cf_writer_at(i)->name;
    return NULL;
}

static const char *table_format_at(int index)
{
    return format_of(1u << CF_WRITES_TABLES, index);
}

static const char *chart_format_at(int index)
{
    return format_of(1u << CF_WRITES_TABLES | 1u << CF_WRITES_CHART | 1u << CF_WRITES_DRAWING,
                     index);
}

static const char *picture_format_at(int index)
{
    return format_of(1u << CF_WRITES_TABLES | 1u << CF_WRITES_DRAWING | 1u << CF_WRITES_GRAPH,
                     index);
}

static const char *color_at(int index)
{
    static const char *const words[] = { "auto", "always", "never", NULL };

    return words[index];
}

/* Rows that several lists share. */
#define OUTPUT_FILE                                                                                \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "output", .letter = 'o', .value = "FILE",                       \
        .help = "write to FILE, completely or not at all (default: -, standard output)"            \
    }
#define QUIET                                                                                      \
    {                                                                                              \
        .kind = CLI_SWITCH, .name = "quiet", .letter = 'q', .help = "suppress warnings"            \
    }
#define COLOR                                                                                      \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "color", .choice = color_at,                                    \
        .help = "auto: colour on a terminal, unless NO_COLOR is set (default: auto)"               \
    }
#define HELP                                                                                       \
    {                                                                                              \
        .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help"                \
    }

#define HEADING                                                                                    \
    {                                                                                              \
        .kind = CLI_HEADING, .help = "Output"                                                      \
    }
#define END                                                                                        \
    {                                                                                              \
        .kind = CLI_END                                                                            \
    }
#define FORMAT(formats)                                                                            \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "format", .letter = 'f', .choice = formats,                     \
        .help = "output format (default: by the ending of FILE, else table)"                       \
    }
#define TABLE                                                                                      \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "table", .value = "NAME",                                       \
        .help = "write only this table, as csv unless --format is given (default: all; for csv, "  \
                "the first)"                                                                       \
    }
#define VERBOSE                                                                                    \
    {                                                                                              \
        .kind = CLI_SWITCH, .name = "verbose", .letter = 'v',                                      \
        .help = "show more detail in the formats table and md"                                     \
    }
#define CHART                                                                                      \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "chart", .value = "NAME",                                       \
        .help = "which chart to draw, as svg unless --format is given (default: the first)"        \
    }
#define TITLES                                                                                     \
    { .kind = CLI_VALUE,                                                                           \
      .name = "title",                                                                             \
      .value = "TEXT",                                                                             \
      .help = "title of the drawing (default: what it finds)" },                                   \
    {                                                                                              \
        .kind = CLI_VALUE, .name = "subtitle", .value = "TEXT",                                    \
        .help = "text below the title of the drawing (default: the name of the scenario)"          \
    }
#define RESULT_OPTIONS(formats, ...)                                                               \
    {                                                                                              \
        HEADING, FORMAT(formats), OUTPUT_FILE, TABLE, __VA_ARGS__ QUIET, VERBOSE, COLOR, HELP, END \
    }

const cli_option cli_output_options[] = RESULT_OPTIONS(table_format_at, );
static const cli_option picture_options[] = RESULT_OPTIONS(picture_format_at, TITLES, );
static const cli_option chart_options[] = RESULT_OPTIONS(chart_format_at, TITLES, );
static const cli_option charts_options[] = RESULT_OPTIONS(chart_format_at, CHART, TITLES, );

const cli_option *cli_output_options_of(const cf_analysis *analysis)
{
    if (analysis->draws)
        return picture_options;
    if (cf_chart_at(analysis->name, 0) == NULL)
        return cli_output_options;
    return cf_chart_at(analysis->name, 1) == NULL ? chart_options : charts_options;
}

const cli_option cli_file_options[] = {
    { .kind = CLI_HEADING, .help = "Output" }, OUTPUT_FILE, QUIET, COLOR, HELP, { .kind = CLI_END }
};

const cli_option cli_listing_options[] = {
    HEADING, FORMAT(table_format_at), OUTPUT_FILE, QUIET, COLOR, HELP, END
};

const cli_option cli_folder_options[] = {
    { .kind = CLI_HEADING, .help = "Output" },
    { .kind = CLI_VALUE,
      .name = "output",
      .letter = 'o',
      .value = "DIR",
      .help = "write into this folder, which is created if needed; required" },
    QUIET,
    COLOR,
    HELP,
    { .kind = CLI_END }
};

const cli_option cli_sheets_options[] = {
    { .kind = CLI_HEADING, .help = "Output" },
    { .kind = CLI_VALUE,
      .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help =
          "write a workbook if FILE ends in .xlsx, a database if it ends in .sqlite or .db, else a "
          "folder of CSV files, which is created if needed; required" },
    QUIET,
    COLOR,
    HELP,
    { .kind = CLI_END }
};

static bool is_colour_wanted(const cli_args *args, int descriptor)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    int choice = cli_choice_of(args, "color");

    if (choice == COLOR_ALWAYS || choice == COLOR_NEVER)
        return choice == COLOR_ALWAYS;
    return isatty(descriptor) && (no_color == NULL || no_color[0] == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

/* COLUMNS, or the usual width if it is not set or out of range. */
static int width_from_environment(void)
{
    const char *columns = getenv("COLUMNS");
    long width = columns == NULL ? 0 : strtol(columns, NULL, 10);

    return width >= LEAST_WIDTH && width <= MOST_WIDTH ? (int)width : USUAL_WIDTH;
}

static int page_width(const char *file)
{
    struct winsize window;

    if (strcmp(file, "-") == 0 && isatty(STDOUT_FILENO) &&
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        return window.ws_col < LEAST_WIDTH ? LEAST_WIDTH : window.ws_col;
    return width_from_environment();
}

bool cli_output_has_format(const char *command, const cf_writer *writer)
{
    const cf_analysis *analysis = cf_analysis_find(command);

    return analysis == NULL ? writer->writes == CF_WRITES_TABLES
                            : cf_writer_suits(writer, analysis);
}

/* Refuses a file name whose ending no format of the command has: its content would not match. */
static cli_exit refuse_ending(const cli_args *args, const char *file)
{
    const cf_writer *other = cf_writer_for_file(file);
    char hint[CLI_HINT_SIZE] = "give --format, or a file name that ends in";
    size_t used = strlen(hint);

    for (int i = 0; i < cf_writer_count() && used < sizeof hint; i++)
        if (cli_output_has_format(args->command, cf_writer_at(i)))
            used += (size_t)snprintf(hint + used, sizeof hint - used, "%s %s", i > 0 ? " or" : "",
                                     cf_writer_at(i)->ending);
    if (other != NULL && other->writes == CF_WRITES_CHART)
        return cli_usage_error(hint, "\"%s\" has no chart for \"%.60s\"; circfin score has some",
                               args->command, file);
    if (other != NULL)
        return cli_usage_error(hint, "\"%s\" has no drawing for \"%.60s\"; circfin graph has one",
                               args->command, file);
    return cli_usage_error(hint, "no output format has the ending of \"%.60s\"", file);
}

static bool has_ending(const char *file)
{
    const char *slash = strrchr(file, '/'), *name = slash == NULL ? file : slash + 1;
    const char *point = strrchr(name, '.');

    return point != NULL && point > name && point[1] != '\0';
}

static bool has_titles(const cli_output *out)
{
    return out->options.title != NULL || out->options.subtitle != NULL;
}

static const cf_writer *default_writer(const cli_output *out)
{
    if (out->options.chart != NULL || has_titles(out))
        return cf_writer_find("svg");
    return out->options.table != NULL ? cf_writer_find("csv") : cf_writer_at(0);
}

static cli_exit choose_writer(cli_output *out, const cli_args *args)
{
    if (cli_has(args, "format")) {
        out->writer = cf_writer_find(cli_value(args, "format"));
        return CLI_DONE;
    }
    out->writer = cf_writer_for_file(out->file);
    if (out->writer != NULL && !cli_output_has_format(args->command, out->writer))
        return refuse_ending(args, out->file);
    if (out->writer == NULL && has_ending(out->file) && !cli_has(args, "stream"))
        return refuse_ending(args, out->file);
    if (out->writer == NULL)
        out->writer = default_writer(out);
    return CLI_DONE;
}

cli_output cli_output_of_messages(const cli_args *args)
{
    return (cli_output){ .file = "-",
                         .quiet = cli_has(args, "quiet"),
                         .colour_errors = is_colour_wanted(args, STDERR_FILENO) };
}

cli_exit cli_output_choose_file(cli_output *out, const cli_args *args)
{
    const char *file = cli_value(args, "output");
    bool to_stdout = file == NULL || strcmp(file, "-") == 0;

    *out = cli_output_of_messages(args);
    out->file = file == NULL ? "-" : file;
    if (out->file[0] == '\0')
        return cli_usage_error("write -o - for standard output",
                               "-o needs a file name, but is empty");
    out->options.table = cli_value(args, "table");
    out->options.chart = cli_value(args, "chart");
    out->options.title = cli_value(args, "title");
    out->options.subtitle = cli_value(args, "subtitle");
    out->options.verbose = cli_has(args, "verbose");
    out->options.width = page_width(out->file);
    out->options.terminal = to_stdout && isatty(STDOUT_FILENO) != 0;
    out->options.colour = is_colour_wanted(args, to_stdout ? STDOUT_FILENO : NOT_OPEN);
    return CLI_DONE;
}

static cli_exit check_terminal(const cli_output *output)
{
    if (!output->writer->binary || !cli_output_is_stdout(output) || isatty(STDOUT_FILENO) == 0)
        return CLI_DONE;
    return cli_usage_error("write it to a file with -o", "a terminal cannot show %s",
                           output->writer->name);
}

static cli_exit check_titles(const cli_output *out)
{
    if (!has_titles(out) || out->writer->writes != CF_WRITES_TABLES)
        return CLI_DONE;
    return cli_usage_error("give -o a name that ends in .svg, .png or .pdf",
                           "--%s is for drawings, but the format is %s",
                           out->options.title != NULL ? "title" : "subtitle", out->writer->name);
}

cli_exit cli_output_choose(cli_output *out, const cli_args *args)
{
    cli_exit code = cli_output_choose_file(out, args);

    if (code == CLI_DONE)
        code = choose_writer(out, args);
    if (code == CLI_DONE)
        code = check_titles(out);
    return code == CLI_DONE ? check_terminal(out) : code;
}

bool cli_output_is_digest(const cli_output *output)
{
    return output->writer->digest && output->options.table == NULL;
}

bool cli_output_is_stdout(const cli_output *output)
{
    return strcmp(output->file, "-") == 0;
}

bool cli_is_pipe_closed(const cf_diags *diags)
{
    int count = cf_diags_count(diags);

    return count > 0 && cf_diags_at(diags, count - 1)->code == CF_CODE_PIPE_CLOSED;
}

/* Writes a report, or a text if `report` is NULL. */
static cli_exit write_out(const cli_output *output, const cf_report *report, const char *text,
                          const char *file)
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (strcmp(file, "-") != 0 || isatty(STDOUT_FILENO) == 0)
        cli_progress_tell(output, "writing", strcmp(file, "-") == 0 ? "standard output" : file);
    if (status == CF_OK && report != NULL)
        status = cf_report_write(report, output->writer, &output->options, file, diags);
    else if (status == CF_OK)
        status = cf_text_write(text, file, diags);
    cli_progress_clear();
    if (status == CF_IO && cli_is_pipe_closed(diags))
        status = CF_OK; /* the reader closed the pipe on purpose */
    else if (status != CF_OK)
        cli_problems_print(diags, output, status);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

cli_exit cli_output_write(const cli_output *output, const cf_report *report)
{
    return write_out(output, report, NULL, output->file);
}

cli_exit cli_output_write_text(const cli_output *output, const char *text, const char *file)
{
    return write_out(output, NULL, text, file);
}

cli_exit cli_output_end(cli_exit code)
{
    bool failed = ferror(stdout) != 0;

#if defined(__linux__)
    if (code == CLI_BUG)
        __fpurge(stdout);
#else
    (void)code;
#endif
    if (fflush(stdout) == 0 && !failed)
        return CLI_DONE;
    if (errno == EPIPE)
        return CLI_DONE;
    cli_usage_error(NULL, "cannot write to standard output: %s", strerror(errno));
    return CLI_NO_ACCESS;
}
