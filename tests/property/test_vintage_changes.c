/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table vintages of compare against the vintages of both its sides. */
#include "circfin/periods.h"
#include "property/asking.h"

#define SUITE vintage_changes

static const char *figure_text(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, name) == 0)
            return figure->value.known ? figure->value.text : NULL;
    }
    return NULL;
}

/* Makes a horizon large enough for the vintages as they are asked for. */
static void widen(cf_day *from, cf_day *to, const struct asking *asking)
{
    cf_report *report = run(asking, "vintages");
    const char *first = figure_text(report, "from"), *last = figure_text(report, "to");
    cf_day day;

    if (first != NULL && last != NULL) {
        cr_assert(cf_day_parse(&day, first, CF_FIRST_DAY));
        *from = *from == CF_NO_DAY || day < *from ? day : *from;
        cr_assert(cf_day_parse(&day, last, CF_LAST_DAY));
        *to = *to == CF_NO_DAY || day > *to ? day : *to;
    }
    cf_report_free(report);
}

/* The run-off triangles of a side over the horizon of both. */
static cf_report *side_over(struct asking *asking, cf_day from, cf_day to)
{
    if (asking->options.window_from == CF_NO_DAY) {
        asking->options.window_from = from;
        asking->options.window_to = to;
    }
    return run(asking, "vintages");
}

static cf_report *comparison_of(const struct asking *a, const struct asking *b)
{
    const cf_param params[] = { { "period", a->kind }, { "carry", a->carry } };
    cf_request request = { .scenario = a->scenario,
                           .view = a->options,
                           .other = b->scenario,
                           .other_view = b->options,
                           .params = params,
                           .param_count = 2,
                           .table = "vintages" };
    cf_report *report = NULL;

    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find("compare"), &request, NULL),
                 (int)CF_OK, "seed %u", a->random.seed);
    return report;
}

static bool same_part(const cf_table *one, long row, const cf_table *other, long at)
{
    static const char *const columns[] = { "supplier", "invested_in", "returned_in" };
    bool same = true;

    for (int c = 0; c < 3; c++)
        same = same &&
               same_text(cf_table_text(one, row, columns[c]), cf_table_text(other, at, columns[c]));
    return same;
}

/* A column of the comparison is the triangle of its side: each part, and nothing but 0 besides. */
static void expect_triangle(const cf_table *compare, const char *column, const cf_report *side,
                            unsigned seed)
{
    const cf_table *triangle = cf_report_find_table(side, "vintages");
    long rows = cf_table_row_count(triangle), at = 0;
    double told = 0.0, all = 0.0;

    for (long row = 0; row < rows; row++)
        all += number(triangle, row, "loopback_pro_rata");
    for (long row = 0; row < cf_table_row_count(compare); row++) {
        double value = number(compare, row, column), own = 0.0;
        long looked_at = 0;

        while (looked_at < rows && !same_part(compare, row, triangle, at)) {
            at = (at + 1) % rows;
            looked_at++;
        }
        if (looked_at < rows)
            own = number(triangle, at, "loopback_pro_rata");
        cr_assert(value >= own && value <= own, "seed %u, row %ld: %s is %.17g, not %.17g", seed,
                  row, column, value, own);
        told += value;
    }
    cr_assert(fabs(told - all) <= 1e-12 * all, "seed %u: %s adds up to %.17g, not %.17g", seed,
              column, told, all);
}

static void expect_changes(const cf_table *compare, bool same, unsigned seed)
{
    for (long row = 0; row < cf_table_row_count(compare); row++) {
        double a = number(compare, row, "a"), b = number(compare, row, "b");
        double change = number(compare, row, "change");

        cr_assert(a > 0 || b > 0, "seed %u, row %ld", seed, row);
        cr_assert(change >= b - a && change <= b - a, "seed %u, row %ld: %.17g", seed, row, change);
        cr_assert(!same || !(fabs(change) > 0), "seed %u, row %ld: %.17g", seed, row, change);
    }
}

/* Two views of one scenario, two scenarios, or a scenario and itself. */
LAW(a_comparison_is_one_triangle_less_the_other)
{
    struct asking a, b;
    cf_report *compare, *of_a, *of_b;
    cf_day from = CF_NO_DAY, to = CF_NO_DAY;

    open_asking(&a, seed, &plainly);
    open_asking(&b, seed % 4 == 0 ? seed + 1 : seed, &plainly);
    b.kind = a.kind;
    b.carry = a.carry;
    if (seed % 4 == 1 || seed % 4 == 2)
        b.options.as_of = 19723 + (cf_day)(seed * 37 % 1000);
    if (seed % 8 == 2)
        b.options.window_from = b.options.window_to = CF_NO_DAY;
    compare = comparison_of(&a, &b);
    widen(&from, &to, &a);
    widen(&from, &to, &b);
    of_a = side_over(&a, from, to);
    of_b = side_over(&b, from, to);
    expect_triangle(cf_report_find_table(compare, "vintages"), "a", of_a, seed);
    expect_triangle(cf_report_find_table(compare, "vintages"), "b", of_b, seed);
    expect_changes(cf_report_find_table(compare, "vintages"), seed % 4 == 3, seed);
    cf_report_free(compare);
    cf_report_free(of_a);
    cf_report_free(of_b);
    close_asking(&a);
    close_asking(&b);
}
