/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "scenario/written_money.h"

static cf_money read(const char *text, cf_marks marks)
{
    cf_money money;

    cr_assert(cf_money_read(&money, text, marks), "%s", text);
    return money;
}

static void expect(const char *text, cf_money_bound bound, double first, double second)
{
    cf_money money = read(text, CF_MARKS_OPEN);
    double a = 0.0, b = 0.0;

    cr_expect_eq(money.bound, bound, "%s: %d", text, money.bound);
    cr_expect(
        cf_written_number_value(&a, &money.first, money.first.power < 0 ? 0 : money.first.power));
    if (bound == CF_MONEY_BETWEEN)
        cr_expect(cf_written_number_value(&b, &money.second,
                                          money.second.power < 0 ? 0 : money.second.power));
    cr_expect(a == first && b == second, "%s: %g %g", text, a, b);
}

Test(written_money, amounts_are_numbers_with_bounds)
{
    expect("$10bn", CF_MONEY_EXACT, 10e9, 0);
    expect("1.5 bn", CF_MONEY_EXACT, 1.5e9, 0);
    expect("US$ 2 thousand million", CF_MONEY_EXACT, 2e9, 0);
    expect("10\xE2\x80\xAF"
           "000 €",
           CF_MONEY_EXACT, 10000, 0);
    expect("up to 100m", CF_MONEY_UP_TO, 100e6, 0);
    expect("100+", CF_MONEY_AT_LEAST, 100, 0);
    expect("(est.) 13", CF_MONEY_ABOUT, 13, 0);
    expect("$10-15bn", CF_MONEY_BETWEEN, 10e9, 15e9);
    expect("entre 10 et 15 Md€", CF_MONEY_BETWEEN, 10e9, 15e9);
    expect(".5k", CF_MONEY_EXACT, 500, 0);
}

Test(written_money, what_has_two_readings_is_none)
{
    static const char *const texts[] = {
        "1,000",    "1.234,5",   "12,5",   "1.234.567", "5?",     "",  "bn",         "10 20",
        "10-15-20", "5 USD EUR", "5 feet", "0,500",     "1,00,0", "$", "10 bn bn bn"
    };
    cf_money money;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_not(cf_money_read(&money, texts[i], CF_MARKS_OPEN), "%s", texts[i]);
    cr_expect_str_eq(read("1,000", CF_MARKS_GROUPS).first.digits, "1000");
    cr_expect_str_eq(read("1.234,5", CF_MARKS_COMMA).first.digits, "1234.5");
    cr_expect_str_eq(read("1,234.5", CF_MARKS_POINT).first.digits, "1234.5");
    cr_expect_not(cf_money_read(&money, "0.500", CF_MARKS_COMMA));
}

Test(written_money, negative_amounts_keep_their_sign)
{
    cr_expect(read("(5)", CF_MARKS_OPEN).negative);
    cr_expect(read("-5 €", CF_MARKS_OPEN).negative);
    cr_expect(read("5-", CF_MARKS_OPEN).negative);
    cr_expect_not(read("5 (est.)", CF_MARKS_OPEN).negative);
}

Test(written_money, scaling_rounds_once)
{
    cf_written_number number = { "0.1", -1 };
    double value = 0.0;

    cr_expect(cf_written_number_value(&value, &number, -3) && value == 0.0001);
    cr_expect(cf_written_number_value(&value, &number, 9) && value == 100000000.0);
}

Test(written_money, commas_show_what_they_are)
{
    cr_expect_eq(cf_money_comma("1,234,567"), 1);
    cr_expect_eq(cf_money_comma("$1,234.5m"), 1);
    cr_expect_eq(cf_money_comma("12,5"), -1);
    cr_expect_eq(cf_money_comma("1234,567"), -1);
    cr_expect_eq(cf_money_comma("1,234"), 0);
    cr_expect_eq(cf_money_comma("5"), 0);
}
