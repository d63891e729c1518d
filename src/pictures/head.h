/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_HEAD_H
#define CIRCFIN_PICTURES_HEAD_H

/* The head of a picture that stands alone:
 *
 *   What is found            the title, of up to three lines
 *   Scenario                 the subtitle
 *   more sentences           where there are any
 *   what is shown · view     muted
 */

#include <stdio.h>

#include "base/buffer.h"

typedef struct cf_head {
    const char *title, *subtitle;
    const char *text;  /* or NULL */
    const char *story; /* of money that nobody is shown to have; or NULL */
    const char *view;
    double title_size, text_size, view_size; /* in pixels */
    double left, top, width;
} cf_head;

/** The words of a chart, for formats that draw it in their own way. The caller frees it. */
typedef struct cf_told {
    cf_buffer title, subtitle, view, description;
    bool has_rows; /* false: the description says why there is nothing to show */
} cf_told;

/** Keeps the words of a head. Where memory runs out, the buffers say so. */
void cf_told_take(cf_told *told, const cf_head *head, const char *description);

void cf_told_free(cf_told *told);

/** Draws it, or only measures it where `out` is NULL. Returns its bottom. Time: O(text). */
double cf_head_put(FILE *out, const cf_head *head);

#endif
