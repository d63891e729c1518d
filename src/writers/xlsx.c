/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format xlsx: its row, which is there also in builds that cannot write it. */
#include "writers/xlsx_report.h"

const cf_writer cf_writer_xlsx = {
    .name = "xlsx",
    .ending = ".xlsx",
    .summary = "workbook: figures, one sheet per table, columns explained",
    .needs = "libxlsxwriter",
    .feature = CF_FEATURE_XLSX,
    .binary = true,
    .write = cf_xlsx_write_report,
};
