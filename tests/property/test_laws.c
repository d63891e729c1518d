/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The laws of method.md on random scenarios. A failing seed is printed;
 *
 *     CIRCFIN_SEED=17 build/tests/property_tests
 *
 * runs that seed only and prints its scenario. CIRCFIN_SEEDS=100000 tries more than usual.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/world.h"
#include "bounds/between.h"
#include "circfin/analysis.h"
#include "oracles/oracles.h"
#include "property/outcome.h"
#include "property/random_scenario.h"

enum { SEEDS = 2400 / CIRCFIN_SEED_SHARE };

static const random_variation plainly = { 0 };

/* ---- one seed ---- */

/* A scenario as a file says it, and the view of it. */
struct reading {
    random_scenario random;
    cf_scenario *scenario;
    char ids[3][16];
    const char *joint[3];
    cf_view_options options;
};

static void open_reading(struct reading *out, unsigned seed, const random_variation *variation)
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);
    char *text;

    random_scenario_make(&out->random, seed);
    text = random_scenario_text(&out->random, variation);
    if (getenv("CIRCFIN_SEED") != NULL)
        fputs(text, stderr);
    if (status == CF_OK)
        status = cf_scenario_parse(&out->scenario, text, strlen(text), "seed.json", diags);
    cr_assert_eq((int)status, (int)CF_OK, "seed %u is refused: %s", seed,
                 cf_diags_count(diags) > 0 ? cf_diags_at(diags, 0)->message : "");
    out->options = random_scenario_view(&out->random, variation, out->ids, out->joint);
    cf_diags_free(diags);
    free(text);
}

static void close_reading(struct reading *reading)
{
    cf_scenario_free(reading->scenario);
}

static outcome score(const struct reading *reading)
{
    const cf_param all_rows = { .name = "all-rows" }; /* or scaling may move one across the limit */
    cf_request request = { .scenario = reading->scenario,
                           .view = reading->options,
                           .params = &all_rows,
                           .param_count = 1 };
    cf_report *report = NULL;
    outcome result;

    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL),
                 (int)CF_OK, "seed %u cannot be scored", reading->random.seed);
    result = outcome_of(report);
    cf_report_free(report);
    return result;
}

static outcome score_variation(unsigned seed, const random_variation *variation)
{
    struct reading reading;
    outcome result;

    open_reading(&reading, seed, variation);
    result = score(&reading);
    close_reading(&reading);
    return result;
}

/* Calls `law` for every third seed, or for the one that is asked for. */
static void for_seeds(unsigned first, void (*law)(unsigned seed))
{
    const char *only = getenv("CIRCFIN_SEED"), *count = getenv("CIRCFIN_SEEDS");
    unsigned past = count == NULL ? SEEDS : (unsigned)strtoul(count, NULL, 10);

    if (only != NULL) {
        law((unsigned)strtoul(only, NULL, 10));
        return;
    }
    for (unsigned seed = first; seed < past; seed += 3)
        law(seed);
}

