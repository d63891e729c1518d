/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the analyses that the rows of sections.def name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "documents/documents.h"
#include "documents/draws.h"
#include "base/options.h"
#include "documents/sections.h"

/* With more suppliers than this, analyses that take long for each get those with most loop-back. */
enum { MOST_SUPPLIERS = 24, MOST_PARAMS = 3, ALL_PARAMS = MOST_SUPPLIERS + CF_DRAW_PARAMS };

cf_view_options cf_dossier_preset(const cf_view_options *asked, cf_preset preset)
{
    cf_view_options options = *asked, its = cf_view_options_of(preset);

    options.which = its.which;
    options.statuses = its.statuses;
    options.non_cash = its.non_cash;
    options.contingent = its.contingent;
    return options;
}

/* ---- warnings, each once ---- */

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool has_diag(const cf_diags *diags, const cf_diag *diag)
{
    for (int i = 0; i < cf_diags_count(diags); i++) {
        const cf_diag *other = cf_diags_at(diags, i);

        if (other->code == diag->code && is_same_text(other->message, diag->message) &&
            is_same_text(other->where.pointer, diag->where.pointer))
            return true;
    }
    return false;
}

static cf_status add_new_diags(cf_diags *diags, const cf_diags *of_part)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && diags != NULL && i < cf_diags_count(of_part); i++) {
        const cf_diag *diag = cf_diags_at(of_part, i);

        if (!has_diag(diags, diag))
            status = cf_diags_add(diags, diag->severity, (cf_code)diag->code, diag->where.pointer,
                                  diag->hint, "%s", diag->message);
    }
    return status;
}

/* ---- all parts ---- */

/* The parameters of a part: its own, or its suppliers where there are too many. */
static cf_status choose_params(cf_param params[static ALL_PARAMS], int *count,
                               const cf_dossier *dossier, const cf_section *section,
                               cf_diags *diags)
{
    const cf_table *suppliers;
    long all;

    if (section->most_entities > 0 && dossier->scenario->entity_count > section->most_entities)
        return CF_OK;
    for (*count = 0; *count < MOST_PARAMS && section->params[*count].name != NULL; ++*count)
        params[*count] = section->params[*count];
    suppliers = cf_report_find_table(dossier->parts[CF_PART_SCORE], "suppliers");
    if (section->leading)
        params[(*count)++] = (cf_param){ "supplier", cf_table_cell(suppliers, 0, 0)->text };
    if (!section->by_supplier)
        return CF_OK;
    all = cf_table_row_count(suppliers);
    if (all <= MOST_SUPPLIERS)
        return CF_OK;
    for (*count = 0; *count < MOST_SUPPLIERS; ++*count)
        params[*count] =
            (cf_param){ "supplier", cf_table_cell(suppliers, *count, 0)->text }; /* largest first */
    return cf_diags_add(diags, CF_WARNING, CF_CODE_NOT_ALL_SUPPLIERS, NULL,
                        "the commands of these names give all of them",
                        "%s: only the %d suppliers with most loop-back, of %ld", section->analysis,
                        MOST_SUPPLIERS, all);
}

/* "@ID" of the shock that a part is run under, NULL for others; to be freed. */
static cf_status name_shock(char **out, const cf_dossier *dossier, const cf_section *section)
{
    const char *id;
    size_t size;

    *out = NULL;
    if (section->named_shock == 0)
        return CF_OK;
    id = dossier->scenario->shocks[section->named_shock - 1].id;
    size = strlen(id) + 2;
    *out = malloc(size);
    if (*out == NULL)
        return CF_NO_MEMORY;
    snprintf(*out, size, "@%s", id);
    return CF_OK;
}

/* The progress of one analysis among all of them. */
struct stage {
    const cf_progress *whole; /* or NULL */
    const char *analysis;
};

static bool take_stage_step(void *payload, const cf_progress_state *state)
{
    const struct stage *stage = payload;
    cf_progress_state told = *state;

    told.doing = stage->analysis;
    return stage->whole->step(stage->whole->payload, &told);
}

