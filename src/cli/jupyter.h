/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_JUPYTER_H
#define CIRCFIN_CLI_JUPYTER_H

#include <stdbool.h>

/** Runs FOLDER/notebook.ipynb in place with the Jupyter found in PATH, which takes seconds. A
 *  failure leaves the notebook as it is and prints a warning: the report is complete without it. */
void cli_jupyter_run(const char *folder);

#endif
