/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the sheets of an OpenDocument spreadsheet and their rows: OpenDocument 1.3, part 3, 9. All
 * sheets are in one part, one after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "workbook/dates.h"
#include "workbook/sheets.h"

enum { NAME_SIZE = 512, MOST_SHEETS = 1000, MOST_SPACES = 1000 };
static const char CONTENT[] = "content.xml";

/* Where the reader is in the XML. */
struct place {
    int wanted, table; /* index of the sheet; -1: before the first */
    int tables;        /* depth */
    bool in_row, in_cell;
    int aside;      /* depth inside of what is no text of the cell, such as a comment */
    int paragraphs; /* of the cell, so far */
    bool in_paragraph;
    double rows, columns; /* how often the row and the cell stand there */
    bool covered, has_formula, has_value, is_error;
    char type[16], number[64];
};

/* ---- the list of sheets ---- */

static cf_status on_sheet(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book *workbook = context;
    char text[NAME_SIZE];
    cf_book_sheet sheet = { .part = CONTENT, .index = workbook->sheets.count };

    if (strcmp(name, "table") != 0 ||
        !cf_xml_attribute(text, sizeof text, attributes, NULL, "name"))
        return CF_OK;
    if (workbook->sheets.count == MOST_SHEETS)
        return cf_package_too_large(&workbook->package, "a workbook must have at most %d sheets",
                                    MOST_SHEETS);
    sheet.name = cf_arena_copy(&workbook->arena, text, strlen(text));
    return sheet.name != NULL && cf_vec_push(&workbook->sheets, sheet) ? CF_OK : CF_NO_MEMORY;
}

static cf_status on_manifest(void *context, const char *name, const cf_xml_attributes *attributes)
{
    bool *encrypted = context;

    (void)attributes;
    *encrypted |= strcmp(name, "encryption-data") == 0;
    return CF_OK;
}

cf_status cf_book_ods_sheets(cf_book *workbook)
{
    static const cf_xml_handler sheets = { .start = on_sheet }, manifest = { .start = on_manifest };
    static const char parts[] = "META-INF/manifest.xml";
    bool encrypted = false;
    cf_status status = CF_OK;

    if (cf_package_has(&workbook->package, parts))
        status = cf_xml_read(&workbook->package, parts, &manifest, &encrypted);
    if (status == CF_OK && encrypted)
        return cf_package_encrypted(&workbook->package);
    return status == CF_OK ? cf_xml_read(&workbook->package, CONTENT, &sheets, workbook) : status;
}

/* ---- elements ---- */

/* How often something stands there: 1 unless it says so. */
static double times(const cf_xml_attributes *attributes, const char *name)
{
    char text[32];
    double number;

    if (!cf_xml_attribute(text, sizeof text, attributes, NULL, name) ||
        !cf_text_read_number(&number, text) || !(number >= 1.0))
        return 1.0;
    return number < 1e9 ? number : 1e9;
}

static void start_row(cf_book_rows *rows, struct place *place, const cf_xml_attributes *attributes)
{
    place->in_row = true;
    place->rows = times(attributes, "number-rows-repeated");
    rows->row += rows->row < CF_BOOK_MOST_ROWS * 2; /* checked where it holds anything */
    rows->column = 0;
}

static cf_status start_cell(cf_book_rows *rows, struct place *place,
                            const cf_xml_attributes *attributes, bool covered)
{
    static const struct {
        const char *type, *attribute;
    } values[] = { { "float", "value" },
                   { "currency", "value" },
                   { "percentage", "value" },
                   { "date", "date-value" },
                   { "boolean", "boolean-value" } };
    char type[16];

    place->in_cell = true;
    place->covered = covered;
    place->columns = times(attributes, "number-columns-repeated");
    place->paragraphs = place->aside = 0;
    place->has_formula = cf_xml_attribute_at(&(size_t){ 0 }, attributes, "formula") != NULL;
    /* calcext:value-type, which LibreOffice writes beside it, may be "error" */
    cf_xml_attribute(place->type, sizeof place->type, attributes, NULL, "value-type");
    place->is_error = false;
    for (int i = 0; i < attributes->count; i++) {
        cf_xml_attributes one = { attributes->at + (size_t)i * 5, 1 };

        if (cf_xml_attribute(type, sizeof type, &one, NULL, "value-type"))
            place->is_error |= strcmp(type, "error") == 0;
    }
    place->has_value = false;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(place->type, values[i].type) == 0)
            place->has_value = cf_xml_attribute(place->number, sizeof place->number, attributes,
                                                NULL, values[i].attribute);
    rows->value.size = 0;
    return CF_OK;
}

