/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/writers/written.h"

static const cf_column columns[] = { { "entity", CF_ENTITY },
                                     { "amount", CF_MONEY },
                                     { "deals", CF_COUNT } };

static const cf_write_options first_table = { .width = 40 };

Test(csv, has_a_header_and_lines_that_end_in_crlf)
{
    cf_report *report = new_report(NULL);
    const cf_cell cells[] = { cf_cell_text("nvidia"), cf_cell_number(0.1), cf_cell_number(3.0) };

    add_table(report, "suppliers", columns, 3, cells, 1);
    expect_written("csv", report, &first_table, "entity,amount,deals\r\nnvidia,0.1,3\r\n");
    cf_report_free(report);
}

Test(csv, quotes_what_would_be_misread)
{
    const cf_cell cells[] = { cf_cell_text("a,b"), cf_cell_text("say \"x\""),
                              cf_cell_text("two\nlines"), cf_cell_text("a\rb"),
                              cf_cell_text("a; b") };

    expect_column("csv", 0, (cf_column){ "id", CF_TEXT }, cells, 5,
                  "id\r\n\"a,b\"\r\n\"say \"\"x\"\"\"\r\n\"two\nlines\"\r\n\"a\rb\"\r\na; b\r\n");
}

Test(csv, tells_null_from_an_empty_text)
{
    const cf_cell cells[] = { cf_cell_null(), cf_cell_text("") };

    expect_column("csv", 0, (cf_column){ "id", CF_TEXT }, cells, 2, "id\r\n\r\n\"\"\r\n");
}

Test(csv, numbers_read_back_as_the_same_number)
{
    const double numbers[] = { 0.1 + 0.2, 1.0 / 3.0, 1e-300, 1.7976931348623157e308, -0.07 };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        cf_report *report = new_report(NULL);
        cf_cell cell = cf_cell_number(numbers[i]);
        cf_column column = { "x", CF_MONEY };
        char *text;

        add_table(report, "t", &column, 1, &cell, 1);
        text = written("csv", report, &first_table);
        cr_expect_eq(strtod(text + 3, NULL), numbers[i]);
        free(text);
        cf_report_free(report);
    }
}

Test(csv, counts_are_whole_however_large)
{
    const cf_cell cells[] = { cf_cell_number(100000.0), cf_cell_number(4503599627370496.0) };

    expect_column("csv", 0, (cf_column){ "n", CF_COUNT }, cells, 2,
                  "n\r\n100000\r\n4503599627370496\r\n");
}

Test(csv, writes_the_table_asked_for)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .table = "second" };

    add_table(report, "first", columns, 3, NULL, 0);
    add_table(report, "second", columns + 1, 1, NULL, 0);
    expect_written("csv", report, &options, "amount\r\n");
    cf_report_free(report);
}

Test(csv, has_nothing_to_write_without_a_table)
{
    cf_report *report = new_report(NULL);

    cr_expect_eq(cf_writer_find("csv")->write(stdout, report, &first_table), CF_BAD_OPTION);
    cf_report_free(report);
}

Test(csv, is_utf8_whatever_it_is_given)
{
    const cf_cell cells[] = { cf_cell_text("caf\xE9"), cf_cell_text("\xE5\xAE\x87") };

    expect_column("csv", 0, (cf_column){ "id", CF_TEXT }, cells, 2,
                  "id\r\ncaf\xEF\xBF\xBD\r\n\xE5\xAE\x87\r\n");
}

Test(csv, flags_are_words)
{
    cf_cell cells[] = { cf_cell_flag(true), cf_cell_flag(false), cf_cell_null() };

    expect_column("csv", 0, (cf_column){ "f", CF_FLAG }, cells, 3, "f\r\ntrue\r\nfalse\r\n\r\n");
    expect_column("table", 80, (cf_column){ "f", CF_FLAG }, cells, 3,
                  "t\n    f\n true\nfalse\n    \xE2\x80\x93\n");
}
