/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/sheet_rows.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/cells.h"

enum { MOST_KEYS = 3 };

bool cf_json_put(json_t *object, const char *const keys[3], json_t *value)
{
    int last = 0;

    while (last + 1 < MOST_KEYS && keys[last + 1] != NULL) {
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

/* A range that has only its base is that number. */
static bool flatten(json_t *object, const char *key)
{
    json_t *range = json_object_get(object, key);
    json_t *base = json_object_get(range, "base");

    if (base == NULL || json_object_size(range) > 1)
        return true;
    return json_object_set_nocheck(object, key, base) == 0;
}

static bool flatten_ranges(json_t *row)
{
    return flatten(json_object_get(row, "amount"), "share") && flatten(row, "amount") &&
           flatten(json_object_get(row, "revenue"), "amount") && flatten(row, "outside_funds");
}

/* ---- cells ---- */

/* "source2_title" */
static cf_shown column_name(const cf_column_use *use)
{
    if (use->source <= 1)
        return cf_show_hint("%s", use->spec->name);
    return cf_show_hint("source%d_%s", use->source, use->spec->keys[0]);
}

static bool is_told(const cf_sheet *sheet, int row)
{
    return row < sheet->told;
}

static cf_sheet_spot spot_of(const cf_sheet *sheet, int row, int column, const char *name)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];

    return (cf_sheet_spot){ cell->from, cell->to, sheet->row_list[row].number, name };
}

static bool tell_cell(cf_sheet *sheet, int row, int column, const cf_cell_flaw *flaw)
{
    cf_shown name = column_name(&sheet->uses[column]);
    cf_sheet_spot spot = spot_of(sheet, row, column, name.text);

    if (is_told(sheet, row))
        return true;
    return cf_sheet_tell(sheet, CF_ERROR, flaw->code, &spot,
                         flaw->hint.text[0] == '\0' ? NULL : flaw->hint.text,
                         "%s must be %s, but is %s", name.text, flaw->should,
                         cf_show_text(cf_sheet_text(sheet, column)).text) == CF_OK;
}

/* What must be there is not. */
static bool empty_cell(cf_sheet *sheet, int row, int column)
{
    const cf_column_spec *spec = sheet->uses[column].spec;
    const cf_csv *csv = &sheet->csv;
    cf_sheet_spot spot = { csv->cells[csv->count - 1].to, csv->cells[csv->count - 1].to,
                           sheet->row_list[row].number, spec->name };

    if (!spec->needed)
        return true;
    if (column < csv->count)
        spot = spot_of(sheet, row, column, spec->name);
    if (!is_told(sheet, row) && cf_sheet_tell(sheet, CF_ERROR, CF_CELL_EMPTY, &spot, NULL,
                                              "%s must not be empty", spec->name) != CF_OK)
        return false;
    return cf_json_put(sheet->json, spec->keys, json_false());
}

/* What is needed but cannot be trusted. */
static bool doubt_cell(cf_sheet *sheet, int column)
{
    const cf_column_spec *spec = sheet->uses[column].spec;

    return spec == NULL || !spec->needed || cf_json_put(sheet->json, spec->keys, json_false());
}

static bool put_value(cf_sheet *sheet, int column, json_t *value)
{
    const cf_column_use *use = &sheet->uses[column];
    int rank = sheet->source_ranks[column];
    json_t **source = rank < 0 ? NULL : &sheet->source[rank];

    if (source == NULL)
        return cf_json_put(sheet->json, use->spec->keys, value);
    if (*source == NULL) {
        *source = json_object();
        sheet->touched[sheet->touched_count++] = rank;
    }
    return json_object_set_new_nocheck(*source, use->spec->keys[0], value) == 0;
}

static bool read_cell(cf_sheet *sheet, int row, int column)
{
    const cf_column_spec *spec = sheet->uses[column].spec;
    char *text;
    const char *other;
    cf_cell_flaw flaw;
    json_t *value;

    if (spec == NULL)
        return true;
    text = cf_sheet_text(sheet, column);
    if (text == NULL)
        return empty_cell(sheet, row, column);
    other = sheet->replace == NULL ? NULL : sheet->replace(sheet, spec, text);
    value = other != NULL ? json_string_nocheck(other) : cf_cell_value(spec->kind, text, &flaw);
    if (value == NULL)
        return false;
    if (other == NULL && flaw.code != 0 && !tell_cell(sheet, row, column, &flaw))
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
    return sheet->uses[column].spec == &sheet->kind->columns[0];
}

static bool read_row(cf_sheet *sheet, int index)
{
    bool good;

    json_decref(sheet->json);
    sheet->json = json_object();
    good = sheet->json != NULL && cf_sheet_seek(sheet, index);
    for (int i = 0; i < sheet->width && i < sheet->csv.count && good; i++)
        good = sheet->row_list[index].broken && !is_id(sheet, i) ? doubt_cell(sheet, i)
                                                                 : read_cell(sheet, index, i);
    for (int i = 0; i < sheet->needed_count && good; i++)
        good = sheet->needed[i] < sheet->csv.count || empty_cell(sheet, index, sheet->needed[i]);
    good = put_sources(sheet) && good;
    return good && flatten_ranges(sheet->json);
}

json_t *cf_sheet_json(cf_rows *rows, int index)
{
    cf_sheet *sheet = (cf_sheet *)rows;
    bool good = read_row(sheet, index);

    if (index >= sheet->told)
        sheet->told = index + 1;
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

static int count_keys(const cf_column_spec *spec)
{
    int count = 0;

    while (count < MOST_KEYS && spec->keys[count] != NULL)
        count++;
    return count;
}

static int find_source(cf_sheet *sheet, const char *const *keys, int key_count)
{
    int rank = key_count < 2 ? 0 : source_rank(sheet, atoi(keys[1]));

    for (int i = 0; i < sheet->width; i++)
        if (sheet->uses[i].spec != NULL && sheet->source_ranks[i] == rank &&
            (key_count < 3 || strcmp(keys[2], sheet->uses[i].spec->keys[0]) == 0))
            return i;
    return -1;
}

int cf_sheet_find(cf_sheet *sheet, const char *const *keys, int key_count)
{
    if (key_count > 0 && strcmp(keys[0], "sources") == 0)
        return find_source(sheet, keys, key_count);
    for (int i = 0; i < sheet->width && key_count > 0; i++) {
        const cf_column_use *use = &sheet->uses[i];

        if (use->spec != NULL && use->source == 0 && cf_sheet_text(sheet, i) != NULL &&
            leads_there(use->spec->keys, count_keys(use->spec), keys, key_count))
            return i;
    }
    return -1;
}
