/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the Gregorian calendar, from and to text. */
#include "circfin/scenario.h"

#include <stdio.h>
#include <string.h>

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days before the first of a month of the year that begins in March: 0, 31, 61, 92 ... */
static int days_before_month(int month_from_march)
{
    return (153 * month_from_march + 2) / 5;
}

enum {
    DAYS_IN_400_YEARS = 146097,
    EPOCH_SHIFT = 719468 /* from 0000-03-01 to 1970-01-01 */
};

/* Years begin in March here, so that the leap day is the last one. */
static cf_day day_of(int year, int month, int day)
{
    int from_march = (month + 9) % 12;

    year -= month <= 2;
    return 365 * year + year / 4 - year / 100 + year / 400 + days_before_month(from_march) + day -
           1 - EPOCH_SHIFT;
}

/* Reads exactly `digits` digits; -1 where there are none such. */
static int number(const char **text, int digits)
{
    int value = 0;

    for (int i = 0; i < digits; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return value;
}

bool cf_day_parse(cf_day *day, const char *text, cf_day_end end)
{
    int year = number(&text, 4);
    int month = end == CF_LAST_DAY ? 12 : 1;
    int in_month;

    *day = CF_NO_DAY;
    if (year < 1)
        return false;
    if (*text == '-') {
        text++;
        month = number(&text, 2);
        if (month < 1 || month > 12)
            return false;
    } else if (*text != '\0') {
        return false;
    }
    in_month = end == CF_LAST_DAY ? days_in_month(year, month) : 1;
    if (*text == '-') {
        text++;
        in_month = number(&text, 2);
    }
    if (*text != '\0' || in_month < 1 || in_month > days_in_month(year, month))
        return false;
    *day = day_of(year, month, in_month);
    return true;
}

void cf_day_format(char text[static 16], cf_day day)
{
    long long shifted = (long long)day + EPOCH_SHIFT;
    long long era =
        (shifted >= 0 ? shifted : shifted - (DAYS_IN_400_YEARS - 1)) / DAYS_IN_400_YEARS;
    int in_era = (int)(shifted - era * DAYS_IN_400_YEARS);
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / (DAYS_IN_400_YEARS - 1)) / 365;
    int in_year = in_era - (365 * year + year / 4 - year / 100);
    int from_march = (5 * in_year + 2) / 153;
    int month = (from_march + 2) % 12 + 1;
    char whole[64];

    snprintf(whole, sizeof whole, "%04lld-%02d-%02d", era * 400 + year + (month <= 2), month,
             in_year - days_before_month(from_march) + 1);
    memcpy(text, whole, 15); /* no day of an int needs more */
    text[15] = '\0';
}
