/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DIAG_H
#define CIRCFIN_DIAG_H

/* What went wrong, and where in the input. */

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

#if defined(__GNUC__)
#define CF_NODISCARD __attribute__((warn_unused_result))
#define CF_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CF_NODISCARD
#define CF_PRINTF(text, first)
#endif

/** The kind of error; diagnostics say what it is, where, and how to fix it. */
typedef enum cf_status {
    CF_OK = 0,
    CF_NO_MEMORY,
    CF_IO,          /* a file cannot be opened, read or written */
    CF_BAD_SYNTAX,  /* the text is not JSON, or no text at all */
    CF_BAD_INPUT,   /* it is JSON, but not a usable scenario */
    CF_BAD_OPTION,  /* an option does not fit the scenario, such as an unknown entity */
    CF_SOLVER,      /* GLPK or igraph refused the call: a bug in circfin */
    CF_STATUS_COUNT /* not a status; keeps cf_status_text() complete */
} cf_status;

/** One line of English for a status; never NULL. */
const char *cf_status_text(cf_status status);

/** A place in the input. Line 0 means the whole file. */
typedef struct cf_where {
    const char *file;    /* "<stdin>" for "-"; NULL: a problem of no file */
    const char *pointer; /* JSON pointer (RFC 6901), such as "/deals/3/amount"; "" is the root, NULL
                            no value. In a spreadsheet "row 6, amount"; for a setting given beside
                            one, its key. Printable, and cut if very long. */
    int line, column;    /* both from 1; the column counts characters, not bytes */
    int length;          /* characters to underline, at least 1 */
    const char *source_line; /* the text of that line without its end, cut to a sensible length */
    int source_column;       /* where the place begins in source_line, in characters from 1 */
} cf_where;

typedef enum cf_severity { CF_ERROR, CF_WARNING } cf_severity;

/** One problem. `code` keeps its meaning for ever: 204 is printed as CF204. */
typedef struct cf_diag {
    cf_severity severity;
    int code;
    const char *message; /* one line, lower case: the rule and the value found */
    const char *hint;    /* how to fix it, or NULL */
    cf_where where;
} cf_diag;

/** Collects problems. Never prints. */
typedef struct cf_diags cf_diags;

CF_NODISCARD cf_status cf_diags_new(cf_diags **out);
void cf_diags_free(cf_diags *diags); /* NULL is allowed */

/** The problems kept, in file order; memory is bounded, so `cf_diags_total` may be larger. */
int cf_diags_count(const cf_diags *diags);
const cf_diag *cf_diags_at(const cf_diags *diags, int index);

/** How many problems of this severity there were, kept or not. */
int cf_diags_total(const cf_diags *diags, cf_severity severity);

/**
 * Adds a problem that has no place in a JSON text (`pointer` NULL) or one that has.
 * All strings are copied. A NULL `diags` is allowed and drops the problem.
 *
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_diags_add(cf_diags *diags, cf_severity severity, int code,
                                    const char *pointer, const char *hint, const char *format, ...)
    CF_PRINTF(6, 7);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
