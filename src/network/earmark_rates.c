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

static const cf_payment *tied_payment(const cf_rates *rates, int t)
{
    return &rates->flow->network->payments[rates->flow->tied[t]];
}

/* Each tied payment offers what is left in proportion to room. Returns whether anything was
 * offered. */
static bool make_offers(cf_rates *rates, int t)
{
    const cf_payment *payment = tied_payment(rates, t);
    cf_dual left = rates->left[rates->flow->tied[t]], room = { 0 };
    cf_dual *offer = &rates->offer[rates->flow->into[t] + 1];

    for (int k = 0; k < payment->earmark_count; k++)
        room = plus(room, rates->left[payment->earmark[k]]);
    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        offer[k] = (cf_dual){ 0 };
        if (is_positive(left) && is_positive(room))
            offer[k] = times(left, over(rates->left[purchase], room));
        rates->offers[purchase] = plus(rates->offers[purchase], offer[k]);
    }
    return is_positive(left) && is_positive(room);
}

/* More is offered than there is room: at the same value the rates decide. */
static bool is_too_much(const cf_rates *rates, int purchase)
{
    cf_dual offers = rates->offers[purchase], room = rates->left[purchase];
    double amount = rates->flow->network->payments[purchase].amount;

    if (fabs(offers.value - room.value) <= CF_SAME_AMOUNT * amount)
        return offers.rate > room.rate;
    return offers.value > room.value;
}

static void take_offers(cf_rates *rates, int t)
{
    const cf_payment *payment = tied_payment(rates, t);
    cf_dual *left = &rates->left[rates->flow->tied[t]];
    cf_dual *offer = &rates->offer[rates->flow->into[t] + 1];
    cf_dual *placed = &rates->placed[rates->flow->into[t] + 1];

    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        if (is_too_much(rates, purchase))
            offer[k] = times(offer[k], over(rates->left[purchase], rates->offers[purchase]));
        placed[k] = plus(placed[k], offer[k]);
        *left = minus(*left, offer[k]);
    }
}

/* What is left within rounding of nothing is nothing. */
static void clean(const cf_rates *rates, int payment)
{
    cf_dual *left = &rates->left[payment];

    if (left->value <= CF_SAME_AMOUNT * rates->flow->network->payments[payment].amount) {
        left->value = 0.0;
        left->rate = left->rate > CF_FILLING_RATE_ROUNDING ? left->rate : 0.0;
    }
}

static void close_round(cf_rates *rates, int t)
{
    const cf_payment *payment = tied_payment(rates, t);

    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];
        cf_dual *left = &rates->left[purchase], *offers = &rates->offers[purchase];

        *left = is_too_much(rates, purchase) ? (cf_dual){ 0 } : minus(*left, *offers);
        *offers = (cf_dual){ 0 };
        clean(rates, purchase);
    }
    clean(rates, rates->flow->tied[t]);
}

/* ---- a group ---- */

static void start_group(cf_rates *rates, int t, int changing, double direction)
{
    const cf_payment *payments = rates->flow->network->payments, *payment = tied_payment(rates, t);
    int tied = rates->flow->tied[t];

    rates->left[tied] = (cf_dual){ payment->amount, tied == changing ? direction : 0.0 };
    for (int k = 0; k < payment->earmark_count; k++) {
        int purchase = payment->earmark[k];

        rates->left[purchase] =
            (cf_dual){ payments[purchase].amount, purchase == changing ? direction : 0.0 };
        rates->offers[purchase] = (cf_dual){ 0 };
        rates->placed[rates->flow->into[t] + 1 + k] = (cf_dual){ 0 };
    }
}

static void collect_rates(cf_rates *rates, int t)
{
    const cf_payment *payment = tied_payment(rates, t);
    int first = rates->flow->into[t] + 1, tied = rates->flow->tied[t];
    double placed = 0.0;

    for (int k = 0; k < payment->earmark_count; k++) {
        cf_dual *left = &rates->left[payment->earmark[k]];

        cf_rates_add(rates, first + k, rates->placed[first + k].rate);
        placed += rates->placed[first + k].rate;
        cf_rates_add(rates, payment->earmark[k], left->rate);
        left->rate = 0.0; /* listed once, whoever else lists it */
    }
    cf_rates_add(rates, rates->flow->into[t], placed);
    cf_rates_add(rates, tied, rates->left[tied].rate);
}

void cf_rates_fill(cf_rates *rates, int group, int payment, double direction)
{
    const cf_rates_group *members = &rates->groups[group];
    const int *t = rates->group_tied;
    int rounds = rates->flow->edge_count + 1; /* more than there can be */
    bool offered = true;

    for (int i = members->start; i < members->past; i++)
        start_group(rates, t[i], payment, direction);
    while (offered && rounds-- > 0) {
        offered = false;
        for (int i = members->start; i < members->past; i++)
            offered = make_offers(rates, t[i]) || offered;
        for (int i = members->start; i < members->past; i++)
            take_offers(rates, t[i]);
        for (int i = members->start; i < members->past; i++)
            close_round(rates, t[i]);
    }
    for (int i = members->start; i < members->past; i++)
        collect_rates(rates, t[i]);
}
