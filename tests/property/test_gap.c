/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of views in which nobody fills a gap, on random scenarios. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/what_if.h"
#include "property/random_scenario.h"

enum { SEEDS = 2400 / CIRCFIN_SEED_SHARE };

/* The same scenario twice: as it is, and with what is paid. */
struct pair {
    cf_scenario *scenario;
    cf_view *whole, *paid;
    cf_view_network *whole_network, *paid_network;
    cf_flow *whole_flow, *paid_flow;
    unsigned seed;
};

static void open_flow(cf_view_network **network, cf_flow **flow, const cf_view *view)
{
    cr_assert_eq((int)cf_view_network_new(network, view, false), (int)CF_OK);
    cr_assert_eq((int)cf_flow_new(flow, &(*network)->network, true), (int)CF_OK);
}

static void open_pair(struct pair *pair, unsigned seed)
{
    static const random_variation plain = { 0 };
    random_scenario random;
    cf_view_options options;
    char *text;

    random_scenario_make(&random, seed);
    text = random_scenario_text(&random, &plain);
    *pair = (struct pair){ .seed = seed };
    cr_assert_eq((int)cf_scenario_parse(&pair->scenario, text, strlen(text), "-", NULL), CF_OK);
    free(text);
    options = random.view;
    options.gap_cut = false;
    cr_assert_eq((int)cf_view_new(&pair->whole, pair->scenario, &options, NULL), (int)CF_OK);
    options.gap_cut = true;
    cr_assert_eq((int)cf_view_new(&pair->paid, pair->scenario, &options, NULL), (int)CF_OK);
    open_flow(&pair->whole_network, &pair->whole_flow, pair->whole);
    open_flow(&pair->paid_network, &pair->paid_flow, pair->paid);
}

static void close_pair(struct pair *pair)
{
    cf_flow_free(pair->whole_flow);
    cf_flow_free(pair->paid_flow);
    cf_view_network_free(pair->whole_network);
    cf_view_network_free(pair->paid_network);
    cf_view_free(pair->whole);
    cf_view_free(pair->paid);
    cf_scenario_free(pair->scenario);
}

static double gross_of(const cf_view *view)
{
    double gross = 0.0;

    for (int i = 0; i < view->deal_count; i++)
        gross += view->deals[i].amount;
    return gross;
}

static bool has_gap(const cf_view *view, const cf_flow *flow)
{
    for (int v = 0; v < view->entity_count; v++) {
        if (flow->balances[v].gap > 0)
            return true;
    }
    return false;
}

Test(gap, afterwards_there_is_no_gap_beyond_rounding)
{
    int cut = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct pair pair;
        double gross;

        open_pair(&pair, seed);
        gross = gross_of(pair.paid);
        for (int v = 0; v < pair.paid->entity_count; v++) {
            const cf_balance *balance = &pair.paid_flow->balances[v];

            cr_expect(balance->gap <= fmax(1e-11 * balance->out, 1e-15 * gross),
                      "seed %u: %s lacks %g of %g", seed, pair.paid->entities[v].id, balance->gap,
                      balance->out);
        }
        cut += pair.paid->unpaid > 0;
        close_pair(&pair);
    }
    cr_expect_gt(cut, SEEDS / 10);
}

Test(gap, unpaid_is_what_is_gone_of_gross)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct pair pair;
        double whole, paid;

        open_pair(&pair, seed);
        whole = gross_of(pair.whole);
        paid = gross_of(pair.paid);
        cr_expect(fabs(whole - paid - pair.paid->unpaid) <= 1e-9 * whole, "seed %u: %g - %g, %g",
                  seed, whole, paid, pair.paid->unpaid);
        for (int i = 0; i < pair.paid->deal_count; i++) {
            const cf_view_deal *deal = &pair.paid->deals[i];

            cr_expect(deal->amount >= 0 && deal->amount <= deal->due, "seed %u: %g of %g", seed,
                      deal->amount, deal->due);
        }
        close_pair(&pair);
    }
}

/* Earmarks play no part in clearing: without a gap, and so with all paid, views are the same. */
Test(gap, where_nobody_lacks_money_all_is_paid)
{
    int same = 0;

    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct pair pair;

        open_pair(&pair, seed);
        if (!has_gap(pair.whole, pair.whole_flow)) {
            same++;
            cr_expect_eq(pair.whole->deal_count, pair.paid->deal_count);
            for (int i = 0; i < pair.paid->deal_count; i++)
                cr_expect(fabs(pair.paid->deals[i].amount - pair.whole->deals[i].amount) <= 0,
                          "seed %u: deal %d", seed, i);
        } else {
            cr_expect(pair.paid->unpaid > 0, "seed %u: a gap, and all is paid", seed);
        }
        close_pair(&pair);
    }
    cr_expect_gt(same, SEEDS / 10);
}

/* ---- what-ifs ---- */

static void compare_paid(const struct pair *pair, cf_what_if *bench, const cf_view_dues *dues,
                         int step)
{
    size_t entities = (size_t)pair->paid->entity_count + 1;
    const cf_network *network = cf_what_if_network(bench);
    double *cash = calloc(entities, sizeof *cash);
    cf_payout *payout = NULL;
    const double *paid;
    const cf_flow *flow;

    cr_assert_eq((int)cf_what_if_flow(&flow, bench), (int)CF_OK);
    for (int v = 0; v < pair->paid->entity_count; v++)
        cash[v] = network->nodes[v].funds_known ? network->nodes[v].funds : (double)INFINITY;
    cr_assert_eq((int)cf_payout_new(&payout, &dues->owed), (int)CF_OK);
    cr_assert_eq((int)cf_payout_run(&paid, payout, cash), (int)CF_OK);
    for (int i = 0; i < network->payment_count; i++) {
        if (!network->payments[i].open)
            cr_expect(fabs(network->payments[i].amount - paid[i]) <= 0,
                      "seed %u, step %d: %.17g is paid, not %.17g", pair->seed, step,
                      network->payments[i].amount, paid[i]);
    }
    cf_payout_free(payout);
    free(cash);
}

Test(gap, a_what_if_pays_what_is_paid_from_scratch)
{
    for (unsigned seed = 1; seed <= SEEDS / 2; seed++) {
        struct pair pair;
        cf_view_dues *dues = NULL;
        cf_what_if *bench = NULL;
        cf_due *changed;

        open_pair(&pair, seed);
        cr_assert_eq((int)cf_view_dues_new(&dues, pair.paid, true), (int)CF_OK);
        cr_assert_eq((int)cf_what_if_new(&bench, &pair.paid_network->network, false), (int)CF_OK);
        cr_assert_eq((int)cf_what_if_follow_dues(bench, pair.paid), (int)CF_OK);
        changed = (cf_due *)dues->owed.dues; /* those of the bench are its own */
        for (int step = 0; step < 4 && dues->owed.due_count > 0; step++) {
            int at = (int)(seed * 7u + (unsigned)step * 5u) % dues->owed.due_count;

            if (pair.paid->deals[at].quantified) {
                changed[at].amount *= step % 2 == 0 ? 3.0 : 0.25;
                cf_what_if_set_amount(bench, at, changed[at].amount);
            }
            compare_paid(&pair, bench, dues, step);
        }
        cf_what_if_free(bench);
        cf_view_dues_free(dues);
        close_pair(&pair);
    }
}
