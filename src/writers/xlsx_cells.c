/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a workbook: what they may hold, and how they look. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/put.h"
#include "base/text.h"
#include "writers/xlsx_book.h"

enum {
    CELL_MOST = 32767, /* characters of a cell, counted as Excel does, in units of 16 bits */
    MARK_ROOM = 60,    /* for what stands where a text was cut */
    URL_MOST = 2079,
    FORMULA_SIZE = 1024
};
enum { INK = 0x1A2B3C, MUTED = 0x5F6B76, LINK = 0x0B5394, RULE = 0x8A96A1 };
enum { HEAD_GROUND = 0xE8EDF2, INPUT_GROUND = 0xFFF6D6 };

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

/* What stands in a cell for a character, whose bytes are at `bytes`, or NULL for itself. */
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

/* The next character of `text`, as it is to be written; its bytes there in *length. */
static const char *next(char own[static 8], const char *text, size_t left, size_t *length,
                        unsigned *code)
{
    const char *instead;

    *length = cf_text_character(text, left, code);
    if (*length == 0) {
        *length = 1;
        *code = 0xFFFD;
        return CF_REPLACEMENT;
    }
    instead = instead_of(*code, text);
    if (instead != NULL)
        return instead;
    memcpy(own, text, *length);
    own[*length] = '\0';
    return own;
}

static void cut(cf_xlsx *book, size_t fits, const char *text)
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
        const char *written = next(own, at, left, &length, &code);

        units += code > 0xFFFF ? 2 : cf_text_characters(written, strlen(written));
        cf_buffer_add(&book->scratch, written);
        if (units <= CELL_MOST - MARK_ROOM)
            fits = book->scratch.length;
        at += length;
        left -= length;
    }
    if (units > CELL_MOST && !book->scratch.failed)
        cut(book, fits, text);
    if (book->scratch.failed)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return cf_buffer_text(&book->scratch);
}

bool cf_xlsx_can_link(const char *url)
{
    if (url == NULL ||
        (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0))
        return false;
    return is_plain(url) && strlen(url) <= URL_MOST && strchr(url, ' ') == NULL;
}

/* ---- cells ---- */

void cf_xlsx_put_text(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                      const char *text, lxw_format *format)
{
    const char *clean = sheet == NULL || text == NULL ? NULL : cf_xlsx_clean(book, text);

    if (clean != NULL)
        cf_xlsx_check(book, worksheet_write_string(sheet, row, (lxw_col_t)column, clean, format));
}

void cf_xlsx_put_number(cf_xlsx *book, lxw_worksheet *sheet, lxw_row_t row, int column,
                        double number, lxw_format *format)
{
    if (sheet != NULL && isfinite(number))
        cf_xlsx_check(book, worksheet_write_number(sheet, row, (lxw_col_t)column, number, format));
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
    if (isfinite(value))
        error = worksheet_write_formula_num(sheet, row, (lxw_col_t)column, text, format, value);
    else
        error = worksheet_write_formula_str(sheet, row, (lxw_col_t)column, text, format, "");
    cf_xlsx_check(book, error);
}

/* ---- looks ---- */

static void set_style(lxw_format *format, cf_xlsx_style style)
{
    static const double sizes[CF_XLSX_STYLE_COUNT] = {
        [CF_XLSX_TITLE] = 18, [CF_XLSX_HEADING] = 12
    };
    bool bold = style == CF_XLSX_HEAD || style == CF_XLSX_HEAD_RIGHT || style == CF_XLSX_TITLE ||
                style == CF_XLSX_HEADING || style == CF_XLSX_TOTAL;

    format_set_font_size(format, sizes[style] > 0 ? sizes[style] : 10);
    format_set_font_color(format, style == CF_XLSX_MUTED  ? MUTED
                                  : style == CF_XLSX_LINK ? LINK
                                                          : INK);
    if (bold)
        format_set_bold(format);
    if (style == CF_XLSX_HEAD || style == CF_XLSX_HEAD_RIGHT || style == CF_XLSX_INPUT)
        format_set_bg_color(format, style == CF_XLSX_INPUT ? INPUT_GROUND : HEAD_GROUND);
    if (style == CF_XLSX_HEAD || style == CF_XLSX_HEAD_RIGHT || style == CF_XLSX_HEADING) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, RULE);
    }
    if (style == CF_XLSX_HEAD || style == CF_XLSX_HEAD_RIGHT)
        format_set_text_wrap(format);
    if (style == CF_XLSX_HEAD_RIGHT)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (style == CF_XLSX_PROSE)
        format_set_text_wrap(format);
    if (style == CF_XLSX_LINK)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (style == CF_XLSX_INPUT) {
        format_set_unlocked(format);
        format_set_border(format, LXW_BORDER_HAIR);
        format_set_border_color(format, RULE);
    }
    if (style == CF_XLSX_TOTAL) {
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, RULE);
    }
    format_set_align(format, style == CF_XLSX_HEAD || style == CF_XLSX_HEAD_RIGHT
                                 ? LXW_ALIGN_VERTICAL_BOTTOM
                                 : LXW_ALIGN_VERTICAL_TOP);
}

static void set_number(lxw_format *format, int number)
{
    static const char *const patterns[] = {
        [CF_XLSX_TEXT] = "@",
        [CF_XLSX_COUNT] = "#,##0",
        [CF_XLSX_SHARE] = "0.0%",
        [CF_XLSX_DATE] = "yyyy\\-mm\\-dd",
    };
    char money[16] = "#,##0.", pattern[64];

    if (number == CF_XLSX_GENERAL)
        return;
    if (number < CF_XLSX_MONEY) {
        format_set_num_format(format, patterns[number]);
        return;
    }
    if (number == CF_XLSX_MONEY)
        strcpy(money, "#,##0");
    for (int i = CF_XLSX_MONEY; i < number; i++)
        strcat(money, "0");
    snprintf(pattern, sizeof pattern, "%s;-%s;0", money, money); /* nothing is a plain 0 */
    format_set_num_format(format, pattern);
}

lxw_format *cf_xlsx_format(cf_xlsx *book, cf_xlsx_style style, int number)
{
    lxw_format **format = &book->formats[style][number];

    if (*format != NULL || book->status != CF_OK)
        return *format;
    *format = workbook_add_format(book->book);
    if (*format == NULL) {
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    set_style(*format, style);
    set_number(*format, number);
    return *format;
}
