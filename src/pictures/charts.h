/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_CHARTS_H
#define CIRCFIN_PICTURES_CHARTS_H

/*
 * Charts of result tables as SVG, for the page and for files of their own. They read the tables of
 * a report and write to an open stream; the caller checks it for errors. All return CF_OK or
 * CF_NO_MEMORY. A chart without rows says so in words. Each has a row in charts.def.
 */

#include "circfin/writer.h"
#include "pictures/draw.h"

/** Each supplier's loop-back as an interval: min, pro rata, max, open, of what it invested. */
CF_NODISCARD cf_status cf_chart_exposure(FILE *out, const cf_report *score,
                                         const cf_drawing *drawing);

/** The same of the leading suppliers without a scale, for a narrow column: 480 pixels wide. No row
 *  of charts.def, since it is the chart of `exposure`. */
CF_NODISCARD cf_status cf_chart_intervals(FILE *out, const cf_report *score,
                                          const cf_drawing *drawing);

/** How much of the deals is paid, signed, promised and assumed, from the table `deals`: one bar. */
CF_NODISCARD cf_status cf_chart_firmness(FILE *out, const cf_report *score,
                                         const cf_drawing *drawing);

/** Who finances whose revenue, from the tables `cross` and `pairs`. */
CF_NODISCARD cf_status cf_chart_financing(FILE *out, const cf_report *score,
                                          const cf_drawing *drawing);

/** What the three largest customers of each supplier touch, from the table `stack`. */
CF_NODISCARD cf_status cf_chart_stack(FILE *out, const cf_report *score, const cf_drawing *drawing);

/** What entities stand behind and what is set aside for it, from the table `support`. */
CF_NODISCARD cf_status cf_chart_support(FILE *out, const cf_report *score,
                                        const cf_drawing *drawing);

/** The deals that move a supplier's pro rata loop-back most, as a tornado of low and high. */
CF_NODISCARD cf_status cf_chart_drivers(FILE *out, const cf_report *drivers, const char *supplier,
                                        const cf_drawing *drawing);

/** The same of the first supplier in the table. */
CF_NODISCARD cf_status cf_chart_first_drivers(FILE *out, const cf_report *drivers,
                                              const cf_drawing *drawing);

/** How the deals together bring about a supplier's pro rata figure: a waterfall of what each
 *  contributes, from the column `shapley` that --attribution adds. */
CF_NODISCARD cf_status cf_chart_waterfall(FILE *out, const cf_report *drivers, const char *supplier,
                                          const cf_drawing *drawing);

/** The same of the first supplier in the table. */
CF_NODISCARD cf_status cf_chart_first_waterfall(FILE *out, const cf_report *drivers,
                                                const cf_drawing *drawing);

/** Exposure of the suppliers over time. */
CF_NODISCARD cf_status cf_chart_timeline(FILE *out, const cf_report *timeline,
                                         const cf_drawing *drawing);

/** What comes back to each supplier over the values of what `sweep` varies. */
CF_NODISCARD cf_status cf_chart_sweep(FILE *out, const cf_report *sweep, const cf_drawing *drawing);

/** What comes back to each supplier in the first and in the second of two. */
CF_NODISCARD cf_status cf_chart_compare(FILE *out, const cf_report *compare,
                                        const cf_drawing *drawing);

/** The draws of `chance` as histograms, and where the network as it is stands. */
CF_NODISCARD cf_status cf_chart_chance(FILE *out, const cf_report *chance,
                                       const cf_drawing *drawing);

/** What has come back by the end of each period, a band from min to max and a line. */
CF_NODISCARD cf_status cf_chart_back(FILE *out, const cf_report *vintages,
                                     const cf_drawing *drawing);

/** Run-off triangles: what comes back of each period's investments in each later period. */
CF_NODISCARD cf_status cf_chart_triangle(FILE *out, const cf_report *vintages,
                                         const cf_drawing *drawing);

/** The entity of table `funding` whose gaps together are largest: the one of the next chart. NULL
 *  where the table has no rows. */
const char *cf_chart_funding_entity(const cf_report *vintages);

/** What that entity has to pay in each period, and what pays for it. */
CF_NODISCARD cf_status cf_chart_funding(FILE *out, const cf_report *vintages,
                                        const cf_drawing *drawing);

/** What entities stand behind in each period, from the table `support_profile`. */
CF_NODISCARD cf_status cf_chart_profile(FILE *out, const cf_report *vintages,
                                        const cf_drawing *drawing);

/** What is due and what is paid of it, who fails and what suppliers lose: a Sankey diagram. */
CF_NODISCARD cf_status cf_chart_contagion(FILE *out, const cf_report *stress,
                                          const cf_drawing *drawing);

/** The losses of suppliers along a curve, and where each entity begins to fail. */
CF_NODISCARD cf_status cf_chart_curve(FILE *out, const cf_report *stress,
                                      const cf_drawing *drawing);

/** How the draws of what comes back to each supplier are spread, with min and max behind. */
CF_NODISCARD cf_status cf_chart_density(FILE *out, const cf_report *simulate,
                                        const cf_drawing *drawing);

/** Where the spread of a supplier's exposure comes from, as a tornado of total effects. */
CF_NODISCARD cf_status cf_chart_sources(FILE *out, const cf_report *simulate, const char *supplier,
                                        const cf_drawing *drawing);

/** The same of the first supplier in the table. */
CF_NODISCARD cf_status cf_chart_first_sources(FILE *out, const cf_report *simulate,
                                              const cf_drawing *drawing);

/** What the column `source` names, in words: "Oracle → Nvidia", "All that Nvidia pays". */
enum { CF_SOURCE_SIZE = 240 };
void cf_chart_source_words(char label[static CF_SOURCE_SIZE], const cf_scenario *scenario,
                           const char *name);

/** The chart of a report where none is asked for. NULL if its analysis has none. */
const cf_chart *cf_chart_default(const cf_report *report);

#endif
