/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

/* ---- asking ---- */

enum { MOST_PARAMS = 8 };

/* A request from "--top 3 --count": every word that begins with -- is a parameter. */
struct asked {
    char text[256];
    cf_param params[MOST_PARAMS];
    cf_request request;
};

static void ask(struct asked *asked, const cf_scenario *scenario, const char *text)
{
    cf_param *last = NULL;

    *asked = (struct asked){ .request = { .scenario = scenario, .view = options_from("") } };
    snprintf(asked->text, sizeof asked->text, "%s", text);
    for (char *word = strtok(asked->text, " "); word != NULL; word = strtok(NULL, " ")) {
        if (strncmp(word, "--", 2) != 0) {
            cr_assert_not_null(last);
            last->value = word;
            continue;
        }
        cr_assert_lt(asked->request.param_count, MOST_PARAMS);
        last = &asked->params[asked->request.param_count++];
        last->name = word + 2;
    }
    asked->request.params = asked->params;
}

static cf_report *loops_of(const cf_scenario *scenario, const char *text)
{
    struct asked asked;
    cf_report *report = NULL;

    ask(&asked, scenario, text);
    assert_ok(cf_analysis_run(&report, cf_analysis_find("loops"), &asked.request, NULL));
    return report;
}

static const char *text_in(const cf_report *report, long row, const char *name)
{
    const cf_table *table = cf_report_find_table(report, "loops");

    for (int c = 0; c < cf_table_column_count(table); c++) {
        if (strcmp(cf_table_column(table, c)->name, name) == 0)
            return cf_table_cell(table, row, c)->known ? cf_table_cell(table, row, c)->text : "-";
    }
    cr_assert_fail("no column is named %s", name);
    return NULL;
}

static double number_in(const cf_report *report, long row, const char *name)
{
    const cf_table *table = cf_report_find_table(report, "loops");

    for (int c = 0; c < cf_table_column_count(table); c++) {
        if (strcmp(cf_table_column(table, c)->name, name) == 0)
            return cf_table_cell(table, row, c)->known ? cf_table_cell(table, row, c)->number : NAN;
    }
    cr_assert_fail("no column is named %s", name);
    return NAN;
}

static bool digest_says(const cf_report *report, const char *words)
{
    for (int i = 0; i < cf_report_block_count(report); i++) {
        if (strstr(cf_report_block(report, i)->paragraph, words) != NULL)
            return true;
    }
    return false;
}

/* ---- rows ---- */

Test(loops_analysis, a_row_says_who_by_which_deals_and_how_much)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *report = loops_of(scenario, "");

    cr_assert_eq(row_count(report, "loops"), 1);
    expect_near(number_in(report, 0, "rank"), 1);
    expect_near(number_in(report, 0, "length"), 3);
    expect_near(number_in(report, 0, "amount"), 100);
    expect_near(number_in(report, 0, "through_flow"), 60);
    cr_expect_str_eq(text_in(report, 0, "kind"), "financing");
    cr_expect_str_eq(text_in(report, 0, "path"), "chip-maker > lab > cloud");
    cr_expect_str_eq(text_in(report, 0, "classes"), "capital,trade,trade");
    cr_expect_str_eq(text_in(report, 0, "supplier"), "chip-maker");
    cr_expect_str_eq(text_in(report, 0, "deals"), "invest;compute;chips");
    cr_expect_str_eq(text_in(report, 0, "hop_amounts"), "100;300;180");
    cr_expect_str_eq(text_in(report, 0, "without_amount"), "-");
    expect_near(figure_of(report, "found"), 1);
    expect_near(figure_of(report, "complete"), 1);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, money_tied_to_a_purchase_goes_its_own_way)
{
    cf_scenario *scenario = scenario_in("textbook/earmark.json");
    cf_report *report = loops_of(scenario, "");

    cr_assert_eq(row_count(report, "loops"), 2);
    /* its two routes of `score`: 30 straight from b, 6 by way of x */
    expect_near(number_in(report, 0, "through_flow"), 30);
    expect_near(number_in(report, 1, "through_flow"), 6);
    cr_expect_str_eq(text_in(report, 1, "path"), "s > b > x");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, one_without_figures_says_which_hop_has_none)
{
    cf_scenario *scenario = scenario_in("textbook/open-loop.json");
    cf_report *report = loops_of(scenario, "");

    cr_assert_eq(row_count(report, "loops"), 1);
    cr_expect(isnan(number_in(report, 0, "amount")));
    cr_expect(isnan(number_in(report, 0, "through_flow")));
    cr_expect_str_eq(text_in(report, 0, "supplier"), "-");
    cr_expect_str_eq(text_in(report, 0, "path"), "b > c > s"); /* from the smallest id */
    cr_expect_str_eq(text_in(report, 0, "hop_amounts"), "?;8;10");
    cr_expect_str_eq(text_in(report, 0, "without_amount"), "b-c");
    expect_near(figure_of(report, "unquantified"), 1);
    cr_expect(digest_says(report, "unknown: what B pays C (b-c)"));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, of_one_class_have_no_through_flow)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
        "{'id': 'd1', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 3},"
        "{'id': 'd2', 'relation': 'supplier', 'payer': 'b', 'payee': 'a', 'amount': 2},"
        "{'id': 'd3', 'relation': 'customer', 'payer': 'b', 'payee': 'a', 'amount': 2}]");
    cf_report *none = loops_of(scenario, ""), *report = loops_of(scenario, "--kind trade");

    cr_expect_eq(row_count(none, "loops"), 0);
    cr_expect(digest_says(none, "--kind all shows them"));
    cr_assert_eq(row_count(report, "loops"), 1);
    cr_expect_str_eq(text_in(report, 0, "kind"), "trade");
    cr_expect_str_eq(text_in(report, 0, "deals"), "d1;d2+d3");
    expect_near(number_in(report, 0, "amount"), 3);
    cr_expect(isnan(number_in(report, 0, "through_flow")));
    cr_expect_str_eq(text_in(report, 0, "supplier"), "-");
    cf_report_free(none);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, ids_that_look_like_joints_have_a_backslash)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a > b'}, {'id': 'c,d'}], 'deals': ["
        "{'id': '1+2', 'relation': 'investor', 'payer': 'a > b', 'payee': 'c,d', 'amount': 3},"
        "{'id': 'x;y', 'relation': 'customer', 'payer': 'c,d', 'payee': 'a > b', 'amount': 2},"
        "{'id': 'p\\\\q', 'relation': 'customer', 'payer': 'c,d', 'payee': 'a > b', 'amount': 2}]");
    cf_report *report = loops_of(scenario, "");

    cr_expect_str_eq(text_in(report, 0, "path"), "a \\> b > c,d");
    cr_expect_str_eq(text_in(report, 0, "deals"), "1\\+2;x\\;y+p\\\\q");
    cr_expect_str_eq(text_in(report, 0, "supplier"), "a > b");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- limits ---- */

