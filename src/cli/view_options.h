/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_VIEW_OPTIONS_H
#define CIRCFIN_CLI_VIEW_OPTIONS_H

/* Which deals count, and at which amount: the options of section 2 of the method. */

#include "circfin/view.h"
#include "cli/cli.h"

extern const cli_option cli_view_options[];

/** A view as asked for, with the memory it refers to. */
typedef struct cli_view {
    cf_view_options options;
    char *text;         /* the lists of --joint, cut into words */
    const char **joint; /* the words */
} cli_view;

/** Mistakes are told. *out is to be freed in each case. */
cli_exit cli_view_choose(cli_view *out, const cli_args *args);
void cli_view_free(cli_view *view);

#endif
