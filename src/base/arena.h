/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_ARENA_H
#define CIRCFIN_BASE_ARENA_H

/* Memory that lives and dies together: many small objects, one free. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct cf_arena {
    struct cf_arena_block *last;
    bool failed; /* memory ran out once: whoever owns the arena may ask at the end */
} cf_arena;      /* all zero is an empty arena */

/** `count` zeroed objects of `size` bytes, aligned for any type; NULL when memory ran out or the
 *  product overflows. A count of 0 gives a valid pointer. */
void *cf_arena_new(cf_arena *arena, size_t count, size_t size);

/** A copy of `length` bytes of text with a NUL after it; NULL when memory ran out. It takes no more
 *  room than its bytes. */
char *cf_arena_copy(cf_arena *arena, const char *text, size_t length);
char *cf_arena_format(cf_arena *arena, const char *format, va_list args);

/** Drops all objects but keeps one block, so that the next ones need no call of malloc.
 *  Time: O(bytes in use). */
void cf_arena_clear(cf_arena *arena);
void cf_arena_free(cf_arena *arena);

/** Takes all objects of another arena, which is empty afterwards. Time: O(its blocks). */
void cf_arena_adopt(cf_arena *arena, cf_arena *other);

#endif
