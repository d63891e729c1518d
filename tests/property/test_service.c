/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of debt service (repayments and interest) on random scenarios. As in test_laws.c,
 * CIRCFIN_SEED=17 runs one seed, and CIRCFIN_SEEDS=100000 more than usual. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "circfin/circfin.h"
#include "property/outcome.h"
#include "property/random_scenario.h"

enum { SEEDS = 1200 / CIRCFIN_SEED_SHARE };

static void for_seeds(void (*law)(unsigned seed))
{
    const char *only = getenv("CIRCFIN_SEED"), *count = getenv("CIRCFIN_SEEDS");
    unsigned past = count == NULL ? SEEDS : (unsigned)strtoul(count, NULL, 10);

    if (only != NULL) {
        law((unsigned)strtoul(only, NULL, 10));
        return;
    }
    for (unsigned seed = 0; seed < past; seed++)
        law(seed);
}

/* ---- reading and measuring ---- */

static cf_scenario *scenario_of(const random_scenario *random)
{
    static const random_variation plainly = { 0 };
    char *text = random_scenario_text(random, &plainly);
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;

    cr_assert_eq((int)cf_diags_new(&diags), (int)CF_OK);
    cr_assert_eq((int)cf_scenario_parse(&scenario, text, strlen(text), "seed.json", diags),
                 (int)CF_OK, "seed %u is refused: %s", random->seed,
                 cf_diags_count(diags) > 0 ? cf_diags_at(diags, 0)->message : "");
    cf_diags_free(diags);
    free(text);
    return scenario;
}

/* A result, and what it is of. */
struct result {
    cf_scenario *scenario;
    cf_report *report;
};

static void release(struct result *result)
{
    cf_report_free(result->report);
    cf_scenario_free(result->scenario);
}

static struct result run(const random_scenario *random, const char *analysis, cf_param param)
{
    struct result result = { .scenario = scenario_of(random) };
    cf_request request = {
        .scenario = result.scenario, .view = random->view, .params = &param, .param_count = 1
    };

    cr_assert_eq((int)cf_analysis_run(&result.report, cf_analysis_find(analysis), &request, NULL),
                 (int)CF_OK, "seed %u, %s", random->seed, analysis);
    return result;
}

static outcome score(const random_scenario *random)
{
    struct result result = run(random, "score", (cf_param){ .name = "all-rows" });
    outcome figures = outcome_of(result.report);

    release(&result);
    return figures;
}

static struct result loops(const random_scenario *random, const char *kind)
{
    random_scenario of = *random;

    of.view.origin_all = false;
    return run(&of, "loops", (cf_param){ .name = "kind", .value = kind });
}

/* ---- repayments and interest are alike ---- */

static void exchange(random_scenario *random)
{
    for (int i = 0; i < random->deal_count; i++) {
        cf_relation *relation = &random->deals[i].relation;

        *relation = *relation == CF_REPAYMENT  ? CF_INTEREST
                    : *relation == CF_INTEREST ? CF_REPAYMENT
                                               : *relation;
    }
}

/* The table of deals names the relation. */
static void exchange_words(char *out, size_t size, const char *name)
{
    static const char *const words[] = { " repayment ", " interest " };

    snprintf(out, size, "%s", name);
    for (int w = 0; w < 2; w++) {
        const char *at = strstr(name, words[w]);

        if (at != NULL)
            snprintf(out, size, "%.*s%s%s", (int)(at - name), name, words[1 - w],
                     at + strlen(words[w]));
    }
}

static void expect_same_figures(const random_scenario *a, const random_scenario *b)
{
    outcome one = score(a), other = score(b);

    cr_assert_eq(one.count, other.count, "seed %u", a->seed);
    for (int i = 0; i < one.count; i++) {
        char name[160];
        double here = one.entries[i].value, there;

        exchange_words(name, sizeof name, one.entries[i].name);
        there = outcome_at(&other, name);
        cr_assert((isnan(here) && isnan(there)) || fabs(here - there) <= 1e-9 * fabs(here),
                  "seed %u: %s is %.17g, then %.17g", a->seed, name, here, there);
    }
    outcome_free(&one);
    outcome_free(&other);
}

