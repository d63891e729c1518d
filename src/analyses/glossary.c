/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The glossary: the rows of glossary.def, with the meanings of columns where they are columns. */
#include "circfin/glossary.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "analyses/chance.h"
#include "analyses/drivers.h"
#include "analyses/loops.h"
#include "analyses/score.h"

typedef struct term_row {
    const char *name;
    const char *const *aliases;
    const char *column; /* "table.column" that it is, or NULL */
    const char *meaning, *more;
} term_row;

static const term_row rows[] = {
#define ALIASES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define TERM(...) { __VA_ARGS__ },
#include "analyses/glossary.def"
};

enum { COUNT = sizeof rows / sizeof *rows };

static cf_columns columns_of(const char *table, size_t length)
{
    for (int i = 0; i < SCORE_TABLE_COUNT; i++)
        if (strlen(cf_score_tables[i]) == length && memcmp(cf_score_tables[i], table, length) == 0)
            return cf_score_columns[i];
    if (*table == 'c')
        return cf_chance_columns;
    return *table == 'l' ? (cf_columns){ cf_loops_columns, LOOPS_COLUMN_COUNT }
                         : *cf_drivers_columns.with;
}

int cf_glossary_count(void)
{
    return COUNT;
}

cf_term cf_glossary_at(int index)
{
    const term_row *row = &rows[index];
    cf_term term = { row->name, row->aliases, row->meaning, row->more };

    assert(index >= 0 && index < COUNT);
    if (row->column != NULL) {
        size_t table = strcspn(row->column, ".");

        term.meaning =
            cf_columns_find(columns_of(row->column, table), row->column + table + 1)->meaning;
    }
    return term;
}

static int plain(char c)
{
    return c == '_' || c == '-' ? ' ' : tolower((unsigned char)c);
}

static bool is_same_word(const char *a, const char *b)
{
    for (; *a != '\0' && plain(*a) == plain(*b); a++)
        b++;
    return *a == '\0' && *b == '\0';
}

int cf_glossary_find(const char *word)
{
    for (int i = 0; i < COUNT; i++) {
        if (is_same_word(rows[i].name, word))
            return i;
    }
    for (int i = 0; i < COUNT; i++) {
        for (const char *const *alias = rows[i].aliases; *alias != NULL; alias++) {
            if (is_same_word(*alias, word))
                return i;
        }
    }
    return -1;
}
