/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a terminal that a text takes, from the C library's table of wide characters. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "base/width.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"
#include "circfin/text.h"

void cf_ruler_open(cf_ruler *ruler)
{
    ruler->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    ruler->before = (locale_t)0;
    if (ruler->utf8 != (locale_t)0)
        ruler->before = uselocale(ruler->utf8);
}

void cf_ruler_close(cf_ruler *ruler)
{
    if (ruler->utf8 == (locale_t)0)
        return;
    uselocale(ruler->before);
    freelocale(ruler->utf8);
    ruler->utf8 = (locale_t)0;
}

/* The C library may be older than the emoji, or have no C.UTF-8 at all. */
static size_t columns_unheard_of(unsigned code)
{
    return code >= 0x1F300 && code <= 0x1FAFF ? 2 : 1;
}

static size_t columns_of(unsigned code)
{
    int columns = code < 0x80 ? 1 : wcwidth((wchar_t)code);

    return columns >= 0 ? (size_t)columns : columns_unheard_of(code);
}

enum { LONGEST = 4 }; /* bytes of a character */

/* One pass for both questions: stops at the end of the text or where `limit` is passed. */
static size_t walk(const char *text, size_t limit, size_t *used)
{
    size_t at = 0, total = 0;

    while (text[at] != '\0') {
        unsigned code = 0;
        size_t length = cf_text_character(text + at, strnlen(text + at, LONGEST), &code);
        size_t columns = length == 0 ? 1 : columns_of(code);

        if (total + columns > limit)
            break;
        total += columns;
        at += length == 0 ? 1 : length;
    }
    *used = at;
    return total;
}

size_t cf_ruler_columns(const char *text)
{
    size_t used;

    return walk(text, SIZE_MAX / 2, &used);
}

size_t cf_ruler_fit(const char *text, size_t columns)
{
    size_t used;

    walk(text, columns, &used);
    return used;
}

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

size_t cf_text_columns(const char *text)
{
    cf_ruler ruler;
    size_t columns;

    if (is_ascii(text))
        return strlen(text);
    cf_ruler_open(&ruler);
    columns = cf_ruler_columns(text);
    cf_ruler_close(&ruler);
    return columns;
}