/** A law as three tests, which may run side by side. */
#define LAW(name)                                                                                  \
    static void name(unsigned seed);                                                               \
    Test(laws, name##_1)                                                                           \
    {                                                                                              \
        for_seeds(0, name);                                                                        \
    }                                                                                              \
    Test(laws, name##_2)                                                                           \
    {                                                                                              \
        for_seeds(1, name);                                                                        \
    }                                                                                              \
    Test(laws, name##_3)                                                                           \
    {                                                                                              \
        for_seeds(2, name);                                                                        \
    }                                                                                              \
    static void name(unsigned seed)

#define expect_law(claim, ...) cr_assert(claim, __VA_ARGS__)

static bool not_above(double a, double b, double scale)
{
    return a <= b + 1e-9 * scale;
}

/* ---- the flow: bounds, conservation, programmes ---- */

/* The view of a seed as world, with a supplier-investor at a time. */
struct ground {
    struct reading reading;
    cf_view *view;
    cf_world world;
};

static void open_ground(struct ground *out, unsigned seed, bool earmarks)
{
    *out = (struct ground){ .view = NULL };
    open_reading(&out->reading, seed, &plainly);
    cr_assert_eq((int)cf_view_new(&out->view, out->reading.scenario, &out->reading.options, NULL),
                 (int)CF_OK, "seed %u has no view", seed);
    cr_assert_eq((int)cf_world_open(&out->world, out->view, false), (int)CF_OK,
                 "seed %u has no flow", seed);
    if (!earmarks) {
        cr_assert_eq((int)cf_world_open_untied(&out->world), (int)CF_OK);
        out->world.flow = out->world.untied;
    }
}

static void close_ground(struct ground *ground)
{
    cf_world_close(&ground->world);
    cf_view_free(ground->view);
    close_reading(&ground->reading);
}

static double raw_bound(const struct ground *ground, int supplier, cf_measure bound)
{
    double value = NAN;

    cr_assert_eq((int)cf_bound_loopback(ground->world.flow, supplier,
                                        ground->reading.options.origin_all, bound, &value),
                 (int)CF_OK, "seed %u: bound %d of %d", ground->reading.random.seed, bound,
                 supplier);
    return value;
}

LAW(bounds_enclose_the_pro_rata_figure)
{
    struct ground ground;

    open_ground(&ground, seed, true);
    for (int s = 0; s < ground.view->entity_count; s++) {
        cf_exposure exposure;
        double min, max, open, c, l;

        cf_exposure_begin(&exposure, &ground.world, s);
        if (!cf_exposure_is_supplier(&exposure))
            continue;
        cr_assert_eq((int)cf_exposure_measure(&exposure, &ground.world, s), (int)CF_OK);
        c = exposure.invested;
        l = exposure.loopback[CF_MEASURE_PRO_RATA];
        min = raw_bound(&ground, s, CF_MEASURE_MIN);
        max = raw_bound(&ground, s, CF_MEASURE_MAX);
        open = raw_bound(&ground, s, CF_MEASURE_MAX_OPEN);
        expect_law(min >= 0 && not_above(min, l, c), "seed %u, %d: min %.17g, pro rata %.17g", seed,
                   s, min, l);
        expect_law(not_above(l, max, c), "seed %u, %d: pro rata %.17g, max %.17g", seed, s, l, max);
        expect_law(not_above(max, open, c), "seed %u, %d: max %.17g, open %.17g", seed, s, max,
                   open);
        expect_law(not_above(open, c, c), "seed %u, %d: open %.17g of %.17g", seed, s, open, c);
        expect_law(not_above(max, exposure.revenue, c), "seed %u, %d: max %.17g of revenue %.17g",
                   seed, s, max, exposure.revenue);
        expect_law(not_above(exposure.reachable, c, c) && not_above(max, exposure.reachable, c),
                   "seed %u, %d: max %.17g, reachable %.17g", seed, s, max, exposure.reachable);
    }
    close_ground(&ground);
}

/* Coloured money into a vertex goes on or is kept, and is never more than there is. */
static void check_colour_at(const struct ground *ground, int supplier, int v, unsigned seed)
{
    const cf_flow *flow = ground->world.flow;
    const cf_trace *trace = ground->world.trace;
    double in = 0.0, out = cf_trace_kept(trace, v);

    for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++)
        in += cf_trace_on_edge(trace, flow->in_edges.at[k]);
    for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
        int e = flow->out_edges.at[k];
        double coloured = cf_trace_on_edge(trace, e);

        out += coloured;
        expect_law(coloured >= 0 && coloured <= flow->edges[e].amount * (1 + 1e-9),
                   "seed %u: %.17g coloured of %.17g on edge %d", seed, coloured,
                   flow->edges[e].amount, e);
    }
    if (!cf_flow_counts_as(flow, v, supplier))
        expect_law(fabs(in - out) <= 1e-9 * in, "seed %u: %.17g of %d into %d, %.17g out", seed, in,
                   supplier, v, out);
}

LAW(money_in_is_money_out)
{
    struct ground ground;
    const cf_flow *flow;

    open_ground(&ground, seed, true);
    flow = ground.world.flow;
    for (int v = 0; v < flow->vertex_count; v++) {
        const cf_balance *balance = &flow->balances[v];
        double have = balance->in + balance->funds, spent = balance->out + balance->kept;

        expect_law(fabs(have - spent) <= 4e-12 * have, "seed %u: %d has %.17g, spends %.17g", seed,
                   v, have, spent);
        expect_law(balance->kept >= 0 && balance->gap >= 0 && balance->assumed >= 0 &&
                       balance->assumed <= balance->funds,
                   "seed %u: balance of %d", seed, v);
    }
    for (int s = 0; s < ground.view->entity_count; s++) {
        cr_assert_eq(
            (int)cf_trace_supplier(ground.world.trace, s, ground.reading.options.origin_all),
            (int)CF_OK);
        for (int v = 0; v < flow->vertex_count; v++)
            check_colour_at(&ground, s, v, seed);
    }
    close_ground(&ground);
}

LAW(bounds_are_optima_of_linear_programmes)
{
    static bool source_side[MOST_ENTITIES + MOST_DEALS];
    struct ground ground;

    open_ground(&ground, seed, true);
    for (int n = 0; n < ground.view->entity_count * CF_MEASURE_COUNT; n++) {
        int supplier = n / CF_MEASURE_COUNT;
        bool all = ground.reading.options.origin_all;
        cf_measure bound = (cf_measure)(n % CF_MEASURE_COUNT);
        cf_between between;
        const cf_flow_problem *problem;
        double supplies = 0.0, expected, value;

        if (bound == CF_MEASURE_PRO_RATA)
            continue;
        cr_assert_eq(
            (int)cf_between_new(&between, ground.world.flow, supplier, all,
                                bound == CF_MEASURE_MAX_OPEN ? CF_EDGES_OPEN : CF_EDGES_PRESENT),
            (int)CF_OK);
        cf_between_read(&between, ground.world.flow);
        problem = cf_between_problem(&between, ground.world.flow, bound);
        for (int v = 0; v < problem->vertex_count; v++)
            supplies += problem->supply[v];
        expect_law(oracle_simplex(problem, source_side) == CF_OK, "seed %u: GLPK on bound %d of %d",
                   seed, (int)bound, supplier);
        expected = bound == CF_MEASURE_MIN ? cf_cut_rest(problem, source_side)
                                           : cf_cut_value(problem, source_side);
        cr_assert_eq((int)cf_bound_loopback(ground.world.flow, supplier, all, bound, &value),
                     (int)CF_OK);
        expect_law(fabs(value - expected) <= 1e-9 * supplies,
                   "seed %u, bound %d of %d: %.17g, by simplex %.17g", seed, (int)bound, supplier,
                   value, expected);
        cf_between_free(&between);
    }
    close_ground(&ground);
}

/* ---- circulation ---- */

/* Peels off vertices that nobody pays; returns whether edges of a cycle are left. */
static bool has_cycle(const cf_flow *flow, const double *circular)
{
    bool gone[MOST_DEALS] = { false };
    int left = flow->edge_count, before = -1;

    for (int e = 0; e < flow->edge_count; e++) {
        gone[e] = flow->edges[e].amount - circular[e] <= 1e-9 * flow->edges[e].amount;
        left -= gone[e];
    }
    while (left > 0 && left != before) {
        bool paid[MOST_ENTITIES] = { false };

        before = left;
        for (int e = 0; e < flow->edge_count; e++)
            paid[flow->edges[e].head] |= !gone[e];
        for (int e = 0; e < flow->edge_count; e++) {
            left -= !gone[e] && !paid[flow->edges[e].tail];
            gone[e] = gone[e] || !paid[flow->edges[e].tail];
        }
    }
    return left > 0;
}

LAW(the_circular_part_is_a_circulation)
{
    double circular[MOST_DEALS + 1], balance[MOST_ENTITIES] = { 0 }, through[MOST_ENTITIES] = { 0 };
    double most, sum = 0.0, gross = 0.0;
    struct ground ground;
    const cf_flow *flow;

    open_ground(&ground, seed, false);
    flow = ground.world.flow;
    cr_assert_eq((int)cf_flow_circular(flow, circular), (int)CF_OK, "seed %u", seed);
    cr_assert_eq((int)cf_circulation_max(flow, &most), (int)CF_OK, "seed %u", seed);
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        expect_law(circular[e] >= 0 && circular[e] <= edge->amount * (1 + 1e-12),
                   "seed %u: %.17g of %.17g is circular", seed, circular[e], edge->amount);
        balance[edge->tail] -= circular[e];
        balance[edge->head] += circular[e];
        through[edge->head] += circular[e];
        sum += circular[e];
        gross += edge->amount;
    }
    for (int v = 0; v < flow->vertex_count; v++)
        expect_law(fabs(balance[v]) <= 1e-9 * through[v], "seed %u: %.17g too much at %d", seed,
                   balance[v], v);
    expect_law(not_above(sum, most, most), "seed %u: %.17g circular, at most %.17g", seed, sum,
               most);
    expect_law(most <= gross * (1 + 1e-12), "seed %u: %.17g of %.17g goes round", seed, most,
               gross);
    expect_law(!has_cycle(flow, circular), "seed %u: a cycle is left", seed);
    close_ground(&ground);
}

