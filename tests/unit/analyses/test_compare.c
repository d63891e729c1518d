/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/compare.h"

#include "circfin/writer.h"
#include "unit/testlib.h"

#define PARTIES                                                                                    \
    "'entities': [{'id': 's', 'revenue': {'amount': 100}}, {'id': 'a', 'outside_funds': 30},"      \
    " {'id': 'b'}, {'id': 'c', 'group': 'g'}, {'id': 'd', 'group': 'g'}], 'deals': ["

/* s invests 10 in a; of a's 10 + 30, kept but for what it pays, a quarter of each 4 comes back. */
static const char one[] =
    PARTIES " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10,"
            "  'announced': '2024-01'},"
            " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 20,"
            "  'announced': '2024-02'},"
            " {'id': 'gone', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 4,"
            "  'announced': '2024-03'},"
            " {'id': 'inside', 'relation': 'investor', 'payer': 'c', 'payee': 'd', 'amount': 6},"
            " {'id': 'rumour', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 1,"
            "  'status': 'rumoured'}]";

static const char two[] =
    PARTIES " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 20,"
            "  'announced': '2024-01'},"
            " {'id': 'buy', 'relation': 'supplier', 'payer': 'a', 'payee': 's', 'amount': 20,"
            "  'announced': '2024-02'},"
            " {'id': 'new', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 5,"
            "  'announced': '2024-04', 'supersedes': ['gone']},"
            " {'id': 'gone', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 4,"
            "  'announced': '2024-03'},"
            " {'id': 'inside', 'relation': 'investor', 'payer': 'c', 'payee': 'd', 'amount': 6},"
            " {'id': 'rumour', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 2,"
            "  'status': 'rumoured'}]";

static cf_status try_compare(cf_report **out, const cf_scenario *a, const char *view_a,
                             const cf_scenario *b, const char *view_b, cf_diags *diags)
{
    cf_request request = {
        .scenario = a, .view = options_from(view_a), .other = b, .other_view = options_from(view_b)
    };

    return cf_analysis_run(out, cf_analysis_find("compare"), &request, diags);
}

static cf_report *comparison_of(const cf_scenario *a, const char *view_a, const cf_scenario *b,
                                const char *view_b)
{
    cf_report *report = NULL;

    assert_ok(try_compare(&report, a, view_a, b, view_b, NULL));
    return report;
}

static const char *text_at(const cf_report *report, const char *table, const char *key,
                           const char *column)
{
    cf_cell cell = cell_at(report, table, key, column);

    return cell.known ? cell.text : "-";
}

Test(compare, deals_are_added_removed_resized_or_changed)
{
    cf_scenario *a = scenario_from(one), *b = scenario_from(two);
    cf_report *report = comparison_of(a, "", b, "");

    cr_assert_eq(row_count(report, "deals"), 4);
    cr_expect_str_eq(text_at(report, "deals", "in", "change"), "resized");
    cr_expect_str_eq(text_at(report, "deals", "buy", "change"), "changed");
    cr_expect_str_eq(text_at(report, "deals", "buy", "fields"), "relation");
    cr_expect_str_eq(text_at(report, "deals", "new", "change"), "added");
    cr_expect_str_eq(text_at(report, "deals", "new", "why"), "it is not in the file");
    cr_expect_str_eq(text_at(report, "deals", "gone", "change"), "removed");
    cr_expect_str_eq(text_at(report, "deals", "gone", "why"), "another deal supersedes it");
    cr_expect_str_eq(text_at(report, "deals", "gone", "announced"), "2024-03-01");
    cr_expect_str_eq(text_at(report, "deals", "gone", "date"), "2024-04-01");
    expect_near(number_at(report, "deals", "in", "a"), 10);
    expect_near(number_at(report, "deals", "in", "b"), 20);
    cf_report_free(report);
    cf_scenario_free(a);
    cf_scenario_free(b);
}

/* By hand: a has F = 30 throughout. T = 40: 20 of it to s, of s's 10 it is a quarter of T: 10 / 40
 * of 20 = 5. With `in` of 20: T = 50, 20 · 20 / 50 = 8. Then `gone` and `new` on the same day by
 * id: without `gone` it is the same, as a pays s what it did; with `new`: 20 · 25 / 50 = 10. */
