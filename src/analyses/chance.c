/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chance: whether a network is more circular than the same deals between others would be. */
#include "analyses/chance.h"

#include <stdlib.h>

#include "analyses/params.h"
#include "base/options.h"
#include "base/sum.h"

static const char *const tables[] = { "chance", "histogram", NULL };
static const cf_columns *const table_columns[] = { &cf_chance_columns,
                                                   &cf_chance_histogram_columns };

#define MOST_DRAWS 1e7
#define MOST_SEED 9007199254740991.0 /* 2^53 - 1: as large as a number of JSON is exact */

/* ---- input ---- */

static cf_status read_options(cf_chance *chance, cf_diags *diags)
{
    static const cf_number_rule draws = { .least = 1, .most = MOST_DRAWS, .whole = true };
    static const cf_number_rule seeds = { .least = 0, .most = MOST_SEED, .whole = true };
    cf_status status = cf_param_number(&chance->wanted, chance->request, "draws", &draws, diags);

    if (status == CF_OK)
        status = cf_param_number(&chance->seed, chance->request, "seed", &seeds, diags);
    return status == CF_OK ? cf_param_threads(&chance->threads, chance->request, diags) : status;
}

/* Deals whose amount is known, and nothing else. */
static cf_status take_network(cf_chance *chance, const cf_view_network *all)
{
    size_t most = (size_t)all->network.payment_count + 1;
    cf_sum gross = { 0 }, capital = { 0 };

    chance->payments = calloc(most, sizeof *chance->payments);
    if (chance->payments == NULL)
        return CF_NO_MEMORY;
    chance->network = all->network;
    chance->network.payments = chance->payments;
    chance->network.payment_count = 0;
    for (int i = 0; i < all->network.payment_count; i++) {
        cf_payment payment = all->network.payments[i];

        if (payment.open || !(payment.amount > 0))
            continue;
        payment.earmark = NULL;
        payment.earmark_count = 0;
        cf_sum_add(&gross, payment.amount);
        cf_sum_add(&capital, payment.carries == CF_CAPITAL ? payment.amount : 0.0);
        chance->payments[chance->network.payment_count++] = payment;
    }
    chance->gross = cf_sum_value(gross);
    chance->capital = cf_sum_value(capital);
    return CF_OK;
}

/* ---- results ---- */

enum { DRAWS, SEED, EXACT, ARRANGEMENTS, FIGURES };

static const cf_column figure_rows[FIGURES] = {
    [DRAWS] = { "draws", CF_COUNT, "draws",
                "Draws that were taken; where exact, the arrangements that were measured." },
    [SEED] = { "seed", CF_NUMBER, "seed",
               "The number that the draws begin with: the same seed gives the same result." },
    [EXACT] = { "exact", CF_FLAG, "exact",
                "Every arrangement of payees that can be drawn was measured once, with its "
                "probability: there are fewer orders than draws." },
    [ARRANGEMENTS] = { "orders", CF_COUNT, "orders of payees",
                       "Different orders of the payees within their classes: permutations, of "
                       "which those that only exchange equal payees are one. null beyond 2^53." },
};
static const cf_columns figures = { figure_rows, FIGURES, NULL };

static cf_status add_figures(cf_report *report, const cf_chance *chance)
{
    const cf_cell cells[FIGURES] = {
        [DRAWS] = cf_cell_number((double)chance->done),
        [SEED] = cf_cell_number(chance->seed),
        [EXACT] = cf_cell_flag(cf_chance_is_whole(chance)),
        [ARRANGEMENTS] = cf_cell_number(chance->orders),
    };

    return cf_report_add_figures(report, figures, cells);
}

static cf_status warn(const cf_chance *chance, cf_diags *diags)
{
    bool differs = chance->network.payment_count == 0 || (chance->done < 2 && !chance->exact);
    cf_status status = CF_OK;

    for (int s = 0; s < STATISTICS; s++)
        differs = differs || chance->summaries[s].deviation > 0;
    if (chance->request->view.joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_CHANCE_NO_EFFECT, NULL, NULL,
                              "--joint has no effect: chance asks about the whole network");
    if (status == CF_OK && chance->done < chance->room)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_CHANCE_STOPPED, NULL, NULL,
                              "the draws were stopped after %.0f of %.0f", (double)chance->done,
                              (double)chance->room);
    if (status == CF_OK && !differs)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_CHANCE_NO_SPREAD, NULL, NULL,
                              "no draw differs from the network as it is, so it cannot stand out");
    return status;
}

static cf_status write_results(cf_report *report, const cf_chance *chance)
{
    const cf_request *request = chance->request;
    cf_status status = add_figures(report, chance);

    if (status == CF_OK && cf_request_wants(request, tables[0]))
        status = cf_chance_fill(report, chance);
    if (status == CF_OK && cf_request_wants(request, tables[1]))
        status = cf_chance_fill_histogram(report, chance);
    if (status == CF_OK && !request->no_digest)
        status = cf_chance_write_digest(report, chance);
    return status;
}

/* ---- all together ---- */

static void close_chance(cf_chance *chance)
{
    cf_shuffle_free(&chance->shuffle);
    free(chance->payments);
    free(chance->order);
    free(chance->values);
}

static cf_status chance_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_chance chance = { .request = request, .wanted = 1000, .seed = 1 };
    cf_view_network *network = NULL;
    cf_view *view = NULL;
    cf_status status = read_options(&chance, diags);

    if (status == CF_OK)
        status = cf_view_new(&view, request->scenario, &request->view, diags);
    chance.view = view;
    if (status == CF_OK)
        status = cf_view_network_new(&network, view, false);
    if (status == CF_OK)
        status = take_network(&chance, network);
    if (status == CF_OK)
        status = cf_chance_run(&chance);
    if (status == CF_OK) {
        cf_chance_summarise(&chance);
        status = warn(&chance, diags);
    }
    if (status == CF_OK)
        status = write_results(report, &chance);
    close_chance(&chance);
    cf_view_network_free(network);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "draws", .value = "N", .help = "number of draws, such as 10000 (default: 1000)" },
    { .name = "seed",
      .value = "S",
      .help = "a whole number that the draws begin with: the same one gives the same result "
              "(default: 1)" },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_chance = {
    .name = "chance",
    .summary = "Ask whether the network is more circular than chance",
    .description =
        "Each draw keeps every deal's payer, amount and class (capital, trade or service) and "
        "deals out "
        "the payees of a class among its deals at random; one that would then pay itself swaps "
        "payees with another. The share of draws that are at least as circular as the network is "
        "says whether chance explains it: p. That tests who deals with whom, not intent, and not "
        "how much everybody deals. Where there are fewer orders of payees than draws, every one "
        "is measured once, and p is exact. Ctrl-C ends a run with the draws so far.",
    .memory = "about 600 bytes a deal for each thread; 24 bytes a draw.",
    .example = "circfin chance data/ai-deals.json --draws 10000",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .figures = &figures,
    .feature = CF_FEATURE_DRAWS,
    .stoppable = true,
    .run = chance_run,
};
