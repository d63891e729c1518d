/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stress: reads shocks. An id may contain any character, so a factor follows the last `=`, and the
 * kind ends at the first `:`.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/stress.h"
#include "base/options.h"
#include "base/text.h"

enum { SHOWN = 120 };

static const char forms[] = "funds:ID=X, funds=X, assumed:ID=X, assumed=X, deal:ID=X, "
                            "relation:investor=X, fail:ID or @ID";

/* A text that is being read. */
struct reading {
    cf_shock_list *out;
    const char *text, *option;
    const cf_stress *stress;
    cf_diags *diags;
};

static cf_status refuse_form(const struct reading *reading, const char *hint)
{
    char shown[SHOWN];

    cf_text_printable(shown, sizeof shown, reading->text);
    return cf_refuse(reading->diags, CF_CODE_STRESS_SHOCK, hint, "%s must be %s, but is \"%s\"",
                     reading->option, forms, shown);
}

static cf_status refuse_factor(const struct reading *reading, const char *value)
{
    char shown[SHOWN];

    cf_text_printable(shown, sizeof shown, value);
    return cf_refuse(
        reading->diags, CF_CODE_STRESS_SHOCK, "write it with a point, such as 0.5 for half of it",
        "%s: the factor must be a number from 0 to 1e18, but is \"%s\"", reading->option, shown);
}

static cf_status no_effect(const struct reading *reading, const char *id, const char *reason,
                           const char *remedy)
{
    char shown[SHOWN];

    cf_text_printable(shown, sizeof shown, id);
    return cf_diags_add(reading->diags, CF_WARNING, CF_CODE_STRESS_NO_EFFECT, NULL, remedy,
                        "%s: deal \"%s\" is not in the view, so the shock has no effect: %s",
                        reading->option, shown, reason);
}

/* ---- what is hit ---- */

static cf_status aim_at_deal(cf_shock *shock, const char *id, const struct reading *reading)
{
    const cf_view *view = reading->stress->view;
    const cf_axis_scope scope = { .view = view,
                                  .option = reading->option,
                                  .diags = reading->diags };
    int deal = cf_scenario_find_deal(view->scenario, id);
    const char *reason, *remedy;
    cf_status status;

    if (deal < 0)
        return cf_axis_unknown_deal(id, &scope);
    shock->at = reading->stress->due_of[deal];
    if (shock->at >= 0)
        return CF_OK;
    status = cf_view_exclusion(&reason, &remedy, view, deal);
    if (status != CF_OK)
        return status;
    return no_effect(reading, id, reason == NULL ? "its amount is not known" : reason, remedy);
}

static cf_status aim_at_relation(cf_shock *shock, const char *name, const struct reading *reading)
{
    const cf_axis_scope scope = { .view = reading->stress->view,
                                  .option = reading->option,
                                  .diags = reading->diags };

    for (int relation = 0; relation < CF_RELATION_COUNT; relation++) {
        if (strcmp(name, cf_relation_names[relation]) == 0) {
            shock->at = relation;
            return CF_OK;
        }
    }
    return cf_axis_unknown_relation(name, &scope);
}

static cf_status aim(cf_shock *shock, const char *name, const struct reading *reading)
{
    switch (shock->kind) {
    case SHOCK_DEAL:
        return aim_at_deal(shock, name, reading);
    case SHOCK_RELATION:
        return aim_at_relation(shock, name, reading);
    case SHOCK_FUNDS:
    case SHOCK_ASSUMED:
    case SHOCK_FAIL:
        break;
    }
    return cf_view_name_entity(&shock->at, reading->stress->view, reading->option, name,
                               reading->diags);
}

/* "funds:lab" or "funds", without the factor. */
static cf_status read_aim(cf_shock *shock, const char *what, const struct reading *reading)
{
    static const char *const kinds[] = { "funds", "assumed", "deal", "relation", "fail" };
    const char *colon = strchr(what, ':'), *near;
    size_t length = colon == NULL ? strlen(what) : (size_t)(colon - what);
    char word[16] = "", hint[64];

    if (length < sizeof word)
        memcpy(word, what, length);
    for (int kind = 0; kind < 5; kind++) {
        if (strcmp(word, kinds[kind]) != 0)
            continue;
        shock->kind = (cf_shock_kind)kind;
        shock->at = -1;
        if (colon != NULL && colon[1] != '\0')
            return aim(shock, colon + 1, reading);
        if (colon == NULL && kind <= SHOCK_ASSUMED)
            return CF_OK;
        snprintf(hint, sizeof hint, "write the id after \"%s:\"", kinds[kind]);
        return refuse_form(reading, hint);
    }
    near = cf_text_nearest(word, kinds, 5);
    snprintf(hint, sizeof hint, "did you mean \"%s\"?", near == NULL ? "" : near);
    return refuse_form(reading, near == NULL ? NULL : hint);
}

