/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "unit/testlib.h"

Test(trace, all_of_a_closed_ring_comes_back)
{
    expect_loopback(loopback_of("a -> b 10 investor; b -> a 10 customer; b has 0", "a"), 10, 10, 10,
                    10);
}

Test(trace, unknown_funds_are_not_no_funds)
{
    expect_loopback(loopback_of("a -> b 10 investor; b -> a 10 customer", "a"), 0, 10, 10, 10);
}

/* The lab mixes 160: 100 · 50/160 come back at once, 37.5 go to x, and half of that comes back.
 * At least 100 - 50 - 30 must have come back, at most 50 + 30 can. */
Test(trace, money_must_mixes_and_can)
{
    expect_loopback(loopback_of("s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer;"
                                "x -> s 30 supplier; lab has 60; x has 0",
                                "s"),
                    20, 50, 80, 80);
}

/* Tied: 30 of s, for certain. What is left, 30 of s in the 90 that b has, goes to x; 18 of the 90
 * that x has come back. */
Test(trace, tied_money_comes_back_for_certain)
{
    expect_loopback(loopback_of("s -> b 60 investor for k; v -> b 30 investor for k;"
                                "k: b -> s 45 supplier; b -> x 90 customer; x -> s 18 supplier",
                                "s"),
                    30, 36, 48, 48);
}

/* v buys 5 for s, and s has put 8 into v: the money is back as soon as it is invested in s, as
 * capital, and what x then earns and pays s is v's doing. */
Test(trace, what_is_tied_for_the_supplier_has_come_back_to_it_as_capital)
{
    static const char text[] = "s -> v 8 investor; v -> s 5 investor for k; k: s -> x 5 supplier;"
                               "x -> s 5 customer; v has 0; x has 0";
    loopback back = loopback_of(text, "s");

    expect_loopback(back, 0, 0, 0, 0);
    expect_near(back.rests, 8); /* 5 returned as capital, 3 kept by v */
}

Test(trace, swaps_are_seen_when_all_money_is_followed)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 100 supplier; b -> a 100 customer;"
                                        "c -> a 300 customer; b has 0");

    expect_loopback(loopback_on(flow, node_of(&network, "a"), true), 100, 100, 100, 100);
    expect_loopback(loopback_on(flow, node_of(&network, "b"), true), 0, 25, 100, 100);
    expect_loopback(loopback_on(flow, node_of(&network, "a"), false), 0, 0, 0, 0);
    cf_flow_free(flow);
}

Test(trace, a_dollar_that_is_back_is_counted_once)
{
    /* s pays on what it earns: its trade carries no colour, or 10 would come back twice. */
    expect_loopback(loopback_of("s -> b 10 investor; b -> s 10 customer; s -> c 10 supplier;"
                                "c -> s 10 customer; b has 0; c has 0",
                                "s"),
                    10, 10, 10, 10);
}

/* In and out of a are "equal" within 1e-12: the money rests in the circuit. */
Test(trace, money_lost_in_a_huge_circuit_is_accounted_for)
{
    loopback back = loopback_of("s -> a 1e-4 investor; a -> b 1e9 customer; b -> a 1e9 customer;"
                                "c -> s 1 customer",
                                "s");

    expect_loopback(back, 0, 0, 0, 0);
    expect_near(back.rests, 1e-4);
}

/* b passes 1e9 to a and 0.01 to s: the circuit leaks 1e-11 of what goes round, yet nothing else
 * ever leaves it, so in the end everything comes back. */
Test(trace, a_circuit_that_is_all_but_closed_gives_back_what_it_was_given)
{
    loopback back = loopback_of("s -> a 0.01 investor; a -> b 1e9 customer;"
                                "b -> a 999999999.99 customer; b -> s 0.01 customer",
                                "s");

    cr_expect(fabs(back.pro_rata - 0.01) < 1e-9, "%.17g", back.pro_rata);
    cr_expect(fabs(back.pro_rata + back.rests - back.invested) < 1e-9 * back.invested);
}

/* Two leaks of the circuit share in proportion, however small they are: 0.03 to s, 0.01 to x. */
Test(trace, small_leaks_of_a_large_circuit_share_in_proportion)
{
    loopback back = loopback_of("s -> a 0.04 investor; a -> b 1e9 customer;"
                                "b -> a 999999999.96 customer; b -> s 0.03 customer;"
                                "b -> x 0.01 customer",
                                "s");

    cr_expect(fabs(back.pro_rata - 0.03) < 1e-7 * 0.03, "%.17g", back.pro_rata);
    cr_expect(fabs(back.rests - 0.01) < 1e-7 * 0.01, "%.17g", back.rests);
}

/* ---- a ring of many: s → 1 → 2 → ... → n → s, each keeping a thousandth ---- */

struct ring {
    cf_network network;
    cf_node *nodes;
    cf_payment *payments;
};

static struct ring ring_new(int count, double passed_on)
{
    struct ring ring = { .nodes = calloc((size_t)count, sizeof *ring.nodes),
                         .payments = calloc((size_t)count, sizeof *ring.payments) };
    double amount = 1000.0;

    for (int i = 0; i < count; i++) {
        ring.payments[i] = (cf_payment){ .payer = i,
                                         .payee = (i + 1) % count,
                                         .carries = i == 0 ? CF_CAPITAL : CF_TRADE,
                                         .amount = amount };
        amount *= passed_on;
    }
    ring.network = (cf_network){ ring.nodes, count, ring.payments, count };
    return ring;
}

static void ring_free(struct ring *ring)
{
    free(ring->nodes);
    free(ring->payments);
}

Test(trace, a_large_ring_gives_back_what_nobody_kept)
{
    enum { COUNT = 3000 };
    const double passed_on = 0.9995;
    struct ring ring = ring_new(COUNT, passed_on);
    cf_flow *flow = NULL;
    loopback back;

    assert_ok(cf_flow_new(&flow, &ring.network, true));
    cr_expect_eq(flow->component_count, 1);
    back = loopback_on(flow, 0, false);
    cr_expect(fabs(back.pro_rata / (1000 * pow(passed_on, COUNT - 1)) - 1) < 1e-10);
    expect_near(back.max, back.pro_rata);
    expect_near(back.min, 0);
    expect_near(back.pro_rata + back.rests, 1000);
    cf_flow_free(flow);
    ring_free(&ring);
}

/* ---- one trace, many suppliers ---- */

static const char two_suppliers[] =
    "s -> a 10 investor; t -> a 20 investor for k; k: a -> t 5 customer; a -> s 12 customer;"
    "a -> b 9 customer; b -> t 4 customer; b -> s 3 customer; s -> b 6 investor; b has 7";

static double pro_rata(cf_trace *trace, const cf_flow *flow, int supplier)
{
    double sum = 0.0;

    assert_ok(cf_trace_supplier(trace, supplier, false));
    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].head == supplier && flow->edges[e].carries == CF_TRADE)
            sum += cf_trace_on_edge(trace, e);
    }
    return sum;
}

Test(trace, a_trace_forgets_the_last_supplier)
{
    small_network network;
    cf_flow *flow = flow_from(&network, two_suppliers);
    int s = node_of(&network, "s"), t = node_of(&network, "t");
    cf_trace *shared = NULL, *fresh = NULL;
    double first;

    assert_ok(cf_trace_new(&shared, flow));
    assert_ok(cf_trace_new(&fresh, flow));
    first = pro_rata(shared, flow, s);
    expect_near(pro_rata(shared, flow, t), pro_rata(fresh, flow, t));
    assert_ok(cf_trace_origin(shared, node_of(&network, "b")));
    cr_expect_eq(pro_rata(shared, flow, s), first);
    cf_trace_free(shared);
    cf_trace_free(fresh);
    cf_trace_free(NULL);
    cf_flow_free(flow);
}

