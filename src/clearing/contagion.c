/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a default runs. From those who fail in a new rank, failing entities are reached along
 * what they owe in the rank in which their money runs out. They are solved circuit by circuit, in
 * the order in which money runs: strong components by R. E. Tarjan (1972),
 * https://doi.org/10.1137/0201010. Where money runs out in an earlier rank than was thought, the
 * search begins again from there.
 *
 *     round 1   slots from above ─► circuits ─► money is gone earlier? ─► next slots ─┐
 *                                      ▲                                              │
 *                                      └──────────────────────────────────────────────┘
 */
#include <limits.h>

#include "base/sum.h"
#include "clearing/build.h"

/* ---- whom a change reaches ---- */

static bool touch(cf_clearing *clearing, int entity)
{
    if (clearing->touched[entity] || clearing->round[entity] != CF_NEVER_FAILS)
        return true;
    clearing->touched[entity] = true;
    return cf_vec_push(&clearing->touched_list, entity);
}

/* The dues of the slot in which an entity's money runs out. */
static int first_due(const cf_clearing *clearing, int entity)
{
    return clearing->slot_from[clearing->slot[entity]];
}

static int past_due(const cf_clearing *clearing, int entity)
{
    return clearing->slot_from[clearing->slot[entity] + 1];
}

static bool enter(cf_clearing *clearing, int entity, int *count)
{
    clearing->order[entity] = clearing->low[entity] = ++*count;
    clearing->local[entity] = first_due(clearing, entity); /* the next due to look at */
    return cf_vec_push(&clearing->path, entity) && cf_vec_push(&clearing->calls, entity);
}

/* An entity whose dues have all been looked at: the highest of a circuit closes it. */
static bool leave(cf_clearing *clearing, int entity)
{
    int member;

    clearing->calls.count--;
    if (clearing->calls.count > 0) {
        int below = clearing->calls.at[clearing->calls.count - 1];

        if (clearing->low[entity] < clearing->low[below])
            clearing->low[below] = clearing->low[entity];
    }
    if (clearing->low[entity] != clearing->order[entity])
        return true;
    if (!cf_vec_push(&clearing->starts, clearing->reached.count))
        return false;
    do {
        member = clearing->path.at[--clearing->path.count];
        clearing->low[member] = INT_MAX; /* closed */
        if (!cf_vec_push(&clearing->reached, member))
            return false;
    } while (member != entity);
    return true;
}

static bool look_at(cf_clearing *clearing, int entity, int *count)
{
    int payee = clearing->dues[clearing->out_due[clearing->local[entity]++]].payee;

    if (!cf_passes_on(clearing, payee))
        return touch(clearing, payee);
    if (clearing->order[payee] == 0)
        return enter(clearing, payee, count);
    if (clearing->low[payee] != INT_MAX && clearing->order[payee] < clearing->low[entity])
        clearing->low[entity] = clearing->order[payee];
    return true;
}

static bool search_from(cf_clearing *clearing, int root, int *count)
{
    if (clearing->order[root] != 0)
        return true;
    if (!enter(clearing, root, count))
        return false;
    while (clearing->calls.count > 0) {
        int entity = clearing->calls.at[clearing->calls.count - 1];
        bool more = clearing->local[entity] < past_due(clearing, entity);

        if (!(more ? look_at(clearing, entity, count) : leave(clearing, entity)))
            return false;
    }
    return true;
}

/* Whoever an entity with a new slot may now pay less, in this slot and behind it. */
static bool search_behind(cf_clearing *clearing, int entity, int *count)
{
    int past = clearing->out_start[entity + 1];

    if (!search_from(clearing, entity, count))
        return false;
    for (int i = past_due(clearing, entity); i < past; i++) {
        int payee = clearing->dues[clearing->out_due[i]].payee;

        if (!(cf_passes_on(clearing, payee) ? search_from(clearing, payee, count)
                                            : touch(clearing, payee)))
            return false;
    }
    return true;
}

/* Circuits are found in the order against the money. */
static cf_status find_reached(cf_clearing *clearing, const cf_int_list *changed)
{
    int count = 0;

    clearing->reached.count = clearing->starts.count = 0;
    clearing->path.count = clearing->calls.count = 0;
    for (int i = 0; i < changed->count; i++) {
        if (!search_behind(clearing, changed->at[i], &count))
            return CF_NO_MEMORY;
    }
    return cf_vec_push(&clearing->starts, clearing->reached.count) ? CF_OK : CF_NO_MEMORY;
}

/* ---- one circuit ---- */

struct scratch {
    double *due, *money, *gross, *leak, *share, *left;
    int *start;
};

static cf_status make_room(struct scratch *out, cf_clearing *clearing, int size)
{
    long each = size, starts = (each + 1) * (long)sizeof(int) / (long)sizeof(double) + 1;
    double **parts[] = { &out->due, &out->money, &out->gross, &out->leak, &out->share, &out->left };
    double *at;

    if (!cf_vec_reserve(&clearing->numbers, 6 * each + starts))
        return CF_NO_MEMORY;
    at = clearing->numbers.at;
    for (int i = 0; i < 6; i++, at += each)
        *parts[i] = at;
    out->start = (int *)(void *)at;
    return CF_OK;
}

