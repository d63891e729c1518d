/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as a cell of a CSV file (RFC 4180), safe from spreadsheets that run formulas. */
#include "base/csv.h"

#include <string.h>

#include "base/put.h"

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

static const char *double_quotes(unsigned code, char scratch[static 8])
{
    (void)scratch;
    return code == '"' ? "\"\"" : NULL;
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

void cf_put_csv_text(FILE *out, const char *text)
{
    bool quoted = needs_quotes(text);

    if (quoted)
        putc('"', out);
    if (cf_csv_needs_guard(text))
        putc('\'', out);
    cf_put_text(out, text, double_quotes);
    if (quoted)
        putc('"', out);
}
