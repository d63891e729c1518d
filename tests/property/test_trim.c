/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the core of random payments says is what the whole says, wherever src/trim/README.md claims
 * so; and what its manifest counts is so. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/analysis.h"
#include "circfin/shards.h"
#include "circfin/trim.h"

enum { SEEDS = 800 / CIRCFIN_SEED_SHARE, MOST_PAYMENTS = 60 };

static const char payees_left_out[] = "(payees left out)";

/* ---- random payments ---- */

static unsigned long state;

static unsigned below(unsigned limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % limit;
}

/* Whole numbers, so that some balances are even; fractions; and some on very different scales. */
static double any_amount(void)
{
    switch (below(4)) {
    case 0:
        return 1.0 + below(9);
    case 1:
        return (1.0 + below(9999)) / 100.0;
    case 2:
        return pow(10.0, (double)below(9) - 3.0) * (1.0 + below(7));
    default:
        return (1.0 + below(1000000)) / 7.0;
    }
}

/* Mostly forwards, so that there are tails before and behind the loops. */
static void put_payment(FILE *out, int number, unsigned entities)
{
    static const char *const relations[] = { "investor", "customer", "supplier" };
    unsigned payer = below(entities), payee = below(entities);

    if (payer > payee && below(3) > 0) {
        unsigned swap = payer;

        payer = payee;
        payee = swap;
    }
    if (payer == payee)
        payee = (payee + 1) % entities;
    fprintf(out, "p%d,%s,e%u,e%u,", number, relations[below(3)], payer, payee);
    if (below(12) > 0)
        fprintf(out, "%.17g", below(30) == 0 ? 0.0 : any_amount());
    fputc('\n', out);
}

/* ---- the two sides ---- */

struct pair {
    char folder[64], file[80], core_folder[80];
    cf_scenario *scenarios[2]; /* whole, core */
    cf_report *score[2], *loops[2];
    json_t *manifest;
};

enum { WHOLE, CORE };

static void write_payments(const struct pair *pair)
{
    FILE *out = fopen(pair->file, "w");
    unsigned entities = 3 + below(14);
    int payments = (int)below(MOST_PAYMENTS);

    cr_assert_not_null(out);
    fputs("id,relation,payer,payee,amount\n", out);
    for (int i = 0; i < payments; i++)
        put_payment(out, i, entities);
    fclose(out);
}

static cf_scenario *load(const char *file, const char *const *options)
{
    cf_scenario *scenario = NULL;

    cr_assert_eq((int)cf_scenario_load(&scenario, file, options, NULL), (int)CF_OK);
    return scenario;
}

static cf_report *analyse(const cf_scenario *scenario, const char *analysis,
                          const char *const *options)
{
    cf_report *report = NULL;

    cr_assert_eq((int)cf_scenario_analyse(&report, scenario, analysis, options, NULL), (int)CF_OK);
    return report;
}

static void trim(const struct pair *pair)
{
    static const cf_param params[] = { { "currency", "USD" } };
    cf_input input;
    cf_trim_summary summary;
    cf_trim_request request = { .file = pair->file, .input = &input, .memory = 1 << 20 };

    cr_assert_eq((int)cf_input_choose(&input, (cf_params){ params, 1 }, NULL), (int)CF_OK);
    cr_assert_eq((int)cf_trim(&summary, &request, pair->core_folder, NULL), (int)CF_OK);
    cf_input_free(&input);
}

static struct pair pair_of(unsigned seed)
{
    static const char *const currency[] = { "currency=USD", NULL };
    static const char *const every[] = { "kind=all", "top=all", "limit=3000", NULL };
    struct pair pair = { .folder = "/tmp/circfin-trim-XXXXXX" };
    char path[128];

    state = seed * 2654435761u + 12345u;
    cr_assert_not_null(mkdtemp(pair.folder));
    snprintf(pair.file, sizeof pair.file, "%s/p.csv", pair.folder);
    snprintf(pair.core_folder, sizeof pair.core_folder, "%s/core", pair.folder);
    write_payments(&pair);
    trim(&pair);
    pair.scenarios[WHOLE] = load(pair.file, currency);
    pair.scenarios[CORE] = load(pair.core_folder, NULL);
    for (int side = WHOLE; side <= CORE; side++) {
        pair.score[side] = analyse(pair.scenarios[side], "score", NULL);
        pair.loops[side] = analyse(pair.scenarios[side], "loops", every);
    }
    snprintf(path, sizeof path, "%s/manifest.json", pair.core_folder);
    pair.manifest = json_load_file(path, 0, NULL);
    cr_assert_not_null(pair.manifest);
    return pair;
}

