/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/sweep.h"

#include <time.h>

#include "circfin/writer.h"
#include "unit/testlib.h"

/* Ids hold whatever separates the parts of a SPEC; `u` is nobody's supplier but for the open deal.
 */
static const char awkward[] =
    "'entities': [{'id': 's', 'outside_funds': 50}, {'id': 'a.b'}, {'id': 'c'}, {'id': 'u'},"
    " {'id': 'g1', 'group': 'G'}, {'id': 'g2', 'group': 'G'}],"
    "'deals': ["
    " {'id': 'in=1:2', 'relation': 'investor', 'payer': 's', 'payee': 'a.b', 'amount': 10},"
    " {'id': 'buy.x', 'relation': 'customer', 'payer': 'a.b', 'payee': 's', 'amount': 8},"
    " {'id': 'on', 'relation': 'supplier', 'payer': 'a.b', 'payee': 'c', 'amount': 5},"
    " {'id': 'open', 'relation': 'investor', 'payer': 'u', 'payee': 'a.b'},"
    " {'id': 'to-u', 'relation': 'customer', 'payer': 'a.b', 'payee': 'u', 'amount': 2},"
    " {'id': 'letter', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 1,"
    "  'status': 'letter_of_intent'},"
    " {'id': 'warrant', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 1,"
    "  'cash': false},"
    " {'id': 'nothing', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 0},"
    " {'id': 'inside', 'relation': 'investor', 'payer': 'g1', 'payee': 'g2', 'amount': 1},"
    " {'id': 'nvidia-openai-2025', 'relation': 'investor', 'payer': 's', 'payee': 'c',"
    "  'amount': 1}]";

static cf_status try_sweep(cf_report **out, const cf_scenario *scenario, const char *options,
                           const char *first, const char *second, cf_diags *diags)
{
    cf_param params[] = { { "vary", first }, { "vary", second } };
    cf_request request = { .scenario = scenario,
                           .view = options_from(options),
                           .params = params,
                           .param_count = second == NULL ? 1 : 2 };

    return cf_analysis_run(out, cf_analysis_find("sweep"), &request, diags);
}

static cf_report *sweep_of(const cf_scenario *scenario, const char *options, const char *first,
                           const char *second)
{
    cf_report *report = NULL;

    assert_ok(try_sweep(&report, scenario, options, first, second, NULL));
    return report;
}

/* The cell of a row by the number of the row. */
static double number(const cf_report *report, long row, const char *column)
{
    const cf_table *table = cf_report_find_table(report, "sweep");

    for (int c = 0; c < cf_table_column_count(table); c++) {
        const cf_cell *cell = cf_table_cell(table, row, c);

        if (strcmp(cf_table_column(table, c)->name, column) == 0)
            return cell->known ? cell->number : (double)NAN;
    }
    cr_assert_fail("no column is named %s", column);
    return (double)NAN;
}

static const char *supplier(const cf_report *report, long row, int axes)
{
    return cf_table_cell(cf_report_find_table(report, "sweep"), row, axes)->text;
}

/* ---- points ---- */

