/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_VIEW_B_H
#define CIRCFIN_CLI_VIEW_B_H

/* Scenario B of a comparison: its view is that of A except for the options that end in -b. */

#include "cli/view_options.h"

/** Adds a -b option for each option of a view. Returns the new count. */
int cli_view_b_add_options(cli_option *options, int count);

/** Whether any -b option is given. */
bool cli_view_b_is_given(const cli_args *args);

/** Parses the view of B. Prints errors. Free *out whatever the status. */
cli_exit cli_view_b_choose(cli_view *out, const cli_args *args);

#endif
