/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_JSON_ROWS_H
#define CIRCFIN_SCENARIO_JSON_ROWS_H

/*
 * The entities and deals of a JSON text, parsed one at a time and when they are asked for, so that
 * there is no tree of a million of them:
 *
 *   {"name": ..., "entities": [{...}, {...}], "deals": [{...}, ...]}
 *                              └ places ┘                └ places: where each begins and ends
 *   {"name": ..., "entities": [], "deals": []}      the frame, which becomes a small tree
 */

#include "base/vec.h"
#include "scenario/tree.h"
#include "scenario/scan.h"

typedef struct cf_json_place {
    unsigned from, size; /* bytes of the text, which has less than 4 GiB */
} cf_json_place;

/** One of the two lists. */
typedef struct cf_json_list {
    cf_rows rows; /* first, so that it can stand for its elements */
    const char *text;
    CF_VEC(cf_json_place) places;
    cf_arena arena;  /* of the last element */
    size_t from, to; /* of the brackets and what is between them; both 0: there is no such list */
    bool *doubled;   /* set where an object has a key twice */
} cf_json_list;

typedef struct cf_json_rows {
    cf_json_list entities, deals;
    char *frame;
    size_t frame_size;
    bool doubled;  /* some object has a key twice */
    size_t flaw;   /* where the text stops being JSON, or a number begins that no double can hold */
    bool overflow; /* it is the latter */
} cf_json_rows;

/**
 * Finds the elements of both lists. If a list is there twice, the last one counts, and the frame
 * has the other.
 *
 * @param[out] out     to be freed with cf_json_rows_free() whatever the status; must not move
 * @param[out] usable  false where the text is not JSON, or has a number that no double can hold:
 *                     out->flaw says where
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(size). Memory: 8 bytes an element, and the rest of the text.
 */
CF_NODISCARD cf_status cf_json_rows_find(cf_json_rows *out, const char *text, size_t size,
                                         bool *usable);
void cf_json_rows_free(cf_json_rows *rows);

/** Whether no double can hold the number that the scan stands on. */
bool cf_json_is_overflow(const cf_scan *scan);

#endif
