/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognises a database, also in a build that cannot read one. */
#include <string.h>

#include "database/database.h"

bool cf_database_is(const char *bytes, size_t size)
{
    static const char magic[] = "SQLite format 3"; /* and a NUL */

    return size >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}