static const char two_loops[] =
    "'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}], 'deals': ["
    "{'id': 'd1', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 10},"
    "{'id': 'd2', 'relation': 'customer', 'payer': 'b', 'payee': 'a', 'amount': 4},"
    "{'id': 'd3', 'relation': 'customer', 'payer': 'b', 'payee': 'c', 'amount': 6},"
    "{'id': 'd4', 'relation': 'customer', 'payer': 'c', 'payee': 'a', 'amount': 6}]";

static void expect_rows(const cf_scenario *scenario, const char *text, long rows, double found)
{
    cf_report *report = loops_of(scenario, text);

    cr_expect_eq(row_count(report, "loops"), rows, "%s: %ld rows", text,
                 row_count(report, "loops"));
    expect_near(figure_of(report, "found"), found);
    cf_report_free(report);
}

Test(loops_analysis, figures_count_what_passes_the_limits_before_top)
{
    cf_scenario *scenario = scenario_from(two_loops);

    expect_rows(scenario, "", 2, 2);
    expect_rows(scenario, "--top 1", 1, 2);
    expect_rows(scenario, "--top all", 2, 2);
    expect_rows(scenario, "--max-length 2", 1, 1);
    expect_rows(scenario, "--min-amount 5", 1, 1);
    expect_rows(scenario, "--through c", 1, 1);
    expect_rows(scenario, "--through a --threads 2", 2, 2);
    expect_rows(scenario, "--kind all", 2, 2);
    expect_rows(scenario, "--kind capital", 0, 0);
    expect_rows(scenario, "--max-length 99999999999", 2, 2);
    cf_scenario_free(scenario);
}

