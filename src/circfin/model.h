/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_H
#define CIRCFIN_MODEL_H

/*
 * Advanced tier. The user's own optimisation models in GNU MathProg, on the data of a view.
 *
 *   model file ─read─► cf_model ─┬─ data ─► cf_model_data ─┐
 *   view ────────────────────────┘                         ├─ solve ─► cf_model_result
 *                                └─────────────────────────┘
 *
 * models/README.md describes the sets and parameters. A model is a program: it is held to limits,
 * and reads and writes no files unless it is trusted.
 */

#include "circfin/view.h"

CF_PUBLIC

/** A model's text and its declarations. */
typedef struct cf_model cf_model;

/**
 * Reads a model file; "-" is standard input. Finds its declarations, and refuses what would
 * overrun GLPK's stack or buffers. GLPK checks the syntax when the model is solved.
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

/** The symbol of an id that MathProg does not accept. */
typedef struct cf_model_symbol {
    const char *symbol, *id;
} cf_model_symbol;

/** A data section: the parts of the layout that the model declares. */
typedef struct cf_model_data {
    const char *text;               /* from "data;" to "end;"; "" if the model takes no data */
    const char *supplier;           /* id of the chosen supplier; NULL: none, or not declared */
    const cf_model_symbol *symbols; /* only symbols that differ from their id, in order of use */
    int symbol_count;
} cf_model_data;

/**
 * Writes the data section of a view for a model. Numbers read back exactly.
 *
 * @param model     borrowed for the call
 * @param question  borrowed for the call, except the ids of its scenario, which must outlive *out
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_BAD_INPUT (the model declares a name of the layout with another shape),
 * CF_BAD_OPTION (the supplier or a setting), CF_SOLVER or CF_NO_MEMORY
 *
 * Time and memory: O((entities + deals) log) of the view and its earmarks.
 */
CF_NODISCARD cf_status cf_model_data_new(cf_model_data **out, const cf_model *model,
                                         const cf_model_question *question, cf_diags *diags);
void cf_model_data_free(cf_model_data *data); /* NULL is allowed */

typedef enum cf_model_status {
    CF_MODEL_OPTIMAL,
    CF_MODEL_FEASIBLE,   /* a solution, not proved optimal within the time limit */
    CF_MODEL_INFEASIBLE, /* no solution exists */
    CF_MODEL_UNBOUNDED,  /* the objective is unlimited */
    CF_MODEL_UNDEFINED,  /* unknown, because of the time limit or rounding */
    CF_MODEL_STATUS_COUNT
} cf_model_status;

/** "optimal" and so on; index by the enum. */
extern const char *const cf_model_status_names[CF_MODEL_STATUS_COUNT];

/** Between which two values something may move; NaN: without limit on that side, or unknown. */
typedef struct cf_model_range {
    double from, to;
} cf_model_range;

/** A variable or a constraint. Numbers that do not exist are NaN: bounds without limit, marginals
 *  of an integer programme, all values without a solution. */
typedef struct cf_model_line {
    const char *name;  /* of the variable or constraint: "x" */
    const char *index; /* its subscripts as ids of the scenario, joined by commas; "" for none */
    double value;      /* of a constraint: of its part with variables */
    double marginal;   /* reduced cost or dual: the change of the objective per unit of the bound */
    double lower, upper;
    bool integer;
    bool nonbasic; /* at a bound */

    /* With cf_model_limits.ranges, of an optimal linear programme; else NaN and NULL. */
    double coefficient;                      /* in the objective; 0 for a constraint */
    cf_model_range coefficient_range;        /* in which the solution stays the same */
    cf_model_range lower_range, upper_range; /* of each bound, in which `marginal` stays as it is */
    double down, up; /* one-sided prices of a constraint's bound; NaN: no solution on that side */
    const char *enters; /* what becomes basic, as "x[a,b]", where the coefficient (of a constraint:
                           the bound) leaves its range at the nearer end; NULL: nothing does */
} cf_model_line;

typedef struct cf_model_result {
    cf_model_status status;
    bool integer;          /* solved as an integer programme */
    bool maximise;         /* else minimise */
    const char *objective; /* the name of the first objective; NULL: the model has none */
    double value;          /* of the objective; NaN without a solution */
    double gap;            /* CF_MODEL_FEASIBLE: relative distance to the best bound; else NaN */
    const cf_model_line *variables, *constraints; /* objectives are not constraints */
    int variable_count, constraint_count;
    const char *const *printed; /* lines written by display and printf in the model */
    int printed_count;
    bool printed_cut; /* there was more than 1 MiB */
    bool wide;        /* numbers are too far apart: GLPK may get the smaller ones wrong */
    bool faint;       /* some values are below 1e-9: they are 0 in `printed` */
    bool ranged;      /* lines have ranges */
    bool degenerate;  /* ranged: something basic is at a bound, so marginals are those of one of
                         several bases and hold on one side at best */
    bool one_sided;   /* ranged: constraints have `down` and `up` */
} cf_model_result;

/** What a model may use, and what is wanted of it. */
typedef struct cf_model_limits {
    double seconds; /* to generate, solve and print; 0: no limit */
    int mebibytes;  /* of memory; 0: no limit */
    bool trusted;   /* it may read and write files, with the rights of the user */
    bool ranges;    /* also find ranges of bounds and coefficients, and one-sided prices: one
                       solve with the factorised basis for each line; where the vertex is
                       degenerate, two short linear programmes for each constraint at a bound */
} cf_model_limits;

/**
 * Translates and solves a model with GLPK: simplex, or branch and bound for integer
 * variables. GLPK runs in a child process (fork) with limits on time, memory and files, so that its
 * errors and crashes come back as a status. Amounts of any size are scaled before GLPK computes
 * with them; results are in the scenario's unit.
 *
 * @param data        may be NULL or empty: then the model's own data section is read, if any;
 *                    otherwise that section is ignored with a warning, as by `glpsol --data`
 * @param limits      borrowed for the call. A solution found in time is CF_MODEL_FEASIBLE; a model
 *                    that has none is ended within a second after its time.
 * @param[out] out    owned by the caller; NULL unless CF_OK. It keeps no reference to model and
 *                    data, but the ids of the scenario must outlive it.
 * @return CF_OK (whatever the result's status), CF_BAD_INPUT (reported with the model's line),
 * CF_IO (no temporary file), CF_SOLVER or CF_NO_MEMORY
 *
 * Uses temporary files in TMPDIR or /tmp, because GLPK reads only files.
 */
CF_NODISCARD cf_status cf_model_solve(cf_model_result **out, const cf_model *model,
                                      const cf_model_data *data, const cf_model_limits *limits,
                                      cf_diags *diags);
void cf_model_result_free(cf_model_result *result); /* NULL is allowed */

CF_PUBLIC_END

#endif
