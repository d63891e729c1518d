/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_VIEW_OPTIONS_H
#define CIRCFIN_CLI_VIEW_OPTIONS_H

/* Which deals count, and at what amount: the options of a view. */

#include "circfin/view.h"
#include "cli/cli.h"

extern const cli_option cli_view_options[];

/** The parsed options. Owns what it points to, except the strings of argv. */
typedef struct cli_view {
    cf_view_options options;
    char *text;         /* the lists of --joint, cut into words */
    const char **joint; /* the words */
} cli_view;

/** Prints errors. Free *out whatever the status. */
cli_exit cli_view_choose(cli_view *out, const cli_args *args);
void cli_view_free(cli_view *view);

#endif
