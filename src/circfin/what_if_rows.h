/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_ROWS_H
#define CIRCFIN_WHAT_IF_ROWS_H

/*
 * Advanced tier. Many what-ifs of one view: each row has a number for every column, and gets the
 * figures of every supplier.
 *
 *              deal:loan   entity:lab.outside_funds               chips     cloud
 *     row 0       10                  5                   row 0   figures   figures
 *     row 1       20                  5             ──►   row 1   figures   figures
 *     row 2       20                 NaN                  row 2   figures   figures
 */

#include "circfin/progress.h"
#include "circfin/what_if.h"

CF_PUBLIC

/** All is borrowed. */
typedef struct cf_what_if_rows {
    const char *const *options; /* of the view, as for cf_scenario_analyse(); NULL: none */
    const char *const *columns; /* such as "deal:ID": --what-if without its "=X". Of several for the
                                   same thing, the last counts, also where it is NaN */
    int column_count;
    const double *values; /* values[row * column_count + column], from 0 to 1e18, in the unit of the
                             scenario; NaN: as the view has it */
    long row_count;
    const char *const *suppliers; /* entities of the view */
    int supplier_count;
    unsigned figures; /* a set of CF_MEASURE_BIT, of min, pro rata and max; under probability
                         weights min and max are NaN anyway */
    int threads;      /* at most; 0: one for each processor. It changes no figure */
    const cf_progress *progress; /* or NULL */
} cf_what_if_rows;

/**
 * The figures of suppliers, each as `score` has it with the --what-if of that row, to 1e-9.
 *
 * @param[out] out       out[row * supplier_count + supplier]; NaN where the run was stopped before
 * @param[out] complete  false: `progress` stopped the run
 * @param diags          a warning for each column about a deal that the view leaves out: nothing
 *                       changes then, as with --what-if
 * @return CF_OK, CF_BAD_OPTION (told in diags: an option, a column, a value or a supplier; also
 *         "joint", for which there are no rows), CF_BAD_INPUT, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: a view and its network once; then for each row that of cf_what_if_measure(), shared by the
 * threads. Memory: a what-if for each thread.
 */
CF_NODISCARD cf_status cf_scenario_what_ifs(cf_loopback *out, bool *complete,
                                            const cf_scenario *scenario,
                                            const cf_what_if_rows *rows, cf_diags *diags);

CF_PUBLIC_END

#endif
