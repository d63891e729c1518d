/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_PAYMENTS_H
#define CIRCFIN_SCENARIO_PAYMENTS_H

/*
 * Reads a spreadsheet of payments of any size row by row, without keeping it. Cells, words and
 * messages are those of a spreadsheet of deals. A payment is a deal that counts as it stands, so
 * cells that would change this are errors.
 */

#include "circfin/sheets.h"
#include "scenario/sheet.h"
#include "scenario/text_blocks.h"

/** A name in memory of the reader: valid until the next row. */
typedef struct cf_payment_party {
    const char *text; /* without a NUL */
    size_t length;
} cf_payment_party;

typedef struct cf_payment_row {
    cf_payment_party payer, payee;
    bool counts; /* false: its amount is 0, or it is to oneself; it only names its parties */
    cf_class class;
    bool open; /* its amount is unknown */
    double amount;
} cf_payment_row;

typedef struct cf_payments {
    cf_sheet sheet;
    cf_text_blocks blocks;
    const char *currency;               /* borrowed: that of the amounts */
    bool drops_self;                    /* a payment to oneself is left out, not an error */
    int payer, payee, relation, amount; /* columns of the file */
    int *others;                        /* columns with cells that change what counts */
    int other_count;
    cf_sheet_row row; /* the last one */
    char *cells[2];   /* room for a name in quotes */
    size_t cell_room;
    char *doubt; /* a copy of a row with a number that can be read in two ways */
    size_t doubt_at, doubt_size;
    int doubt_line;
    double row_count, self_count, zero_count; /* read so far; of these left out */
} cf_payments;

/**
 * Opens a file and reads its header.
 *
 * @param file      "-" is standard input; borrowed
 * @param currency  borrowed
 * @param[out] out  to be freed with cf_payments_free() whatever the status
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_payments_open(cf_payments *out, const char *file,
                                        const cf_reading *reading, const char *currency,
                                        cf_diags *diags);

/**
 * The next payment. A row with errors is reported, and the next one taken.
 *
 * @param[out] there  false: there is none
 * @return CF_OK, CF_IO or CF_NO_MEMORY
 * Time: O(length of the row).
 */
CF_NODISCARD cf_status cf_payments_next(cf_payments *payments, cf_payment_row *out, bool *there);

/** Reports what is known only at the end. @return CF_OK, CF_BAD_INPUT if a row had errors, or
 *  CF_NO_MEMORY */
CF_NODISCARD cf_status cf_payments_end(cf_payments *payments);

void cf_payments_free(cf_payments *payments);

#endif
