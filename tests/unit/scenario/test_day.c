/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdio.h>

#include "circfin/scenario.h"

static cf_day first(const char *text)
{
    cf_day day;

    return cf_day_parse(&day, text, CF_FIRST_DAY) ? day : CF_NO_DAY;
}

static cf_day last(const char *text)
{
    cf_day day;

    return cf_day_parse(&day, text, CF_LAST_DAY) ? day : CF_NO_DAY;
}

Test(day, known_days_have_known_numbers)
{
    cr_expect_eq(first("1970-01-01"), 0);
    cr_expect_eq(first("1969-12-31"), -1);
    cr_expect_eq(first("2000-03-01"), 11017); /* date -ud 2000-03-01 +%s, in days */
    cr_expect_eq(first("0001-01-01"), -719162);
    cr_expect_eq(first("9999-12-31"), 2932896);
}

Test(day, every_day_of_ten_thousand_years_follows_the_one_before)
{
    cf_day expected = first("0001-01-01");
    cf_day day;
    char text[64], back[16];

    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int in_month = 1; in_month <= 31; in_month++) {
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, in_month);
                if (!cf_day_parse(&day, text, CF_FIRST_DAY)) {
                    cr_assert_gt(in_month, 28, "%s", text);
                    continue;
                }
                cr_assert_eq(day, expected++, "%s", text);
                cf_day_format(back, day);
                cr_assert_str_eq(back, text);
            }
        }
    }
    cr_assert_eq(expected, 2932897);
}

Test(day, a_shorter_date_is_its_first_or_last_day)
{
    cr_expect_eq(first("2025"), first("2025-01-01"));
    cr_expect_eq(last("2025"), first("2025-12-31"));
    cr_expect_eq(first("2024-02"), first("2024-02-01"));
    cr_expect_eq(last("2024-02"), first("2024-02-29"));
    cr_expect_eq(last("2023-02"), first("2023-02-28"));
    cr_expect_eq(last("2025-04-05"), first("2025-04-05"));
}

Test(day, leap_years_follow_the_gregorian_rule)
{
    cr_expect_neq(first("2000-02-29"), CF_NO_DAY);
    cr_expect_neq(first("2024-02-29"), CF_NO_DAY);
    cr_expect_eq(first("1900-02-29"), CF_NO_DAY);
    cr_expect_eq(first("2023-02-29"), CF_NO_DAY);
}

Test(day, what_is_no_date_is_refused)
{
    static const char *const bad[] = {
        "",           "25",         "202",         "20255",      "2025-",         "2025-1",
        "2025-13",    "2025-00",    "2025-02-30",  "2025-02-00", "2025-02-1",     "2025-02-011",
        "2025-02-",   "0000",       "0000-01-01",  "2025/02/01", " 2025-02-01",   "2025-02-01 ",
        "2025-Q1",    "-2025",      "+2025-01-01", "20250201",   "2025-02-01T00", "2025--1-01",
        "2025-04-31", "2025-0\xB2",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cf_day day = 5;

        cr_expect_not(cf_day_parse(&day, bad[i], CF_FIRST_DAY), "%s", bad[i]);
        cr_expect_eq(day, CF_NO_DAY);
        cr_expect_not(cf_day_parse(&day, bad[i], CF_LAST_DAY), "%s", bad[i]);
    }
}

Test(day, any_number_can_be_written)
{
    char text[16];

    cf_day_format(text, INT_MAX);
    cr_expect_str_eq(text, "5881580-07-11");
    cf_day_format(text, CF_NO_DAY);
    cr_expect_str_eq(text, "-5877641-06-23");
}
