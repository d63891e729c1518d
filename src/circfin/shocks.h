/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SHOCKS_H
#define CIRCFIN_SHOCKS_H

/*
 * Advanced tier. The form of a shock, such as "funds:lab=0.5": one reader for `stress --shock` and
 * for the shocks that a scenario names.
 */

#include "circfin/scenario.h"

CF_PUBLIC

typedef enum cf_shock_kind {
    CF_SHOCK_FUNDS,    /* on outside funds, stated and assumed */
    CF_SHOCK_ASSUMED,  /* on those that are assumed */
    CF_SHOCK_DEAL,     /* on what is due of a deal */
    CF_SHOCK_RELATION, /* on what is due of all deals of a relation */
    CF_SHOCK_FAIL      /* pays nothing; has no factor */
} cf_shock_kind;

/** The forms, for messages. */
#define CF_SHOCK_FORMS                                                                             \
    "funds:ID=X, funds=X, assumed:ID=X, assumed=X, deal:ID=X, relation:investor=X"

/** A shock as it is written. */
typedef struct cf_shock_text {
    cf_shock_kind kind;
    const char *name; /* of what it hits, a part of the text; NULL: of all */
    size_t length;    /* of the name */
    double factor;    /* 0 to 1e18; 1 where it has none */

    /* What is wrong with it; `wrong` is NULL where nothing is. */
    const char *wrong; /* the part of the text that is: the whole, or the factor */
    char hint[64];     /* "": none */
} cf_shock_text;

/**
 * Reads a shock. An id may contain any character, so the kind ends at the first `:` and the factor
 * begins after the last `=`. Whether there is an entity or deal of the name is not checked.
 *
 * @param[out] out  borrows from `text`
 * @return whether it has a right form
 */
bool cf_shock_read(cf_shock_text *out, const char *text);

/** The same for one without its factor: the first `length` bytes of a text. */
bool cf_shock_read_aim(cf_shock_text *out, const char *text, size_t length);

CF_PUBLIC_END

#endif
