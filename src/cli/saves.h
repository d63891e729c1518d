/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SAVES_H
#define CIRCFIN_CLI_SAVES_H

/*
 * Waits for saves of files. Programs save in many ways: they write into the file, or rename another
 * one over it, or move it away and write a new one. So what is listened to are the folders, and
 * what happens there is only a reason to look at the files (cli/sights.h).
 *
 *   inotify   something happened in a folder: look at once
 *   clock     look every second or two anyway: saves on another computer are told to nobody, nor is
 *             a folder above that is renamed, a database writes for long before it closes its file,
 *             and not every system has inotify
 */

#include <stdbool.h>

typedef struct cli_saves {
    int descriptor;    /* of inotify; -1: none */
    bool by_the_clock; /* the system has no inotify, or no more of it */
} cli_saves;

#define CLI_NO_SAVES ((cli_saves){ .descriptor = -1 })

/** From now on, what happens in the folder of one of the files, or of what a link leads to, ends
 *  cli_saves_wait(). Look at the files afterwards: then no save is missed. */
void cli_saves_listen(cli_saves *saves, const char *const *files, int count);

/** Waits until there is a reason to look at the files. */
void cli_saves_wait(const cli_saves *saves);

#endif