Test(compare, each_step_is_one_change_more)
{
    cf_scenario *a = scenario_from(one), *b = scenario_from(two);
    cf_report *report = comparison_of(a, "", b, "");

    cr_assert_eq(row_count(report, "steps"), 2);
    expect_near(number_at(report, "steps", "s/resized/in", "loopback_pro_rata_before"), 5);
    expect_near(number_at(report, "steps", "s/resized/in", "loopback_pro_rata_after"), 8);
    expect_near(number_at(report, "steps", "s/resized/in", "change"), 3);
    expect_near(number_at(report, "steps", "s/added/new", "loopback_pro_rata_before"), 8);
    expect_near(number_at(report, "steps", "s/added/new", "loopback_pro_rata_after"), 10);
    expect_near(number_at(report, "compare", "s/loopback_pro_rata", "a"), 5);
    expect_near(number_at(report, "compare", "s/loopback_pro_rata", "b"), 10);
    expect_near(number_at(report, "compare", "s/loopback_pro_rata", "change"), 5);
    expect_near(number_at(report, "compare", "s/exposure_reported_pro_rata", "b"), 0.1);
    expect_near(figure_of(report, "gross_a"), 40);
    expect_near(figure_of(report, "gross_b"), 51);
    cf_report_free(report);
    cf_scenario_free(a);
    cf_scenario_free(b);
}

Test(compare, who_is_a_supplier_on_one_side_only_has_nulls_on_the_other)
{
    cf_scenario *a = scenario_from(one);
    cf_report *report = comparison_of(a, "--as-of 2023", a, "--as-of 2024");

    cr_expect_not(cell_at(report, "compare", "s/invested", "a").known);
    expect_near(number_at(report, "compare", "s/invested", "b"), 10);
    cr_expect_not(cell_at(report, "compare", "s/invested", "change").known);
    expect_near(number_at(report, "steps", "s/added/buy", "loopback_pro_rata_before"), 0);
    cf_report_free(report);
    cf_scenario_free(a);
}

Test(compare, units_are_converted_and_currencies_refused)
{
    cf_scenario *billions = scenario_from(
        "'unit': 'bn', 'entities': [{'id': 's'}, {'id': 'a'}],"
        "'deals': [{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 2},"
        " {'id': 'b', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 1}]");
    cf_scenario *millions = scenario_from(
        "'unit': 'million', 'entities': [{'id': 's'}, {'id': 'a'}],"
        "'deals': [{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 2000},"
        " {'id': 'b', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 1500}]");
    cf_scenario euros = *millions;
    cf_report *report = comparison_of(billions, "", millions, "");
    cf_diags *diags = NULL;

    expect_near(number_at(report, "compare", "s/loopback_pro_rata", "change"), 0.5);
    cr_expect_eq(row_count(report, "deals"), 1);
    expect_near(number_at(report, "deals", "b", "b"), 1.5);
    cf_report_free(report);
    report = comparison_of(millions, "", billions, "");
    expect_near(number_at(report, "compare", "s/loopback_pro_rata", "change"), -500);
    cf_report_free(report);
    euros.currency = "EUR";
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)try_compare(&report, billions, "", &euros, "", diags), (int)CF_BAD_OPTION);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_COMPARE_CURRENCY);
    cf_diags_free(diags);
    cf_scenario_free(billions);
    cf_scenario_free(millions);
}

/* The purchase for which the money is tied changes hands: half-way it is nobody's. */
Test(compare, money_stays_tied_only_to_what_its_receiver_buys)
{
    static const char before[] =
        "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 'b'}], 'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 6,"
        "  'earmark': ['buy'], 'announced': '2024-02'},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 6,"
        "  'announced': '2024-01'}]";
    static const char after[] =
        "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 'b'}], 'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 6,"
        "  'earmark': ['buy'], 'announced': '2024-02'},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 6,"
        "  'announced': '2024-01'}]";
    cf_scenario *a = scenario_from(before), *b = scenario_from(after);
    cf_report *report = comparison_of(a, "", b, "");

    cr_assert_eq(row_count(report, "steps"), 2);
    expect_near(number_at(report, "steps", "s/changed/buy", "loopback_pro_rata_after"), 0);
    expect_near(number_at(report, "steps", "s/changed/in", "loopback_pro_rata_after"), 6);
    cf_report_free(report);
    cf_scenario_free(a);
    cf_scenario_free(b);
}

Test(compare, groups_and_the_origin_of_money_are_a_step_of_their_own)
{
    cf_scenario *a = scenario_in("textbook/consolidation.json");
    cf_report *report = comparison_of(a, "", a, "--consolidate --origin all");

    cr_assert_gt(row_count(report, "steps"), 0);
    for (long r = 0; r < row_count(report, "steps"); r++)
        cr_expect_str_eq(cf_table_cell(cf_report_find_table(report, "steps"), r, 1)->text, "view");
    cf_report_free(report);
    cf_scenario_free(a);
}

