/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(doubts, figures_of_an_entity_without_deals_are_told)
{
    expect_problems(HEAD "'entities': [{'id': 'a'}, {'id': 'b', 'revenue': {'amount': 5}}, "
                         "{'id': 'c', 'outside_funds': 3}, {'id': 'd'}, "
                         "{'id': 'e', 'revenue': {'amount': 5}}], "
                         "'deals': [" INVESTMENT("x", ", 'amount': 1") "]}",
                    "CF408 /entities/2/id, CF408 /entities/4/id");
}

Test(doubts, without_deals_nothing_is_idle)
{
    expect_problems(HEAD "'entities': [{'id': 'b', 'revenue': {'amount': 5}}], 'deals': []}", "");
}

Test(doubts, an_amount_of_a_quintillion_is_in_the_wrong_unit)
{
    expect_problems(
        HEAD
        "'unit': 'bn', " ENTITIES "'deals': [" INVESTMENT("x", ", 'amount': 1e9") ", " INVESTMENT(
            "y", ", 'amount': 9e8") ", " INVESTMENT("z",
                                                    ", 'amount': {'low': 1, 'high': 2e9}") "]}",
        "CF409 /deals/0/amount, CF409 /deals/2/amount");
    expect_problems(DEALS(INVESTMENT("x", ", 'amount': 1e18")), "");
}

Test(doubts, errors_leave_them_out)
{
    expect_problems(HEAD "'unit': 'bn', " ENTITIES
                         "'deals': [" INVESTMENT("x", ", 'amount': 1e9, 'announced': 'x'") "]}",
                    "CF214 /deals/0/announced");
}

/* ---- the same deal twice ---- */

#define TWICE(id, more) INVESTMENT(id, ", 'amount': 5, 'announced': '2025-03-01'" more)

Test(doubts, a_deal_with_the_same_parties_amount_and_dates_is_told)
{
    expect_message(DEALS(TWICE("x", "") ",\n" TWICE("y", "")),
                   "\"y\" may be \"x\" again: payer, payee, amount and dates are the same",
                   "if it is the same deal, remove one: both count; the first one is on line 1 "
                   "(/deals/0/id)");
    expect_problems(DEALS(TWICE("x", "") ", " TWICE("y", ", 'instrument': 'loan'") ", " TWICE(
                        "z", ", 'status': 'signed'")),
                    "CF431 /deals/1/id, CF431 /deals/2/id");
}

Test(doubts, what_tells_two_deals_apart_is_enough)
{
    expect_problems(DEALS(TWICE("x", "") ", " TWICE("y", ", 'end': '2026'") ", " TWICE(
                        "z", ", 'cash': false") ", " TWICE("u", ", 'contingent': true")),
                    "");
    expect_problems(DEALS(TWICE("x", "") ", " TWICE("y", ", 'part_of': 'x'")), "");
    expect_problems(DEALS(TWICE("x", "") ", " TWICE("y", ", 'supersedes': ['x']")), "");
    expect_problems(DEALS(INVESTMENT("x", "") ", " INVESTMENT("y", "")), "");
    expect_problems(HEAD "'fx': {'EUR': 1}, " ENTITIES
                         "'deals': [" TWICE("x", "") ", " TWICE("y", ", 'currency': 'EUR'") "]}",
                    "");
}

Test(doubts, without_dates_the_instrument_counts)
{
    expect_problems(DEALS(INVESTMENT("x", ", 'amount': 5, 'instrument': 'loan'") ", " INVESTMENT(
                        "y", ", 'amount': 5, 'instrument': 'equity'")),
                    "");
    expect_problems(DEALS(INVESTMENT("x", ", 'amount': 5") ", " INVESTMENT("y", ", 'amount': 5")),
                    "CF431 /deals/1/id");
}

/* ---- units ---- */

