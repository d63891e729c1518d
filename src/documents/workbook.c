/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/workbook.h"

#include <math.h>
#include <string.h>

#include "writers/look.h"

static const char *const dates[] = { "date", NULL };

/* The reports whose tables get a sheet each, and the colours of their tabs. */
static const struct {
    cf_part part;
    lxw_color_t tab;
} parts[] = {
    { CF_PART_SCORE, 0x2A6F97 },
    { CF_PART_LOOPS, 0xC05621 },
    { CF_PART_DRIVERS, 0x6B4E9B },
    { CF_PART_TIMELINE, 0x4F7942 },
};

/* ---- reading ---- */

static cf_cell cell_of(const cf_table *table, long row, const char *column)
{
    int c = table == NULL ? -1 : cf_table_find_column(table, column);

    return c < 0 ? cf_cell_null() : *cf_table_cell(table, row, c);
}

double cf_workbook_number(const cf_table *table, long row, const char *column)
{
    cf_cell cell = cell_of(table, row, column);

    return cell.known ? cell.number : (double)NAN;
}

const char *cf_workbook_text(const cf_table *table, long row, const char *column)
{
    cf_cell cell = cell_of(table, row, column);

    return cell.known ? cell.text : NULL;
}

long cf_workbook_find(const cf_table *table, const char *column, const char *text)
{
    long rows = table == NULL ? 0 : cf_table_row_count(table);

    for (long r = 0; r < rows; r++) {
        const char *here = cf_workbook_text(table, r, column);

        if (here != NULL && strcmp(here, text) == 0)
            return r;
    }
    return -1;
}

const char *cf_workbook_supplier(const cf_workbook *workbook, long row)
{
    const char *name = cf_workbook_text(workbook->suppliers, row, "name");

    return name != NULL ? name : cf_workbook_text(workbook->suppliers, row, "entity");
}

/* ---- writing ---- */

static void put_tables(cf_workbook *workbook)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const cf_report *report = workbook->dossier->parts[parts[i].part];

        for (int t = 0; t < cf_report_table_count(report); t++) {
            const cf_table *table = cf_report_table(report, t);
            const char *name = cf_table_name(table);

            if (parts[i].part == CF_PART_SCORE && strcmp(name, "deals") == 0)
                cf_workbook_put_deals(workbook);
            else
                cf_xlsx_put_table(&workbook->book, &(cf_xlsx_table){ .table = table,
                                                                     .name = name,
                                                                     .tab = parts[i].tab,
                                                                     .frozen = 1,
                                                                     .dates = dates });
        }
    }
}

/* The tabs stand in the order in which their sheets are made; the summary speaks of all of them,
 * so it is filled last. */
static void put_all(cf_workbook *workbook)
{
    cf_xlsx *book = &workbook->book;
    lxw_worksheet *summary = cf_xlsx_add_sheet(book, "summary");
    lxw_worksheet *what_if = cf_xlsx_add_sheet(book, CF_WORKBOOK_WHAT_IF);

    cf_workbook_put_what_if(workbook, what_if);
    put_tables(workbook);
    cf_xlsx_put_columns(book);
    cf_workbook_put_summary(workbook, summary);
}

static void look_at_suppliers(cf_workbook *workbook)
{
    const cf_report *score = workbook->dossier->parts[CF_PART_SCORE];
    int invested;

    workbook->money = CF_XLSX_MONEY;
    workbook->suppliers = cf_report_find_table(score, "suppliers");
    if (workbook->suppliers == NULL)
        return;
    workbook->supplier_count = cf_table_row_count(workbook->suppliers);
    invested = cf_table_find_column(workbook->suppliers, "loopback_pro_rata");
    if (invested >= 0)
        workbook->money += cf_look_of_column(workbook->suppliers, invested).decimals;
}

cf_status cf_workbook_write(FILE *out, const cf_dossier *dossier)
{
    cf_workbook workbook = { .dossier = dossier };
    const cf_xlsx_options options = { .scenario = dossier->scenario,
                                      .meaning = cf_workbook_meaning };
    cf_status status;

    look_at_suppliers(&workbook);
    status = cf_xlsx_open(&workbook.book, &options);
    if (status == CF_OK) {
        put_all(&workbook);
        status = cf_xlsx_finish(&workbook.book, out);
    }
    cf_xlsx_release(&workbook.book);
    return status;
}