static void pair_free(struct pair *pair)
{
    static const char *const names[] = {
        "core/deals.csv", "core/entities.csv", "core/scenario.csv", "core/manifest.json", "core",
        "p.csv"
    };
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", pair->folder, names[i]);
        cr_expect_eq(remove(path), 0);
    }
    cr_expect_eq(rmdir(pair->folder), 0, "something else was left behind");
    for (int side = WHOLE; side <= CORE; side++) {
        cf_report_free(pair->score[side]);
        cf_report_free(pair->loops[side]);
        cf_scenario_free(pair->scenarios[side]);
    }
    json_decref(pair->manifest);
}

/* ---- comparing ---- */

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fmax(1.0, fmax(fabs(a), fabs(b)));
}

static bool has_texts(const cf_table *table, long row, const char *const *keys,
                      const char *const *texts)
{
    for (int i = 0; keys[i] != NULL; i++) {
        const char *text = cf_table_text(table, row, keys[i]);

        if (text == NULL ? texts[i] != NULL : texts[i] == NULL || strcmp(text, texts[i]) != 0)
            return false;
    }
    return true;
}

/* The row of a table with the same texts as a row of another one, or -1. */
static long same_row(const cf_table *of, const cf_table *like, long row, const char *const *keys)
{
    const char *texts[4];

    for (int i = 0; keys[i] != NULL; i++)
        texts[i] = cf_table_text(like, row, keys[i]);
    for (long r = 0; r < cf_table_row_count(of); r++)
        if (has_texts(of, r, keys, texts))
            return r;
    return -1;
}

static void expect_numbers(const cf_table *whole, long row, const cf_table *core, long other,
                           unsigned seed)
{
    for (int c = 0; c < cf_table_column_count(whole); c++) {
        const cf_column *column = cf_table_column(whole, c);
        double a = cf_table_number(whole, row, column->name);
        double b = cf_table_number(core, other, column->name);

        if (cf_kind_is_text(column->kind) || strcmp(column->name, "rank") == 0 ||
            strncmp(column->name, "payers_hhi", strlen("payers_hhi")) == 0)
            continue; /* the last: of a core, whoever is left out is one payer */
        cr_expect(is_same(a, b),
                  "seed %u: %s, row %ld: %s is %.17g in the whole, %.17g in the core", seed,
                  cf_table_name(whole), row, column->name, a, b);
    }
}

static bool is_kept(const struct pair *pair, const char *id)
{
    return cf_scenario_find_entity(pair->scenarios[CORE], id) >= 0;
}

/* Every row of the whole is one of the core, with the same numbers; and there are no more. */
static void expect_same_table(cf_report *const reports[2], const char *name,
                              const char *const *keys, unsigned seed)
{
    const cf_table *whole = cf_report_find_table(reports[WHOLE], name);
    const cf_table *core = cf_report_find_table(reports[CORE], name);

    cr_expect_eq(cf_table_row_count(whole), cf_table_row_count(core), "seed %u: %s: %ld and %ld",
                 seed, name, cf_table_row_count(whole), cf_table_row_count(core));
    for (long row = 0; row < cf_table_row_count(whole); row++) {
        long other = same_row(core, whole, row, keys);

        cr_assert_geq(other, 0, "seed %u: the core has no row %ld of %s", seed, row, name);
        expect_numbers(whole, row, core, other, seed);
    }
}

/* A supplier that is not in the core has nothing that comes back. */
static void expect_suppliers(const struct pair *pair, unsigned seed)
{
    static const char *const keys[] = { "entity", NULL };
    static const char *const zero[] = { "reachable",    "loopback_min",      "loopback_pro_rata",
                                        "loopback_max", "loopback_max_open", NULL };
    const cf_table *whole = cf_report_find_table(pair->score[WHOLE], "suppliers");
    const cf_table *core = cf_report_find_table(pair->score[CORE], "suppliers");
    long found = 0;

    for (long row = 0; row < cf_table_row_count(whole); row++) {
        long other = same_row(core, whole, row, keys);

        if (other >= 0) {
            expect_numbers(whole, row, core, other, seed);
            found++;
            continue;
        }
        cr_expect_not(is_kept(pair, cf_table_text(whole, row, "entity")));
        for (int i = 0; zero[i] != NULL; i++)
            cr_expect_eq(cf_table_number(whole, row, zero[i]), 0.0, "seed %u: %s", seed, zero[i]);
    }
    cr_expect_eq(found, cf_table_row_count(core), "seed %u: the core has more suppliers", seed);
}

