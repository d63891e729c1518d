/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(deals, a_bare_deal_has_the_defaults)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT("d", "")));
    const cf_deal *deal = &scenario->deals[0];

    cr_expect_str_eq(deal->id, "d");
    cr_expect_eq(deal->relation, CF_INVESTOR);
    cr_expect_eq(deal->payer, 0);
    cr_expect_eq(deal->payee, 1);
    cr_expect_eq(deal->kind, CF_UNQUANTIFIED);
    cr_expect_eq(deal->status, CF_ANNOUNCED);
    cr_expect_eq(deal->basis, CF_REPORTED);
    cr_expect(deal->cash);
    cr_expect_not(deal->contingent);
    cr_expect_eq(deal->probability, -1);
    cr_expect_eq(deal->part_of, -1);
    cr_expect_null(deal->currency);
    cr_expect_eq(deal->fx, 1);
    cr_expect_eq(deal->announced, CF_NO_DAY);
    cr_expect_eq(deal->cancelled, CF_NO_DAY);
    cr_expect_eq(deal->start, CF_NO_DAY);
    cr_expect_eq(deal->end, CF_NO_DAY);
    cr_expect_eq(deal->schedule_count + deal->earmark.count + deal->supersedes.count, 0);
    cf_scenario_free(scenario);
}

Test(deals, everything_about_a_deal_is_read)
{
    cf_scenario *scenario = good(HEAD "'fx': {'EUR': 1.1}, " ENTITIES "'deals': [" INVESTMENT(
        "d", ", 'amount': 5, 'currency': 'EUR', 'instrument': 'equity', "
             "'announced': '2025-02', 'cancelled': '2025-03', 'start': '2026', "
             "'end': '2027', 'schedule': [{'date': '2026', 'amount': 2}, "
             "{'date': '2027-06', 'amount': 3}], 'status': 'signed', "
             "'probability': 0.25, 'basis': 'estimate', 'cash': false, "
             "'contingent': true, 'note': 'n', 'sources': [{'url': 'u'}]") "]}");
    const cf_deal *deal = &scenario->deals[0];

    cr_expect_eq(deal->kind, CF_QUANTIFIED);
    cr_expect_eq(deal->amount.base, 5);
    cr_expect_str_eq(deal->currency, "EUR");
    cr_expect_eq(deal->fx, 1.1);
    cr_expect_str_eq(deal->instrument, "equity");
    cr_expect_eq(deal->announced, day_of("2025-02-01"));
    cr_expect_eq(deal->cancelled, day_of("2025-03-31"));
    cr_expect_eq(deal->start, day_of("2026-01-01"));
    cr_expect_eq(deal->end, day_of("2027-12-31"));
    cr_assert_eq(deal->schedule_count, 2);
    cr_expect_eq(deal->schedule[1].date, day_of("2027-06-01"));
    cr_expect_eq(deal->schedule[1].amount, 3);
    cr_expect_eq(deal->status, CF_SIGNED);
    cr_expect_eq(deal->probability, 0.25);
    cr_expect_eq(deal->basis, CF_ESTIMATE);
    cr_expect_not(deal->cash);
    cr_expect(deal->contingent);
    cr_expect_str_eq(deal->note, "n");
    cr_expect_eq(deal->source_count, 1);
    cf_scenario_free(scenario);
}

Test(deals, null_is_an_unknown_amount)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT("d", ", 'amount': null")));

    cr_expect_eq(scenario->deals[0].kind, CF_UNQUANTIFIED);
    cf_scenario_free(scenario);
}

Test(deals, parties_are_known_and_different)
{
    expect_problems(DEALS("{'id': 'd', 'relation': 'investor', 'payer': 'x', 'payee': 'y'}"),
                    "CF302 /deals/0/payer, CF302 /deals/0/payee");
    expect_problems(DEALS("{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payee': 'a'}"),
                    "CF304 /deals/0/payee");
}

Test(deals, entities_that_cannot_be_read_make_no_deal_wrong)
{
    expect_problems(HEAD "'entities': 5, 'deals': [" INVESTMENT("d", "") "]}", "CF202 /entities");
    expect_problems(HEAD "'deals': [" INVESTMENT("d", "") "]}", "CF201 ");
    expect_problems(HEAD
                    "'entities': [{'name': 'a'}, {'id': 'b'}], 'deals': [" INVESTMENT("d", "") "]}",
                    "CF201 /entities/0");
}

