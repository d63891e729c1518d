/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands out the rows of a sheet, piece by piece of its XML, and bounds their number and size. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "workbook/dates.h"
#include "workbook/sheets.h"

/* ---- cells ---- */

/* Counts what readers get; strings are shared and rows repeated, so it may be more than is there.
 */
static cf_status hand_out(cf_book_rows *rows, double bytes)
{
    const cf_database *database = rows->workbook->database;
    double read = database != NULL ? cf_database_size(database) : cf_xml_reader_bytes(rows->xml);

    rows->handed += bytes;
    if (rows->handed <= CF_PACKAGE_TEXT_FREE + CF_PACKAGE_TEXT_TIMES * read)
        return CF_OK;
    return cf_package_too_large(&rows->workbook->package,
                                "the text of a %s must be at most %d times its %s, but that of "
                                "%.60s is more",
                                database != NULL ? "table" : "sheet", CF_PACKAGE_TEXT_TIMES,
                                database != NULL ? "file" : "part", rows->part);
}

cf_status cf_book_rows_again(cf_book_rows *rows, cf_book_cell cell)
{
    if (!cf_vec_push(&rows->cells, cell))
        return CF_NO_MEMORY;
    return hand_out(rows, (double)(sizeof cell / 4 + cell.length));
}

cf_status cf_book_rows_cell(cf_book_rows *rows, int column, cf_book_kind kind, size_t from)
{
    return cf_book_rows_again(rows, (cf_book_cell){ column, kind, from, rows->text.size - from });
}

/* "0.07" is "7%": the point moves, so no digit is lost. What has an exponent stays as it is. */
static void put_percent(char text[static 40])
{
    char *point = strchr(text, '.'), *end = text + strlen(text), *digit = text + (text[0] == '-');

    if (strchr(text, 'e') != NULL || end - text > 36)
        return;
    if (point == NULL)
        point = end;
    else
        memmove(point, point + 1, (size_t)(end-- - point));
    while (end < point + 2)
        *end++ = '0';
    if (end > point + 2) {
        memmove(point + 3, point + 2, (size_t)(end++ - point - 2));
        point[2] = '.';
    }
    *end = '\0';
    while (digit[0] == '0' && digit[1] >= '0' && digit[1] <= '9')
        memmove(digit, digit + 1, strlen(digit));
    strcat(text, "%");
}

static cf_book_kind put_number(char text[static 40], const cf_book_rows *rows, double number,
                               cf_book_format format)
{
    if (format == CF_FORMAT_DAY && cf_book_day(text, number, rows->workbook->from_1904))
        return CF_BOOK_DAY;
    cf_text_number(text, number);
    if (format == CF_FORMAT_PERCENT)
        put_percent(text);
    return CF_BOOK_NUMBER;
}

cf_status cf_book_rows_number(cf_book_rows *rows, int column, double number, cf_book_format format)
{
    char text[40];
    size_t from = rows->text.size;
    cf_book_kind kind = put_number(text, rows, number, format);

    return cf_book_text_add(&rows->text, text, strlen(text))
               ? cf_book_rows_cell(rows, column, kind, from)
               : CF_NO_MEMORY;
}

cf_status cf_book_rows_check(const cf_book_rows *rows, double row, double column)
{
    if (row > CF_BOOK_MOST_ROWS)
        return cf_package_too_large(&rows->workbook->package,
                                    "a sheet must have at most %d rows, but one is number %.0f",
                                    CF_BOOK_MOST_ROWS, row);
    if (column > CF_BOOK_MOST_COLUMNS)
        return cf_package_too_large(&rows->workbook->package,
                                    "a sheet must have at most %d columns, but one is number %.0f",
                                    CF_BOOK_MOST_COLUMNS, column);
    return CF_OK;
}

cf_status cf_book_rows_end(cf_book_rows *rows)
{
    cf_book_pending row = { rows->row, rows->first, rows->cells.count - rows->first };
    int gap = rows->row - rows->last_number;

    rows->first = rows->cells.count;
    if (row.count == 0)
        return CF_OK;
    if (!cf_vec_push(&rows->list, row))
        return CF_NO_MEMORY;
    rows->last_number = rows->row;
    return hand_out(rows, (double)rows->cells.at[rows->first - 1].column + gap);
}

/* ---- rows ---- */

/* Drops the rows that were handed out; the one that is being read moves to the front. */
static void drop_rows(cf_book_rows *rows)
{
    int left = rows->cells.count - rows->first;
    size_t from = left == 0 ? rows->text.size : rows->cells.at[rows->first].from;

    rows->list.count = rows->next = 0;
    if (rows->first == 0)
        return;
    if (left > 0)
        memmove(rows->cells.at, rows->cells.at + rows->first,
                (size_t)left * sizeof *rows->cells.at);
    if (rows->text.size > from)
        memmove(rows->text.at, rows->text.at + from, rows->text.size - from);
    for (int i = 0; i < left; i++)
        rows->cells.at[i].from -= from;
    rows->text.size -= from;
    rows->cells.count = left;
    rows->first = 0;
}

cf_status cf_book_rows_next(cf_book_rows *rows, cf_book_row *out, bool *there)
{
    cf_status status = CF_OK;

    *there = false;
    while (status == CF_OK && rows->next == rows->list.count && !rows->ended) {
        drop_rows(rows);
        status = rows->table != NULL ? cf_book_table_more(rows)
                                     : cf_xml_reader_more(rows->xml, &rows->ended);
    }
    if (status != CF_OK || rows->next == rows->list.count)
        return status;
    *there = true;
    *out = (cf_book_row){ .number = rows->list.at[rows->next].number,
                          .cells = rows->cells.at + rows->list.at[rows->next].first,
                          .count = rows->list.at[rows->next].count,
                          .text = rows->text.at == NULL ? "" : rows->text.at };
    rows->next++;
    return CF_OK;
}

/* ---- opening ---- */

static cf_status read_strings(cf_book *workbook)
{
    if (workbook->has_strings || workbook->strings_part == NULL)
        return workbook->strings_status;
    workbook->has_strings = true;
    return workbook->strings_status =
               cf_book_strings_read(&workbook->strings, &workbook->package, workbook->strings_part);
}

cf_status cf_book_rows_open(cf_book_rows **out, cf_book *workbook, int sheet)
{
    cf_book_rows *rows = calloc(1, sizeof *rows);
    cf_status status = rows == NULL ? CF_NO_MEMORY : read_strings(workbook);

    *out = rows;
    if (status == CF_OK) {
        const cf_book_sheet *chosen = &workbook->sheets.at[sheet];

        rows->workbook = workbook;
        rows->part = chosen->part;
        if (workbook->database != NULL)
            status = cf_book_table_open(rows, sheet);
        else
            status =
                workbook->is_ods ? cf_book_ods_open(rows, chosen) : cf_book_xlsx_open(rows, chosen);
    }
    if (status == CF_OK)
        return CF_OK;
    cf_book_rows_free(rows);
    *out = NULL;
    return status;
}

void cf_book_rows_free(cf_book_rows *rows)
{
    if (rows == NULL)
        return;
    cf_xml_reader_free(rows->xml);
    cf_database_rows_free(rows->table);
    cf_book_text_free(&rows->text);
    cf_book_text_free(&rows->value);
    free(rows->cells.at);
    free(rows->list.at);
    free(rows->state);
    free(rows);
}
