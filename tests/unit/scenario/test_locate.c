/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#include "base/diags.h"
#include "scenario/locate.h"

/* Reports a problem at a pointer and gives its place; to be freed with the problems. */
static const cf_diag *locate(cf_diags **diags, const char *text, const char *pointer, bool at_key)
{
    cf_problem problem = { .severity = CF_ERROR, .pointer = pointer, .at_key = at_key };
    va_list none;

    memset(&none, 0, sizeof none);
    cr_assert_eq(cf_diags_new(diags), CF_OK);
    cr_assert_eq(cf_diags_open(*diags, "test.json"), CF_OK);
    cr_assert_eq(cf_diags_report(*diags, NULL, &problem, "problem", none), CF_OK);
    cr_assert_eq(cf_locate(*diags, text, strlen(text)), CF_OK);
    cf_diags_close(*diags);
    return cf_diags_at(*diags, 0);
}

static void expect_place(const char *text, const char *pointer, bool at_key, int line, int column,
                         int length)
{
    cf_diags *diags;
    const cf_where *where = &locate(&diags, text, pointer, at_key)->where;

    cr_expect_eq(where->line, line, "%s: line %d", pointer, where->line);
    cr_expect_eq(where->column, column, "%s: column %d", pointer, where->column);
    cr_expect_eq(where->length, length, "%s: length %d", pointer, where->length);
    cf_diags_free(diags);
}

static const char sample[] = "{\"deals\": [\n"
                             "  {\"amount\": 5},\n"
                             "  {\"amount\": {\"low\": -12.5},\n"
                             "   \"id\": \"d2\"}\n"
                             "]}\n";

Test(locate, finds_values_by_pointer)
{
    expect_place(sample, "", false, 1, 1, 1);
    expect_place(sample, "/deals", false, 1, 11, 1);
    expect_place(sample, "/deals/0", false, 2, 3, 1);
    expect_place(sample, "/deals/0/amount", false, 2, 14, 1);
    expect_place(sample, "/deals/1/amount/low", false, 3, 22, 5);
    expect_place(sample, "/deals/1/id", false, 4, 10, 4);
}

Test(locate, finds_keys_by_pointer)
{
    expect_place(sample, "/deals", true, 1, 2, 7);
    expect_place(sample, "/deals/1/amount", true, 3, 4, 8);
}

Test(locate, what_is_not_there_has_no_place)
{
    expect_place(sample, "/deals/2", false, 0, 0, 0);
    expect_place(sample, "/deals/0/id", false, 0, 0, 0);
    expect_place(sample, "/deals/00", false, 0, 0, 0);
}

Test(locate, understands_escapes_in_pointers_and_keys)
{
    expect_place("{\"a/b\": {\"~\": 1}}", "/a~1b/~0", false, 1, 15, 1);
    expect_place("{\"\\u0061\": 7}", "/a", false, 1, 12, 1);
    expect_place("{\"\": 7}", "/", false, 1, 6, 1);
}

Test(locate, the_last_of_two_equal_keys_counts)
{
    parsed result = parse("{'schema': 'circfin.scenario/1', 'name': 'x', 'currency': 'USD', "
                          "'entities': [], 'unit': 7, 'unit': 22, 'deals': []}");

    cr_assert_eq(cf_diags_count(result.diags), 2);
    cr_expect_eq(cf_diags_at(result.diags, 0)->code, CF_CODE_DUPLICATE_KEY);
    cr_expect_eq(cf_diags_at(result.diags, 1)->code, CF_CODE_WRONG_TYPE);
    cr_expect_eq(cf_diags_at(result.diags, 1)->where.length, 2);
    free_parsed(&result);
}

Test(locate, a_key_like_an_index_is_no_index)
{
    expect_place("{\"0\": [7]}", "/0/0", false, 1, 8, 1);
}

Test(locate, long_and_strange_pointers_are_cut_and_made_printable)
{
    char text[3000] = "{\"\\u001b", pointer[3000] = "/\x1B";
    cf_diags *diags;
    const cf_diag *diag;

    memset(text + 8, 'k', 2000);
    strcpy(text + 2008, "\": 1}");
    memset(pointer + 2, 'k', 2000);
    diag = locate(&diags, text, pointer, true);
    cr_expect_eq(diag->where.line, 1);
    cr_expect_eq(diag->where.column, 2);
    cr_expect_lt(strlen(diag->where.pointer), 200);
    cr_expect_eq(strncmp(diag->where.pointer, "/\xEF\xBF\xBDkkk", 7), 0);
    cf_diags_free(diags);
}

Test(locate, names_the_line_of_the_other_place)
{
    parsed result = parse(HEAD "\n'entities': [{'id': 'a'},\n\n{'id': 'a'}], 'deals': []}");

    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_str_eq(cf_diags_at(result.diags, 0)->hint,
                     "the first one is on line 2 (/entities/0/id)");
    cr_expect_eq(cf_diags_at(result.diags, 0)->where.line, 4);
    free_parsed(&result);
}
