/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vintages on random scenarios: their laws, one period and periods without carrying against `score`
 * under windows, and files written otherwise.
 */
#include "property/asking.h"
#include "property/outcome.h"

#define SUITE vintages

static void expect_same(double a, double b, double scale, const struct asking *asking,
                        const char *what)
{
    if (isnan(a) && isnan(b))
        return;
    cr_assert(fabs(a - b) <= 1e-7 * fmax(fabs(a), fabs(b)) + 1e-11 * scale,
              "seed %u (%s, %s), %s: %.17g, but %.17g", asking->random.seed, asking->kind,
              asking->carry, what, a, b);
}

static double money_of(const cf_report *report)
{
    const cf_table *cash = cf_report_find_table(report, "cash");
    double sum = 0.0;

    for (long row = 0; row < cf_table_row_count(cash); row++)
        sum += number(cash, row, "in") + number(cash, row, "outside_funds");
    return sum;
}

/* ---- laws ---- */

static void expect_order(const struct asking *asking, const cf_table *periods, long row)
{
    double invested = number(periods, row, "cumulative_invested"), slack = 1e-9 * invested;
    double min = number(periods, row, "back_min"), back = number(periods, row, "back_pro_rata");
    double max = number(periods, row, "back_max");
    bool first = row == 0 || strcmp(cf_table_text(periods, row - 1, "supplier"),
                                    cf_table_text(periods, row, "supplier")) != 0;

    cr_assert(back >= 0 && back <= invested + slack, "seed %u, row %ld: %.17g of %.17g",
              asking->random.seed, row, back, invested);
    cr_assert(isnan(min) == asking->options.probability_weights, "seed %u", asking->random.seed);
    cr_assert(isnan(min) || (0 <= min && min <= back + slack && back <= max + slack &&
                             max <= invested + slack),
              "seed %u, row %ld: %.17g, %.17g, %.17g of %.17g", asking->random.seed, row, min, back,
              max, invested);
    if (first)
        return;
    cr_assert(number(periods, row - 1, "back_pro_rata") <= back, "seed %u", asking->random.seed);
    cr_assert(isnan(min) || (number(periods, row - 1, "back_min") <= min &&
                             number(periods, row - 1, "back_max") <= max),
              "seed %u, row %ld: a bound falls", asking->random.seed, row);
}

/* What is back of each vintage is no more than the vintage, and all of it is in `periods`. */
static void expect_sums(const struct asking *asking, const cf_report *report)
{
    const cf_table *vintages = cf_report_find_table(report, "vintages");
    const cf_table *periods = cf_report_find_table(report, "periods");
    double back = 0.0, all = 0.0, per_period = 0.0;

    for (long row = 0; row < cf_table_row_count(vintages); row++) {
        const char *in = cf_table_text(vintages, row, "invested_in");
        bool goes_on = row > 0 && same_text(in, cf_table_text(vintages, row - 1, "invested_in")) &&
                       strcmp(cf_table_text(vintages, row, "supplier"),
                              cf_table_text(vintages, row - 1, "supplier")) == 0;

        back = (goes_on ? back : 0.0) + number(vintages, row, "loopback_pro_rata");
        all += number(vintages, row, "loopback_pro_rata");
        cr_assert(back <= number(vintages, row, "invested") * (1 + 1e-9), "seed %u, row %ld: %.17g",
                  asking->random.seed, row, back);
    }
    for (long row = 0; row < cf_table_row_count(periods); row++)
        per_period += number(periods, row, "loopback_pro_rata");
    expect_same(all, per_period, all, asking, "sum of all that is back");
}

LAW(nothing_comes_back_before_it_was_invested_nor_more_than_that)
{
    struct asking asking;
    cf_report *report;
    const cf_table *periods;

    open_asking(&asking, seed, &plainly);
    report = run(&asking, "vintages");
    periods = cf_report_find_table(report, "periods");
    for (long row = 0; row < cf_table_row_count(periods); row++)
        expect_order(&asking, periods, row);
    expect_sums(&asking, report);
    cf_report_free(report);
    close_asking(&asking);
}

/* What comes in, is carried in and comes from outside pays for what goes out and is carried out. */
LAW(cash_is_carried_from_period_to_period)
{
    struct asking asking;
    cf_report *report;
    const cf_table *cash;
    bool tied = false;

    open_asking(&asking, seed, &plainly);
    report = run(&asking, "vintages");
    cash = cf_report_find_table(report, "cash");
    for (int d = 0; d < asking.random.deal_count; d++)
        tied = tied || asking.random.deals[d].earmark.count > 0;
    for (long row = 0; row < cf_table_row_count(cash); row++) {
        double have = number(cash, row, "in") + number(cash, row, "carried_in") +
                      number(cash, row, "outside_funds");
        double spent = number(cash, row, "out") + number(cash, row, "carried_out");

        cr_assert(tied || have >= spent * (1 - 1e-11), "seed %u, row %ld: %.17g, spends %.17g",
                  seed, row, have, spent);
        if (!tied && strcmp(asking.carry, "all") == 0)
            expect_same(have, spent, have, &asking, "all that is carried on");
        cr_assert(number(cash, row, "funding_gap") <=
                      number(cash, row, "funds_assumed") * (1 + 1e-11),
                  "seed %u, row %ld", seed, row);
        if (row > 0 &&
            strcmp(cf_table_text(cash, row, "entity"), cf_table_text(cash, row - 1, "entity")) == 0)
            expect_same(number(cash, row, "carried_in"),
                        strcmp(asking.carry, "none") == 0 ? 0.0
                                                          : number(cash, row - 1, "carried_out"),
                        have, &asking, "carried in");
    }
    cf_report_free(report);
    close_asking(&asking);
}

