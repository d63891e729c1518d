/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_CURVE_MARKS_H
#define CIRCFIN_PICTURES_CURVE_MARKS_H

/* The workbench of the chart of losses along a shock:
 *
 *   chart_curve.c  the chart
 *   curve_marks.c  where entities begin to fail, and the words that say so
 */

#include "base/arena.h"
#include "pictures/plot.h"
#include "report/company.h"
#include "report/lookup.h"
#include "report/money.h"

enum {
    WIDTH = 800,
    LEFT = 60,
    LENGTH = 520,
    NAMES = 150, /* room for the name of a line */
    ROW = 18,    /* of names of those who fail */
    MOST_ROWS = 4,
    GRAPH = 270,
    MOST_LINES = 7,
    MOST_FALL = 230 /* pixels for what a mark says */
};
/* A supplier; `points` only of those that are drawn. */
struct cf_curve_course {
    const char *id;
    double most, *points;
    int order; /* in the table */
};

/* Those who begin to fail at one value. */
struct cf_curve_mark {
    double value, x, from, to; /* from, to: of its words */
    long first, count;         /* rows of the table */
    int row;                   /* -1: no room for words */
    const char *words;
    char where[2 * CF_MONEY_SIZE + 16];
};

struct cf_curve_sheet {
    const cf_report *report;
    const cf_scenario *scenario;
    cf_arena *arena;
    cf_lookup rows, falls;
    double *values;
    int steps;
    struct cf_curve_course *courses;
    int course_count, drawn;
    struct cf_curve_mark *marks;
    int mark_count, rows_of_marks;
    cf_plot across, up;
    double top, bottom;
};

/** Of a value of the shock. */
double cf_curve_x(const struct cf_curve_sheet *sheet, double value);

/** Reads the marks from the table `falls`. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_curve_read_marks(struct cf_curve_sheet *sheet);

#endif
