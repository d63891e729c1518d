/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "../testlib.h"
#include "report/money.h"

static const char *money(double amount)
{
    static char text[CF_MONEY_SIZE];

    cf_money_text(text, amount);
    return text;
}

static const char *share(double part)
{
    static char text[CF_MONEY_SIZE];

    cf_share_text(text, part);
    return text;
}

Test(money, three_digits_or_the_whole_integer_part)
{
    cr_assert_str_eq(money(12.345), "12.3");
    cr_assert_str_eq(money(1234.5), "1,234");
    cr_assert_str_eq(money(12.0), "12");
    cr_assert_str_eq(money(-0.0), "0");
}

Test(money, little_is_not_nothing_and_unknown_is_no_number)
{
    cr_assert_str_eq(money(1e-9), "less than 0.000001");
    cr_assert_str_eq(money(-1e-9), "almost 0");
    cr_assert_str_eq(money((double)NAN), "unknown");
    cr_assert_str_eq(share((double)INFINITY), "unknown");
}

Test(money, shares_are_percent)
{
    cr_assert_str_eq(share(0.3456), "34.6 %");
    cr_assert_str_eq(share(-0.0), "0.0 %");
}

static const char *bound(double amount, cf_rounding rounding)
{
    static char text[CF_MONEY_SIZE];

    cf_money_bound(text, amount, rounding);
    return text;
}

Test(money, a_bound_stays_one)
{
    char text[CF_MONEY_SIZE];

    cr_expect_str_eq(bound(101.818, CF_DOWN), "101");
    cr_expect_str_eq(bound(112.168, CF_UP), "113");
    cr_expect_str_eq(bound(99.96, CF_UP), "100");
    cr_expect_str_eq(bound(0.3, CF_DOWN), "0.3");
    cr_expect_str_eq(bound(1e-9, CF_DOWN), "0");
    cr_expect_str_eq(bound(1e-9, CF_UP), "0.000001");
    cf_share_bound(text, 0.0004, CF_UP);
    cr_expect_str_eq(text, "0.1 %");
    cf_share_bound(text, 0.0004, CF_DOWN);
    cr_expect_str_eq(text, "0.0 %");
}

Test(money, says_what_amounts_are_counted_in)
{
    char text[CF_UNIT_SIZE];

    cf_unit_text(text, &(cf_scenario){ .currency = "EUR", .unit = CF_BILLION });
    cr_expect_str_eq(text, "EUR bn");
    cf_unit_text(text, &(cf_scenario){ .currency = "USD", .unit = CF_ONE });
    cr_expect_str_eq(text, "USD");
}
