/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timelines and comparisons of random scenarios against `score` of a day, of either side, and of
 * files that are as far changed as a step says. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "property/random_scenario.h"

enum {
    DAY_SEEDS = 400 / CIRCFIN_SEED_SHARE,
    PAIR_SEEDS = 400 / CIRCFIN_SEED_SHARE,
    STEP_SEEDS = 600 / CIRCFIN_SEED_SHARE
};

static const random_variation plainly = { 0 };

static cf_scenario *parsed(const random_scenario *random)
{
    char *text = random_scenario_text(random, &plainly);
    cf_scenario *scenario = NULL;

    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "seed", NULL), (int)CF_OK);
    free(text);
    return scenario;
}

static cf_report *run(const char *analysis, const cf_request *request)
{
    cf_report *report = NULL;

    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find(analysis), request, NULL),
                 (int)CF_OK, "%s fails", analysis);
    return report;
}

static cf_report *score_of(const cf_scenario *scenario, const cf_view_options *view)
{
    cf_request request = { .scenario = scenario, .view = *view, .no_digest = true };

    return run("score", &request);
}

static const cf_cell *cell(const cf_report *report, const char *table, long row, const char *column)
{
    const cf_table *of = cf_report_find_table(report, table);

    for (int c = 0; c < cf_table_column_count(of); c++) {
        if (strcmp(cf_table_column(of, c)->name, column) == 0)
            return cf_table_cell(of, row, c);
    }
    cr_assert_fail("no column is named %s", column);
    return NULL;
}

static long row_count(const cf_report *report, const char *table)
{
    return cf_table_row_count(cf_report_find_table(report, table));
}

static double figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *of = cf_report_figure(report, i);

        if (strcmp(of->name, name) == 0)
            return of->value.known ? of->value.number : (double)NAN;
    }
    cr_assert_fail("no figure is named %s", name);
    return 0;
}

static long find_supplier(const cf_report *score, const char *id)
{
    for (long r = 0; r < row_count(score, "suppliers"); r++) {
        if (strcmp(cell(score, "suppliers", r, "entity")->text, id) == 0)
            return r;
    }
    return -1;
}

static double number(const cf_cell *of)
{
    return of->known ? of->number : (double)NAN;
}

/* Of a supplier as scored; NaN where it is none. */
static double scored(const cf_report *score, const char *id, const char *column)
{
    long row = find_supplier(score, id);

    return row < 0 ? (double)NAN : number(cell(score, "suppliers", row, column));
}

/* `scale`: what the figure is a part of. */
static bool is_same(double a, double b, double scale)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-12 * (isnan(scale) ? 0 : scale);
}

/* ---- timeline ---- */

static bool is_first_of_day(const cf_report *timeline, long row)
{
    return row == 0 || strcmp(cell(timeline, "timeline", row, "date")->text,
                              cell(timeline, "timeline", row - 1, "date")->text) != 0;
}

static void compare_supplier(const cf_report *timeline, long row, const cf_report *score,
                             unsigned seed)
{
    static const char *const columns[] = {
        "invested",          "revenue",      "loopback_min",
        "loopback_pro_rata", "loopback_max", "exposure_pro_rata"
    };
    const char *id = cell(timeline, "timeline", row, "supplier")->text;
    double invested = scored(score, id, "invested");

    cr_assert_geq(find_supplier(score, id), 0, "seed %u: %s is no supplier", seed, id);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        double a = number(cell(timeline, "timeline", row, columns[i]));
        double b = scored(score, id, columns[i]);

        cr_expect(is_same(a, b, invested), "seed %u: %s %s is %.17g, not %.17g", seed, id,
                  columns[i], a, b);
    }
}

/* All rows of one day; returns the first row of the next. */
static long compare_day(const random_scenario *random, const cf_scenario *scenario,
                        const cf_report *timeline, long row)
{
    cf_view_options view = random->view;
    const char *date = cell(timeline, "timeline", row, "date")->text;
    long rows = row_count(timeline, "timeline"), met = 0;
    cf_report *score;

    cr_assert(cf_day_parse(&view.as_of, date, CF_FIRST_DAY));
    score = score_of(scenario, &view);
    cr_expect(is_same(number(cell(timeline, "timeline", row, "gross")), figure(score, "gross"), 0),
              "seed %u %s", random->seed, date);
    cr_expect(is_same(number(cell(timeline, "timeline", row, "circularity_max")),
                      figure(score, "circularity_max"), 1),
              "seed %u %s", random->seed, date);
    do {
        if (cell(timeline, "timeline", row, "supplier")->known) {
            compare_supplier(timeline, row, score, random->seed);
            met++;
        }
    } while (++row < rows && !is_first_of_day(timeline, row));
    cr_expect_eq(met, row_count(score, "suppliers"), "seed %u %s: %ld", random->seed, date, met);
    cf_report_free(score);
    return row;
}