/* Rests of who is kept, and of all others together; cross between those who are kept. */
static void expect_some(const struct pair *pair, const char *name, const char *const *keys,
                        bool adds_up, unsigned seed)
{
    const cf_table *whole = cf_report_find_table(pair->score[WHOLE], name);
    const cf_table *core = cf_report_find_table(pair->score[CORE], name);

    for (long row = 0; row < cf_table_row_count(whole); row++) {
        const char *from = cf_table_text(whole, row, keys[0]);
        const char *to = cf_table_text(whole, row, keys[1]);
        long other = same_row(core, whole, row, keys);

        if (!is_kept(pair, from) || (to != NULL && !is_kept(pair, to)))
            continue;
        cr_assert_geq(other, 0, "seed %u: the core has no row %ld of %s", seed, row, name);
        expect_numbers(whole, row, core, other, seed);
    }
    for (long row = 0; adds_up && row < cf_table_row_count(core); row++) {
        const char *from = cf_table_text(core, row, keys[0]),
                   *to = cf_table_text(core, row, keys[1]);
        double left = cf_table_number(core, row, "amount");

        if (to == NULL || strcmp(to, payees_left_out) != 0)
            continue;
        for (long r = 0; r < cf_table_row_count(whole); r++) {
            const char *entity = cf_table_text(whole, r, keys[1]);

            if (strcmp(cf_table_text(whole, r, keys[0]), from) == 0 && entity != NULL &&
                !is_kept(pair, entity))
                left -= cf_table_number(whole, r, "amount");
        }
        cr_expect(fabs(left) <= 1e-12 * cf_report_number(pair->score[WHOLE], "gross"),
                  "seed %u: rests of %s left out differ by %g", seed, from, left);
    }
}

static void expect_balances(const struct pair *pair, unsigned seed)
{
    static const char *const keys[] = { "entity", NULL };
    const cf_table *whole = cf_report_find_table(pair->score[WHOLE], "entities");
    const cf_table *core = cf_report_find_table(pair->score[CORE], "entities");

    for (long row = 0; row < cf_table_row_count(core); row++) {
        long other = same_row(whole, core, row, keys);

        if (other >= 0)
            expect_numbers(whole, other, core, row, seed);
        else
            cr_expect_eq(cf_table_text(core, row, "entity")[0], '(');
    }
}

/* ---- figures and the manifest ---- */

static double throughflow_of(const cf_report *score)
{
    const cf_table *entities = cf_report_find_table(score, "entities");
    double sum = 0.0;

    for (long row = 0; row < cf_table_row_count(entities); row++)
        sum +=
            cf_table_number(entities, row, "in") + cf_table_number(entities, row, "outside_funds");
    return sum;
}

