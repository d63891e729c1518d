/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/timeline.h"

#include <time.h>

#include "circfin/writer.h"
#include "unit/testlib.h"

/* s invests in a, which buys from s: half of its money by the first purchase, all by the second.
 * Ids hold what joins them. */
static const char history[] =
    "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 'c'}, {'id': 'u', 'outside_funds': 9}],"
    "'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10,"
    "  'announced': '2024-03'},"
    " {'id': 'lone', 'relation': 'customer', 'payer': 'u', 'payee': 'c', 'amount': 4,"
    "  'announced': '2024-01-15'},"
    " {'id': 'buy+1', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 5,"
    "  'announced': '2024-03-01', 'cancelled': '2024-05'},"
    " {'id': 'buy\\\\\\\\2', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 10,"
    "  'announced': '2024-06', 'supersedes': ['old']},"
    " {'id': 'old', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 2,"
    "  'announced': '2024-05-31'},"
    " {'id': 'later', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 90,"
    "  'announced': '2024-09'}]";

static cf_report *timeline_of(const cf_scenario *scenario, const char *options,
                              const cf_progress *progress, cf_diags *diags)
{
    const cf_param threads = { "threads", "1" };
    cf_request request = { .scenario = scenario,
                           .view = options_from(options),
                           .params = &threads,
                           .param_count = 1,
                           .progress = progress };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("timeline"), &request, diags));
    return report;
}

static const char *text_at(const cf_report *report, const char *key, const char *column)
{
    cf_cell cell = cell_at(report, "timeline", key, column);

    return cell.known ? cell.text : "-";
}

Test(timeline, each_day_has_the_figures_of_what_was_known_and_not_yet_cancelled)
{
    cf_scenario *scenario = scenario_from(history);
    cf_report *report = timeline_of(scenario, "--as-of 2024-08", NULL, NULL);

    cr_assert_eq(row_count(report, "timeline"), 4);
    expect_near(number_at(report, "timeline", "2024-01-15", "gross"), 4);
    cr_expect_str_eq(text_at(report, "2024-01-15", "supplier"), "-");
    cr_expect_str_eq(text_at(report, "2024-03-01", "supplier"), "s");
    expect_near(number_at(report, "timeline", "2024-03-01", "gross"), 19);
    expect_near(number_at(report, "timeline", "2024-03-01", "loopback_pro_rata"), 5);
    expect_near(number_at(report, "timeline", "2024-03-01", "circularity_max"), 10 / 19.0);
    /* cancelled in May: on its last day, on which the small one is announced */
    expect_near(number_at(report, "timeline", "2024-05-31", "loopback_pro_rata"), 2);
    expect_near(number_at(report, "timeline", "2024-06-01", "loopback_pro_rata"), 10);
    expect_near(number_at(report, "timeline", "2024-06-01", "revenue"), 10);
    expect_near(number_at(report, "timeline", "2024-06-01", "exposure_pro_rata"), 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(timeline, ids_are_joined_so_that_they_can_be_told_apart)
{
    cf_scenario *scenario = scenario_from(history);
    cf_report *report = timeline_of(scenario, "--as-of 2024-08", NULL, NULL);

    cr_expect_str_eq(text_at(report, "2024-03-01", "deals"), "in+buy\\+1");
    cr_expect_str_eq(text_at(report, "2024-05-31", "deals"), "old");
    cr_expect_str_eq(text_at(report, "2024-05-31", "cancelled"), "buy\\+1");
    cr_expect_str_eq(text_at(report, "2024-06-01", "deals"), "buy\\\\\\\\2");
    cr_expect_str_eq(text_at(report, "2024-06-01", "cancelled"), "-");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(timeline, deals_without_a_date_count_from_the_beginning_and_are_told)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a'}], 'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 8},"
        " {'id': 'buy', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 4,"
        "  'announced': '2025'}]");
    cf_diags *diags = NULL;
    cf_report *report;

    assert_ok(cf_diags_new(&diags));
    report = timeline_of(scenario, "", NULL, diags);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_TIMELINE_UNDATED);
    expect_near(number_at(report, "timeline", "2025-01-01", "loopback_pro_rata"), 4);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(timeline, without_any_date_there_is_no_day)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a'}], 'deals': ["
        " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 8}]");
    cf_diags *diags = NULL;
    cf_report *report;

    assert_ok(cf_diags_new(&diags));
    report = timeline_of(scenario, "", NULL, diags);
    cr_expect_eq(row_count(report, "timeline"), 0);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_TIMELINE_NO_DATES);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* So slow that it is asked each time that it could be. */
static bool stop_after_two(void *payload, const cf_progress_state *state)
{
    const struct timespec pause = { .tv_nsec = 60L * 1000 * 1000 };

    cr_expect_str_eq(state->unit, "days");
    cr_expect_eq((int)state->total, 4);
    ++*(int *)payload;
    nanosleep(&pause, NULL);
    return state->done < 2;
}

Test(timeline, stopped_it_has_the_days_worked_out_and_says_so)
{
    cf_scenario *scenario = scenario_from(history);
    int asked = 0;
    cf_progress progress = { stop_after_two, &asked };
    cf_diags *diags = NULL;
    cf_report *report;

    assert_ok(cf_diags_new(&diags));
    report = timeline_of(scenario, "--as-of 2024-08", &progress, diags);
    cr_expect_gt(asked, 2);
    cr_expect_eq(row_count(report, "timeline"), 2);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_TIMELINE_STOPPED);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

static cf_status try_all(const char *text, FILE *nowhere)
{
    cf_param params[] = { { "supplier", "s" } };
    cf_request request = { .view = cf_view_options_of(CF_VIEW_BASE),
                           .params = params,
                           .param_count = 1 };
    cf_write_options write = { .width = 80 };
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_scenario_parse(&scenario, text, strlen(text), "test.json", diags);
    request.scenario = scenario;
    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("timeline"), &request, diags);
    if (status == CF_OK)
        status = cf_writer_find("table")->write(nowhere, report, &write);
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status;
}

Test(timeline, every_failing_allocation_is_reported_and_nothing_leaks)
{
    char *text = scenario_text(history);
    FILE *nowhere = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 20000);
        allow_allocations(allowed);
        status = try_all(text, nowhere);
        cr_assert_eq(stop_counting_allocations(), 0, "a leak after %ld", allowed);
    }
    cr_expect_eq((int)status, (int)CF_OK, "%s", cf_status_text(status));
    fclose(nowhere);
    free(text);
}
