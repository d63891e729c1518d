/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_WRITTEN_DATES_H
#define CIRCFIN_SCENARIO_WRITTEN_DATES_H

/* Dates as people and programs write them: 15/03/2026, 20140301, Mar 2026, Q1 2026, 45000. */

#include "circfin/scenario.h"
#include "circfin/sheets.h"

enum { CF_DATE_SIZE = 16 };

typedef enum cf_date_reading {
    CF_DATE_NONE, /* no date */
    CF_DATE_READ,
    CF_DATE_SERIAL, /* read as a number of days, as spreadsheets count them */
    CF_DATE_DOUBT   /* two readings */
} cf_date_reading;

typedef struct cf_written_date {
    cf_date_reading reading;
    char text[CF_DATE_SIZE];  /* YYYY-MM-DD, YYYY-MM or YYYY; in doubt: with the day first */
    char other[CF_DATE_SIZE]; /* in doubt: with the month first */
    cf_date_order shows;      /* the order of day and month that it can only have; else open */
} cf_written_date;

/**
 * @param end    which day of a quarter is meant
 * @param order  that of 03/04/2026; CF_DATES_OPEN: such a date is in doubt
 * Time: O(length).
 */
void cf_written_date_read(cf_written_date *out, const char *text, cf_day_end end,
                          cf_date_order order);

#endif
