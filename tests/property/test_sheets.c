/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario that was written as spreadsheets, or as JSON, and is read back is the same one. */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/sheets.h"
#include "property/random_scenario.h"

struct bench {
    char folder[64], json[80];
};

static struct bench bench_new(void)
{
    struct bench bench = { .folder = "/tmp/circfin-sheets-XXXXXX" };

    cr_assert_not_null(mkdtemp(bench.folder));
    snprintf(bench.json, sizeof bench.json, "%s/x.json", bench.folder);
    return bench;
}

static void bench_free(const struct bench *bench)
{
    static const char *const names[] = { "deals.csv", "entities.csv", "scenario.csv", "x.json" };
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, names[i]);
        unlink(path);
    }
    cr_expect_eq(rmdir(bench->folder), 0, "something else was left behind");
}

/* The canonical form, to be freed: all that a scenario says, in one order. */
static char *dump(const struct bench *bench, const cf_scenario *scenario)
{
    FILE *in;
    char *text = NULL;
    size_t size = 0;

    cr_assert_eq((int)cf_scenario_write(scenario, bench->json, NULL), (int)CF_OK);
    in = fopen(bench->json, "r");
    cr_assert_not_null(in);
    cr_assert_geq(getdelim(&text, &size, '\0', in), 0);
    fclose(in);
    return text;
}

static const char *first_problem(const cf_diags *diags)
{
    return cf_diags_count(diags) == 0 ? "" : cf_diags_at(diags, 0)->message;
}

static cf_scenario *read_back(const struct bench *bench, bool from_sheets, const char *what)
{
    cf_sheets sheets = { .deals = bench->folder };
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    cr_assert_eq((int)cf_diags_new(&diags), (int)CF_OK);
    status = from_sheets ? cf_sheets_read(&scenario, &sheets, diags)
                         : cf_scenario_read(&scenario, bench->json, diags);
    cr_assert_eq((int)status, (int)CF_OK, "%s: %s", what, first_problem(diags));
    cf_diags_free(diags);
    return scenario;
}

/* Ids and figures that the dump shows only by rounding or not at all do not exist; what it cannot
 * show is whether an amount is a range. */
static void expect_same(const struct bench *bench, const cf_scenario *scenario, bool from_sheets,
                        const char *before, const char *what)
{
    cf_scenario *again = read_back(bench, from_sheets, what);
    char *after = dump(bench, again);

    cr_expect_str_eq(after, before, "%s is another scenario", what);
    for (int i = 0; i < scenario->deal_count && i < again->deal_count; i++)
        cr_expect_eq(again->deals[i].has_range, scenario->deals[i].has_range);
    free(after);
    cf_scenario_free(again);
}

static void expect_return(const struct bench *bench, const cf_scenario *scenario, const char *what)
{
    char *before = dump(bench, scenario);

    expect_same(bench, scenario, false, before, what);
    cr_assert_eq((int)cf_sheets_write(scenario, bench->folder, NULL), (int)CF_OK);
    expect_same(bench, scenario, true, before, what);
    free(before);
}

/* ---- random ones ---- */

Test(sheets, random_scenarios_return)
{
    struct bench bench = bench_new();
    random_variation plain = { 0 };

    for (unsigned seed = 1; seed <= 400 / CIRCFIN_SEED_SHARE; seed++) {
        random_scenario scenario;
        cf_scenario *read = NULL;
        char *text, what[32];

        random_scenario_make(&scenario, seed);
        text = random_scenario_text(&scenario, &plain);
        snprintf(what, sizeof what, "seed %u", seed);
        cr_assert_eq((int)cf_scenario_parse(&read, text, strlen(text), what, NULL), (int)CF_OK);
        expect_return(&bench, read, what);
        cf_scenario_free(read);
        free(text);
    }
    bench_free(&bench);
}

/* ---- those of the repository ---- */

static int read_all(const struct bench *bench, const char *pattern)
{
    glob_t files;
    int count = 0;

    cr_assert_eq(glob(pattern, 0, NULL, &files), 0, "%s", pattern);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        cf_scenario *scenario = NULL;

        if (cf_scenario_read(&scenario, files.gl_pathv[i], NULL) != CF_OK)
            continue;
        scenario->shock_count = 0; /* which spreadsheets do not carry */
        expect_return(bench, scenario, files.gl_pathv[i]);
        cf_scenario_free(scenario);
        count++;
    }
    globfree(&files);
    return count;
}

Test(sheets, all_scenarios_of_the_repository_return)
{
    struct bench bench = bench_new();

    cr_expect_gt(read_all(&bench, CIRCFIN_SOURCE "/data/*.json"), 0);
    cr_expect_gt(read_all(&bench, CIRCFIN_SOURCE "/data/*/*.json"), 20);
    cr_expect_gt(read_all(&bench, CIRCFIN_SOURCE "/tests/golden/cli/*/*.json"), 0);
    bench_free(&bench);
}

/* ---- hostile texts ---- */

