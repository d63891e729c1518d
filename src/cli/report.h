/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_REPORT_H
#define CIRCFIN_CLI_REPORT_H

/* Makes a report as `circfin report` does, for the commands that make one. */

#include "circfin/dossier.h"
#include "cli/cli.h"

extern const cli_option *const cli_report_groups[];

/** Says that the report is written, in place of the closing line. */
typedef struct cli_report_teller {
    void (*tell)(const cf_dossier *dossier, const char *folder, bool is_pdf, void *data);
    /* NULL: the closing line */
    void *data;
} cli_report_teller;

/** Reads the scenario, writes the report and applies --fail-on. Prints errors. */
cli_exit cli_report_run(const cli_args *args, cli_report_teller teller);

#endif
