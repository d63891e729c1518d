/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/workbook.h"

#include <string.h>

#include "writers/cell_style.h"

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

const char *cf_workbook_supplier(const cf_workbook *workbook, long row)
{
    const char *name = cf_lookup_text(&workbook->suppliers, row, "name");

    return name != NULL ? name : cf_lookup_text(&workbook->suppliers, row, "entity");
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
                                                                     .frozen = 1 });
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

/* How amounts of suppliers are written: a cf_xlsx_number. */
static int money_of(const cf_table *suppliers)
{
    int column = suppliers == NULL ? -1 : cf_table_find_column(suppliers, "loopback_pro_rata");

    return CF_XLSX_MONEY + (column < 0 ? 0 : cf_cell_style_of_column(suppliers, column).decimals);
}

cf_status cf_workbook_write(FILE *out, const cf_dossier *dossier)
{
    cf_workbook workbook = { .dossier = dossier,
                             .suppliers =
                                 cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers") };
    const cf_xlsx_options options = { .scenario = dossier->scenario,
                                      .meaning = cf_workbook_meaning };
    cf_status status;

    workbook.money = money_of(workbook.suppliers.table);
    status = cf_xlsx_open(&workbook.book, &options);
    if (status == CF_OK) {
        put_all(&workbook);
        status = cf_xlsx_finish(&workbook.book, out);
    }
    cf_xlsx_release(&workbook.book);
    return status;
}
