/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures/charts.h"
#include "unit/testlib.h"

static const cf_drawing plain = { .prefix = "t-" };
static const cf_drawing inlined = { .inlined = true, .prefix = "t-" };

typedef cf_status chart(FILE *out, const cf_report *report, const cf_drawing *drawing);

static cf_status drivers_of_chip_maker(FILE *out, const cf_report *report,
                                       const cf_drawing *drawing)
{
    return cf_chart_drivers(out, report, "chip-maker", drawing);
}

/* The bytes of a chart; to be freed. */
static char *drawn(chart *draw, const cf_report *report, const cf_drawing *drawing)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    cr_assert_not_null(out);
    assert_ok(draw(out, report, drawing));
    cr_assert_eq(fclose(out), 0);
    return text;
}

static void expect_drawn(chart *draw, const cf_report *report, const char *const *words, int count)
{
    char *text = drawn(draw, report, &plain);

    for (int i = 0; i < count; i++)
        cr_expect_not_null(strstr(text, words[i]), "no %s", words[i]);
    free(text);
}

#define EXPECT_DRAWN(draw, report, ...)                                                            \
    expect_drawn(draw, report, (const char *const[]){ __VA_ARGS__ },                               \
                 (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

static void expect_not_drawn(chart *draw, const cf_report *report, const char *words)
{
    char *text = drawn(draw, report, &plain);

    cr_expect_null(strstr(text, words), "%s", words);
    free(text);
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
    { "entity", CF_ENTITY },      { "invested", CF_MONEY },
    { "loopback_min", CF_MONEY }, { "loopback_pro_rata", CF_MONEY },
    { "loopback_max", CF_MONEY }, { "loopback_max_open", CF_MONEY }
};

static cf_report *suppliers_with(const char *name, int count, double open)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "score", NULL));
    assert_ok(cf_table_new(&table, "suppliers", supplier_columns, 6));
    for (int i = 0; i < count; i++)
        assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text(name), cf_cell_number(10.0),
                                                   cf_cell_number(2.0), cf_cell_number(2.0),
                                                   cf_cell_number(2.0), cf_cell_number(open) }));
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

static const cf_column timeline_columns[] = {
    { "date", CF_TEXT },          { "supplier", CF_ENTITY },
    { "loopback_min", CF_MONEY }, { "loopback_pro_rata", CF_MONEY },
    { "loopback_max", CF_MONEY }, { "exposure_pro_rata", CF_SHARE }
};

struct moment {
    const char *date, *supplier;
    double min, pro_rata, max;
};

static cf_report *timeline_of(const struct moment *moments, int count)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "timeline", NULL));
    assert_ok(cf_table_new(&table, "timeline", timeline_columns, 6));
    for (int i = 0; i < count; i++)
        assert_ok(cf_table_add(
            table, (cf_cell[]){ cf_cell_text(moments[i].date), cf_cell_text(moments[i].supplier),
                                cf_cell_number(moments[i].min), cf_cell_number(moments[i].pro_rata),
                                cf_cell_number(moments[i].max), cf_cell_number(0.25) }));
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
    EXPECT_DRAWN(cf_chart_timeline, timeline, "M212 116H212V98.5H690.72V81H708", ">20 now, 25.0 %",
                 "M212 116H212V81H690.72V46H708", ">2025-07<");
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

