/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From JSON text to values. The scanner (scan.c) has decided that it is JSON, so this reader checks
 * nothing. It keeps open brackets in a list and does not recurse: a file may nest them deeply. */
#include "scenario/datum_read.h"

#include <string.h>

#include "base/text.h"
#include "scenario/scan.h"

struct reader {
    cf_arena *arena;
    const char *text; /* where the next token begins, or white space before it */
    bool *doubled;
    int depth;
    cf_datum *open[CF_SCAN_DEPTH];
};

/* Moves to the next token and returns its first byte; commas and colons are where they must be. */
static char next_token(struct reader *reader)
{
    for (;;) {
        switch (*reader->text) {
        case ' ':
        case '\t':
        case '\r':
        case '\n':
        case ',':
        case ':':
            reader->text++;
            break;
        default:
            return *reader->text;
        }
    }
}

/* The text that begins here; NULL when memory ran out. */
static const char *read_text(struct reader *reader)
{
    const char *from = reader->text, *at = from + 1;
    bool escaped = false;
    char *copy;

    for (; *at != '"'; at++) {
        if (*at != '\\')
            continue;
        escaped = true;
        at++;
    }
    reader->text = at + 1;
    if (!escaped)
        return cf_arena_copy(reader->arena, from + 1, (size_t)(at - from - 1));
    copy = cf_arena_new(reader->arena, (size_t)(at - from), 1);
    if (copy != NULL)
        copy[cf_scan_decode(from, (size_t)(at - from) + 1, copy)] = '\0';
    return copy;
}

static bool is_number_part(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static void read_number(struct reader *reader, const char *end, cf_datum *out)
{
    const char *from = reader->text;

    while (reader->text < end && is_number_part(*reader->text))
        reader->text++;
    out->kind = CF_DATUM_NUMBER;
    (void)cf_text_read_decimal(&out->number, from, (size_t)(reader->text - from));
}

/* Fills in a value; a list or an object is only opened. */
static bool read_value(struct reader *reader, const char *end, cf_datum *out)
{
    char c = next_token(reader);

    switch (c) {
    case '"':
        out->kind = CF_DATUM_TEXT;
        out->text = read_text(reader);
        return out->text != NULL;
    case '{':
    case '[':
        out->kind = c == '{' ? CF_DATUM_OBJECT : CF_DATUM_LIST;
        reader->open[reader->depth++] = out;
        reader->text++;
        return true;
    case 't':
    case 'f':
    case 'n':
        out->kind = c == 't' ? CF_DATUM_TRUE : c == 'f' ? CF_DATUM_FALSE : CF_DATUM_NULL;
        reader->text += c == 'f' ? strlen("false") : strlen("true");
        return true;
    default:
        read_number(reader, end, out);
        return true;
    }
}

/* Where the next value of the innermost open list or object goes; NULL when memory ran out. */
static cf_datum *next_place(struct reader *reader)
{
    cf_datum *open = reader->open[reader->depth - 1], *place;
    const char *key;

    if (open->kind == CF_DATUM_OBJECT) {
        key = read_text(reader);
        return key == NULL ? NULL : cf_datum_member(reader->arena, open, key, reader->doubled);
    }
    place = cf_datum_new(reader->arena, CF_DATUM_NULL);
    if (place != NULL)
        cf_datum_append(open, place);
    return place;
}

static void close_brackets(struct reader *reader)
{
    while (reader->depth > 0 && (next_token(reader) == ']' || *reader->text == '}')) {
        reader->text++;
        reader->depth--;
    }
}

cf_datum *cf_datum_read(cf_arena *arena, const char *text, size_t size, bool *doubled)
{
    cf_datum *root = cf_datum_new(arena, CF_DATUM_NULL), *place = root;
    struct reader reader;

    reader.arena = arena;
    reader.text = text;
    reader.doubled = doubled;
    reader.depth = 0;
    while (place != NULL && read_value(&reader, text + size, place)) {
        close_brackets(&reader);
        if (reader.depth == 0)
            return root;
        place = next_place(&reader);
    }
    return NULL;
}
