/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of hops, and by day what each node pays and is paid. Hops that can be on no loop, by
 * class, amount, day or place, have no days. */
#include "loops/in_order.h"

#include <stdlib.h>
#include <string.h>

struct dating {
    cf_dated_hops *out;
    const cf_loop_limits *limits;
    cf_trimmed trimmed;
    bool *allowed;
    int *day_start;
    cf_day *days;
};

static bool has_day(const cf_loop_order *order, const cf_hop *hop)
{
    for (int i = 0; i < hop->payment_count; i++) {
        if (order->days[hop->payments[i]] != CF_NO_DAY)
            return true;
    }
    return false;
}

static cf_status trim(struct dating *dating)
{
    const cf_hops *hops = dating->out->hops;
    const cf_loop_limits *limits = dating->limits;
    cf_loop_rules rules = { .kind = limits->kind,
                            .min_amount = limits->min_amount,
                            .through = limits->through };
    cf_status status = CF_OK;

    dating->allowed = malloc((size_t)hops->hop_count + 1);
    if (dating->allowed == NULL)
        return CF_NO_MEMORY;
    for (int h = 0; h < hops->hop_count; h++)
        dating->allowed[h] = has_day(limits->order, &hops->hops[h]);
    if (limits->through >= 0)
        status = cf_near_through(dating->allowed, hops, limits);
    rules.allowed = dating->allowed;
    return status == CF_OK ? cf_trimmed_new(&dating->trimmed, hops, &rules) : status;
}

/* ---- the days of each hop ---- */

static int compare_days(const void *a, const void *b)
{
    cf_day x = *(const cf_day *)a, y = *(const cf_day *)b;

    return (x > y) - (x < y);
}

/* The hop's days at `days`, ascending and each once. */
static int list_days(const cf_loop_order *order, const cf_hop *hop, cf_day *days)
{
    int count = 0, kept = 0;

    for (int i = 0; i < hop->payment_count; i++) {
        if (order->days[hop->payments[i]] != CF_NO_DAY)
            days[count++] = order->days[hop->payments[i]];
    }
    if (count > 1)
        qsort(days, (size_t)count, sizeof *days, compare_days);
    for (int i = 0; i < count; i++) {
        if (i == 0 || days[i] > days[i - 1])
            days[kept++] = days[i];
    }
    return kept;
}

static cf_status date_hops(struct dating *dating)
{
    cf_dated_hops *out = dating->out;
    const cf_hops *hops = out->hops;
    size_t payments = 0;
    int count = 0;

    for (int h = 0; h < hops->hop_count; h++)
        payments += (size_t)hops->hops[h].payment_count;
    dating->day_start = cf_arena_new(&out->arena, (size_t)hops->hop_count + 1, sizeof(int));
    dating->days = cf_arena_new(&out->arena, payments + 1, sizeof *dating->days);
    if (dating->day_start == NULL || dating->days == NULL)
        return CF_NO_MEMORY;
    for (int r = 0; r < hops->node_count; r++) {
        for (int h = hops->start[r]; h < hops->start[r + 1]; h++) {
            dating->day_start[h] = count;
            if (!dating->trimmed.is_there[r] || !cf_trimmed_has(&dating->trimmed, h))
                continue;
            count += list_days(dating->limits->order, &hops->hops[h], dating->days + count);
            if (count - dating->day_start[h] > out->most_days)
                out->most_days = count - dating->day_start[h];
        }
    }
    dating->day_start[hops->hop_count] = count;
    out->day_start = dating->day_start;
    out->days = dating->days;
    return CF_OK;
}

/* ---- by day ---- */

/* Stable, eleven bits at a time. Times: O(count). */
static void sort_by_day(cf_dated_hop *list, cf_dated_hop *room, int count)
{
    enum { BITS = 11, BUCKETS = 1 << BITS };
    cf_day least = INT_MAX;

    for (int i = 0; i < count; i++)
        least = list[i].day < least ? list[i].day : least;
    for (int shift = 0; shift < 2 * BITS; shift += BITS) {
        int start[BUCKETS + 1] = { 0 };

        for (int i = 0; i < count; i++)
            start[((list[i].day - least) >> shift & (BUCKETS - 1)) + 1]++;
        for (int b = 1; b <= BUCKETS; b++)
            start[b] += start[b - 1];
        for (int i = 0; i < count; i++)
            room[start[(list[i].day - least) >> shift & (BUCKETS - 1)]++] = list[i];
        memcpy(list, room, (size_t)count * sizeof *list);
    }
}

static void list_by_day(const cf_dated_hops *out, cf_dated_hop *list)
{
    for (int h = 0; h < out->hops->hop_count; h++) {
        for (int i = out->day_start[h]; i < out->day_start[h + 1]; i++)
            list[i] = (cf_dated_hop){ out->days[i], i, h };
    }
}

