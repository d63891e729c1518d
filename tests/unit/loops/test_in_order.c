/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "loops/in_order.h"
#include "unit/loops/large_network.h"
#include "unit/testlib.h"

/* Loops of a network with a day for each payment. */
struct dated {
    large_network graph;
    cf_day days[2000];
    cf_loop_order order;
    cf_loop last; /* without its hops */
    int visited;
};

static void pay_on(struct dated *dated, int payer, int payee, bool capital, cf_day day)
{
    dated->days[dated->graph.network.payment_count] = day;
    graph_pay(&dated->graph, payer, payee, capital, 1);
}

static bool remember(const cf_loop *loop, void *payload)
{
    struct dated *dated = payload;

    dated->last = *loop;
    dated->visited++;
    return true;
}

static double visit(struct dated *dated, cf_loop_kind kind, int within, int threads)
{
    cf_loop_limits limits = loop_limits_for(kind);
    cf_loop_count visited, counted;

    dated->order = (cf_loop_order){ dated->days, within };
    dated->visited = 0;
    limits.order = &dated->order;
    limits.threads = threads;
    assert_ok(cf_loops_each(dated->graph.hops, &limits, remember, dated, &visited));
    assert_ok(cf_loops_count(dated->graph.hops, &limits, &counted));
    cr_assert_eq(dated->visited, (int)visited.found);
    cr_assert_float_eq(visited.found, counted.found, 0);
    cr_assert_float_eq(visited.financing, counted.financing, 0);
    cr_assert(visited.complete && counted.complete);
    return visited.found;
}

/* The example of src/loops/README.md, and one day more between the two last hops. */
Test(in_order, a_span_with_a_later_first_day_takes_the_place_of_a_longer_one)
{
    struct dated *dated = calloc(1, sizeof *dated);
    const cf_day first[] = { 1, 4, 20 }, second[] = { 3, 6, 30 };

    cr_assert_not_null(dated);
    graph_open(&dated->graph, 3, 7);
    for (int i = 0; i < 3; i++) {
        pay_on(dated, 0, 1, true, first[i]);
        pay_on(dated, 1, 2, false, second[i]);
    }
    pay_on(dated, 2, 0, false, 9);
    graph_finish(&dated->graph);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, 10, 1), 1, 0);
    cr_assert_eq(dated->last.first_day, 4);
    cr_assert_eq(dated->last.last_day, 9);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, 5, 1), 1, 0);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, 4, 1), 0, 0);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, -1, 1), 1, 0);
    cr_assert_eq(dated->last.first_day, 4);
    graph_close(&dated->graph);
    free(dated);
}

Test(in_order, a_loop_with_capital_sets_out_with_capital_and_any_other_anywhere)
{
    struct dated *dated = calloc(1, sizeof *dated);

    cr_assert_not_null(dated);
    graph_open(&dated->graph, 4, 4);
    pay_on(dated, 0, 1, true, 5); /* the purchase came first: no financing loop in order */
    pay_on(dated, 1, 0, false, 3);
    pay_on(dated, 2, 3, false, 5); /* of trade alone: 3 to 5 */
    pay_on(dated, 3, 2, false, 3);
    graph_finish(&dated->graph);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, -1, 1), 0, 0);
    cr_assert_float_eq(visit(dated, CF_LOOPS_ALL, -1, 1), 1, 0);
    cr_assert_eq(dated->last.first_day, 3);
    cr_assert_eq(dated->last.last_day, 5);
    graph_close(&dated->graph);
    free(dated);
}

Test(in_order, undated_payments_are_never_chosen)
{
    struct dated *dated = calloc(1, sizeof *dated);

    cr_assert_not_null(dated);
    graph_open(&dated->graph, 2, 3);
    pay_on(dated, 0, 1, true, 5);
    pay_on(dated, 1, 0, false, CF_NO_DAY);
    graph_finish(&dated->graph);
    cr_assert_float_eq(visit(dated, CF_LOOPS_ALL, -1, 1), 0, 0);
    graph_close(&dated->graph);
    free(dated);
}

/* Everybody pays everybody on days of one year. */
Test(in_order, threads_find_what_one_finds)
{
    struct dated *dated = calloc(1, sizeof *dated);
    unsigned state = 1;

    cr_assert_not_null(dated);
    graph_open(&dated->graph, 8, 150);
    for (int i = 0; i < 150; i++) {
        state = state * 1103515245u + 12345u;
        pay_on(dated, i % 8, (i % 8 + 1 + (int)(state >> 16) % 7) % 8, (state >> 20) % 3 == 0,
               (int)(state >> 8) % 365);
    }
    graph_finish(&dated->graph);
    for (int within = -1; within < 200; within += 67) {
        double one = visit(dated, CF_LOOPS_ALL, within, 1);

        cr_assert_gt(one, 0);
        cr_assert_float_eq(visit(dated, CF_LOOPS_ALL, within, 4), one, 0);
    }
    graph_close(&dated->graph);
    free(dated);
}

/* Without bounds that move, the search would walk into the dense part behind the first hop again
 * and again: it leads nowhere but through the vertex that every way home needs and the path holds.
 */
Test(in_order, what_has_failed_once_is_not_walked_again)
{
    enum { MIDDLE = 14 };
    struct dated *dated = calloc(1, sizeof *dated);

    cr_assert_not_null(dated);
    graph_open(&dated->graph, MIDDLE + 3, 400);
    pay_on(dated, 0, 1, true, 1); /* 0 → 1 → 2 → 0; from 2 into the dense part, which leads to 1 */
    pay_on(dated, 1, 2, false, 2);
    pay_on(dated, 2, 0, false, 9);
    for (int v = 3; v < MIDDLE + 3; v++) {
        pay_on(dated, 2, v, false, 2);
        pay_on(dated, v, 1, false, 2);
        for (int w = 3; w < MIDDLE + 3; w++) {
            if (w != v)
                pay_on(dated, v, w, false, 2);
        }
    }
    graph_finish(&dated->graph);
    cr_assert_float_eq(visit(dated, CF_LOOPS_FINANCING, -1, 1), 1, 0);
    graph_close(&dated->graph);
    free(dated);
}
