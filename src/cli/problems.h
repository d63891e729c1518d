/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROBLEMS_H
#define CIRCFIN_CLI_PROBLEMS_H

#include "cli/output.h"

/**
 * Prints problems on standard error as compilers do, each with its hint; on a terminal with the
 * source line and a caret. Only the first 20, errors before warnings where there is no room for
 * both, then how many more there are. `--quiet` leaves warnings out.
 *
 * @param status  told in its own words where it is bad and no error explains it
 */
void cli_problems_print(const cf_diags *diags, const cli_output *output, cf_status status);

/** The same where warnings count as errors. */
void cli_problems_print_strictly(const cf_diags *diags, const cli_output *output);

#endif
