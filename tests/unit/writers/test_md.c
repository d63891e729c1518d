/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "unit/writers/written.h"

static const cf_write_options plain = { .width = 20 };
static const cf_write_options one_table = { .table = "t" };

static void expect_digest(const char *const *paragraphs, int count, const char *expected)
{
    cf_report *report = new_report(NULL);

    for (int i = 0; i < count; i++)
        cr_assert_eq(cf_report_add_paragraph(report, 0, paragraphs[i]), CF_OK);
    expect_written("md", report, &plain, expected);
    cf_report_free(report);
}

Test(md, paragraphs_are_one_line_each_whatever_the_width)
{
    expect_digest((const char *[]){ "far more than twenty columns of text", "", "two" }, 3,
                  "## circfin score\n\nfar more than twenty columns of text\n\ntwo\n");
}

Test(md, indented_paragraphs_go_on_in_the_item_of_a_list)
{
    expect_digest(
        (const char *[]){ "12. loop", "   A \xE2\x86\x92" CF_NO_BREAK "B", "   deals", "after" }, 4,
        "## circfin score\n\n12. loop\\\n   A \xE2\x86\x92 B\\\n   deals\n\nafter\n");
}

Test(md, no_paragraph_begins_a_list_a_heading_or_a_ruler)
{
    expect_digest((const char *[]){ "1. one", "2) two", "- three", "+ four", "=====", "> five",
                                    "3.5 is a number" },
                  7,
                  "## circfin score\n\n1\\. one\n\n2\\) two\n\n\\- three\n\n\\+ four\n\n"
                  "\\=====\n\n\\> five\n\n3.5 is a number\n");
}

Test(md, level_1_shows_when_verbose)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .verbose = true };

    cr_assert_eq(cf_report_add_paragraph(report, 0, "a"), CF_OK);
    cr_assert_eq(cf_report_add_paragraph(report, 1, " b"), CF_OK);
    cr_assert_eq(cf_report_add_paragraph(report, 0, "c"), CF_OK);
    expect_written("md", report, &plain, "## circfin score\n\na\n\nc\n");
    expect_written("md", report, &options, "## circfin score\n\na\\\n b\n\nc\n");
    cf_report_free(report);
}

Test(md, numbers_stand_on_the_right_with_the_decimals_of_their_column)
{
    static const cf_column columns[] = {
        { "who", CF_ENTITY }, { "amount", CF_MONEY }, { "part", CF_SHARE }, { "bar", CF_BAR }
    };
    const cf_cell cells[] = { cf_cell_text("a"),   cf_cell_number(12.345), cf_cell_number(0.25),
                              cf_cell_number(0.1), cf_cell_text("b"),      cf_cell_number(1),
                              cf_cell_null(),      cf_cell_number(0) };
    cf_report *report = new_report(NULL);

    add_table(report, "t", columns, 4, cells, 2);
    expect_written("md", report, &one_table,
                   "### t\n\n| who | amount | part | bar |\n| :--- | ---: | ---: | :--- |\n"
                   "| a | 12.3 | 25.0 % | \xE2\x96\x88\xE2\x96\x88 |\n"
                   "| b | 1.0 | \xE2\x80\x93 |  |\n");
    cf_report_free(report);
}

Test(md, a_long_text_is_not_cut)
{
    char text[2001] = "";
    cf_cell cell = cf_cell_text(text);
    cf_report *report = new_report(NULL);
    cf_column column = { "x", CF_TEXT };
    char *result;

    memset(text, 'x', 2000);
    add_table(report, "t", &column, 1, &cell, 1);
    result = written("md", report, &one_table);
    cr_expect_not_null(strstr(result, text));
    free(result);
    cf_report_free(report);
}

Test(md, warnings_are_a_quotation)
{
    cf_report *report = new_report(NULL);

    cr_assert_eq(cf_report_add_warning(report, "one *"), CF_OK);
    cr_assert_eq(cf_report_add_warning(report, "two"), CF_OK);
    expect_written("md", report, &plain,
                   "## circfin score\n\n> **Warning:** one \\*\n>\n> **Warning:** two\n");
    cf_report_free(report);
}

Test(md, without_a_digest_all_figures_and_tables_are_written)
{
    cf_report *report = new_report(NULL);
    cf_column column = { "x", CF_COUNT };
    cf_cell cell = cf_cell_number(1234);

    cr_assert_eq(cf_report_add_figure(report, "gross", CF_MONEY, cf_cell_number(2)), CF_OK);
    add_table(report, "full", &column, 1, &cell, 1);
    add_table(report, "empty", &column, 1, NULL, 0);
    expect_written("md", report, &plain,
                   "## circfin score\n\n| figure | value |\n| :--- | ---: |\n| gross | 2 |\n\n"
                   "### full\n\n| x |\n| ---: |\n| 1,234 |\n\n### empty\n\n(none)\n");
    cf_report_free(report);
}

Test(md, a_failing_allocation_is_told)
{
    cf_report *report = new_report(NULL);
    cf_column column = { "x", CF_COUNT };
    cf_cell cell = cf_cell_number(1);
    cf_status status;

    add_table(report, "t", &column, 1, &cell, 1);
    FILE *null = fopen("/dev/null", "w");
    allow_allocations(0);
    setvbuf(null, NULL, _IONBF, 0);
    status = cf_writer_find("md")->write(null, report, &plain);
    stop_counting_allocations();
    cr_expect_eq(status, CF_NO_MEMORY);
    fclose(null);
    cf_report_free(report);
}
