/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of what stands beside the loop-back, on random scenarios: other revenue only dilutes, and
 * the payers' index lies where it must. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "property/random_scenario.h"
#include "report/lookup.h"

enum { SEEDS = 2400 / CIRCFIN_SEED_SHARE };

typedef void row_law(const cf_table *suppliers, long row, bool reports, unsigned seed);

static bool any_reports(const cf_scenario *scenario)
{
    for (int i = 0; i < scenario->entity_count; i++) {
        if (scenario->entities[i].revenue_known)
            return true;
    }
    return false;
}

/* Calls `law` for every row of suppliers. @return how many there were */
static long of_seed(unsigned seed, row_law *law)
{
    static const random_variation plain = { 0 };
    random_scenario random;
    char ids[3][16], *text;
    const char *joint[3];
    cf_scenario *scenario = NULL;
    cf_request request = { .scenario = NULL };
    cf_report *report = NULL;
    const cf_table *suppliers;
    long rows;

    random_scenario_make(&random, seed);
    text = random_scenario_text(&random, &plain);
    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "-", NULL), CF_OK);
    request.scenario = scenario;
    request.view = random_scenario_view(&random, &plain, ids, joint);
    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL), CF_OK);
    suppliers = cf_report_find_table(report, "suppliers");
    rows = cf_table_row_count(suppliers);
    for (long r = 0; r < rows; r++)
        law(suppliers, r, any_reports(scenario), seed);
    cf_report_free(report);
    cf_scenario_free(scenario);
    free(text);
    return rows;
}

static double number(const cf_table *suppliers, long row, const char *column)
{
    return cf_table_number(suppliers, row, column);
}

static void dilution_takes(const cf_table *suppliers, long row, bool reports, unsigned seed)
{
    double pro_rata = number(suppliers, row, "loopback_pro_rata");
    double undiluted = number(suppliers, row, "loopback_undiluted");
    double invested = number(suppliers, row, "invested");

    cr_expect(undiluted >= pro_rata - 1e-9 * invested, "seed %u: %.17g undiluted, %.17g else", seed,
              undiluted, pro_rata);
    cr_expect(undiluted <= invested * (1 + 1e-9), "seed %u: %.17g of %.17g", seed, undiluted,
              invested);
    if (!reports)
        cr_expect(undiluted <= pro_rata && undiluted >= pro_rata, "seed %u: nobody reports", seed);
}

Test(beside, other_revenue_only_dilutes)
{
    long rows = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++)
        rows += of_seed(seed, dilution_takes);
    cr_expect_gt(rows, SEEDS / 2);
}

/* Between that of as many equal payers as there can be, and that of one. */
static void payers_concentrate(const cf_table *suppliers, long row, bool reports, unsigned seed)
{
    double low = number(suppliers, row, "payers_hhi_low");
    double high = number(suppliers, row, "payers_hhi_high");
    double revenue = number(suppliers, row, "revenue");
    double reported = number(suppliers, row, "revenue_reported");

    (void)reports;
    if (!(revenue > 0)) {
        cr_expect(isnan(low) && isnan(high), "seed %u: an index of nobody", seed);
        return;
    }
    cr_expect(low > 0 && low <= high && high <= 1 + 1e-12, "seed %u: %.17g to %.17g", seed, low,
              high);
    if (isnan(reported) || reported <= revenue)
        cr_expect(high <= low * (1 + 1e-12), "seed %u: all payers are named", seed);
}

Test(beside, the_payers_index_has_bounds)
{
    long rows = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++)
        rows += of_seed(seed, payers_concentrate);
    cr_expect_gt(rows, SEEDS / 2);
}
