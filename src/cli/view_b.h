/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_VIEW_B_H
#define CIRCFIN_CLI_VIEW_B_H

/* The second of two scenarios that are compared, B: its view is that of A but for the options
 * whose names end in -b. */

#include "cli/view_options.h"

/** Adds a twin for each option of a view; returns the new count. */
int cli_view_b_add_options(cli_option *options, int count);

/** Whether any of the twins is given. */
bool cli_view_b_is_given(const cli_args *args);

/** The view of B. Mistakes are told. *out is to be freed in each case. */
cli_exit cli_view_b_choose(cli_view *out, const cli_args *args);

#endif
