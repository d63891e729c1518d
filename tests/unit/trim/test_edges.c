/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trim/edges.h"
#include "unit/testlib.h"

static unsigned long state = 1;

static uint32_t below(uint32_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % limit;
}

static cf_edge_entry any_entry(uint32_t entities)
{
    cf_class class = (cf_class)below(CF_CLASS_COUNT);

    return (cf_edge_entry){ cf_entry_key(below(entities), below(entities), class, below(9) == 0),
                            (double)below(1000000) / 7.0 };
}

/* All edges of so many payments, sorted with so much memory; to be freed. */
static cf_edge_entry *sorted(size_t payments, size_t memory, uint32_t entities, size_t *count)
{
    cf_sorter sorter;
    cf_edges edges;
    cf_edge_reader reader;
    const cf_edge_entry *block;
    cf_edge_entry *all;
    size_t part = 1;

    state = 1;
    *count = 0;
    cf_sorter_begin(&sorter, memory, NULL);
    for (size_t i = 0; i < payments; i++)
        assert_ok(cf_sorter_add(&sorter, any_entry(entities)));
    assert_ok(cf_sorter_finish(&sorter, &edges));
    cf_sorter_free(&sorter);
    all = malloc((edges.count + 1) * sizeof *all);
    cr_assert_not_null(all);
    assert_ok(cf_edge_reader_begin(&reader, &edges, NULL));
    while (part > 0) {
        assert_ok(cf_edge_reader_next(&reader, &block, &part));
        if (part > 0)
            memcpy(all + *count, block, part * sizeof *all);
        *count += part;
    }
    cr_expect_eq(*count, edges.count);
    cf_edge_reader_end(&reader);
    cf_edges_free(&edges);
    return all;
}

Test(edges, a_key_holds_what_it_was_made_of)
{
    cf_edge_entry entry = { cf_entry_key(4000000000u, (1u << 29) - 1, CF_SERVICE, false), 1.0 };

    cr_expect_eq(cf_entry_payer(entry), 4000000000u);
    cr_expect_eq(cf_entry_payee(entry), (1u << 29) - 1);
    cr_expect_eq((int)cf_entry_class(entry), (int)CF_SERVICE);
    cr_expect_not(cf_entry_open(entry));
}

Test(edges, equal_keys_are_added_up_in_order)
{
    size_t count;
    cf_edge_entry *edges = sorted(20000, (size_t)1 << 30, 20, &count);
    double total = 0.0, expected = 0.0;

    state = 1;
    for (int i = 0; i < 20000; i++)
        expected += any_entry(20).amount;
    for (size_t i = 0; i < count; i++) {
        cr_assert(i == 0 || edges[i - 1].key < edges[i].key);
        total += edges[i].amount;
    }
    expect_near(total, expected);
    free(edges);
}

/* 300,000 payments with room for 2,048 are 147 runs: more than are merged at once. */
Test(edges, memory_does_not_change_a_byte)
{
    static const size_t memories[] = { 0, (size_t)1 << 20 };
    size_t count, other;
    cf_edge_entry *edges = sorted(300000, (size_t)1 << 30, 300, &count);

    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        cf_edge_entry *again = sorted(300000, memories[i], 300, &other);

        cr_expect_eq(count, other);
        cr_expect_eq(memcmp(edges, again, count * sizeof *edges), 0, "%zu bytes", memories[i]);
        free(again);
    }
    free(edges);
}

Test(edges, none_is_an_end_at_once)
{
    size_t count;
    cf_edge_entry *edges = sorted(0, 0, 1, &count);

    cr_expect_eq(count, 0);
    free(edges);
}

Test(edges, a_folder_for_temporary_files_that_is_not_there_is_told)
{
    cf_sorter sorter;
    cf_diags *diags = NULL;
    cf_status status = CF_OK;

    assert_ok(cf_diags_new(&diags));
    setenv("TMPDIR", "/nowhere", 1);
    cf_sorter_begin(&sorter, 0, diags);
    for (int i = 0; i < 5000 && status == CF_OK; i++)
        status = cf_sorter_add(&sorter, any_entry(9));
    cr_expect_eq((int)status, (int)CF_IO);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, (int)CF_CODE_NO_TEMPORARY);
    cf_sorter_free(&sorter);
    cf_diags_free(diags);
}
