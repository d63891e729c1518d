/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WEB_ENGINE_H
#define CIRCFIN_WEB_ENGINE_H

/*
 * The engine as report.html has it, compiled to WebAssembly: one view of a scenario whose amounts,
 * funds, revenue and shocks change, and its figures after each change. The figures are those of
 * the program, because the sources are: network/, pro_rata/, bounds/, what_if/ and clearing/, and
 * of analyses/ what `score` and `stress` measure with. What belongs to the room itself:
 *
 *   load.c    a view from an array of numbers, as documents/html_engine.c writes it
 *   engine.c  open and close, set, measure
 *   returns.c what comes back on each deal; a figure at another amount
 *   losses.c  who cannot pay under shocks, and what that costs
 *
 * In place of what a page cannot have, with the same declarations and the same results up to
 * rounding (1e-9 of a figure):
 *
 *   components.c  igraph's strong components, by the search that updates use
 *   lu.c          KLU's sparse factorisation, by a dense one
 *   standings.c   the selection of a view, which the page is handed
 *
 * All functions take and give numbers only. An engine belongs to one thread. Nothing is imported:
 * no file, no clock, no network. Indices are checked; one that is out of range changes nothing.
 * Money is in the scenario's unit. NaN stands for "unknown" both ways.
 */

#include <stdbool.h>

#ifdef __wasm__
#define CF_WEB(name) __attribute__((export_name(name), visibility("default")))
#else
#define CF_WEB(name)
#endif

typedef struct cf_web cf_web;

/** Memory for `count` numbers that the page writes before cf_web_open(); NULL where it runs out.
 *  Free it with cf_web_drop(). */
CF_WEB("room") double *cf_web_room(int count);
CF_WEB("drop") void cf_web_drop(double *room);

/**
 * Opens an engine on the view in numbers[count]: see load.c for their order.
 *
 * @return owned by the caller; NULL where the numbers are no view, or memory runs out
 *
 * Time and memory: O(entities + deals), and the measurement of the view.
 */
CF_WEB("open") cf_web *cf_web_open(const double *numbers, int count);
CF_WEB("close") void cf_web_close(cf_web *web); /* NULL is allowed */

/* ---- changes: each takes effect with the next figure ---- */

/** What a deal of the view (its index there) is due; NaN or below 0: unknown. */
CF_WEB("set_amount") void cf_web_set_amount(cf_web *web, int deal, double amount);

/** What an entity of the view states as outside funds; NaN or below 0: nothing. */
CF_WEB("set_funds") void cf_web_set_funds(cf_web *web, int entity, double funds);

/** The revenue that it reports over the view's time; NaN or below 0: none. */
CF_WEB("set_revenue") void cf_web_set_revenue(cf_web *web, int entity, double revenue);

/** Whether reported revenue bounds what is assumed (1, as in `loopback_pro_rata`), or none does
 *  (0: `loopback_undiluted`). */
CF_WEB("set_dilution") void cf_web_set_dilution(cf_web *web, int on);

/** The shock funds:ID=X: the factor on all that an entity has from outside; 1: none. */
CF_WEB("set_shock") void cf_web_set_shock(cf_web *web, int entity, double factor);

/* ---- figures ---- */

/** A row of cf_web_figures(). */
enum {
    CF_WEB_ENTITY,
    CF_WEB_INVESTED,
    CF_WEB_REACHABLE,
    CF_WEB_REVENUE,
    CF_WEB_REPORTED,
    CF_WEB_MIN,
    CF_WEB_PRO_RATA,
    CF_WEB_MAX,
    CF_WEB_MAX_OPEN,
    CF_WEB_FIGURES
};

/**
 * Measures every supplier, as `score` does.
 *
 * @return how many there are, or -1 where memory runs out
 * Time: that of cf_what_if_measure() for those that a change since the last call can have moved.
 */
CF_WEB("measure") int cf_web_measure(cf_web *web);

/** Of the last measurement, CF_WEB_FIGURES numbers a supplier, largest pro rata first. */
CF_WEB("figures") const double *cf_web_figures(const cf_web *web);

/** gross, capital, trade, service, funding_gap, funds_assumed, circulation_max. NULL where memory
 *  runs out. Time: O(deals), and a circulation where a deal on a circuit changed. */
CF_WEB("system") const double *cf_web_system(cf_web *web);

/** Of every deal of the view, what is paid of it: its amount, less under `--gap cut`; 0 where
 *  unknown. Time: O(deals). */
CF_WEB("amounts") const double *cf_web_amounts(cf_web *web);

/**
 * Of every deal of the view, how much of a supplier's money on it comes back to it, as `looping` of
 * `score` has it for that supplier. NULL where memory runs out.
 *
 * Time: that of cf_trace_supplier() and cf_trace_return_shares().
 */
CF_WEB("returns") const double *cf_web_returns(cf_web *web, int supplier);

/**
 * A supplier's pro rata figure if one thing were another: kind 0 the amount of a deal, 1 the funds
 * and 2 the revenue of an entity. Everything is as before afterwards. NaN where memory runs out.
 *
 * Time: two measurements of that supplier.
 */
CF_WEB("value_at")
double cf_web_value_at(cf_web *web, int supplier, int kind, int index, double value);

/** A row of cf_web_losses(). */
enum {
    CF_WEB_LOSER,
    CF_WEB_LOST_REVENUE,
    CF_WEB_LOST_CAPITAL,
    CF_WEB_CALLED,
    CF_WEB_GUARANTEED,
    CF_WEB_LOSS,
    CF_WEB_LOSS_SHARE,
    CF_WEB_LOSSES
};

/**
 * Clears all deals under the shocks, as `stress` does with its defaults.
 *
 * @return how many suppliers there are, or -1 where memory runs out
 */
CF_WEB("stress") int cf_web_stress(cf_web *web);

/** Of the last clearing, CF_WEB_LOSSES numbers a supplier, largest loss first. Before them stand
 *  `unpaid` and the number that fails. */
CF_WEB("losses") const double *cf_web_losses(const cf_web *web);

#endif
