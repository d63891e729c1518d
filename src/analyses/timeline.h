/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_TIMELINE_H
#define CIRCFIN_ANALYSES_TIMELINE_H

/* The parts of `timeline`:
 *
 *   timeline.c         its row among the analyses, the days
 *   timeline_walk.c    from day to day: what is measured on each
 *   timeline_rows.c    the table
 *   timeline_digest.c  what a person reads first
 */

#include "analyses/world.h"
#include "base/vec.h"
#include "circfin/analysis.h"

/** A deal is announced, or cancelled. */
typedef struct cf_event {
    cf_day day;
    bool cancelled;
    int deal; /* of the scenario */
} cf_event;

/** A day on which deals are announced or cancelled, and the system at its end. */
typedef struct cf_moment {
    cf_day day;
    int first_event, event_count; /* announced ones first, each kind in file order */
    long first_row, row_count;
    double gross, circulation;
} cf_moment;

/** One supplier as of one day. */
typedef struct cf_timeline_row {
    int moment, entity;
    cf_loopback loopback;
    double reported; /* revenue; NaN: none */
} cf_timeline_row;

typedef struct cf_timeline {
    const cf_request *request;
    const cf_view *view; /* as asked: the reader's day */
    bool *chosen;        /* of an entity: whether its rows are wanted */
    cf_event *events;    /* by day */
    int event_count;
    cf_moment *moments;
    int moment_count, done;       /* days in all, and those computed */
    double threads;               /* --threads; 0: all */
    CF_VEC(cf_timeline_row) rows; /* by moment, then in file order of entities */
} cf_timeline;

extern const cf_columns cf_timeline_columns;

/** Fills the rows and figures of the days, and warns where it is stopped early. */
CF_NODISCARD cf_status cf_timeline_walk(cf_timeline *timeline, cf_diags *diags);

/** The ids of the deals announced, or cancelled, on a day, joined by `+` (a `+` or `\` of an id has
 *  a backslash before it); "" for none, NULL when memory ran out. The report owns it. */
const char *cf_timeline_deals(const cf_timeline *timeline, cf_report *report,
                              const cf_moment *moment, bool cancelled);

CF_NODISCARD cf_status cf_timeline_fill_table(const cf_timeline *timeline, cf_report *report);
CF_NODISCARD cf_status cf_timeline_write_digest(const cf_timeline *timeline, cf_report *report);

#endif
