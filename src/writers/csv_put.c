/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writers/csv_put.h"

#include <string.h>

#include "base/csv.h"
#include "base/put.h"

static const char *double_quotes(unsigned code, char scratch[static 8])
{
    (void)scratch;
    return code == '"' ? "\"\"" : NULL;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Readers may take the spaces around a cell away. */
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