/* Every day on which something happens, and no other. */
static void expect_days(const random_scenario *random, const cf_scenario *scenario, long days)
{
    cf_day last = random->view.as_of != CF_NO_DAY ? random->view.as_of : scenario->as_of;
    long expected = 0;

    for (cf_day day = 19000; day < 22000; day++) {
        bool any = false;

        for (int i = 0; i < scenario->deal_count; i++)
            any = any || scenario->deals[i].announced == day || scenario->deals[i].cancelled == day;
        expected += any && (last == CF_NO_DAY || day <= last);
    }
    cr_expect_eq(days, expected, "seed %u: %ld days, not %ld", random->seed, days, expected);
}

Test(history, every_row_of_a_timeline_is_what_score_says_as_of_that_day, .timeout = 0)
{
    long rows = 0;

    for (unsigned seed = 1; seed <= DAY_SEEDS; seed++) {
        random_scenario random;
        cf_scenario *scenario;
        cf_request request;
        cf_report *timeline;
        long row = 0, days = 0;

        random_scenario_make(&random, seed);
        if (seed % 2 == 0) {
            random.view.as_of = CF_NO_DAY;
            random.has_as_of = false;
        }
        scenario = parsed(&random);
        request = (cf_request){ .scenario = scenario, .view = random.view };
        timeline = run("timeline", &request);
        while (row < row_count(timeline, "timeline")) {
            row = compare_day(&random, scenario, timeline, row);
            days++;
        }
        expect_days(&random, scenario, days);
        rows += row;
        cf_report_free(timeline);
        cf_scenario_free(scenario);
    }
    cr_expect_gt(rows, 5 * DAY_SEEDS, "only %ld rows", rows);
}

/* ---- compare ---- */

static cf_report *comparison_of(const cf_scenario *a, const cf_view_options *view_a,
                                const cf_scenario *b, const cf_view_options *view_b)
{
    cf_request request = { .scenario = a, .view = *view_a, .other = b, .other_view = *view_b };

    return run("compare", &request);
}

/* The figures of a side are those of its own score. */
static void expect_side(const cf_report *compare, const char *side, const cf_report *score,
                        unsigned seed)
{
    long suppliers = 0;

    for (long r = 0; r < row_count(compare, "compare"); r++) {
        const char *id = cell(compare, "compare", r, "supplier")->text;
        const char *measure = cell(compare, "compare", r, "measure")->text;
        double value = number(cell(compare, "compare", r, side));
        double own = scored(score, id, measure);

        suppliers += strcmp(measure, "invested") == 0 && !isnan(value);
        cr_expect(is_same(value, own, scored(score, id, "invested")),
                  "seed %u: %s %s of %s is %.17g, not %.17g", seed, id, measure, side, value, own);
    }
    cr_expect_eq(suppliers, row_count(score, "suppliers"), "seed %u: %s", seed, side);
}

