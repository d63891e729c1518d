/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "property/asking.h"

enum { SEEDS = 2400 / CIRCFIN_SEED_SHARE };

const random_variation plainly = { 0 };

void open_asking(struct asking *out, unsigned seed, const random_variation *variation)
{
    static const char *const kinds[] = { "year", "quarter", "month", "year" };
    static const char *const carries[] = { "auto", "all", "none", "auto", "auto" };
    char *text;

    random_scenario_make(&out->random, seed);
    out->random.joint_count = 0;
    text = random_scenario_text(&out->random, variation);
    if (getenv("CIRCFIN_SEED") != NULL)
        fputs(text, stderr);
    cr_assert_eq((int)cf_scenario_parse(&out->scenario, text, strlen(text), "seed.json", NULL),
                 (int)CF_OK, "seed %u is refused", seed);
    out->options = random_scenario_view(&out->random, variation, out->ids, out->joint);
    out->kind = kinds[seed / 3 % 4];
    out->carry = carries[seed / 7 % 5];
    free(text);
}

void close_asking(struct asking *asking)
{
    cf_scenario_free(asking->scenario);
}

cf_report *run(const struct asking *asking, const char *analysis)
{
    const cf_param params[] = { { "period", asking->kind }, { "carry", asking->carry } };
    const cf_param all_rows = { .name = "all-rows" };
    bool is_score = strcmp(analysis, "score") == 0;
    cf_request request = { .scenario = asking->scenario,
                           .view = asking->options,
                           .params = is_score ? &all_rows : params,
                           .param_count = is_score ? 1 : 2 };
    cf_report *report = NULL;

    cr_assert_eq((int)cf_analysis_run(&report, cf_analysis_find(analysis), &request, NULL),
                 (int)CF_OK, "seed %u: %s", asking->random.seed, analysis);
    return report;
}

void for_seeds(unsigned first, void (*law)(unsigned seed))
{
    const char *only = getenv("CIRCFIN_SEED"), *count = getenv("CIRCFIN_SEEDS");
    unsigned past = count == NULL ? SEEDS : (unsigned)strtoul(count, NULL, 10);

    if (only != NULL) {
        law((unsigned)strtoul(only, NULL, 10));
        return;
    }
    for (unsigned seed = first; seed < past; seed += 2)
        law(seed);
}

double number(const cf_table *table, long row, const char *column)
{
    return cf_table_number(table, row, column);
}

bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The row of a supplier (and a period, or NULL for any), or -1. */
long find_row(const cf_table *table, const char *supplier, const char *period)
{
    for (long row = 0; row < cf_table_row_count(table); row++) {
        if (strcmp(cf_table_text(table, row, "supplier"), supplier) == 0 &&
            (period == NULL || same_text(cf_table_text(table, row, "period"), period)))
            return row;
    }
    return -1;
}
