/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/charted.h"

static cf_status drivers_of_chip_maker(FILE *out, const cf_report *report,
                                       const cf_drawing *drawing)
{
    return cf_chart_drivers(out, report, "chip-maker", drawing);
}

static cf_report *report_of(const char *analysis, const cf_scenario *scenario, const char *options)
{
    cf_report *report = NULL;
    cf_request request = { .scenario = scenario, .view = options_from(options) };

    assert_ok(cf_analysis_run(&report, cf_analysis_find(analysis), &request, NULL));
    return report;
}

/* ---- exposure -------------------------------------------------------------------------------- */

Test(charts, exposure_shows_the_figures_worked_out_by_hand)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *score = score_of(scenario, "");

    /* 100 invested, 20 < 50 < 80 on a scale to 100, 520 pixels long from 176 on */
    EXPECT_DRAWN(cf_chart_exposure, score, ">50</text>", ">20</text>", ">80</text>",
                 "50.0 % of 100 invested", "x=\"280\" y=\"75\" width=\"312\"", "M436 71v22");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(charts, exposure_has_no_interval_where_there_are_no_bounds)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *score = score_of(scenario, "--weights probability");

    EXPECT_DRAWN(cf_chart_exposure, score, ">50</text>");
    expect_not_drawn(cf_chart_exposure, score, "y=\"75\"");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(charts, exposure_says_in_words_that_nobody_is_a_supplier)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, "--reported-only");

    EXPECT_DRAWN(cf_chart_exposure, score,
                 "No entity in this view both invests in others and has revenue");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

static const cf_column supplier_columns[] = {
    { "entity", CF_ENTITY },           { "invested", CF_MONEY },
    { "loopback_min", CF_MONEY },      { "loopback_pro_rata", CF_MONEY },
    { "loopback_max", CF_MONEY },      { "loopback_max_open", CF_MONEY },
    { "loopback_undiluted", CF_MONEY }
};

static cf_report *suppliers_with(const char *name, int count, double open)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "score", NULL));
    assert_ok(cf_table_new(&table, "suppliers", supplier_columns, 7));
    for (int i = 0; i < count; i++)
        assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text(name), cf_cell_number(10.0),
                                                   cf_cell_number(2.0), cf_cell_number(2.0),
                                                   cf_cell_number(2.0), cf_cell_number(open),
                                                   cf_cell_number(5.0) }));
    assert_ok(cf_report_take_table(report, &table));
    return report;
}

static cf_report *suppliers_named(const char *name, int count)
{
    return suppliers_with(name, count, 9.0);
}

Test(charts, exposure_says_how_many_suppliers_it_leaves_out)
{
    cf_report *score = suppliers_named("s", 31), *few = suppliers_named("s", 30);

    EXPECT_DRAWN(cf_chart_exposure, score, "The first 30 of 31 suppliers");
    expect_not_drawn(cf_chart_exposure, few, "The first");
    cf_report_free(score);
    cf_report_free(few);
}

Test(charts, exposure_says_exactly_where_both_ends_are_one)
{
    cf_report *score = suppliers_with("s", 1, 2.0);

    EXPECT_DRAWN(cf_chart_exposure, score, ">exactly 2<");
    cf_report_free(score);
}

Test(charts, exposure_is_not_exact_where_amounts_are_unknown)
{
    cf_report *score = suppliers_named("s", 1);

    EXPECT_DRAWN(cf_chart_exposure, score, ">2 by known amounts<");
    expect_not_drawn(cf_chart_exposure, score, "exactly");
    cf_report_free(score);
}

Test(charts, names_cannot_break_out)
{
    cf_report *score = suppliers_named("</svg><script>\"'&", 1);

    EXPECT_DRAWN(cf_chart_exposure, score, "data-supplier=\"&lt;/svg&gt;&lt;script&gt;&quot;&#39;");
    expect_not_drawn(cf_chart_exposure, score, "<script");
    cf_report_free(score);
}

Test(charts, leave_prolog_and_style_to_the_page_they_are_part_of)
{
    cf_report *score = suppliers_named("s", 1);
    char *alone = drawn(cf_chart_exposure, score, &plain);
    char *part = drawn(cf_chart_exposure, score, &inlined);

    cr_expect_not_null(strstr(alone, "<style>"));
    cr_expect_null(strstr(part, "<style>"));
    cr_expect_null(strstr(part, "<?xml"));
    free(alone);
    free(part);
    cf_report_free(score);
}

/* ---- financing ------------------------------------------------------------------------------- */

Test(charts, financing_crosses_suppliers_with_whose_revenue_their_money_becomes)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json");
    cf_report *score = score_of(scenario, "");

    /* all 10 of each arrive at the other, and 1 of them goes on to where it came from */
    EXPECT_DRAWN(cf_chart_financing, score, ">1 of the money of S1 becomes revenue of S1<",
                 ">10 of the money of S1 becomes revenue of S2<",
                 ">10 of the money of S2 becomes revenue of S1<");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(charts, financing_without_any_says_so)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, "--reported-only");

    EXPECT_DRAWN(cf_chart_financing, score, "No supplier&#39;s money becomes revenue");
    cf_report_free(score);
    cf_scenario_free(scenario);
}