static void expect_same_loops(const random_scenario *a, const random_scenario *b)
{
    static const char *const texts[] = { "kind", "path", "classes", "deals" };
    struct result one = loops(a, "all"), other = loops(b, "all");
    const cf_table *list = cf_report_find_table(one.report, "loops");
    const cf_table *again = cf_report_find_table(other.report, "loops");

    cr_assert_eq(cf_table_row_count(list), cf_table_row_count(again), "seed %u", a->seed);
    for (long row = 0; row < cf_table_row_count(list); row++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            cr_assert_str_eq(cf_table_text(list, row, texts[t]),
                             cf_table_text(again, row, texts[t]), "seed %u", a->seed);
    release(&one);
    release(&other);
}

static void which_of_the_two_changes_nothing(unsigned seed)
{
    random_scenario one, other;

    random_scenario_make(&one, seed);
    other = one;
    exchange(&other);
    expect_same_figures(&one, &other);
    if (seed % 4 == 0)
        expect_same_loops(&one, &other);
}

Test(service, repayment_or_interest_changes_nothing)
{
    for_seeds(which_of_the_two_changes_nothing);
}

/* ---- without trade nobody is paid back by sales ---- */

static void drop_trade(random_scenario *random)
{
    for (int i = 0; i < random->deal_count; i++) {
        if (cf_relation_class(random->deals[i].relation) == CF_TRADE)
            random->deals[i].relation = i % 2 == 0 ? CF_REPAYMENT : CF_INTEREST;
        random->deals[i].earmark.count = 0;
    }
}

static void expect_nothing(const outcome *figures, const char *table, const char *column,
                           unsigned seed)
{
    double sum = outcome_sum(figures, table, "", column);

    cr_assert(!(fabs(sum) > 0), "seed %u: %s has %s %.17g", seed, table, column, sum);
}

static void service_makes_no_supplier(unsigned seed)
{
    random_scenario random;
    struct result financing;
    outcome figures;

    random_scenario_make(&random, seed);
    drop_trade(&random);
    figures = score(&random);
    cr_assert(!(outcome_at(&figures, "figures trade") > 0), "seed %u has trade", seed);
    cr_assert(fabs(outcome_at(&figures, "figures gross") - outcome_at(&figures, "figures capital") -
                   outcome_at(&figures, "figures service")) <=
                  1e-12 * outcome_at(&figures, "figures gross"),
              "seed %u: gross is more than its parts", seed);
    expect_nothing(&figures, "suppliers", "loopback_max_open", seed);
    expect_nothing(&figures, "suppliers", "revenue", seed);
    expect_nothing(&figures, "pairs", "trade", seed);
    expect_nothing(&figures, "concentration", "amount", seed);
    outcome_free(&figures);
    financing = loops(&random, "financing");
    cr_assert(!(cf_report_number(financing.report, "found") > 0), "seed %u has a financing loop",
              seed);
    release(&financing);
}

Test(service, capital_and_service_alone_have_no_supplier)
{
    for_seeds(service_makes_no_supplier);
}

/* ---- it dilutes as any other payment does ---- */

/* Somebody pays 7 to a bank that does nothing else. */
static bool add_payment(random_scenario *random, cf_relation relation)
{
    random_deal *deal = &random->deals[random->deal_count];

    if (random->deal_count == MOST_DEALS || random->entity_count == MOST_ENTITIES)
        return false;
    random->entities[random->entity_count] = (random_entity){ .group = -1 };
    *deal = (random_deal){ .payer = (int)(random->seed % (unsigned)random->entity_count),
                           .payee = random->entity_count++,
                           .relation = relation,
                           .quantified = true,
                           .amount = { -1, 7, -1 },
                           .part_of = -1,
                           .announced = -1,
                           .start = -1,
                           .end = -1,
                           .cancelled = -1,
                           .status = CF_COMPLETED,
                           .basis = CF_REPORTED,
                           .probability = -1 };
    random->deal_count++;
    return true;
}

static void service_dilutes_as_purchases_do(unsigned seed)
{
    static const char *const columns[] = { "loopback_min", "loopback_pro_rata", "loopback_max",
                                           "loopback_max_open", "invested" };
    random_scenario bought, served;
    outcome one, other;

    random_scenario_make(&bought, seed);
    bought.view.origin_all = false; /* else a purchase of a supplier would be followed */
    served = bought;
    if (!add_payment(&bought, CF_CUSTOMER) || !add_payment(&served, CF_INTEREST))
        return;
    one = score(&bought);
    other = score(&served);
    for (int i = 0; i < one.count; i++) {
        const char *name = one.entries[i].name, *column = strrchr(name, ' ');
        double difference = fabs(one.entries[i].value - outcome_at(&other, name));

        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
            cr_assert(strncmp(name, "suppliers ", 10) != 0 || strcmp(column + 1, columns[c]) != 0 ||
                          !(difference > 1e-9 * outcome_at(&one, "figures gross")),
                      "seed %u: %s differs by %.17g", seed, name, difference);
    }
    outcome_free(&one);
    outcome_free(&other);
}

Test(service, it_dilutes_as_a_purchase_from_outside_does)
{
    for_seeds(service_dilutes_as_purchases_do);
}
