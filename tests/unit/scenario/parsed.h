/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_SCENARIO_PARSED_H
#define CIRCFIN_UNIT_SCENARIO_PARSED_H

/* What the tests of reading share: a text that was read, and the problems it had. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/scenario.h"

typedef struct parsed {
    cf_status status;
    cf_scenario *scenario;
    cf_diags *diags;
} parsed;

static inline parsed parse_bytes(const char *text, size_t size)
{
    parsed result = { 0 };

    cr_assert_eq(cf_diags_new(&result.diags), CF_OK);
    result.status = cf_scenario_parse(&result.scenario, text, size, "test.json", result.diags);
    cr_assert_eq(result.scenario != NULL, result.status == CF_OK);
    cr_assert_eq(cf_diags_total(result.diags, CF_ERROR) == 0, result.status == CF_OK);
    return result;
}

/** Reads a whole text, with ' for ". */
static inline parsed parse(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    parsed result;

    strcpy(copy, text);
    for (char *c = copy; *c != '\0'; c++)
        *c = *c == '\'' ? '"' : *c;
    result = parse_bytes(copy, strlen(copy));
    free(copy);
    return result;
}

static inline void free_parsed(parsed *result)
{
    cf_scenario_free(result->scenario);
    cf_diags_free(result->diags);
}

#define HEAD "{'schema': 'circfin.scenario/1', 'name': 'T', 'currency': 'USD', "
#define ENTITIES "'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}], "
#define DEALS(list) HEAD ENTITIES "'deals': [" list "]}"

/* Deals from a to b, b to c, and c to a, with further keys. */
#define INVESTMENT(id, more)                                                                       \
    "{'id': '" id "', 'relation': 'investor', 'payer': 'a', 'payee': 'b'" more "}"
#define PURCHASE(id, more)                                                                         \
    "{'id': '" id "', 'relation': 'customer', 'payer': 'b', 'payee': 'c'" more "}"
#define SUPPLY(id, more)                                                                           \
    "{'id': '" id "', 'relation': 'supplier', 'payer': 'c', 'payee': 'a'" more "}"

static inline bool has_problem(const parsed *result, int code, const char *pointer)
{
    for (int i = 0; i < cf_diags_count(result->diags); i++) {
        const cf_diag *diag = cf_diags_at(result->diags, i);

        if (diag->code == code && diag->where.pointer != NULL &&
            strcmp(diag->where.pointer, pointer) == 0)
            return true;
    }
    return false;
}

/** Expects exactly these problems: "CF204 /deals/0/amount, CF302 /deals/1/payer". */
static inline void expect_problems(const char *text, const char *expected)
{
    parsed result = parse(text);
    char found[2000] = "";

    for (int i = 0; i < cf_diags_count(result.diags); i++) {
        const cf_diag *diag = cf_diags_at(result.diags, i);
        size_t used = strlen(found);

        snprintf(found + used, sizeof found - used, "%sCF%d %s", used > 0 ? ", " : "", diag->code,
                 diag->where.pointer == NULL ? "-" : diag->where.pointer);
    }
    cr_expect_str_eq(found, expected, "%s\n  has the problems  %s\n  but should have   %s", text,
                     found, expected);
    free_parsed(&result);
}

/** Expects one problem, with this message and hint (NULL: none). */
static inline void expect_message(const char *text, const char *message, const char *hint)
{
    parsed result = parse(text);
    const cf_diag *diag;

    cr_assert_eq(cf_diags_count(result.diags), 1, "%s has %d problems", text,
                 cf_diags_count(result.diags));
    diag = cf_diags_at(result.diags, 0);
    cr_expect_str_eq(diag->message, message);
    cr_expect_eq(diag->hint == NULL, hint == NULL);
    if (hint != NULL && diag->hint != NULL)
        cr_expect_str_eq(diag->hint, hint);
    free_parsed(&result);
}

/** A scenario without problems; to be freed. */
static inline cf_scenario *good(const char *text)
{
    parsed result = parse(text);

    cr_assert_eq(result.status, CF_OK, "%s", text);
    cr_assert_eq(cf_diags_count(result.diags), 0, "%s: %s", text,
                 cf_diags_count(result.diags) > 0 ? cf_diags_at(result.diags, 0)->message : "");
    cf_diags_free(result.diags);
    return result.scenario;
}

static inline cf_day day_of(const char *text)
{
    cf_day day;

    cr_assert(cf_day_parse(&day, text, CF_FIRST_DAY));
    return day;
}

#endif
