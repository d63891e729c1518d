/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the format, ids, and the memory of a scenario. */
#include "scenario/store.h"

#include <stdlib.h>
#include <string.h>

const char *const cf_relation_names[CF_RELATION_COUNT] = {
    [CF_INVESTOR] = "investor",
    [CF_CUSTOMER] = "customer",
    [CF_SUPPLIER] = "supplier",
};

const char *const cf_deal_status_names[CF_DEAL_STATUS_COUNT] = {
    [CF_RUMOURED] = "rumoured",   [CF_LETTER_OF_INTENT] = "letter_of_intent",
    [CF_ANNOUNCED] = "announced", [CF_SIGNED] = "signed",
    [CF_COMPLETED] = "completed", [CF_CANCELLED] = "cancelled",
};

const char *const cf_basis_names[CF_BASIS_COUNT] = {
    [CF_REPORTED] = "reported",
    [CF_ESTIMATE] = "estimate",
    [CF_ASSUMPTION] = "assumption",
};

const char *const cf_support_kind_names[CF_SUPPORT_KIND_COUNT] = {
    [CF_GUARANTEE] = "guarantee",
    [CF_TAKE_OR_PAY] = "take_or_pay",
    [CF_RESIDUAL_VALUE] = "residual_value",
    [CF_LEASE] = "lease",
};

const char *const cf_stated_of_names[CF_STATED_OF_COUNT] = {
    [CF_STATED_COMMITMENTS] = "commitments",
    [CF_STATED_REVENUE] = "revenue",
    [CF_STATED_INVESTMENTS] = "investments",
};

const char *const cf_unit_names[CF_UNIT_COUNT] = {
    [CF_ONE] = "one",
    [CF_THOUSAND] = "thousand",
    [CF_MILLION] = "million",
    [CF_BILLION] = "bn",
};

double cf_range_at(cf_range range, cf_case which)
{
    return which == CF_CASE_LOW ? range.low : which == CF_CASE_HIGH ? range.high : range.base;
}

cf_status cf_scenario_store_new(struct cf_scenario_store **out)
{
    struct cf_scenario_store *store = calloc(1, sizeof *store);

    *out = store;
    if (store == NULL)
        return CF_NO_MEMORY;
    store->scenario.store = store;
    return CF_OK;
}

void cf_scenario_free(cf_scenario *scenario)
{
    struct cf_scenario_store *store = (struct cf_scenario_store *)scenario;

    if (store == NULL)
        return;
    cf_arena_free(&store->arena);
    for (int i = 0; i < CF_ID_MAPS; i++)
        cf_map_free(&store->ids[i]);
    free(store);
}

int cf_scenario_find_entity(const cf_scenario *scenario, const char *id)
{
    return cf_map_find(&scenario->store->ids[CF_ENTITY_IDS], 0, id, strlen(id));
}

int cf_scenario_find_shock(const cf_scenario *scenario, const char *id)
{
    return cf_map_find(&scenario->store->ids[CF_SHOCK_IDS], 0, id, strlen(id));
}

int cf_scenario_find_deal(const cf_scenario *scenario, const char *id)
{
    return cf_map_find(&scenario->store->ids[CF_DEAL_IDS], 0, id, strlen(id));
}
