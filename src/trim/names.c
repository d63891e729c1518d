/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dictionary with little memory for each name: its text in a chunk with many others, its hash,
 * and slots of four bytes with open addressing, at most two thirds full. */
#include "trim/names.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, FIRST_ROOM = 1 << 10 };

/* ---- hashes ---- */

/* FNV-1a with a seed, eight bytes at a time, and the last steps of MurmurHash3. */
static uint32_t hash_of(uint64_t seed, const char *text, size_t length)
{
    uint64_t hash = 0xCBF29CE484222325u ^ seed ^ length, word;

    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * 0x100000001B3u;
        hash ^= hash >> 32;
    }
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001B3u;
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
    return (uint32_t)(hash >> 32);
}

/* The slot of a name, or the free one where it would go. */
static uint32_t *seek(const cf_names *names, uint32_t hash, const char *text, size_t length)
{
    for (size_t at = hash & (names->slot_room - 1);; at = (at + 1) & (names->slot_room - 1)) {
        uint32_t *slot = &names->slots[at];

        if (*slot == 0)
            return slot;
        if (names->hashes[*slot - 1] == hash && strncmp(names->at[*slot - 1], text, length) == 0 &&
            names->at[*slot - 1][length] == '\0')
            return slot;
    }
}

static void put_again(cf_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        size_t at = names->hashes[i] & (names->slot_room - 1);

        while (names->slots[at] != 0)
            at = (at + 1) & (names->slot_room - 1);
        names->slots[at] = (uint32_t)i + 1;
    }
}

/* ---- memory ---- */

static cf_status grow_slots(cf_names *names)
{
    size_t room = names->slot_room == 0 ? 2 * FIRST_ROOM : 2 * names->slot_room;

    if (names->slot_room > 0 && names->count + 1 < names->slot_room / 3 * 2)
        return CF_OK;
    free(names->slots);
    names->slots = calloc(room, sizeof *names->slots);
    if (names->slots == NULL)
        return CF_NO_MEMORY;
    /* Addresses differ from run to run, so no file can be made to collide. */
    if (names->slot_room == 0)
        names->seed = (uint64_t)(uintptr_t)names->slots >> 4;
    names->bytes += (room - names->slot_room) * sizeof *names->slots;
    names->slot_room = room;
    put_again(names);
    return CF_OK;
}

static cf_status grow_list(cf_names *names)
{
    size_t room = names->room == 0 ? FIRST_ROOM : 2 * names->room;
    const char **at;
    uint32_t *hashes;

    if (names->count < names->room)
        return CF_OK;
    at = realloc(names->at, room * sizeof *at);
    if (at == NULL)
        return CF_NO_MEMORY;
    names->at = at;
    hashes = realloc(names->hashes, room * sizeof *hashes);
    if (hashes == NULL)
        return CF_NO_MEMORY;
    names->hashes = hashes;
    names->bytes += (room - names->room) * (sizeof *at + sizeof *hashes);
    names->room = room;
    return CF_OK;
}

/* A copy with a NUL; a text longer than a chunk has one of its own. */
static char *copy_text(cf_names *names, const char *text, size_t length)
{
    size_t size = length + 1 > CHUNK ? length + 1 : CHUNK;
    char *copy;

    if (names->left < length + 1) {
        char *chunk = malloc(size);

        if (chunk == NULL || !cf_vec_push(&names->chunks, chunk)) {
            free(chunk);
            return NULL;
        }
        names->left = size;
        names->bytes += size;
    } else {
        size = CHUNK;
    }
    copy = names->chunks.at[names->chunks.count - 1] + (size - names->left);
    memcpy(copy, text, length);
    copy[length] = '\0';
    names->left = size > CHUNK ? 0 : names->left - length - 1;
    return copy;
}

cf_status cf_names_add(cf_names *names, const char *text, size_t length, uint32_t *number)
{
    uint32_t hash, *slot;

    if (grow_slots(names) != CF_OK || grow_list(names) != CF_OK)
        return CF_NO_MEMORY;
    hash = hash_of(names->seed, text, length);
    slot = seek(names, hash, text, length);
    if (*slot == 0) {
        char *copy = copy_text(names, text, length);

        if (copy == NULL)
            return CF_NO_MEMORY;
        names->at[names->count] = copy;
        names->hashes[names->count] = hash;
        *slot = (uint32_t)++names->count;
    }
    *number = *slot - 1;
    return CF_OK;
}

void cf_names_free(cf_names *names)
{
    for (int i = 0; i < names->chunks.count; i++)
        free(names->chunks.at[i]);
    free(names->chunks.at);
    free(names->at);
    free(names->hashes);
    free(names->slots);
    *names = (cf_names){ .at = NULL };
}
