/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/datum.h"

#include <criterion/criterion.h>

#include "unit/scenario/datum_text.h"

enum { MANY = 1000 };

static const char *key_of(char room[static 16], int i)
{
    snprintf(room, 16, "key%d", i);
    return room;
}

/* An object with MANY members of the values 0, 1, 2 ... */
static cf_datum *large_object(cf_arena *arena)
{
    cf_datum *object = cf_datum_new(arena, CF_DATUM_OBJECT);

    for (int i = 0; i < MANY; i++) {
        bool doubled = false;
        char room[16];
        const char *key = key_of(room, i);
        cf_datum *member =
            cf_datum_member(arena, object, cf_arena_copy(arena, key, strlen(key)), &doubled);

        cr_assert_not_null(member);
        cr_assert_not(doubled);
        *member = (cf_datum){
            .kind = CF_DATUM_NUMBER, .key = member->key, .next = member->next, .number = i
        };
    }
    return object;
}

Test(datum, members_are_found_among_few_and_among_many)
{
    cf_arena arena = { 0 };
    cf_datum *object = large_object(&arena);
    char room[16];
    int count = 0;

    cr_expect_eq(cf_datum_count(object), MANY);
    for (int i = 0; i < MANY; i++)
        cr_assert_eq(cf_datum_get(object, key_of(room, i))->number, i);
    cr_expect_null(cf_datum_get(object, "key1000"));
    for (const cf_datum *at = cf_datum_first(object); at != NULL; at = at->next)
        cr_assert_eq(at->number, count++);
    cr_expect_eq(count, MANY);
    cf_arena_free(&arena);
}

Test(datum, a_doubled_key_keeps_its_place_and_loses_its_value)
{
    cf_arena arena = { 0 };
    cf_datum *object = large_object(&arena), *member;
    bool doubled = false;

    member = cf_datum_member(&arena, object, "key7", &doubled);
    cr_expect(doubled);
    cr_expect_eq(member->kind, CF_DATUM_NULL);
    cr_expect_eq(cf_datum_count(object), MANY);
    cr_expect_eq(cf_datum_get(object, "key7"), member);
    cr_expect_str_eq(member->next->key, "key8");
    cf_arena_free(&arena);
}

Test(datum, objects_on_the_way_to_a_value_are_made)
{
    static const char *const low[CF_MOST_KEYS] = { "revenue", "amount", "low" };
    static const char *const from[CF_MOST_KEYS] = { "revenue", "from" };
    cf_arena arena = { 0 };
    cf_datum *object = cf_datum_new(&arena, CF_DATUM_OBJECT);
    char text[2000] = "";

    cr_assert(cf_datum_put(&arena, object, low, cf_datum_new_number(&arena, 1.0)));
    cr_assert(cf_datum_put(&arena, object, from, cf_datum_new_text(&arena, "2025")));
    cr_assert(cf_datum_put(&arena, object, low, cf_datum_new_number(&arena, 2.0)));
    add_datum(text, object);
    cr_expect_str_eq(text, "{\"revenue\":{\"amount\":{\"low\":2},\"from\":\"2025\"}}");
    cf_arena_free(&arena);
}

Test(datum, nothing_is_of_no_kind_and_has_nothing)
{
    const cf_datum number = { .kind = CF_DATUM_NUMBER, .number = 3.0 };

    cr_expect_not(cf_datum_is(NULL, CF_DATUM_NULL));
    cr_expect_not(cf_datum_is_bool(NULL));
    cr_expect_null(cf_datum_get(NULL, "a"));
    cr_expect_null(cf_datum_get(&number, "a"));
    cr_expect_null(cf_datum_text(&number));
    cr_expect_null(cf_datum_first(&number));
    cr_expect_eq(cf_datum_count(NULL), 0);
}
