/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found with hashes is what comparing each with each finds. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "circfin/scenario.h"

enum { RUNS = 400, MOST_NAMES = 24, MOST_ROWS = 40, SIZE = 20000 };

static unsigned state;

static unsigned below(unsigned limit)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

/* ---- names ---- */

/* A few pieces, so that many are alike. */
static void random_name(char *out)
{
    static const char *const heads[] = { "Open",   "open", "Nvidia", "Alpha",   "\xC3\x89toile",
                                         "etoile", "x1",   "X 1",    "The Bank" };
    static const char *const joints[] = { "", " ", "-", ".", "  ", "/" };
    static const char *const middles[] = { "", "AI", "ai", "Co", "12", "1" };
    static const char *const ends[] = { "",      " Inc.", ", Ltd",  " GmbH & Co. KG", " S. A.",
                                        " Corp", "Inc",   " Group", " Cloud" };

    sprintf(out, "%s%s%s%s", heads[below(9)], joints[below(6)], middles[below(6)], ends[below(9)]);
}

static bool is_alike(const char *a, const char *b)
{
    const cf_stem left[] = { cf_fold_whole(a), cf_fold_stem(a) };
    const cf_stem right[] = { cf_fold_whole(b), cf_fold_stem(b) };

    for (int i = 0; i < 4; i++)
        if (cf_fold_is_alike(left[i / 2], right[i % 2]))
            return true;
    return false;
}

struct names {
    int count;
    char ids[MOST_NAMES][80], names[MOST_NAMES][80];
};

static bool are_alike(const struct names *all, int a, int b)
{
    return is_alike(all->ids[a], all->ids[b]) || is_alike(all->ids[a], all->names[b]) ||
           is_alike(all->names[a], all->ids[b]) || is_alike(all->names[a], all->names[b]);
}

static bool has_id(const struct names *all, const char *id)
{
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->ids[i], id) == 0)
            return true;
    return false;
}

static void fill_names(struct names *all)
{
    all->count = 0;
    for (unsigned i = 0, count = 2 + below(MOST_NAMES - 2); i < count; i++) {
        random_name(all->ids[all->count]);
        random_name(all->names[all->count]);
        all->count += !has_id(all, all->ids[all->count]);
    }
}

static int entity_of(const char *pointer)
{
    return atoi(pointer + strlen("/entities/"));
}

static void expect_pairs(const struct names *all, const cf_diags *diags)
{
    bool told[MOST_NAMES] = { false };

    for (int i = 0; i < cf_diags_count(diags); i++) {
        const cf_diag *diag = cf_diags_at(diags, i);
        int late, early;

        if (diag->code != CF_CODE_ALIKE && diag->code != CF_CODE_LEGAL_FORM)
            continue;
        late = entity_of(diag->where.pointer);
        early = entity_of(diag->other.pointer);
        cr_expect_lt(early, late);
        cr_expect(are_alike(all, late, early), "%s and %s", all->ids[late], all->ids[early]);
        told[late] = told[early] = true;
    }
    for (int a = 0; a < all->count; a++)
        for (int b = 0; b < all->count; b++)
            if (a != b && are_alike(all, a, b))
                cr_expect(told[a] && told[b], "seed %u: %s (%s) and %s (%s)", state, all->ids[a],
                          all->names[a], all->ids[b], all->names[b]);
}

static cf_diags *read_text(const char *text)
{
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    cr_assert_eq(cf_scenario_parse(&scenario, text, strlen(text), "x.json", diags), CF_OK, "%s",
                 cf_diags_text(diags));
    cf_scenario_free(scenario);
    return diags;
}

static const char head[] = "{\"schema\": \"circfin.scenario/1\", \"name\": \"T\", \"currency\": "
                           "\"USD\", \"entities\": [";

