/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds of defaults: who cannot pay although all others do, who cannot once these fall short, and
 * so on. L. Eisenberg, T. H. Noe (2001), https://doi.org/10.1287/mnsc.47.2.236.9835, with the costs
 * of L. C. G. Rogers, L. A. M. Veraart (2013), https://doi.org/10.1287/mnsc.1120.1569.
 *
 * Everything begins with all paid and only falls, and never below the greatest solution: whoever
 * fails while others are thought to pay more fails all the more in the end.
 */
#include "circfin/clearing.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "clearing/build.h"

/* ---- the workbench ---- */

static void count_by(int *start, const cf_clearing *clearing, bool payer)
{
    for (int d = 0; d < clearing->due_count; d++)
        start[(payer ? clearing->dues[d].payer : clearing->dues[d].payee) + 1]++;
    for (int u = 0; u < clearing->entity_count; u++)
        start[u + 1] += start[u];
}

/* Counting sort; afterwards start[u] is where those of u begin. */
static void list_by(int *list, int *start, const cf_clearing *clearing, bool payer)
{
    count_by(start, clearing, payer);
    for (int d = clearing->due_count - 1; d >= 0; d--) {
        int at = payer ? clearing->dues[d].payer : clearing->dues[d].payee;

        list[--start[at + 1]] = d;
    }
    for (int u = 0; u < clearing->entity_count; u++)
        start[u] = start[u + 1];
    start[clearing->entity_count] = clearing->due_count;
}

struct ranked {
    int rank, due;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->due > y->due) - (x->due < y->due);
}

/* Sorts the dues of each payer by rank, unless they stand so. */
static cf_status sort_by_rank(cf_clearing *clearing)
{
    struct ranked *ranked = calloc((size_t)clearing->due_count + 1, sizeof *ranked);

    if (ranked == NULL)
        return CF_NO_MEMORY;
    for (int u = 0; u < clearing->entity_count; u++) {
        int first = clearing->out_start[u], count = clearing->out_start[u + 1] - first;

        for (int i = 0; i < count; i++) {
            int due = clearing->out_due[first + i];

            ranked[i] = (struct ranked){ clearing->dues[due].rank, due };
        }
        qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
        for (int i = 0; i < count; i++)
            clearing->out_due[first + i] = ranked[i].due;
    }
    free(ranked);
    return CF_OK;
}

static void cut_into_slots(cf_clearing *clearing)
{
    for (int u = 0; u < clearing->entity_count; u++) {
        clearing->slot_start[u] = clearing->slot_count;
        for (int i = clearing->out_start[u]; i < clearing->out_start[u + 1]; i++) {
            const cf_due *due = &clearing->dues[clearing->out_due[i]];

            if (i == clearing->out_start[u] ||
                clearing->dues[clearing->out_due[i - 1]].rank != due->rank)
                clearing->slot_from[clearing->slot_count++] = i;
            clearing->slot_of[clearing->out_due[i]] = clearing->slot_count - 1;
        }
    }
    clearing->slot_start[clearing->entity_count] = clearing->slot_count;
    clearing->slot_from[clearing->slot_count] = clearing->due_count;
}

