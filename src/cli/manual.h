/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_MANUAL_H
#define CIRCFIN_CLI_MANUAL_H

/* Manual pages in roff, printed from the rows of commands, options, columns, figures and formats.
 */

#include "cli/cli.h"

/** circfin(1): the overview. */
void cli_manual_overview(FILE *out);

/** circfin-COMMAND(1). */
void cli_manual_command(FILE *out, const cli_command *command);

/* ---- parts of both ---- */

/** The formats of a command with their endings, or all formats where it is NULL. */
void cli_manual_formats(FILE *out, const char *command);

/** The section EXIT STATUS: of a command, or of all where it is NULL. */
void cli_manual_exits(FILE *out, const cli_command *command);

#endif
