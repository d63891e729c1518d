/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_CHARTS_H
#define CIRCFIN_PICTURES_CHARTS_H

/*
 * Charts of tables, each one SVG: for the page and the notebook. They read the tables of
 * contract names from a report (score, drivers, timeline) and write to an open stream whose
 * errors the caller checks. @return CF_OK or CF_NO_MEMORY, for all of them; without rows a chart
 * says so in words.
 */

#include "pictures/draw.h"

/** Each supplier's loop-back as an interval: min, pro rata, max, open, of what it invested. */
CF_NODISCARD cf_status cf_chart_exposure(FILE *out, const cf_report *score,
                                         const cf_drawing *drawing);

/** Who finances whose revenue: suppliers by payees of table `cross` and `pairs`. */
CF_NODISCARD cf_status cf_chart_financing(FILE *out, const cf_report *score,
                                          const cf_drawing *drawing);

/** What moves a supplier's pro rata loop-back most: a tornado of low and high. */
CF_NODISCARD cf_status cf_chart_drivers(FILE *out, const cf_report *drivers, const char *supplier,
                                        const cf_drawing *drawing);

/** Exposure of the suppliers over time. */
CF_NODISCARD cf_status cf_chart_timeline(FILE *out, const cf_report *timeline,
                                         const cf_drawing *drawing);

#endif
