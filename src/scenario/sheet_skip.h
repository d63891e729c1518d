/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_SKIP_H
#define CIRCFIN_SCENARIO_SHEET_SKIP_H

/*
 * Rows with errors that are left out:
 *
 *   a pass over the rows ─► notes ─► rows taken out ─► the next pass, until nothing is noted
 *
 * One more pass may find more, because rows refer to rows that are gone.
 */

#include "circfin/sheets.h"
#include "scenario/sheet.h"

/** Notes an error of a row. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_note_error(cf_sheet *sheet, int row_number, cf_code code,
                                           const char *format, va_list args);

/** The same, as cf_rows wants it: sheet->rows.note. */
CF_NODISCARD cf_status cf_sheet_note_row(cf_rows *rows, int index, cf_code code,
                                         const char *message);

/** Takes the rows with notes out of the list, with their reasons, and forgets the notes.
 *  @param[out] taken  how many
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_sheet_take_out(cf_sheet *sheet, int *taken);

/** Gives the rows that were taken out to `rejects`, in the order of the file.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_rejects_add(cf_rejects *rejects, cf_sheet *sheet);

#endif
