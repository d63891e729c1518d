/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws of a view. What is uncertain is listed once; a draw fills in numbers:
 *
 *   normals of all sources ─► u ─► happens, worth      of each uncertain deal
 *                                 └─ requires          of deals that require others
 *   worths ─► rules of the view ─► amounts, funds, revenue ─► what-if
 */
#include "circfin/draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "base/statistics.h"
#include "circfin/rules.h"

const char *const cf_spread_names[CF_SPREAD_COUNT + 1] = { "triangular", "uniform", "pert", NULL };

/* A deal that may not happen, or whose amount has a range. */
struct uncertain {
    int deal;
    int payer_source, own_source; /* -1: of weight 0 */
    double probability;
    cf_range range; /* of its amount, or share */
    double fx;
};

/* Funds or revenue with a range. */
struct spread_out {
    int entity, source;
    cf_range range;
};

/* A deal that requires others. */
struct requiring {
    int deal;
    bool certain; /* but for them */
};

struct cf_draws {
    const cf_view *view;
    cf_draw_options options;
    cf_rules *rules;
    double market_weight, payer_weight, own_weight;
    int market_source; /* -1: none */
    cf_draw_source *sources;
    int source_count;
    struct uncertain *deals;
    int deal_count;
    struct spread_out *funds, *revenue;
    int funds_count, revenue_count;
    struct requiring *requiring; /* each behind those that it requires */
    int requiring_count;
    bool *happens;  /* of a deal, where nothing is drawn */
    cf_worths base; /* what is certain; at the base where it is not */
    cf_arena arena;
};

/* ---- what is uncertain ---- */

static bool is_range(cf_range range)
{
    return range.high > range.low;
}

static cf_range range_of(const cf_deal *deal)
{
    return deal->kind == CF_SHARE_OF ? deal->share : deal->amount;
}

static bool is_uncertain(const cf_draws *draws, int deal)
{
    double probability = cf_rules_probability(draws->rules, deal);

    return cf_rules_fate(draws->rules, deal) == CF_FATE_COUNTS && probability > 0 &&
           (probability < 1 || is_range(range_of(&draws->view->scenario->deals[deal])));
}

static int payer_of(const cf_draws *draws, int deal)
{
    return draws->view->entity_of[draws->view->scenario->deals[deal].payer];
}

static int add_source(cf_draws *draws, cf_source_kind kind, int index)
{
    draws->sources[draws->source_count] = (cf_draw_source){ kind, index };
    return draws->source_count++;
}

static void list_deals(cf_draws *draws)
{
    const cf_scenario *scenario = draws->view->scenario;

    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        if (is_uncertain(draws, i))
            draws->deals[draws->deal_count++] =
                (struct uncertain){ .deal = i,
                                    .probability = cf_rules_probability(draws->rules, i),
                                    .range = range_of(deal),
                                    .fx = deal->kind == CF_SHARE_OF ? 1.0 : deal->fx };
    }
}

/* source_of[v]: scratch, of each entity of the view. */
static void list_payers(cf_draws *draws, int *source_of)
{
    for (int v = 0; v < draws->view->entity_count; v++)
        source_of[v] = -1;
    for (int i = 0; draws->payer_weight > 0 && i < draws->deal_count; i++)
        source_of[payer_of(draws, draws->deals[i].deal)] = 0;
    for (int v = 0; v < draws->view->entity_count; v++) {
        if (source_of[v] == 0)
            source_of[v] = add_source(draws, CF_SOURCE_PAYER, v);
    }
    for (int i = 0; i < draws->deal_count; i++)
        draws->deals[i].payer_source = source_of[payer_of(draws, draws->deals[i].deal)];
}

static void list_entities(cf_draws *draws)
{
    const cf_scenario *scenario = draws->view->scenario;

    for (int i = 0; i < scenario->entity_count; i++) {
        const cf_entity *entity = &scenario->entities[i];

        if (entity->outside_funds_known && is_range(entity->outside_funds))
            draws->funds[draws->funds_count++] =
                (struct spread_out){ i, add_source(draws, CF_SOURCE_FUNDS, i),
                                     entity->outside_funds };
    }
    for (int i = 0; i < scenario->entity_count; i++) {
        const cf_entity *entity = &scenario->entities[i];

        if (entity->revenue_known && is_range(entity->revenue))
            draws->revenue[draws->revenue_count++] =
                (struct spread_out){ i, add_source(draws, CF_SOURCE_REVENUE, i), entity->revenue };
    }
}

