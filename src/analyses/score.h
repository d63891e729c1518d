/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SCORE_H
#define CIRCFIN_ANALYSES_SCORE_H

/* The parts of `score`:
 *
 *   score_columns.def  every table, and one row for each of its columns
 *   score.c            its row among the analyses, the order of work, the figures
 *   score_follow.c     what following one supplier's money gives
 *   score_suppliers.c  suppliers, routes, rests, cross: the suppliers one after the other
 *   score_joint.c      joint: several suppliers as one
 *   score_circularity.c  circulation, forwarding, Finn's index
 *   score_dilution.c   loop-back without other revenue
 *   score_system.c     entities, deals
 *   score_between.c    pairs, concentration: sums of deals between two entities
 *   score_support.c    support, stated
 *   score_stack.c      stack
 *   score_origins.c    origins
 *   score_digest.c     what a person reads first
 *   score_digest_beside.c  ... of what stands beside the figures
 */

#include <limits.h>

#include "analyses/support.h"
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

/** Sums of the deals from one entity of the view to another. */
typedef struct cf_pair_sums {
    int payer, payee;
    double capital, completed; /* capital of the view, and the part of it that is paid */
    double trade;
    double non_cash, non_cash_beside; /* capital in warrants or stock; the part beside the view */
} cf_pair_sums;

/** A part of one supplier's money, pro rata: what comes back on a route, rests or arrives
 *  elsewhere. */
typedef struct cf_money_part {
    int supplier;
    int from; /* entity: of a route, the investee; else the supplier */
    int to;   /* entity: of a route, the last payer; where it rests; or the other supplier */
    double amount;
} cf_money_part;

typedef CF_VEC(cf_money_part) cf_money_parts;

/** What `from` and `to` can be besides entities. */
enum {
    CF_AS_CAPITAL = -1,  /* returned as capital */
    CF_OTHERS = INT_MAX, /* several, with parts below CF_SMALL_PART */
};

/** A share of what a supplier invested, or of an entity's throughflow: rows below it are added up
 *  in one, CF_OTHERS_WORD. */
#define CF_SMALL_PART 0.001
#define CF_OTHERS_WORD "(others)"

/** The parts that take long, in order: a run that is stopped early leaves out one of them and all
 *  that follow. */
typedef enum cf_score_part {
    CF_SCORE_SUPPLIERS,
    CF_SCORE_FOLLOWED, /* routes, rests, cross, looping */
    CF_SCORE_CIRCULATION,
    CF_SCORE_FORWARDING,
    CF_SCORE_FINN,
    CF_SCORE_JOINT,
    CF_SCORE_ORIGINS,
    CF_SCORE_PARTS
} cf_score_part;

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
    int supplier_count;         /* the same, but for those that were not measured before a stop */
    bool *suppliers;            /* of each entity: whether it is one */
    double *undiluted;          /* of each entity; NaN: not measured */
    double *hhi_low, *hhi_high; /* of each entity; NaN where nobody pays it */
    cf_pair_sums *pair_sums;    /* sorted by payee, then payer; NULL: not added up yet */
    int pair_count;
    cf_supports supports;
    bool all_rows; /* small rows are not folded */
    cf_money_parts routes, rests, cross;
    cf_table *tables[SCORE_TABLE_COUNT]; /* NULL: not wanted */
    double *looping;                     /* of each deal of the view: the largest ... */
    int *looping_supplier;               /* ... and the supplier that it is for */
    double *circular;                    /* of each payment of the plain flow; NULL: not needed */

    double gross, classes[CF_CLASS_COUNT], gap, assumed; /* figures */
    double circulation, finn, bff;
    double finn_error;          /* the standard error of `finn`; 0: it is exact */
    bool leaves_out_forwarding; /* it would take too long */
    int unquantified;
    const char *const *names; /* of each entity, for people; set when the digest is written */
    cf_exposure joint;
    cf_score_part stopped_at; /* the first part that is not there; CF_SCORE_PARTS: all are */
} cf_score;

bool cf_score_wants(const cf_score *score, cf_score_table table);

/** Whether to go on with a part. Once the answer is no, it stays so for all parts. */
bool cf_score_goes_on(cf_score *score, cf_score_part part);

CF_NODISCARD cf_status cf_score_trace_suppliers(cf_score *score);

/** Circulation, balanced flow forwarding and Finn's index; NaN where they are left out. */
CF_NODISCARD cf_status cf_score_measure_circularity(cf_score *score, cf_diags *diags);
CF_NODISCARD cf_status cf_score_fill_suppliers(cf_score *score);
/** Loop-back of the suppliers if no reported revenue counted (score->undiluted). */
CF_NODISCARD cf_status cf_score_undilute(cf_score *score);
/** How concentrated the payers of each entity are (score->hhi_low, hhi_high). */
CF_NODISCARD cf_status cf_score_concentrate(cf_score *score);
/** Adds up score->pair_sums, once for all that needs them. */
CF_NODISCARD cf_status cf_score_add_up_pairs(cf_score *score);
/** The sums from one entity to another; NULL where there is nothing between them. */
const cf_pair_sums *cf_score_pair(const cf_score *score, int payer, int payee);
CF_NODISCARD cf_status cf_score_fill_support(cf_score *score);
CF_NODISCARD cf_status cf_score_fill_stated(cf_score *score, cf_report *report);
/** Warns where the deals of the view come to more than a stated total, if that table is wanted. */
CF_NODISCARD cf_status cf_score_warn_of_stated(const cf_score *score, cf_diags *diags);
CF_NODISCARD cf_status cf_score_fill_stack(cf_score *score);
/** The tables pairs and concentration. */
CF_NODISCARD cf_status cf_score_fill_between(cf_score *score);
/** One row of the table suppliers. */
void cf_score_supplier_cells(cf_cell cells[static SUPPLIERS_COLUMN_COUNT], const cf_score *score,
                             const cf_exposure *exposure);
/** Collects the routes and rests of one supplier only, small ones too. */
CF_NODISCARD cf_status cf_score_follow(cf_score *score, const cf_exposure *exposure);

CF_NODISCARD cf_status cf_score_fill_joint(cf_score *score);

CF_NODISCARD cf_status cf_score_fill_system(cf_score *score, cf_report *report, cf_diags *diags);
CF_NODISCARD cf_status cf_score_fill_origins(cf_score *score, cf_diags *diags);

CF_NODISCARD cf_status cf_score_write_digest(cf_score *score, cf_report *report);

#endif
