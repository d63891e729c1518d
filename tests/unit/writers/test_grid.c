/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "unit/writers/written.h"

#define LINE "\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
#define WIDE "\xE5\xAE\x87\xE5\xAE\x99" /* two characters of two columns each */
#define ELLIPSIS "\xE2\x80\xA6"
#define DASH "\xE2\x80\x93"

static void expect_money(const double *amounts, int count, const char *expected)
{
    cf_cell cells[8];

    for (int i = 0; i < count; i++)
        cells[i] = cf_cell_number(amounts[i]);
    expect_column("table", 80, (cf_column){ "x", CF_MONEY }, cells, count, expected);
}

Test(grid, money_has_the_same_decimals_in_a_whole_column)
{
    expect_money((double[]){ 12.345, 1.0, 0.0 }, 3, "t\n   x\n12.3\n 1.0\n   0\n");
    expect_money((double[]){ 1.2345, 0.5 }, 2, "t\n   x\n1.23\n0.50\n");
    expect_money((double[]){ 123456.7, 1234.5 }, 2, "t\n      x\n123,457\n  1,234\n");
}

Test(grid, whole_amounts_have_no_decimals)
{
    expect_money((double[]){ 5.0, 20.0, 1000.0 }, 3, "t\n    x\n    5\n   20\n1,000\n");
}

Test(grid, decimals_serve_the_small_as_far_as_two)
{
    expect_money((double[]){ 5000.5, 0.04 }, 2, "t\n       x\n5,000.50\n    0.04\n");
    expect_money((double[]){ 5000.5, 0.0004 }, 2, "t\n       x\n5,000.50\n    0.00\n");
}

Test(grid, where_all_are_small_three_digits_show)
{
    expect_money((double[]){ 0.012345, 0.0 }, 2, "t\n     x\n0.0123\n     0\n");
}

Test(grid, numbers_too_large_to_write_out_stay_short)
{
    expect_money((double[]){ 1e300, 1.5 }, 2, "t\n     x\n1e+300\n  1.50\n");
}

Test(grid, shares_are_percentages_and_null_is_a_dash)
{
    const cf_cell cells[] = { cf_cell_number(0.1234), cf_cell_null(), cf_cell_number(1.0) };

    expect_column("table", 80, (cf_column){ "x", CF_SHARE }, cells, 3,
                  "t\n      x\n 12.3 %\n      " DASH "\n100.0 %\n");
}

static const cf_column columns[] = { { "name", CF_TEXT }, { "n", CF_COUNT }, { "note", CF_TEXT } };

static void expect_rows(int width, const cf_cell *cells, int rows, const char *expected)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = width, .table = "t" };

    add_table(report, "t", columns, 3, cells, rows);
    expect_written("table", report, &options, expected);
    cf_report_free(report);
}

Test(grid, wide_and_combining_characters_keep_the_columns_straight)
{
    const cf_cell cells[] = {
        cf_cell_text(WIDE),
        cf_cell_number(1),
        cf_cell_text("a"),
        cf_cell_text("e\xCC\x81"),
        cf_cell_number(22),
        cf_cell_text("b"),
        cf_cell_text("\xF0\x9F\x98\x80"),
        cf_cell_number(3),
        cf_cell_text("c"),
    };

    expect_rows(80, cells, 3,
                "t\nname   n  note\n" WIDE "   1  a\ne\xCC\x81     22  b\n"
                "\xF0\x9F\x98\x80     3  c\n");
}

Test(grid, no_line_ends_in_spaces)
{
    const cf_cell cells[] = { cf_cell_text("a  "), cf_cell_number(1), cf_cell_text("long note"),
                              cf_cell_text("b"),   cf_cell_number(2), cf_cell_text("x   "),
                              cf_cell_text("c"),   cf_cell_number(3), cf_cell_text("") };

    expect_rows(80, cells, 3, "t\nname  n  note\na     1  long note\nb     2  x\nc     3\n");
}

Test(grid, the_widest_text_that_is_no_key_shrinks_first)
{
    const cf_cell cells[] = { cf_cell_text("a name"), cf_cell_number(123456),
                              cf_cell_text("a note that is far too long for the page") };

    expect_rows(30, cells, 1,
                "t\nname          n  note\na name  123,456  a note that" ELLIPSIS "\n");
}

Test(grid, columns_are_left_out_before_a_key_is_cut)
{
    const cf_cell cells[] = { cf_cell_text("a name of 21 letters."), cf_cell_number(123456),
                              cf_cell_text("a note") };

    expect_rows(33, cells, 1,
                "t\nname                         n\na name of 21 letters.  123,456\n"
                "(too narrow for 1 more column:\n  note)\n");
}

