/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What entities stand behind, what a customer touches, what entities state: worked by hand. */
#include "analyses/support.h"

#include <stdlib.h>

#include "circfin/circfin.h"
#include "unit/testlib.h"

#define GUARANTEE(id, more)                                                                        \
    "{'id': '" id                                                                                  \
    "', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'contingent': true" more "}"

/* 105 in nine yearly parts, each of which runs off in 20 years: when the last begins, the others
 * have 19/20 to 12/20 left, 105/9 (9 - 36/20) = 84 together, but for leap days. */
#define PART(year) "{'date': '20" year "-07-01', 'amount': 11.666666666666666}"
#define NINE_PARTS                                                                                 \
    ", 'amount': 105, 'run_off_years': 20, 'schedule': [" PART("26") "," PART("27") "," PART(      \
        "28") "," PART("29") "," PART("30") "," PART("31") "," PART("32") "," PART("33") "," PART("34") "]"

static cf_report *vintages_of(const cf_scenario *scenario, const char *period, const char *window)
{
    const char *const with[] = { period, window, NULL };
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, "vintages", with, NULL));
    return report;
}

static double largest_in(const cf_report *report, const char *period)
{
    char key[32];

    snprintf(key, sizeof key, "s/%s", period);
    return has_row(report, "support_profile", key)
               ? number_at(report, "support_profile", key, "maximum")
               : 0.0;
}

Test(support, yearly_parts_that_run_off_peak_with_the_last_one)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': [" GUARANTEE("g", NINE_PARTS) "]");
    cf_report *report = vintages_of(scenario, "period=year", NULL);

    cr_expect_float_eq(largest_in(report, "2034"), 84.0, 0.005);
    cr_expect_lt(largest_in(report, "2033"), largest_in(report, "2034"));
    cr_expect_lt(largest_in(report, "2035"), largest_in(report, "2034"));
    expect_near(largest_in(report, "2026"), 105 / 9.0);
    cr_expect_gt(largest_in(report, "2054"), 0);
    expect_near(largest_in(report, "2055"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* 10 from 1 March 2024 to 1 March 2026, 730 days: 9 on the 73rd. The leap day is in no year of
 * 2025 and 2026. */
Test(support, a_part_falls_evenly_by_day)
{
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': [" GUARANTEE(
            "g", ", 'amount': 10, 'start': '2024-03-01', 'run_off_years': 2") "]");
    cf_report *month = vintages_of(scenario, "period=month", NULL);
    cf_report *day = vintages_of(scenario, "period=month", "window=2024-05-13..2024-05-20");

    expect_near(largest_in(month, "2024-03"), 10);
    expect_near(largest_in(month, "2025-03"), 10 * (1 - 365 / 730.0));
    expect_near(largest_in(month, "2026-02"), 10 * (1 - 702 / 730.0));
    expect_near(largest_in(day, "2024-05"), 9);
    expect_near((double)row_count(day, "support_profile"), 1);
    cf_report_free(month);
    cf_report_free(day);
    cf_scenario_free(scenario);
}

/* Without a run-off it stays until the end, or for good; what begins on a leap day runs off by the
 * last day of February. */
Test(support, a_part_without_run_off_stays_until_its_end)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': "
        "[" GUARANTEE(
            "a",
            ", 'amount': 3, 'announced': '2026-05-05', "
            "'end': '2027-06'") "," GUARANTEE("b",
                                              ", "
                                              "'am"
                                              "oun"
                                              "t':"
                                              " 4,"
                                              " '"
                                              "ann"
                                              "oun"
                                              "ced"
                                              "': "
                                              "'20"
                                              "25"
                                              "'") "," GUARANTEE("c",
                                                                 ", 'amount': 8, "
                                                                 "'start': "
                                                                 "'2024-02-29', "
                                                                 "'run_off_years': "
                                                                 "1") "," GUARANTEE("undated",
                                                                                    ", "
                                                                                    "'amou"
                                                                                    "nt': "
                                                                                    "100") "]");
    cf_report *year = vintages_of(scenario, "period=year", NULL);
    cf_report *later = vintages_of(scenario, "period=year", "window=2024..2030");

    expect_near(largest_in(year, "2024"), 108);
    expect_near(largest_in(year, "2025"), 104 + 8 * (1 - 307 / 365.0));
    expect_near(largest_in(year, "2026"), 107);
    expect_near(largest_in(year, "2027"), 107);
    expect_near(largest_in(year, "2028"), 0);
    expect_near(largest_in(later, "2028"), 104);
    expect_near(largest_in(later, "2030"), 104);
    cf_report_free(year);
    cf_report_free(later);
    cf_scenario_free(scenario);
}

/* ---- the ledger ---- */

