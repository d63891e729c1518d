/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/lookup.h"

#include <signal.h>
#include <stdlib.h>

#include "unit/testlib.h"

static cf_scenario *scenario;
static cf_report *score;

static void begin(void)
{
    scenario = scenario_in("textbook/chip-maker.json");
    score = score_of(scenario, "");
}

static void end(void)
{
    cf_report_free(score);
    cf_scenario_free(scenario);
}

TestSuite(lookup, .init = begin, .fini = end);

Test(lookup, reads_cells_by_the_names_of_columns)
{
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");

    cr_assert_eq(suppliers.rows, 1);
    expect_near(cf_lookup_number(&suppliers, 0, "loopback_pro_rata"), 60.0);
    cr_expect_str_eq(cf_lookup_text(&suppliers, 0, "entity"), "chip-maker");
    cr_expect(cf_lookup_is(&suppliers, 0, "entity", "chip-maker"));
    cr_expect_not(cf_lookup_is(&suppliers, 0, "entity", "lab"));
}

Test(lookup, reads_a_missing_table_as_one_without_rows)
{
    cf_lookup none = cf_lookup_of(score, "no such table"), nobody = cf_lookup_of(NULL, "suppliers");
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");

    cr_expect_eq(none.rows, 0);
    cr_expect_eq(nobody.rows, 0);
    cr_expect_null(cf_lookup_column(&none, "amount"));
    cr_expect(isnan(cf_lookup_number(&suppliers, 0, "revenue_reported")), "null is no number");
}

Test(lookup, an_unknown_column_is_a_bug, .signal = SIGABRT)
{
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");

    cf_lookup_number(&suppliers, 0, "no such column");
}

Test(lookup, a_column_says_what_it_means)
{
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");

    cr_expect_eq(cf_lookup_column(&suppliers, "invested")->kind, CF_MONEY);
}

Test(lookup, finds_the_next_row_with_a_text)
{
    cf_lookup deals = cf_lookup_of(score, "deals");

    cr_expect_eq(cf_lookup_find(&deals, 0, "deal", "chips"), 2);
    cr_expect_eq(cf_lookup_find(&deals, 0, "relation", "supplier"), 2);
    cr_expect_eq(cf_lookup_find(&deals, 1, "deal", "invest"), deals.rows, "it is before");
}

Test(lookup, leads_from_each_deal_to_its_row)
{
    cf_lookup deals = cf_lookup_of(score, "deals"), none = cf_lookup_of(score, "no such table");
    long *rows = NULL;

    cr_assert_eq(cf_lookup_deals(&rows, &deals, scenario), CF_OK);
    for (int i = 0; i < scenario->deal_count; i++)
        cr_expect(cf_lookup_is(&deals, rows[i], "deal", scenario->deals[i].id));
    free(rows);
    cr_assert_eq(cf_lookup_deals(&rows, &none, scenario), CF_OK);
    cr_expect_eq(rows[0], -1);
    free(rows);
}

Test(lookup, reads_figures_by_name)
{
    expect_near(cf_report_number(score, "gross"), 580.0);
    cr_expect(isnan(cf_report_number(score, "joint_invested")), "null");
    cr_expect(isnan(cf_report_number(score, "no such figure")));
}

Test(lookup, calls_entities_by_their_names_or_else_ids)
{
    cr_expect_str_eq(cf_lookup_name(scenario, "chip-maker"), "Chip maker");
    cr_expect_str_eq(cf_lookup_name(scenario, "a group"), "a group");
    cr_expect_str_eq(cf_lookup_name(NULL, "lab"), "lab");
    cr_expect_null(cf_lookup_name(scenario, NULL));
}

Test(lookup, a_driver_that_is_no_deal_is_named_in_words)
{
    char room[CF_DRIVER_SIZE];

    cr_expect_str_eq(cf_lookup_driver(room, scenario, "invest"), "invest");
    cr_expect_str_eq(cf_lookup_driver(room, scenario, "funds:chip-maker"), "funds of Chip maker");
    cr_expect_str_eq(cf_lookup_driver(room, scenario, "revenue:nobody"), "revenue of nobody");
    cr_expect_str_eq(cf_lookup_driver(room, scenario, "fundsx:chip-maker"), "fundsx:chip-maker");
}
