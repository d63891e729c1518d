/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: finds what a --vary names, or suggests the nearest ids. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/sweep.h"
#include "base/text.h"

enum { MOST_NEAR = 3, ID_SIZE = 96 };

/* ---- ids that look alike ---- */

/* Edit distance between a word and the nearest prefix of an id: "nvida-openai" is one edit from
 * "nvidia-openai-2025". */
static int slips_to_beginning(const char *word, const char *id, int limit)
{
    int best = cf_text_slips(word, id, limit);
    size_t length = strlen(word), longest = length + (size_t)limit;
    char beginning[ID_SIZE];

    for (size_t n = length > (size_t)limit ? length - (size_t)limit : 1;
         best > 0 && n <= longest && n < sizeof beginning && n < strlen(id); n++) {
        int slips;

        memcpy(beginning, id, n);
        beginning[n] = '\0';
        slips = cf_text_slips(word, beginning, limit);
        best = slips < best ? slips : best;
    }
    return best;
}

/* The ids nearest to a word, in file order. */
struct near {
    const char *ids[MOST_NEAR];
    int count, slips;
};

static void consider(struct near *near, const char *word, const char *id)
{
    const int limit = strlen(word) > 4 ? 2 : 1;
    int slips = slips_to_beginning(word, id, limit);

    if (slips > limit && strlen(word) > 4 && strstr(id, word) != NULL)
        slips = limit;
    if (slips > limit || slips > near->slips)
        return;
    if (slips < near->slips)
        near->count = 0;
    near->slips = slips;
    if (near->count < MOST_NEAR)
        near->ids[near->count++] = id;
}

static void list_near(char *out, size_t size, const struct near *near)
{
    size_t used = (size_t)snprintf(out, size, "did you mean ");

    for (int i = 0; i < near->count; i++) {
        char shown[ID_SIZE];

        cf_text_printable(shown, sizeof shown, near->ids[i]);
        used += (size_t)snprintf(out + used, size - used, "%s\"%s\"",
                                 i == 0                ? ""
                                 : i + 1 < near->count ? ", "
                                                       : " or ",
                                 shown);
    }
    snprintf(out + used, size - used, "?");
}

