/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_DIAGS_H
#define CIRCFIN_BASE_DIAGS_H

/*
 * Problems of a file that is being read: reported by JSON pointer in any order, given their lines
 * and columns afterwards, and sorted into file order at the end.
 *
 *   cf_diags_open ─► cf_diags_report ... ─► places are filled in ─► cf_diags_close
 */

#include <stdarg.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "circfin/diag.h"

/*
 * Problems are of one kind if they have the same severity, code and file, the same place but for
 * the numbers in it (/deals/3/amount and /deals/7/amount), and the same `same`; without a place,
 * the same message. So many of a severity are kept, and in any case the first of each kind; further
 * ones are only counted. Kinds beyond the limit share one for each code.
 */
enum { CF_DIAGS_KEPT = 1000, CF_DIAGS_KEPT_OF_KIND = 6, CF_DIAGS_KINDS = 1000 };

/** A problem in the making; all strings are copied. */
typedef struct cf_problem {
    cf_severity severity;
    cf_code code;
    const char *pointer; /* JSON pointer; NULL: no place in the JSON tree */
    bool at_key;         /* the place is the key, not its value */
    const char *other; /* JSON pointer of a second place, or NULL: `hint` then ends with its line */
    const char *hint;  /* or NULL */
    const char *same;  /* what problems of one kind share, such as a currency; or NULL */
    const char *of, *value, *expected; /* see cf_diag; or NULL */
} cf_problem;

typedef struct cf_diags_kind {
    int count; /* all of them */
    int kept;
} cf_diags_kind;

typedef struct cf_diags_entry {
    cf_diag diag;
    bool at_key;
    const char *other;
    int part;  /* which of the files that are read together, see cf_diags_turn() */
    int run;   /* of which analysis, see cf_diags_begin_run() */
    int order; /* of arrival */
} cf_diags_entry;

struct cf_diags {
    cf_arena arena; /* every string */
    cf_diags_entry *entries;
    int count, room;
    int opened;       /* index of the first entry of the file being read */
    const char *file; /* its name; NULL: none is being read */
    int part;
    int run, runs; /* the analysis that is running, or 0; those begun */
    int files;     /* opened so far */
    int kept[CF_SEVERITY_COUNT], total[CF_SEVERITY_COUNT];
    CF_VEC(cf_diags_kind) kinds;
    cf_map kind_names; /* what makes a kind → its index */
    char *text;        /* of cf_diags_text(), or NULL */
};

/**
 * Adds a problem.
 *
 * @param[out] place  where the entry is, for filling in its place before the next one is added;
 *                    NULL inside where it was not kept; may itself be NULL
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_diags_report(cf_diags *diags, cf_where **place, const cf_problem *problem,
                                       const char *format, va_list args);

/** From here on problems belong to this file. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_diags_open(cf_diags *diags, const char *file);

/** Several files are read together: from here on problems belong to this one, and come after those
 *  of files with a smaller part. NULL is no file. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_diags_turn(cf_diags *diags, const char *file, int part);

/** An analysis begins or ends: its problems are told apart from those of others. NULL is allowed.
 */
void cf_diags_begin_run(cf_diags *diags);
void cf_diags_end_run(cf_diags *diags);

/** Whether a problem belongs to the analysis that runs, or to none, such as one of reading. */
bool cf_diags_is_of_run(const cf_diags *diags, int index);

/** Whether it belongs to no analysis. */
bool cf_diags_is_of_reading(const cf_diags *diags, int index);

/** Puts the problems since cf_diags_open() into file order; what follows belongs to no file. */
void cf_diags_close(cf_diags *diags);

#endif
