/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as Vega-Lite. What Vega-Lite itself makes of them is in tests/interchange/vega. */
#include "unit/pictures/charted.h"

#include "circfin/writer.h"
#include "pictures/vega.h"

static cf_report *report_of(const char *analysis, const cf_scenario *scenario, const char *options)
{
    cf_report *report = NULL;
    cf_request request = { .scenario = scenario, .view = options_from(options) };

    assert_ok(cf_analysis_run(&report, cf_analysis_find(analysis), &request, NULL));
    return report;
}

Test(vega, every_chart_has_a_specification)
{
    for (int a = 0; a < cf_analysis_count(); a++)
        for (int i = 0; cf_chart_at(cf_analysis_at(a)->name, i) != NULL; i++) {
            const cf_chart *one = cf_chart_at(cf_analysis_at(a)->name, i);
            const cf_vega *vega = cf_vega_find(one->analysis, one->name);

            cr_assert_not_null(vega, "no row of vega.def for %s %s", one->analysis, one->name);
            cr_expect_not_null(vega->data[0].table);
            cr_expect_not_null(cf_vega_body(one->name), "no vega/%s.json", one->name);
        }
    cr_expect_null(cf_vega_find("score", "timeline"));
    cr_expect_null(cf_vega_body("none"));
}

Test(vega, a_chart_has_the_words_and_the_figures_of_its_drawing)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *score = report_of("score", scenario, "");

    EXPECT_DRAWN(cf_draw_vega, score, "vega-lite/v5.json", "50.0 % of the USD 100",
                 "\"loopback_min\": 20,", "\"loopback_min_text\": \"20\"", "\"loopback_max\": 80,",
                 "One row for each supplier", "\"USD bn\"");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(vega, a_chart_without_rows_says_why)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = report_of("score", scenario, "--reported-only");

    EXPECT_DRAWN(cf_draw_vega, score, "\"text\": \"No entity in this view both invests");
    expect_not_drawn(cf_draw_vega, score, "datasets");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(vega, a_report_without_a_chart_is_refused)
{
    cf_report *report = NULL;

    assert_ok(cf_report_new(&report, "check", NULL));
    cr_expect_eq((int)cf_draw_vega(stdout, report, &plain), (int)CF_BAD_OPTION);
    cf_report_free(report);
}

/* ---- which rows ------------------------------------------------------------------------------ */

static const cf_column columns[] = {
    { "supplier", CF_ENTITY }, { "name", CF_TEXT }, { "loopback", CF_MONEY }, { "share", CF_SHARE }
};

struct line {
    const char *supplier, *name;
    double loopback, share;
};

static cf_report *table_of(const struct line *lines, int count)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "score", NULL));
    assert_ok(cf_table_new(&table, "lines", columns, 4));
    for (int i = 0; i < count; i++)
        assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text(lines[i].supplier),
                                                   cf_cell_text(lines[i].name),
                                                   cf_cell_number(lines[i].loopback),
                                                   cf_cell_number(lines[i].share) }));
    assert_ok(cf_report_take_table(report, &table));
    return report;
}

static const struct line lines[] = {
    { "a", "x", 1, 0 },   { "a", "y", 3, 0 }, { "b", "x", -5, 0 }, { "b", "y", 2, 0.1 },
    { NULL, "x", 99, 0 }, { "c", "x", 9, 0 }, { "c", "y", 9, 0 },  { "d", "y", NAN, 0 },
};

/* The rows that are chosen, as "3 0 1" in their order, and how many groups could be. */
static void expect_chosen(const cf_vega_rows *rows, const char *wanted, long all)
{
    cf_report *report = table_of(lines, sizeof lines / sizeof *lines);
    cf_vega_choice choice;
    char text[64] = "";

    assert_ok(cf_vega_choose(&choice, report, rows, NULL));
    for (long i = 0; i < choice.count; i++)
        sprintf(text + strlen(text), "%s%ld", i > 0 ? " " : "", choice.at[i].row);
    cr_expect_str_eq(text, wanted);
    cr_expect_eq(choice.all, all);
    free(choice.at);
    cf_report_free(report);
}