cf_status cf_axis_unknown_deal(const char *id, const cf_axis_scope *scope)
{
    const cf_scenario *scenario = scope->view->scenario;
    struct near near = { .slips = 3 };
    char shown[ID_SIZE], hint[MOST_NEAR * (ID_SIZE + 8) + 32];
    cf_status status;

    for (int i = 0; i < scope->view->deal_count && strlen(id) > 2; i++)
        consider(&near, id, scenario->deals[scope->view->deals[i].deal].id);
    for (int i = 0; i < scenario->deal_count && near.count == 0 && strlen(id) > 2; i++)
        consider(&near, id, scenario->deals[i].id);
    list_near(hint, sizeof hint, &near);
    cf_text_printable(shown, sizeof shown, id);
    status = cf_diags_add(scope->diags, CF_ERROR, CF_CODE_SWEEP_UNKNOWN, NULL,
                          near.count > 0 ? hint : "\"score --table deals\" lists the deals",
                          "%s: there is no deal \"%s\"", scope->option, shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status absent_deal(int deal, const cf_axis_scope *scope)
{
    const char *reason, *way_in;
    char shown[ID_SIZE];
    cf_status status = cf_view_exclusion(&reason, &way_in, scope->view, deal);

    if (status != CF_OK)
        return status;
    cf_text_printable(shown, sizeof shown, scope->view->scenario->deals[deal].id);
    status = cf_diags_add(scope->diags, CF_ERROR, CF_CODE_SWEEP_NOT_IN_VIEW, NULL, way_in,
                          "--vary: deal \"%s\" is not in the view: %s", shown,
                          reason == NULL ? "it is no payment" : reason);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

/* ---- what is named ---- */

static int find_payment(const cf_axis_scope *scope, int deal)
{
    for (int i = 0; i < scope->network->network.payment_count; i++) {
        if (scope->view->deals[scope->network->view_deal[i]].deal == deal)
            return i;
    }
    return -1;
}

static cf_status aim_at_deal(cf_axis *axis, const char *id, const cf_axis_scope *scope)
{
    int deal = cf_scenario_find_deal(scope->view->scenario, id);
    int payment = deal < 0 ? -1 : find_payment(scope, deal);
    char shown[ID_SIZE], hint[ID_SIZE + 80];
    cf_status status;

    if (deal < 0)
        return cf_axis_unknown_deal(id, scope);
    if (payment < 0)
        return absent_deal(deal, scope);
    axis->payments[axis->payment_count++] = payment;
    if (axis->kind == AXIS_DEAL || !scope->network->network.payments[payment].open)
        return CF_OK;
    cf_text_printable(shown, sizeof shown, id);
    snprintf(hint, sizeof hint, "give it amounts instead: deal:%s=FROM:TO:STEP", shown);
    status = cf_diags_add(
        scope->diags, CF_ERROR, CF_CODE_SWEEP_NO_AMOUNT, NULL, hint,
        "--vary: the amount of deal \"%s\" is not known, so nothing can be scaled", shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status refuse_field(const char *name, const cf_axis_scope *scope)
{
    char shown[ID_SIZE];
    cf_status status;

    cf_text_printable(shown, sizeof shown, name);
    status = cf_diags_add(scope->diags, CF_ERROR, CF_CODE_SWEEP_FORM, NULL,
                          "write entity:ID.outside_funds=FROM:TO:STEP or "
                          "entity:ID.revenue=FROM:TO:STEP",
                          "--vary: only outside_funds or revenue of an entity can vary, not \"%s\"",
                          shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status aim_at_entity(cf_axis *axis, const char *name, const cf_axis_scope *scope)
{
    const char *dot = strrchr(name, '.');
    bool revenue = dot != NULL && strcmp(dot, ".revenue") == 0;
    char *id;
    cf_status status = CF_OK;

    if (!revenue && (dot == NULL || strcmp(dot, ".outside_funds") != 0))
        return refuse_field(name, scope);
    axis->kind = revenue ? AXIS_REVENUE : AXIS_FUNDS;
    id = malloc((size_t)(dot - name) + 1);
    if (id == NULL)
        return CF_NO_MEMORY;
    memcpy(id, name, (size_t)(dot - name));
    id[dot - name] = '\0';
    status = cf_view_name_entity(&axis->node, scope->view, "--vary", id, scope->diags);
    free(id);
    return status;
}

cf_status cf_axis_unknown_relation(const char *name, const cf_axis_scope *scope)
{
    const char *near = cf_text_nearest(name, cf_relation_names, CF_RELATION_COUNT);
    char shown[ID_SIZE], hint[ID_SIZE];
    cf_status status;

    snprintf(hint, sizeof hint, "did you mean \"%s\"?", near == NULL ? "" : near);
    cf_text_printable(shown, sizeof shown, name);
    status = cf_diags_add(
        scope->diags, CF_ERROR, CF_CODE_SWEEP_UNKNOWN, NULL, near == NULL ? NULL : hint,
        "%s: relation must be investor, customer, supplier, repayment or interest, but is \"%s\"",
        scope->option, shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status aim_at_relation(cf_axis *axis, const char *name, const cf_axis_scope *scope)
{
    const cf_view *view = scope->view;
    const cf_network *network = &scope->network->network;
    int relation = 0;

    while (relation < CF_RELATION_COUNT && strcmp(name, cf_relation_names[relation]) != 0)
        relation++;
    if (relation == CF_RELATION_COUNT)
        return cf_axis_unknown_relation(name, scope);
    for (int i = 0; i < network->payment_count; i++) {
        int deal = view->deals[scope->network->view_deal[i]].deal;

        if ((int)view->scenario->deals[deal].relation == relation)
            axis->payments[axis->payment_count++] = i;
    }
    return CF_OK;
}

cf_status cf_axis_aim(cf_axis *axis, const char *name, const cf_axis_scope *scope)
{
    size_t payments = (size_t)scope->network->network.payment_count + 1;

    axis->payments = calloc(payments, sizeof *axis->payments);
    if (axis->payments == NULL)
        return CF_NO_MEMORY;
    switch (axis->kind) {
    case AXIS_DEAL:
    case AXIS_SCALE:
        return aim_at_deal(axis, name, scope);
    case AXIS_FUNDS:
    case AXIS_REVENUE:
        return aim_at_entity(axis, name, scope);
    case AXIS_RELATION:
        break;
    }
    return aim_at_relation(axis, name, scope);
}
