/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/between.h"
#include "bounds/nearby.h"
#include "unit/testlib.h"

enum { NODES = 40, PAYMENTS = 160, ROUNDS = 600 };

struct random_case {
    cf_node nodes[NODES];
    cf_payment payments[PAYMENTS];
    int earmarks[PAYMENTS];
    cf_network network;
    cf_flow *flow;
};

static int below(unsigned long long *state, int limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (int)((*state >> 33) % (unsigned)limit);
}

/* Sparse and dense, some payments open or 0, some tied; all funds stated, some, or none. Whole
 * amounts, so that sums are the same in any order. */
static void case_new(struct random_case *out, unsigned long long *state)
{
    int nodes = 3 + below(state, NODES - 3), stated = below(state, 3);
    int payments = 2 + below(state, PAYMENTS - 2), capital = 2 + below(state, 4);

    *out = (struct random_case){ .network = { out->nodes, nodes, out->payments, payments } };
    for (int v = 0; v < nodes; v++)
        out->nodes[v] =
            (cf_node){ .funds_known = below(state, 2) < stated, .funds = below(state, 20) };
    for (int i = 0; i < payments; i++) {
        int payer = below(state, nodes);

        out->payments[i] = (cf_payment){ .payer = payer,
                                         .payee = (payer + 1 + below(state, nodes - 1)) % nodes,
                                         .carries = below(state, capital) == 0 ? CF_CAPITAL
                                                    : below(state, 5) == 0     ? CF_SERVICE
                                                                               : CF_TRADE,
                                         .open = below(state, 20) == 0 };
        out->payments[i].amount = out->payments[i].open ? 0.0 : below(state, 30);
    }
    for (int i = 1; i < payments; i++) {
        cf_payment *tied = &out->payments[i];

        out->earmarks[i] = i - 1;
        if (tied->carries == CF_CAPITAL && out->payments[i - 1].carries == CF_TRADE &&
            tied->payee == out->payments[i - 1].payer) {
            tied->earmark = &out->earmarks[i];
            tied->earmark_count = 1;
        }
    }
    assert_ok(cf_flow_new(&out->flow, &out->network, true));
}

static double by_between(const cf_flow *flow, int supplier, cf_measure bound)
{
    double value = 0.0;

    assert_ok(cf_bound_loopback(flow, supplier, false, bound, &value));
    return value;
}

Test(nearby, says_what_the_whole_search_says, .timeout = 60)
{
    static struct random_case network;
    unsigned long long state = 17;
    int found = 0, asked = 0, above_0 = 0;

    for (int round = 0; round < ROUNDS; round++) {
        cf_nearby *nearby = NULL;

        case_new(&network, &state);
        assert_ok(cf_nearby_new(&nearby, network.flow));
        for (int s = 0; s < network.network.node_count; s++) {
            for (int which = 0; which < 2; which++) {
                cf_measure bound = which == 0 ? CF_MEASURE_MIN : CF_MEASURE_MAX;
                double value;

                asked++;
                if (!cf_nearby_bound(nearby, s, false, bound, &value))
                    continue;
                found++;
                above_0 += value > 0;
                expect_near(value, by_between(network.flow, s, bound));
            }
        }
        cf_nearby_free(nearby);
        cf_flow_free(network.flow);
    }
    cr_expect_gt(found, asked / 2, "only %d of %d are found", found, asked);
    cr_expect_gt(above_0, asked / 20, "only %d of %d are above 0", above_0, asked);
}

Test(nearby, counts_what_lies_between, .timeout = 60)
{
    static struct random_case network;
    unsigned long long state = 23;
    int more = 0;

    for (int round = 0; round < ROUNDS; round++) {
        cf_nearby *nearby = NULL;

        case_new(&network, &state);
        assert_ok(cf_nearby_new(&nearby, network.flow));
        for (int s = 0; s < network.network.node_count; s++) {
            cf_between between;
            int most = below(&state, 20);

            assert_ok(cf_between_new(&between, network.flow, s, false, CF_EDGES_KNOWN));
            if (cf_nearby_has_more(nearby, s, false, most)) {
                more++;
                cr_expect_gt(between.arc_count, most);
            }
            cf_between_free(&between);
        }
        cf_nearby_free(nearby);
        cf_flow_free(network.flow);
    }
    cr_expect_gt(more, ROUNDS, "only %d have more", more);
}

static double reachable_by_between(const cf_flow *flow, int supplier, bool origin_all)
{
    cf_between between;
    double sum = 0.0;

    assert_ok(cf_between_new(&between, flow, supplier, origin_all, CF_EDGES_OPEN));
    for (int i = 0; i < between.origins.count; i++)
        sum += flow->edges[between.origins.at[i].edge].amount;
    cf_between_free(&between);
    return sum;
}

static double all_invested(const cf_flow *flow, int supplier)
{
    double sum = 0.0;

    for (int e = 0; e < flow->edge_count; e++) {
        if (cf_flow_is_origin(&flow->edges[e], supplier, false))
            sum += flow->edges[e].amount;
    }
    return sum;
}

Test(reachable, is_all_origin_edges_with_a_head_inside, .timeout = 60)
{
    static struct random_case network;
    unsigned long long state = 29;
    int part = 0;

    for (int round = 0; round < ROUNDS; round++) {
        case_new(&network, &state);
        for (int s = 0; s < network.network.node_count; s++) {
            double reachable = -1.0;

            assert_ok(cf_flow_reachable(network.flow, s, false, &reachable));
            expect_near(reachable, reachable_by_between(network.flow, s, false));
            part += reachable > 0 && reachable < all_invested(network.flow, s);
        }
        cf_flow_free(network.flow);
    }
    cr_expect_gt(part, ROUNDS / 10, "only %d are a part of what is invested", part);
}

/* Payments a few places ahead, then those of a ring: searches take long to meet, and many give up;
 * what the first head of a supplier leads to is then all that its last one leads to. */
Test(reachable, is_the_same_where_the_searches_forward_give_up, .timeout = 60)
{
    enum { AROUND = 140, AHEAD = 4 };
    static cf_node nodes[AROUND];
    static cf_payment payments[AROUND * 2];
    cf_network network = { nodes, AROUND, payments, 0 };
    unsigned long long state = 31;

    for (int round = 0; round < 40; round++) {
        cf_flow *flow = NULL;

        network.payment_count = AROUND + below(&state, AROUND);
        for (int i = 0; i < network.payment_count; i++) {
            int last = i - (network.payment_count - AROUND), ahead = 1 + below(&state, AHEAD);
            int payer = last < 0 ? below(&state, AROUND) : last;
            bool missing = last >= 0 && below(&state, 2 * AROUND) == 0;

            payments[i] = (cf_payment){ .payer = payer,
                                        .payee = (payer + (last < 0 ? ahead : 1)) % AROUND,
                                        .amount = missing ? 0 : 1 + below(&state, 30) };
        }
        assert_ok(cf_flow_new(&flow, &network, true));
        for (int s = 0; s < AROUND; s++) {
            double reachable = -1.0;

            assert_ok(cf_flow_reachable(flow, s, true, &reachable));
            expect_near(reachable, reachable_by_between(flow, s, true));
        }
        cf_flow_free(flow);
    }
}
