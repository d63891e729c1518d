/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_BOOK_H
#define CIRCFIN_WRITERS_XLSX_BOOK_H

/*
 * A workbook in the making. What goes wrong on the way sticks, and cf_xlsx_finish() tells it, so
 * that whoever fills sheets need not ask after every cell. No text can become a formula, a link
 * or a broken file: whatever it holds, it is text.
 *
 * libxlsxwriter writes to a path only, so a workbook grows in the folder of TMPDIR (or /tmp) and
 * is copied to where it goes. Its dates are those of the scenario: same input, same bytes.
 */

#include <locale.h>
#include <stdio.h>
#include <xlsxwriter.h>

#include "base/buffer.h"
#include "report/money.h"
#include "circfin/report.h"

/** How a cell looks, apart from its number. */
typedef enum cf_xlsx_style {
    CF_XLSX_PLAIN,
    CF_XLSX_HEAD, /* of a column of text */
    CF_XLSX_HEAD_RIGHT,
    CF_XLSX_TITLE,
    CF_XLSX_HEADING,
    CF_XLSX_STRONG, /* wrapped */
    CF_XLSX_MUTED,
    CF_XLSX_PROSE, /* wrapped, from the top */
    CF_XLSX_LINK,
    CF_XLSX_INPUT, /* for the reader to change: marked, and not locked */
    CF_XLSX_TOTAL,
    CF_XLSX_STYLE_COUNT
} cf_xlsx_style;

/** How its number is written. CF_XLSX_MONEY + 2 has two decimals. */
typedef enum cf_xlsx_number {
    CF_XLSX_GENERAL,
    CF_XLSX_TEXT, /* stays text even when somebody edits it */
    CF_XLSX_COUNT,
    CF_XLSX_SHARE,
    CF_XLSX_DATE,
    CF_XLSX_FLAG,
    CF_XLSX_MONEY,
    CF_XLSX_NUMBER_COUNT = CF_XLSX_MONEY + 10
} cf_xlsx_number;

/** What a column of a table means, in a static text; NULL where nothing is known of it. */
typedef const char *cf_xlsx_meaning(const char *table, const char *column);

typedef struct cf_xlsx {
    lxw_workbook *book;
    lxw_format *formats[CF_XLSX_STYLE_COUNT][CF_XLSX_NUMBER_COUNT]; /* made when first needed */
    char unit[CF_UNIT_SIZE];  /* of money: "USD bn"; "" without a scenario */
    cf_table *guide;          /* a row for each column of the tables so far */
    cf_xlsx_meaning *meaning; /* or NULL */
    cf_buffer scratch;        /* the last text that had to be changed */
    size_t bytes;             /* about what the cells take unpacked */
    long cut, unlinked;       /* texts that were too long; links that stayed text */
    cf_status status;         /* the first failure */
    int error;                /* its errno */
    char *path;               /* the temporary file */
    locale_t locale, outside; /* numbers get a point while the workbook is open */
} cf_xlsx;

typedef struct cf_xlsx_options {
    const cf_scenario *scenario; /* for title, unit and date; NULL is allowed */
    cf_xlsx_meaning *meaning;    /* or NULL */
    bool frugal; /* for very many rows: keeps one row in memory, takes rows in order only, and
                    charts come without the numbers that viewers without a calculator show */
} cf_xlsx_options;

/** Opens an empty workbook. *out is to be released whatever the status.
 *  @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set: the folder of TMPDIR cannot be used */
CF_NODISCARD cf_status cf_xlsx_open(cf_xlsx *out, const cf_xlsx_options *options);

/** Writes it to a stream whose errors the caller checks, with errno left as they set it.
 *  @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set */
CF_NODISCARD cf_status cf_xlsx_finish(cf_xlsx *book, FILE *out);

/** Nothing is left behind. */
void cf_xlsx_release(cf_xlsx *book);

/** Adds a sheet. Its name is made legal and unique: `name` itself where it can be. NULL once
 *  something has failed, which all functions below allow. */
lxw_worksheet *cf_xlsx_add_sheet(cf_xlsx *book, const char *name);

/** Looks are made once; NULL when memory ran out, which libxlsxwriter allows. */
lxw_format *cf_xlsx_format(cf_xlsx *book, cf_xlsx_style style, int number);

/** Takes the result of a call of libxlsxwriter. */
void cf_xlsx_check(cf_xlsx *book, lxw_error error);

/** A text as a cell may hold it: characters that XML forbids, and bytes that are not UTF-8, become
 *  U+FFFD; what would be read as an escape such as _x0041_ is escaped; beyond the 32,767
 *  characters of a cell it is cut, says so, and is counted. Good until the next call; NULL when
 *  memory ran out. */
const char *cf_xlsx_clean(cf_xlsx *book, const char *text);

/** Whether a workbook can link to it: cf_xml_can_link(), ASCII, at most 2,079 characters. */
bool cf_xlsx_can_link(const char *url);

/* ---- cells: row and column from 0 ---- */

void cf_xlsx_put_text(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                      const char *text, lxw_format *format);
void cf_xlsx_put_number(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        double number, lxw_format *format); /* NaN: left empty */

/** A formula with its value for viewers that do not calculate; NaN: the empty text.
 *  The formula must not hold a text from outside. */
void cf_xlsx_put_formula(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                         lxw_format *format, double value, const char *formula, ...)
    CF_PRINTF(7, 8);

/** For print: upright or across, and as many pages wide, as `width` (in characters) needs to be
 *  readable; the first `head_rows` rows and `head_columns` columns on every page; numbered. */
void cf_xlsx_set_up_page(cf_xlsx *book, lxw_worksheet *sheet, double width, int head_rows,
                         int head_columns);

#endif
