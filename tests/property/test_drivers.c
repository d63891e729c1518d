/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marginals, intervals and what-ifs of random scenarios against plain rebuilds of the network with
 * another amount. CIRCFIN_SEED and CIRCFIN_SEEDS as in test_laws.c.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/attribution.h"
#include "analyses/world.h"
#include "circfin/drivers.h"
#include "oracles/oracles.h"
#include "property/random_scenario.h"

enum { SEEDS = 900 / CIRCFIN_SEED_SHARE };

/* ---- a scenario as network, and one supplier of it ---- */

struct ground {
    unsigned seed;
    bool wild;
    cf_scenario *scenario;
    cf_view *view;
    cf_world world;
    bool all;
    cf_drivers *drivers;
    int supplier;
    double invested;
};

static void open_ground(struct ground *out, unsigned seed)
{
    random_scenario random;
    const random_variation plainly = { 0 };
    char ids[3][16], *text;
    const char *joint[3];
    cf_view_options options;

    *out = (struct ground){ .seed = seed };
    random_scenario_make(&random, seed);
    text = random_scenario_text(&random, &plainly);
    if (getenv("CIRCFIN_SEED") != NULL)
        fputs(text, stderr);
    options = random_scenario_view(&random, &plainly, ids, joint);
    cr_assert_eq((int)cf_scenario_parse(&out->scenario, text, strlen(text), "seed.json", NULL),
                 (int)CF_OK);
    cr_assert_eq((int)cf_view_new(&out->view, out->scenario, &options, NULL), (int)CF_OK);
    cr_assert_eq((int)cf_world_open(&out->world, out->view, false), (int)CF_OK);
    cr_assert_eq((int)cf_drivers_new(&out->drivers, out->world.flow), (int)CF_OK);
    out->all = options.origin_all;
    out->wild = random.style == WILD;
    free(text);
}

static void close_ground(struct ground *ground)
{
    cf_drivers_free(ground->drivers);
    cf_world_close(&ground->world);
    cf_view_free(ground->view);
    cf_scenario_free(ground->scenario);
}

static bool choose_supplier(struct ground *ground, int supplier)
{
    cf_exposure exposure;

    cf_exposure_begin(&exposure, &ground->world, supplier);
    if (!cf_exposure_is_supplier(&exposure))
        return false;
    ground->supplier = supplier;
    ground->invested = exposure.invested;
    cr_assert_eq((int)cf_drivers_supplier(ground->drivers, supplier, ground->all, 7u), (int)CF_OK);
    return true;
}

/* ---- the plain way: a network with another amount ---- */

static double plain_value(const struct ground *ground, cf_measure measure, int payment,
                          double amount)
{
    cf_network network = ground->world.network->network;
    cf_payment *payments = malloc((size_t)network.payment_count * sizeof *payments);
    cf_flow *flow = NULL;
    double value = NAN;

    memcpy(payments, network.payments, (size_t)network.payment_count * sizeof *payments);
    payments[payment].amount = amount;
    payments[payment].open = !(amount > 0);
    network.payments = payments;
    cr_assert_eq((int)cf_flow_new(&flow, &network, true), (int)CF_OK);
    if (measure == CF_MEASURE_PRO_RATA) {
        cf_trace *trace = NULL;
        const cf_adjacency *in = &flow->in_edges;

        cr_assert_eq((int)cf_trace_new(&trace, flow), (int)CF_OK);
        cr_assert_eq((int)cf_trace_supplier(trace, ground->supplier, ground->all), (int)CF_OK);
        value = 0.0;
        for (int k = in->start[ground->supplier]; k < in->start[ground->supplier + 1]; k++) {
            if (flow->edges[in->at[k]].carries == CF_TRADE)
                value += cf_trace_on_edge(trace, in->at[k]);
        }
        cf_trace_free(trace);
    } else {
        cr_assert_eq((int)cf_bound_loopback(
                         flow, ground->supplier, ground->all,
                         measure == CF_MEASURE_MIN ? CF_MEASURE_MIN : CF_MEASURE_MAX, &value),
                     (int)CF_OK);
    }
    cf_flow_free(flow);
    free(payments);
    return value;
}