Test(trace, return_shares_lead_to_the_same_loop_back)
{
    small_network network;
    cf_flow *flow = flow_from(&network, two_suppliers);
    int s = node_of(&network, "s");
    double share[MOST_NODES + MOST_PAYMENTS] = { 0 }, by_all = 0.0, by_payer = 0.0, direct;
    cf_trace *trace = NULL;

    assert_ok(cf_trace_new(&trace, flow));
    direct = pro_rata(trace, flow, s);
    for (int payer = -1; payer < network.network.node_count; payer++) {
        assert_ok(cf_trace_return_shares(trace, payer, share));
        for (int e = 0; e < flow->edge_count; e++) {
            if (cf_flow_is_origin(&flow->edges[e], s, false))
                *(payer < 0 ? &by_all : &by_payer) +=
                    flow->edges[e].amount * share[flow->edges[e].head];
        }
    }
    expect_near(by_all, direct);
    expect_near(by_payer, direct);
    cf_trace_free(trace);
    cf_flow_free(flow);
}

/* ---- outside money ---- */

Test(trace, every_vertex_is_a_mix_of_outside_money)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 10 customer; c -> b 30 customer; b -> c 8 customer;"
                                        "b -> d 20 customer; b has 5");
    double mix[4] = { 0 };
    cf_trace *trace = NULL;

    assert_ok(cf_trace_new(&trace, flow));
    for (int u = 0; u < 4; u++) {
        assert_ok(cf_trace_origin(trace, u));
        for (int v = 0; v < 4; v++)
            mix[v] += cf_trace_mix(trace, v);
    }
    for (int v = 0; v < 4; v++)
        expect_near(mix[v], 1);
    /* a has nothing but its own 10, which is part of what b passes on. */
    assert_ok(cf_trace_origin(trace, node_of(&network, "a")));
    expect_near(cf_trace_mix(trace, node_of(&network, "a")), 1);
    expect_near(cf_trace_mix(trace, node_of(&network, "d")),
                cf_trace_mix(trace, node_of(&network, "b")));
    cf_trace_free(trace);
    cf_flow_free(flow);
}

Test(trace, the_money_of_a_closed_circuit_has_no_origin)
{
    small_network network;
    cf_flow *flow =
        flow_from(&network, "p -> q 0.1 customer; p -> q 0.2 customer; q -> p 0.3 customer");
    cf_trace *trace = NULL;
    int count;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_origin(trace, 0));
    cf_trace_reached(trace, &count);
    cr_expect_eq(count, 0);
    cf_trace_free(trace);
    cf_flow_free(flow);
}

/* c pays 0.0003 of its own into a circuit of 10^9, which "equals" what a pays on: there is outside
 * money, nobody keeps any, and there is no way out. What is hidden in the tolerance, 0.0003 of 10,
 * is how exact a share can be here. */
Test(trace, outside_money_in_a_circuit_closed_within_the_tolerance_is_everywhere)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "a -> b 1000000010 customer; b -> a 1e9 customer;"
                                        "b -> c 10 customer; c -> a 10.0003 customer");
    cf_trace *trace = NULL;
    double index, error;

    expect_near(flow->balances[node_of(&network, "c")].funds, 10.0003 - 10);
    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_origin(trace, node_of(&network, "c")));
    for (int v = 0; v < 3; v++)
        cr_expect(fabs(cf_trace_mix(trace, v) - 1) < 1e-4, "%.17g", cf_trace_mix(trace, v));
    assert_ok(cf_trace_finn(trace, false, &index, &error));
    cr_expect(index >= 0 && index <= 1);
    cf_trace_free(trace);
    cf_flow_free(flow);
}

/* ---- Finn ---- */

Test(trace, finn_index_of_known_networks)
{
    static const struct {
        const char *text;
        double index;
    } cases[] = {
        { "a -> b 10 customer", 0 },
        { "a -> b 10 investor; b -> a 10 customer", 1 },
        /* data/textbook/chip-maker.json: 100/180 · 1 · 180/300 from every place */
        { "m -> lab 100 investor; lab -> cloud 300 customer; cloud -> m 180 supplier", 1.0 / 3 },
        /* data/textbook/side-circuit.json: (5 · 0.8 + 5 · 0.8 + 0.3 + 0.3) / 10.6 */
        { "s -> b 5 investor; b -> s 4 customer; p -> q 0.1 customer; p -> q 0.2 customer;"
          "q -> p 0.3 customer; b has 0",
          8.6 / 10.6 },
        { "a has 0", NAN },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;
        cf_flow *flow = flow_from(&network, cases[i].text);
        cf_trace *trace = NULL;
        double index = -1.0, error = -1.0;

        assert_ok(cf_trace_new(&trace, flow));
        assert_ok(cf_trace_finn(trace, false, &index, &error));
        expect_near(index, cases[i].index);
        cf_trace_free(trace);
        cf_flow_free(flow);
    }
}

