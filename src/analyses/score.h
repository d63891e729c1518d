/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SCORE_H
#define CIRCFIN_ANALYSES_SCORE_H

/* The parts of `score`, each in a file of its own:
 *
 *   score.c            the row, the order of work, the figures
 *   score_suppliers.c  what follows from tracing each supplier: suppliers, routes, rests, ...
 *   score_joint.c      several suppliers as one
 *   score_system.c     what belongs to entities and deals: entities, deals, origins, ...
 *   score_digest.c     what a person reads first
 */

#include "analyses/world.h"
#include "circfin/analysis.h"

typedef enum cf_score_table {
    SCORE_SUPPLIERS,
    SCORE_ROUTES,
    SCORE_RESTS,
    SCORE_PAIRS,
    SCORE_ENTITIES,
    SCORE_DEALS,
    SCORE_CROSS,
    SCORE_ORIGINS,
    SCORE_CONCENTRATION,
    SCORE_JOINT,
    SCORE_TABLE_COUNT
} cf_score_table;

extern const char *const cf_score_tables[SCORE_TABLE_COUNT + 1]; /* NULL at the end */

/** Where the money of one supplier comes back from, or stays. */
typedef struct cf_route {
    int supplier, investee, last_payer;
    double amount;
} cf_route;

typedef struct cf_rest {
    int supplier, entity; /* entity -1: returned as capital */
    double amount;
} cf_rest;

typedef struct cf_score {
    const cf_request *request;
    const cf_view *view;
    cf_world world, untied; /* with earmarks, and as if there were none */
    cf_world *plain;        /* `untied`, or `world` itself where no money is tied */
    bool *chosen;           /* of each entity: its supplier rows are wanted */
    bool choice;            /* --supplier was given */
    cf_exposure *exposures; /* of the chosen suppliers, in file order at first */
    int exposure_count;
    cf_route *routes;
    int route_count, route_room;
    cf_rest *rests;
    int rest_count, rest_room;
    cf_table *tables[SCORE_TABLE_COUNT]; /* NULL: not wanted */
    double *looping;                     /* of each view deal, and by whom */
    int *looping_supplier;
    double *circular; /* of each payment of the plain flow; NULL: not needed */

    double gross, capital, trade, gap, assumed; /* figures */
    double circulation, finn, bff;
    int unquantified;
    cf_exposure joint;
} cf_score;

bool cf_score_wants(const cf_score *score, cf_score_table table);
CF_NODISCARD cf_status cf_score_open_tables(cf_score *score);

CF_NODISCARD cf_status cf_score_trace_suppliers(cf_score *score);
CF_NODISCARD cf_status cf_score_fill_suppliers(cf_score *score);
/** Collects the routes and rests of one supplier alone. */
CF_NODISCARD cf_status cf_score_follow(cf_score *score, const cf_exposure *exposure);

CF_NODISCARD cf_status cf_score_fill_joint(cf_score *score);

CF_NODISCARD cf_status cf_score_fill_system(cf_score *score);

CF_NODISCARD cf_status cf_score_write_digest(cf_score *score, cf_report *report);

#endif
