/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

static void expect_syntax(const char *text, size_t size, int code, int line, int column)
{
    parsed result = parse_bytes(text, size);
    const cf_diag *diag;

    cr_assert_eq(result.status, CF_BAD_SYNTAX, "%s", text);
    cr_assert_eq(cf_diags_count(result.diags), 1);
    diag = cf_diags_at(result.diags, 0);
    cr_expect_eq(diag->code, code, "%s: CF%d", text, diag->code);
    cr_expect_eq(diag->where.line, line, "%s: line %d", text, diag->where.line);
    cr_expect_eq(diag->where.column, column, "%s: column %d", text, diag->where.column);
    cr_expect_null(diag->where.pointer);
    free_parsed(&result);
}

#define EXPECT_SYNTAX(text, code, line, column)                                                    \
    expect_syntax(text, sizeof(text) - 1, code, line, column)

Test(syntax, an_empty_text_is_told_as_a_whole)
{
    EXPECT_SYNTAX("", CF_CODE_EMPTY_FILE, 0, 0);
    EXPECT_SYNTAX(" \r\n\t", CF_CODE_EMPTY_FILE, 0, 0);
    EXPECT_SYNTAX("\xEF\xBB\xBF", CF_CODE_EMPTY_FILE, 0, 0);
    expect_syntax(NULL, 0, CF_CODE_EMPTY_FILE, 0, 0);
}

Test(syntax, bytes_that_are_not_utf8_are_told_with_their_place)
{
    EXPECT_SYNTAX("{\"\xC3\xBC\": \"\xFC\"}", CF_CODE_NOT_UTF8, 1, 8);
    EXPECT_SYNTAX("{\n\"\xED\xA0\x80\"}", CF_CODE_NOT_UTF8, 2, 2);
    EXPECT_SYNTAX("\xFF\xFE{\0}\0", CF_CODE_NOT_UTF8, 1, 1);
}

Test(syntax, nul_characters_are_told_raw_and_escaped)
{
    EXPECT_SYNTAX("{\"a\": \"x\0\"}", CF_CODE_NUL_CHARACTER, 1, 9);
    EXPECT_SYNTAX("{\"a\": \"x\\u0000\"}", CF_CODE_NUL_CHARACTER, 1, 9);
    EXPECT_SYNTAX("\0", CF_CODE_NUL_CHARACTER, 1, 1);
}

Test(syntax, flaws_of_the_grammar_are_told_where_they_begin)
{
    EXPECT_SYNTAX("{\"a\": NaN}", CF_CODE_MALFORMED, 1, 7);
    EXPECT_SYNTAX("{\"a\": -Infinity}", CF_CODE_MALFORMED, 1, 7);
    EXPECT_SYNTAX("{\"a\": 1,\n \"b\" 2}", CF_CODE_MALFORMED, 2, 6);
    EXPECT_SYNTAX("{\"\xE2\x82\xAC\": 1 \"b\": 2}", CF_CODE_MALFORMED, 1, 9);
    EXPECT_SYNTAX("nonsense", CF_CODE_MALFORMED, 1, 1);
    EXPECT_SYNTAX("\xEF\xBB\xBFnonsense", CF_CODE_MALFORMED, 1, 1);
}

Test(syntax, an_end_that_comes_too_early_is_told_at_the_end)
{
    EXPECT_SYNTAX("{\"a\": [1,\n2\n\n", CF_CODE_CUT_OFF, 2, 1);
    EXPECT_SYNTAX("{\"a\": \"b", CF_CODE_CUT_OFF, 1, 7);
    EXPECT_SYNTAX("{", CF_CODE_CUT_OFF, 1, 1);
}

Test(syntax, text_after_the_end_is_told)
{
    EXPECT_SYNTAX("{}\n{}", CF_CODE_TRAILING_TEXT, 2, 1);
    EXPECT_SYNTAX("[1] ,", CF_CODE_TRAILING_TEXT, 1, 5);
}

Test(syntax, numbers_beyond_a_double_are_told)
{
    EXPECT_SYNTAX("{\"a\": 1e999}", CF_CODE_NUMBER_OVERFLOW, 1, 7);
    EXPECT_SYNTAX("[1, 2,\n -1e400, 3]", CF_CODE_NUMBER_OVERFLOW, 2, 2);
    EXPECT_SYNTAX("1e999", CF_CODE_NUMBER_OVERFLOW, 1, 1);
}

Test(syntax, nesting_without_end_is_told)
{
    enum { DEPTH = 1000000 };
    char *text = malloc(DEPTH);

    cr_assert_not_null(text);
    memset(text, '[', DEPTH);
    expect_syntax(text, DEPTH, CF_CODE_TOO_DEEP, 1, 2049);
    free(text);
}

Test(syntax, a_mark_of_byte_order_and_crlf_are_fine)
{
    static const char text[] =
        "\xEF\xBB\xBF{\"schema\": \"circfin.scenario/1\",\r\n\"name\": \"T\",\r\n"
        "\"currency\": \"USD\", \"entities\": [], \"deals\": []}\r\n";
    parsed result = parse_bytes(text, sizeof text - 1);

    cr_expect_eq(result.status, CF_OK);
    cr_expect_eq(cf_diags_count(result.diags), 0);
    free_parsed(&result);
}

Test(syntax, hostile_tokens_are_shown_safely)
{
    parsed result = parse_bytes("{\"a\": \"\\\x1B\"}", 12);

    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_null(strchr(cf_diags_at(result.diags, 0)->message, 0x1B));
    free_parsed(&result);
}

Test(syntax, a_comment_before_json_is_told_from_another_kind_of_file)
{
    static const char comment[] = "use \"note\", or a key of your own that begins with x-";
    static const char foreign[] = "it is not JSON; use circfin import for a spreadsheet";

    expect_message("# of mine\n// too\n{'schema': 1}", "JSON has no comments", comment);
    expect_message("# Title\n\nText.", "a scenario must begin with {, but begins with #", foreign);
    expect_message("#", "a scenario must begin with {, but begins with #", foreign);
}
