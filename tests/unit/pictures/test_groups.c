/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/groups.h"

static cf_picture_entity entities[] = { { .group = "one", .members = 1 },
                                        { .group = "b", .members = 1 },
                                        { .members = 1 },
                                        { .group = "a", .members = 1 },
                                        { .group = "b", .members = 1 },
                                        { .group = "a", .members = 1 },
                                        { .group = "b", .members = 1 },
                                        { .group = "a", .members = 7 } };

static cf_groups groups_of(cf_arena *arena, bool cluster)
{
    const cf_picture picture = { .entities = entities, .entity_count = 8, .cluster = cluster };
    cf_groups groups;

    assert_ok(cf_groups_new(&groups, arena, &picture));
    return groups;
}

Test(groups, come_in_the_order_of_their_first_entities)
{
    cf_arena arena = { 0 };
    cf_groups groups = groups_of(&arena, true);

    cr_assert_eq(groups.count, 2);
    cr_expect_eq(groups.first[0], 1);
    cr_expect_eq(groups.next[1], 4);
    cr_expect_eq(groups.next[4], 6);
    cr_expect_eq(groups.next[6], -1);
    cr_expect_eq(groups.first[1], 3);
    cr_expect_eq(groups.of[5], 1);
    cf_arena_free(&arena);
}

Test(groups, of_one_and_of_what_is_put_together_are_none)
{
    cf_arena arena = { 0 };
    cf_groups groups = groups_of(&arena, true);

    cr_expect_eq(groups.of[0], -1);
    cr_expect_eq(groups.of[2], -1);
    cr_expect_eq(groups.of[7], -1);
    cf_arena_free(&arena);
}

Test(groups, are_none_unless_asked_for)
{
    cf_arena arena = { 0 };
    cf_groups groups = groups_of(&arena, false);

    cr_expect_eq(groups.count, 0);
    cr_expect_eq(groups.of[1], -1);
    cf_arena_free(&arena);
}

Test(groups, survive_running_out_of_memory)
{
    const cf_picture picture = { .entities = entities, .entity_count = 8, .cluster = true };
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        cf_arena arena = { 0 };
        cf_groups groups;

        allow_allocations(allowed);
        status = cf_groups_new(&groups, &arena, &picture);
        cf_arena_free(&arena);
        cr_expect_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq(status, CF_OK);
}
