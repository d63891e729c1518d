/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laws of `chance` on random scenarios. A failing seed is printed; CIRCFIN_SEED=17 runs that one
 * only, CIRCFIN_SEEDS=100000 tries more than usual.
 */
#include "property/asking.h"

#define SUITE chance

enum { DRAWS = 12, MANY = 400 };

static cf_report *chance_of(const struct asking *asking, int draws)
{
    char number_of_draws[16];
    const cf_param params[] = { { "draws", number_of_draws }, { "seed", "5" } };
    cf_request request = {
        .scenario = asking->scenario, .view = asking->options, .params = params, .param_count = 2
    };
    cf_report *report = NULL;

    snprintf(number_of_draws, sizeof number_of_draws, "%d", draws);
    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find("chance"), &request, NULL),
                 (int)CF_OK, "seed %u", asking->random.seed);
    return report;
}

/* NaN for null. */
static double figure_of(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, name) == 0 && figure->value.known)
            return figure->value.number;
    }
    return (double)NAN;
}

static bool alike(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-7 * fmax(1.0, fabs(a));
}

/* Compares columns of the table, up to the first of `count`. */
static void expect_alike(const cf_report *a, const cf_report *b, int count, unsigned seed)
{
    static const char *const columns[] = { "observed", "mean", "sd", "p" };
    const cf_table *one = cf_report_find_table(a, "chance"),
                   *two = cf_report_find_table(b, "chance");

    for (long row = 0; row < cf_table_row_count(one); row++) {
        for (int c = 0; c < count; c++)
            cr_expect(alike(number(one, row, columns[c]), number(two, row, columns[c])),
                      "seed %u, row %ld %s: %.17g and %.17g", seed, row, columns[c],
                      number(one, row, columns[c]), number(two, row, columns[c]));
    }
}

/* The histogram has every draw once, and one part with what is observed. */
static void expect_histogram(const cf_report *report, const char *statistic, double observed,
                             unsigned seed)
{
    const cf_table *table = cf_report_find_table(report, "histogram");
    double shares = 0.0;
    int here = 0;

    for (long row = 0; row < cf_table_row_count(table); row++) {
        if (strcmp(cf_table_text(table, row, "statistic"), statistic) != 0)
            continue;
        shares += number(table, row, "share");
        if (number(table, row, "is_observed") > 0) {
            double slack = 1e-9 * fmax(1.0, fabs(observed));

            here++;
            cr_expect(number(table, row, "from") <= observed + slack &&
                          observed <= number(table, row, "to") + slack,
                      "seed %u %s", seed, statistic);
        }
    }
    cr_expect(alike(shares, 1) && here == 1, "seed %u %s: %g, %d", seed, statistic, shares, here);
}

LAW(figures_are_within_their_ranges)
{
    struct asking asking;
    cf_report *report;
    const cf_table *table;

    open_asking(&asking, seed, &plainly);
    report = chance_of(&asking, seed % 2 == 0 ? DRAWS : MANY);
    table = cf_report_find_table(report, "chance");
    for (long row = 0; row < cf_table_row_count(table); row++) {
        double observed = number(table, row, "observed"), p = number(table, row, "p");

        if (isnan(observed))
            continue;
        cr_expect(p > 0 && p <= 1, "seed %u row %ld: p %g", seed, row, p);
        cr_expect(number(table, row, "sd") >= 0, "seed %u row %ld", seed, row);
        cr_expect(row == 2 || asking.options.origin_all || observed <= 1 + 1e-9, "seed %u", seed);
        if (!(number(table, row, "sd") > 0))
            cr_expect(alike(p, 1), "seed %u row %ld: p %g", seed, row, p);
        expect_histogram(report, cf_table_text(table, row, "statistic"), observed, seed);
    }
    cf_report_free(report);
    close_asking(&asking);
}

/* Draws follow the order of deals, which stays; so nothing changes but the names. */
LAW(names_and_units_do_not_matter)
{
    const random_variation other = { .rename = true, .scale = 8 };
    struct asking a, b;
    cf_report *one, *two;

    open_asking(&a, seed, &plainly);
    open_asking(&b, seed, &other);
    one = chance_of(&a, DRAWS);
    two = chance_of(&b, DRAWS);
    expect_alike(one, two, 4, seed);
    cf_report_free(one);
    cf_report_free(two);
    close_asking(&a);
    close_asking(&b);
}

/* In another order of the file draws are others, and so are the probabilities of arrangements where
 * several deals pay themselves: these swap one after the other. What is observed stays. */
LAW(the_order_of_the_file_matters_to_draws_only)
{
    const random_variation other = { .shuffle = 3 };
    struct asking a, b;
    cf_report *one, *two;

    open_asking(&a, seed, &plainly);
    open_asking(&b, seed, &other);
    one = chance_of(&a, MANY);
    two = chance_of(&b, MANY);
    cr_expect_eq(figure_of(one, "exact"), figure_of(two, "exact"), "seed %u", seed);
    cr_expect(alike(figure_of(one, "orders"), figure_of(two, "orders")), "seed %u", seed);
    expect_alike(one, two, 1, seed);
    cf_report_free(one);
    cf_report_free(two);
    close_asking(&a);
    close_asking(&b);
}
