/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks of suppliers that back capital of others: see the header. */
#include "what_if/backed.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "circfin/backing.h"

/* One supplier; payments from the network's number on are two for each part. */
struct backer {
    int supplier;
    const cf_backed_part *parts; /* they change */
    int part_count;
    cf_what_if *bench;
};

struct cf_backed {
    const cf_view *view;
    bool joint;
    cf_network network; /* without any backing */
    cf_backing *backing;
    int *payment_of; /* of a deal of the view; -1: inside a joint node */
    int *deal_of;    /* of a payment: the deal of the view */
    bool stale;      /* shares */
    struct backer *backers;
    int backer_count;
    int *backer_of; /* of a node; -1: none */
    cf_arena arena;
};

#define NEW(backed, count, type)                                                                   \
    ((type *)cf_arena_new(&(backed)->arena, (size_t)(count), sizeof(type)))

/* ---- networks ---- */

static void add_parts(const cf_backed *backed, const struct backer *backer, cf_payment *payments)
{
    int first = backed->network.payment_count, kept = backed->network.node_count;

    for (int k = 0; k < backer->part_count; k++) {
        const cf_backed_part *part = &backer->parts[k];
        cf_payment *whole = &payments[backed->payment_of[part->view_deal]];
        cf_payment *own = &payments[first + 2 * k], *rest = own + 1;

        *own = *whole;
        own->open = false; /* if it is, none of its amount is backed */
        own->payer = backer->supplier;
        own->amount = whole->amount * part->share;
        *rest = (cf_payment){ .payer = whole->payer, .payee = kept, .amount = own->amount };
        whole->amount *= 1.0 - part->share;
    }
}

static cf_status open_backer(cf_backed *backed, struct backer *backer)
{
    const cf_network *of = &backed->network;
    size_t nodes = (size_t)of->node_count, payments = (size_t)of->payment_count;
    cf_node *node = NEW(backed, nodes + 1, cf_node);
    cf_payment *payment = NEW(backed, payments + 2 * (size_t)backer->part_count, cf_payment);
    cf_network *network = NEW(backed, 1, cf_network);

    if (backed->arena.failed)
        return CF_NO_MEMORY;
    memcpy(node, of->nodes, nodes * sizeof *node);
    if (payments > 0)
        memcpy(payment, of->payments, payments * sizeof *payment);
    add_parts(backed, backer, payment);
    *network = (cf_network){ .nodes = node,
                             .node_count = of->node_count + 1,
                             .payments = payment,
                             .payment_count = of->payment_count + 2 * backer->part_count };
    return cf_what_if_new(&backer->bench, network, false);
}

/* ---- who backs what ---- */

static int seen(const cf_backed *backed, int entity)
{
    const cf_view *view = backed->view;

    for (int i = 0; backed->joint && i < view->joint_count; i++) {
        if (view->joint[i] == entity)
            return view->joint[0];
    }
    return entity;
}

/* The payments of the network, by deals of the view and back. */
static cf_status list_payments(cf_backed *backed)
{
    const cf_view *view = backed->view;
    int count = 0;

    backed->payment_of = NEW(backed, view->deal_count, int);
    backed->deal_of = NEW(backed, view->deal_count, int);
    if (backed->arena.failed)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->deal_count; i++) {
        bool inside = seen(backed, view->deals[i].payer) == seen(backed, view->deals[i].payee);

        backed->payment_of[i] = inside ? -1 : count;
        if (!inside)
            backed->deal_of[count++] = i;
    }
    return CF_OK;
}

static cf_status add_backer(cf_backed *backed, const cf_backed_part *parts, int count)
{
    struct backer *backer = &backed->backers[backed->backer_count];

    *backer = (struct backer){ .supplier = parts->supplier, .parts = parts, .part_count = count };
    backed->backer_of[parts->supplier] = backed->backer_count++;
    return open_backer(backed, backer);
}

