/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

/* One text for every way through the reader: all is well, values are wrong, the syntax is. */
static const char good_text[] =
    "'fx': {'EUR': 1.1}, 'entities': [{'id': 'a', 'name': 'A', 'group': 'g', 'note': 'n', "
    "'revenue': {'amount': 1}, 'sources': [{'title': 't'}]}, {'id': 'b'}, {'id': 'c'}], "
    "'deals': [{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 5, "
    "'schedule': [{'date': '2025', 'amount': 5}], 'earmark': ['e'], 'currency': 'EUR'}, "
    "{'id': 'e', 'relation': 'customer', 'payer': 'b', 'payee': 'c', 'supersedes': ['d'], "
    "'amount': {'share': 0.5, 'of': ['d']}}]";
static const char bad_text[] =
    "'colour': 'red', 'entities': [{'id': 'a'}, {'id': 'a'}, {'id': 'b'}], 'deals': [{'id': 'd', "
    "'relation': 'investr', 'payer': 'a', 'payee': 'bb', 'amount': -5, 'part_of': 'd'}]";
static const char doubled_text[] = "'entities': [], 'deals': [], 'deals': []";
static const char flawed_text[] = "'entities': [}";

/* Runs with 0, 1, 2 ... allocations allowed until they are enough; no other way is it wrong. */
static void expect_survival(const char *members, cf_status expected)
{
    char *text = scenario_text(members);
    cf_status status = CF_NO_MEMORY;
    long allowed = 0;

    for (; status == CF_NO_MEMORY; allowed++) {
        cf_scenario *scenario = NULL;
        cf_diags *diags = NULL;

        cr_assert_lt(allowed, 10000);
        allow_allocations(allowed);
        status = cf_diags_new(&diags);
        if (status == CF_OK)
            status = cf_scenario_parse(&scenario, text, strlen(text), "test.json", diags);
        cr_assert_eq(scenario != NULL, status == CF_OK);
        cf_scenario_free(scenario);
        cf_diags_free(diags);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak when allocation %ld fails", allowed);
        cr_assert(status == CF_NO_MEMORY || status == expected,
                  "status %d when allocation %ld fails", (int)status, allowed);
    }
    cr_expect_gt(allowed, 3);
    free(text);
}

Test(memory, reading_survives_every_failing_allocation)
{
    expect_survival(good_text, CF_OK);
}

Test(memory, telling_problems_survives_every_failing_allocation)
{
    expect_survival(bad_text, CF_BAD_INPUT);
}

Test(memory, telling_doubled_keys_survives_every_failing_allocation)
{
    expect_survival(doubled_text, CF_BAD_INPUT);
}

Test(memory, telling_a_flaw_survives_every_failing_allocation)
{
    expect_survival(flawed_text, CF_BAD_SYNTAX);
}
