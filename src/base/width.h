/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_WIDTH_H
#define CIRCFIN_BASE_WIDTH_H

/* How many columns of a terminal a text takes, whatever the locale of the program. */

#include <locale.h>
#include <stddef.h>

/** While a ruler is open, the calling thread sees characters as UTF-8 and all else as "C". */
typedef struct cf_ruler {
    locale_t utf8, before;
} cf_ruler;

void cf_ruler_open(cf_ruler *ruler);
void cf_ruler_close(cf_ruler *ruler);

/** Columns of a text; a ruler must be open. */
size_t cf_ruler_columns(const char *text);

/** How many bytes of a text fit into so many columns; a ruler must be open. */
size_t cf_ruler_fit(const char *text, size_t columns);

#endif