/* ---- drivers --------------------------------------------------------------------------------- */

Test(charts, drivers_show_the_widest_bar_first)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *drivers = report_of("drivers", scenario, "");
    char *text = drawn(drivers_of_chip_maker, drivers, &plain);
    const char *invest = strstr(text, "<title>invest: 54 at its low, 66 at its high, 0 without");
    const char *compute = strstr(text, "<title>compute: 66.7 at its low, 54.5 at its high");

    /* invest and chips move it by 12, compute by 12.1: 100 * 180 / 270 - 100 * 180 / 330 */
    cr_assert_not_null(invest);
    cr_assert_not_null(compute);
    cr_expect_lt(compute, invest);
    cr_expect_not_null(strstr(text, "pro rata now: 60"));
    cr_expect_not_null(strstr(text, ">Lab \xE2\x86\x92 Cloud<"));
    cr_expect_not_null(strstr(text, "choke point"));
    free(text);
    cf_report_free(drivers);
    cf_scenario_free(scenario);
}

Test(charts, drivers_of_nobody_are_told_in_words)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *drivers = report_of("drivers", scenario, "--reported-only");

    EXPECT_DRAWN(drivers_of_chip_maker, drivers, "No single deal moves this figure.");
    cf_report_free(drivers);
    cf_scenario_free(scenario);
}

/* ---- timeline -------------------------------------------------------------------------------- */

static const cf_column timeline_columns[] = { { "date", CF_TEXT },
                                              { "supplier", CF_ENTITY },
                                              { "loopback_min", CF_MONEY },
                                              { "loopback_pro_rata", CF_MONEY },
                                              { "loopback_max", CF_MONEY },
                                              { "exposure_pro_rata", CF_SHARE },
                                              { "exposure_reported_pro_rata", CF_SHARE } };

struct moment {
    const char *date, *supplier;
    double min, pro_rata, max;
};

static cf_report *timeline_of(const struct moment *moments, int count)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "timeline", NULL));
    assert_ok(cf_table_new(&table, "timeline", timeline_columns, CF_COUNT_OF(timeline_columns)));
    for (int i = 0; i < count; i++)
        assert_ok(cf_table_add(
            table,
            (cf_cell[]){ cf_cell_text(moments[i].date), cf_cell_text(moments[i].supplier),
                         cf_cell_number(moments[i].min), cf_cell_number(moments[i].pro_rata),
                         cf_cell_number(moments[i].max), cf_cell_number(0.25), cf_cell_null() }));
    assert_ok(cf_report_take_table(report, &table));
    return report;
}

Test(charts, timeline_goes_in_steps)
{
    static const struct moment moments[] = { { "2025-01-01", "s", 0.0, 10.0, 20.0 },
                                             { "2025-12-28", "s", 5.0, 20.0, 40.0 } };
    cf_report *timeline = timeline_of(moments, 2);

    /* 361 days and a thirtieth and one day more make 374.03; 496 * 361 / 374.03 = 478.72, so the
     * second step lies at 690.72; the scale ends at 40 over 70 pixels from 116 up */
    EXPECT_DRAWN(cf_chart_timeline, timeline, "M212 116H212V98.5H690.72V81H708", ">20 now<",
                 ">25.0 % of revenue in deals<", "M212 116H212V81H690.72V46H708", ">2025-07<");
    cf_report_free(timeline);
}

Test(charts, timeline_has_the_panel_of_the_largest_first)
{
    static const struct moment moments[] = { { "2025-01-01", "gone", 9.0, 9.0, 9.0 },
                                             { "2025-02-01", "small", 1.0, 1.0, 1.0 },
                                             { "2025-02-01", "large", 2.0, 2.0, 2.0 } };
    cf_report *timeline = timeline_of(moments, 3);
    char *text = drawn(cf_chart_timeline, timeline, &plain);

    cr_expect_lt(strstr(text, ">large<"), strstr(text, ">small<"));
    cr_expect_null(strstr(text, ">gone<"), "it is no supplier as of the last day");
    free(text);
    cf_report_free(timeline);
}

Test(charts, timeline_has_no_panel_in_which_nothing_happens)
{
    static const struct moment moments[] = { { "2025-01-01", "quiet", 0.0, 0.0, 0.0 },
                                             { "2025-01-01", "loud", 0.0, 1.0, 2.0 } };
    cf_report *both = timeline_of(moments, 2), *quiet = timeline_of(moments, 1);

    EXPECT_DRAWN(cf_chart_timeline, both, ">loud<", "To 1 further supplier nothing came back");
    expect_not_drawn(cf_chart_timeline, both, ">quiet<");
    EXPECT_DRAWN(cf_chart_timeline, quiet, "Nothing came back to anybody on any day.");
    cf_report_free(both);
    cf_report_free(quiet);
}

