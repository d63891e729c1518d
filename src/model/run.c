/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a model through GLPK, inside the child:
 *
 *   read ─► data ─► no more files ─► generate ─► solve ─► postsolve ─► result
 *
 * From "generate" on, statements of the model run. What they print goes to standard output, which
 * is the file for it, so that GLPK need not open one; nor can the model. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/clock.h"
#include "model/glpk.h"
#include "model/model.h"
#include "model/ranges.h"

enum {
    MOST_PRINTED_MIB = 64, /* circfin keeps the first */
    MORE_MIB = 256         /* of memory, for a deep stack and for the results */
};

struct job {
    const cf_model_task *task;
    cf_model_outcome outcome;
    cf_model_store *store;
    cf_ranging *ranging; /* NULL: none are asked for, or there are none */
};

/* ---- the answer ---- */

static double without_sign_of_zero(double number)
{
    return number + 0.0;
}

static double bound_or_nan(double bound)
{
    return fabs(bound) < DBL_MAX ? bound : (double)NAN;
}

static bool has_values(const cf_model_result *result)
{
    return result->status == CF_MODEL_OPTIMAL || result->status == CF_MODEL_FEASIBLE;
}

static cf_status split_name(const struct job *job, const char *text, const char **name,
                            const char **index)
{
    static const cf_map none = { 0 };
    const cf_model_data_store *store = (const cf_model_data_store *)job->task->data;

    return cf_symbols_split(&job->store->arena, store == NULL ? &none : &store->symbols.changed,
                            store == NULL ? NULL : store->symbols.made.at, text == NULL ? "" : text,
                            name, index);
}

/* "x[a,b]" of a number of cf_ranging; NULL of 0. */
static cf_status name_entering(const struct job *job, glp_prob *lp, int number, const char **out)
{
    int rows = glp_get_num_rows(lp);
    const char *name = "", *index = "";
    size_t size;
    char *text;
    cf_status status;

    *out = NULL;
    if (number == 0)
        return CF_OK;
    status = split_name(
        job, number <= rows ? glp_get_row_name(lp, number) : glp_get_col_name(lp, number - rows),
        &name, &index);
    if (status != CF_OK || index[0] == '\0') {
        *out = name;
        return status;
    }
    size = strlen(name) + strlen(index) + sizeof "[]";
    text = cf_arena_new(&job->store->arena, size, 1);
    if (text != NULL)
        snprintf(text, size, "%s[%s]", name, index);
    *out = text;
    return text == NULL ? CF_NO_MEMORY : CF_OK;
}

static void forget_ranges(cf_model_line *line)
{
    const cf_model_range none = { (double)NAN, (double)NAN };

    line->coefficient_range = line->lower_range = line->upper_range = none;
    line->down = line->up = (double)NAN;
}

static cf_status take_variable(const struct job *job, glp_prob *lp, int j, cf_model_line *line)
{
    bool integer = job->store->result.integer;
    int enters = 0;
    cf_status status;

    line->integer = glp_get_col_kind(lp, j) != GLP_CV;
    line->lower = bound_or_nan(glp_get_col_lb(lp, j));
    line->upper = bound_or_nan(glp_get_col_ub(lp, j));
    line->value = line->marginal = NAN;
    if (has_values(&job->store->result)) {
        line->value =
            without_sign_of_zero(integer ? glp_mip_col_val(lp, j) : glp_get_col_prim(lp, j));
        line->nonbasic = !integer && glp_get_col_stat(lp, j) != GLP_BS;
        if (!integer)
            line->marginal = without_sign_of_zero(glp_get_col_dual(lp, j));
    }
    line->coefficient = without_sign_of_zero(glp_get_obj_coef(lp, j));
    forget_ranges(line);
    if (job->ranging != NULL)
        cf_ranging_of_column(job->ranging, j, line, &enters);
    status = name_entering(job, lp, enters, &line->enters);
    return status == CF_OK ? split_name(job, glp_get_col_name(lp, j), &line->name, &line->index)
                           : status;
}

