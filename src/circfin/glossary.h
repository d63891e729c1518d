/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GLOSSARY_H
#define CIRCFIN_GLOSSARY_H

/* Advanced tier. The terms of circfin in plain words, for help, manual and guide. */

#include "circfin/diag.h"

CF_PUBLIC

/** A term. All texts are static, in sentences, without line ends. */
typedef struct cf_term {
    const char *name;           /* as in a text, such as "pro rata" */
    const char *const *aliases; /* other words that lead here, such as columns; NULL at the end */
    const char *meaning;        /* what it is; where it is a column, the meaning of that column */
    const char *more;           /* how it is worked out, read or set; "" for none */
} cf_term;

/** The terms in alphabetical order. */
int cf_glossary_count(void);
cf_term cf_glossary_at(int index);

/** The term with this name or alias, or -1. Capitals make no difference; nor do a space, a hyphen
 *  and an underscore. Time: O(names and aliases). */
int cf_glossary_find(const char *word);

CF_PUBLIC_END

#endif
