/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-on: parses the rules, checks their names, and compares them with a result. */
#include "cli/fail_on.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/text.h"

/* Relative tolerance: results that differ only by rounding are equal. */
#define SAME 1e-9

enum { MOST_NAMES = 256 };

const cli_option cli_fail_on_options[] = {
    { .kind = CLI_HEADING, .help = "Checks" },
    { .kind = CLI_LIST,
      .name = "fail-on",
      .value = "RULE",
      .help = "exit with status 1 if a figure, or a column of the first table, matches the rule, "
              "such as 'exposure_pro_rata>0.2' or 'found=0'; operators: > >= < <= = !=" },
    { .kind = CLI_END }
};

static cli_exit rule_error(const char *text)
{
    return cli_usage_error("write --fail-on 'exposure_pro_rata>0.2'",
                           "--fail-on must compare a name with a number, but is \"%.60s\"", text);
}

/* The comparison at the beginning of a text, longer ones first; *length is its length. */
static const char *find_comparison(const char *text, size_t *length)
{
    static const char *const signs[] = { ">=", "<=", "!=", "==", ">", "<", "=" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        *length = strlen(signs[i]);
        if (strncmp(text, signs[i], *length) == 0)
            return strcmp(signs[i], "==") == 0 ? "=" : signs[i];
    }
    return NULL;
}

/* "true" or "false", with spaces around it. */
static bool read_flag(double *limit, const char *text)
{
    static const char *const words[] = { "false", "true" };

    text += strspn(text, " ");
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(words[i]);

        *limit = i;
        if (strncmp(text, words[i], length) == 0 && text[length + strspn(text + length, " ")] == 0)
            return true;
    }
    return false;
}

/* "0.2" or "20%", with spaces around it and nothing else. */
static bool read_limit(double *limit, const char *text)
{
    char *end;

    if (read_flag(limit, text))
        return true;
    if (strspn(text, " +-.0123456789eE%") != strlen(text))
        return false; /* strtod would accept inf, nan and hexadecimal */
    *limit = strtod(text, &end);
    if (end == text || !isfinite(*limit))
        return false;
    end += strspn(end, " ");
    if (*end == '%') {
        *limit /= 100.0;
        end++;
    }
    return end[strspn(end, " ")] == '\0';
}

static cli_exit read_rule(cli_rule *rule, const char *text)
{
    const char *name = text + strspn(text, " ");
    size_t length = strcspn(name, " <>=!"), sign;
    const char *after = name + length + strspn(name + length, " ");

    rule->text = text;
    rule->comparison = find_comparison(after, &sign);
    if (length == 0 || length >= sizeof rule->name || rule->comparison == NULL ||
        !read_limit(&rule->limit, after + sign))
        return rule_error(text);
    memcpy(rule->name, name, length);
    return CLI_DONE;
}

cli_exit cli_rules_read(cli_rules *out, const cli_args *args)
{
    cli_exit code = CLI_DONE;

    *out = (cli_rules){ .count = 0 };
    out->at = calloc((size_t)args->given_count + 1, sizeof *out->at);
    if (out->at == NULL)
        return cli_no_memory();
    for (int i = 0; i < args->given_count && code == CLI_DONE; i++)
        if (strcmp(args->given[i].option->name, "fail-on") == 0)
            code = read_rule(&out->at[out->count++], args->given[i].value);
    return code;
}

void cli_rules_free(cli_rules *rules)
{
    free(rules->at);
    *rules = (cli_rules){ .count = 0 };
}

static int find_column(const cf_table *table, const char *name)
{
    for (int c = 0; table != NULL && c < cf_table_column_count(table); c++)
        if (!cf_kind_is_text(cf_table_column(table, c)->kind) &&
            strcmp(cf_table_column(table, c)->name, name) == 0)
            return c;
    return -1;
}

static const cf_figure *find_figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (!cf_kind_is_text(figure->kind) && strcmp(figure->name, name) == 0)
            return figure;
    }
    return NULL;
}

static cli_exit unknown_rule_name(const cli_rule *rule, const cf_report *report,
                                  const cf_table *table)
{
    const char *names[MOST_NAMES];
    char hint[CLI_HINT_SIZE], fallback[CLI_HINT_SIZE];
    size_t count = 0;

    for (int c = 0; table != NULL && c < cf_table_column_count(table) && count < MOST_NAMES; c++)
        if (!cf_kind_is_text(cf_table_column(table, c)->kind))
            names[count++] = cf_table_column(table, c)->name;
    for (int i = 0; i < cf_report_figure_count(report) && count < MOST_NAMES; i++)
        if (!cf_kind_is_text(cf_report_figure(report, i)->kind))
            names[count++] = cf_report_figure(report, i)->name;
    snprintf(fallback, sizeof fallback,
             "\"circfin %s --format json\" shows the names of all figures",
             cf_report_command(report));
    cli_suggest(hint, rule->name, names, count, fallback);
    return cli_usage_error(
        hint, "--fail-on names \"%s\", which is neither a figure nor a column of numbers",
        rule->name);
}

