/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DIAG_H
#define CIRCFIN_DIAG_H

/* Advanced tier. Diagnostics one by one, with their places. */

#include <stdio.h>

#include "circfin/circfin.h"

CF_PUBLIC

/** What exactly went wrong, by name: the rows of codes.def. circfin/codes.h explains them. */
typedef enum cf_code {
#define CF_CODE(name, number, ...) CF_CODE_##name = (number),
#include "circfin/codes.def"
} cf_code;

/** One line of English for a status; never NULL. */
const char *cf_status_text(cf_status status);

/** A place in the input. Line 0 means the whole file. */
typedef struct cf_where {
    const char *file;    /* "<stdin>" for "-"; NULL: not about a file */
    const char *pointer; /* JSON pointer (RFC 6901), such as "/deals/3/amount"; "" is the root, NULL
                            none. In a spreadsheet "row 6, amount"; for a setting its key.
                            Printable, and cut if very long. */
    int line, column;    /* both from 1; the column counts characters, not bytes */
    const char *sheet;   /* of a workbook: line and column are then those of a cell; NULL: none */
    bool is_table;       /* the sheet is a table or view of a database: the line is the number of a
                            row, 0 its head */
    int length;          /* characters to underline, at least 1 */
    const char *source_line; /* the text of that line without its end, or of the cell; cut if very
                                long */
    int source_column;       /* column of the place in source_line, in characters from 1 */
} cf_where;

/** A note is of what is ordinary in many files; `circfin check` alone tells it. */
typedef enum cf_severity { CF_ERROR, CF_WARNING, CF_NOTE, CF_SEVERITY_COUNT } cf_severity;

/** One problem. `code` never changes its meaning; 204 is printed as CF204. Problems of one `kind`
 *  are repetitions: the same code at the same key or column of other records of a file. */
typedef struct cf_diag {
    cf_severity severity;
    int code;
    int kind;
    const char *message; /* one line, lower case: the rule and the value found */
    const char *hint;    /* how to fix it, or NULL */
    cf_where where;
    cf_where other; /* a second place that it is about; its `pointer` is NULL where there is none */
    const char *of; /* of what is probably wrong: the id of the entity or deal; else NULL */
    const char *value, *expected; /* ... what stands there, and what would be usual; may be NULL */
} cf_diag;

/** The number of problems kept; 0 for NULL. Memory is bounded, so `cf_diags_total` may be larger.
 */
int cf_diags_count(const cf_diags *diags);
const cf_diag *cf_diags_at(const cf_diags *diags, int index);

/** The number of problems of this severity, kept or not; 0 for NULL. */
int cf_diags_total(const cf_diags *diags, cf_severity severity);

/** The number of problems of the kind of `diag`, kept or not, itself included. */
int cf_diags_of_kind(const cf_diags *diags, const cf_diag *diag);

/**
 * Adds a problem, with a place in a JSON text unless `pointer` is NULL.
 * All strings are copied. A NULL `diags` is allowed and drops the problem.
 *
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_diags_add(cf_diags *diags, cf_severity severity, cf_code code,
                                    const char *pointer, const char *hint, const char *format, ...)
    CF_PRINTF(6, 7);

/** The name of the cell of a place in a workbook, such as "D7"; in a table of a database that of
 *  the row, such as "12", or "columns". Columns beyond XFD are not named. */
enum { CF_CELL_NAME_SIZE = 16 };
void cf_where_cell(char out[CF_CELL_NAME_SIZE], const cf_where *where);

/** How a problem is printed. */
typedef struct cf_diag_style {
    bool colour;
    bool source; /* with the source line and a caret */
    bool strict; /* warnings are errors */
} cf_diag_style;

/** Prints one problem as compilers do, and its hint on a second line. */
void cf_diag_print(FILE *out, const cf_diag *diag, const cf_diag_style *style);

CF_PUBLIC_END

#endif
