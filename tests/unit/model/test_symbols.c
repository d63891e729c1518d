/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"
#include "unit/testlib.h"

static cf_arena arena;

static cf_symbols with_ids(const char *const *ids, size_t count)
{
    cf_symbols symbols = { .arena = &arena };

    for (size_t i = 0; i < count; i++)
        assert_ok(cf_symbols_reserve(&symbols, ids[i]));
    return symbols;
}

Test(model_symbols, ids_stay_where_mathprog_takes_them)
{
    static const char *const ids[] = { "a", "it's", "x[1,2]", " ", "\xC3\xBC", "end", ".x" };
    cf_symbols symbols = with_ids(ids, sizeof ids / sizeof *ids);

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        cr_expect_str_eq(cf_symbols_for(&symbols, ids[i], true), ids[i]);
    cr_expect_eq(symbols.made.count, 0);
    cf_symbols_free(&symbols);
    cf_arena_free(&arena);
}

Test(model_symbols, others_get_one_that_nothing_else_has)
{
    static const char *const ids[] = { ".", ".~1", "a\nb", "a_b", "a_b~1", "a.tied" };
    cf_symbols symbols = with_ids(ids, sizeof ids / sizeof *ids);

    cr_expect_str_eq(cf_symbols_for(&symbols, ".", true), ".~2");
    cr_expect_str_eq(cf_symbols_for(&symbols, ".", true), ".~3"); /* an entity, then a deal */
    cr_expect_str_eq(cf_symbols_for(&symbols, "a\nb", true), "a_b~2");
    cr_expect_str_eq(cf_symbols_for(&symbols, "a.tied", false),
                     "a.tied~1"); /* a deal is called so */
    cr_expect_str_eq(cf_symbols_for(&symbols, "b.tied", false), "b.tied");
    cr_expect_str_eq(cf_symbols_for(&symbols, "b.tied", false), "b.tied~1");
    cr_expect_eq(symbols.made.count, 5);
    cf_symbols_free(&symbols);
    cf_arena_free(&arena);
}

Test(model_symbols, long_ids_are_cut_between_characters)
{
    char id[101] = "", kept[64];
    cf_symbols symbols = { .arena = &arena };
    const char *symbol;

    for (int i = 0; i < 33; i++)
        strcat(id, "\xE4\xB8\xAD"); /* three bytes each */
    symbol = cf_symbols_for(&symbols, id, true);
    snprintf(kept, sizeof kept, "%.48s~1", id);
    cr_expect_str_eq(symbol, kept);
    cr_expect_str_eq(cf_symbols_for(&symbols, "\xFF\n.", true), "__.~1");
    cf_symbols_free(&symbols);
    cf_arena_free(&arena);
}

static void expect_put(const char *symbol, const char *expected)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    cf_symbol_put(out, symbol);
    fclose(out);
    cr_expect_str_eq(text, expected);
    free(text);
}

Test(model_symbols, stand_in_quotes_where_they_need_them)
{
    expect_put("nvidia-openai_1.0", "nvidia-openai_1.0");
    expect_put("12", "'12'");
    expect_put("-a", "'-a'");
    expect_put("a b", "'a b'");
    expect_put("it's", "'it''s'");
    expect_put("\xC3\xBC", "'\xC3\xBC'");
}

static void expect_split(const cf_symbols *symbols, const char *text, const char *name,
                         const char *index)
{
    const char *told_name, *told_index;

    assert_ok(cf_symbols_split(&arena, &symbols->changed, symbols->made.at, text, &told_name,
                               &told_index));
    cr_expect_str_eq(told_name, name);
    cr_expect_str_eq(told_index, index);
}

Test(model_symbols, come_back_as_ids_out_of_a_name)
{
    static const char *const ids[] = { "a b", "it's" };
    cf_symbols symbols = with_ids(ids, 2);
    char cut[300] = "x['", long_id[300] = "";

    cr_assert_str_eq(cf_symbols_for(&symbols, ".", true), ".~1");
    expect_split(&symbols, "x", "x", "");
    expect_split(&symbols, "x[a]", "x", "a");
    expect_split(&symbols, "x[a,12,'b c']", "x", "a,12,b c");
    expect_split(&symbols, "x['it''s','a,b]','']", "x", "it's,a,b],");
    expect_split(&symbols, "x['.~1',a]", "x", ".,a");
    /* GLPK cuts names of more than 255 bytes */
    expect_split(&symbols, "x[a,'b...", "x", "a,'b...");
    memset(cut + 3, 'n', 249);
    strcpy(cut + 252, "...");
    strcpy(long_id, cut + 2);
    expect_split(&symbols, cut, "x", long_id);
    cf_symbols_free(&symbols);
    cf_arena_free(&arena);
}
