/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/writer.h"
#include "unit/testlib.h"

/* ---- the textbook: every figure that a file's description states ---- */

/* NULL: as before. A row without a table is a figure. */
struct known {
    const char *file, *options, *table, *key, *column;
    double value;
};

#define NOT_THERE (-12345.0) /* the table has no such row */

static const struct known textbook[] = {
    { "bff-example-1", "", NULL, NULL, "circularity_max", 0.6 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 0.6 },
    { NULL, NULL, NULL, NULL, "circulation_max", 3 },
    { NULL, NULL, NULL, NULL, "net", 2 },
    { NULL, NULL, NULL, NULL, "gross", 5 },
    { NULL, NULL, "deals", "d41", "circular", 1 },
    { NULL, NULL, "deals", "d24", "circular", 0.5 },

    { "bff-example-2", "", NULL, NULL, "circularity_max", 0.75 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 0.625 },
    { NULL, NULL, NULL, NULL, "net", 1 },

    { "chip-maker", "", "suppliers", "chip-maker", "invested", 100 },
    { NULL, NULL, NULL, "chip-maker", "revenue", 180 },
    { NULL, NULL, NULL, "chip-maker", "loopback_min", 0 },
    { NULL, NULL, NULL, "chip-maker", "loopback_pro_rata", 60 },
    { NULL, NULL, NULL, "chip-maker", "loopback_max", 100 },
    { NULL, NULL, NULL, "chip-maker", "rate_pro_rata", 0.6 },
    { NULL, NULL, NULL, "chip-maker", "exposure_pro_rata", 1.0 / 3 },
    { NULL, NULL, NULL, "chip-maker", "exposure_reported_pro_rata", NAN },
    { NULL, NULL, "rests", "chip-maker/cloud", "amount", 40 },
    { NULL, NULL, "routes", "chip-maker/lab/cloud", "amount", 60 },
    { NULL, NULL, NULL, NULL, "gross", 580 },
    { NULL, NULL, NULL, NULL, "capital", 100 },
    { NULL, NULL, NULL, NULL, "trade", 480 },
    { NULL, NULL, NULL, NULL, "circulation_max", 300 },
    { NULL, NULL, NULL, NULL, "net", 280 },
    { NULL, NULL, NULL, NULL, "circularity_max", 300.0 / 580 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 300.0 / 580 },
    { NULL, NULL, NULL, NULL, "finn_cycling_index", 1.0 / 3 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 200 },
    { NULL, NULL, NULL, NULL, "funding_gap", 0 },
    { NULL, NULL, NULL, NULL, "joint_invested", NAN },
    /* passages: what circles is x · h; all 60 pass over every deal of the ring once */
    { NULL, NULL, "deals", "compute", "looping", 60 },
    { NULL, NULL, "deals", "invest", "looping", 60 },
    { NULL, "--reported-only", "suppliers", "chip-maker", "revenue", NOT_THERE },

    { "closed-ring", "", "suppliers", "a", "loopback_min", 10 },
    { NULL, NULL, NULL, "a", "loopback_pro_rata", 10 },
    { NULL, NULL, NULL, "a", "loopback_max", 10 },
    { NULL, NULL, NULL, "a", "loopback_max_open", 10 },
    { NULL, NULL, NULL, "a", "rate_min", 1 },
    { NULL, NULL, NULL, "a", "exposure_max", 1 },
    { NULL, NULL, NULL, NULL, "gross", 20 },
    { NULL, NULL, NULL, NULL, "circulation_max", 20 },
    { NULL, NULL, NULL, NULL, "net", 0 },
    { NULL, NULL, NULL, NULL, "circularity_max", 1 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 1 },
    { NULL, NULL, NULL, NULL, "finn_cycling_index", 1 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 0 },
    { NULL, NULL, NULL, NULL, "funding_gap", 0 },
    { NULL, NULL, "origins", "a", "share", NOT_THERE },
    { NULL, NULL, "pairs", "a/b", "ratio", 1 },
    { NULL, NULL, "pairs", "a/b", "round_trip", 10 },

    { "consolidation", "", NULL, NULL, "gross", 19 },
    { NULL, NULL, "suppliers", "finance", "invested", NOT_THERE },
    { NULL, "--consolidate", "suppliers", "Group", "invested", 10 },
    { NULL, NULL, NULL, "Group", "revenue", 6 },
    { NULL, NULL, NULL, "Group", "loopback_min", 6 },
    { NULL, NULL, NULL, "Group", "loopback_pro_rata", 6 },
    { NULL, NULL, NULL, "Group", "loopback_max", 6 },
    { NULL, NULL, NULL, "Group", "rate_pro_rata", 0.6 },
    { NULL, NULL, NULL, "Group", "exposure_pro_rata", 1 },
    { NULL, NULL, NULL, "Group", "revenue_reported", 17 },
    { NULL, NULL, NULL, "Group", "exposure_reported_pro_rata", 6.0 / 17 },
    { NULL, NULL, "rests", "Group/b", "amount", 4 },
    { NULL, NULL, NULL, NULL, "gross", 16 },

    { "earmark", "", "suppliers", "s", "invested", 60 },
    { NULL, NULL, NULL, "s", "revenue", 63 },
    { NULL, NULL, NULL, "s", "loopback_min", 30 },
    { NULL, NULL, NULL, "s", "loopback_pro_rata", 36 },
    { NULL, NULL, NULL, "s", "loopback_max", 48 },
    { NULL, NULL, NULL, "s", "rate_pro_rata", 0.6 },
    { NULL, NULL, NULL, "s", "exposure_pro_rata", 36.0 / 63 },
    { NULL, NULL, "rests", "s/x", "amount", 24 },
    { NULL, NULL, "routes", "s/b/b", "amount", 30 },
    { NULL, NULL, "routes", "s/b/x", "amount", 6 },
    { NULL, NULL, "entities", "b", "in", 90 }, /* tied money included */
    { NULL, NULL, "entities", "b", "out", 135 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 75 },
    { NULL, NULL, NULL, NULL, "funding_gap", 0 },
    { NULL, NULL, NULL, NULL, "gross", 243 },
    { NULL, NULL, NULL, NULL, "circulation_max", 138 },

    { "fungibility", "", "suppliers", "s", "loopback_min", 20 },
    { NULL, NULL, NULL, "s", "loopback_pro_rata", 50 },
    { NULL, NULL, NULL, "s", "loopback_max", 80 },
    { NULL, NULL, NULL, "s", "exposure_min", 0.25 },
    { NULL, NULL, NULL, "s", "exposure_pro_rata", 0.625 },
    { NULL, NULL, NULL, "s", "exposure_max", 1 },
    { NULL, NULL, "rests", "s/lab", "amount", 31.25 },
    { NULL, NULL, "rests", "s/x", "amount", 18.75 },
    { NULL, NULL, "routes", "s/lab/lab", "amount", 31.25 },
    { NULL, NULL, "routes", "s/lab/x", "amount", 18.75 },
    { NULL, NULL, NULL, NULL, "circulation_max", 190 },
    { NULL, NULL, NULL, NULL, "net", 50 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 20 },

    { "joint", "--joint s1,s2", "suppliers", "s1", "loopback_min", 0 },
    { NULL, NULL, NULL, "s1", "loopback_pro_rata", 1 },
    { NULL, NULL, NULL, "s1", "loopback_max", 10 },
    { NULL, NULL, NULL, "s2", "exposure_pro_rata", 0.1 },
    { NULL, NULL, "cross", "s1/s2", "pro_rata", 10 },
    { NULL, NULL, "cross", "s2/s1", "pro_rata", 10 },
    { NULL, NULL, NULL, NULL, "joint_invested", 20 },
    { NULL, NULL, NULL, NULL, "joint_revenue", 20 },
    { NULL, NULL, NULL, NULL, "joint_loopback_min", 20 },
    { NULL, NULL, NULL, NULL, "joint_loopback_pro_rata", 20 },
    { NULL, NULL, NULL, NULL, "joint_loopback_max", 20 },
    { NULL, NULL, "joint", "s1", "loopback_pro_rata", 10 },
    { NULL, NULL, "joint", "s2", "revenue", 10 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 1 },

    { "open-loop", "", "suppliers", "s", "loopback_max", 0 },
    { NULL, NULL, NULL, "s", "loopback_max_open", 8 },
    { NULL, NULL, NULL, "s", "reachable", 10 },
    { NULL, NULL, NULL, "s", "revenue", 8 },
    { NULL, NULL, NULL, "s", "exposure_pro_rata", 0 },
    { NULL, NULL, "deals", "b-c", "amount", NAN },
    { NULL, NULL, "deals", "b-c", "looping", NAN },
    { NULL, NULL, NULL, NULL, "deals", 3 },
    { NULL, NULL, NULL, NULL, "unquantified", 1 },
    { NULL, NULL, NULL, NULL, "gross", 18 },
    { NULL, NULL, NULL, NULL, "circularity_max", 0 },

    { "programme", "--as-of 2025-03-31", NULL, NULL, "gross", 105 },
    { NULL, "--view headline --as-of 2025-03-31", NULL, NULL, "gross", 185 },
    { NULL, "--as-of 2025-05-15", NULL, NULL, "gross", 105 },
    { NULL, "--view headline --as-of 2025-05-15", NULL, NULL, "gross", 185 },
    { NULL, "--as-of 2025-07-15", NULL, NULL, "gross", 146 },
    { NULL, "--view headline --as-of 2025-07-15", NULL, NULL, "gross", 146 },
    { NULL, "", NULL, NULL, "gross", 140 },
    { NULL, "--view headline", NULL, NULL, "gross", 140 },

    { "side-circuit", "", "suppliers", "s", "loopback_min", 4 },
    { NULL, NULL, NULL, "s", "loopback_pro_rata", 4 },
    { NULL, NULL, NULL, "s", "loopback_max", 4 },
    { NULL, NULL, "rests", "s/b", "amount", 1 },
    { NULL, NULL, "origins", "p", "share", NOT_THERE },
    { NULL, NULL, "origins", "b/s", "share", 1 },
    { NULL, NULL, NULL, NULL, "gross", 9.6 },
    { NULL, NULL, NULL, NULL, "circulation_max", 8.6 },
    { NULL, NULL, NULL, NULL, "circularity_max", 8.6 / 9.6 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 8.6 / 9.6 },
    { NULL, NULL, NULL, NULL, "finn_cycling_index", 8.6 / 10.6 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 1 },
    { NULL, NULL, NULL, NULL, "funding_gap", 0 },

    { "swap", "", "suppliers", "a", "invested", NOT_THERE },
    { NULL, NULL, NULL, NULL, "gross", 500 },
    { NULL, NULL, NULL, NULL, "circulation_max", 200 },
    { NULL, NULL, NULL, NULL, "circularity_bff", 0.4 },
    { NULL, NULL, NULL, NULL, "funds_assumed", 300 },
    { NULL, "--origin all", "suppliers", "a", "invested", 100 },
    { NULL, NULL, NULL, "a", "loopback_min", 100 },
    { NULL, NULL, NULL, "a", "loopback_pro_rata", 100 },
    { NULL, NULL, NULL, "a", "loopback_max", 100 },
    { NULL, NULL, NULL, "a", "exposure_pro_rata", 0.25 },
    { NULL, NULL, NULL, "b", "loopback_min", 0 },
    { NULL, NULL, NULL, "b", "loopback_pro_rata", 25 },
    { NULL, NULL, NULL, "b", "loopback_max", 100 },
    { NULL, NULL, NULL, "b", "exposure_pro_rata", 0.25 },

    { "unknown-funds", "", "suppliers", "a", "loopback_min", 0 },
    { NULL, NULL, NULL, "a", "loopback_pro_rata", 10 },
    { NULL, NULL, NULL, "a", "loopback_max", 10 },

    { "window", "", "suppliers", "s", "invested", 12 },
    { NULL, NULL, NULL, "s", "loopback_min", 10 },
    { NULL, NULL, NULL, "s", "loopback_max", 10 },
    { NULL, NULL, NULL, "s", "revenue_reported", 40 },
    { NULL, NULL, NULL, "s", "exposure_reported_pro_rata", 0.25 },
    { NULL, "--window 2026..2026", "suppliers", "s", "invested", 8 },
    { NULL, NULL, NULL, "s", "revenue", 5 },
    { NULL, NULL, NULL, "s", "loopback_min", 5 },
    { NULL, NULL, NULL, "s", "loopback_pro_rata", 5 },
    { NULL, NULL, NULL, "s", "rate_pro_rata", 0.625 },
    { NULL, NULL, NULL, "s", "exposure_pro_rata", 1 },
    { NULL, NULL, NULL, "s", "revenue_reported", 20 },
    { NULL, NULL, "rests", "s/b", "amount", 3 },
    { NULL, "--window 2027..2027", "suppliers", "s", "invested", 4 },
    { NULL, NULL, NULL, "s", "loopback_min", 4 },
    { NULL, NULL, NULL, "s", "loopback_max", 4 },
    { NULL, NULL, NULL, "s", "rate_pro_rata", 1 },
    { NULL, NULL, NULL, "s", "exposure_pro_rata", 0.8 },
    { NULL, NULL, NULL, "s", "exposure_reported_pro_rata", 0.2 },
    { NULL, NULL, NULL, NULL, "funding_gap", 1 },
    { NULL, "--case low", "suppliers", "s", "invested", 6 },
    { NULL, NULL, NULL, "s", "loopback_pro_rata", 6 },
    { NULL, NULL, NULL, NULL, "funding_gap", 4 },
    { NULL, "--case low --window 2026..2026", "suppliers", "s", "invested", 4 },
};

