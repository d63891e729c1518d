/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_VIEW_H
#define CIRCFIN_SCENARIO_VIEW_H

/* How a view is worked out, in the order of the method:
 *
 *   select.c   day, supersedes, selection          → selection[]
 *   amounts.c  full amounts, part_of, window       → full[], left[], low[], high[]
 *   what_ifs.c what --what-if puts in their place  → left[], entities
 *   view.c     consolidation, entities, joint      → cf_view
 *   cut.c      what is paid of each deal           → cf_view
 *   periods.c  the same amounts cut into periods   → cf_periods
 */

#include "circfin/periods.h"

/* Why a deal is not selected; 0: it is. Several reasons may apply at once. */
enum {
    OUT_BEFORE_SELECTION = 1, /* by its day or because it was superseded */
    OUT_BY_STATUS = 2,
    OUT_BY_CASH = 4,
    OUT_BY_CONTINGENT = 8,
    OUT_BY_BASIS = 16
};

typedef struct cf_selection {
    unsigned out;          /* set of the reasons above */
    cf_deal_status status; /* as it counts on the day of the view */
} cf_selection;

/** Index of an entity of the view by its id, or -1. Time: O(entities). */
int cf_view_find_entity(const cf_view *view, const char *id);

/** The day of the view: the option's, else the scenario's, else CF_NO_DAY. */
cf_day cf_view_day(const cf_scenario *scenario, const cf_view_options *options);

/** The time that the view's amounts cover: the window, else the span; false where neither. */
bool cf_view_time(const cf_scenario *scenario, const cf_view_options *options, cf_day *from,
                  cf_day *to);

/** Days of from..to, both included. */
double cf_days_of(cf_day from, cf_day to);

/** The part of a schedule that falls in the window; -1 where its amounts add up to 0. */
double cf_view_scheduled_part(const cf_instalment *schedule, int count,
                              const cf_view_options *options);

/** Days of from..to, both included, that lie in the window; all of them without a window. */
double cf_view_overlap(const cf_view_options *options, cf_day from, cf_day to);

/** Fills selection[deal_count]. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_select(cf_selection *selection, const cf_scenario *scenario,
                                      const cf_view_options *options);

/** Whether a deal is selected, and its amount known. */
bool cf_view_counts(const cf_selection *selection, const cf_scenario *scenario, int deal);

/** Lists all deals, each after those that it is a share of: order[deal_count]. @return CF_OK or
 *  CF_NO_MEMORY. Time: O(deals + shares). */
CF_NODISCARD cf_status cf_view_order_by_shares(int *order, const cf_scenario *scenario);

/** The part of an amount that falls in the window, 1 without one; -1 where no date says. */
double cf_view_window_part(const cf_deal *deal, const cf_view_options *options);

/** The part of outside funds, which cover the span, that falls in the window. */
double cf_view_funds_part(const cf_scenario *scenario, const cf_view_options *options);

/** What turns the revenue that an entity reports into that of the view's time: a factor by days.
 *  @param[out] scaled  the two times differ */
double cf_view_revenue_factor(const cf_scenario *scenario, const cf_view_options *options,
                              const cf_entity *entity, bool *scaled);

/** Of each deal of the scenario; 0 where unquantified. */
typedef struct cf_view_figures {
    double *full;       /* own full amount, of every deal that passed its day */
    double *left;       /* of selected ones: what part_of, window and weights leave of it */
    double *low, *high; /* the same if the deal alone counted at its low or high */
} cf_view_figures;

/**
 * Fills the figures.
 *
 * @return CF_OK, CF_BAD_INPUT (an amount is too large to be added up) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_view_amounts(const cf_view_figures *out, const cf_selection *selection,
                                       const cf_scenario *scenario, const cf_view_options *options,
                                       cf_diags *diags);

/** What takes the place of numbers of a view; NaN: nothing does. All arrays are the caller's. */
typedef struct cf_view_what_ifs {
    double *amounts;         /* of a deal of the scenario */
    double *funds, *revenue; /* of an entity of the view */
    bool *placed;            /* of a deal of the scenario: its amount counts in the view */
} cf_view_what_ifs;

/** Reads view->options.what_ifs; the entities of the view must have their names.
 *  @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_read_what_ifs(const cf_view_what_ifs *out, const cf_view *view,
                                             cf_diags *diags);

/** Puts what is supposed in the place of what an entity of the view has, and what is due on one of
 *  its deals. Their own ranges stay those of the file. */
void cf_view_suppose_entity(cf_view_entity *entity, const cf_view_what_ifs *of, int index);
void cf_view_suppose_deal(cf_view_deal *deal, const cf_view_what_ifs *of);

/** Warns of deals that a what-if gives an amount and the view, now complete, has not.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_tell_missed(const cf_view_what_ifs *of, const cf_view *view,
                                           cf_diags *diags);

/** Consecutive periods, and the days that they cover together (CF_NO_DAY: the one without a name).
 */
typedef struct cf_view_horizon {
    const cf_period *at;
    int count;
    cf_day from, to;
} cf_view_horizon;

/** The figure `left` with each period as the window: amounts_in[p * deal_count + deal]; and the
 *  figure `full`, also of no period. Both are zeroed by the caller. Deals without a date run evenly
 *  over the horizon. @return as cf_view_amounts() */
CF_NODISCARD cf_status cf_view_amounts_in(double *amounts_in, double *full,
                                          const cf_view_horizon *horizon,
                                          const cf_selection *selection,
                                          const cf_scenario *scenario,
                                          const cf_view_options *options, cf_diags *diags);

/** Under `gap_cut`: lets the deals of a view, which is complete otherwise, count with what is paid
 *  of them, and drops those of which nothing is (unless `empty`).
 *  @param deals      those of the view
 *  @param paid_part  room for one of each deal of the scenario; becomes view->paid_part
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_view_cut(cf_view *view, cf_view_deal *deals, double *paid_part);

#endif
