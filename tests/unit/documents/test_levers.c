/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/levers.h"
#include "unit/testlib.h"

static cf_scenario *scenario;
static cf_dossier *dossier;
static cf_levers levers;

static void find(const char *members, cf_view_options view)
{
    scenario = scenario_from(members);
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
    assert_ok(cf_levers_new(&levers, dossier));
}

static void find_in_base(const char *members)
{
    find(members, cf_view_options_of(CF_VIEW_BASE));
}

static void end(void)
{
    cf_levers_free(&levers);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

TestSuite(levers, .fini = end);

#define RING                                                                                       \
    "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 10},"              \
    "{'id': 'out', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 20}"

Test(levers, only_entities_between_capital_and_revenue_count_and_deals_that_touch_them)
{
    find_in_base("'entities': [{'id': 'x'}, {'id': 's'}, {'id': 'c'}, {'id': 'y'}, {'id': 'z'}],"
                 "'deals': [" RING ","
                 "{'id': 'up', 'relation': 'investor', 'payer': 'x', 'payee': 'c', 'amount': 5},"
                 "{'id': 'far', 'relation': 'supplier', 'payer': 'y', 'payee': 'z', 'amount': 5}]");
    cr_assert_null(levers.why_not);
    cr_expect_eq(levers.entity_count, 2);
    cr_expect_eq(levers.choice_count, 1);
    cr_assert_eq(levers.deal_count, 3);
    cr_expect_str_eq(cf_levers_deal(&levers, 2)->id, "up");
    cr_expect_eq(levers.deals[2].payer, 0);
    cr_expect_eq(levers.coloured[1], 10.0);
}

Test(levers, a_deal_of_unknown_amount_may_close_the_way)
{
    find_in_base(
        "'entities': [{'id': 's'}, {'id': 'c'}, {'id': 'd'}], 'deals': ["
        "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 10},"
        "{'id': 'on', 'relation': 'supplier', 'payer': 'c', 'payee': 'd'},"
        "{'id': 'back', 'relation': 'customer', 'payer': 'd', 'payee': 's', 'amount': 3}]");
    cr_assert_null(levers.why_not);
    cr_expect_eq(levers.entity_count, 3);
}

Test(levers, tied_money_is_an_edge_past_its_receiver)
{
    find_in_base("'entities': [{'id': 's'}, {'id': 'c'}], 'deals': ["
                 "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 10,"
                 " 'earmark': ['out']},"
                 "{'id': 'out', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 4}]");
    cr_assert_null(levers.why_not);
    cr_assert_eq(levers.tie_count, 1);
    cr_expect_eq(levers.ties[0].amount, 4.0);
    cr_expect_eq(levers.ties[0].payer, levers.ties[0].payee);
    cr_expect_eq(levers.deals[0].left, 6.0);
    cr_expect_eq(levers.deals[1].left, 0.0);
}

Test(levers, purchases_that_are_tied_criss_cross_are_left_out_with_a_sentence)
{
    find_in_base("'entities': [{'id': 's'}, {'id': 'c'}, {'id': 't'}], 'deals': ["
                 "{'id': 'one', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 10,"
                 " 'earmark': ['a', 'b']},"
                 "{'id': 'two', 'relation': 'investor', 'payer': 't', 'payee': 'c', 'amount': 10,"
                 " 'earmark': ['b']},"
                 "{'id': 'a', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 4},"
                 "{'id': 'b', 'relation': 'customer', 'payer': 'c', 'payee': 't', 'amount': 4}]");
    cr_assert_not_null(levers.why_not);
}

Test(levers, where_nothing_can_come_back_a_sentence_says_so)
{
    find_in_base("'entities': [{'id': 's'}, {'id': 'c'}], 'deals': ["
                 "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 1},"
                 "{'id': 'in2', 'relation': 'supplier', 'payer': 's', 'payee': 'c', 'amount': 1}]");
    cr_assert_not_null(levers.why_not);
}

Test(levers, views_that_are_cleared_or_backed_are_left_out)
{
    cf_view_options view = cf_view_options_of(CF_VIEW_BASE);

    view.gap_cut = true;
    find("'entities': [{'id': 's'}, {'id': 'c'}], 'deals': [" RING "]", view);
    cr_assert_not_null(levers.why_not);
}
