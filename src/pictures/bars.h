/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_BARS_H
#define CIRCFIN_PICTURES_BARS_H

/* A chart of stacked horizontal bars under headings, with a note at the end of each bar. */

#include "pictures/draw.h"

enum { CF_BAR_PARTS = 5, CF_BAR_NOTE = 160 };

/** What a part of a bar is: the words of the legend, and how it is drawn. */
typedef struct cf_bar_kind {
    const char *words, *class;
    double opacity;
} cf_bar_kind;

typedef struct cf_bar {
    const char *heading; /* opens a group; NULL: the bar belongs to the one before. Borrowed */
    char heading_note[CF_BAR_NOTE];
    const char *name;           /* borrowed */
    double parts[CF_BAR_PARTS]; /* from the left, 0 or more */
    char note[CF_BAR_NOTE];
} cf_bar;

typedef struct cf_bars {
    const char *title, *description;
    const char *finding; /* or NULL */
    const char *nothing; /* what a chart without bars says */
    const cf_bar_kind *kinds;
    int kind_count; /* at most CF_BAR_PARTS */
    const cf_bar *at;
    int count;
} cf_bars;

/** @return CF_OK or CF_NO_MEMORY. Time: O(bars). */
CF_NODISCARD cf_status cf_bars_draw(FILE *out, const cf_report *report, const cf_drawing *drawing,
                                    const cf_bars *bars);

#endif
