/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model's way through GLPK:
 *
 *   text ─► temporary file ─► read ─► data ─► generate ─► solve ─► postsolve ─► result
 *                                                │                     │
 *                                                └─ display, printf ───┴─► temporary file ─► lines
 *
 * The model is copied, so that what is translated is what was looked at, and so that its name in
 * GLPK's messages is known.
 */
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lp/glpk.h"
#include "lp/model.h"

enum { MOST_PRINTED = 1 << 20 };

const char *const cf_model_status_names[CF_MODEL_STATUS_COUNT] = {
    [CF_MODEL_OPTIMAL] = "optimal",       [CF_MODEL_FEASIBLE] = "feasible",
    [CF_MODEL_INFEASIBLE] = "infeasible", [CF_MODEL_UNBOUNDED] = "unbounded",
    [CF_MODEL_UNDEFINED] = "undefined",
};

/* Where the work stood when something failed. */
typedef enum stage { STAGE_READ, STAGE_DATA, STAGE_RUN } stage;

struct job {
    const cf_model *model;
    const cf_model_data *data; /* NULL: none */
    double time_limit;
    char *model_file, *data_file, *print_file; /* temporary */
    cf_chatter chatter;
    stage stage;
    cf_model_store *store;
};

/* ---- temporary files ---- */

static cf_status no_scratch(cf_diags *diags, const char *path)
{
    cf_status status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_SCRATCH, NULL,
                                    "TMPDIR names a folder where files can be written",
                                    "cannot write to %s: %s", path, strerror(errno));

    return status == CF_OK ? CF_IO : status;
}

static cf_status scratch_new(char **path, const char *text, size_t size, cf_diags *diags)
{
    static const char name[] = "/circfin-XXXXXX";
    const char *folder = getenv("TMPDIR");
    FILE *out;
    int descriptor;
    bool written;

    if (folder == NULL || folder[0] == '\0')
        folder = "/tmp";
    *path = malloc(strlen(folder) + sizeof name);
    if (*path == NULL)
        return CF_NO_MEMORY;
    strcat(strcpy(*path, folder), name);
    descriptor = mkstemp(*path);
    if (descriptor < 0) {
        cf_status status = no_scratch(diags, folder);

        free(*path); /* not ours, so not to be removed */
        *path = NULL;
        return status;
    }
    out = fdopen(descriptor, "w");
    if (out == NULL) {
        close(descriptor);
        return CF_NO_MEMORY;
    }
    written = fwrite(text, 1, size, out) == size;
    written = fclose(out) == 0 && written;
    return written ? CF_OK : no_scratch(diags, *path);
}

static void scratch_free(char *path)
{
    if (path != NULL)
        unlink(path);
    free(path);
}

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

static cf_status split_name(const struct job *job, const char *text, cf_model_line *line)
{
    static const cf_map none = { 0 };
    const cf_model_data_store *store = (const cf_model_data_store *)job->data;

    return cf_symbols_split(&job->store->arena, store == NULL ? &none : &store->symbols.changed,
                            store == NULL ? NULL : store->symbols.list, text == NULL ? "" : text,
                            &line->name, &line->index);
}

static cf_status take_variable(const struct job *job, glp_prob *lp, int j, cf_model_line *line)
{
    bool integer = job->store->result.integer;

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
    return split_name(job, glp_get_col_name(lp, j), line);
}

