/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a scenario as a workbook with the sheets deals, entities and scenario, from which it is
 * read back as it was: what a cell cannot hold is refused. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/target.h"
#include "base/text.h"
#include "circfin/sheets.h"
#include "writers/xlsx_book.h"

enum {
    MOST_ROWS = 1048576,
    MOST_COLUMNS = 16384,
    MANY_DEALS = 20000,     /* from here on one row is in memory at a time */
    BEFORE_1970 = 25569,    /* days of a workbook, whose day 61 is 1 March 1900 */
    FIRST_DAY = 61 - 25569, /* earlier ones have a number too many programs disagree on */
    LAST_DAY = 2958465 - 25569,
    NUMBER_SIZE = 40
};

/* A workbook in the making. */
struct book {
    cf_xlsx xlsx;
    lxw_worksheet *sheet;
    lxw_row_t row;
    int column;
    bool is_full; /* a row or a column has no room */
    cf_buffer text;
};

/* ---- cells ---- */

/* The next cell of the row; false where the sheet ends. */
static bool next_cell(struct book *book, int *column)
{
    *column = book->column++;
    book->is_full |= *column >= MOST_COLUMNS || book->row >= MOST_ROWS;
    return !book->is_full;
}

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* Readers drop the spaces around a text, and take an empty one for none. An apostrophe before it
 * says that it is exactly so; scenario/book_csv.c takes it off. */
static const char *marked(struct book *book, const char *text)
{
    const char *rest = text + strspn(text, "'");

    if (*rest != '\0' && !is_space(*rest) && !is_space(rest[strlen(rest) - 1]))
        return text;
    cf_buffer_clear(&book->text);
    cf_buffer_add(&book->text, "'");
    cf_buffer_add(&book->text, text);
    return cf_buffer_text(&book->text);
}

static cf_status put_text(void *context, const char *text)
{
    struct book *book = context;
    bool is_head = book->row == 0;
    int column;

    if (!next_cell(book, &column) || text == NULL)
        return CF_OK;
    text = marked(book, text);
    if (text == NULL)
        return CF_NO_MEMORY;
    cf_xlsx_put_text(&book->xlsx, book->sheet, book->row, column, text,
                     is_head ? cf_xlsx_format(&book->xlsx, CF_XLSX_HEAD, CF_XLSX_GENERAL) : NULL);
    return CF_OK;
}

/* libxlsxwriter keeps 16 digits; a number with 17 is a text. */
static cf_status put_number(void *context, double number)
{
    struct book *book = context;
    char kept[NUMBER_SIZE], exact[NUMBER_SIZE];
    double back;
    int column;

    snprintf(kept, sizeof kept, "%.16G", number);
    cf_text_make_point(kept);
    if (!cf_text_read_number(&back, kept) || back < number || back > number) {
        cf_text_number(exact, number);
        return put_text(context, exact);
    }
    if (next_cell(book, &column))
        cf_xlsx_put_number(&book->xlsx, book->sheet, book->row, column, number, NULL);
    return CF_OK;
}

static cf_status put_day(void *context, cf_day day)
{
    struct book *book = context;
    char text[CF_DAY_SIZE];
    int column;

    if (day == CF_NO_DAY)
        return put_text(context, NULL);
    cf_day_format(text, day);
    if (day < FIRST_DAY || day > LAST_DAY)
        return put_text(context, text);
    if (next_cell(book, &column))
        cf_xlsx_put_number(&book->xlsx, book->sheet, book->row, column, (double)day + BEFORE_1970,
                           cf_xlsx_format(&book->xlsx, CF_XLSX_PLAIN, CF_XLSX_DATE));
    return CF_OK;
}

static cf_status put_flag(void *context, bool flag)
{
    struct book *book = context;
    int column;

    if (next_cell(book, &column))
        cf_xlsx_check(&book->xlsx, book->xlsx.by.worksheet_write_boolean(
                                       book->sheet, book->row, (lxw_col_t)column, flag, NULL));
    return book->xlsx.status;
}

static cf_status end_row(void *context)
{
    struct book *book = context;

    book->row++;
    book->column = 0;
    return book->xlsx.status;
}

static cf_status begin_sheet(void *context, const char *name)
{
    enum { WIDTH = 16 };
    struct book *book = context;

    book->sheet = cf_xlsx_add_sheet(&book->xlsx, name);
    book->row = 0;
    book->column = 0;
    if (book->sheet == NULL)
        return book->xlsx.status;
    book->xlsx.by.worksheet_freeze_panes(book->sheet, 1, 0);
    cf_xlsx_check(&book->xlsx, book->xlsx.by.worksheet_set_column(book->sheet, 0, MOST_COLUMNS - 1,
                                                                  WIDTH, NULL));
    return book->xlsx.status;
}

/* ---- the file ---- */

static cf_status refuse(cf_diags *diags, const char *what)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_BOOK_NO_ROOM, NULL, "write a folder: -o DIR",
                     "a workbook must hold all of the scenario, but has no room for %s", what);

    return status == CF_OK ? CF_BAD_INPUT : status;
}

static cf_status check_room(const struct book *book, cf_diags *diags)
{
    if (book->is_full)
        return refuse(diags, "so many rows or columns");
    return book->xlsx.cut > 0 ? refuse(diags, "a text of more than 32,767 characters") : CF_OK;
}

/* What libxlsxwriter could not do. */
static cf_status report(cf_status status, cf_diags *diags)
{
    cf_status told = CF_OK;

    if (status == CF_IO)
        return cf_target_add_temporary_error("a workbook", errno, diags);
    if (status == CF_BAD_OPTION)
        told = cf_diags_add(diags, CF_ERROR, CF_CODE_NOTHING, NULL,
                            "install libxlsxwriter, or write a folder: -o DIR",
                            "a workbook cannot be written without libxlsxwriter");
    return told == CF_OK ? status : told;
}

static cf_status write_book(struct book *book, FILE *out, const cf_scenario *scenario,
                            cf_diags *diags)
{
    const cf_sheet_sink sink = { .context = book,
                                 .begin_sheet = begin_sheet,
                                 .text = put_text,
                                 .number = put_number,
                                 .day = put_day,
                                 .flag = put_flag,
                                 .end_row = end_row };
    cf_status status =
        cf_xlsx_open(&book->xlsx, &(cf_xlsx_options){ .scenario = scenario,
                                                      .frugal = scenario->deal_count >= MANY_DEALS,
                                                      .exact = true });

    if (status == CF_OK)
        status = cf_sheets_put(scenario, &sink);
    if (status != CF_OK)
        return report(status, diags);
    status = check_room(book, diags);
    return status == CF_OK ? report(cf_xlsx_finish(&book->xlsx, out), diags) : status;
}

cf_status cf_sheets_write_workbook(const cf_scenario *scenario, const char *file, cf_diags *diags)
{
    struct book book = { .row = 0 };
    cf_target target;
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK)
        status = cf_sheets_warn_unwritten(scenario, diags);
    if (status == CF_OK)
        status = write_book(&book, target.stream, scenario, diags);
    if (status == CF_OK)
        status = cf_target_finish(&target, diags);
    cf_xlsx_release(&book.xlsx);
    cf_buffer_free(&book.text);
    cf_target_release(&target);
    return status;
}
