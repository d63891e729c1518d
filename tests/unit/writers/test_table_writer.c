/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "unit/writers/written.h"

static const cf_column columns[] = { { "name", CF_TEXT } };

static void add_digest_table(cf_report *report, int level, const char *title, int rows)
{
    cf_table *table = NULL;
    cf_cell cell = cf_cell_text("a");

    cr_assert_eq(cf_table_new(&table, title, columns, 1), CF_OK);
    for (int i = 0; i < rows; i++)
        cr_assert_eq(cf_table_add_row(table, &cell, 1), CF_OK);
    cr_assert_eq(cf_report_take_digest_table(report, level, &table), CF_OK);
}

static cf_report *digest(void)
{
    cf_report *report = new_report(NULL);

    cr_assert_eq(cf_report_add_paragraph(report, 0, "One."), CF_OK);
    cr_assert_eq(cf_report_add_paragraph(report, 0, "Two."), CF_OK);
    add_digest_table(report, 0, "Title", 1);
    add_digest_table(report, 0, "Nothing here", 0);
    add_digest_table(report, 1, "", 1);
    cr_assert_eq(cf_report_add_paragraph(report, 1, "Three."), CF_OK);
    return report;
}

Test(table_writer, sets_tables_off_with_empty_lines)
{
    cf_report *report = digest();
    cf_write_options options = { .width = 80 };

    expect_written("table", report, &options,
                   "One.\nTwo.\n\nTitle\nname\na\n\nNothing here\n(none)\n");
    cf_report_free(report);
}

Test(table_writer, shows_more_when_asked)
{
    cf_report *report = digest();
    cf_write_options options = { .width = 80, .verbose = true };

    expect_written("table", report, &options,
                   "One.\nTwo.\n\nTitle\nname\na\n\nNothing here\n(none)\n\nname\na\n\nThree.\n");
    cf_report_free(report);
}

Test(table_writer, makes_headings_bold_only_in_colour)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = 80, .colour = true };

    add_digest_table(report, 0, "Title", 1);
    expect_written("table", report, &options, "\033[1mTitle\033[0m\n\033[1mname\033[0m\na\n");
    cf_report_free(report);
}

Test(table_writer, prints_figures_and_tables_where_there_is_no_digest)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = 80 };
    cf_cell cell = cf_cell_text("a");

    cr_assert_eq(cf_report_add_figure(report, "gross", CF_MONEY, cf_cell_number(1234.5)), CF_OK);
    cr_assert_eq(cf_report_add_figure(report, "circularity", CF_SHARE, cf_cell_null()), CF_OK);
    add_table(report, "loops", columns, 1, &cell, 1);
    expect_written("table", report, &options,
                   "gross        1,234\ncircularity  \xE2\x80\x93\n\nloops\nname\na\n");
    cf_report_free(report);
}

Test(table_writer, leaves_the_locale_of_the_thread_alone)
{
    cf_report *report = digest();
    cf_write_options options = { .width = 80 };
    locale_t before = uselocale((locale_t)0);

    free(written("table", report, &options));
    cr_expect_eq(uselocale((locale_t)0), before);
    cf_report_free(report);
}
