/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the rows of a worksheet: ECMA-376, part 1, 18.3.1. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "workbook/dates.h"
#include "workbook/sheets.h"

enum cell_type { NUMBER, SHARED, TEXT, INLINE, FLAG, FAULT, ISO_DAY };

/* Where the reader is in the XML. */
struct place {
    bool in_data, in_row, in_cell, in_value;
    bool has_value, has_formula;
    int phonetic;
    enum cell_type type;
    long style;
};

/* ---- references ---- */

/* A whole number above 0; 0 where it is none, and what is beyond any limit where it is larger. */
static double positive(const char *text, size_t length)
{
    double number = 0.0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0.0;
        if (number < 1e12)
            number = number * 10.0 + (text[i] - '0');
    }
    return number;
}

/* The column of a reference such as AB12, from 1; 0 where it is none. */
static double column_of(const char *text, size_t length)
{
    double column = 0.0;
    size_t i = 0;

    for (; i < length && text[i] >= 'A' && text[i] <= 'Z'; i++)
        if (column < 1e12)
            column = column * 26.0 + (text[i] - 'A' + 1);
    return i < length && positive(text + i, length - i) > 0.0 ? column : 0.0;
}

/* ---- elements ---- */

static cf_status out_of_order(const cf_book_rows *rows, const char *what, double number)
{
    return cf_package_damaged(&rows->workbook->package, rows->part,
                              "%s %.0f is not in order, or no number", what, number);
}

static cf_status start_row(cf_book_rows *rows, const cf_xml_attributes *attributes)
{
    struct place *place = rows->state;
    size_t length = 0;
    const char *text = cf_xml_attribute_at(&length, attributes, "r");
    double number = text == NULL ? rows->row + 1.0 : positive(text, length);
    cf_status status = cf_book_rows_check(rows, number, 0.0);

    if (status != CF_OK)
        return status;
    if (number <= rows->row)
        return out_of_order(rows, "row", number);
    rows->row = (int)number;
    rows->column = 0;
    place->in_row = true;
    return CF_OK;
}

static enum cell_type type_of(const cf_xml_attributes *attributes)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = { { "s", SHARED }, { "str", TEXT }, { "inlineStr", INLINE },
                  { "b", FLAG },   { "e", FAULT },  { "d", ISO_DAY } };
    char text[16];

    if (cf_xml_attribute(text, sizeof text, attributes, NULL, "t"))
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (strcmp(text, types[i].name) == 0)
                return types[i].type;
    return NUMBER;
}

static cf_status start_cell(cf_book_rows *rows, const cf_xml_attributes *attributes)
{
    struct place *place = rows->state;
    size_t length = 0;
    const char *text = cf_xml_attribute_at(&length, attributes, "r");
    double column = text == NULL ? rows->column + 1.0 : column_of(text, length);
    cf_status status = cf_book_rows_check(rows, 0.0, column);

    if (status != CF_OK)
        return status;
    if (column <= rows->column)
        return out_of_order(rows, "a cell of row", rows->row);
    rows->column = (int)column;
    text = cf_xml_attribute_at(&length, attributes, "s");
    place->style = text == NULL ? 0 : (long)positive(text, length < 9 ? length : 0);
    place->type = type_of(attributes);
    place->in_cell = true;
    place->has_value = place->has_formula = false;
    place->phonetic = 0;
    rows->value.size = 0;
    return CF_OK;
}

static void start_inside(struct place *place, const char *name)
{
    if (strcmp(name, "v") == 0) {
        place->in_value = place->has_value = true;
    } else if (strcmp(name, "f") == 0) {
        place->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        place->phonetic++;
    } else if (strcmp(name, "t") == 0 && place->type == INLINE && place->phonetic == 0) {
        place->in_value = place->has_value = true;
    }
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    if (place->in_cell)
        start_inside(place, name);
    else if (place->in_row && strcmp(name, "c") == 0)
        return start_cell(rows, attributes);
    else if (place->in_data && strcmp(name, "row") == 0)
        return start_row(rows, attributes);
    else if (strcmp(name, "sheetData") == 0)
        place->in_data = true;
    return CF_OK;
}

