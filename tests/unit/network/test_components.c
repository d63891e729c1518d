/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

static void expect_topological_order(const cf_flow *flow)
{
    for (int e = 0; e < flow->edge_count; e++)
        if (flow->edges[e].amount > 0)
            cr_expect_leq(flow->component[flow->edges[e].tail],
                          flow->component[flow->edges[e].head]);
}

static void expect_members_listed_once(const cf_flow *flow)
{
    bool *seen = calloc((size_t)flow->vertex_count + 1, sizeof *seen);

    cr_expect_eq(flow->component_start[0], 0);
    cr_expect_eq(flow->component_start[flow->component_count], flow->vertex_count);
    for (int c = 0; c < flow->component_count; c++) {
        for (int k = flow->component_start[c]; k < flow->component_start[c + 1]; k++) {
            int v = flow->component_vertices[k];

            cr_expect_eq(flow->component[v], c);
            cr_expect_not(seen[v]);
            seen[v] = true;
        }
    }
    free(seen);
}

Test(components, money_runs_from_lower_to_higher_numbers)
{
    static const struct {
        const char *text;
        int count;
    } cases[] = {
        { "a has 1", 1 },
        { "a -> b 1 customer", 2 },
        { "a -> b 1 customer; b -> a 1 customer", 1 },
        { "a -> b 1 customer; a -> b 2 investor", 2 },
        { "c -> d 1 customer; b -> c 1 customer; a -> b 1 customer", 4 },
        { "e -> a 1 customer; a -> b 1 customer; b -> c 1 customer; c -> a 1 customer;"
          "c -> d 1 customer; d -> f 1 customer; f -> d 1 customer",
          3 },
        { "a -> b 1 customer; b -> a ? customer", 2 }, /* an open payment joins nothing */
        /* The money of the tied deal is a vertex of the ring. */
        { "s -> b 5 investor for k; k: b -> s 5 supplier", 2 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_network network;
        cf_flow *flow = flow_from(&network, cases[i].text);

        cr_expect_eq(flow->component_count, cases[i].count, "%s", cases[i].text);
        expect_topological_order(flow);
        expect_members_listed_once(flow);
        cf_flow_free(flow);
    }
}

Test(components, tied_money_belongs_to_the_ring_that_it_closes)
{
    small_network network;
    cf_flow *flow = flow_from(&network, "s -> b 5 investor for k; k: b -> s 5 supplier");

    cr_assert_eq(flow->vertex_count, 3);
    cr_expect_eq(flow->component[0], flow->component[2]);
    cr_expect_neq(flow->component[0], flow->component[1]);
    cf_flow_free(flow);
}