/* ---- the report ---- */

static void check_supplier(const outcome *figures, const char *id, unsigned seed)
{
    static const char *const bounds[] = { "loopback_min", "loopback_pro_rata", "loopback_max",
                                          "loopback_max_open", "invested" };
    char key[24];
    double value[5], routes, rests;

    snprintf(key, sizeof key, "%s ", id);
    for (int i = 0; i < 5; i++)
        value[i] = outcome_sum(figures, "suppliers", key, bounds[i]);
    for (int i = 0; i < 4; i++)
        expect_law(isnan(value[i]) || isnan(value[i + 1]) || value[i] <= value[i + 1],
                   "seed %u: %s of %s is %.17g, %s %.17g", seed, bounds[i], id, value[i],
                   bounds[i + 1], value[i + 1]);
    routes = outcome_sum(figures, "routes", key, "amount");
    rests = outcome_sum(figures, "rests", key, "amount");
    expect_law(fabs(routes - value[1]) <= 1e-9 * value[4], "seed %u: routes of %s %.17g, not %.17g",
               seed, id, routes, value[1]);
    expect_law(fabs(rests + value[1] - value[4]) <= 1e-9 * value[4],
               "seed %u: %.17g of %s back, %.17g rest, of %.17g", seed, value[1], id, rests,
               value[4]);
}