#define EXPECT_CHOSEN(wanted, all, ...)                                                            \
    expect_chosen(&(cf_vega_rows){ .table = "lines", __VA_ARGS__ }, wanted, all)

Test(vega, rows_stay_in_the_order_of_the_table)
{
    EXPECT_CHOSEN("0 1 2 3 4 5 6 7", 8, .group = NULL);
    EXPECT_CHOSEN("0 1", 8, .most = 2);
    EXPECT_CHOSEN("1 3 6 7", 4, .where = "name", .is = "z y");
    EXPECT_CHOSEN("0 1", 2, .alike = "supplier");
}

Test(vega, groups_go_by_what_they_show)
{
    EXPECT_CHOSEN("0 1 2 3 5 6 7", 4, .group = "supplier");
    EXPECT_CHOSEN("5 6 0 1", 4, .group = "supplier", .order = CF_BY_MOST, .by = "loopback",
                  .most = 2);
    EXPECT_CHOSEN("2 3 0 1", 4, .group = "supplier", .order = CF_BY_RANGE, .by = "loopback",
                  .most = 2);
    EXPECT_CHOSEN("5 6 2 3", 4, .group = "supplier", .order = CF_BY_SIZE, .by = "loopback",
                  .most = 2);
    EXPECT_CHOSEN("5 6 0 1", 4, .group = "supplier", .order = CF_BY_SUM, .by = "loopback",
                  .most = 2);
    EXPECT_CHOSEN("5 6 0 1 2 3", 4, .group = "supplier", .order = CF_BY_LAST, .by = "loopback",
                  .most = 3);
    EXPECT_CHOSEN("2 3", 4, .group = "supplier", .some = { "share" });
    EXPECT_CHOSEN("5 6 0 1 2 3", 3, .group = "supplier", .order = CF_BY_MOST, .by = "loopback",
                  .above = true);
}

Test(vega, rows_of_a_group_go_by_a_number)
{
    EXPECT_CHOSEN("1 0 3 2 5 6 7", 4, .group = "supplier", .within = "loopback");
    EXPECT_CHOSEN("1 3 5 7", 4, .group = "supplier", .within = "loopback", .most_rows = 1);
    EXPECT_CHOSEN("4 5 6 2", 7, .order = CF_BY_SIZE, .by = "loopback", .above = true, .most = 4,
                  .then = "loopback");
}

/* ---- what is written of them ----------------------------------------------------------------- */

static void expect_data(const char *body, const cf_report *report, const char *wanted)
{
    const cf_vega_rows rows = { .table = "lines", .group = "supplier" };
    cf_vega_choice choice;
    cf_vega_names *names = NULL;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_ok(cf_vega_choose(&choice, report, &rows, NULL));
    assert_ok(cf_vega_names_new(&names));
    assert_ok(cf_vega_put_rows(out, report, &choice, body, names));
    fclose(out);
    cr_expect_not_null(strstr(text, wanted), "%s", text);
    free(text);
    free(choice.at);
    cf_vega_names_free(names);
}

Test(vega, only_columns_that_are_named_are_written)
{
    cf_report *report = table_of(lines, 4);

    expect_data("[\"loopback\", \"place\"]", report, "{\"loopback\": 1, \"place\": 0},");
    expect_data("datum.loopback_text + my_name", report,
                "{\"loopback_text\": \"\xE2\x88\x92"
                "5\"}");
    expect_data("datum.share_text, datum.rank", report,
                "{\"share_text\": \"10.0 %\", \"rank\": 1}");
    cf_report_free(report);
}

Test(vega, the_second_id_of_a_name_is_written_behind_it)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a', 'name': 'Same'}, {'id': 'b', 'name': 'Same'}], 'deals': []");
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "score", scenario));
    assert_ok(cf_table_new(&table, "lines", columns, 1));
    assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text("a") }));
    assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text("b") }));
    assert_ok(cf_report_take_table(report, &table));
    expect_data("supplier_name", report,
                "{\"supplier_name\": \"Same\"},\n      {\"supplier_name\": \"Same (b)\"}");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(vega, memory_that_runs_out_is_told)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *score = report_of("score", scenario, "");

    expect_no_leak(cf_draw_vega, score);
    cf_report_free(score);
    cf_scenario_free(scenario);
}
