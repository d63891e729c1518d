/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOSSIER_H
#define CIRCFIN_DOSSIER_H

/* Advanced tier. All results for a scenario in one view, and the folder to which they are written.
 */

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

/** What `score` says of the view that was asked for. Borrowed. */
const cf_report *cf_dossier_score(const cf_dossier *dossier);

/**
 * Writes the folder: report.html, workbook.xlsx, notebook.ipynb (not run), graph.dot, graph.svg,
 * sankey.svg, result.json, columns.csv and a csv file for each table; but not what this build lacks
 * (cf_dossier_new() warns of it). The same dossier gives the same bytes.
 *
 * A new folder takes the place of an older report in one step: whatever happens, there is the one
 * or the other. Files of others in it come along. Where a folder cannot be replaced (the current
 * one, a mount point, one whose parent cannot be written to), it is written file by file; after a
 * failure the older report is unchanged, and one that was killed is put right by the next. A folder
 * that is neither empty nor a report (by its result.json) is refused, unless `into` is given: then
 * the files are written among those there, none of which is overwritten.
 *
 * @return CF_OK, CF_IO (diags name the file and the reason), CF_BAD_OPTION (diags name a missing
 *         library), CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_dossier_write(const cf_dossier *dossier, const char *folder, bool into,
                                        cf_diags *diags);

/** Whether the folder may be written, before a dossier is made for it. Puts right what a killed run
 *  left there. @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_dossier_check_folder(const char *folder, bool into, cf_diags *diags);

/** What the page prints: without it, no table or list that is folded. The default is without. */
void cf_dossier_set_appendix(cf_dossier *dossier, bool appendix);

typedef enum cf_paper { CF_PAPER_A4, CF_PAPER_LETTER, CF_PAPER_COUNT } cf_paper;
extern const char *const cf_paper_names[CF_PAPER_COUNT]; /* "a4", "letter" */

/**
 * Writes the page as a PDF, which Chromium prints: the first of chromium, chromium-browser,
 * google-chrome-stable and google-chrome in PATH, or the one that CIRCFIN_BROWSER names. It gets
 * no network. The same dossier, browser and fonts give the same bytes. The file appears completely
 * or not at all.
 *
 * @param file  "-" for standard output
 * @return CF_OK, CF_BAD_OPTION (diags say that there is no browser), CF_IO (diags name the file and
 *         the reason), CF_NO_MEMORY or CF_SOLVER. Time: seconds, for the browser.
 */
CF_NODISCARD cf_status cf_dossier_print(const cf_dossier *dossier, const char *file, cf_paper paper,
                                        cf_diags *diags);

/** Whether there is a browser and the file may be written, before a dossier is made for it.
 *  @return CF_OK, CF_BAD_OPTION or CF_IO (both reported in diags), or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_dossier_check_print(const char *file, cf_diags *diags);

CF_PUBLIC_END

#endif
