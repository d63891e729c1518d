/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SIGHTS_H
#define CIRCFIN_CLI_SIGHTS_H

/* How the files of a scenario look: whether one was saved, and whether its content is another. */

#include <sys/types.h>
#include <time.h>

#include "cli/source.h"

/** A file that is read, or would be if it were there. */
typedef struct cli_sight {
    char *path;
    bool is_there, is_folder;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec saved, changed; /* its content; its name, its rights or its content */
    char content[CF_CHECKSUM_SIZE]; /* "": none, or not to be read */
} cli_sight;

enum { CLI_MOST_SIGHTS = 8 };

/** All files of a scenario. Owns the paths. */
typedef struct cli_sights {
    cli_sight at[CLI_MOST_SIGHTS];
    int count;
} cli_sights;

/** Looks at every file of a scenario, and at none inside. False: no memory. Free *out. */
bool cli_sights_look(cli_sights *out, const cf_input *source, const char *file);
void cli_sights_free(cli_sights *sights);

/** Whether no file was saved, made, moved or removed between two looks. */
bool cli_sights_are_same(const cli_sights *a, const cli_sights *b);

/** Reads the files for their checksums. Time: O(size), some 200 MB a second. */
void cli_sights_read(cli_sights *sights);

/** The next file from `from` on whose content is not that of `before`; -1: no other. Both have
 *  been read. */
int cli_sights_next_change(const cli_sights *sights, const cli_sights *before, int from);

#endif
