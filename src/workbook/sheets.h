/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_SHEETS_H
#define CIRCFIN_WORKBOOK_SHEETS_H

/* A workbook that is open, and the rows of one of its sheets: what their readers share. */

#include "base/arena.h"
#include "base/vec.h"
#include "database/database.h"
#include "workbook/strings.h"
#include "workbook/styles.h"
#include "workbook/workbook.h"
#include "workbook/xml_reader.h"

typedef struct cf_book_sheet {
    const char *name;
    const char *part;
    int index; /* of the table, where a part has several (.ods) */
    bool hidden;
} cf_book_sheet;

struct cf_book {
    cf_package package;
    cf_database *database; /* or NULL, and then there is nothing in the package but its diags */
    cf_arena arena;
    bool is_ods;
    bool from_1904;
    CF_VEC(cf_book_sheet) sheets;
    const char *strings_part; /* NULL: none */
    bool has_strings;         /* they are read, or could not be */
    cf_status strings_status; /* of that, told once */
    cf_book_strings strings;
    cf_book_styles styles;
};

/** A row in the making. */
typedef struct cf_book_pending {
    int number;
    int first, count; /* cells */
} cf_book_pending;

struct cf_book_rows {
    cf_book *workbook;
    cf_xml_reader *xml;
    cf_database_rows *table; /* of a database, instead */
    const char *part;
    double handed; /* bytes of text so far */
    bool ended;

    /* rows of the last piece that were not handed out, and the one that is being read */
    cf_book_text text;
    CF_VEC(cf_book_cell) cells;
    CF_VEC(cf_book_pending) list;
    int next; /* of `list` */

    /* where the reader is */
    int row, column;    /* from 1; of the last one */
    int first;          /* cell of the row that is being read */
    int last_number;    /* of the last row that was not empty */
    cf_book_text value; /* of the cell that is being read */
    void *state;        /* of its format; freed by free() */
};

/** Adds a cell with the text that follows `from` in rows->text. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_book_rows_cell(cf_book_rows *rows, int column, cf_book_kind kind,
                                         size_t from);

/** Adds a cell whose text is there already. @return CF_OK, CF_BAD_INPUT (reported) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_book_rows_again(cf_book_rows *rows, cf_book_cell cell);

/** Adds a number in the format of its cell. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_book_rows_number(cf_book_rows *rows, int column, double number,
                                           cf_book_format format);

/** The row that is being read is complete. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_book_rows_end(cf_book_rows *rows);

/** Checks that the row and column that were reached exist.
 *  @return CF_OK, CF_BAD_INPUT (reported) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_book_rows_check(const cf_book_rows *rows, double row, double column);

/** Begin to read a sheet. @return see cf_book_rows_open() */
CF_NODISCARD cf_status cf_book_xlsx_open(cf_book_rows *rows, const cf_book_sheet *sheet);
CF_NODISCARD cf_status cf_book_ods_open(cf_book_rows *rows, const cf_book_sheet *sheet);

CF_NODISCARD cf_status cf_book_table_open(cf_book_rows *rows, int table);

/** Reads more rows of a table, at most some hundred; `ended` of the rows is set behind the last.
 *  @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_table_more(cf_book_rows *rows);

/** Lists the tables of a database as sheets. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_table_sheets(cf_book *workbook);

/** Lists the sheets of an OpenDocument spreadsheet. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_ods_sheets(cf_book *workbook);

#endif