/* ---- seeds ---- */

static void for_seeds(unsigned first, void (*law)(struct ground *ground, unsigned seed))
{
    const char *only = getenv("CIRCFIN_SEED"), *count = getenv("CIRCFIN_SEEDS");
    unsigned past = count == NULL ? SEEDS : (unsigned)strtoul(count, NULL, 10);

    for (unsigned seed = only == NULL ? first : (unsigned)strtoul(only, NULL, 10);
         only != NULL || seed < past; seed += 2) {
        struct ground ground;

        open_ground(&ground, seed);
        for (int s = 0; s < ground.view->entity_count; s++) {
            if (choose_supplier(&ground, s))
                law(&ground, seed);
        }
        close_ground(&ground);
        if (only != NULL)
            return;
    }
}

#define LAW(name)                                                                                  \
    static void name(struct ground *ground, unsigned seed);                                        \
    Test(drivers, name##_1)                                                                        \
    {                                                                                              \
        for_seeds(0, name);                                                                        \
    }                                                                                              \
    Test(drivers, name##_2)                                                                        \
    {                                                                                              \
        for_seeds(1, name);                                                                        \
    }                                                                                              \
    static void name(struct ground *ground, unsigned seed)

static const char *const names[] = { "min", "pro_rata", "max" };

/* A payment that has an earmark, or may be paid with tied money. */
static bool is_tied(const cf_network *network, int payment)
{
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *of = &network->payments[i];

        for (int k = 0; k < of->earmark_count; k++)
            if (i == payment || of->earmark[k] == payment)
                return true;
    }
    return false;
}

/*
 * Whether the quotient of differences has this slope at some step. Kinks lie at all scales, in wild
 * scenarios also where rounding hides them: only with a step that is small beside any amount a
 * slope is found to be wrong.
 */
static bool is_slope(const struct ground *ground, cf_measure measure, int payment, double now,
                     double sign, double slope, double *nearest)
{
    double base = cf_drivers_value(ground->drivers, measure);
    double rounding = measure == CF_MEASURE_PRO_RATA ? 1e-13 * base + 1e-15 * now
                                                     : 4e-15 * fmax(ground->invested, base);
    double smallest = 1e9, largest = now;
    bool small = false;

    for (int i = 0; i < ground->world.flow->edge_count; i++) {
        smallest = fmin(smallest, ground->world.flow->edges[i].amount);
        largest = fmax(largest, ground->world.flow->edges[i].amount);
    }
    for (int v = 0; v < ground->view->entity_count; v++) {
        const cf_node *node = &ground->world.network->network.nodes[v];

        smallest = fmin(smallest, node->funds > 0 ? node->funds : smallest);
        smallest = fmin(smallest, node->revenue > 0 ? node->revenue : smallest);
    }
    *nearest = NAN;
    for (double step = 1e8; step > 1e-10 && rounding < 1e-6 * step; step /= 10) {
        double found;

        if (sign < 0 && step > now)
            continue;
        small = step < 1e-4 * smallest && step > 1e-12 * largest;
        found = sign * (plain_value(ground, measure, payment, now + sign * step) - base) / step;
        if (!(fabs(found - slope) >= fabs(*nearest - slope)))
            *nearest = found;
        if (fabs(found - slope) <= 1e-4 * fmax(1.0, fabs(slope)))
            return true;
    }
    return !small;
}

LAW(marginals_are_the_one_sided_differences_of_a_rebuild)
{
    const cf_network *network = &ground->world.network->network;

    for (int i = 0; i < network->payment_count; i++) {
        for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
            cf_marginal marginal;
            double now = network->payments[i].amount, nearest;

            cr_assert_eq((int)cf_drivers_marginal(ground->drivers, (cf_measure)m, i, &marginal),
                         (int)CF_OK);
            cr_expect(is_slope(ground, (cf_measure)m, i, now, 1.0, marginal.up, &nearest),
                      "seed %u supplier %d %s payment %d: up %.9g, but %.9g (now %g, base %g, "
                      "invested %g, tied %d)",
                      seed, ground->supplier, names[m], i, marginal.up, nearest, now,
                      cf_drivers_value(ground->drivers, m), ground->invested, is_tied(network, i));
            if (now > 0)
                cr_expect(is_slope(ground, (cf_measure)m, i, now, -1.0, marginal.down, &nearest),
                          "seed %u supplier %d %s payment %d: down %.9g, but %.9g (now %g, base "
                          "%g, invested %g, tied %d)",
                          seed, ground->supplier, names[m], i, marginal.down, nearest, now,
                          cf_drivers_value(ground->drivers, m), ground->invested,
                          is_tied(network, i));
        }
    }
}

