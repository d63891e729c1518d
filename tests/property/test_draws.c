/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of amounts on random scenarios: with what the file states they give the view itself, to
 * the last bit, and draws without any uncertainty give `score`. CIRCFIN_SEEDS=100000 tries more
 * scenarios than usual.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/draws.h"
#include "circfin/rules.h"
#include "property/random_scenario.h"

enum { SEEDS = 2400 / CIRCFIN_SEED_SHARE };

static unsigned seed_count(void)
{
    const char *text = getenv("CIRCFIN_SEEDS");

    return text == NULL ? SEEDS : (unsigned)strtoul(text, NULL, 10);
}

static cf_scenario *scenario_of(unsigned seed, bool certain, cf_view_options *options)
{
    static random_scenario random;
    cf_scenario *scenario = NULL;
    char ids[3][16], *text;
    const char *joint[3];
    const random_variation plainly = { 0 };

    random_scenario_make(&random, seed);
    for (int i = 0; certain && i < random.deal_count; i++) {
        random_range *amount = &random.deals[i].amount;

        random.deals[i].probability = 1;
        amount->base = amount->base >= 0 ? amount->base : fmax(amount->low, amount->high);
        amount->low = amount->high = -1;
    }
    for (int i = 0; certain && i < random.entity_count; i++) {
        random_range *funds = &random.entities[i].funds;

        funds->base = funds->base >= 0 ? funds->base : fmax(funds->low, funds->high);
        funds->low = funds->high = -1;
    }
    text = random_scenario_text(&random, &plainly);
    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "seed.json", NULL),
                 (int)CF_OK, "seed %u is refused", seed);
    *options = random_scenario_view(&random, &plainly, ids, joint);
    options->joint_count = 0;
    options->probability_weights = false;
    options->empty = true;
    free(text);
    return scenario;
}

static double *numbers(int count)
{
    double *result = calloc((size_t)count + 1, sizeof *result);

    cr_assert_not_null(result);
    return result;
}

static void compare_rules(const cf_view *view, unsigned seed)
{
    int deals = view->scenario->deal_count, entities = view->scenario->entity_count;
    const cf_worths worths = { numbers(deals), numbers(entities), numbers(entities) };
    const cf_amounts amounts = { .deals = numbers(deals),
                                 .funds = numbers(entities),
                                 .revenue = numbers(entities),
                                 .full = numbers(deals),
                                 .factor = numbers(deals) };
    cf_rules *rules = NULL;

    cr_assert_eq((int)cf_rules_new(&rules, view), (int)CF_OK);
    cf_rules_stated(rules, view->options.which, &worths);
    cf_rules_apply(rules, &worths, &amounts);
    for (int i = 0; i < view->deal_count; i++) {
        if (view->deals[i].quantified)
            cr_expect_eq(amounts.deals[view->deals[i].deal], view->deals[i].amount,
                         "seed %u deal %d: %.17g, not %.17g", seed, view->deals[i].deal,
                         amounts.deals[view->deals[i].deal], view->deals[i].amount);
    }
    for (int v = 0; v < view->entity_count; v++) {
        cr_expect_eq(amounts.funds[v], view->entities[v].funds, "seed %u funds of %d", seed, v);
        cr_expect_eq(amounts.revenue[v], view->entities[v].revenue, "seed %u revenue of %d", seed,
                     v);
    }
    cf_rules_free(rules);
    free(worths.deals);
    free(worths.funds);
    free(worths.revenue);
    free(amounts.deals);
    free(amounts.funds);
    free(amounts.revenue);
    free(amounts.full);
    free(amounts.factor);
}

Test(draws, rules_give_the_view_itself)
{
    for (unsigned seed = 0; seed < seed_count(); seed++) {
        cf_view_options options;
        cf_scenario *scenario = scenario_of(seed, false, &options);
        cf_view *view = NULL;

        cr_assert_eq((int)cf_view_new(&view, scenario, &options, NULL), (int)CF_OK);
        compare_rules(view, seed);
        cf_view_free(view);
        cf_scenario_free(scenario);
    }
}

static void compare_draw(cf_draw_bench *bench, cf_what_if *plain, const cf_view *view,
                         unsigned seed)
{
    cf_what_if *what_if = cf_draw_bench_what_if(bench);

    for (int v = 0; v < view->entity_count; v++) {
        cf_loopback drawn, scored;

        cr_assert_eq((int)cf_what_if_measure(&drawn, what_if, v, CF_MEASURES_KNOWN), (int)CF_OK);
        cr_assert_eq((int)cf_what_if_measure(&scored, plain, v, CF_MEASURES_KNOWN), (int)CF_OK);
        cr_expect(memcmp(&drawn, &scored, sizeof drawn) == 0, "seed %u entity %d: %.17g, not %.17g",
                  seed, v, drawn.pro_rata, scored.pro_rata);
    }
}

Test(draws, without_uncertainty_every_draw_is_the_score)
{
    const cf_draw_options how = { .seed = 5, .market = 0.3, .payer = 0.2 };

    for (unsigned seed = 0; seed < seed_count() / 4; seed++) {
        cf_view_options options;
        cf_scenario *scenario = scenario_of(seed, true, &options);
        cf_view *view = NULL;
        cf_view_network *network = NULL;
        cf_what_if *plain = NULL;
        cf_draws *draws = NULL;
        cf_draw_bench *bench = NULL;

        cr_assert_eq((int)cf_view_new(&view, scenario, &options, NULL), (int)CF_OK);
        cr_assert_eq((int)cf_view_network_new(&network, view, false), (int)CF_OK);
        cr_assert_eq((int)cf_what_if_new(&plain, &network->network, options.origin_all),
                     (int)CF_OK);
        cr_assert_eq((int)cf_draws_new(&draws, view, &how), (int)CF_OK);
        cr_assert_eq((int)cf_draw_bench_new(&bench, draws, network), (int)CF_OK);
        cr_expect_eq(cf_draws_source_count(draws), 0, "seed %u", seed);
        for (uint64_t n = 0; n < 3; n++) {
            cf_draw_bench_begin(bench, n);
            cf_draw_bench_show(bench, CF_DRAW_A, CF_NO_SOURCE);
            compare_draw(bench, plain, view, seed);
        }
        cf_draw_bench_free(bench);
        cf_draws_free(draws);
        cf_what_if_free(plain);
        cf_view_network_free(network);
        cf_view_free(view);
        cf_scenario_free(scenario);
    }
}
