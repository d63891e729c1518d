/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as a cell of a CSV file (RFC 4180), safe from spreadsheets that run formulas. */
#include "base/csv.h"

#include <string.h>

#include "base/put.h"
#include "base/text.h"

static bool is_risky(char c)
{
    return c != '\0' && strchr("=+-@\t\r\n", c) != NULL;
}

bool cf_csv_needs_guard(const char *text)
{
    return is_risky(text[0]) || cf_csv_has_guard(text, strlen(text));
}

/* An apostrophe alone is an empty text; an empty cell is no text. */
bool cf_csv_has_guard(const char *cell, size_t length)
{
    return length > 0 && cell[0] == '\'' && (length == 1 || cell[1] == '\'' || is_risky(cell[1]));
}

static const char *double_quotes(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    (void)scratch;
    return code == '"' ? "\"\"" : NULL;
}

static const char *show(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    if (code != '\n' && !cf_text_is_showable(code))
        return CF_REPLACEMENT;
    return double_quotes(code, scratch);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Readers may drop the spaces around a cell. */
static bool needs_quotes(const char *text)
{
    return text[0] == '\0' || is_space(text[0]) || is_space(text[strlen(text) - 1]) ||
           strpbrk(text, ",\"\r\n") != NULL;
}

static void put_cell(FILE *out, const char *text, cf_escape *escape)
{
    bool quoted = needs_quotes(text);

    if (quoted)
        putc('"', out);
    if (cf_csv_needs_guard(text))
        putc('\'', out);
    cf_put_text(out, text, escape);
    if (quoted)
        putc('"', out);
}

void cf_put_csv_text(FILE *out, const char *text)
{
    put_cell(out, text, double_quotes);
}

void cf_put_csv_shown(FILE *out, const char *text)
{
    put_cell(out, text, show);
}
