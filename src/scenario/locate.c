/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the lines and columns of JSON pointers, in one walk over the text. */
#include "scenario/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "scenario/cursor.h"
#include "scenario/scan.h"

/*
 * The pointers form a tree, which the walk over the text descends together with the text's own:
 *
 *   /deals/3/amount   /deals/3/payer        0 ─deals─► 1 ─3─► 2 ─amount─► 3
 *                                                              └─payer──► 4
 *
 * A node is a number, a step is a pair of node and token in a map. Each node has a list of what
 * is wanted there.
 */
enum { NOWHERE = -1, ROOT = 0 };

enum part { VALUE, KEY, OTHER };

struct want {
    cf_diags_entry *entry;
    const char *hint; /* as it was reported */
    enum part part;
    int next; /* of the same node, or -1 */
};

struct locator {
    cf_diags *diags;
    cf_map steps;
    cf_arena tokens; /* the texts of the steps */
    struct want *wants;
    int want_count, left;   /* all, and those not filled in yet */
    bool doubled;           /* a key is there twice, and the last one counts */
    CF_VEC(int) first_want; /* by node, -1: none */
    cf_scan scan;
    cf_cursor cursor;
    char *key; /* room for the longest key */
    size_t key_room;
    int nodes[CF_SCAN_DEPTH + 2]; /* where the walk is, by depth; [1] is the root's inside */
    size_t index[CF_SCAN_DEPTH + 2];
};

/* ---- the tree of pointers ---- */

static int node_new(struct locator *locator)
{
    return cf_vec_push(&locator->first_want, -1) ? locator->first_want.count - 1 : NOWHERE;
}

/* Undoes the escapes of RFC 6901 in place; returns the length. */
static size_t unescape(char *token, size_t length)
{
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        if (token[i] == '~' && i + 1 < length)
            token[used++] = token[++i] == '1' ? '/' : '~';
        else
            token[used++] = token[i];
    }
    return used;
}

/* The node one step below, made where it is missing; NOWHERE when memory ran out. */
static int step_down(struct locator *locator, int node, const char *token, size_t length)
{
    char *copy = cf_arena_copy(&locator->tokens, token, length);
    int below;

    if (copy == NULL)
        return NOWHERE;
    length = unescape(copy, length);
    below = cf_map_find(&locator->steps, node, copy, length);
    if (below >= 0)
        return below;
    below = node_new(locator);
    if (below < 0 || cf_map_add(&locator->steps, node, copy, length, below) != CF_OK)
        return NOWHERE;
    return below;
}

static cf_status add_want(struct locator *locator, const char *pointer, cf_diags_entry *entry,
                          enum part part)
{
    int node = ROOT;

    while (*pointer == '/' && node != NOWHERE) {
        size_t length = strcspn(pointer + 1, "/");

        node = step_down(locator, node, pointer + 1, length);
        pointer += length + 1;
    }
    if (node == NOWHERE)
        return CF_NO_MEMORY;
    locator->wants[locator->want_count] =
        (struct want){ entry, entry->diag.hint, part, locator->first_want.at[node] };
    locator->first_want.at[node] = locator->want_count++;
    locator->left++;
    return CF_OK;
}

