/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep over random scenarios against `score` of files that have the swept amounts. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "property/random_scenario.h"

enum { SEEDS = 600 / CIRCFIN_SEED_SHARE };

static const random_variation plainly = { 0 };

static cf_report *run(cf_scenario **scenario, const random_scenario *random, const char *analysis,
                      const char *vary)
{
    char *text = random_scenario_text(random, &plainly);
    cf_param param = { "vary", vary };
    cf_request request = { .view = random->view, .params = &param, .param_count = vary != NULL };
    cf_report *report = NULL;

    cr_assert_eq((int)cf_scenario_parse(scenario, text, strlen(text), "seed", NULL), (int)CF_OK);
    request.scenario = *scenario;
    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find(analysis), &request, NULL),
                 (int)CF_OK, "seed %u: %s", random->seed, vary);
    free(text);
    return report;
}

static bool is_mentioned(const random_scenario *random, int deal)
{
    for (int i = 0; i < random->deal_count; i++) {
        const random_deal *other = &random->deals[i];

        if (other->part_of == deal)
            return true;
        for (int k = 0; k < other->share_of.count; k++) {
            if (other->share_of.at[k] == deal)
                return true;
        }
    }
    return false;
}

/* Its amount in the view is the one in the file, and nothing else follows it. */
static bool is_plain(const random_scenario *random, int deal)
{
    const random_deal *of = &random->deals[deal];

    return of->quantified && of->share_of.count == 0 && of->amount.low < 0 && of->amount.high < 0 &&
           of->amount.base > 0 && !of->euro && !of->scheduled && of->part_of < 0 &&
           !is_mentioned(random, deal);
}

static bool is_in_view(const random_scenario *random, int deal)
{
    char *text = random_scenario_text(random, &plainly), id[16];
    cf_scenario *scenario = NULL;
    cf_view *view = NULL;
    const char *reason, *way_in;

    snprintf(id, sizeof id, "d%02d", deal);
    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "seed", NULL), (int)CF_OK);
    cr_assert_eq((int)cf_view_new(&view, scenario, &random->view, NULL), (int)CF_OK);
    cr_assert_eq(
        (int)cf_view_exclusion(&reason, &way_in, view, cf_scenario_find_deal(scenario, id)),
        (int)CF_OK);
    cf_view_free(view);
    cf_scenario_free(scenario);
    free(text);
    return reason == NULL;
}

static const cf_cell *cell(const cf_report *report, const char *table, long row, const char *column)
{
    const cf_table *of = cf_report_find_table(report, table);

    for (int c = 0; c < cf_table_column_count(of); c++) {
        if (strcmp(cf_table_column(of, c)->name, column) == 0)
            return cf_table_cell(of, row, c);
    }
    return NULL;
}

static long find_supplier(const cf_report *score, const char *id)
{
    const cf_table *table = cf_report_find_table(score, "suppliers");

    for (long r = 0; r < cf_table_row_count(table); r++) {
        if (strcmp(cf_table_cell(table, r, 0)->text, id) == 0)
            return r;
    }
    return -1;
}

static void compare_row(const random_scenario *random, const cf_report *sweep, long row,
                        const cf_report *score)
{
    static const char *const columns[] = { "loopback_min", "loopback_pro_rata", "loopback_max",
                                           "exposure_pro_rata" };
    const char *id = cell(sweep, "sweep", row, "supplier")->text;
    long of = find_supplier(score, id);

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const cf_cell *swept = cell(sweep, "sweep", row, columns[i]);
        const cf_cell *scored = of < 0 ? NULL : cell(score, "suppliers", of, columns[i]);
        double invested = of < 0 ? 0.0 : cell(score, "suppliers", of, "invested")->number;

        if (scored ==
            NULL) { /* a supplier of the view that invests nothing now, or earns nothing */
            cr_expect(!swept->known || fabs(swept->number) <= 0, "seed %u: %s %s", random->seed, id,
                      columns[i]);
            continue;
        }
        cr_expect_eq(swept->known, scored->known, "seed %u: %s %s", random->seed, id, columns[i]);
        cr_expect(!swept->known || fabs(swept->number - scored->number) <=
                                       1e-9 * fabs(scored->number) + 1e-12 * invested,
                  "seed %u: %s %s is %.17g, not %.17g", random->seed, id, columns[i], swept->number,
                  scored->number);
    }
}

/* Rows of one point are those of score, and more only where the view's own suppliers stay. */
static long compare_point(random_scenario *random, int deal, double amount, const cf_report *sweep,
                          long row)
{
    double before = random->deals[deal].amount.base, axis;
    cf_scenario *scenario = NULL;
    cf_report *score;
    long suppliers, met = 0, rows;

    random->deals[deal].amount.base = amount;
    score = run(&scenario, random, "score", NULL);
    random->deals[deal].amount.base = before;
    suppliers = cf_table_row_count(cf_report_find_table(score, "suppliers"));
    rows = cf_table_row_count(cf_report_find_table(sweep, "sweep"));
    if (row < rows)
        axis = cf_table_cell(cf_report_find_table(sweep, "sweep"), row, 0)->number;
    for (; row < rows; row++) {
        double value = cf_table_cell(cf_report_find_table(sweep, "sweep"), row, 0)->number;

        if (value < axis || value > axis || fabs(value - amount) > 1e-9 * amount)
            break;
        compare_row(random, sweep, row, score);
        met += find_supplier(score, cell(sweep, "sweep", row, "supplier")->text) >= 0;
    }
    cr_expect_eq(met, suppliers, "seed %u, %g: %ld of %ld suppliers", random->seed, amount, met,
                 suppliers);
    cf_report_free(score);
    cf_scenario_free(scenario);
    return row;
}

static void try_deal(random_scenario *random, int deal)
{
    static const double wide[] = { 1e-3, 1e9 };
    double base = random->deals[deal].amount.base;
    cf_scenario *scenario = NULL;
    cf_report *sweep;
    char vary[120];
    long row = 0;

    snprintf(vary, sizeof vary, "deal:d%02d=0:%.17g:%.17g", deal, 2 * base, base / 2);
    sweep = run(&scenario, random, "sweep", vary);
    for (int i = 0; i <= 4; i++)
        row = compare_point(random, deal, i * base / 2, sweep, row);
    cr_expect_eq(row, cf_table_row_count(cf_report_find_table(sweep, "sweep")));
    cf_report_free(sweep);
    cf_scenario_free(scenario);
    for (int i = 0; i < 2; i++) {
        snprintf(vary, sizeof vary, "deal:d%02d=%g:%g:1", deal, wide[i], wide[i]);
        sweep = run(&scenario, random, "sweep", vary);
        compare_point(random, deal, wide[i], sweep, 0);
        cf_report_free(sweep);
        cf_scenario_free(scenario);
    }
}

Test(sweep, each_point_is_what_score_says_of_a_file_with_that_amount, .timeout = 0)
{
    int tried = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        random_scenario random;

        random_scenario_make(&random, seed);
        random.view.window_from = random.view.window_to = CF_NO_DAY;
        random.view.probability_weights = false;
        random.joint_count = 0;
        for (int deal = 0; deal < random.deal_count; deal += 3) {
            if (is_plain(&random, deal) && is_in_view(&random, deal)) {
                try_deal(&random, deal);
                tried++;
            }
        }
    }
    cr_expect_gt(tried, SEEDS / 2);
}
