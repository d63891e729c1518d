/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_DOT_H
#define CIRCFIN_PICTURES_DOT_H

/* The parts of the DOT of a money-flow graph:
 *
 *   dot_text.c    texts that nothing in them can break out of
 *   dot_legend.c  forms of edges, and what they mean
 *   dot.c         the order of work, entities, edges
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/put.h"
#include "pictures/groups.h"

#define CF_DOT_WIDEST 12.0 /* points, of the largest amount */

enum { CF_DOT_LONGEST = 80 }; /* characters of a name */

typedef struct cf_dot {
    FILE *out;
    const cf_report *report;
    const cf_picture *picture;
    cf_arena arena;
    cf_buffer words;
    cf_groups groups;
    double largest, turnover;
    double least_label; /* smaller amounts go without a label */
    const char *key;    /* begins the ids of the legend; no entity's id begins so */
} cf_dot;

/* ---- texts ---- */

/** What labels and tooltips need; both are read for more than quotes. */
const char *cf_dot_escape_label(unsigned code, char scratch[static 8]);
const char *cf_dot_escape_tooltip(unsigned code, char scratch[static 8]);

/** An id in quotes. */
void cf_dot_put_id(FILE *out, const char *id);

/** A name within a label that is open, cut after so many characters, at most CF_DOT_LONGEST. */
void cf_dot_put_name(FILE *out, const char *name, int most);

/** What the words hold, within a string that is open; empties them. */
void cf_dot_put_words(cf_dot *dot, cf_escape *escape);

/** The same as a line of its own, unless there are none. */
void cf_dot_put_line(cf_dot *dot, cf_escape *escape);

/** At most two decimals, after a text of ours. */
void cf_dot_put_number(FILE *out, const char *before, double number);

/** The colour of a supplier by its rank. */
const char *cf_dot_hex(int supplier);

/* ---- forms ---- */

/** Attributes of an edge, each after a comma: head, tail and dashes say class and form, so that no
 *  colour is needed. */
void cf_dot_put_form(FILE *out, bool capital, unsigned form);

/** A cluster of sample edges, of what occurs. */
void cf_dot_put_legend(cf_dot *dot);

#endif