static cf_status run_analysis(cf_dossier *dossier, cf_part index, const cf_progress *progress,
                              cf_diags *diags)
{
    const cf_section *section = &cf_sections[index];
    struct stage stage = { .whole = progress, .analysis = section->analysis };
    const cf_progress of_stage = { .step = take_stage_step, .payload = &stage };
    cf_param params[ALL_PARAMS];
    cf_draw_plan plan = { .count = 0 };
    char *shock = NULL;
    cf_request request = {
        .scenario = dossier->scenario,
        .view = section->has_preset ? cf_dossier_preset(&dossier->view, section->preset)
                                    : dossier->view,
        .params = params,
        .table = section->table,
        .no_digest = true,
        .progress = progress == NULL ? NULL : &of_stage,
    };
    cf_status status = CF_OK;

    if (section->draws) {
        status = cf_draw_plan_make(&plan, dossier->scenario, &dossier->view);
        if (plan.count == 0)
            return status;
        request.view = cf_view_options_for_draws(request.view); /* nothing else counts */
    }
    if (status == CF_OK)
        status = choose_params(params, &request.param_count, dossier, section, diags);
    for (int i = 0; i < plan.count; i++)
        params[request.param_count++] = plan.params[i];
    if (status == CF_OK)
        status = name_shock(&shock, dossier, section);
    if (status != CF_OK)
        return status;
    if (shock != NULL)
        params[request.param_count++] = (cf_param){ "shock", shock };
    status = cf_analysis_run(&dossier->parts[index], cf_analysis_find(section->analysis), &request,
                             diags);
    free(shock);
    return status;
}

/* The first part also reports the warnings about the file; the others only their own. */
static cf_status run_part(cf_dossier *dossier, cf_part index, const cf_progress *progress,
                          cf_diags *diags)
{
    int named = cf_sections[index].named_shock;
    cf_diags *own;
    cf_status status, added;

    if (named > dossier->scenario->shock_count)
        return CF_OK;
    if (index == CF_PART_SCORE && diags != NULL)
        return run_analysis(dossier, index, progress, diags);
    status = cf_diags_new(&own);
    if (status != CF_OK)
        return status;
    status = run_analysis(dossier, index, progress, own);
    if (named > 0 && status == CF_BAD_OPTION) { /* --named has told it */
        cf_diags_free(own);
        return CF_OK;
    }
    added = add_new_diags(diags, own);
    cf_diags_free(own);
    return status == CF_OK ? added : status;
}

static bool is_run(const cf_section *section, const cf_dossier *dossier)
{
    if (section->analysis == NULL || !cf_documents_have(cf_section_feature(section)) ||
        (section->most_deals > 0 && dossier->scenario->deal_count > section->most_deals))
        return false;
    return !section->leading || cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers").rows > 0;
}

cf_status cf_dossier_new(cf_dossier **out, const cf_scenario *scenario, const cf_view_options *view,
                         const cf_progress *progress, cf_diags *diags)
{
    cf_dossier *dossier = calloc(1, sizeof *dossier);
    cf_status status = dossier == NULL ? CF_NO_MEMORY : CF_OK;

    *out = NULL;
    if (status != CF_OK)
        return status;
    dossier->scenario = scenario;
    dossier->view = *view;
    if (view->what_if_count > 0)
        status = cf_refuse(diags, CF_CODE_WHAT_IF_REFUSED,
                           "score, drivers, sweep, stress and graph take it; the page of a report "
                           "has a panel for it",
                           "report works amounts out itself, so it takes no --what-if");
    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++)
        if (is_run(&cf_sections[p], dossier))
            status = run_part(dossier, (cf_part)p, progress, diags);
    if (status == CF_OK)
        status = cf_documents_tell_left_out(diags);
    if (status == CF_OK)
        *out = dossier;
    else
        cf_dossier_free(dossier);
    return status;
}

void cf_dossier_set_appendix(cf_dossier *dossier, bool appendix)
{
    dossier->appendix = appendix;
}

const cf_report *cf_dossier_score(const cf_dossier *dossier)
{
    return dossier->parts[CF_PART_SCORE];
}

void cf_dossier_free(cf_dossier *dossier)
{
    if (dossier == NULL)
        return;
    for (int p = 0; p < CF_PART_COUNT; p++)
        cf_report_free(dossier->parts[p]);
    free(dossier);
}
