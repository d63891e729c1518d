/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_CSV_H
#define CIRCFIN_BASE_CSV_H

/*
 * Text that a spreadsheet would run as a formula.
 *
 * A cell that begins with = + - @, a tab or the end of a line is run by a spreadsheet. Such a text
 * is written with an apostrophe before it, and the reader takes that apostrophe off again. So that
 * any text comes back unchanged, one that already begins like a guarded one gets another:
 *
 *     =1+1   '=1+1        '=1+1   ''=1+1        'tis   'tis
 *
 * Numbers are not text: -5 is written as it is.
 */

#include <stdbool.h>
#include <stdio.h>

/** Whether a text must be written with an apostrophe before it. */
bool cf_csv_needs_guard(const char *text);

/** Whether the first character of a cell is such an apostrophe. */
bool cf_csv_has_guard(const char *cell, size_t length);

/** A text as a cell: in quotes where it must be, guarded where a spreadsheet would run it. An empty
 *  text is "", so that it is not read as null. */
/** The same for a terminal: controls other than line feeds, marks of direction and invisible
 *  characters become U+FFFD. */
void cf_put_csv_shown(FILE *out, const char *text);
void cf_put_csv_text(FILE *out, const char *text);

#endif
