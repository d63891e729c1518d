/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#define WITH(entity) HEAD "'entities': [" entity "], 'deals': []}"

Test(entities, everything_about_an_entity_is_read)
{
    cf_scenario *scenario =
        good(WITH("{'id': 'a', 'name': 'A', 'group': 'g', 'sector': 's', 'note': 'n', "
                  "'outside_funds': {'low': 1, 'high': 3}, 'revenue': {'amount': {'base': 9}, "
                  "'from': '2025-07', 'to': '2026'}, 'sources': [{'title': 't'}]}"));
    const cf_entity *entity = &scenario->entities[0];

    cr_expect_str_eq(entity->id, "a");
    cr_expect_str_eq(entity->name, "A");
    cr_expect_str_eq(entity->group, "g");
    cr_expect_str_eq(entity->sector, "s");
    cr_expect_str_eq(entity->note, "n");
    cr_expect(entity->outside_funds_known);
    cr_expect_eq(entity->outside_funds.base, 1);
    cr_expect_eq(entity->outside_funds.high, 3);
    cr_expect(entity->revenue_known);
    cr_expect_eq(entity->revenue.base, 9);
    cr_expect_eq(entity->revenue_from, day_of("2025-07-01"));
    cr_expect_eq(entity->revenue_to, day_of("2026-12-31"));
    cr_expect_eq(entity->source_count, 1);
    cf_scenario_free(scenario);
}

Test(entities, what_is_not_said_is_not_known)
{
    cf_scenario *scenario = good(WITH("{'id': 'a'}"));
    const cf_entity *entity = &scenario->entities[0];

    cr_expect_null(entity->name);
    cr_expect_null(entity->group);
    cr_expect_not(entity->outside_funds_known);
    cr_expect_not(entity->revenue_known);
    cr_expect_eq(entity->revenue_from, CF_NO_DAY);
    cr_expect_eq(entity->source_count, 0);
    cf_scenario_free(scenario);
}

Test(entities, no_outside_funds_are_not_unknown_ones)
{
    cf_scenario *scenario = good(WITH("{'id': 'a', 'outside_funds': 0}"));

    cr_expect(scenario->entities[0].outside_funds_known);
    cr_expect_eq(scenario->entities[0].outside_funds.high, 0);
    cf_scenario_free(scenario);
}

Test(entities, a_revenue_has_an_amount_and_both_dates_or_none)
{
    expect_problems(WITH("{'id': 'a', 'revenue': {}}"), "CF201 /entities/0/revenue");
    expect_problems(WITH("{'id': 'a', 'revenue': {'amount': 1, 'from': '2025'}}"),
                    "CF201 /entities/0/revenue");
    expect_problems(WITH("{'id': 'a', 'revenue': {'amount': 1, 'to': '2025'}}"),
                    "CF201 /entities/0/revenue");
    expect_problems(WITH("{'id': 'a', 'revenue': {'amount': 1, 'from': '2026', 'to': '2025'}}"),
                    "CF313 /entities/0/revenue/to");
    expect_problems(WITH("{'id': 'a', 'revenue': 7}"), "CF202 /entities/0/revenue");
    cf_scenario_free(good(WITH("{'id': 'a', 'revenue': {'amount': 1}}")));
}

Test(entities, every_entity_after_a_bad_one_is_still_checked)
{
    expect_problems(WITH("5, {'id': 'a', 'outside_funds': -1}, null, {'id': 'b', 'note': 1}"),
                    "CF202 /entities/0, CF204 /entities/1/outside_funds, CF202 /entities/2, "
                    "CF202 /entities/3/note");
}

Test(entities, ids_are_unique_and_the_first_counts)
{
    expect_problems(WITH("{'id': 'a'}, {'id': 'b'}, {'id': 'a'}, {'id': 'a'}"),
                    "CF301 /entities/2/id, CF301 /entities/3/id");
}
