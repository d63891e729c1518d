/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(fields, each_missing_key_is_told)
{
    expect_problems("{'x-note': 'nothing else'}", "CF201 , CF201 , CF201 , CF201 , CF201 ");
    expect_problems(DEALS("{'id': 'd'}"), "CF201 /deals/0, CF201 /deals/0, CF201 /deals/0");
    expect_message(HEAD "'entities': [{}], 'deals': []}",
                   "an entity must have the key \"id\", but this one has none", NULL);
}

Test(fields, a_misspelt_required_key_is_told_once)
{
    expect_message(DEALS("{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payeee': 'b'}"),
                   "a deal must have the key \"payee\", but has \"payeee\"",
                   "did you mean \"payee\"?");
}

Test(fields, an_unknown_key_is_a_warning)
{
    expect_message(DEALS(INVESTMENT("d", ", 'anounced': '2025'")),
                   "a deal has no key \"anounced\", so it says nothing",
                   "did you mean \"announced\"?");
    expect_message(DEALS(INVESTMENT("d", ", 'colour': 'red'")),
                   "a deal has no key \"colour\", so it says nothing", NULL);
}

Test(fields, warnings_leave_the_scenario_usable)
{
    parsed result = parse(DEALS(INVESTMENT("d", ", 'anounced': '2025'")));

    cr_expect_eq(result.status, CF_OK);
    cr_expect_eq(cf_diags_total(result.diags, CF_WARNING), 1);
    free_parsed(&result);
}

Test(fields, keys_of_the_users_own_are_never_mentioned)
{
    cf_scenario_free(good(
        HEAD "'x-': 1, 'x-a': {'b': null}, 'fx': {'x-note': 'ECB'}, "
             "'status_probability': {'x-why': 'guess'}, 'span': {'from': '2025', 'to': '2026', "
             "'x-c': 1}, 'entities': [{'id': 'a', 'x-d': 1, 'sources': [{'url': 'u', 'x-e': 1}]}, "
             "{'id': 'b'}], 'deals': [" INVESTMENT(
                 "d", ", 'x-f': 1, 'amount': {'base': 1, 'x-g': 2}") "]}"));
}

Test(fields, the_place_of_an_unknown_key_is_the_key)
{
    parsed result = parse("{'schema': 'circfin.scenario/1', 'name': 'T', 'currency': 'USD',\n"
                          " 'colour': 'red', 'entities': [], 'deals': []}");

    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.line, 2);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.column, 2);
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.length, 8);
    free_parsed(&result);
}

Test(fields, one_of_several_keys_must_be_there)
{
    expect_message(DEALS(INVESTMENT("d", ", 'sources': [{}]")),
                   "a source must have title, publisher, date or url, but this one has none of "
                   "them",
                   NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'amount': {'hgih': 5}")),
                   "an amount must have low, base, high, share or of, but has \"hgih\"",
                   "did you mean \"high\"?");
}
