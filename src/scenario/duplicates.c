/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds keys that an object has twice, which a JSON tree cannot show. */
#include "scenario/syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/map.h"
#include "base/text.h"
#include "scenario/cursor.h"
#include "scenario/scan.h"

enum { POINTER_SIZE = 1024, OUTER = 2 };

/* One open bracket of the walk. */
struct level {
    int object;      /* its number, for the map of keys; 0: a list */
    size_t index;    /* of the value last seen in a list */
    const char *key; /* the key last seen in an object, decoded */
    size_t key_length;
};

struct finder {
    cf_diags *diags; /* NULL: only counts */
    cf_scan scan;
    cf_cursor cursor;
    struct keys {
        cf_map lines; /* (object, key) → line */
        cf_arena arena;
    } outer, inner; /* of objects at most OUTER deep, and of those in the record that is open */
    int objects;
    bool found;
    struct level levels[CF_SCAN_DEPTH + 1]; /* by depth */
};

/* ---- the pointer of the key last seen ---- */

static size_t append_token(char *out, size_t used, const char *text, size_t length)
{
    for (size_t i = 0; i < length && used < POINTER_SIZE; i++) {
        bool escaped = text[i] == '~' || text[i] == '/';

        out[used++] = escaped ? '~' : text[i];
        if (escaped && used < POINTER_SIZE)
            out[used++] = text[i] == '~' ? '0' : '1';
    }
    return used;
}

/* Cut where it is too long: it is for people to read here. */
static void make_pointer(const struct finder *finder, char out[static POINTER_SIZE + 1])
{
    size_t used = 0;
    char index[32];

    for (int i = 1; i <= finder->scan.depth && used < POINTER_SIZE; i++) {
        const struct level *level = &finder->levels[i];

        out[used++] = '/';
        if (level->object == 0) {
            snprintf(index, sizeof index, "%zu", level->index - 1);
            used = append_token(out, used, index, strlen(index));
        } else {
            used = append_token(out, used, level->key, level->key_length);
        }
    }
    out[used] = '\0';
}

/* ---- the walk ---- */

static cf_status report_duplicate(struct finder *finder, int first_line, const char *format, ...)
    CF_PRINTF(3, 4);

static cf_status report_duplicate(struct finder *finder, int first_line, const char *format, ...)
{
    char pointer[POINTER_SIZE + 1], shown[200];
    char hint[64];
    cf_problem problem = { .severity = CF_ERROR, .code = CF_CODE_DUPLICATE_KEY, .hint = hint };
    cf_where *where;
    cf_status status;
    va_list args;

    make_pointer(finder, pointer);
    cf_text_printable(shown, sizeof shown, pointer);
    problem.pointer = shown;
    snprintf(hint, sizeof hint, "the first one is on line %d", first_line);
    va_start(args, format);
    status = cf_diags_report(finder->diags, &where, &problem, format, args);
    va_end(args);
    if (status == CF_OK && where != NULL)
        status = cf_cursor_place(&finder->cursor, where, finder->scan.start, finder->scan.end,
                                 &finder->diags->arena);
    return status;
}

static cf_status note_key(struct finder *finder)
{
    struct level *level = &finder->levels[finder->scan.depth];
    struct keys *keys = finder->scan.depth <= OUTER ? &finder->outer : &finder->inner;
    char *key = cf_arena_new(&keys->arena, finder->scan.end - finder->scan.start + 1, 1);
    char shown[64];
    int line;

    if (key == NULL)
        return CF_NO_MEMORY;
    level->key = key;
    level->key_length = cf_scan_decode(finder->scan.text + finder->scan.start,
                                       finder->scan.end - finder->scan.start, key);
    cf_cursor_move(&finder->cursor, finder->scan.start);
    line = cf_map_find(&keys->lines, level->object, key, level->key_length);
    if (line < 0)
        return cf_map_add(&keys->lines, level->object, key, level->key_length, finder->cursor.line);
    finder->found = true;
    if (finder->diags == NULL)
        return CF_OK;
    cf_text_printable(shown, sizeof shown, key);
    return report_duplicate(finder, line,
                            "an object must have each key once, but \"%s\" is repeated", shown);
}

static void forget_keys(struct keys *keys)
{
    cf_map_free(&keys->lines);
    cf_arena_free(&keys->arena);
}

static void note_value(struct finder *finder, bool opens)
{
    int depth = finder->scan.depth;

    finder->levels[depth - opens].index++;
    if (opens)
        finder->levels[depth] =
            (struct level){ .object = cf_scan_is_in_object(&finder->scan) ? ++finder->objects : 0 };
}

static cf_status find_duplicates(struct finder *finder)
{
    cf_status status = CF_OK;

    while (status == CF_OK) {
        cf_scan_event event = cf_scan_next(&finder->scan);

        if (event == CF_SCAN_END || event == CF_SCAN_FLAW)
            break;
        if (event == CF_SCAN_KEY)
            status = note_key(finder);
        else if (event != CF_SCAN_CLOSE)
            note_value(finder, event == CF_SCAN_OPEN);
        else if (finder->scan.depth == OUTER)
            forget_keys(&finder->inner);
    }
    return status;
}

/* `diags` NULL: only whether there are any. */
static cf_status find_all(cf_diags *diags, const char *text, size_t size, bool *found)
{
    struct finder *finder = calloc(1, sizeof *finder);
    cf_status status;

    if (finder == NULL)
        return CF_NO_MEMORY;
    finder->diags = diags;
    cf_scan_start(&finder->scan, text, size);
    cf_cursor_start(&finder->cursor, text, size);
    status = find_duplicates(finder);
    forget_keys(&finder->outer);
    forget_keys(&finder->inner);
    *found = finder->found;
    free(finder);
    return status;
}

cf_status cf_syntax_find_duplicates(cf_diags *diags, const char *text, size_t size)
{
    bool found;

    return diags == NULL ? CF_OK : find_all(diags, text, size, &found);
}

bool cf_syntax_has_duplicates(const char *text, size_t size, cf_status *status)
{
    bool found = false;

    *status = find_all(NULL, text, size, &found);
    return found;
}
