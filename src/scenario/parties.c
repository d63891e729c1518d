/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payers and payees of a spreadsheet, by id or name; those that only deals name become entities. */
#include "scenario/parties.h"

#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "circfin/sheets.h"
#include "circfin/text.h"
#include "scenario/sheet_rows.h"

enum { IDS, NAMES }; /* spaces of the map */

static bool make_room(cf_parties *parties)
{
    int room = parties->room == 0 ? 64 : parties->room * 2;
    cf_party *list;
    const char **ids;

    if (parties->rows.count < parties->room)
        return true;
    list = realloc(parties->list, (size_t)room * sizeof *list);
    if (list != NULL)
        parties->list = list;
    ids = realloc(parties->ids, (size_t)room * sizeof *ids);
    if (ids != NULL)
        parties->ids = ids;
    if (list == NULL || ids == NULL)
        return false;
    parties->room = room;
    return true;
}

/* One more party; of a doubled id the first counts, and the reader tells it. */
static cf_status add(cf_parties *parties, const char *id, int row, int column)
{
    const char *copy = cf_arena_copy(&parties->arena, id, strlen(id));

    if (copy == NULL || !make_room(parties))
        return CF_NO_MEMORY;
    parties->ids[parties->rows.count] = copy;
    parties->list[parties->rows.count] = (cf_party){ copy, row, column };
    parties->rows.count++;
    if (*copy == '\0' || cf_map_find(&parties->words, IDS, copy, strlen(copy)) >= 0)
        return CF_OK;
    return cf_map_add(&parties->words, IDS, copy, strlen(copy), parties->rows.count - 1);
}

/* ---- the file of entities ---- */

static cf_status add_name(cf_parties *parties, const char *name, int entity)
{
    const char *copy;
    int other = cf_map_find(&parties->words, NAMES, name, strlen(name));

    if (other >= 0) {
        parties->shared_name[other] = true;
        return CF_OK;
    }
    copy = cf_arena_copy(&parties->arena, name, strlen(name));
    if (copy == NULL)
        return CF_NO_MEMORY;
    return cf_map_add(&parties->words, NAMES, copy, strlen(copy), entity);
}

static cf_status add_known(cf_parties *parties)
{
    cf_sheet *sheet = parties->entities;
    int id = cf_sheet_column(sheet, "id");
    int name = cf_sheet_column(sheet, "name");
    cf_status status = CF_OK;

    parties->shared_name = calloc((size_t)sheet->rows.count + 1, sizeof(bool));
    if (parties->shared_name == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->rows.count && status == CF_OK; i++) {
        const char *text;

        if (!cf_sheet_seek(sheet, i))
            return CF_NO_MEMORY;
        text = cf_sheet_text(sheet, id);
        status = add(parties, text == NULL ? "" : text, -1, -1);
        text = name < 0 ? NULL : cf_sheet_text(sheet, name);
        if (status == CF_OK && text != NULL)
            status = add_name(parties, text, i);
    }
    return status;
}

/* ---- the file of deals ---- */

/* Index of a party by its id or name, or -1. */
static int find(const cf_parties *parties, const char *word)
{
    int found = cf_map_find(&parties->words, IDS, word, strlen(word));

    if (found < 0) {
        found = cf_map_find(&parties->words, NAMES, word, strlen(word));
        if (found >= 0 && parties->shared_name[found])
            found = -1;
    }
    return found;
}

static const char *suggest(cf_parties *parties, const char *word)
{
    int known = parties->entities->rows.count;

    if (parties->comparisons < known)
        return NULL;
    parties->comparisons -= known;
    return cf_text_nearest(word, parties->ids, (size_t)known);
}

static cf_status report_added(cf_parties *parties, const char *word, int row, int column)
{
    cf_sheet *deals = parties->deals;
    const cf_csv_cell *cell = &deals->csv.cells[column];
    cf_sheet_spot spot = { cell->from, cell->to, deals->row_list.at[row].number,
                           deals->uses[column].name };
    const char *near = suggest(parties, word);

    return cf_sheet_report(deals, CF_WARNING, CF_ENTITY_ADDED, &spot,
                           near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                           "%s is not in the list of entities, so it is added",
                           cf_show_text(word).text);
}

static cf_status find_party(cf_parties *parties, int row, int column)
{
    const char *word = cf_sheet_text(parties->deals, column);
    cf_status status = CF_OK;

    if (word == NULL || parties->deals->row_list.at[row].broken || find(parties, word) >= 0)
        return CF_OK;
    if (parties->entities != NULL)
        status = report_added(parties, word, row, column);
    return status == CF_OK ? add(parties, word, row, column) : status;
}

static cf_status find_all(cf_parties *parties)
{
    cf_sheet *deals = parties->deals;
    int columns[CF_MOST_FIELDS], count = 0;
    cf_status status = CF_OK;

    for (int i = 0; i < cf_deal_fields.count; i++)
        if (cf_deal_fields.rows[i].kind == CF_FIELD_ENTITY)
            columns[count++] = cf_sheet_column(deals, cf_deal_fields.rows[i].key);
    for (int i = 0; i < deals->rows.count && status == CF_OK; i++) {
        if (!cf_sheet_seek(deals, i))
            return CF_NO_MEMORY;
        for (int c = 0; c < count && status == CF_OK; c++)
            status = find_party(parties, i, columns[c]);
    }
    cf_cursor_start(&deals->cursor, deals->csv.text, deals->csv.size);
    return status;
}

/* Without a file of entities all are added, and one word is enough. */
static cf_status report_no_entities(const cf_parties *parties)
{
    int count = parties->rows.count;

    if (parties->entities != NULL || count == 0)
        return CF_OK;
    return cf_diags_add(parties->deals->diags, CF_WARNING, CF_ENTITY_ADDED, NULL, NULL,
                        "there is no file of entities, so the %d named in deals are added", count);
}

/* ---- rows ---- */

static const char *id_for(const cf_sheet *deals, const char *text)
{
    const cf_parties *parties = deals->context;
    int found = find(parties, text);

    return found < 0 ? NULL : parties->ids[found];
}

static json_t *row_at(cf_rows *rows, int index)
{
    cf_parties *parties = (cf_parties *)rows;

    if (parties->list[index].row < 0)
        return cf_sheet_json(&parties->entities->rows, index);
    json_decref(parties->json);
    parties->json = json_object();
    if (json_object_set_new_nocheck(parties->json, "id",
                                    json_string_nocheck(parties->list[index].id)) != 0)
        return NULL;
    return parties->json;
}

cf_status cf_parties_find(cf_parties *out, cf_sheet *entities, cf_sheet *deals)
{
    cf_status status = CF_OK;

    *out = (cf_parties){
        .rows = { .at = row_at }, .entities = entities, .deals = deals, .comparisons = 10000000
    };
    if (entities != NULL)
        status = add_known(out);
    if (status == CF_OK)
        status = cf_sheet_turn(deals);
    if (status == CF_OK)
        status = find_all(out);
    if (status == CF_OK)
        status = report_no_entities(out);
    deals->entity_id = id_for;
    deals->context = out;
    return status;
}

void cf_parties_free(cf_parties *parties)
{
    json_decref(parties->json);
    cf_map_free(&parties->words);
    cf_arena_free(&parties->arena);
    free(parties->list);
    free(parties->ids);
    free(parties->shared_name);
    *parties = (cf_parties){ .entities = NULL };
}
