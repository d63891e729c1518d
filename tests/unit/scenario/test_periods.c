/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/periods.h"

#include "unit/testlib.h"

typedef struct cut_view {
    cf_scenario *scenario;
    cf_view *view;
    cf_periods *periods;
} cut_view;

static cut_view cut(const char *members, const char *options, cf_period_kind kind)
{
    cut_view made = { .scenario = scenario_from(members) };

    made.view = view_of(made.scenario, options);
    assert_ok(cf_periods_new(&made.periods, made.view, kind, CF_NO_DAY, CF_NO_DAY, NULL));
    return made;
}

static void free_cut(cut_view *made)
{
    cf_periods_free(made->periods);
    cf_view_free(made->view);
    cf_scenario_free(made->scenario);
}

static cf_day day_of(const char *text)
{
    cf_day day = CF_NO_DAY;

    cr_assert(cf_day_parse(&day, text, CF_FIRST_DAY), "%s", text);
    return day;
}

static double amount_in(const cut_view *made, int period, int deal)
{
    return made->periods->amounts[period * made->scenario->deal_count + deal];
}

/* Deals of a, who pays b. */
#define DEALS "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
#define PAYS "'relation': 'customer', 'payer': 'a', 'payee': 'b'"

/* ---- the calendar ---- */

Test(periods, begin_with_the_earliest_date_and_end_with_the_latest)
{
    static const char deals[] =
        DEALS "{'id': 'late', " PAYS ", 'amount': 1, 'start': '2025-11-30'},"
              "{'id': 'early', " PAYS ", 'amount': 1, 'announced': '2024-02-29'}]";
    static const struct {
        cf_period_kind kind;
        int count;
        const char *first, *last, *from, *to;
    } cases[] = {
        { CF_YEAR, 2, "2024", "2025", "2024-01-01", "2025-12-31" },
        { CF_QUARTER, 8, "2024-Q1", "2025-Q4", "2024-01-01", "2025-12-31" },
        { CF_MONTH, 22, "2024-02", "2025-11", "2024-02-01", "2025-11-30" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cut_view made = cut(deals, "", cases[i].kind);
        const cf_periods *periods = made.periods;

        cr_assert_eq(periods->count, cases[i].count);
        cr_expect_str_eq(periods->at[0].name, cases[i].first);
        cr_expect_str_eq(periods->at[periods->count - 1].name, cases[i].last);
        cr_expect_eq(periods->at[0].from, day_of(cases[i].from));
        cr_expect_eq(periods->at[periods->count - 1].to, day_of(cases[i].to));
        for (int p = 1; p < periods->count; p++)
            cr_expect_eq(periods->at[p].from, periods->at[p - 1].to + 1);
        free_cut(&made);
    }
}

Test(periods, are_cut_at_the_ends_of_a_given_horizon)
{
    cut_view made = { .scenario = scenario_from(DEALS "{'id': 'd', " PAYS ", 'amount': 1,"
                                                      " 'start': '2020'}]") };

    made.view = view_of(made.scenario, "");
    assert_ok(cf_periods_new(&made.periods, made.view, CF_QUARTER, day_of("2025-02-10"),
                             day_of("2025-08-20"), NULL));
    cr_assert_eq(made.periods->count, 3);
    cr_expect_str_eq(made.periods->at[0].name, "2025-Q1");
    cr_expect_eq(made.periods->at[0].from, day_of("2025-02-10"));
    cr_expect_eq(made.periods->at[0].to, day_of("2025-03-31"));
    cr_expect_eq(made.periods->at[2].to, day_of("2025-08-20"));
    free_cut(&made);
}

Test(periods, without_any_date_there_is_one_and_all_of_it_counts)
{
    static const char members[] = "'entities': [{'id': 'a', 'outside_funds': 4},"
                                  " {'id': 'b', 'revenue': {'amount': 9}}],"
                                  "'deals': [{'id': 'd', " PAYS ", 'amount': 7}]";
    cut_view made = cut(members, "", CF_MONTH);

    cr_assert_eq(made.periods->count, 1);
    cr_expect_str_eq(made.periods->at[0].name, "");
    cr_expect_eq(made.periods->at[0].from, CF_NO_DAY);
    expect_near(amount_in(&made, 0, 0), 7);
    expect_near(made.periods->funds[0], 4);
    expect_near(made.periods->revenue[1], 9);
    free_cut(&made);
}

Test(periods, more_than_the_memory_allows_are_refused)
{
    enum { ENTITIES_HERE = 4000 };
    char *members = malloc(ENTITIES_HERE * 20 + 400), *at = members;
    cf_diags *diags = NULL;
    cf_periods *periods = NULL;
    cf_scenario *scenario;
    cf_view *view;

    at += sprintf(at, "'entities': [{'id': 'e'}");
    for (int i = 0; i < ENTITIES_HERE; i++)
        at += sprintf(at, ", {'id': 'e%d'}", i);
    sprintf(at, "], 'deals': [{'id': 'd', 'relation': 'customer', 'payer': 'e0', 'payee': 'e1', "
                "'amount': 1, 'start': '0001-01-01', 'end': '9999-12-31'}]");
    scenario = scenario_from(members);
    view = view_of(scenario, "");
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_periods_new(&periods, view, CF_MONTH, CF_NO_DAY, CF_NO_DAY, diags),
                 (int)CF_BAD_OPTION);
    cr_expect_null(periods);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect(strstr(cf_diags_at(diags, 0)->message, "119988 periods of a month"), "%s",
              cf_diags_at(diags, 0)->message);
    cf_view_free(view);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    free(members);
}

