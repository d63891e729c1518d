/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints diagnostics as compilers do, with the source line and a caret on a terminal; tells
 * repetitions by their number. */
#include "cli/problems.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/problem_choice.h"

enum { MOST_SHOWN = 20, MOST_PLACES = 5 };

/* How problems are shown. */
struct display {
    bool quiet;
    cf_diag_style style;
};

static cf_severity least_shown(const struct display *display)
{
    if (!display->quiet)
        return CF_NOTE;
    return display->style.strict ? CF_WARNING : CF_ERROR;
}

static bool is_shown(const struct display *display, cf_severity severity)
{
    return severity <= least_shown(display);
}

/* ---- many problems ---- */

/* Problems, and which of them are told. */
struct told {
    const cf_diags *diags;
    const struct display *display;
    bool *shown; /* by problem */
};

static bool is_last_of_kind(const struct told *told, int index)
{
    for (int i = index + 1; i < cf_diags_count(told->diags); i++)
        if (told->shown[i] &&
            cf_diags_at(told->diags, i)->kind == cf_diags_at(told->diags, index)->kind)
            return false;
    return true;
}

static int shown_of_kind(const struct told *told, int kind)
{
    int shown = 0;

    for (int i = 0; i < cf_diags_count(told->diags); i++)
        shown += told->shown[i] && cf_diags_at(told->diags, i)->kind == kind;
    return shown;
}

/* The first places of a kind that are not told. @return how many there are */
static int find_places(const struct told *told, int kind, const cf_where *places[MOST_PLACES])
{
    int count = 0;

    for (int i = 0; i < cf_diags_count(told->diags) && count < MOST_PLACES; i++) {
        const cf_diag *diag = cf_diags_at(told->diags, i);

        if (diag->kind == kind && !told->shown[i] && diag->where.line > 0)
            places[count++] = &diag->where;
    }
    return count;
}

/* " at lines 7, 9", or " at 7:12, 7:40" where lines alone do not tell them apart. */
static void put_places(const cf_where *const *places, int count)
{
    bool by_line = true;

    for (int i = 1; i < count; i++)
        by_line = by_line && places[i]->line != places[i - 1]->line;
    by_line = by_line || places[0]->sheet != NULL;
    fprintf(stderr, ", at %s",
            places[0]->sheet != NULL || !by_line ? ""
            : count == 1                         ? "line "
                                                 : "lines ");
    for (int i = 0; i < count; i++) {
        char cell[CF_CELL_NAME_SIZE];

        cf_where_cell(cell, places[i]);
        if (places[i]->sheet != NULL)
            fprintf(stderr, "%s%s", i == 0 ? "" : ", ", cell);
        else
            fprintf(stderr, "%s%d", i == 0 ? "" : ", ", places[i]->line);
        if (!by_line)
            fprintf(stderr, ":%d", places[i]->column);
    }
}

/* What is left of a kind of which something is told. */
static void put_rest_of_kind(const struct told *told, const cf_diag *diag)
{
    int all = cf_diags_of_kind(told->diags, diag), rest = all - shown_of_kind(told, diag->kind);
    const cf_where *places[MOST_PLACES];
    int count;

    if (rest == 0)
        return;
    count = find_places(told, diag->kind, places);
    fprintf(stderr, "  ... and %d more like %s (%d in all)", rest, rest + 1 == all ? "it" : "these",
            all);
    if (count > 0)
        put_places(places, count);
    fputs(count > 0 && rest > count ? " ...\n" : "\n", stderr);
}

/* Whether no problem of its kind is told, and it is the first of them. */
static bool begins_untold(const struct told *told, int index)
{
    int kind = cf_diags_at(told->diags, index)->kind;

    for (int i = 0; i < index; i++)
        if (cf_diags_at(told->diags, i)->kind == kind)
            return false;
    return shown_of_kind(told, kind) == 0 &&
           is_shown(told->display, cf_diags_at(told->diags, index)->severity);
}

/* "... and 417 more (CF302: 400, CF204: 17)" */
static void put_untold(const struct told *told)
{
    enum { CODES = 1000 };
    int of_code[CODES] = { 0 }, untold = 0;
    const char *before = " (";

    for (int i = 0; i < cf_diags_count(told->diags); i++) {
        const cf_diag *diag = cf_diags_at(told->diags, i);

        if (!begins_untold(told, i))
            continue;
        of_code[diag->code % CODES] += cf_diags_of_kind(told->diags, diag);
        untold += cf_diags_of_kind(told->diags, diag);
    }
    if (untold == 0)
        return;
    fprintf(stderr, "... and %d more", untold);
    for (int code = 0; code < CODES; code++) {
        if (of_code[code] == 0)
            continue;
        fprintf(stderr, "%sCF%d: %d", before, code, of_code[code]);
        before = ", ";
    }
    fputs(")\n", stderr);
}

static void print_told(const struct told *told)
{
    for (int i = 0; i < cf_diags_count(told->diags); i++) {
        const cf_diag *diag = cf_diags_at(told->diags, i);

        if (!told->shown[i])
            continue;
        cf_diag_print(stderr, diag, &told->display->style);
        if (is_last_of_kind(told, i))
            put_rest_of_kind(told, diag);
    }
    put_untold(told);
}

static void print_one(const struct display *display, const cf_diag *diag)
{
    if (is_shown(display, diag->severity))
        cf_diag_print(stderr, diag, &display->style);
}

/* The order stays that of the file. One problem needs no choice and no memory: it may come up when
 * an output is in place already. */
static void print_problems(const cf_diags *diags, const struct display *display)
{
    int count = cf_diags_count(diags);
    struct told told = { diags, display, NULL };

    if (count > 1)
        told.shown = calloc((size_t)count, sizeof(bool));
    if (told.shown != NULL &&
        cli_problem_choose(told.shown, diags, least_shown(display), MOST_SHOWN) == CF_OK)
        print_told(&told);
    else
        for (int i = 0; i < count && i < MOST_SHOWN; i++)
            print_one(display, cf_diags_at(diags, i));
    free(told.shown);
}

static struct display display_of(const cli_output *output)
{
    return (struct display){ .quiet = output->quiet,
                             .style = { .colour = output->colour_errors,
                                        .source = isatty(STDERR_FILENO) != 0 } };
}

/* Once, and on a terminal only: somebody may read it there. */
static void tell_of_explain(const cf_diags *diags, const struct display *display)
{
    static bool told;

    for (int i = 0; display->style.source && !told && i < cf_diags_count(diags); i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        if (diag->severity == CF_NOTE || (diag->severity == CF_WARNING && !display->style.strict))
            continue;
        fprintf(stderr, "\"circfin explain CF%d\" tells more\n", diag->code);
        told = true;
    }
}

void cli_problems_print(const cf_diags *diags, const cli_output *output, cf_status status)
{
    struct display display = display_of(output);

    print_problems(diags, &display);
    tell_of_explain(diags, &display);
    if (status != CF_OK && cf_diags_total(diags, CF_ERROR) == 0)
        cli_usage_error(NULL, "%s", cf_status_text(status));
}

cf_status cli_problems_tell(cf_diags **diags, const cli_output *output)
{
    cli_problems_print(*diags, output, CF_OK);
    cf_diags_free(*diags);
    return cf_diags_new(diags);
}

void cli_problems_print_strictly(const cf_diags *diags, const cli_output *output)
{
    struct display display = display_of(output);

    display.style.strict = true;
    print_problems(diags, &display);
    tell_of_explain(diags, &display);
}
