/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/vintages.h"

#include "unit/testlib.h"

static cf_report *vintages_of(const cf_scenario *scenario, const char *period, const char *carry)
{
    const cf_param params[] = { { "period", period }, { "carry", carry } };
    cf_request request = {
        .scenario = scenario, .view = options_from(""), .params = params, .param_count = 2
    };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("vintages"), &request, NULL));
    return report;
}

static void expect_period(const cf_report *report, const char *key, double min, double pro_rata,
                          double max)
{
    expect_near(number_at(report, "periods", key, "back_min"), min);
    expect_near(number_at(report, "periods", key, "back_pro_rata"), pro_rata);
    expect_near(number_at(report, "periods", key, "back_max"), max);
}

#define YEARLY(amount)                                                                             \
    "'amount': " #amount ", 'schedule': [{'date': '2026-06', 'amount': 10},"                       \
    " {'date': '2027-06', 'amount': 10}, {'date': '2028-06', 'amount': 10},"                       \
    " {'date': '2029-06', 'amount': 10}, {'date': '2030-06', 'amount': 10}]"

/* Each year the lab mixes what it has carried on with its funds, and pays 10 of it to s. */
Test(vintages, money_that_is_carried_on_mixes_with_that_of_later_years)
{
    static const char members[] =
        "'span': {'from': '2026-01-01', 'to': '2030-12-31'},"
        "'entities': [{'id': 's'}, {'id': 'lab', 'outside_funds': 70}, {'id': 'x'}],"
        "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'lab',"
        "  'amount': 30, 'start': '2026-05-01'},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'lab', 'payee': 's', " YEARLY(
            50) "},"
                " {'id': 'other', 'relation': 'customer', 'payer': 'lab', 'payee': 'x', " YEARLY(
                    50) "}]";
    static const double days[] = { 365, 365, 366, 365, 365 };
    cf_scenario *scenario = scenario_from(members);
    cf_report *report = vintages_of(scenario, "year", "auto");
    double carried = 0, coloured = 30, back = 0, day = 0, middle_of_first = 0, lag = 0;

    for (int y = 0; y < 5; y++) {
        double total = carried + 70 * days[y] / 1826 + (y == 0 ? 30 : 0);
        double in_year = coloured * 10 / total, middle = day + (days[y] - 1) / 2;
        char key[16];

        middle_of_first = y == 0 ? middle : middle_of_first;
        lag += in_year * (middle - middle_of_first);
        back += in_year;
        day += days[y];
        carried = total - 20;
        coloured *= carried / total;
        snprintf(key, sizeof key, "s/%d", 2026 + y);
        expect_period(report, key, 0, back, fmin(10 * (y + 1), 30));
    }
    expect_near(back, 15);
    expect_near(number_at(report, "lags", "s", "lag"), lag / 15 / 365.25);
    cr_expect_str_eq(cell_at(report, "lags", "s", "half_back").text, "2027");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Of 40, a pays 5 to s and 10 to x and carries 25; of these, it pays 12 to s and keeps 13. */
static const char keeper[] =
    "'entities': [{'id': 's'}, {'id': 'x'}, {'id': 'a', 'outside_funds': {'base': 10,"
    "  'schedule': [{'date': '2026-03', 'amount': 10}]}}],"
    "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 30,"
    "  'start': '2026-02-01'},"
    " {'id': 'now', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 5,"
    "  'start': '2026-07-01'},"
    " {'id': 'x', 'relation': 'customer', 'payer': 'a', 'payee': 'x', 'amount': 10,"
    "  'start': '2026-07-01'},"
    " {'id': 'later', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 12,"
    "  'start': '2027-07-01'}]";

Test(vintages, no_more_than_can_be_kept_or_leave_need_not_have_come_back)
{
    cf_scenario *scenario = scenario_from(keeper);
    cf_report *report = vintages_of(scenario, "year", "auto");

    expect_period(report, "s/2026", 0, 3.75, 5);
    expect_period(report, "s/2027", 30 - 10 - 13, 3.75 + 18.75 * 12 / 25, 17);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(vintages, what_nobody_carries_on_does_not_come_back_later)
{
    cf_scenario *scenario = scenario_from(keeper);
    cf_report *report = vintages_of(scenario, "year", "none");

    expect_period(report, "s/2026", 0, 3.75, 5);
    expect_period(report, "s/2027", 0, 3.75, 5);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Of 80 that a has in 2026, 50 are earned and pay for the purchase of 40. Of the 40 that it keeps
 * it carries on the 30 of capital. */
Test(vintages, who_reports_revenue_carries_on_capital_only)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'x'}, {'id': 'a', 'revenue': {'amount': 50,"
        "  'from': '2026-01-01', 'to': '2026-12-31'}}],"
        "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 30,"
        "  'start': '2026-02-01'},"
        " {'id': 'x', 'relation': 'customer', 'payer': 'a', 'payee': 'x', 'amount': 40,"
        "  'start': '2026-07-01'},"
        " {'id': 'later', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 20,"
        "  'start': '2027-07-01'}]");
    cf_report *report = vintages_of(scenario, "year", "auto");

    expect_near(number_at(report, "cash", "a/2026", "carried_out"), 30);
    expect_period(report, "s/2026", 0, 0, 0);
    expect_period(report, "s/2027", 0, 30 * 30 / 80.0 * 20 / 80, 20);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* By 2027 all has come back, and nothing is invested before 2029. */
Test(vintages, what_had_to_come_back_still_had_to_in_later_years)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0},"
        "  {'id': 'b', 'outside_funds': 0}],"
        "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 30,"
        "  'start': '2026-02-01'},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 30,"
        "  'start': '2027-02-01'},"
        " {'id': 'again', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 10,"
        "  'start': '2029-02-01'},"
        " {'id': 'back', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 10,"
        "  'start': '2030-02-01'}]");
    cf_report *report = vintages_of(scenario, "year", "auto");

    expect_period(report, "s/2026", 0, 0, 0);
    expect_period(report, "s/2027", 30, 30, 30);
    expect_period(report, "s/2028", 30, 30, 30);
    expect_period(report, "s/2029", 30, 30, 30);
    expect_period(report, "s/2030", 40, 40, 40);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* The 10 wait for the purchase; the 90 that a has do not dilute them. */
Test(vintages, tied_money_waits_for_its_purchase)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'o'}, {'id': 'a', 'outside_funds': 0}],"
        "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10,"
        "  'start': '2026-02-01', 'earmark': ['buy']},"
        " {'id': 'more', 'relation': 'investor', 'payer': 'o', 'payee': 'a', 'amount': 90,"
        "  'start': '2026-02-01'},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 20,"
        "  'start': '2027-07-01'}]");
    cf_report *report = vintages_of(scenario, "year", "auto");

    expect_period(report, "s/2026", 0, 0, 0);
    expect_period(report, "s/2027", 10, 10, 10);
    expect_near(number_at(report, "vintages", "s/2026/2027", "loopback_pro_rata"), 10);
    expect_near(number_at(report, "cash", "a/2026", "carried_out"), 90);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