static double counted(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void expect_figures(const struct pair *pair, unsigned seed)
{
    static const char *const same[] = { "gross",           "capital",         "trade",
                                        "funding_gap",     "circulation_max", "net",
                                        "circularity_max", "circularity_bff", NULL };
    double scored = throughflow_of(pair->score[CORE]), all = throughflow_of(pair->score[WHOLE]);
    double finn = cf_report_number(pair->score[CORE], "finn_cycling_index") * scored / all;

    for (int i = 0; same[i] != NULL; i++)
        cr_expect(is_same(cf_report_number(pair->score[WHOLE], same[i]),
                          cf_report_number(pair->score[CORE], same[i])),
                  "seed %u: %s", seed, same[i]);
    cr_expect(is_same(cf_report_number(pair->score[WHOLE], "finn_cycling_index"), finn),
              "seed %u: finn", seed);
}

/* With its manifest, the core gives every figure of the whole. */
static void expect_merged(const struct pair *pair, unsigned seed)
{
    cf_request request = { .scenario = NULL, .view = cf_view_options_of(CF_VIEW_BASE) };
    cf_shards *shards = NULL;
    cf_report *merged = NULL;

    cr_assert_eq((int)cf_shards_open(&shards, pair->core_folder, NULL), (int)CF_OK);
    cr_assert_eq((int)cf_shards_score(&merged, shards, &request, NULL), (int)CF_OK);
    for (int i = 0; i < cf_report_figure_count(pair->score[WHOLE]); i++) {
        const char *name = cf_report_figure(pair->score[WHOLE], i)->name;

        cr_expect(
            is_same(cf_report_number(pair->score[WHOLE], name), cf_report_number(merged, name)),
            "seed %u: %s of the shards", seed, name);
    }
    cr_expect_eq(cf_table_row_count(cf_report_find_table(merged, "suppliers")),
                 cf_table_row_count(cf_report_find_table(pair->score[CORE], "suppliers")));
    cf_report_free(merged);
    cf_shards_free(shards);
}

static void expect_manifest(const struct pair *pair, unsigned seed)
{
    const json_t *whole = json_object_get(pair->manifest, "whole");
    const json_t *rest = json_object_get(pair->manifest, "rest");
    const json_t *shard = json_array_get(json_object_get(pair->manifest, "shards"), 0);
    const json_t *scored = json_object_get(shard, "scenario");
    double entities = 0.0;
    const double pairs[][2] = {
        { counted(whole, "gross"), cf_report_number(pair->score[WHOLE], "gross") },
        { counted(whole, "throughflow"), throughflow_of(pair->score[WHOLE]) },
        { counted(whole, "outside_funds"), cf_report_number(pair->score[WHOLE], "funds_assumed") },
        { counted(whole, "suppliers"),
          (double)cf_table_row_count(cf_report_find_table(pair->score[WHOLE], "suppliers")) },
        { counted(whole, "gross"), counted(rest, "inside") + counted(shard, "inside") +
                                       counted(rest, "out") + counted(shard, "out") },
        { counted(rest, "in"), counted(shard, "out") },
        { counted(rest, "out"), counted(shard, "in") },
        { counted(whole, "throughflow"),
          counted(rest, "throughflow") + counted(shard, "throughflow") },
        { counted(scored, "gross"), cf_report_number(pair->score[CORE], "gross") },
        { counted(scored, "deals"), cf_report_number(pair->score[CORE], "deals") },
        { counted(scored, "entities"), cf_report_number(pair->score[CORE], "entities") },
        { counted(scored, "throughflow"), throughflow_of(pair->score[CORE]) },
        { counted(whole, "entities"), counted(rest, "entities") + counted(shard, "entities") },
    };
    size_t round;
    json_t *dropped;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        cr_expect(is_same(pairs[i][0], pairs[i][1]), "seed %u: sum %zu: %.17g and %.17g", seed, i,
                  pairs[i][0], pairs[i][1]);
    json_array_foreach(json_object_get(pair->manifest, "dropped"), round, dropped) entities +=
        counted(dropped, "no_way_in") + counted(dropped, "no_way_out");
    cr_expect_eq(entities, counted(rest, "entities"), "seed %u: rounds", seed);
}

/* ---- the tests ---- */

static void expect_pair(const struct pair *pair, unsigned seed)
{
    static const char *const routes[] = { "supplier", "investee", "last_payer", NULL };
    static const char *const pairs[] = { "supplier", "customer", NULL };
    static const char *const rests[] = { "supplier", "entity", NULL };
    static const char *const cross[] = { "from", "to", NULL };
    static const char *const loops[] = { "path", "classes", NULL };

    expect_suppliers(pair, seed);
    expect_balances(pair, seed);
    expect_figures(pair, seed);
    expect_manifest(pair, seed);
    expect_merged(pair, seed);
    expect_same_table(pair->score, "routes", routes, seed);
    expect_same_table(pair->score, "pairs", pairs, seed);
    expect_some(pair, "rests", rests, true, seed);
    expect_some(pair, "cross", cross, false, seed);
    if (cf_report_number(pair->loops[WHOLE], "complete") == 1.0)
        expect_same_table(pair->loops, "loops", loops, seed);
}

Test(trim, what_the_core_says_is_what_the_whole_says, .timeout = 600)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct pair pair = pair_of(seed);

        expect_pair(&pair, seed);
        pair_free(&pair);
    }
}
