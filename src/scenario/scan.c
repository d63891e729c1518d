/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scanner of JSON (RFC 8259) that keeps the place of every token. */
#include "scenario/scan.h"

#include <string.h>

/* What may come next. */
enum expected {
    VALUE,       /* a value: at the start, after a colon, after a comma in a list */
    FIRST_VALUE, /* a value or ] */
    KEY,         /* a key: after a comma */
    FIRST_KEY,   /* a key or } */
    COLON,
    COMMA, /* or the closing bracket */
    END
};

void cf_scan_start(cf_scan *scan, const char *text, size_t size)
{
    *scan = (cf_scan){ .text = text, .size = size, .expected = VALUE };
}

bool cf_scan_is_in_object(const cf_scan *scan)
{
    return scan->depth > 0 && scan->in_object[scan->depth - 1];
}

static cf_scan_event flaw(cf_scan *scan, cf_flaw which)
{
    scan->flaw = which;
    return CF_SCAN_FLAW;
}

/* The byte at `at`; past the end a NUL, which no token contains. */
static char byte_at(const char *text, size_t size, size_t at)
{
    return at < size ? text[at] : '\0';
}

static char byte(const cf_scan *scan, size_t at)
{
    return byte_at(scan->text, scan->size, at);
}

/* ---- texts ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The number of a \uXXXX at `at`, or -1. */
static int escaped_unit(const char *text, size_t size, size_t at)
{
    int value = 0;

    if (byte_at(text, size, at) != '\\' || byte_at(text, size, at + 1) != 'u')
        return -1;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_digit(byte_at(text, size, i));

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Length of the escape at `at` with its code point, or 0 where it is none. */
static size_t escape(const char *text, size_t size, size_t at, unsigned *code)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char c = byte_at(text, size, at + 1);
    const char *letter = c == '\0' ? NULL : strchr(letters, c);
    int unit, low;

    if (letter != NULL) {
        *code = (unsigned char)meanings[letter - letters];
        return 2;
    }
    unit = escaped_unit(text, size, at);
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return 0;
    *code = (unsigned)unit;
    if (unit < 0xD800 || unit > 0xDBFF)
        return 6;
    low = escaped_unit(text, size, at + 6);
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    *code = 0x10000 + (((unsigned)unit & 0x3FF) << 10 | ((unsigned)low & 0x3FF));
    return 12;
}

static bool is_surrogate(int unit)
{
    return unit >= 0xD800 && unit <= 0xDFFF;
}

/* Marks bytes from..to as what is wrong. */
static cf_flaw flaw_within(cf_scan *scan, size_t from, size_t to, cf_flaw which)
{
    scan->start = from;
    scan->end = to < scan->size ? to : scan->size;
    return which;
}

/* Whether a byte of a text stands for itself. */
static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* Walks over the text that begins at scan->start. */
static cf_flaw walk_text(cf_scan *scan)
{
    size_t at = scan->start + 1;

    for (;;) {
        while (at < scan->size && is_plain(scan->text[at]))
            at++;
        unsigned char c = (unsigned char)byte(scan, at);
        unsigned code;
        size_t length;

        if (c == '"') {
            scan->end = at + 1;
            return CF_NO_FLAW;
        }
        if (c == '\\') {
            length = escape(scan->text, scan->size, at, &code);
            if (length == 0 && is_surrogate(escaped_unit(scan->text, scan->size, at)))
                return flaw_within(scan, at, at + 6, CF_FLAW_SURROGATE);
            if (length == 0)
                return flaw_within(scan, at, at + 2, CF_FLAW_ESCAPE);
            if (code == 0)
                return flaw_within(scan, at, at + length, CF_FLAW_NUL);
            at += length;
            continue;
        }
        if (at >= scan->size)
            return flaw_within(scan, scan->start, at, CF_FLAW_CUT_OFF);
        if (c == '\n' || c == '\r')
            return flaw_within(scan, scan->start, at, CF_FLAW_OPEN_STRING);
        return flaw_within(scan, at, at + 1, CF_FLAW_CONTROL);
    }
}

static size_t encode(char *out, unsigned code)
{
    static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    for (size_t i = length; i-- > 1; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(lead[length] | code);
    return length;
}

size_t cf_scan_decode(const char *token, size_t size, char *out)
{
    size_t used = 0;

    for (size_t at = 1; at + 1 < size;) {
        unsigned code;

        if (token[at] != '\\') {
            out[used++] = token[at++];
            continue;
        }
        at += escape(token, size, at, &code);
        used += encode(out + used, code);
    }
    return used;
}

/* ---- words and numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_part(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           c == '-' || c == '.' || c == '_';
}

static size_t skip_digits(const cf_scan *scan, size_t at)
{
    while (is_digit(byte(scan, at)))
        at++;
    return at;
}

/* Where the number that begins at `at` ends by the rules of JSON; `at` itself where none does. */
static size_t number_end(const cf_scan *scan, size_t at)
{
    size_t from = byte(scan, at) == '-' ? at + 1 : at;
    size_t end = skip_digits(scan, from);
    size_t more;

    if (end == from || (end > from + 1 && byte(scan, from) == '0'))
        return at;
    if (byte(scan, end) == '.') {
        more = skip_digits(scan, end + 1);
        if (more == end + 1)
            return at;
        end = more;
    }
    if (byte(scan, end) == 'e' || byte(scan, end) == 'E') {
        from = end + 1;
        from += byte(scan, from) == '+' || byte(scan, from) == '-';
        more = skip_digits(scan, from);
        if (more == from)
            return at;
        end = more;
    }
    return end;
}

static cf_flaw walk_word(cf_scan *scan)
{
    static const char *const words[] = { "true", "false", "null" };
    const char *word = scan->text + scan->start;
    size_t length;

    scan->end = scan->start;
    while (is_word_part(byte(scan, scan->end)))
        scan->end++;
    length = scan->end - scan->start;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (length == strlen(words[i]) && memcmp(word, words[i], length) == 0)
            return CF_NO_FLAW;
    }
    return number_end(scan, scan->start) == scan->end ? CF_NO_FLAW : CF_FLAW_WORD;
}

