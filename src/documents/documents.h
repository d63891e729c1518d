/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_DOCUMENTS_H
#define CIRCFIN_DOCUMENTS_DOCUMENTS_H

/* Files of a dossier: one row each in documents.def. They know the tables of contract by name. */

#include <stdio.h>

#include "circfin/dossier.h"

typedef struct cf_document {
    const char *file; /* its name in the folder */
    /** Writes to an open stream; the caller checks ferror.
     *  @return CF_OK, CF_NO_MEMORY, CF_SOLVER, or CF_IO with errno set */
    cf_status (*write)(FILE *out, const cf_dossier *dossier);
} cf_document;

#endif