Test(doubts, every_name_that_is_alike_to_another_is_told)
{
    static char text[SIZE];
    struct names all;

    for (unsigned run = 0; run < RUNS; run++) {
        size_t used;
        cf_diags *diags;

        state = run;
        fill_names(&all);
        used = (size_t)sprintf(text, "%s", head);
        for (int i = 0; i < all.count; i++)
            used += (size_t)sprintf(text + used, "%s\n{\"id\": \"%s\", \"name\": \"%s\"}",
                                    i > 0 ? "," : "", all.ids[i], all.names[i]);
        sprintf(text + used, "], \"deals\": []}");
        diags = read_text(text);
        expect_pairs(&all, diags);
        cf_diags_free(diags);
    }
}

/* ---- deals ---- */

struct row {
    unsigned payer, payee, relation, amount, day, end, instrument;
    int part_of;
};

static unsigned class_of(const struct row *row)
{
    return row->relation == 0;
}

static bool is_twin(const struct row *rows, int a, int b)
{
    const struct row *x = &rows[a], *y = &rows[b];

    return x->payer == y->payer && x->payee == y->payee && class_of(x) == class_of(y) &&
           x->amount == y->amount && x->day == y->day && x->end == y->end &&
           (x->day > 0 || x->end > 0 || x->instrument == y->instrument) && x->part_of != b &&
           y->part_of != a;
}

static size_t put_row(char *out, const struct row *row, int index)
{
    static const char *const relations[] = { "investor", "customer", "supplier" };
    size_t used = (size_t)sprintf(
        out,
        "%s\n{\"id\": \"d%d\", \"relation\": \"%s\", \"payer\": \"e%u\", \"payee\": \"e%u\", "
        "\"amount\": %u, \"instrument\": \"i%u\"",
        index > 0 ? "," : "", index, relations[row->relation], row->payer, row->payee,
        row->amount + 1, row->instrument);

    if (row->day > 0)
        used += (size_t)sprintf(out + used, ", \"announced\": \"2025-0%u-01\"", row->day);
    if (row->end > 0)
        used += (size_t)sprintf(out + used, ", \"end\": \"202%u\"", 5 + row->end);
    if (row->part_of >= 0)
        used += (size_t)sprintf(out + used, ", \"part_of\": \"d%d\"", row->part_of);
    return used + (size_t)sprintf(out + used, "}");
}

static struct row random_row(int index)
{
    struct row row = { below(3), below(2),
                       below(3), below(2),
                       below(3), below(2),
                       below(2), index > 0 && below(6) == 0 ? (int)below((unsigned)index) : -1 };

    row.payee = (row.payer + 1 + row.payee) % 3;
    return row;
}

Test(doubts, every_deal_that_is_there_before_is_told)
{
    static char text[SIZE];
    struct row rows[MOST_ROWS];

    for (unsigned run = 0; run < RUNS; run++) {
        int count;
        size_t used;
        cf_diags *diags;
        bool told[MOST_ROWS] = { false };

        state = run;
        count = 2 + (int)below(MOST_ROWS - 2);
        used = (size_t)sprintf(text,
                               "%s{\"id\": \"e0\"}, {\"id\": \"e1\"}, {\"id\": \"e2\"}], "
                               "\"deals\": [",
                               head);
        for (int i = 0; i < count; i++) {
            rows[i] = random_row(i);
            used += put_row(text + used, &rows[i], i);
        }
        sprintf(text + used, "]}");
        diags = read_text(text);
        for (int i = 0; i < cf_diags_count(diags); i++)
            if (cf_diags_at(diags, i)->code == CF_CODE_DEAL_TWICE)
                told[atoi(cf_diags_at(diags, i)->where.pointer + strlen("/deals/"))] = true;
        for (int late = 0; late < count; late++) {
            bool expected = false;

            for (int early = 0; early < late; early++)
                expected = expected || is_twin(rows, late, early);
            cr_expect_eq(told[late], expected, "run %u, deal %d", run, late);
        }
        cf_diags_free(diags);
    }
}