Test(grid, a_key_is_cut_where_nothing_else_can_go)
{
    const cf_cell cells[] = { cf_cell_text("a name that is far too long for the page"),
                              cf_cell_number(123456), cf_cell_text("a note") };

    expect_rows(30, cells, 1,
                "t\nname                         n\na name that is far t" ELLIPSIS
                "  123,456\n(too narrow for 1 more column:\n  note)\n");
}

Test(grid, columns_to_spare_go_first)
{
    static const cf_column spared[] = { { "name", CF_TEXT },
                                        { "net", CF_COUNT, .spare = 1 },
                                        { "open", CF_COUNT, .spare = 2 },
                                        { "gross", CF_COUNT } };
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_number(1), cf_cell_number(2),
                              cf_cell_number(3) };
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = 16, .table = "t" };

    add_table(report, "t", spared, 4, cells, 1);
    expect_written(
        "table", report, &options,
        "t\nname  net  gross\na       1      3\n(too narrow for\n1 more column:\nopen)\n");
    options.width = 12;
    expect_written("table", report, &options,
                   "t\nname  gross\na         3\n(too narrow\nfor 2 more\ncolumns:\nnet, open)\n");
    cf_report_free(report);
}

Test(grid, a_span_is_a_line_with_a_mark)
{
    static const cf_column spans[] = { { "x", CF_TEXT }, { "line", CF_SPAN } };
    cf_report *report = new_report(NULL);
    const cf_cell cells[] = {
        cf_cell_text("all"),  cf_cell_text(cf_report_span(report, 0.0, 0.5, 1.0)),
        cf_cell_text("mark"), cf_cell_text(cf_report_span(report, 0.4, 0.4, 0.4)),
        cf_cell_text("none"), cf_cell_text(cf_report_span(report, (double)NAN, 0.4, 0.4)),
    };
    cf_write_options options = { .width = 23, .table = "t" };

    add_table(report, "t", spans, 2, cells, 3);
    expect_written("table", report, &options,
                   "t\nx     line\nall   \u251C" LINE "\u25CF" LINE
                   "\u2524\nmark        \u25CF\nnone\n");
    cf_report_free(report);
}

Test(grid, headings_of_several_words_break_before_anything_is_lost)
{
    static const cf_column headed[] = { { "supplier", CF_TEXT },
                                        { "share of the revenue", CF_SHARE },
                                        { "pro rata", CF_MONEY } };
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_number(0.5), cf_cell_number(1.5) };
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = 40, .table = "t" };

    add_table(report, "t", headed, 3, cells, 1);
    expect_written("table", report, &options,
                   "t\nsupplier  share of the revenue  pro rata\n"
                   "a                       50.0 %      1.50\n");
    options.width = 30;
    expect_written("table", report, &options,
                   "t\n            share\n           of the   pro\n"
                   "supplier  revenue  rata\na          50.0 %  1.50\n");
    cf_report_free(report);
}

Test(grid, a_wide_character_is_never_cut_in_half)
{
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_number(1),
                              cf_cell_text(WIDE WIDE WIDE WIDE) };

    /* 8 columns are left: three characters, the ellipsis, and one that stays empty */
    expect_rows(17, cells, 1, "t\nname  n  note\na     1  " WIDE "\xE5\xAE\x87" ELLIPSIS "\n");
}

#define ARROW " \xE2\x86\x92 "

Test(grid, both_ends_of_who_pays_whom_stay_visible)
{
    const cf_cell cells[] = {
        cf_cell_text("a"),
        cf_cell_number(1),
        cf_cell_text("Long payer name" ARROW "Payee"),
        cf_cell_text("b"),
        cf_cell_number(2),
        cf_cell_text("Long payer name" ARROW "Long payee name"),
        cf_cell_text("c"),
        cf_cell_number(3),
        cf_cell_text("One" ARROW WIDE WIDE WIDE WIDE WIDE),
        cf_cell_text("d"),
        cf_cell_number(4),
        cf_cell_text("a long one" ARROW "b long one" ARROW "c"), /* a path: its end is not more */
    };

    expect_rows(30, cells, 4,
                "t\nname  n  note\n"
                "a     1  Long payer n" ELLIPSIS ARROW "Payee\n"
                "b     2  Long pay" ELLIPSIS ARROW "Long pay" ELLIPSIS "\n"
                "c     3  One" ARROW WIDE WIDE WIDE "\xE5\xAE\x87" ELLIPSIS "\n"
                "d     4  a long one" ARROW "b long" ELLIPSIS "\n");
}