/* ---- against windows ---- */

/* A deal of known amount and no date runs over all periods here, and is in every window there. */
static bool has_undated(const random_scenario *random)
{
    for (int i = 0; i < random->deal_count; i++) {
        const random_deal *deal = &random->deals[i];

        if (deal->quantified && deal->share_of.count == 0 && deal->announced < 0 &&
            deal->start < 0 && !deal->scheduled)
            return true;
    }
    return false;
}

/* A window takes the whole of what has no time of its own. */
static bool has_untimed(const random_scenario *random, bool funds)
{
    for (int i = 0; i < random->entity_count; i++) {
        const random_entity *entity = &random->entities[i];

        if (entity->revenue_known && entity->revenue_year == 0)
            return true;
        if (funds && entity->funds_known && !random->has_span)
            return true;
    }
    return false;
}

static void untie(random_scenario *random)
{
    for (int i = 0; i < random->deal_count; i++)
        random->deals[i].earmark.count = 0;
}

/* The figures of one period against those of `score` under its window. */
static void expect_like_score(const struct asking *asking, const cf_table *periods,
                              const cf_report *score, const char *period, double money)
{
    const cf_table *suppliers = cf_report_find_table(score, "suppliers");

    for (long row = 0; row < cf_table_row_count(suppliers); row++) {
        long same = find_row(periods, cf_table_text(suppliers, row, "entity"), period);

        if (same < 0) {
            expect_same(number(suppliers, row, "invested"), 0.0, money, asking, "no row");
            continue;
        }
        expect_same(number(periods, same, "invested"), number(suppliers, row, "invested"), money,
                    asking, "invested");
        expect_same(number(periods, same, "revenue"), number(suppliers, row, "revenue"), money,
                    asking, "revenue");
        expect_same(number(periods, same, "loopback_pro_rata"),
                    number(suppliers, row, "loopback_pro_rata"), money, asking, "pro rata");
        if (same > 0 && period != NULL &&
            number(periods, same, "cumulative_invested") > number(periods, same, "invested"))
            continue; /* bounds are those of all periods so far */
        expect_same(number(periods, same, "back_min"), number(suppliers, row, "loopback_min"),
                    money, asking, "min");
        expect_same(number(periods, same, "back_max"), number(suppliers, row, "loopback_max"),
                    money, asking, "max");
    }
}

/* Opened again from the changed random scenario. */
static void open_changed(struct asking *asking)
{
    char *text = random_scenario_text(&asking->random, &plainly);

    cf_scenario_free(asking->scenario);
    cr_assert_eq((int)cf_scenario_parse(&asking->scenario, text, strlen(text), "seed.json", NULL),
                 (int)CF_OK);
    free(text);
}

LAW(one_period_is_score_under_its_window)
{
    struct asking asking;
    cf_report *vintages, *score;

    open_asking(&asking, seed, &plainly);
    asking.kind = "year";
    asking.options.window_from = 20089 + (int)(seed % 300); /* in 2025 */
    asking.options.window_to = 20453;                       /* 2025-12-31 */
    if (!has_undated(&asking.random) && !has_untimed(&asking.random, false)) {
        vintages = run(&asking, "vintages");
        score = run(&asking, "score");
        expect_like_score(&asking, cf_report_find_table(vintages, "periods"), score, NULL,
                          money_of(vintages));
        cf_report_free(vintages);
        cf_report_free(score);
    }
    close_asking(&asking);
}

LAW(without_carrying_each_period_is_score_under_its_window)
{
    static const char *const years[] = { "2024", "2025", "2026", "2027" };
    struct asking asking;
    cf_report *vintages;

    open_asking(&asking, seed, &plainly);
    untie(&asking.random);
    open_changed(&asking);
    asking.kind = "year";
    asking.carry = "none";
    asking.options.window_from = 19723; /* 2024-01-01 */
    asking.options.window_to = 21183;   /* 2027-12-31 */
    if (!has_undated(&asking.random) && !has_untimed(&asking.random, true)) {
        vintages = run(&asking, "vintages");
        for (int y = 0; y < 4; y++) {
            cf_report *score;

            (void)cf_day_parse(&asking.options.window_from, years[y], CF_FIRST_DAY);
            (void)cf_day_parse(&asking.options.window_to, years[y], CF_LAST_DAY);
            score = run(&asking, "score");
            expect_like_score(&asking, cf_report_find_table(vintages, "periods"), score, years[y],
                              money_of(vintages));
            cf_report_free(score);
        }
        cf_report_free(vintages);
    }
    close_asking(&asking);
}

/* ---- files written otherwise ---- */

static outcome outcome_of_variation(unsigned seed, const random_variation *variation)
{
    struct asking asking;
    cf_report *report;
    outcome result;

    open_asking(&asking, seed, variation);
    report = run(&asking, "vintages");
    result = outcome_of(report);
    cf_report_free(report);
    close_asking(&asking);
    return result;
}

static void expect_no_difference(unsigned seed, const random_variation *variation, double scale)
{
    outcome one = outcome_of_variation(seed, &plainly);
    outcome other = outcome_of_variation(seed, variation);
    const char *difference = outcome_difference(&one, &other, scale);

    cr_assert_null(difference, "seed %u: %s", seed, difference);
    outcome_free(&one);
    outcome_free(&other);
}

LAW(names_and_file_order_do_not_matter)
{
    expect_no_difference(seed, &(random_variation){ .shuffle = seed + 1, .rename = true }, 1.0);
}

LAW(money_scales)
{
    expect_no_difference(seed, &(random_variation){ .scale = 1024.0 }, 1024.0);
}

LAW(a_deal_may_be_written_as_two)
{
    expect_no_difference(seed, &(random_variation){ .split = true }, 1.0);
}
