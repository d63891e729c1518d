/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_PICTURES_CHARTED_H
#define CIRCFIN_UNIT_PICTURES_CHARTED_H

/* What the tests of charts share: a chart as text, and reports to draw. */

#include "pictures/charts.h"
#include "unit/testlib.h"

extern const cf_drawing plain, inlined;

typedef cf_status chart(FILE *out, const cf_report *report, const cf_drawing *drawing);

/** The bytes of a chart; to be freed. */
char *drawn(chart *draw, const cf_report *report, const cf_drawing *drawing);

void expect_drawn(chart *draw, const cf_report *report, const char *const *words, int count);

#define EXPECT_DRAWN(draw, report, ...)                                                            \
    expect_drawn(draw, report, (const char *const[]){ __VA_ARGS__ },                               \
                 (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

void expect_not_drawn(chart *draw, const cf_report *report, const char *words);

/** Whatever allocation fails, the chart says so and leaks nothing. */
void expect_no_leak(chart *draw, const cf_report *report);

#endif
