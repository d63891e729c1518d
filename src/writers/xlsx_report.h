/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_REPORT_H
#define CIRCFIN_WRITERS_XLSX_REPORT_H

#include "circfin/writer.h"

/** Writes a report as a workbook: the `write` of a cf_writer. */
CF_NODISCARD cf_status cf_xlsx_write_report(FILE *out, const cf_report *report,
                                            const cf_write_options *options);

#endif
