/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The csv files: one for each table of the sections, and columns.csv, which explains them. */
#include <string.h>

#include "circfin/writer.h"
#include "documents/documents.h"
#include "report/money.h"

cf_status cf_table_write(FILE *out, const cf_report *report, const cf_table *table)
{
    cf_write_options options = { .table = cf_table_name(table) };

    return cf_writer_find("csv")->write(out, report, &options);
}

bool cf_is_table_file(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && strcmp(name + length - 4, ".csv") == 0 &&
           cf_section_of_table(name, length - 4) != NULL;
}

/* ---- columns.csv ---- */

enum { TABLE, COLUMN, HEADING, KIND, UNIT, SHOWN, ROUNDED, MEANING, COLUMN_COUNT };

static const cf_column columns[] = {
    [TABLE] = { "table", CF_TEXT },     [COLUMN] = { "column", CF_TEXT },
    [HEADING] = { "heading", CF_TEXT }, [KIND] = { "kind", CF_TEXT },
    [UNIT] = { "unit", CF_TEXT },       [SHOWN] = { "shown", CF_FLAG },
    [ROUNDED] = { "rounded", CF_TEXT }, [MEANING] = { "meaning", CF_TEXT },
};

static const char *const kinds[CF_KIND_COUNT] = {
    [CF_TEXT] = "text",   [CF_ENTITY] = "entity", [CF_DATE] = "date",     [CF_MONEY] = "money",
    [CF_SHARE] = "share", [CF_COUNT] = "count",   [CF_NUMBER] = "number", [CF_BAR] = "number",
    [CF_FLAG] = "flag",   [CF_COURSE] = "text",   [CF_SPAN] = "text",
};

/* Where people read it; the files have all digits. */
static const char *const roundings[] = {
    [CF_NEAREST] = "nearest",
    [CF_DOWN] = "down",
    [CF_UP] = "up",
};

static cf_status explain(cf_table *guide, const char *name, const cf_table *table,
                         const char *money)
{
    cf_status status = CF_OK;

    for (int c = 0; status == CF_OK && c < cf_table_column_count(table); c++) {
        const cf_column *column = cf_table_column(table, c);

        status =
            cf_table_add(guide, (cf_cell[]){ [TABLE] = cf_cell_text(name),
                                             [COLUMN] = cf_cell_text(column->name),
                                             [HEADING] = cf_cell_text(cf_column_heading(column)),
                                             [KIND] = cf_cell_text(kinds[column->kind]),
                                             [UNIT] = cf_cell_text(cf_column_unit(column, money)),
                                             [SHOWN] = cf_cell_flag(cf_lookup_shows(table, c)),
                                             [ROUNDED] = cf_cell_text(roundings[column->rounding]),
                                             [MEANING] = cf_cell_text(column->meaning) });
    }
    return status;
}

static cf_status explain_all(cf_report *report, cf_table *guide, const cf_dossier *dossier)
{
    char unit[CF_UNIT_SIZE], name[CF_TABLE_NAME_SIZE];
    const char *money = (cf_unit_text(unit, dossier->scenario), cf_report_text(report, "%s", unit));
    cf_status status = money == NULL ? CF_NO_MEMORY : CF_OK;

    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_report *part = cf_section_report(dossier, (cf_part)p);

        for (int i = 0; status == CF_OK && part != NULL && i < cf_report_table_count(part); i++) {
            const cf_table *table = cf_report_table(part, i);
            const char *own;

            cf_section_name_table(name, (cf_part)p, cf_table_name(table));
            own = cf_report_text(report, "%s", name);
            status = own == NULL ? CF_NO_MEMORY : explain(guide, own, table, money);
        }
    }
    return status;
}

cf_document_write cf_columns_write;

cf_status cf_columns_write(FILE *out, const cf_dossier *dossier)
{
    cf_report *report;
    cf_table *guide = NULL;
    cf_status status = cf_report_new(&report, "report", dossier->scenario);

    if (status == CF_OK)
        status = cf_table_new(&guide, "columns", columns, COLUMN_COUNT);
    if (status == CF_OK)
        status = explain_all(report, guide, dossier);
    if (status == CF_OK)
        status = cf_report_take_table(report, &guide);
    if (status == CF_OK)
        status = cf_table_write(out, report, cf_report_table(report, 0));
    cf_table_free(guide);
    cf_report_free(report);
    return status;
}
