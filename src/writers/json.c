/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format json: an object of schema circfin.result/1, with each row of a table on a line. */
#include "circfin/writer.h"
#include "base/json_put.h"

static void put_json_scenario(FILE *out, const cf_scenario *scenario)
{
    char day[16];

    cf_put_json_key(out, ",\n ", "scenario");
    if (scenario == NULL) {
        fputs("null", out);
        return;
    }
    if (scenario->as_of != CF_NO_DAY)
        cf_day_format(day, scenario->as_of);
    cf_put_json_key(out, "{", "name");
    cf_put_json_text(out, scenario->name);
    cf_put_json_key(out, ", ", "as_of");
    cf_put_json_text(out, scenario->as_of != CF_NO_DAY ? day : NULL);
    cf_put_json_key(out, ", ", "currency");
    cf_put_json_text(out, scenario->currency);
    cf_put_json_key(out, ", ", "unit");
    cf_put_json_text(out, cf_unit_names[scenario->unit]);
    cf_put_json_key(out, ", ", "file");
    cf_put_json_text(out, scenario->file);
    putc('}', out);
}

static void put_json_head(FILE *out, const cf_report *report)
{
    cf_put_json_key(out, "{", "schema");
    cf_put_json_text(out, "circfin.result/1");
    cf_put_json_key(out, ",\n ", "command");
    cf_put_json_text(out, cf_report_command(report));
    cf_put_json_key(out, ",\n ", "version");
    cf_put_json_text(out, CIRCFIN_VERSION);
    put_json_scenario(out, cf_report_scenario(report));
}

static void put_json_view(FILE *out, const cf_report *report)
{
    cf_put_json_key(out, ",\n ", "view");
    putc('{', out);
    for (int i = 0; i < cf_report_setting_count(report); i++) {
        const cf_setting *setting = cf_report_setting(report, i);

        cf_put_json_key(out, i > 0 ? ", " : "", setting->name);
        if (setting->is_switch)
            fputs(setting->on ? "true" : "false", out);
        else
            cf_put_json_text(out, setting->text);
    }
    putc('}', out);
}

static void put_json_figures(FILE *out, const cf_report *report)
{
    cf_put_json_key(out, ",\n ", "figures");
    putc('{', out);
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        cf_put_json_key(out, i > 0 ? ",\n  " : "\n  ", figure->name);
        cf_put_json_value(out, figure->kind, &figure->value);
    }
    putc('}', out);
}

static void put_json_table(FILE *out, const cf_table *table, bool first)
{
    cf_put_json_key(out, first ? "\n  " : ",\n  ", cf_table_name(table));
    putc('[', out);
    for (long r = 0; r < cf_table_row_count(table) && !ferror(out); r++) {
        fputs(r > 0 ? ",\n   " : "\n   ", out);
        cf_put_json_row(out, cf_table_column(table, 0), cf_table_column_count(table),
                        cf_table_cell(table, r, 0));
    }
    putc(']', out);
}

static void put_json_tables(FILE *out, const cf_report *report, const char *only)
{
    cf_put_json_key(out, ",\n ", "tables");
    putc('{', out);
    if (only != NULL)
        put_json_table(out, cf_report_find_table(report, only), true);
    else
        for (int i = 0; i < cf_report_table_count(report); i++)
            put_json_table(out, cf_report_table(report, i), i == 0);
    putc('}', out);
}

static void put_json_warnings(FILE *out, const cf_report *report)
{
    cf_put_json_key(out, ",\n ", "warnings");
    putc('[', out);
    for (int i = 0; i < cf_report_warning_count(report); i++) {
        fputs(i > 0 ? ",\n  " : "\n  ", out);
        cf_put_json_text(out, cf_report_warning(report, i));
    }
    fputs("]}\n", out);
}

static cf_status write_json(FILE *out, const cf_report *report, const cf_write_options *options)
{
    put_json_head(out, report);
    put_json_view(out, report);
    put_json_figures(out, report);
    put_json_tables(out, report, options->table);
    put_json_warnings(out, report);
    return CF_OK;
}

const cf_writer cf_writer_json = {
    .name = "json",
    .ending = ".json",
    .summary = "all figures and tables, for programs",
    .write = write_json,
};
