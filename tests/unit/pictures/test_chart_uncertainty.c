/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/charted.h"

static const cf_column simulate_columns[] = { { "supplier", CF_ENTITY }, { "measure", CF_TEXT },
                                              { "sd", CF_NUMBER },       { "p05", CF_NUMBER },
                                              { "p50", CF_NUMBER },      { "p95", CF_NUMBER } };

static const cf_column densities_columns[] = { { "supplier", CF_ENTITY },
                                               { "measure", CF_TEXT },
                                               { "from", CF_NUMBER },
                                               { "to", CF_NUMBER },
                                               { "density", CF_NUMBER } };

static const cf_column sources_columns[] = {
    { "supplier", CF_ENTITY },    { "measure", CF_TEXT }, { "source", CF_TEXT },
    { "first_order", CF_NUMBER }, { "total", CF_NUMBER }, { "total_se", CF_NUMBER }
};

/* A row: two texts (or three) and numbers. */
struct row {
    const char *texts[3];
    double numbers[4];
};

static void add_table(cf_report *report, const char *name, const cf_column *columns,
                      int column_count, int texts, const struct row *rows, int count)
{
    cf_table *table = NULL;

    assert_ok(cf_table_new(&table, name, columns, column_count));
    for (int r = 0; r < count; r++) {
        cf_cell cells[6];

        for (int c = 0; c < column_count; c++)
            cells[c] = c < texts ? cf_cell_text(rows[r].texts[c])
                                 : cf_cell_number(rows[r].numbers[c - texts]);
        assert_ok(cf_table_add_row(table, cells, column_count));
    }
    assert_ok(cf_report_take_table(report, &table));
}

#define ADD(report, name, texts, rows)                                                             \
    add_table(report, #name, name##_columns, CF_COUNT_OF(name##_columns), texts, rows,             \
              CF_COUNT_OF(rows))

static cf_report *new_report(const cf_scenario *scenario)
{
    cf_report *report = NULL;

    assert_ok(cf_report_new(&report, "simulate", scenario));
    return report;
}

/* A scale to 20 of 484 pixels from 212 on, so 24.2 a unit; the panel's bottom is at 62 + 72 + 12.
 * Pro rata has densities 0.3 and 0.2: the first is as high as the panel, the second 48 pixels. Min
 * is 1 in all draws, and max is higher than the panel allows. */
static cf_report *uncertain_report(void)
{
    static const struct row summaries[] = {
        { { "s", "loopback_min" }, { 0, 1, 1, 1 } },
        { { "s", "loopback_pro_rata" }, { 1.5, 2, 4.5, 6 } },
        { { "s", "loopback_max" }, { 1, 18, 19, 20 } },
        { { "t", "loopback_pro_rata" }, { 0, 3, 3, 3 } },
        { { "t", "loopback_max" }, { 0, 3, 3, 3 } },
    };
    static const struct row bins[] = {
        { { "s", "loopback_min" }, { 1, 1, NAN } },
        { { "s", "loopback_pro_rata" }, { 2, 4, 0.3 } },
        { { "s", "loopback_pro_rata" }, { 4, 6, 0.2 } },
        { { "s", "loopback_max" }, { 18, 19, 0.9 } },
        { { "s", "loopback_max" }, { 19, 20, 0.1 } },
        { { "t", "loopback_pro_rata" }, { 3, 3, NAN } },
    };
    cf_report *report = new_report(NULL);

    ADD(report, simulate, 2, summaries);
    ADD(report, densities, 2, bins);
    return report;
}

Test(chart_uncertainty, density_has_the_steps_of_its_bins)
{
    cf_report *report = uncertain_report();

    EXPECT_DRAWN(cf_chart_density, report, "In 9 of 10 draws, 2 to 6 comes back to s",
                 "4.5 (2 to 6)", "M260.4 146V74H308.8V98H357.2V146Z" /* pro rata */,
                 "M236.2 146V74H238.2V146Z" /* min, a line of two pixels */,
                 "M647.6 146V74H671.8V122H696V146Z" /* max, cut off */,
                 "M320.9 146v-77" /* the median */,
                 "What comes back to 1 further supplier is the same in all draws.");
    expect_not_drawn(cf_chart_density, report, "data-supplier=\"t\"");
    cf_report_free(report);
}