static cf_status allocate(cf_clearing *clearing)
{
    size_t entities = (size_t)clearing->entity_count + 2, dues = (size_t)clearing->due_count + 2;
    int **by_entity[] = { &clearing->out_start, &clearing->in_start, &clearing->slot_start,
                          &clearing->slot,      &clearing->round,    &clearing->order,
                          &clearing->low,       &clearing->local };
    int **by_due[] = { &clearing->out_due, &clearing->in_due, &clearing->slot_from,
                       &clearing->slot_of };
    double **numbers[] = { &clearing->own_amounts, &clearing->slot_due, &clearing->slot_before };
    bool failed = false;

    for (size_t i = 0; i < sizeof by_entity / sizeof *by_entity; i++)
        failed |= (*by_entity[i] = calloc(entities, sizeof(int))) == NULL;
    for (size_t i = 0; i < sizeof by_due / sizeof *by_due; i++)
        failed |= (*by_due[i] = calloc(dues, sizeof(int))) == NULL;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        failed |= (*numbers[i] = calloc(dues, sizeof(double))) == NULL;
    failed |= (clearing->share = calloc(entities, sizeof *clearing->share)) == NULL;
    failed |= (clearing->touched = calloc(entities, sizeof *clearing->touched)) == NULL;
    return failed ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_clearing_new(cf_clearing **out, int entity_count, const cf_due *dues, int due_count)
{
    cf_clearing *clearing = calloc(1, sizeof *clearing);
    cf_status status;

    *out = NULL;
    if (clearing == NULL)
        return CF_NO_MEMORY;
    clearing->entity_count = entity_count;
    clearing->due_count = due_count;
    clearing->dues = dues;
    status = allocate(clearing);
    if (status == CF_OK) {
        list_by(clearing->out_due, clearing->out_start, clearing, true);
        list_by(clearing->in_due, clearing->in_start, clearing, false);
        for (int d = 0; d < due_count; d++)
            clearing->own_amounts[d] = dues[d].amount;
        status = sort_by_rank(clearing);
    }
    if (status == CF_OK) {
        cut_into_slots(clearing);
        *out = clearing;
    } else {
        cf_clearing_free(clearing);
    }
    return status;
}

void cf_clearing_free(cf_clearing *clearing)
{
    if (clearing == NULL)
        return;
    free(clearing->own_amounts);
    free(clearing->out_start);
    free(clearing->out_due);
    free(clearing->in_start);
    free(clearing->in_due);
    free(clearing->slot_start);
    free(clearing->slot_from);
    free(clearing->slot_of);
    free(clearing->slot_due);
    free(clearing->slot_before);
    free(clearing->slot);
    free(clearing->share);
    free(clearing->round);
    free(clearing->order);
    free(clearing->low);
    free(clearing->local);
    free(clearing->touched);
    free(clearing->path.at);
    free(clearing->calls.at);
    free(clearing->reached.at);
    free(clearing->starts.at);
    free(clearing->touched_list.at);
    free(clearing->arcs.at);
    free(clearing->numbers.at);
    free(clearing);
}

/* ---- what an entity has ---- */

double cf_receipts(const cf_clearing *clearing, int entity)
{
    cf_sum sum = { 0 };

    for (int i = clearing->in_start[entity]; i < clearing->in_start[entity + 1]; i++) {
        int due = clearing->in_due[i];

        cf_sum_add_product(&sum, cf_amount_due(clearing, due), cf_share_paid(clearing, due));
    }
    return cf_sum_value(sum);
}

double cf_estate(const cf_clearing *clearing, int entity)
{
    return clearing->of.left.cash * clearing->of.cash[entity] +
           clearing->of.left.receipts * cf_receipts(clearing, entity);
}

void cf_run_out(cf_clearing *clearing, int entity, double estate)
{
    int last = clearing->slot_start[entity + 1] - 1, slot = clearing->slot_start[entity];
    double due;

    while (slot < last && estate >= clearing->slot_before[slot] + clearing->slot_due[slot])
        slot++;
    due = clearing->slot_due[slot];
    clearing->slot[entity] = slot;
    clearing->share[entity] =
        due > 0 ? fmin(1.0, fmax(0.0, estate - clearing->slot_before[slot]) / due) : 0.0;
}

/* ---- rounds ---- */

static void add_up_slots(cf_clearing *clearing)
{
    for (int u = 0; u < clearing->entity_count; u++) {
        cf_sum before = { 0 };

        for (int s = clearing->slot_start[u]; s < clearing->slot_start[u + 1]; s++) {
            cf_sum due = { 0 };

            for (int i = clearing->slot_from[s]; i < clearing->slot_from[s + 1]; i++)
                cf_sum_add(&due, cf_amount_due(clearing, clearing->out_due[i]));
            clearing->slot_before[s] = cf_sum_value(before);
            clearing->slot_due[s] = cf_sum_value(due);
            cf_sum_add(&before, due.total);
            cf_sum_add(&before, due.lost);
        }
    }
}

static double all_due(const cf_clearing *clearing, int entity)
{
    int last = clearing->slot_start[entity + 1] - 1;

    return last < clearing->slot_start[entity]
               ? 0.0
               : clearing->slot_before[last] + clearing->slot_due[last];
}

static bool cannot_pay(const cf_clearing *clearing, int entity)
{
    double due = all_due(clearing, entity), cash = clearing->of.cash[entity];

    return clearing->round[entity] == CF_NEVER_FAILS && due > cash &&
           cf_excess(due, cash + cf_receipts(clearing, entity)) > 0;
}

/* All is paid, but by those who are hit. Whoever is owed or owes may fail. */
static cf_status begin(cf_clearing *clearing)
{
    add_up_slots(clearing);
    clearing->touched_list.count = 0;
    for (int u = 0; u < clearing->entity_count; u++) {
        bool hit = clearing->of.hit != NULL && clearing->of.hit[u];
        bool owes = clearing->slot_start[u] < clearing->slot_start[u + 1];

        clearing->round[u] = hit ? 0 : CF_NEVER_FAILS;
        clearing->slot[u] = hit && owes ? clearing->slot_start[u] : CF_PAYS_ALL;
        clearing->share[u] = 0.0;
        clearing->touched[u] = owes && !hit;
        if (clearing->touched[u] && !cf_vec_push(&clearing->touched_list, u))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* Of those who may have been paid less: who cannot pay now. */
static cf_status list_failing(cf_int_list *failing, cf_clearing *clearing)
{
    failing->count = 0;
    for (int i = 0; i < clearing->touched_list.count; i++) {
        int u = clearing->touched_list.at[i];

        clearing->touched[u] = false;
        if (cannot_pay(clearing, u) && !cf_vec_push(failing, u))
            return CF_NO_MEMORY;
    }
    clearing->touched_list.count = 0;
    return CF_OK;
}

static void fail_together(cf_clearing *clearing, const cf_int_list *failing, int round)
{
    for (int i = 0; i < failing->count; i++)
        clearing->round[failing->at[i]] = round;
    /* None of them reads what another one pays before all have been asked: as in a round. */
    for (int i = 0; i < failing->count; i++)
        clearing->share[failing->at[i]] = cf_estate(clearing, failing->at[i]);
    for (int i = 0; i < failing->count; i++)
        cf_run_out(clearing, failing->at[i], clearing->share[failing->at[i]]);
}

cf_status cf_clearing_run(cf_clearing *clearing, const cf_clearing_case *of)
{
    cf_int_list failing = { 0 };
    cf_status status;

    clearing->of = *of;
    if (of->amounts == NULL)
        clearing->of.amounts = clearing->own_amounts;
    status = begin(clearing);
    for (int round = 1; status == CF_OK; round++) {
        status = list_failing(&failing, clearing);
        if (status != CF_OK || failing.count == 0)
            break;
        fail_together(clearing, &failing, round);
        status = cf_contagion_spread(clearing, &failing);
    }
    free(failing.at);
    return status;
}

double cf_clearing_paid(const cf_clearing *clearing, int due)
{
    return cf_amount_due(clearing, due) * cf_share_paid(clearing, due);
}

int cf_clearing_round(const cf_clearing *clearing, int entity)
{
    return clearing->round[entity];
}
