/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: the figures of every supplier when amounts and deals are uncertain. */
#include "analyses/simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"
#include "analyses/series.h"
#include "analyses/simulate_part.h"
#include "analyses/world.h"
#include "base/buffer.h"
#include "base/options.h"
#include "base/statistics.h"
#include "base/text.h"

static const char *const tables[] = { "simulate", "sources", "densities", NULL };
static const cf_columns *const table_columns[] = { &cf_simulate_columns,
                                                   &cf_simulate_source_columns,
                                                   &cf_simulate_density_columns };

#define MOST_SEED 9007199254740991.0 /* 2^53 - 1: as large as a number of JSON is exact */

/* ---- options ---- */

static cf_status refuse_correlation(const char *value, cf_diags *diags)
{
    char shown[120];

    cf_text_printable(shown, sizeof shown, value);
    return cf_refuse(diags, CF_CODE_BAD_PARAMETER, "such as --correlation 0.2,0.1",
                     "--correlation must be two numbers a,b of 0 or more that add up to at most 1, "
                     "but is \"%s\"",
                     shown);
}

/* "0.2,0": of all deals, and of the deals of one payer. */
static cf_status read_correlation(cf_simulation *simulation, cf_diags *diags)
{
    const char *value = cf_param_text(simulation->request, "correlation"), *comma;
    cf_draw_options *options = &simulation->options;
    char first[64] = "";

    options->market = 0.2;
    options->payer = 0.0;
    if (value == NULL)
        return CF_OK;
    comma = strchr(value, ',');
    if (comma == NULL || comma - value >= (int)sizeof first)
        return refuse_correlation(value, diags);
    snprintf(first, sizeof first, "%.*s", (int)(comma - value), value);
    if (!cf_text_read_number(&options->market, first) ||
        !cf_text_read_number(&options->payer, comma + 1) || !(options->market >= 0) ||
        !(options->payer >= 0) || !(options->market + options->payer <= 1.0))
        return refuse_correlation(value, diags);
    return CF_OK;
}

static cf_status read_numbers(cf_simulation *simulation, cf_diags *diags)
{
    static const cf_number_rule draws = { .least = 1, .most = CF_MOST_DRAWS, .whole = true };
    static const cf_number_rule seeds = { .least = 0, .most = MOST_SEED, .whole = true };
    static const cf_number_rule any = { .least = 0, .most = (double)INFINITY };
    const cf_request *request = simulation->request;
    double seed = 1;
    cf_status status = cf_param_number(&simulation->all, request, "draws", &draws, diags);

    if (status == CF_OK)
        status = cf_param_number(&seed, request, "seed", &seeds, diags);
    if (status == CF_OK)
        status = cf_param_number(&simulation->above, request, "above", &any, diags);
    if (status == CF_OK)
        status = cf_param_threads(&simulation->threads, request, diags);
    simulation->options.seed = (uint64_t)seed;
    return status;
}

/* --from and --to are for parts alone. */
static cf_status read_part(cf_simulation *simulation, cf_diags *diags)
{
    const cf_request *request = simulation->request;
    const cf_number_rule from = { .least = 0, .most = simulation->all - 1, .whole = true };
    const cf_number_rule to = { .least = 1, .most = simulation->all, .whole = true };
    bool given = cf_param_has(request, "from") || cf_param_has(request, "to");
    cf_status status = CF_OK;

    simulation->to = simulation->all;
    if (given && request->part == NULL)
        return cf_refuse(diags, CF_CODE_SIMULATE_RANGE, "leave them out for a result",
                         "--from and --to write a part, which needs a file");
    status = cf_param_number(&simulation->from, request, "from", &from, diags);
    if (status == CF_OK)
        status = cf_param_number(&simulation->to, request, "to", &to, diags);
    if (status == CF_OK && simulation->from >= simulation->to)
        return cf_refuse(diags, CF_CODE_SIMULATE_RANGE, "such as --from 0 --to 1000",
                         "--from must be below --to, but is %.0f, and --to %.0f", simulation->from,
                         simulation->to);
    simulation->room = (size_t)(simulation->to - simulation->from);
    return status;
}

static cf_status read_options(cf_simulation *simulation, cf_diags *diags)
{
    int spread = CF_TRIANGULAR;
    cf_status status = read_numbers(simulation, diags);

    if (status == CF_OK)
        status = read_part(simulation, diags);
    if (status == CF_OK)
        status = read_correlation(simulation, diags);
    if (status == CF_OK)
        status = cf_param_choice(&spread, simulation->request, "range", cf_spread_names, diags);
    simulation->options.spread = (cf_spread)spread;
    return status;
}

/* ---- what is drawn ---- */

