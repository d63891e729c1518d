/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_BOOKS_H
#define CIRCFIN_SCENARIO_SHEET_BOOKS_H

/* The workbooks of a scenario, and which of their sheets are its deals, entities and settings. */

#include "base/sha256.h"
#include "circfin/sheets.h"
#include "scenario/sheet.h"

/** Which part of a scenario a sheet is. */
typedef enum cf_book_part {
    CF_BOOK_DEALS,
    CF_BOOK_ENTITIES,
    CF_BOOK_SETTINGS,
    CF_BOOK_PARTS
} cf_book_part;

typedef struct cf_sheet_books {
    cf_book *own[CF_BOOK_PARTS];            /* by part; that of the deals may serve for all */
    cf_sheet_source sources[CF_BOOK_PARTS]; /* .workbook NULL: the part is in no workbook */
} cf_sheet_books;                           /* all zero: there are none */

/** Whether the content of a file is a workbook that is read; "-" is standard input, of which
 * nothing is used up. False for what cannot be opened. */
bool cf_sheet_is_book_file(const char *file);

/** Opens a workbook; "-" is standard input. `hash`, if not NULL, gets the bytes of the file.
 *  @return see cf_book_open() */
CF_NODISCARD cf_status cf_sheet_book_open(cf_book **out, const char *file, cf_sha256 *hash,
                                          cf_diags *diags);

/**
 * Opens those of the files that are workbooks, and chooses their sheets: by the options, else
 * "deals", "entities" and "scenario" by name, else the first sheet for the deals, and the next one
 * for the entities if it has such columns. Hidden sheets are chosen by name only.
 *
 * @param[out] out  to be freed with cf_sheet_books_free() whatever the status
 * @param files     by part; NULL: there is none. A workbook of the deals is then looked at
 * @param diags     problems of a file go to its part of the scenario
 * @return see cf_book_open(); CF_BAD_OPTION if there is no sheet of a name that is given
 */
CF_NODISCARD cf_status cf_sheet_books_open(cf_sheet_books *out,
                                           const char *const files[static CF_BOOK_PARTS],
                                           const cf_reading *reading, cf_diags *diags);

/** Chooses the sheet of payments. @return as above */
CF_NODISCARD cf_status cf_sheet_book_payments(int *out, const cf_book *workbook,
                                              const cf_reading *reading, cf_diags *diags);

/** Closes the files; names of sheets stay until the books are freed. */
void cf_sheet_books_close(cf_sheet_books *books);
void cf_sheet_books_free(cf_sheet_books *books);

#endif
