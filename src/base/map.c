/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most two thirds full; the hash is FNV-1a over space and
 * text. Slots hold a hash and the number of an entry, so that they are small and move without the
 * texts.
 */
#include "base/map.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct cf_map_slot {
    uint32_t hash, entry; /* the number of the entry from 1; 0: free */
};

struct cf_map_entry {
    const char *text;
    uint32_t length;
    int space, value;
};

/* FNV-1a with a seed, and the last steps of MurmurHash3 to spread it over all bits. */
static uint32_t hash_of(size_t seed, int space, const char *text, size_t length)
{
    uint64_t hash = 0xCBF29CE484222325u ^ seed ^ ((uint64_t)(unsigned)space << 32);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001B3u;
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
    return (uint32_t)(hash >> 32);
}

static bool is_entry(const struct cf_map_entry *entry, int space, const char *text, size_t length)
{
    return entry->space == space && entry->length == length &&
           memcmp(entry->text, text, length) == 0;
}

/* The slot of a key, or the free one where it would go. */
static struct cf_map_slot *seek(const cf_map *map, uint32_t hash, int space, const char *text,
                                size_t length)
{
    size_t at = hash & (map->room - 1);

    for (;; at = (at + 1) & (map->room - 1)) {
        struct cf_map_slot *slot = &map->slots[at];

        if (slot->entry == 0 ||
            (slot->hash == hash && is_entry(&map->entries[slot->entry - 1], space, text, length)))
            return slot;
    }
}

/* Moves the used slots into `room` new ones. */
static cf_status spread(cf_map *map, size_t room)
{
    struct cf_map_slot *slots = calloc(room, sizeof *slots);

    if (slots == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < map->room; i++) {
        size_t at = map->slots[i].hash & (room - 1);

        if (map->slots[i].entry == 0)
            continue;
        while (slots[at].entry != 0)
            at = (at + 1) & (room - 1);
        slots[at] = map->slots[i];
    }
    /* Addresses differ from run to run, so no file can be made to collide. Nothing that is written
     * depends on it. */
    if (map->room == 0)
        map->seed = (size_t)((uintptr_t)slots >> 4);
    free(map->slots);
    map->slots = slots;
    map->room = room;
    return CF_OK;
}

cf_status cf_map_reserve(cf_map *map, size_t count)
{
    size_t room = map->room == 0 ? 64 : map->room;
    struct cf_map_entry *entries;

    if (count >= UINT32_MAX / 2)
        return CF_NO_MEMORY;
    while (count > room / 3 * 2)
        room *= 2;
    if (count > map->entry_room) {
        entries = realloc(map->entries, count * sizeof *entries);
        if (entries == NULL)
            return CF_NO_MEMORY;
        map->entries = entries;
        map->entry_room = count;
    }
    return room > map->room ? spread(map, room) : CF_OK;
}

int cf_map_find(const cf_map *map, int space, const char *text, size_t length)
{
    const struct cf_map_slot *slot;

    if (map->count == 0)
        return -1;
    slot = seek(map, hash_of(map->seed, space, text, length), space, text, length);
    return slot->entry == 0 ? -1 : map->entries[slot->entry - 1].value;
}

cf_status cf_map_put(cf_map *map, int space, const char *text, size_t length, int value, int *found)
{
    struct cf_map_slot *slot;
    uint32_t hash;

    assert(value >= 0);
    *found = -1;
    if (map->count >= map->entry_room &&
        cf_map_reserve(map, map->count < 32 ? 32 : map->count * 2) != CF_OK)
        return CF_NO_MEMORY;
    if (length > UINT32_MAX)
        return CF_NO_MEMORY;
    hash = hash_of(map->seed, space, text, length);
    slot = seek(map, hash, space, text, length);
    if (slot->entry != 0) {
        *found = map->entries[slot->entry - 1].value;
        return CF_OK;
    }
    map->entries[map->count++] = (struct cf_map_entry){ text, (uint32_t)length, space, value };
    *slot = (struct cf_map_slot){ hash, (uint32_t)map->count };
    return CF_OK;
}

cf_status cf_map_add(cf_map *map, int space, const char *text, size_t length, int value)
{
    int found;
    cf_status status = cf_map_put(map, space, text, length, value, &found);

    assert(found < 0);
    return status;
}

void cf_map_prefetch(const cf_map *map, int space, const char *text, size_t length)
{
    if (map->room > 0)
        __builtin_prefetch(&map->slots[hash_of(map->seed, space, text, length) & (map->room - 1)]);
}

void cf_map_free(cf_map *map)
{
    free(map->slots);
    free(map->entries);
    *map = (cf_map){ 0 };
}
