/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_DOT_H
#define CIRCFIN_PICTURES_DOT_H

/* The parts of the DOT of a money-flow graph:
 *
 *   dot_text.c    escaped texts
 *   dot_legend.c  forms of edges and the legend
 *   dot.c         the whole: entities, edges
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/put.h"
#include "pictures/draw.h"
#include "pictures/groups.h"

#define CF_DOT_WIDEST 12.0 /* points, of the largest amount */

enum {
    CF_DOT_LONGEST = 80, /* characters of words in the legend */
    CF_DOT_MOST = 1500   /* characters of a text: Graphviz refuses strings of 16,384 bytes */
};

typedef struct cf_dot {
    FILE *out;
    const cf_report *report;
    const cf_drawing *drawing;
    const cf_picture *picture;
    cf_arena arena;
    cf_buffer words;
    cf_groups groups;
    double largest, turnover;
    double least_label; /* smaller amounts have no label */
    const char *key;    /* prefix of ids of the legend; no entity's id begins with it */
} cf_dot;

/* ---- texts ---- */

/** Escapes for labels and tooltips, which interpret more than quotes. */
const char *cf_dot_escape_label(unsigned code, char scratch[static 8]);
const char *cf_dot_escape_tooltip(unsigned code, char scratch[static 8]);

/** An id in quotes. */
void cf_dot_put_id(FILE *out, const char *id);

/** Writes a name into an open label, cut after `most` characters. */
void cf_dot_put_name(FILE *out, const char *name, int most);

/** Writes the words into an open string, cut after CF_DOT_MOST, and empties them. */
void cf_dot_put_words(cf_dot *dot, cf_escape *escape);

/** The same as a separate line, unless empty. */
void cf_dot_put_line(cf_dot *dot, cf_escape *escape);

/** Writes a text, then a number with at most two decimals. */
void cf_dot_put_number(FILE *out, const char *before, double number);

/* ---- forms ---- */

/** Writes attributes of an edge, each after a comma: head, tail and dashes show class and form
 *  without colour. */
void cf_dot_put_form(FILE *out, cf_class class, unsigned form);

/** Writes a cluster of sample edges for what occurs. */
void cf_dot_put_legend(cf_dot *dot);

#endif