static cf_status take_constraint(const struct job *job, glp_prob *lp, int i, cf_model_line *line)
{
    bool integer = job->store->result.integer;
    int enters = 0;
    cf_status status;

    line->lower = bound_or_nan(glp_get_row_lb(lp, i));
    line->upper = bound_or_nan(glp_get_row_ub(lp, i));
    line->value = line->marginal = NAN;
    if (has_values(&job->store->result)) {
        line->value =
            without_sign_of_zero(integer ? glp_mip_row_val(lp, i) : glp_get_row_prim(lp, i));
        line->nonbasic = !integer && glp_get_row_stat(lp, i) != GLP_BS;
        if (!integer)
            line->marginal = without_sign_of_zero(glp_get_row_dual(lp, i));
    }
    forget_ranges(line);
    if (job->ranging != NULL)
        cf_ranging_of_row(job->ranging, i, line, &enters);
    status = name_entering(job, lp, enters, &line->enters);
    return status == CF_OK ? split_name(job, glp_get_row_name(lp, i), &line->name, &line->index)
                           : status;
}

/* GLPK keeps objectives as rows without bounds. */
static bool is_objective(glp_prob *lp, int row)
{
    const char *objective = glp_get_obj_name(lp), *name = glp_get_row_name(lp, row);

    return glp_get_row_type(lp, row) == GLP_FR && objective != NULL && name != NULL &&
           strcmp(objective, name) == 0;
}

static cf_status take_lines(const struct job *job, glp_prob *lp)
{
    cf_model_result *result = &job->store->result;
    int columns = glp_get_num_cols(lp), rows = glp_get_num_rows(lp);
    cf_model_line *variables = cf_arena_new(&job->store->arena, (size_t)columns, sizeof *variables);
    cf_model_line *constraints =
        cf_arena_new(&job->store->arena, (size_t)rows, sizeof *constraints);
    cf_status status = variables == NULL || constraints == NULL ? CF_NO_MEMORY : CF_OK;

    result->variables = variables;
    result->constraints = constraints;
    for (int j = 1; j <= columns && status == CF_OK; j++)
        status = take_variable(job, lp, j, &variables[result->variable_count++]);
    for (int i = 1; i <= rows && status == CF_OK; i++) {
        if (!is_objective(lp, i))
            status = take_constraint(job, lp, i, &constraints[result->constraint_count++]);
    }
    return status;
}

/* Where the vertex is degenerate; elsewhere the lines have prices already. */
static cf_status take_prices(const struct job *job, glp_prob *lp, double end)
{
    cf_model_result *result = &job->store->result;
    cf_model_line *constraints = (cf_model_line *)result->constraints;
    size_t room = (size_t)glp_get_num_rows(lp) + 1;
    double *down = cf_arena_new(&job->store->arena, room, sizeof *down);
    double *up = cf_arena_new(&job->store->arena, room, sizeof *up);

    if (down == NULL || up == NULL)
        return CF_NO_MEMORY;
    result->one_sided = cf_ranging_prices(job->ranging, down, up, end);
    for (int i = 1, count = 0; i <= glp_get_num_rows(lp); i++) {
        if (is_objective(lp, i))
            continue;
        constraints[count].down = down[i];
        constraints[count++].up = up[i];
    }
    return CF_OK;
}

static cf_status take_ranged(struct job *job, glp_prob *lp, double end)
{
    cf_model_result *result = &job->store->result;
    bool ranged =
        job->task->limits->ranges && !result->integer && result->status == CF_MODEL_OPTIMAL;
    cf_status status = ranged ? cf_ranging_new(&job->ranging, lp) : CF_OK;

    result->ranged = result->one_sided = job->ranging != NULL;
    result->degenerate = result->ranged && cf_ranging_is_degenerate(job->ranging);
    if (status == CF_OK)
        status = take_lines(job, lp);
    if (status == CF_OK && result->degenerate)
        status = take_prices(job, lp, end);
    cf_ranging_free(job->ranging);
    return status;
}

