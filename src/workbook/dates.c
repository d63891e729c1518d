/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Serial numbers of days. Day 1 is 1 January 1900, and 60 is 29 February of that year, which never
 * was: Lotus 1-2-3 took 1900 for a leap year, and Excel kept to it. On old Macs day 0 is
 * 1 January 1904. Calendar: H. Hinnant's days_from_civil, run backwards.
 */
#include "workbook/dates.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FALSE_DAY = 60, BEFORE_1970 = 25569, BEFORE_1970_MAC = 24107, LAST_DAY = 2958465 };

/* Days since 1970-01-01 as a date of the Gregorian calendar. */
static void put_day(char out[static 16], long days)
{
    long shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    unsigned of_era = (unsigned)(shifted - era * 146097);
    unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
    unsigned march = (5 * of_year + 2) / 153, day = of_year - (153 * march + 2) / 5 + 1;
    unsigned month = march < 10 ? march + 3 : march - 9;

    snprintf(out, 16, "%04u-%02u-%02u", ((unsigned)era * 400u + year + (month <= 2)) % 10000u,
             month % 100u, day % 100u);
}

bool cf_book_day(char out[static 16], double serial, bool from_1904)
{
    double day = floor(serial);

    if (!(day >= (from_1904 ? 0 : 1) && day <= LAST_DAY))
        return false;
    if (from_1904 && day > LAST_DAY - (BEFORE_1970 - BEFORE_1970_MAC))
        return false;
    if (!from_1904 && day == FALSE_DAY)
        return false;
    if (from_1904)
        put_day(out, (long)day - BEFORE_1970_MAC);
    else
        put_day(out, (long)day - BEFORE_1970 + (day < FALSE_DAY));
    return true;
}

bool cf_book_iso_day(char out[static 16], const char *text, size_t length)
{
    static const char pattern[] = "0000-00-00";

    if (length < sizeof pattern - 1 || (length > 10 && text[10] != 'T' && text[10] != ' '))
        return false;
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        if (pattern[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    memcpy(out, text, sizeof pattern - 1);
    out[sizeof pattern - 1] = '\0';
    return true;
}
