/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: the exposure of every supplier, and the figures of the system. */
#include "analyses/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "base/options.h"
#include "base/sum.h"
#include "circfin/trim.h"

#define TABLE(table, name, row) [SCORE_##table] = name,
#define COLUMN(...)
#define END(table)
const char *const cf_score_tables[SCORE_TABLE_COUNT + 1] = {
#include "analyses/score_columns.def"
};

/* SUPPLIERS_columns, ROUTES_columns, ... */
#define TABLE(table, name, row) static const cf_column table##_columns[table##_COLUMN_COUNT] = {
#define COLUMN(table, column, ...) [table##_##column] = { __VA_ARGS__ },
#define END(table)                                                                                 \
    }                                                                                              \
    ;
#include "analyses/score_columns.def"

#define TABLE(table, name, row) [SCORE_##table] = { table##_columns, table##_COLUMN_COUNT, row },
#define COLUMN(...)
#define END(table)
const cf_columns cf_score_columns[SCORE_TABLE_COUNT] = {
#include "analyses/score_columns.def"
};

#define TABLE(table, name, row) [SCORE_##table] = &cf_score_columns[SCORE_##table],
#define COLUMN(...)
#define END(table)
static const cf_columns *const table_columns[SCORE_TABLE_COUNT] = {
#include "analyses/score_columns.def"
};

bool cf_score_wants(const cf_score *score, cf_score_table table)
{
    return cf_request_wants(score->request, cf_score_tables[table]);
}

/* ---- an early stop ---- */

bool cf_score_goes_on(cf_score *score, cf_score_part part)
{
    const cf_progress *progress = score->request->progress;
    const cf_progress_state state = {
        .done = part, .total = CF_SCORE_PARTS, .unit = "parts", .found = -1
    };

    if (score->stopped_at == CF_SCORE_PARTS && progress != NULL &&
        !progress->step(progress->payload, &state))
        score->stopped_at = part;
    return score->stopped_at == CF_SCORE_PARTS;
}

static cf_status warn_of_stop(const cf_score *score, cf_diags *diags)
{
    static const char *const names[] = {
        [CF_SCORE_SUPPLIERS] = "the other suppliers",
        [CF_SCORE_FOLLOWED] = "routes, rests, cross, looping",
        [CF_SCORE_CIRCULATION] = "circulation_max",
        [CF_SCORE_FORWARDING] = "circularity_bff",
        [CF_SCORE_FINN] = "finn_cycling_index",
        [CF_SCORE_JOINT] = "figures of --joint",
        [CF_SCORE_ORIGINS] = "origins",
    };
    char missing[200] = "";

    if (score->stopped_at == CF_SCORE_PARTS)
        return CF_OK;
    for (int part = (int)score->stopped_at; part < CF_SCORE_PARTS; part++) {
        size_t length = strlen(missing);

        if (part != CF_SCORE_JOINT || score->view->joint_count > 0)
            snprintf(missing + length, sizeof missing - length, "%s%s", length > 0 ? ", " : "",
                     names[part]);
    }
    return cf_diags_add(diags, CF_WARNING, CF_CODE_SCORE_STOPPED, NULL, NULL,
                        "score was stopped with %d of %d suppliers measured; left out: %s",
                        score->exposure_count, score->supplier_count, missing);
}

/* ---- cores ---- */

/* Figures that differ from those of the whole file are told if any of them is shown. */
static cf_status warn_of_core(const cf_score *score, cf_diags *diags)
{
    static const cf_score_table tables[] = { SCORE_SUPPLIERS, SCORE_RESTS, SCORE_CROSS,
                                             SCORE_ORIGINS, SCORE_CONCENTRATION };
    const cf_scenario *scenario = score->view->scenario;
    bool shown = !score->request->no_figures;

    for (int i = 0; i < CF_COUNT_OF(tables); i++)
        shown = shown || cf_score_wants(score, tables[i]);
    if (!shown || (cf_scenario_find_entity(scenario, CF_PAYERS_LEFT_OUT) < 0 &&
                   cf_scenario_find_entity(scenario, CF_PAYEES_LEFT_OUT) < 0))
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_CORE_SCORED, NULL,
                        "manifest.json has sums of the whole file",
                        "the scenario is a core or a shard: entities, deals, funds_assumed, "
                        "finn_cycling_index, payers_hhi, rests, cross, origins and concentration "
                        "count what was left out as one payer and one payee");
}

/* ---- setting up ---- */

