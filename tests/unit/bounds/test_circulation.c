/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/circulation.h"
#include "network/build.h"
#include "oracles/oracles.h"
#include "unit/testlib.h"

static double circulation_of(const cf_network *network)
{
    cf_flow *flow = NULL;
    double value = -1.0;

    assert_ok(cf_flow_new(&flow, network, false));
    assert_ok(cf_circulation_max(flow, &value));
    cf_flow_free(flow);
    return value;
}

Test(circulation, known_answers)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        { "a has 1", 0 },
        { "a -> b 3 customer", 0 },
        { "a -> b 3 customer; b -> a 5 investor", 6 },
        { "a -> b 3 customer; b -> a 1 customer; b -> a 1 customer", 4 },
        /* circularity 0.6 of gross 5, and 0.75 of 4: Homs-Dones and others, arXiv 2506.12546 */
        { "1 -> 2 1 customer; 2 -> 4 1 customer; 1 -> 3 1 customer; 3 -> 4 1 customer;"
          "4 -> 1 1 customer",
          3 },
        { "1 -> 2 1 customer; 2 -> 3 1 customer; 1 -> 3 1 customer; 3 -> 1 1 customer", 3 },
        /* 80 come back into s, and only 80 can leave it again: 80 + 50 + 30 + 30 */
        { "s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer; x -> s 30 supplier",
          190 },
        /* the larger ring uses what the smaller one would: 2 + 2 + 2 beats 2 + 2 */
        { "a -> b 2 customer; b -> a 2 customer; b -> c 2 customer; c -> a 2 customer", 6 },
        /* two components, and amounts that miss by a rounding */
        { "s -> b 5 investor; b -> s 4 customer; p -> q 0.1 customer; p -> q 0.2 customer;"
          "q -> p 0.3 customer",
          8.6 },
        /* small circuits beside large ones */
        { "a -> b 1e9 customer; b -> a 1e9 customer; c -> d 1e-3 customer; d -> c 1e-3 customer",
          2e9 + 2e-3 },
        { "a -> b 1e-3 customer; b -> a 1e9 customer", 2e-3 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;

        network_from(&network, cases[i].text);
        expect_near(circulation_of(&network.network), cases[i].value);
    }
}

/* Everybody pays everybody else the same: all of it is a circulation. */
Test(circulation, a_large_component_that_is_balanced_is_all_circulation)
{
    enum { NODES = 60, EDGES = NODES * (NODES - 1) };
    cf_node nodes[NODES] = { { 0 } };
    cf_payment *payments = calloc(EDGES, sizeof *payments);
    cf_network network = { nodes, NODES, payments, 0 };

    for (int u = 0; u < NODES; u++) {
        for (int v = 0; v < NODES; v++) {
            if (u != v)
                payments[network.payment_count++] =
                    (cf_payment){ .payer = u, .payee = v, .amount = 0.7 };
        }
    }
    cr_assert_gt(network.payment_count, 1000); /* so that out-of-kilter does it */
    expect_near(circulation_of(&network), 0.7 * EDGES);
    free(payments);
}

/* A ring of amount 1 with heavy chords that go backwards by one: each chord closes a circuit of
 * two with a ring edge, and every ring edge can be used once. With chords of 2 the best is the
 * ring edge in its pair: 1 + 1 for each of the 1500. */
Test(circulation, a_large_ring_of_pairs)
{
    enum { NODES = 1500 };
    cf_node *nodes = calloc(NODES, sizeof *nodes);
    cf_payment *payments = calloc(2 * NODES, sizeof *payments);
    cf_network network = { nodes, NODES, payments, 2 * NODES };

    for (int u = 0; u < NODES; u++) {
        int v = (u + 1) % NODES;

        payments[2 * u] = (cf_payment){ .payer = u, .payee = v, .amount = 1 };
        payments[2 * u + 1] = (cf_payment){ .payer = v, .payee = u, .amount = 2 };
    }
    /* The chords also make a ring of 2 of their own: 1 used in pairs, 1 more goes all round. */
    expect_near(circulation_of(&network), 1.0 * NODES + 2.0 * NODES);
    free(payments);
    free(nodes);
}

/* Nodes in the order of their names: the path of the simplex method depends on it. */
#define NUMBERED "0 has 0; 1 has 0; 2 has 0; 3 has 0; 4 has 0; 5 has 0; 6 has 0; 7 has 0;"

/* GLPK's primal simplex went round in circles on these, for ever: found by random scenarios. */
Test(circulation, amounts_of_very_different_size_come_to_an_end, .timeout = 20)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        /* 1 ⇄ 7 in full, 0.194 by 0 → 6 → 3 → 0, and 0.0348 by 0 → 6 → 7 → 3 → 0 */
        { NUMBERED "1 -> 7 6120000000 customer; 0 -> 6 0.715 customer; 6 -> 3 0.194 customer;"
                   "0 -> 1 318 customer; 0 -> 1 4830 customer; 7 -> 3 0.0348 customer;"
                   "3 -> 0 75.2 customer; 7 -> 1 6120000000 customer; 6 -> 7 3.54 customer;"
                   "7 -> 1 5000000 customer",
          2 * 6.12e9 + 3 * 0.194 + 4 * 0.0348 },
        /* 4 → 5 in full: 0.00558 by 2, 1, 3 and 0, the rest of 0.00703 by 2, all else straight */
        { NUMBERED "2 -> 4 752000000 customer; 0 -> 4 82.2 customer; 5 -> 4 54900 customer;"
                   "5 -> 4 726000000 customer; 1 -> 3 7950 customer; 5 -> 2 0.00703 customer;"
                   "4 -> 5 215000000 customer; 3 -> 0 0.00558 customer; 2 -> 1 62.5 customer;"
                   "2 -> 1 37100000 customer; 2 -> 1 4.5 customer",
          2 * (2.15e8 - 0.00703) + 3 * (0.00703 - 0.00558) + 6 * 0.00558 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;

        network_from(&network, cases[i].text);
        expect_near(circulation_of(&network.network), cases[i].value);
    }
}

