/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong with a database, in words. */
#include <stdio.h>

#include "base/text.h"
#include "database/opened.h"

/* The name of a table, cut to a sensible length. */
struct shown {
    char text[64];
};

static struct shown show(const char *table)
{
    struct shown shown;

    cf_text_printable(shown.text, sizeof shown.text, table == NULL ? "the list of tables" : table);
    return shown;
}

cf_status cf_database_report(const cf_database *database, cf_status status, cf_code code,
                             const char *hint, const char *message)
{
    cf_status told = cf_diags_add(database->diags, CF_ERROR, code, NULL, hint, "%s", message);

    return told == CF_OK ? status : told;
}

/* What SQLite says of it, in its own words. */
static cf_status report_words(const cf_database *database, const char *table)
{
    char words[200], message[300];

    cf_text_printable(words, sizeof words, database->by.sqlite3_errmsg(database->db));
    snprintf(message, sizeof message, "%s cannot be read: %s", show(table).text, words);
    return cf_database_report(database, CF_BAD_INPUT, CF_CODE_DATABASE_VIEW,
                              "views are read without extensions, virtual tables and other files",
                              message);
}

cf_status cf_database_damaged(const cf_database *database, const char *what)
{
    char message[300];

    snprintf(message, sizeof message, "the database is damaged: %s", what);
    return cf_database_report(database, CF_BAD_SYNTAX, CF_CODE_DATABASE_DAMAGED,
                              "copy the file again, or save what is left of it with .recover of "
                              "sqlite3",
                              message);
}

static cf_status report_limit(const cf_database *database, const char *table, int error)
{
    char message[300];

    if (error == SQLITE_INTERRUPT)
        snprintf(message, sizeof message,
                 "a view must be worked out in at most %d million steps, but %s takes more",
                 database->most_steps, show(table).text);
    else
        snprintf(message, sizeof message,
                 "a row of a table must have at most %d bytes, but one of %s has more",
                 CF_DATABASE_MOST_LENGTH, show(table).text);
    return cf_database_report(database, CF_BAD_INPUT, CF_CODE_BOOK_TOO_LARGE, NULL, message);
}

/* Reading a file that was cut off, or whose pages lie, ends in one of many errors. */
static cf_status report_io(const cf_database *database, int error)
{
    if (error == SQLITE_IOERR_NOMEM)
        return CF_NO_MEMORY;
    if (error == SQLITE_IOERR_SHORT_READ)
        return cf_database_damaged(database, "it ends too early");
    return cf_database_report(database, CF_IO, CF_CODE_INPUT_NOT_READ, NULL,
                              "the file cannot be read");
}

cf_status cf_database_failed(const cf_database *database, const char *table)
{
    int error = database->by.sqlite3_extended_errcode(database->db);

    switch (error & 0xFF) {
    case SQLITE_NOMEM:
        return CF_NO_MEMORY;
    case SQLITE_IOERR:
        return report_io(database, error);
    case SQLITE_INTERRUPT:
    case SQLITE_TOOBIG:
        return report_limit(database, table, error & 0xFF);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_READONLY: /* what another program began would have to be undone */
    case SQLITE_CANTOPEN: /* likewise, in a folder that cannot be written to */
        return cf_database_report(database, CF_IO, CF_CODE_DATABASE_IN_USE,
                                  "close the program that writes it, or open it there once more",
                                  "the database must be at rest, but another program is writing "
                                  "it, or ended while it did");
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_SCHEMA:
        return report_words(database, table);
    default:
        return cf_database_damaged(database, "its pages contradict each other");
    }
}
