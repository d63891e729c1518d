/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repayments and interest: worked by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/circfin.h"
#include "unit/testlib.h"

static void expect_supplier(const cf_report *score)
{
    expect_near(number_at(score, "suppliers", "vendor", "invested"), 100);
    expect_near(number_at(score, "suppliers", "vendor", "revenue"), 60);
    expect_near(number_at(score, "suppliers", "vendor", "loopback_min"), 40);
    expect_near(number_at(score, "suppliers", "vendor", "loopback_pro_rata"), 50);
    expect_near(number_at(score, "suppliers", "vendor", "loopback_max"), 60);
    expect_near(number_at(score, "suppliers", "vendor", "loopback_max_open"), 60);
    expect_near(number_at(score, "suppliers", "vendor", "exposure_pro_rata"), 50 / 60.0);
    cr_expect_not(has_row(score, "suppliers", "bank"));
    cr_expect_not(has_row(score, "suppliers", "customer"));
}

Test(debt_service, the_textbook_case_is_as_it_says)
{
    cf_scenario *scenario = scenario_in("textbook/debt-service.json");
    cf_report *score = score_of(scenario, "");

    expect_supplier(score);
    expect_near(number_at(score, "rests", "vendor/-", "amount"), 25);
    expect_near(number_at(score, "rests", "vendor/rival", "amount"), 25);
    expect_near(number_at(score, "pairs", "vendor/customer", "round_trip"), 60);
    expect_near(figure_of(score, "gross"), 325);
    expect_near(figure_of(score, "capital"), 150);
    expect_near(figure_of(score, "trade"), 90);
    expect_near(figure_of(score, "service"), 85);
    expect_near(figure_of(score, "circulation_max"), 280);
    expect_near(figure_of(score, "net"), 45);
    expect_near(figure_of(score, "funds_assumed"), 15);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

/* What the vendor pays for its own credit is not followed. */
Test(debt_service, is_no_origin_even_where_all_money_is_followed)
{
    cf_scenario *scenario = scenario_in("textbook/debt-service.json");
    cf_report *score = score_of(scenario, "--origin all");

    expect_supplier(score);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

static cf_report *loops_of(const cf_scenario *scenario, const char *kind)
{
    const char *const with[] = { kind, NULL };
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, "loops", with, NULL));
    return report;
}

static double number_of(const cf_report *loops, long row, const char *column)
{
    return cf_table_number(cf_report_find_table(loops, "loops"), row, column);
}

static void expect_loop(const cf_report *loops, long row, const char *kind, const char *path,
                        const char *classes, double amount)
{
    const cf_table *table = cf_report_find_table(loops, "loops");

    cr_expect_str_eq(cf_table_text(table, row, "kind"), kind);
    cr_expect_str_eq(cf_table_text(table, row, "path"), path);
    cr_expect_str_eq(cf_table_text(table, row, "classes"), classes);
    expect_near(number_of(loops, row, "amount"), amount);
}

Test(debt_service, makes_loops_of_a_class_of_its_own)
{
    cf_scenario *scenario = scenario_in("textbook/debt-service.json");
    cf_report *all = loops_of(scenario, "kind=all"), *financing = loops_of(scenario, NULL);
    cf_report *capital = loops_of(scenario, "kind=capital");

    expect_near(figure_of(all, "found"), 3);
    expect_near(figure_of(all, "financing"), 1);
    expect_loop(all, 0, "financing", "vendor > customer", "capital,trade", 60);
    expect_near(number_of(all, 0, "through_flow"), 50);
    expect_loop(all, 1, "service", "bank > vendor", "capital,service", 50);
    expect_loop(all, 2, "service", "customer > vendor", "service,capital", 30);
    expect_near(figure_of(financing, "found"), 1);
    expect_near(figure_of(capital, "found"), 0);
    cf_report_free(all);
    cf_report_free(financing);
    cf_report_free(capital);
    cf_scenario_free(scenario);
}

/* a invests in b, b buys from c, c pays interest to a: capital and trade, and nobody who has both.
 */
Test(debt_service, may_part_trade_from_capital_on_a_financing_loop)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}], 'deals': ["
        "{'id': 'x', 'relation': 'investor', 'payer': 'b', 'payee': 'c', 'amount': 9},"
        "{'id': 'y', 'relation': 'supplier', 'payer': 'c', 'payee': 'a', 'amount': 4},"
        "{'id': 'z', 'relation': 'interest', 'payer': 'a', 'payee': 'b', 'amount': 7}]");
    cf_report *loops = loops_of(scenario, NULL);

    expect_near(figure_of(loops, "financing"), 1);
    expect_loop(loops, 0, "financing", "a > b > c", "service,capital,trade", 4);
    cr_expect(isnan(number_of(loops, 0, "through_flow")));
    cf_report_free(loops);
    cf_scenario_free(scenario);
}

Test(debt_service, is_nothing_to_be_earmarked)
{
    static const char text[] =
        "{\"schema\": \"circfin.scenario/1\", \"name\": \"n\", \"currency\": \"USD\","
        "\"entities\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"deals\": ["
        "{\"id\": \"x\", \"relation\": \"investor\", \"payer\": \"a\", \"payee\": \"b\","
        " \"amount\": 9, \"earmark\": [\"y\"]},"
        "{\"id\": \"y\", \"relation\": \"interest\", \"payer\": \"b\", \"payee\": \"a\", "
        "\"amount\": 4}]}";
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "t.json", diags),
                 (int)CF_BAD_INPUT);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq((int)cf_diags_at(diags, 0)->code, (int)CF_CODE_EARMARK_NOT_TRADE);
    cr_expect_str_eq(cf_diags_at(diags, 0)->message, "an earmark must be a customer or supplier "
                                                     "deal, but \"y\" is an interest deal");
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* 100 in 2026: 30 of interest are carried on as capital would be, 70 of sales are spent first. */
Test(debt_service, is_carried_on_as_capital_is)
{
    cf_scenario *scenario = scenario_from(
        "'span': {'from': '2026', 'to': '2027'},"
        "'entities': [{'id': 'u', 'revenue': {'amount': 140, 'from': '2026', 'to': '2027'}},"
        "{'id': 'v'}], 'deals': ["
        "{'id': 'i', 'relation': 'interest', 'payer': 'v', 'payee': 'u', 'amount': 30,"
        " 'start': '2026', 'end': '2026'},"
        "{'id': 's', 'relation': 'customer', 'payer': 'v', 'payee': 'u', 'amount': 140,"
        " 'start': '2026', 'end': '2027'},"
        "{'id': 'p', 'relation': 'customer', 'payer': 'u', 'payee': 'v', 'amount': 40,"
        " 'start': '2026', 'end': '2026'}]");
    const char *const with[] = { "period=year", "entity=u", NULL };
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, "vintages", with, NULL));
    expect_near(number_at(report, "cash", "u/2026", "carried_out"), 30);
    expect_near(number_at(report, "funding", "u/2026", "service_in"), 30);
    expect_near(number_at(report, "funding", "u/2026", "revenue_in"), 70);
    expect_near(number_at(report, "funding", "u/2026", "capital_in"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