Test(grid, columns_that_do_not_fit_are_named)
{
    const cf_cell cells[] = { cf_cell_text("abcdefgh"), cf_cell_number(1000000),
                              cf_cell_text("note note") };

    expect_rows(20, cells, 1,
                "t\nname              n\nabcdefgh  1,000,000\n"
                "(too narrow for 1\nmore column: note)\n");
}

Test(grid, a_number_is_never_cut)
{
    const cf_cell cells[] = { cf_cell_number(123456) };

    expect_column("table", 4, (cf_column){ "n", CF_COUNT }, cells, 1, "t\n   n\n" ELLIPSIS "\n");
}

Test(grid, control_characters_are_made_harmless)
{
    const cf_cell cells[] = { cf_cell_text("a\033[31mb\nc") };

    expect_column("table", 80, (cf_column){ "x", CF_TEXT }, cells, 1,
                  "t\nx\na\xEF\xBF\xBD[31mb\xEF\xBF\xBD"
                  "c\n");
}

Test(grid, no_page_is_ever_wider_than_asked)
{
    const cf_cell cells[] = { cf_cell_text(WIDE "abc" WIDE WIDE "defghijkl"),
                              cf_cell_number(1234567), cf_cell_text("a note with words in it") };

    for (int width = 1; width < 60; width++) {
        cf_report *report = new_report(NULL);
        cf_write_options options = { .width = width, .table = "t" };
        char *text, *rest, *line;

        add_table(report, "t", columns, 3, cells, 1);
        text = written("table", report, &options);
        for (line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
            int shown = 0;

            for (char *c = line; *c != '\0'; c++) /* 1 for ASCII and for "...", 2 for the wide */
                shown += (unsigned char)*c < 0x80 || (unsigned char)*c == 0xE2
                             ? 1
                             : 2 * ((unsigned char)*c == 0xE5);
            cr_expect_leq(shown, width < 2 ? 2 : width, "width %d: %s", width, line);
        }
        free(text);
        cf_report_free(report);
    }
}

#define FULL "\xE2\x96\x88"
#define HALF "\xE2\x96\x8C"
#define EIGHTH "\xE2\x96\x8F"
#define EIGHT_FULL FULL FULL FULL FULL FULL FULL FULL FULL

Test(grid, bars_end_in_eighths_and_little_is_not_nothing)
{
    const cf_cell cells[] = { cf_cell_number(1.0),  cf_cell_number(2.5 / 8), cf_cell_number(0.0),
                              cf_cell_number(1e-9), cf_cell_null(),          cf_cell_number(7.0) };

    expect_column("table", 8, (cf_column){ "x", CF_BAR }, cells, 6,
                  "t\nx\n" EIGHT_FULL "\n" FULL FULL HALF "\n\n" EIGHTH "\n\n" EIGHT_FULL "\n");
}

Test(grid, a_course_has_one_block_a_column_and_keeps_its_first_and_last_height)
{
    const cf_cell cells[] = { cf_cell_text("18"), cf_cell_text("1 4"), cf_cell_null(),
                              cf_cell_text("1222222222222228") };

    expect_column("table", 8, (cf_column){ "x", CF_COURSE }, cells, 4,
                  "t\nx\n\u2581\u2588\n\u2581 \u2584\n\n"
                  "\u2581\u2582\u2582\u2582\u2582\u2582\u2582\u2588\n");
}

Test(grid, bars_take_the_room_that_is_left_up_to_forty_columns)
{
    static const cf_column pair[] = { { "name", CF_TEXT }, { "", CF_BAR } };
    const cf_cell cells[] = { cf_cell_text("a"), cf_cell_number(1.0) };
    static const struct {
        int width;
        size_t blocks;
    } cases[] = { { 14, 8 }, { 26, 20 }, { 46, 40 }, { 200, 40 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report = new_report(NULL);
        cf_write_options options = { .width = cases[i].width, .table = "t" };
        size_t blocks = 0;
        char *text;

        add_table(report, "t", pair, 2, cells, 1);
        text = written("table", report, &options);
        for (const char *at = text; (at = strstr(at, FULL)) != NULL; at += strlen(FULL))
            blocks++;
        cr_expect_eq(blocks, cases[i].blocks, "width %d: %zu", cases[i].width, blocks);
        free(text);
        cf_report_free(report);
    }
}

Test(grid, plain_numbers_look_like_money)
{
    const cf_cell cells[] = { cf_cell_number(0.5), cf_cell_number(2.0) };

    expect_column("table", 80, (cf_column){ "x", CF_NUMBER }, cells, 2, "t\n   x\n0.50\n2.00\n");
}
