/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_DRIVERS_H
#define CIRCFIN_ANALYSES_DRIVERS_H

/* The parts of `drivers`:
 *
 *   drivers.c         its row among the analyses, parameters, the order of suppliers, the table
 *   drivers_rows.c    the rows of one supplier and measure, ranked
 *   drivers_digest.c  what a person reads first
 */

#include "analyses/world.h"
#include "circfin/analysis.h"
#include "circfin/drivers.h"
#include "report/columns.h"

/** What one deal does to one measure of one supplier. NaN is null. */
typedef struct cf_drive {
    int payment;
    double impact; /* the larger |marginal × amount|, by which rows are ranked */
    cf_marginal marginal;
    cf_validity valid;
    double without, low, high;
} cf_drive;

typedef struct cf_drives {
    const cf_view *view;
    cf_view_network *network;
    cf_flow *flow;
    cf_drivers *drivers;
    unsigned measures; /* set of CF_MEASURE_BIT */
    double top;        /* rows of each supplier and measure */
    double swing;      /* percent */
    bool top_given, supplier_given;
    int *suppliers; /* those chosen, largest pro rata first */
    int supplier_count;
    bool *choke;    /* of each payment, for the current supplier */
    cf_drive *rows; /* of the current supplier and measure: one a payment */
} cf_drives;

/** Fills `rows` with all deals for a measure of the current supplier, largest impact first. The
 *  first `count` are complete, the others have their marginals only. */
CF_NODISCARD cf_status cf_drives_rank(cf_drives *drives, cf_measure measure, int count);

/** The number of rows for each supplier and measure. */
int cf_drives_row_count(const cf_drives *drives);

/** Makes a supplier the current one: its measures and choke points. */
CF_NODISCARD cf_status cf_drives_supplier(cf_drives *drives, int supplier);

/** The deal behind a payment. */
const cf_view_deal *cf_drives_deal(const cf_drives *drives, int payment);

CF_NODISCARD cf_status cf_drives_write_digest(cf_drives *drives, const cf_request *request,
                                              cf_report *report);

extern const cf_columns cf_drivers_columns;
extern const char *const cf_measure_names[CF_MEASURE_KNOWN_COUNT + 1]; /* NULL at the end */

#endif
