/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trim/names.h"
#include "unit/testlib.h"

static uint32_t number_of(cf_names *names, const char *text, size_t length)
{
    uint32_t number = UINT32_MAX;

    assert_ok(cf_names_add(names, text, length, &number));
    return number;
}

Test(names, a_name_keeps_its_number)
{
    enum { COUNT = 100000 };
    cf_names names = { .at = NULL };

    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNT; i++) {
            char text[32];
            size_t length = (size_t)snprintf(text, sizeof text, "entity %u", i * 7u);

            cr_assert_eq(number_of(&names, text, length), i);
        }
    cr_expect_eq(names.count, COUNT);
    cr_expect_str_eq(names.at[3], "entity 21");
    cr_expect_lt(names.bytes, (size_t)COUNT * 64);
    cf_names_free(&names);
}

Test(names, the_beginning_of_a_name_is_another_one)
{
    cf_names names = { .at = NULL };

    cr_expect_eq(number_of(&names, "abcdefghijkl", 12), 0);
    cr_expect_eq(number_of(&names, "abcdefghijkl", 8), 1);
    cr_expect_eq(number_of(&names, "abcdefghijklm", 13), 2);
    cr_expect_eq(number_of(&names, "", 0), 3);
    cr_expect_eq(number_of(&names, "abcdefgh", 8), 1);
    cr_expect_str_eq(names.at[1], "abcdefgh");
    cf_names_free(&names);
}

Test(names, a_name_may_be_longer_than_a_chunk)
{
    enum { LONG = 300000 };
    cf_names names = { .at = NULL };
    char *text = malloc(LONG);

    cr_assert_not_null(text);
    memset(text, 'x', LONG);
    cr_expect_eq(number_of(&names, "a", 1), 0);
    cr_expect_eq(number_of(&names, text, LONG), 1);
    cr_expect_eq(number_of(&names, "b", 1), 2);
    cr_expect_eq(strlen(names.at[1]), LONG);
    cr_expect_str_eq(names.at[0], "a");
    cr_expect_str_eq(names.at[2], "b");
    cr_expect_eq(number_of(&names, text, LONG), 1);
    free(text);
    cf_names_free(&names);
}
