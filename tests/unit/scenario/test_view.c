/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

Test(view, presets_are_sets_of_options)
{
    cf_view_options firm = cf_view_options_of(CF_VIEW_FIRM);
    cf_view_options base = cf_view_options_of(CF_VIEW_BASE);
    cf_view_options headline = cf_view_options_of(CF_VIEW_HEADLINE);

    cr_expect_eq((int)firm.which, (int)CF_CASE_LOW);
    cr_expect_eq(firm.statuses, CF_STATUS_BIT(CF_SIGNED) | CF_STATUS_BIT(CF_COMPLETED));
    cr_expect_eq((int)base.which, (int)CF_CASE_BASE);
    cr_expect_eq(base.statuses, firm.statuses | CF_STATUS_BIT(CF_ANNOUNCED));
    cr_expect_eq((int)headline.which, (int)CF_CASE_HIGH);
    cr_expect_eq(headline.statuses, base.statuses | CF_STATUS_BIT(CF_LETTER_OF_INTENT));
    cr_expect(headline.non_cash);
    cr_expect_not(base.non_cash || firm.non_cash || headline.contingent);
}

/* ---- consolidation ---- */

static const char groups[] =
    "'span': {'from': '2025', 'to': '2025'}, 'entities': ["
    " {'id': 'x', 'outside_funds': 1},"
    " {'id': 'm1', 'group': 'M', 'outside_funds': 2,"
    "  'revenue': {'amount': 20, 'from': '2025', 'to': '2025'}},"
    " {'id': 'n1', 'group': 'N', 'outside_funds': 4},"
    " {'id': 'm2', 'group': 'M', 'outside_funds': 3,"
    "  'revenue': {'amount': 10, 'from': '2025', 'to': '2025'}},"
    " {'id': 'n2', 'group': 'N', 'name': 'Second'}],"
    "'deals': ["
    " {'id': 'in1', 'relation': 'customer', 'payer': 'm1', 'payee': 'm2', 'amount': 7},"
    " {'id': 'in2', 'relation': 'investor', 'payer': 'm2', 'payee': 'm1', 'amount': 5},"
    " {'id': 'in3', 'relation': 'supplier', 'payer': 'n1', 'payee': 'n2', 'amount': 5},"
    " {'id': 'out', 'relation': 'customer', 'payer': 'm2', 'payee': 'n1', 'amount': 2},"
    " {'id': 'back', 'relation': 'investor', 'payer': 'n2', 'payee': 'm1', 'amount': 2}]";

Test(view, a_group_is_one_entity)
{
    cf_scenario *scenario = scenario_from(groups);
    cf_view *view = view_of(scenario, "--consolidate");
    const cf_view_entity *m = view_entity(view, "M"), *n = view_entity(view, "N");

    cr_assert_eq(view->entity_count, 3);
    cr_expect_str_eq(view->entities[0].id, "x");
    cr_expect_str_eq(view->entities[1].id, "M"); /* where its first member was */
    cr_expect_str_eq(m->name, "M");
    cr_assert_eq(view->deal_count, 2); /* those inside vanish */
    cr_expect_eq(view->deals[0].payer, 1);
    cr_expect_eq(view->deals[0].payee, 2);

    cr_expect(m->funds_known);
    expect_near(m->funds, 5);
    cr_expect_not(n->funds_known); /* one is unknown */
    cr_expect(m->revenue_known);
    expect_near(m->revenue, 20 + 10 - 7); /* the trade inside is none of the group's revenue */
    cr_expect_not(n->revenue_known);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view, without_consolidate_groups_play_no_part)
{
    cf_scenario *scenario = scenario_from(groups);
    cf_view *view = view_of(scenario, "");

    cr_expect_eq(view->entity_count, 5);
    cr_expect_eq(view->deal_count, 5);
    cr_expect_null(view_entity(view, "m1")->name);
    cr_expect_str_eq(view_entity(view, "n2")->name, "Second");
    expect_near(view_entity(view, "m1")->revenue, 20);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view, trade_inside_counts_against_the_revenue_of_members_that_report)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a', 'group': 'G', 'revenue': {'amount': 3}},"
        " {'id': 'b', 'group': 'G'}], 'deals': ["
        " {'id': '1', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 2},"
        " {'id': '2', 'relation': 'customer', 'payer': 'b', 'payee': 'a', 'amount': 9}]");
    cf_view *view = view_of(scenario, "--consolidate");

    expect_near(view_entity(view, "G")->revenue,
                0); /* 3 - 9, not below 0; the 2 are not reported */
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view, a_group_named_like_an_entity_outside_it_is_refused)
{
    cf_scenario *scenario = scenario_from("'entities': [{'id': 'a', 'group': 'b'}, {'id': 'b'}],"
                                          "'deals': []");
    cf_view_options options = options_from("--consolidate");
    cf_diags *diags = NULL;
    cf_view *view = NULL;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_view_new(&view, scenario, &options, diags), (int)CF_BAD_OPTION);
    cr_expect_eq(cf_diags_at(diags, 0)->code, 503);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* ---- outside funds and revenue over time ---- */

