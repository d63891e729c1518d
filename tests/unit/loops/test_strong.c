/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/strong.h"

#include <stdlib.h>

#include "unit/testlib.h"

/* 0 ⇄ 1 → 2 → 3 → 4 → 2, and 5 alone. */
Test(strong, vertices_on_a_common_cycle_share_a_component)
{
    static const int tails[] = { 0, 1, 1, 2, 3, 4 }, heads[] = { 1, 0, 2, 3, 4, 2 };
    cf_strong strong;
    int component[6];

    assert_ok(cf_strong_new(&strong, 6, 6));
    cr_expect_eq(cf_strong_find(&strong, component, 6, tails, heads, 6), 3);
    cr_expect_eq(component[0], component[1]);
    cr_expect_eq(component[2], component[3]);
    cr_expect_eq(component[3], component[4]);
    cr_expect_neq(component[0], component[2]);
    cr_expect_neq(component[5], component[0]);
    cr_expect_neq(component[5], component[2]);
    cf_strong_free(&strong);
}

Test(strong, one_room_serves_graphs_of_any_size_below)
{
    static const int tails[] = { 0, 1 }, heads[] = { 1, 0 };
    cf_strong strong;
    int component[4];

    assert_ok(cf_strong_new(&strong, 4, 2));
    cr_expect_eq(cf_strong_find(&strong, component, 4, tails, heads, 2), 3);
    cr_expect_eq(cf_strong_find(&strong, component, 2, tails, heads, 1), 2);
    cr_expect_eq(cf_strong_find(&strong, component, 2, tails, heads, 2), 1);
    cr_expect_eq(cf_strong_find(&strong, component, 0, tails, heads, 0), 0);
    cf_strong_free(&strong);
}

Test(strong, a_path_of_a_hundred_thousand_arcs_needs_no_recursion)
{
    enum { LENGTH = 100000 };
    int *ends = malloc((LENGTH + 1) * sizeof *ends);
    int *component = malloc((LENGTH + 1) * sizeof *component);
    cf_strong strong;

    cr_assert(ends != NULL && component != NULL);
    for (int i = 0; i <= LENGTH; i++)
        ends[i] = i;
    assert_ok(cf_strong_new(&strong, LENGTH + 1, LENGTH));
    cr_expect_eq(cf_strong_find(&strong, component, LENGTH + 1, ends, ends + 1, LENGTH),
                 LENGTH + 1);
    cf_strong_free(&strong);
    free(ends);
    free(component);
}