static cf_status find_suppliers(cf_simulation *simulation, cf_diags *diags)
{
    size_t entities = (size_t)simulation->view->entity_count + 1;
    bool *chosen = calloc(entities, sizeof *chosen);
    cf_world world = { .view = NULL };
    cf_status status = CF_NO_MEMORY;

    simulation->suppliers = calloc(entities, sizeof *simulation->suppliers);
    if (chosen != NULL && simulation->suppliers != NULL)
        status =
            cf_param_entities(chosen, simulation->request, "supplier", simulation->view, diags);
    if (status == CF_OK)
        status = cf_world_open(&world, simulation->view, false);
    if (status == CF_OK) {
        simulation->count = cf_series_candidates(simulation->suppliers, &world, chosen, NULL);
        status = simulation->count < 0 ? CF_NO_MEMORY : CF_OK;
    }
    cf_world_close(&world);
    free(chosen);
    return status;
}

static cf_status warn_unused(const cf_simulation *simulation, cf_diags *diags)
{
    const cf_view_options *view = &simulation->request->view;
    cf_status status = CF_OK;

    if (view->probability_weights)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SIMULATE_NO_EFFECT, NULL, NULL,
                              "--weights has no effect: in a draw, a deal happens or not");
    if (status == CF_OK && view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SIMULATE_NO_EFFECT, NULL, NULL,
                              "--joint has no effect: draws have no joint figures");
    if (status == CF_OK && cf_draws_source_count(simulation->draws) == 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SIMULATE_CERTAIN, NULL,
                              "give deals a probability, and amounts low and high",
                              "nothing is uncertain in this view, so all draws are the same");
    return status;
}

static cf_status open_simulation(cf_simulation *simulation, cf_diags *diags)
{
    cf_status status = read_options(simulation, diags);

    if (status == CF_OK)
        status = find_suppliers(simulation, diags);
    if (status == CF_OK)
        status = cf_view_network_new(&simulation->network, simulation->view, false);
    if (status == CF_OK)
        status = cf_draws_new(&simulation->draws, simulation->view, &simulation->options);
    if (status == CF_OK)
        status = warn_unused(simulation, diags);
    simulation->divides =
        !cf_param_has(simulation->request, "no-sources") &&
        (simulation->request->part != NULL || cf_request_wants(simulation->request, tables[1]) ||
         !simulation->request->no_digest);
    return status;
}

/* ---- results ---- */

enum { DRAWS, SEED, CORRELATION_MARKET, CORRELATION_PAYER, FIGURES };

static const cf_column figure_rows[FIGURES] = {
    [DRAWS] = { "draws", CF_COUNT, "draws", "Draws that were taken." },
    [SEED] = { "seed", CF_NUMBER, "seed",
               "The number that the draws begin with: the same seed gives the same result." },
    [CORRELATION_MARKET] = { "correlation_market", CF_NUMBER, "correlation of all deals",
                             "How far all deals happen, and rise, together: the first number of "
                             "--correlation." },
    [CORRELATION_PAYER] = { "correlation_payer", CF_NUMBER, "more within a payer",
                            "How much more the deals of one payer do: the second number." },
};
static const cf_columns figures = { figure_rows, FIGURES, NULL };

static cf_status add_figures(cf_report *report, const cf_simulation *simulation)
{
    const cf_cell cells[FIGURES] = {
        [DRAWS] = cf_cell_number((double)simulation->done),
        [SEED] = cf_cell_number((double)simulation->options.seed),
        [CORRELATION_MARKET] = cf_cell_number(simulation->options.market),
        [CORRELATION_PAYER] = cf_cell_number(simulation->options.payer),
    };

    return cf_report_add_figures(report, figures, cells);
}

static cf_status tell_stopped(const cf_simulation *simulation, cf_diags *diags)
{
    if (simulation->done == simulation->room)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_SIMULATE_STOPPED, NULL, NULL,
                        "the draws were stopped after %.0f of %.0f", (double)simulation->done,
                        (double)simulation->room);
}

static cf_status write_results(cf_report *report, const cf_simulation *simulation, cf_diags *diags)
{
    const cf_request *request = simulation->request;
    const char *file = cf_param_text(request, "draws-out");
    cf_summary *summaries = NULL;
    int *order = NULL, count = 0;
    cf_status status = cf_simulate_summarise(&summaries, simulation);

    if (status == CF_OK) {
        order = cf_simulate_order(simulation, summaries, &count);
        status = order == NULL ? CF_NO_MEMORY : add_figures(report, simulation);
    }
    if (status == CF_OK && cf_request_wants(request, tables[0]))
        status = cf_simulate_fill(report, simulation, summaries, order, count);
    if (status == CF_OK && cf_request_wants(request, tables[1]))
        status = cf_simulate_fill_sources(report, simulation, order, count);
    if (status == CF_OK && cf_request_wants(request, tables[2]))
        status = cf_simulate_fill_densities(report, simulation, order, count);
    if (status == CF_OK && !request->no_digest)
        status = cf_simulate_write_digest(report, simulation, summaries, order, count);
    if (status == CF_OK && file != NULL)
        status = cf_simulate_write_draws(simulation, order, count, file, diags);
    free(summaries);
    free(order);
    return status;
}

/* ---- parts ---- */

