/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of cells: growing, and the escapes of ECMA-376, part 1, 22.4.2.4 (ST_Xstring). */
#include "workbook/cell_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FIRST_ROOM = 4096, ESCAPE = 7 /* _x000D_ */ };

bool cf_book_text_add(cf_book_text *text, const char *more, size_t length)
{
    if (text->room - text->size < length) {
        size_t room = text->room < FIRST_ROOM ? FIRST_ROOM : text->room * 2;
        char *at;

        while (room - text->size < length)
            room *= 2;
        at = realloc(text->at, room);
        if (at == NULL)
            return false;
        text->at = at;
        text->room = room;
    }
    memcpy(text->at + text->size, more, length);
    text->size += length;
    return true;
}

void cf_book_text_free(cf_book_text *text)
{
    free(text->at);
    *text = (cf_book_text){ .at = NULL };
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The UTF-16 unit of an escape at `at`, of which `left` bytes are left; -1: none. */
static int unit_at(const char *at, size_t left)
{
    int unit = 0;

    if (left < ESCAPE || at[0] != '_' || at[1] != 'x' || at[ESCAPE - 1] != '_')
        return -1;
    for (int i = 2; i < ESCAPE - 1; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void cf_book_text_unescape(cf_book_text *text, size_t from)
{
    char *at = text->at;
    size_t used = from;

    if (text->size - from < ESCAPE || memchr(at + from, '_', text->size - from) == NULL)
        return;
    for (size_t i = from; i < text->size;) {
        int unit = unit_at(at + i, text->size - i), low = -1;

        if (unit < 0) {
            at[used++] = at[i++];
            continue;
        }
        i += ESCAPE;
        if (unit >= 0xD800 && unit < 0xDC00)
            low = unit_at(at + i, text->size - i);
        if (low >= 0xDC00 && low < 0xE000) {
            i += ESCAPE;
            unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
        }
        used += cf_text_encode(at + used, (unsigned)unit);
    }
    text->size = used;
}
