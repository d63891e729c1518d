/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/charted.h"

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
                                             { "revenue_in", CF_MONEY }, { "service_in", CF_MONEY },
                                             { "outside", CF_MONEY },    { "gap", CF_MONEY } };

/* A row: two texts (or three) and numbers. */
struct row {
    const char *texts[3];
    double numbers[8];
};

static cf_report *table_of(const char *name, const cf_column *columns, int column_count, int texts,
                           const struct row *rows, int count)
{
    cf_report *report = NULL;
    cf_table *table = NULL;

    assert_ok(cf_report_new(&report, "vintages", NULL));
    assert_ok(cf_table_new(&table, name, columns, column_count));
    for (int r = 0; r < count; r++) {
        cf_cell cells[10];

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
Test(chart_vintages, back_joins_the_ends_of_periods)
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

Test(chart_vintages, back_without_bounds_has_no_band)
{
    static const struct row rows[] = { { { "s", "2025" }, { 10, NAN, 5, NAN } },
                                       { { "s", "2026" }, { 10, NAN, 6, NAN } } };
    cf_report *report = TABLE(periods, 2, rows);

    EXPECT_DRAWN(cf_chart_back, report, "6 of 10 back by 2026");
    expect_not_drawn(cf_chart_back, report, "fill-opacity=\"0.3\"");
    cf_report_free(report);
}

/* A vintage begins in the column of its period, and what it gets late has its own sum. */
Test(chart_vintages, triangle_has_a_row_for_each_vintage)
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

Test(chart_vintages, triangle_without_returns_says_so)
{
    static const struct row rows[] = { { { "t", NULL, NULL }, { 40, 0 } } };
    cf_report *report = TABLE(vintages, 3, rows);

    EXPECT_DRAWN(cf_chart_triangle, report, "Nothing that was invested comes back");
    cf_report_free(report);
}

/* Of two entities that with the larger gaps, from the first year in which it has to pay. */
Test(chart_vintages, funding_marks_the_gap)
{
    static const struct row rows[] = { { { "a", "2025" }, { 9, 0, 0, 0, 0, 0, 0, 9 } },
                                       { { "b", "2024" }, { 0, 0, 0, 5, 0, 0, 0, 0 } },
                                       { { "b", "2025" }, { 20, 2, 0, 0, 0, 3, 5, 10 } },
                                       { { "b", "2026" }, { 10, 0, 0, 0, 10, 0, 0, 0 } } };
    cf_report *report = TABLE(funding, 2, rows);

    EXPECT_DRAWN(cf_chart_funding, report,
                 "2025: 20 due; carried in 2; service in 3; from outside 5; gap 10",
                 "2026: 10 due; revenue in 10", "What b has to pay");
    expect_not_drawn(cf_chart_funding, report, "2024");
    cf_report_free(report);
}

Test(chart_vintages, fail_cleanly_without_memory)
{
    static const struct row two_periods[] = { { { "s", "2025" }, { 10, 0, 5, 9 } },
                                              { { "s", "2026" }, { 10, 0, 6, 9 } } };
    static const struct row one_vintage[] = { { { "s", "2025", "2025" }, { 10, 1 } } };
    cf_report *periods = TABLE(periods, 2, two_periods),
              *vintages = TABLE(vintages, 3, one_vintage);

    expect_no_leak(cf_chart_back, periods);
    expect_no_leak(cf_chart_triangle, vintages);
    cf_report_free(periods);
    cf_report_free(vintages);
}
