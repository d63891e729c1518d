/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_BUFFER_H
#define CIRCFIN_BASE_BUFFER_H

/* A text that grows at its end. */

#include <stdbool.h>
#include <stddef.h>

typedef struct cf_buffer {
    char *text; /* NULL while empty */
    size_t length, room;
    bool failed; /* memory ran out; stays so */
} cf_buffer;     /* all zero is an empty buffer */

/** Time: O(length of `more`) on average. NULL counts as a failure. */
void cf_buffer_add(cf_buffer *buffer, const char *more);

/** The same for a name, cut after CF_NAME_SHOWN characters. */
void cf_buffer_add_name(cf_buffer *buffer, const char *name);

/** The same with a backslash before each character of `special` (ASCII). */
void cf_buffer_add_escaped(cf_buffer *buffer, const char *more, const char *special);

/** The text so far, valid until the next change; NULL once memory ran out. */
const char *cf_buffer_text(const cf_buffer *buffer);

void cf_buffer_clear(cf_buffer *buffer); /* empties it and keeps its memory */
void cf_buffer_free(cf_buffer *buffer);

#endif