/* ---- grammar ---- */

static bool may_begin_value(char c)
{
    return c == '"' || c == '{' || c == '[' || is_word_part(c);
}

/* After a value: on to the next part of what it is in. */
static cf_scan_event value_done(cf_scan *scan, cf_scan_event event)
{
    scan->expected = scan->depth == 0 ? END : COMMA;
    return event;
}

static cf_scan_event open_bracket(cf_scan *scan, bool object)
{
    if (scan->depth == CF_SCAN_DEPTH)
        return flaw(scan, CF_FLAW_DEEP);
    scan->in_object[scan->depth++] = object;
    scan->expected = object ? FIRST_KEY : FIRST_VALUE;
    return CF_SCAN_OPEN;
}

/* The comma before a closing bracket is what is wrong, not the bracket. */
static cf_scan_event extra_comma(cf_scan *scan)
{
    while (scan->text[scan->start] != ',')
        scan->start--;
    scan->end = scan->start + 1;
    return flaw(scan, CF_FLAW_EXTRA_COMMA);
}

static cf_scan_event close_bracket(cf_scan *scan, bool object)
{
    if (scan->depth == 0 || cf_scan_is_in_object(scan) != object)
        return flaw(scan, CF_FLAW_BRACKET);
    if (scan->expected == KEY || (scan->expected == VALUE && !object))
        return extra_comma(scan);
    if (scan->expected == VALUE)
        return flaw(scan, CF_FLAW_VALUE);
    if (scan->expected == COLON)
        return flaw(scan, CF_FLAW_COLON);
    scan->depth--;
    return value_done(scan, CF_SCAN_CLOSE);
}

static cf_scan_event key(cf_scan *scan, char c)
{
    cf_flaw problem;

    if (c != '"')
        return flaw(scan, c == ',' ? CF_FLAW_EXTRA_COMMA : CF_FLAW_KEY);
    problem = walk_text(scan);
    if (problem != CF_NO_FLAW)
        return flaw(scan, problem);
    scan->expected = COLON;
    return CF_SCAN_KEY;
}

static cf_scan_event value(cf_scan *scan, char c)
{
    cf_flaw problem;

    if (c == '{' || c == '[')
        return open_bracket(scan, c == '{');
    if (!may_begin_value(c))
        return flaw(scan,
                    c == ',' && !cf_scan_is_in_object(scan) ? CF_FLAW_EXTRA_COMMA : CF_FLAW_VALUE);
    problem = c == '"' ? walk_text(scan) : walk_word(scan);
    return problem == CF_NO_FLAW ? value_done(scan, CF_SCAN_SCALAR) : flaw(scan, problem);
}

/* Steps over a comma or colon; false where it is something else. */
static bool punctuation(cf_scan *scan, char c)
{
    if (scan->expected == COLON && c == ':')
        scan->expected = VALUE;
    else if (scan->expected == COMMA && c == ',')
        scan->expected = cf_scan_is_in_object(scan) ? KEY : VALUE;
    else
        return false;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Moves to the next token; returns its first byte. */
static char next_token(cf_scan *scan)
{
    size_t at = scan->end;

    while (at < scan->size && is_space(scan->text[at]))
        at++;
    scan->start = at;
    scan->end = at < scan->size ? at + 1 : at;
    return byte(scan, at);
}

cf_scan_event cf_scan_next(cf_scan *scan)
{
    char c = next_token(scan);

    if (scan->start < scan->size && punctuation(scan, c))
        c = next_token(scan);
    if (scan->start == scan->size)
        return scan->expected == END ? CF_SCAN_END : flaw(scan, CF_FLAW_CUT_OFF);
    if (c == '/' || c == '#')
        return flaw(scan, CF_FLAW_COMMENT);
    if (c == '\'')
        return flaw(scan, CF_FLAW_QUOTE);
    if (scan->expected == END)
        return flaw(scan, CF_FLAW_TRAILING);
    if (c == '}' || c == ']')
        return close_bracket(scan, c == '}');
    switch ((enum expected)scan->expected) {
    case KEY:
    case FIRST_KEY:
        return key(scan, c);
    case COLON:
        return flaw(scan, CF_FLAW_COLON);
    case COMMA:
        return flaw(scan, may_begin_value(c) ? CF_FLAW_MISSING_COMMA : CF_FLAW_STRAY);
    default:
        return value(scan, c);
    }
}
