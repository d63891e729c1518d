/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the data of a chart: those columns of its rows that it names, and what is made of them. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_put.h"
#include "base/map.h"
#include "base/vec.h"
#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/svg.h"
#include "pictures/vega.h"
#include "report/company.h"
#include "report/money.h"

/* ---- names ----------------------------------------------------------------------------------- */

enum { OF_ENTITIES, OF_DEALS, OF_SOURCES };

struct cf_vega_names {
    cf_arena arena;
    cf_map map; /* names of a kind: places in `ids` */
    CF_VEC(const char *) ids;
};

cf_status cf_vega_names_new(cf_vega_names **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_vega_names_free(cf_vega_names *names)
{
    if (names == NULL)
        return;
    cf_map_free(&names->map);
    cf_arena_free(&names->arena);
    free(names->ids.at);
    free(names);
}

/* Vega-Lite takes rows of one name for one thing, so a second id of a name is written behind it.
 */
static cf_status put_name(FILE *out, cf_vega_names *names, int kind, const char *name,
                          const char *id)
{
    int found = cf_map_find(&names->map, kind, name, strlen(name));
    cf_buffer text = { 0 };
    const char *kept;

    if (found < 0) {
        kept = cf_arena_copy(&names->arena, name, strlen(name));
        if (kept == NULL || !cf_vec_push(&names->ids, id) ||
            cf_map_add(&names->map, kind, kept, strlen(kept), names->ids.count - 1) != CF_OK)
            return CF_NO_MEMORY;
    }
    cf_buffer_add(&text, name);
    if (found >= 0 && strcmp(names->ids.at[found], id) != 0) {
        cf_buffer_add(&text, " (");
        cf_buffer_add(&text, id);
        cf_buffer_add(&text, ")");
    }
    cf_put_json_text(out, cf_buffer_text(&text));
    found = text.failed;
    cf_buffer_free(&text);
    return found ? CF_NO_MEMORY : CF_OK;
}

/* An entity, unless the column is one of deals or of sources. */
static cf_status put_name_of(FILE *out, const cf_report *report, cf_vega_names *names,
                             const cf_column *column, const char *id)
{
    const cf_scenario *scenario = cf_report_scenario(report);
    char words[CF_DRIVER_SIZE];

    if (id == NULL) {
        cf_put_json_text(out, NULL);
        return CF_OK;
    }
    if (strcmp(column->name, "deal") == 0 && scenario != NULL) {
        cf_finding_driver(words, scenario, id);
        return put_name(out, names, OF_DEALS, words, id);
    }
    if (strcmp(column->name, "source") == 0) {
        cf_chart_source_words(words, scenario, id);
        return put_name(out, names, OF_SOURCES, words, id);
    }
    return put_name(out, names, OF_ENTITIES, cf_lookup_name(scenario, id), id);
}

/* ---- columns --------------------------------------------------------------------------------- */

enum part { VALUE, NAME, TEXT, COLOUR, PLACE, RANK };

/* A key of the objects. */
struct field {
    enum part part;
    int column; /* of VALUE, NAME and TEXT */
    char key[CF_VEGA_WORD];
};

struct fields {
    const cf_report *report;
    const cf_vega_choice *choice;
    cf_vega_names *names;
    CF_VEC(struct field) list;
    int owner; /* the column of entities that has the colour; -1: none */
    int place; /* of the last row, and its colour */
    const char *colour;
};

/* Whether a word stands by itself in a text. */
static bool mentions(const char *body, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = body; (at = strstr(at, word)) != NULL; at += length) {
        char before = at == body ? ' ' : at[-1], behind = at[length];

        if (!isalnum((unsigned char)before) && before != '_' && !isalnum((unsigned char)behind) &&
            behind != '_')
            return true;
    }
    return false;
}

static bool add_field(struct fields *fields, const char *body, enum part part, int column,
                      const char *key, const char *ending)
{
    struct field field = { part, column, "" };

    snprintf(field.key, sizeof field.key, "%s%s", key, ending);
    return !mentions(body, field.key) || cf_vec_push(&fields->list, field);
}