static void expect_known(const cf_report *report, const struct known *known, const char *file,
                         const char *options, const char *table)
{
    bool missing = known->key != NULL && !has_row(report, table, known->key);
    double value = known->key == NULL ? figure_of(report, known->column)
                   : missing          ? NOT_THERE
                                      : number_at(report, table, known->key, known->column);

    cr_expect(is_near(value, known->value), "%s %s: %s of %s is %.17g, not %.17g", file, options,
              known->column, known->key == NULL ? "all" : known->key, value, known->value);
}

Test(score, the_textbook_comes_out_as_its_descriptions_say)
{
    const char *options = NULL, *file = NULL, *table = NULL;
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;

    for (size_t i = 0; i < sizeof textbook / sizeof *textbook; i++) {
        const struct known *known = &textbook[i];

        if (known->file != NULL) {
            char path[100];

            snprintf(path, sizeof path, "textbook/%s.json", known->file);
            cf_report_free(report);
            report = NULL;
            cf_scenario_free(scenario);
            scenario = scenario_in(path);
            file = known->file;
        }
        if (known->options != NULL) {
            cf_report_free(report);
            report = score_of(scenario, known->options);
            options = known->options;
        }
        table = known->table != NULL ? known->table : table;
        expect_known(report, known, file, options, table);
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- what a report looks like ---- */

Test(score, the_basis_of_revenue_says_whether_it_was_scaled)
{
    cf_scenario *scenario = scenario_in("textbook/window.json");
    cf_report *whole = score_of(scenario, "");
    cf_report *year = score_of(scenario, "--window 2026..2026");

    cr_expect_str_eq(cell_at(whole, "suppliers", "s", "revenue_basis").text, "scaled");
    cr_expect_str_eq(cell_at(year, "suppliers", "s", "revenue_basis").text, "reported");
    cf_report_free(whole);
    cf_report_free(year);
    cf_scenario_free(scenario);
}

Test(score, money_returned_as_capital_rests_with_nobody)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'b', 'outside_funds': 0}], 'deals': ["
        " {'id': '1', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 10},"
        " {'id': '2', 'relation': 'investor', 'payer': 'b', 'payee': 's', 'amount': 6},"
        " {'id': '3', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 3}]");
    cf_report *report = score_of(scenario, "");

    expect_near(number_at(report, "rests", "s/-", "amount"), 6);
    expect_near(number_at(report, "rests", "s/b", "amount"), 1);
    expect_near(number_at(report, "suppliers", "s", "loopback_pro_rata"), 3);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(score, suppliers_are_sorted_by_loop_back_and_ties_by_id)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'z'}, {'id': 'y'}, {'id': 'x'}, {'id': 'c', 'outside_funds': 0}],"
        "'deals': ["
        " {'id': '1', 'relation': 'investor', 'payer': 'z', 'payee': 'c', 'amount': 1},"
        " {'id': '2', 'relation': 'investor', 'payer': 'y', 'payee': 'c', 'amount': 1},"
        " {'id': '3', 'relation': 'investor', 'payer': 'x', 'payee': 'c', 'amount': 2},"
        " {'id': '4', 'relation': 'customer', 'payer': 'c', 'payee': 'z', 'amount': 1},"
        " {'id': '5', 'relation': 'customer', 'payer': 'c', 'payee': 'y', 'amount': 1},"
        " {'id': '6', 'relation': 'customer', 'payer': 'c', 'payee': 'x', 'amount': 2}]");
    cf_report *report = score_of(scenario, "");
    const cf_table *suppliers = cf_report_find_table(report, "suppliers");

    cr_assert_eq(row_count(report, "suppliers"), 3);
    cr_expect_str_eq(cf_table_cell(suppliers, 0, 0)->text, "x");
    cr_expect_str_eq(cf_table_cell(suppliers, 1, 0)->text, "y");
    cr_expect_str_eq(cf_table_cell(suppliers, 2, 0)->text, "z");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(score, one_supplier_may_be_asked_for)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json");
    cf_param param = { "supplier", "s2" };
    cf_request request = {
        .scenario = scenario, .view = options_from(""), .params = &param, .param_count = 1
    };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    cr_expect_eq(row_count(report, "suppliers"), 1);
    cr_expect(has_row(report, "suppliers", "s2"));
    cr_expect(has_row(report, "cross", "s2/s1"));
    cr_expect_not(has_row(report, "cross", "s1/s2"));
    cr_expect_eq(row_count(report, "entities"), 4);
    cf_report_free(report);

    param.value = "s3";
    cr_expect_eq((int)cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL),
                 (int)CF_BAD_OPTION);
    cr_expect_null(report);
    cf_scenario_free(scenario);
}