static void expect_no_leak(chart *draw, const cf_report *report)
{
    cf_status status = CF_NO_MEMORY;
    FILE *out = fopen("/dev/null", "w");

    cr_assert_not_null(out);
    fputc('.', out); /* it has its buffer now */
    for (long count = 0; status == CF_NO_MEMORY && count < 20; count++) {
        allow_allocations(count);
        status = draw(out, report, &plain);
        cr_expect_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    fclose(out);
}

/* ---- vintages -------------------------------------------------------------------------------- */

static const cf_column periods_columns[] = {
    { "supplier", CF_ENTITY }, { "period", CF_DATE },         { "cumulative_invested", CF_MONEY },
    { "back_min", CF_MONEY },  { "back_pro_rata", CF_MONEY }, { "back_max", CF_MONEY }
};

static const cf_column vintages_columns[] = { { "supplier", CF_ENTITY },
                                              { "invested_in", CF_DATE },
                                              { "returned_in", CF_DATE },
                                              { "invested", CF_MONEY },
                                              { "loopback_pro_rata", CF_MONEY } };

static const cf_column funding_columns[] = { { "entity", CF_ENTITY },    { "period", CF_DATE },
                                             { "due", CF_MONEY },        { "carried_in", CF_MONEY },
                                             { "tied_in", CF_MONEY },    { "capital_in", CF_MONEY },
                                             { "revenue_in", CF_MONEY }, { "outside", CF_MONEY },
                                             { "gap", CF_MONEY } };

/* A row: two texts (or three) and numbers. */
struct row {
    const char *texts[3];
    double numbers[7];
};

static cf_report *table_of(const char *name, const cf_column *columns, int column_count, int texts,
                           const struct row *rows, int count)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "vintages", NULL));
    assert_ok(cf_table_new(&table, name, columns, column_count));
    for (int r = 0; r < count; r++) {
        cf_cell cells[9];

        for (int c = 0; c < column_count; c++)
            cells[c] = c < texts ? cf_cell_text(rows[r].texts[c])
                                 : cf_cell_number(rows[r].numbers[c - texts]);
        assert_ok(cf_table_add_row(table, cells, column_count));
    }
    assert_ok(cf_report_take_table(report, &table));
    return report;
}

