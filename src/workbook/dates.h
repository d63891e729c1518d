/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_DATES_H
#define CIRCFIN_WORKBOOK_DATES_H

#include <stdbool.h>
#include <stddef.h>

/** The day of a serial number as 2026-03-01, whose time is cut. False where it has none: before the
 *  first day, after 9999, or the false 29 February 1900. */
bool cf_book_day(char out[static 16], double serial, bool from_1904);

/** The same for an ISO date with or without a time; false where it is none. */
bool cf_book_iso_day(char out[static 16], const char *text, size_t length);

#endif