/* What lets deals be left out of a ranking without looking at their marginals. */
LAW(no_marginal_exceeds_its_limit)
{
    const cf_network *network = &ground->world.network->network;

    for (int i = 0; i < network->payment_count; i++) {
        for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
            double limit = cf_drivers_marginal_limit(ground->drivers, (cf_measure)m, i);
            cf_marginal marginal;

            cr_assert_eq((int)cf_drivers_marginal(ground->drivers, (cf_measure)m, i, &marginal),
                         (int)CF_OK);
            cr_expect(!(fmax(fabs(marginal.up), fabs(marginal.down)) > limit * (1 + 1e-9)),
                      "seed %u supplier %d %s payment %d: %.9g and %.9g, but at most %.9g", seed,
                      ground->supplier, names[m], i, marginal.down, marginal.up, limit);
        }
    }
}

static double largest_amount(const struct ground *ground)
{
    double largest = 0.0;

    for (int i = 0; i < ground->world.flow->edge_count; i++)
        largest = fmax(largest, ground->world.flow->edges[i].amount);
    return largest;
}

/* No difference below this can be seen in the figure: amounts are the same within 1e-12. */
static double sight(const struct ground *ground, double amount)
{
    return 1e-11 * fmax(fmax(ground->invested, largest_amount(ground)), amount);
}

LAW(another_amount_gives_what_a_rebuild_gives)
{
    const cf_network *network = &ground->world.network->network;

    for (int i = 0; i < network->payment_count; i++) {
        double now = network->payments[i].amount;
        const double amounts[] = { 0.0, 0.5 * now, 1.25 * now, 3.0 * now + 1.0 };

        for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
            for (int k = 0; k < 4; k++) {
                double plain = plain_value(ground, (cf_measure)m, i, amounts[k]), value;

                cr_assert_eq(
                    (int)cf_drivers_value_at(ground->drivers, (cf_measure)m, i, amounts[k], &value),
                    (int)CF_OK);
                cr_expect(fabs(value - plain) <= 1e-9 * plain + sight(ground, amounts[k]),
                          "seed %u supplier %d %s payment %d at %g: %.12g, but %.12g", seed,
                          ground->supplier, names[m], i, amounts[k], value, plain);
            }
        }
    }
}

/* Within the interval the marginal tells the figure; a step beyond, it does not. */
static void check_end(const struct ground *ground, cf_measure measure, int payment,
                      double direction, double end, double slope)
{
    double now = ground->world.network->network.payments[payment].amount;
    double base = cf_drivers_value(ground->drivers, measure);
    double step = 1e5 * sight(ground, end) * direction;

    for (int k = 1; k <= 4; k++) {
        double at = now + 0.25 * k * (end - now);
        double value = plain_value(ground, measure, payment, at);

        cr_expect(fabs(value - base - slope * (at - now)) <=
                      sight(ground, fmax(now, end)) + 1e-9 * fabs(end - now),
                  "seed %u supplier %d %s payment %d of %g: %.12g at %.12g is not on the line to "
                  "%.12g (slope %g from %.12g)",
                  ground->seed, ground->supplier, names[measure], payment, now, value, at, end,
                  slope, base);
    }
    if (ground->wild) /* the next end may be nearer than can be seen */
        return;
    for (int tries = 0; tries < 7; tries++, step /= 10) { /* unless it meets another end */
        double at = end + step;

        if (!(at > 0) || fabs(plain_value(ground, measure, payment, at) - base -
                              slope * (at - now)) >= 0.5 * fabs(step))
            return;
    }
    cr_expect(false,
              "seed %u supplier %d %s payment %d of %g: beyond %.12g it is still on the line (%g)",
              ground->seed, ground->supplier, names[measure], payment, now, end, slope);
}