Test(sweep, points_are_the_nearest_doubles_to_from_plus_so_many_steps)
{
    static const struct {
        const char *spec;
        long count;
        long at;
        double value;
    } cases[] = {
        { "0:1:0.1", 11, 3, 0.3 },
        { "0:1:0.1", 11, 7, 0.7 },
        { "0:0.3:0.1", 4, 3, 0.3 },
        { "0.1:100000:0.1", 1000000, 999999, 100000 },
        { "10:0:-2.5", 5, 4, 0 },
        { "10:0:-2.5", 5, 1, 7.5 },
        { "0:10:3", 4, 3, 9 },
        { "5:5:1", 1, 0, 5 },
        { "1e9:1e9:-1", 1, 0, 1e9 },
        { "0.001:1e9:1e8", 11, 9, 900000000.001 },
        { "0.001:1e9:1e8", 11, 10, 1e9 }, /* 10^-11 of a step away */
        { "0.1:1e9:1e8", 11, 9, 900000000.1 },
        { "1:1e9:1e8", 10, 9, 900000001 },
        { "0:1:0.3333333333333333", 4, 3, 1 },
        { "-0:1:1", 2, 0, 0 },
    };
    cf_scenario *scenario = scenario_from(awkward);
    cf_view *view = view_of(scenario, "");
    cf_view_network *network = NULL;
    cf_axis_scope scope = { .view = view, .option = "--vary" };

    assert_ok(cf_view_network_new(&network, view, false));
    scope.network = network;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char spec[80];
        cf_axis axis;

        snprintf(spec, sizeof spec, "deal:on=%s", cases[i].spec);
        assert_ok(cf_axis_read(&axis, spec, &scope));
        cr_expect_eq(axis.count, cases[i].count, "%s: %ld points", spec, axis.count);
        cr_expect_eq(cf_axis_value(&axis, cases[i].at), cases[i].value, "%s: %.17g", spec,
                     cf_axis_value(&axis, cases[i].at));
        cf_axis_close(&axis);
    }
    cf_view_network_free(network);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(sweep, ids_may_hold_what_separates_the_parts)
{
    static const char *const specs[] = { "deal:in=1:2=10:10:1", "scale:buy.x=1:1:1",
                                         "entity:a.b.outside_funds=0:0:1" };
    cf_scenario *scenario = scenario_from(awkward);

    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        cf_report *report = sweep_of(scenario, "", specs[i], NULL);
        const cf_table *table = cf_report_find_table(report, "sweep");
        size_t length = (size_t)(strrchr(specs[i], '=') - specs[i]);

        cr_expect_eq(strncmp(cf_table_column(table, 0)->name, specs[i], length), 0);
        cr_expect_eq(strlen(cf_table_column(table, 0)->name), length);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* ---- figures ---- */

/* 10 of s into a.b, which pays 8 + 5 + 2 = 15 and so needs 5: 10 in 15 is s's. */
Test(sweep, a_line_holds_the_figures_of_each_point)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "deal:in=1:2=0:20:10", NULL);

    cr_assert_eq(row_count(report, "sweep"), 3);
    expect_near(number(report, 0, "loopback_pro_rata"), 0);
    expect_near(number(report, 1, "loopback_pro_rata"), 8.0 * 10 / 15);
    expect_near(number(report, 2, "loopback_pro_rata"), 8.0);
    expect_near(number(report, 1, "exposure_pro_rata"), 10.0 / 15);
    expect_near(number(report, 2, "loopback_max"), 8.0);
    expect_near(number(report, 2, "deal:in=1:2"), 20);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(sweep, a_grid_goes_along_its_second_axis_first)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "scale:in=1:2=1:2:1", "deal:buy.x=8:0:-4");

    cr_assert_eq(row_count(report, "sweep"), 6);
    for (long r = 0; r < 6; r++) {
        expect_near(number(report, r, "scale:in=1:2"), r < 3 ? 1 : 2);
        expect_near(number(report, r, "deal:buy.x"), (double)(8 - 4 * (r % 3)));
    }
    expect_near(number(report, 4, "loopback_pro_rata"), 4.0); /* 20 in 20, of which 4 to s */
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(sweep, an_amount_and_the_factors_on_it_work_together)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "relation:investor=2:2:1", "deal:in=1:2=5:5:1");

    expect_near(number(report, 0, "loopback_pro_rata"), 8.0 * 10 / 15); /* 2 x 5 */
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Of 10 and f, 15 is paid: f = 20 makes 30 that mix. */
Test(sweep, outside_funds_that_nobody_stated_can_be_stated)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "entity:a.b.outside_funds=0:20:20", NULL);

    expect_near(number(report, 0, "loopback_pro_rata"), 8.0 * 10 / 15);
    expect_near(number(report, 1, "loopback_pro_rata"), 8.0 * 10 / 30);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(sweep, whoever_is_a_supplier_at_a_point_has_a_row_there_in_file_order)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "deal:open=0:6:3", NULL);

    cr_assert_eq(row_count(report, "sweep"), 5); /* s; s and u; s and u */
    cr_expect_str_eq(supplier(report, 0, 1), "s");
    cr_expect_str_eq(supplier(report, 1, 1), "s");
    cr_expect_str_eq(supplier(report, 2, 1), "u");
    cr_expect_str_eq(supplier(report, 4, 1), "u");
    /* 16 g = 6 + 10 h of what s has, and 58 h = 8 g */
    expect_near(number(report, 4, "loopback_pro_rata"), 2.0 * 6 / (16 - 80.0 / 58));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(sweep, a_supplier_of_the_view_keeps_its_rows_where_it_invests_nothing)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "", "relation:investor=0:1:1", NULL);

    cr_assert_eq(row_count(report, "sweep"), 2);
    expect_near(number(report, 0, "loopback_max"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(sweep, weighted_by_probability_there_are_no_bounds)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_report *report = sweep_of(scenario, "--weights probability", "scale:on=1:1:1", NULL);

    cr_expect(isnan(number(report, 0, "loopback_min")));
    cr_expect(isnan(number(report, 0, "loopback_max")));
    expect_near(number(report, 0, "loopback_pro_rata"), 8.0 * 10 / 15);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- what is refused ---- */

Test(sweep, what_cannot_vary_is_refused_with_a_way_out)
{
    static const struct {
        const char *options, *first, *second, *message, *hint;
        int code;
    } cases[] = {
        { "", "on=1:2:1", NULL, "must be deal:ID=", NULL, 520 },
        { "", "deal:on", NULL, "must be deal:ID=", "then \"=\"", 520 },
        { "", "scael:on=1:2:1", NULL, "\"scael:on=1:2:1\"", "\"scale:\"", 520 },
        { "", "deal:on=1:2", NULL, "\"1:2\"", "0:100:10", 521 },
        { "", "deal:on=1:2:3:4", NULL, "\"1:2:3:4\"", "0:100:10", 521 },
        { "", "deal:on=", NULL, "\"\"", "0:100:10", 521 },
        { "", "deal:on=-1:2:1", NULL, "FROM must be a number from 0 to 1e18, but is \"-1\"",
          "point", 521 },
        { "", "deal:on=1:nan:1", NULL, "TO must be", "point", 521 },
        { "", "deal:on=1:inf:1", NULL, "TO must be", "point", 521 },
        { "", "deal:on=0x1:2:1", NULL, "\"0x1\"", "point", 521 },
        { "", "deal:on=1:1e999:1", NULL, "\"1e999\"", "point", 521 },
        { "", "deal:on=1:1e19:1", NULL, "\"1e19\"", "point", 521 },
        { "", "deal:on=1:2:0", NULL, "not 0, but is \"0\"", "point", 521 },
        { "", "deal:on=5:1:2", NULL, "from 5 to 1 it must be below 0", "write 5:1:-2", 521 },
        { "", "deal:on=1:5:-2", NULL, "from 1 to 5 it must be above 0", "write 1:5:2", 521 },
        { "", "deal:on=0:1e9:1", NULL, "1000000001 points, more than 1000000", "larger", 521 },
        { "", "deal:on=1:1:1e-300", NULL, NULL, NULL, 0 },
        { "", "deal:on=0:1000:1", "deal:buy.x=0:1000:1", "1001 by 1001", "larger", 525 },
        { "", "deal:on=0:1:1", "deal:on=0:5:1", "the same quantity twice", NULL, 526 },
        { "", "deal:nvida-openai=0:1:1", NULL, "no deal \"nvida-openai\"",
          "did you mean \"nvidia-openai-2025\"?", 522 },
        { "", "deal:ona=0:1:1", NULL, "no deal \"ona\"", "did you mean \"on\"?", 522 },
        { "", "deal:=0:1:1", NULL, "no deal \"\"", "lists the deals", 522 },
        { "", "deal:somewhere=0:1:1", NULL, "no deal \"somewhere\"", "lists the deals", 522 },
        { "", "deal:letter=0:1:1", NULL, "not in the view: its status is letter_of_intent",
          "--status", 523 },
        { "", "deal:warrant=0:1:1", NULL, "it is not in cash", "--non-cash", 523 },
        { "", "deal:nothing=0:1:1", NULL, NULL, NULL, 0 },
        { "", "scale:nothing=0:1:1", NULL, "has no effect", "deal:ID=", 524 },
        { "--consolidate", "deal:inside=0:1:1", NULL, "payer and payee are in one group",
          "--consolidate", 523 },
        { "", "scale:open=0:1:1", NULL, "nothing can be scaled", "deal:open=", 524 },
        { "", "entity:ab.outside_funds=0:1:1", NULL, "no entity \"ab\"", "the id of an entity",
          501 },
        { "", "entity:s.margin=0:1:1", NULL, "only outside_funds", "entity:ID.revenue", 520 },
        { "", "entity:s=0:1:1", NULL, "only outside_funds", "entity:ID.outside", 520 },
        { "", "relation:investr=0:1:1", NULL, "\"investr\"", "\"investor\"", 522 },
        { "--status signed", "relation:investor=0:1:1", NULL, "has no effect", "deal:ID=", 524 },
    };
    cf_scenario *scenario = scenario_from(awkward);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report = NULL;
        cf_diags *diags = NULL;
        cf_status status;

        assert_ok(cf_diags_new(&diags));
        status =
            try_sweep(&report, scenario, cases[i].options, cases[i].first, cases[i].second, diags);
        cr_expect_eq((int)status, (int)(cases[i].code == 0 ? CF_OK : CF_BAD_OPTION), "%s",
                     cases[i].first);
        if (cases[i].code != 0 && cf_diags_total(diags, CF_ERROR) == 1) {
            const cf_diag *diag = cf_diags_at(diags, cf_diags_count(diags) - 1);

            cr_expect_eq(diag->code, cases[i].code, "%s: %d", cases[i].first, diag->code);
            cr_expect_not_null(strstr(diag->message, cases[i].message), "%s", diag->message);
            if (cases[i].hint != NULL)
                cr_expect(diag->hint != NULL && strstr(diag->hint, cases[i].hint) != NULL,
                          "%s: hint is %s", cases[i].first, diag->hint);
        }
        cr_expect_eq(cf_diags_total(diags, CF_ERROR), cases[i].code == 0 ? 0 : 1, "%s",
                     cases[i].first);
        cf_report_free(report);
        cf_diags_free(diags);
    }
    cf_scenario_free(scenario);
}

Test(sweep, one_vary_is_needed_and_two_are_the_most)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_param three[] = { { "vary", "scale:on=1:1:1" },
                         { "vary", "scale:in=1:2=1:1:1" },
                         { "vary", "scale:buy.x=1:1:1" } };
    cf_request request = { .scenario = scenario, .view = options_from(""), .params = three };
    cf_report *report = NULL;

    cr_expect_eq((int)cf_analysis_run(&report, cf_analysis_find("sweep"), &request, NULL),
                 (int)CF_BAD_OPTION);
    request.param_count = 3;
    cr_expect_eq((int)cf_analysis_run(&report, cf_analysis_find("sweep"), &request, NULL),
                 (int)CF_BAD_OPTION);
    request.param_count = 2;
    assert_ok(cf_analysis_run(&report, cf_analysis_find("sweep"), &request, NULL));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- long runs ---- */

struct watch {
    int calls, within; /* the latter in the point behind the last one that is done */
    double done, most; /* points */
    double slow_from;  /* so many points */
};

/* So slow, once there are points enough, that it is asked each time that it could be. */
static bool step(void *payload, const cf_progress_state *state)
{
    const struct timespec pause = { .tv_nsec = 60L * 1000 * 1000 };
    struct watch *watch = payload;

    watch->calls++;
    watch->within = state->done > watch->done ? 0 : watch->within + 1;
    watch->done = state->done;
    if (state->done >= watch->slow_from)
        nanosleep(&pause, NULL);
    return state->done < watch->most || watch->within < 2;
}

Test(sweep, a_stopped_run_has_the_points_so_far_and_says_so)
{
    cf_scenario *scenario = scenario_from(awkward);
    cf_param params[] = { { "vary", "deal:on=0:10000:1" }, { "threads", "1" } };
    struct watch watch = { .most = 3 };
    cf_progress progress = { step, &watch };
    cf_request request = { .scenario = scenario,
                           .view = options_from(""),
                           .params = params,
                           .param_count = 2,
                           .progress = &progress };
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_analysis_run(&report, cf_analysis_find("sweep"), &request, diags));
    cr_expect_gt(watch.done, 0);
    cr_expect_eq((double)row_count(report, "sweep"), watch.done);
    cr_expect_eq(cf_diags_total(diags, CF_WARNING), 1);
    cr_expect_eq(cf_report_warning_count(report), 1);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* A point takes long where there are many suppliers: it is asked in between as well. */
Test(sweep, it_is_asked_within_a_point_which_then_has_no_rows)
{
    enum { SUPPLIERS = 200, SIZE = 60000 };
    char *text = malloc(SIZE), *at = text;
    cf_param params[] = { { "vary", "relation:investor=1:500:1" }, { "threads", "1" } };
    struct watch watch = { .most = 1, .slow_from = 1 };
    cf_progress progress = { step, &watch };
    cf_request request = {
        .view = options_from(""), .params = params, .param_count = 2, .progress = &progress
    };
    cf_scenario *scenario;
    cf_report *report = NULL;

    at += sprintf(at, "'entities': [{'id': 'c'}");
    for (int i = 0; i < SUPPLIERS; i++)
        at += sprintf(at, ", {'id': 's%d'}", i);
    at += sprintf(at, "], 'deals': [");
    for (int i = 0; i < SUPPLIERS; i++)
        at += sprintf(at,
                      "%s{'id': 'i%d', 'relation': 'investor', 'payer': 's%d', 'payee': 'c', "
                      "'amount': 2}, {'id': 'p%d', 'relation': 'customer', 'payer': 'c', "
                      "'payee': 's%d', 'amount': 1}",
                      i > 0 ? ", " : "", i, i, i, i);
    sprintf(at, "]");
    request.scenario = scenario = scenario_from(text);
    assert_ok(cf_analysis_run(&report, cf_analysis_find("sweep"), &request, NULL));
    cr_expect_geq(watch.done, watch.most);
    cr_expect_geq(watch.within, 2);
    cr_expect_eq((double)row_count(report, "sweep"), watch.done * SUPPLIERS);
    cf_report_free(report);
    cf_scenario_free(scenario);
    free(text);
}

static cf_status try_all(const char *text, const cf_param *params, int count, FILE *nowhere)
{
    cf_request request = { .view = cf_view_options_of(CF_VIEW_BASE),
                           .params = params,
                           .param_count = count };
    cf_write_options write = { .width = 80 };
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_scenario_parse(&scenario, text, strlen(text), "test.json", diags);
    request.scenario = scenario;
    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("sweep"), &request, diags);
    if (status == CF_OK)
        status = cf_writer_find("table")->write(nowhere, report, &write);
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status;
}