static const char within_a_year[] =
    "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0}],"
    "'deals': [{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 8,"
    "  'start': '2026-01-10'},"
    " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 8,"
    "  'start': '2026-11-20'}]";

/* The middle of the fourth quarter is day 318.5 of the year, that of the first 44.5; of November
 * 318.5, of January 15. */
Test(vintages, periods_are_whole_and_the_lag_is_from_middle_to_middle)
{
    cf_scenario *scenario = scenario_from(within_a_year);
    cf_report *quarters = vintages_of(scenario, "quarter", "auto");
    cf_report *months = vintages_of(scenario, "month", "auto");

    cr_expect_eq(row_count(quarters, "periods"), 4);
    cr_expect_eq(row_count(months, "periods"), 11);
    expect_near(number_at(quarters, "lags", "s", "lag"), (318.5 - 44.5) / 365.25);
    expect_near(number_at(months, "lags", "s", "lag"), (318.5 - 15) / 365.25);
    expect_period(quarters, "s/2026-Q3", 0, 0, 0);
    expect_period(quarters, "s/2026-Q4", 8, 8, 8);
    cf_report_free(quarters);
    cf_report_free(months);
    cf_scenario_free(scenario);
}

Test(vintages, lack_of_memory_is_told)
{
    cf_scenario *scenario = scenario_from(keeper);
    cf_request request = { .scenario = scenario, .view = options_from("") };
    cf_report *report = NULL;
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        allow_allocations(allowed);
        status = cf_analysis_run(&report, cf_analysis_find("vintages"), &request, NULL);
        cf_report_free(report);
        cr_assert_eq(stop_counting_allocations(), 0, "%ld allowed", allowed);
    }
    assert_ok(status);
    cf_scenario_free(scenario);
}
