/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_COLUMNS_H
#define CIRCFIN_SCENARIO_COLUMNS_H

/*
 * The columns of the spreadsheets. Most fields have one, of the name of the field; ranges, amounts
 * and revenues have several parts:
 *
 *   outside_funds, outside_funds_low, outside_funds_high,   {"outside_funds": {"base", ...}}
 *   outside_funds_schedule
 *
 * What may be in a key is decided where JSON is read, so that both forms have the same rules.
 */

#include "scenario/fields.h"

typedef enum cf_cell_kind {
    CF_CELL_TEXT,
    CF_CELL_WORD,   /* one of a few words, in any letters */
    CF_CELL_ENTITY, /* an id, or a name that only one entity has */
    CF_CELL_NUMBER,
    CF_CELL_BOOL,
    CF_CELL_LIST,     /* texts joined by ; */
    CF_CELL_SCHEDULE, /* DATE=AMOUNT joined by ; */
    CF_CELL_STATED    /* OF=AMOUNT or OF=AMOUNT@DATE joined by ;, or the list as JSON has it */
} cf_cell_kind;

enum { CF_MOST_COLUMNS = 64, CF_COLUMN_NAME_SIZE = 48 };

/** One column of a kind of field. */
typedef struct cf_column_part {
    const char *name; /* begins with _: follows that of the field; NULL: is that of the field */
    cf_cell_kind cell;
    const char *keys[CF_MOST_KEYS]; /* from the value of the field to that of the cell */
    bool late; /* behind all others, and written only where some record has such a value */
} cf_column_part;

typedef struct cf_sheet_kind {
    const char *list; /* key of the scenario, such as "deals" */
    const cf_fields *fields;
    const cf_fields *needed; /* whose required keys a file must have; they are among `fields` */
    bool has_sources;
    const char *example; /* of a header, for messages */
} cf_sheet_kind;

extern const cf_sheet_kind cf_deal_sheet, cf_entity_sheet, cf_setting_sheet, cf_payment_sheet;

/** A column: part `part` of a field. */
typedef struct cf_column_use {
    const cf_field *field; /* NULL: none */
    const cf_column_part *part;
    int index;    /* of the part */
    bool late;    /* see cf_column_part; those of seldom fields are, too */
    bool is_base; /* its keys lead to the base of a range */
    int source;   /* which source it belongs to, from 1; 0: none. `field` is then one of a source */
    char name[CF_COLUMN_NAME_SIZE];
    const char *keys[CF_MOST_KEYS]; /* from the object of the row, or of the source, to the value;
                                       NULL behind the last */
} cf_column_use;

/** The columns in the order in which they are written, late ones last, sources aside.
 *  @return how many there are */
int cf_column_list(cf_column_use out[static CF_MOST_COLUMNS], const cf_sheet_kind *kind);

/** The column of one part of a source, which counts from 1. */
cf_column_use cf_column_of_source(int source, int part);

/** Finds a column by its name as it stands in a header. */
cf_column_use cf_column_find(const cf_sheet_kind *kind, const char *name, size_t length);

/** The name that one that was not found may mean, copied to `room`, or NULL: the nearest one, or
 *  one that is a part of it. */
const char *cf_column_suggest(const cf_sheet_kind *kind, const char *name,
                              char room[static CF_COLUMN_NAME_SIZE]);

/** The value of the cell that part `part` of a field has; see cf_column_use. */
cf_value cf_field_part(const cf_field *field, int part, const cf_scenario *scenario,
                       const void *record);

/** Lower case, with _ for spaces and hyphens: "Letter of intent" is letter_of_intent. */
void cf_column_normalise(char *out, const char *text, size_t length);

#endif
