/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/circfin.h"
#include "unit/pictures/charted.h"

static cf_report *stressed(const cf_scenario *scenario, const char *const *options)
{
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, "stress", options, NULL));
    return report;
}

#define STRESSED(scenario, ...) stressed(scenario, (const char *const[]){ __VA_ARGS__, NULL })

static int count_in(const char *text, const char *word)
{
    int count = 0;

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

/* ---- contagion ---- */

/* Lab pays 165 of 300: a pipe of 300 px, its core 0.55 of it, and 165 px wide. */
Test(chart_stress, contagion_is_hollow_where_nothing_is_paid)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = STRESSED(scenario, "shock=@half-funds");
    char *text = drawn(cf_chart_contagion, report, &plain);

    EXPECT_DRAWN(cf_chart_contagion, report, "Lab cannot pay; Cloud loses most: 135 (45.0 %)",
                 "Shock @half-funds: USD bn 135 of 429 due stays unpaid.", "round 1: pays 55.0 %",
                 "loses 135", "loses 105", "Lab owes Cloud 300 and pays 165",
                 "S owes Lab 30 and pays all");
    cr_expect_eq(count_in(text, "class=\"cf-due\""), 3);
    cr_expect_eq(count_in(text, "cf-short-line\" fill=\"none\""), 2); /* a deal, the legend */
    cr_expect_not_null(strstr(text, "cf-trade-line\" fill=\"none\" stroke-width=\"165\""));
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, contagion_says_that_everybody_can_pay)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = STRESSED(scenario, "shock=funds:lab=1");

    EXPECT_DRAWN(cf_chart_contagion, report, ">Everybody can pay<", "USD bn 0 of 510 due");
    expect_not_drawn(cf_chart_contagion, report, "cf-short-line\" fill");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, contagion_shows_what_guarantors_pay)
{
    cf_scenario *scenario = scenario_in("textbook/guarantee.json");
    cf_report *report = STRESSED(scenario, "shock=assumed=0");

    EXPECT_DRAWN(cf_chart_contagion, report, "guarantors pay 50", "paid as a guarantor",
                 "loses 50");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, contagion_of_nothing_says_so)
{
    cf_scenario *scenario = scenario_from("'entities': [{'id': 'a'}], 'deals': []");
    cf_report *report = STRESSED(scenario, "shock=fail:a");

    EXPECT_DRAWN(cf_chart_contagion, report, "Nothing is due.");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Forty who owe a bank that fails: sixteen are drawn, the others are one. */
static cf_scenario *many(int count, const char *amount)
{
    char *members = malloc((size_t)count * 250 + 200);
    size_t used = (size_t)sprintf(members, "'entities': [{'id': 'e', 'outside_funds': 0}");
    cf_scenario *scenario;

    cr_assert_not_null(members);
    for (int i = 0; i < count; i++)
        used += (size_t)sprintf(members + used, ", {'id': 'c%d'}", i);
    used += (size_t)sprintf(members + used, "], 'deals': [");
    for (int i = 0; i < count; i++)
        used += (size_t)sprintf(members + used,
                                "%s{'id': 'd%d', 'relation': 'customer', 'payer': 'e', 'payee': "
                                "'c%d', 'amount': %d%s}",
                                i == 0 ? "" : ",", i, i, i + 1, amount);
    sprintf(members + used, "]");
    scenario = scenario_from(members);
    free(members);
    return scenario;
}

Test(chart_stress, contagion_puts_small_ones_together)
{
    cf_scenario *scenario = many(40, "");
    cf_report *report = STRESSED(scenario, "shock=fail:e");
    char *text = drawn(cf_chart_contagion, report, &plain);

    cr_expect_eq(count_in(text, "class=\"cf-payer\""), 17);
    cr_expect_not_null(strstr(text, ">25 others<"));
    cr_expect_not_null(strstr(text, "made to fail: pays 0.0 %"));
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, extreme_amounts_have_a_place)
{
    static const char *const amounts[] = { "e16", "e-300" };

    for (int i = 0; i < 2; i++) {
        cf_scenario *scenario = many(12, amounts[i]);
        cf_report *report = STRESSED(scenario, "shock=fail:e", "curve=funds:e=1:0:-0.5");

        expect_not_drawn(cf_chart_contagion, report, "nan");
        expect_not_drawn(cf_chart_contagion, report, "inf");
        expect_not_drawn(cf_chart_curve, report, "nan");
        expect_not_drawn(cf_chart_curve, report, "inf");
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

/* ---- curve ---- */

/* Values run from 1 on the left, at 60, to 0 at 580; the scale is to 300 on 270 pixels. */
Test(chart_stress, curve_has_a_line_for_who_loses_and_a_mark_for_who_fails)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = STRESSED(scenario, "curve=funds:lab=1:0:-0.5");

    EXPECT_DRAWN(cf_chart_curve, report, "Cloud loses up to 300; Lab fails between 1 and 0.5",
                 "factor on funds:lab", "Lab fails between 1 and 0.5</title>",
                 "M60 312L320 190.5L580 42" /* 0, 135 and 300 of 300 */);
    cr_expect_eq(cf_chart_default(report), cf_chart_find("stress", "curve"));
    cf_report_free(report);
    report = STRESSED(scenario, "curve=funds:lab=0:1:0.5");
    EXPECT_DRAWN(cf_chart_curve, report, "M60 42L320 190.5L580 312");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, curve_says_why_it_has_no_lines)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = STRESSED(scenario, "shock=fail:lab");

    EXPECT_DRAWN(cf_chart_curve, report, "Ask for a curve with --curve SPEC=FROM:TO:STEP.");
    cr_expect_eq(cf_chart_default(report), cf_chart_find("stress", "contagion"));
    cf_report_free(report);
    report = STRESSED(scenario, "curve=funds:lab=2:1:-0.5");
    EXPECT_DRAWN(cf_chart_curve, report, "Nobody loses anything along this shock.");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_stress, fail_cleanly_without_memory)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = STRESSED(scenario, "curve=funds:lab=1:0:-0.5");

    expect_no_leak(cf_chart_contagion, report);
    expect_no_leak(cf_chart_curve, report);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
