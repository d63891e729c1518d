/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SWEEP_H
#define CIRCFIN_ANALYSES_SWEEP_H

/* The parts of `sweep`:
 *
 *   sweep.c         its row among the analyses, the points, the table
 *   sweep_axes.c    reads --vary: what varies, and its values
 *   sweep_names.c   finds the deal, entity or relation that it names, or suggests one
 *   sweep_digest.c  what a person reads first
 */

#include "analyses/world.h"
#include "base/vec.h"
#include "circfin/analysis.h"
#include "report/columns.h"

enum { SWEEP_MOST_AXES = 2, SWEEP_MOST_POINTS = 1000000 };
#define SWEEP_MOST_AMOUNT 1e18 /* as in a scenario file */

typedef enum cf_axis_kind {
    AXIS_DEAL,
    AXIS_SCALE,
    AXIS_FUNDS,
    AXIS_RELATION,
    AXIS_REVENUE /* `entity`, too */
} cf_axis_kind;

/** One --vary. */
typedef struct cf_axis {
    char *name; /* its SPEC left of `=` */
    cf_axis_kind kind;
    double from, to, step;
    long count;
    double grid;   /* from and step are multiples of 1 / grid; 0: they are not */
    int *payments; /* of the network, that it moves; AXIS_FUNDS, AXIS_REVENUE: none */
    int payment_count;
    int node; /* AXIS_FUNDS, AXIS_REVENUE */
} cf_axis;

/** What an axis may name. */
typedef struct cf_axis_scope {
    const cf_view *view;
    const cf_view_network *network;
    const char *option; /* as messages call it */
    cf_diags *diags;
} cf_axis_scope;

/**
 * Reads a SPEC such as "deal:x=0:10:0.5".
 *
 * @return CF_OK, CF_BAD_OPTION (with a diagnostic) or CF_NO_MEMORY; call cf_axis_close() in any
 * case
 */
CF_NODISCARD cf_status cf_axis_read(cf_axis *out, const char *text, const cf_axis_scope *scope);
void cf_axis_close(cf_axis *axis);

/** Reads "FROM:TO:STEP" into an axis that has its name; overwrites the text. */
CF_NODISCARD cf_status cf_axis_read_range(cf_axis *axis, char *text, const cf_axis_scope *scope);

/** Tells that there is no such deal or relation, and which ones are near.
 *  @return CF_BAD_OPTION or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_axis_unknown_deal(const char *id, const cf_axis_scope *scope);
CF_NODISCARD cf_status cf_axis_unknown_relation(const char *name, const cf_axis_scope *scope);

/** Its value at a point, 0 .. count-1: the nearest double to FROM + index * STEP. */
double cf_axis_value(const cf_axis *axis, long index);

/** Finds what `name` means for the axis's kind. */
CF_NODISCARD cf_status cf_axis_aim(cf_axis *axis, const char *name, const cf_axis_scope *scope);

/** One supplier at one point. */
typedef struct cf_sweep_row {
    long point;
    int entity;
    cf_loopback loopback;
    double reported; /* revenue; NaN or 0: none */
} cf_sweep_row;

typedef struct cf_sweep {
    const cf_request *request;
    const cf_view *view;
    cf_world world;
    const cf_view_network *network; /* the world's */
    cf_axis axes[SWEEP_MOST_AXES];
    int axis_count;
    double threads;                   /* --threads; 0: all */
    long point_count;                 /* points in all */
    int done;                         /* those computed */
    bool unwanted;                    /* whoever takes the rows wants no more */
    const cf_column *columns;         /* of the table */
    bool *chosen;                     /* of an entity: whether its rows are wanted */
    bool *steady;                     /* of an entity: whether it is a supplier in the base view */
    int *candidates, candidate_count; /* possible suppliers, in file order */
    unsigned char *axes_of;           /* of a payment: a bit for each axis that moves it */
    int *moved, moved_count;          /* payments that one does */
    CF_VEC(cf_sweep_row) rows;        /* by point, then in file order of entities */
} cf_sweep;

/** The value of an axis at a point. Points count with the last axis the fastest. */
double cf_sweep_value(const cf_sweep *sweep, int axis, long point);

/** The row of the column of an axis; its name is NULL when memory ran out. */
cf_column cf_sweep_axis_column(const cf_sweep *sweep, int axis, cf_report *report);
extern const cf_columns cf_sweep_figures; /* behind those of the axes */

CF_NODISCARD cf_status cf_sweep_write_digest(const cf_sweep *sweep, cf_report *report);

#endif
