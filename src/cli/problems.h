/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROBLEMS_H
#define CIRCFIN_CLI_PROBLEMS_H

#include "cli/output.h"

/**
 * Prints diagnostics on standard error, each with its hint; on a terminal with the source line and
 * a caret. Tells once what repeats, with the number and first places of the others; at most 20
 * problems, and then the number of the rest by code. --quiet suppresses warnings.
 *
 * @param status  printed in words if it is not CF_OK and no error explains it
 */
void cli_problems_print(const cf_diags *diags, const cli_output *output, cf_status status);

/** Prints what there is so far and begins anew, before an output is written: once that is in place,
 *  lack of memory must not end the program. @return CF_OK or CF_NO_MEMORY */
cf_status cli_problems_tell(cf_diags **diags, const cli_output *output);

/** The same as cli_problems_print(), with warnings as errors. */
void cli_problems_print_strictly(const cf_diags *diags, const cli_output *output);

#endif