Test(deals, a_share_has_deals_and_no_range_beside_it)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT(
        "d", ", 'amount': {'share': {'low': 0.2, 'high': 0.6}, 'of': ['e']}") ", " PURCHASE("e",
                                                                                            "")));

    cr_expect_eq(scenario->deals[0].kind, CF_SHARE_OF);
    cr_expect_eq(scenario->deals[0].share.base, 0.2);
    cr_expect_eq(scenario->deals[0].share.high, 0.6);
    cr_assert_eq(scenario->deals[0].share_of.count, 1);
    cr_expect_eq(scenario->deals[0].share_of.at[0], 1);
    cf_scenario_free(scenario);
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'share': 0.5}")), "CF201 /deals/0/amount");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'of': ['d']}")),
                    "CF201 /deals/0/amount, CF306 /deals/0/amount/of");
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': {'share': 0.5, 'of': ['e'], 'low': 1}") ", " PURCHASE(
            "e", "")),
        "CF209 /deals/0/amount");
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': {'share': {'base': 2}, 'of': ['e']}") ", " PURCHASE("e",
                                                                                               "")),
        "CF208 /deals/0/amount/share/base");
}

Test(deals, a_share_has_no_time_of_its_own)
{
    expect_problems(
        DEALS(INVESTMENT(
            "d", ", 'amount': {'share': 1, 'of': ['e']}, 'start': '2025', "
                 "'end': '2026', 'schedule': [], 'announced': '2025'") ", " PURCHASE("e", "")),
        "CF314 /deals/0/start, CF314 /deals/0/end, CF314 /deals/0/schedule");
}

Test(deals, another_currency_needs_a_rate)
{
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': 1, 'currency': 'EUR'")),
                    "CF305 /deals/0/currency");
    expect_problems(DEALS(INVESTMENT("d", ", 'currency': 'EUR'")), "CF305 /deals/0/currency");
    cf_scenario_free(good(DEALS(INVESTMENT("d", ", 'amount': 1, 'currency': 'USD'"))));
    cf_scenario_free(
        good(DEALS(INVESTMENT("d", ", 'currency': 'EUR', "
                                   "'amount': {'share': 1, 'of': ['e']}") ", " PURCHASE("e", ""))));
}

Test(deals, a_bad_rate_is_told_once_and_not_at_every_deal)
{
    expect_problems(HEAD "'fx': {'EUR': 0}, " ENTITIES
                         "'deals': [" INVESTMENT("d", ", 'amount': 1, 'currency': 'EUR'") "]}",
                    "CF215 /fx/EUR");
    expect_problems(HEAD "'fx': 5, " ENTITIES
                         "'deals': [" INVESTMENT("d", ", 'amount': 1, 'currency': 'EUR'") "]}",
                    "CF202 /fx");
    expect_problems("{'schema': 'circfin.scenario/1', 'name': 'T', 'currency': 7, " ENTITIES
                    "'deals': [" INVESTMENT("d", ", 'amount': 1, 'currency': 'EUR'") "]}",
                    "CF202 /currency");
}

Test(deals, a_schedule_adds_up_to_the_base_amount)
{
    cf_scenario_free(good(DEALS(INVESTMENT(
        "d", ", 'amount': {'base': 10, 'high': 20}, 'schedule': [{'date': '2025', 'amount': 3}, "
             "{'date': '2026', 'amount': 7.000009}]"))));
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': 10, 'schedule': [{'date': '2025', 'amount': 3}, "
                              "{'date': '2026', 'amount': 7.00002}]")),
        "CF316 /deals/0/schedule");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': 10, 'schedule': []")),
                    "CF316 /deals/0/schedule");
    expect_message(DEALS(INVESTMENT("d", ", 'schedule': [{'date': '2025', 'amount': 3}]")),
                   "a deal with a schedule must have an amount, but this one has none",
                   "add \"amount\": 3");
}

