/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_DOCUMENTS_H
#define CIRCFIN_DOCUMENTS_DOCUMENTS_H

/*
 * The files of a report.
 *
 *   sections.def    what is in a report: a row for each section, which brings its tables
 *   documents.def   a row for each file, apart from the csv files
 *   tables.c        the csv files: one for each table of the sections
 *   folder.c        all of them into a folder, or none
 */

#include <stdio.h>

#include "documents/sections.h"

/** Writes to an open stream, whose errors the caller checks.
 *  @return CF_OK, CF_NO_MEMORY, CF_SOLVER, CF_BAD_OPTION if a library is missing, or CF_IO
 *          with errno set if a temporary file in TMPDIR failed */
typedef cf_status cf_document_write(FILE *out, const cf_dossier *dossier);

typedef struct cf_document {
    const char *file; /* its name in the folder */
    cf_document_write *write;
    const char *needs;     /* libraries that it loads, or NULL */
    cf_feature_id feature; /* without which a report leaves it out */
} cf_document;

int cf_document_count(void);
const cf_document *cf_document_at(int index);

/** Whether a report has what comes of a feature: this build has it, and the library that a report
 *  loads for it is installed. */
bool cf_documents_have(cf_feature_id id);

/** Warns of each feature that a report cannot have, with the files and sections that it is without.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_documents_tell_left_out(cf_diags *diags);

/** Whether a warning of a part is a repetition of one in the same or an earlier part. */
bool cf_is_repeated(const cf_dossier *dossier, cf_part part, int warning);

/** The picture of a part as a PNG in memory, of at most so many pixels a side.
 *  @param[out] bytes  owned by the caller; NULL unless CF_OK, and where librsvg is missing
 *  @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_picture_png(char **bytes, size_t *size, const cf_dossier *dossier,
                                      cf_part part, double most_pixels);

/* ---- tables ---- */

/** Writes a table as csv. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_table_write(FILE *out, const cf_report *report, const cf_table *table);

/** Whether a name is that of a csv file of some report. */
bool cf_is_table_file(const char *name);

#endif
