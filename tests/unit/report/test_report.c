/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "circfin/report.h"

static const cf_column columns[] = { { "amount", CF_MONEY } };

static cf_report *report;

static void open_report(void)
{
    cr_assert_eq(cf_report_new(&report, "score", NULL), CF_OK);
}

static void close_report(void)
{
    cf_report_free(report);
}

TestSuite(report, .init = open_report, .fini = close_report);

Test(report, begins_empty)
{
    cr_expect_str_eq(cf_report_command(report), "score");
    cr_expect_null(cf_report_scenario(report));
    cr_expect_eq(cf_report_setting_count(report), 0);
    cr_expect_eq(cf_report_figure_count(report), 0);
    cr_expect_eq(cf_report_table_count(report), 0);
    cr_expect_eq(cf_report_block_count(report), 0);
    cr_expect_eq(cf_report_warning_count(report), 0);
}

Test(report, keeps_settings_and_figures_in_order)
{
    cr_assert_eq(cf_report_add_setting(report, "case", "base"), CF_OK);
    cr_assert_eq(cf_report_add_setting(report, "as_of", NULL), CF_OK);
    cr_assert_eq(cf_report_add_switch(report, "non_cash", true), CF_OK);
    for (int i = 0; i < 40; i++)
        cr_assert_eq(cf_report_add_figure(report, "gross", CF_MONEY, cf_cell_number(i)), CF_OK);

    cr_expect_str_eq(cf_report_setting(report, 0)->text, "base");
    cr_expect_null(cf_report_setting(report, 1)->text);
    cr_expect_not(cf_report_setting(report, 1)->is_switch);
    cr_expect(cf_report_setting(report, 2)->is_switch && cf_report_setting(report, 2)->on);
    cr_assert_eq(cf_report_figure_count(report), 40);
    cr_expect_float_eq(cf_report_figure(report, 39)->value.number, 39.0, 1e-12);
}

Test(report, takes_tables_over)
{
    cf_table *table = NULL, *digest = NULL;

    cr_assert_eq(cf_table_new(&table, "suppliers", columns, 1), CF_OK);
    cr_assert_eq(cf_table_new(&digest, "Suppliers", columns, 1), CF_OK);
    cr_assert_eq(cf_report_take_table(report, &table), CF_OK);
    cr_assert_eq(cf_report_take_digest_table(report, 1, &digest), CF_OK);
    cr_expect_null(table);
    cr_expect_null(digest);
    cr_expect_eq(cf_report_table_count(report), 1);
    cr_expect_eq(cf_report_block(report, 0)->level, 1);
    cr_expect_str_eq(cf_table_name(cf_report_block(report, 0)->table), "Suppliers");
}

Test(report, finds_a_table_by_its_name)
{
    cf_table *table = NULL;

    cr_assert_eq(cf_table_new(&table, "suppliers", columns, 1), CF_OK);
    cr_assert_eq(cf_report_take_table(report, &table), CF_OK);
    cr_expect_eq(cf_report_find_table(report, "suppliers"), cf_report_table(report, 0));
    cr_expect_null(cf_report_find_table(report, "Suppliers"));
}

Test(report, a_text_lives_as_long_as_the_report)
{
    const char *first = cf_report_text(report, "%s has %d", "nvidia", 3);

    for (int i = 0; i < 5000; i++)
        cr_assert_not_null(cf_report_text(report, "number %d of many texts", i));
    cr_expect_str_eq(first, "nvidia has 3");
}

Test(report, a_text_that_found_no_memory_is_no_memory_later)
{
    cr_expect_eq(cf_report_add_paragraph(report, 0, NULL), CF_NO_MEMORY);
    cr_expect_eq(cf_report_add_warning(report, NULL), CF_NO_MEMORY);
    cr_expect_eq(cf_report_block_count(report), 0);
}

Test(report, freeing_nothing_is_allowed)
{
    cf_report_free(NULL);
}

Test(report, texts_are_attached_under_names)
{
    cr_expect_null(cf_report_attachment(report, "data"));
    cr_assert_eq(cf_report_attach(report, "data", "one"), CF_OK);
    cr_assert_eq(cf_report_attach(report, "more", "two"), CF_OK);
    cr_expect_str_eq(cf_report_attachment(report, "data"), "one");
    cr_expect_str_eq(cf_report_attachment(report, "more"), "two");
    cr_expect_null(cf_report_attachment(report, "none"));
    cr_expect_eq(cf_report_attach(report, "late", NULL), CF_NO_MEMORY);
}
