/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the problems that are told: some of each kind, and kinds of every code. */
#include "cli/problem_choice.h"

#include <stdlib.h>
#include <string.h>

/* 20 different messages of one kind are told where nothing else is wrong. */
enum { MOST_OF_KIND = 21, FEW_OF_KIND = 3, CODES = 1000 };

/* More warnings of one kind than this are many, and only the first few are told; of notes the
 * first.
 */
enum { MANY_WARNINGS = 5, MANY_NOTES = 2 };

/* What has been seen of a kind. */
struct kind {
    int turns; /* different messages */
    int place; /* among the kinds of its code */
    const char *messages[MOST_OF_KIND];
};

struct candidate {
    int index; /* of the problem */
    int turn;  /* of its message among those of its kind */
    int place; /* of its kind among those of its code */
    cf_severity severity;
};

struct choice {
    const cf_diags *diags;
    struct kind *kinds;
    struct candidate *candidates;
    int count;
    int kinds_of_code[CODES];
};

static int kind_count(const cf_diags *diags)
{
    int count = 0;

    for (int i = 0; i < cf_diags_count(diags); i++)
        if (cf_diags_at(diags, i)->kind >= count)
            count = cf_diags_at(diags, i)->kind + 1;
    return count;
}

static bool is_new(const struct kind *kind, const char *message)
{
    for (int i = 0; i < kind->turns; i++)
        if (strcmp(kind->messages[i], message) == 0)
            return false;
    return kind->turns < MOST_OF_KIND;
}

static void add_candidate(struct choice *choice, int index)
{
    const cf_diag *diag = cf_diags_at(choice->diags, index);
    struct kind *kind = &choice->kinds[diag->kind];

    if (!is_new(kind, diag->message))
        return;
    if (kind->turns == 0)
        kind->place = choice->kinds_of_code[diag->code % CODES]++;
    kind->messages[kind->turns] = diag->message;
    choice->candidates[choice->count++] =
        (struct candidate){ index, kind->turns++, kind->place, diag->severity };
}

static int by_number(int a, int b)
{
    return (a > b) - (a < b);
}

static int in_turn(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = by_number((int)a->severity, (int)b->severity);

    if (order == 0)
        order = by_number(a->turn, b->turn);
    if (order == 0)
        order = by_number(a->place, b->place);
    return order != 0 ? order : by_number(a->index, b->index);
}

/* How many of the kind of a candidate are told. */
static int most_of_kind(const struct choice *choice, int candidate, int most)
{
    const cf_diag *diag = cf_diags_at(choice->diags, choice->candidates[candidate].index);
    int turns = choice->kinds[diag->kind].turns;

    if (diag->severity == CF_NOTE && turns > MANY_NOTES)
        return 1;
    if (choice->count > most || (diag->severity == CF_WARNING && turns > MANY_WARNINGS))
        return FEW_OF_KIND;
    return MOST_OF_KIND;
}

cf_status cli_problem_choose(bool *shown, const cf_diags *diags, cf_severity least, int most)
{
    size_t count = (size_t)cf_diags_count(diags);
    struct choice choice = { .diags = diags,
                             .kinds = calloc((size_t)kind_count(diags) + 1, sizeof(struct kind)),
                             .candidates = calloc(count + 1, sizeof(struct candidate)) };
    bool good = choice.kinds != NULL && choice.candidates != NULL;

    for (int i = 0; i < (int)count && good; i++)
        if (cf_diags_at(diags, i)->severity <= least)
            add_candidate(&choice, i);
    if (good)
        qsort(choice.candidates, (size_t)choice.count, sizeof *choice.candidates, in_turn);
    for (int i = 0, left = most; i < choice.count && left > 0 && good; i++) {
        if (choice.candidates[i].turn >= most_of_kind(&choice, i, most))
            continue;
        shown[choice.candidates[i].index] = true;
        left--;
    }
    free(choice.kinds);
    free(choice.candidates);
    return good ? CF_OK : CF_NO_MEMORY;
}
