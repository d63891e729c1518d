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
