/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_HEADING_H
#define CIRCFIN_WRITERS_HEADING_H

/* Breaks headings of several words into lines. A cf_ruler must be open. */

#include <stddef.h>

/** Width of the longest word, in columns. */
size_t cf_heading_narrowest(const char *heading);

/** The number of lines that a heading takes in `width` columns. */
int cf_heading_lines(const char *heading, size_t width);

/** Line number `line`, from 0: *length bytes from the result on. */
const char *cf_heading_line(const char *heading, size_t width, int line, size_t *length);

#endif
