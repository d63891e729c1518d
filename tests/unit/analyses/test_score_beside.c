/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what stands beside the loop-back, worked by hand. */
#include "unit/testlib.h"

static void expect_column(const cf_report *report, const char *supplier, const char *column,
                          double expected)
{
    double found = number_at(report, "suppliers", supplier, column);

    cr_expect(isnan(expected) ? isnan(found) : is_near(found, expected), "%s of %s is %.17g",
              column, supplier, found);
}

/* Payers of 21, 17 and 16 of a revenue of 100. */
Test(score_beside, the_rest_of_a_revenue_may_be_the_largest_payer_s)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's', 'revenue': {'amount': 100}}, {'id': 'a'}, {'id': 'b'}, "
        "{'id': 'c'}], 'deals': ["
        "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 5},"
        "{'id': 'a1', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 20},"
        "{'id': 'a2', 'relation': 'supplier', 'payer': 'a', 'payee': 's', 'amount': 1},"
        "{'id': 'b1', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 17},"
        "{'id': 'c1', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 16}]");
    cf_report *report = score_of(scenario, "");

    expect_column(report, "s", "payers_hhi_low", 0.0986);
    expect_column(report, "s", "payers_hhi_high", 0.0986 + 0.46 * (0.46 + 2 * 0.21));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

#define ALL_BACK                                                                                   \
    "'deals': [{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 30},"     \
    "{'id': 'o', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 30}]"

Test(score_beside, a_margin_says_what_is_left_of_the_loop_back)
{
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 's', 'margin': {'base': 0.74, 'high': 1}}, "
                      "{'id': 'b', 'outside_funds': 0}], " ALL_BACK);
    cf_report *base = score_of(scenario, ""), *high = score_of(scenario, "--case high");

    expect_column(base, "s", "margin", 0.74);
    expect_column(base, "s", "profit_back_min", 22.2);
    expect_column(base, "s", "profit_back_pro_rata", 22.2);
    expect_column(base, "s", "profit_back_max", 22.2);
    expect_column(base, "s", "cost_leaving", 7.8);
    expect_column(base, "s", "net_cost", 7.8);
    expect_column(high, "s", "profit_back_pro_rata", 30);
    expect_column(high, "s", "net_cost", 0);
    cf_report_free(base);
    cf_report_free(high);
    cf_scenario_free(scenario);
}

Test(score_beside, a_group_has_no_margin)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's', 'group': 'G', 'margin': 0.5}, {'id': 'b'}], " ALL_BACK);
    cf_report *alone = score_of(scenario, ""), *group = score_of(scenario, "--consolidate");

    expect_column(alone, "s", "margin", 0.5);
    expect_column(group, "G", "margin", (double)NAN);
    expect_column(group, "G", "profit_back_pro_rata", (double)NAN);
    expect_column(group, "G", "net_cost", (double)NAN);
    cf_report_free(alone);
    cf_report_free(group);
    cf_scenario_free(scenario);
}

/* b has 30 of s and reports 120, of which the deals show none: of the 150, 30 go to s. Else b has
 * just the 30. */
Test(score_beside, other_revenue_of_a_customer_dilutes)
{
    cf_scenario *scenario = scenario_from("'entities': [{'id': 's'}, "
                                          "{'id': 'b', 'revenue': {'amount': 120}}], " ALL_BACK);
    cf_report *report = score_of(scenario, "");

    expect_column(report, "s", "loopback_pro_rata", 30 * 30 / 150.0);
    expect_column(report, "s", "loopback_undiluted", 30);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

#define SWAPPED(cash)                                                                              \
    "'entities': [{'id': 's'}, {'id': 'b'}], 'deals': ["                                           \
    "{'id': 'w', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': {'base': 8, "       \
    "'high': 50}, 'cash': false},"                                                                 \
    "{'id': 'c', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': " cash "},"         \
    "{'id': 'o', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 20}]"

static void expect_pair(const cf_report *report, double capital, double non_cash, double less,
                        double net)
{
    expect_near(number_at(report, "pairs", "s/b", "capital"), capital);
    expect_near(number_at(report, "pairs", "s/b", "non_cash"), non_cash);
    expect_near(number_at(report, "pairs", "s/b", "trade_net_of_non_cash"), less);
    expect_near(number_at(report, "pairs", "s/b", "trade_net_of_capital"), net);
}

Test(score_beside, sales_are_shown_less_what_the_seller_gave_the_buyer)
{
    cf_scenario *scenario = scenario_from(SWAPPED("5")), *warrants = scenario_from(SWAPPED("0"));
    cf_report *cash = score_of(scenario, ""), *none = score_of(warrants, "");
    cf_report *in = score_of(scenario, "--non-cash"), *high = score_of(scenario, "--case high");

    expect_pair(cash, 5, 8, 12, 15);
    expect_pair(none, 0, 8, 12, 20); /* warrants alone make a pair */
    expect_pair(in, 13, 8, 12, 7);   /* they are capital of the view then */
    expect_pair(high, 5, 50, 0, 15);
    cf_report_free(cash);
    cf_report_free(none);
    cf_report_free(in);
    cf_report_free(high);
    cf_scenario_free(scenario);
    cf_scenario_free(warrants);
}
