/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSIS_H
#define CIRCFIN_ANALYSIS_H

/* Advanced tier. Analyses: each has one file and one row in analyses/analyses.def. */

#include "circfin/options.h"
#include "circfin/progress.h"
#include "circfin/report.h"
#include "circfin/view.h"

CF_PUBLIC

/** Draws of `simulate` that were made in parts: circfin/parts.h. */
typedef struct cf_draw_parts cf_draw_parts;

/** The input of an analysis. */
typedef struct cf_request {
    const cf_scenario *scenario;
    const char *operand; /* the file before the scenario, if the analysis has `operands` */
    cf_view_options view;
    const cf_scenario *other;   /* scenario B of an analysis that compares; may be `scenario` */
    cf_view_options other_view; /* the view of B */
    const cf_param *params; /* in the order given; each is a parameter of the analysis (an option
                               of its command beyond the view) */
    int param_count;
    const char *table;           /* the one table to fill; NULL: all; ignored with digest_only */
    bool digest_only;            /* fill only the digest, and the figures in it */
    bool no_digest;              /* the digest is not needed */
    bool no_figures;             /* figures are not needed: those that take long may be null */
    bool verbose;                /* also level 1 of the digest */
    bool of_shard;               /* the result becomes part of a whole: see circfin/shards.h */
    const cf_progress *progress; /* receives the progress of a long analysis; or NULL */
    const char *part; /* simulate: the file for the draws from .. to - 1, in place of a result */
    cf_params given;  /* options of the view and of the analysis as given, which a part keeps */
    const cf_draw_parts *parts; /* simulate: such draws, of `scenario`, in place of new ones */
    const cf_row_sink *stream;  /* receives the rows of an analysis that streams; its report then
                                   has only figures. Or NULL */
} cf_request;

typedef struct cf_analysis {
    const char *name;        /* its command */
    const char *summary;     /* one line for help */
    const char *description; /* for the manual: some sentences */
    const char *memory;      /* for help: what it takes and what grows: "about 900 bytes a deal" */
    const char *example;     /* a command line */
    const char *operands;    /* NULL: "SCENARIO"; "MODEL.mod SCENARIO": one file before it */
    bool compares;           /* two scenarios, or one under two views: "A [B]" */
    const cf_param_spec *params; /* ends with a row of NULLs */
    const char *const *tables;   /* names of its tables, NULL at the end; csv writes the
                                    first by default */
    /** The columns of each of them. What a request adds, such as the axes of a sweep, stands before
     *  these. */
    const cf_columns *const *columns;
    const cf_columns *figures; /* the figures of its report, in order; NULL: it has none */
    cf_feature_id feature;     /* without which it is refused */
    bool draws;                /* its report has a picture */
    bool merges;               /* with --merge, its files are parts: circfin/parts.h */
    bool stoppable;            /* stops early when `progress` asks for it */
    bool own_amounts; /* works amounts out itself, by day, period or draw, so that it refuses
                         the what-ifs of a view */
    bool backs;       /* follows money that is backed; else that is left out, with a
                         warning */
    /** Fills the report. CF_BAD_OPTION if a parameter is wrong (reported in diags). */
    cf_status (*run)(cf_report *report, const cf_request *request, cf_diags *diags);
} cf_analysis;

int cf_analysis_count(void);
const cf_analysis *cf_analysis_at(int index);
const cf_analysis *cf_analysis_find(const char *name); /* NULL if there is none */

/** Whether this build can run an analysis with these parameters.
 *  @return CF_OK, CF_BAD_OPTION (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_analysis_check_build(const cf_analysis *analysis, cf_params params,
                                               cf_diags *diags);

/**
 * Runs an analysis: makes a report with its head and view settings, and fills it.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; request->scenario must outlive it
 * @return CF_BAD_OPTION if request->operand or request->other is missing, or this build cannot run
 * it (reported in diags); else the status of the analysis
 */
CF_NODISCARD cf_status cf_analysis_run(cf_report **out, const cf_analysis *analysis,
                                       const cf_request *request, cf_diags *diags);

/** What cf_question_answer() is asked. */
typedef struct cf_question {
    const char *analysis;
    const cf_scenario *scenario;
    const cf_scenario *other;    /* scenario B of an analysis that compares; NULL: `scenario` */
    const char *const *options;  /* as for cf_scenario_analyse() */
    const char *table;           /* the one to fill, without the digest; NULL: all of it */
    const cf_progress *progress; /* receives the progress of a long analysis; or NULL */
} cf_question;

/**
 * cf_scenario_analyse() with what options cannot say.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK; both scenarios must outlive it
 * @return the status of cf_scenario_analyse(); CF_BAD_OPTION also where the analysis has no such
 *         table
 */
CF_NODISCARD cf_status cf_question_answer(cf_report **out, const cf_question *question,
                                          cf_diags *diags);

/** The library's version, such as "0.1.0". */
const char *cf_version(void);

CF_PUBLIC_END

#endif