/* Rows of a supplier go on from each other, begin at A's figure, end at B's and add up. */
static void expect_chain(const cf_report *compare, long of, bool weighted, unsigned seed)
{
    static const char *const measures[] = { "loopback_min", "loopback_pro_rata", "loopback_max" };
    const char *id = cell(compare, "compare", of, "supplier")->text;

    for (int m = 0; m < 3; m++) {
        double a = 0, b = 0, at, sum = 0, size = 0, invested = 0;
        char before[64], after[64];

        for (long r = of; r < row_count(compare, "compare"); r++) {
            if (strcmp(cell(compare, "compare", r, "supplier")->text, id) == 0 &&
                strcmp(cell(compare, "compare", r, "measure")->text, measures[m]) == 0) {
                a = number(cell(compare, "compare", r, "a"));
                b = number(cell(compare, "compare", r, "b"));
            }
            if (strcmp(cell(compare, "compare", r, "supplier")->text, id) == 0 &&
                strcmp(cell(compare, "compare", r, "measure")->text, "invested") == 0)
                invested = fmax(number(cell(compare, "compare", r, "a")),
                                number(cell(compare, "compare", r, "b")));
        }
        if (weighted && m != 1)
            continue; /* no bounds */
        a = isnan(a) ? 0 : a;
        b = isnan(b) ? 0 : b;
        at = a;
        size = fmax(fmax(fabs(a), fabs(b)), invested);
        snprintf(before, sizeof before, "%s_before", measures[m]);
        snprintf(after, sizeof after, "%s_after", measures[m]);
        for (long r = 0; r < row_count(compare, "steps"); r++) {
            double from = number(cell(compare, "steps", r, before));

            if (strcmp(cell(compare, "steps", r, "supplier")->text, id) != 0 || isnan(from))
                continue;
            cr_expect(from <= at && from >= at, "seed %u: %s goes on from %.17g, not %.17g", seed,
                      id, from, at);
            at = number(cell(compare, "steps", r, after));
            size = fmax(size, fmax(fabs(from), fabs(at)));
            if (m == 1)
                sum += number(cell(compare, "steps", r, "change"));
        }
        if (row_count(compare, "steps") == 0 || isnan(at))
            continue;
        cr_expect(is_same(at, b, size), "seed %u: %s %s ends at %.17g, not %.17g", seed, id,
                  measures[m], at, b);
        cr_expect(m != 1 || is_same(sum, b - a, size), "seed %u: %s: %.17g is not %.17g", seed, id,
                  sum, b - a);
    }
}

static void expect_chains(const cf_report *compare, bool weighted, unsigned seed)
{
    for (long r = 0; r < row_count(compare, "compare"); r++) {
        if (strcmp(cell(compare, "compare", r, "measure")->text, "invested") == 0)
            expect_chain(compare, r, weighted, seed);
    }
}

/* Swapped, every change is the other way round. */
static void expect_mirror(const cf_report *one, const cf_report *other, unsigned seed)
{
    double sum = 0, mirrored = 0, size = 0;

    cr_expect_eq(row_count(one, "compare"), row_count(other, "compare"));
    cr_expect_eq(row_count(one, "deals"), row_count(other, "deals"));
    for (long r = 0; r < row_count(one, "compare"); r++) {
        double change = number(cell(one, "compare", r, "change"));
        double back = number(cell(other, "compare", r, "change"));

        if (strcmp(cell(one, "compare", r, "measure")->text, "loopback_pro_rata") == 0 &&
            !isnan(change)) {
            sum += change;
            size += fabs(number(cell(one, "compare", r, "a")));
        }
        if (strcmp(cell(other, "compare", r, "measure")->text, "loopback_pro_rata") == 0 &&
            !isnan(back))
            mirrored += back;
    }
    cr_expect(fabs(sum + mirrored) <= 1e-9 * (size + fabs(sum)), "seed %u", seed);
}

static void compare_pair(const cf_scenario *a, const cf_view_options *view_a, const cf_scenario *b,
                         const cf_view_options *view_b, unsigned seed)
{
    cf_report *compare = comparison_of(a, view_a, b, view_b);
    cf_report *back = comparison_of(b, view_b, a, view_a);
    cf_report *score_a = score_of(a, view_a), *score_b = score_of(b, view_b);

    expect_side(compare, "a", score_a, seed);
    expect_side(compare, "b", score_b, seed);
    expect_chains(compare, view_a->probability_weights || view_b->probability_weights, seed);
    expect_mirror(compare, back, seed);
    cf_report_free(compare);
    cf_report_free(back);
    cf_report_free(score_a);
    cf_report_free(score_b);
}

Test(history, a_comparison_has_the_figures_of_both_and_splits_all_of_the_change, .timeout = 0)
{
    for (unsigned seed = 1; seed <= PAIR_SEEDS; seed++) {
        random_scenario random, stranger;
        cf_scenario *a, *b;
        cf_view_options later;

        random_scenario_make(&random, seed);
        random_scenario_make(&stranger, seed + 1000);
        a = parsed(&random);
        b = parsed(&stranger);
        later = random.view;
        later.as_of = 19723 + (cf_day)(seed * 37 % 1000);
        compare_pair(a, &random.view, a, &later, seed);
        compare_pair(a, &random.view, a, &stranger.view, seed);
        compare_pair(a, &random.view, b, &random.view, seed);
        compare_pair(a, &random.view, b, &stranger.view, seed);
        cf_scenario_free(a);
        cf_scenario_free(b);
    }
}

