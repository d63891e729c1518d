/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: who cannot pay, and what that costs the suppliers. */
#include "analyses/stress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"
#include "base/options.h"
#include "base/text.h"

/* ---- options ---- */

static const char *write_down_name(int index)
{
    static const char *const names[] = { "default", "shortfall" };

    return index >= 0 && index < CF_COUNT_OF(names) ? names[index] : NULL;
}

static cf_status read_shocks(cf_stress *stress, cf_diags *diags)
{
    const cf_request *request = stress->request;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < request->param_count; i++) {
        if (strcmp(request->params[i].name, "shock") == 0)
            status =
                cf_shocks_read(&stress->shocks, request->params[i].value, "--shock", stress, diags);
    }
    return status;
}

/* "A,B", what is left of cash and of receipts. */
static cf_status read_default_cost(cf_stress *stress, cf_diags *diags)
{
    const char *text = cf_param_text(stress->request, "default-cost"), *comma;
    char first[64] = "", shown[80];
    double *parts[] = { &stress->left.cash, &stress->left.receipts };

    if (text == NULL)
        return CF_OK;
    comma = strchr(text, ',');
    if (comma != NULL && comma - text < (long)sizeof first)
        memcpy(first, text, (size_t)(comma - text));
    for (int i = 0; i < 2; i++) {
        if (comma != NULL && cf_text_read_number(parts[i], i == 0 ? first : comma + 1) &&
            *parts[i] >= 0 && *parts[i] <= 1)
            continue;
        cf_text_printable(shown, sizeof shown, text);
        return cf_refuse(diags, CF_CODE_BAD_PARAMETER, "such as --default-cost 0.9,0.8",
                         "--default-cost must be two numbers from 0 to 1 with a comma, but is "
                         "\"%s\"",
                         shown);
    }
    return CF_OK;
}

/* --until moves the factor of the last shock that has one. */
static cf_status read_until(cf_stress *stress, cf_diags *diags)
{
    const char *text = cf_param_text(stress->request, "until");

    if (text == NULL)
        return CF_OK;
    for (int i = 0; i < stress->shocks.count; i++) {
        if (stress->shocks.at[i].kind != CF_SHOCK_FAIL)
            stress->until_shock = i;
    }
    if (stress->until_shock < 0)
        return cf_refuse(diags, CF_CODE_STRESS_UNTIL, "such as --shock funds:ID=0",
                         "--until seeks the factor of the last --shock, and there is none with a "
                         "factor");
    return cf_stress_read_rule(&stress->until, text, stress->view, diags);
}

static cf_status read_options(cf_stress *stress, cf_diags *diags)
{
    const cf_request *request = stress->request;
    const char *curve = cf_param_text(request, "curve");
    cf_status status;

    status = cf_param_number(&stress->recovery, request, "recovery",
                             &(cf_number_rule){ .least = 0, .most = 1 }, diags);
    if (status == CF_OK)
        status = cf_param_number(&stress->each, request, "each",
                                 &(cf_number_rule){ .least = 0, .most = SWEEP_MOST_AMOUNT }, diags);
    if (status == CF_OK)
        status = cf_param_threads(&stress->threads, request, diags);
    if (status == CF_OK)
        status = cf_stress_list_owed(stress);
    if (status == CF_OK)
        status = read_shocks(stress, diags);
    if (status == CF_OK && curve != NULL)
        status = cf_stress_read_curve(stress, curve, diags);
    if (status == CF_OK && cf_param_has(request, "named"))
        status = cf_stress_read_named(stress, diags);
    return status == CF_OK ? read_until(stress, diags) : status;
}

static cf_status stress_open(cf_stress *stress, cf_diags *diags)
{
    static const char *const words[] = { "default", "shortfall", NULL };
    cf_status status =
        cf_param_choice(&stress->by_shortfall, stress->request, "write-down", words, diags);

    if (status == CF_OK)
        status = read_default_cost(stress, diags);
    if (status == CF_OK)
        status = read_options(stress, diags);
    if (status == CF_OK && stress->view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_STRESS_NO_EFFECT, NULL, NULL,
                              "--joint has no effect: each entity pays for itself");
    if (status == CF_OK && stress->unquantified > 0)
        status = cf_diags_add(
            diags, CF_WARNING, CF_CODE_STRESS_NO_EFFECT, NULL, "give them an amount",
            "%d guarantee%s of unknown amount count%s as nothing", stress->unquantified,
            stress->unquantified == 1 ? "" : "s", stress->unquantified == 1 ? "s" : "");
    return status;
}

