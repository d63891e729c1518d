/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format csv: one table as in RFC 4180, with CRLF, the column names as header, and null as an
 * empty field. An apostrophe precedes text that a spreadsheet would run as a formula. */
#include "base/put.h"
#include "circfin/writer.h"
#include "base/csv.h"

static void put_csv_cell(FILE *out, cf_kind kind, const cf_cell *cell, bool terminal)
{
    if (!cell->known)
        return;
    if (cf_kind_is_text(kind))
        (terminal ? cf_put_csv_shown : cf_put_csv_text)(out, cell->text);
    else
        cf_put_number(out, kind, cell->number);
}

static void put_header(FILE *out, const cf_table *table)
{
    for (int c = 0; c < cf_table_column_count(table); c++) {
        if (c > 0)
            putc(',', out);
        cf_put_csv_text(out, cf_table_column(table, c)->name);
    }
    fputs("\r\n", out);
}

static cf_status write_csv(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_table *table = NULL;

    if (options->table != NULL)
        table = cf_report_find_table(report, options->table);
    else if (cf_report_table_count(report) > 0)
        table = cf_report_table(report, 0);
    if (table == NULL)
        return CF_BAD_OPTION;

    put_header(out, table);
    for (long r = 0; r < cf_table_row_count(table) && !ferror(out); r++) {
        for (int c = 0; c < cf_table_column_count(table); c++) {
            if (c > 0)
                putc(',', out);
            put_csv_cell(out, cf_table_column(table, c)->kind, cf_table_cell(table, r, c),
                         options->terminal);
        }
        fputs("\r\n", out);
    }
    return CF_OK;
}

const cf_writer cf_writer_csv = {
    .name = "csv",
    .ending = ".csv",
    .summary = "one table with every column, in full precision",
    .write = write_csv,
};
