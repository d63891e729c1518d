/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SUSPECTS_H
#define CIRCFIN_CLI_SUSPECTS_H

/* The table of `circfin check` with what is probably wrong: names, amounts, dates. */

#include "circfin/report.h"

extern const cf_columns cli_suspect_columns;

/** Whether a problem is one of them. */
bool cli_is_suspect(const cf_diag *diag);

/** Adds a row. `file` is that of a problem without one. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cli_suspects_add(cf_table *table, cf_report *report, const char *file,
                                        const cf_diags *diags, const cf_diag *diag);

#endif