/* What a member has for its slot, without what it gets of others' slots in the circuit: those
 * become arcs. low[] marks the members. */
static cf_status read_member(struct scratch *out, cf_clearing *clearing, int place, int entity,
                             int mark)
{
    double kept = clearing->of.left.receipts,
           before = clearing->slot_before[clearing->slot[entity]];
    double cash = clearing->of.left.cash * clearing->of.cash[entity];
    cf_sum fixed = { 0 }, money = { 0 };

    for (int i = clearing->in_start[entity]; i < clearing->in_start[entity + 1]; i++) {
        int due = clearing->in_due[i], payer = clearing->dues[due].payer;
        double amount = cf_amount_due(clearing, due);

        if (clearing->low[payer] != mark || clearing->slot_of[due] != clearing->slot[payer]) {
            cf_sum_add_product(&fixed, amount, cf_share_paid(clearing, due));
            continue;
        }
        if (!cf_vec_push(&clearing->arcs,
                         (cf_insolvent_arc){ clearing->local[payer], kept * amount }))
            return CF_NO_MEMORY;
    }
    cf_sum_add(&money, cash);
    cf_sum_add_product(&money, kept, fixed.total);
    cf_sum_add(&money, kept * fixed.lost);
    cf_sum_add(&money, -before);
    out->money[place] = cf_sum_value(money);
    out->gross[place] = cash + kept * cf_sum_value(fixed) + before;
    return CF_OK;
}

/* What of its slot leaves the circuit, or is lost as a cost of default. */
static double leak_of(const cf_clearing *clearing, int entity, int mark)
{
    double lost = 1.0 - clearing->of.left.receipts;
    cf_sum sum = { 0 };

    for (int i = first_due(clearing, entity); i < past_due(clearing, entity); i++) {
        int due = clearing->out_due[i];
        bool inside = clearing->low[clearing->dues[due].payee] == mark;

        cf_sum_add(&sum, cf_amount_due(clearing, due) * (inside ? lost : 1.0));
    }
    return cf_sum_value(sum);
}

/* *left: what each member has for its slot; good until the next circuit. */
static cf_status solve_circuit(const double **left, cf_clearing *clearing, const int *members,
                               int size, int mark)
{
    struct scratch scratch;
    cf_status status = make_room(&scratch, clearing, size);

    if (status != CF_OK)
        return status;
    *left = scratch.left;
    clearing->arcs.count = 0;
    for (int i = 0; i < size; i++) {
        clearing->low[members[i]] = mark;
        clearing->local[members[i]] = i;
    }
    for (int i = 0; status == CF_OK && i < size; i++) {
        scratch.start[i] = clearing->arcs.count;
        scratch.due[i] = clearing->slot_due[clearing->slot[members[i]]];
        scratch.share[i] = clearing->share[members[i]];
        scratch.leak[i] = leak_of(clearing, members[i], mark);
        status = read_member(&scratch, clearing, i, members[i], mark);
    }
    scratch.start[size] = clearing->arcs.count;
    if (status == CF_OK)
        status = cf_insolvent_solve(&(cf_insolvent){ .size = size,
                                                     .due = scratch.due,
                                                     .money = scratch.money,
                                                     .gross = scratch.gross,
                                                     .leak = scratch.leak,
                                                     .start = scratch.start,
                                                     .arcs = clearing->arcs.at,
                                                     .share = scratch.share,
                                                     .left = scratch.left });
    for (int i = 0; status == CF_OK && i < size; i++)
        clearing->share[members[i]] = scratch.share[i];
    return status;
}

/* ---- all together ---- */

/* Members whose money does not reach their slot get an earlier one. */
static bool run_out_earlier(cf_clearing *clearing, const int *members, int size, const double *left,
                            cf_int_list *changed)
{
    for (int i = 0; i < size; i++) {
        int entity = members[i], slot = clearing->slot[entity];

        if (!(left[i] < 0) || slot == clearing->slot_start[entity])
            continue;
        cf_run_out(clearing, entity, clearing->slot_before[slot] + left[i]);
        if (clearing->slot[entity] == slot) /* short by less than a digit */
            continue;
        if (!cf_vec_push(changed, entity))
            return false;
    }
    return true;
}

static cf_status solve_reached(cf_clearing *clearing, cf_int_list *changed)
{
    cf_status status = CF_OK;

    for (int c = clearing->starts.count - 2; status == CF_OK && c >= 0; c--) {
        int first = clearing->starts.at[c], size = clearing->starts.at[c + 1] - first;
        const int *members = &clearing->reached.at[first];
        const double *left = NULL;

        status = solve_circuit(&left, clearing, members, size, -1 - c);
        if (status == CF_OK && !run_out_earlier(clearing, members, size, left, changed))
            status = CF_NO_MEMORY;
    }
    return status;
}

cf_status cf_contagion_spread(cf_clearing *clearing, cf_int_list *changed)
{
    cf_status status = CF_OK;

    while (status == CF_OK && changed->count > 0) {
        status = find_reached(clearing, changed);
        changed->count = 0;
        if (status == CF_OK)
            status = solve_reached(clearing, changed);
        for (int i = 0; i < clearing->reached.count; i++) {
            clearing->order[clearing->reached.at[i]] = 0;
            clearing->low[clearing->reached.at[i]] = 0;
        }
    }
    return status;
}
