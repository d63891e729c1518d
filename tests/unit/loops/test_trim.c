/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/blocks.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

Test(trim, what_nothing_enters_or_leaves_is_dropped)
{
    cf_loop_rules rules = { .kind = CF_LOOPS_ALL, .through = -1 };
    large_network graph;
    cf_trimmed trimmed;

    graph_open(&graph, 6, 8); /* 0 -> 1 -> 2 <-> 3 -> 4 -> 5 */
    graph_pay(&graph, 0, 1, true, 1);
    graph_pay(&graph, 1, 2, false, 1);
    graph_pay(&graph, 2, 3, true, 1);
    graph_pay(&graph, 3, 2, false, 1);
    graph_pay(&graph, 3, 4, false, 1);
    graph_pay(&graph, 4, 5, false, 1);
    graph_finish(&graph);
    assert_ok(cf_trimmed_new(&trimmed, graph.hops, &rules));
    for (int v = 0; v < 6; v++)
        cr_expect_eq(trimmed.is_there[v], v == 2 || v == 3, "%d", v);
    cf_trimmed_free(&trimmed);
    graph_close(&graph);
}
