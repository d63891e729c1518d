/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/circfin.h"
#include "unit/pictures/charted.h"

static const char members[] =
    "'entities': [{'id': 's', 'name': 'Chips & <Co>', 'revenue': {'amount': 100}}, {'id': 'lab'}, "
    "{'id': 'cloud'}], 'deals': ["
    "{'id': 'g', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 20, "
    "'contingent': true, 'escrow': 5, 'start': '2026', 'run_off_years': 2},"
    "{'id': 't', 'relation': 'customer', 'payer': 's', 'payee': 'cloud', 'amount': 8, "
    "'contingent': true, 'kind': 'take_or_pay', 'start': '2026', 'end': '2027'},"
    "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 10},"
    "{'id': 'b', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 30}]";

static cf_report *run(const cf_scenario *scenario, const char *analysis)
{
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, analysis, NULL, NULL));
    return report;
}

Test(chart_support, shows_who_stands_behind_whom_and_what_is_set_aside)
{
    cf_scenario *scenario = scenario_from(members);
    cf_report *report = run(scenario, "score");

    EXPECT_DRAWN(cf_chart_support, report, "Chips &amp; &lt;Co&gt;",
                 "28 in all, 28.0 % of reported revenue", "guarantee 20, 25.0 % set aside",
                 "take or pay 8");
    expect_no_leak(cf_chart_support, report);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_support, shows_what_a_customer_touches)
{
    cf_scenario *scenario = scenario_from(members);
    cf_report *report = run(scenario, "score");

    EXPECT_DRAWN(cf_chart_stack, report, "55, 55.0 % of revenue", "8, 8.0 % of revenue",
                 "capital to come");
    expect_not_drawn(cf_chart_stack, report, "of backlog");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_support, shows_the_largest_period)
{
    cf_scenario *scenario = scenario_from(members);
    cf_report *report = run(scenario, "vintages");

    EXPECT_DRAWN(cf_chart_profile, report, "at most 28 at once, in 2026", "2027: 18");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_support, of_nothing_says_so)
{
    cf_scenario *scenario = scenario_from("'entities': [{'id': 'a'}], 'deals': []");
    cf_report *score = run(scenario, "score"), *vintages = run(scenario, "vintages");

    EXPECT_DRAWN(cf_chart_support, score, "There are no guarantees");
    EXPECT_DRAWN(cf_chart_stack, score, "No supplier has put anything into its customers.");
    EXPECT_DRAWN(cf_chart_profile, vintages, "There are no guarantees");
    cf_report_free(score);
    cf_report_free(vintages);
    cf_scenario_free(scenario);
}
