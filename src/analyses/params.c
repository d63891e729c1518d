/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the parameters of a request, with a diagnostic for each value that does not fit. */
#include "analyses/params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "base/text.h"
#include "circfin/text.h"

const cf_param_spec cf_supplier_params[] = {
    { CF_PARAM_SUPPLIER },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const char *cf_param_text(const cf_request *request, const char *name)
{
    return cf_params_text((cf_params){ request->params, request->param_count }, name);
}

bool cf_param_has(const cf_request *request, const char *name)
{
    return cf_param_text(request, name) != NULL;
}

/* ---- numbers ---- */

static void append(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);

    snprintf(text + used, size - used, "%s", more);
}

/* "a whole number from 1 to 4096, or all" */
static void describe(char *text, size_t size, const cf_number_rule *rule)
{
    char number[32];

    snprintf(text, size, "%s", rule->whole ? "a whole number" : "a number");
    if (isfinite(rule->least)) {
        cf_text_number(number, rule->least);
        append(text, size, rule->above ? " above " : isfinite(rule->most) ? " from " : " of ");
        append(text, size, number);
        append(text, size, rule->above || isfinite(rule->most) ? "" : " or more");
    }
    if (isfinite(rule->most)) {
        cf_text_number(number, rule->most);
        append(text, size,
               rule->above             ? " up to "
               : isfinite(rule->least) ? " to "
                                       : " of at most ");
        append(text, size, number);
    }
    if (rule->word != NULL) {
        append(text, size, ", or ");
        append(text, size, rule->word);
    }
}

bool cf_request_wants(const cf_request *request, const char *table)
{
    return !request->digest_only && request->stream == NULL &&
           (request->table == NULL || strcmp(request->table, table) == 0);
}

static cf_status refuse_value(const char *name, const char *value, const char *rule,
                              const char *hint, cf_diags *diags)
{
    char shown[120];
    cf_status status;

    cf_text_printable(shown, sizeof shown, value);
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_BAD_PARAMETER, NULL, hint,
                          "--%s must be %s, but is \"%s\"", name, rule, shown);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

cf_status cf_param_number(double *out, const cf_request *request, const char *name,
                          const cf_number_rule *rule, cf_diags *diags)
{
    const char *value = cf_param_text(request, name);
    char text[160];
    double number;

    if (value == NULL)
        return CF_OK;
    if (rule->word != NULL && strcmp(value, rule->word) == 0) {
        *out = rule->word_value;
        return CF_OK;
    }
    if (cf_text_read_number(&number, value) && number >= rule->least && number <= rule->most &&
        (!rule->above || number > rule->least) && (!rule->whole || floor(number) >= number)) {
        *out = number;
        return CF_OK;
    }
    describe(text, sizeof text, rule);
    return refuse_value(name, value, text,
                        rule->whole
                            ? "write it without separators, such as 1000"
                            : "write it with a point and without separators, such as 1000.5",
                        diags);
}

cf_status cf_param_threads(double *out, const cf_request *request, cf_diags *diags)
{
    int threads = (int)*out;
    cf_status status =
        cf_params_threads(&threads, (cf_params){ request->params, request->param_count }, diags);

    *out = threads;
    return status;
}

/* ---- words and entities ---- */

cf_status cf_param_choice(int *out, const cf_request *request, const char *name,
                          const char *const *words, cf_diags *diags)
{
    const char *value = cf_param_text(request, name), *nearest;
    char rule[160] = "", hint[200];
    size_t count = 0;

    if (value == NULL)
        return CF_OK;
    for (; words[count] != NULL; count++) {
        if (strcmp(words[count], value) == 0) {
            *out = (int)count;
            return CF_OK;
        }
    }
    for (size_t i = 0; i < count; i++) {
        append(rule, sizeof rule, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        append(rule, sizeof rule, words[i]);
    }
    nearest = cf_text_nearest(value, words, count);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    return refuse_value(name, value, rule, nearest != NULL ? hint : NULL, diags);
}

static cf_status find_entity(int *out, const char *name, const char *id, const cf_view *view,
                             cf_diags *diags)
{
    char option[80];

    snprintf(option, sizeof option, "--%s", name);
    return cf_view_name_entity(out, view, option, id, diags);
}

cf_status cf_param_entity(int *out, const cf_request *request, const char *name,
                          const cf_view *view, cf_diags *diags)
{
    const char *value = cf_param_text(request, name);

    return value == NULL ? CF_OK : find_entity(out, name, value, view, diags);
}

cf_status cf_param_entities(bool *chosen, const cf_request *request, const char *name,
                            const cf_view *view, cf_diags *diags)
{
    bool given = cf_param_has(request, name);

    for (int v = 0; v < view->entity_count; v++)
        chosen[v] = !given;
    for (int i = 0; i < request->param_count; i++) {
        int entity = 0;
        cf_status status;

        if (strcmp(request->params[i].name, name) != 0)
            continue;
        status = find_entity(&entity, name, request->params[i].value, view, diags);
        if (status != CF_OK)
            return status;
        chosen[entity] = true;
    }
    return CF_OK;
}