static cf_status add(cf_book_rows *rows, const char *text, size_t length)
{
    return cf_book_text_add(&rows->value, text, length) ? CF_OK : CF_NO_MEMORY;
}

static cf_status start_inside(cf_book_rows *rows, struct place *place, const char *name,
                              const cf_xml_attributes *attributes)
{
    cf_status status = CF_OK;

    if (place->aside > 0 || strcmp(name, "annotation") == 0 || strcmp(name, "ruby-text") == 0 ||
        strcmp(name, "shapes") == 0 || strcmp(name, "frame") == 0 || strcmp(name, "table") == 0) {
        place->aside++;
        return CF_OK;
    }
    if (strcmp(name, "p") == 0) {
        status = place->paragraphs++ > 0 ? add(rows, "\n", 1) : CF_OK;
        place->in_paragraph = true;
    } else if (strcmp(name, "s") == 0) {
        for (double i = times(attributes, "c"); i >= 1.0 && i <= MOST_SPACES && status == CF_OK;
             i--)
            status = add(rows, " ", 1);
    } else if (strcmp(name, "tab") == 0) {
        status = add(rows, "\t", 1);
    } else if (strcmp(name, "line-break") == 0) {
        status = add(rows, "\n", 1);
    }
    return status;
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    if (place->in_cell)
        return start_inside(rows, place, name, attributes);
    if (strcmp(name, "table") == 0) {
        place->table += cf_xml_attribute_at(&(size_t){ 0 }, attributes, "name") != NULL;
        place->tables++;
    } else if (place->tables == 0 || place->table != place->wanted) {
        return CF_OK;
    } else if (strcmp(name, "table-row") == 0) {
        start_row(rows, place, attributes);
    } else if (place->in_row && strcmp(name, "table-cell") == 0) {
        return start_cell(rows, place, attributes, false);
    } else if (place->in_row && strcmp(name, "covered-table-cell") == 0) {
        return start_cell(rows, place, attributes, true);
    }
    return CF_OK;
}

/* Runs of spaces count as one here, but programs write others as elements. */
static cf_status on_text(void *context, const char *text, size_t length)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    return place->in_cell && place->in_paragraph && place->aside == 0 ? add(rows, text, length)
                                                                      : CF_OK;
}

/* ---- values ---- */

static cf_status add_text(cf_book_rows *rows, int column, cf_book_kind kind, const char *text,
                          size_t length)
{
    size_t from = rows->text.size;

    if (length > 0 && !cf_book_text_add(&rows->text, text, length))
        return CF_NO_MEMORY;
    return cf_book_rows_cell(rows, column, kind, from);
}

static cf_status add_value(cf_book_rows *rows, const struct place *place, int column)
{
    char day[16];
    double number;
    size_t length = strlen(place->number);

    if (strcmp(place->type, "boolean") == 0)
        return add_text(rows, column, CF_BOOK_FLAG,
                        place->number[0] == 't' || place->number[0] == '1' ? "TRUE" : "FALSE",
                        place->number[0] == 't' || place->number[0] == '1' ? 4 : 5);
    if (strcmp(place->type, "date") == 0)
        return cf_book_iso_day(day, place->number, length)
                   ? add_text(rows, column, CF_BOOK_DAY, day, strlen(day))
                   : add_text(rows, column, CF_BOOK_TEXT, place->number, length);
    if (!cf_text_read_decimal(&number, place->number, length))
        return cf_package_damaged(&rows->workbook->package, CONTENT,
                                  "a cell of row %d has no number, but \"%.40s\"", rows->row,
                                  place->number);
    return cf_book_rows_number(rows, column, number,
                               strcmp(place->type, "percentage") == 0 ? CF_FORMAT_PERCENT
                                                                      : CF_FORMAT_PLAIN);
}