/* The warnings of reading go with a part; those of the run come again. */
static cf_status write_part(const cf_simulation *simulation, cf_diags *diags)
{
    cf_buffer warnings = { 0 };
    cf_report *report = NULL;
    cf_status status = cf_report_new(&report, "simulate", simulation->view->scenario);

    if (status == CF_OK)
        status = cf_report_add_reading_warnings(report, diags);
    cf_buffer_add(&warnings, "");
    for (int i = 0; status == CF_OK && i < cf_report_warning_count(report); i++) {
        cf_buffer_add(&warnings, cf_report_warning(report, i));
        cf_buffer_add(&warnings, "\n");
    }
    if (status == CF_OK && warnings.failed)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        status = cf_simulate_write_part(simulation, cf_buffer_text(&warnings), diags);
    cf_report_free(report);
    cf_buffer_free(&warnings);
    return status;
}

static cf_status add_part_warnings(cf_report *report, const cf_draw_parts *parts)
{
    const char *line = cf_draw_parts_warnings(parts);
    cf_status status = CF_OK;

    while (status == CF_OK && *line != '\0') {
        size_t length = strcspn(line, "\n");

        status = cf_report_add_warning(report, cf_report_text(report, "%.*s", (int)length, line));
        line += length + (line[length] != '\0');
    }
    return status;
}

/* Draws, in one way or another. */
static cf_status draw_all(cf_report *report, cf_simulation *simulation, cf_diags *diags)
{
    const cf_draw_parts *parts = simulation->request->parts;
    cf_status status;

    if (parts == NULL)
        return cf_simulate_run(simulation);
    status = add_part_warnings(report, parts);
    return status == CF_OK ? cf_simulate_take_parts(simulation, parts, diags) : status;
}

/* ---- all together ---- */

/* Every deal that a draw can have, at the most that it can have. */
static cf_status simulate_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_simulation simulation = { .request = request, .above = (double)NAN, .all = 10000 };
    cf_view_options options = cf_view_options_for_draws(request->view);
    cf_statistics_handler *before = cf_statistics_begin();
    cf_view *view = NULL;
    cf_status status;

    status = cf_view_new(&view, request->scenario, &options, diags);
    simulation.view = view;
    if (status == CF_OK)
        status = open_simulation(&simulation, diags);
    if (status == CF_OK)
        status = draw_all(report, &simulation, diags);
    if (status == CF_OK)
        status = tell_stopped(&simulation, diags);
    if (status == CF_OK)
        status = request->part != NULL ? write_part(&simulation, diags)
                                       : write_results(report, &simulation, diags);
    cf_simulate_free(&simulation);
    free(simulation.suppliers);
    cf_draws_free(simulation.draws);
    cf_view_network_free(simulation.network);
    cf_view_free(view);
    cf_statistics_end(before);
    return status;
}

static const char *spread_at(int index)
{
    return index >= 0 && index < CF_SPREAD_COUNT ? cf_spread_names[index] : NULL;
}

static const cf_param_spec params[] = {
    { .name = "draws", .value = "N", .help = "number of draws, such as 100000 (default: 10000)" },
    { .name = "seed",
      .value = "S",
      .help = "a whole number that the draws begin with: the same one gives the same result "
              "(default: 1)" },
    { .name = "correlation",
      .value = "A,B",
      .help = "how far deals happen, and rise, together: A of all deals, B more of the deals of "
              "one payer, from 0 to 1 in all, such as 0.2,0.1 (default: 0.2,0)" },
    { .name = "range",
      .help = "how an amount is spread over its range: triangular, with base the likeliest; "
              "uniform; or pert, which is nearer to base (default: triangular)",
      .choice = spread_at },
    { .name = "above",
      .value = "X",
      .help = "also the share of draws in which the exposure is above X, such as 0.2" },
    { .name = "no-sources",
      .help = "do not divide the spread among its sources, which takes most of the time: the table "
              "sources stays empty" },
    { .name = "draws-out",
      .value = "FILE.csv",
      .help = "also write every draw into this file, a row for each supplier",
      .writes = true },
    { .name = "from",
      .value = "I",
      .help = "compute only the draws from number I on, of 0 to N - 1, and write them to the file "
              "of -o as a part for --merge (default: 0)" },
    { .name = "to",
      .value = "J",
      .help = "compute only the draws before number J, in the same way (default: N)" },
    { .name = "merge",
      .help = "put parts together, which take the place of the scenario: circfin simulate --merge "
              "a.part b.part gives what one run would have given" },
    { CF_PARAM_SUPPLIER },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_simulate = {
    .name = "simulate",
    .summary = "Draw uncertain amounts and deals, and show how the figures spread",
    .description =
        "Each draw decides which deals happen, by their probability, and at which amount of "
        "their range, and computes every figure anew. The result is the distribution of each "
        "figure over the draws, and how much of its spread comes from which uncertainty. "
        "--case and --weights play no part. Ctrl-C ends a run with the draws so far. On many "
        "machines, --from and --to compute parts of the draws, and --merge puts them together.",
    .memory = "about 1,000 bytes a deal; 56 bytes for each draw and supplier.",
    .example = "circfin simulate data/ai-deals.json --draws 100000 --above 0.2",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .figures = &figures,
    .feature = CF_FEATURE_DRAWS,
    .stoppable = true,
    .merges = true,
    .own_amounts = true,
    .run = simulate_run,
};