static void stress_close(cf_stress *stress)
{
    cf_view_dues_free(stress->dues);
    cf_arena_free(&stress->arena);
    cf_axis_close(&stress->curve);
    free(stress->shocks.at);
    free(stress->each_rows.at);
    free(stress->curve_rows.at);
    free(stress->named_rows.at);
    free(stress->named.at);
}

/* ---- all together ---- */

static cf_status tell_unsettled(const cf_stress_bench *bench, cf_diags *diags)
{
    if (bench->result.settled)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_STRESS_UNSETTLED, NULL, NULL,
                        "deals that are a share of others still move after 20,000 clearings, so "
                        "figures are close, not exact");
}

static cf_status fill_stress_report(const cf_stress *stress, cf_report *report, cf_diags *diags)
{
    cf_cell figures[CF_MOST_STRESS_CELLS];
    cf_stress_bench bench;
    cf_status status = cf_stress_bench_open(&bench, stress);

    if (status == CF_OK)
        status = cf_stress_bench_run(&bench, NULL);
    if (status == CF_OK)
        status = tell_unsettled(&bench, diags);
    if (status == CF_OK) {
        cf_stress_figure_cells(figures, &bench);
        status = cf_stress_text_cells(figures, stress, report);
    }
    if (status == CF_OK)
        status = cf_report_add_figures(report, cf_stress_figures, figures);
    if (status == CF_OK)
        status = cf_stress_fill_tables(&bench, report);
    if (status == CF_OK && !stress->request->no_digest)
        status = cf_stress_write_digest(&bench, report);
    cf_stress_bench_close(&bench);
    return status;
}

static cf_status stress_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_stress stress = {
        .request = request, .recovery = 0.4, .left = { 1.0, 1.0 }, .each = NAN, .until_shock = -1
    };
    cf_view *view = NULL;
    cf_status status = cf_view_new(&view, request->scenario, &request->view, diags);

    stress.view = view;
    if (status == CF_OK)
        status = stress_open(&stress, diags);
    if (status == CF_OK)
        status = cf_stress_search(&stress);
    if (status == CF_OK)
        status = cf_stress_walk(&stress, diags);
    if (status == CF_OK)
        status = fill_stress_report(&stress, report, diags);
    stress_close(&stress);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "shock",
      .value = "SPEC",
      .help = "what goes wrong: funds:ID=X (a factor on outside funds; funds=X: on all), "
              "assumed:ID=X (on what the scenario does not state), deal:ID=X or "
              "relation:investor=X (on what is due), fail:ID (pays nothing), @ID (a shock named in "
              "the file); several multiply (default: none)",
      .repeatable = true },
    { .name = "recovery",
      .value = "X",
      .help = "share of capital that is recovered from an entity that fails, 0 to 1, where a deal "
              "does not say and it is no equity (default: 0.4)" },
    { .name = "write-down",
      .help = "how much of the rest is lost: default (all of it) or shortfall (the share of its "
              "dues that the entity does not pay) (default: default)",
      .choice = write_down_name },
    { .name = "default-cost",
      .value = "A,B",
      .help = "what is left to an entity that fails, of its cash and of what it is paid, each 0 to "
              "1 (default: 1,1)" },
    { .name = "each",
      .value = "X",
      .help =
          "fill the table each: the outside funds of each entity times X, one after the other" },
    { .name = "curve",
      .value = "SPEC",
      .help = "fill the tables curve and falls: a shock at several values, funds:ID=FROM:TO:STEP, "
              "such as funds:openai=1:0:-0.1" },
    { .name = "named",
      .help = "fill the table shocks: each shock that the file names, one after the other" },
    { .name = "until",
      .value = "RULE",
      .help = "find the mildest factor of the last --shock at which a figure, or a number of an "
              "entity, matches a rule, such as 'nvidia.loss>10' or 'failed>=3'" },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_stress = {
    .name = "stress",
    .summary = "Show who cannot pay under a shock, and what that costs the suppliers",
    .description =
        "If an entity cannot pay, others miss the money, and may fall short themselves. stress "
        "clears all deals at once: whoever cannot pay all that is due pays what it has, one rank "
        "after the other and in proportion within a rank, and the payments are the largest that "
        "are consistent. Deals that are a share of others shrink with them, and guarantors pay "
        "creditors. The table suppliers says what each loses of its revenue, its capital and its "
        "guarantees; entities says who fails, and in which round. Ctrl-C ends --each, --curve and "
        "--named with the steps computed so far.",
    .memory = "about 700 bytes a deal, and 64 for each supplier and step of --each, --curve and "
              "--named.",
    .example = "circfin stress data/ai-deals.json --shock funds:openai=0.5",
    .params = params,
    .tables = cf_stress_tables,
    .columns = cf_stress_table_columns,
    .figures = &cf_stress_figures,
    .stoppable = true,
    .run = stress_run,
};
