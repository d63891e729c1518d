/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_PACKAGE_H
#define CIRCFIN_WORKBOOK_PACKAGE_H

/* A zip archive with the parts of a workbook. Whatever goes wrong is reported in its diags. */

#include <stdbool.h>
#include <stddef.h>

#include "circfin/diag.h"

/*
 * Limits. A part of real workbooks unpacks to 5 to 40 times its size; deflate could reach 1000.
 * What is read from it may be larger than the part, since cells share strings and ods repeats rows.
 */
enum {
    CF_PACKAGE_MOST_PARTS = 10000,
    CF_PACKAGE_MOST_TIMES = 250, /* larger than packed, beyond CF_PACKAGE_FREE bytes */
    CF_PACKAGE_FREE = 1 << 24,
    CF_PACKAGE_TEXT_TIMES = 20, /* larger than the part, beyond CF_PACKAGE_TEXT_FREE bytes */
    CF_PACKAGE_TEXT_FREE = 1 << 26
};
#define CF_PACKAGE_MOST_BYTES 8e9 /* of one part, unpacked */

struct zip; /* of libzip */
struct zip_file;
struct cf_zip_library; /* zip_library.h */

typedef struct cf_package {
    struct cf_zip_library *by; /* NULL until it is loaded */
    struct zip *zip;
    char *bytes; /* of a package in memory, or NULL */
    cf_diags *diags;
} cf_package;

/** A part that is being read. */
typedef struct cf_package_part {
    cf_package *package;
    struct zip_file *file;
    const char *name;
    double packed, read; /* bytes */
} cf_package_part;

/** Opens `file`, or what is in *bytes, which it takes; close *out whatever the status.
 *  @return see cf_book_open() */
CF_NODISCARD cf_status cf_package_open(cf_package *out, const char *file, char **bytes, size_t size,
                                       cf_diags *diags);
void cf_package_close(cf_package *package);

bool cf_package_has(const cf_package *package, const char *name);

/** Opens a part; `name` is borrowed. Close *out whatever the status. */
CF_NODISCARD cf_status cf_package_part_open(cf_package_part *out, cf_package *package,
                                            const char *name);

/** Reads up to `room` bytes; *got is 0 at the end, where the checksum was right. */
CF_NODISCARD cf_status cf_package_part_read(cf_package_part *part, char *bytes, size_t room,
                                            size_t *got);
void cf_package_part_close(cf_package_part *part);

/** Reports that the file is damaged: "xl/workbook.xml: it ends too early". @return CF_BAD_SYNTAX
 *  or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_package_damaged(const cf_package *package, const char *name,
                                          const char *format, ...) CF_PRINTF(3, 4);

/** Reports that the file is encrypted. @return CF_BAD_SYNTAX or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_package_encrypted(const cf_package *package);

/** Reports a limit. @return CF_BAD_INPUT or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_package_too_large(const cf_package *package, const char *format, ...)
    CF_PRINTF(2, 3);

#endif
