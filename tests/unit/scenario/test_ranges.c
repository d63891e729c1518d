/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

static void expect_range(const char *amount, double low, double base, double high)
{
    char text[500];
    cf_scenario *scenario;
    cf_range range;

    snprintf(text, sizeof text, DEALS(INVESTMENT("d", ", 'amount': %s")), amount);
    scenario = good(text);
    cr_assert_eq(scenario->deals[0].kind, CF_QUANTIFIED);
    range = scenario->deals[0].amount;
    cr_expect(range.low == low && range.base == base && range.high == high, "%s is %g, %g, %g",
              amount, range.low, range.base, range.high);
    cf_scenario_free(scenario);
}

Test(ranges, a_number_is_all_three)
{
    expect_range("5", 5, 5, 5);
    expect_range("0", 0, 0, 0);
    expect_range("-0", 0, 0, 0);
    expect_range("1e18", 1e18, 1e18, 1e18);
    expect_range("123456789012345678", 123456789012345678.0, 123456789012345678.0,
                 123456789012345678.0);
}

Test(ranges, what_is_missing_follows_from_what_is_given)
{
    expect_range("{'low': 10, 'base': 20, 'high': 40}", 10, 20, 40);
    expect_range("{'high': 100}", 0, 0, 100);
    expect_range("{'low': 10, 'high': 40}", 10, 10, 40);
    expect_range("{'base': 7}", 7, 7, 7);
    expect_range("{'low': 7}", 7, 7, 7);
    expect_range("{'low': 3, 'base': 7}", 3, 7, 7);
    expect_range("{'base': 7, 'high': 9}", 7, 7, 9);
}

Test(ranges, figures_rise)
{
    expect_message(DEALS(INVESTMENT("d", ", 'amount': {'low': 5, 'base': 3, 'high': 1}")),
                   "a range must rise from low to base to high, but low 5 is above base 3", NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'amount': {'low': 5, 'high': 3}")),
                   "a range must rise from low to base to high, but low 5 is above high 3", NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'amount': {'base': 5, 'high': 3}")),
                   "a range must rise from low to base to high, but base 5 is above high 3", NULL);
}

Test(ranges, each_figure_is_an_amount)
{
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': {'low': '1', 'base': -2, 'high': 1e19}")),
        "CF202 /deals/0/amount/low, CF204 /deals/0/amount/base, CF205 /deals/0/amount/high");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'low': null, 'high': 1}")),
                    "CF202 /deals/0/amount/low");
}

Test(ranges, fractions_lie_between_0_and_1)
{
    expect_message(DEALS(INVESTMENT("d", ", 'probability': 60")),
                   "probability must be from 0 to 1, but is 60", "write 0.6 for 60 %");
    expect_message(DEALS(INVESTMENT("d", ", 'probability': -0.5")),
                   "probability must be from 0 to 1, but is -0.5", NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'probability': 1000")),
                   "probability must be from 0 to 1, but is 1000", NULL);
}

Test(ranges, a_negative_amount_is_told_as_the_contract_shows_it)
{
    expect_message(DEALS(INVESTMENT("d", ", 'amount': -5")), "amount must be 0 or more, but is -5",
                   NULL);
}
