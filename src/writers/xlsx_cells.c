/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes cells of a workbook, and makes texts safe for them. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/put.h"
#include "base/text.h"
#include "base/xml.h"
#include "writers/xlsx_book.h"

enum {
    CELL_MOST = 32767, /* characters of a cell, counted as Excel does, in UTF-16 units */
    MARK_ROOM = 60,    /* for the mark of a text that was cut */
    URL_MOST = 2079,
    FORMULA_SIZE = 1024,
    CELL_BYTES = 64 /* approximate size of a cell besides its text */
};

/* ---- text ---- */

/* "_x0041_" would be read as "A". */
static bool is_escape(const char *text)
{
    if (text[0] != '_' || text[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)text[i]))
            return false;
    return text[6] == '_';
}

static bool is_plain(const char *text)
{
    size_t length = 0;

    for (; text[length] != '\0'; length++)
        if (text[length] < 0x20 || text[length] > 0x7E || is_escape(text + length))
            return false;
    return length <= CELL_MOST;
}

static bool is_forbidden(unsigned code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || code == 0xFFFE || code == 0xFFFF;
}

/* The replacement of a character whose bytes are at `bytes`; NULL: itself. */
static const char *instead_of(unsigned code, const char *bytes)
{
    if (code == '_' && is_escape(bytes))
        return "_x005F_";
    if (code == '\r')
        return " ";
    if (code == '\n' || code == '\t')
        return NULL;
    return code < 0x20 || code == 0x7F || code == 0xFFFE || code == 0xFFFF ? CF_REPLACEMENT : NULL;
}

/* The next character of `text` as written; *length is its length in `text`. */
static const char *next_piece(char own[static 8], const char *text, size_t left, bool exact,
                              size_t *length, unsigned *code)
{
    const char *instead;

    *length = cf_text_character(text, left, code);
    if (*length == 0) {
        *length = 1;
        *code = 0xFFFD;
        return CF_REPLACEMENT;
    }
    if (exact && is_forbidden(*code)) {
        snprintf(own, 8, "_x%04X_", *code & 0xFFFFu);
        return own;
    }
    instead = exact && *code == 0x7F ? NULL : instead_of(*code, text);
    if (instead != NULL)
        return instead;
    memcpy(own, text, *length);
    own[*length] = '\0';
    return own;
}

static void shorten(cf_xlsx *book, size_t fits, const char *text)
{
    char mark[MARK_ROOM * 3];

    book->cut++;
    book->scratch.length = fits;
    book->scratch.text[fits] = '\0';
    snprintf(mark, sizeof mark, " \xE2\x80\xA6 [cut: %zu characters in all]",
             cf_text_characters(text, strlen(text)));
    cf_buffer_add(&book->scratch, mark);
}

const char *cf_xlsx_clean(cf_xlsx *book, const char *text)
{
    size_t left = strlen(text), fits = 0, units = 0;

    if (is_plain(text))
        return text;
    cf_buffer_clear(&book->scratch);
    for (const char *at = text; left > 0 && units <= CELL_MOST;) {
        char own[8];
        size_t length;
        unsigned code;
        const char *written = next_piece(own, at, left, book->exact, &length, &code);

        units += code > 0xFFFF ? 2 : cf_text_characters(written, strlen(written));
        cf_buffer_add(&book->scratch, written);
        if (units <= CELL_MOST - MARK_ROOM)
            fits = book->scratch.length;
        at += length;
        left -= length;
    }
    if (units > CELL_MOST && !book->scratch.failed)
        shorten(book, fits, text);
    if (book->scratch.failed)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return cf_buffer_text(&book->scratch);
}

bool cf_xlsx_can_link(const char *url)
{
    return url != NULL && cf_xml_can_link(url) && is_plain(url) && strlen(url) <= URL_MOST;
}

/* ---- cells ---- */

void cf_xlsx_put_text(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                      const char *text, lxw_format *format)
{
    const char *clean = sheet == NULL || text == NULL ? NULL : cf_xlsx_clean(book, text);

    if (clean == NULL)
        return;
    book->bytes += CELL_BYTES + strlen(clean);
    cf_xlsx_check(book,
                  book->by.worksheet_write_string(sheet, row, (lxw_col_t)column, clean, format));
}

void cf_xlsx_put_number(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        double number, lxw_format *format)
{
    if (sheet == NULL || !isfinite(number))
        return;
    book->bytes += CELL_BYTES;
    cf_xlsx_check(book,
                  book->by.worksheet_write_number(sheet, row, (lxw_col_t)column, number, format));
}

void cf_xlsx_put_formula(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                         lxw_format *format, double value, const char *formula, ...)
{
    char text[FORMULA_SIZE];
    lxw_error error;
    va_list args;

    if (sheet == NULL)
        return;
    va_start(args, formula);
    vsnprintf(text, sizeof text, formula, args);
    va_end(args);
    book->bytes += CELL_BYTES + strlen(text);
    if (isfinite(value))
        error = book->by.worksheet_write_formula_num(sheet, row, (lxw_col_t)column, text, format,
                                                     value);
    else
        error =
            book->by.worksheet_write_formula_str(sheet, row, (lxw_col_t)column, text, format, "");
    cf_xlsx_check(book, error);
}

/* libxlsxwriter gives the first cell its value, and zeros to the others. */
void cf_xlsx_put_array_formula(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                               int count, lxw_format *format, const double *values,
                               const char *formula, ...)
{
    char text[FORMULA_SIZE];
    va_list args;

    if (sheet == NULL || count < 1)
        return;
    va_start(args, formula);
    vsnprintf(text, sizeof text, formula, args);
    va_end(args);
    book->bytes += CELL_BYTES + strlen(text);
    cf_xlsx_check(book, book->by.worksheet_write_array_formula_num(
                            sheet, row, (lxw_col_t)column, row + (lxw_row_t)count - 1,
                            (lxw_col_t)column, text, format, values[0]));
    for (int i = 1; i < count; i++)
        cf_xlsx_put_number(book, sheet, row + (lxw_row_t)i, column, values[i], format);
}