Test(loops_analysis, count_gives_no_rows_but_a_table_of_counts)
{
    cf_scenario *scenario = scenario_from(two_loops);
    cf_report *report = loops_of(scenario, "--count");

    cr_expect_null(cf_report_find_table(report, "loops"));
    cr_assert_eq(row_count(report, "counts"), 1);
    expect_near(figure_of(report, "found"), 2);
    cr_expect_eq(cf_report_figure(report, 3)->kind, CF_FLAG);
    cr_expect(digest_says(report, "2 financing loops."));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* The code of the first problem, 0 where there is none. */
static int code_of(const struct asked *asked, cf_status expected)
{
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    int code;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq(cf_analysis_run(&report, cf_analysis_find("loops"), &asked->request, diags),
                 expected);
    code = cf_diags_count(diags) == 0 ? 0 : cf_diags_at(diags, 0)->code;
    if (expected == CF_OK)
        cr_expect_eq(figure_of(report, "complete"), code == 531 ? 0.0 : 1.0);
    if (code == 530)
        cr_expect_not_null(cf_diags_at(diags, 0)->hint);
    cf_report_free(report);
    cf_diags_free(diags);
    return code;
}

Test(loops_analysis, what_does_not_go_together_is_refused_with_a_way_out)
{
    static const struct {
        const char *text;
        int code;
    } mistakes[] = { { "--count --top 3", 530 }, { "--count --stream", 573 },
                     { "--stream", 573 },        { "--max-length 1", 506 },
                     { "--top 1.5", 506 },       { "--limit 0", 506 },
                     { "--time-limit 0", 506 },  { "--threads 0", 506 },
                     { "--kind finance", 506 },  { "--through A1", 501 } };
    cf_scenario *scenario = scenario_from(two_loops);

    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct asked asked;

        ask(&asked, scenario, mistakes[i].text);
        cr_expect_eq(code_of(&asked, CF_BAD_OPTION), mistakes[i].code, "%s", mistakes[i].text);
    }
    cf_scenario_free(scenario);
}

Test(loops_analysis, a_search_that_is_stopped_says_so)
{
    cf_scenario *scenario = scenario_from(two_loops);
    struct asked asked;

    ask(&asked, scenario, "--limit 1");
    cr_expect_eq(code_of(&asked, CF_OK), 531);
    ask(&asked, scenario, "--limit 3");
    cr_expect_eq(code_of(&asked, CF_OK), 0);
    cf_scenario_free(scenario);
}

Test(loops_analysis, options_that_change_nothing_are_told)
{
    cf_scenario *scenario = scenario_from(two_loops);
    struct asked asked;

    ask(&asked, scenario, "");
    asked.request.view = options_from("--joint a,b");
    cr_expect_eq(code_of(&asked, CF_OK), 533);
    asked.request.view = options_from("--origin all");
    cr_expect_eq(code_of(&asked, CF_OK), 533);
    cf_scenario_free(scenario);
}

/* ---- streams ---- */

struct taken {
    long rows, most;
    double amounts;
};

static bool take(void *payload, const cf_column *columns, int column_count, const cf_cell *cells)
{
    struct taken *taken = payload;

    cr_expect_str_eq(columns[0].name, "rank");
    cr_expect_not(cells[0].known);
    for (int c = 0; c < column_count; c++) {
        if (strcmp(columns[c].name, "amount") == 0)
            taken->amounts += cells[c].number;
    }
    return ++taken->rows < taken->most;
}

static struct taken streamed(const cf_scenario *scenario, const char *text, long most)
{
    struct taken taken = { .most = most };
    cf_row_sink sink = { .row = take, .payload = &taken };
    struct asked asked;
    cf_report *report = NULL;

    ask(&asked, scenario, text);
    asked.request.stream = &sink;
    assert_ok(cf_analysis_run(&report, cf_analysis_find("loops"), &asked.request, NULL));
    cr_expect_eq(cf_report_table_count(report), 0);
    expect_near(figure_of(report, "found"), (double)taken.rows);
    cf_report_free(report);
    return taken;
}

Test(loops_analysis, a_stream_gets_every_row_until_it_wants_no_more)
{
    cf_scenario *scenario = scenario_from(two_loops);
    struct taken all = streamed(scenario, "--stream", 100);

    cr_expect_eq(all.rows, 2);
    expect_near(all.amounts, 10);
    cr_expect_eq(streamed(scenario, "--max-length 2", 100).rows, 1);
    cr_expect_eq(streamed(scenario, "--threads 1", 1).rows, 1);
    cf_scenario_free(scenario);
}

/* ---- the digest ---- */

Test(loops_analysis, the_smallest_hop_of_a_chain_is_marked)
{
    cf_scenario *scenario = scenario_from(two_loops);
    cf_report *report = loops_of(scenario, "");

    cr_expect(digest_says(report, "a ─invests\u00a010→\u00a0b ═buys\u00a06⇒\u00a0c "
                                  "═buys\u00a06⇒\u00a0a"));
    cr_expect(digest_says(report, "1. through-flow\u00a06, amount\u00a06, 3\u00a0hops"));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, names_that_are_alike_or_look_like_a_chain_do_not_mislead)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a', 'name': 'X'}, {'id': 'b', 'name': 'X'},"
        "{'id': 'c', 'name': 'Y ─buys 9→ Z'}], 'deals': ["
        "{'id': 'd1', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 10},"
        "{'id': 'd3', 'relation': 'customer', 'payer': 'b', 'payee': 'c', 'amount': 6},"
        "{'id': 'd4', 'relation': 'customer', 'payer': 'c', 'payee': 'a', 'amount': 5}]");
    cf_report *report = loops_of(scenario, "");

    cr_expect(digest_says(report, "X\u00a0(a) ─invests\u00a010→\u00a0X\u00a0(b) "));
    cr_expect(digest_says(report, "→\u00a0Y\u00a0-buys\u00a09>\u00a0Z "));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* A ring of so many entities, each paying the next 9, but the 20th 7. */