Test(score, a_single_table_and_a_digest_have_the_same_figures)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");
    cf_request request = { .scenario = scenario, .view = options_from(""), .table = "routes" };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    cr_expect_eq(cf_report_table_count(report), 1);
    expect_near(number_at(report, "routes", "s/b/x", "amount"), 6);
    expect_near(figure_of(report, "circulation_max"), 138);
    cf_report_free(report);

    request.table = NULL;
    request.digest_only = request.verbose = true;
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    cr_expect_eq(cf_report_table_count(report), 0);
    cr_expect_gt(cf_report_block_count(report), 0);
    expect_near(figure_of(report, "circulation_max"), 138);
    cf_report_free(report);

    request.verbose = false; /* what no one will read is not worked out */
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    cr_expect(isnan(figure_of(report, "circulation_max")));
    expect_near(figure_of(report, "gross"), 243);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

static char *rendered_with(const cf_scenario *scenario, const char *threads)
{
    const char *const options[] = { threads, NULL };
    cf_report *report = NULL;
    char *text;
    size_t size;

    assert_ok(cf_scenario_analyse(&report, scenario, "score", options, NULL));
    assert_ok(cf_report_render(&text, &size, report, "json", NULL, NULL));
    cf_report_free(report);
    return text;
}

Test(score, the_number_of_threads_changes_no_byte)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    char *alone = rendered_with(scenario, "threads=1");

    for (int threads = 2; threads <= 32; threads *= 4) {
        char option[32], *text;

        snprintf(option, sizeof option, "threads=%d", threads);
        text = rendered_with(scenario, option);
        cr_expect_str_eq(text, alone, "%s", option);
        free(text);
    }
    free(alone);
    cf_scenario_free(scenario);
}