cli_exit cli_rules_check(const cli_rules *rules, const cf_report *report, const cf_table *table)
{
    for (int i = 0; i < rules->count; i++)
        if (find_column(table, rules->at[i].name) < 0 &&
            find_figure(report, rules->at[i].name) == NULL)
            return unknown_rule_name(&rules->at[i], report, table);
    return CLI_DONE;
}

static bool matches(const cli_rule *rule, const cf_cell *cell)
{
    double value = cell->number, limit = rule->limit;
    bool same;

    if (!cell->known)
        return false;
    same = fabs(value - limit) <= SAME * fmax(fabs(value), fabs(limit));
    if (rule->comparison[0] == '!')
        return !same;
    if (same)
        return strchr(rule->comparison, '=') != NULL;
    return (rule->comparison[0] == '>' && value > limit) ||
           (rule->comparison[0] == '<' && value < limit);
}

enum { ROW_SIZE = 512, PIECE_SIZE = 120 };

/* Names a row by its columns up to the first text, such as "a" or "rank 3, financing". */
static void name_row(char name[static ROW_SIZE], const cf_table *table, long row)
{
    size_t used = 0;
    bool text = false;

    snprintf(name, ROW_SIZE, "a row");
    for (int c = 0; !text && c < cf_table_column_count(table) && used < ROW_SIZE; c++) {
        const cf_column *column = cf_table_column(table, c);
        const cf_cell *cell = cf_table_cell(table, row, c);
        char piece[PIECE_SIZE];

        text = cf_kind_is_text(column->kind);
        if (!cell->known)
            continue;
        cf_text_printable(piece, sizeof piece, text ? cell->text : column->name);
        used += (size_t)snprintf(name + used, ROW_SIZE - used, "%s%s", used > 0 ? ", " : "", piece);
        if (!text && used < ROW_SIZE)
            used += (size_t)snprintf(name + used, ROW_SIZE - used, " %.6g", cell->number);
    }
}

/* `row` is NULL for a figure. */
static void print_match(const cli_rule *rule, const char *row, cf_kind kind, double value,
                        long more)
{
    char printable[256];

    cf_text_printable(printable, sizeof printable, rule->text);
    fprintf(stderr, "circfin: --fail-on '%s' matched: ", printable);
    if (row != NULL)
        fprintf(stderr, "%s has ", row);
    if (kind == CF_FLAG)
        fprintf(stderr, "%s %s", rule->name, value > 0.0 ? "true" : "false");
    else
        fprintf(stderr, "%s %.6g", rule->name, value);
    if (more > 0)
        fprintf(stderr, ", and %ld more row%s", more, more == 1 ? "" : "s");
    putc('\n', stderr);
}

/* A rule on a value that is null would otherwise pass silently. */
static void print_unknown(const cli_rule *rule)
{
    char printable[256];

    cf_text_printable(printable, sizeof printable, rule->text);
    fprintf(stderr,
            "circfin: warning: --fail-on '%s' cannot be decided: %s is null\n"
            "  hint: --format json shows which figures are known\n",
            printable, rule->name);
}

static bool apply_to_column(const cli_rule *rule, const cf_table *table, int column, bool quiet)
{
    long first = -1, count = 0, known = 0, rows = cf_table_row_count(table);
    char name[ROW_SIZE];

    for (long r = 0; r < rows; r++) {
        known += cf_table_cell(table, r, column)->known;
        if (!matches(rule, cf_table_cell(table, r, column)))
            continue;
        first = first < 0 ? r : first;
        count++;
    }
    if (count > 0) {
        name_row(name, table, first);
        print_match(rule, name, cf_table_column(table, column)->kind,
                    cf_table_cell(table, first, column)->number, count - 1);
    } else if (rows > 0 && known == 0 && !quiet) {
        print_unknown(rule);
    }
    return count > 0;
}

static bool apply_to_figure(const cli_rule *rule, const cf_report *report, bool quiet)
{
    const cf_figure *figure = find_figure(report, rule->name);

    if (figure != NULL && !figure->value.known && !quiet)
        print_unknown(rule);
    if (figure == NULL || !matches(rule, &figure->value))
        return false;
    print_match(rule, NULL, figure->kind, figure->value.number, 0);
    return true;
}

cli_exit cli_rules_apply(const cli_rules *rules, const cf_report *report, const cf_table *table,
                         bool quiet)
{
    cli_exit code = CLI_DONE;

    for (int i = 0; i < rules->count; i++) {
        const cli_rule *rule = &rules->at[i];
        int column = find_column(table, rule->name);
        bool matched = column >= 0 ? apply_to_column(rule, table, column, quiet)
                                   : apply_to_figure(rule, report, quiet);

        if (matched)
            code = CLI_MATCHED;
    }
    return code;
}