static cf_status take_objective(const struct job *job, glp_prob *lp)
{
    cf_model_result *result = &job->store->result;
    const char *name = glp_get_obj_name(lp);

    result->value = NAN;
    if (has_values(result))
        result->value =
            without_sign_of_zero(result->integer ? glp_mip_obj_val(lp) : glp_get_obj_val(lp));
    if (name == NULL)
        return CF_OK;
    result->objective = cf_arena_copy(&job->store->arena, name, strcspn(name, "["));
    return result->objective == NULL ? CF_NO_MEMORY : CF_OK;
}

/* ---- the steps ---- */

static bool translate(struct job *job, glp_tran *translator)
{
    const cf_model_task *task = job->task;
    bool has_data = task->data_file != NULL;

    job->outcome.stage = CF_STAGE_READ;
    if (glp_mpl_read_model(translator, task->model_file, has_data) != 0)
        return false;
    job->outcome.stage = CF_STAGE_DATA;
    if (has_data && glp_mpl_read_data(translator, task->data_file) != 0)
        return false;
    job->outcome.stage = CF_STAGE_RUN;
    if (!task->limits->trusted)
        cf_child_limit_files((size_t)MOST_PRINTED_MIB << 20);
    return glp_mpl_generate(translator, "/dev/stdout") == 0;
}

/* The model prints for as long as it took to begin with, but for a quarter of the rest at most. */
static double end_of_solver(const struct job *job, double begin)
{
    double now = cf_clock_seconds(), left = job->task->end - now;

    return isinf(left) ? left : now + left - fmin(now - begin, left / 4);
}

/* CF_BAD_INPUT: the log says what is wrong. */
static cf_status solve_task(void *data)
{
    struct job *job = data;
    cf_model_result *result = &job->store->result;
    double begin = cf_clock_seconds(), end;
    glp_tran *translator;
    glp_prob *lp = glp_create_prob();
    cf_status status = CF_BAD_INPUT;

    glp_term_hook(cf_glpk_log_hook, &job->outcome.log);
    translator = glp_mpl_alloc_wksp();
    if (translate(job, translator)) {
        glp_mpl_build_prob(translator, lp);
        end = end_of_solver(job, begin);
        status = cf_model_optimise(result, lp, end);
        if (status == CF_OK)
            status = take_objective(job, lp);
        if (status == CF_OK)
            status = take_ranged(job, lp, end);
        if (status == CF_OK && has_values(result) &&
            glp_mpl_postsolve(translator, lp, result->integer ? GLP_MIP : GLP_SOL) != 0)
            status = CF_BAD_INPUT;
    }
    glp_mpl_free_wksp(translator); /* closes files written by the model */
    glp_delete_prob(lp);
    return status;
}

/* GLPK counts what it takes and says so at the limit. A process has more: libraries, the scenario,
 * and results, which grow with the model. */
static void limit_child(const cf_model_limits *limits)
{
    if (limits->seconds > 0)
        cf_child_limit_processor(limits->seconds);
    if (limits->mebibytes == 0)
        return;
    glp_mem_limit(limits->mebibytes);
    cf_child_limit_memory(((size_t)limits->mebibytes << 20) / 4 * 5 + ((size_t)MORE_MIB << 20));
}

void cf_model_work(FILE *out, void *data)
{
    cf_model_store store = { .arena = { NULL } };
    struct job job = { .task = data, .store = &store };

    if (freopen(job.task->print_file, "w", stdout) == NULL || glp_init_env() > 1) {
        job.outcome.status = CF_NO_MEMORY; /* where glp_create_prob() would abort */
    } else {
        limit_child(job.task->limits);
        job.outcome.status = cf_glpk_run(solve_task, &job);
        fflush(stdout); /* GLPK keeps this stream open */
    }
    if (job.outcome.log.failed)
        job.outcome.status = CF_NO_MEMORY;
    cf_model_send(out, &job.outcome, &store.result);
}
