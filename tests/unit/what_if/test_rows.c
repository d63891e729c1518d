/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/what_if_rows.h"

#include "unit/testlib.h"

static const char ring[] =
    "'entities': [{'id': 's'}, {'id': 'u', 'outside_funds': 10}, {'id': 'x'}], 'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'u', 'amount': 10},"
    " {'id': 'back', 'relation': 'customer', 'payer': 'u', 'payee': 's', 'amount': 12},"
    " {'id': 'away', 'relation': 'customer', 'payer': 'u', 'payee': 'x', 'amount': 8},"
    " {'id': 'maybe', 'relation': 'customer', 'payer': 'x', 'payee': 's', 'amount': 8,"
    "  'status': 'rumoured'}]";

enum { MOST_ROWS = 200 };
static const char *const supplier[] = { "s" };

/* The status, and pro rata of each row. */
static cf_status run(double *out, cf_what_if_rows rows, cf_diags *diags)
{
    cf_scenario *scenario = scenario_from(ring);
    cf_loopback found[MOST_ROWS];
    bool complete;
    cf_status status;

    rows.suppliers = supplier;
    rows.supplier_count = 1;
    rows.figures = CF_MEASURES_KNOWN;
    status = cf_scenario_what_ifs(found, &complete, scenario, &rows, diags);
    for (long i = 0; status == CF_OK && i < rows.row_count; i++)
        out[i] = found[i].pro_rata;
    cf_scenario_free(scenario);
    return status;
}

/* Expects a refusal, and says how it begins. */
static void expect_refused(cf_what_if_rows rows, const char *message)
{
    cf_diags *diags = NULL;
    double none[MOST_ROWS];

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq(run(none, rows, diags), CF_BAD_OPTION, "%s", message);
    cr_expect_not_null(strstr(cf_diags_text(diags), message), "%s", cf_diags_text(diags));
    cf_diags_free(diags);
}

Test(what_if_rows, each_row_has_the_figures_of_its_numbers)
{
    static const char *const columns[] = { "deal:back", "entity:U.outside_funds" };
    const double values[] = { 12, 10, 6, 10, (double)NAN, (double)NAN, 0, (double)NAN };
    double found[4];

    assert_ok(run(found,
                  (cf_what_if_rows){
                      .columns = columns, .column_count = 2, .values = values, .row_count = 4 },
                  NULL));
    expect_near(found[0], 6); /* half of what u spends comes from s */
    expect_near(found[1], 3);
    expect_near(found[2], 6);
    expect_near(found[3], 0);
}

Test(what_if_rows, threads_take_parts_of_many_rows)
{
    static const char *const columns[] = { "deal:back" };
    double values[MOST_ROWS], one[MOST_ROWS], four[MOST_ROWS];
    cf_what_if_rows rows = {
        .columns = columns, .column_count = 1, .values = values, .row_count = MOST_ROWS
    };

    for (int i = 0; i < MOST_ROWS; i++)
        values[i] = (double)(i % 13);
    rows.threads = 1;
    assert_ok(run(one, rows, NULL));
    rows.threads = 4;
    assert_ok(run(four, rows, NULL));
    cr_expect_eq(memcmp(one, four, sizeof one), 0);
    expect_near(one[6], 3);
    expect_near(one[13 + 6], 3);
}

Test(what_if_rows, a_deal_beside_the_view_is_told_and_changes_nothing)
{
    static const char *const columns[] = { "deal:maybe" };
    const double values[] = { 100 };
    cf_diags *diags = NULL;
    double found[1];

    assert_ok(cf_diags_new(&diags));
    assert_ok(run(found,
                  (cf_what_if_rows){
                      .columns = columns, .column_count = 1, .values = values, .row_count = 1 },
                  diags));
    expect_near(found[0], 6);
    cr_expect_eq(cf_diags_total(diags, CF_WARNING), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_WHAT_IF_NOT_IN_VIEW);
    cf_diags_free(diags);
}

Test(what_if_rows, what_cannot_be_is_refused)
{
    static const char *const unknown[] = { "deal:bakc" }, *const funds[] = { "entity:u.funds" };
    static const char *const back[] = { "deal:back" };
    static const char *const joint[] = { "joint=s,x", NULL }, *const wrong[] = { "viw=firm", NULL };
    const double one[] = { 1 }, less[] = { 1, -1 }, huge[] = { (double)INFINITY };

    expect_refused(
        (cf_what_if_rows){ .columns = unknown, .column_count = 1, .values = one, .row_count = 1 },
        "did you mean \"back\"?");
    expect_refused(
        (cf_what_if_rows){ .columns = funds, .column_count = 1, .values = one, .row_count = 1 },
        "outside_funds or revenue can be set");
    expect_refused(
        (cf_what_if_rows){ .columns = back, .column_count = 1, .values = less, .row_count = 2 },
        "row 1 has -1");
    expect_refused(
        (cf_what_if_rows){ .columns = back, .column_count = 1, .values = huge, .row_count = 1 },
        "row 0 has inf");
    expect_refused((cf_what_if_rows){ .options = joint }, "--joint");
    expect_refused((cf_what_if_rows){ .options = wrong }, "did you mean \"view\"?");
    expect_refused((cf_what_if_rows){ .row_count = -1 }, "rows");
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    (void)payload, (void)state;
    return false;
}

Test(what_if_rows, rows_that_a_stop_leaves_out_are_nan)
{
    static const char *const columns[] = { "deal:back" };
    enum { ROWS = 2000000 };
    const cf_progress progress = { .step = stop_at_once };
    cf_scenario *scenario = scenario_from(ring);
    cf_loopback *out = malloc(ROWS * sizeof *out);
    double *values = calloc(ROWS, sizeof *values);
    cf_what_if_rows rows = { .columns = columns,
                             .column_count = 1,
                             .values = values,
                             .row_count = ROWS,
                             .suppliers = supplier,
                             .supplier_count = 1,
                             .figures = CF_MEASURES_KNOWN,
                             .progress = &progress };
    bool complete = true;

    assert_ok(cf_scenario_what_ifs(out, &complete, scenario, &rows, NULL));
    cr_expect_not(complete);
    cr_expect(isnan(out[ROWS - 1].pro_rata));
    free(values);
    free(out);
    cf_scenario_free(scenario);
}

Test(what_if_rows, nothing_is_left_where_memory_runs_out)
{
    static const char *const columns[] = { "deal:back", "entity:u.revenue" };
    const double values[] = { 6, 1 };
    const cf_what_if_rows rows = { .columns = columns,
                                   .column_count = 2,
                                   .values = values,
                                   .row_count = 1,
                                   .suppliers = supplier,
                                   .supplier_count = 1,
                                   .figures = CF_MEASURES_KNOWN,
                                   .threads = 1 };
    cf_scenario *scenario = scenario_from(ring);
    cf_status status = CF_NO_MEMORY;
    cf_loopback found;
    bool complete;

    for (long n = 0; status != CF_OK && n < 10000; n++) {
        allow_allocations(n);
        status = cf_scenario_what_ifs(&found, &complete, scenario, &rows, NULL);
        cr_expect_eq(stop_counting_allocations(), 0, "allocation %ld", n);
        cr_expect(status == CF_OK || status == CF_NO_MEMORY);
    }
    expect_near(found.pro_rata, 3);
    cf_scenario_free(scenario);
}
