/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_H
#define CIRCFIN_MODEL_H

/*
 * Optimisation models of one's own, in GNU MathProg, on the data of a scenario's view.
 *
 *   model file ─read─► cf_model ─┬─ data ─► cf_model_data ─┐
 *   view ────────────────────────┘                         ├─ solve ─► cf_model_result
 *                                └─────────────────────────┘
 *
 * models/README.md describes the sets and parameters. A model is a program: it may read and write
 * files with the rights of whoever runs it.
 */

#include "circfin/view.h"

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/** What can go wrong with a model; all but the warnings are errors. */
enum {
    CF_CODE_MODEL_CANNOT_READ = 701,
    CF_CODE_MODEL_TOO_LARGE = 702,
    CF_CODE_MODEL_SYNTAX = 703,  /* the text is no MathProg */
    CF_CODE_MODEL_RUN = 704,     /* it is, but fails on this data: division by zero, a check ... */
    CF_CODE_MODEL_SHAPE = 705,   /* declares a name of the layout otherwise than the layout does */
    CF_CODE_MODEL_DATA = 706,    /* does not take the scenario's data for another reason */
    CF_CODE_MODEL_NESTED = 707,  /* more deeply nested or longer than GLPK's stack may bear */
    CF_CODE_MODEL_FORMAT = 708,  /* a printf wider than GLPK's buffer */
    CF_CODE_MODEL_SETTING = 709, /* --set does not fit */
    CF_CODE_MODEL_GAVE_UP = 710, /* GLPK ended with an error of its own */
    CF_CODE_MODEL_WARNING = 711, /* what GLPK warns of */
    CF_CODE_MODEL_NO_DATA = 712, /* the model takes nothing from the scenario */
    CF_CODE_MODEL_SCRATCH = 713, /* no temporary file can be written */
    CF_CODE_MODEL_MEMORY = 714,  /* it needs more memory than a model may take */
    CF_CODE_MODEL_CRASH = 715,   /* GLPK crashed on it: endless recursion, say */
    CF_CODE_MODEL_LATE = 716,    /* it was not even generated in time */
    CF_CODE_MODEL_PRINTED = 717, /* it printed more than is kept */
    CF_CODE_MODEL_WEIGHTED = 718 /* its amounts are weighted by probability */
};

/** A model's text, and what it declares. */
typedef struct cf_model cf_model;

/**
 * Reads a model file; "-" is standard input. Finds the names that it declares, and refuses what
 * would overrun GLPK's stack or buffers; its syntax is GLPK's to check when it is solved.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_INPUT or CF_NO_MEMORY
 *
 * Time and memory: O(size of the file), which may be 16 MiB.
 */
CF_NODISCARD cf_status cf_model_read(cf_model **out, const char *file, cf_diags *diags);
void cf_model_free(cf_model *model); /* NULL is allowed */

/** A value for a parameter without subscripts: a number, or a text (the id of an entity or deal
 *  stands for its symbol). */
typedef struct cf_model_setting {
    const char *name, *value;
} cf_model_setting;

typedef struct cf_model_question {
    const cf_view *view;  /* with its joint entities, if any, as one */
    const char *supplier; /* id of an entity of the view; NULL: the first of SUPPLIERS */
    const cf_model_setting *settings;
    int setting_count;
} cf_model_question;

/** What stands for an id of the scenario, because MathProg does not take the id itself. */
typedef struct cf_model_symbol {
    const char *symbol, *id;
} cf_model_symbol;

/** A data section: what the model declares of the layout, and nothing else. */
typedef struct cf_model_data {
    const char *text;               /* from "data;" to "end;"; "" where the model takes nothing */
    const char *supplier;           /* the id of the one chosen; NULL: none, or not wanted */
    const cf_model_symbol *symbols; /* only those that are not the id itself, in order of use */
    int symbol_count;
} cf_model_data;

/**
 * Writes the data section of a view for a model. Numbers read back exactly.
 *
 * @param model     borrowed for the call
 * @param question  borrowed for the call, but for the ids of its scenario, which must outlive *out
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_BAD_INPUT (the model declares a name of the layout otherwise), CF_BAD_OPTION
 *         (the supplier or a setting), CF_SOLVER or CF_NO_MEMORY
 *
 * Time and memory: O((entities + deals) log) of the view and its earmarks.
 */
CF_NODISCARD cf_status cf_model_data_new(cf_model_data **out, const cf_model *model,
                                         const cf_model_question *question, cf_diags *diags);
void cf_model_data_free(cf_model_data *data); /* NULL is allowed */

typedef enum cf_model_status {
    CF_MODEL_OPTIMAL,
    CF_MODEL_FEASIBLE,   /* a solution, but time ran out before it was shown to be the best */
    CF_MODEL_INFEASIBLE, /* no solution exists */
    CF_MODEL_UNBOUNDED,  /* solutions exist, with an objective as good as one likes */
    CF_MODEL_UNDEFINED,  /* time ran out, or rounding got in the way, before anything was known */
    CF_MODEL_STATUS_COUNT
} cf_model_status;

/** "optimal" and so on; index by the enum. */
extern const char *const cf_model_status_names[CF_MODEL_STATUS_COUNT];

/** A variable or a constraint. Numbers that do not exist are NaN: bounds without limit, marginals
 *  of an integer programme, all values without a solution. */
typedef struct cf_model_line {
    const char *name;  /* of the variable or constraint: "x" */
    const char *index; /* its subscripts as ids of the scenario, with commas between; "" for none */
    double value;      /* of a constraint: of its part with variables */
    double marginal;   /* reduced cost or dual: what the objective gains if the bound moves by 1 */
    double lower, upper;
    bool integer;
    bool nonbasic; /* it sits at a bound */
} cf_model_line;

typedef struct cf_model_result {
    cf_model_status status;
    bool integer;          /* solved as an integer programme */
    bool maximise;         /* else minimise */
    const char *objective; /* the name of the first objective; NULL: the model has none */
    double value;          /* of the objective; NaN without a solution */
    double gap;            /* CF_MODEL_FEASIBLE: relative distance to the best bound; else NaN */
    const cf_model_line *variables, *constraints; /* objectives are no constraints */
    int variable_count, constraint_count;
    const char *const *printed; /* lines that the model's display and printf statements wrote */
    int printed_count;
    bool printed_cut; /* there were more than 1 MiB of them */
} cf_model_result;

/**
 * Translates and solves a model with GLPK: simplex, or branch and bound where it has integer
 * variables. It works in a child process (fork), which may take 2 GiB: whatever it ends with, an
 * error or a crash, comes back as a status.
 *
 * @param data        may be NULL or empty: then the model's own data section is read, if any;
 *                    otherwise that one is passed over with a warning, as by `glpsol --data`
 * @param time_limit  seconds for the solver, 0 for none. What the model computes before and after
 *                    may take as long again and 5 seconds.
 * @param[out] out    owned by the caller; NULL unless CF_OK. It keeps nothing of model and data,
 *                    but the ids of the scenario must outlive it.
 * @return CF_OK (whatever the result's status), CF_BAD_INPUT (told with the model's line), CF_IO
 *         (no temporary file), CF_SOLVER or CF_NO_MEMORY
 *
 * Uses temporary files in TMPDIR or /tmp, since GLPK reads nothing else.
 */
CF_NODISCARD cf_status cf_model_solve(cf_model_result **out, const cf_model *model,
                                      const cf_model_data *data, double time_limit,
                                      cf_diags *diags);
void cf_model_result_free(cf_model_result *result); /* NULL is allowed */

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif
