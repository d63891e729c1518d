/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/clearing.h"

#include "unit/testlib.h"

enum { MOST_ENTITIES = 12, MOST_DUES = 60 };

/* A small system: who owes whom what, and who has what. */
struct owed {
    int entity_count, due_count;
    cf_due dues[MOST_DUES];
    double cash[MOST_ENTITIES];
    bool hit[MOST_ENTITIES];
    cf_default_cost left;
};

struct outcome {
    double paid[MOST_DUES];
    int round[MOST_ENTITIES];
};

static void owe(struct owed *owed, int payer, int payee, double amount, int rank)
{
    owed->dues[owed->due_count++] = (cf_due){ payer, payee, amount, rank };
}

static struct outcome cleared(const struct owed *owed)
{
    struct outcome outcome;
    cf_clearing *clearing;

    assert_ok(cf_clearing_new(&clearing, owed->entity_count, owed->dues, owed->due_count));
    assert_ok(cf_clearing_run(
        clearing, &(cf_clearing_case){ .cash = owed->cash, .hit = owed->hit, .left = owed->left }));
    for (int d = 0; d < owed->due_count; d++)
        outcome.paid[d] = cf_clearing_paid(clearing, d);
    for (int u = 0; u < owed->entity_count; u++)
        outcome.round[u] = cf_clearing_round(clearing, u);
    cf_clearing_free(clearing);
    return outcome;
}

static double paid_by(const struct owed *owed, const struct outcome *outcome, int payer)
{
    double sum = 0.0;

    for (int d = 0; d < owed->due_count; d++)
        sum += owed->dues[d].payer == payer ? outcome->paid[d] : 0.0;
    return sum;
}

/* ---- worked by hand ---- */

/* Of L. Eisenberg and T. H. Noe's kind: three that owe each other 0.5 each, and others. */
static struct owed three_banks(double cash, double receipts)
{
    struct owed owed = { .entity_count = 4,
                         .cash = { 0.5, 0.625, 0.75, 0.0 },
                         .left = { cash, receipts } };
    const double outside[] = { 1.5, 0.5, 0.5 };

    for (int u = 0; u < 3; u++) {
        for (int v = 0; v < 3; v++) {
            if (u != v)
                owe(&owed, u, v, 0.5, 1);
        }
        owe(&owed, u, 3, outside[u], 1);
    }
    return owed;
}

Test(clearing, three_banks_without_and_with_costs_of_default)
{
    struct owed owed = three_banks(1.0, 1.0);
    struct outcome outcome = cleared(&owed);

    expect_near(paid_by(&owed, &outcome, 0), 165.0 / 112.0);
    expect_near(paid_by(&owed, &outcome, 1), 159.0 / 112.0);
    expect_near(paid_by(&owed, &outcome, 2), 1.5);
    cr_expect(outcome.round[0] == 1 && outcome.round[1] == 2 && outcome.round[2] < 0);

    owed = three_banks(0.5, 0.7);
    outcome = cleared(&owed);
    expect_near(paid_by(&owed, &outcome, 0), 4225.0 / 8416.0);
    expect_near(paid_by(&owed, &outcome, 1), 160275.0 / 311392.0);
    expect_near(paid_by(&owed, &outcome, 2), 176055.0 / 311392.0);
    cr_expect(outcome.round[0] == 1 && outcome.round[1] == 2 && outcome.round[2] == 2);
}

Test(clearing, a_circuit_without_money_that_loses_a_little_pays_nothing)
{
    struct owed owed = { .entity_count = 3, .left = { 1, 1 } };
    struct outcome outcome;

    owe(&owed, 0, 1, 1000, 1);
    owe(&owed, 1, 0, 1000, 1);
    owe(&owed, 0, 2, 0.01, 1);
    outcome = cleared(&owed);
    for (int d = 0; d < 3; d++)
        cr_expect_eq(outcome.paid[d], 0.0);
    owed.dues[2].rank = 0; /* paid first, so all else stays in the circuit */
    outcome = cleared(&owed);
    for (int d = 0; d < 3; d++)
        cr_expect_eq(outcome.paid[d], 0.0);
    owed.dues[2].rank = 2; /* paid last: the circuit is left in peace */
    outcome = cleared(&owed);
    cr_expect(outcome.paid[0] == 1000 && outcome.paid[1] == 1000 && outcome.paid[2] == 0);
    cr_expect(outcome.round[0] == 1 && outcome.round[1] < 0);
}

Test(clearing, of_many_solutions_the_greatest)
{
    struct owed owed = { .entity_count = 2, .left = { 1, 1 } };
    struct outcome outcome;

    owe(&owed, 0, 1, 1000, 1);
    owe(&owed, 1, 0, 1000, 1);
    outcome = cleared(&owed);
    cr_expect(outcome.paid[0] == 1000 && outcome.paid[1] == 1000);
    cr_expect(outcome.round[0] < 0 && outcome.round[1] < 0);
}