/* ---- one shock ---- */

static cf_status read_one(const struct reading *reading)
{
    const char *text = reading->text, *equals = strrchr(text, '=');
    bool fails = strncmp(text, "fail:", 5) == 0;
    cf_shock shock = { .factor = 1.0 };
    size_t length = fails || equals == NULL ? strlen(text) : (size_t)(equals - text);
    char *what;
    cf_status status;

    if (!fails && equals == NULL)
        return refuse_form(reading, strncmp(text, "fail", 4) == 0 ? "write fail:ID"
                                                                  : "write \"=\" and a factor "
                                                                    "behind it, such as 0.5");
    what = malloc(length + 1);
    if (what == NULL)
        return CF_NO_MEMORY;
    memcpy(what, text, length);
    what[length] = '\0';
    status = read_aim(&shock, what, reading);
    free(what);
    if (status == CF_OK && !fails &&
        (!cf_text_read_number(&shock.factor, equals + 1) || !(shock.factor >= 0) ||
         shock.factor > SWEEP_MOST_AMOUNT))
        status = refuse_factor(reading, equals + 1);
    if (status == CF_OK && !cf_vec_push(reading->out, shock))
        status = CF_NO_MEMORY;
    return status;
}

static cf_status unknown_name(const struct reading *reading)
{
    const cf_scenario *scenario = reading->stress->view->scenario;
    const char **ids = calloc((size_t)scenario->shock_count + 1, sizeof *ids), *near;
    char shown[SHOWN], hint[SHOWN + 32];
    cf_status status;

    if (ids == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scenario->shock_count; i++)
        ids[i] = scenario->shocks[i].id;
    near = cf_text_nearest(reading->text + 1, ids, (size_t)scenario->shock_count);
    cf_text_printable(shown, sizeof shown, near == NULL ? "" : near);
    snprintf(hint, sizeof hint, "did you mean \"@%s\"?", shown);
    cf_text_printable(shown, sizeof shown, reading->text + 1);
    status =
        cf_refuse(reading->diags, CF_CODE_STRESS_SHOCK,
                  near != NULL                ? hint
                  : scenario->shock_count > 0 ? NULL
                                              : "name shocks in the scenario, under \"shocks\"",
                  "%s: the scenario names no shock \"%s\"", reading->option, shown);
    free(ids);
    return status;
}

/* Those that the scenario has under a name; messages say which. */
static cf_status read_named(const struct reading *reading)
{
    const cf_scenario *scenario = reading->stress->view->scenario;
    int index = cf_scenario_find_shock(scenario, reading->text + 1);
    char option[SHOWN + 24], shown[SHOWN];
    cf_status status = CF_OK;

    if (index < 0)
        return unknown_name(reading);
    cf_text_printable(shown, sizeof shown, reading->text);
    snprintf(option, sizeof option, "%s %s", reading->option, shown);
    for (int i = 0; status == CF_OK && i < scenario->shocks[index].apply_count; i++) {
        struct reading one = *reading;

        one.text = scenario->shocks[index].apply[i];
        one.option = option;
        status = read_one(&one);
    }
    return status;
}

cf_status cf_shocks_read(cf_shock_list *out, const char *text, const char *option,
                         const cf_stress *stress, cf_diags *diags)
{
    const struct reading reading = { out, text, option, stress, diags };

    return text[0] == '@' ? read_named(&reading) : read_one(&reading);
}

/* ---- a curve ---- */

cf_status cf_stress_read_curve(cf_stress *stress, const char *text, cf_diags *diags)
{
    const struct reading reading = { NULL, text, "--curve", stress, diags };
    const cf_axis_scope scope = { .view = stress->view, .option = "--curve", .diags = diags };
    const char *equals = strrchr(text, '=');
    size_t length = strlen(text) + 1;
    cf_status status;
    char *range;

    if (equals == NULL || strncmp(text, "fail:", 5) == 0 || text[0] == '@')
        return cf_refuse(diags, CF_CODE_STRESS_SHOCK, "such as --curve funds:ID=1:0:-0.1",
                         "--curve must be a shock with a factor, then \"=FROM:TO:STEP\"");
    stress->curve.name = malloc(length);
    if (stress->curve.name == NULL)
        return CF_NO_MEMORY;
    memcpy(stress->curve.name, text, length);
    range = stress->curve.name + (equals - text);
    *range++ = '\0';
    status = read_aim(&stress->curve_shock, stress->curve.name, &reading);
    return status == CF_OK ? cf_axis_read_range(&stress->curve, range, &scope) : status;
}
