/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_WORLD_H
#define CIRCFIN_ANALYSES_WORLD_H

/* What every analysis starts from: a view, its network, and a bench that measures suppliers on it.
 */

#include "circfin/bounds.h"
#include "circfin/progress.h"
#include "circfin/text.h"
#include "circfin/what_if.h"

typedef struct cf_world {
    const cf_view *view; /* borrowed, or `shown` */
    cf_view *shown;      /* the one that was shown last, owned; or NULL */
    void (*free_shown)(cf_view *view);
    cf_view_network *network;
    cf_what_if *bench;
    const cf_flow *flow; /* the bench's */
    cf_trace *trace;     /* the bench's: measuring a supplier may colour it */
    bool joint;          /* opened so */
    bool open;           /* some payment has no known amount: only then max_open differs from max */
    unsigned figures;    /* CF_MEASURE_BIT of those that suppliers are measured for */

    bool moves_revenue; /* reported revenue is what is set in the bench */
    bool follows_dues;  /* amounts that are set in the bench are due */

    const cf_flow *untied; /* as if nothing were tied; NULL before cf_world_open_untied() */
    cf_trace *untied_trace;
} cf_world;

/** @param joint  the view's joint entities as one node
 *  Call cf_world_close whatever the status. */
CF_NODISCARD cf_status cf_world_open(cf_world *out, const cf_view *view, bool joint);
void cf_world_close(cf_world *world);

/** Where nobody fills gaps (`gap_cut`), lets what is paid follow from now on: amounts that are set
 *  in world->bench are due. Else does nothing. The world, opened without `joint`, has no trace
 * then.
 */
CF_NODISCARD cf_status cf_world_follow_dues(cf_world *world);

/** Opens a further world on the network of `of`, with the amounts of that network, for another
 *  thread; it has no trace. `of` must outlive it. Call cf_world_close_another whatever the status.
 */
CF_NODISCARD cf_status cf_world_open_another(cf_world *out, const cf_world *of);
void cf_world_close_another(cf_world *world);

/** For following the money of a supplier: its flow (cf_what_if_flow_of) with a trace of its own,
 * and the deals behind its payments. Call cf_world_close_own whatever the status. */
typedef struct cf_own_world {
    cf_world world; /* without a bench */
    cf_view_network network;
    int *view_deal;
} cf_own_world;

CF_NODISCARD cf_status cf_world_open_own(cf_own_world *out, const cf_world *of, int supplier);
void cf_world_close_own(cf_own_world *own);

/** Adds the flow as if nothing were tied, and its trace. */
CF_NODISCARD cf_status cf_world_open_untied(cf_world *world);

/**
 * Shows another view in a world: amounts, funds and revenue change in place, so only suppliers
 * between whose capital and revenue something moved are measured again.
 *
 * @param every  the view that the world was opened on: it has every deal of any view shown
 * @param view   of the same scenario and entities; the world takes it, and frees it with free_view
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * The world has no trace afterwards. Time: O(deals + entities), and what cf_what_if_flow() takes.
 */
CF_NODISCARD cf_status cf_world_show(cf_world *world, const cf_view *every, cf_view **view,
                                     void (*free_view)(cf_view *view));

/** After amounts, funds or revenue were set in world->bench: world->flow is the one with them, and
 *  the world has no trace. @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_world_keep_up(cf_world *world);

/** The sum of all known amounts, which is that of its parts; classes[CF_CLASS_COUNT] gets these,
 * unless it is NULL. Time: O(payments). */
double cf_gross_of(double *classes, const cf_network *network);

/** The sum of the amounts of all deals. */
double cf_world_gross(const cf_world *world);

/** The largest circulation (method 5), found again only where a deal on a circuit has changed. */
CF_NODISCARD cf_status cf_world_circulation(cf_world *world, double *value);

/** The figures of one supplier, in the scenario's unit. */
typedef struct cf_exposure {
    int entity; /* of the view */
    double invested, reachable;
    double revenue;  /* trade into it in the graph */
    double reported; /* reported revenue over the view's time; NaN where unknown */
    double loopback[CF_MEASURE_COUNT]; /* bounds are NaN under probability weights */
    bool measured;                     /* all of it is there */
} cf_exposure;

/** Invested and revenue only: cheap. */
void cf_exposure_begin(cf_exposure *out, const cf_world *world, int entity);

/** A supplier-investor: it has invested, and has revenue in the graph or reported. */
bool cf_exposure_is_supplier(const cf_exposure *exposure);

/** Warns of each entity chosen by --supplier that is no supplier-investor. @return CF_OK or
 * CF_NO_MEMORY */
CF_NODISCARD cf_status cf_world_check_suppliers(const cf_world *world, const bool *chosen,
                                                cf_diags *diags);

/** Of an exposure that was begun: pro rata, min and max. */
CF_NODISCARD cf_status cf_exposure_loop_back(cf_exposure *exposure, const cf_world *world);

/** Those figures of it, invested and revenue. */
cf_loopback cf_exposure_figures(const cf_exposure *exposure);

/** Then the others: reachable and open. */
CF_NODISCARD cf_status cf_exposure_complete(cf_exposure *exposure, const cf_world *world);

/** All figures. */
CF_NODISCARD cf_status cf_exposure_measure(cf_exposure *out, const cf_world *world, int entity);

/**
 * All figures of many suppliers, on several threads: exposures[count], of which `entity` is set.
 *
 * @param threads   at most; 0: one for each processor, but only the calling thread if all of it
 *                  takes less than a twentieth of a second
 * @param progress  asked whether to go on, or NULL. If it says no, some are not `measured`.
 * @return the first status that is not CF_OK
 *
 * Time: that of cf_exposure_measure() for each, shared by the threads. Memory: a what-if for each
 * thread.
 */
CF_NODISCARD cf_status cf_exposure_measure_many(cf_exposure *exposures, int count,
                                                const cf_world *world, int threads,
                                                const cf_progress *progress);

/** Largest pro rata loop-back first, equals by id: the order in which every table and picture tells
 *  of suppliers and gives them colours. @return CF_OK or CF_NO_MEMORY. Time: O(count log count). */
CF_NODISCARD cf_status cf_exposure_sort(cf_exposure *exposures, int count, const cf_view *view);

/** What shares "of revenue" are of where people read: the reported revenue where there is one, else
 *  that of the deals. */
double cf_revenue_shown(double reported, double in_deals);

/** Which of them that is: "reported", "scaled" (reported for another time, and scaled to the view's
 *  by days) or "in deals". */
const char *cf_revenue_basis(const cf_view_entity *entity, double reported);

/** How a measure is rounded where people read: min down, max and open up. */
cf_rounding cf_measure_rounding(cf_measure measure);

/** a / b, or NaN where that says nothing: b is 0, or either is unknown. */
double cf_ratio(double a, double b);

#endif
