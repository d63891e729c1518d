/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of the picture that hold for any scenario and options, against the tables of score. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "property/random_scenario.h"

enum { SEEDS = 400 / CIRCFIN_SEED_SHARE };

struct trial {
    unsigned seed;
    random_scenario random;
    cf_scenario *scenario;
    char ids[3][16];
    const char *joint[3];
    cf_view_options view;
};

static void open_trial(struct trial *trial, unsigned seed)
{
    static const random_variation plain = { 0 };
    char *text;

    trial->seed = seed;
    random_scenario_make(&trial->random, seed);
    text = random_scenario_text(&trial->random, &plain);
    trial->view = random_scenario_view(&trial->random, &plain, trial->ids, trial->joint);
    cr_assert_eq((int)cf_scenario_parse(&trial->scenario, text, strlen(text), "-", NULL), CF_OK);
    free(text);
}

static cf_report *report_of(const struct trial *trial, const char *analysis, const cf_param *params,
                            int param_count)
{
    cf_request request = { .scenario = trial->scenario,
                           .view = trial->view,
                           .params = params,
                           .param_count = param_count };
    cf_report *report;

    if (cf_analysis_run(&report, cf_analysis_find(analysis), &request, NULL) != CF_OK)
        return NULL;
    return report;
}

static bool is_near(double a, double b, double scale)
{
    return fabs(a - b) <= 1e-9 * (fabs(scale) + fabs(a) + fabs(b));
}

static double figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++)
        if (strcmp(cf_report_figure(report, i)->name, name) == 0)
            return cf_report_figure(report, i)->value.number;
    return (double)NAN;
}

/* ---- laws ---- */

static void expect_balances(const struct trial *trial, const cf_picture *picture, bool complete)
{
    for (int v = 0; v < picture->entity_count; v++) {
        const cf_picture_entity *entity = &picture->entities[v];
        double in = 0.0, out = 0.0, all = entity->in + entity->funds;

        for (int e = 0; e < picture->edge_count; e++) {
            in += picture->edges[e].payee == v ? picture->edges[e].amount : 0.0;
            out += picture->edges[e].payer == v ? picture->edges[e].amount : 0.0;
        }
        cr_expect(is_near(all, entity->out + entity->kept, all), "seed %u: %s has %g, and %g",
                  trial->seed, entity->id, all, entity->out + entity->kept);
        if (complete) {
            cr_expect(is_near(in, entity->in, all), "seed %u: into %s", trial->seed, entity->id);
            cr_expect(is_near(out, entity->out, all), "seed %u: out of %s", trial->seed,
                      entity->id);
        }
    }
}

/* Into a supplier all coloured trade is on its way back: the strands there are its loop-back. */
static void expect_strands(const struct trial *trial, const cf_picture *picture)
{
    for (int s = 0; s < picture->supplier_count; s++) {
        const cf_picture_supplier *supplier = &picture->suppliers[s];
        double back = 0.0;

        for (int e = 0; e < picture->edge_count; e++) {
            const cf_picture_edge *edge = &picture->edges[e];

            for (int i = 0; i < edge->strand_count; i++) {
                cr_expect_leq(edge->strands[i].amount, edge->amount);
                if (edge->strands[i].supplier == s && edge->payee == supplier->entity &&
                    edge->carries == CF_TRADE)
                    back += edge->strands[i].amount;
            }
        }
        cr_expect(is_near(back, supplier->loopback_pro_rata, supplier->invested),
                  "seed %u: supplier %d gets %g back, but %g on its edges", trial->seed, s,
                  supplier->loopback_pro_rata, back);
    }
}

static void expect_whole(const struct trial *trial)
{
    static const cf_param unknown = { "unknown", NULL };
    cf_report *graph = report_of(trial, "graph", &unknown, 1);
    cf_report *score = report_of(trial, "score", NULL, 0);
    const cf_picture *picture;
    double sum = 0.0;
    int deals = 0;

    cr_assert((graph == NULL) == (score == NULL), "seed %u", trial->seed);
    if (graph == NULL)
        return; /* joint names an entity that consolidation takes away */
    picture = cf_report_picture(graph);
    for (int e = 0; e < picture->edge_count; e++) {
        sum += picture->edges[e].amount;
        deals += picture->edges[e].deal_count;
    }
    cr_expect(is_near(sum, figure(score, "gross"), sum), "seed %u", trial->seed);
    cr_expect_eq(deals, (int)figure(score, "deals"), "seed %u", trial->seed);
    cr_expect_eq(picture->shown_deals, picture->all_deals);
    expect_balances(trial, picture, true);
    expect_strands(trial, picture);
    cf_report_free(graph);
    cf_report_free(score);
}

/* Whatever is put together, money is neither lost nor made. */
static void expect_parts(const struct trial *trial)
{
    char top[8], least[16];
    cf_param params[] = { { "top", top }, { "min-amount", least } };
    cf_report *graph;

    snprintf(top, sizeof top, "%u", 1 + trial->seed % 5);
    snprintf(least, sizeof least, "%u", trial->seed % 3);
    graph = report_of(trial, "graph", params, 2);
    if (graph == NULL)
        return;
    expect_balances(trial, cf_report_picture(graph), false);
    cr_expect_leq(cf_report_picture(graph)->shown_amount,
                  cf_report_picture(graph)->all_amount * (1 + 1e-12));
    cf_report_free(graph);
}

/* ---- --loops-only by trying every way ---- */

static bool leads_to(const cf_picture *picture, int from, int to)
{
    bool reached[MOST_ENTITIES + 1] = { false };
    bool more = true;

    reached[from] = true;
    while (more) {
        more = false;
        for (int e = 0; e < picture->edge_count; e++) {
            const cf_picture_edge *edge = &picture->edges[e];

            if (reached[edge->payer] && !reached[edge->payee])
                more = reached[edge->payee] = true;
        }
    }
    return reached[to];
}

static void expect_loops_only(const struct trial *trial)
{
    static const cf_param params[] = { { "unknown", NULL }, { "loops-only", NULL } };
    cf_report *all = report_of(trial, "graph", params, 1);
    cf_report *some = report_of(trial, "graph", params, 2);
    const cf_picture *picture;
    int on_loops = 0;

    if (all == NULL)
        return;
    picture = cf_report_picture(all);
    for (int e = 0; e < picture->edge_count; e++)
        if (leads_to(picture, picture->edges[e].payee, picture->edges[e].payer))
            on_loops += picture->edges[e].deal_count;
    cr_expect_eq(cf_report_picture(some)->shown_deals, on_loops, "seed %u", trial->seed);
    cf_report_free(all);
    cf_report_free(some);
}

static void each(void (*law)(const struct trial *trial))
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct trial trial;

        open_trial(&trial, seed);
        law(&trial);
        cf_scenario_free(trial.scenario);
    }
}

Test(picture, shows_all_deals_and_what_comes_back)
{
    each(expect_whole);
}

Test(picture, loses_no_money_in_what_it_puts_together)
{
    each(expect_parts);
}

Test(picture, of_loops_only_has_just_the_deals_on_loops)
{
    each(expect_loops_only);
}
