/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CODES_H
#define CIRCFIN_CODES_H

/* Advanced tier. The rows of codes.def, for programs that explain a diagnostic or list them all. */

#include "circfin/diag.h"

CF_PUBLIC

/** What a code means, for the reader of a message. All texts are static. */
typedef struct cf_code_about {
    cf_code code;
    bool is_error, is_warning, is_note; /* may be; the first two: it depends */
    const char *slug;                   /* such as "negative-amount"; "" for none */
    const char *title;                  /* a few words, in lower case */
    const char *what;    /* the rule, what was found, and why it matters: sentences */
    const char *way_out; /* how to mend it: sentences */
    const char *example; /* lines of JSON, CSV or a command, joined by \n; "" for none */
} cf_code_about;

/** The codes in ascending order. */
int cf_code_count(void);
const cf_code_about *cf_code_at(int index);
const cf_code_about *cf_code_find(int number); /* NULL if there is none */

/** What the codes of a hundred are about, such as 4 for CF401 to CF499; NULL for one without codes.
 */
const char *cf_code_group(int hundred);

CF_PUBLIC_END

#endif