static cf_status add_wants(struct locator *locator)
{
    cf_diags *diags = locator->diags;
    int count = diags->count - diags->opened;

    locator->wants = calloc((size_t)count * 2 + 1, sizeof *locator->wants);
    if (locator->wants == NULL || node_new(locator) != ROOT)
        return CF_NO_MEMORY;
    for (int i = diags->opened; i < diags->count; i++) {
        cf_diags_entry *entry = &diags->entries[i];
        const char *pointer = entry->diag.where.pointer;

        locator->doubled |= entry->diag.code == CF_CODE_DUPLICATE_KEY;
        if (pointer == NULL || entry->diag.where.line > 0)
            continue;
        if (add_want(locator, pointer, entry, entry->at_key ? KEY : VALUE) != CF_OK)
            return CF_NO_MEMORY;
        if (entry->other != NULL && add_want(locator, entry->other, entry, OTHER) != CF_OK)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* ---- the walk ---- */

static const char *format_hint(cf_arena *arena, const char *text, ...) CF_PRINTF(2, 3);

static const char *format_hint(cf_arena *arena, const char *text, ...)
{
    va_list args;
    const char *result;

    va_start(args, text);
    result = cf_arena_format(arena, text, args);
    va_end(args);
    return result;
}

/* "the first one is" becomes "the first one is on line 12 (/deals/3/id)". */
static cf_status name_line(struct locator *locator, const struct want *wanted)
{
    const cf_scan *scan = &locator->scan;
    cf_diags_entry *entry = wanted->entry;
    char shown[200];

    cf_text_printable(shown, sizeof shown, entry->other);
    entry->diag.hint =
        format_hint(&locator->diags->arena, "%s on line %d (%s)",
                    wanted->hint == NULL ? "see" : wanted->hint, locator->cursor.line, shown);
    entry->diag.other.file = locator->diags->file;
    entry->diag.other.pointer = cf_arena_copy(&locator->diags->arena, shown, strlen(shown));
    if (entry->diag.hint == NULL || entry->diag.other.pointer == NULL)
        return CF_NO_MEMORY;
    return cf_cursor_place(&locator->cursor, &entry->diag.other, scan->start, scan->end,
                           &locator->diags->arena);
}

/* Fills in what is wanted at a node; the scan stands on its key, or on its value. */
static cf_status fill_places(struct locator *locator, int node, bool at_key)
{
    const cf_scan *scan = &locator->scan;

    if (node == NOWHERE)
        return CF_OK;
    for (int i = locator->first_want.at[node]; i >= 0; i = locator->wants[i].next) {
        const struct want *wanted = &locator->wants[i];
        cf_status status = CF_OK;

        if ((wanted->part == KEY) != at_key)
            continue;
        locator->left--;
        cf_cursor_move(&locator->cursor, scan->start);
        if (wanted->part == OTHER)
            status = name_line(locator, wanted);
        else
            status = cf_cursor_place(&locator->cursor, &wanted->entry->diag.where, scan->start,
                                     scan->end, &locator->diags->arena);
        if (status != CF_OK)
            return status;
    }
    return CF_OK;
}

static cf_status decode_key(struct locator *locator, size_t *length)
{
    size_t need = locator->scan.end - locator->scan.start;
    char *grown;

    if (need > locator->key_room) {
        grown = realloc(locator->key, need * 2);
        if (grown == NULL)
            return CF_NO_MEMORY;
        locator->key = grown;
        locator->key_room = need * 2;
    }
    *length = cf_scan_decode(locator->scan.text + locator->scan.start, need, locator->key);
    return CF_OK;
}

/* On a key: the node of its value waits in nodes[depth + 1]. */
static cf_status walk_key(struct locator *locator)
{
    int depth = locator->scan.depth;
    int node = locator->nodes[depth];
    size_t length;

    locator->nodes[depth + 1] = NOWHERE;
    if (node == NOWHERE)
        return CF_OK;
    if (decode_key(locator, &length) != CF_OK)
        return CF_NO_MEMORY;
    locator->nodes[depth + 1] = cf_map_find(&locator->steps, node, locator->key, length);
    return fill_places(locator, locator->nodes[depth + 1], true);
}

/* The node of the value that the scan stands on, `depth` brackets deep. */
static int value_node(struct locator *locator, int depth)
{
    char token[32], *digit = token + sizeof token;

    if (depth == 0)
        return ROOT;
    if (locator->scan.in_object[depth - 1])
        return locator->nodes[depth + 1];
    if (locator->nodes[depth] == NOWHERE)
        return NOWHERE;
    for (size_t rest = locator->index[depth]++; rest > 0 || digit == token + sizeof token;
         rest /= 10)
        *--digit = (char)('0' + rest % 10);
    return cf_map_find(&locator->steps, locator->nodes[depth], digit,
                       (size_t)(token + sizeof token - digit));
}

static cf_status walk_value(struct locator *locator, bool opens)
{
    int depth = locator->scan.depth - opens;
    int node = value_node(locator, depth);

    if (opens) {
        locator->nodes[depth + 1] = node;
        locator->index[depth + 1] = 0;
    }
    return fill_places(locator, node, false);
}

static cf_status walk_text(struct locator *locator)
{
    cf_status status = CF_OK;

    while (status == CF_OK && (locator->left > 0 || locator->doubled)) {
        cf_scan_event event = cf_scan_next(&locator->scan);

        if (event == CF_SCAN_END || event == CF_SCAN_FLAW)
            break;
        if (event == CF_SCAN_KEY)
            status = walk_key(locator);
        else if (event != CF_SCAN_CLOSE)
            status = walk_value(locator, event == CF_SCAN_OPEN);
    }
    return status;
}

/* ---- after the walk ---- */

static cf_status shorten_pointers(cf_diags *diags)
{
    char shown[200];

    for (int i = diags->opened; i < diags->count; i++) {
        cf_where *where = &diags->entries[i].diag.where;

        if (where->pointer == NULL)
            continue;
        cf_text_printable(shown, sizeof shown, where->pointer);
        if (strcmp(shown, where->pointer) != 0)
            where->pointer = cf_arena_copy(&diags->arena, shown, strlen(shown));
        if (where->pointer == NULL)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

cf_status cf_locate(cf_diags *diags, const char *text, size_t size)
{
    struct locator *locator = NULL;
    cf_status status = CF_OK;

    if (diags == NULL || diags->count == diags->opened)
        return CF_OK;
    locator = calloc(1, sizeof *locator);
    if (locator == NULL)
        return CF_NO_MEMORY;
    locator->diags = diags;
    cf_scan_start(&locator->scan, text, size);
    cf_cursor_start(&locator->cursor, text, size);
    status = add_wants(locator);
    if (status == CF_OK)
        status = walk_text(locator);
    if (status == CF_OK)
        status = shorten_pointers(diags);
    cf_map_free(&locator->steps);
    cf_arena_free(&locator->tokens);
    free(locator->wants);
    free(locator->first_want.at);
    free(locator->key);
    free(locator);
    return status;
}