/* By kind, and within a kind in file order. */
static cf_status list_sources(cf_draws *draws)
{
    int *source_of = malloc(((size_t)draws->view->entity_count + 1) * sizeof *source_of);

    if (source_of == NULL)
        return CF_NO_MEMORY;
    list_deals(draws);
    draws->market_source = draws->market_weight > 0 && draws->deal_count > 0
                               ? add_source(draws, CF_SOURCE_MARKET, 0)
                               : -1;
    list_payers(draws, source_of);
    for (int i = 0; i < draws->deal_count; i++)
        draws->deals[i].own_source =
            draws->own_weight > 0 ? add_source(draws, CF_SOURCE_DEAL, draws->deals[i].deal) : -1;
    list_entities(draws);
    free(source_of);
    return CF_OK;
}

/* ---- which deals require others ---- */

static cf_deal_list required_by(const cf_draws *draws, int deal)
{
    return draws->view->scenario->deals[deal].required;
}

/* Depth first with a stack of its own, as a chain may be as long as the file; the reader has
 * refused circles. */
static cf_status list_requiring(cf_draws *draws)
{
    size_t size = (size_t)draws->view->scenario->deal_count + 1;
    int *stack = malloc(size * sizeof *stack), *next = calloc(size, sizeof *next);
    cf_status status = stack == NULL || next == NULL ? CF_NO_MEMORY : CF_OK;

    for (int root = 0; status == CF_OK && root < draws->view->scenario->deal_count; root++) {
        int height = 0;

        if (next[root] == 0)
            stack[height++] = root;
        while (height > 0) {
            int deal = stack[height - 1];
            cf_deal_list of = required_by(draws, deal);

            if (next[deal] < of.count) {
                int below = of.at[next[deal]++];

                if (next[below] == 0)
                    stack[height++] = below;
                continue;
            }
            height--;
            if (next[deal] != INT_MAX && of.count > 0 &&
                cf_rules_fate(draws->rules, deal) == CF_FATE_COUNTS)
                draws->requiring[draws->requiring_count++] =
                    (struct requiring){ deal, !is_uncertain(draws, deal) };
            next[deal] = INT_MAX;
        }
    }
    free(stack);
    free(next);
    return status;
}

/* ---- the structure ---- */