Test(chart_uncertainty, density_of_what_is_certain_says_so)
{
    static const struct row rows[] = { { { "s", "loopback_pro_rata" }, { 0, 1, 1, 1 } } };
    cf_report *report = new_report(NULL);

    ADD(report, simulate, 2, rows);
    EXPECT_DRAWN(cf_chart_density, report, "What comes back is the same in all draws.");
    cf_report_free(report);
    report = new_report(NULL);
    EXPECT_DRAWN(cf_chart_density, report, "No entity in this view both invests");
    cf_report_free(report);
}

static const struct row source_rows[] = {
    { { "s", "loopback_pro_rata", "deal:x" }, { 0.9, 0.95, 0.01 } }, /* another figure */
    { { "s", "exposure_pro_rata", "market" }, { 0.1, 0.25, 0.05 } },
    { { "s", "exposure_pro_rata", "deal:i" }, { 0.3, 0.5, 0.1 } },
    { { "s", "exposure_pro_rata", "payer:c" }, { -0.02, 0.05, NAN } },
    { { "s", "exposure_pro_rata", "funds:c" }, { 0.2, 0.1, 0 } }, /* by chance */
    { { "s", "exposure_pro_rata", "revenue:c" }, { 0, 0, 0 } },
    { { "t", "exposure_pro_rata", "deal:i" }, { 1, 1, 0 } },
};

/* A scale to 60 % on 384 pixels from 296 on: 6.4 a percent. */
Test(chart_uncertainty, sources_are_bars_of_total_effects)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's', 'name': 'Maker'}, {'id': 'c', 'name': 'Cloud'}], 'deals': ["
        "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'c',"
        " 'amount': {'low': 5, 'high': 25}}]");
    cf_report *report = new_report(scenario);
    char *text;

    ADD(report, sources, 3, source_rows);
    EXPECT_DRAWN(cf_chart_first_sources, report,
                 "Maker \xE2\x86\x92 Cloud is the largest uncertainty about Maker (50 %)",
                 ">5 to 25<", "deal:i: 50.0 % of the variance in all, 30.0 % by itself",
                 "x=\"296\" y=\"61\" width=\"320\"" /* 50 % */,
                 "x=\"296\" y=\"61\" width=\"192\"" /* of it by itself */,
                 "M552 64v8M552 68H680M680 64v8" /* 40 to 60 % */, "The market (all deals)",
                 "All that Cloud pays", "Outside funds of Cloud");
    expect_not_drawn(cf_chart_first_sources, report, "Revenue of");
    expect_not_drawn(cf_chart_first_sources, report, "95.0 %");
    text = drawn(cf_chart_first_sources, report, &plain);
    cr_expect_lt(strstr(text, "deal:i"), strstr(text, "market:"));
    cr_expect_lt(strstr(text, "market:"), strstr(text, "funds:c"));
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(chart_uncertainty, sources_of_what_is_certain_say_so)
{
    cf_report *report = new_report(NULL);

    EXPECT_DRAWN(cf_chart_first_sources, report, "the same in all draws");
    add_table(report, "sources", sources_columns, CF_COUNT_OF(sources_columns), 3, NULL, 0);
    EXPECT_DRAWN(cf_chart_first_sources, report, "the same in all draws");
    cf_report_free(report);
}

Test(chart_uncertainty, fail_cleanly_without_memory)
{
    cf_report *report = uncertain_report();

    ADD(report, sources, 3, source_rows);
    expect_no_leak(cf_chart_density, report);
    expect_no_leak(cf_chart_first_sources, report);
    cf_report_free(report);
}
