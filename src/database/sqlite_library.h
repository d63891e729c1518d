/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DATABASE_SQLITE_LIBRARY_H
#define CIRCFIN_DATABASE_SQLITE_LIBRARY_H

/* SQLite, loaded when a database is first read or written. */

#include <sqlite3.h>

#include "base/library.h"

#define SQLITE_FUNCTIONS(FUNCTION)                                                                 \
    FUNCTION(sqlite3_open_v2)                                                                      \
    FUNCTION(sqlite3_close)                                                                        \
    FUNCTION(sqlite3_deserialize)                                                                  \
    FUNCTION(sqlite3_db_config)                                                                    \
    FUNCTION(sqlite3_limit)                                                                        \
    FUNCTION(sqlite3_busy_timeout)                                                                 \
    FUNCTION(sqlite3_set_authorizer)                                                               \
    FUNCTION(sqlite3_progress_handler)                                                             \
    FUNCTION(sqlite3_drop_modules)                                                                 \
    FUNCTION(sqlite3_exec)                                                                         \
    FUNCTION(sqlite3_mprintf)                                                                      \
    FUNCTION(sqlite3_free)                                                                         \
    FUNCTION(sqlite3_prepare_v2)                                                                   \
    FUNCTION(sqlite3_bind_text)                                                                    \
    FUNCTION(sqlite3_bind_double)                                                                  \
    FUNCTION(sqlite3_step)                                                                         \
    FUNCTION(sqlite3_reset)                                                                        \
    FUNCTION(sqlite3_clear_bindings)                                                               \
    FUNCTION(sqlite3_finalize)                                                                     \
    FUNCTION(sqlite3_column_count)                                                                 \
    FUNCTION(sqlite3_column_name)                                                                  \
    FUNCTION(sqlite3_column_type)                                                                  \
    FUNCTION(sqlite3_column_int64)                                                                 \
    FUNCTION(sqlite3_column_double)                                                                \
    FUNCTION(sqlite3_column_text)                                                                  \
    FUNCTION(sqlite3_column_bytes)                                                                 \
    FUNCTION(sqlite3_extended_errcode)                                                             \
    FUNCTION(sqlite3_system_errno)                                                                 \
    FUNCTION(sqlite3_errmsg)

typedef struct cf_sqlite_library {
    SQLITE_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_sqlite_library;

#endif
