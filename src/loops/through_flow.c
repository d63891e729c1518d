/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of a loop. Its supplier is the entity on it that receives trade and pays capital, and
 * of several the one whose money comes round most; the loop starts there. Its through-flow is the
 * money of the first hop times the parts that are passed on at each entity.
 */
#include "base/tolerance.h"
#include "loops/through_flow.h"

#include <math.h>
#include <stdlib.h>

cf_status cf_loop_maker_new(cf_loop_maker *out, const cf_hops *hops, cf_loop_kind kind,
                            bool open_only)
{
    size_t n = (size_t)hops->node_count + 1;

    *out = (cf_loop_maker){
        .hops = hops,
        .kind = kind,
        .open_only = open_only,
        .steps = malloc(n * sizeof *out->steps),
        .chosen = malloc(n * sizeof *out->chosen),
        .turned = malloc(n * sizeof *out->turned),
        .passing = malloc(n * sizeof *out->passing),
        .scores = malloc(n * sizeof *out->scores),
    };
    return out->steps == NULL || out->chosen == NULL || out->turned == NULL ||
                   out->passing == NULL || out->scores == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

void cf_loop_maker_free(cf_loop_maker *maker)
{
    free(maker->steps);
    free(maker->chosen);
    free(maker->turned);
    free(maker->passing);
    free(maker->scores);
}

/* ---- through-flow ---- */

static const cf_hop *hop_at(const cf_loop_maker *maker, int i)
{
    return &maker->hops->hops[maker->chosen[i]];
}

static int rank_at(const cf_loop_maker *maker, int i)
{
    return maker->hops->rank[hop_at(maker, i)->tail];
}

/* The payer of hop i gets trade and pays capital. */
static bool is_supplier_at(const cf_loop_maker *maker, int i, int length)
{
    return hop_at(maker, i)->carries == CF_CAPITAL &&
           hop_at(maker, i > 0 ? i - 1 : length - 1)->carries == CF_TRADE;
}

/* passing[i]: the part of hop i-1 that goes on by hop i. */
static double through_from(const cf_loop_maker *maker, int start, int length)
{
    double through = hop_at(maker, start)->amount;

    for (int i = start + 1; i < length; i++)
        through *= maker->passing[i];
    for (int i = 0; i < start; i++)
        through *= maker->passing[i];
    return through;
}

/* scores[i]: the through-flow from i, up to a factor that is the same for all i. Where one hop is
 * passed nothing, only money that starts with it comes round; with two such hops, none does. */
static void take_scores(cf_loop_maker *maker, int length)
{
    int nothing = 0;

    for (int i = 0; i < length; i++)
        nothing += maker->passing[i] <= 0;
    for (int i = 0; i < length; i++) {
        double amount = hop_at(maker, i)->amount, passing = maker->passing[i];

        if (nothing > (passing <= 0))
            maker->scores[i] = 0;
        else
            maker->scores[i] = passing > 0 ? amount / passing : amount;
    }
}

/* The number of suppliers, and one of them. */
static int count_suppliers(const cf_loop_maker *maker, int length, int *one)
{
    int count = 0;

    for (int i = 0; i < length; i++) {
        if (is_supplier_at(maker, i, length)) {
            *one = i;
            count++;
        }
    }
    return count;
}

/* The supplier with the largest through-flow; of ties, the first by rank. */
static int best_supplier(cf_loop_maker *maker, int length)
{
    double most = 0;
    int best = -1;

    for (int i = 0; i < length; i++)
        maker->passing[i] = cf_hops_passing(maker->hops, maker->chosen[i > 0 ? i - 1 : length - 1],
                                            maker->chosen[i]);
    if (count_suppliers(maker, length, &best) == 1)
        return best;
    best = -1;
    take_scores(maker, length);
    for (int i = 0; i < length; i++) {
        if (is_supplier_at(maker, i, length))
            most = fmax(most, maker->scores[i]);
    }
    for (int i = 0; i < length; i++) {
        if (is_supplier_at(maker, i, length) && maker->scores[i] >= most * (1 - CF_SAME_AMOUNT) &&
            (best < 0 || rank_at(maker, i) < rank_at(maker, best)))
            best = i;
    }
    return best;
}

static int first_by_rank(const cf_loop_maker *maker, int length)
{
    int first = 0;

    for (int i = 1; i < length; i++)
        first = rank_at(maker, i) < rank_at(maker, first) ? i : first;
    return first;
}

void cf_loop_add_class(cf_loop *loop, const cf_hop *hop)
{
    loop->capital = loop->capital || hop->carries == CF_CAPITAL;
    loop->trade = loop->trade || hop->carries == CF_TRADE;
    loop->service = loop->service || hop->carries == CF_SERVICE;
}

cf_loop cf_loop_make(cf_loop_maker *maker, int length)
{
    cf_loop loop = { .hops = maker->turned,
                     .length = length,
                     .quantified = true,
                     .amount = (double)INFINITY,
                     .supplier = -1,
                     .first_day = CF_NO_DAY,
                     .last_day = CF_NO_DAY };
    int start = -1;

    for (int i = 0; i < length; i++) {
        const cf_hop *hop = hop_at(maker, i);

        cf_loop_add_class(&loop, hop);
        loop.quantified = loop.quantified && !hop->open;
        loop.amount = fmin(loop.amount, hop->amount);
    }
    if (!loop.quantified)
        loop.amount = 0;
    else if (loop.capital && loop.trade)
        start = best_supplier(maker, length);
    if (start >= 0) {
        loop.supplier = hop_at(maker, start)->tail;
        loop.through_flow = through_from(maker, start, length);
    } else {
        start = first_by_rank(maker, length);
    }
    for (int i = 0; i < length; i++)
        maker->turned[i] = maker->chosen[start + i < length ? start + i : start + i - length];
    return loop;
}

/* ---- every combination of hops ---- */

static bool fits(const cf_loop_maker *maker, int length)
{
    cf_loop all = { 0 };
    bool open = false;

    if (maker->kind != CF_LOOPS_FINANCING && !maker->open_only)
        return true;
    for (int i = 0; i < length; i++) {
        const cf_hop *hop = hop_at(maker, i);

        cf_loop_add_class(&all, hop);
        open = open || hop->open;
    }
    return (maker->kind != CF_LOOPS_FINANCING || (all.capital && all.trade)) &&
           (!maker->open_only || open);
}

/* The next combination, in the order of classes by name; false after the last. */
static bool choose_next(cf_loop_maker *maker, int length)
{
    for (int i = length - 1; i >= 0; i--) {
        const cf_step *step = maker->steps[i];

        if (maker->chosen[i] < step->hop + (step->choices - 1) * step->stride) {
            maker->chosen[i] += step->stride;
            return true;
        }
        maker->chosen[i] = step->hop;
    }
    return false;
}

/* ---- a loop of single hops, from the figures of the search ---- */

struct closed {
    const cf_search *search;
    const cf_search_figures *figures; /* hop i: figures[i + 1], but for the last */
    int last;                         /* number of the hop that closes it */
    double amount;                    /* of that hop */
    double into_last, into_first;     /* passing */
    bool root_supplies, last_supplies;
    int nothing; /* hops that pass nothing on */
};

/* Trade comes in, capital goes out. */
static bool supplies(unsigned in, unsigned out)
{
    return (in & CF_HAS_TRADE) != 0 && (out & CF_HAS_CAPITAL) != 0;
}

static struct closed close_way(const cf_search *search, int closing)
{
    const cf_loop_block *block = search->block;
    int last = search->depth, *path = search->path;
    unsigned first = search->figures[1].has, before = search->figures[last].has;
    struct closed closed = { .search = search, .figures = search->figures, .last = last };

    path[last] = block->hops[closing];
    closed.amount = block->amounts[closing];
    closed.into_last = cf_hops_passing(search->hops, path[last - 1], path[last]);
    closed.into_first = cf_hops_passing(search->hops, path[last], path[0]);
    closed.root_supplies = supplies(block->has[closing], first);
    closed.last_supplies = supplies(before, block->has[closing]);
    closed.nothing =
        closed.figures[last].nothing + (closed.into_last <= 0) + (closed.into_first <= 0);
    return closed;
}

static double passing_at(const struct closed *closed, int i)
{
    if (i == closed->last)
        return closed->into_last;
    return i == 0 ? closed->into_first : closed->figures[i + 1].passing;
}

static double amount_at(const struct closed *closed, int i)
{
    return i == closed->last ? closed->amount : closed->figures[i + 1].amount;
}

/* As take_scores does it. */
static double score_at(const struct closed *closed, int i)
{
    double passing = passing_at(closed, i), amount = amount_at(closed, i);

    if (closed->nothing > (passing <= 0))
        return 0;
    return passing > 0 ? amount / passing : amount;
}

/* Suppliers, by the hops that they pay, into maker->chosen. */
static int list_suppliers(cf_loop_maker *maker, const struct closed *closed)
{
    int count = 0;

    if (closed->last_supplies)
        maker->chosen[count++] = closed->last;
    for (int i = closed->figures[closed->last].supplier; i > 0; i = closed->figures[i + 1].earlier)
        maker->chosen[count++] = i;
    if (closed->root_supplies)
        maker->chosen[count++] = 0;
    return count;
}

/* As best_supplier does it. */
static int best_of(cf_loop_maker *maker, const struct closed *closed, int count)
{
    const cf_search_frame *frames = closed->search->frames;
    const int *rank = closed->search->block->rank;
    double most = 0;
    int best = -1;

    for (int j = 0; j < count; j++) {
        maker->scores[j] = score_at(closed, maker->chosen[j]);
        most = fmax(most, maker->scores[j]);
    }
    for (int j = 0; j < count; j++) {
        int i = maker->chosen[j];

        if (maker->scores[j] >= most * (1 - CF_SAME_AMOUNT) &&
            (best < 0 || rank[frames[i].vertex] < rank[frames[best].vertex]))
            best = i;
    }
    return best;
}

/* The factors are taken in the order from `start`, wherever the search began. */
static double through_closed(const struct closed *closed, int start)
{
    const cf_search_figures *figures = closed->figures;
    double through = amount_at(closed, start);

    if (start == figures[closed->last].supplier)
        through = figures[closed->last].through;
    else
        for (int i = start + 1; i < closed->last; i++)
            through *= figures[i + 1].passing;
    if (start < closed->last)
        through *= closed->into_last;
    if (start > 0)
        through *= closed->into_first;
    for (int i = 1; i < start; i++)
        through *= figures[i + 1].passing;
    return through;
}

/* With capital and trade. Where service parts them, there is no supplier, and the loop starts at
 * its first vertex by rank. */
static cf_loop make_single(cf_loop_maker *maker, const cf_search *search, int closing)
{
    struct closed closed = close_way(search, closing);
    int count = list_suppliers(maker, &closed), *path = search->path;
    int start = count == 0   ? search->smallest[closed.last].first
                : count == 1 ? maker->chosen[0]
                             : best_of(maker, &closed, count);
    unsigned has = search->frames[closed.last].has | search->block->has[closing];

    for (int i = 0; i < start; i++)
        path[closed.last + 1 + i] = path[i];
    return (cf_loop){ .hops = path + start,
                      .length = closed.last + 1,
                      .capital = true,
                      .trade = true,
                      .service = (has & CF_HAS_SERVICE) != 0,
                      .quantified = true,
                      .amount = fmin(search->smallest[closed.last].amount, closed.amount),
                      .supplier = count == 0 ? -1 : search->hops->hops[path[start]].tail,
                      .through_flow = count == 0 ? 0.0 : through_closed(&closed, start),
                      .first_day = CF_NO_DAY,
                      .last_day = CF_NO_DAY };
}

bool cf_loop_make_all(cf_loop_maker *maker, const cf_search *search, int closing,
                      cf_loop_visitor *visit, void *payload)
{
    const cf_step *steps = search->block->steps;
    int length = search->depth + 1;

    if (search->block->is_single &&
        cf_has_both(search->frames[search->depth].has | search->block->has[closing])) {
        cf_loop loop = make_single(maker, search, closing);

        return visit(&loop, payload);
    }
    for (int i = 0; i < length; i++) {
        maker->steps[i] = &steps[i < search->depth ? search->frames[i + 1].step : closing];
        maker->chosen[i] = maker->steps[i]->hop;
    }
    do {
        cf_loop loop;

        if (!fits(maker, length))
            continue;
        loop = cf_loop_make(maker, length);
        if (!visit(&loop, payload))
            return false;
    } while (choose_next(maker, length));
    return true;
}

/* ---- order ---- */

double cf_loop_key(double through, int bits)
{
    int exponent;
    double part = frexp(through, &exponent);

    return through < CF_LOOP_TINY ? 0.0 : ldexp(rint(ldexp(part, bits)), exponent - bits);
}

static int compare_numbers(double a, double b)
{
    return (a < b) - (a > b); /* the larger first */
}

/* 0: with a through-flow; 1: quantified; 2: without figures. */
static int group_of(const cf_loop *loop)
{
    return !loop->quantified ? 2 : loop->supplier < 0;
}

static int compare_paths(const cf_hops *hops, const cf_loop *a, const cf_loop *b)
{
    for (int i = 0; i < a->length && i < b->length; i++) {
        int x = hops->rank[hops->hops[a->hops[i]].tail],
            y = hops->rank[hops->hops[b->hops[i]].tail];

        if (x != y)
            return x < y ? -1 : 1;
    }
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    for (int i = 0; i < a->length; i++) {
        if (a->hops[i] != b->hops[i]) /* of one step, by the names of their classes */
            return a->hops[i] < b->hops[i] ? -1 : 1;
    }
    return 0;
}

int cf_loop_compare(const cf_hops *hops, const cf_loop *a, const cf_loop *b)
{
    int order = group_of(a) - group_of(b);

    if (order == 0 && a->supplier >= 0)
        order = compare_numbers(cf_loop_key(a->through_flow, CF_LOOP_BITS),
                                cf_loop_key(b->through_flow, CF_LOOP_BITS));
    if (order == 0)
        order = compare_numbers(a->amount, b->amount);
    return order != 0 ? order : compare_paths(hops, a, b);
}