Test(deals, one_mistake_in_a_schedule_or_amount_is_told_once)
{
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': -10, 'schedule': [{'date': '2025', 'amount': 3}]")),
        "CF204 /deals/0/amount");
    expect_problems(
        DEALS(INVESTMENT("d", ", 'amount': 10, 'schedule': [{'date': '2025', 'amount': '10'}]")),
        "CF202 /deals/0/schedule/0/amount");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': 10, 'schedule': [{'amount': 10}]")),
                    "CF201 /deals/0/schedule/0");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': 10, 'schedule': [7]")),
                    "CF202 /deals/0/schedule/0");
}

Test(deals, dates_run_forward)
{
    cf_scenario_free(good(DEALS(INVESTMENT("d", ", 'start': '2025', 'end': '2025'"))));
    expect_problems(DEALS(INVESTMENT("d", ", 'start': '2026', 'end': '2025-12-31'")),
                    "CF313 /deals/0/end");
    expect_problems(DEALS(INVESTMENT("d", ", 'announced': '2026', 'cancelled': '2025'")),
                    "CF402 /deals/0/cancelled");
    cf_scenario_free(good(DEALS(INVESTMENT("d", ", 'announced': '2025', 'cancelled': '2025'"))));
}

/* ---- ranks and guarantees ---- */

Test(deals, a_rank_is_a_whole_number)
{
    cf_scenario *scenario =
        good(DEALS(PURCHASE("p", ", 'rank': -1000000, 'recovery': 0.2") ", " PURCHASE(
            "q", ", 'rank': 2.0") ", " PURCHASE("r", "")));

    cr_expect_eq(scenario->deals[0].rank, -1000000);
    cr_expect_eq(scenario->deals[0].recovery, 0.2);
    cr_expect_eq(scenario->deals[1].rank, 2);
    cr_expect_eq(scenario->deals[2].rank, 1);
    cr_expect_eq(scenario->deals[2].recovery, -1);
    cf_scenario_free(scenario);
    expect_message(DEALS(PURCHASE("p", ", 'rank': 1.5")),
                   "rank must be a whole number from -1000000 to 1000000, but is 1.5", NULL);
    expect_problems(
        DEALS(PURCHASE("p", ", 'rank': -1000001") ", " PURCHASE(
            "q",
            ", 'rank': 1000001") ", " PURCHASE("r",
                                               ", 'rank': '1'") ", " PURCHASE("s",
                                                                              ", 'recovery': 2")),
        "CF218 /deals/0/rank, CF218 /deals/1/rank, CF202 /deals/2/rank, "
        "CF208 /deals/3/recovery");
}

Test(deals, a_guarantee_covers_debts_of_its_debtor_to_others)
{
    cf_scenario *scenario = good(DEALS(
        INVESTMENT("g", ", 'contingent': true, 'covers': ['q', "
                        "'p'], 'requires': ['q']") ", " PURCHASE("p", "") ", " PURCHASE("q", "")));

    cr_assert_eq(scenario->deals[0].covers.count, 2);
    cr_expect_eq(scenario->deals[0].covers.at[0], 2);
    cr_expect_eq(scenario->deals[0].covers.at[1], 1);
    cr_assert_eq(scenario->deals[0].required.count, 1);
    cr_expect_eq(scenario->deals[0].required.at[0], 2);
    cf_scenario_free(scenario);
    expect_message(
        DEALS(INVESTMENT("g", ", 'contingent': true, 'covers': ['s']") ", " SUPPLY("s", "")),
        "covers must name deals that \"b\" pays, but \"s\" is paid by \"c\"", NULL);
    expect_message(
        DEALS(INVESTMENT(
            "g", ", 'contingent': true, 'covers': ['p']") ", {'id': 'p', 'relation': 'customer', "
                                                          "'payer': 'b', 'payee': 'a'}"),
        "covers must name deals that others are paid, but \"p\" is paid to \"a\", the "
        "guarantor",
        NULL);
    expect_problems(DEALS(INVESTMENT("g", ", 'covers': ['p']") ", " PURCHASE("p", "")),
                    "CF319 /deals/0/covers");
    expect_problems(DEALS(INVESTMENT("g", ", 'contingent': true, 'covers': ['x']")),
                    "CF303 /deals/0/covers/0");
}
