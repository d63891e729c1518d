/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(duplicates, every_doubled_key_is_told_at_its_second_place)
{
    parsed result = parse("{'a': 1,\n 'a': 2,\n 'b': [{}, {'c/d': 1, 'c/d': 1}],\n 'a': 3}");
    static const int lines[] = { 2, 3, 4 };
    static const char *const pointers[] = { "/a", "/b/1/c~1d", "/a" };
    int found = 0;

    cr_assert_eq(result.status, CF_BAD_INPUT);
    for (int i = 0; i < cf_diags_count(result.diags); i++) {
        const cf_diag *diag = cf_diags_at(result.diags, i);

        if (diag->code != CF_CODE_DUPLICATE_KEY)
            continue;
        cr_assert_lt(found, 3);
        cr_expect_eq(diag->where.line, lines[found]);
        cr_expect_str_eq(diag->where.pointer, pointers[found]);
        found++;
    }
    cr_expect_eq(found, 3);
    free_parsed(&result);
}

Test(duplicates, keys_are_equal_however_they_are_escaped)
{
    expect_problems(HEAD ENTITIES "'deals': [], 'x-a': 1, 'x\\u002da': 2}", "CF112 /x-a");
}

Test(duplicates, the_same_key_in_other_objects_is_none)
{
    cf_scenario_free(
        good(HEAD ENTITIES "'deals': [], 'x-a': {'n': 1}, 'x-b': [{'n': 1}, {'n': 2}]}"));
}

Test(duplicates, the_rest_of_the_file_is_still_checked)
{
    expect_problems(DEALS(INVESTMENT("d", ", 'amount': 1, 'amount': -2, 'cash': 5")),
                    "CF112 /deals/0/amount, CF204 /deals/0/amount, CF202 /deals/0/cash");
}

Test(duplicates, a_flaw_further_on_is_told_too)
{
    expect_problems("{'a': 1, 'a': 2, 'b': oops}", "CF112 /a, CF106 -");
}

Test(duplicates, an_object_with_very_many_keys_takes_no_time)
{
    enum { KEYS = 200000 };
    char *text = malloc(KEYS * 16);
    size_t used = 1;
    parsed result;

    cr_assert_not_null(text);
    text[0] = '{';
    for (int i = 0; i < KEYS; i++)
        used += (size_t)sprintf(text + used, "\"x-%d\":1,", i % (KEYS - 1));
    text[used - 1] = '}';
    result = parse_bytes(text, used);
    cr_expect(has_problem(&result, CF_CODE_DUPLICATE_KEY, "/x-0"));
    cr_expect_eq(cf_diags_total(result.diags, CF_ERROR), 1 + 5); /* and the missing keys */
    free_parsed(&result);
    free(text);
}
