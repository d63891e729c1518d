/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without databases have this in the place of what reads and writes them: none is ever open.
 */
#include <stdlib.h>

#include "circfin/features.h"
#include "database/database.h"
#include "database/new_database.h"

/* ---- reading ---- */

cf_status cf_database_open(cf_database **out, const char *file, cf_diags *diags)
{
    (void)file;
    *out = NULL;
    return cf_feature_require(CF_FEATURE_SQLITE, diags);
}

cf_status cf_database_take_bytes(cf_database **out, char **bytes, size_t size, cf_diags *diags)
{
    (void)size;
    free(*bytes);
    *bytes = NULL;
    return cf_database_open(out, NULL, diags);
}

void cf_database_free(cf_database *database)
{
    (void)database;
}

void cf_database_close(cf_database *database)
{
    (void)database;
}

bool cf_database_is_ours(const cf_database *database)
{
    (void)database;
    return false;
}

double cf_database_size(const cf_database *database)
{
    (void)database;
    return 0.0;
}

int cf_database_table_count(const cf_database *database)
{
    (void)database;
    return 0;
}

const char *cf_database_table_name(const cf_database *database, int table)
{
    (void)database, (void)table;
    return NULL;
}

cf_status cf_database_rows_open(cf_database_rows **out, cf_database *database, int table)
{
    (void)database, (void)table;
    *out = NULL;
    return CF_BAD_OPTION;
}

void cf_database_rows_free(cf_database_rows *rows)
{
    (void)rows;
}

int cf_database_column_count(const cf_database_rows *rows)
{
    (void)rows;
    return 0;
}

const char *cf_database_column_name(const cf_database_rows *rows, int column)
{
    (void)rows, (void)column;
    return NULL;
}

cf_status cf_database_rows_next(cf_database_rows *rows, bool *there)
{
    (void)rows;
    *there = false;
    return CF_BAD_OPTION;
}

cf_status cf_database_value_at(cf_database_value *out, const cf_database_rows *rows, int column)
{
    (void)out, (void)rows, (void)column;
    return CF_BAD_OPTION;
}

/* ---- writing ---- */

cf_status cf_new_database_open(cf_new_database **out)
{
    *out = NULL;
    return CF_BAD_OPTION;
}

void cf_new_database_free(cf_new_database *database)
{
    (void)database;
}

void cf_new_database_table(cf_new_database *database, const char *name,
                           const cf_new_column *columns, int count, const char *key)
{
    (void)database, (void)name, (void)columns, (void)count, (void)key;
}

void cf_new_database_text(cf_new_database *database, const char *text)
{
    (void)database, (void)text;
}

void cf_new_database_number(cf_new_database *database, double number)
{
    (void)database, (void)number;
}

void cf_new_database_end_row(cf_new_database *database)
{
    (void)database;
}

void cf_new_database_run(cf_new_database *database, const char *sql)
{
    (void)database, (void)sql;
}

cf_status cf_new_database_status(const cf_new_database *database)
{
    (void)database;
    return CF_BAD_OPTION;
}

cf_status cf_new_database_finish(cf_new_database *database, FILE *out)
{
    (void)database, (void)out;
    return CF_BAD_OPTION;
}
