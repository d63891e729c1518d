/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_LOOPS_H
#define CIRCFIN_ANALYSES_LOOPS_H

/* The parts of `loops`, each in a file of its own:
 *
 *   loops.c         its row among the analyses, the order of work, the figures
 *   loops_params.c  parameters, and which do not go together
 *   loops_order.c   the days of payments, for loops in the order of time
 *   loops_rows.c    a loop as a row of the table, or of a stream
 *   loops_digest.c  what a person reads first
 *   loops_chain.c   a loop as a chain: A ─invests 100→ B ─buys 40→ A
 */

#include "analyses/prose.h"
#include "base/arena.h"
#include "circfin/analysis.h"
#include "circfin/loops.h"

enum {
    LOOPS_RANK,
    LOOPS_KIND,
    LOOPS_LENGTH,
    LOOPS_PATH,
    LOOPS_CLASSES,
    LOOPS_AMOUNT,
    LOOPS_THROUGH_FLOW,
    LOOPS_SUPPLIER,
    LOOPS_DEALS,
    LOOPS_HOP_AMOUNTS,
    LOOPS_WITHOUT_AMOUNT,
    LOOPS_FIRST_DATE,
    LOOPS_LAST_DATE,
    LOOPS_COLUMN_COUNT
};
extern const cf_column cf_loops_columns[LOOPS_COLUMN_COUNT];

/** The parameters. */
typedef struct cf_loops_params {
    cf_loop_limits limits;
    long top; /* 0: all */
    bool count_only;
    bool in_order;
    int within; /* days; -1: any number */
} cf_loops_params;

/** A row in the making. The texts of entities and hops are made once. */
typedef struct cf_loops_row {
    cf_arena arena;
    const char **ids;     /* of a node, as in `path` */
    const char **deals;   /* of a hop, as in `deals` */
    const char **amounts; /* of a hop, as in `hop_amounts` */
    cf_buffer path, classes, joined_deals, joined_amounts, without;
    char first_day[CF_DAY_SIZE], last_day[CF_DAY_SIZE];
    cf_cell cells[LOOPS_COLUMN_COUNT]; /* of the last loop; good until the next */
} cf_loops_row;

typedef struct cf_loops {
    const cf_request *request;
    cf_loops_params params;
    const cf_view *view;
    cf_view_network *network;
    cf_flow *flow;
    cf_hops *hops;
    cf_day *days;         /* of payments; NULL unless in order */
    cf_loop_order order;  /* the same */
    cf_progress progress; /* the request's, and whether it said stop */
    bool stopped;
    bool unwanted;       /* the stream ended the run */
    cf_loop_list list;   /* ranked; empty under `count_only` and for a stream */
    cf_loop_count count; /* NaN where there were too many to count */
    cf_loops_row row;
} cf_loops;

/** Reads the parameters. @return CF_OK, CF_BAD_OPTION (with a diagnostic) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_loops_read_params(cf_loops_params *out, const cf_request *request,
                                            const cf_view *view, cf_diags *diags);

/** Under --in-order, dates the payments and sets params.limits.order; warns of those without a day.
 *  @return CF_OK or CF_NO_MEMORY. Time: O(deals and what they have scheduled) */
CF_NODISCARD cf_status cf_loops_order(cf_loops *loops, cf_diags *diags);

/** Warns of options that have no effect on loops. */
CF_NODISCARD cf_status cf_loops_warn_of_options(const cf_request *request, cf_diags *diags);

/** The id of a deal that a payment is. */
const char *cf_loops_deal(const cf_loops *loops, int payment);

CF_NODISCARD cf_status cf_loops_row_open(cf_loops *loops);
void cf_loops_row_close(cf_loops *loops);
/** Puts a loop into row.cells; rank 0: none. */
CF_NODISCARD cf_status cf_loops_row_fill(cf_loops *loops, const cf_loop *loop, double rank);
/** The list as a table, which the caller frees. The texts belong to the report. */
CF_NODISCARD cf_status cf_loops_table(cf_table **out, cf_loops *loops, cf_report *report);

/** Distinct names of the nodes, for chains; they live in the arena. */
CF_NODISCARD cf_status cf_loops_names(const char ***out, cf_arena *arena, const cf_view *view);
/** One loop as a chain. */
void cf_loops_add_chain(cf_prose *prose, const cf_loops *loops, const cf_loop *loop,
                        const char *const *names);

CF_NODISCARD cf_status cf_loops_write_digest(cf_loops *loops, cf_report *report);

#endif
