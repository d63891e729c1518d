/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURE_H
#define CIRCFIN_PICTURE_H

/*
 * Advanced tier. The annotated graph of a report, which the pictures (DOT, SVG, PNG, PDF) draw.
 *
 *   entities ──edges──► entities        an edge: the deals of one payer, payee, class and form
 *                └─ deals               the deals of the edge
 *                └─ strands             the money on it that loops back, by supplier
 *
 * Belongs to its report and never changes. Amounts are in the scenario's currency and
 * unit; figures are those of the whole view, even of parts not shown.
 */

#include "circfin/view.h"

CF_PUBLIC

typedef enum cf_picture_style { CF_PICTURE_GRAPH, CF_PICTURE_SANKEY } cf_picture_style;

/** A supplier-investor whose money is followed; its index is its rank. */
typedef struct cf_picture_supplier {
    int entity; /* in the picture */
    double invested, revenue;
    double loopback_min, loopback_pro_rata, loopback_max; /* min and max may be NaN */
    int colour;           /* of the company, in all pictures of the scenario */
    double loopback_open; /* max with deals of unknown amount at any size; may be NaN */
} cf_picture_supplier;

typedef struct cf_picture_entity {
    const char *id;
    const char *key;            /* the id, or if that is long something short in its place */
    const char *name;           /* for display, cut if long; never NULL or empty */
    const char *whole_name;     /* NULL: it is `name` */
    const char *group, *sector; /* may be NULL */
    double in, out;             /* sums of all its deals in the view */
    double funds;               /* from outside: stated and assumed; in + funds = out + kept */
    double assumed;             /* the part of `funds` that is assumed */
    double earned;              /* `assumed` where reported revenue covers all of it, else 0 */
    double gap;                 /* the part of `assumed` beyond its stated funds */
    double kept;
    double stated;  /* outside funds that it states; NaN where unknown */
    double revenue; /* that it reports, for the time of the view; NaN where unknown */
    int supplier;   /* index in suppliers, or -1 */
    int members;    /* 1, or the number of entities merged by --top */
    int unknown;    /* deals of unknown amount that are not drawn */
} cf_picture_entity;

/** Forms that distinguish deals of one payer, payee and class. */
enum {
    CF_FORM_OPEN = 1,       /* the amount is unknown */
    CF_FORM_CONTINGENT = 2, /* guarantees and backstops */
    CF_FORM_NON_CASH = 4,   /* warrants, shares */
    CF_FORM_TENTATIVE = 8,  /* rumoured or a letter of intent */
    CF_FORM_TIED = 16       /* earmarked capital, or a purchase paid by it */
};

typedef struct cf_picture_deal {
    int deal;              /* index in the scenario */
    cf_deal_status status; /* on the day of the view */
    double amount;         /* 0 if unknown */
    double looping;        /* the largest over suppliers */
    int supplier;          /* the first for which it is, as index in suppliers; -1: none, or none of
                              the picture */
} cf_picture_deal;

/** The part of the edge's amount that loops back to one supplier. Not additive over suppliers: the
 *  same dollar may loop back to several. */
typedef struct cf_picture_strand {
    int supplier; /* index in suppliers */
    double amount;
} cf_picture_strand;

typedef struct cf_picture_edge {
    int payer, payee; /* in the picture, never the same */
    cf_class carries;
    unsigned form;                    /* set of CF_FORM_ */
    double amount;                    /* 0 if open */
    const cf_picture_deal *deals;     /* largest first, then in file order */
    int deal_count;                   /* 1 or more */
    const cf_picture_strand *strands; /* largest first; none if nothing loops back */
    int strand_count;
} cf_picture_edge;

typedef struct cf_picture {
    cf_picture_style style;
    bool cluster;                      /* place entities of one group together */
    const cf_picture_entity *entities; /* in file order; merged ones last */
    int entity_count;
    const cf_picture_edge *edges; /* by payer, payee, class and form */
    int edge_count;
    const cf_picture_supplier *suppliers; /* largest pro rata loop-back first */
    int supplier_count;
    int all_entities, all_deals; /* of the view, including those not shown */
    int shown_deals;
    int unknown_deals;               /* of unknown amount, and not drawn for that */
    double all_amount, shown_amount; /* sums of deals */
} cf_picture;

CF_PUBLIC_END

#endif