static cf_status on_text(void *context, const char *text, size_t length)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    if (!place->in_value)
        return CF_OK;
    return cf_book_text_add(&rows->value, text, length) ? CF_OK : CF_NO_MEMORY;
}

/* ---- values ---- */

static cf_status bad_value(const cf_book_rows *rows, const char *what)
{
    return cf_package_damaged(&rows->workbook->package, rows->part,
                              "a cell of row %d has no %s, but \"%.*s\"", rows->row, what,
                              rows->value.size > 40 ? 40 : (int)rows->value.size,
                              rows->value.size == 0 ? "" : rows->value.at);
}

static cf_status add_text(cf_book_rows *rows, cf_book_kind kind, const char *text, size_t length)
{
    size_t from = rows->text.size;

    if (length == 0 && kind == CF_BOOK_TEXT)
        return CF_OK;
    if (!cf_book_text_add(&rows->text, text, length))
        return CF_NO_MEMORY;
    return cf_book_rows_cell(rows, rows->column - 1, kind, from);
}

static cf_status add_number(cf_book_rows *rows)
{
    const struct place *place = rows->state;
    double number;

    if (!cf_text_read_decimal(&number, rows->value.at, rows->value.size))
        return bad_value(rows, "number");
    return cf_book_rows_number(rows, rows->column - 1, number,
                               cf_book_style(&rows->workbook->styles, place->style));
}

static cf_status add_shared(cf_book_rows *rows)
{
    double index;
    size_t length = 0;
    const char *text = NULL;

    if (cf_text_read_decimal(&index, rows->value.at, rows->value.size))
        text = cf_book_string(&rows->workbook->strings, index, &length);
    return text == NULL ? bad_value(rows, "shared string of the workbook")
                        : add_text(rows, CF_BOOK_TEXT, text, length);
}

static cf_status add_own_text(cf_book_rows *rows)
{
    cf_book_text_unescape(&rows->value, 0);
    return add_text(rows, CF_BOOK_TEXT, rows->value.at, rows->value.size);
}

static cf_status add_day(cf_book_rows *rows)
{
    char day[16];

    if (!cf_book_iso_day(day, rows->value.at, rows->value.size))
        return add_own_text(rows);
    return add_text(rows, CF_BOOK_DAY, day, strlen(day));
}

static cf_status add_flag(cf_book_rows *rows)
{
    const char *text = rows->value.at[0] == '1' || rows->value.at[0] == 't' ? "TRUE" : "FALSE";

    return add_text(rows, CF_BOOK_FLAG, text, strlen(text));
}

static cf_status end_cell(cf_book_rows *rows)
{
    struct place *place = rows->state;

    place->in_cell = place->in_value = false;
    if (!place->has_value || rows->value.size == 0)
        return place->has_formula && (place->type == NUMBER || !place->has_value)
                   ? add_text(rows, CF_BOOK_NO_VALUE, "", 0)
                   : CF_OK;
    switch (place->type) {
    case SHARED:
        return add_shared(rows);
    case TEXT:
    case INLINE:
        return add_own_text(rows);
    case FLAG:
        return add_flag(rows);
    case FAULT:
        return add_text(rows, CF_BOOK_ERROR, rows->value.at, rows->value.size);
    case ISO_DAY:
        return add_day(rows);
    default:
        return add_number(rows);
    }
}

static cf_status on_end(void *context, const char *name)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    if (place->in_cell) {
        place->in_value = false;
        place->phonetic -= strcmp(name, "rPh") == 0;
        return strcmp(name, "c") == 0 ? end_cell(rows) : CF_OK;
    }
    if (place->in_row && strcmp(name, "row") == 0) {
        place->in_row = false;
        return cf_book_rows_end(rows);
    }
    if (strcmp(name, "sheetData") == 0)
        place->in_data = false;
    return CF_OK;
}

cf_status cf_book_xlsx_open(cf_book_rows *rows, const cf_book_sheet *sheet)
{
    static const cf_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };

    rows->state = calloc(1, sizeof(struct place));
    if (rows->state == NULL)
        return CF_NO_MEMORY;
    return cf_xml_reader_open(&rows->xml, &rows->workbook->package, sheet->part, &handler, rows);
}
