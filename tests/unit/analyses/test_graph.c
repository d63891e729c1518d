/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

static cf_report *graph_of(const cf_scenario *scenario, const char *options, const cf_param *params,
                           int count)
{
    cf_request request = {
        .scenario = scenario, .view = options_from(options), .params = params, .param_count = count
    };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("graph"), &request, NULL));
    return report;
}

static const cf_param unknown = { "unknown", NULL };

static const cf_picture_entity *entity(const cf_picture *picture, const char *id)
{
    for (int i = 0; i < picture->entity_count; i++)
        if (strcmp(picture->entities[i].id, id) == 0)
            return &picture->entities[i];
    cr_assert_fail("no entity %s", id);
    return NULL;
}

static const cf_picture_edge *edge(const cf_picture *picture, const char *payer, const char *payee)
{
    for (int i = 0; i < picture->edge_count; i++)
        if (strcmp(picture->entities[picture->edges[i].payer].id, payer) == 0 &&
            strcmp(picture->entities[picture->edges[i].payee].id, payee) == 0)
            return &picture->edges[i];
    cr_assert_fail("no edge %s to %s", payer, payee);
    return NULL;
}

static const char forms[] =
    "'entities': [{'id': 's', 'name': 'Seller'}, {'id': 'a', 'name': ''}, {'id': 'b'},"
    " {'id': 'alone'}],"
    "'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
    " {'id': 'for', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 4,"
    "  'earmark': ['buy']},"
    " {'id': 'in2', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 20},"
    " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 6},"
    " {'id': 'open', 'relation': 'supplier', 'payer': 'a', 'payee': 'b'},"
    " {'id': 'warrant', 'relation': 'investor', 'payer': 'b', 'payee': 'a', 'amount': 1,"
    "  'cash': false},"
    " {'id': 'letter', 'relation': 'investor', 'payer': 'b', 'payee': 's', 'amount': 1,"
    "  'status': 'letter_of_intent'},"
    " {'id': 'backstop', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 1,"
    "  'contingent': true}]";

