/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and texts as the formats for programs write them: the same bytes in any locale. */
#include "base/put.h"

#include <string.h>

#include "base/text.h"

void cf_put_number(FILE *out, cf_kind kind, double number)
{
    char text[32];

    if (kind == CF_FLAG) {
        fputs(number > 0.0 ? "true" : "false", out);
        return;
    }
    if (kind == CF_COUNT) {
        fprintf(out, "%.0f", number); /* no decimals, so no locale shows */
        return;
    }
    cf_text_number(text, number);
    fputs(text, out);
}

/* The bytes of one character, and in *instead what to write for it, or NULL for itself. */
static size_t next(const char *text, size_t left, cf_escape *escape,
                   char scratch[static CF_ESCAPE_SIZE], const char **instead)
{
    unsigned code;
    size_t length = cf_text_character(text, left, &code);

    *instead = NULL;
    if (length == 0) {
        *instead = CF_REPLACEMENT;
        return 1;
    }
    if (escape != NULL)
        *instead = escape(code, scratch);
    return length;
}

static void put_bytes(FILE *out, const char *text, size_t left, cf_escape *escape)
{
    const char *plain = text; /* what is to be written as it is: plain .. text */

    while (left > 0) {
        char scratch[CF_ESCAPE_SIZE];
        const char *instead;
        size_t length = next(text, left, escape, scratch, &instead);

        if (instead != NULL) {
            fwrite(plain, 1, (size_t)(text - plain), out);
            fputs(instead, out);
            plain = text + length;
        }
        text += length;
        left -= length;
    }
    fwrite(plain, 1, (size_t)(text - plain), out);
}

void cf_put_text(FILE *out, const char *text, cf_escape *escape)
{
    put_bytes(out, text, strlen(text), escape);
}

void cf_put_text_cut(FILE *out, const char *text, int most, cf_escape *escape)
{
    size_t taken = cf_text_beginning(text, most);

    put_bytes(out, text, taken, escape);
    fputs(text[taken] == '\0' ? "" : CF_ELLIPSIS, out);
}