/* ---- the table vintages ---- */

/* By hand. Known in March: s invests 10 in a in 2024, and a pays s 8 in 2025 out of them. Known in
 * September: t invests 30 as well, so a quarter of a's 40 is of s: 2 of the 8 in 2025, and 4 of the
 * 16 that a is to pay s in 2026. */
static const char learned[] =
    "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0}, {'id': 't'}], 'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10,"
    "  'announced': '2024-01'},"
    " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 8,"
    "  'announced': '2024-02', 'start': '2025-01', 'end': '2025-12'},"
    " {'id': 'rival', 'relation': 'investor', 'payer': 't', 'payee': 'a', 'amount': 30,"
    "  'announced': '2024-06'},"
    " {'id': 'more', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 16,"
    "  'announced': '2024-08', 'start': '2026-01', 'end': '2026-12'}]";

static cf_report *triangles_of(const cf_scenario *scenario, const char *view_a, const char *view_b,
                               const char *period, cf_diags *diags)
{
    const cf_param param = { "period", period };
    cf_request request = { .scenario = scenario,
                           .view = options_from(view_a),
                           .other = scenario,
                           .other_view = options_from(view_b),
                           .params = &param,
                           .param_count = 1,
                           .table = "vintages" };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("compare"), &request, diags));
    return report;
}

static void expect_row(const cf_report *report, const char *key, double a, double b)
{
    cr_assert(has_row(report, "vintages", key), "no %s", key);
    expect_near(number_at(report, "vintages", key, "a"), a);
    expect_near(number_at(report, "vintages", key, "b"), b);
    expect_near(number_at(report, "vintages", key, "change"), b - a);
}

Test(compare, a_deal_announced_between_two_days_moves_what_comes_back)
{
    cf_scenario *scenario = scenario_from(learned);
    cf_report *report = triangles_of(scenario, "--as-of 2024-03", "--as-of 2024-09", "year", NULL);

    cr_expect_eq(row_count(report, "vintages"), 2);
    expect_row(report, "s/2024/2025", 8, 2);
    expect_row(report, "s/2024/2026", 0, 4);
    cf_report_free(report);
    report = triangles_of(scenario, "--as-of 2024-09", "--as-of 2024-03", "quarter", NULL);
    cr_expect_eq(row_count(report, "vintages"), 8);
    expect_row(report, "s/2024-Q1/2025-Q1", 2 * 90.0 / 365, 8 * 90.0 / 365);
    expect_row(report, "s/2024-Q1/2026-Q4", 4 * 92.0 / 365, 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* A side with a window has no other periods; the other one has all of them. */
Test(compare, outside_of_its_window_a_side_has_nothing)
{
    cf_scenario *scenario = scenario_from(learned);
    cf_report *report = triangles_of(scenario, "--window 2024..2025", "", "year", NULL);

    cr_expect_eq(row_count(report, "vintages"), 2);
    expect_row(report, "s/2024/2025", 2, 2);
    expect_row(report, "s/2024/2026", 0, 4);
    cf_report_free(report);
    report = triangles_of(scenario, "--window 2024..2025", "--window 2025..2026", "year", NULL);
    cr_expect_eq(row_count(report, "vintages"), 1);
    expect_row(report, "s/2024/2025", 2, 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* 10 without a date run over both years on either side, although A alone ends after one. Nothing
 * is told of it where the table is one of several. */
Test(compare, what_has_no_date_runs_over_the_periods_of_both)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0}], 'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 8,"
        "  'announced': '2025-01'},"
        " {'id': 'later', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 1,"
        "  'announced': '2026-01'}]");
    cf_diags *diags = NULL;
    cf_report *report;

    assert_ok(cf_diags_new(&diags));
    report = triangles_of(scenario, "--as-of 2025-06", "", "year", diags);
    expect_row(report, "s/2025/2025", 5, 5);
    expect_row(report, "s/2026/2026", 0, 1);
    cr_expect_eq(row_count(report, "vintages"), 2);
    cr_expect_eq(cf_diags_count(diags), 2);
    cf_report_free(report);
    cf_diags_free(diags);
    assert_ok(cf_diags_new(&diags));
    assert_ok(try_compare(&report, scenario, "--as-of 2025-06", scenario, "", diags));
    expect_row(report, "s/2025/2025", 5, 5);
    cr_expect_eq(cf_diags_count(diags), 0);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* All that s pays is tied money once it is all added up, so it is no supplier then; but in 2025
 * that money has not arrived yet, and half of the 10 that s pays comes back. */
Test(compare, who_is_a_supplier_only_in_some_period_has_rows)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 0}, {'id': 'x'}], 'deals': ["
        " {'id': 'tied', 'relation': 'investor', 'payer': 'x', 'payee': 's', 'amount': 10,"
        "  'announced': '2026-01', 'earmark': ['pay']},"
        " {'id': 'pay', 'relation': 'customer', 'payer': 's', 'payee': 'a', 'amount': 10,"
        "  'announced': '2025-01'},"
        " {'id': 'back', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 5,"
        "  'announced': '2025-02'}]");
    cf_report *report = comparison_of(scenario, "--origin all", scenario, "--origin all");

    cr_expect_not(has_row(report, "compare", "s"));
    expect_row(report, "s/2025/2025", 5, 5);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(compare, vintages_of_two_units_are_in_that_of_a)
{
    static const char parties[] =
        "'entities': [{'id': 's'}, {'id': 'a'}], 'deals': ["
        " {'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': %d},"
        " {'id': 'b', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': %d}]";
    char in_billions[400], in_millions[400];
    cf_scenario *a, *b;
    cf_report *report;

    snprintf(in_billions, sizeof in_billions, "'unit': 'bn', ");
    snprintf(in_millions, sizeof in_millions, "'unit': 'million', ");
    snprintf(in_billions + strlen(in_billions), sizeof in_billions - strlen(in_billions), parties,
             2, 1);
    snprintf(in_millions + strlen(in_millions), sizeof in_millions - strlen(in_millions), parties,
             2000, 1500);
    a = scenario_from(in_billions);
    b = scenario_from(in_millions);
    report = comparison_of(a, "", b, "");
    expect_row(report, "s/-/-", 1, 1.5);
    cf_report_free(report);
    cf_scenario_free(a);
    cf_scenario_free(b);
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    (void)payload;
    cr_expect(strcmp(state->unit, "steps") == 0 || strcmp(state->unit, "suppliers") == 0);
    return false;
}