static cf_status open_tables(cf_score *score)
{
    cf_status status = CF_OK;

    for (int t = 0; status == CF_OK && t < SCORE_TABLE_COUNT; t++) {
        if (cf_score_wants(score, (cf_score_table)t))
            status = cf_table_new(&score->tables[t], cf_score_tables[t], cf_score_columns[t].at,
                                  cf_score_columns[t].count);
    }
    return status;
}

static cf_status choose_suppliers(cf_score *score, cf_diags *diags)
{
    score->chosen = calloc((size_t)score->view->entity_count + 1, sizeof *score->chosen);
    if (score->chosen == NULL)
        return CF_NO_MEMORY;
    score->choice = cf_param_has(score->request, "supplier");
    score->all_rows = cf_param_has(score->request, "all-rows");
    return cf_param_entities(score->chosen, score->request, "supplier", score->view, diags);
}

static cf_status choose_threads(cf_score *score, cf_diags *diags)
{
    double threads = 0.0;
    cf_status status = cf_param_threads(&threads, score->request, diags);

    score->threads = (int)threads;
    score->exact = cf_param_has(score->request, "exact");
    return status;
}

static cf_status open_world(cf_score *score)
{
    cf_status status = cf_world_open(&score->world, score->view, false);

    return status == CF_OK ? cf_world_open_untied(&score->world) : status;
}

/* ---- figures ---- */

static void add_up_deals(cf_score *score)
{
    const cf_network *network = &score->world.network->network;

    for (int i = 0; i < network->payment_count; i++)
        score->unquantified += network->payments[i].open;
    score->gross = cf_gross_of(score->classes, network);
}

static void add_up_entities(cf_score *score)
{
    cf_sum gap = { 0 }, assumed = { 0 };

    for (int v = 0; v < score->view->entity_count; v++) {
        cf_sum_add(&gap, score->world.flow->balances[v].gap);
        cf_sum_add(&assumed, score->world.flow->balances[v].assumed);
    }
    score->gap = cf_sum_value(gap);
    score->assumed = cf_sum_value(assumed);
}

/* The short digest does not show it, and of the tables only that of deals does. */
static bool shows_circularity(const cf_score *score)
{
    if (score->request->digest_only)
        return score->request->verbose;
    return !score->request->no_figures || cf_score_wants(score, SCORE_DEALS);
}

static cf_status measure_system(cf_score *score, cf_diags *diags)
{
    add_up_deals(score);
    add_up_entities(score);
    score->circulation = score->bff = score->finn = (double)NAN;
    return shows_circularity(score) ? cf_score_measure_circularity(score, diags) : CF_OK;
}

enum {
    ENTITY_COUNT,
    DEAL_COUNT,
    UNQUANTIFIED,
    GROSS,
    CAPITAL,
    TRADE,
    SERVICE,
    UNPAID,
    FUNDING_GAP,
    FUNDS_ASSUMED,
    CIRCULATION_MAX,
    NET,
    CIRCULARITY_MAX,
    CIRCULARITY_BFF,
    FINN_CYCLING_INDEX,
    GROUP_INVESTED,
    GROUP_REVENUE,
    GROUP_LOOPBACK_MIN,
    GROUP_LOOPBACK_PRO_RATA,
    GROUP_LOOPBACK_MAX
};

