/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLEANUP_H
#define CIRCFIN_CLEANUP_H

/*
 * Advanced tier. What a program does before it ends at an unforeseen place: after a signal, or out
 * of memory.
 */

#include "circfin/diag.h"

CF_PUBLIC

/**
 * Removes every temporary file and folder of this process, and kills its child processes. Outputs
 * stay as they are: wholly old, or wholly new. In a child made by fork() it leaves alone what is
 * its parent's. Safe in a signal handler and on any thread; allocates nothing; errno stays.
 *
 * Only for the end of the process: what the library does at that moment fails.
 */
void cf_cleanup(void);

CF_PUBLIC_END

#endif