static const char nvidia[] =
    "'entities': [{'id': 's', 'revenue': {'amount': 384.884}}, {'id': 'lab'}, {'id': 'cloud'}],"
    "'deals': [" GUARANTEE(
        "g",
        ", 'amount': 108.5, 'escrow': 0.712") ","
                                              "{'id': 't', 'relation': 'customer', 'payer': 's', "
                                              "'payee': 'cloud', 'amount': 36,"
                                              " 'contingent': true, 'kind': 'take_or_pay'},"
                                              "{'id': 'l', 'relation': 'customer', 'payer': 's', "
                                              "'payee': 'cloud',"
                                              " 'amount': {'base': 20, 'high': 25}, 'contingent': "
                                              "true, 'kind': 'lease',"
                                              " 'escrow': {'base': 1, 'high': 2}}," GUARANTEE(
                                                  "unknown",
                                                  ", 'kind': 'residual_value'") "," GUARANTEE("lett"
                                                                                              "er",
                                                                                              ", "
                                                                                              "'amo"
                                                                                              "unt'"
                                                                                              ": "
                                                                                              "7, "
                                                                                              "'sta"
                                                                                              "tus'"
                                                                                              ": "
                                                                                              "'let"
                                                                                              "ter_"
                                                                                              "of_"
                                                                                              "inte"
                                                                                              "nt'") "]";

static void expect_support(const cf_report *report, const char *key, double maximum, double escrow)
{
    double found = number_at(report, "support", key, "maximum");

    cr_expect(isnan(maximum) ? isnan(found) : is_near(found, maximum), "%s: %.17g", key, found);
    expect_near(number_at(report, "support", key, "escrow"), escrow);
}

Test(support, contingent_deals_of_the_view_s_statuses_are_listed_by_kind)
{
    cf_scenario *scenario = scenario_from(nvidia);
    cf_report *base = score_of(scenario, ""), *high = score_of(scenario, "--case high");
    cf_report *counted = score_of(scenario, "--contingent");
    cf_report *letters = score_of(scenario, "--status letter_of_intent");

    expect_support(base, "s/lab/guarantee", 108.5, 0.712);
    expect_support(base, "s/lab/residual_value", (double)NAN, 0);
    expect_support(base, "s/cloud/take_or_pay", 36, 0);
    expect_support(base, "s/cloud/lease", 20, 1);
    cr_expect_eq(row_count(base, "support"), 4);
    expect_near(number_at(base, "support", "s/lab/guarantee", "coverage"), 0.712 / 108.5);
    expect_near(number_at(base, "support", "s/cloud/lease", "share_of_revenue"), 20 / 384.884);
    expect_support(high, "s/cloud/lease", 25, 2);
    expect_support(counted, "s/lab/guarantee", 108.5, 0.712);
    expect_support(letters, "s/lab/guarantee", 7, 0);
    cr_expect_eq(row_count(letters, "support"), 1);
    cf_report_free(base);
    cf_report_free(high);
    cf_report_free(counted);
    cf_report_free(letters);
    cf_scenario_free(scenario);
}

Test(support, no_dollar_of_a_programme_counts_twice)
{
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': [" GUARANTEE(
            "whole",
            ", 'amount': 50") "," GUARANTEE("part",
                                            ", 'amount': 20, 'part_of': 'whole', 'kind': "
                                            "'lease'") "," GUARANTEE("letter",
                                                                     ", 'amount': 9, "
                                                                     "'part_of': 'whole', "
                                                                     "'status': "
                                                                     "'letter_of_intent'") "]");
    cf_report *report = score_of(scenario, "");

    expect_support(report, "s/lab/guarantee", 30, 0);
    expect_support(report, "s/lab/lease", 20, 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(support, what_an_entity_stands_behind_within_its_group_is_nothing)
{
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 's', 'group': 'G'}, {'id': 'lab', 'group': 'G'}], "
                      "'deals': [" GUARANTEE("g", ", 'amount': 5") "]");
    cf_report *group = score_of(scenario, "--consolidate");

    cr_expect_eq(row_count(group, "support"), 0);
    cf_report_free(group);
    cf_scenario_free(scenario);
}

/* ---- stacks ---- */

static const char stacked[] =
    "'entities': [{'id': 's', 'revenue': {'amount': 500}, 'backlog': {'amount': 664}}, "
    "{'id': 'lab'}], 'deals': ["
    "{'id': 'sales', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 300},"
    "{'id': 'paid', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 11.9,"
    " 'status': 'completed'},"
    "{'id': 'open', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 1.1},"
    "{'id': 'swap', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 4,"
    " 'cash': false}," GUARANTEE("g", ", 'amount': 10, 'escrow': 0.5") "]";

static void expect_stack(const cf_report *report, const char *column, double expected)
{
    expect_near(number_at(report, "stack", "s/lab", column), expected);
}

