/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_ZIP_LIBRARY_H
#define CIRCFIN_WORKBOOK_ZIP_LIBRARY_H

/* libzip, loaded when a workbook is read. */

#include <zip.h>

#include "base/library.h"

#define ZIP_FUNCTIONS(FUNCTION)                                                                    \
    FUNCTION(zip_open)                                                                             \
    FUNCTION(zip_open_from_source)                                                                 \
    FUNCTION(zip_discard)                                                                          \
    FUNCTION(zip_get_num_entries)                                                                  \
    FUNCTION(zip_name_locate)                                                                      \
    FUNCTION(zip_stat_index)                                                                       \
    FUNCTION(zip_fopen_index)                                                                      \
    FUNCTION(zip_fread)                                                                            \
    FUNCTION(zip_fclose)                                                                           \
    FUNCTION(zip_file_get_error)                                                                   \
    FUNCTION(zip_get_error)                                                                        \
    FUNCTION(zip_error_init)                                                                       \
    FUNCTION(zip_error_fini)                                                                       \
    FUNCTION(zip_error_code_zip)                                                                   \
    FUNCTION(zip_source_buffer_create)                                                             \
    FUNCTION(zip_source_free)

typedef struct cf_zip_library {
    ZIP_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_zip_library;

#endif