Test(score, what_takes_long_is_left_out_where_no_figures_are_needed)
{
    cf_scenario *scenario = scenario_in("textbook/bff-example-1.json");
    cf_request request = { .scenario = scenario,
                           .view = cf_view_options_of(CF_VIEW_BASE),
                           .no_digest = true,
                           .no_figures = true,
                           .table = "entities" };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    cr_expect(isnan(cf_report_number(report, "circularity_bff")));
    expect_near(cf_report_number(report, "gross"), 5);
    cf_report_free(report);
    request.table = "deals"; /* has the circular part of each */
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    expect_near(cf_report_number(report, "circularity_bff"), 0.6);
    expect_near(number_at(report, "deals", "d41", "circular"), 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(score, nothing_at_all_can_be_scored)
{
    static const char *const members[] = {
        "'entities': [], 'deals': []",
        "'entities': [{'id': 'a'}], 'deals': []",
        ("'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
         " {'id': '1', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 0}]"),
    };

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        cf_scenario *scenario = scenario_from(members[i]);
        cf_report *report = score_of(scenario, "");

        expect_near(figure_of(report, "gross"), 0);
        cr_expect(isnan(figure_of(report, "circularity_max")));
        cr_expect_eq(row_count(report, "suppliers"), 0);
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

/* ---- no memory ---- */

static const char all_sorts[] =
    "'span': {'from': '2025', 'to': '2026'}, 'entities': ["
    " {'id': 's', 'group': 'S', 'revenue': {'amount': 50, 'from': '2025', 'to': '2025'}},"
    " {'id': 'b'}, {'id': 'x', 'outside_funds': 3, 'sources': [{'title': 'T'}]}], 'deals': ["
    " {'id': '1', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 60,"
    "  'earmark': ['3']},"
    " {'id': '3', 'relation': 'supplier', 'payer': 'b', 'payee': 's',"
    "  'amount': {'low': 10, 'base': 45}, 'schedule': [{'date': '2025', 'amount': 45}]},"
    " {'id': '4', 'relation': 'customer', 'payer': 'b', 'payee': 'x', 'amount': 90,"
    "  'supersedes': ['7']},"
    " {'id': '5', 'relation': 'supplier', 'payer': 'x', 'payee': 's',"
    "  'amount': {'share': 0.2, 'of': ['4']}, 'unknown-key': 1},"
    " {'id': '6', 'relation': 'supplier', 'payer': 'x', 'payee': 's'},"
    " {'id': '7', 'relation': 'supplier', 'payer': 'x', 'payee': 's', 'amount': 2}]";

/* Reads, views, scores and writes in every format, into nothing. */
static cf_status try_all(const char *text, const cf_view_options *view, FILE *nowhere)
{
    cf_request request = { .view = *view };
    cf_write_options write = { .width = 80, .verbose = true };
    cf_scenario *scenario = NULL;
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_scenario_parse(&scenario, text, strlen(text), "test.json", diags);
    request.scenario = scenario;
    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("score"), &request, diags);
    for (int i = 0; status == CF_OK && i < cf_writer_count(); i++) {
        status = cf_writer_at(i)->write(nowhere, report, &write);
        if (status == CF_BAD_OPTION)
            status = CF_OK; /* a picture's format */
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_diags_free(diags);
    return status;
}

static void expect_no_memory_until_it_succeeds(const char *text, const char *options)
{
    FILE *nowhere = fopen("/dev/null", "w");
    cf_view_options view = options_from(options);
    cf_status status = CF_NO_MEMORY;
    long allowed = 0;

    for (; status == CF_NO_MEMORY; allowed++) {
        long live;

        cr_assert_lt(allowed, 20000, "it never succeeds");
        allow_allocations(allowed);
        status = try_all(text, &view, nowhere);
        live = stop_counting_allocations();
        cr_assert_eq(live, 0, "%ld blocks leak after %ld allocations", live, allowed);
        /* Without the memory that was asked for it must not succeed. */
        cr_assert((status == CF_OK) == (tried_allocations() <= allowed),
                  "allocation %ld fails unnoticed: %s", allowed, cf_status_text(status));
    }
    cr_expect_eq((int)status, (int)CF_OK, "allocation %ld gives: %s", allowed - 1,
                 cf_status_text(status));
    cr_expect_gt(allowed, 100);
    fclose(nowhere);
}

Test(score, every_failing_allocation_is_reported_and_nothing_leaks)
{
    static const char *const options[] = { "", "--consolidate --joint S,x --window 2025..2025",
                                           "--origin all --weights probability" };
    char *text = scenario_text(all_sorts);

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        expect_no_memory_until_it_succeeds(text, options[i]);
    free(text);
}

Test(score, every_failing_allocation_is_reported_for_broken_texts_too)
{
    static const char *const broken[] = { "{\"schema\": \"circfin.scenario/1\", \"nme\": 1}", "{",
                                          "", "[1, 2" };

    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        FILE *nowhere = fopen("/dev/null", "w");
        cf_view_options view = options_from("");
        cf_status status = CF_NO_MEMORY;

        for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
            cr_assert_lt(allowed, 20000);
            allow_allocations(allowed);
            status = try_all(broken[i], &view, nowhere);
            cr_assert_eq(stop_counting_allocations(), 0);
        }
        cr_expect(status == CF_BAD_INPUT || status == CF_BAD_SYNTAX, "%s: %s", broken[i],
                  cf_status_text(status));
        fclose(nowhere);
    }
}

/* ---- large circuits ---- */

enum { RING = 6200 };

/* A ring of 6,200, in which every tenth also pays back the one before. */
static cf_scenario *large_ring(void)
{
    const size_t room = (size_t)RING * 200;
    char *members = malloc(room);
    size_t used = (size_t)snprintf(members, room, "'entities': [");
    cf_scenario *scenario;

    for (int v = 0; v < RING; v++)
        used +=
            (size_t)snprintf(members + used, room - used, "%s{'id': 'e%d', 'outside_funds': %d}",
                             v > 0 ? "," : "", v, 20 + v * 7 % 13);
    used += (size_t)snprintf(members + used, room - used, "], 'deals': [");
    for (int v = 0; v < RING; v++) {
        used += (size_t)snprintf(
            members + used, room - used,
            "%s{'id': 'd%d', 'relation': 'customer', 'payer': 'e%d', 'payee': 'e%d', 'amount': 9}",
            v > 0 ? "," : "", v, v, (v + 1) % RING);
        if (v % 10 == 1)
            used += (size_t)snprintf(members + used, room - used,
                                     ",{'id': 'b%d', 'relation': 'customer', 'payer': 'e%d', "
                                     "'payee': 'e%d', 'amount': %d}",
                                     v, v, v - 1, 1 + v % 7);
    }
    snprintf(members + used, room - used, "]");
    scenario = scenario_from(members);
    free(members);
    return scenario;
}

static bool warns_of(const cf_report *report, const char *code)
{
    for (int i = 0; i < cf_report_warning_count(report); i++) {
        if (strstr(cf_report_warning(report, i), code) != NULL)
            return true;
    }
    return false;
}

/* With --exact where that changes nothing: below the limits all is exact anyway. */
Test(score, exact_changes_nothing_in_small_circuits)
{
    cf_scenario *scenario = scenario_in("textbook/bff-example-1.json");
    const cf_param exact = { .name = "exact" };
    const cf_request request = { .scenario = scenario,
                                 .view = cf_view_options_of(CF_VIEW_BASE),
                                 .params = &exact,
                                 .param_count = 1 };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    expect_near(cf_report_number(report, "circularity_bff"), 0.6);
    cr_expect_eq(cf_report_warning_count(report), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(score, says_what_it_estimates_and_leaves_out_in_large_circuits)
{
    cf_scenario *scenario = large_ring();
    const cf_request request = { .scenario = scenario,
                                 .view = cf_view_options_of(CF_VIEW_BASE),
                                 .table = "deals" };
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, diags));
    cr_expect(warns_of(report, "[CF511]"));
    cr_expect(warns_of(report, "[CF512]"));
    cr_expect(isnan(cf_report_number(report, "circularity_bff")));
    cr_expect(!cell_at(report, "deals", "d5", "circular").known);
    cr_expect_gt(cf_report_number(report, "finn_cycling_index"), 0);
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}
