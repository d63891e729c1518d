/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_MEMORY_H
#define CIRCFIN_CLI_MEMORY_H

/* What the program does when memory runs out. */

/** From here on, a stack that cannot grow ends the program as a failed allocation does: with "out
 *  of memory", exit status 70, and no temporary file left. Call it at the top of main(). */
void cli_memory_watch_stack(void);

#endif
