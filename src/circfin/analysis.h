/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSIS_H
#define CIRCFIN_ANALYSIS_H

/* Analyses: one file and one row in analyses/analyses.def each. */

#include "circfin/progress.h"
#include "circfin/report.h"
#include "circfin/view.h"

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/** A parameter of an analysis beyond the view: an option of its command. */
typedef struct cf_param_spec {
    const char *name;  /* "supplier" is --supplier */
    const char *value; /* what follows it, for help: "ENTITY" */
    const char *help;  /* one line */
    bool repeatable;
    bool writes; /* the value names a file for what the report has attached under `name` */
} cf_param_spec;

typedef struct cf_param {
    const char *name, *value;
} cf_param;

/** What is asked of an analysis. */
typedef struct cf_request {
    const cf_scenario *scenario;
    const char *operand; /* the file before the scenario, where the analysis has `operands` */
    cf_view_options view;
    const cf_scenario *other;   /* where the analysis compares: B; it may be `scenario` itself */
    cf_view_options other_view; /* and its view */
    const cf_param *params;     /* in the order given; every name is one of the analysis's */
    int param_count;
    const char *table; /* the one table wanted, NULL: all; unless there is to be a digest only */
    bool digest_only;  /* only what a person reads: no tables, and no figures but those in it */
    bool no_digest;    /* nobody reads it: it may be left out */
    bool verbose;      /* the digest's level 1, too */
    const cf_progress *progress; /* told how far it is, where the analysis takes long; or NULL */
    const cf_row_sink *stream;   /* takes the rows of an analysis that streams; its report then has
                                    figures, and neither tables nor a digest. Or NULL */
} cf_request;

typedef struct cf_analysis {
    const char *name;            /* its command */
    const char *summary;         /* one line for help */
    const char *example;         /* a command line */
    const char *operands;        /* NULL: "SCENARIO"; "MODEL.mod SCENARIO": one file before it */
    bool compares;               /* two scenarios, or one under two views: "A [B]" */
    const cf_param_spec *params; /* ends with a row of NULLs */
    const char *const *tables;   /* the names of its tables, NULL at the end; the first is
                                    the one that csv writes unasked */
    bool stoppable;              /* asks `progress` and stops when told to */
    /** Fills the report. CF_BAD_OPTION where a parameter does not fit (told in diags). */
    cf_status (*run)(cf_report *report, const cf_request *request, cf_diags *diags);
} cf_analysis;

int cf_analysis_count(void);
const cf_analysis *cf_analysis_at(int index);
const cf_analysis *cf_analysis_find(const char *name); /* NULL where there is none */

/**
 * Runs an analysis: makes the report, its head and its view settings, and lets it be filled.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; request->scenario must outlive it
 * @return CF_BAD_OPTION where request->operand or request->other is missing, else what the analysis
 * returns
 */
CF_NODISCARD cf_status cf_analysis_run(cf_report **out, const cf_analysis *analysis,
                                       const cf_request *request, cf_diags *diags);

/** Frees what the solvers keep for the calling thread; call it when the thread is done. */
void cf_thread_end(void);

/** The library's version, such as "0.1.0". */
const char *cf_version(void);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
