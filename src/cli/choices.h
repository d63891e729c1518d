/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_CHOICES_H
#define CIRCFIN_CLI_CHOICES_H

/* The library's own options on the command line: which view, and where a scenario comes from. */

#include "circfin/input.h"
#include "circfin/view.h"
#include "cli/options.h"

extern const cli_option cli_view_options[];
extern const cli_option cli_view_b_options[]; /* of B, for a command that compares */
extern const cli_option cli_source_options[];

/** Prints errors. Free *out with cf_view_choice_free() whatever the result. */
cli_exit cli_view_choose(cf_view_choice *out, const cli_args *args);
cli_exit cli_view_b_choose(cf_view_choice *out, const cli_args *args);

/** The options for input. Prints errors; one is an option for spreadsheets where none of the files
 *  is one (`count` 0: any may be). Free *out with cf_input_free() whatever the result. */
cli_exit cli_source_choose(cf_input *out, const cli_args *args, const char *const *files,
                           int count);

#endif
