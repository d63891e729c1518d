/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a spreadsheet as the object that it stands for, and the way back from a key to its
 * cell. */
#include "scenario/sheet_rows.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/cells.h"
#include "scenario/sheet_aside.h"
#include "scenario/sheet_points.h"
#include "scenario/sheet_written.h"

static int count_keys(const char *const keys[CF_MOST_KEYS])
{
    int count = 0;

    while (count < CF_MOST_KEYS && keys[count] != NULL)
        count++;
    return count;
}

/* A range that has only its base is that number. */
static void flatten_range(cf_datum *object, const char *const keys[CF_MOST_KEYS])
{
    cf_datum *range = cf_datum_get(object, keys[0]), *base;

    for (int i = 1; i + 1 < count_keys(keys); i++)
        range = cf_datum_get(range, keys[i]);
    base = cf_datum_get(range, "base");
    if (base != NULL && range->count == 1)
        cf_datum_set(range, base);
}

/* ---- cells ---- */

static bool is_reported(const cf_sheet *sheet, int row)
{
    return row < sheet->reported;
}

static cf_sheet_spot spot_of(const cf_sheet *sheet, int row, int column, const char *name)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];

    return (cf_sheet_spot){ cell->from, cell->to, sheet->row_list.at[row].number, name };
}

static bool report_cell(cf_sheet *sheet, int row, int column, const cf_cell_flaw *flaw)
{
    const char *name = sheet->uses[column].name;
    cf_sheet_spot spot = spot_of(sheet, row, column, name);

    if (is_reported(sheet, row))
        return true;
    return cf_sheet_report(sheet, CF_ERROR, flaw->code, &spot,
                           flaw->hint.text[0] == '\0' ? NULL : flaw->hint.text,
                           "%s must be %s, but is %s", name, flaw->should,
                           cf_show_text(cf_sheet_text(sheet, column)).text) == CF_OK;
}

/* Stands for what could not be read. */
static bool put_false(cf_sheet *sheet, const cf_column_use *use)
{
    static const cf_datum unread = { .kind = CF_DATUM_FALSE };

    return cf_datum_put(&sheet->row_arena, sheet->json, use->keys, &unread);
}

/* What must be there is not. */
static bool empty_cell(cf_sheet *sheet, int row, int column)
{
    const cf_column_use *use = &sheet->uses[column];
    const cf_csv *csv = &sheet->csv;
    cf_sheet_spot spot = { csv->cells[csv->count - 1].to, csv->cells[csv->count - 1].to,
                           sheet->row_list.at[row].number, use->name };

    if (!cf_sheet_needs(sheet, use))
        return true;
    if (column < csv->count)
        spot = spot_of(sheet, row, column, use->name);
    if (!is_reported(sheet, row) &&
        cf_sheet_report(sheet, CF_ERROR, CF_CODE_CELL_EMPTY, &spot, NULL, "%s must not be empty",
                        use->name) != CF_OK)
        return false;
    return put_false(sheet, use);
}

/* What is needed but cannot be trusted. */
static bool doubt_cell(cf_sheet *sheet, int column)
{
    const cf_column_use *use = &sheet->uses[column];

    return !cf_sheet_needs(sheet, use) || put_false(sheet, use);
}

/* Under a heading such as Source there may be addresses, which are no titles. */
static bool is_address_as_title(const cf_sheet *sheet, int column, const cf_datum *value)
{
    return sheet->how[column] == CF_HEADING_ALIAS && cf_datum_is(value, CF_DATUM_TEXT) &&
           strcmp(sheet->uses[column].name, "source_title") == 0 &&
           (strncmp(value->text, "https://", 8) == 0 || strncmp(value->text, "http://", 7) == 0) &&
           cf_sheet_column(sheet, "source_url") < 0;
}

static bool put_value(cf_sheet *sheet, int column, const cf_datum *value)
{
    static const char *const address[CF_MOST_KEYS] = { "url" };
    const cf_column_use *use = &sheet->uses[column];
    const char *const *keys = is_address_as_title(sheet, column, value) ? address : use->keys;
    int rank = sheet->source_ranks[column];
    cf_datum **source = rank < 0 ? NULL : &sheet->source[rank];

    if (source == NULL)
        return cf_datum_put(&sheet->row_arena, sheet->json, use->keys, value);
    if (*source == NULL) {
        *source = cf_datum_new(&sheet->row_arena, CF_DATUM_OBJECT);
        sheet->touched[sheet->touched_count++] = rank;
    }
    return *source != NULL && cf_datum_put(&sheet->row_arena, *source, keys, value);
}

/* The text of a cell, which is not empty, in the arena of the row; NULL when memory ran out. */
static char *copy_cell(cf_sheet *sheet, int column)
{
    const char *cell = cf_sheet_text(sheet, column);

    return cf_arena_copy(&sheet->row_arena, cell, strlen(cell));
}

/* Payer or payee, and which entity that is where it is known. */
static const cf_datum *read_party(cf_sheet *sheet, int row, int column, const char *text)
{
    cf_datum *value = cf_datum_new_text(&sheet->row_arena, text);

    if (value != NULL && sheet->entity != NULL)
        value->entity = sheet->entity(sheet, row, column) + 1;
    return value;
}