Test(clearing, ranks_are_paid_one_after_the_other)
{
    struct owed owed = { .entity_count = 4, .cash = { 50 }, .left = { 1, 1 } };
    struct outcome outcome;

    owe(&owed, 0, 1, 60, 2);
    owe(&owed, 0, 2, 20, 1);
    owe(&owed, 0, 3, 40, 2);
    outcome = cleared(&owed);
    expect_near(outcome.paid[0], 18.0);
    expect_near(outcome.paid[1], 20.0);
    expect_near(outcome.paid[2], 12.0);
}

Test(clearing, who_is_hit_pays_nothing_and_who_has_no_limit_all)
{
    struct owed owed = { .entity_count = 3, .cash = { 100, 0, INFINITY }, .left = { 1, 1 } };
    struct outcome outcome;

    owe(&owed, 0, 1, 10, 1);
    owe(&owed, 1, 2, 10, 1);
    owe(&owed, 2, 0, 70, 1);
    owed.hit[0] = true;
    outcome = cleared(&owed);
    cr_expect(outcome.paid[0] == 0 && outcome.paid[1] == 0 && outcome.paid[2] == 70);
    cr_expect(outcome.round[0] == 0 && outcome.round[1] == 1 && outcome.round[2] < 0);
}

/* ---- against passing payments on, from all paid downwards ---- */

static double share_of(const struct owed *owed, int due, long double estate)
{
    long double before = 0, together = 0;
    const cf_due *own = &owed->dues[due];

    for (int d = 0; d < owed->due_count; d++) {
        const cf_due *other = &owed->dues[d];

        if (other->payer != own->payer)
            continue;
        before += other->rank < own->rank ? other->amount : 0;
        together += other->rank == own->rank ? other->amount : 0;
    }
    if (together <= 0 || estate >= before + together)
        return 1.0;
    return estate <= before ? 0.0 : (double)((estate - before) / together);
}

/* Once around; returns the largest move. */
static double pass_on(const struct owed *owed, double *paid)
{
    double next[MOST_DUES] = { 0 }, move = 0;

    for (int u = 0; u < owed->entity_count; u++) {
        long double receipts = 0, due = 0, estate;

        for (int d = 0; d < owed->due_count; d++) {
            receipts += owed->dues[d].payee == u ? paid[d] : 0;
            due += owed->dues[d].payer == u ? owed->dues[d].amount : 0;
        }
        estate = (long double)owed->cash[u] + receipts;
        if (estate < due * (1 - 1e-12L))
            estate = (long double)owed->left.cash * (long double)owed->cash[u] +
                     (long double)owed->left.receipts * receipts;
        else
            estate = due;
        for (int d = 0; d < owed->due_count; d++) {
            if (owed->dues[d].payer == u)
                next[d] = owed->hit[u] ? 0 : owed->dues[d].amount * share_of(owed, d, estate);
        }
    }
    for (int d = 0; d < owed->due_count; d++) {
        move = fmax(move, fabs(paid[d] - next[d]));
        paid[d] = next[d];
    }
    return move;
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static int roll(unsigned *state, int sides)
{
    return (int)(next_random(state) % (unsigned)sides);
}

static struct owed random_system(unsigned seed)
{
    static const double costs[] = { 1, 1, 1, 0.9, 0.5, 0 };
    unsigned state = seed * 2654435761u + 12345u;
    struct owed owed = { .entity_count = 2 + roll(&state, MOST_ENTITIES - 1) };
    int dues = 1 + roll(&state, 4 * owed.entity_count), ranks = 1 + roll(&state, 3);
    int rich = roll(&state, 3);

    if (dues > MOST_DUES)
        dues = MOST_DUES;
    for (int d = 0; d < dues; d++) {
        int payer = roll(&state, owed.entity_count);
        int payee = (payer + 1 + roll(&state, owed.entity_count - 1)) % owed.entity_count;
        int amount = roll(&state, 10), rank = roll(&state, ranks);

        owe(&owed, payer, payee, amount, rank);
    }
    for (int u = 0; u < owed.entity_count; u++) {
        owed.cash[u] = rich > 0 && roll(&state, 3) == 0 ? roll(&state, 10 * rich) : 0;
        owed.hit[u] = roll(&state, 20) == 0;
    }
    owed.left = (cf_default_cost){ costs[roll(&state, 6)], costs[roll(&state, 6)] };
    return owed;
}

Test(clearing, as_by_passing_payments_on)
{
    enum { SYSTEMS = 30000, MOST_STEPS = 20000 };
    int slow = 0;

    for (unsigned seed = 0; seed < SYSTEMS; seed++) {
        struct owed owed = random_system(seed);
        struct outcome outcome = cleared(&owed);
        double paid[MOST_DUES], move = 1;

        for (int d = 0; d < owed.due_count; d++)
            paid[d] = owed.dues[d].amount;
        for (int step = 0; step < MOST_STEPS && move > 1e-14; step++)
            move = pass_on(&owed, paid);
        slow += move > 1e-14; /* what is passed on stays above what is right */
        for (int d = 0; d < owed.due_count; d++)
            cr_assert(outcome.paid[d] <= paid[d] + 1e-9 &&
                          (move > 1e-14 || outcome.paid[d] >= paid[d] - 1e-9),
                      "seed %u, due %d: %.12g, not %.12g", seed, d, outcome.paid[d], paid[d]);
    }
    cr_expect_lt(slow, SYSTEMS / 100);
}
