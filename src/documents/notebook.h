/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_NOTEBOOK_H
#define CIRCFIN_DOCUMENTS_NOTEBOOK_H

/*
 * notebook.ipynb: nbformat 4.5, readable without being run.
 *
 *   notebook.py ──cells──► notebook.c ──► JSON        the program, the same for all scenarios
 *                             ├─ notebook_words.c     what cells of text say of the one at hand
 *                             └─ notebook_outputs.c   what each cell of code shows
 *                                  ├─ notebook_tables.c
 *                                  └─ notebook_lively.c   Vega-Lite
 */

#include <jansson.h>
#include <stdio.h>

#include "report/lookup.h"
#include "circfin/dossier.h"

enum { CF_CELL_NAME = 32 };

/** A cell of notebook.py. */
typedef struct cf_notebook_cell {
    bool is_text;                /* Markdown; else code */
    bool is_hidden;              /* its source is folded up where Jupyter can do that */
    char id[CF_CELL_NAME];       /* its name here, and its id in the notebook */
    char needs[2][CF_CELL_NAME]; /* the tables without whose rows it is left out, or "" */
    const char *source;          /* borrowed from the program */
    size_t length;
} cf_notebook_cell;

/** The cell that begins at or after *at, which then points behind it; false: there is none. */
bool cf_notebook_next(cf_notebook_cell *cell, const char **at);

/** A notebook in the making. */
typedef struct cf_notebook {
    const cf_dossier *dossier;
    cf_report *scratch; /* owns texts and tables that are made on the way */
    cf_lookup suppliers;
    const char *first; /* the id of the first supplier, or NULL */
    cf_lookup entities;
    const char **names; /* of entities, by their rows */
} cf_notebook;

/** What to call an entity; where several have a name, with its id. */
const char *cf_notebook_name(const cf_notebook *notebook, const char *id);

/** A table of any of the dossier's csv files, or one without rows. */
cf_lookup cf_notebook_sheet(const cf_notebook *notebook, const char *table);

/** Writes to an open stream. @return CF_OK or CF_NO_MEMORY */
typedef cf_status cf_notebook_put(FILE *out, const cf_notebook *notebook, const void *what);

/** What `put` writes, as Jupyter keeps texts: a list of lines. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_notebook_lines(json_t **out, const cf_notebook *notebook,
                                         cf_notebook_put *put, const void *what);

/** Sets a key; takes the value, which may be NULL for want of memory. */
CF_NODISCARD cf_status cf_notebook_set(json_t *object, const char *key, json_t *value);

/** The words for a "# @name" of notebook.py, without a line end. Unknown names write nothing. */
cf_status cf_notebook_words(FILE *out, const cf_notebook *notebook, const char *name);

/** What a cell of code shows: media type → data. NULL where it shows nothing. */
CF_NODISCARD cf_status cf_notebook_output(json_t **out, const cf_notebook *notebook,
                                          const char *cell);

/** Adds a table as HTML and as plain text. `table` is one of these of notebook_tables.c: suppliers,
 *  routes, rests, loops, what-if, system. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_notebook_add_table(json_t *data, const cf_notebook *notebook,
                                             const char *table);

/** The intervals of the suppliers in Vega-Lite. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_notebook_lively(json_t **out, const cf_notebook *notebook);

#endif
