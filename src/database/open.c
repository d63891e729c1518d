/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opens databases as SQLite advises for files of strangers (https://sqlite.org/security.html), with
 * less than it allows: no virtual tables at all, and no statement but SELECT.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/content.h"
#include "base/files.h"
#include "database/new_database.h"
#include "database/opened.h"

enum {
    PAGE_SIZE = 16,
    WRITE_VERSION = 18, /* bytes of the head of a file: 2 is a database with a WAL */
    READ_VERSION = 19,
    APPLICATION = 68,
    WITH_WAL = 2,
    MILLION = 1000000,
    PATIENCE = 1000 /* milliseconds, for another program to end its transaction */
};

/* ---- what it may do ---- */

static int allow(void *context, int action, const char *a, const char *b, const char *c,
                 const char *d)
{
    bool reads = action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
                 action == SQLITE_RECURSIVE;
    bool checks = action == SQLITE_PRAGMA && strcmp(a, "quick_check") == 0;

    (void)context, (void)b, (void)c, (void)d;
    return reads || checks ? SQLITE_OK : SQLITE_DENY;
}

static int count_steps(void *context)
{
    cf_database *database = context;

    return ++database->steps > database->most_steps;
}

static void set_limits(const cf_database *database)
{
    static const struct {
        int limit, most;
    } limits[] = {
        { SQLITE_LIMIT_LENGTH, CF_DATABASE_MOST_LENGTH },
        { SQLITE_LIMIT_SQL_LENGTH, CF_DATABASE_MOST_SQL },
        { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 },
        { SQLITE_LIMIT_WORKER_THREADS, 0 },
    };

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        database->by.sqlite3_limit(database->db, limits[i].limit, limits[i].most);
}

/* Before anything of the file is read. */
static cf_status confine(cf_database *database)
{
    static const struct {
        int option, on;
    } options[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },        { SQLITE_DBCONFIG_DQS_DML, 0 },
    };
    bool good = true;

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        good &= database->by.sqlite3_db_config(database->db, options[i].option, options[i].on,
                                               (int *)NULL) == SQLITE_OK;
    set_limits(database);
    good &= database->by.sqlite3_exec(database->db,
                                      "PRAGMA cell_size_check = 1; PRAGMA mmap_size = 0;"
                                      "PRAGMA temp_store = MEMORY",
                                      NULL, NULL, NULL) == SQLITE_OK &&
            database->by.sqlite3_drop_modules(database->db, NULL) == SQLITE_OK &&
            database->by.sqlite3_set_authorizer(database->db, allow, NULL) == SQLITE_OK;
    database->most_steps =
        CF_DATABASE_MOST_STEPS + (int)(3.0 * fmin(database->size / MILLION, 1e8));
    database->by.sqlite3_busy_timeout(database->db, PATIENCE);
    database->by.sqlite3_progress_handler(database->db, MILLION, count_steps, database);
    return good ? CF_OK : cf_database_failed(database, NULL);
}

/* ---- its tables ---- */

static cf_status add_table(cf_database *database, const char *name, bool is_view)
{
    const char *copy;
    char message[100];

    if (name == NULL) /* a row that is damaged */
        return CF_OK;
    if (database->tables.count == CF_DATABASE_MOST_TABLES) {
        snprintf(message, sizeof message, "a database must have at most %d tables and views",
                 CF_DATABASE_MOST_TABLES);
        return cf_database_report(database, CF_BAD_INPUT, CF_CODE_BOOK_TOO_LARGE, NULL, message);
    }
    copy = cf_arena_copy(&database->arena, name, strlen(name));
    return copy != NULL && cf_vec_push(&database->tables, (cf_database_table){ copy, is_view })
               ? CF_OK
               : CF_NO_MEMORY;
}

