/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_WORLD_H
#define CIRCFIN_ANALYSES_WORLD_H

/* What every analysis starts from: a view, its network, its flow and a trace on it. */

#include "circfin/bounds.h"

typedef struct cf_world {
    const cf_view *view; /* borrowed */
    cf_view_network *network;
    cf_flow *flow;
    cf_trace *trace;
    bool open; /* some payment has no known amount: only then max_open differs from max */
} cf_world;

/** @param joint     the view's joint entities as one node
 *  @param earmarks  false: as if no money were tied
 *  Call cf_world_close whatever the status. */
CF_NODISCARD cf_status cf_world_open(cf_world *out, const cf_view *view, bool joint, bool earmarks);
void cf_world_close(cf_world *world);

/** The figures of one supplier, in the scenario's unit. */
typedef struct cf_exposure {
    int entity; /* of the view */
    double invested, reachable;
    double revenue;                /* trade into it in the graph */
    double reported;               /* reported revenue over the view's time; NaN where unknown */
    double pro_rata;               /* loop-back */
    double bounds[CF_BOUND_COUNT]; /* NaN under probability weights */
} cf_exposure;

/** Invested and revenue only: cheap. */
void cf_exposure_begin(cf_exposure *out, const cf_world *world, int entity);

/** A supplier-investor: it has invested, and has revenue in the graph or reported. */
bool cf_exposure_is_supplier(const cf_exposure *exposure);

/** Warns of each entity that was chosen by --supplier and is none. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_world_check_suppliers(const cf_world *world, const bool *chosen,
                                                cf_diags *diags);

/** Of an exposure that was begun: pro rata, min and max. The world's trace is left as below. */
CF_NODISCARD cf_status cf_exposure_loop_back(cf_exposure *exposure, const cf_world *world);

/** Then the others: reachable and open. */
CF_NODISCARD cf_status cf_exposure_complete(cf_exposure *exposure, const cf_world *world);

/** All figures; leaves the world's trace coloured with the supplier's money. */
CF_NODISCARD cf_status cf_exposure_measure(cf_exposure *out, const cf_world *world, int entity);

/** Largest pro rata loop-back first, equals by id: the order in which every table and picture tells
 *  of suppliers and gives them colours. @return CF_OK or CF_NO_MEMORY. Time: O(count log count). */
CF_NODISCARD cf_status cf_exposure_sort(cf_exposure *exposures, int count, const cf_view *view);

/** a / b, or NaN where that says nothing: b is 0, or either is unknown. */
double cf_ratio(double a, double b);

#endif
