/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/top_k.h"

#include <string.h>

#include "loops/ranked.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

struct asked {
    const char *unit; /* stops while these are counted, */
    int later;        /* after so many questions */
};

static bool stop_there(void *payload, const cf_progress_state *state)
{
    struct asked *asked = payload;

    return strcmp(state->unit, asked->unit) != 0 || asked->later-- > 0;
}

/* The request may come while loops are found, or while they are put in order. */
Test(top_k, of_all_loops_a_run_that_is_stopped_has_the_first_ones_in_order)
{
    cf_loop_limits limits = loop_limits_for(CF_LOOPS_ALL);
    large_network graph;
    cf_loop_list all;

    graph_complete(&graph, 9); /* 125,664 */
    assert_ok(cf_loops_ranked(&all, graph.hops, &limits, 0));
    cr_assert_gt(all.loop_count, 2 * CF_TOP_K_WHEN_STOPPED);
    for (int later = 0; later < 40; later += 13) {
        struct asked asked = { "loops", later };
        cf_progress progress = { stop_there, &asked };
        cf_loop_list some;

        limits.progress = &progress;
        assert_ok(cf_loops_ranked(&some, graph.hops, &limits, 0));
        cr_expect_not(some.count.complete);
        cr_expect_eq(some.loop_count, CF_TOP_K_WHEN_STOPPED, "%ld", some.loop_count);
        for (long i = 0; i < some.loop_count; i++)
            cr_assert_eq(cf_loop_compare(graph.hops, &some.loops[i], &all.loops[i]), 0);
        cf_loop_list_free(&some);
    }
    cf_loop_list_free(&all);
    graph_close(&graph);
}
