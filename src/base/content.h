/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_CONTENT_H
#define CIRCFIN_BASE_CONTENT_H

/* What a file is that is no plain text, whatever its name: told by its first bytes. */

#include <stdbool.h>
#include <stddef.h>

typedef enum cf_content_kind {
    CF_CONTENT_SHEETS,    /* a workbook, .xlsx or .ods, or a database */
    CF_CONTENT_WORKBOOK,  /* of another kind */
    CF_CONTENT_ENCRYPTED, /* a workbook with a password */
    CF_CONTENT_PACKED,    /* compressed, or an archive */
    CF_CONTENT_GRAPH,     /* of another program, in text: see graph_content.h */
    CF_CONTENT_OTHER
} cf_content_kind;

typedef struct cf_content {
    cf_content_kind kind;
    const char *what;   /* "an Excel workbook" */
    const char *advice; /* what to do with it */
} cf_content;

/** So many bytes of a file are enough. */
enum { CF_CONTENT_BYTES = 65536 };

/** What a file with these first bytes is; NULL where it may be text. Static.
 *  Time: O(size). */
const cf_content *cf_content_of(const char *bytes, size_t size);

/** Whether the name of a file is an address on the web. */
bool cf_content_is_address(const char *file);

#endif
