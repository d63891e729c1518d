/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a table or view of a database, below a row with the names of its columns. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/sheets.h"

enum { ROWS_AT_ONCE = 200 };

static cf_status add_text(cf_book_rows *rows, int column, cf_book_kind kind, const char *text,
                          size_t length)
{
    size_t from = rows->text.size;

    return cf_book_text_add(&rows->text, text, length) ? cf_book_rows_cell(rows, column, kind, from)
                                                       : CF_NO_MEMORY;
}

static cf_status add_integer(cf_book_rows *rows, int column, long long integer)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRId64, (int64_t)integer);
    return add_text(rows, column, CF_BOOK_NUMBER, text, strlen(text));
}

/* What circfin wrote has its texts as they are. Others pad them, or store an empty one for none. */
static cf_status add_value(cf_book_rows *rows, int column, const cf_database_value *value)
{
    bool is_exact = cf_database_is_ours(rows->workbook->database);

    switch (value->kind) {
    case CF_DATABASE_INTEGER:
        return add_integer(rows, column, value->integer);
    case CF_DATABASE_REAL:
        return isfinite(value->real)
                   ? cf_book_rows_number(rows, column, value->real, CF_FORMAT_PLAIN)
                   : add_text(rows, column, CF_BOOK_ERROR, "#INFINITE", 9);
    case CF_DATABASE_TEXT:
        return add_text(rows, column, is_exact ? CF_BOOK_EXACT : CF_BOOK_TEXT, value->text,
                        value->length);
    case CF_DATABASE_BLOB:
        return add_text(rows, column, CF_BOOK_ERROR, "#BLOB", 5);
    case CF_DATABASE_NULL:
        break;
    }
    return CF_OK;
}

static cf_status add_row(cf_book_rows *rows)
{
    int count = cf_database_column_count(rows->table);
    cf_status status = CF_OK;

    for (int column = 0; column < count && status == CF_OK; column++) {
        cf_database_value value;

        status = cf_database_value_at(&value, rows->table, column);
        if (status == CF_OK)
            status = add_value(rows, column, &value);
    }
    return status == CF_OK ? cf_book_rows_end(rows) : status;
}

static cf_status add_names(cf_book_rows *rows)
{
    int count = cf_database_column_count(rows->table);
    cf_status status = cf_book_rows_check(rows, 1, count);

    for (int column = 0; column < count && status == CF_OK; column++) {
        const char *name = cf_database_column_name(rows->table, column);

        status = add_text(rows, column, CF_BOOK_TEXT, name, strlen(name));
    }
    rows->row = 1;
    return status == CF_OK ? cf_book_rows_end(rows) : status;
}

cf_status cf_book_table_more(cf_book_rows *rows)
{
    cf_status status = CF_OK;

    for (int i = 0; i < ROWS_AT_ONCE && status == CF_OK && !rows->ended; i++) {
        bool there;

        status = cf_database_rows_next(rows->table, &there);
        rows->ended = !there;
        rows->row++;
        if (status == CF_OK && there)
            status = add_row(rows);
    }
    return status;
}

cf_status cf_book_table_open(cf_book_rows *rows, int table)
{
    cf_status status = cf_database_rows_open(&rows->table, rows->workbook->database, table);

    rows->part = cf_database_table_name(rows->workbook->database, table);
    return status == CF_OK ? add_names(rows) : status;
}

cf_status cf_book_table_sheets(cf_book *workbook)
{
    int count = cf_database_table_count(workbook->database);
    cf_status status;

    for (int i = 0; i < count; i++)
        if (!cf_vec_push(&workbook->sheets,
                         (cf_book_sheet){ .name = cf_database_table_name(workbook->database, i) }))
            return CF_NO_MEMORY;
    if (count > 0)
        return CF_OK;
    status = cf_diags_add(workbook->package.diags, CF_ERROR, CF_CODE_BOOK_SHEET, NULL, NULL,
                          "the database must have a table or a view, but has none");
    return status == CF_OK ? CF_BAD_INPUT : status;
}