/* ---- amounts ---- */

/* 2024 has 184 days from July on, 2025 has 365. */
Test(periods, a_deal_runs_evenly_by_day)
{
    static const char members[] =
        DEALS "{'id': 'd', " PAYS ", 'amount': 549, 'start': '2024-07-01', 'end': '2025-12-31'},"
              "{'id': 'day', " PAYS ", 'amount': 3, 'announced': '2025-01-01'}]";
    cut_view made = cut(members, "", CF_YEAR);

    cr_assert_eq(made.periods->count, 2);
    expect_near(amount_in(&made, 0, 0), 184);
    expect_near(amount_in(&made, 1, 0), 365);
    expect_near(amount_in(&made, 0, 1), 0);
    expect_near(amount_in(&made, 1, 1), 3);
    free_cut(&made);
}

Test(periods, a_schedule_says_which_part_falls_due_when)
{
    static const char members[] =
        DEALS "{'id': 'd', " PAYS ", 'amount': 12, 'start': '2020', 'schedule': ["
              "{'date': '2025-05', 'amount': 3}, {'date': '2026', 'amount': 9}]},"
              "{'id': 'undated', " PAYS ", 'amount': 730}]";
    cut_view made = cut(members, "", CF_YEAR);

    cr_assert_eq(made.periods->count, 2); /* what its start says does not count */
    cr_expect_str_eq(made.periods->at[0].name, "2025");
    expect_near(amount_in(&made, 0, 0), 3);
    expect_near(amount_in(&made, 1, 0), 9);
    expect_near(amount_in(&made, 0, 1), 365);
    expect_near(amount_in(&made, 1, 1), 365);
    free_cut(&made);
}

Test(periods, a_share_deal_follows_its_purchases)
{
    static const char members[] =
        DEALS "{'id': 'p', " PAYS ", 'amount': 100, 'schedule': ["
              "{'date': '2025', 'amount': 30}, {'date': '2027', 'amount': 70}]},"
              "{'id': 'r', 'relation': 'investor', 'payer': 'b', 'payee': 'a',"
              " 'amount': {'share': 0.1, 'of': ['p']}}]";
    cut_view made = cut(members, "", CF_YEAR);

    cr_assert_eq(made.periods->count, 3);
    expect_near(amount_in(&made, 0, 1), 3);
    expect_near(amount_in(&made, 1, 1), 0);
    expect_near(amount_in(&made, 2, 1), 7);
    free_cut(&made);
}

/* ---- funds and revenue ---- */

Test(periods, funds_have_a_schedule_or_run_over_the_span)
{
    static const char members[] =
        "'span': {'from': '2025-01-01', 'to': '2026-12-31'},"
        "'entities': [{'id': 'a', 'outside_funds': {'base': 8, 'schedule': ["
        "  {'date': '2026-03', 'amount': 2}, {'date': '2027-03', 'amount': 6}]}},"
        " {'id': 'b', 'outside_funds': 73,"
        "  'revenue': {'amount': 365, 'from': '2025-01-01', 'to': '2025-12-31'}}],"
        "'deals': [{'id': 'd', " PAYS ", 'amount': 1, 'start': '2025-06-01'}]";
    cut_view made = cut(members, "", CF_YEAR);
    const cf_periods *periods = made.periods;

    cr_assert_eq(periods->count, 3); /* the schedule of funds reaches into 2027 */
    expect_near(periods->funds[0], 0);
    expect_near(periods->funds[2], 2);
    expect_near(periods->funds[4], 6);
    expect_near(periods->funds[1], 36.5);
    expect_near(periods->funds[3], 36.5);
    expect_near(periods->funds[5], 0); /* after the span */
    for (int p = 0; p < 3; p++)
        expect_near(periods->revenue[2 * p + 1], 365); /* at its daily rate */
    free_cut(&made);
}

Test(periods, a_group_reports_no_sales_inside)
{
    static const char members[] =
        "'entities': ["
        " {'id': 'a', 'group': 'G', 'revenue': {'amount': 20, 'from': '2025', 'to': '2025'}},"
        " {'id': 'b', 'group': 'G', 'revenue': {'amount': 365, 'from': '2025', 'to': '2025'}},"
        " {'id': 'c'}],"
        "'deals': [{'id': 'inside', " PAYS ", 'amount': 5, 'start': '2026-06-01'},"
        " {'id': 'out', 'relation': 'customer', 'payer': 'c', 'payee': 'a', 'amount': 1,"
        "  'start': '2026-01-01'}]";
    cut_view made = cut(members, "--consolidate", CF_YEAR);

    cr_assert_eq(made.periods->count, 1);
    cr_expect_str_eq(made.periods->at[0].name, "2026");
    expect_near(made.periods->revenue[0], 20 + 365 - 5);
    free_cut(&made);
}

Test(periods, failing_allocations_leave_nothing_behind)
{
    cut_view made = cut(DEALS "{'id': 'd', " PAYS ", 'amount': 5, 'start': '2025', 'end': '2026'}]",
                        "", CF_QUARTER);

    for (long allowed = 0;; allowed++) {
        cf_periods *periods = NULL;
        cf_status status;

        allow_allocations(allowed);
        status = cf_periods_new(&periods, made.view, CF_QUARTER, CF_NO_DAY, CF_NO_DAY, NULL);
        cf_periods_free(periods);
        cr_expect_eq(stop_counting_allocations(), 0);
        if (status == CF_OK)
            break;
        cr_assert_eq((int)status, (int)CF_NO_MEMORY);
        cr_assert_lt(allowed, 1000);
    }
    free_cut(&made);
}
