/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who backs how much of which capital: see the header. */
#include "circfin/backing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/sum.h"
#include "base/vec.h"

struct cf_backing {
    const cf_view *view;
    bool joint;
    cf_standing *standings; /* of a deal of the scenario */
    double *own;            /* its full amount, now */
    double *factor;         /* of a deal of the view: its full amount for each that is due */
    double *backed;         /* of a guarantee: the full amounts of all deals that it backs */
    CF_VEC(cf_backed_part) parts;
    cf_arena arena;
};

#define NEW(backing, count, type)                                                                  \
    ((type *)cf_arena_new(&(backing)->arena, (size_t)(count), sizeof(type)))

static bool is_capital(const cf_backing *backing, int deal)
{
    return backing->standings[deal] == CF_IN_SELECTION &&
           backing->view->scenario->deals[deal].relation == CF_INVESTOR;
}

/* An entity of the view, as one with those that are joined. */
static int seen(const cf_backing *backing, int entity)
{
    const cf_view *view = backing->view;

    for (int i = 0; backing->joint && i < view->joint_count; i++) {
        if (view->joint[i] == entity)
            return view->joint[0];
    }
    return entity;
}

static int guarantor(const cf_backing *backing, int guarantee)
{
    const cf_view *view = backing->view;

    return seen(backing, view->entity_of[view->scenario->deals[guarantee].payer]);
}

/* ---- parts ---- */

/* Those of one deal are the last ones. */
static bool has_part(const cf_backing *backing, int supplier, int view_deal)
{
    for (long i = backing->parts.count - 1; i >= 0 && backing->parts.at[i].view_deal == view_deal;
         i--) {
        if (backing->parts.at[i].supplier == supplier)
            return true;
    }
    return false;
}

static cf_status add_deal(cf_backing *backing, int view_deal)
{
    const cf_view_deal *of = &backing->view->deals[view_deal];
    const cf_deal_list by = backing->view->scenario->deals[of->deal].backed_by;

    for (int k = 0; k < by.count; k++) {
        const cf_backed_part part = { guarantor(backing, by.at[k]), view_deal, 0.0 };

        if (backing->standings[by.at[k]] == CF_ELSEWHERE ||
            part.supplier == seen(backing, of->payer) ||
            part.supplier == seen(backing, of->payee) ||
            has_part(backing, part.supplier, view_deal))
            continue;
        if (!cf_vec_push(&backing->parts, part))
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static int compare_parts(const void *a, const void *b)
{
    const cf_backed_part *x = a, *y = b;

    if (x->supplier != y->supplier)
        return x->supplier < y->supplier ? -1 : 1;
    return (x->view_deal > y->view_deal) - (x->view_deal < y->view_deal);
}

static cf_status list_parts(cf_backing *backing)
{
    const cf_view *view = backing->view;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < view->deal_count; i++) {
        const cf_view_deal *of = &view->deals[i];

        backing->factor[i] = of->as_filed > 0 ? backing->own[of->deal] / of->as_filed : 1.0;
        if (of->due < of->as_filed || of->due > of->as_filed)
            backing->own[of->deal] = of->due * backing->factor[i];
        if (is_capital(backing, view->deals[i].deal))
            status = add_deal(backing, i);
    }
    if (status == CF_OK && backing->parts.count > 0)
        qsort(backing->parts.at, (size_t)backing->parts.count, sizeof *backing->parts.at,
              compare_parts);
    return status;
}

cf_status cf_backing_new(cf_backing **out, const cf_view *view, bool joint)
{
    cf_backing *backing = calloc(1, sizeof *backing);
    size_t deals = (size_t)view->scenario->deal_count + 1;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (backing == NULL)
        return CF_NO_MEMORY;
    backing->view = view;
    backing->joint = joint;
    backing->standings = NEW(backing, deals, cf_standing);
    backing->own = NEW(backing, deals, double);
    backing->backed = NEW(backing, deals, double);
    backing->factor = NEW(backing, view->deal_count, double);
    if (!backing->arena.failed)
        status = cf_view_standings(backing->standings, backing->own, view);
    if (status == CF_OK)
        status = list_parts(backing);
    if (status == CF_OK) {
        cf_backing_share_out(backing);
        *out = backing;
    } else {
        cf_backing_free(backing);
    }
    return status;
}

void cf_backing_free(cf_backing *backing)
{
    if (backing == NULL)
        return;
    free(backing->parts.at);
    cf_arena_free(&backing->arena);
    free(backing);
}

const cf_backed_part *cf_backing_parts(const cf_backing *backing, int *count)
{
    *count = (int)backing->parts.count;
    return backing->parts.at;
}

/* ---- shares ---- */

void cf_backing_set_due(cf_backing *backing, int view_deal, double due)
{
    backing->own[backing->view->deals[view_deal].deal] = due * backing->factor[view_deal];
}

static double share_of(const cf_backing *backing, const cf_backed_part *part)
{
    int deal = backing->view->deals[part->view_deal].deal;
    const cf_deal_list by = backing->view->scenario->deals[deal].backed_by;
    cf_sum share = { 0 };

    for (int k = 0; backing->own[deal] > 0 && k < by.count; k++) {
        int guarantee = by.at[k];

        if (backing->standings[guarantee] != CF_ELSEWHERE &&
            guarantor(backing, guarantee) == part->supplier)
            cf_sum_add(&share, backing->own[guarantee] / backing->backed[guarantee]);
    }
    return fmin(1.0, cf_sum_value(share));
}

void cf_backing_share_out(cf_backing *backing)
{
    const cf_scenario *scenario = backing->view->scenario;

    memset(backing->backed, 0, (size_t)scenario->deal_count * sizeof *backing->backed);
    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal_list by = scenario->deals[i].backed_by;

        for (int k = 0; is_capital(backing, i) && k < by.count; k++)
            backing->backed[by.at[k]] += backing->own[i];
    }
    for (long i = 0; i < backing->parts.count; i++)
        backing->parts.at[i].share = share_of(backing, &backing->parts.at[i]);
}

/* ---- once ---- */

cf_status cf_view_backing(cf_backed_part **out, int *count, const cf_view *view, bool joint)
{
    cf_backing *backing = NULL;
    cf_status status = cf_backing_new(&backing, view, joint);
    const cf_backed_part *parts;

    *out = NULL;
    *count = 0;
    if (status != CF_OK)
        return status;
    parts = cf_backing_parts(backing, count);
    *out = calloc((size_t)*count + 1, sizeof **out);
    if (*out == NULL)
        status = CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < *count; i++)
        (*out)[i] = parts[i];
    cf_backing_free(backing);
    return status;
}
