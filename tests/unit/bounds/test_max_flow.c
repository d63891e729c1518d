/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/max_flow.h"

#include "unit/testlib.h"

/* 0 → 1 → 2 → 3, and a way around from 1 by 4 to 2. */
static void diamond(cf_max_flow *out, const int64_t *capacity)
{
    static const int ends[][2] = { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 1, 4 }, { 4, 2 } };

    assert_ok(cf_max_flow_new(out, 5, 5));
    for (int a = 0; a < 5; a++) {
        cr_expect_eq(cf_max_flow_add(out, ends[a][0], ends[a][1]), a);
        out->room[2 * a] = capacity[a];
    }
    cf_max_flow_link(out);
}

static int64_t flow_on(const cf_max_flow *flow, int arc)
{
    return flow->room[2 * arc + 1];
}

Test(max_flow, as_much_as_the_smallest_cut_lets_pass)
{
    cf_max_flow flow;

    diamond(&flow, (int64_t[]){ 9, 3, 7, 2, 5 });
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 3, INT64_MAX), 5);
    cr_expect(flow_on(&flow, 1) == 3 && flow_on(&flow, 3) == 2);
    cr_expect(flow.layer[1] >= 0 && flow.layer[2] < 0 && flow.layer[4] < 0);
    cf_max_flow_free(&flow);
}

Test(max_flow, no_more_than_is_wanted)
{
    cf_max_flow flow;

    diamond(&flow, (int64_t[]){ 9, 3, 7, 2, 5 });
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 3, 4), 4);
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 3, 4), 1);
    cf_max_flow_free(&flow);
}

Test(max_flow, a_smaller_capacity_leads_money_around_or_back)
{
    cf_max_flow flow;

    diamond(&flow, (int64_t[]){ 4, 3, 7, 2, 5 });
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 3, INT64_MAX), 4);
    cf_max_flow_set_capacity(&flow, 1, 2, 0, 3); /* around by 4 */
    cr_expect_eq(flow_on(&flow, 0), 4);
    cf_max_flow_set_capacity(&flow, 4, 1, 0, 3);
    cr_expect(flow_on(&flow, 0) == 3 && flow_on(&flow, 2) == 3 && flow_on(&flow, 3) == 1);
    cf_max_flow_set_capacity(&flow, 4, 5, 0, 3);
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 3, INT64_MAX), 1);
    cf_max_flow_free(&flow);
}

Test(max_flow, another_graph_in_the_same_room)
{
    cf_max_flow flow;

    diamond(&flow, (int64_t[]){ 9, 3, 7, 2, 5 });
    cf_max_flow_clear(&flow, 2);
    (void)cf_max_flow_add(&flow, 1, 0);
    cf_max_flow_link(&flow);
    flow.room[0] = 6;
    flow.room[1] = 0;
    cr_expect_eq(cf_max_flow_augment(&flow, 1, 0, INT64_MAX), 6);
    cr_expect_eq(cf_max_flow_augment(&flow, 0, 1, 2), 2); /* takes some back */
    cf_max_flow_free(&flow);
}