Test(support, a_stack_is_all_that_a_customer_touches)
{
    cf_scenario *scenario = scenario_from(stacked);
    cf_report *report = score_of(scenario, ""), *in = score_of(scenario, "--non-cash --contingent");

    expect_stack(report, "revenue", 300);
    expect_stack(report, "capital_completed", 11.9);
    expect_stack(report, "capital_open", 1.1);
    expect_stack(report, "contingent", 10);
    expect_stack(report, "escrow", 0.5);
    expect_stack(report, "non_cash", 4);
    expect_stack(report, "touches", 326.5);
    expect_stack(report, "share_of_revenue", 326.5 / 500);
    expect_stack(report, "backlog_share", 300 / 664.0);
    expect_stack(in, "capital_open", 15.1); /* they are capital of the view then */
    expect_stack(in, "contingent", 0);
    expect_stack(in, "non_cash", 0);
    expect_stack(in, "touches", 327);
    cf_report_free(report);
    cf_report_free(in);
    cf_scenario_free(scenario);
}

/* ---- stated totals ---- */

#define STATED                                                                                     \
    "'entities': [{'id': 'lab', 'stated': [{'of': 'commitments', 'amount': 30, "                   \
    "'date': '2026-09-28'}, {'of': 'investments', 'amount': {'base': 4, 'high': 10}}]}, "          \
    "{'id': 'x'}, {'id': 'y'}], 'deals': ["                                                        \
    "{'id': 'a', 'relation': 'customer', 'payer': 'lab', 'payee': 'x', 'amount': 24},"             \
    "{'id': 'b', 'relation': 'supplier', 'payer': 'lab', 'payee': 'y', 'amount': 6.2},"            \
    "{'id': 'c', 'relation': 'investor', 'payer': 'lab', 'payee': 'y', 'amount': 1},"              \
    "{'id': 'd', 'relation': 'customer', 'payer': 'lab', 'payee': 'y', 'amount': 6,"               \
    " 'status': 'letter_of_intent'}]"

static bool warns(const cf_scenario *scenario, const char *view)
{
    const char *const with[] = { view, NULL };
    cf_diags *diags = NULL;
    cf_report *report = NULL;
    bool found = false;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_scenario_analyse(&report, scenario, "score", with, diags));
    for (int i = 0; i < cf_diags_count(diags); i++)
        found = found || cf_diags_at(diags, i)->code == CF_CODE_SCORE_STATED;
    cf_report_free(report);
    cf_diags_free(diags);
    return found;
}

Test(support, stated_totals_stand_beside_what_the_deals_come_to)
{
    cf_scenario *scenario = scenario_from(STATED);
    cf_report *report = score_of(scenario, ""), *high = score_of(scenario, "--case high");

    expect_near(number_at(report, "stated", "lab/commitments", "named"), 30.2);
    expect_near(number_at(report, "stated", "lab/commitments", "share"), 30.2 / 30);
    expect_near(number_at(report, "stated", "lab/investments", "total"), 4);
    expect_near(number_at(high, "stated", "lab/investments", "total"), 10);
    cr_expect_str_eq(cell_at(report, "stated", "lab/commitments", "date").text, "2026-09-28");
    cr_expect_not(warns(scenario, "view=base")); /* 0.7 % more */
    cr_expect(warns(scenario, "view=headline"));
    cf_report_free(report);
    cf_report_free(high);
    cf_scenario_free(scenario);
}

/* ---- the textbook case ---- */

Test(support, the_textbook_case_is_as_it_says)
{
    cf_scenario *scenario = scenario_in("textbook/support.json");
    cf_report *score = score_of(scenario, ""), *vintages = vintages_of(scenario, NULL, NULL);
    double largest = 0.0;

    expect_near(number_at(score, "support", "chips/lab/guarantee", "share_of_revenue"), 0.2625);
    expect_near(number_at(score, "stack", "chips/lab", "touches"), 188.3);
    expect_near(number_at(score, "stack", "chips/lab", "share_of_revenue"), 0.47075);
    expect_near(number_at(score, "stack", "chips/lab", "backlog_share"), 0.1);
    expect_near(number_at(score, "stated", "lab/commitments", "share"), 80 / 96.0);
    for (int year = 2033; year <= 2055; year++) {
        char key[32];

        snprintf(key, sizeof key, "chips/%d", year);
        if (has_row(vintages, "support_profile", key))
            largest = fmax(largest, number_at(vintages, "support_profile", key, "maximum"));
    }
    cr_expect_float_eq(largest, 84.0, 0.005);
    cr_expect_float_eq(number_at(vintages, "support_profile", "chips/2034", "maximum"), largest,
                       1e-12);
    cf_report_free(score);
    cf_report_free(vintages);
    cf_scenario_free(scenario);
}
