/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"

static int find(const cf_map *map, int space, const char *text)
{
    return cf_map_find(map, space, text, strlen(text));
}

static void add(cf_map *map, int space, const char *text, int value)
{
    cr_assert_eq(cf_map_add(map, space, text, strlen(text), value), CF_OK);
}

Test(map, an_empty_map_finds_nothing)
{
    cf_map map = { 0 };

    cr_assert_eq(find(&map, 0, "a"), -1);
    cf_map_free(&map);
}

Test(map, the_same_word_may_stand_in_several_spaces)
{
    cf_map map = { 0 };

    add(&map, 0, "a", 10);
    add(&map, 1, "a", 11);
    cr_assert_eq(find(&map, 0, "a"), 10);
    cr_assert_eq(find(&map, 1, "a"), 11);
    cr_assert_eq(find(&map, 2, "a"), -1);
    cf_map_free(&map);
}

Test(map, a_word_that_is_there_is_told_and_kept)
{
    cf_map map = { 0 };
    int found;

    cr_assert_eq(cf_map_reserve(&map, 1000), CF_OK);
    cr_assert_eq(cf_map_put(&map, 0, "a", 1, 5, &found), CF_OK);
    cr_expect_eq(found, -1);
    cr_assert_eq(cf_map_put(&map, 0, "a", 1, 6, &found), CF_OK);
    cr_expect_eq(found, 5);
    cr_expect_eq(find(&map, 0, "a"), 5);
    cr_expect_eq(map.count, 1);
    cf_map_free(&map);
}

Test(map, the_empty_word_and_words_with_a_nul_are_words_too)
{
    cf_map map = { 0 };

    add(&map, 0, "", 1);
    cr_assert_eq(cf_map_add(&map, 0, "a\0b", 3, 2), CF_OK);
    add(&map, 0, "a", 3);
    cr_assert_eq(find(&map, 0, ""), 1);
    cr_assert_eq(cf_map_find(&map, 0, "a\0b", 3), 2);
    cr_assert_eq(cf_map_find(&map, 0, "a\0c", 3), -1);
    cr_assert_eq(find(&map, 0, "a"), 3);
    cf_map_free(&map);
}

Test(map, keeps_every_word_while_it_grows)
{
    enum { WORDS = 20000 };
    static char words[WORDS][16];
    cf_map map = { 0 };

    for (int i = 0; i < WORDS; i++) {
        snprintf(words[i], sizeof words[i], "w%d", i);
        cr_assert_eq(find(&map, 7, words[i]), -1);
        add(&map, 7, words[i], i);
    }
    for (int i = 0; i < WORDS; i++)
        cr_assert_eq(find(&map, 7, words[i]), i);
    cf_map_free(&map);
}
