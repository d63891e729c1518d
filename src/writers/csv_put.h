/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_CSV_PUT_H
#define CIRCFIN_WRITERS_CSV_PUT_H

#include <stdio.h>

/** A text as a cell: in quotes where it must be, and guarded where a spreadsheet would run it (see
 *  base/csv.h). An empty text is "", so that it is not read as null. */
void cf_put_csv_text(FILE *out, const char *text);

#endif
