/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON values in an arena: linked lists of members and elements, with a hash table for an object of
 * many members, since a file may give it a million. */
#include "scenario/datum.h"

#include <stdint.h>
#include <string.h>

enum { FEW = 16, FIRST_ROOM = 64 };

/* Open addressing with linear probing, at most half full. */
struct cf_datum_index {
    size_t room; /* a power of two */
    cf_datum *slots[];
};

cf_datum *cf_datum_new(cf_arena *arena, cf_datum_kind kind)
{
    cf_datum *datum = cf_arena_new(arena, 1, sizeof *datum);

    if (datum != NULL)
        datum->kind = kind;
    if (datum != NULL && kind == CF_DATUM_TEXT)
        datum->text = "";
    return datum;
}

cf_datum *cf_datum_new_text(cf_arena *arena, const char *text)
{
    cf_datum *datum = cf_datum_new(arena, CF_DATUM_TEXT);

    if (datum != NULL)
        datum->text = text;
    return datum;
}

cf_datum *cf_datum_new_number(cf_arena *arena, double number)
{
    cf_datum *datum = cf_datum_new(arena, CF_DATUM_NUMBER);

    if (datum != NULL)
        datum->number = number;
    return datum;
}

void cf_datum_append(cf_datum *list, cf_datum *element)
{
    if (list->last == NULL)
        list->first = element;
    else
        list->last->next = element;
    list->last = element;
    list->count++;
}

/* ---- members by key ---- */

/* FNV-1a; the address differs from run to run, so no file can be made to collide. */
static size_t hash_of(const struct cf_datum_index *index, const char *key)
{
    uint64_t hash = 0xCBF29CE484222325u ^ (uint64_t)(uintptr_t)index;

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001B3u;
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    return (size_t)(hash >> 32);
}

/* Where a key is, or would go. */
static cf_datum **slot_of(struct cf_datum_index *index, const char *key)
{
    size_t at = hash_of(index, key) & (index->room - 1);

    while (index->slots[at] != NULL && strcmp(index->slots[at]->key, key) != 0)
        at = (at + 1) & (index->room - 1);
    return &index->slots[at];
}

/* Makes a table for twice as many members as there are. */
static bool make_index(cf_arena *arena, cf_datum *object)
{
    size_t room = object->index == NULL ? FIRST_ROOM : object->index->room * 2;
    struct cf_datum_index *index =
        cf_arena_new(arena, 1, sizeof *index + room * sizeof(cf_datum *));

    if (index == NULL)
        return false;
    index->room = room;
    for (cf_datum *member = object->first; member != NULL; member = member->next)
        *slot_of(index, member->key) = member;
    object->index = index;
    return true;
}

static bool add_member(cf_arena *arena, cf_datum *object, cf_datum *member)
{
    bool many = object->count >= FEW;

    cf_datum_append(object, member);
    if (!many)
        return true;
    if (object->index == NULL || (size_t)object->count > object->index->room / 2)
        return make_index(arena, object);
    *slot_of(object->index, member->key) = member;
    return true;
}

cf_datum *cf_datum_get(const cf_datum *object, const char *key)
{
    if (!cf_datum_is(object, CF_DATUM_OBJECT))
        return NULL;
    if (object->index != NULL)
        return *slot_of(object->index, key);
    for (cf_datum *member = object->first; member != NULL; member = member->next)
        if (member->key == key || strcmp(member->key, key) == 0)
            return member;
    return NULL;
}

cf_datum *cf_datum_member(cf_arena *arena, cf_datum *object, const char *key, bool *doubled)
{
    cf_datum *member = cf_datum_get(object, key);

    if (member != NULL) {
        *doubled = true;
        *member = (cf_datum){ .key = member->key, .next = member->next };
        return member;
    }
    member = cf_datum_new(arena, CF_DATUM_NULL);
    if (member == NULL)
        return NULL;
    member->key = key;
    return add_member(arena, object, member) ? member : NULL;
}

void cf_datum_set(cf_datum *datum, const cf_datum *value)
{
    const char *key = datum->key;
    cf_datum *next = datum->next;

    *datum = *value;
    datum->key = key;
    datum->next = next;
}

bool cf_datum_put(cf_arena *arena, cf_datum *object, const char *const keys[CF_MOST_KEYS],
                  const cf_datum *value)
{
    bool doubled;

    for (int i = 0; i < CF_MOST_KEYS && keys[i] != NULL; i++) {
        bool is_last = i + 1 == CF_MOST_KEYS || keys[i + 1] == NULL;
        cf_datum *member = is_last ? NULL : cf_datum_get(object, keys[i]);

        if (member == NULL)
            member = cf_datum_member(arena, object, keys[i], &doubled);
        if (member == NULL)
            return false;
        if (is_last)
            cf_datum_set(member, value);
        else if (member->kind != CF_DATUM_OBJECT)
            *member =
                (cf_datum){ .kind = CF_DATUM_OBJECT, .key = member->key, .next = member->next };
        object = member;
    }
    return true;
}

/* ---- what a value is ---- */

bool cf_datum_is(const cf_datum *datum, cf_datum_kind kind)
{
    return datum != NULL && datum->kind == kind;
}

bool cf_datum_is_bool(const cf_datum *datum)
{
    return cf_datum_is(datum, CF_DATUM_FALSE) || cf_datum_is(datum, CF_DATUM_TRUE);
}

const char *cf_datum_text(const cf_datum *datum)
{
    return cf_datum_is(datum, CF_DATUM_TEXT) ? datum->text : NULL;
}

const cf_datum *cf_datum_first(const cf_datum *datum)
{
    return cf_datum_count(datum) > 0 ? datum->first : NULL;
}

int cf_datum_count(const cf_datum *datum)
{
    return datum == NULL ? 0 : datum->count;
}