static cf_scenario *ring_of(int count)
{
    size_t room = (size_t)count * 160 + 100, used = 0;
    char *text = malloc(room);
    cf_scenario *scenario;

    used += (size_t)snprintf(text + used, room - used, "'entities': [");
    for (int i = 0; i < count; i++)
        used +=
            (size_t)snprintf(text + used, room - used, "%s{'id': 'e%05d'}", i > 0 ? "," : "", i);
    used += (size_t)snprintf(text + used, room - used, "], 'deals': [");
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, room - used,
                                 "%s{'id': 'd%d', 'relation': '%s', 'payer': 'e%05d', "
                                 "'payee': 'e%05d', 'amount': %d}",
                                 i > 0 ? "," : "", i, i == 0 ? "investor" : "customer", i,
                                 (i + 1) % count, i == 20 ? 7 : 9);
    snprintf(text + used, room - used, "]");
    scenario = scenario_from(text);
    free(text);
    return scenario;
}

Test(loops_analysis, a_long_chain_is_cut_but_its_smallest_hop_is_shown)
{
    cf_scenario *scenario = ring_of(3000);
    cf_report *report = loops_of(scenario, "");

    cr_expect(digest_says(report, " …\u00a015\u00a0hops\u00a0left\u00a0out\u00a0… e00020 "
                                  "═buys\u00a07⇒\u00a0e00021 …\u00a02,974\u00a0hops"));
    expect_near(number_in(report, 0, "length"), 3000);
    cr_expect_eq(strlen(text_in(report, 0, "path")), 3000 * 6 + 2999 * 3);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(loops_analysis, where_there_is_none_the_digest_says_what_to_try)
{
    cf_scenario *scenario = scenario_from(two_loops), *line;
    cf_report *report = loops_of(scenario, "--min-amount 7 --max-length 3");

    cr_expect(digest_says(report, "No financing loop of at most 3 hops, each of 7 or more. Without "
                                  "--max-length and --min-amount there are some."));
    cf_report_free(report);
    line = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': ["
        "{'id': 'd1', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 3}]");
    report = loops_of(line, "");
    cr_expect(digest_says(report, "No invested capital comes back"));
    cr_expect(digest_says(report, "--view headline"));
    cf_report_free(report);
    cf_scenario_free(line);
    cf_scenario_free(scenario);
}

/* ---- memory ---- */

static cf_status try_loops(const struct asked *asked)
{
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_analysis_run(&report, cf_analysis_find("loops"), &asked->request, diags);
    cf_report_free(report);
    cf_diags_free(diags);
    return status;
}

static void expect_no_memory_until_it_succeeds(const struct asked *asked)
{
    cf_status status = CF_NO_MEMORY;
    long allowed = 0;

    for (; status == CF_NO_MEMORY; allowed++) {
        cr_assert_lt(allowed, 20000, "it never succeeds");
        allow_allocations(allowed);
        status = try_loops(asked);
        cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld allocations", allowed);
        cr_assert((status == CF_OK) == (tried_allocations() <= allowed),
                  "allocation %ld fails unnoticed: %s", allowed, cf_status_text(status));
    }
    cr_expect_eq((int)status, (int)CF_OK);
    cr_expect_gt(allowed, 30);
}

Test(loops_analysis, every_failing_allocation_is_reported_and_nothing_leaks)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a>', 'name': 'X'}, {'id': 'b', 'name': 'X'}, {'id': 'c'}],"
        "'deals': ["
        "{'id': 'd;1', 'relation': 'investor', 'payer': 'a>', 'payee': 'b', 'amount': 10},"
        "{'id': 'd2', 'relation': 'customer', 'payer': 'b', 'payee': 'a>', 'amount': 4},"
        "{'id': 'd3', 'relation': 'customer', 'payer': 'b', 'payee': 'c'},"
        "{'id': 'd4', 'relation': 'customer', 'payer': 'c', 'payee': 'a>', 'amount': 6}]");
    struct taken taken = { .most = 100 };
    cf_row_sink sink = { .row = take, .payload = &taken };
    struct asked asked;

    ask(&asked, scenario, "--threads 1 --limit 9");
    asked.request.verbose = true;
    expect_no_memory_until_it_succeeds(&asked);
    ask(&asked, scenario, "--threads 1 --min-amount 5 --kind all");
    expect_no_memory_until_it_succeeds(&asked);
    ask(&asked, scenario, "--threads 1 --stream");
    asked.request.stream = &sink;
    expect_no_memory_until_it_succeeds(&asked);
    cf_scenario_free(scenario);
}
