/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the cells that problems belong to, from their JSON pointers. */
#include "scenario/sheet_places.h"

#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "scenario/sheet_rows.h"

enum { MOST_KEYS = 6, POINTER_SIZE = 256 };

/* A JSON pointer in pieces. Those of spreadsheets are short, but keys of rates may be anything. */
struct way {
    char text[POINTER_SIZE];
    const char *keys[MOST_KEYS];
    int count;
};

/* A problem and its cell. */
struct place {
    cf_diags_entry *entry;
    cf_where *where; /* of the entry: its place, or the other one */
    cf_sheet *sheet; /* NULL: a setting that is in no file */
    int row_number;
    const char *column; /* NULL: the whole row */
    size_t from, to;
};

/* A text that lives as long as the diagnostics. */
static cf_status copy_name(cf_diags *diags, const char **out, const char *text)
{
    *out = cf_arena_copy(&diags->arena, text, strlen(text));
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}

static void read_way(struct way *way, const char *pointer)
{
    char *to = way->text;

    *way = (struct way){ .count = 0 };
    for (; *pointer != '\0' && to < way->text + sizeof way->text - 1; pointer++) {
        if (*pointer == '/') {
            *to++ = '\0';
            if (way->count == MOST_KEYS)
                break;
            way->keys[way->count++] = to;
            continue;
        }
        if (pointer[0] == '~' && pointer[1] != '\0')
            *to++ = *++pointer == '1' ? '/' : '~';
        else
            *to++ = *pointer;
    }
}

/* The cell at `column` of the row that was sought; all of the row where it is -1. */
static void take_cell(struct place *place, cf_sheet *sheet, int row, int column)
{
    const cf_csv *csv = &sheet->csv;
    const cf_csv_cell *first = &csv->cells[column < 0 ? 0 : column];
    const cf_csv_cell *last = &csv->cells[column < 0 ? csv->count - 1 : column];

    place->sheet = sheet;
    place->row_number = sheet->row_list.at[row].number;
    place->column = column < 0 ? NULL : sheet->uses[column].name;
    place->from = first->from;
    place->to = last->to;
}

static cf_status find_in_sheet(struct place *place, cf_sheet *sheet, int row, const struct way *way)
{
    if (!cf_sheet_seek(sheet, row))
        return CF_NO_MEMORY;
    take_cell(place, sheet, row, cf_sheet_find(sheet, way->keys + 2, way->count - 2));
    return CF_OK;
}

/* A entity that only deals name stands where it is named first. */
static cf_status find_entity(struct place *place, cf_sheet_entities *named, const struct way *way)
{
    int index = atoi(way->keys[1]);
    const cf_sheet_entity *entity = &named->list.at[index];

    if (entity->row < 0)
        return find_in_sheet(place, named->entities, index, way);
    if (!cf_sheet_seek(named->deals, entity->row))
        return CF_NO_MEMORY;
    take_cell(place, named->deals, entity->row, entity->column);
    return CF_OK;
}

/* What concerns all deals stands at their header. */
static cf_status find_header(struct place *place, cf_sheet *sheet)
{
    sheet->csv.at = sheet->header_at;
    if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
        return CF_NO_MEMORY;
    place->sheet = sheet;
    place->row_number = sheet->header_row;
    place->column = NULL;
    place->from = sheet->csv.cells[0].from;
    place->to = sheet->csv.cells[sheet->csv.count - 1].to;
    return CF_OK;
}

static cf_status find_setting(struct place *place, cf_diags *diags, cf_settings *settings,
                              const struct way *way)
{
    const cf_told_setting *setting = cf_settings_find(settings, way->keys, way->count);

    place->sheet = NULL;
    if (setting == NULL)
        return copy_name(diags, &place->column, way->keys[0]);
    place->column = setting->word;
    if (setting->row < 0)
        return CF_OK;
    if (!cf_sheet_seek(settings->sheet, setting->row))
        return CF_NO_MEMORY;
    take_cell(place, settings->sheet, setting->row,
              cf_sheet_column(settings->sheet, place->entry->at_key ? "key" : "value"));
    return CF_OK;
}

