/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first K loops in rank order.
 *
 * A few loops are all enumerated and sorted. Of very many, each group of the rank order is searched
 * in its own way:
 *
 *   with a through-flow    branch and bound
 *   other quantified ones  the largest amount above which there are K loops, by bisection; then
 * those unquantified ones      in the order of their paths, until there are K
 */
#include "loops/ranked.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "loops/branch_and_bound.h"
#include "loops/enumerate.h"

/* The first count gives up after so many steps: it has to be quick. */
static const double COUNT_STEPS = 5e6;

/* Up to so many loops are all enumerated: that takes some tens of milliseconds. */
static const double FEW_LOOPS = 1e5;

struct ranking {
    const cf_hops *hops;
    cf_loop_limits limits;
    const cf_progress *callers; /* the progress of the caller */
    cf_progress progress;       /* asks it, and remembers the answer */
    long top;
    double deadline; /* 0: none */
    bool stopped;
    bool asked_to_stop; /* by the caller's progress, not by a limit */
    cf_loop_list *out;
};

static bool ask_once(void *payload, const cf_progress_state *state)
{
    struct ranking *ranking = payload;

    ranking->asked_to_stop =
        ranking->asked_to_stop || !ranking->callers->step(ranking->callers->payload, state);
    ranking->stopped = ranking->stopped || ranking->asked_to_stop;
    return !ranking->stopped;
}

/* The limits with the time that is left; false: none is left. */
static bool limits_now(struct ranking *ranking, cf_loop_limits *limits)
{
    *limits = ranking->limits;
    if (ranking->deadline > 0) {
        limits->seconds = ranking->deadline - cf_clock_seconds();
        ranking->stopped = ranking->stopped || limits->seconds <= 0;
    }
    return !ranking->stopped;
}

struct collecting {
    cf_top_k best;
    cf_status status;
};

static bool collect_loop(const cf_loop *loop, void *payload)
{
    struct collecting *collecting = payload;

    collecting->status = cf_top_k_offer(&collecting->best, loop);
    return collecting->status == CF_OK;
}

/* ---- few loops ---- */

static cf_status rank_all(struct ranking *ranking)
{
    struct collecting collecting = { .status = CF_OK };
    cf_loop_list *out = ranking->out;
    cf_loop_limits limits;
    cf_status status;

    if (!limits_now(ranking, &limits))
        return CF_OK;
    cf_top_k_begin(&collecting.best, ranking->hops, ranking->top);
    status = cf_loops_each(ranking->hops, &limits, collect_loop, &collecting, &out->count);
    if (status == CF_OK)
        status = collecting.status;
    if (ranking->asked_to_stop && ranking->top == 0)
        cf_top_k_cut(&collecting.best, CF_TOP_K_WHEN_STOPPED);
    collecting.best.progress = ranking->top == 0 ? ranking->limits.progress : NULL;
    if (status == CF_OK)
        status = cf_top_k_take(&collecting.best, &out->loops, &out->loop_count);
    cf_top_k_free(&collecting.best);
    return status;
}

/* ---- too many to enumerate ---- */

static cf_status enumerate_ranked(const struct ranking *ranking, const cf_loop_rules *rules,
                                  const cf_loop_limits *limits, cf_loop_visitor *visit,
                                  void *payload, cf_loop_count *count)
{
    cf_enumeration wanted = {
        .hops = ranking->hops, .rules = rules, .limits = limits, .visit = visit, .payload = payload
    };

    return cf_enumerate(&wanted, count);
}

static long missing(const struct ranking *ranking)
{
    return ranking->top - ranking->out->loop_count;
}

static cf_loop_rules rules_of(const struct ranking *ranking, cf_loop_kind kind)
{
    return (cf_loop_rules){ .kind = kind,
                            .min_amount = ranking->limits.min_amount,
                            .through = ranking->limits.through };
}

/* ---- with a through-flow ---- */

enum { MOST_SHORT = 20000 };

struct sampling {
    struct collecting collecting; /* first, as collect() is given it */
    long left;
};

static bool sample(const cf_loop *loop, void *payload)
{
    struct sampling *sampling = payload;

    return sampling->left-- > 0 &&
           (loop->supplier < 0 || collect_loop(loop, &sampling->collecting));
}

/* Short loops, many of which have large through-flows: once there are K, the bounded search has a
 * threshold from the start, and results in case it is stopped. */
