/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(references, deals_may_name_deals_that_come_later)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT(
        "d",
        ", 'amount': 5, 'earmark': ['f', 'e'], 'part_of': 'g', "
        "'supersedes': ['g', 'e']") ", " PURCHASE("e", "") ", " PURCHASE("f", "") ", " SUPPLY("g",
                                                                                              "")));
    const cf_deal *deal = &scenario->deals[0];

    cr_assert_eq(deal->earmark.count, 2);
    cr_expect_eq(deal->earmark.at[0], 2);
    cr_expect_eq(deal->earmark.at[1], 1);
    cr_expect_eq(deal->part_of, 3);
    cr_assert_eq(deal->supersedes.count, 2);
    cr_expect_eq(deal->supersedes.at[0], 3);
    cf_scenario_free(scenario);
}

Test(references, unknown_deals_are_told_with_the_nearest_one)
{
    expect_message(DEALS(INVESTMENT("first-round",
                                    "") ", " INVESTMENT("second", ", 'part_of': 'first-ruond'")),
                   "part_of must be the id of a deal, but no deal has the id \"first-ruond\"",
                   "did you mean \"first-round\"?");
    expect_problems(DEALS(INVESTMENT("d", ", 'earmark': ['x', 'y'], 'supersedes': ['z'], "
                                          "'amount': {'share': 1, 'of': ['w']}")),
                    "CF303 /deals/0/earmark/0, CF303 /deals/0/earmark/1, "
                    "CF303 /deals/0/supersedes/0, CF303 /deals/0/amount/of/0");
}

Test(references, a_deal_without_an_id_leaves_references_in_doubt)
{
    expect_problems(
        DEALS(INVESTMENT(
            "d", ", 'part_of': 'x'") ", "
                                     "{'relation': 'customer', 'payer': 'a', 'payee': 'b'}"),
        "CF201 /deals/1");
}

Test(references, a_deal_is_listed_once)
{
    expect_problems(
        DEALS(INVESTMENT(
            "d", ", 'earmark': ['e', 'e'], 'supersedes': ['e', 'e', 'e']") ", " PURCHASE("e", "")),
        "CF312 /deals/0/earmark/1, CF312 /deals/0/supersedes/1, "
        "CF312 /deals/0/supersedes/2");
}

Test(references, a_share_lists_one_deal_or_more)
{
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'share': 1, 'of': []}")),
                    "CF216 /deals/0/amount/of");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'share': 1, 'of': 'e'}")),
                    "CF202 /deals/0/amount/of");
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': {'share': 1, 'of': [5]}")),
                    "CF202 /deals/0/amount/of/0");
}

Test(references, only_investments_have_earmarks)
{
    expect_problems(DEALS(PURCHASE("d", ", 'earmark': ['e']") ", " SUPPLY("e", "")),
                    "CF309 /deals/0/earmark");
    cf_scenario_free(good(DEALS(PURCHASE("d", ", 'earmark': []"))));
}

Test(references, earmarks_are_purchases_by_the_payee)
{
    expect_problems(DEALS(INVESTMENT("d", ", 'earmark': ['d']")), "CF310 /deals/0/earmark/0");
    expect_message(DEALS(INVESTMENT("d", ", 'earmark': ['e', 'f']") ", " PURCHASE(
                       "e", "") ", " SUPPLY("f", "")),
                   "an earmark must be paid by \"b\", who gets the money, but \"f\" is paid by "
                   "\"c\"",
                   NULL);
}

Test(references, a_deal_that_is_broken_otherwise_is_told_once)
{
    expect_problems(
        DEALS(INVESTMENT("d", ", 'earmark': ['e', 'f']") ", "
                                                         "{'id': 'e', 'relation': 'buyer', "
                                                         "'payer': 'b', 'payee': 'c'}, "
                                                         "{'id': 'f', 'relation': 'customer', "
                                                         "'payer': 'x', 'payee': 'c'}"),
        "CF212 /deals/1/relation, CF302 /deals/2/payer");
}