/* Amounts from 1e-9 to 1e18 in one network, many of them the same, and some of 0. */
static double amount_of_any_size(unsigned long long *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    if (*state >> 60 == 0)
        return 0.0;
    return (double)(1 + (*state >> 40) % 9) * pow(10.0, (double)((*state >> 48) % 28) - 9.0);
}

Test(circulation, is_that_of_cancelled_cycles_whatever_the_amounts, .timeout = 60)
{
    enum { NODES = 7, PAYMENTS = 30, ROUNDS = 3000 };
    unsigned long long state = 5;

    for (int round = 0; round < ROUNDS; round++) {
        cf_node nodes[NODES] = { { 0 } };
        cf_payment payments[PAYMENTS];
        cf_circulation_arc arcs[PAYMENTS];
        int price[NODES];

        for (int i = 0; i < PAYMENTS; i++) {
            double amount = amount_of_any_size(&state);
            int payer = (int)((state >> 35) % NODES);
            int payee = (payer + 1 + (int)((state >> 30) % (NODES - 1))) % NODES;

            payments[i] = (cf_payment){ .payer = payer, .payee = payee, .amount = amount };
            arcs[i] = (cf_circulation_arc){ .tail = payer, .head = payee, .amount = amount };
        }
        expect_near(circulation_of(&(cf_network){ nodes, NODES, payments, PAYMENTS }),
                    oracle_circulation(price, arcs, NODES, PAYMENTS));
    }
}

/* Often none, so that components split, merge, and come back as they were. */
static double amount_that_comes_and_goes(unsigned long long *state, bool any_size)
{
    static const double few[] = { 0, 0, 0, 1, 1, 2, 0.1 };
    double amount = amount_of_any_size(state);

    return any_size ? (*state >> 41) % 3 == 0 ? 0.0 : amount : few[(*state >> 41) % 7];
}

static void change_amounts(cf_flow *flow, cf_payment *payments, int count,
                           unsigned long long *state, bool any_size)
{
    int changed[3];
    cf_changes changes = { .payments = changed };

    changes.payment_count = 1 + (int)((*state >> 37) % 3);
    for (int i = 0; i < changes.payment_count; i++) {
        double amount = amount_that_comes_and_goes(state, any_size);

        changed[i] = (int)((*state >> 33) % (unsigned)count);
        payments[changed[i]].amount = amount;
    }
    assert_ok(cf_flow_update((cf_flow_build *)flow, &changes));
}

/* To the last bit, whatever was found before. */
Test(circulation, found_again_it_is_what_is_found_from_nothing, .timeout = 120)
{
    enum { NODES = 9, PAYMENTS = 26, NETWORKS = 60, ROUNDS = 200 };
    unsigned long long state = 3;
    int circulating = 0;

    for (int n = 0; n < NETWORKS; n++) {
        cf_node nodes[NODES] = { { 0 } };
        cf_payment payments[PAYMENTS];
        cf_network network = { nodes, NODES, payments, PAYMENTS };
        cf_circulation *again = NULL;
        cf_flow *flow = NULL;

        for (int i = 0; i < PAYMENTS; i++) {
            double amount = amount_that_comes_and_goes(&state, n % 2 == 0);
            int payer = (int)((state >> 35) % NODES);
            int payee = (payer + 1 + (int)((state >> 30) % (NODES - 1))) % NODES;

            payments[i] = (cf_payment){ .payer = payer, .payee = payee, .amount = amount };
        }
        assert_ok(cf_flow_new(&flow, &network, false));
        assert_ok(cf_circulation_new(&again, flow));
        for (int round = 0; round < ROUNDS; round++) {
            double value = cf_circulation_find(again), fresh = circulation_of(&network);

            cr_assert(value <= fresh && value >= fresh, "network %d, round %d: %.17g, not %.17g", n,
                      round, value, fresh);
            circulating += value > 0;
            change_amounts(flow, payments, PAYMENTS, &state, n % 2 == 0);
        }
        cf_circulation_free(again);
        cf_flow_free(flow);
    }
    cr_expect(circulating > NETWORKS * ROUNDS / 4, "only %d have a circulation", circulating);
}

/* a and b alone, then with c and other amounts, then alone with those: not what was found first. */
Test(circulation, of_a_component_that_was_in_another_is_found_again)
{
    small_network network;
    cf_circulation *again = NULL;
    cf_flow *flow = flow_from(&network, "z -> a 0 customer; a -> z 1 customer;"
                                        "a -> b 5 customer; b -> a 5 customer");
    static const struct {
        double into, pays, value;
    } steps[] = { { 0, 5, 10 }, { 1, 4, 10 }, { 0, 4, 8 }, { 0, 4, 8 }, { 0, 5, 10 } };

    assert_ok(cf_circulation_new(&again, flow));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int payments[] = { 0, 2 };
        cf_changes changes = { .payments = payments, .payment_count = 2 };

        network.payments[0].amount = steps[i].into;
        network.payments[2].amount = steps[i].pays;
        assert_ok(cf_flow_update((cf_flow_build *)flow, &changes));
        expect_near(cf_circulation_find(again), steps[i].value);
    }
    cf_circulation_free(again);
    cf_flow_free(flow);
    cf_circulation_free(NULL);
}
