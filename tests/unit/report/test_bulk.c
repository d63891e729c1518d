/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "circfin/report.h"
#include "unit/testlib.h"

static const cf_column columns[] = { { "entity", CF_ENTITY }, { "amount", CF_MONEY } };

static cf_table *table_of(long rows)
{
    static const char *const names[] = { "lab", "cloud", "" };
    cf_table *table = NULL;

    assert_ok(cf_table_new(&table, "t", columns, 2));
    for (long i = 0; i < rows; i++) {
        cf_cell row[] = { i % 4 == 3 ? cf_cell_null() : cf_cell_text(names[i % 4]),
                          i % 5 == 4 ? cf_cell_null() : cf_cell_number((double)i) };

        assert_ok(cf_table_add(table, row));
    }
    return table;
}

Test(bulk, numbers_are_those_of_the_cells_and_null_is_nan)
{
    cf_table *table = table_of(10);
    double numbers[10];

    cf_table_numbers(numbers, table, 1);
    for (int i = 0; i < 10; i++)
        cr_expect(i % 5 == 4 ? isnan(numbers[i]) : is_near(numbers[i], i));
    cf_table_numbers(numbers, table, 0);
    for (int i = 0; i < 10; i++)
        cr_expect(isnan(numbers[i]), "a text is no number");
    cf_table_free(table);
}

Test(bulk, each_text_is_there_once_in_the_order_of_its_first_row)
{
    cf_table *table = table_of(9);
    cf_text_codes codes;
    const int expected[] = { 0, 1, 2, -1, 0, 1, 2, -1, 0 };

    assert_ok(cf_table_text_codes(&codes, table, 0));
    cr_expect_eq(codes.count, 3);
    cr_expect_eq(codes.size, sizeof "lab" + sizeof "cloud" + sizeof "");
    cr_expect_eq(memcmp(codes.texts, "lab\0cloud\0", codes.size), 0);
    cr_expect_eq(memcmp(codes.codes, expected, sizeof expected), 0);
    cf_text_codes_free(&codes);
    assert_ok(cf_table_text_codes(&codes, table, 1));
    cr_expect_eq(codes.count, 0);
    cr_expect_eq(codes.codes[0], -1);
    cf_text_codes_free(&codes);
    cf_text_codes_free(NULL);
    cf_table_free(table);
}

Test(bulk, equal_texts_at_other_addresses_are_one)
{
    cf_table *table = NULL;
    char texts[200][8];
    cf_text_codes codes;

    assert_ok(cf_table_new(&table, "t", columns, 2));
    for (int i = 0; i < 200; i++) {
        snprintf(texts[i], sizeof texts[i], "e%d", i % 100);
        assert_ok(cf_table_add(table, (cf_cell[]){ cf_cell_text(texts[i]), cf_cell_null() }));
    }
    assert_ok(cf_table_text_codes(&codes, table, 0));
    cr_expect_eq(codes.count, 100);
    for (int i = 0; i < 200; i++)
        cr_expect_eq(codes.codes[i], i % 100);
    cf_text_codes_free(&codes);
    cf_table_free(table);
}

Test(bulk, nothing_is_left_where_memory_runs_out)
{
    cf_table *table = table_of(9);
    cf_text_codes codes;
    cf_status status = CF_NO_MEMORY;

    for (int n = 0; status != CF_OK; n++) {
        allow_allocations(n);
        status = cf_table_text_codes(&codes, table, 0);
        if (status != CF_OK) {
            cr_expect_null(codes.codes);
            cr_expect_eq(stop_counting_allocations(), 0);
        }
    }
    cf_text_codes_free(&codes);
    cr_expect_eq(stop_counting_allocations(), 0);
    cf_table_free(table);
}
