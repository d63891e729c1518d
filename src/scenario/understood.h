/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_UNDERSTOOD_H
#define CIRCFIN_SCENARIO_UNDERSTOOD_H

/* What was understood rather than read, counted by kind and by column. */

#include <stddef.h>

typedef enum cf_understanding {
    CF_SAID_UP_TO,
    CF_SAID_AT_LEAST,
    CF_SAID_ABOUT,
    CF_SAID_BETWEEN,
    CF_SAID_UNKNOWN, /* an amount that is said to be unknown */
    CF_SAID_MONEY,   /* with a currency or a power of ten, or commas between thousands */
    CF_SAID_PERCENT,
    CF_SAID_NOTHING, /* n/a in another column */
    CF_SAID_DATE,
    CF_SAID_SERIAL,
    CF_SAID_RELATION,
    CF_SAID_STATUS,
    CF_SAID_BASIS,
    CF_SAID_FLAG,
    CF_SAID_TURNED, /* payer and payee changed places */
    CF_SAID_ID,     /* made from the row */
    CF_SAID_KINDS
} cf_understanding;

enum { CF_SAID_SIZE = 64 };

/** How often, and the first one. */
typedef struct cf_said {
    long count;
    size_t from, to; /* bytes of the text */
    int row_number, column;
    char text[CF_SAID_SIZE], as[CF_SAID_SIZE];
} cf_said;

#endif