Test(graph, deals_of_one_class_and_form_are_one_edge)
{
    cf_scenario *scenario = scenario_from(forms);
    cf_report *report = graph_of(scenario, "", &unknown, 1);
    const cf_picture *picture = cf_report_picture(report);

    cr_expect_eq(picture->edge_count, 4); /* in and in2; for; buy; open */
    cr_expect_eq(picture->edges[0].deal_count, 2);
    expect_near(picture->edges[0].amount, 30);
    cr_expect_str_eq(scenario->deals[picture->edges[0].deals[0].deal].id, "in2");
    cr_expect_eq(picture->edges[1].form, (unsigned)CF_FORM_TIED);
    cr_expect_eq(edge(picture, "a", "s")->form, (unsigned)CF_FORM_TIED);
    cr_expect_eq(edge(picture, "a", "b")->form, (unsigned)CF_FORM_OPEN);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, what_a_view_takes_in_is_told_apart)
{
    cf_scenario *scenario = scenario_from(forms);
    cf_report *report = graph_of(scenario, "--view headline --contingent", NULL, 0);
    const cf_picture *picture = cf_report_picture(report);

    cr_expect_eq(edge(picture, "b", "a")->form, (unsigned)CF_FORM_NON_CASH);
    cr_expect_eq(edge(picture, "b", "s")->form, (unsigned)CF_FORM_TENTATIVE);
    cr_expect_eq(edge(picture, "s", "b")->form, (unsigned)CF_FORM_CONTINGENT);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, deals_of_unknown_amount_are_counted_unless_asked_for)
{
    cf_scenario *scenario = scenario_from(forms);
    cf_report *report = graph_of(scenario, "", NULL, 0);
    const cf_picture *picture = cf_report_picture(report);

    cr_expect_eq(picture->edge_count, 3);
    cr_expect_eq(picture->unknown_deals, 1);
    cr_expect_eq(picture->entity_count, 2); /* b has no other deal */
    cr_expect_eq(entity(picture, "a")->unknown, 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, entities_without_deals_are_not_shown_and_names_are_never_empty)
{
    cf_scenario *scenario = scenario_from(forms);
    cf_report *report = graph_of(scenario, "", &unknown, 1);
    const cf_picture *picture = cf_report_picture(report);

    cr_expect_eq(picture->entity_count, 3);
    cr_expect_eq(picture->all_entities, 3);
    cr_expect_str_eq(entity(picture, "s")->name, "Seller");
    cr_expect_str_eq(entity(picture, "a")->name, "a");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* s invests 10 in a, which has nothing else and buys for 8 from s and for 2 from b. */
static const char simple[] =
    "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0}, {'id': 'b'}, {'id': 'c'},"
    " {'id': 'd'}],"
    "'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
    " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 8},"
    " {'id': 'on', 'relation': 'supplier', 'payer': 'a', 'payee': 'b', 'amount': 2},"
    " {'id': 'cd', 'relation': 'supplier', 'payer': 'c', 'payee': 'd', 'amount': 1},"
    " {'id': 'dc', 'relation': 'customer', 'payer': 'd', 'payee': 'c', 'amount': 0.5}]";

Test(graph, what_comes_round_is_on_every_edge_of_its_way)
{
    cf_scenario *scenario = scenario_from(simple);
    cf_report *report = graph_of(scenario, "", NULL, 0);
    const cf_picture *picture = cf_report_picture(report);

    cr_assert_eq(picture->supplier_count, 1);
    expect_near(picture->suppliers[0].loopback_pro_rata, 8);
    cr_assert_eq(edge(picture, "s", "a")->strand_count, 1);
    expect_near(edge(picture, "s", "a")->strands[0].amount, 8);
    expect_near(edge(picture, "a", "s")->strands[0].amount, 8);
    cr_expect_eq(edge(picture, "a", "b")->strand_count, 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, top_puts_the_smaller_ones_together)
{
    static const cf_param top = { "top", "2" };
    cf_scenario *scenario = scenario_from(simple);
    cf_report *report = graph_of(scenario, "", &top, 1);
    const cf_picture *picture = cf_report_picture(report);

    cr_assert_eq(picture->entity_count, 3);
    cr_expect_eq(picture->entities[2].members, 3);
    expect_near(picture->entities[2].in, 2); /* what c and d pay each other is inside */
    cr_expect_eq(picture->shown_deals, 3);
    expect_near(picture->shown_amount, 20);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, one_entity_alone_is_not_put_together)
{
    static const cf_param top = { "top", "4" };
    cf_scenario *scenario = scenario_from(simple);
    cf_report *report = graph_of(scenario, "", &top, 1);

    cr_expect_eq(cf_report_picture(report)->entity_count, 5);
    cr_expect_eq(cf_report_picture(report)->entities[4].members, 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, loops_of_unknown_amount_are_loops)
{
    static const cf_param params[] = { { "loops-only", NULL }, { "unknown", NULL } };
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 'b'}],"
        "'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
        " {'id': 'back', 'relation': 'customer', 'payer': 'a', 'payee': 's'},"
        " {'id': 'on', 'relation': 'supplier', 'payer': 'a', 'payee': 'b', 'amount': 2}]");
    cf_report *report = graph_of(scenario, "", params, 2);

    cr_expect_eq(cf_report_picture(report)->edge_count, 2);
    cr_expect_eq(cf_report_picture(report)->entity_count, 2);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, only_the_chosen_suppliers_money_is_marked)
{
    static const cf_param supplier = { "supplier", "microsoft" };
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *report = graph_of(scenario, "", &supplier, 1);
    const cf_picture *picture = cf_report_picture(report);

    cr_assert_eq(picture->supplier_count, 1);
    cr_expect_str_eq(picture->entities[picture->suppliers[0].entity].id, "microsoft");
    for (int e = 0; e < picture->edge_count; e++)
        cr_expect_leq(picture->edges[e].strand_count, 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph, a_failing_allocation_is_told_and_leaks_nothing)
{
    cf_scenario *scenario = scenario_from(forms);
    cf_request request = { .scenario = scenario, .view = options_from("") };

    for (long allowed = 0;; allowed++) {
        cf_report *report;
        cf_status status;

        allow_allocations(allowed);
        status = cf_analysis_run(&report, cf_analysis_find("graph"), &request, NULL);
        cf_report_free(report);
        cr_assert_eq(stop_counting_allocations(), 0, "after %ld allocations", allowed);
        if (status == CF_OK)
            break;
        cr_assert_eq((int)status, CF_NO_MEMORY, "after %ld allocations", allowed);
        cr_assert_lt(allowed, 100000);
    }
    cf_scenario_free(scenario);
}
