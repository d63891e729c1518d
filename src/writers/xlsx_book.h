/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_BOOK_H
#define CIRCFIN_WRITERS_XLSX_BOOK_H

/*
 * A workbook under construction. The first failure is kept until cf_xlsx_finish() returns it, so
 * that code that fills sheets need not check every cell. Text always stays text: it can become
 * neither a formula nor a link, nor break the file.
 *
 * libxlsxwriter writes to a path only, so a workbook is built in the folder of TMPDIR (or /tmp) and
 * then copied. Its dates are those of the scenario, so that equal input gives equal bytes.
 */

#include <locale.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "report/money.h"
#include "writers/xlsx_library.h"
#include "circfin/report.h"

/** The style of a cell, apart from its number format. */
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
    CF_XLSX_INPUT, /* an input cell: marked and unlocked */
    CF_XLSX_TOTAL,
    CF_XLSX_STYLE_COUNT
} cf_xlsx_style;

/** The number format of a cell. CF_XLSX_MONEY + 2 has two decimals, and so has CF_XLSX_PERCENT + 2,
 *  for shares that need more than CF_XLSX_SHARE shows. */
typedef enum cf_xlsx_number {
    CF_XLSX_GENERAL,
    CF_XLSX_TEXT, /* stays text when edited */
    CF_XLSX_COUNT,
    CF_XLSX_SHARE,
    CF_XLSX_DATE,
    CF_XLSX_FLAG,
    CF_XLSX_MONEY,
    CF_XLSX_PERCENT = CF_XLSX_MONEY + 10,
    CF_XLSX_NUMBER_COUNT = CF_XLSX_PERCENT + 10
} cf_xlsx_number;

typedef struct cf_xlsx {
    cf_xlsx_library by;
    lxw_workbook *book;
    lxw_format *formats[CF_XLSX_STYLE_COUNT][CF_XLSX_NUMBER_COUNT]; /* made when first needed */
    char unit[CF_UNIT_SIZE]; /* of money: "USD bn"; "" without a scenario */
    const cf_scenario *scenario;
    const char **names;       /* of its entities: see cf_xlsx_name(); made when first needed */
    cf_arena arena;           /* names, until the workbook is closed */
    int pages;                /* that will be printed, so far */
    cf_table *guide;          /* a row for each column of the tables so far */
    cf_buffer scratch;        /* the last text that had to be changed */
    cf_buffer path_names;     /* the last path */
    size_t bytes;             /* approximate size of the cells, unpacked */
    bool exact;               /* see cf_xlsx_options */
    long cut, unlinked;       /* number of texts cut, and of links left as text */
    cf_status status;         /* the first failure */
    int error;                /* its errno */
    cf_temporary folder;      /* for all that libxlsxwriter writes */
    char *path;               /* the workbook in it */
    locale_t locale, outside; /* the C locale while the workbook is open; the one before */
} cf_xlsx;

typedef struct cf_xlsx_options {
    const cf_scenario *scenario; /* for title, unit and date; NULL is allowed */
    bool frugal; /* for very many rows: keeps one row in memory, takes rows in order only, and
                    leaves the cached numbers out of charts */
    bool exact;  /* characters that XML forbids are escaped, such as _x000D_, not replaced */
} cf_xlsx_options;

/** Opens an empty workbook. Release *out whatever the status.
 *  @return CF_OK, CF_NO_MEMORY, CF_BAD_OPTION if libxlsxwriter is missing, or CF_IO with errno
 *          set if the folder of TMPDIR cannot be used */
CF_NODISCARD cf_status cf_xlsx_open(cf_xlsx *out, const cf_xlsx_options *options);

/** Writes the workbook to a stream. The caller checks the stream for errors; errno is kept.
 *  @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set */
CF_NODISCARD cf_status cf_xlsx_finish(cf_xlsx *book, FILE *out);

/** Frees everything and removes the temporary file. */
void cf_xlsx_release(cf_xlsx *book);

/** Adds a sheet. Its name is `name`, changed if it is not legal or not unique. Returns NULL after
 *  a failure, which all functions below accept. */
lxw_worksheet *cf_xlsx_add_sheet(cf_xlsx *book, const char *name);

/** The format of a style and number format, made once. NULL when memory ran out, which
 *  libxlsxwriter accepts. */
lxw_format *cf_xlsx_format(cf_xlsx *book, cf_xlsx_style style, int number);

/** Keeps the failure of a call of libxlsxwriter, if it is one. */
void cf_xlsx_check(cf_xlsx *book, lxw_error error);

/** Keeps a failure of ours, if it is one. */
void cf_xlsx_check_status(cf_xlsx *book, cf_status status);

/** Makes a text safe for a cell. Characters that XML forbids, unless the book is exact, and bytes
 *  that are not UTF-8 become U+FFFD; what reads like an escape, such as _x0041_, is escaped; a text
 * longer than the 32,767 characters of a cell is cut, marked and counted. Valid until the next
 * call; NULL when memory ran out. */
const char *cf_xlsx_clean(cf_xlsx *book, const char *text);

/** Whether a workbook can link to an address: cf_xml_can_link(), ASCII, at most 2,079 characters.
 */
bool cf_xlsx_can_link(const char *url);

/* ---- cells: row and column from 0 ---- */

void cf_xlsx_put_text(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                      const char *text, lxw_format *format);
void cf_xlsx_put_number(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        double number, lxw_format *format); /* NaN: an empty cell */

/** Writes a formula with its value, for viewers that do not calculate; NaN: the empty text.
 *  The formula must not contain text of the scenario. */
void cf_xlsx_put_formula(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                         lxw_format *format, double value, const char *formula, ...)
    CF_PRINTF(7, 8);

/** The same for one formula that fills `count` cells of a column, of which values[] are known. */
void cf_xlsx_put_array_formula(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                               int count, lxw_format *format, const double *values,
                               const char *formula, ...) CF_PRINTF(8, 9);

/** What people call an entity: its name, "NAME (ID)" where another has the same one, or its id.
 *  Borrowed: until the book is closed. */
const char *cf_xlsx_name(cf_xlsx *book, const char *id);

/** The same for a path of ids (cf_column.is_path), joined by arrows. Valid until the next call. */
const char *cf_xlsx_path(cf_xlsx *book, const char *path);

/** A colour of the pictures and the page, such as "s0" (cf_svg_hex), on white. */
lxw_color_t cf_xlsx_colour(const char *name);

/** The same, mixed with white: `strength` of it, 0..1. */
lxw_color_t cf_xlsx_tint(const char *name, double strength);

/* ---- printing: xlsx_print.c ----
 *
 * A workbook prints on CF_XLSX_PAGES pages of A4, whatever its tables hold: those of first
 * importance, each with as much as fits. */

enum { CF_XLSX_PAGES = 10 };

/** A4 across, as wide as the page, with sheet and page number below. */
void cf_xlsx_set_up_page(cf_xlsx *book, lxw_worksheet *sheet);

/** Prints rows from `first` and columns on `pages` pages, or nothing where they are used up. Of a
 *  sheet of more rows or columns, the line below says so. */
typedef struct cf_xlsx_area {
    int pages;
    lxw_row_t first;                /* row, from 0 */
    lxw_row_t rows, all_rows, head; /* numbers of rows, and how many of them are headings */
    int columns, all_columns;
} cf_xlsx_area;
void cf_xlsx_print(cf_xlsx *book, lxw_worksheet *sheet, const cf_xlsx_area *area);

/** Prints nothing of a sheet. */
void cf_xlsx_leave_unprinted(cf_xlsx *book, lxw_worksheet *sheet);

#endif
