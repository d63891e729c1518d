/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOSSIER_H
#define CIRCFIN_DOSSIER_H

/* All results for a scenario in one view, and the folder to which they are written. */

#include "circfin/analysis.h"

CF_PUBLIC

/** The reports of every analysis that src/documents/sections.def names. */
typedef struct cf_dossier cf_dossier;

/**
 * Runs every analysis of a dossier.
 *
 * @param[out] out   owned by the caller; NULL unless CF_OK
 * @param scenario   borrowed; must outlive *out, as must what `view` points to
 * @param progress   or NULL
 * @param diags      receives warnings, each once, and errors in options
 * @return the status of the analyses
 */
CF_NODISCARD cf_status cf_dossier_new(cf_dossier **out, const cf_scenario *scenario,
                                      const cf_view_options *view, const cf_progress *progress,
                                      cf_diags *diags);
void cf_dossier_free(cf_dossier *dossier); /* NULL is allowed */

/**
 * Writes the folder: report.html, workbook.xlsx, notebook.ipynb (not run), graph.dot, graph.svg,
 * sankey.svg, result.json, columns.csv and a csv file for each table. Replaces an older report
 * completely; after a failure the older one is unchanged. Keeps other files in the folder, and
 * refuses a folder that has files of these names but no result.json. The same dossier gives the
 * same bytes.
 *
 * @return CF_OK, CF_IO (diags name the file and the reason), CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_dossier_write(const cf_dossier *dossier, const char *folder,
                                        cf_diags *diags);

CF_PUBLIC_END

#endif