Test(view, outside_funds_follow_the_window_in_proportion_to_the_span)
{
    cf_scenario *scenario = scenario_from(
        "'span': {'from': '2025-01-01', 'to': '2025-01-10'}, 'entities': ["
        " {'id': 'a', 'outside_funds': {'low': 10, 'base': 20, 'high': 40}}], 'deals': []");
    static const struct {
        const char *options;
        double funds;
    } cases[] = {
        { "", 20 },
        { "--case low", 10 },
        { "--case high", 40 },
        { "--window 2025-01-09..2026", 4 },
        { "--window 2026..2026", 0 },
        { "--window 2024..2026", 20 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_view *view = view_of(scenario, cases[i].options);

        expect_near(view->entities[0].funds, cases[i].funds);
        cf_view_free(view);
    }
    cf_scenario_free(scenario);
}

Test(view, reported_revenue_is_scaled_by_days_where_the_times_differ)
{
    static const struct {
        const char *span, *dates, *options;
        double revenue;
        bool scaled;
    } cases[] = {
        { "'span': {'from': '2025', 'to': '2025'}, ", ", 'from': '2025', 'to': '2025'", "", 365,
          false },
        { "'span': {'from': '2025', 'to': '2026'}, ", ", 'from': '2025', 'to': '2025'", "", 730,
          true },
        { "'span': {'from': '2025', 'to': '2026'}, ", ", 'from': '2025', 'to': '2025'",
          "--window 2025..2025", 365, false },
        { "'span': {'from': '2025', 'to': '2026'}, ", ", 'from': '2025', 'to': '2025'",
          "--window 2026-01..2026-01", 31, true },
        { "", ", 'from': '2025', 'to': '2025'", "", 365, false },
        { "", ", 'from': '2025', 'to': '2025'", "--window 2024-02..2024-02", 29, true },
        { "'span': {'from': '2025', 'to': '2026'}, ", "", "", 365, false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char members[400];
        cf_scenario *scenario;
        cf_view *view;

        snprintf(members, sizeof members,
                 "%s'entities': [{'id': 'a', 'revenue': {'amount': 365%s}}], 'deals': []",
                 cases[i].span, cases[i].dates);
        scenario = scenario_from(members);
        view = view_of(scenario, cases[i].options);
        expect_near(view->entities[0].revenue, cases[i].revenue);
        cr_expect_eq(view->entities[0].revenue_scaled, cases[i].scaled, "case %zu", i);
        cf_view_free(view);
        cf_scenario_free(scenario);
    }
}

/* ---- capital beside the view ---- */

Test(view, letters_contingent_and_non_cash_capital_stand_beside)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
        " {'id': 'l', 'relation': 'investor', 'payer': 'a', 'payee': 'b',"
        "  'amount': {'low': 1, 'base': 2, 'high': 4}, 'status': 'letter_of_intent'},"
        " {'id': 'lg', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 8,"
        "  'status': 'letter_of_intent', 'contingent': true},"
        " {'id': 'n', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 16,"
        "  'cash': false},"
        " {'id': 'r', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 32,"
        "  'status': 'rumoured'},"
        " {'id': 't', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 64,"
        "  'contingent': true},"
        " {'id': 's', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 128,"
        "  'contingent': true, 'announced': '2030'}]");
    static const struct {
        const char *options;
        double letters, contingent, non_cash;
    } cases[] = {
        { "--as-of 2025", 2 + 8, 8, 16 },
        { "--as-of 2025 --case high", 4 + 8, 8, 16 },
        { "--as-of 2025 --contingent", 2 + 8, 0, 16 },
        { "--view headline --as-of 2025", 0, 8, 0 },
        { "--as-of 2031", 2 + 8, 8 + 128, 16 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_view *view = view_of(scenario, cases[i].options);
        const cf_view_entity *a = view_entity(view, "a");

        expect_near(a->letters, cases[i].letters);
        expect_near(a->contingent, cases[i].contingent);
        expect_near(a->non_cash, cases[i].non_cash);
        cf_view_free(view);
    }
    cf_scenario_free(scenario);
}

/* ---- joint ---- */

Test(view, joint_entities_are_found_once_each_in_file_order)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json");
    cf_view *view = view_of(scenario, "--joint s2,s1,s2");

    cr_assert_eq(view->joint_count, 2);
    cr_expect_eq(view->joint[0], 0);
    cr_expect_eq(view->joint[1], 1);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(view, an_unknown_joint_entity_is_told_with_a_suggestion)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_view_options options = options_from("--joint lab,chip-makr");
    cf_diags *diags = NULL;
    cf_view *view = NULL;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_view_new(&view, scenario, &options, diags), (int)CF_BAD_OPTION);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, 501);
    cr_expect_not_null(strstr(cf_diags_at(diags, 0)->hint, "\"chip-maker\""));
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(view, a_window_has_to_begin_before_it_ends)
{
    cf_scenario *scenario = scenario_in("textbook/window.json");
    cf_view_options options = options_from("--window 2026..2025");
    cf_view *view = NULL;

    cr_expect_eq((int)cf_view_new(&view, scenario, &options, NULL), (int)CF_BAD_OPTION);
    cr_expect_null(view);
    cf_scenario_free(scenario);
    cf_view_free(NULL);
}

Test(view, a_scenario_without_anything_has_an_empty_view)
{
    cf_scenario *scenario = scenario_from("'entities': [], 'deals': []");
    cf_view *view = view_of(scenario, "--consolidate --window 2025..2025");

    cr_expect_eq(view->entity_count + view->deal_count, 0);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
