/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escapes in the text of cells. */
#include <criterion/criterion.h>
#include <string.h>

#include "workbook/cell_text.h"

static void expect_text(const char *written, const char *meant)
{
    cf_book_text text = { .at = NULL };

    cr_assert(cf_book_text_add(&text, "kept_x0041_", 11));
    cr_assert(cf_book_text_add(&text, written, strlen(written)));
    cf_book_text_unescape(&text, 11);
    cr_assert(cf_book_text_add(&text, "", 1));
    cr_expect_str_eq(text.at, meant);
    cf_book_text_free(&text);
}

Test(cell_text, escapes_become_characters)
{
    expect_text("a_x000D_b", "kept_x0041_a\rb");
    expect_text("_x0041__x00e9__x20AC_", "kept_x0041_A\u00e9\u20ac");
    expect_text("_xD83D__xDE00_", "kept_x0041_\U0001F600");
}

Test(cell_text, an_escaped_underscore_ends_the_search)
{
    expect_text("_x005F_x0041_", "kept_x0041__x0041_");
}

Test(cell_text, what_is_no_escape_stays)
{
    expect_text("_x00G1_ _x004_ _X0041_ _x0041", "kept_x0041__x00G1_ _x004_ _X0041_ _x0041");
    expect_text("", "kept_x0041_");
}

Test(cell_text, nul_and_half_characters_are_replaced)
{
    expect_text("_x0000_", "kept_x0041_\uFFFD");
    expect_text("_xD83D_x", "kept_x0041_\uFFFDx");
    expect_text("_xDE00_", "kept_x0041_\uFFFD");
}

Test(cell_text, long_text_fits)
{
    cf_book_text text = { .at = NULL };

    for (int i = 0; i < 10000; i++)
        cr_assert(cf_book_text_add(&text, "0123456789", 10));
    cr_expect_eq(text.size, 100000);
    cr_expect_eq(memcmp(text.at + 99990, "0123456789", 10), 0);
    cf_book_text_free(&text);
}
