/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trim/peel.h"
#include "unit/testlib.h"

/* Edges such as "ab bc ca": entities are letters from a on, and sorted. */
static cf_edges edges_from(const char *text)
{
    cf_edges edges = { .file = { .descriptor = -1 } };
    cf_sorter sorter;

    cf_sorter_begin(&sorter, 0, NULL);
    for (; *text != '\0'; text += text[2] == ' ' ? 3 : 2)
        assert_ok(cf_sorter_add(
            &sorter, (cf_edge_entry){ cf_entry_key((uint32_t)(text[0] - 'a'),
                                                   (uint32_t)(text[1] - 'a'), false, false),
                                      1.0 }));
    assert_ok(cf_sorter_finish(&sorter, &edges));
    cf_sorter_free(&sorter);
    return edges;
}

/* Whether these are kept, as letters, and so many dropped in each round: "1+2 0+1". */
static void expect_peeled(const char *text, size_t entities, size_t memory, const char *kept,
                          const char *rounds)
{
    cf_edges edges = edges_from(text);
    cf_peeled peeled;
    char letters[32] = "", dropped[64] = "";
    size_t used = 0;

    assert_ok(cf_peel(&peeled, &edges, entities, memory, NULL, NULL));
    for (size_t v = 0; v < entities; v++)
        if (peeled.kept[v])
            letters[used++] = (char)('a' + v);
    letters[used] = '\0';
    used = 0;
    for (int i = 0; i < peeled.rounds.count; i++)
        used +=
            (size_t)snprintf(dropped + used, sizeof dropped - used, "%s%zu+%zu", i > 0 ? " " : "",
                             peeled.rounds.at[i].no_way_in, peeled.rounds.at[i].no_way_out);
    cr_expect_str_eq(letters, kept, "%s: %s are kept, not %s", text, letters, kept);
    cr_expect_str_eq(dropped, rounds, "%s: rounds are %s, not %s", text, dropped, rounds);
    cf_peeled_free(&peeled);
    cf_edges_free(&edges);
}

/* By passes, in memory, and first by passes and then in memory: the same. */
static void expect_rounds(const char *text, size_t entities, const char *kept, const char *rounds)
{
    expect_peeled(text, entities, 0, kept, rounds);
    expect_peeled(text, entities, 1 << 20, kept, rounds);
    for (size_t memory = 100; memory < 400; memory += 20)
        expect_peeled(text, entities, memory, kept, rounds);
}

Test(peel, loops_and_what_lies_between_them_are_kept)
{
    expect_rounds("ab ba bc cd de ed", 5, "abcde", "");
}

Test(peel, tails_are_dropped_round_by_round)
{
    expect_rounds("ab bc ca cd de ef gh ha", 8, "abc", "1+1 1+1 0+1");
}

Test(peel, one_that_has_neither_has_no_way_in)
{
    expect_rounds("ab ba", 3, "ab", "1+0");
}

Test(peel, a_file_without_a_loop_is_dropped_whole)
{
    expect_rounds("ab bc cd", 4, "", "1+1 1+1");
    expect_rounds("", 0, "", "");
}

Test(peel, passes_and_lists_drop_the_same_in_random_graphs)
{
    unsigned long state = 7;

    for (int run = 0; run < 200; run++) {
        char text[100] = "", kept[32] = "", rounds[64] = "";
        size_t used = 0;
        cf_edges edges;
        cf_peeled peeled;

        for (int i = 0; i < 20; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            used += (size_t)snprintf(text + used, sizeof text - used, "%c%c ",
                                     (char)('a' + (state >> 33) % 16),
                                     (char)('a' + (state >> 43) % 16));
        }
        edges = edges_from(text);
        assert_ok(cf_peel(&peeled, &edges, 16, 1 << 20, NULL, NULL));
        used = 0;
        for (size_t v = 0; v < 16; v++)
            if (peeled.kept[v])
                kept[used++] = (char)('a' + v);
        used = 0;
        for (int i = 0; i < peeled.rounds.count; i++)
            used +=
                (size_t)snprintf(rounds + used, sizeof rounds - used, "%s%zu+%zu", i > 0 ? " " : "",
                                 peeled.rounds.at[i].no_way_in, peeled.rounds.at[i].no_way_out);
        expect_peeled(text, 16, 0, kept, rounds);
        cf_peeled_free(&peeled);
        cf_edges_free(&edges);
    }
}
