/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solves a model:
 *
 *   model, data ─► temporary files ─► child: GLPK ─┬─ pipe ──────────────────────────► result
 *                                                  └─ display, printf ─► temporary file ─┘
 *
 * GLPK translates a copy of the model, so that it reads exactly what was checked, under a known
 * name. It runs in a child process because a model can exhaust its stack and time: param p
 * {i in 1..2} := p[i] is enough to crash it.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/files.h"
#include "model/model.h"

enum { MOST_PRINTED = 1 << 20 };

const char *const cf_model_status_names[CF_MODEL_STATUS_COUNT] = {
    [CF_MODEL_OPTIMAL] = "optimal",       [CF_MODEL_FEASIBLE] = "feasible",
    [CF_MODEL_INFEASIBLE] = "infeasible", [CF_MODEL_UNBOUNDED] = "unbounded",
    [CF_MODEL_UNDEFINED] = "undefined",
};

struct job {
    const cf_model *model;
    const cf_model_data *data; /* NULL: none */
    const cf_model_limits *limits;
    cf_temporary model_file, data_file, print_file;
    cf_model_outcome outcome;
    cf_model_store *store;
};

/* ---- temporary files ---- */

static cf_status temporary_error(cf_diags *diags, const char *path)
{
    cf_status status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_SCRATCH, NULL,
                                    "set TMPDIR to a folder that can be written to",
                                    "cannot write to %s: %s", path, strerror(errno));

    return status == CF_OK ? CF_IO : status;
}

static cf_status write_temporary(cf_temporary *file, const char *text, size_t size, cf_diags *diags)
{
    FILE *out;
    int descriptor;
    bool written;
    cf_status status = cf_temporary_new(file, &descriptor);

    if (status != CF_OK)
        return status == CF_IO ? temporary_error(diags, cf_temporary_folder()) : status;
    out = fdopen(descriptor, "w");
    if (out == NULL) {
        close(descriptor);
        return CF_NO_MEMORY;
    }
    written = fwrite(text, 1, size, out) == size;
    written = fclose(out) == 0 && written;
    return written ? CF_OK : temporary_error(diags, file->path);
}

/* ---- the child ---- */

/* After its time, a model may still hand in what it found. */
static const double MORE_SECONDS = 0.75;

static cf_status add_failure(const struct job *job, cf_diags *diags)
{
    static const cf_code codes[] = { [CF_STAGE_READ] = CF_CODE_MODEL_SYNTAX,
                                     [CF_STAGE_DATA] = CF_CODE_MODEL_DATA,
                                     [CF_STAGE_RUN] = CF_CODE_MODEL_RUN };
    cf_model_stage stage = job->outcome.stage;

    return cf_glpk_log_add_error(&job->outcome.log, job->model,
                                 stage == CF_STAGE_DATA ? job->data_file.path
                                                        : job->model_file.path,
                                 codes[stage], job->limits->mebibytes, diags);
}

static cf_status add_child_error(const struct job *job, cf_child_end end, cf_diags *diags)
{
    cf_status status;

    if (end == CF_CHILD_CRASHED)
        status =
            cf_model_add_diag(job->model, diags, CF_ERROR, CF_CODE_MODEL_CRASH, NULL,
                              "check for a parameter or set that is defined in terms of itself",
                              "GLPK crashed on this model");
    else
        status =
            cf_model_add_diag(job->model, diags, CF_ERROR, CF_CODE_MODEL_LATE, NULL,
                              "raise --time-limit, or check for a set that is larger than intended",
                              "the model was not finished within the time limit");
    return status == CF_OK ? CF_BAD_INPUT : status;
}

static cf_status run_child(struct job *job, cf_diags *diags)
{
    bool timed = job->limits->seconds > 0;
    cf_model_task task = { .data = job->data,
                           .limits = job->limits,
                           .end = timed ? cf_clock_seconds() + job->limits->seconds : INFINITY,
                           .model_file = job->model_file.path,
                           .data_file = job->data_file.path,
                           .print_file = job->print_file.path };
    double most = timed ? job->limits->seconds + MORE_SECONDS : 0.0;
    char *answer = NULL;
    size_t size;
    cf_child_end end;
    cf_status status = cf_child_run(&answer, &size, &end, cf_model_work, &task, most);

    if (status == CF_OK && end == CF_CHILD_NO_MEMORY)
        status = CF_NO_MEMORY;
    else if (status == CF_OK && end != CF_CHILD_DONE)
        status = add_child_error(job, end, diags);
    else if (status == CF_OK)
        status = cf_model_receive(&job->outcome, job->store, answer, size);
    free(answer);
    if (status == CF_OK)
        status = job->outcome.status;
    else
        return status;
    if (status == CF_BAD_INPUT || status == CF_SOLVER)
        status = add_failure(job, diags);
    return status;
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
    FILE *in = fopen(job->print_file.path, "rb");
    size_t size;

    if (in == NULL)
        return temporary_error(diags, job->print_file.path);
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
            text[i] = ' '; /* a NUL would hide the rest of the line */
    }
    return split_lines(job->store, text);
}

/* ---- all together ---- */

/* Before anything runs. The child can open no file either, should one slip through. */
static cf_status refuse_files(const cf_model *model, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; i < model->file_uses.count && status == CF_OK; i++)
        status = cf_model_add_diag(
            model, diags, CF_ERROR, CF_CODE_MODEL_FILES, &model->file_uses.at[i].token,
            "--trust-model lets it, if you have read the model and trust it",
            "a model must not read or write files, but has %s", model->file_uses.at[i].how);
    return status == CF_OK ? CF_BAD_INPUT : status;
}

static cf_status prepare_job(struct job *job, cf_diags *diags)
{
    const cf_model *model = job->model;
    cf_status status = write_temporary(&job->model_file, model->text, model->size, diags);

    if (status == CF_OK && job->data != NULL && job->data->text[0] != '\0')
        status = write_temporary(&job->data_file, job->data->text, strlen(job->data->text), diags);
    if (status == CF_OK)
        status = write_temporary(&job->print_file, "", 0, diags);
    return status;
}

cf_status cf_model_solve(cf_model_result **out, const cf_model *model, const cf_model_data *data,
                         const cf_model_limits *limits, cf_diags *diags)
{
    struct job job = { .model = model, .data = data, .limits = limits };
    cf_status status;

    *out = NULL;
    if (!limits->trusted && model->file_uses.count > 0)
        return refuse_files(model, diags);
    job.store = calloc(1, sizeof *job.store);
    status = job.store == NULL ? CF_NO_MEMORY : prepare_job(&job, diags);
    if (status != CF_OK)
        goto out;
    status = run_child(&job, diags);
    if (status == CF_OK)
        status = cf_glpk_log_add_warnings(&job.outcome.log, model, job.model_file.path, diags);
    if (status == CF_OK)
        status = take_printed(&job, diags);

out:
    cf_temporary_remove(&job.model_file);
    cf_temporary_remove(&job.data_file);
    cf_temporary_remove(&job.print_file);
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
