/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sweep: reads --vary KIND:NAME=FROM:TO:STEP. A name may contain any character, so the range
 * follows the last `=`, the kind ends at the first `:`, and the field of an entity follows the last
 * `.`.
 */
#include "analyses/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tolerance.h"

static const char forms[] =
    "deal:ID=FROM:TO:STEP, scale:ID=..., entity:ID.outside_funds=..., entity:ID.revenue=... or "
    "relation:investor=...";

/* ---- the range ---- */

static cf_status refuse_range(const cf_axis *axis, const char *hint, const cf_axis_scope *scope,
                              const char *problem)
{
    char shown[120];
    cf_status status;

    cf_text_printable(shown, sizeof shown, axis->name);
    status = cf_diags_add(scope->diags, CF_ERROR, CF_CODE_SWEEP_RANGE, NULL, hint, "%s %s: %s",
                          scope->option, shown, problem);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status refuse_number(const cf_axis *axis, const char *part, const char *value,
                               const cf_axis_scope *scope)
{
    const bool step = strcmp(part, "STEP") == 0;
    char shown[80], problem[220];

    cf_text_printable(shown, sizeof shown, value);
    snprintf(problem, sizeof problem, "%s must be a number%s, but is \"%s\"", part,
             step ? " from -1e18 to 1e18, and not 0" : " from 0 to 1e18", shown);
    return refuse_range(axis, "write numbers with a point and without separators, such as 1000.5",
                        scope, problem);
}

/* Splits "FROM:TO:STEP" in place; false unless there are three parts. */
static bool split(char *text, char *parts[3])
{
    for (int i = 0; i < 3; i++) {
        char *colon = strchr(text, ':');

        if ((colon == NULL) != (i == 2))
            return false;
        parts[i] = text;
        if (colon != NULL) {
            *colon = '\0';
            text = colon + 1;
        }
    }
    return true;
}

static cf_status read_numbers(cf_axis *axis, char *parts[3], const cf_axis_scope *scope)
{
    static const char *const names[] = { "FROM", "TO", "STEP" };
    double *const numbers[] = { &axis->from, &axis->to, &axis->step };

    for (int i = 0; i < 3; i++) {
        double least = i < 2 ? 0.0 : -SWEEP_MOST_AMOUNT;

        if (!cf_text_read_number(numbers[i], parts[i]) || !(*numbers[i] >= least) ||
            *numbers[i] > SWEEP_MOST_AMOUNT)
            return refuse_number(axis, names[i], parts[i], scope);
        *numbers[i] += 0.0; /* -0 is 0 */
    }
    return fabs(axis->step) > 0 ? CF_OK : refuse_number(axis, "STEP", parts[2], scope);
}

/* FROM and STEP are decimals, and so should their sums be: 0.1 + 2 * 0.1 is 0.3 and not
 * 0.30000000000000004. Multiples of 1 / grid add up exactly and then give the nearest double. */
static double grid_of(const cf_axis *axis)
{
    const double exact = 4503599627370496.0; /* 2^52 */
    double grid = 1.0;

    for (int digits = 0; digits <= 15; digits++, grid *= 10.0) {
        double from = round(axis->from * grid), step = round(axis->step * grid);

        if (fabs(from) + fabs(step) * (double)axis->count > exact)
            return 0.0;
        if (fabs(from / grid - axis->from) > 0 || fabs(step / grid - axis->step) > 0)
            continue;
        return grid;
    }
    return 0.0;
}

static cf_status count_points(cf_axis *axis, const cf_axis_scope *scope)
{
    double steps = (axis->to - axis->from) / axis->step;
    char from[32], to[32], problem[200], hint[160], step[32];

    if (steps < 0) {
        cf_text_number(from, axis->from);
        cf_text_number(to, axis->to);
        cf_text_number(step, -axis->step);
        snprintf(problem, sizeof problem, "STEP leads away from TO: from %s to %s it must be %s 0",
                 from, to, axis->to > axis->from ? "above" : "below");
        snprintf(hint, sizeof hint, "write %s:%s:%s", from, to, step);
        return refuse_range(axis, hint, scope, problem);
    }
    if (steps >= SWEEP_MOST_POINTS) {
        snprintf(problem, sizeof problem, "that would be %.0f points, more than %d", steps + 1,
                 SWEEP_MOST_POINTS);
        return refuse_range(axis, "use larger steps", scope, problem);
    }
    axis->count = (long)floor(steps + CF_SAME_FIGURE) + 1;
    axis->grid = grid_of(axis);
    return CF_OK;
}

double cf_axis_value(const cf_axis *axis, long index)
{
    double value = axis->from + (double)index * axis->step;

    if (axis->grid > 0)
        value = (round(axis->from * axis->grid) + (double)index * round(axis->step * axis->grid)) /
                axis->grid;
    if (fabs(value - axis->to) <= CF_SAME_FIGURE * fabs(axis->step))
        value = axis->to;
    return fmax(value, 0.0);
}

cf_status cf_axis_read_range(cf_axis *axis, char *text, const cf_axis_scope *scope)
{
    char *parts[3], shown[80], problem[160];
    cf_status status;

    cf_text_printable(shown, sizeof shown, text);
    if (!split(text, parts)) {
        snprintf(problem, sizeof problem, "after \"=\" there must be FROM:TO:STEP, but is \"%s\"",
                 shown);
        return refuse_range(axis, "such as 0:100:10, which makes 11 points", scope, problem);
    }
    status = read_numbers(axis, parts, scope);
    return status == CF_OK ? count_points(axis, scope) : status;
}

/* ---- the whole ---- */

static cf_status refuse_form(const char *text, const char *hint, const cf_axis_scope *scope)
{
    char shown[120];
    cf_status status;

    cf_text_printable(shown, sizeof shown, text);
    status = cf_diags_add(scope->diags, CF_ERROR, CF_CODE_SWEEP_FORM, NULL, hint,
                          "--vary must be %s, but is \"%s\"", forms, shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status read_kind(cf_axis *axis, const char *text, const char **name,
                           const cf_axis_scope *scope)
{
    static const char *const kinds[] = { "deal", "scale", "entity", "relation" };
    const char *colon = strchr(axis->name, ':'), *near;
    char kind[16] = "", hint[64];

    if (colon != NULL && colon - axis->name < (long)sizeof kind)
        memcpy(kind, axis->name, (size_t)(colon - axis->name));
    for (int i = 0; i < 4; i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            axis->kind = (cf_axis_kind)i;
            *name = colon + 1;
            return CF_OK;
        }
    }
    near = cf_text_nearest(kind, kinds, 4);
    snprintf(hint, sizeof hint, "did you mean \"%s:\"?", near == NULL ? "" : near);
    return refuse_form(text, near == NULL ? NULL : hint, scope);
}

cf_status cf_axis_read(cf_axis *out, const char *text, const cf_axis_scope *scope)
{
    const char *equals = strrchr(text, '='), *name = NULL;
    size_t length = strlen(text) + 1;
    cf_status status;
    char *range;

    *out = (cf_axis){ .name = NULL };
    if (equals == NULL)
        return refuse_form(text, "write what varies, then \"=\" and its values", scope);
    out->name = malloc(length);
    if (out->name == NULL)
        return CF_NO_MEMORY;
    memcpy(out->name, text, length);
    range = out->name + (equals - text);
    *range++ = '\0';
    status = read_kind(out, text, &name, scope);
    if (status == CF_OK)
        status = cf_axis_aim(out, name, scope);
    return status == CF_OK ? cf_axis_read_range(out, range, scope) : status;
}

void cf_axis_close(cf_axis *axis)
{
    free(axis->name);
    free(axis->payments);
    *axis = (cf_axis){ .name = NULL };
}
