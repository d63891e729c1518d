/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_OPTIONS_H
#define CIRCFIN_OPTIONS_H

/* Advanced tier. Options as text. Their rows make the parser, the help, the manual and the
 * completion of the command line, and serve programs that pass options by name. */

#include "circfin/circfin.h"
#include "circfin/features.h"

CF_PUBLIC

/** The allowed values by index; NULL after the last. */
typedef const char *cf_choice(int index);

/** An option; a list of them ends with a row of NULLs. */
typedef struct cf_param_spec {
    const char *name;  /* "supplier" is --supplier */
    const char *value; /* name of the value in help: "ENTITY"; NULL: a switch, or see `choice` */
    const char *help;  /* one line */
    bool repeatable;
    bool writes;       /* the value names a file for the text attached to the report as `name` */
    cf_choice *choice; /* NULL: any text */
    cf_choice *parts;  /* words that make up a value where `choice` is NULL; for completion */
    bool commas;       /* the value is a list of them, with commas */
    cf_feature_id feature; /* without which it is refused */
} cf_param_spec;

/** A given option; the value of a switch is NULL. */
typedef struct cf_param {
    const char *name, *value;
} cf_param;

/** The index of a word among the choices, or -1. */
int cf_choice_find(cf_choice *choice, const char *word);

/** Writes the choices as "low, base or high", cut to `size` bytes with the NUL. */
void cf_choice_list(char *text, size_t size, cf_choice *choice);

/** Given options, in the order given. */
typedef struct cf_params {
    const cf_param *at;
    int count;
} cf_params;

CF_PUBLIC_END

#endif
