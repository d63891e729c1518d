/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PARTS_H
#define CIRCFIN_CLI_PARTS_H

/* simulate --from I --to J -o PART, which writes a part of the draws, and simulate --merge PART...,
 * which puts parts together. */

#include "circfin/parts.h"
#include "cli/cli.h"

/** Whether the files of the command line are parts; whether it asks for one. */
bool cli_parts_are_merged(const cf_analysis *analysis, const cli_args *args);
bool cli_part_is_written(const cf_analysis *analysis, const cli_args *args);

/** Refuses what does not go with either. Prints errors. */
cli_exit cli_parts_check(const cf_analysis *analysis, const cli_args *args);

/** The parameters of a merge: those of the parts, then those given. *out owns the list only.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cli_parts_params(cf_param **out, int *count, const cf_analysis *analysis,
                                        cf_params of_parts, cf_params given);

#endif
