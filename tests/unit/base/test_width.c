/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "base/width.h"
#include "circfin/text.h"

Test(width, ascii_takes_a_column_a_character)
{
    cr_expect_eq(cf_text_columns(""), 0);
    cr_expect_eq(cf_text_columns("circular"), 8);
}

Test(width, wide_characters_take_two_columns_and_combining_ones_none)
{
    cr_expect_eq(cf_text_columns("\xE5\xAE\x87"), 2);     /* a Chinese character */
    cr_expect_eq(cf_text_columns("\xEA\xB0\x80"), 2);     /* a Hangul syllable */
    cr_expect_eq(cf_text_columns("\xF0\x9F\x98\x80"), 2); /* an emoji */
    cr_expect_eq(cf_text_columns("\xF0\x9F\xAB\xA8"), 2); /* one newer than many C libraries */
    cr_expect_eq(cf_text_columns("e\xCC\x81"), 1);        /* e and a combining acute */
    cr_expect_eq(cf_text_columns("\xE2\x80\xA6"), 1);     /* an ellipsis */
}

Test(width, bytes_that_are_not_utf8_take_a_column_each)
{
    cr_expect_eq(cf_text_columns("a\xFF\xFE"), 3);
}

Test(width, what_fits_is_never_half_a_character)
{
    cf_ruler ruler;

    cf_ruler_open(&ruler);
    cr_expect_eq(cf_ruler_fit("\xE5\xAE\x87\xE5\xAE\x99", 3), 3);
    cr_expect_eq(cf_ruler_fit("\xE5\xAE\x87\xE5\xAE\x99", 4), 6);
    cr_expect_eq(cf_ruler_fit("\xE5\xAE\x87", 1), 0);
    cr_expect_eq(cf_ruler_fit("e\xCC\x81x", 1), 3); /* the accent goes with its letter */
    cf_ruler_close(&ruler);
}
