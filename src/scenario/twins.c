/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the same deal twice: a hash table of all deals, of which 16 are looked up together. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/survey.h"

struct cf_twin_slot {
    uint32_t tag; /* half of the hash */
    int next;     /* the deal, and one; 0: none */
};

enum { TOGETHER = 16, FEW = 100 };

/* ---- one deal ---- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static uint64_t mix_number(uint64_t hash, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return mix(hash, bits);
}

static uint64_t pack(int a, int b)
{
    return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    while (text != NULL && *text != '\0')
        hash = mix(hash, (unsigned char)*text++);
    return hash;
}

static bool has_date(const cf_deal *deal)
{
    return deal->announced != CF_NO_DAY || deal->start != CF_NO_DAY || deal->end != CF_NO_DAY ||
           deal->schedule_count > 0;
}

/* Of all that two deals that are one have in common: only linked ones have one number and are two.
 */
static uint64_t hash_of(const cf_deal *deal, uint64_t seed)
{
    int kind = 8 * (int)cf_relation_class(deal->relation) + 4 * deal->contingent + 2 * deal->cash;
    uint64_t hash = mix(seed, pack(deal->payer, deal->payee));

    hash = mix_number(hash, deal->amount.base);
    hash = mix(hash, pack(deal->announced, kind + (deal->kind == CF_SHARE_OF)));
    hash = mix(hash, pack(deal->start, deal->end));
    hash = mix_text(hash, deal->kind == CF_SHARE_OF ? NULL : deal->currency);
    for (int i = 0; deal->kind == CF_SHARE_OF && i < deal->share_of.count; i++)
        hash = mix(hash, (uint64_t)deal->share_of.at[i]);
    for (int i = 0; i < deal->schedule_count; i++)
        hash = mix_number(mix(hash, (uint64_t)deal->schedule[i].date), deal->schedule[i].amount);
    return has_date(deal) ? hash : mix_text(hash, deal->instrument);
}

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool lists(cf_deal_list list, int deal)
{
    for (int i = 0; i < list.count; i++)
        if (list.at[i] == deal)
            return true;
    return false;
}

static bool is_same_list(cf_deal_list a, cf_deal_list b)
{
    for (int i = 0; i < a.count && i < b.count; i++)
        if (a.at[i] != b.at[i])
            return false;
    return a.count == b.count;
}

static bool is_same_schedule(const cf_deal *a, const cf_deal *b)
{
    for (int i = 0; i < a->schedule_count && i < b->schedule_count; i++)
        if (a->schedule[i].date != b->schedule[i].date ||
            a->schedule[i].amount != b->schedule[i].amount)
            return false;
    return a->schedule_count == b->schedule_count;
}

static bool is_same_amount(const cf_deal *a, const cf_deal *b)
{
    if (a->kind != b->kind || a->amount.base != b->amount.base)
        return false;
    return a->kind == CF_SHARE_OF ? is_same_list(a->share_of, b->share_of)
                                  : is_same_text(a->currency, b->currency);
}

/* The file says how the two belong together. */
static bool is_linked(const cf_deal *deals, int a, int b)
{
    return deals[a].part_of == b || deals[b].part_of == a || lists(deals[a].supersedes, b) ||
           lists(deals[b].supersedes, a);
}

static bool is_twin(const cf_deal *deals, int late, int early)
{
    const cf_deal *a = &deals[late], *b = &deals[early];

    return a->payer == b->payer && a->payee == b->payee &&
           cf_relation_class(a->relation) == cf_relation_class(b->relation) &&
           a->contingent == b->contingent && a->cash == b->cash && is_same_amount(a, b) &&
           a->announced == b->announced && a->start == b->start && a->end == b->end &&
           is_same_schedule(a, b) && (has_date(a) || is_same_text(a->instrument, b->instrument)) &&
           !is_linked(deals, late, early);
}

/* ---- all ---- */

bool cf_twins_start(cf_twins *twins, int deals)
{
    size_t room = 16;

    while (room < (size_t)deals + (size_t)deals / 2)
        room *= 2;
    *twins = (cf_twins){ .mask = room - 1, .few = deals <= FEW };
    twins->slots = calloc(room, sizeof *twins->slots);
    return twins->slots != NULL;
}

/* Adds a deal, or notes that an earlier one is the same. */
static bool look_up(cf_twins *twins, const cf_deal *deals, int index, uint32_t tag)
{
    size_t at = tag & twins->mask;

    for (; twins->slots[at].next != 0; at = (at + 1) & twins->mask) {
        int early = twins->slots[at].next - 1;

        if (twins->slots[at].tag == tag && is_twin(deals, index, early))
            return cf_vec_push(&twins->list, (cf_twin){ index, early });
    }
    twins->slots[at] = (struct cf_twin_slot){ tag, index + 1 };
    return true;
}

bool cf_twins_end(cf_twins *twins, const cf_deal *deals)
{
    bool good = true;

    for (int i = 0; i < twins->waiting_count && good; i++)
        good = look_up(twins, deals, twins->waiting[i], twins->tags[i]);
    twins->waiting_count = 0;
    return good;
}

/* Those without an amount count for nothing, once or twice; those with an error are told of it. */
bool cf_twins_add(cf_twins *twins, const cf_deal *deals, int index)
{
    const cf_deal *deal = &deals[index];
    uint32_t tag;

    if (deal->payer < 0 || deal->payee < 0 || deal->relation == CF_RELATION_COUNT ||
        deal->kind == CF_UNQUANTIFIED || !(deal->amount.base > 0.0) ||
        !(twins->few || has_date(deal)))
        return true;
    tag = (uint32_t)hash_of(deal, (uint64_t)(uintptr_t)twins->slots); /* another one each time */
    __builtin_prefetch(&twins->slots[tag & twins->mask], 1);
    twins->waiting[twins->waiting_count] = index;
    twins->tags[twins->waiting_count++] = tag;
    return twins->waiting_count < TOGETHER || cf_twins_end(twins, deals);
}

void cf_twins_free(cf_twins *twins)
{
    free(twins->list.at);
    free(twins->slots);
    *twins = (cf_twins){ .mask = 0 };
}