LAW(marginals_hold_just_as_far_as_they_say)
{
    const cf_network *network = &ground->world.network->network;

    for (int i = 0; i < network->payment_count; i++) {
        double now = network->payments[i].amount;

        for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m += 2) {
            cf_marginal marginal;
            cf_validity valid;

            cr_assert_eq((int)cf_drivers_marginal(ground->drivers, (cf_measure)m, i, &marginal),
                         (int)CF_OK);
            cr_assert_eq(
                (int)cf_drivers_validity(ground->drivers, (cf_measure)m, i, marginal, &valid),
                (int)CF_OK);
            if (is_tied(network, i) || network->payments[i].open) {
                cr_expect(isnan(valid.from) && isnan(valid.to));
                continue;
            }
            check_end(ground, (cf_measure)m, i, -1.0, valid.from, marginal.down);
            if (!isnan(valid.to)) {
                check_end(ground, (cf_measure)m, i, 1.0, valid.to, marginal.up);
                continue;
            }
            for (double at = 2.0 * now; at < 1e3 * (now + ground->invested); at *= 3.0)
                cr_expect(fabs(plain_value(ground, (cf_measure)m, i, at) -
                               cf_drivers_value(ground->drivers, (cf_measure)m) -
                               marginal.up * (at - now)) <= sight(ground, at),
                          "seed %u supplier %d %s payment %d: at %g the marginal does not hold",
                          seed, ground->supplier, names[m], i, at);
        }
    }
}

/* Where a payer or payee is just about to run out of what it keeps, the programme sees one side. */
static bool is_tipping(const struct ground *ground, int payment)
{
    const cf_payment *of = &ground->world.network->network.payments[payment];
    const int ends[] = { of->payer, of->payee };

    for (int i = 0; i < 2; i++) {
        const cf_balance *balance = &ground->world.flow->balances[ends[i]];

        if (balance->bounded && !(balance->kept > 0) && !(balance->gap > 0))
            return true;
    }
    return false;
}

LAW(reduced_costs_lie_between_the_two_sides_and_hold_no_further)
{
    const cf_network *network = &ground->world.network->network;
    oracle_marginal *lp = calloc((size_t)network->payment_count + 1, sizeof *lp);

    for (int m = 0; m < CF_MEASURE_KNOWN_COUNT && !ground->wild; m += 2) {
        cr_assert_eq((int)oracle_marginals(ground->world.flow, ground->supplier, ground->all,
                                           m == CF_MEASURE_MIN ? CF_MEASURE_MIN : CF_MEASURE_MAX,
                                           lp),
                     (int)CF_OK);
        for (int i = 0; i < network->payment_count; i++) {
            double now = network->payments[i].amount, cost = lp[i].reduced_cost;
            double hair = 1e-7 * (now + largest_amount(ground));
            cf_marginal side;
            cf_validity valid;

            if (isnan(cost) || (m == CF_MEASURE_MIN && is_tipping(ground, i)))
                continue;
            cr_assert_eq((int)cf_drivers_marginal(ground->drivers, (cf_measure)m, i, &side),
                         (int)CF_OK);
            cr_assert_eq((int)cf_drivers_validity(ground->drivers, (cf_measure)m, i, side, &valid),
                         (int)CF_OK);
            cr_expect(cost >= fmin(side.down, side.up) - 1e-7 &&
                          cost <= fmax(side.down, side.up) + 1e-7,
                      "seed %u supplier %d %s payment %d: reduced cost %g, sides %g and %g", seed,
                      ground->supplier, names[m], i, cost, side.down, side.up);
            if (lp[i].from < now - hair)
                cr_expect(fabs(cost - side.down) < 1e-7 && lp[i].from >= valid.from - hair,
                          "seed %u supplier %d %s payment %d: reduced cost %g from %g, but %g from "
                          "%g",
                          seed, ground->supplier, names[m], i, cost, lp[i].from, side.down,
                          valid.from);
            if (lp[i].to > now + hair)
                cr_expect(fabs(cost - side.up) < 1e-7 && !(lp[i].to > valid.to + hair),
                          "seed %u supplier %d %s payment %d: reduced cost %g to %g, but %g to %g",
                          seed, ground->supplier, names[m], i, cost, lp[i].to, side.up, valid.to);
        }
    }
    free(lp);
}

