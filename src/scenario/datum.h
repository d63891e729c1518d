/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_DATUM_H
#define CIRCFIN_SCENARIO_DATUM_H

/*
 * A JSON value in memory, without its place in the file. JSON and spreadsheets alike become such
 * values, one row at a time, and one builder makes the scenario from them.
 *
 *     {"id": "d", "amount": {"low": 1}}      object ─first─► id ─next─► amount ─first─► low
 *
 * Values live in an arena and go with it. Keys and texts are borrowed.
 */

#include "base/arena.h"

typedef enum cf_datum_kind {
    CF_DATUM_NULL,
    CF_DATUM_FALSE,
    CF_DATUM_TRUE,
    CF_DATUM_NUMBER,
    CF_DATUM_TEXT,
    CF_DATUM_LIST,
    CF_DATUM_OBJECT
} cf_datum_kind;

typedef struct cf_datum {
    cf_datum_kind kind;
    int count;             /* of elements or members */
    const char *key;       /* of a member; else NULL */
    struct cf_datum *next; /* element or member */
    union {
        double number;
        struct {
            const char *text;
            int entity; /* the index of the one that the text names, from 1; 0: not known */
        };
        struct {
            struct cf_datum *first, *last;
            struct cf_datum_index *index; /* of an object with many members, by key */
        };
    };
} cf_datum;

/** A new value: 0, "", or an empty list or object. NULL when memory ran out; so are the next two.
 */
cf_datum *cf_datum_new(cf_arena *arena, cf_datum_kind kind);
cf_datum *cf_datum_new_text(cf_arena *arena, const char *text);
cf_datum *cf_datum_new_number(cf_arena *arena, double number);

void cf_datum_append(cf_datum *list, cf_datum *element);

/**
 * The member of this key, to be filled in; added if there is none. If there is one already, its
 * value is cleared, but it keeps its place, and *doubled is set.
 *
 * @return NULL when memory ran out
 *
 * Time: O(1) on average, whatever the number of members.
 */
cf_datum *cf_datum_member(cf_arena *arena, cf_datum *object, const char *key, bool *doubled);

/** Puts a value where `keys` lead, CF_MOST_KEYS at most, and adds missing objects on the way.
 *  `value` is copied, but not its elements or members. False when memory ran out. */
enum { CF_MOST_KEYS = 3 };
bool cf_datum_put(cf_arena *arena, cf_datum *object, const char *const keys[CF_MOST_KEYS],
                  const cf_datum *value);

/** Copies a value into `datum`, which keeps its key and place. */
void cf_datum_set(cf_datum *datum, const cf_datum *value);

/** The value of a key, or NULL, also where `object` is NULL or no object.
 *  Time: O(1) on average. */
cf_datum *cf_datum_get(const cf_datum *object, const char *key);

/** False for NULL. */
bool cf_datum_is(const cf_datum *datum, cf_datum_kind kind);
bool cf_datum_is_bool(const cf_datum *datum);

/** The text of a text; else NULL. */
const char *cf_datum_text(const cf_datum *datum);

/** The first element or member of a list or object; else NULL. The others follow by `next`. */
const cf_datum *cf_datum_first(const cf_datum *datum);

/** How many elements or members there are; of anything else 0. */
int cf_datum_count(const cf_datum *datum);

#endif
