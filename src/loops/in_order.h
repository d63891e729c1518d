/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_LOOPS_IN_ORDER_H
#define CIRCFIN_LOOPS_IN_ORDER_H

/*
 * Loops in the order of time: cycles of hops on which payments can be chosen whose days do not
 * fall.
 *
 *   hops, days ─► cf_dated_hops ─► roots: hops that a loop may begin with ─► cf_ordered_search
 *
 * A path carries all ways to choose its payments at once, as spans: (first, last) says that
 * payments can be chosen the first of which is on day `first` and the last on day `last`. Of spans
 * with the same last day only that with the latest first day is kept, so both days ascend. A span
 * longer than `within` days goes; a path without a span is not followed. README.md has an example.
 */

#include <limits.h>

#include "base/vec.h"
#include "loops/enumerate.h"

/** Instead of `within` where any number of days may pass: more than there are in any calendar, and
 *  small enough to be added to a day. */
enum { CF_ANY_DAYS = 1 << 28 };
#define CF_NEVER INT_MIN /* before every day */

/** First and last day of the payments chosen on a path. */
typedef struct cf_span {
    cf_day first, last;
} cf_span;

/** A hop on one of its days: a temporal edge. */
typedef struct cf_dated_hop {
    cf_day day;
    cf_day other; /* the hop's day before it, or after it, as its list says */
    int hop;
} cf_dated_hop;

/** The days of hops that can be on a loop. Never changes once made. */
typedef struct cf_dated_hops {
    cf_arena arena;
    const cf_hops *hops;
    int within;           /* days, or CF_ANY_DAYS */
    const int *day_start; /* of a hop: days[day_start[h]] ..., ascending, each once */
    const cf_day *days;
    int most_days;                         /* of one hop */
    const int *pays_start;                 /* what the node of rank r pays: pays[pays_start[r]] */
    const cf_dated_hop *pays;              /* ..., by day; `other`: before it, or CF_NEVER */
    const int *gets_start;                 /* and what it is paid; */
    const cf_dated_hop *gets;              /* `other`: after it, or INT_MAX */
    const int *in_start, *in_hops, *tails; /* hops that lead to a rank; their tails, of a hop */
    const int *roots;                      /* hops that a loop may begin with */
    int root_count;
} cf_dated_hops;

/** Time: O(payments log payments). Memory: 60 bytes a dated payment. Free *out whatever the status.
 */
CF_NODISCARD cf_status cf_dated_hops_new(cf_dated_hops *out, const cf_hops *hops,
                                         const cf_loop_limits *limits);
void cf_dated_hops_free(cf_dated_hops *dated);

/** Marks hops that may be on a loop through `limits->through`, by the number of hops from it and to
 *  it (near_through.c). near[hop] stays false where it is false. Time: O(nodes + hops). */
CF_NODISCARD cf_status cf_near_through(bool *near, const cf_hops *hops,
                                       const cf_loop_limits *limits);

/* ---- spans.c ---- */

/**
 * Spans behind one more hop with these days: spans whose last day is above `most` are left out.
 *
 * @param to  room for `count` spans
 * @return how many there are. Time: O(count + log days + days between the spans' last ones)
 */
int cf_spans_extend(const cf_dated_hops *dated, const cf_span *from, int count, int hop,
                    cf_day most, cf_span *to);

/** Room for spans while loops are judged, one thread's. */
typedef struct cf_span_room {
    cf_span *from, *to; /* most_days each */
} cf_span_room;

/** Where in which batch of days a loop was found. */
typedef struct cf_batch {
    int hop;
    cf_day first, last; /* first days of loops that belong to it */
} cf_batch;

/**
 * The best choice of payments of a loop, whatever hop it begins with: the least span, and of
 * several such the earliest.
 *
 * @return whether the loop belongs to the batch. Among those that find it there is one such: that
 * of the first hop by number from which it is in order, and of the day of its first span. Time:
 * O(length^2 + length * days of its hops)
 */
bool cf_spans_judge(const cf_dated_hops *dated, const int *loop, int length, const cf_batch *batch,
                    cf_span_room *room, cf_span *best);

/* ---- ordered_search.c ---- */

/** How to search; what is found does not depend on it. */
typedef struct cf_ordered_ways {
    int short_length; /* up to it, loops are short: bounds for half of the way, and none move */
    int most_layers;  /* of bounds */
    int many_days;    /* hops with more on average are searched for their days, not read */
} cf_ordered_ways;
extern const cf_ordered_ways cf_ordered_usual_ways;

typedef struct cf_ordered_frame {
    int rank, hop;    /* hop: that led here */
    int spans, count; /* of the path: search->spans.at[spans] ... */
    int next, end;    /* hops, or pays, still to try */
    int budget;       /* hops left for the way home */
    bool by_hop;      /* `next` counts hops */
    bool has_loop;    /* a way home was found from here */
} cf_ordered_frame;

typedef struct cf_ordered_search cf_ordered_search;
struct cf_ordered_search {
    const cf_dated_hops *dated;
    const cf_loop_limits *limits;
    cf_ordered_ways ways;
    /** Called for each loop, path[0 .. length-1]; false stops. */
    bool (*found)(cf_ordered_search *search, int length, cf_span span, void *payload);
    /** Called now and then; false stops. */
    bool (*pulse)(cf_ordered_search *search, void *payload);
    void *payload;

    cf_batch batch;
    int home, depth, steps;
    cf_day deadline;     /* of the batch */
    cf_day latest_first; /* the last of the first days that the path set out with */
    bool no_capital;     /* from a hop of another class: loops without capital */
    bool stopped, failed /* no memory */;
    int *path;
    cf_ordered_frame *frames;
    CF_VEC(cf_span) spans;
    cf_span_room room;
    bool *on_path; /* by rank */

    /* latest_days.c: until[rank * layers + k - 1] is the latest day on which a path may arrive and
     * still be led home by k hops. The last layer stands for any number where `top_is_any`. */
    cf_day *until;
    int layers;
    bool top_is_any, learns;
    bool lowered; /* some are lower than with an empty path */
    int *queue, *touched;
    int queue_from, queue_count, touched_count;
    bool *queued;
};

CF_NODISCARD cf_status cf_ordered_search_new(cf_ordered_search *search);
void cf_ordered_search_free(cf_ordered_search *search);
/** Searches for the loops that begin with a hop. */
CF_NODISCARD cf_status cf_ordered_search_root(cf_ordered_search *search, int hop);

/* ---- latest_days.c ---- */

/** Bounds of a batch with nothing on the path. False: no way leads home. */
bool cf_latest_days_find(cf_ordered_search *search);
void cf_latest_days_clear(cf_ordered_search *search);
/** The latest day on which a path with so many hops left may arrive. */
cf_day cf_latest_day(const cf_ordered_search *search, int rank, int budget);
/** The last frame leaves the path: bounds fall where it failed, and rise where it was in the way.
 */
void cf_latest_days_leave(cf_ordered_search *search, const cf_ordered_frame *frame);

/* ---- in_order.c ---- */

/** cf_loops_each() and, where `visit` is NULL, cf_loops_count() under limits->order. */
CF_NODISCARD cf_status cf_enumerate_in_order(const cf_hops *hops, const cf_loop_limits *limits,
                                             const cf_ordered_ways *ways, cf_loop_visitor *visit,
                                             void *payload, cf_loop_count *count);

#endif