/* ---- threads ---- */

struct worker {
    const cf_flow *flow;
    int supplier, differences;
    loopback expected;
};

static bool same_bits(loopback a, loopback b)
{
    return a.min == b.min && a.pro_rata == b.pro_rata && a.max == b.max &&
           a.max_open == b.max_open && a.rests == b.rests;
}

static void *work(void *data)
{
    struct worker *worker = data;

    for (int n = 0; n < 200; n++)
        worker->differences +=
            !same_bits(loopback_on(worker->flow, worker->supplier, false), worker->expected);
    return NULL;
}

Test(trace, two_threads_on_one_flow_answer_as_one_does)
{
    small_network network;
    cf_flow *flow = flow_from(&network, two_suppliers);
    struct worker workers[2];
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        int supplier = node_of(&network, i == 0 ? "s" : "t");

        workers[i] = (struct worker){ .flow = flow,
                                      .supplier = supplier,
                                      .expected = loopback_on(flow, supplier, false) };
    }
    for (int i = 0; i < 2; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        cr_expect_eq(workers[i].differences, 0);
    }
    cf_flow_free(flow);
}

/* Node 0 pays the last one, which pays the one before it, and so on: `count` are reached. */
static void expect_reached_in_order(int count)
{
    enum { MANY = 64 };
    cf_node nodes[MANY] = { 0 };
    cf_payment payments[MANY];
    cf_network network = { nodes, MANY, payments, count };
    cf_flow *flow = NULL;
    cf_trace *trace = NULL;
    const int *reached;
    int reached_count;

    for (int i = 0; i < count; i++)
        payments[i] = (cf_payment){ .payer = i == 0 ? 0 : MANY - i,
                                    .payee = MANY - 1 - i,
                                    .amount = 1,
                                    .carries = CF_CAPITAL };
    assert_ok(cf_flow_new(&flow, &network, true));
    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_supplier(trace, 0, false));
    reached = cf_trace_reached(trace, &reached_count);
    cr_assert_eq(reached_count, count);
    for (int i = 0; i < count; i++)
        cr_expect_eq(reached[i], MANY - count + i);
    cf_trace_free(trace);
    cf_flow_free(flow);
}

Test(trace, what_was_reached_is_in_ascending_order)
{
    expect_reached_in_order(3);
    expect_reached_in_order(50);
}

/* Part of the money is tied, and one investment goes where nothing comes back from. */
Test(trace, investments_one_by_one_add_up_to_the_supplier)
{
    static const char text[] = "s -> a 40 investor for k; s -> b 30 investor; s -> c 20 investor;"
                               "k: a -> s 25 supplier; a -> b 50 customer; b -> a 35 customer;"
                               "b -> s 15 customer; a -> s 5 customer; b -> c 9 customer";
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    int s = node_of(&network, "s"),
        investees[] = { node_of(&network, "a"), node_of(&network, "b"), node_of(&network, "c") };
    double parts[64] = { 0 };
    cf_trace *trace;

    cr_assert_lt(flow->edge_count, 64);
    assert_ok(cf_trace_new(&trace, flow));
    for (int i = 0; i < 3; i++) {
        assert_ok(cf_trace_investment(trace, s, false, investees[i]));
        for (int e = 0; e < flow->edge_count; e++)
            if (flow->edges[e].tail != s)
                parts[e] += cf_trace_on_edge(trace, e);
    }
    assert_ok(cf_trace_supplier(trace, s, false));
    for (int e = 0; e < flow->edge_count; e++)
        if (flow->edges[e].tail != s)
            expect_near(parts[e], cf_trace_on_edge(trace, e));
    cf_trace_free(trace);
    cf_flow_free(flow);
}