Test(history, a_comparison_with_itself_finds_nothing, .timeout = 0)
{
    for (unsigned seed = 1; seed <= PAIR_SEEDS; seed++) {
        random_scenario random;
        cf_scenario *a, *b;
        cf_report *compare;

        random_scenario_make(&random, seed);
        a = parsed(&random);
        b = parsed(&random);
        compare = comparison_of(a, &random.view, b, &random.view);
        cr_expect_eq(row_count(compare, "deals"), 0, "seed %u", seed);
        cr_expect_eq(row_count(compare, "steps"), 0, "seed %u", seed);
        for (long r = 0; r < row_count(compare, "compare"); r++)
            cr_expect(!(fabs(number(cell(compare, "compare", r, "change"))) > 0), "seed %u", seed);
        cf_report_free(compare);
        cf_scenario_free(a);
        cf_scenario_free(b);
    }
}

/* ---- what is between the two ---- */

/* Its amount in the view is the one in the file, and nothing else follows it. */
static bool is_plain(const random_scenario *random, int deal)
{
    const random_deal *of = &random->deals[deal];
    bool plain = of->quantified && of->share_of.count == 0 && of->part_of < 0 &&
                 of->amount.low < 0 && of->amount.high < 0 && of->amount.base > 0;

    for (int i = 0; plain && i < random->deal_count; i++) {
        plain = random->deals[i].part_of != deal;
        for (int k = 0; plain && k < random->deals[i].share_of.count; k++)
            plain = random->deals[i].share_of.at[k] != deal;
    }
    return plain;
}

/* The steps told so far end where the file with these deals changed has it. */
static void expect_between(const cf_report *compare, const cf_report *score, const char *deal,
                           unsigned seed)
{
    static const char *const measures[] = { "loopback_min", "loopback_pro_rata", "loopback_max" };

    for (long r = 0; r < row_count(compare, "steps"); r++) {
        const char *id = cell(compare, "steps", r, "supplier")->text;
        const cf_cell *step = cell(compare, "steps", r, "deal");

        if (!step->known || strcmp(step->text, deal) != 0)
            continue;
        for (int m = 0; m < 3; m++) {
            char after[64];
            double told, own = scored(score, id, measures[m]);

            snprintf(after, sizeof after, "%s_after", measures[m]);
            told = number(cell(compare, "steps", r, after));
            own = isnan(own) && !isnan(told) ? 0.0 : own;
            cr_expect(is_same(told, own, scored(score, id, "invested")),
                      "seed %u: %s %s after %s is %.17g, not %.17g", seed, id, measures[m], deal,
                      told, own);
        }
    }
}

static long walk(const random_scenario *random, const random_scenario *changed)
{
    random_scenario between = *random;
    cf_scenario *a = parsed(random), *b = parsed(changed);
    cf_report *compare = comparison_of(a, &random->view, b, &random->view);
    long deals = row_count(compare, "deals");

    for (long r = 0; r < deals; r++) {
        const char *id = cell(compare, "deals", r, "deal")->text;
        int deal = cf_scenario_find_deal(a, id);
        cf_scenario *scenario;
        cf_report *score;

        cr_expect_str_eq(cell(compare, "deals", r, "change")->text, "resized");
        between.deals[deal] = changed->deals[deal];
        scenario = parsed(&between);
        score = score_of(scenario, &random->view);
        expect_between(compare, score, id, random->seed);
        cf_report_free(score);
        cf_scenario_free(scenario);
    }
    cf_report_free(compare);
    cf_scenario_free(a);
    cf_scenario_free(b);
    return deals;
}

Test(history, each_step_is_what_score_says_of_a_file_changed_so_far, .timeout = 0)
{
    static const double factors[] = { 2.0, 0.5, 1e-3, 7.0 };
    long steps = 0;

    for (unsigned seed = 1; seed <= STEP_SEEDS; seed++) {
        random_scenario random, changed;
        int count = 0;

        random_scenario_make(&random, seed);
        random.view.consolidate =
            false; /* a member's reported revenue follows what it sells inside */
        changed = random;
        for (int d = (int)seed % 3; d < random.deal_count && count < 4; d += 2) {
            if (is_plain(&random, d))
                changed.deals[d].amount.base *= factors[count++];
        }
        steps += walk(&random, &changed);
    }
    cr_expect_gt(steps, STEP_SEEDS / 2);
}
