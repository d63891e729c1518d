/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/columns.h"

#include <signal.h>

#include "unit/testlib.h"

static const cf_column full_columns[] = {
    { "entity", CF_ENTITY, "supplier", "Who.", .shown = true },
    { "name", CF_TEXT, "name", "Its name." },
    { "in", CF_MONEY, "received", "What it is paid.", .shown = true },
};
static const cf_columns full = { full_columns, CF_COUNT_OF(full_columns) };

static const cf_column own_columns[] = { { "of it", CF_SHARE } };
static const cf_columns own = { own_columns, CF_COUNT_OF(own_columns) };

static cf_report *new_report(void)
{
    cf_report *report = NULL;

    assert_ok(cf_report_new(&report, "test", NULL));
    return report;
}

Test(report_columns, a_chosen_column_takes_everything_but_its_name_from_the_row)
{
    static const cf_column wanted[] = { { "in" }, { "in", CF_TEXT, "in words" } };
    cf_report *report = new_report();
    const cf_column *columns =
        cf_columns_choose(report, full, (cf_columns){ wanted, CF_COUNT_OF(wanted) });

    cr_assert_not_null(columns);
    cr_expect_str_eq(columns[0].heading, "received");
    cr_expect_eq(columns[0].kind, CF_MONEY);
    cr_expect_str_eq(columns[1].heading, "in words", "it has a heading of its own");
    cr_expect_eq(columns[1].kind, CF_TEXT);
    cf_report_free(report);
}

Test(report_columns, an_unknown_name_is_a_bug, .signal = SIGABRT)
{
    cf_columns_find(full, "out");
}

Test(report_columns, a_digest_shows_what_says_so_and_its_own)
{
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_text("A"), cf_cell_number(4) };
    const cf_cell own_cells[] = { cf_cell_number(0.5) };
    cf_report *report = new_report();
    cf_table *table = NULL;

    assert_ok(cf_shown_table_new(&table, report, "t", full, own));
    assert_ok(cf_shown_table_add(table, full, cells, own, own_cells));
    cr_assert_eq(cf_table_column_count(table), 3);
    cr_expect_str_eq(cf_column_heading(cf_table_column(table, 0)), "supplier");
    cr_expect_eq(cf_table_cell(table, 0, 1)->number, 4.0);
    cr_expect_str_eq(cf_column_heading(cf_table_column(table, 2)), "of it");
    cr_expect_eq(cf_table_cell(table, 0, 2)->number, 0.5);
    cf_table_free(table);
    cf_report_free(report);
}