static const cf_column figure_rows[] = {
    [ENTITY_COUNT] = { "entities", CF_COUNT, NULL, "The entities of the view." },
    [DEAL_COUNT] = { "deals", CF_COUNT, NULL, "The deals of the view." },
    [UNQUANTIFIED] = { "unquantified", CF_COUNT, NULL, "Those whose amount is unknown." },
    [GROSS] = { "gross", CF_MONEY, NULL, "All known amounts of the view, added up." },
    [CAPITAL] = { "capital", CF_MONEY, NULL, "The part of gross that is capital." },
    [TRADE] = { "trade", CF_MONEY, NULL, "The part of gross that pays for sales." },
    [SERVICE] = { "service", CF_MONEY, NULL,
                  "The part of gross that gives capital back or pays for it." },
    [UNPAID] = { "unpaid", CF_MONEY, NULL,
                 "What is due and not paid, of all deals; null without --gap cut." },
    [FUNDING_GAP] = { "funding_gap", CF_MONEY, NULL,
                      "Payments that neither the deals nor the stated funds of their payers cover, "
                      "added up over all entities." },
    [FUNDS_ASSUMED] = { "funds_assumed", CF_MONEY, NULL,
                        "Outside funds that the scenario does not state and the figures take for "
                        "granted." },
    [CIRCULATION_MAX] = { "circulation_max", CF_MONEY, NULL,
                          "The most that can go in circles, each deal counted, whoever's money it "
                          "is.",
                          .rounding = CF_UP },
    [NET] = { "net", CF_MONEY, NULL, "Gross less circulation_max.", .rounding = CF_DOWN },
    [CIRCULARITY_MAX] = { "circularity_max", CF_SHARE, NULL, "The ratio circulation_max / gross.",
                          .rounding = CF_UP },
    [CIRCULARITY_BFF] = { "circularity_bff", CF_SHARE, NULL,
                          "The share of gross that goes in circles by balanced flow forwarding; "
                          "null, with a warning, in a circuit too large for it without --exact." },
    [FINN_CYCLING_INDEX] = { "finn_cycling_index", CF_SHARE, NULL,
                             "The share of all throughflow that comes back to an entity where it "
                             "has been before, if money mixes. In a circuit of more than 2,000 "
                             "entities it may be an estimate; a warning then gives the standard "
                             "error." },
    [GROUP_INVESTED] = { "joint_invested", CF_MONEY, NULL,
                         "Capital that the members of --joint put into others." },
    [GROUP_REVENUE] = { "joint_revenue", CF_MONEY, NULL,
                        "What the deals pay the members of --joint, from outside the group." },
    [GROUP_LOOPBACK_MIN] = { "joint_loopback_min", CF_MONEY, NULL,
                             "The min of the members of --joint, taken as one supplier.",
                             .rounding = CF_DOWN },
    [GROUP_LOOPBACK_PRO_RATA] = { "joint_loopback_pro_rata", CF_MONEY, NULL,
                                  "The pro rata figure of the members of --joint, taken as one." },
    [GROUP_LOOPBACK_MAX] = { "joint_loopback_max", CF_MONEY, NULL,
                             "The max of the members of --joint, taken as one supplier.",
                             .rounding = CF_UP },
};
static const cf_columns figures = { figure_rows, CF_COUNT_OF(figure_rows) };

static cf_status add_score_figures(const cf_score *score, cf_report *report)
{
    const cf_exposure *joint = &score->joint;
    bool has_joint = score->view->joint_count > 0 && score->stopped_at > CF_SCORE_JOINT;
    double none = has_joint ? 0.0 : (double)NAN; /* + NaN is null */
    double net = score->gross - score->circulation;
    const cf_cell cells[] = {
        [ENTITY_COUNT] = cf_cell_number(score->view->entity_count),
        [DEAL_COUNT] = cf_cell_number(score->view->deal_count),
        [UNQUANTIFIED] = cf_cell_number(score->unquantified),
        [GROSS] = cf_cell_number(score->gross),
        [CAPITAL] = cf_cell_number(score->classes[CF_CAPITAL]),
        [TRADE] = cf_cell_number(score->classes[CF_TRADE]),
        [SERVICE] = cf_cell_number(score->classes[CF_SERVICE]),
        [UNPAID] = cf_cell_number(score->view->options.gap_cut ? score->view->unpaid : (double)NAN),
        [FUNDING_GAP] = cf_cell_number(score->gap),
        [FUNDS_ASSUMED] = cf_cell_number(score->assumed),
        [CIRCULATION_MAX] = cf_cell_number(score->circulation),
        [NET] = cf_cell_number(net),
        [CIRCULARITY_MAX] = cf_cell_number(cf_ratio(score->circulation, score->gross)),
        [CIRCULARITY_BFF] = cf_cell_number(cf_ratio(score->bff, score->gross)),
        [FINN_CYCLING_INDEX] = cf_cell_number(score->finn),
        [GROUP_INVESTED] = cf_cell_number(none + joint->invested),
        [GROUP_REVENUE] = cf_cell_number(none + joint->revenue),
        [GROUP_LOOPBACK_MIN] = cf_cell_number(none + joint->loopback[CF_MEASURE_MIN]),
        [GROUP_LOOPBACK_PRO_RATA] = cf_cell_number(none + joint->loopback[CF_MEASURE_PRO_RATA]),
        [GROUP_LOOPBACK_MAX] = cf_cell_number(none + joint->loopback[CF_MEASURE_MAX]),
    };

    return cf_report_add_figures(report, figures, cells);
}

/* ---- all together ---- */

