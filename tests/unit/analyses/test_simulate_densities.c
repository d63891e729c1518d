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
Test(simulate_densities, are_bins_of_one_width)
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

Test(simulate_densities, a_figure_that_is_certain_has_one_bin_without_a_width)
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
