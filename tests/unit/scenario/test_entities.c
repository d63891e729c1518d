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

#define FUNDS(value) WITH("{'id': 'a', 'outside_funds': " value "}")

Test(entities, outside_funds_may_come_in_by_a_schedule)
{
    cf_scenario *scenario =
        good(FUNDS("{'low': 4, 'base': 8, 'high': 16, 'schedule': [{'date': '2026', 'amount': 5}, "
                   "{'date': '2027-06', 'amount': 3}]}"));
    const cf_entity *entity = &scenario->entities[0];

    cr_expect(entity->outside_funds_known);
    cr_expect_eq(entity->outside_funds.low, 4);
    cr_expect_eq(entity->outside_funds.high, 16);
    cr_assert_eq(entity->outside_funds_schedule_count, 2);
    cr_expect_eq(entity->outside_funds_schedule[0].date, day_of("2026-01-01"));
    cr_expect_eq(entity->outside_funds_schedule[0].amount, 5);
    cr_expect_eq(entity->outside_funds_schedule[1].date, day_of("2027-06-01"));
    cr_expect_eq(entity->outside_funds_schedule[1].amount, 3);
    cf_scenario_free(scenario);
}

Test(entities, a_schedule_of_outside_funds_adds_up_to_their_base)
{
    cf_scenario *scenario = good(FUNDS("{'low': 5, 'schedule': [{'date': '2026', 'amount': 5}]}"));

    cr_expect_eq(scenario->entities[0].outside_funds.base, 5);
    cf_scenario_free(scenario);
    scenario = good(FUNDS("{'base': 1e6, 'schedule': [{'date': '2026', 'amount': 1000000.9}]}"));
    cf_scenario_free(scenario);
    scenario = good(FUNDS("{'base': 0, 'schedule': []}"));
    cr_expect_eq(scenario->entities[0].outside_funds_schedule_count, 0);
    cf_scenario_free(scenario);
    expect_problems(FUNDS("{'base': 1e6, 'schedule': [{'date': '2026', 'amount': 1000001.1}]}"),
                    "CF316 /entities/0/outside_funds/schedule");
    expect_problems(FUNDS("{'high': 8, 'schedule': [{'date': '2026', 'amount': 8}]}"),
                    "CF316 /entities/0/outside_funds/schedule");
    expect_message(FUNDS("{'schedule': [{'date': '2026', 'amount': 5}]}"),
                   "outside funds with a schedule must have an amount, but these have none",
                   "add \"base\": 5");
}

Test(entities, one_mistake_in_a_schedule_or_in_outside_funds_is_told_once)
{
    expect_problems(FUNDS("{'base': -5, 'schedule': [{'date': '2026', 'amount': 5}]}"),
                    "CF204 /entities/0/outside_funds/base");
    expect_problems(FUNDS("{'base': 5, 'schedule': [{'date': '2026', 'amount': -5}]}"),
                    "CF204 /entities/0/outside_funds/schedule/0/amount");
    expect_problems(FUNDS("{'base': 5, 'schedule': [{'date': 'soon', 'amount': 5}]}"),
                    "CF214 /entities/0/outside_funds/schedule/0/date");
    expect_problems(FUNDS("{'base': 5, 'schedule': 5}"),
                    "CF202 /entities/0/outside_funds/schedule");
    expect_problems(FUNDS("{'base': 5, 'shedule': []}"), "CF401 /entities/0/outside_funds/shedule");
    expect_problems(FUNDS("{}"), "CF206 /entities/0/outside_funds");
    expect_problems(FUNDS("'5'"), "CF202 /entities/0/outside_funds");
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