Test(charts, timeline_without_bounds_has_no_band)
{
    static const struct moment moments[] = { { "2025-01-01", "s", NAN, 10.0, NAN } };
    cf_report *timeline = timeline_of(moments, 1);

    EXPECT_DRAWN(cf_chart_timeline, timeline, ">10 now");
    expect_not_drawn(cf_chart_timeline, timeline, "class=\"cf-s0-fill\"");
    cf_report_free(timeline);
}

Test(charts, timeline_without_days_says_so)
{
    static const struct moment undated[] = { { NULL, "s", 1.0, 1.0, 1.0 } };
    cf_report *none = timeline_of(NULL, 0), *nowhere = timeline_of(undated, 1), *empty = NULL;

    assert_ok(cf_report_new(&empty, "timeline", NULL));
    EXPECT_DRAWN(cf_chart_timeline, none, "No announcement in this view has a day.");
    EXPECT_DRAWN(cf_chart_timeline, nowhere, "No announcement in this view has a day.");
    EXPECT_DRAWN(cf_chart_timeline, empty, "No announcement in this view has a day.");
    cf_report_free(none);
    cf_report_free(nowhere);
    cf_report_free(empty);
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* ---- all of them ----------------------------------------------------------------------------- */

/* Title, name and view are above one that stands alone; the page has them elsewhere. */
Test(charts, say_what_they_show_where_they_stand_alone)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, "");
    char *alone = drawn(cf_chart_exposure, score, &plain);
    char *part = drawn(cf_chart_exposure, score, &inlined);

    cr_expect_not_null(
        strstr(alone, ">60.0 % of the USD 100 bn that Chip maker has invested comes back as its"));
    cr_expect_not_null(strstr(alone, ">What comes back to each supplier as revenue"));
    cr_expect_not_null(strstr(alone, scenario->name));
    cr_expect_not_null(strstr(alone, "base case"));
    cr_expect_null(strstr(part, "revenue</text>"));
    cr_expect_null(strstr(part, "base case"));
    free(alone);
    free(part);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

static int draw_all_of(const cf_scenario *scenario)
{
    int count = 0;

    for (int a = 0; a < cf_analysis_count(); a++) {
        const char *name = cf_analysis_at(a)->name;
        const cf_chart *row;

        if (strcmp(name, "sweep") == 0 || strcmp(name, "compare") == 0)
            continue; /* they need an option, or another scenario: see below */
        for (int i = 0; (row = cf_chart_at(name, i)) != NULL; i++, count++) {
            cf_report *report = report_of(name, scenario, "");
            char *text = drawn(row->draw, report, &plain);

            cr_expect_eq(cf_chart_find(name, row->name), row);
            cr_expect_not_null(strstr(text, "</svg>"), "%s", row->name);
            cr_expect_gt(strlen(row->summary), 0);
            free(text);
            cf_report_free(report);
        }
    }
    return count;
}

Test(charts, sweep_has_a_band_and_a_line_over_what_is_varied)
{
    static const cf_param vary = { "vary", "relation:investor=0.5:1.5:0.5" };
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_request request = {
        .scenario = scenario, .view = options_from(""), .params = &vary, .param_count = 1
    };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("sweep"), &request, NULL));
    EXPECT_DRAWN(cf_chart_sweep, report, "as relation:investor is varied",
                 "across: relation:investor; line: pro rata, band: min to max", ">0.6</text>");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(charts, compare_says_what_changes_most)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_request request = { .scenario = scenario,
                           .view = options_from(""),
                           .other = scenario,
                           .other_view = options_from("") };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("compare"), &request, NULL));
    EXPECT_DRAWN(cf_chart_compare, report, ">What comes back is the same in A and in B</text>",
                 "50, was 50", ">A</text>", ">B</text>");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(charts, of_every_analysis_draw_its_report)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");

    cr_expect_geq(draw_all_of(scenario), 4);
    cr_expect_null(cf_chart_find("score", "timeline"));
    cr_expect_null(cf_chart_at("model", 0));
    cf_scenario_free(scenario);
}

Test(charts, of_every_analysis_draw_nothing_where_nothing_is)
{
    cf_scenario *empty = scenario_from("'entities': [], 'deals': []");
    cf_scenario *trade = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [{'id': 'd', 'relation': 'customer', "
        "'payer': 'a', 'payee': 'b', 'amount': 5}]");

    (void)draw_all_of(empty);
    (void)draw_all_of(trade);
    cf_scenario_free(empty);
    cf_scenario_free(trade);
}

Test(charts, fail_cleanly_without_memory)
{
    static const struct moment moments[] = { { "2025-01-01", "s", 0.0, 10.0, 20.0 } };
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, ""), *timeline = timeline_of(moments, 1);
    cf_report *drivers = report_of("drivers", scenario, "");

    expect_no_leak(cf_chart_exposure, score);
    expect_no_leak(cf_chart_financing, score);
    expect_no_leak(drivers_of_chip_maker, drivers);
    expect_no_leak(cf_chart_timeline, timeline);
    cf_report_free(score);
    cf_report_free(timeline);
    cf_report_free(drivers);
    cf_scenario_free(scenario);
}
