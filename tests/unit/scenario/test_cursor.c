/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "scenario/cursor.h"

static cf_where place(const char *text, size_t from, size_t to, cf_arena *arena)
{
    cf_cursor cursor = { .text = NULL };
    cf_where where = { 0 };

    cf_cursor_start(&cursor, text, strlen(text));
    cr_assert_eq(cf_cursor_place(&cursor, &where, from, to, arena), CF_OK);
    return where;
}

Test(cursor, lines_and_columns_begin_at_one)
{
    cf_arena arena = { 0 };
    cf_where where = place("ab\ncd", 0, 1, &arena);

    cr_expect_eq(where.line, 1);
    cr_expect_eq(where.column, 1);
    where = place("ab\ncd", 4, 5, &arena);
    cr_expect_eq(where.line, 2);
    cr_expect_eq(where.column, 2);
    cr_expect_eq(where.length, 1);
    cr_expect_str_eq(where.source_line, "cd");
    cf_arena_free(&arena);
}

Test(cursor, columns_count_characters)
{
    cf_arena arena = { 0 };
    cf_where where = place("\xE2\x82\xAC\xC3\xBC = \xC3\xA4\xC3\xB6", 8, 12, &arena);

    cr_expect_eq(where.column, 6);
    cr_expect_eq(where.source_column, 6);
    cr_expect_eq(where.length, 2);
    cf_arena_free(&arena);
}

Test(cursor, a_line_ends_before_crlf)
{
    cf_arena arena = { 0 };
    cf_where where = place("ab\r\ncd\r\n", 4, 6, &arena);

    cr_expect_eq(where.line, 2);
    cr_expect_eq(where.column, 1);
    cr_expect_str_eq(where.source_line, "cd");
    cf_arena_free(&arena);
}

Test(cursor, a_source_line_is_safe_for_terminals)
{
    cf_arena arena = { 0 };
    cf_where where = place("\ta\x1B[31m b", 8, 9, &arena);

    cr_expect_str_eq(where.source_line, " a\xEF\xBF\xBD[31m b");
    cr_expect_eq(where.source_column, 9);
    cf_arena_free(&arena);
}

Test(cursor, a_long_line_is_cut_around_the_place)
{
    cf_arena arena = { 0 };
    char text[5001];
    cf_where where;

    memset(text, 'x', 5000);
    text[5000] = '\0';
    text[3000] = '!';
    where = place(text, 3000, 3500, &arena);
    cr_expect_eq(where.column, 3001);
    cr_expect_leq(strlen(where.source_line), 100);
    cr_expect_eq(where.source_line[where.source_column - 1], '!');
    cr_expect_leq((size_t)(where.source_column - 1 + where.length), strlen(where.source_line));
    cf_arena_free(&arena);
}

Test(cursor, a_place_past_the_end_is_a_place_still)
{
    cf_arena arena = { 0 };
    cf_where where = place("ab\n", 3, 3, &arena);

    cr_expect_eq(where.line, 2);
    cr_expect_eq(where.column, 1);
    cr_expect_eq(where.length, 1);
    cr_expect_str_eq(where.source_line, "");
    cf_arena_free(&arena);
}

Test(cursor, many_places_on_one_long_line_cost_one_walk)
{
    enum { SIZE = 20000000, PLACES = 20000 };
    char *text = malloc(SIZE);
    cf_arena arena = { 0 };
    cf_cursor cursor = { .text = NULL };
    cf_where where;

    cr_assert_not_null(text);
    memset(text, 'x', SIZE);
    cf_cursor_start(&cursor, text, SIZE);
    for (size_t i = 0; i < PLACES; i++) {
        size_t at = i * (SIZE / PLACES);

        cr_assert_eq(cf_cursor_place(&cursor, &where, at, at + 1, &arena), CF_OK);
        cr_assert_eq(where.column, (int)at + 1);
    }
    cf_arena_free(&arena);
    free(text);
}
