/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_NOTEBOOK_H
#define CIRCFIN_DOCUMENTS_NOTEBOOK_H

/*
 * notebook.ipynb, nbformat 4.5: the cells of notebook.py, not yet run.
 *
 *   notebook.py ──notebook_cells.c──► cells ──notebook.c──► JSON
 *                                        └─ notebook_words.c: text about the scenario
 */

#include <stdio.h>

#include "circfin/dossier.h"

enum { CF_CELL_NAME = 32 };

/** A cell of notebook.py. */
typedef struct cf_notebook_cell {
    bool is_text;                /* Markdown; else code */
    bool is_hidden;              /* its source is folded up where Jupyter can do that */
    char id[CF_CELL_NAME];       /* its name in notebook.py, and its id in the notebook */
    char tag[CF_CELL_NAME];      /* a tag of Jupyter's, or "" */
    char needs[2][CF_CELL_NAME]; /* the tables without whose rows it is left out, or "" */
    const char *source;          /* borrowed from the program */
    size_t length;
} cf_notebook_cell;

/** The cell that begins at or after *at, which then points behind it; false: there is none. */
bool cf_notebook_next(cf_notebook_cell *cell, const char **at);

/** The Markdown that "# @name" of notebook.py stands for, without a line end. Unknown names write
 *  nothing. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_notebook_words(FILE *out, const cf_dossier *dossier, const char *name);

#endif
