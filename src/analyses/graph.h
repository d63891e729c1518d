/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_GRAPH_H
#define CIRCFIN_ANALYSES_GRAPH_H

/* The parts of `graph`, each in a file of its own:
 *
 *   graph.c         its row among the analyses, options, the order of work
 *   graph_money.c   whose money returns on which deal
 *   graph_choice.c  which deals and entities are shown: --loops-only, --min-amount, --top
 *   graph_picture.c the picture of these
 *   graph_digest.c  the tables, and what a person reads first
 */

#include "analyses/looping.h"
#include "base/vec.h"
#include "circfin/analysis.h"

enum { GRAPH_NONE = -1, GRAPH_OTHERS = -2 };

/** A looping part of a deal. */
typedef struct cf_graph_share {
    int deal, supplier; /* index in the view; rank */
    double amount;
} cf_graph_share;

typedef struct cf_graph {
    const cf_request *request;
    cf_report *report;
    const cf_view *view;
    cf_world world;

    cf_picture_style style;            /* options */
    bool *followed;                    /* of each entity: whether its money is shown */
    bool loops_only, cluster, unknown; /* unknown: deals of unknown amount are drawn */
    double least_amount;
    int top; /* 0: all */

    cf_exposure *suppliers; /* largest pro rata loop-back first */
    int supplier_count;
    CF_VEC(cf_graph_share) shares; /* by deal, then by supplier */
    unsigned *form;                /* of each deal: set of CF_FORM_ */

    bool *shown; /* of each deal */
    int *place;  /* of each entity: in the picture, GRAPH_NONE or GRAPH_OTHERS */
    int placed, others;
    int active; /* entities that have a deal in the view */
} cf_graph;

/** The amount of a deal of the view; 0 where unknown. */
double cf_graph_amount(const cf_graph *graph, int deal);

/** Fills suppliers, shares and form. */
CF_NODISCARD cf_status cf_graph_follow(cf_graph *graph);

/** Fills shown and place. */
CF_NODISCARD cf_status cf_graph_choose(cf_graph *graph);

/** Makes the picture of the report. */
CF_NODISCARD cf_status cf_graph_draw(cf_graph *graph);

CF_NODISCARD cf_status cf_graph_fill_tables(const cf_graph *graph);
CF_NODISCARD cf_status cf_graph_write_digest(const cf_graph *graph);

extern const char *const cf_graph_tables[];
extern const cf_columns *const cf_graph_columns[]; /* of each of them */

#endif