/* Without those that SQLite keeps for itself, and without virtual ones. */
static cf_status list_tables(cf_database *database)
{
    static const char sql[] = "SELECT name, type = 'view' FROM sqlite_schema WHERE (type = 'table' "
                              "AND rootpage > 0 OR type = 'view') "
                              "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";
    sqlite3_stmt *statement = NULL;
    int code = database->by.sqlite3_prepare_v2(database->db, sql, -1, &statement, NULL);
    cf_status status = CF_OK;

    while (status == CF_OK && code != SQLITE_DONE) {
        code =
            code == SQLITE_OK || code == SQLITE_ROW ? database->by.sqlite3_step(statement) : code;
        if (code == SQLITE_ROW)
            status =
                add_table(database, (const char *)database->by.sqlite3_column_text(statement, 0),
                          database->by.sqlite3_column_int64(statement, 1) != 0);
        else if (code != SQLITE_DONE)
            status = cf_database_failed(database, NULL);
    }
    database->by.sqlite3_finalize(statement);
    return status;
}

/* ---- opening ---- */

static cf_status load(cf_database *database)
{
    cf_status status =
        cf_library_load(&database->by, CIRCFIN_LIBSQLITE, SQLITE_FUNCTIONS(CF_LIBRARY_NAME));

    return status != CF_BAD_OPTION
               ? status
               : cf_database_report(database, status, CF_CODE_WORKBOOK, "install libsqlite3",
                                    "a database cannot be read without libsqlite3");
}

/* A file has whole pages. SQLite finds out by itself that one is missing, but takes what is missing
 * of one for zeros. */
static bool is_cut(const cf_database *database, const unsigned char *head)
{
    unsigned page = (unsigned)head[PAGE_SIZE] << 8 | head[PAGE_SIZE + 1];

    page = page == 1 ? 65536 : page; /* else SQLite says that the size is none */
    return page >= 512 && fmod(database->size, page) > 0.0;
}

static void read_head(cf_database *database, const unsigned char head[static CF_DATABASE_HEAD])
{
    unsigned application = 0;

    for (int i = 0; i < 4; i++)
        application = application << 8 | head[APPLICATION + i];
    database->is_ours = application == CF_DATABASE_APPLICATION;
}

/* Where a link leads, so that a name that begins with "file:" or ":" is one of a file; and with a
 * % before what has a meaning in the address that SQLite wants. */
static cf_status address_of(cf_buffer *out, const char *path, bool at_rest)
{
    cf_buffer_add(out, "file:");
    for (; *path != '\0'; path++) {
        char piece[4];
        bool plain = *path == '/' || *path == '.' || *path == '-' || *path == '_' ||
                     (*path >= '0' && *path <= '9') || (*path >= 'A' && *path <= 'Z') ||
                     (*path >= 'a' && *path <= 'z');

        snprintf(piece, sizeof piece, plain ? "%c" : "%%%02X", (unsigned char)*path);
        cf_buffer_add(out, piece);
    }
    cf_buffer_add(out, at_rest ? "?mode=ro&immutable=1" : "?mode=ro");
    return out->failed ? CF_NO_MEMORY : CF_OK;
}

/* A database with a WAL, but without one of its own: nobody is writing it, and SQLite would make
 * files beside it to read it. */
static bool is_at_rest(const char *path, const unsigned char *head)
{
    char *wal;
    struct stat about;
    bool is_there;

    if (head[WRITE_VERSION] != WITH_WAL && head[READ_VERSION] != WITH_WAL)
        return false;
    wal = cf_path_format("%s-wal", path);
    is_there = wal == NULL || (stat(wal, &about) == 0 && about.st_size > 0);
    free(wal);
    return !is_there;
}

static cf_status connect_to(cf_database *database, const char *address)
{
    int code = database->by.sqlite3_open_v2(address, &database->db,
                                            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
                                                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                                            NULL);

    if (database->db == NULL)
        return CF_NO_MEMORY;
    return code == SQLITE_OK ? CF_OK : cf_database_failed(database, NULL);
}

static cf_status report_file(const cf_database *database, int error)
{
    char message[200];

    if (error == ENOMEM)
        return CF_NO_MEMORY;
    snprintf(message, sizeof message, "the file cannot be read: %s", strerror(error));
    return cf_database_report(database, CF_IO, CF_CODE_INPUT_NOT_READ, NULL, message);
}

