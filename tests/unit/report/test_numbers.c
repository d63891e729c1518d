/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>

#include "circfin/report.h"

static cf_report *report;

static void open_report(void)
{
    cr_assert_eq(cf_report_new(&report, "score", NULL), CF_OK);
}

static void close_report(void)
{
    cf_report_free(report);
}

TestSuite(numbers, .init = open_report, .fini = close_report);

Test(numbers, money_has_three_digits_or_all_of_its_whole_part)
{
    cr_expect_str_eq(cf_report_money(report, 0.0), "0");
    cr_expect_str_eq(cf_report_money(report, 12.34), "12.3");
    cr_expect_str_eq(cf_report_money(report, 1.234), "1.23");
    cr_expect_str_eq(cf_report_money(report, 0.012345), "0.0123");
    cr_expect_str_eq(cf_report_money(report, 123.4), "123");
    cr_expect_str_eq(cf_report_money(report, 1234567.8), "1,234,568");
}

Test(numbers, money_ends_where_its_digits_end)
{
    cr_expect_str_eq(cf_report_money(report, 12.0), "12");
    cr_expect_str_eq(cf_report_money(report, 12.02), "12");
    cr_expect_str_eq(cf_report_money(report, 0.5), "0.5");
    cr_expect_str_eq(cf_report_money(report, 100.0), "100");
    cr_expect_str_eq(cf_report_money(report, 9.999), "10");
}

Test(numbers, money_too_small_or_too_large_to_write_out_says_so)
{
    cr_expect_str_eq(cf_report_money(report, 1e-9), "less than 0.000001");
    cr_expect_str_eq(cf_report_money(report, 1e-300), "less than 0.000001");
    cr_expect_str_eq(cf_report_money(report, 0.000001), "0.000001");
    cr_expect_lt(strlen(cf_report_money(report, 1.7976931348623157e308)), 30);
}

Test(numbers, money_may_be_negative)
{
    cr_expect_str_eq(cf_report_money(report, -1234.0), "\xE2\x88\x92"
                                                       "1,234");
    cr_expect_str_eq(cf_report_money(report, -0.0), "0");
}

Test(numbers, a_share_is_a_percentage_with_one_decimal)
{
    cr_expect_str_eq(cf_report_share(report, 0.3456), "34.6 %");
    cr_expect_str_eq(cf_report_share(report, 0.0), "0.0 %");
    cr_expect_str_eq(cf_report_share(report, 1.0), "100.0 %");
    cr_expect_str_eq(cf_report_share(report, 12.5), "1,250.0 %");
}

Test(numbers, what_is_no_number_is_unknown)
{
    cr_expect_str_eq(cf_report_money(report, NAN), "unknown");
    cr_expect_str_eq(cf_report_money(report, INFINITY), "unknown");
    cr_expect_str_eq(cf_report_share(report, NAN), "unknown");
    cr_expect_str_eq(cf_report_share(report, 1e308), "unknown");
}