static void check_shares(const outcome *figures, const char *table, const char *id, unsigned seed)
{
    char key[24];
    double sum;

    snprintf(key, sizeof key, "%s ", id);
    sum = outcome_sum(figures, table, key, "share");
    expect_law(sum == 0 || fabs(sum - 1) <= 1e-9, "seed %u: %s of %s sum to %.17g", seed, table, id,
               sum);
}

LAW(reported_figures_add_up)
{
    outcome figures = score_variation(seed, &plainly);
    double gross = outcome_at(&figures, "figures gross");
    double circulation = outcome_at(&figures, "figures circulation_max");
    double finn = outcome_at(&figures, "figures finn_cycling_index");
    double bff = outcome_sum(&figures, "deals", "", "circular");

    for (int i = 0; i < figures.count; i++) {
        char id[16];

        if (sscanf(figures.entries[i].name, "entities %15s - in", id) != 1)
            continue;
        check_supplier(&figures, id, seed);
        check_shares(&figures, "origins", id, seed);
        check_shares(&figures, "concentration", id, seed);
    }
    expect_law(gross == 0 || fabs(outcome_at(&figures, "figures circularity_max") * gross -
                                  circulation) <= 1e-12 * gross,
               "seed %u: circularity_max", seed);
    expect_law(isnan(bff) || gross == 0 ||
                   fabs(outcome_at(&figures, "figures circularity_bff") * gross - bff) <=
                       1e-9 * gross,
               "seed %u: circularity_bff", seed);
    expect_law(isnan(finn) || (finn >= 0 && finn <= 1), "seed %u: Finn %.17g", seed, finn);
    outcome_free(&figures);
}

LAW(the_joint_figures_of_one_supplier_are_its_own)
{
    static const char *const pairs[][2] = { { "joint_invested", "invested" },
                                            { "joint_revenue", "revenue" },
                                            { "joint_loopback_min", "loopback_min" },
                                            { "joint_loopback_pro_rata", "loopback_pro_rata" },
                                            { "joint_loopback_max", "loopback_max" } };
    struct reading reading;
    outcome alone, joint;

    open_reading(&reading, seed, &plainly);
    reading.options.joint_count = 0;
    alone = score(&reading);
    reading.options.joint = reading.joint;
    for (int i = 0; i < alone.count; i++) {
        char id[16], name[48];
        const char *ids[] = { id };

        if (sscanf(alone.entries[i].name, "suppliers %15s", id) != 1 ||
            strcmp(strrchr(alone.entries[i].name, ' '), " invested") != 0)
            continue;
        reading.options.joint = ids;
        reading.options.joint_count = 1;
        joint = score(&reading);
        for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
            double own, together;

            snprintf(name, sizeof name, "%s ", id);
            own = outcome_sum(&alone, "suppliers", name, pairs[p][1]);
            snprintf(name, sizeof name, "figures %s", pairs[p][0]);
            together = outcome_at(&joint, name);
            expect_law(
                (isnan(own) && isnan(together)) ||
                    fabs(own - together) <= 1e-9 * outcome_at(&joint, "figures joint_invested"),
                "seed %u: %s of %s is %.17g, joint %.17g", seed, pairs[p][1], id, own, together);
        }
        outcome_free(&joint);
    }
    outcome_free(&alone);
    close_reading(&reading);
}

/* ---- other ways to write the same ---- */

static void expect_same(unsigned seed, const char *what, const random_variation *variation)
{
    outcome one = score_variation(seed, &plainly), other = score_variation(seed, variation);
    double scale = variation->scale > 0 ? variation->scale : 1.0;
    const char *difference = outcome_difference(&one, &other, scale);

    expect_law(difference == NULL, "seed %u: %s changes %s", seed, what, difference);
    outcome_free(&one);
    outcome_free(&other);
}

LAW(file_order_changes_nothing)
{
    expect_same(seed, "file order", &(random_variation){ .shuffle = seed + 1 });
}

LAW(renaming_changes_nothing)
{
    expect_same(seed, "renaming", &(random_variation){ .rename = true });
}

LAW(splitting_a_deal_changes_nothing)
{
    expect_same(seed, "splitting a deal", &(random_variation){ .split = true });
}

LAW(scaling_by_eight_scales_all_money)
{
    expect_same(seed, "scaling by 8", &(random_variation){ .scale = 8 });
}

LAW(scaling_by_3_7_scales_all_money)
{
    expect_same(seed, "scaling by 3.7", &(random_variation){ .scale = 3.7 });
}
