/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laws of clearing on random systems, and the payments of one rank against a linear programme
 * (GLPK): L. Eisenberg, T. H. Noe (2001), https://doi.org/10.1287/mnsc.47.2.236.9835, Lemma 4.
 */
#include <criterion/criterion.h>
#include <glpk.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/clearing.h"

enum { SYSTEMS = 2000, MOST_ENTITIES = 40, MOST_DUES = 240 };

struct owed {
    int entity_count, due_count;
    cf_due dues[MOST_DUES];
    double cash[MOST_ENTITIES];
    bool hit[MOST_ENTITIES];
    cf_default_cost left;
};

struct outcome {
    double paid[MOST_DUES];
    double due_by[MOST_ENTITIES], paid_by[MOST_ENTITIES], paid_to[MOST_ENTITIES];
    int round[MOST_ENTITIES];
};

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(uint64_t *state, int limit)
{
    return (int)(next(state) % (unsigned)limit);
}

static struct owed random_system(unsigned seed, int ranks, bool costs)
{
    uint64_t state = seed;
    struct owed owed = { .entity_count = 2 + below(&state, MOST_ENTITIES - 1), .left = { 1, 1 } };
    int dues = owed.entity_count * (1 + below(&state, 6)), rich = 1 + below(&state, 3);

    for (int d = 0; d < dues && d < MOST_DUES; d++) {
        int payer = below(&state, owed.entity_count);
        int payee = (payer + 1 + below(&state, owed.entity_count - 1)) % owed.entity_count;

        owed.dues[owed.due_count++] = (cf_due){ .payer = payer,
                                                .payee = payee,
                                                .amount = 0.1 * below(&state, 100),
                                                .rank = 1 + below(&state, ranks) };
    }
    for (int u = 0; u < owed.entity_count; u++) {
        owed.cash[u] = 0.1 * below(&state, 100 * rich);
        owed.hit[u] = costs && below(&state, 25) == 0;
    }
    if (costs) {
        owed.left.cash = 0.5 + 0.1 * below(&state, 6);
        owed.left.receipts = 0.5 + 0.1 * below(&state, 6);
    }
    return owed;
}

static struct outcome cleared(const struct owed *owed)
{
    struct outcome outcome = { .paid = { 0 } };
    cf_clearing *clearing = NULL;

    cr_assert_eq((int)cf_clearing_new(&clearing, owed->entity_count, owed->dues, owed->due_count),
                 (int)CF_OK);
    cr_assert_eq((int)cf_clearing_run(clearing, &(cf_clearing_case){ .cash = owed->cash,
                                                                     .hit = owed->hit,
                                                                     .left = owed->left }),
                 (int)CF_OK);
    for (int d = 0; d < owed->due_count; d++) {
        outcome.paid[d] = cf_clearing_paid(clearing, d);
        outcome.due_by[owed->dues[d].payer] += owed->dues[d].amount;
        outcome.paid_by[owed->dues[d].payer] += outcome.paid[d];
        outcome.paid_to[owed->dues[d].payee] += outcome.paid[d];
    }
    for (int u = 0; u < owed->entity_count; u++)
        outcome.round[u] = cf_clearing_round(clearing, u);
    cf_clearing_free(clearing);
    return outcome;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fmax(fabs(a), fabs(b)));
}

/* Nothing is created: what is paid came in or was there. Who fails keeps nothing. */
static void expect_balance(const struct owed *owed, const struct outcome *outcome, unsigned seed)
{
    for (int u = 0; u < owed->entity_count; u++) {
        double has = owed->cash[u] + outcome->paid_to[u];
        double left = owed->left.cash * owed->cash[u] + owed->left.receipts * outcome->paid_to[u];

        cr_assert(outcome->paid_by[u] <= has + 1e-9 * fmax(1.0, has), "seed %u, %d", seed, u);
        if (outcome->round[u] == CF_NEVER_FAILS)
            cr_assert(near(outcome->paid_by[u], outcome->due_by[u]), "seed %u, %d", seed, u);
        else if (outcome->round[u] == 0)
            cr_assert_eq(outcome->paid_by[u], 0.0, "seed %u, %d", seed, u);
        else
            cr_assert(near(outcome->paid_by[u], left) && has < outcome->due_by[u],
                      "seed %u, %d pays %.12g of %.12g", seed, u, outcome->paid_by[u], left);
    }
}

/* No due is overpaid, ranks are respected, and within a rank all get the same part. */
static void expect_ranks(const struct owed *owed, const struct outcome *outcome, unsigned seed)
{
    for (int d = 0; d < owed->due_count; d++) {
        const cf_due *due = &owed->dues[d];

        cr_assert(outcome->paid[d] >= 0 && outcome->paid[d] <= due->amount, "seed %u", seed);
        for (int e = 0; e < owed->due_count; e++) {
            const cf_due *other = &owed->dues[e];

            if (other->payer != due->payer)
                continue;
            if (other->rank == due->rank)
                cr_assert(near(outcome->paid[d] * other->amount, outcome->paid[e] * due->amount),
                          "seed %u: dues %d and %d", seed, d, e);
            if (other->rank > due->rank && outcome->paid[e] > 0)
                cr_assert_eq(outcome->paid[d], due->amount, "seed %u: due %d", seed, d);
        }
    }
}

