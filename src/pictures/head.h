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

typedef struct cf_head {
    const char *title, *subtitle;
    const char *text;  /* or NULL */
    const char *story; /* of money that nobody is shown to have; or NULL */
    const char *view;
    double title_size, text_size, view_size; /* in pixels */
    double left, top, width;
} cf_head;

/** Draws it, or only measures it where `out` is NULL. Returns its bottom. Time: O(text). */
double cf_head_put(FILE *out, const cf_head *head);

#endif
