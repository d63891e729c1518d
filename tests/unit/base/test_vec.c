/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vec.h"

#include <limits.h>
#include <stdlib.h>

#include "unit/testlib.h"

struct pair {
    int a;
    double b;
};

Test(vec, keeps_items_in_order)
{
    CF_VEC(struct pair) pairs = { 0 };

    for (int i = 0; i < 1000; i++)
        cr_assert(cf_vec_push(&pairs, (struct pair){ .a = i, .b = 0.5 * i }));
    cr_expect_eq(pairs.count, 1000);
    for (int i = 0; i < 1000; i++)
        cr_expect(pairs.at[i].a == i && pairs.at[i].b >= 0.5 * i);
    free(pairs.at);
}

Test(vec, keeps_what_it_has_when_memory_runs_out)
{
    CF_VEC(int) numbers = { 0 };
    bool added;

    for (int i = 0; i < 8; i++)
        cr_assert(cf_vec_push(&numbers, i));
    allow_allocations(0);
    added = cf_vec_push(&numbers, 8);
    stop_counting_allocations();
    cr_expect_not(added);
    cr_expect_eq(numbers.count, 8);
    cr_expect_eq(numbers.at[7], 7);
    cr_expect(cf_vec_push(&numbers, 8));
    free(numbers.at);
}

Test(vec, refuses_sizes_that_overflow)
{
    int room = 0;

    cr_expect_null(cf_vec_grow(NULL, &room, INT_MAX, (size_t)-1 / 2));
    cr_expect_eq(room, 0);
}