Test(clearing_laws, nothing_is_created_and_ranks_are_respected)
{
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed, 1 + (int)(seed % 4), seed % 2 == 0);
        struct outcome outcome = cleared(&owed);

        expect_balance(&owed, &outcome, seed);
        expect_ranks(&owed, &outcome, seed);
    }
}

Test(clearing_laws, payments_rise_with_funds)
{
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed, 1 + (int)(seed % 3), seed % 2 == 0);
        struct outcome before = cleared(&owed), after;
        int lucky = (int)(seed % (unsigned)owed.entity_count);

        owed.cash[lucky] += 1.5;
        after = cleared(&owed);
        for (int u = 0; u < owed.entity_count; u++)
            cr_assert(after.paid_by[u] >= before.paid_by[u] - 1e-9, "seed %u, %d", seed, u);
    }
}

Test(clearing_laws, with_full_funding_nobody_fails)
{
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed, 3, false);
        double in[MOST_ENTITIES] = { 0 }, out[MOST_ENTITIES] = { 0 };
        struct outcome outcome;

        for (int d = 0; d < owed.due_count; d++) {
            out[owed.dues[d].payer] += owed.dues[d].amount;
            in[owed.dues[d].payee] += owed.dues[d].amount;
        }
        for (int u = 0; u < owed.entity_count; u++)
            owed.cash[u] = fmax(0.0, out[u] - in[u]);
        outcome = cleared(&owed);
        for (int d = 0; d < owed.due_count; d++)
            cr_assert_eq(outcome.paid[d], owed.dues[d].amount, "seed %u", seed);
    }
}

Test(clearing_laws, ten_times_as_much_of_everything_pays_ten_times_as_much)
{
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed, 3, seed % 2 == 0);
        struct outcome before = cleared(&owed), after;

        for (int d = 0; d < owed.due_count; d++)
            owed.dues[d].amount *= 10;
        for (int u = 0; u < owed.entity_count; u++)
            owed.cash[u] *= 10;
        after = cleared(&owed);
        for (int u = 0; u < owed.entity_count; u++) {
            cr_assert(near(after.paid_by[u], 10 * before.paid_by[u]), "seed %u, %d", seed, u);
            cr_assert_eq(after.round[u], before.round[u], "seed %u, %d", seed, u);
        }
    }
}

/* ---- the linear programme ---- */

static void load(glp_prob *lp, const struct owed *owed, const struct outcome *outcome)
{
    int rows[MOST_DUES + MOST_ENTITIES + 1], columns[MOST_DUES + MOST_ENTITIES + 1], count = 0;
    double values[MOST_DUES + MOST_ENTITIES + 1];
    double part[MOST_ENTITIES][MOST_ENTITIES] = { { 0 } };

    for (int d = 0; d < owed->due_count; d++) {
        const cf_due *due = &owed->dues[d];

        if (due->amount > 0)
            part[due->payee][due->payer] += due->amount / outcome->due_by[due->payer];
    }
    for (int u = 0; u < owed->entity_count; u++) {
        double due = outcome->due_by[u];

        glp_set_obj_coef(lp, u + 1, 1.0);
        glp_set_col_bnds(lp, u + 1, due > 0 ? GLP_DB : GLP_FX, 0.0, due);
        glp_set_row_bnds(lp, u + 1, GLP_UP, 0.0, owed->cash[u]);
        for (int v = 0; v < owed->entity_count; v++) {
            double value = (u == v ? 1.0 : 0.0) - part[u][v];

            if (fabs(value) > 0) {
                rows[++count] = u + 1;
                columns[count] = v + 1;
                values[count] = value;
            }
        }
    }
    glp_load_matrix(lp, count, rows, columns, values);
}

Test(clearing_laws, one_rank_pays_the_largest_sum_of_a_linear_programme)
{
    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed, 1, false);
        struct outcome outcome = cleared(&owed);
        glp_prob *lp = glp_create_prob();
        glp_smcp control;

        glp_init_smcp(&control);
        control.msg_lev = GLP_MSG_OFF;
        glp_set_obj_dir(lp, GLP_MAX);
        glp_add_rows(lp, owed.entity_count);
        glp_add_cols(lp, owed.entity_count);
        load(lp, &owed, &outcome);
        cr_assert_eq(glp_simplex(lp, &control), 0);
        cr_assert_eq(glp_get_status(lp), GLP_OPT);
        for (int u = 0; u < owed.entity_count; u++)
            cr_assert(fabs(glp_get_col_prim(lp, u + 1) - outcome.paid_by[u]) <= 1e-7,
                      "seed %u: %d pays %.12g, not %.12g", seed, u, outcome.paid_by[u],
                      glp_get_col_prim(lp, u + 1));
        glp_delete_prob(lp);
    }
}