static cf_status make_room(cf_draws *draws)
{
    size_t deals = (size_t)draws->view->scenario->deal_count;
    size_t entities = (size_t)draws->view->scenario->entity_count;
    cf_arena *arena = &draws->arena;

    draws->sources = cf_arena_new(arena, deals + 3 * entities + 1, sizeof *draws->sources);
    draws->deals = cf_arena_new(arena, deals, sizeof *draws->deals);
    draws->funds = cf_arena_new(arena, entities, sizeof *draws->funds);
    draws->revenue = cf_arena_new(arena, entities, sizeof *draws->revenue);
    draws->requiring = cf_arena_new(arena, deals, sizeof *draws->requiring);
    draws->happens = cf_arena_new(arena, deals, sizeof *draws->happens);
    draws->base.deals = cf_arena_new(arena, deals, sizeof(double));
    draws->base.funds = cf_arena_new(arena, entities, sizeof(double));
    draws->base.revenue = cf_arena_new(arena, entities, sizeof(double));
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

/* What happens and is worth where nothing is drawn. */
static void find_certain(cf_draws *draws)
{
    cf_rules_stated(draws->rules, CF_CASE_BASE, &draws->base);
    for (int i = 0; i < draws->view->scenario->deal_count; i++) {
        cf_fate fate = cf_rules_fate(draws->rules, i);
        bool never = cf_rules_probability(draws->rules, i) <= 0;

        draws->happens[i] = fate == CF_FATE_COUNTS ? !never : fate != CF_FATE_DROPPED;
        if (!draws->happens[i])
            draws->base.deals[i] = 0.0;
    }
}

cf_status cf_draws_new(cf_draws **out, const cf_view *view, const cf_draw_options *options)
{
    cf_draws *draws = calloc(1, sizeof *draws);
    double own = 1.0 - options->market - options->payer;
    cf_status status;

    *out = NULL;
    if (draws == NULL)
        return CF_NO_MEMORY;
    draws->view = view;
    draws->options = *options;
    draws->market_weight = sqrt(options->market);
    draws->payer_weight = sqrt(options->payer);
    draws->own_weight = own > 1e-15 ? sqrt(own) : 0.0; /* 0.3 and 0.7 leave nothing */
    status =
        cf_feature_is_built(CF_FEATURE_DRAWS) ? cf_rules_new(&draws->rules, view) : CF_BAD_OPTION;
    if (status == CF_OK)
        status = make_room(draws);
    if (status == CF_OK)
        status = list_sources(draws);
    if (status == CF_OK)
        status = list_requiring(draws);
    if (status != CF_OK) {
        cf_draws_free(draws);
        return status;
    }
    find_certain(draws);
    *out = draws;
    return CF_OK;
}

void cf_draws_free(cf_draws *draws)
{
    if (draws == NULL)
        return;
    cf_rules_free(draws->rules);
    cf_arena_free(&draws->arena);
    free(draws);
}

int cf_draws_source_count(const cf_draws *draws)
{
    return draws->source_count;
}

cf_draw_source cf_draws_source(const cf_draws *draws, int source)
{
    return draws->sources[source];
}

/* ---- a bench ---- */

struct cf_draw_bench {
    const cf_draws *draws;
    const cf_view_network *network;
    cf_what_if *what_if;
    double *normals[CF_DRAW_SETS]; /* of the sources */
    bool *happens;                 /* of the deals of the scenario, as shown */
    cf_worths worths;
    cf_amounts amounts;
    cf_arena arena;
};

static cf_status make_bench_room(cf_draw_bench *bench)
{
    const cf_draws *draws = bench->draws;
    size_t deals = (size_t)draws->view->scenario->deal_count;
    size_t entities = (size_t)draws->view->scenario->entity_count;
    cf_arena *arena = &bench->arena;

    for (int set = 0; set < CF_DRAW_SETS; set++)
        bench->normals[set] =
            cf_arena_new(arena, (size_t)draws->source_count, sizeof *bench->normals[set]);
    bench->happens = cf_arena_new(arena, deals, sizeof *bench->happens);
    bench->worths = (cf_worths){ .deals = cf_arena_new(arena, deals, sizeof(double)),
                                 .funds = cf_arena_new(arena, entities, sizeof(double)),
                                 .revenue = cf_arena_new(arena, entities, sizeof(double)) };
    bench->amounts = (cf_amounts){ .deals = cf_arena_new(arena, deals, sizeof(double)),
                                   .full = cf_arena_new(arena, deals, sizeof(double)),
                                   .factor = cf_arena_new(arena, deals, sizeof(double)),
                                   .funds = cf_arena_new(arena, entities, sizeof(double)),
                                   .revenue = cf_arena_new(arena, entities, sizeof(double)) };
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_draw_bench_new(cf_draw_bench **out, const cf_draws *draws,
                            const cf_view_network *network)
{
    cf_draw_bench *bench = calloc(1, sizeof *bench);
    size_t deals = (size_t)draws->view->scenario->deal_count;
    size_t entities = (size_t)draws->view->scenario->entity_count;
    cf_status status;

    *out = NULL;
    if (bench == NULL)
        return CF_NO_MEMORY;
    bench->draws = draws;
    bench->network = network;
    status = cf_what_if_new(&bench->what_if, &network->network, draws->view->options.origin_all);
    if (status == CF_OK)
        status = cf_what_if_follow_dues(bench->what_if, draws->view);
    if (status == CF_OK)
        status = make_bench_room(bench);
    if (status != CF_OK) {
        cf_draw_bench_free(bench);
        return status;
    }
    memcpy(bench->happens, draws->happens, deals * sizeof *bench->happens);
    memcpy(bench->worths.deals, draws->base.deals, deals * sizeof(double));
    memcpy(bench->worths.funds, draws->base.funds, entities * sizeof(double));
    memcpy(bench->worths.revenue, draws->base.revenue, entities * sizeof(double));
    *out = bench;
    return CF_OK;
}

void cf_draw_bench_free(cf_draw_bench *bench)
{
    if (bench == NULL)
        return;
    cf_what_if_free(bench->what_if);
    cf_arena_free(&bench->arena);
    free(bench);
}

cf_what_if *cf_draw_bench_what_if(const cf_draw_bench *bench)
{
    return bench->what_if;
}

bool cf_draw_bench_happens(const cf_draw_bench *bench, int deal)
{
    return bench->happens[deal];
}

/* ---- a draw ---- */

void cf_draw_bench_begin(cf_draw_bench *bench, uint64_t draw)
{
    const cf_draws *draws = bench->draws;

    for (int i = 0; i < draws->source_count; i++) {
        const cf_random_place place = { .draw = draw,
                                        .kind = (uint32_t)draws->sources[i].kind,
                                        .index = (uint32_t)draws->sources[i].index };
        double uniform[2];

        cf_random_uniform(uniform, draws->options.seed, place);
        bench->normals[CF_DRAW_A][i] = cf_normal_quantile(uniform[0]);
        bench->normals[CF_DRAW_B][i] = cf_normal_quantile(uniform[1]);
    }
}

static double quantile(cf_spread spread, cf_range range, double v)
{
    if (!is_range(range))
        return range.base;
    switch (spread) {
    case CF_UNIFORM:
        return cf_uniform_quantile(v, range.low, range.high);
    case CF_PERT:
        return cf_pert_quantile(v, range.low, range.base, range.high);
    case CF_TRIANGULAR:
    case CF_SPREAD_COUNT:
        break;
    }
    return cf_triangular_quantile(v, range.low, range.base, range.high);
}

/* What is shown of the sources: one set, but for one of them. */
struct shown {
    const double *normals, *others;
    int other;
};

static double normal_of(const struct shown *shown, int source)
{
    return source < 0               ? 0.0
           : source == shown->other ? shown->others[source]
                                    : shown->normals[source];
}

static void draw_deal(cf_draw_bench *bench, const struct uncertain *of, const struct shown *shown)
{
    const cf_draws *draws = bench->draws;
    double x = draws->market_weight * normal_of(shown, draws->market_source) +
               draws->payer_weight * normal_of(shown, of->payer_source) +
               draws->own_weight * normal_of(shown, of->own_source);
    double u = cf_normal_share(x), fails = 1.0 - of->probability;
    bool happens = u >= fails;
    double v = happens ? fmin(fmax((u - fails) / of->probability, 0.0), 1.0) : 0.0;

    bench->happens[of->deal] = happens;
    bench->worths.deals[of->deal] =
        happens ? quantile(draws->options.spread, of->range, v) * of->fx : 0.0;
}

static void draw_entities(double *worths, const struct spread_out *of, int count,
                          const struct shown *shown, cf_spread spread)
{
    for (int i = 0; i < count; i++)
        worths[of[i].entity] =
            quantile(spread, of[i].range, cf_normal_share(normal_of(shown, of[i].source)));
}

static void require(cf_draw_bench *bench)
{
    const cf_draws *draws = bench->draws;

    for (int i = 0; i < draws->requiring_count; i++) {
        const struct requiring *of = &draws->requiring[i];
        cf_deal_list required = required_by(draws, of->deal);
        bool happens = of->certain ? draws->happens[of->deal] : bench->happens[of->deal];

        for (int k = 0; happens && k < required.count; k++)
            happens = bench->happens[required.at[k]];
        bench->happens[of->deal] = happens;
        if (!happens)
            bench->worths.deals[of->deal] = 0.0;
        else if (of->certain)
            bench->worths.deals[of->deal] = draws->base.deals[of->deal];
    }
}

static void show(cf_draw_bench *bench)
{
    const cf_network *network = &bench->network->network;
    const cf_view *view = bench->draws->view;
    const cf_amounts *amounts = &bench->amounts;

    for (int i = 0; i < network->payment_count; i++) {
        if (!network->payments[i].open)
            cf_what_if_set_amount(bench->what_if, i,
                                  amounts->deals[view->deals[bench->network->view_deal[i]].deal]);
    }
    for (int v = 0; v < view->entity_count; v++) {
        cf_what_if_set_funds(bench->what_if, v, view->entities[v].funds_known, amounts->funds[v]);
        cf_what_if_set_revenue(bench->what_if, v, amounts->revenue[v]);
    }
    cf_what_if_weigh(bench->what_if, amounts->full);
}

void cf_draw_bench_show(cf_draw_bench *bench, cf_draw_set set, int other)
{
    const cf_draws *draws = bench->draws;
    const struct shown shown = { .normals = bench->normals[set],
                                 .others = bench->normals[CF_DRAW_SETS - 1 - (int)set],
                                 .other = other };

    for (int i = 0; i < draws->deal_count; i++)
        draw_deal(bench, &draws->deals[i], &shown);
    draw_entities(bench->worths.funds, draws->funds, draws->funds_count, &shown,
                  draws->options.spread);
    draw_entities(bench->worths.revenue, draws->revenue, draws->revenue_count, &shown,
                  draws->options.spread);
    require(bench);
    cf_rules_apply(draws->rules, &bench->worths, &bench->amounts);
    show(bench);
}
