/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_BOOK_HEADS_H
#define CIRCFIN_SCENARIO_BOOK_HEADS_H

/* The header among the first rows of a sheet, and the names in it. */

#include "scenario/book_csv.h"

enum { CF_BOOK_NAME_SIZE = 256, CF_BOOK_HEAD_ROWS = 50 };

/** The first row in which the most columns are known, and how many these are: an index. */
int cf_book_heads_find(const cf_book_csv *csv, int *known);

/** Columns of the header and of the rows above it. */
int cf_book_heads_width(const cf_book_csv *csv, int header);

/** The name of a column, "" for none: as it stands in the header; or, where the cell is blank,
 * above it; or with the head over it. Marks the rows above that count, by their index. */
void cf_book_heads_name(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv, int header,
                        int column, bool *is_head);

#endif
