/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks in a list, each twice as large as the one before it, up to 1 MB. Objects fill a block from
 * its start; texts, which need no alignment, fill it from its end. An object of more than a quarter
 * of a block gets a block of its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last block has room from `used` to `end`: last ─► older ─► oldest ─► NULL. The bytes between
 * them have never been written, so they are zero, as calloc left them. */
struct cf_arena_block {
    struct cf_arena_block *older;
    size_t used, end, size;
    alignas(max_align_t) unsigned char bytes[];
};

enum { SMALLEST_BLOCK = 16384, LARGEST_BLOCK = 1 << 20 };

static size_t next_size(const cf_arena *arena)
{
    size_t size = arena->last == NULL ? SMALLEST_BLOCK : arena->last->size * 2;

    return size > LARGEST_BLOCK ? LARGEST_BLOCK : size < SMALLEST_BLOCK ? SMALLEST_BLOCK : size;
}

static struct cf_arena_block *block_new(size_t size)
{
    struct cf_arena_block *block = calloc(1, sizeof *block + size);

    if (block != NULL)
        block->end = block->size = size;
    return block;
}

/* The block with room for `need` bytes; NULL when memory ran out. A large object goes behind the
 * block that is being filled, which stays the last. */
static struct cf_arena_block *block_for(cf_arena *arena, size_t need)
{
    struct cf_arena_block *last = arena->last, *block;
    size_t size = next_size(arena);

    if (last != NULL && last->end - last->used >= need)
        return last;
    block = block_new(need > size / 4 ? need : size);
    if (block == NULL) {
        arena->failed = true;
    } else if (last != NULL && need > size / 4) {
        block->older = last->older;
        last->older = block;
    } else {
        block->older = last;
        arena->last = block;
    }
    return block;
}

void *cf_arena_new(cf_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct cf_arena_block *block;
    size_t need;
    void *result;

    if (size != 0 && count > (SIZE_MAX / 4) / size) {
        arena->failed = true;
        return NULL;
    }
    need = (count * size + align - 1) / align * align;
    block = block_for(arena, need);
    if (block == NULL)
        return NULL;
    result = block->bytes + block->used;
    block->used += need;
    return result;
}

char *cf_arena_copy(cf_arena *arena, const char *text, size_t length)
{
    struct cf_arena_block *block = block_for(arena, length + 1);
    char *copy;

    if (block == NULL)
        return NULL;
    block->end -= length + 1;
    copy = (char *)block->bytes + block->end;
    memcpy(copy, text, length);
    copy[length] = '\0';
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

void cf_arena_clear(cf_arena *arena)
{
    struct cf_arena_block *last = arena->last;

    if (last == NULL)
        return;
    arena->last = last->older;
    cf_arena_free(arena);
    memset(last->bytes, 0, last->used);
    memset(last->bytes + last->end, 0, last->size - last->end);
    last->used = 0;
    last->end = last->size;
    last->older = NULL;
    arena->last = last;
}

void cf_arena_free(cf_arena *arena)
{
    while (arena->last != NULL) {
        struct cf_arena_block *block = arena->last;

        arena->last = block->older;
        free(block);
    }
}

/* Behind the block that is being filled, which stays the last. */
void cf_arena_adopt(cf_arena *arena, cf_arena *other)
{
    struct cf_arena_block *oldest = other->last;

    arena->failed |= other->failed;
    while (oldest != NULL && oldest->older != NULL)
        oldest = oldest->older;
    if (oldest != NULL && arena->last != NULL) {
        oldest->older = arena->last->older;
        arena->last->older = other->last;
    } else if (oldest != NULL) {
        arena->last = other->last;
    }
    *other = (cf_arena){ .last = NULL };
}
