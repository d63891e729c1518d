/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_DOCUMENTS_H
#define CIRCFIN_DOCUMENTS_DOCUMENTS_H

/*
 * The files of a dossier. Documents know the tables of an analysis by their names.
 *
 *   documents.def   one row for each file that has a function of its own
 *   tables.c        a csv of every table: no rows, they follow from the analyses
 *   folder.c        all of them into a folder, or none
 */

#include <stdio.h>

#include "circfin/dossier.h"

/** Writes to an open stream, whose errors the caller checks.
 *  @return CF_OK, CF_NO_MEMORY, CF_SOLVER, or CF_IO with errno set: where it is made first, in the
 *          folder of TMPDIR, something failed */
typedef cf_status cf_document_write(FILE *out, const cf_dossier *dossier);

typedef struct cf_document {
    const char *file; /* its name in the folder */
    cf_document_write *write;
} cf_document;

int cf_document_count(void);
const cf_document *cf_document_at(int index);

/** Whether a warning of a part stands before it, there or in an earlier part: the reports share
 *  most of theirs, and each is told once. */
bool cf_is_told(const cf_dossier *dossier, cf_part part, int warning);

/* ---- tables ---- */

/** The parts whose tables are files of their own, in their order. */
extern const cf_part cf_table_parts[];
enum { CF_TABLE_PART_COUNT = 4 };

/** Writes a table as csv. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_table_write(FILE *out, const cf_report *report, const cf_table *table);

/** Whether a name is that of a table's file, of this dossier or of any other: circfin's own. */
bool cf_is_table_file(const char *name);

#endif
