/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_COLUMNS_H
#define CIRCFIN_SCENARIO_COLUMNS_H

/* Which columns the spreadsheets have, and which keys of the JSON form they stand for. What may be
 * in a key is decided where JSON is read, so that both forms have the same rules. */

#include <stdbool.h>
#include <stddef.h>

typedef enum cf_cell_kind {
    CF_CELL_TEXT,
    CF_CELL_WORD, /* one of a few words, in any letters */
    CF_CELL_NUMBER,
    CF_CELL_BOOL,
    CF_CELL_LIST,    /* texts joined by ; */
    CF_CELL_SCHEDULE /* DATE=AMOUNT joined by ; */
} cf_cell_kind;

/** `keys` lead from the object of the row to the value. Figures of ranges end in low, base and
 * high; a base without the other two is the plain number. */
typedef struct cf_column_spec {
    const char *name;
    cf_cell_kind kind;
    const char *keys[3];
    bool needed;
} cf_column_spec;

typedef struct cf_sheet_kind {
    const char *list; /* key of the scenario, such as "deals" */
    const cf_column_spec *columns;
    int count;
    bool has_sources;
    const char *example; /* of a header, for messages */
} cf_sheet_kind;

extern const cf_sheet_kind cf_deal_sheet, cf_entity_sheet, cf_setting_sheet;

/** What a column of a file holds. */
typedef struct cf_column_use {
    const cf_column_spec *spec; /* NULL: nothing that is read */
    int source;                 /* which source it belongs to, from 1; 0: none */
} cf_column_use;

/** Finds a column by its name as it stands in a header. */
cf_column_use cf_column_find(const cf_sheet_kind *kind, const char *name, size_t length);

/** The name nearest to one that was not found, or NULL. */
const char *cf_column_suggest(const cf_sheet_kind *kind, const char *name);

/** Lower case, with _ for spaces and hyphens: "Letter of intent" is letter_of_intent. */
void cf_column_normalise(char *out, const char *text, size_t length);

#endif
