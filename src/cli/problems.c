/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints diagnostics as compilers do, with the source line and a caret on a terminal. */
#include "cli/problems.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/text.h"

enum { MOST_SHOWN = 20, LINE_SIZE = 4096 };

/* How problems are shown. */
struct display {
    bool quiet, strict, colour, source;
};

static bool is_shown(const struct display *display, cf_severity severity)
{
    return severity == CF_ERROR || display->strict || !display->quiet;
}

static void put_printable(const char *text)
{
    char printable[LINE_SIZE];

    cf_text_printable(printable, sizeof printable, text);
    fputs(printable, stderr);
}

static void put_place(const cf_where *where)
{
    char place[LINE_SIZE];

    if (where->file == NULL || where->file[0] == '\0')
        snprintf(place, sizeof place, "circfin");
    else if (where->line == 0)
        snprintf(place, sizeof place, "%s", where->file);
    else
        snprintf(place, sizeof place, "%s:%d:%d", where->file, where->line, where->column);
    put_printable(place);
}

static void put_severity(const struct display *display, cf_severity severity)
{
    bool error = severity == CF_ERROR || display->strict;
    const char *on = !display->colour ? "" : error ? "\033[1;31m" : "\033[1;35m";

    fprintf(stderr, ": %s%s:%s ", on, error ? "error" : "warning",
            display->colour ? "\033[0m" : "");
}

/* Bytes of the first `count` characters. */
static size_t bytes_of(const char *text, int count)
{
    size_t at = 0;

    while (text[at] != '\0' && count > 0) {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        count--;
    }
    return at;
}

/* Columns of a piece of the source line as displayed. */
static size_t columns_of(const char *text, size_t length)
{
    char piece[LINE_SIZE], shown[LINE_SIZE];

    snprintf(piece, sizeof piece, "%.*s", (int)length, text);
    cf_text_printable(shown, sizeof shown, piece);
    return cf_text_columns(shown);
}

static void repeat(char c, size_t count)
{
    while (count-- > 0)
        putc(c, stderr);
}

/*    14 |     { "payer": "lab", "payee": "cloud", "amount": -5 }
 *       |                                                   ^^      */
static void put_source(const cf_where *where)
{
    char line[LINE_SIZE];
    size_t before, marked;

    snprintf(line, sizeof line, "%s", where->source_line);
    for (char *tab = strchr(line, '\t'); tab != NULL; tab = strchr(tab, '\t'))
        *tab = ' ';
    before = bytes_of(line, where->source_column - 1);
    marked = columns_of(line + before, bytes_of(line + before, where->length));
    fprintf(stderr, "%6d | ", where->line);
    put_printable(line);
    fprintf(stderr, "\n%6s | ", "");
    repeat(' ', columns_of(line, before));
    repeat('^', marked > 0 ? marked : 1);
    putc('\n', stderr);
}

static void put_problem(const struct display *display, const cf_diag *diag)
{
    const cf_where *where = &diag->where;

    put_place(where);
    put_severity(display, diag->severity);
    put_printable(diag->message);
    fprintf(stderr, " [CF%d]", diag->code);
    if (where->pointer != NULL) {
        fputs(" (", stderr);
        put_printable(where->pointer[0] == '\0' ? "/" : where->pointer); /* the root */
        putc(')', stderr);
    }
    putc('\n', stderr);
    if (display->source && where->line > 0 && where->source_line != NULL)
        put_source(where);
    if (diag->hint != NULL) {
        fputs("  hint: ", stderr);
        put_printable(diag->hint);
        putc('\n', stderr);
    }
}

/* When there are too many, warnings are dropped before errors; the order stays that of the file. */
static void print_problems(const cf_diags *diags, const struct display *display)
{
    int total = cf_diags_total(diags, CF_ERROR), errors = 0, room, shown = 0;

    for (int i = 0; i < cf_diags_count(diags); i++)
        errors += cf_diags_at(diags, i)->severity == CF_ERROR;
    room = errors < MOST_SHOWN ? MOST_SHOWN - errors : 0; /* left for warnings */
    if (is_shown(display, CF_WARNING))
        total += cf_diags_total(diags, CF_WARNING);
    for (int i = 0; i < cf_diags_count(diags) && shown < MOST_SHOWN; i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        if (!is_shown(display, diag->severity) || (diag->severity == CF_WARNING && room-- <= 0))
            continue;
        put_problem(display, diag);
        shown++;
    }
    if (total > shown)
        fprintf(stderr, "... and %d more\n", total - shown);
}

static struct display display_of(const cli_output *output)
{
    return (struct display){ .quiet = output->quiet,
                             .colour = output->colour_errors,
                             .source = isatty(STDERR_FILENO) != 0 };
}

void cli_problems_print(const cf_diags *diags, const cli_output *output, cf_status status)
{
    struct display display = display_of(output);

    print_problems(diags, &display);
    if (status != CF_OK && cf_diags_total(diags, CF_ERROR) == 0)
        cli_usage_error(NULL, "%s", cf_status_text(status));
}

void cli_problems_print_strictly(const cf_diags *diags, const cli_output *output)
{
    struct display display = display_of(output);

    display.strict = true;
    print_problems(diags, &display);
}