/* The cheapest way to stop everything, by push-relabel: supplies without limit at the heads. */
static double cheapest_stop(const struct ground *ground)
{
    const cf_network *network = &ground->world.network->network;
    size_t nodes = (size_t)network->node_count + 1;
    double *supply = calloc(nodes, sizeof *supply), *sink = calloc(nodes, sizeof *sink);
    cf_arc *arcs = calloc((size_t)network->payment_count + 1, sizeof *arcs);
    bool *side = calloc(nodes, sizeof *side);
    cf_flow_problem problem = {
        .vertex_count = network->node_count, .supply = supply, .sink = sink, .arcs = arcs
    };
    double value;

    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (payment->open)
            continue;
        if (payment->payer == ground->supplier) {
            if (payment->carries == CF_CAPITAL || (ground->all && payment->carries == CF_TRADE))
                supply[payment->payee] = 1e4 * largest_amount(ground);
        } else if (payment->payee == ground->supplier) {
            sink[payment->payer] += payment->carries == CF_TRADE ? payment->amount : 0.0;
        } else {
            arcs[problem.arc_count++] = (cf_arc){ payment->payer, payment->payee, payment->amount };
        }
    }
    supply[ground->supplier] = sink[ground->supplier] = 0.0;
    cr_assert_eq((int)oracle_push_relabel(&problem, side), (int)CF_OK);
    value = cf_cut_value(&problem, side);
    free(supply);
    free(sink);
    free(arcs);
    free(side);
    return value;
}

LAW(without_its_choke_points_nothing_comes_back_and_nothing_is_cheaper)
{
    cf_network network = ground->world.network->network;
    size_t count = (size_t)network.payment_count;
    bool *choke = calloc(count + 1, sizeof *choke);
    cf_payment *payments = malloc((count + 1) * sizeof *payments);
    cf_flow *flow = NULL;
    double cost = 0.0, left;

    memcpy(payments, network.payments, count * sizeof *payments);
    network.payments = payments;
    cr_assert_eq((int)cf_choke_points(&network, ground->supplier, ground->all, choke), (int)CF_OK);
    for (size_t i = 0; i < count; i++) {
        if (!choke[i])
            continue;
        cr_expect_neq(payments[i].payer, ground->supplier, "seed %u: its own deal", seed);
        cost += payments[i].amount;
        payments[i].amount = 0.0;
        payments[i].open = true;
    }
    cr_assert_eq((int)cf_flow_new(&flow, &network, false), (int)CF_OK);
    cr_assert_eq((int)cf_bound_loopback(flow, ground->supplier, ground->all, CF_MEASURE_MAX, &left),
                 (int)CF_OK);
    cr_expect(!(left > 0), "seed %u supplier %d: %g comes back all the same", seed,
              ground->supplier, left);
    cr_expect(fabs(cost - cheapest_stop(ground)) <= 1e-9 * cost, "seed %u supplier %d: %g, not %g",
              seed, ground->supplier, cost, cheapest_stop(ground));
    cf_flow_free(flow);
    free(payments);
    free(choke);
}