static cf_status sample_short(struct ranking *ranking, cf_top_k *best)
{
    cf_loop_rules rules = rules_of(ranking, CF_LOOPS_FINANCING);
    int longest = ranking->hops->node_count;
    cf_status status = CF_OK;

    if (ranking->limits.max_length > 0 && ranking->limits.max_length < longest)
        longest = ranking->limits.max_length;
    rules.quantified = true;
    for (int length = 2; status == CF_OK; length += 1 + length / 4) {
        struct sampling sampling = { .left = MOST_SHORT };
        cf_loop_limits limits;
        cf_loop_count count;

        if (cf_top_k_last(best) != NULL || length > longest || !limits_now(ranking, &limits))
            break;
        limits.kind = CF_LOOPS_FINANCING;
        limits.max_length = length;
        limits.threads = 1;
        cf_top_k_free(best);
        cf_top_k_begin(&sampling.collecting.best, ranking->hops, ranking->top);
        status = enumerate_ranked(ranking, &rules, &limits, sample, &sampling, &count);
        *best = sampling.collecting.best;
        if (status == CF_OK)
            status = sampling.collecting.status;
    }
    return status;
}

static void release_loop(cf_loop *loop)
{
    free((int *)loop->hops);
    loop->hops = NULL;
}

/* Merges two lists in rank order into one of at most `top`; what is in both stays once. */
static cf_status merge_lists(struct ranking *ranking, cf_loop_list *a, cf_loop_list *b)
{
    cf_loop_list *out = ranking->out;
    long i = 0, j = 0;

    out->loops = calloc((size_t)(a->loop_count + b->loop_count) + 1, sizeof *out->loops);
    if (out->loops == NULL)
        return CF_NO_MEMORY;
    while (i < a->loop_count || j < b->loop_count) {
        int order = i == a->loop_count ? 1
                    : j == b->loop_count
                        ? -1
                        : cf_loop_compare(ranking->hops, &a->loops[i], &b->loops[j]);
        cf_loop *loop = order <= 0 ? &a->loops[i++] : &b->loops[j++];

        if (order == 0)
            release_loop(&b->loops[j++]);
        if (out->loop_count < ranking->top) {
            out->loops[out->loop_count++] = *loop;
            loop->hops = NULL;
        } else {
            release_loop(loop);
        }
    }
    return CF_OK;
}

static cf_status add_through(struct ranking *ranking)
{
    cf_loop_list sampled = { .loops = NULL }, found = { .loops = NULL };
    cf_loop_limits limits;
    cf_top_k known, best;
    cf_status status;
    bool complete = false;

    cf_top_k_begin(&known, ranking->hops, ranking->top);
    cf_top_k_begin(&best, ranking->hops, ranking->top);
    status = sample_short(ranking, &known);
    if (status == CF_OK && limits_now(ranking, &limits))
        status = cf_loops_bounded(&best, cf_top_k_last(&known), &limits, &complete);
    if (status == CF_OK)
        status = cf_top_k_take(&known, &sampled.loops, &sampled.loop_count);
    if (status == CF_OK)
        status = cf_top_k_take(&best, &found.loops, &found.loop_count);
    if (status == CF_OK)
        status = merge_lists(ranking, &sampled, &found);
    cf_loop_list_free(&sampled);
    cf_loop_list_free(&found);
    cf_top_k_free(&known);
    cf_top_k_free(&best);
    ranking->stopped = ranking->stopped || !complete;
    return status;
}

/* ---- other quantified ones ---- */