static void score_close(cf_score *score)
{
    for (int t = 0; t < SCORE_TABLE_COUNT; t++)
        cf_table_free(score->tables[t]);
    free(score->chosen);
    free(score->exposures);
    free(score->routes.at);
    free(score->rests.at);
    free(score->cross.at);
    free(score->suppliers);
    free(score->undiluted);
    free(score->hhi_low);
    free(score->hhi_high);
    free(score->pair_sums);
    cf_supports_free(&score->supports);
    free(score->looping);
    free(score->looping_supplier);
    free(score->circular);
    cf_world_close(&score->world);
}

static cf_status score_measure(cf_score *score, cf_report *report, cf_diags *diags)
{
    cf_status status = choose_suppliers(score, diags);

    if (status == CF_OK)
        status = choose_threads(score, diags);
    if (status == CF_OK)
        status = open_world(score);
    if (status == CF_OK && score->choice)
        status = cf_world_check_suppliers(&score->world, score->chosen, diags);
    if (status == CF_OK)
        status = cf_supports_list(&score->supports, score->view);
    if (status == CF_OK)
        status = open_tables(score);
    if (status == CF_OK)
        status = cf_score_trace_suppliers(score);
    if (status == CF_OK)
        status = measure_system(score, diags);
    if (status == CF_OK)
        status = cf_score_fill_suppliers(score);
    if (status == CF_OK && score->view->joint_count > 0 && cf_score_goes_on(score, CF_SCORE_JOINT))
        status = cf_score_fill_joint(score);
    if (status == CF_OK)
        status = cf_score_fill_system(score, report, diags);
    if (status == CF_OK && !score->request->of_shard)
        status = warn_of_core(score, diags);
    if (status == CF_OK)
        status = cf_score_warn_of_stated(score, diags);
    return status == CF_OK ? warn_of_stop(score, diags) : status;
}

static cf_status score_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_score score = { .request = request, .stopped_at = CF_SCORE_PARTS };
    cf_view *view = NULL;
    cf_status status;

    if (cf_param_has(request, "shards"))
        return cf_refuse(diags, CF_CODE_SHARD_OPTION, "use cf_shards_score()",
                         "--shards needs a folder, not a scenario");
    status = cf_view_new(&view, request->scenario, &request->view, diags);
    score.view = view;
    if (status == CF_OK)
        status = score_measure(&score, report, diags);
    if (status == CF_OK)
        status = add_score_figures(&score, report);
    for (int t = 0; status == CF_OK && t < SCORE_TABLE_COUNT; t++) {
        if (score.tables[t] != NULL)
            status = cf_report_take_table(report, &score.tables[t]);
    }
    if (status == CF_OK)
        status = cf_score_write_digest(&score, report);
    score_close(&score);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { CF_PARAM_SUPPLIER },
    { CF_PARAM_THREADS },
    { .name = "all-rows",
      .help = "show every row (default: rows below 0.1 %, of a throughflow in origins, else of "
              "what the supplier invested, are added up in a row \"(others)\"; in routes and "
              "rests only where a supplier has more than 100)" },
    { .name = "shards",
      .help = "take SCENARIO as a folder with the shards of a network and their manifest.json: "
              "score each shard and combine the results (see circfin merge)" },
    { .name = "exact",
      .help = "compute circularity_bff and Finn's index exactly in circuits of any size, which "
              "may take long (default: in large circuits the first is left out and the second "
              "estimated)" },
    { .name = NULL },
};

const cf_analysis cf_analysis_score = {
    .name = "score",
    .summary = "Measure the circular exposure of every supplier and of the whole system",
    .description =
        "For every supplier, an entity that invests in others and has revenue, score "
        "measures how much of the invested capital comes back as that revenue. Money is "
        "fungible, so there are three figures: min is what must have come back however the "
        "money was spent, pro rata is what comes back if every entity mixes what it has and "
        "spends it in proportion, and max is the most that can have come back. Look at pro "
        "rata and its share of revenue first, then at how far min and max are apart. With "
        "one supplier it also shows the routes of the money, and where the rest stayed. An "
        "entity whose outside funds are not stated may keep any part of what it receives, "
        "which lowers min; payments without a known source, and reported revenue that is not in "
        "the deals, are taken as money from outside and counted in funds_assumed. Ctrl-C ends it "
        "with the suppliers measured by then.",
    .memory = "about 900 bytes a deal, and about 100 for each cell of a result. The tables "
              "origins, cross and rests grow with the number of suppliers.",
    .example = "circfin score data/ai-deals.json --supplier nvidia",
    .params = params,
    .tables = cf_score_tables,
    .columns = table_columns,
    .figures = &figures,
    .stoppable = true,
    .backs = true,
    .run = score_run,
};