Test(sweep, every_failing_allocation_is_reported_and_nothing_leaks)
{
    static const struct {
        cf_param params[2];
        int count;
        cf_status last;
    } cases[] = {
        { { { "vary", "deal:open=0:8:4" }, { "vary", "relation:customer=0:1:1" } }, 2, CF_OK },
        { { { "vary", "scale:on=0:2:1" }, { "supplier", "s" } }, 2, CF_OK },
        { { { "vary", "deal:nvida-openai=0:2:1" } }, 1, CF_BAD_OPTION },
        { { { "vary", "deal:letter=0:2:1" } }, 1, CF_BAD_OPTION },
        { { { "vary", "entity:x.outside_funds=0:2:1" } }, 1, CF_BAD_OPTION },
    };
    char *text = scenario_text(awkward);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *nowhere = fopen("/dev/null", "w");
        cf_status status = CF_NO_MEMORY;

        for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
            cr_assert_lt(allowed, 20000);
            allow_allocations(allowed);
            status = try_all(text, cases[i].params, cases[i].count, nowhere);
            cr_assert_eq(stop_counting_allocations(), 0, "%zu: a leak after %ld", i, allowed);
        }
        cr_expect_eq((int)status, (int)cases[i].last, "%zu: %s", i, cf_status_text(status));
        fclose(nowhere);
    }
    free(text);
}
