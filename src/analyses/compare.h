/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_COMPARE_H
#define CIRCFIN_ANALYSES_COMPARE_H

/* The parts of `compare`:
 *
 *   compare.c           its row among the analyses, the order of work, the table compare
 *   compare_union.c     two views brought together by id, and views between the two
 *   compare_deals.c     which deals changed: the table deals
 *   compare_steps.c     from A to B one change at a time: the table steps
 *   compare_vintages.c  what of each vintage comes back when: the table vintages
 *   compare_digest.c    what a person reads first; compare_digest_deals.c: of the deals
 *
 * The way from A to B: first how money is followed and entities are grouped, with all deals and
 * funds of A (the step from CF_AS_A to CF_REGROUPED); then the funds and revenue of entities, by
 * id; then deals, by day and id. On the way each deal and entity is as in A or as in B.
 */

#include "analyses/world.h"
#include "base/vec.h"
#include "circfin/analysis.h"
#include "circfin/periods.h"

/** The version of a deal or an entity in a view on the way: as in A, as in A with the groups and
 *  the origin of B, as in B. */
typedef enum cf_stage { CF_AS_A, CF_REGROUPED, CF_AS_B, CF_VERSION_COUNT } cf_stage;

/** An entity of any of the three, by id. */
typedef struct cf_union_entity {
    const char *id;
    int at[CF_VERSION_COUNT]; /* in the view of that version, or -1 */
} cf_union_entity;

/** A deal that is in one of the two scenarios, by id. */
typedef struct cf_union_deal {
    const char *id;
    int of[CF_VERSION_COUNT]; /* in the scenario of that version, or -1 */
    int at[CF_VERSION_COUNT]; /* in the view of that version, or -1 */
} cf_union_deal;

/** Three views in one scenario. It has each deal in three versions, of which a view takes one or
 *  none. */
typedef struct cf_union {
    const cf_view *views[CF_VERSION_COUNT]; /* borrowed */
    double scale[CF_VERSION_COUNT];         /* from its unit to A's */
    cf_union_entity *entities;
    int entity_count;
    cf_union_deal *deals;
    int deal_count;
    int *entity_of[CF_VERSION_COUNT]; /* entity of the view → of the union */
    int *deal_of[2];                  /* deal of scenario A, B → of the union */
    cf_scenario scenario;             /* of all versions: deal d in version v is d * 3 + v */
    cf_deal *versions;
    int *earmarks;
} cf_union;

/** @param views  outlive the union; the second may be the first
 *  Call cf_union_close whatever the status. Time: O(deals · log deals + earmarks). */
CF_NODISCARD cf_status cf_union_open(cf_union *out, const cf_view *const views[CF_VERSION_COUNT],
                                     const double *scale);
void cf_union_close(cf_union *of);

/** A view on the way: for each entity and deal of the union its version. */
typedef struct cf_blend {
    cf_stage *of_entity, *of_deal;
} cf_blend;

/**
 * The view that a blend is.
 *
 * @param blend    NULL: every deal in each version but CF_AS_A, and entities as B has them
 * @param options  of A or B: how money is followed, and weights
 * @param[out] out  to be freed with cf_union_view_free; rests on the union
 */
CF_NODISCARD cf_status cf_union_view(cf_view **out, const cf_union *of, const cf_blend *blend,
                                     const cf_view_options *options);
void cf_union_view_free(cf_view *view); /* NULL is allowed */

/** Gives an entity of such a view its funds and revenue in another version. */
void cf_union_view_set_entity(cf_view *view, const cf_union *of, int entity, cf_stage version);

/** An entity in a version, in A's unit; as in the other version where it is missing. */
cf_view_entity cf_union_entity_as(const cf_union *of, int entity, cf_stage version);

/** The amount of a deal in a version, in A's unit; NaN where it is unknown or missing. */
double cf_union_amount(const cf_union *of, int deal, cf_stage version);

/** What happened to a deal between A and B. */
typedef enum cf_change_kind { CF_ADDED, CF_REMOVED, CF_RESIZED, CF_CHANGED } cf_change_kind;
extern const char *const cf_change_names[];

typedef struct cf_change {
    int deal; /* of the union */
    cf_change_kind kind;
    bool flows;         /* it moves money: a step of its own */
    cf_day day;         /* announced, cancelled or superseded; CF_NO_DAY: undated */
    const char *fields; /* that differ, joined by `,`; NULL for added and removed */
    const char *why;    /* why the other view leaves it out; NULL for other changes */
} cf_change;

/** One step of one supplier. */
typedef struct cf_step_row {
    int supplier;       /* of the union */
    int entity, change; /* the entity whose funds changed, or the change of a deal; else -1 */
    bool rest;          /* all that was left when it was stopped */
    /* Min, pro rata and max, by cf_measure; min and max are NaN under probability weights. */
    double before[CF_MEASURE_KNOWN_COUNT], after[CF_MEASURE_KNOWN_COUNT];
} cf_step_row;

typedef struct cf_comparison {
    const cf_request *request;
    const cf_view *views[CF_VERSION_COUNT];
    cf_union of;
    bool *chosen; /* of an entity of the union: whether its rows are wanted */
    cf_change *changes;
    int change_count;          /* by day, undated first, then by id */
    int unseen;                /* deals that differ and are in neither view */
    cf_exposure *exposures[2]; /* of an entity of the union, in A and in B */
    bool *is_supplier[2];
    int *suppliers, supplier_count; /* of either, the largest loop-back first, in B, then in A */
    double gross[2], circulation[2];
    CF_VEC(cf_step_row) steps;
    int steps_done, steps_asked;
    double threads; /* --threads; 0: all */
    cf_period_kind kind;
    cf_carry carry;
} cf_comparison;

/** Fills the changes; their texts live as long as the report. */
CF_NODISCARD cf_status cf_compare_deals(cf_comparison *comparison, cf_report *report);

/** Fills the steps. */
CF_NODISCARD cf_status cf_compare_steps(cf_comparison *comparison, cf_diags *diags);

/** A day as a cell, null for none; the text belongs to the report. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_compare_put_day(cf_cell *cell, cf_report *report, cf_day day);

/** The tables "deals", "steps" and "vintages". */
extern const cf_columns cf_compare_deal_columns, cf_compare_step_columns;
extern const cf_columns cf_compare_vintage_columns;
CF_NODISCARD cf_status cf_compare_fill_deals(const cf_comparison *comparison, cf_report *report);
CF_NODISCARD cf_status cf_compare_fill_steps(const cf_comparison *comparison, cf_report *report);

/** Reads --period and --carry. */
CF_NODISCARD cf_status cf_compare_read_periods(cf_comparison *comparison, cf_diags *diags);

/**
 * Measures the triangles of both sides and adds the table.
 *
 * A side's horizon is its window; without one, it runs from the first to the last day of the
 * horizons that the two would have alone.
 *
 * @return CF_OK, CF_BAD_OPTION (too many periods), CF_NO_MEMORY or CF_SOLVER
 * Time and memory: those of `vintages` for each side, without bounds.
 */
CF_NODISCARD cf_status cf_compare_fill_vintages(const cf_comparison *comparison, cf_report *report,
                                                cf_diags *diags);

/** Adds the deals that changed to the digest, those of the largest changes if there are many. */
CF_NODISCARD cf_status cf_compare_write_deals(const cf_comparison *comparison, cf_report *report);

CF_NODISCARD cf_status cf_compare_write_digest(const cf_comparison *comparison, cf_report *report);

#endif
