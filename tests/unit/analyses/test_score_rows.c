/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: which rows of what grows with suppliers times suppliers stay, and that those folded add
 * up. Suppliers invest in one hub, which buys from all of them: a few large ones, many small. Four
 * in five keep something, the others need outside funds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/circfin.h"
#include "circfin/writer.h"
#include "unit/testlib.h"

enum { SUPPLIERS = 130, TEXT_SIZE = 60000 };

static cf_scenario *star(void)
{
    char *text = malloc(TEXT_SIZE), *at = text;
    cf_scenario *scenario = NULL;

    cr_assert_not_null(text);
    at += sprintf(at, "{\"schema\": \"circfin.scenario/1\", \"name\": \"star\", \"currency\": "
                      "\"USD\", \"entities\": [{\"id\": \"hub\"}");
    for (int i = 0; i < SUPPLIERS; i++)
        at += sprintf(at, ",{\"id\": \"s%d\"}", i);
    at += sprintf(at, "], \"deals\": [");
    for (int i = 0; i < SUPPLIERS; i++) {
        double size = i < 10 ? 1000.0 + i : 0.1 * (1 + i % 7);

        at += sprintf(at,
                      "%s{\"id\": \"in%d\", \"relation\": \"investor\", \"payer\": \"s%d\", "
                      "\"payee\": \"hub\", \"amount\": %g},{\"id\": \"out%d\", \"relation\": "
                      "\"customer\", \"payer\": \"hub\", \"payee\": \"s%d\", \"amount\": %g}",
                      i > 0 ? "," : "", i, i, size, i, i, (i % 5 == 0 ? 0.9 : 1.2) * size);
    }
    sprintf(at, "]}");
    assert_ok(cf_scenario_parse(&scenario, text, strlen(text), "star", NULL));
    free(text);
    return scenario;
}

static cf_report *score(const cf_scenario *scenario, const char *option)
{
    const char *const options[] = { option, NULL };
    cf_report *report = NULL;

    assert_ok(cf_scenario_analyse(&report, scenario, "score", options, NULL));
    return report;
}

struct sums {
    double small, large, others; /* of rows below and above the limit, and of folded ones */
    int rows;
};

/* Of the rows whose first column says `key`; `limit` is the amount below which a row is small. */
static struct sums sums_of(const cf_report *report, const char *table, const char *key,
                           const char *to, const char *amount, double limit)
{
    const cf_table *rows = cf_report_find_table(report, table);
    int to_column = cf_table_find_column(rows, to), at = cf_table_find_column(rows, amount);
    struct sums sums = { 0 };

    for (long i = 0; i < cf_table_row_count(rows); i++) {
        const cf_cell *place = cf_table_cell(rows, i, to_column);
        double number = cf_table_cell(rows, i, at)->number;

        if (strcmp(cf_table_cell(rows, i, 0)->text, key) != 0)
            continue;
        sums.rows++;
        if (place->known && strcmp(place->text, "(others)") == 0)
            sums.others += number;
        else if (place->known && number < limit)
            sums.small += number;
        else
            sums.large += number;
    }
    return sums;
}

static void expect_folded(const char *table, const char *to, const char *amount,
                          bool of_throughflow)
{
    cf_scenario *scenario = star();
    cf_report *all = score(scenario, "all-rows"), *few = score(scenario, "threads=2");
    const char *const keys[] = { "s0", "s9", "s10", "s129" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        double whole = of_throughflow ? 1.0 : number_at(all, "suppliers", keys[i], "invested");
        struct sums before = sums_of(all, table, keys[i], to, amount, 0.001 * whole);
        struct sums after = sums_of(few, table, keys[i], to, amount, 0.001 * whole);

        cr_expect_eq(before.others, 0.0);
        cr_expect_gt(before.rows, SUPPLIERS / 6, "%s of %s: %d", table, keys[i], before.rows);
        cr_expect_gt(before.small, 0.0);
        cr_expect_eq(after.small, 0.0, "%s of %s", table, keys[i]);
        cr_expect_leq(after.rows, 13);
        expect_near(after.others, before.small);
        expect_near(after.large, before.large);
    }
    cf_report_free(all);
    cf_report_free(few);
    cf_scenario_free(scenario);
}

Test(score_rows, small_rests_of_many_are_one_row)
{
    expect_folded("rests", "entity", "amount", false);
}

/* A supplier's 1000 rest with `keepers` who got 0.1 each, with one who got 1.5, with the hub, and
 * 0.5 come back as capital. */
