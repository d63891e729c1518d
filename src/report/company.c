/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the colours of companies: by size who gets one, by id which one. */
#include "report/company.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SOME 1e-9 /* of a deal of unknown amount: more than no deal */

typedef struct size {
    double capital, trade; /* out and in, over all deals */
} size;

/* FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo 1991), folded. Begun so that the suppliers that are told
 * of most, Nvidia, Amazon, Microsoft and Google, choose different colours. */
static int chosen_colour(const char *id)
{
    unsigned hash = 1632;

    for (; *id != '\0'; id++)
        hash = (hash ^ (unsigned char)*id) * 16777619u & 0xFFFFFFFFu;
    return (int)((hash ^ hash >> 15) % CF_COLOURS);
}

static void add_up(size *sizes, const cf_scenario *scenario)
{
    for (int d = 0; d < scenario->deal_count; d++) {
        const cf_deal *deal = &scenario->deals[d];
        double amount = SOME;

        if (deal->kind == CF_QUANTIFIED)
            amount += deal->amount.base * deal->fx;
        if (cf_relation_class(deal->relation) == CF_CAPITAL)
            sizes[deal->payer].capital += amount;
        else if (cf_relation_class(deal->relation) == CF_TRADE)
            sizes[deal->payee].trade += amount;
    }
}

/* Whether one size is larger than another: suppliers that invest come before those that do not. */
static bool is_larger(const size *one, const size *other)
{
    double both = fmin(one->capital, one->trade), others = fmin(other->capital, other->trade);

    if (both > others || both < others)
        return both > others;
    return one->trade > other->trade;
}

static void give(cf_companies *out, const cf_entity *entity)
{
    int colour = chosen_colour(entity->id);

    while (out->of[colour] != NULL)
        colour = (colour + 1) % CF_COLOURS;
    out->of[colour] = entity;
}

cf_status cf_companies_find(cf_companies *out, const cf_scenario *scenario)
{
    size *sizes = calloc((size_t)scenario->entity_count + 1, sizeof *sizes);

    *out = (cf_companies){ .of = { NULL } };
    if (sizes == NULL)
        return CF_NO_MEMORY;
    add_up(sizes, scenario);
    for (int given = 0; given < CF_COLOURS; given++) {
        int largest = 0;

        for (int v = 1; v < scenario->entity_count; v++)
            if (is_larger(&sizes[v], &sizes[largest]))
                largest = v;
        if (scenario->entity_count == 0 || !(sizes[largest].trade > 0.0))
            break;
        give(out, &scenario->entities[largest]);
        sizes[largest] = (size){ 0.0, 0.0 };
    }
    free(sizes);
    return CF_OK;
}
