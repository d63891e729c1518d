/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most half full; the hash is FNV-1a over space and text.
 */
#include "base/map.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct cf_map_slot {
    const char *text; /* NULL: free */
    size_t length;
    uint32_t hash;
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

/* The slot of a key, or the free one where it would go. */
static struct cf_map_slot *seek(const cf_map *map, const struct cf_map_slot *key)
{
    size_t at = key->hash & (map->room - 1);

    for (;; at = (at + 1) & (map->room - 1)) {
        struct cf_map_slot *slot = &map->slots[at];

        if (slot->text == NULL)
            return slot;
        if (slot->hash == key->hash && slot->space == key->space && slot->length == key->length &&
            memcmp(slot->text, key->text, key->length) == 0)
            return slot;
    }
}

static cf_status map_grow(cf_map *map)
{
    cf_map larger = { .count = map->count, .room = map->room == 0 ? 64 : map->room * 2 };

    larger.slots = calloc(larger.room, sizeof *larger.slots);
    if (larger.slots == NULL)
        return CF_NO_MEMORY;
    /* Addresses differ from run to run, so no file can be made to collide. Nothing that is written
     * depends on it. */
    larger.seed = map->room == 0 ? (size_t)((uintptr_t)larger.slots >> 4) : map->seed;
    for (size_t i = 0; i < map->room; i++) {
        if (map->slots[i].text != NULL)
            *seek(&larger, &map->slots[i]) = map->slots[i];
    }
    free(map->slots);
    *map = larger;
    return CF_OK;
}

int cf_map_find(const cf_map *map, int space, const char *text, size_t length)
{
    struct cf_map_slot key = { .text = text, .length = length, .space = space };
    const struct cf_map_slot *slot;

    if (map->count == 0)
        return -1;
    key.hash = hash_of(map->seed, space, text, length);
    slot = seek(map, &key);
    return slot->text == NULL ? -1 : slot->value;
}

cf_status cf_map_add(cf_map *map, int space, const char *text, size_t length, int value)
{
    struct cf_map_slot key = { text, length, 0, space, value };
    struct cf_map_slot *slot;

    assert(value >= 0);
    if (map->count >= map->room / 2 && map_grow(map) != CF_OK)
        return CF_NO_MEMORY;
    key.hash = hash_of(map->seed, space, text, length);
    slot = seek(map, &key);
    assert(slot->text == NULL);
    *slot = key;
    map->count++;
    return CF_OK;
}

void cf_map_free(cf_map *map)
{
    free(map->slots);
    *map = (cf_map){ 0 };
}