static cf_scenario *payroll(int keepers)
{
    char *text = malloc(TEXT_SIZE), *at = text;
    cf_scenario *scenario = NULL;

    cr_assert_not_null(text);
    at +=
        sprintf(at, "{\"schema\": \"circfin.scenario/1\", \"name\": \"payroll\", \"currency\": "
                    "\"USD\", \"entities\": [{\"id\": \"s\"}, {\"id\": \"hub\"}, {\"id\": \"k\"}");
    for (int i = 0; i < keepers; i++)
        at += sprintf(at, ",{\"id\": \"k%d\"}", i);
    at +=
        sprintf(at, "], \"deals\": [{\"id\": \"in\", \"relation\": \"investor\", \"payer\": \"s\", "
                    "\"payee\": \"hub\", \"amount\": 1000},"
                    "{\"id\": \"buy\", \"relation\": \"customer\", \"payer\": \"hub\", \"payee\": "
                    "\"s\", \"amount\": 500},"
                    "{\"id\": \"back\", \"relation\": \"investor\", \"payer\": \"hub\", \"payee\": "
                    "\"s\", \"amount\": 0.5},"
                    "{\"id\": \"pay\", \"relation\": \"customer\", \"payer\": \"hub\", \"payee\": "
                    "\"k\", \"amount\": 1.5}");
    for (int i = 0; i < keepers; i++)
        at += sprintf(at,
                      ",{\"id\": \"pay%d\", \"relation\": \"customer\", \"payer\": \"hub\", "
                      "\"payee\": \"k%d\", \"amount\": 0.1}",
                      i, i);
    sprintf(at, "]}");
    assert_ok(cf_scenario_parse(&scenario, text, strlen(text), "payroll", NULL));
    free(text);
    return scenario;
}

Test(score_rows, of_a_hundred_rests_all_stay_and_of_more_those_of_a_thousandth_and_capital)
{
    enum { OTHER_RESTS = 3 }; /* of the hub, of 1.5, and as capital */

    for (int keepers = 100 - OTHER_RESTS; keepers <= 101 - OTHER_RESTS; keepers++) {
        cf_scenario *scenario = payroll(keepers);
        cf_report *report = score(scenario, "threads=1");
        struct sums rests = sums_of(report, "rests", "s", "entity", "amount", 1.0);
        bool folded = keepers + OTHER_RESTS > 100;

        cr_expect_eq(rests.rows, folded ? OTHER_RESTS + 1 : 100, "%d rows", rests.rows);
        expect_near(rests.others, folded ? 0.1 * keepers : 0.0);
        expect_near(rests.small, folded ? 0.0 : 0.1 * keepers);
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

Test(score_rows, small_parts_that_reach_other_suppliers_are_one_row)
{
    expect_folded("cross", "to", "pro_rata", false);
}

Test(score_rows, small_origins_are_one_row)
{
    expect_folded("origins", "origin", "share", true);
}

Test(score_rows, loop_back_and_rests_are_what_was_invested)
{
    cf_scenario *scenario = star();
    cf_report *report = score(scenario, "threads=2");

    for (int i = 0; i < SUPPLIERS; i++) {
        char id[16];
        struct sums rests;

        snprintf(id, sizeof id, "s%d", i);
        rests = sums_of(report, "rests", id, "entity", "amount", 0.0);
        expect_near(number_at(report, "suppliers", id, "loopback_pro_rata") + rests.large +
                        rests.others,
                    number_at(report, "suppliers", id, "invested"));
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(score_rows, the_number_of_threads_changes_no_byte)
{
    cf_scenario *scenario = star();
    char *first = NULL;

    for (int threads = 1; threads <= 7; threads += 2) {
        char option[32], *text;
        cf_report *report;
        size_t size;

        snprintf(option, sizeof option, "threads=%d", threads);
        report = score(scenario, option);
        assert_ok(cf_report_render(&text, &size, report, "json", NULL, NULL));
        if (first == NULL)
            first = text;
        else
            cr_expect_str_eq(text, first, "%s", option);
        if (text != first)
            free(text);
        cf_report_free(report);
    }
    free(first);
    cf_scenario_free(scenario);
}

Test(score_rows, origins_of_very_many_entities_are_left_out_unless_asked_for)
{
    enum { ENTITIES = 20001 };
    char *text = malloc(ENTITIES * 16 + 300), *at = text;
    cf_request request = { .view = cf_view_options_of(CF_VIEW_BASE), .no_digest = true };
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;

    cr_assert_not_null(text);
    at += sprintf(at, "{\"schema\": \"circfin.scenario/1\", \"name\": \"many\", \"currency\": "
                      "\"USD\", \"deals\": [{\"id\": \"d\", \"relation\": \"customer\", "
                      "\"payer\": \"e0\", \"payee\": \"e1\", \"amount\": 1}], \"entities\": [");
    for (int i = 0; i < ENTITIES; i++)
        at += sprintf(at, "%s{\"id\":\"e%d\"}", i > 0 ? "," : "", i);
    sprintf(at, "]}");
    assert_ok(cf_scenario_parse(&scenario, text, strlen(text), "many", NULL));
    assert_ok(cf_diags_new(&diags));
    request.scenario = scenario;
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, diags));
    cr_expect_eq(cf_table_row_count(cf_report_find_table(report, "origins")), 0);
    cr_expect_eq(cf_diags_count(diags), 1);
    cf_report_free(report);

    request.table = "origins";
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, diags));
    cr_expect_eq(cf_table_row_count(cf_report_find_table(report, "origins")), 2);
    cr_expect_eq(cf_diags_count(diags), 1);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
    free(text);
}
