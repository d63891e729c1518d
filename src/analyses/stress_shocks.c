/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: reads shocks, and finds what they hit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/stress.h"
#include "base/options.h"
#include "base/text.h"

enum { SHOWN = 120 };

/* A text that is being read. */
struct reading {
    cf_shock_list *out;
    const char *text, *option;
    const cf_stress *stress;
    cf_diags *diags;
};

static cf_status refuse_shock(const struct reading *reading, const cf_shock_text *shock)
{
    const char *hint = shock->hint[0] == '\0' ? NULL : shock->hint;
    char shown[SHOWN];

    cf_text_printable(shown, sizeof shown, shock->wrong);
    if (shock->wrong == reading->text)
        return cf_refuse(reading->diags, CF_CODE_STRESS_SHOCK, hint,
                         "%s must be " CF_SHOCK_FORMS ", fail:ID or @ID, but is \"%s\"",
                         reading->option, shown);
    return cf_refuse(reading->diags, CF_CODE_STRESS_SHOCK, hint,
                     "%s: the factor must be a number from 0 to 1e18, but is \"%s\"",
                     reading->option, shown);
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
    case CF_SHOCK_DEAL:
        return aim_at_deal(shock, name, reading);
    case CF_SHOCK_RELATION:
        return aim_at_relation(shock, name, reading);
    case CF_SHOCK_FUNDS:
    case CF_SHOCK_ASSUMED:
    case CF_SHOCK_FAIL:
        break;
    }
    return cf_view_name_entity(&shock->at, reading->stress->view, reading->option, name,
                               reading->diags);
}

static cf_status aim_as_read(cf_shock *shock, const cf_shock_text *text,
                             const struct reading *reading)
{
    cf_status status;
    char *name;

    *shock = (cf_shock){ .kind = text->kind, .at = -1, .factor = text->factor };
    if (text->name == NULL)
        return CF_OK;
    name = malloc(text->length + 1);
    if (name == NULL)
        return CF_NO_MEMORY;
    memcpy(name, text->name, text->length);
    name[text->length] = '\0';
    status = aim(shock, name, reading);
    free(name);
    return status;
}

/* ---- one shock ---- */

static cf_status read_one(const struct reading *reading)
{
    cf_shock_text text;
    cf_shock shock;
    cf_status status;

    if (!cf_shock_read(&text, reading->text))
        return refuse_shock(reading, &text);
    status = aim_as_read(&shock, &text, reading);
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

/* Those of a shock that the scenario names; messages say which. */
static cf_status read_shocks_of(int index, const struct reading *reading)
{
    const cf_named_shock *named = &reading->stress->view->scenario->shocks[index];
    char option[SHOWN + 24], shown[SHOWN];
    cf_status status = CF_OK;

    cf_text_printable(shown, sizeof shown, named->id);
    snprintf(option, sizeof option, "%s @%s", reading->option, shown);
    for (int i = 0; status == CF_OK && i < named->apply_count; i++) {
        struct reading one = *reading;

        one.text = named->apply[i];
        one.option = option;
        status = read_one(&one);
    }
    return status;
}

static cf_status read_named(const struct reading *reading)
{
    int index = cf_scenario_find_shock(reading->stress->view->scenario, reading->text + 1);

    return index < 0 ? unknown_name(reading) : read_shocks_of(index, reading);
}

cf_status cf_shocks_read(cf_shock_list *out, const char *text, const char *option,
                         const cf_stress *stress, cf_diags *diags)
{
    const struct reading reading = { out, text, option, stress, diags };

    return text[0] == '@' ? read_named(&reading) : read_one(&reading);
}

/* ---- all that the file names ---- */

/* Under a view that does not have what it hits, a shock is left out with a warning. */
static cf_status read_or_leave_out(bool *out, int index, cf_stress *stress, cf_diags *diags)
{
    cf_diags *own;
    cf_status status = cf_diags_new(&own);
    char shown[SHOWN];

    *out = false;
    if (status != CF_OK)
        return status;
    status = read_shocks_of(
        index, &(struct reading){
                   .out = &stress->named, .option = "--named", .stress = stress, .diags = own });
    *out = status == CF_BAD_OPTION;
    cf_text_printable(shown, sizeof shown, stress->view->scenario->shocks[index].id);
    if (*out)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_STRESS_NO_EFFECT, NULL, NULL,
                              "%s, so the shock @%s is left out",
                              cf_diags_at(own, cf_diags_count(own) - 1)->message, shown);
    for (int i = 0; !*out && status == CF_OK && i < cf_diags_count(own); i++) {
        const cf_diag *diag = cf_diags_at(own, i);

        status = cf_diags_add(diags, diag->severity, (cf_code)diag->code, NULL, diag->hint, "%s",
                              diag->message);
    }
    cf_diags_free(own);
    return status;
}

cf_status cf_stress_read_named(cf_stress *stress, cf_diags *diags)
{
    size_t count = (size_t)stress->view->scenario->shock_count;
    cf_status status = CF_OK;

    stress->named_from = cf_arena_new(&stress->arena, count + 1, sizeof(int));
    stress->named_shock = cf_arena_new(&stress->arena, count + 1, sizeof(int));
    if (stress->named_from == NULL || stress->named_shock == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < (int)count; i++) {
        int before = stress->named.count;
        bool left_out;

        for (int k = 0; k < stress->shocks.count; k++)
            if (!cf_vec_push(&stress->named, stress->shocks.at[k]))
                return CF_NO_MEMORY;
        status = read_or_leave_out(&left_out, i, stress, diags);
        if (left_out)
            stress->named.count = before;
        else
            stress->named_shock[stress->named_count++] = i;
        stress->named_from[stress->named_count] = stress->named.count;
    }
    return status;
}

/* ---- a curve ---- */

cf_status cf_stress_read_curve(cf_stress *stress, const char *text, cf_diags *diags)
{
    const struct reading reading = { NULL, text, "--curve", stress, diags };
    const cf_axis_scope scope = { .view = stress->view, .option = "--curve", .diags = diags };
    const char *equals = strrchr(text, '=');
    size_t length = strlen(text) + 1;
    cf_shock_text shock;
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
    if (!cf_shock_read_aim(&shock, text, (size_t)(equals - text)))
        return refuse_shock(&reading, &shock);
    status = aim_as_read(&stress->curve_shock, &shock, &reading);
    return status == CF_OK ? cf_axis_read_range(&stress->curve, range, &scope) : status;
}
