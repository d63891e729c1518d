/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_HEADING_H
#define CIRCFIN_WRITERS_HEADING_H

/* Headings of several words, broken into lines where a page is narrow. A cf_ruler must be open. */

#include <stddef.h>

/** Columns of the longest word. */
size_t cf_heading_narrowest(const char *heading);

/** How many lines a heading takes in so many columns. */
int cf_heading_lines(const char *heading, size_t width);

/** One of these lines, from 0: *length bytes of `heading` from the result on. */
const char *cf_heading_line(const char *heading, size_t width, int line, size_t *length);

#endif
