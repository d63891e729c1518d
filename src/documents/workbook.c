/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes workbook.xlsx: a summary, then the sheets of every section. */
#include "documents/workbook.h"

#include <string.h>

#include "writers/cell_style.h"
#include "writers/xlsx_glance.h"

const char *cf_workbook_supplier(const cf_workbook *workbook, long row)
{
    const char *name = cf_lookup_text(&workbook->suppliers, row, "name");

    return name != NULL ? name : cf_lookup_text(&workbook->suppliers, row, "entity");
}

/* ---- writing ---- */

static void put_table(cf_workbook *workbook, cf_part part, const cf_table *table)
{
    char name[CF_TABLE_NAME_SIZE];

    cf_section_name_table(name, part, cf_table_name(table));
    cf_xlsx_put_table(&workbook->book, &(cf_xlsx_table){ .table = table,
                                                         .name = name,
                                                         .tab = cf_sections[part].tab,
                                                         .frozen = 1 });
}

static void put_tables(cf_workbook *workbook, cf_part part)
{
    const cf_report *report = cf_section_report(workbook->dossier, part);

    for (int i = 0; i < cf_report_table_count(report); i++) {
        put_table(workbook, part, cf_report_table(report, i));
        cf_xlsx_put_glance(&workbook->book, report, cf_report_table(report, i),
                           cf_sections[part].tab);
    }
}

void cf_workbook_put_score(cf_workbook *workbook, const cf_section *section)
{
    const cf_report *report = workbook->dossier->parts[CF_PART_SCORE];

    cf_workbook_put_what_if(workbook, cf_xlsx_add_sheet(&workbook->book, CF_WORKBOOK_WHAT_IF));
    for (int i = 0; i < cf_report_table_count(report); i++) {
        const cf_table *table = cf_report_table(report, i);

        if (strcmp(cf_table_name(table), "deals") == 0)
            cf_workbook_put_deals(workbook, section->tab);
        else
            put_table(workbook, CF_PART_SCORE, table);
    }
}

/* The tabs stand in the order in which their sheets are added. The summary lists all of them, so
 * it is filled last. */
static void put_all(cf_workbook *workbook)
{
    lxw_worksheet *summary = cf_xlsx_add_sheet(&workbook->book, "summary");

    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_section *section = &cf_sections[p];

        if (section->sheets != NULL)
            section->sheets(workbook, section);
        else if (cf_section_report(workbook->dossier, (cf_part)p) != NULL)
            put_tables(workbook, (cf_part)p);
    }
    cf_xlsx_put_columns(&workbook->book);
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
    const cf_xlsx_options options = { .scenario = dossier->scenario };
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
