/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_STORE_H
#define CIRCFIN_SCENARIO_STORE_H

/* What a scenario keeps for itself. */

#include "base/arena.h"
#include "base/map.h"
#include "circfin/scenario.h"

/* The maps of ids. */
enum { CF_ENTITY_IDS, CF_DEAL_IDS, CF_SHOCK_IDS, CF_ENTITY_ALIASES, CF_ID_MAPS };

struct cf_scenario_store {
    cf_scenario scenario;
    cf_arena arena;         /* entities, deals, shocks, every list and string */
    cf_map ids[CF_ID_MAPS]; /* id → index */
};

/** @return CF_OK or CF_NO_MEMORY; freed with cf_scenario_free(&(*out)->scenario) */
CF_NODISCARD cf_status cf_scenario_store_new(struct cf_scenario_store **out);

#endif
