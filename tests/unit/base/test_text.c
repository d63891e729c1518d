/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- numbers ---- */

static void expect_number(double number, const char *expected)
{
    char text[32];

    cf_text_number(text, number);
    cr_expect_str_eq(text, expected, "%.17g became %s", number, text);
}

Test(text, a_number_is_as_short_as_it_can_be)
{
    expect_number(0.0, "0");
    expect_number(-0.0, "0");
    expect_number(5.0, "5");
    expect_number(-5.25, "-5.25");
    expect_number(0.1, "0.1");
    expect_number(0.1 + 0.2, "0.30000000000000004");
    expect_number(1.0 / 3.0, "0.3333333333333333");
    expect_number(123456789.0, "123456789");
    expect_number(1e-7, "1e-07");
    expect_number(DBL_MAX, "1.7976931348623157e+308");
    expect_number(5e-324, "5e-324");
}

Test(text, a_number_reads_back_as_itself)
{
    double number = 1.0;
    char text[32];

    for (int i = 0; i < 20000; i++) {
        number = fmod(number * 1.7, 1e15) + 1.0 / (i + 3.0);
        cf_text_number(text, number);
        cr_assert_eq(strtod(text, NULL), number, "%s", text);
    }
}

Test(text, numbers_have_a_point_whatever_the_locale)
{
    static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8" };
    char text[400];

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        setlocale(LC_ALL, locales[i]); /* where it is not installed, nothing changes */
        expect_number(1234.5, "1234.5");
        expect_number(0.1 + 0.2, "0.30000000000000004");
        cf_text_fixed(text, 1234.56, 1);
        cr_expect_str_eq(text, "1,234.6");
    }
}

static void expect_rounded(double number, int decimals, const char *down, const char *up)
{
    char text[400];

    cf_text_rounded(text, number, decimals, CF_DOWN);
    cr_expect_str_eq(text, down, "%.17g down became %s", number, text);
    cf_text_rounded(text, number, decimals, CF_UP);
    cr_expect_str_eq(text, up, "%.17g up became %s", number, text);
}

Test(text, rounding_up_and_down_is_exact)
{
    expect_rounded(101.818, 0, "101", "102");
    expect_rounded(112.168, 0, "112", "113");
    expect_rounded(2.675, 2, "2.67", "2.68"); /* 2.67499... */
    expect_rounded(0.125, 2, "0.12", "0.13");
    expect_rounded(0.001, 2, "0.00", "0.01");
    expect_rounded(999.96, 1, "999.9", "1,000.0"); /* a carry through all digits */
    expect_rounded(1000.04, 1, "1,000.0", "1,000.1");
    expect_rounded(1234567.5, 0, "1,234,567", "1,234,568");
    expect_rounded(-0.004, 2, "-0.01", "0.00");
    expect_rounded(-99.5, 0, "-100", "-99");
    expect_rounded(0.0, 2, "0.00", "0.00");
}

Test(text, what_rounding_errors_put_beside_a_decimal_is_that_decimal)
{
    expect_rounded(0.3, 1, "0.3", "0.3"); /* 0.29999999999999998... */
    expect_rounded(0.1 + 0.2, 1, "0.3", "0.3");
    expect_rounded(100.0 * 0.07, 1, "7.0", "7.0");
    expect_rounded(5e-324, 2, "0.00", "0.01");
    expect_rounded(1e15 + 0.5, 0, "1,000,000,000,000,000", "1,000,000,000,000,001");
    expect_rounded(1e300, 2, "1e+300", "1e+300");
}

static void expect_fixed(double number, int decimals, const char *expected)
{
    char text[400];

    cf_text_fixed(text, number, decimals);
    cr_expect_str_eq(text, expected, "%.17g became %s", number, text);
}

Test(text, fixed_decimals_with_commas_between_thousands)
{
    expect_fixed(0.0, 0, "0");
    expect_fixed(999.0, 0, "999");
    expect_fixed(1000.0, 0, "1,000");
    expect_fixed(1234567.891, 2, "1,234,567.89");
    expect_fixed(-1234.5, 1, "-1,234.5");
    expect_fixed(-123456.0, 0, "-123,456");
    expect_fixed(0.5, 3, "0.500");
    expect_fixed(1e20, 0, "100,000,000,000,000,000,000");
}

Test(text, what_rounds_to_nothing_has_no_sign)
{
    expect_fixed(-0.001, 2, "0.00");
    expect_fixed(-0.4, 0, "0");
    expect_fixed(-0.006, 2, "-0.01");
}

Test(text, astronomic_numbers_keep_within_their_room)
{
    expect_fixed(1e21, 2, "1e+21");
    expect_fixed(-DBL_MAX, 17, "-1.7976931348623157e+308");
    expect_fixed(9.9e20, 17, "990,000,000,000,000,000,000.00000000000000000");
}

/* ---- slips ---- */

Test(text, each_kind_of_slip_counts_once)
{
    cr_expect_eq(cf_text_slips("amount", "amount", 2), 0);
    cr_expect_eq(cf_text_slips("amount", "amaunt", 2), 1);
    cr_expect_eq(cf_text_slips("amount", "ammount", 2), 1);
    cr_expect_eq(cf_text_slips("amount", "amont", 2), 1);
    cr_expect_eq(cf_text_slips("amount", "amuont", 2), 1);
    cr_expect_eq(cf_text_slips("payer", "payee", 2), 1);
    cr_expect_eq(cf_text_slips("", "ab", 2), 2);
}

Test(text, upper_and_lower_case_are_alike)
{
    cr_expect_eq(cf_text_slips("NVIDIA", "nvidia", 2), 0);
}

