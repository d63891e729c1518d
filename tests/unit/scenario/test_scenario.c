/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(scenario, entities_and_deals_are_found_by_id)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT("a", "") ", " PURCHASE("x", "")));

    cr_expect_eq(cf_scenario_find_entity(scenario, "a"), 0);
    cr_expect_eq(cf_scenario_find_entity(scenario, "c"), 2);
    cr_expect_eq(cf_scenario_find_entity(scenario, "x"), -1);
    cr_expect_eq(cf_scenario_find_entity(scenario, ""), -1);
    cr_expect_eq(cf_scenario_find_deal(scenario, "a"), 0);
    cr_expect_eq(cf_scenario_find_deal(scenario, "x"), 1);
    cr_expect_eq(cf_scenario_find_deal(scenario, "c"), -1);
    cf_scenario_free(scenario);
}

Test(scenario, a_copy_finds_ids_too)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT("d", "")));
    cf_scenario copy = *scenario;

    copy.as_of = 5;
    cr_expect_eq(cf_scenario_find_deal(&copy, "d"), 0);
    cf_scenario_free(scenario);
}

Test(scenario, nothing_may_be_freed)
{
    cf_scenario_free(NULL);
}

Test(scenario, a_range_has_three_figures)
{
    cf_range range = { 1, 2, 3 };

    cr_expect_eq(cf_range_at(range, CF_CASE_LOW), 1);
    cr_expect_eq(cf_range_at(range, CF_CASE_BASE), 2);
    cr_expect_eq(cf_range_at(range, CF_CASE_HIGH), 3);
}

Test(scenario, every_word_of_the_format_has_a_name)
{
    for (int i = 0; i < CF_RELATION_COUNT; i++)
        cr_expect_not_null(cf_relation_names[i]);
    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++)
        cr_expect_not_null(cf_deal_status_names[i]);
    for (int i = 0; i < CF_BASIS_COUNT; i++)
        cr_expect_not_null(cf_basis_names[i]);
    for (int i = 0; i < CF_UNIT_COUNT; i++)
        cr_expect_not_null(cf_unit_names[i]);
}