static cf_status take_constraint(const struct job *job, glp_prob *lp, int i, cf_model_line *line)
{
    bool integer = job->store->result.integer;

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
    return split_name(job, glp_get_row_name(lp, i), line);
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

/* ---- through GLPK ---- */

static bool translate(struct job *job, glp_tran *translator)
{
    job->stage = STAGE_READ;
    if (glp_mpl_read_model(translator, job->model_file, job->data_file != NULL) != 0)
        return false;
    job->stage = STAGE_DATA;
    if (job->data_file != NULL && glp_mpl_read_data(translator, job->data_file) != 0)
        return false;
    job->stage = STAGE_RUN;
    return glp_mpl_generate(translator, job->print_file) == 0;
}

/* CF_BAD_INPUT where GLPK has said what is wrong. */
static cf_status work(void *data)
{
    struct job *job = data;
    cf_model_result *result = &job->store->result;
    glp_tran *translator;
    glp_prob *lp = glp_create_prob();
    cf_status status = CF_BAD_INPUT;

    glp_mem_limit(CF_MODEL_MEMORY);
    glp_term_hook(cf_chatter_listen, &job->chatter);
    translator = glp_mpl_alloc_wksp();
    if (translate(job, translator)) {
        glp_mpl_build_prob(translator, lp);
        cf_model_optimise(result, lp, job->time_limit);
        status = take_objective(job, lp);
        if (status == CF_OK)
            status = take_lines(job, lp);
        if (status == CF_OK && has_values(result) &&
            glp_mpl_postsolve(translator, lp, result->integer ? GLP_MIP : GLP_SOL) != 0)
            status = CF_BAD_INPUT;
    }
    glp_mpl_free_wksp(translator);
    glp_delete_prob(lp);
    glp_mem_limit(INT_MAX); /* for whoever uses GLPK next in this thread */
    return status;
}

static cf_status tell_failure(const struct job *job, cf_diags *diags)
{
    static const int codes[] = { [STAGE_READ] = CF_CODE_MODEL_SYNTAX,
                                 [STAGE_DATA] = CF_CODE_MODEL_DATA,
                                 [STAGE_RUN] = CF_CODE_MODEL_RUN };

    return cf_chatter_tell(&job->chatter, job->model,
                           job->stage == STAGE_DATA ? job->data_file : job->model_file,
                           codes[job->stage], diags);
}

/* ---- what the model printed ---- */

static cf_status split_lines(cf_model_store *store, char *text)
{
    const char **lines;
    int count = 0;

    for (const char *at = text; *at != '\0'; at++)
        count += *at == '\n' || at[1] == '\0';
    lines = cf_arena_new(&store->arena, (size_t)count, sizeof *lines);
    if (lines == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        size_t length = strcspn(text, "\n");
        bool last = text[length] == '\0';

        lines[i] = text;
        text[length] = '\0';
        text += last ? length : length + 1;
    }
    store->result.printed = lines;
    store->result.printed_count = count;
    return CF_OK;
}

static cf_status take_printed(struct job *job, cf_diags *diags)
{
    char *text = cf_arena_new(&job->store->arena, MOST_PRINTED + 2, 1);
    FILE *in = fopen(job->print_file, "rb");
    size_t size;

    if (in == NULL)
        return no_scratch(diags, job->print_file);
    if (text == NULL) {
        fclose(in);
        return CF_NO_MEMORY;
    }
    size = fread(text, 1, MOST_PRINTED + 1, in);
    fclose(in);
    job->store->result.printed_cut = size > MOST_PRINTED;
    text[size > MOST_PRINTED ? MOST_PRINTED : size] = '\0';
    for (size_t i = 0; i < size && i < MOST_PRINTED; i++) {
        if (text[i] == '\0')
            text[i] = ' '; /* or the rest of the line would be lost */
    }
    return split_lines(job->store, text);
}

/* ---- all together ---- */

static cf_status prepare(struct job *job, cf_diags *diags)
{
    const cf_model *model = job->model;
    cf_status status = scratch_new(&job->model_file, model->text, model->size, diags);

    if (status == CF_OK && job->data != NULL && job->data->text[0] != '\0')
        status = scratch_new(&job->data_file, job->data->text, strlen(job->data->text), diags);
    if (status == CF_OK)
        status = scratch_new(&job->print_file, "", 0, diags);
    return status;
}

cf_status cf_model_solve(cf_model_result **out, const cf_model *model, const cf_model_data *data,
                         double time_limit, cf_diags *diags)
{
    struct job job = { .model = model, .data = data, .time_limit = time_limit };
    cf_status status;

    *out = NULL;
    job.store = calloc(1, sizeof *job.store);
    status = job.store == NULL ? CF_NO_MEMORY : prepare(&job, diags);
    if (status != CF_OK)
        goto out;
    status = cf_glpk_run(work, &job);
    if (status == CF_BAD_INPUT || status == CF_SOLVER)
        status = tell_failure(&job, diags);
    if (status == CF_OK)
        status = cf_chatter_warn(&job.chatter, model, job.model_file, diags);
    if (status == CF_OK)
        status = take_printed(&job, diags);

out:
    scratch_free(job.model_file);
    scratch_free(job.data_file);
    scratch_free(job.print_file);
    free(job.chatter.text);
    if (status == CF_OK)
        *out = &job.store->result;
    else
        cf_model_result_free((cf_model_result *)job.store);
    return status;
}

void cf_model_result_free(cf_model_result *result)
{
    cf_model_store *store = (cf_model_store *)result;

    if (store == NULL)
        return;
    cf_arena_free(&store->arena);
    free(store);
}
