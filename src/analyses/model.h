/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_MODEL_H
#define CIRCFIN_ANALYSES_MODEL_H

/* The parts of `model`:
 *
 *   model.c         its row among the analyses, the order of work, figures and tables
 *   model_ranges.c  the tables of --ranges
 *   model_digest.c  what a person reads first
 */

#include "circfin/analysis.h"
#include "circfin/model.h"
#include "report/columns.h"

typedef struct cf_model_job {
    const cf_request *request;
    const char *supplier, *data_out; /* as given, or NULL */
    cf_model_limits limits;
    cf_model_setting *settings;
    int setting_count;
    cf_view *view;
    cf_model *model;
    cf_model_data *data;
    cf_model_result *result;
} cf_model_job;

/** The model's file, for people. */
const char *cf_model_job_file(const cf_model_job *job);

/* The columns of the tables variables and constraints. */
extern const cf_columns cf_model_variables, cf_model_constraints;

/* ---- with --ranges ---- */

extern const cf_columns cf_model_range_variables, cf_model_range_rows, cf_model_range_drivers;

/** Adds the table variables, with these columns. */
CF_NODISCARD cf_status cf_model_add_range_variables(const cf_model_job *job, cf_report *report);

/** Adds the tables rows and drivers; they are empty where they are not asked for. */
CF_NODISCARD cf_status cf_model_add_range_rows(const cf_model_job *job, cf_report *report);

/** The range of a constraint's side: of the bound that it is at, else of the nearer one. */
cf_model_range cf_model_side(const cf_model_line *line);

/** Says why there are no ranges, or that they are those of one basis among several. */
CF_NODISCARD cf_status cf_model_warn_ranges(const cf_model_job *job, cf_diags *diags);

CF_NODISCARD cf_status cf_model_write_digest(const cf_model_job *job, cf_report *report);

#endif
