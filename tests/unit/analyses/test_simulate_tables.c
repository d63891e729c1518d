/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/simulate.h"

#include "report/lookup.h"
#include "unit/testlib.h"

static cf_report *simulate(const cf_scenario *scenario, const cf_param *params)
{
    cf_request request = { .scenario = scenario, .view = options_from(""), .params = params };
    cf_report *report = NULL;

    while (params[request.param_count].name != NULL)
        request.param_count++;
    assert_ok(cf_analysis_run(&report, cf_analysis_find("simulate"), &request, NULL));
    return report;
}

#define PARAMS(...) ((const cf_param[]){ __VA_ARGS__, { NULL, NULL } })

/* s invests in c, which has nothing else; c buys from s. */
#define PAIR(invested, bought)                                                                     \
    "'entities': [{'id': 's'}, {'id': 'c', 'outside_funds': 0}], 'deals': ["                       \
    "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'c', " invested "},"               \
    "{'id': 'b', 'relation': 'customer', 'payer': 'c', 'payee': 's', " bought "}]"

/* 1,000 draws of a deal that is spread evenly over 20 to 60: 20 bins by the Rice rule, each as wide
 * as the next, with some 50 draws. What c pays is certain: one bin without a width. */
Test(simulate_tables, densities_are_bins_of_one_width)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': {'low': 20, 'high': 60}", "'amount': 100"));
    cf_report *report = simulate(
        scenario, PARAMS({ "draws", "1000" }, { "range", "uniform" }, { "no-sources", NULL }));
    cf_lookup bins = cf_lookup_of(report, "densities");
    long row = cf_lookup_find(&bins, 0, "measure", "loopback_pro_rata");
    double least = cf_lookup_number(&bins, row, "from"), draws = 0, area = 0;

    cr_expect(least >= 20 && least < 20.5, "%g", least);
    for (int i = 0; i < 20; i++, row++) {
        double from = cf_lookup_number(&bins, row, "from"), to = cf_lookup_number(&bins, row, "to");
        double count = cf_lookup_number(&bins, row, "count");

        cr_expect(cf_lookup_is(&bins, row, "measure", "loopback_pro_rata"));
        expect_near(to - from, (cf_lookup_number(&bins, row - i + 19, "to") - least) / 20);
        cr_expect(count > 50 - 5 * 7 && count < 50 + 5 * 7, "bin %d: %g", i, count);
        draws += count;
        area += cf_lookup_number(&bins, row, "density") * (to - from);
    }
    cr_expect_eq(draws, 1000);
    expect_near(area, 1);
    cr_expect(cf_lookup_is(&bins, row, "measure", "loopback_max"));
    row = cf_lookup_find(&bins, 0, "measure", "gross");
    cr_expect_eq(bins.rows - row, 20);
    cr_expect_eq(row_count(report, "sources"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(simulate_tables, a_figure_that_is_certain_has_one_bin_without_a_width)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': 40", "'amount': 100, 'probability': 0.5"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "64" }));
    cf_lookup bins = cf_lookup_of(report, "densities");
    long row = cf_lookup_find(&bins, 0, "measure", "invested");

    cr_expect_eq(cf_lookup_number(&bins, row, "from"), 40);
    cr_expect_eq(cf_lookup_number(&bins, row, "to"), 40);
    cr_expect_eq(cf_lookup_number(&bins, row, "count"), 64);
    cr_expect(isnan(cf_lookup_number(&bins, row, "density")));
    row = cf_lookup_find(&bins, 0, "measure", "exposure_pro_rata"); /* only with revenue */
    cr_expect_lt(cf_lookup_number(&bins, row, "count"), 64);
    cr_expect_eq(row_count(report, "densities"), 8 + 8 + 8 + 1 + 1 + 8);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* All that is invested comes back, and nothing else is revenue: the exposure is exactly 1. */
Test(simulate_tables, above_is_more_than_the_limit)
{
    static const struct {
        const char *limit;
        double above;
    } cases[] = { { "1", 0 }, { "0.999", 1 }, { "1.001", 0 } };
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': {'low': 1, 'high': 9}", "'amount': {'share': 1, 'of': ['i']}"));

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report =
            simulate(scenario, PARAMS({ "draws", "40" }, { "above", cases[i].limit }));

        cr_expect_eq(number_at(report, "simulate", "s/exposure_pro_rata", "above"), cases[i].above,
                     "%s", cases[i].limit);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* Gross is 0, 40 or 80: 8 bins of 10, of which the fifth begins at 40. */
Test(simulate_tables, a_bin_has_its_lower_edge)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': 40, 'probability': 0.5", "'amount': 40, 'probability': 0.5"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "64" }, { "correlation", "0,0" }));
    cf_lookup bins = cf_lookup_of(report, "densities");
    long row = cf_lookup_find(&bins, 0, "measure", "gross");
    double sum = 0;

    cr_assert_eq(bins.rows - row, 8);
    for (int i = 0; i < 8; i++) {
        double count = cf_lookup_number(&bins, row + i, "count");

        cr_expect_eq(cf_lookup_number(&bins, row + i, "from"), 10 * i);
        cr_expect_eq(count > 0, i == 0 || i == 4 || i == 7, "bin %d: %g", i, count);
        sum += count;
    }
    cr_expect_eq(sum, 64);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* How often a deal happens, and what it is worth, is its own affair. */
Test(simulate_tables, correlation_leaves_every_deal_its_own_distribution)
{
    static const char *const correlations[] = { "0,0", "0.2,0.5", "0,0.9", "0.5,0.5", "1,0" };
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': {'low': 0, 'high': 100}", "'amount': 100, 'probability': 0.9"));

    for (size_t i = 0; i < sizeof correlations / sizeof *correlations; i++) {
        cf_report *report =
            simulate(scenario, PARAMS({ "draws", "20000" }, { "correlation", correlations[i] },
                                      { "range", "uniform" }, { "no-sources", NULL }));
        double none = number_at(report, "simulate", "s/exposure_pro_rata", "no_revenue");
        double deviation = number_at(report, "simulate", "s/invested", "sd");

        cr_expect_lt(fabs(none - 0.1), 5 * 0.3 / sqrt(20000.0), "%s: %g", correlations[i], none);
        cr_expect_lt(fabs(deviation - 100 / sqrt(12.0)), 0.5, "%s: %g", correlations[i], deviation);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}
