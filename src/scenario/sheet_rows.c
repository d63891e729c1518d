/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a spreadsheet as the JSON object that it stands for, and the way back from a key to its
 * cell. */
#include "scenario/sheet_rows.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/cells.h"
#include "scenario/sheet_points.h"

static int count_keys(const char *const keys[CF_MOST_KEYS])
{
    int count = 0;

    while (count < CF_MOST_KEYS && keys[count] != NULL)
        count++;
    return count;
}

bool cf_json_put(json_t *object, const char *const keys[CF_MOST_KEYS], json_t *value)
{
    int last = 0;

    while (last + 1 < CF_MOST_KEYS && keys[last + 1] != NULL) {
        json_t *inner = json_object_get(object, keys[last]);

        if (inner == NULL) {
            inner = json_object();
            if (json_object_set_new_nocheck(object, keys[last], inner) != 0) {
                json_decref(value);
                return false;
            }
        }
        object = inner;
        last++;
    }
    return json_object_set_new_nocheck(object, keys[last], value) == 0;
}

/* Whether these keys lead to the base of a range. */
static bool is_base(const char *const keys[CF_MOST_KEYS])
{
    int count = count_keys(keys);

    return count > 1 && strcmp(keys[count - 1], "base") == 0;
}

/* A range that has only its base is that number. */
static bool flatten_range(json_t *object, const char *const keys[CF_MOST_KEYS])
{
    const char *key = keys[0];
    json_t *range, *base;

    for (int i = 0; i + 2 < count_keys(keys); i++) {
        object = json_object_get(object, keys[i]);
        key = keys[i + 1];
    }
    range = json_object_get(object, key);
    base = json_object_get(range, "base");
    if (base == NULL || json_object_size(range) > 1)
        return true;
    return json_object_set_nocheck(object, key, base) == 0;
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
    return cf_json_put(sheet->json, use->keys, json_false());
}

/* What is needed but cannot be trusted. */
static bool doubt_cell(cf_sheet *sheet, int column)
{
    const cf_column_use *use = &sheet->uses[column];

    return !cf_sheet_needs(sheet, use) || cf_json_put(sheet->json, use->keys, json_false());
}

static bool put_value(cf_sheet *sheet, int column, json_t *value)
{
    const cf_column_use *use = &sheet->uses[column];
    int rank = sheet->source_ranks[column];
    json_t **source = rank < 0 ? NULL : &sheet->source[rank];

    if (source == NULL)
        return cf_json_put(sheet->json, use->keys, value);
    if (*source == NULL) {
        *source = json_object();
        sheet->touched[sheet->touched_count++] = rank;
    }
    return json_object_set_new_nocheck(*source, use->keys[0], value) == 0;
}

static bool read_cell(cf_sheet *sheet, int row, int column)
{
    const cf_column_use *use = &sheet->uses[column];
    char *text;
    const char *id = NULL;
    cf_cell_flaw flaw;
    json_t *value;

    if (use->field == NULL)
        return true;
    text = cf_sheet_text(sheet, column);
    if (text == NULL)
        return empty_cell(sheet, row, column);
    if (use->part->cell == CF_CELL_ENTITY && sheet->entity_id != NULL)
        id = sheet->entity_id(sheet, text);
    if (!is_reported(sheet, row) &&
        (use->part->cell == CF_CELL_NUMBER || use->part->cell == CF_CELL_SCHEDULE))
        cf_sheet_note_number(sheet, row, column, text);
    value = id != NULL ? json_string_nocheck(id)
                       : cf_cell_value(use->part->cell, text, sheet->decimal, &flaw);
    if (value == NULL)
        return false;
    if (id == NULL && flaw.code != 0 && !report_cell(sheet, row, column, &flaw))
        return false;
    return put_value(sheet, column, value);
}

/* ---- rows ---- */

static int by_rank(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The sources that have anything, in the order of their numbers. */
static bool put_sources(cf_sheet *sheet)
{
    json_t *list = sheet->touched_count == 0 ? NULL : json_array();
    bool good = true;

    qsort(sheet->touched, (size_t)sheet->touched_count, sizeof *sheet->touched, by_rank);
    for (int i = 0; i < sheet->touched_count; i++) {
        json_t **source = &sheet->source[sheet->touched[i]];

        good = json_array_append_new(list, *source) == 0 && good;
        *source = NULL;
    }
    if (sheet->touched_count == 0)
        return true;
    sheet->touched_count = 0;
    return json_object_set_new_nocheck(sheet->json, "sources", list) == 0 && good;
}

static bool is_id(const cf_sheet *sheet, int column)
{
    return sheet->uses[column].field == &sheet->kind->fields->rows[0];
}

static bool read_row(cf_sheet *sheet, int index)
{
    bool good;

    json_decref(sheet->json);
    sheet->json = json_object();
    good = sheet->json != NULL && cf_sheet_seek(sheet, index);
    for (int i = 0; i < sheet->width && i < sheet->csv.count && good; i++)
        good = sheet->row_list.at[index].broken && !is_id(sheet, i) ? doubt_cell(sheet, i)
                                                                    : read_cell(sheet, index, i);
    for (int i = 0; i < sheet->needed_count && good; i++)
        good = sheet->needed[i] < sheet->csv.count || empty_cell(sheet, index, sheet->needed[i]);
    good = put_sources(sheet) && good;
    for (int i = 0; i < sheet->width && good; i++)
        good = !is_base(sheet->uses[i].keys) || flatten_range(sheet->json, sheet->uses[i].keys);
    return good;
}

json_t *cf_sheet_json(cf_rows *rows, int index)
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
