/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loops: the parameters, and which do not go together. */
#include <limits.h>
#include <math.h>

#include "analyses/loops.h"
#include "analyses/params.h"

enum { USUAL_TOP = 50 };

static cf_status refuse_combination(cf_diags *diags, const char *hint, const char *message)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_LOOPS_COMBINATION, NULL, hint, "%s", message);

    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status check_combinations(const cf_request *request, cf_diags *diags)
{
    bool stream = request->stream != NULL || cf_param_has(request, "stream");
    bool count = cf_param_has(request, "count"), top = cf_param_has(request, "top");

    if (count && stream)
        return refuse_combination(diags, "leave out one of them",
                                  "--count gives numbers only, and --stream rows only");
    if (count && top)
        return refuse_combination(diags, "leave out one of them",
                                  "--count gives numbers only, so --top has no rows to choose");
    if (stream && top)
        return refuse_combination(
            diags,
            "leave out --top; to stop early: --limit N; for the best K: --top without "
            "--stream",
            "--stream writes loops as they are found, before any can be ranked, so "
            "--top has no effect");
    return CF_OK;
}

static cf_status read_numbers(cf_loops_params *out, const cf_request *request, cf_diags *diags)
{
    double length = 0.0, top = USUAL_TOP, threads = 0.0, within = -1.0;
    const struct {
        const char *name;
        double *value;
        cf_number_rule rule;
    } numbers[] = {
        { "max-length", &length, { .least = 2, .most = INFINITY, .whole = true } },
        { "min-amount", &out->limits.min_amount, { .least = 0, .most = INFINITY } },
        { "within", &within, { .least = 0, .most = INFINITY, .whole = true } },
        { "top",
          &top,
          { .least = 1, .most = INFINITY, .whole = true, .word = "all", .word_value = 0 } },
        { "limit", &out->limits.most, { .least = 1, .most = INFINITY, .whole = true } },
        { "time-limit", &out->limits.seconds, { .least = 0, .most = INFINITY, .above = true } },
    };
    cf_status status = CF_OK;

    for (size_t i = 0; status == CF_OK && i < sizeof numbers / sizeof *numbers; i++)
        status =
            cf_param_number(numbers[i].value, request, numbers[i].name, &numbers[i].rule, diags);
    if (status == CF_OK)
        status = cf_param_threads(&threads, request, diags);
    out->limits.max_length = (int)fmin(length, INT_MAX);
    out->limits.threads = (int)threads;
    out->in_order = within >= 0 || cf_param_has(request, "in-order");
    out->within = (int)fmin(within, INT_MAX);
    out->top = (long)fmin(top, 1e15);
    return status;
}

cf_status cf_loops_read_params(cf_loops_params *out, const cf_request *request, const cf_view *view,
                               cf_diags *diags)
{
    const char *kinds[CF_LOOP_KIND_COUNT + 1] = { NULL };
    int kind = CF_LOOPS_FINANCING;
    cf_status status;

    for (int i = 0; i < CF_LOOP_KIND_COUNT; i++)
        kinds[i] = cf_loop_kind_names[i];
    *out = (cf_loops_params){ .limits = { .through = -1 },
                              .count_only = cf_param_has(request, "count") };
    status = check_combinations(request, diags);
    if (status == CF_OK)
        status = read_numbers(out, request, diags);
    if (status == CF_OK)
        status = cf_param_choice(&kind, request, "kind", kinds, diags);
    if (status == CF_OK)
        status = cf_param_entity(&out->limits.through, request, "through", view, diags);
    out->limits.kind = (cf_loop_kind)kind;
    return status;
}

cf_status cf_loops_warn_of_options(const cf_request *request, cf_diags *diags)
{
    const cf_view_options *view = &request->view;
    cf_status status = CF_OK;

    if (view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_NO_EFFECT, NULL, NULL,
                              "--joint has no effect: loops run through single entities");
    if (status == CF_OK && view->origin_all)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_NO_EFFECT, NULL, NULL,
                              "--origin has no effect: through-flows follow capital");
    return status;
}