/* Pieces of JSON texts, so escapes are those of JSON. */
static const char *const pieces[] = { "=1+1", "+",      "-5",      "@sum",    "\\t",  "'",    "''",
                                      "\\\"", "\\\\",   ";",       "=",       ",",    " ",    "\\n",
                                      "\\r",  "\\r\\n", "ü",       "宇宙",    "😀",    "2025", "|",
                                      "true", "x",      "\\u0001", "\\u00a0", "sep=;" };

enum { PIECES = sizeof pieces / sizeof *pieces };

static unsigned next(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A text of up to four pieces; ids have no controls, and a number at the end that is theirs. */
static void hostile(char out[static 128], unsigned *state, int id)
{
    out[0] = '\0';
    for (unsigned n = next(state) % 5; n > 0; n--) {
        const char *piece = pieces[next(state) % PIECES];

        if (id < 0 || (piece[0] != '\\' || strchr("\"\\", piece[1]) != NULL))
            strcat(out, piece);
    }
    if (id >= 0)
        snprintf(out + strlen(out), 16, "%d", id);
    if (id >= 0 && next(state) % 2 == 0)
        strcat(out, " ");
}

static void put_texts(FILE *out, unsigned *state, const char *const *keys)
{
    char text[128];

    for (; *keys != NULL; keys++) {
        hostile(text, state, -1);
        if (next(state) % 4 != 0)
            fprintf(out, ", \"%s\": \"%s\"", *keys, text);
    }
}

static void put_sources(FILE *out, unsigned *state)
{
    static const char *const keys[] = { "publisher", "date", "url", NULL };
    char text[128];

    fputs(", \"sources\": [", out);
    for (unsigned n = next(state) % 4, i = 0; i < n; i++) {
        hostile(text, state, -1);
        fprintf(out, "%s{\"title\": \"%s\"", i == 0 ? "" : ", ", text);
        put_texts(out, state, keys);
        fputs("}", out);
    }
    fputs("]", out);
}

static void put_entity(FILE *out, unsigned *state, char id[static 128], int number)
{
    static const char *const keys[] = { "name", "sector", "note", NULL };

    hostile(id, state, number);
    fprintf(out, "%s{\"id\": \"%s\"", number == 0 ? "" : ",\n", id);
    put_texts(out, state, keys);
    if (next(state) % 3 == 0)
        fputs(", \"outside_funds\": {\"low\": 0, \"high\": 1e-7}, \"revenue\": {\"amount\": "
              "{\"low\": 1, \"high\": 2}}",
              out);
    put_sources(out, state);
    fputs("}", out);
}

static void put_deals(FILE *out, unsigned *state, char ids[4][128], char entities[3][128])
{
    static const char *const keys[] = { "instrument", "note", NULL };

    for (int i = 0; i < 4; i++) {
        hostile(ids[i], state, i);
        fprintf(out,
                "%s{\"id\": \"%s\", \"relation\": \"%s\", \"payer\": \"%s\", \"payee\": \"%s\"",
                i == 0 ? "" : ",\n", ids[i], i == 3 ? "investor" : "customer",
                entities[i == 3 ? 2 : 0], entities[i == 3 ? 0 : 1]);
        put_texts(out, state, keys);
        put_sources(out, state);
        if (i == 2)
            fprintf(out, ", \"amount\": {\"share\": 0.1, \"of\": [\"%s\", \"%s\"]}", ids[1],
                    ids[0]);
        if (i == 3)
            fprintf(out,
                    ", \"amount\": 1e18, \"earmark\": [\"%s\", \"%s\"], \"part_of\": \"%s\", "
                    "\"supersedes\": [\"%s\"]",
                    ids[0], ids[1], ids[2], ids[1]);
        fputs("}", out);
    }
}

static char *hostile_scenario(unsigned seed)
{
    unsigned state = seed;
    char entities[3][128], deals[4][128], name[128], *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    hostile(name, &state, -1);
    fprintf(
        out,
        "{\"schema\": \"circfin.scenario/1\", \"name\": \"%s\", \"description\": \"%s\", "
        "\"currency\": \"USD\", \"unit\": \"million\", \"fx\": {\"EUR\": 1.08, \"JPY\": 0.007}, "
        "\"as_of\": \"2026\",\n\"entities\": [",
        name, name);
    for (int i = 0; i < 3; i++)
        put_entity(out, &state, entities[i], i);
    fputs("],\n\"deals\": [", out);
    put_deals(out, &state, deals, entities);
    fputs("]}", out);
    fclose(out);
    return text;
}

Test(sheets, texts_that_a_spreadsheet_would_run_or_cut_return)
{
    struct bench bench = bench_new();

    for (unsigned seed = 1; seed <= 400 / CIRCFIN_SEED_SHARE; seed++) {
        cf_scenario *scenario = NULL;
        cf_diags *diags = NULL;
        char *text = hostile_scenario(seed), what[32];

        snprintf(what, sizeof what, "hostile seed %u", seed);
        cr_assert_eq((int)cf_diags_new(&diags), (int)CF_OK);
        cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), what, diags), (int)CF_OK,
                     "%s: %s\n%s", what, first_problem(diags), text);
        expect_return(&bench, scenario, what);
        cf_scenario_free(scenario);
        cf_diags_free(diags);
        free(text);
    }
    bench_free(&bench);
}