static int compare_amounts(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The amounts of all quantified hops, ascending, each once. */
static long list_amounts(const cf_hops *hops, double *amounts)
{
    long count = 0, kept = 0;

    for (int h = 0; h < hops->hop_count; h++) {
        if (!hops->hops[h].open)
            amounts[count++] = hops->hops[h].amount;
    }
    qsort(amounts, (size_t)count, sizeof *amounts, compare_amounts);
    for (long i = 0; i < count; i++) {
        if (i == 0 || amounts[i] > amounts[i - 1])
            amounts[kept++] = amounts[i];
    }
    return kept;
}

/* Where debt service parts trade from capital, a loop with both has no supplier and comes after
 * those that have one. All of these are listed by now, and fewer than K, so a search that passes
 * them by does not lose much time. */
static bool passes_suppliers(const struct ranking *ranking, cf_loop_kind kind)
{
    return ranking->hops->has_service && (kind == CF_LOOPS_FINANCING || kind == CF_LOOPS_ALL);
}

/* Of so many loops or more those that are missing are the first. */
static double enough(const struct ranking *ranking, cf_loop_kind kind)
{
    return (double)(passes_suppliers(ranking, kind) ? ranking->top : missing(ranking));
}

/* Loops without a supplier: amounts[*from] is the smallest amount of the first K. */
static cf_status find_amount(struct ranking *ranking, cf_loop_kind kind, const double *amounts,
                             long count, long *from)
{
    cf_loop_rules rules = rules_of(ranking, kind);
    long high = count; /* K loops at *from, if anywhere; fewer at high */
    cf_loop_limits limits;
    cf_status status = CF_OK;

    rules.quantified = true;
    *from = 0;
    while (status == CF_OK && high - *from > 1 && limits_now(ranking, &limits)) {
        long middle = *from + (high - *from) / 2;
        cf_loop_count found;

        rules.min_amount = fmax(amounts[middle], ranking->limits.min_amount);
        limits.kind = kind;
        limits.most = enough(ranking, kind);
        status = enumerate_ranked(ranking, &rules, &limits, NULL, NULL, &found);
        if (found.found >= limits.most || !found.complete)
            *from = middle;
        else
            high = middle;
    }
    return status;
}

/* Loops arrive by path: takes as many of the smallest amount as are missing. */
struct filling {
    struct collecting collecting;
    double least;
    long missing;
    bool passes_suppliers, enough;
};

static bool is_passed(const struct filling *filling, const cf_loop *loop)
{
    return filling->passes_suppliers && loop->supplier >= 0;
}

static bool collect_other(const cf_loop *loop, void *payload)
{
    struct filling *filling = payload;

    return is_passed(filling, loop) || collect_loop(loop, &filling->collecting);
}

static bool fill_up(const cf_loop *loop, void *payload)
{
    struct filling *filling = payload;

    if (loop->amount > filling->least || is_passed(filling, loop))
        return true; /* already in the list */
    filling->enough = filling->missing-- <= 0;
    return !filling->enough && collect_loop(loop, &filling->collecting);
}

/* *enough: the visitor has has_loop the search, as it needs no more. */
static cf_status visit_within(struct ranking *ranking, const cf_loop_rules *rules,
                              cf_loop_visitor *visitor, void *payload, const bool *enough)
{
    cf_loop_limits limits;
    cf_loop_count count;
    cf_status status;

    if (!limits_now(ranking, &limits))
        return CF_OK;
    limits.kind = rules->kind;
    if (rules->by_rank)
        limits.threads = 1;
    status = enumerate_ranked(ranking, rules, &limits, visitor, payload, &count);
    if (!count.complete && !*enough)
        ranking->stopped = true;
    return status;
}

/* First all loops above the smallest amount, fewer than are missing; then those that have it. */
static cf_status fill_class(struct ranking *ranking, cf_loop_kind kind, const double *amounts,
                            long count, cf_top_k *best)
{
    struct filling filling = { .missing = missing(ranking),
                               .passes_suppliers = passes_suppliers(ranking, kind) };
    cf_loop_rules rules = rules_of(ranking, kind);
    long from;
    cf_status status = find_amount(ranking, kind, amounts, count, &from);

    if (status != CF_OK || count == 0)
        return status;
    filling.collecting.best = *best;
    filling.least = amounts[from];
    rules.quantified = true;
    if (from + 1 < count) {
        rules.min_amount = fmax(amounts[from + 1], ranking->limits.min_amount);
        status = visit_within(ranking, &rules, collect_other, &filling, &filling.enough);
    }
    if (status == CF_OK && filling.collecting.status == CF_OK) {
        rules.min_amount = fmax(amounts[from], ranking->limits.min_amount);
        rules.by_rank = true;
        status = visit_within(ranking, &rules, fill_up, &filling, &filling.enough);
    }
    *best = filling.collecting.best;
    return status == CF_OK ? filling.collecting.status : status;
}

static cf_status add_without_supplier(struct ranking *ranking)
{
    cf_loop_kind kind = ranking->limits.kind;
    double *amounts = calloc((size_t)ranking->hops->hop_count + 1, sizeof *amounts);
    cf_loop_list *out = ranking->out;
    cf_status status = amounts == NULL ? CF_NO_MEMORY : CF_OK;
    long count = amounts == NULL ? 0 : list_amounts(ranking->hops, amounts);
    cf_top_k best;

    cf_top_k_begin(&best, ranking->hops, missing(ranking));
    if (status == CF_OK && passes_suppliers(ranking, kind))
        status = fill_class(ranking, kind, amounts, count, &best);
    else if (status == CF_OK && kind != CF_LOOPS_TRADE)
        status = fill_class(ranking, CF_LOOPS_CAPITAL, amounts, count, &best);
    if (status == CF_OK && kind != CF_LOOPS_CAPITAL && !passes_suppliers(ranking, kind))
        status = fill_class(ranking, CF_LOOPS_TRADE, amounts, count, &best);
    if (status == CF_OK)
        status = cf_top_k_take(&best, &out->loops, &out->loop_count);
    cf_top_k_free(&best);
    free(amounts);
    return status;
}

/* Without figures the rank order is that of paths, in which they are found. */
static cf_status add_open(struct ranking *ranking)
{
    struct filling filling = { .least = (double)INFINITY, .missing = missing(ranking) };
    cf_loop_rules rules = rules_of(ranking, ranking->limits.kind);
    cf_loop_list *out = ranking->out;
    cf_status status;

    cf_top_k_begin(&filling.collecting.best, ranking->hops, missing(ranking));
    rules.open = rules.by_rank = true;
    status = visit_within(ranking, &rules, fill_up, &filling, &filling.enough);
    if (status == CF_OK)
        status = filling.collecting.status;
    if (status == CF_OK)
        status = cf_top_k_take(&filling.collecting.best, &out->loops, &out->loop_count);
    cf_top_k_free(&filling.collecting.best);
    return status;
}

static cf_status rank_by_group(struct ranking *ranking)
{
    cf_loop_kind kind = ranking->limits.kind;
    cf_status status = CF_OK;

    if (kind == CF_LOOPS_FINANCING || kind == CF_LOOPS_ALL)
        status = add_through(ranking);
    if (status == CF_OK && missing(ranking) > 0 &&
        (kind != CF_LOOPS_FINANCING || passes_suppliers(ranking, kind)))
        status = add_without_supplier(ranking);
    if (status == CF_OK && missing(ranking) > 0 && ranking->limits.min_amount <= 0)
        status = add_open(ranking);
    return status;
}

/* ---- choosing between them ---- */

static cf_status count_first(struct ranking *ranking, double counted, cf_loop_count *count)
{
    cf_loop_rules rules = rules_of(ranking, ranking->limits.kind);
    cf_loop_limits limits;
    cf_enumeration wanted = {
        .hops = ranking->hops, .rules = &rules, .limits = &limits, .most_walked = COUNT_STEPS
    };

    limits_now(ranking, &limits);
    limits.most = counted;
    return cf_enumerate(&wanted, count);
}

cf_status cf_loops_ranked_within(cf_loop_list *out, const cf_hops *hops,
                                 const cf_loop_limits *limits, long top, double counted)
{
    struct ranking ranking = { .hops = hops, .limits = *limits, .top = top, .out = out };
    cf_loop_count count = { .complete = false };
    cf_status status = CF_OK;

    *out = (cf_loop_list){ .count = { (double)NAN, (double)NAN, (double)NAN, true } };
    ranking.callers = limits->progress;
    ranking.progress = (cf_progress){ .step = ask_once, .payload = &ranking };
    if (limits->progress != NULL)
        ranking.limits.progress = &ranking.progress;
    if (limits->seconds > 0)
        ranking.deadline = cf_clock_seconds() + limits->seconds;
    if (top > 0 && counted > 0 && limits->most <= 0 && limits->order == NULL)
        status = count_first(&ranking, counted, &count);
    if (count.complete)
        out->count = count;
    if (status != CF_OK)
        goto out;
    if (top == 0 || limits->most > 0 || limits->order != NULL ||
        (count.complete && count.found <= FEW_LOOPS))
        status = rank_all(&ranking);
    else
        status = rank_by_group(&ranking);
    out->count.complete = out->count.complete && !ranking.stopped;

out:
    if (status != CF_OK)
        cf_loop_list_free(out);
    return status;
}

cf_status cf_loops_ranked(cf_loop_list *out, const cf_hops *hops, const cf_loop_limits *limits,
                          long top)
{
    return cf_loops_ranked_within(out, hops, limits, top, CF_LOOPS_COUNTED);
}

void cf_loop_list_free(cf_loop_list *list)
{
    for (long i = 0; i < list->loop_count; i++)
        free((int *)list->loops[i].hops);
    free(list->loops);
    *list = (cf_loop_list){ .loops = NULL };
}