Test(text, more_slips_than_the_limit_are_limit_plus_one)
{
    cr_expect_eq(cf_text_slips("customer", "supplier", 2), 3);
    cr_expect_eq(cf_text_slips("a", "abcdefgh", 2), 3);
    cr_expect_eq(cf_text_slips("abc", "abd", 0), 1);
}

Test(text, long_words_are_compared_where_they_differ)
{
    char a[1001], b[1001];

    memset(a, 'x', 1000);
    memset(b, 'x', 1000);
    a[1000] = b[1000] = '\0';
    b[500] = 'y';
    cr_expect_eq(cf_text_slips(a, b, 2), 1);
    memset(b, 'y', 1000);
    cr_expect_eq(cf_text_slips(a, b, 2), 3);
}

Test(text, the_nearest_word_is_the_one_with_the_fewest_slips)
{
    static const char *const words[] = { "signed", "announced", "assigned" };

    cr_expect_str_eq(cf_text_nearest("signd", words, 3), "signed");
    cr_expect_str_eq(cf_text_nearest("assigmed", words, 3), "assigned");
    cr_expect_null(cf_text_nearest("completed", words, 3));
    cr_expect_null(cf_text_nearest("signed", words, 0));
}

Test(text, short_words_have_few_neighbours)
{
    static const char *const words[] = { "d1", "fx", "note" };

    cr_expect_null(cf_text_nearest("d2", words, 3));
    cr_expect_str_eq(cf_text_nearest("FX", words, 3), "fx");
    cr_expect_str_eq(cf_text_nearest("nte", words, 3), "note");
    cr_expect_null(cf_text_nearest("ntee", words, 2));
}

/* ---- characters ---- */

static void expect_character(const char *text, size_t length, unsigned code)
{
    unsigned found;

    cr_expect_eq(cf_text_character(text, strlen(text), &found), length);
    if (length > 0)
        cr_expect_eq(found, code);
}

Test(text, characters_of_one_to_four_bytes)
{
    expect_character("a", 1, 'a');
    expect_character("\xC3\xBC", 2, 0xFC);
    expect_character("\xE2\x82\xAC", 3, 0x20AC);
    expect_character("\xF0\x9F\x98\x80", 4, 0x1F600);
    expect_character("\xF4\x8F\xBF\xBF", 4, 0x10FFFF);
}

Test(text, what_is_not_utf8_has_no_length)
{
    static const char *const bad[] = {
        "\x80",             /* goes on with nothing */
        "\xC3",             /* cut off */
        "\xC3(",            /* not gone on with */
        "\xC0\x80",         /* too long for U+0000 */
        "\xE0\x80\xAF",     /* too long for / */
        "\xED\xA0\x80",     /* half of a surrogate pair */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF8\x88\x80\x80\x80",
        "\xFF",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_character(bad[i], 0, 0);
}

Test(text, counts_characters_and_not_bytes)
{
    cr_expect_eq(cf_text_characters("d\xC3\xBC \xE2\x82\xAC", 7), 4);
    cr_expect_eq(cf_text_characters("", 0), 0);
    cr_expect_eq(cf_text_beginning("d\xC3\xBC \xE2\x82\xAC", 2), 3);
    cr_expect_eq(cf_text_beginning("d\xC3\xBC \xE2\x82\xAC", 9), 7);
    cr_expect_eq(cf_text_beginning("\xFF\xC3\xBC", 2), 3, "a stray byte counts as one");
}

static void expect_printable(const char *text, size_t size, const char *expected)
{
    char shown[100];

    memset(shown, '?', sizeof shown);
    cf_text_printable(shown, size, text);
    cr_expect_str_eq(shown, expected);
    for (size_t i = size; i < sizeof shown; i++)
        cr_assert_eq(shown[i], '?', "byte %zu is beyond the size", i);
}

Test(text, plain_text_is_printable_as_it_is)
{
    expect_printable("M\xC3\xBCller & \xE6\x9D\xB1\xE4\xBA\xAC", 100,
                     "M\xC3\xBCller & \xE6\x9D\xB1\xE4\xBA\xAC");
}

Test(text, what_steers_a_terminal_is_replaced)
{
    expect_printable("\x1B[31mred", 100, "\xEF\xBF\xBD[31mred");
    expect_printable("a\nb\tc\x7F", 100,
                     "a\xEF\xBF\xBD"
                     "b\xEF\xBF\xBD"
                     "c\xEF\xBF\xBD");
    expect_printable("\xC2\x9B", 100, "\xEF\xBF\xBD");     /* C1: CSI */
    expect_printable("\xE2\x80\xAE", 100, "\xEF\xBF\xBD"); /* right to left */
    expect_printable("\xFF", 100, "\xEF\xBF\xBD");
}

Test(text, long_text_is_cut_with_an_ellipsis_between_characters)
{
    expect_printable("abcdef", 7, "abcdef");
    expect_printable("abcdefg", 7, "abc\xE2\x80\xA6");
    expect_printable("ab\xC3\xBC\xC3\xBC\xC3\xBC", 7, "ab\xE2\x80\xA6");
    expect_printable("abc", 3, "ab");
    expect_printable("abc", 1, "");
}

Test(text, characters_are_encoded_as_they_are_read)
{
    static const unsigned codes[] = { 1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char bytes[4];
        unsigned code;
        size_t length = cf_text_encode(bytes, codes[i]);

        cr_expect_eq(cf_text_character(bytes, length, &code), length);
        cr_expect_eq(code, codes[i]);
    }
}
