/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/writers/written.h"

static void expect_paragraph(int width, const char *text, const char *expected)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = width };

    cr_assert_eq(cf_report_add_paragraph(report, 0, text), CF_OK);
    expect_written("table", report, &options, expected);
    cf_report_free(report);
}

Test(paragraph, is_wrapped_at_the_width_with_further_lines_indented)
{
    expect_paragraph(24, "one two three four five six seven",
                     "one two three four five\n  six seven\n");
}

Test(paragraph, is_not_indented_on_a_narrow_page)
{
    expect_paragraph(10, "one two three four", "one two\nthree four\n");
}

Test(paragraph, keeps_the_percent_sign_with_its_number)
{
    expect_paragraph(24, "this much is about: 12.3 % of it",
                     "this much is about:\n  12.3 % of it\n");
}

Test(paragraph, breaks_a_word_that_is_longer_than_a_line)
{
    expect_paragraph(8, "abcdefghijklmnopqrst uv", "abcdefgh\nijklmnop\nqrst uv\n");
}

Test(paragraph, has_no_limit_where_the_width_is_0)
{
    expect_paragraph(0, "one two three", "one two three\n");
}

Test(paragraph, keeps_spaces_between_words_but_none_at_the_end_of_a_line)
{
    expect_paragraph(80, "a   b   ", "a   b\n");
    expect_paragraph(12, "abcdefgh    ijklmnop", "abcdefgh\nijklmnop\n");
}

Test(paragraph, may_be_empty)
{
    expect_paragraph(80, "", "\n");
    expect_paragraph(80, "   ", "\n");
}

Test(paragraph, shows_no_control_characters)
{
    expect_paragraph(80, "a\033[2Jb", "a\xEF\xBF\xBD[2Jb\n");
}

Test(paragraph, is_not_broken_at_a_no_break_space)
{
    expect_paragraph(24, "one two three a\u00a0b\u00a0c four", "one two three a b c four\n");
    expect_paragraph(24, "one two three four a\u00a0b\u00a0c five",
                     "one two three four a b c\n  five\n");
    expect_paragraph(24, "one two three four! a\u00a0b\u00a0c d",
                     "one two three four!\n  a b c d\n");
}

Test(paragraph, is_broken_at_a_no_break_space_where_a_line_cannot_hold_the_rest)
{
    expect_paragraph(24, "aaaaaaaaaa\u00a0bbbbbbbbbb\u00a0cccccccccc\u00a0d e",
                     "aaaaaaaaaa bbbbbbbbbb\n  cccccccccc d e\n");
}

Test(paragraph, hangs_by_the_spaces_that_it_begins_with)
{
    expect_paragraph(24, "    one two three four five", "    one two three four\n      five\n");
    expect_paragraph(10, "    one two three", "    one\ntwo three\n");
    expect_paragraph(24, "               one two three", "               one two\n  three\n");
}
