/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_VINTAGES_H
#define CIRCFIN_ANALYSES_VINTAGES_H

/* The parts of `vintages`:
 *
 *   vintages.c           its row among the analyses, the order of work
 *   vintages_measure.c   who is a supplier, and each supplier's triangle
 *   vintages_rows.c      the tables
 *   vintages_digest.c    what a person reads first
 *   vintages_support.c   what entities stand behind, period by period
 *   vintages_funding.c   how one entity's payments are paid for, period by period
 *
 * compare_vintages.c measures two of them for `compare`.
 */

#include "circfin/analysis.h"
#include "circfin/periods.h"

/** What comes back to one supplier: arrays by period, in the scenario's unit. */
typedef struct cf_run_off {
    int entity;
    double *invested, *revenue; /* in the period */
    double *back;               /* of vintage q in period p: back[q * period_count + p] */
    double *min, *max;          /* by the end of the period; NaN without bounds */
    double total;               /* back within the horizon */
    double lag;                 /* in years; NaN: nothing comes back, or there are no dates */
    int half_back;              /* the first period by whose end half of `total` is back; -1 */
    bool measured;
} cf_run_off;

typedef struct cf_vintages {
    const cf_request *request;
    cf_view *view;  /* without its window */
    cf_view headed; /* the same with the window, for the head of the digest */
    cf_period_kind kind;
    cf_carry carry;
    double threads;
    bool bounds;  /* min and max are wanted; never under probability weights */
    bool *chosen; /* of an entity: its rows as a supplier are wanted */
    int entity;   /* whose cash is wanted; -1: everybody's */
    cf_periods *periods;
    const char **names; /* of the periods, in the report; NULL: without a name */
    cf_timed_flow *timed;
    cf_run_off *suppliers; /* once measured: the largest `total` first */
    int supplier_count, wanted_count;
} cf_vintages;

/** Reads --period, --carry and --threads. */
CF_NODISCARD cf_status cf_vintages_read_options(cf_vintages *vintages, cf_diags *diags);

/** Opens the view of the request, without its window, with no supplier chosen yet. */
CF_NODISCARD cf_status cf_vintages_open_view(cf_vintages *vintages, cf_diags *diags);

/** Lists the chosen suppliers, once there are periods and a timed flow. */
CF_NODISCARD cf_status cf_vintages_list_suppliers(cf_vintages *vintages, cf_diags *diags);

/** Fills the rows of the suppliers. Stopped early, it leaves supplier_count below wanted_count; the
 *  rows that are not measured come last then. */
CF_NODISCARD cf_status cf_vintages_measure_suppliers(cf_vintages *vintages);

/** Call it whatever the status of the others. */
void cf_vintages_close(cf_vintages *vintages);

/** How the payments of an entity in one period are paid for. */
typedef struct cf_funding {
    double due; /* what it pays */
    double carried, waiting, capital, revenue;
    double outside; /* stated funds, or reported revenue beyond that of the deals */
    double gap;     /* due payments that nothing of these pays for */
} cf_funding;

cf_funding cf_vintages_funding(const cf_vintages *vintages, int entity, int period);

/** The name of a period; NULL where none has one. */
const char *cf_vintages_period(const cf_vintages *vintages, int period);

/** Of what was invested up to the end of a period: the sum, and what is back pro rata. */
double cf_run_off_invested(const cf_run_off *run_off, int period);
double cf_run_off_back(const cf_vintages *vintages, const cf_run_off *run_off, int period);
/** Back in the period, of all vintages. */
double cf_run_off_in(const cf_vintages *vintages, const cf_run_off *run_off, int period);

enum {
    VINTAGES_VINTAGES,
    VINTAGES_PERIODS,
    VINTAGES_LAGS,
    VINTAGES_CASH,
    VINTAGES_FUNDING,
    VINTAGES_SUPPORT,
    VINTAGES_TABLE_COUNT
};
extern const char *const cf_vintages_tables[VINTAGES_TABLE_COUNT + 1]; /* NULL at the end */
extern const cf_columns *const cf_vintages_columns[VINTAGES_TABLE_COUNT];

extern const cf_columns cf_vintages_support_columns;
CF_NODISCARD cf_status cf_vintages_fill_support(const cf_vintages *vintages, cf_table *table,
                                                cf_report *report);

CF_NODISCARD cf_status cf_vintages_fill_tables(const cf_vintages *vintages, cf_report *report);
CF_NODISCARD cf_status cf_vintages_write_digest(const cf_vintages *vintages, cf_report *report);
CF_NODISCARD cf_status cf_vintages_write_funding(const cf_vintages *vintages, cf_report *report);

#endif
