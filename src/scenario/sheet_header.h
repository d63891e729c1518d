/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SHEET_HEADER_H
#define CIRCFIN_SCENARIO_SHEET_HEADER_H

#include "scenario/sheet.h"

/**
 * Finds the separator and understands the names of the columns; the rows then follow at csv->at.
 *
 * @param[out] row_number  of the header
 * @return CF_OK (though there may be errors) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_sheet_read_header(cf_sheet *sheet, int *row_number);

#endif