/* Deals the list out to the nodes at the hops' ends. start has room for two more than there are. */
static void deal_out(const cf_dated_hops *out, const cf_dated_hop *list, bool pays, int *start,
                     cf_dated_hop *dealt)
{
    const int *ends = pays ? out->tails : out->hops->heads;
    int count = out->day_start[out->hops->hop_count];

    for (int i = 0; i < count; i++)
        start[ends[list[i].hop] + 2]++;
    for (int r = 2; r <= out->hops->node_count; r++)
        start[r] += start[r - 1];
    for (int i = 0; i < count; i++) {
        int hop = list[i].hop, at = list[i].other;
        cf_day before = at > out->day_start[hop] ? out->days[at - 1] : CF_NEVER;
        cf_day after = at + 1 < out->day_start[hop + 1] ? out->days[at + 1] : INT_MAX;

        dealt[start[ends[hop] + 1]++] = (cf_dated_hop){ list[i].day, pays ? before : after, hop };
    }
}

static cf_status list_at_nodes(cf_dated_hops *out)
{
    size_t nodes = (size_t)out->hops->node_count + 2;
    size_t count = (size_t)out->day_start[out->hops->hop_count] + 1;
    int *pays_start = cf_arena_new(&out->arena, nodes, sizeof *pays_start);
    int *gets_start = cf_arena_new(&out->arena, nodes, sizeof *gets_start);
    cf_dated_hop *pays = cf_arena_new(&out->arena, count, sizeof *pays);
    cf_dated_hop *gets = cf_arena_new(&out->arena, count, sizeof *gets);
    cf_dated_hop *list = malloc(2 * count * sizeof *list);

    if (out->arena.failed || list == NULL) {
        free(list);
        return CF_NO_MEMORY;
    }
    list_by_day(out, list);
    sort_by_day(list, list + count, (int)count - 1);
    deal_out(out, list, true, pays_start, pays);
    deal_out(out, list, false, gets_start, gets);
    free(list);
    out->pays_start = pays_start;
    out->gets_start = gets_start;
    out->pays = pays;
    out->gets = gets;
    return CF_OK;
}

/* ---- hops by head, and roots ---- */

static bool may_begin(const cf_dated_hops *dated, cf_loop_kind kind, int hop)
{
    return dated->day_start[hop + 1] > dated->day_start[hop] &&
           (dated->hops->hops[hop].carries == CF_CAPITAL || kind == CF_LOOPS_TRADE ||
            kind == CF_LOOPS_ALL);
}

static cf_status list_hops(struct dating *dating)
{
    cf_dated_hops *out = dating->out;
    const cf_hops *hops = out->hops;
    size_t count = (size_t)hops->hop_count + 1;
    int *start = cf_arena_new(&out->arena, (size_t)hops->node_count + 2, sizeof *start);
    int *at = cf_arena_new(&out->arena, count, sizeof *at);
    int *tails = cf_arena_new(&out->arena, count, sizeof *tails);
    int *roots = cf_arena_new(&out->arena, count, sizeof *roots);

    if (out->arena.failed)
        return CF_NO_MEMORY;
    for (int h = 0; h < hops->hop_count; h++) {
        tails[h] = hops->rank[hops->hops[h].tail];
        start[hops->heads[h] + 2] += out->day_start[h + 1] > out->day_start[h];
        if (may_begin(out, dating->limits->kind, h))
            roots[out->root_count++] = h;
    }
    for (int r = 2; r <= hops->node_count; r++)
        start[r] += start[r - 1];
    for (int h = 0; h < hops->hop_count; h++) {
        if (out->day_start[h + 1] > out->day_start[h])
            at[start[hops->heads[h] + 1]++] = h;
    }
    out->in_start = start;
    out->in_hops = at;
    out->tails = tails;
    out->roots = roots;
    return CF_OK;
}

cf_status cf_dated_hops_new(cf_dated_hops *out, const cf_hops *hops, const cf_loop_limits *limits)
{
    struct dating dating = { .out = out, .limits = limits };
    int within = limits->order->within;
    cf_status status;

    *out = (cf_dated_hops){ .hops = hops,
                            .within = within < 0 || within > CF_ANY_DAYS ? CF_ANY_DAYS : within };
    status = trim(&dating);
    if (status == CF_OK)
        status = date_hops(&dating);
    if (status == CF_OK)
        status = list_hops(&dating);
    if (status == CF_OK)
        status = list_at_nodes(out);
    cf_trimmed_free(&dating.trimmed);
    free(dating.allowed);
    return status;
}

void cf_dated_hops_free(cf_dated_hops *dated)
{
    cf_arena_free(&dated->arena);
    *dated = (cf_dated_hops){ .hops = NULL };
}