/* Money of others only takes the place of a supplier's, and gives others room to keep it. */
static void levers_only_dilute(const struct ground *ground)
{
    const cf_network *network = &ground->world.network->network;

    for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
        double value = cf_drivers_value(ground->drivers, (cf_measure)m);
        double rounding = 1e-9 * ground->invested;

        for (int v = 0; v < network->node_count; v++) {
            const cf_node *node = &network->nodes[v];
            cf_lever lever = node->funds_known ? CF_LEVER_FUNDS : CF_LEVER_REVENUE;
            double amount = node->funds_known ? node->funds : node->revenue, more = 0.0;
            cf_marginal marginal;

            cr_assert_eq(
                (int)cf_drivers_lever_marginal(ground->drivers, (cf_measure)m, v, lever, &marginal),
                (int)CF_OK);
            cr_assert_eq((int)cf_drivers_lever_value_at(ground->drivers, (cf_measure)m, v, lever,
                                                        true, 2 * amount + 1, &more),
                         (int)CF_OK);
            cr_expect(marginal.up <= 1e-9 && marginal.down <= 1e-9,
                      "seed %u, measure %d, node %d: %g, %g", ground->seed, m, v, marginal.down,
                      marginal.up);
            cr_expect(more <= value + rounding, "seed %u, measure %d, node %d: %.17g, not %.17g",
                      ground->seed, m, v, more, value);
        }
    }
}

Test(drivers, funds_and_revenue_only_dilute)
{
    int suppliers = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct ground ground;

        open_ground(&ground, seed);
        for (int v = 0; v < ground.view->entity_count; v++) {
            if (!choose_supplier(&ground, v))
                continue;
            suppliers++;
            levers_only_dilute(&ground);
        }
        close_ground(&ground);
    }
    cr_expect_gt(suppliers, SEEDS / 4);
}

/* ---- attribution ---- */

static bool ties_money(const cf_network *network)
{
    for (int i = 0; i < network->payment_count; i++)
        if (network->payments[i].earmark_count > 0)
            return true;
    return false;
}

/* The parts add up to the figure, by all coalitions or by any number of orders; and without a deal
 * that is no player the figure is the same, unless it competes with one for tied money. */
LAW(an_attribution_adds_up_and_leaves_out_only_what_does_not_matter)
{
    const cf_network *network = &ground->world.network->network;
    const cf_attribution_question question = { .network = network,
                                               .origin_all = ground->all,
                                               .suppliers = &ground->supplier,
                                               .count = 1,
                                               .draws = 1 + seed % 7,
                                               .seed = seed,
                                               .threads = 1 + (int)seed % 3 };
    double value = cf_drivers_value(ground->drivers, CF_MEASURE_PRO_RATA), sum = 0.0;
    double rounding = 1e-9 * fmax(ground->invested, value);
    cf_attribution *out = calloc(1, sizeof *out);
    bool complete;
    int done;

    cr_assert_eq((int)cf_attribute(out, &done, &complete, &question), (int)CF_OK);
    cr_assert(complete && done == 1);
    for (int i = 0; i < out->count; i++)
        sum += out->players[i].value;
    cr_expect(fabs(sum - value) <= rounding, "seed %u, %d players: %.17g, not %.17g", seed,
              out->count, sum, value);
    cr_expect_eq(out->draws > 0, out->count > CF_EXACT_PLAYERS, "seed %u", seed);
    for (int i = 0; i < network->payment_count && !ties_money(network); i++) {
        if (network->payments[i].open || !(network->payments[i].amount > 0) ||
            cf_attribution_share(out, i) != NULL)
            continue;
        cr_expect(fabs(plain_value(ground, CF_MEASURE_PRO_RATA, i, 0.0) - value) <= rounding,
                  "seed %u: payment %d is no player, but matters", seed, i);
    }
    cf_attributions_free(out, 1);
}
