/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SCORE_H
#define CIRCFIN_ANALYSES_SCORE_H

/* The parts of `score`:
 *
 *   score_columns.def  every table, and one row for each of its columns
 *   score.c            its row among the analyses, the order of work, the figures
 *   score_suppliers.c  suppliers, routes, rests, cross: what tracing each supplier gives
 *   score_joint.c      joint: several suppliers as one
 *   score_system.c     entities, deals, pairs, concentration, origins
 *   score_digest.c     what a person reads first
 */

#include "analyses/world.h"
#include "base/vec.h"
#include "circfin/analysis.h"
#include "report/columns.h"

/* SCORE_SUPPLIERS, SCORE_ROUTES, ... */
typedef enum cf_score_table {
#define TABLE(table, name, row) SCORE_##table,
#define COLUMN(...)
#define END(table)
#include "analyses/score_columns.def"
    SCORE_TABLE_COUNT
} cf_score_table;

/* SUPPLIERS_ENTITY, SUPPLIERS_NAME, ..., SUPPLIERS_COLUMN_COUNT, and so on for each table */
#define TABLE(table, name, row) enum {
#define COLUMN(table, column, ...) table##_##column,
#define END(table)                                                                                 \
    table##_COLUMN_COUNT                                                                           \
    }                                                                                              \
    ;
#include "analyses/score_columns.def"

extern const char *const cf_score_tables[SCORE_TABLE_COUNT + 1]; /* NULL at the end */
extern const cf_columns cf_score_columns[SCORE_TABLE_COUNT];

/** Money of one supplier that comes back on one route, pro rata. */
typedef struct cf_route {
    int supplier, investee, last_payer;
    double amount;
} cf_route;

/** Money of one supplier that stays with an entity, pro rata. */
typedef struct cf_rest {
    int supplier, entity; /* entity -1: returned as capital */
    double amount;
} cf_rest;

typedef struct cf_score {
    const cf_request *request;
    const cf_view *view;
    cf_world world;
    bool *chosen;           /* of each entity: whether its supplier rows are wanted */
    bool choice;            /* --supplier was given */
    bool exact;             /* --exact was given */
    int threads;            /* at most; 0: one for each processor */
    cf_exposure *exposures; /* of the chosen suppliers, in file order at first */
    int exposure_count;
    CF_VEC(cf_route) routes;
    CF_VEC(cf_rest) rests;
    cf_table *tables[SCORE_TABLE_COUNT]; /* NULL: not wanted */
    double *looping;                     /* of each deal of the view: the largest ... */
    int *looping_supplier;               /* ... and the supplier that it is for */
    double *circular;                    /* of each payment of the plain flow; NULL: not needed */

    double gross, capital, trade, gap, assumed; /* figures */
    double circulation, finn, bff;
    double finn_error; /* the standard error of `finn`; 0: it is exact */
    int unquantified;
    cf_exposure joint;
} cf_score;

bool cf_score_wants(const cf_score *score, cf_score_table table);

CF_NODISCARD cf_status cf_score_trace_suppliers(cf_score *score);
CF_NODISCARD cf_status cf_score_fill_suppliers(cf_score *score);
/** One row of the table suppliers. */
void cf_score_supplier_cells(cf_cell cells[static SUPPLIERS_COLUMN_COUNT], const cf_score *score,
                             const cf_exposure *exposure);
/** Collects the routes and rests of one supplier only. */
CF_NODISCARD cf_status cf_score_follow(cf_score *score, const cf_exposure *exposure);

CF_NODISCARD cf_status cf_score_fill_joint(cf_score *score);

CF_NODISCARD cf_status cf_score_fill_system(cf_score *score);

CF_NODISCARD cf_status cf_score_write_digest(cf_score *score, cf_report *report);

#endif