static bool is_empty(const cf_book_rows *rows, const struct place *place)
{
    return place->covered || (!place->has_value && !place->is_error && rows->value.size == 0 &&
                              !(place->has_formula && strcmp(place->type, "string") != 0));
}

static cf_status add_cell(cf_book_rows *rows, const struct place *place, int column)
{
    if (place->is_error)
        return add_text(rows, column, CF_BOOK_ERROR, rows->value.at, rows->value.size);
    if (place->has_value)
        return add_value(rows, place, column);
    if (rows->value.size == 0)
        return add_text(rows, column, CF_BOOK_NO_VALUE, "", 0);
    return add_text(rows, column, CF_BOOK_TEXT, rows->value.at, rows->value.size);
}

static cf_status end_cell(cf_book_rows *rows, struct place *place)
{
    int first = rows->column;
    double end = first + place->columns;
    cf_status status = CF_OK;

    place->in_cell = place->in_paragraph = false;
    rows->column = end > 2.0 * CF_BOOK_MOST_COLUMNS ? 2 * CF_BOOK_MOST_COLUMNS : (int)end;
    if (is_empty(rows, place))
        return CF_OK;
    status = cf_book_rows_check(rows, rows->row, end);
    if (status == CF_OK)
        status = add_cell(rows, place, first);
    for (int i = first + 1; i < rows->column && status == CF_OK; i++) {
        cf_book_cell cell = rows->cells.at[rows->cells.count - 1];

        cell.column = i;
        status = cf_book_rows_again(rows, cell);
    }
    return status;
}

/* A row that stands there several times is handed out as often. */
static cf_status repeat_row(cf_book_rows *rows)
{
    int count = rows->cells.count - rows->first;
    int cells = rows->first;
    cf_status status = cf_book_rows_end(rows);

    rows->row++;
    for (int i = 0; i < count && status == CF_OK; i++)
        status = cf_book_rows_again(rows, rows->cells.at[cells + i]);
    return status;
}

static cf_status end_row(cf_book_rows *rows, struct place *place)
{
    double last = rows->row + place->rows - 1.0;
    cf_status status;

    place->in_row = false;
    if (rows->cells.count == rows->first) {
        rows->row = last > 2.0 * CF_BOOK_MOST_ROWS ? 2 * CF_BOOK_MOST_ROWS : (int)last;
        return CF_OK;
    }
    status = cf_book_rows_check(rows, last, 0.0);
    while (status == CF_OK && rows->row < (int)last)
        status = repeat_row(rows);
    return status == CF_OK ? cf_book_rows_end(rows) : status;
}

static cf_status on_end(void *context, const char *name)
{
    cf_book_rows *rows = context;
    struct place *place = rows->state;

    if (place->in_cell && place->aside > 0) {
        place->aside--;
    } else if (place->in_cell) {
        place->in_paragraph &= strcmp(name, "p") != 0;
        if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0)
            return end_cell(rows, place);
    } else if (place->in_row && strcmp(name, "table-row") == 0) {
        return end_row(rows, place);
    } else if (strcmp(name, "table") == 0) {
        place->tables--;
    }
    return CF_OK;
}

cf_status cf_book_ods_open(cf_book_rows *rows, const cf_book_sheet *sheet)
{
    static const cf_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    struct place *place = calloc(1, sizeof *place);

    rows->state = place;
    if (place == NULL)
        return CF_NO_MEMORY;
    place->wanted = sheet->index;
    place->table = -1;
    return cf_xml_reader_open(&rows->xml, &rows->workbook->package, sheet->part, &handler, rows);
}
