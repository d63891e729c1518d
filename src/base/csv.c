/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include <string.h>

static bool is_risky(char c)
{
    return c != '\0' && strchr("=+-@\t\r\n", c) != NULL;
}

bool cf_csv_needs_guard(const char *text)
{
    return is_risky(text[0]) || cf_csv_has_guard(text, strlen(text));
}

/* An apostrophe alone is an empty text: an empty cell is none. */
bool cf_csv_has_guard(const char *cell, size_t length)
{
    return length > 0 && cell[0] == '\'' && (length == 1 || cell[1] == '\'' || is_risky(cell[1]));
}
