/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sheet.h"
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

TestSuite(sheet, .init = begin, .fini = end);

Test(sheet, reads_cells_by_the_names_of_columns)
{
    cf_sheet suppliers = cf_sheet_of(score, "suppliers");

    cr_assert_eq(suppliers.rows, 1);
    expect_near(cf_sheet_number(&suppliers, 0, "loopback_pro_rata"), 60.0);
    cr_expect_str_eq(cf_sheet_text(&suppliers, 0, "entity"), "chip-maker");
    cr_expect(cf_sheet_is(&suppliers, 0, "entity", "chip-maker"));
    cr_expect_not(cf_sheet_is(&suppliers, 0, "entity", "lab"));
}

Test(sheet, reads_what_is_not_there_as_null)
{
    cf_sheet none = cf_sheet_of(score, "no such table"), nobody = cf_sheet_of(NULL, "suppliers");
    cf_sheet suppliers = cf_sheet_of(score, "suppliers");

    cr_expect_eq(none.rows, 0);
    cr_expect_eq(nobody.rows, 0);
    cr_expect(isnan(cf_sheet_number(&suppliers, 0, "no such column")));
    cr_expect_null(cf_sheet_text(&suppliers, 0, "no such column"));
    cr_expect(isnan(cf_sheet_number(&suppliers, 0, "revenue_reported")), "null is no number");
}

Test(sheet, finds_the_next_row_with_a_text)
{
    cf_sheet deals = cf_sheet_of(score, "deals");

    cr_expect_eq(cf_sheet_find(&deals, 0, "deal", "chips"), 2);
    cr_expect_eq(cf_sheet_find(&deals, 0, "relation", "supplier"), 2);
    cr_expect_eq(cf_sheet_find(&deals, 1, "deal", "invest"), deals.rows, "it is before");
}

Test(sheet, reads_figures_by_name)
{
    expect_near(cf_sheet_figure(score, "gross"), 580.0);
    cr_expect(isnan(cf_sheet_figure(score, "joint_invested")), "null");
    cr_expect(isnan(cf_sheet_figure(score, "no such figure")));
}

Test(sheet, calls_entities_by_their_names_or_else_ids)
{
    cr_expect_str_eq(cf_sheet_name(scenario, "chip-maker"), "Chip maker");
    cr_expect_str_eq(cf_sheet_name(scenario, "a group"), "a group");
    cr_expect_str_eq(cf_sheet_name(NULL, "lab"), "lab");
    cr_expect_null(cf_sheet_name(scenario, NULL));
}
