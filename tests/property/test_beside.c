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

/* ---- what nobody reaches ---- */

/* A copy with two more entities and a deal between them. The arrays are to be freed. */
static cf_scenario with_an_island(const cf_scenario *scenario)
{
    cf_scenario copy = *scenario;
    int entities = scenario->entity_count, deals = scenario->deal_count;
    cf_entity *people = calloc((size_t)entities + 2, sizeof *people);
    cf_deal *dealt = calloc((size_t)deals + 1, sizeof *dealt);

    cr_assert(people != NULL && dealt != NULL);
    for (int i = 0; i < entities; i++)
        people[i] = scenario->entities[i];
    for (int i = 0; i < deals; i++)
        dealt[i] = scenario->deals[i];
    people[entities] = (cf_entity){ .id = "island 1" };
    people[entities + 1] = (cf_entity){ .id = "island 2" };
    dealt[deals] = (cf_deal){ .id = "ferry",
                              .relation = CF_CUSTOMER,
                              .payer = entities,
                              .payee = entities + 1,
                              .kind = CF_QUANTIFIED,
                              .amount = { 7, 7, 7 },
                              .fx = 1.0,
                              .announced = CF_NO_DAY,
                              .cancelled = CF_NO_DAY,
                              .start = CF_NO_DAY,
                              .end = CF_NO_DAY,
                              .status = CF_SIGNED,
                              .probability = -1.0,
                              .cash = true,
                              .part_of = -1,
                              .rank = 1,
                              .recovery = -1.0 };
    copy.entities = people;
    copy.entity_count = entities + 2;
    copy.deals = dealt;
    copy.deal_count = deals + 1;
    return copy;
}

static bool is_same_cell(const cf_cell *a, const cf_cell *b, cf_kind kind)
{
    if (a->known != b->known || !a->known)
        return a->known == b->known;
    if (cf_kind_is_text(kind))
        return strcmp(a->text, b->text) == 0;
    return fabs(a->number - b->number) <= 1e-9 * fmax(fabs(a->number), 1e-9);
}

static void expect_same_table(const cf_report *a, const cf_report *b, const char *name,
                              unsigned seed)
{
    const cf_table *one = cf_report_find_table(a, name), *other = cf_report_find_table(b, name);

    cr_assert_eq(cf_table_row_count(one), cf_table_row_count(other), "seed %u: %s", seed, name);
    for (long r = 0; r < cf_table_row_count(one); r++)
        for (int c = 0; c < cf_table_column_count(one); c++)
            cr_expect(is_same_cell(cf_table_cell(one, r, c), cf_table_cell(other, r, c),
                                   cf_table_column(one, c)->kind),
                      "seed %u: %s in row %ld of %s", seed, cf_table_column(one, c)->name, r, name);
}

Test(beside, a_deal_that_nobody_reaches_changes_nothing)
{
    static const random_variation plain = { 0 };
    static const char *const tables[] = { "suppliers", "routes", "rests",   "pairs",
                                          "cross",     "joint",  "support", "stated" };

    for (unsigned seed = 1; seed <= SEEDS / 4; seed++) {
        random_scenario random;
        char ids[3][16], *text;
        const char *joint[3];
        cf_scenario *scenario = NULL, island;
        cf_report *alone = NULL, *beside = NULL;
        cf_request request = { .scenario = NULL };

        random_scenario_make(&random, seed);
        text = random_scenario_text(&random, &plain);
        cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "-", NULL), CF_OK);
        island = with_an_island(scenario);
        request.view = random_scenario_view(&random, &plain, ids, joint);
        request.scenario = scenario;
        cr_assert_eq((int)cf_analysis_run(&alone, cf_analysis_find("score"), &request, NULL),
                     CF_OK);
        request.scenario = &island;
        cr_assert_eq((int)cf_analysis_run(&beside, cf_analysis_find("score"), &request, NULL),
                     CF_OK);
        for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
            expect_same_table(alone, beside, tables[t], seed);
        cf_report_free(alone);
        cf_report_free(beside);
        free((void *)island.entities);
        free((void *)island.deals);
        cf_scenario_free(scenario);
        free(text);
    }
}