static bool read_cell(cf_sheet *sheet, int row, int column)
{
    const cf_column_use *use = &sheet->uses[column];
    char *text;
    cf_cell_flaw flaw = { .code = 0 };
    const cf_datum *value;
    bool done = false;

    if (use->field == NULL)
        return true;
    if (cf_csv_is_empty(&sheet->csv.cells[column]))
        return empty_cell(sheet, row, column);
    if (cf_sheet_has_no_value(sheet, column))
        return use->source > 0 || put_false(sheet, use);
    text = copy_cell(sheet, column);
    if (text == NULL)
        return false;
    if (!is_reported(sheet, row) &&
        (use->part->cell == CF_CELL_NUMBER || use->part->cell == CF_CELL_SCHEDULE ||
         use->part->cell == CF_CELL_STATED))
        cf_sheet_note_number(sheet, row, column, text);
    value = use->part->cell == CF_CELL_ENTITY
                ? read_party(sheet, row, column, text)
                : cf_sheet_written(sheet, row, column, text, &flaw, &done);
    if (value == NULL)
        return false;
    if (flaw.code != 0 && !report_cell(sheet, row, column, &flaw))
        return false;
    return done || put_value(sheet, column, value);
}

/* ---- rows ---- */

static int by_rank(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The sources that have anything, in the order of their numbers. */
static bool put_sources(cf_sheet *sheet)
{
    static const char *const keys[CF_MOST_KEYS] = { "sources" };
    cf_datum list = { .kind = CF_DATUM_LIST };

    if (sheet->touched_count == 0)
        return true;
    qsort(sheet->touched, (size_t)sheet->touched_count, sizeof *sheet->touched, by_rank);
    for (int i = 0; i < sheet->touched_count; i++) {
        cf_datum **source = &sheet->source[sheet->touched[i]];

        if (*source != NULL)
            cf_datum_append(&list, *source);
        *source = NULL;
    }
    sheet->touched_count = 0;
    return !sheet->row_arena.failed && cf_datum_put(&sheet->row_arena, sheet->json, keys, &list);
}

static bool is_id(const cf_sheet *sheet, int column)
{
    return sheet->uses[column].field == &sheet->kind->fields->rows[0];
}

static bool read_row(cf_sheet *sheet, int index)
{
    bool good;

    cf_arena_clear(&sheet->row_arena);
    sheet->aside = (cf_sheet_aside){ .currency_column = -1 };
    sheet->json = cf_datum_new(&sheet->row_arena, CF_DATUM_OBJECT);
    good = sheet->json != NULL && cf_sheet_seek(sheet, index);
    for (int i = 0; i < sheet->width && i < sheet->csv.count && good; i++)
        good = sheet->row_list.at[index].broken && !is_id(sheet, i) ? doubt_cell(sheet, i)
                                                                    : read_cell(sheet, index, i);
    for (int i = 0; i < sheet->needed_count && good; i++)
        good = sheet->needed[i] < sheet->csv.count || empty_cell(sheet, index, sheet->needed[i]);
    good = put_sources(sheet) && good && cf_sheet_complete(sheet, index);
    for (int i = 0; i < sheet->width && i < sheet->csv.count && good; i++)
        if (sheet->uses[i].is_base && !cf_csv_is_empty(&sheet->csv.cells[i]))
            flatten_range(sheet->json, sheet->uses[i].keys);
    return good;
}

const cf_datum *cf_sheet_json(cf_rows *rows, int index)
{
    cf_sheet *sheet = (cf_sheet *)rows;
    bool good = read_row(sheet, index);

    if (index >= sheet->reported)
        sheet->reported = index + 1;
    return good ? sheet->json : NULL;
}

/* ---- places ---- */

/* Which of the sources of the file is the one at `index` in the row's list; -1: none. */
static int source_rank(cf_sheet *sheet, int index)
{
    memset(sheet->present, 0, (size_t)sheet->source_count);
    for (int i = 0; i < sheet->width; i++)
        if (sheet->source_ranks[i] >= 0 && cf_sheet_text(sheet, i) != NULL)
            sheet->present[sheet->source_ranks[i]] = 1;
    for (int rank = 0; rank < sheet->source_count; rank++)
        if (sheet->present[rank] && index-- == 0)
            return rank;
    return -1;
}

static bool leads_there(const char *const *a, int a_count, const char *const *b, int b_count)
{
    for (int i = 0; i < a_count && i < b_count; i++)
        if (strcmp(a[i], b[i]) != 0)
            return false;
    return true;
}

static int find_source(cf_sheet *sheet, const char *const *keys, int key_count)
{
    int rank = key_count < 2 ? 0 : source_rank(sheet, atoi(keys[1]));

    for (int i = 0; i < sheet->width; i++)
        if (sheet->uses[i].field != NULL && sheet->source_ranks[i] == rank &&
            (key_count < 3 || strcmp(keys[2], sheet->uses[i].keys[0]) == 0))
            return i;
    return -1;
}

int cf_sheet_find(cf_sheet *sheet, const char *const *keys, int key_count)
{
    if (key_count > 0 && strcmp(keys[0], "sources") == 0)
        return find_source(sheet, keys, key_count);
    for (int i = 0; i < sheet->width && key_count > 0; i++) {
        const cf_column_use *use = &sheet->uses[i];

        if (use->field != NULL && use->source == 0 && cf_sheet_text(sheet, i) != NULL &&
            leads_there(use->keys, count_keys(use->keys), keys, key_count))
            return i;
    }
    return -1;
}
