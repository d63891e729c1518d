/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_PARTIES_H
#define CIRCFIN_SCENARIO_PARTIES_H

/* Who pays and is paid in a spreadsheet: by id, or by a name that only one entity has. Those that
 * only deals name become entities, too. */

#include "base/map.h"
#include "scenario/sheet.h"

typedef struct cf_party {
    const char *id;
    int row, column; /* of the deals: who is named there first; of the entities: -1 */
} cf_party;

typedef struct cf_parties {
    cf_rows rows; /* first: the entities in JSON form, those that only deals name at the end */
    cf_sheet *entities, *deals; /* borrowed; `entities` NULL: there is no such file */
    cf_map words;               /* ids and names */
    cf_arena arena;
    cf_party *list; /* in the order of the rows */
    const char **ids;
    int room;
    bool *shared_name; /* by entity: another one has its name, too */
    long comparisons;  /* that may still be made for suggestions */
    json_t *json;      /* the last added one */
} cf_parties;

/**
 * Finds all parties of the deals, and tells those that are added. From then on cf_sheet_json() of
 * the deals has ids where the file has names.
 *
 * @param[out] out  to be freed with cf_parties_free() whatever the status
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(size of both files).
 */
CF_NODISCARD cf_status cf_parties_find(cf_parties *out, cf_sheet *entities, cf_sheet *deals);
void cf_parties_free(cf_parties *parties);

#endif