static cf_status open_file(cf_database *database, const char *file)
{
    unsigned char head[CF_DATABASE_HEAD] = { 0 };
    char *path = realpath(file, NULL);
    FILE *stream = path == NULL ? NULL : fopen(path, "rb");
    cf_buffer address = { .text = NULL };
    struct stat about;
    cf_status status = CF_OK;

    if (stream == NULL || fstat(fileno(stream), &about) != 0)
        status = report_file(database, errno);
    if (status == CF_OK) {
        size_t got = fread(head, 1, sizeof head, stream);

        if (got < sizeof head)
            memset(head, 0, sizeof head); /* SQLite says that it is none */
        read_head(database, head);
        database->size = (double)about.st_size;
        status = is_cut(database, head) ? cf_database_damaged(database, "it ends too early")
                                        : address_of(&address, path, is_at_rest(path, head));
    }
    if (stream != NULL)
        fclose(stream);
    if (status == CF_OK)
        status = connect_to(database, cf_buffer_text(&address));
    cf_buffer_free(&address);
    free(path);
    return status;
}

/* A database in memory has no WAL: what its head says of one is no longer so. */
static cf_status open_bytes(cf_database *database, size_t size)
{
    unsigned char *head = (unsigned char *)database->bytes;
    cf_status status = connect_to(database, "file::memory:?mode=memory");

    database->size = (double)size;
    if (status == CF_OK && size >= CF_DATABASE_HEAD && is_cut(database, head))
        status = cf_database_damaged(database, "it ends too early");
    if (status != CF_OK)
        return status;
    if (size >= CF_DATABASE_HEAD) {
        read_head(database, head);
        head[WRITE_VERSION] = head[WRITE_VERSION] == WITH_WAL ? 1 : head[WRITE_VERSION];
        head[READ_VERSION] = head[READ_VERSION] == WITH_WAL ? 1 : head[READ_VERSION];
    }
    if (database->by.sqlite3_deserialize(database->db, "main", head, (sqlite3_int64)size,
                                         (sqlite3_int64)size,
                                         SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
        return cf_database_failed(database, NULL);
    return CF_OK;
}

static cf_status open_any(cf_database **out, const char *file, char **bytes, size_t size,
                          cf_diags *diags)
{
    cf_database *database = calloc(1, sizeof *database);
    cf_status status;

    *out = NULL;
    if (database == NULL) {
        if (bytes != NULL)
            free(*bytes);
        return CF_NO_MEMORY;
    }
    database->diags = diags;
    database->bytes = bytes == NULL ? NULL : *bytes;
    status = load(database);
    if (status == CF_OK)
        status = bytes == NULL ? open_file(database, file) : open_bytes(database, size);
    if (status == CF_OK)
        status = confine(database);
    if (status == CF_OK)
        status = list_tables(database);
    if (status == CF_OK)
        *out = database;
    else
        cf_database_free(database);
    return status;
}

cf_status cf_database_open(cf_database **out, const char *file, cf_diags *diags)
{
    return open_any(out, file, NULL, 0, diags);
}

cf_status cf_database_take_bytes(cf_database **out, char **bytes, size_t size, cf_diags *diags)
{
    cf_status status = open_any(out, NULL, bytes, size, diags);

    *bytes = NULL;
    return status;
}

void cf_database_close(cf_database *database)
{
    if (database == NULL)
        return;
    if (database->db != NULL)
        database->by.sqlite3_close(database->db);
    database->db = NULL;
    free(database->bytes);
    database->bytes = NULL;
}

void cf_database_free(cf_database *database)
{
    if (database == NULL)
        return;
    cf_database_close(database);
    free(database->tables.at);
    cf_arena_free(&database->arena);
    free(database);
}

/* ---- what it is ---- */

bool cf_database_is_ours(const cf_database *database)
{
    return database->is_ours;
}

double cf_database_size(const cf_database *database)
{
    return database->size;
}

int cf_database_table_count(const cf_database *database)
{
    return database->tables.count;
}

const char *cf_database_table_name(const cf_database *database, int table)
{
    return database->tables.at[table].name;
}
