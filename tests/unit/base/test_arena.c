/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

Test(arena, memory_is_zeroed_and_aligned_for_any_type)
{
    cf_arena arena = { 0 };

    for (size_t size = 1; size < 100; size++) {
        unsigned char *memory = cf_arena_new(&arena, 3, size);

        cr_assert_not_null(memory);
        cr_assert_eq((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < 3 * size; i++)
            cr_assert_eq(memory[i], 0);
        memset(memory, 0xFF, 3 * size);
    }
    cf_arena_free(&arena);
}

Test(arena, an_object_larger_than_a_block_leaves_earlier_ones_alone)
{
    cf_arena arena = { 0 };
    char *small = cf_arena_copy(&arena, "small", 5);
    char *large = cf_arena_new(&arena, 1, 1000000);

    cr_assert_not_null(large);
    memset(large, 'x', 1000000);
    cr_assert_str_eq(small, "small");
    cf_arena_free(&arena);
}

Test(arena, what_is_made_after_a_clearing_is_zero_again)
{
    cf_arena arena = { 0 };

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 5000; i++) {
            unsigned char *memory = cf_arena_new(&arena, 1, 40);

            for (int k = 0; k < 40; k++)
                cr_assert_eq(memory[k], 0);
            memset(memory, 0xFF, 40);
            cr_assert_str_eq(cf_arena_copy(&arena, "text", 4), "text");
        }
        cf_arena_clear(&arena);
    }
    cf_arena_free(&arena);
    cf_arena_clear(&arena);
}

Test(arena, an_object_where_a_text_was_before_the_clearing_is_zero)
{
    enum { SIZE = 12000 };
    cf_arena arena = { 0 };
    char text[SIZE];
    unsigned char *memory;

    memset(text, 'x', SIZE);
    cr_assert_not_null(cf_arena_copy(&arena, text, SIZE));
    cf_arena_clear(&arena);
    memory = cf_arena_new(&arena, SIZE, 1);
    for (int i = 0; i < SIZE; i++)
        cr_assert_eq(memory[i], 0);
    cf_arena_free(&arena);
}

Test(arena, texts_and_objects_leave_each_other_alone)
{
    enum { COUNT = 3000 };
    static char *texts[COUNT];
    static int *numbers[COUNT];
    cf_arena arena = { 0 };

    for (int i = 0; i < COUNT; i++) {
        char text[16];

        snprintf(text, sizeof text, "%d", i);
        texts[i] = cf_arena_copy(&arena, text, strlen(text));
        numbers[i] = cf_arena_new(&arena, (size_t)i % 50 + 1, sizeof(int));
        for (int k = 0; k <= i % 50; k++)
            numbers[i][k] = i;
    }
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(atoi(texts[i]), i);
        for (int k = 0; k <= i % 50; k++)
            cr_assert_eq(numbers[i][k], i);
    }
    cf_arena_free(&arena);
}

Test(arena, nothing_is_a_valid_object)
{
    cf_arena arena = { 0 };

    cr_assert_not_null(cf_arena_new(&arena, 0, sizeof(int)));
    cr_assert_not_null(cf_arena_new(&arena, 5, 0));
    cf_arena_free(&arena);
}

Test(arena, a_size_that_overflows_is_refused)
{
    cf_arena arena = { 0 };

    cr_assert_null(cf_arena_new(&arena, SIZE_MAX / 2, 4));
    cr_assert_null(cf_arena_new(&arena, SIZE_MAX, 1));
    cf_arena_free(&arena);
}

Test(arena, a_copy_ends_with_a_nul)
{
    cf_arena arena = { 0 };

    cr_assert_str_eq(cf_arena_copy(&arena, "loop-back", 4), "loop");
    cr_assert_str_eq(cf_arena_copy(&arena, "", 0), "");
    cf_arena_free(&arena);
}

static const char *format(cf_arena *arena, const char *text, ...)
{
    va_list args;
    const char *result;

    va_start(args, text);
    result = cf_arena_format(arena, text, args);
    va_end(args);
    return result;
}

Test(arena, formats_as_printf_does)
{
    cf_arena arena = { 0 };

    cr_assert_str_eq(format(&arena, "%s of %d", "one", 3), "one of 3");
    cf_arena_free(&arena);
}

Test(arena, is_empty_and_usable_after_it_was_freed)
{
    cf_arena arena = { 0 };

    cf_arena_free(&arena);
    cr_assert_not_null(cf_arena_new(&arena, 1, 1));
    cf_arena_free(&arena);
    cr_assert_null(arena.last);
}

static void fill(cf_arena *arena, char letter, int count, const char **texts)
{
    char text[3000];

    memset(text, letter, sizeof text);
    for (int i = 0; i < count; i++) {
        texts[i] = cf_arena_copy(arena, text, (size_t)(1 + i * 23));
        cr_assert_not_null(texts[i]);
    }
}

/* Every letter and length is still there. */
static void expect_filled(const char *const *texts, char letter, int count)
{
    for (int i = 0; i < count; i++) {
        cr_expect_eq(strlen(texts[i]), (size_t)(1 + i * 23));
        cr_expect_eq(strspn(texts[i], (char[]){ letter, '\0' }), strlen(texts[i]));
    }
}

Test(arena, takes_all_objects_of_another)
{
    enum { COUNT = 120 };
    const char *own[COUNT], *others[COUNT], *more[COUNT];
    cf_arena arena = { 0 }, other = { 0 }, empty = { 0 };

    fill(&other, 'o', COUNT, others);
    cf_arena_adopt(&empty, &other);
    cr_expect_null(other.last);
    fill(&arena, 'a', COUNT, own);
    cf_arena_adopt(&arena, &empty);
    cf_arena_adopt(&arena, &other); /* nothing */
    fill(&arena, 'm', COUNT, more);
    fill(&other, 'x', 1, (const char *[1]){ NULL }); /* usable again */
    cf_arena_free(&other);
    expect_filled(own, 'a', COUNT);
    expect_filled(others, 'o', COUNT);
    expect_filled(more, 'm', COUNT);
    cf_arena_free(&arena);
}
