/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance: a network with the same deals between others. Every payment keeps its payer, its amount
 * and its class; payees are permuted within a class. So everybody still pays what it pays, and is
 * still a payee as often: networks rewired in this way are the usual null model (S. Maslov,
 * K. Sneppen, 2002, https://doi.org/10.1126/science.1065103).
 */
#include <assert.h>
#include <stdlib.h>

#include "analyses/chance.h"
#include "base/random.h"

/* Kinds of random numbers, after those of simulate. */
enum { KIND_OF_CLASS = 5 };

static int class_of(const cf_payment *payment)
{
    static const int classes[CF_CLASS_COUNT] = { [CF_TRADE] = CF_SHUFFLE_TRADE,
                                                 [CF_CAPITAL] = CF_SHUFFLE_CAPITAL,
                                                 [CF_SERVICE] = CF_SHUFFLE_SERVICE };

    return classes[payment->carries];
}

static cf_status make_room(cf_shuffle_part *part, int count)
{
    size_t size = (size_t)count + 1;

    part->payments = calloc(size, sizeof *part->payments);
    part->payers = calloc(size, sizeof *part->payers);
    part->payees = calloc(size, sizeof *part->payees);
    return part->payments == NULL || part->payers == NULL || part->payees == NULL ? CF_NO_MEMORY
                                                                                  : CF_OK;
}

cf_status cf_shuffle_new(cf_shuffle *out, const cf_network *network)
{
    int counts[CF_SHUFFLE_CLASSES] = { 0 };
    cf_status status = CF_OK;

    *out = (cf_shuffle){ 0 };
    for (int i = 0; i < network->payment_count; i++)
        counts[class_of(&network->payments[i])]++;
    for (int c = 0; status == CF_OK && c < CF_SHUFFLE_CLASSES; c++)
        status = make_room(&out->parts[c], counts[c]);
    for (int i = 0; status == CF_OK && i < network->payment_count; i++) {
        cf_shuffle_part *part = &out->parts[class_of(&network->payments[i])];
        int at = part->count++;

        part->payments[at] = i;
        part->payers[at] = network->payments[i].payer;
        part->payees[at] = network->payments[i].payee;
    }
    return status;
}

void cf_shuffle_free(cf_shuffle *shuffle)
{
    for (int c = 0; c < CF_SHUFFLE_CLASSES; c++) {
        cf_shuffle_part *part = &shuffle->parts[c];

        free(part->payments);
        free(part->payers);
        free(part->payees);
        free(part->rows);
        free(part->probabilities);
    }
    *shuffle = (cf_shuffle){ 0 };
}

/* ---- a draw ---- */

static void swap_payees(const cf_shuffle_part *part, cf_payment *payments, int i, int j)
{
    int *a = &payments[part->payments[i]].payee, *b = &payments[part->payments[j]].payee;
    int kept = *a;

    *a = *b;
    *b = kept;
}

/* Whether i, which pays itself, and j would both pay others if they swapped payees. */
static bool fits(const cf_shuffle_part *part, const cf_payment *payments, int i, int j)
{
    const cf_payment *self = &payments[part->payments[i]], *other = &payments[part->payments[j]];

    return other->payee != self->payer && other->payer != self->payee;
}

static void part_from_itself(const cf_shuffle_part *part, cf_payment *payments, int i,
                             cf_random_bits *bits)
{
    int other = 0;

    for (int tries = 0; tries < CF_SHUFFLE_TRIES; tries++) {
        other = (int)cf_random_below(bits, (uint32_t)part->count);
        if (fits(part, payments, i, other))
            break;
    }
    for (int j = 0; !fits(part, payments, i, other); j++) {
        assert(j < part->count);
        other = j;
    }
    swap_payees(part, payments, i, other);
}

static void draw_class(const cf_shuffle_part *part, cf_payment *payments, cf_random_bits bits)
{
    for (int i = 0; i < part->count; i++)
        payments[part->payments[i]].payee = part->payees[i];
    for (int i = part->count - 1; i > 0; i--)
        swap_payees(part, payments, i, (int)cf_random_below(&bits, (uint32_t)i + 1));
    for (int i = 0; i < part->count; i++) {
        const cf_payment *payment = &payments[part->payments[i]];

        if (payment->payer == payment->payee)
            part_from_itself(part, payments, i, &bits);
    }
}

void cf_shuffle_draw(const cf_shuffle *shuffle, uint64_t seed, uint64_t draw, cf_payment *payments)
{
    for (uint32_t c = 0; c < CF_SHUFFLE_CLASSES; c++)
        draw_class(&shuffle->parts[c], payments, cf_random_begin(seed, draw, KIND_OF_CLASS + c));
}
