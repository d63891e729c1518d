/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What --what-if puts in place of amounts, funds and revenue of a view: KIND:NAME=X. A name may
 * contain any character, so the number follows the last `=`, the kind ends at the first `:`, and
 * the field of an entity follows the last `.`; as in `sweep --vary`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/text.h"
#include "scenario/view.h"

static const char forms[] = "deal:ID=X, entity:ID.outside_funds=X or entity:ID.revenue=X";
static const char outside_funds[] = ".outside_funds", revenue[] = ".revenue";

static cf_status refuse_form(const char *text, const char *hint, cf_diags *diags)
{
    char shown[120];

    cf_text_printable(shown, sizeof shown, text);
    return cf_refuse(diags, CF_CODE_WHAT_IF_FORM, hint, "--what-if must be %s, but is \"%s\"",
                     forms, shown);
}

static cf_status read_value(double *out, const char *text, const char *digits, cf_diags *diags)
{
    char shown[120];

    if (cf_text_read_number(out, digits) && *out >= 0 && *out <= 1e18) {
        *out += 0.0; /* -0 is 0 */
        return CF_OK;
    }
    cf_text_printable(shown, sizeof shown, text);
    return cf_refuse(diags, CF_CODE_WHAT_IF_FORM,
                     "write numbers with a point and without separators, such as 1000.5",
                     "--what-if %s: after \"=\" there must be a number from 0 to 1e18", shown);
}

/* ---- what is named ---- */

static cf_status name_deal(cf_what_if_target *out, const char *id, const cf_view *view,
                           cf_diags *diags)
{
    const cf_scenario *scenario = view->scenario;
    char shown[120], near[120] = "", hint[160];
    const char **ids, *nearest;

    *out = (cf_what_if_target){ CF_WHAT_IF_AMOUNT, cf_scenario_find_deal(scenario, id) };
    if (out->index >= 0)
        return CF_OK;
    ids = calloc((size_t)scenario->deal_count + 1, sizeof *ids);
    if (ids == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scenario->deal_count; i++)
        ids[i] = scenario->deals[i].id;
    nearest = cf_text_nearest(id, ids, (size_t)scenario->deal_count);
    if (nearest != NULL)
        cf_text_printable(near, sizeof near, nearest);
    free(ids);
    snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
    cf_text_printable(shown, sizeof shown, id);
    return cf_refuse(diags, CF_CODE_WHAT_IF_UNKNOWN,
                     nearest == NULL ? "\"score --table deals\" lists the deals" : hint,
                     "--what-if: there is no deal \"%s\"", shown);
}

static bool ends_in(char *name, const char *ending)
{
    size_t length = strlen(name), size = strlen(ending);

    if (length <= size || strcmp(name + length - size, ending) != 0)
        return false;
    name[length - size] = '\0';
    return true;
}

static cf_status name_entity(cf_what_if_target *out, char *name, const char *text,
                             const cf_view *view, cf_diags *diags)
{
    bool funds = ends_in(name, outside_funds);

    if (!funds && !ends_in(name, revenue))
        return refuse_form(text, "of an entity, outside_funds or revenue can be set", diags);
    out->kind = funds ? CF_WHAT_IF_FUNDS : CF_WHAT_IF_REVENUE;
    return cf_view_name_entity(&out->index, view, "--what-if", name, diags);
}

/* `name` is the part of the text left of "=", and is cut. */
static cf_status name_target(cf_what_if_target *out, char *name, const char *text,
                             const cf_view *view, cf_diags *diags)
{
    if (strncmp(name, "deal:", 5) == 0)
        return name_deal(out, name + 5, view, diags);
    if (strncmp(name, "entity:", 7) == 0)
        return name_entity(out, name + 7, text, view, diags);
    return refuse_form(text, NULL, diags);
}

cf_status cf_view_name_what_if(cf_what_if_target *out, const cf_view *view, const char *name,
                               cf_diags *diags)
{
    char *copy = strdup(name);
    cf_status status = CF_NO_MEMORY;

    *out = (cf_what_if_target){ .index = -1 };
    if (copy != NULL)
        status = name_target(out, copy, name, view, diags);
    free(copy);
    return status;
}

static cf_status read_one(const cf_view_what_ifs *out, const char *text, char *copy,
                          const cf_view *view, cf_diags *diags)
{
    double *const places[] = { out->amounts, out->funds, out->revenue };
    char *equals = strrchr(copy, '=');
    cf_what_if_target target;
    double value = 0.0;
    cf_status status;

    if (equals == NULL)
        return refuse_form(text, "write what is set, then \"=\" and its value", diags);
    *equals = '\0';
    if (strncmp(copy, "deal:", 5) != 0 && strncmp(copy, "entity:", 7) != 0)
        return refuse_form(text, NULL, diags);
    status = read_value(&value, text, equals + 1, diags);
    if (status == CF_OK)
        status = name_target(&target, copy, text, view, diags);
    if (status == CF_OK)
        places[target.kind][target.index] = value;
    return status;
}

cf_status cf_view_read_what_ifs(const cf_view_what_ifs *out, const cf_view *view, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < view->options.what_if_count; i++) {
        char *copy = strdup(view->options.what_ifs[i]);

        status = copy == NULL ? CF_NO_MEMORY
                              : read_one(out, view->options.what_ifs[i], copy, view, diags);
        free(copy);
    }
    return status;
}

/* ---- what is supposed ---- */

void cf_view_suppose_entity(cf_view_entity *entity, const cf_view_what_ifs *of, int index)
{
    if (of->funds[index] >= 0) {
        entity->funds_known = true;
        entity->funds = of->funds[index];
    }
    if (of->revenue[index] >= 0) {
        entity->revenue_known = true;
        entity->revenue = of->revenue[index];
    }
}

void cf_view_suppose_deal(cf_view_deal *deal, const cf_view_what_ifs *of)
{
    double amount = of->amounts[deal->deal];

    if (!(amount >= 0) || deal->payer == deal->payee)
        return;
    deal->quantified = true;
    deal->amount = deal->due = amount;
    of->placed[deal->deal] = true;
}

/* ---- what it cannot reach ---- */

cf_status cf_view_tell_missed(const cf_view_what_ifs *of, const cf_view *view, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < view->scenario->deal_count; i++) {
        const char *reason, *way_in;
        char shown[120];

        if (!(of->amounts[i] >= 0) || of->placed[i])
            continue;
        status = cf_view_exclusion(&reason, &way_in, view, i);
        if (status != CF_OK)
            return status;
        cf_text_printable(shown, sizeof shown, view->scenario->deals[i].id);
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_WHAT_IF_NOT_IN_VIEW, NULL, way_in,
                              "--what-if: deal \"%s\" is not in the view: %s", shown,
                              reason == NULL ? "it is no payment" : reason);
    }
    return status;
}
