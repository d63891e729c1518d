/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes workbook.xlsx: a summary, then the sheets of every section. */
#include "documents/workbook.h"

#include <string.h>

#include "report/company.h"
#include "writers/cell_style.h"
#include "writers/xlsx_glance.h"

const char *cf_workbook_supplier(const cf_workbook *workbook, long row)
{
    const char *name = cf_lookup_text(&workbook->suppliers, row, "name");

    return name != NULL ? name : cf_lookup_text(&workbook->suppliers, row, "entity");
}

lxw_color_t cf_workbook_colour(const cf_workbook *workbook, long row, double strength)
{
    const char *id = cf_lookup_text(&workbook->suppliers, row, "entity");
    char name[16];

    snprintf(name, sizeof name, "s%d",
             cf_report_colour(workbook->dossier->parts[CF_PART_SCORE], id == NULL ? "" : id));
    return cf_xlsx_tint(name, strength);
}

/* ---- writing ---- */

/* The tables of which the workbook prints a page each; deals is one more. */
static const char *const printed[] = { "suppliers", "loops", "drivers", "entities" };

static bool is_printed(const char *table)
{
    for (int i = 0; i < CF_COUNT_OF(printed); i++)
        if (strcmp(printed[i], table) == 0)
            return true;
    return false;
}

static void put_table(cf_workbook *workbook, cf_part part, const cf_table *table)
{
    char name[CF_TABLE_NAME_SIZE];

    cf_section_name_table(name, part, cf_table_name(table));
    cf_xlsx_put_table(&workbook->book, &(cf_xlsx_table){ .table = table,
                                                         .name = name,
                                                         .tab = cf_sections[part].tab,
                                                         .frozen = 1,
                                                         .printed = is_printed(name) });
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

    cf_workbook_put_what_if(workbook);
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

    workbook->book.pages = CF_WORKBOOK_SUMMARY_PAGES; /* it is filled last */
    cf_workbook_put_pictures(workbook);
    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_section *section = &cf_sections[p];

        if (section->sheets != NULL)
            section->sheets(workbook, section);
        else if (cf_section_report(workbook->dossier, (cf_part)p) != NULL)
            put_tables(workbook, (cf_part)p);
    }
    cf_xlsx_put_columns(&workbook->book);
    workbook->book.pages -= CF_WORKBOOK_SUMMARY_PAGES;
    cf_workbook_put_summary(workbook, summary);
}

/* How amounts of suppliers are written: a cf_xlsx_number. One for all three figures, so that pro
 * rata never reads as more than max or less than min. */
static int money_of(const cf_table *suppliers)
{
    static const char *const figures[] = { "loopback_min", "loopback_pro_rata", "loopback_max" };
    int most = 0;

    for (int i = 0; suppliers != NULL && i < CF_COUNT_OF(figures); i++) {
        int column = cf_table_find_column(suppliers, figures[i]);
        int decimals = column < 0 ? 0 : cf_cell_style_of_column(suppliers, column).decimals;

        most = decimals > most ? decimals : most;
    }
    return CF_XLSX_MONEY + most;
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