static cf_status find_place(struct place *place, const char *pointer, cf_diags *diags,
                            cf_settings *settings, cf_sheet_entities *named)
{
    struct way way;

    read_way(&way, pointer);
    if (way.count == 1 && strcmp(way.keys[0], "deals") == 0)
        return find_header(place, named->deals);
    if (way.count >= 2 && strcmp(way.keys[0], "deals") == 0)
        return find_in_sheet(place, named->deals, atoi(way.keys[1]), &way);
    if (way.count >= 2 && strcmp(way.keys[0], "entities") == 0)
        return find_entity(place, named, &way);
    return find_setting(place, diags, settings, &way);
}

/* ---- filling in ---- */

/* "the first one is" becomes "the first one is in row 12", with the file where that is another. */
static cf_status name_other_place(cf_diags *diags, const struct place *place,
                                  const struct place *other)
{
    cf_diags_entry *entry = place->entry;
    const cf_shown label = cf_sheet_label(other->sheet, other->row_number, other->column);
    const char *hint = entry->diag.hint == NULL ? "see" : entry->diag.hint;
    const char *file =
        other->sheet == place->sheet || other->sheet == NULL ? NULL : cf_sheet_file(other->sheet);
    char text[600];

    if (file != NULL && other->sheet->cursor.sheet != NULL)
        file = other->sheet->cursor.sheet;
    else if (file != NULL && strrchr(file, '/') != NULL)
        file = strrchr(file, '/') + 1;
    if (other->sheet == NULL) /* a setting */
        snprintf(text, sizeof text, "%s %s", hint, other->column == NULL ? "" : other->column);
    else
        snprintf(text, sizeof text, "%s in %s%s%.200s", hint, label.text,
                 file == NULL ? "" : " of ", file == NULL ? "" : file);
    return copy_name(diags, &entry->diag.hint, text);
}

static cf_status fill_place(cf_diags *diags, const struct place *place)
{
    cf_where *where = place->where;
    cf_sheet *sheet = place->sheet;
    cf_status status;

    if (where == &place->entry->diag.where)
        place->entry->part = sheet == NULL ? 0 : sheet->part;
    where->file = NULL;
    if (sheet == NULL)
        return copy_name(diags, &where->pointer, place->column == NULL ? "" : place->column);
    status = copy_name(diags, &where->file, cf_sheet_file(sheet));
    if (status == CF_OK)
        status = copy_name(diags, &where->pointer,
                           cf_sheet_label(sheet, place->row_number, place->column).text);
    if (status == CF_OK)
        status = cf_cursor_place(&sheet->cursor, where, place->from, place->to, &diags->arena);
    return status;
}

static int in_order(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    return (a->from > b->from) - (a->from < b->from);
}

static void rewind_cursor(cf_sheet *sheet)
{
    if (sheet != NULL)
        cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
}

static cf_status find_places(struct place *places, int *count, cf_diags *diags,
                             cf_settings *settings, cf_sheet_entities *named)
{
    cf_status status = CF_OK;

    for (int i = diags->opened; i < diags->count && status == CF_OK; i++) {
        cf_diags_entry *entry = &diags->entries[i];
        struct place *place = &places[*count];

        if (entry->diag.where.pointer == NULL || entry->diag.where.line > 0 ||
            entry->diag.where.pointer[0] != '/')
            continue;
        *place = (struct place){ .entry = entry, .where = &entry->diag.where };
        status = find_place(place, entry->diag.where.pointer, diags, settings, named);
        (*count)++;
        if (status != CF_OK || entry->other == NULL)
            continue;
        places[*count] = (struct place){ .entry = entry, .where = &entry->diag.other };
        status = find_place(&places[*count], entry->other, diags, settings, named);
        if (status == CF_OK)
            status = name_other_place(diags, place, &places[*count]);
        (*count)++;
    }
    return status;
}

cf_status cf_sheets_locate(cf_diags *diags, cf_settings *settings, cf_sheet_entities *named)
{
    struct place *places;
    int count = 0;
    cf_status status;

    if (diags == NULL || diags->count == diags->opened)
        return CF_OK;
    places =
        calloc((size_t)(diags->count - diags->opened) * 2, sizeof *places); /* and other ones */
    if (places == NULL)
        return CF_NO_MEMORY;
    rewind_cursor(settings->sheet);
    rewind_cursor(named->entities);
    rewind_cursor(named->deals);
    status = find_places(places, &count, diags, settings, named);
    qsort(places, (size_t)count, sizeof *places, in_order);
    for (int i = 0; i < count && status == CF_OK; i++)
        status = fill_place(diags, &places[i]);
    free(places);
    return status;
}
