/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a report as a workbook: a sheet with the view and the figures, a sheet for each table, and
 * a sheet that explains the columns. Keeps one row in memory, so tables can have any length. */
#include "writers/xlsx_report.h"

#include "writers/xlsx_glance.h"
#include "writers/xlsx_sheet.h"

enum { PART, WORDS, VALUE, UNIT, NAME, COLUMN_COUNT };
enum { WORDS_SIZE = 80 };

struct place {
    cf_xlsx *book;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

static void put_xlsx_text(struct place *place, int column, const char *text, cf_xlsx_style style)
{
    cf_xlsx_put_text(place->book, place->sheet, place->row, column, text,
                     cf_xlsx_format(place->book, style, CF_XLSX_TEXT));
}

static void put_xlsx_pair(struct place *place, const char *part, const char *name,
                          const char *value)
{
    char words[WORDS_SIZE];

    snprintf(words, sizeof words, "%s", name == NULL ? "" : name);
    for (char *at = words; *at != '\0'; at++)
        *at = *at == '_' ? ' ' : *at;
    put_xlsx_text(place, PART, part, CF_XLSX_PLAIN);
    put_xlsx_text(place, WORDS, name == NULL ? NULL : words, CF_XLSX_PLAIN);
    put_xlsx_text(place, VALUE, value, CF_XLSX_PLAIN);
    put_xlsx_text(place, NAME, name, CF_XLSX_PLAIN);
    place->row++;
}

static void put_xlsx_scenario(struct place *place, const cf_scenario *scenario)
{
    char day[16] = "";

    if (scenario == NULL)
        return;
    if (scenario->as_of != CF_NO_DAY)
        cf_day_format(day, scenario->as_of);
    put_xlsx_pair(place, "scenario", "name", scenario->name);
    put_xlsx_pair(place, "scenario", "as_of", day[0] == '\0' ? NULL : day);
    put_xlsx_pair(place, "scenario", "currency", scenario->currency);
    put_xlsx_pair(place, "scenario", "unit", cf_unit_names[scenario->unit]);
    put_xlsx_pair(place, "scenario", "file", scenario->file);
}

static void put_xlsx_view(struct place *place, const cf_report *report)
{
    for (int i = 0; i < cf_report_setting_count(report); i++) {
        const cf_setting *setting = cf_report_setting(report, i);

        if (setting->is_switch && place->sheet != NULL)
            cf_xlsx_check(place->book,
                          place->book->by.worksheet_write_boolean(
                              place->sheet, place->row, VALUE, setting->on,
                              cf_xlsx_format(place->book, CF_XLSX_PLAIN, CF_XLSX_FLAG)));
        put_xlsx_pair(place, "view", setting->name, setting->is_switch ? NULL : setting->text);
    }
}

static void put_xlsx_figures(struct place *place, const cf_report *report)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        cf_xlsx_put_figure(place->book, place->sheet, place->row, VALUE, figure);
        if (figure->kind == CF_MONEY)
            put_xlsx_text(place, UNIT, place->book->unit, CF_XLSX_MUTED);
        put_xlsx_pair(place, "figures", figure->name, NULL);
    }
}

/* The first row, which is hidden, is for programs; so is the last column, with names as in JSON. */
static void put_figures_head(struct place *place)
{
    static const char *const keys[COLUMN_COUNT] = {
        [PART] = "part", [WORDS] = "words", [VALUE] = "value", [UNIT] = "unit", [NAME] = "name"
    };
    static const char *const heads[COLUMN_COUNT] = {
        [PART] = "part", [WORDS] = "what", [VALUE] = "value", [UNIT] = "unit", [NAME] = "name"
    };
    static const double widths[COLUMN_COUNT] = { 12, 28, 44, 12, 28 };
    cf_xlsx *book = place->book;

    cf_xlsx_check(book, book->by.worksheet_set_row_opt(place->sheet, 0, LXW_DEF_ROW_HEIGHT, NULL,
                                                       &(lxw_row_col_options){ .hidden = 1 }));
    for (int c = PART; c < COLUMN_COUNT; c++)
        put_xlsx_text(place, c, keys[c], CF_XLSX_MUTED);
    place->row++;
    for (int c = PART; c < COLUMN_COUNT; c++) {
        put_xlsx_text(place, c, heads[c], CF_XLSX_HEAD);
        cf_xlsx_check(book, book->by.worksheet_set_column_opt(
                                place->sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL,
                                &(lxw_row_col_options){ .hidden = c == NAME }));
    }
    place->row++;
    book->by.worksheet_freeze_panes(place->sheet, place->row, 0);
}

static void print_figures(struct place *place)
{
    enum { MOST = 45 };
    lxw_row_t rows = place->row - 1;

    cf_xlsx_print(place->book, place->sheet,
                  &(cf_xlsx_area){ .pages = 1,
                                   .first = 1,
                                   .rows = rows < MOST ? rows : MOST,
                                   .all_rows = rows,
                                   .columns = UNIT + 1,
                                   .all_columns = UNIT + 1 });
}

static void put_figures_sheet(cf_xlsx *book, const cf_report *report)
{
    struct place place = { .book = book, .sheet = cf_xlsx_add_sheet(book, "figures") };

    if (place.sheet == NULL)
        return;
    put_figures_head(&place);
    put_xlsx_pair(&place, "command", cf_report_command(report), NULL);
    put_xlsx_scenario(&place, cf_report_scenario(report));
    put_xlsx_view(&place, report);
    put_xlsx_figures(&place, report);
    for (int i = 0; i < cf_report_warning_count(report); i++)
        put_xlsx_pair(&place, "warning", NULL, cf_report_warning(report, i));
    print_figures(&place);
}

static void put_xlsx_table(cf_xlsx *book, const cf_table *table)
{
    cf_xlsx_put_table(
        book, &(cf_xlsx_table){
                  .table = table, .name = cf_table_name(table), .frozen = 1, .printed = true });
}

static void put_xlsx_table_twice(cf_xlsx *book, const cf_report *report, const cf_table *table)
{
    put_xlsx_table(book, table);
    cf_xlsx_put_glance(book, report, table, 0);
}

cf_status cf_xlsx_write_report(FILE *out, const cf_report *report, const cf_write_options *options)
{
    cf_xlsx book;
    cf_status status = cf_xlsx_open(
        &book, &(cf_xlsx_options){ .scenario = cf_report_scenario(report), .frugal = true });

    if (status != CF_OK)
        goto out;
    if (options->table != NULL) {
        put_xlsx_table(&book, cf_report_find_table(report, options->table));
    } else {
        put_figures_sheet(&book, report);
        for (int i = 0; i < cf_report_table_count(report); i++)
            put_xlsx_table_twice(&book, report, cf_report_table(report, i));
        cf_xlsx_put_columns(&book);
    }
    status = cf_xlsx_finish(&book, out);

out:
    cf_xlsx_release(&book);
    return status;
}
