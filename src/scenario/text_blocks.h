/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_TEXT_BLOCKS_H
#define CIRCFIN_SCENARIO_TEXT_BLOCKS_H

/*
 * A text file of any size, of which one part at a time is in memory:
 *
 *   ... used ...│ text, size bytes, of which the first may be dropped │ ... to come ...
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/sha256.h"
#include "scenario/book_csv.h"
#include "circfin/diag.h"

typedef struct cf_text_blocks {
    cf_diags *diags;
    FILE *stream; /* NULL: a sheet of a workbook */
    cf_book *workbook;
    cf_book_csv sheet;
    const char *sheet_name; /* NULL: no workbook */
    bool is_table;          /* the workbook is a database */
    char *bytes, *text;     /* text: behind a byte order mark */
    size_t size, room;
    size_t checked; /* of the text, up to the end of a character */
    int line;       /* of the first byte, from 1 */
    bool ended;     /* nothing is to come */
    bool old_ends;  /* lines end with CR only */
    double total;   /* bytes of the file; -1: unknown */
    cf_sha256 hash; /* of all that was read */
    size_t flaw;    /* the first byte that is not text; only if flaw_code is not 0 */
    cf_code flaw_code;
} cf_text_blocks;

/** Opens a file, "-" being standard input, and reads its beginning; of a workbook, the sheet of
 *  payments. `kind` says which columns it may have.
 *  @return CF_OK, CF_IO, CF_BAD_SYNTAX (both reported in diags) or CF_NO_MEMORY; close *out
 *          whatever the status */
CF_NODISCARD cf_status cf_text_blocks_open(cf_text_blocks *out, const char *file,
                                           const cf_sheet_kind *kind, const cf_reading *reading,
                                           cf_diags *diags);

/**
 * Drops the first `used` bytes, which are whole lines, and reads more behind the others. At a byte
 * that is not UTF-8, or a NUL, the text ends: `flaw_code` says which, and `ended` is set.
 *
 * @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY
 * Memory: 1 MiB, or twice the longest row.
 */
CF_NODISCARD cf_status cf_text_blocks_more(cf_text_blocks *blocks, size_t used);

void cf_text_blocks_close(cf_text_blocks *blocks);

#endif
