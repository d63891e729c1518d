/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serial numbers of days, against dates that Excel and LibreOffice show. */
#include <criterion/criterion.h>
#include <string.h>

#include "workbook/dates.h"

static const char *day_of(double serial, bool from_1904)
{
    static char day[16];

    return cf_book_day(day, serial, from_1904) ? day : "none";
}

Test(dates, days_count_from_1900)
{
    cr_expect_str_eq(day_of(1, false), "1900-01-01");
    cr_expect_str_eq(day_of(59, false), "1900-02-28");
    cr_expect_str_eq(day_of(61, false), "1900-03-01");
    cr_expect_str_eq(day_of(36526, false), "2000-01-01");
    cr_expect_str_eq(day_of(36585, false), "2000-02-29");
    cr_expect_str_eq(day_of(46082, false), "2026-03-01");
    cr_expect_str_eq(day_of(2958465, false), "9999-12-31");
}

Test(dates, the_leap_day_of_1900_never_was)
{
    cr_expect_str_eq(day_of(60, false), "none");
    cr_expect_str_eq(day_of(60.9, false), "none");
}

Test(dates, the_time_is_cut)
{
    cr_expect_str_eq(day_of(46082.99999, false), "2026-03-01");
}

Test(dates, old_macs_count_from_1904)
{
    cr_expect_str_eq(day_of(0, true), "1904-01-01");
    cr_expect_str_eq(day_of(60, true), "1904-03-01");
    cr_expect_str_eq(day_of(46082 - 1462, true), "2026-03-01");
    cr_expect_str_eq(day_of(2958465 - 1462, true), "9999-12-31");
    cr_expect_str_eq(day_of(2958465 - 1461, true), "none");
}

Test(dates, other_numbers_are_no_days)
{
    cr_expect_str_eq(day_of(0, false), "none");
    cr_expect_str_eq(day_of(-1, false), "none");
    cr_expect_str_eq(day_of(-1, true), "none");
    cr_expect_str_eq(day_of(2958466, false), "none");
    cr_expect_str_eq(day_of(1e300, false), "none");
}

Test(dates, an_iso_date_loses_its_time)
{
    char day[16];

    cr_expect(cf_book_iso_day(day, "2026-03-01", 10));
    cr_expect(cf_book_iso_day(day, "2026-03-01T10:00:00", 19));
    cr_expect_str_eq(day, "2026-03-01");
    cr_expect_not(cf_book_iso_day(day, "2026-03", 7));
    cr_expect_not(cf_book_iso_day(day, "2026-03-012", 11));
    cr_expect_not(cf_book_iso_day(day, "2026/03/01", 10));
}
