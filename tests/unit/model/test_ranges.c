/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges of optimal bases, against answers that are worked out by hand or published. */
#include <unistd.h>

#include "circfin/model.h"
#include "unit/testlib.h"

static cf_model_result *ranged(const char *text)
{
    const cf_model_limits limits = { .ranges = true };
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    cf_model *model = NULL;
    cf_model_result *result = NULL;

    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
    assert_ok(cf_model_read(&model, path, NULL));
    unlink(path);
    assert_ok(cf_model_solve(&result, model, NULL, &limits, NULL));
    cf_model_free(model);
    return result;
}

static const cf_model_line *line_in(const cf_model_line *lines, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(lines[i].name, name) == 0)
            return &lines[i];
    cr_assert_fail("no %s", name);
    return NULL;
}

static const cf_model_line *variable(const cf_model_result *result, const char *name)
{
    return line_in(result->variables, result->variable_count, name);
}

static const cf_model_line *row(const cf_model_result *result, const char *name)
{
    return line_in(result->constraints, result->constraint_count, name);
}

static void expect_range(cf_model_range range, double from, double to)
{
    expect_near(range.from, from);
    expect_near(range.to, to);
}

/* The Dakota furniture company of W. L. Winston, Operations Research, chapters 4 and 6. */
static const char dakota[] = "var desks >= 0; var tables >= 0; var chairs >= 0;\n"
                             "maximize revenue: 60 * desks + 30 * tables + 20 * chairs;\n"
                             "s.t. lumber: 8 * desks + 6 * tables + chairs <= 48;\n"
                             "s.t. finishing: 4 * desks + 2 * tables + 1.5 * chairs <= 20;\n"
                             "s.t. carpentry: 2 * desks + 1.5 * tables + 0.5 * chairs <= 8;\n"
                             "end;\n";

Test(model_ranges, are_those_of_a_textbook)
{
    cf_model_result *result = ranged(dakota);

    cr_assert(result->ranged && result->one_sided);
    cr_expect_not(result->degenerate);
    expect_range(variable(result, "desks")->coefficient_range, 56, 80);
    expect_range(variable(result, "tables")->coefficient_range, NAN, 35);
    expect_range(variable(result, "chairs")->coefficient_range, 15, 22.5);
    expect_near(variable(result, "tables")->marginal, -5);
    expect_near(variable(result, "desks")->coefficient, 60);
    cr_expect_str_eq(variable(result, "tables")->enters, "tables");
    cr_expect_str_eq(variable(result, "desks")->enters, "tables");
    expect_range(row(result, "lumber")->upper_range, 24, NAN);
    expect_range(row(result, "finishing")->upper_range, 16, 24);
    expect_range(row(result, "carpentry")->upper_range, 20.0 / 3, 10);
    expect_near(row(result, "finishing")->up, 10);
    expect_near(row(result, "lumber")->down, 0);
    cf_model_result_free(result);
}

/* At x = y = 1 three rows meet: whichever two are the basis, 1 less of any costs 1, 1 more of any
 * adds nothing. */
Test(model_ranges, of_a_degenerate_vertex_have_prices_for_each_side)
{
    cf_model_result *result = ranged("var x >= 0; var y >= 0; maximize o: x + y;\n"
                                     "a: x <= 1; b: y <= 1; c: x + y <= 2; end;\n");
    const char *const rows[] = { "a", "b", "c" };

    cr_expect(result->degenerate);
    cr_assert(result->one_sided);
    for (int i = 0; i < 3; i++) {
        expect_near(row(result, rows[i])->down, 1);
        expect_near(row(result, rows[i])->up, 0);
    }
    cf_model_result_free(result);
}

/* min 2x + 3y, x + y >= 4, x <= 3: x 3, y 1. A unit more of the sum costs 3, one more of x saves 1.
 */
Test(model_ranges, of_a_minimum_count_what_it_loses)
{
    cf_model_result *result = ranged("var x >= 0, <= 3; var y >= 0; minimize o: 2 * x + 3 * y;\n"
                                     "sum: x + y >= 4; end;\n");

    cr_expect_not(result->degenerate);
    expect_near(row(result, "sum")->down, 3);
    expect_near(row(result, "sum")->up, 3);
    expect_range(row(result, "sum")->lower_range, 3, NAN);
    expect_near(variable(result, "x")->marginal, -1);
    expect_range(variable(result, "x")->upper_range, NAN, 4);
    expect_range(variable(result, "x")->lower_range, NAN, 3);
    expect_range(variable(result, "x")->coefficient_range, NAN, 3);
    expect_range(variable(result, "y")->coefficient_range, 2, NAN);
    cf_model_result_free(result);
}

/* Two rows that say the same: without one of them there is another, but moved against it there is
 * no solution. */
Test(model_ranges, have_no_price_where_there_is_no_solution)
{
    cf_model_result *result = ranged("var x >= 0; minimize o: x; a: x = 2; b: x = 2; end;\n");

    cr_expect(result->degenerate);
    cr_assert(result->one_sided);
    cr_expect(isnan(row(result, "a")->down) && isnan(row(result, "a")->up));
    cf_model_result_free(result);
}

Test(model_ranges, belong_to_linear_programmes_with_an_optimum)
{
    static const char *const texts[] = {
        "var x >= 0, integer; maximize o: x; a: 2 * x <= 3; end;\n",
        "var x >= 0; maximize o: x; a: x <= -1; end;\n",
        "var x >= 0; maximize o: x; a: x >= 1; end;\n",
    };

    for (int i = 0; i < 3; i++) {
        cf_model_result *result = ranged(texts[i]);

        cr_expect_not(result->ranged, "%s", texts[i]);
        cr_expect(isnan(row(result, "a")->down));
        cr_expect(isnan(variable(result, "x")->coefficient_range.to));
        cr_expect_null(variable(result, "x")->enters);
        cf_model_result_free(result);
    }
}

Test(model_ranges, are_found_without_any_row)
{
    cf_model_result *result = ranged("var x >= 1, <= 2; var y; maximize o: x + 0 * y; end;\n");

    cr_assert(result->ranged);
    expect_near(variable(result, "x")->value, 2);
    expect_range(variable(result, "x")->coefficient_range, 0, NAN);
    expect_range(variable(result, "x")->upper_range, NAN, NAN);
    cf_model_result_free(result);
}

/* The same programme in units that GLPK would take for 0. */
Test(model_ranges, are_those_of_amounts_of_any_size)
{
    cf_model_result *result = ranged("var x >= 0; var y >= 0; maximize o: 3 * x + 2 * y;\n"
                                     "a: x + y <= 4e-200; b: x + 3 * y <= 6e-200;\n"
                                     "c: x <= 3e-200; end;\n");

    cr_assert(result->ranged && result->one_sided);
    cr_expect(result->degenerate); /* x 3, y 1: all three rows meet */
    expect_near(row(result, "b")->down, 2.0 / 3);
    expect_near(row(result, "b")->up, 0);
    expect_near(row(result, "a")->down, 2);
    cr_expect(fabs(row(result, "a")->up) <= 1e-12);
    cf_model_result_free(result);
}