#define TABLE(name, texts, rows)                                                                   \
    table_of(#name, name##_columns, CF_COUNT_OF(name##_columns), texts, rows, CF_COUNT_OF(rows))

/* A scale to 20, 74 pixels high, of four years whose first and last are quiet: two slots of 496/3
 * pixels and a quiet one. Pro rata 5 of 20 is 18.5 pixels above the bottom of 132. */
Test(charts, back_joins_the_ends_of_periods)
{
    static const struct row rows[] = {
        { { "s", "2024" }, { 0, 0, 0, 0 } },    { { "s", "2025" }, { 10, 0, 5, 10 } },
        { { "s", "2026" }, { 20, 2, 10, 20 } }, { { "s", "2027" }, { 20, 2, 10, 20 } },
        { { "s", "2028" }, { 20, 2, 10, 20 } }, { { "t", "2024" }, { 0, 0, 0, 0 } },
        { { "t", "2025" }, { 1, 0, 0, 0 } },    { { "t", "2026" }, { 1, 0, 0, 0 } },
        { { "t", "2027" }, { 1, 0, 0, 0 } },    { { "t", "2028" }, { 1, 0, 0, 0 } }
    };
    cf_report *report = TABLE(periods, 2, rows);

    EXPECT_DRAWN(cf_chart_back, report, "M212 132L377.33 113.5L542.67 95L708 95",
                 "10 of 20 back by 2027", "To 1 further supplier nothing comes back.");
    expect_not_drawn(cf_chart_back, report, "2024");
    cf_report_free(report);
}

Test(charts, back_without_bounds_has_no_band)
{
    static const struct row rows[] = { { { "s", "2025" }, { 10, NAN, 5, NAN } },
                                       { { "s", "2026" }, { 10, NAN, 6, NAN } } };
    cf_report *report = TABLE(periods, 2, rows);

    EXPECT_DRAWN(cf_chart_back, report, "6 of 10 back by 2026");
    expect_not_drawn(cf_chart_back, report, "fill-opacity=\"0.3\"");
    cf_report_free(report);
}

/* A vintage begins in the column of its period, and what it gets late has its own sum. */
Test(charts, triangle_has_a_row_for_each_vintage)
{
    static const struct row rows[] = { { { "s", "2025", "2025" }, { 10, 1 } },
                                       { { "s", "2025", "2026" }, { 10, 2.5 } },
                                       { { "s", "2026", "2026" }, { 40, 8 } },
                                       { { "t", "2026", "2026" }, { 40, 0 } } };
    cf_report *report = TABLE(vintages, 3, rows);

    EXPECT_DRAWN(cf_chart_triangle, report, "2025: 10 invested", "3.50 (35.0 %)", "8.00 (20.0 %)",
                 "8.00 of what was invested in 2026 (20.0 %) comes back in 2026",
                 "x=\"252\"" /* of 188 and one column of 64 */);
    expect_not_drawn(cf_chart_triangle, report, "data-supplier=\"t\"");
    cf_report_free(report);
}

Test(charts, triangle_without_returns_says_so)
{
    static const struct row rows[] = { { { "t", NULL, NULL }, { 40, 0 } } };
    cf_report *report = TABLE(vintages, 3, rows);

    EXPECT_DRAWN(cf_chart_triangle, report, "Nothing that was invested comes back");
    cf_report_free(report);
}

/* Of two entities that with the larger gaps, from the first year in which it has to pay. */
Test(charts, funding_marks_the_gap)
{
    static const struct row rows[] = { { { "a", "2025" }, { 9, 0, 0, 0, 0, 0, 9 } },
                                       { { "b", "2024" }, { 0, 0, 0, 5, 0, 0, 0 } },
                                       { { "b", "2025" }, { 20, 5, 0, 0, 0, 5, 10 } },
                                       { { "b", "2026" }, { 10, 0, 0, 0, 10, 0, 0 } } };
    cf_report *report = TABLE(funding, 2, rows);

    EXPECT_DRAWN(cf_chart_funding, report, "2025: 20 due; carried in 5; from outside 5; gap 10",
                 "2026: 10 due; revenue in 10", "What b has to pay");
    expect_not_drawn(cf_chart_funding, report, "2024");
    cf_report_free(report);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Title, name and view are above one that stands alone; the page has them elsewhere. */
Test(charts, say_what_they_show_where_they_stand_alone)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, "");
    char *alone = drawn(cf_chart_exposure, score, &plain);
    char *part = drawn(cf_chart_exposure, score, &inlined);

    cr_expect_not_null(strstr(alone, ">What comes back to each supplier as revenue</text>"));
    cr_expect_not_null(strstr(alone, scenario->name));
    cr_expect_not_null(strstr(alone, "base case"));
    cr_expect_null(strstr(part, "revenue</text>"));
    cr_expect_null(strstr(part, "base case"));
    free(alone);
    free(part);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(charts, of_every_analysis_draw_its_report)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    int count = 0;

    for (int a = 0; a < cf_analysis_count(); a++) {
        const char *name = cf_analysis_at(a)->name;
        const cf_chart *row;

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
    cr_expect_geq(count, 4);
    cr_expect_null(cf_chart_find("score", "timeline"));
    cr_expect_null(cf_chart_at("model", 0));
    cf_scenario_free(scenario);
}

Test(charts, fail_cleanly_without_memory)
{
    static const struct moment moments[] = { { "2025-01-01", "s", 0.0, 10.0, 20.0 } };
    static const struct row two_periods[] = { { { "s", "2025" }, { 10, 0, 5, 9 } },
                                              { { "s", "2026" }, { 10, 0, 6, 9 } } };
    static const struct row one_vintage[] = { { { "s", "2025", "2025" }, { 10, 1 } } };
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_report *score = score_of(scenario, ""), *timeline = timeline_of(moments, 1);
    cf_report *drivers = report_of("drivers", scenario, "");
    cf_report *periods = TABLE(periods, 2, two_periods),
              *vintages = TABLE(vintages, 3, one_vintage);

    expect_no_leak(cf_chart_exposure, score);
    expect_no_leak(cf_chart_financing, score);
    expect_no_leak(drivers_of_chip_maker, drivers);
    expect_no_leak(cf_chart_timeline, timeline);
    expect_no_leak(cf_chart_back, periods);
    expect_no_leak(cf_chart_triangle, vintages);
    cf_report_free(score);
    cf_report_free(timeline);
    cf_report_free(drivers);
    cf_report_free(periods);
    cf_report_free(vintages);
    cf_scenario_free(scenario);
}
