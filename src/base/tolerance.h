/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TOLERANCE_H
#define CIRCFIN_BASE_TOLERANCE_H

/*
 * The tolerances that more than one file relies on. A threshold that only one algorithm knows, such
 * as when its sweeps have converged, has its name there.
 */

/** Amounts are equal when they differ by no more than this part of the larger. */
#define CF_SAME_AMOUNT 1e-12

/** What a sum of amounts leaves is rounding when it is no more than this part of what went into it:
 *  0.1 + 0.2 - 0.3. */
#define CF_ROUNDING 1e-15

/** Figures that were computed in different ways agree when they differ by no more than this part
 *  of the larger; a number this near to a whole one is whole. */
#define CF_SAME_FIGURE 1e-9

/** Rates are around 1. One no larger than this is rounding: of an edge, after its tied money has
 *  been placed once more, which divides and loses two digits; and of any edge. */
#define CF_FILLING_RATE_ROUNDING 1e-11
#define CF_RATE_ROUNDING 1e-13

#endif
