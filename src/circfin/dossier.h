/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOSSIER_H
#define CIRCFIN_DOSSIER_H

/* Everything that circfin has to say about a scenario in one view, and the folder that hands it
 * on. */

#include "circfin/analysis.h"

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/** The reports of a dossier. */
typedef enum cf_part {
    CF_PART_SCORE,
    CF_PART_LOOPS,   /* the first 50 */
    CF_PART_DRIVERS, /* pro rata, the first 20 of each supplier */
    CF_PART_TIMELINE,
    CF_PART_GRAPH,  /* with a picture of the money flow */
    CF_PART_ROUND,  /* with one of the deals on a loop alone: small enough for a page */
    CF_PART_SANKEY, /* with one for a Sankey diagram: fewer entities */
    CF_PART_FIRM,   /* score under the presets, as of the same day */
    CF_PART_HEADLINE,
    CF_PART_COUNT
} cf_part;

typedef struct cf_dossier {
    const cf_scenario *scenario;     /* borrowed */
    cf_view_options view;            /* borrowed, what it points to */
    cf_report *parts[CF_PART_COUNT]; /* none is NULL */
} cf_dossier;

/**
 * Runs every analysis of a dossier.
 *
 * @param[out] out   owned by the caller; NULL unless CF_OK
 * @param scenario   borrowed; must outlive *out, as must what `view` points to
 * @param progress   or NULL
 * @param diags      gets warnings, each once, and what is wrong with an option
 * @return what the analyses return
 */
CF_NODISCARD cf_status cf_dossier_new(cf_dossier **out, const cf_scenario *scenario,
                                      const cf_view_options *view, const cf_progress *progress,
                                      cf_diags *diags);
void cf_dossier_free(cf_dossier *dossier); /* NULL is allowed */

/**
 * Writes the folder: report.html, workbook.xlsx, notebook.ipynb, graph.dot, graph.svg, sankey.svg,
 * result.json and a csv of every table. It takes the place of an older one as a whole, or stays
 * away: after a failure the older one is as it was. Files in it that are not circfin's stay;
 * with files of these names but no result.json it is refused. Same
 * dossier, same bytes.
 *
 * @return CF_OK, CF_IO (told in diags: which file, and why), CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_dossier_write(const cf_dossier *dossier, const char *folder,
                                        cf_diags *diags);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
