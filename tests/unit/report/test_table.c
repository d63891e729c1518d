/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

#include "circfin/report.h"

static const cf_column columns[] = { { "entity", CF_ENTITY }, { "amount", CF_MONEY } };

Test(table, a_cell_of_nothing_is_null)
{
    cr_expect_not(cf_cell_null().known);
    cr_expect_not(cf_cell_text(NULL).known);
    cr_expect(cf_cell_text("").known);
}

Test(table, what_is_no_finite_number_becomes_null)
{
    cr_expect_not(cf_cell_number(NAN).known);
    cr_expect_not(cf_cell_number(INFINITY).known);
    cr_expect_not(cf_cell_number(-INFINITY).known);
    cr_expect(cf_cell_number(1.7e308).known);
}

Test(table, minus_zero_becomes_zero)
{
    cr_expect_not(signbit(cf_cell_number(-0.0).number));
}

Test(table, a_cell_stays_small)
{
    cr_expect_leq(sizeof(cf_cell), 2 * sizeof(double));
}

Test(table, many_rows_keep_their_order_and_values)
{
    cf_table *table = NULL;
    const long count = 300000;

    cr_assert_eq(cf_table_new(&table, "t", columns, 2), CF_OK);
    for (long i = 0; i < count; i++) {
        cf_cell row[] = { cf_cell_text("a"), cf_cell_number((double)i) };

        cr_assert_eq(cf_table_add(table, row), CF_OK);
    }
    cr_assert_eq(cf_table_row_count(table), count);
    for (long i = 0; i < count; i += 997)
        cr_assert_float_eq(cf_table_cell(table, i, 1)->number, (double)i, 1e-9);
    cr_expect_str_eq(cf_table_cell(table, count - 1, 0)->text, "a");
    cf_table_free(table);
}

Test(table, a_row_of_another_length_is_a_bug, .signal = SIGABRT)
{
    cf_table *table = NULL;

    cr_assert_eq(cf_table_new(&table, "t", columns, 2), CF_OK);
    cr_expect_eq(cf_table_add_row(table, (cf_cell[]){ cf_cell_text("a") }, 1), CF_SOLVER);
}

Test(table, a_heading_is_the_name_unless_there_is_a_better_one)
{
    cr_expect_str_eq(cf_column_heading(&(cf_column){ "in", CF_MONEY }), "in");
    cr_expect_str_eq(cf_column_heading(&(cf_column){ "in", CF_MONEY, "received" }), "received");
}

Test(table, every_kind_implies_a_unit)
{
    for (int kind = 0; kind < CF_KIND_COUNT; kind++)
        cr_expect_not_null(cf_column_unit(&(cf_column){ "x", (cf_kind)kind }, NULL));
    cr_expect_str_eq(cf_column_unit(&(cf_column){ "x", CF_MONEY }, "USD bn"), "USD bn");
    cr_expect_str_eq(cf_column_unit(&(cf_column){ "x", CF_MONEY }, ""), "money");
    cr_expect_str_eq(cf_column_unit(&(cf_column){ "x", CF_COUNT, .unit = "days" }, NULL), "days");
}

Test(table, tells_its_name_and_columns)
{
    cf_table *table = NULL;

    cr_assert_eq(cf_table_new(&table, "deals", columns, 2), CF_OK);
    cr_expect_str_eq(cf_table_name(table), "deals");
    cr_expect_eq(cf_table_column_count(table), 2);
    cr_expect_str_eq(cf_table_column(table, 1)->name, "amount");
    cr_expect_eq(cf_table_row_count(table), 0);
    cf_table_free(table);
}

Test(table, freeing_nothing_is_allowed)
{
    cf_table_free(NULL);
}

Test(table, a_flag_is_0_or_1)
{
    cr_expect(cf_cell_flag(false).known);
    cr_expect_eq(cf_cell_flag(false).number, 0.0);
    cr_expect_eq(cf_cell_flag(true).number, 1.0);
}