static cf_status list_backers(cf_backed *backed)
{
    int count = 0;
    const cf_backed_part *parts = cf_backing_parts(backed->backing, &count);
    cf_status status = CF_OK;

    backed->backers = NEW(backed, count, struct backer);
    if (backed->backers == NULL)
        return CF_NO_MEMORY;
    for (int first = 0, past; status == CF_OK && first < count; first = past) {
        for (past = first; past < count && parts[past].supplier == parts[first].supplier;)
            past++;
        status = add_backer(backed, &parts[first], past - first);
    }
    return status;
}

cf_status cf_backed_new(cf_backed **out, const cf_network *network, const cf_view *view, bool joint)
{
    cf_backed *backed = calloc(1, sizeof *backed);
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (backed == NULL)
        return CF_NO_MEMORY;
    backed->view = view;
    backed->joint = joint;
    backed->network = *network;
    backed->backer_of = NEW(backed, network->node_count, int);
    for (int v = 0; backed->backer_of != NULL && v < network->node_count; v++)
        backed->backer_of[v] = -1;
    if (backed->backer_of != NULL)
        status = cf_backing_new(&backed->backing, view, joint);
    if (status == CF_OK)
        status = list_payments(backed);
    if (status == CF_OK)
        status = list_backers(backed);
    if (status == CF_OK)
        *out = backed;
    else
        cf_backed_free(backed);
    return status;
}

void cf_backed_free(cf_backed *backed)
{
    if (backed == NULL)
        return;
    for (int i = 0; i < backed->backer_count; i++)
        cf_what_if_free(backed->backers[i].bench);
    cf_backing_free(backed->backing);
    cf_arena_free(&backed->arena);
    free(backed);
}

/* ---- asking ---- */

cf_what_if *cf_backed_bench(const cf_backed *backed, int supplier)
{
    int index = supplier < backed->network.node_count ? backed->backer_of[supplier] : -1;

    return index < 0 ? NULL : backed->backers[index].bench;
}

int cf_backed_count(const cf_backed *backed)
{
    return backed->backer_count;
}

cf_what_if *cf_backed_at(const cf_backed *backed, int index)
{
    return backed->backers[index].bench;
}

int cf_backed_payment(const cf_backed *backed, int supplier, int payment)
{
    const struct backer *backer = &backed->backers[backed->backer_of[supplier]];
    int beyond = payment - backed->network.payment_count;

    return beyond < 0 ? payment : backed->payment_of[backer->parts[beyond / 2].view_deal];
}

/* ---- changing ---- */

static void set_for(const cf_backed *backed, const struct backer *backer, int payment,
                    double amount)
{
    double left = amount;

    for (int k = 0; k < backer->part_count; k++) {
        int own = backed->network.payment_count + 2 * k;
        double share = backer->parts[k].share;

        if (backed->payment_of[backer->parts[k].view_deal] != payment)
            continue;
        cf_what_if_set_amount(backer->bench, own, amount * share);
        cf_what_if_set_amount(backer->bench, own + 1, amount * share);
        left = amount * (1.0 - share);
    }
    cf_what_if_set_amount(backer->bench, payment, left);
}

void cf_backed_set_amount(cf_backed *backed, int payment, double amount)
{
    for (int i = 0; i < backed->backer_count; i++)
        set_for(backed, &backed->backers[i], payment, amount);
}

void cf_backed_set_due(cf_backed *backed, int payment, double due)
{
    cf_backing_set_due(backed->backing, backed->deal_of[payment], due);
    backed->stale = true;
}

void cf_backed_share_out(cf_backed *backed, const cf_payment *payments)
{
    if (!backed->stale)
        return;
    backed->stale = false;
    cf_backing_share_out(backed->backing);
    for (int i = 0; i < backed->backer_count; i++) {
        const struct backer *backer = &backed->backers[i];

        for (int k = 0; k < backer->part_count; k++) {
            int payment = backed->payment_of[backer->parts[k].view_deal];

            if (!payments[payment].open)
                set_for(backed, backer, payment, payments[payment].amount);
        }
    }
}
