/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of JSON (RFC 8259): texts, keys, values, rows. */
#include "base/json_put.h"

#include "base/put.h"
#include "base/text.h"

/* The letter of a short escape, such as n of \n, or 0. */
static char letter_of(unsigned c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return '\0';
    }
}

/* RFC 8259, section 7; and whatever acts on a terminal or hides from the reader of a text: other
 * controls, marks of direction, invisible characters. */
static const char *escape(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    unsigned above = code - 0x10000;

    if (letter_of(code) != '\0')
        snprintf(scratch, CF_ESCAPE_SIZE, "\\%c", letter_of(code));
    else if (cf_text_is_showable(code))
        return NULL;
    else if (code < 0x10000)
        snprintf(scratch, CF_ESCAPE_SIZE, "\\u%04x", code);
    else
        snprintf(scratch, CF_ESCAPE_SIZE, "\\u%04x\\u%04x", 0xD800 + (above >> 10),
                 0xDC00 + (above & 0x3FF));
    return scratch;
}

/* How many bytes from the start on stand for themselves in any text. */
static size_t plain_bytes(const char *text)
{
    size_t count = 0;

    while (text[count] >= 0x20 && text[count] < 0x7F && text[count] != '"' && text[count] != '\\')
        count++;
    return count;
}

void cf_put_json_text(FILE *out, const char *text)
{
    size_t plain;

    if (text == NULL) {
        fputs("null", out);
        return;
    }
    putc('"', out);
    plain = plain_bytes(text);
    fwrite(text, 1, plain, out);
    if (text[plain] != '\0')
        cf_put_text(out, text + plain, escape);
    putc('"', out);
}

void cf_put_json_key(FILE *out, const char *before, const char *key)
{
    fputs(before, out);
    cf_put_json_text(out, key);
    fputs(": ", out);
}

void cf_put_json_value(FILE *out, cf_kind kind, const cf_cell *cell)
{
    if (!cell->known)
        fputs("null", out);
    else if (cf_kind_is_text(kind))
        cf_put_json_text(out, cell->text);
    else
        cf_put_number(out, kind, cell->number);
}

void cf_put_json_row(FILE *out, const cf_column *columns, int count, const cf_cell *cells)
{
    for (int c = 0; c < count; c++) {
        cf_put_json_key(out, c > 0 ? ", " : "{", columns[c].name);
        cf_put_json_value(out, columns[c].kind, &cells[c]);
    }
    putc('}', out);
}
