/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes at all as a database of SQLite: a scenario comes out, or at least one error does, with
 * rows as places. What does not begin like one is the SQL of a view, deals, in a database that
 * circfin writes.
 */
#include "database/new_database.h"
#include "fuzz.h"

static char path[FUZZ_PATH];

/* ---- the file ---- */

static bool is_statement(const char *sql)
{
    return strchr(sql, ';') == NULL;
}

/* A statement that SQLite does not take leaves a database without the view. */
static void write_view(FILE *out, const uint8_t *data, size_t size)
{
    static const cf_new_column columns[] = { { "id", "TEXT" },
                                             { "relation", "TEXT" },
                                             { "payer", "TEXT" },
                                             { "payee", "TEXT" },
                                             { "amount", "REAL" } };
    static const char *const row[] = { "d1", "customer", "a", "b" };
    cf_new_database *database = NULL;
    char *sql = malloc(size + 64);

    demand(sql != NULL && cf_new_database_open(&database) == CF_OK);
    cf_new_database_table(database, "t", columns, 5, NULL);
    for (int i = 0; i < 4; i++)
        cf_new_database_text(database, row[i]);
    cf_new_database_number(database, 1.0);
    cf_new_database_end_row(database);
    sprintf(sql, "CREATE VIEW deals AS %.*s", (int)size, (const char *)data);
    if (is_statement(sql))
        cf_new_database_run(database, sql);
    if (cf_new_database_finish(database, out) != CF_OK)
        rewind(out);
    cf_new_database_free(database);
    free(sql);
}

static void write_database(const uint8_t *data, size_t size)
{
    FILE *out = fopen(path, "wb");

    demand(out != NULL);
    if (size >= 6 && memcmp(data, "SQLite", 6) == 0)
        fwrite(data, 1, size, out);
    else
        write_view(out, data, size);
    demand(fclose(out) == 0);
}

/* ---- what comes out ---- */

static void check_diag(const cf_diag *diag)
{
    const cf_where *where = &diag->where;

    if (where->line == 0)
        return;
    demand(where->file != NULL && where->line > 0 && where->column > 0 && where->length > 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_make_file(path);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    write_database(data, size);
    fuzz_read(path, check_diag);
    return 0;
}
