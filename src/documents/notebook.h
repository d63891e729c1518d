/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_NOTEBOOK_H
#define CIRCFIN_DOCUMENTS_NOTEBOOK_H

/*
 * notebook.ipynb, nbformat 4.5: the cells of notebook.py, not yet run.
 *
 *   notebook.py ──notebook_cells.c──► cells ──notebook.c──► JSON
 *                                        ├─ notebook_words.c: text about the scenario
 *                                        └─ notebook_pictures.c: pictures inside a cell
 */

#include <jansson.h>
#include <stdio.h>

#include "circfin/dossier.h"

enum { CF_CELL_NAME = 32, CF_NOTEBOOK_PICTURES = 2 };

/** A cell of notebook.py. */
typedef struct cf_notebook_cell {
    bool is_text;                /* Markdown; else code */
    bool is_hidden;              /* its source is folded up where Jupyter can do that */
    char id[CF_CELL_NAME];       /* its name in notebook.py, and its id in the notebook */
    char tag[CF_CELL_NAME];      /* a tag of Jupyter's, or "" */
    bool has_pictures;           /* those of the report are attached to it */
    char needs[2][CF_CELL_NAME]; /* the tables without whose rows it is left out, or "" */
    const char *source;          /* borrowed from the program */
    size_t length;
} cf_notebook_cell;

/** The cell that begins at or after *at, which then points behind it; false: there is none. */
bool cf_notebook_next(cf_notebook_cell *cell, const char **at);

/** The Markdown that "# @name" of notebook.py stands for, without a line end. Unknown names write
 *  nothing. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_notebook_words(FILE *out, const cf_dossier *dossier, const char *name);

/** The pictures of the report, drawn once. */
typedef struct cf_notebook_pictures {
    char *bytes[CF_NOTEBOOK_PICTURES]; /* PNG; NULL where it cannot be drawn here */
    size_t sizes[CF_NOTEBOOK_PICTURES];
} cf_notebook_pictures;

/** Release *out whatever the status. @return CF_OK, CF_NO_MEMORY or CF_SOLVER */
CF_NODISCARD cf_status cf_notebook_draw(cf_notebook_pictures *out, const cf_dossier *dossier);
void cf_notebook_release(cf_notebook_pictures *pictures);

/** The number of the picture that "# @name" stands for, or -1. */
int cf_notebook_picture(const char *name);

/** Writes it as an image of Markdown: the one attached to the cell, or the file beside the
 *  notebook. */
void cf_notebook_put_picture(FILE *out, const cf_notebook_pictures *pictures, int picture);

/** What Jupyter keeps of pictures in a cell, as an object of JSON; NULL for want of memory. */
json_t *cf_notebook_attachments(const cf_notebook_pictures *pictures);

#endif
