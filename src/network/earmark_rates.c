/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proportional filling (earmarks.c) with a rate beside every amount. An amount of value 0 and a
 * rate above 0 is a first drop: it is offered, taken and found room for like any other, but
 * moves no value. Products and quotients are those of the leading terms, which is all that the
 * rates of what is placed depend on.
 */
#include "network/rates.h"

#include <math.h>

#include "base/sum.h"

static bool is_positive(cf_dual x)
{
    return x.value > 0 || x.rate > CF_FILLING_RATE_ROUNDING;
}

static cf_dual plus(cf_dual x, cf_dual y)
{
    return (cf_dual){ x.value + y.value, x.rate + y.rate };
}

static cf_dual minus(cf_dual x, cf_dual y)
{
    return (cf_dual){ x.value - y.value, x.rate - y.rate };
}

static cf_dual times(cf_dual x, cf_dual y)
{
    return (cf_dual){ x.value * y.value, x.value * y.rate + x.rate * y.value };
}

/* x of y, where x is a part of y or far less: a first drop of a first drop is a finite part. */
static cf_dual over(cf_dual x, cf_dual y)
{
    if (y.value > 0)
        return (cf_dual){ x.value / y.value, (x.rate - x.value / y.value * y.rate) / y.value };
    return (cf_dual){ x.rate / y.rate, 0.0 };
}

/* ---- one round ---- */

static const cf_payment *tied_payment(const cf_rates *change, int t)
{
    const cf_slots *slots = change->slots;

    return &slots->flow->network->payments[slots->tied[t]];
}

/* Everybody offers what is left in proportion to room. Returns whether anything was offered. */
static bool make_offers(cf_rates *change, int t)
{
    const cf_payment *payment = tied_payment(change, t);
    cf_dual left = change->left[change->slots->tied[t]], room = { 0 };
    cf_dual *offer = &change->offer[change->slots->into[t] + 1];

    for (int k = 0; k < payment->earmark_count; k++)
        room = plus(room, change->left[payment->earmark[k]]);
    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        offer[k] = (cf_dual){ 0 };
        if (is_positive(left) && is_positive(room))
            offer[k] = times(left, over(change->left[purchase], room));
        change->offers[purchase] = plus(change->offers[purchase], offer[k]);
    }
    return is_positive(left) && is_positive(room);
}

/* More is offered than there is room: at the same value the rates decide. */
static bool is_too_much(const cf_rates *change, int purchase)
{
    cf_dual offers = change->offers[purchase], room = change->left[purchase];
    double amount = change->slots->flow->network->payments[purchase].amount;

    if (fabs(offers.value - room.value) <= CF_SAME_AMOUNT * amount)
        return offers.rate > room.rate;
    return offers.value > room.value;
}

static void take_offers(cf_rates *change, int t)
{
    const cf_payment *payment = tied_payment(change, t);
    cf_dual *left = &change->left[change->slots->tied[t]];
    cf_dual *offer = &change->offer[change->slots->into[t] + 1];
    cf_dual *placed = &change->placed[change->slots->into[t] + 1];

    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        if (is_too_much(change, purchase))
            offer[k] = times(offer[k], over(change->left[purchase], change->offers[purchase]));
        placed[k] = plus(placed[k], offer[k]);
        *left = minus(*left, offer[k]);
    }
}

/* What is left within rounding of nothing is nothing. */
static void clean(const cf_rates *change, int payment)
{
    cf_dual *left = &change->left[payment];

    if (left->value <= CF_SAME_AMOUNT * change->slots->flow->network->payments[payment].amount) {
        left->value = 0.0;
        left->rate = left->rate > CF_FILLING_RATE_ROUNDING ? left->rate : 0.0;
    }
}

static void close_round(cf_rates *change, int t)
{
    const cf_payment *payment = tied_payment(change, t);

    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];
        cf_dual *left = &change->left[purchase], *offers = &change->offers[purchase];

        *left = is_too_much(change, purchase) ? (cf_dual){ 0 } : minus(*left, *offers);
        *offers = (cf_dual){ 0 };
        clean(change, purchase);
    }
    clean(change, change->slots->tied[t]);
}

/* ---- a group ---- */

static void start(cf_rates *change, int t, int changing, double direction)
{
    const cf_slots *slots = change->slots;
    const cf_payment *payments = slots->flow->network->payments, *payment = tied_payment(change, t);
    int tied = slots->tied[t];

    change->left[tied] = (cf_dual){ payment->amount, tied == changing ? direction : 0.0 };
    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        change->left[purchase] =
            (cf_dual){ payments[purchase].amount, purchase == changing ? direction : 0.0 };
        change->offers[purchase] = (cf_dual){ 0 };
        change->placed[slots->into[t] + 1 + k] = (cf_dual){ 0 };
    }
}

static void collect(cf_rates *change, int t)
{
    const cf_slots *slots = change->slots;
    const cf_payment *payment = tied_payment(change, t);
    int first = slots->into[t] + 1, tied = slots->tied[t];
    double placed = 0.0;

    for (int k = 0; k < payment->earmark_count; k++) {
        cf_dual *left = &change->left[payment->earmark[k]];

        cf_rates_add(change, first + k, change->placed[first + k].rate);
        placed += change->placed[first + k].rate;
        cf_rates_add(change, payment->earmark[k], left->rate);
        left->rate = 0.0; /* listed once, whoever else lists it */
    }
    cf_rates_add(change, slots->into[t], placed);
    cf_rates_add(change, tied, change->left[tied].rate);
}

void cf_rates_fill(cf_rates *change, int group, int payment, double direction)
{
    const cf_slots *slots = change->slots;
    const cf_slot_group *members = &slots->groups[group];
    const int *t = slots->group_tied;
    int rounds = slots->count + 1; /* more than there can be */
    bool offered = true;

    for (int i = members->tied_start; i < members->tied_past; i++)
        start(change, t[i], payment, direction);
    while (offered && rounds-- > 0) {
        offered = false;
        for (int i = members->tied_start; i < members->tied_past; i++)
            offered = make_offers(change, t[i]) || offered;
        for (int i = members->tied_start; i < members->tied_past; i++)
            take_offers(change, t[i]);
        for (int i = members->tied_start; i < members->tied_past; i++)
            close_round(change, t[i]);
    }
    for (int i = members->tied_start; i < members->tied_past; i++)
        collect(change, t[i]);
}
