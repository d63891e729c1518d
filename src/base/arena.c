/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of 16 KB in a list, each filled from its start; a larger object gets a block of its own.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks form a list; the last one is filled from `used` on:  last ─► older ─► oldest ─► NULL */
struct cf_arena_block {
    struct cf_arena_block *older;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_SIZE = 16384 };

static struct cf_arena_block *block_new(struct cf_arena_block *older, size_t size)
{
    struct cf_arena_block *block = malloc(sizeof *block + size);

    if (block != NULL)
        *block = (struct cf_arena_block){ .older = older, .size = size };
    return block;
}

void *cf_arena_new(cf_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct cf_arena_block *block = arena->last;
    size_t need;
    void *result;

    if (size != 0 && count > (SIZE_MAX / 4) / size) {
        arena->failed = true;
        return NULL;
    }
    need = (count * size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < need) {
        block = block_new(arena->last, need > BLOCK_SIZE ? need : BLOCK_SIZE);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
        arena->last = block;
    }
    result = block->bytes + block->used;
    block->used += need;
    return memset(result, 0, need);
}

char *cf_arena_copy(cf_arena *arena, const char *text, size_t length)
{
    char *copy = cf_arena_new(arena, length + 1, 1);

    if (copy != NULL)
        memcpy(copy, text, length);
    return copy;
}

char *cf_arena_format(cf_arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    text = cf_arena_new(arena, (size_t)length + 1, 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

void cf_arena_free(cf_arena *arena)
{
    while (arena->last != NULL) {
        struct cf_arena_block *block = arena->last;

        arena->last = block->older;
        free(block);
    }
}
