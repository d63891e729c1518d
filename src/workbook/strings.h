/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_STRINGS_H
#define CIRCFIN_WORKBOOK_STRINGS_H

/* The table of shared strings of a workbook. */

#include "base/vec.h"
#include "workbook/cell_text.h"
#include "workbook/package.h"

typedef struct cf_book_strings {
    cf_book_text text;
    CF_VEC(size_t) ends; /* of each string, in the text */
    const cf_package *package;
    int phonetic; /* depth inside of readings, which are no part of the text */
    bool in_text;
} cf_book_strings; /* all zero is an empty table */

/** Reads sharedStrings.xml: at most CF_BOOK_STRING_BYTES. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_strings_read(cf_book_strings *out, cf_package *package,
                                            const char *name);
#define CF_BOOK_STRING_BYTES ((size_t)1 << 30)

/** A string by its index; NULL where there is none. */
const char *cf_book_string(const cf_book_strings *strings, double index, size_t *length);
void cf_book_strings_free(cf_book_strings *strings);

#endif