/* What a sweep varies has columns with names of any kind. */
static const char *key_of(const struct fields *fields, int column)
{
    static const char *const axes[] = { "across", "beside" };
    const cf_table *table = fields->choice->sheet.table;

    if (fields->choice->rows->axes && column < 2 &&
        column < cf_table_find_column(table, fields->choice->rows->group))
        return axes[column];
    return cf_table_column(table, column)->name;
}

static cf_status read_fields(struct fields *fields, const char *body)
{
    const cf_table *table = fields->choice->sheet.table;
    bool kept = true;

    fields->owner = -1;
    fields->place = -1;
    for (int c = 0; kept && table != NULL && c < cf_table_column_count(table); c++) {
        const char *key = key_of(fields, c);

        if (fields->owner < 0 && cf_table_column(table, c)->kind == CF_ENTITY)
            fields->owner = c;
        kept = add_field(fields, body, VALUE, c, key, "") &&
               add_field(fields, body, NAME, c, key, "_name") &&
               add_field(fields, body, TEXT, c, key, "_text");
    }
    kept = kept && add_field(fields, body, COLOUR, 0, "colour", "") &&
           add_field(fields, body, PLACE, 0, "place", "") &&
           add_field(fields, body, RANK, 0, "rank", "");
    return kept ? CF_OK : CF_NO_MEMORY;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* As people read it. */
static void put_text(FILE *out, const cf_column *column, const cf_cell *cell)
{
    double number = cell->known ? cell->number : NAN;
    cf_rounding rounding =
        cell->rounding != CF_NEAREST ? (cf_rounding)cell->rounding : column->rounding;
    char text[CF_MONEY_SIZE];

    if (column->kind == CF_SHARE)
        cf_share_bound(text, number, rounding);
    else
        cf_money_bound(text, number, rounding);
    cf_put_json_text(out, text);
}

static const char *colour_of(struct fields *fields, const cf_vega_pick *pick)
{
    char class[8];
    const cf_cell *cell;

    if (fields->owner < 0)
        return cf_svg_hex("s9");
    if (fields->colour != NULL && pick->place == fields->place)
        return fields->colour;
    cell = cf_table_cell(fields->choice->sheet.table, pick->row, fields->owner);
    snprintf(class, sizeof class, "s%d",
             cell->known ? cf_report_colour(fields->report, cell->text) : CF_COLOUR_OTHERS);
    fields->place = pick->place;
    return fields->colour = cf_svg_hex(class);
}

static cf_status put_field(FILE *out, struct fields *fields, const struct field *field,
                           const cf_vega_pick *pick)
{
    const cf_table *table = fields->choice->sheet.table;
    const cf_column *column = cf_table_column(table, field->column);
    const cf_cell *cell = cf_table_cell(table, pick->row, field->column);

    switch (field->part) {
    case NAME:
        return put_name_of(out, fields->report, fields->names, column,
                           cell->known ? cell->text : NULL);
    case TEXT:
        put_text(out, column, cell);
        break;
    case COLOUR:
        cf_put_json_text(out, colour_of(fields, pick));
        break;
    case PLACE:
        fprintf(out, "%d", pick->place);
        break;
    case RANK:
        fprintf(out, "%d", pick->rank);
        break;
    case VALUE:
    default:
        cf_put_json_value(out, column->kind, cell);
    }
    return CF_OK;
}

cf_status cf_vega_put_rows(FILE *out, const cf_report *report, const cf_vega_choice *choice,
                           const char *body, cf_vega_names *names)
{
    struct fields fields = { .report = report, .choice = choice, .names = names };
    cf_status status = read_fields(&fields, body);

    putc('[', out);
    for (long i = 0; status == CF_OK && i < choice->count && !ferror(out); i++) {
        fputs(i > 0 ? ",\n      " : "\n      ", out);
        for (int f = 0; status == CF_OK && f < fields.list.count; f++) {
            cf_put_json_key(out, f > 0 ? ", " : "{", fields.list.at[f].key);
            status = put_field(out, &fields, &fields.list.at[f], &choice->at[i]);
        }
        putc('}', out);
    }
    putc(']', out);
    free(fields.list.at);
    return status;
}
