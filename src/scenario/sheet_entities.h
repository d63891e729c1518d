/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_ENTITIES_H
#define CIRCFIN_SCENARIO_SHEET_ENTITIES_H

/* The entities of a spreadsheet: those of its own file, and those that only deals name. Deals name
 * them by id, or by a name that only one entity has. */

#include "base/map.h"
#include "scenario/sheet.h"

typedef struct cf_sheet_entity {
    const char *id;
    int row, column; /* of the deals: who is named there first; of the entities: -1 */
} cf_sheet_entity;

enum { CF_MOST_PARTIES = 2 };

typedef struct cf_sheet_entities {
    cf_rows rows; /* first: the entities in JSON form, those that only deals name at the end */
    cf_sheet *entities, *deals; /* borrowed; `entities` NULL: there is no such file */
    cf_map words;               /* ids and names */
    cf_arena arena;
    CF_VEC(cf_sheet_entity) list; /* in the order of the rows */
    CF_VEC(const char *) ids;
    int columns[CF_MOST_PARTIES]; /* of the deals: payer and payee */
    int *parties; /* by row of the deals, for each of these columns: the index of the entity, or -1
                   */
    bool *shared_name;   /* by entity: another one has its name, too */
    cf_arena row_arena;  /* of the last added one */
    const char **faults; /* by entity: what is wrong with one that only deals name; NULL: nothing */
    cf_code fault_code;  /* of the last of them */
    int threads;         /* at most; 0: one for each processor */
} cf_sheet_entities;

/**
 * Finds every entity that deals name, and warns of those that it adds. From then on cf_sheet_json()
 * of the deals says which entities payers and payees are.
 *
 * @param[out] out  to be freed with cf_sheet_entities_free() whatever the status
 * @param threads   at most; 0: one for each processor
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(size of both files). Memory: the entities, and 8 bytes a deal.
 */
CF_NODISCARD cf_status cf_sheet_entities_find(cf_sheet_entities *out, cf_sheet *entities,
                                              cf_sheet *deals, int threads);

/** Errors of entities are noted: at their row, or at every deal that names one. */
void cf_sheet_entities_skip(cf_sheet_entities *named);

/** Notes every deal that names an entity with an error. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_entities_note_deals(cf_sheet_entities *named);

void cf_sheet_entities_free(cf_sheet_entities *named);

#endif