Test(compare, stopped_it_sums_up_what_was_not_split_and_says_so)
{
    cf_scenario *a = scenario_from(one), *b = scenario_from(two);
    cf_progress progress = { stop_at_once, NULL };
    cf_request request = { .scenario = a,
                           .view = options_from(""),
                           .other = b,
                           .other_view = options_from(""),
                           .progress = &progress };
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_analysis_run(&report, cf_analysis_find("compare"), &request, diags));
    cr_assert_eq(row_count(report, "steps"), 1);
    expect_near(number_at(report, "steps", "s/rest", "loopback_pro_rata_before"), 5);
    expect_near(number_at(report, "steps", "s/rest", "loopback_pro_rata_after"), 10);
    cr_expect_eq(row_count(report, "vintages"), 0);
    cr_assert_eq(cf_diags_count(diags), 2);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_COMPARE_STOPPED);
    cr_expect_eq(cf_diags_at(diags, 1)->code, CF_CODE_VINTAGES_STOPPED);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(a);
    cf_scenario_free(b);
}

static cf_status try_all(const char *text_a, const char *text_b, FILE *nowhere)
{
    cf_request request = { .view = cf_view_options_of(CF_VIEW_BASE),
                           .other_view = cf_view_options_of(CF_VIEW_HEADLINE) };
    cf_write_options write = { .width = 80 };
    cf_scenario *a = NULL, *b = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    request.other_view.consolidate = true;
    if (status == CF_OK)
        status = cf_scenario_parse(&a, text_a, strlen(text_a), "a.json", diags);
    if (status == CF_OK)
        status = cf_scenario_parse(&b, text_b, strlen(text_b), "b.json", diags);
    request.scenario = a;
    request.other = b;
    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("compare"), &request, diags);
    if (status == CF_OK)
        status = cf_writer_find("table")->write(nowhere, report, &write);
    cf_report_free(report);
    cf_scenario_free(a);
    cf_scenario_free(b);
    cf_diags_free(diags);
    return status;
}

Test(compare, every_failing_allocation_is_reported_and_nothing_leaks)
{
    char *text_a = scenario_text(one), *text_b = scenario_text(two);
    FILE *nowhere = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 20000);
        allow_allocations(allowed);
        status = try_all(text_a, text_b, nowhere);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak after %ld", allowed);
    }
    cr_expect_eq((int)status, (int)CF_OK, "%s", cf_status_text(status));
    fclose(nowhere);
    free(text_a);
    free(text_b);
}
