/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: the frame circfin.result/1, written as it goes, one row of a table on a line. */
#include <string.h>

#include "circfin/writer.h"
#include "writers/put.h"

/* The letter of a short escape, such as n of \n; 0 where there is none. */
static char letter_of(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return '\0';
    }
}

/* RFC 8259, section 7; the scratch holds "\u001f" and its NUL. */
static const char *escape(char c, char scratch[static 8])
{
    if (letter_of(c) != '\0')
        snprintf(scratch, 8, "\\%c", letter_of(c));
    else if ((unsigned char)c < 0x20 || c == 0x7F)
        snprintf(scratch, 8, "\\u%04x", (unsigned)(unsigned char)c);
    else
        return NULL;
    return scratch;
}

static void put_string(FILE *out, const char *text)
{
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    putc('"', out);
    cf_put_text(out, text, escape);
    putc('"', out);
}

static void put_key(FILE *out, const char *before, const char *key)
{
    fputs(before, out);
    put_string(out, key);
    fputs(": ", out);
}

static void put_value(FILE *out, cf_kind kind, const cf_cell *cell)
{
    if (!cell->known)
        fputs("null", out);
    else if (kind == CF_TEXT || kind == CF_ENTITY)
        put_string(out, cell->text);
    else
        cf_put_number(out, kind, cell->number);
}

static void put_scenario(FILE *out, const cf_scenario *scenario)
{
    char day[16];

    put_key(out, ",\n ", "scenario");
    if (scenario == NULL) {
        fputs("null", out);
        return;
    }
    if (scenario->as_of != CF_NO_DAY)
        cf_day_format(day, scenario->as_of);
    put_key(out, "{", "name");
    put_string(out, scenario->name);
    put_key(out, ", ", "as_of");
    put_string(out, scenario->as_of != CF_NO_DAY ? day : NULL);
    put_key(out, ", ", "currency");
    put_string(out, scenario->currency);
    put_key(out, ", ", "unit");
    put_string(out, cf_unit_names[scenario->unit]);
    put_key(out, ", ", "file");
    put_string(out, scenario->file);
    putc('}', out);
}

static void put_head(FILE *out, const cf_report *report)
{
    put_key(out, "{", "schema");
    put_string(out, "circfin.result/1");
    put_key(out, ",\n ", "command");
    put_string(out, cf_report_command(report));
    put_key(out, ",\n ", "version");
    put_string(out, CIRCFIN_VERSION);
    put_scenario(out, cf_report_scenario(report));
}

static void put_view(FILE *out, const cf_report *report)
{
    put_key(out, ",\n ", "view");
    putc('{', out);
    for (int i = 0; i < cf_report_setting_count(report); i++) {
        const cf_setting *setting = cf_report_setting(report, i);

        put_key(out, i > 0 ? ", " : "", setting->name);
        if (setting->is_switch)
            fputs(setting->on ? "true" : "false", out);
        else
            put_string(out, setting->text);
    }
    putc('}', out);
}

static void put_figures(FILE *out, const cf_report *report)
{
    put_key(out, ",\n ", "figures");
    putc('{', out);
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        put_key(out, i > 0 ? ",\n  " : "\n  ", figure->name);
        put_value(out, figure->kind, &figure->value);
    }
    putc('}', out);
}

static void put_row(FILE *out, const cf_table *table, long row)
{
    fputs(row > 0 ? ",\n   {" : "\n   {", out);
    for (int c = 0; c < cf_table_column_count(table); c++) {
        const cf_column *column = cf_table_column(table, c);

        put_key(out, c > 0 ? ", " : "", column->name);
        put_value(out, column->kind, cf_table_cell(table, row, c));
    }
    putc('}', out);
}

static void put_table(FILE *out, const cf_table *table, bool first)
{
    put_key(out, first ? "\n  " : ",\n  ", cf_table_name(table));
    putc('[', out);
    for (long r = 0; r < cf_table_row_count(table) && !ferror(out); r++)
        put_row(out, table, r);
    putc(']', out);
}

static void put_tables(FILE *out, const cf_report *report, const char *only)
{
    put_key(out, ",\n ", "tables");
    putc('{', out);
    if (only != NULL)
        put_table(out, cf_report_find_table(report, only), true);
    else
        for (int i = 0; i < cf_report_table_count(report); i++)
            put_table(out, cf_report_table(report, i), i == 0);
    putc('}', out);
}

static void put_warnings(FILE *out, const cf_report *report)
{
    put_key(out, ",\n ", "warnings");
    putc('[', out);
    for (int i = 0; i < cf_report_warning_count(report); i++) {
        fputs(i > 0 ? ",\n  " : "\n  ", out);
        put_string(out, cf_report_warning(report, i));
    }
    fputs("]}\n", out);
}

static cf_status write(FILE *out, const cf_report *report, const cf_write_options *options)
{
    put_head(out, report);
    put_view(out, report);
    put_figures(out, report);
    put_tables(out, report, options->table);
    put_warnings(out, report);
    return CF_OK;
}

const cf_writer cf_writer_json = {
    .name = "json",
    .ending = ".json",
    .summary = "everything, for programs",
    .write = write,
};