Test(doubts, an_amount_of_another_unit_is_told_with_the_median)
{
    expect_problems(DEALS(INVESTMENT("x", ", 'amount': 5") ", " PURCHASE(
                        "y", ", 'amount': 4000000") ", " SUPPLY("z", ", 'amount': 3")),
                    "CF432 /deals/1/amount");
    expect_problems(HEAD "'entities': [{'id': 'a', 'revenue': {'amount': 3}}, "
                         "{'id': 'b', 'revenue': {'amount': 5e9}}, "
                         "{'id': 'c', 'revenue': {'amount': 9}}, "
                         "{'id': 'd', 'revenue': {'amount': 9}}, "
                         "{'id': 'e', 'revenue': {'amount': 4}}], 'deals': []}",
                    "CF432 /entities/1/revenue");
}

Test(doubts, amounts_are_compared_in_one_currency)
{
    expect_problems(
        HEAD
        "'fx': {'IDR': 0.00006}, " ENTITIES
        "'deals': [" INVESTMENT("x", ", 'amount': 5") ", " PURCHASE(
            "y", ", 'amount': 4000000, 'currency': 'IDR'") ", " SUPPLY("z", ", 'amount': 3") "]}",
        "");
}

/* ---- dates ---- */

Test(doubts, dates_of_thirty_years_before_or_after_are_told)
{
    expect_problems(
        HEAD
        "'as_of': '2026-01-31', " ENTITIES
        "'deals': [" INVESTMENT("x", ", 'announced': '2057'") ", " INVESTMENT(
            "y", ", 'start': '1995', 'end': '2020'") ", " INVESTMENT("z", ", 'start': '2030', "
                                                                          "'end': '2069'") "]}",
        "CF433 /deals/0/announced, CF433 /deals/1/start");
}

Test(doubts, without_as_of_the_median_date_counts)
{
    expect_problems(
        DEALS(INVESTMENT("x", ", 'announced': '2057'") ", " INVESTMENT(
            "y", ", 'announced': '2020'") ", " INVESTMENT("z", ", 'announced': '2021'")),
        "CF433 /deals/0/announced");
    expect_problems(DEALS(INVESTMENT("x", ", 'announced': '2057'")), "");
}

Test(doubts, an_odd_year_is_told_once)
{
    expect_problems(HEAD "'as_of': '2026-01-31', " ENTITIES
                         "'deals': [" INVESTMENT("x", ", 'announced': '2205'") ", " INVESTMENT(
                             "y", ", 'start': '2026', 'end': '2226'") "]}",
                    "CF404 /deals/0/announced, CF404 /deals/1/end");
}

Test(doubts, a_deal_of_more_than_forty_years_is_told)
{
    expect_problems(DEALS(INVESTMENT("x", ", 'start': '2026', 'end': '2065-12'") ", " INVESTMENT(
                        "y", ", 'start': '2026-01-01', 'end': '2066-01-02'")),
                    "CF434 /deals/1/end");
}

/* ---- entities, for `circfin check` ---- */

Test(doubts, who_is_in_no_deal_is_told_by_check_alone)
{
    static const char text[] =
        "{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", \"currency\": \"USD\", "
        "\"entities\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"z\"}], \"deals\": [{\"id\": "
        "\"x\", \"relation\": \"investor\", \"payer\": \"a\", \"payee\": \"b\", \"amount\": 1}]}";
    const cf_reading reading = { .notes = true };
    char file[] = "/tmp/circfin-doubts-XXXXXX";
    FILE *stream = fdopen(mkstemp(file), "w");

    for (int notes = 0; notes < 2; notes++) {
        parsed result = { 0 };

        if (notes == 0) {
            cr_assert(fputs(text, stream) >= 0);
            cr_assert_eq(fclose(stream), 0);
        }
        cr_assert_eq(cf_diags_new(&result.diags), CF_OK);
        cr_assert_eq(
            cf_scenario_read_as(&result.scenario, file, notes ? &reading : NULL, result.diags),
            CF_OK);
        cr_expect_eq(cf_diags_total(result.diags, CF_NOTE), notes);
        cr_expect_eq(cf_diags_total(result.diags, CF_WARNING), notes);
        cr_expect_eq(has_problem(&result, CF_CODE_NEVER_PAID, "/entities/0/id"), notes);
        cr_expect_eq(has_problem(&result, CF_CODE_UNCONNECTED, "/entities/2/id"), notes);
        free_parsed(&result);
    }
    remove(file);
}
