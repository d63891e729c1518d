/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads options from texts, by the rows of what is allowed, and looks up those given. */
#include "base/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/text.h"
#include "circfin/text.h"

enum { HINT_SIZE = 400, MOST_NAMES = 128, MOST_SHOWN = 60 /* bytes of a user's word */ };

cf_status cf_refuse(cf_diags *diags, cf_code code, const char *hint, const char *format, ...)
{
    cf_problem problem = { .severity = CF_ERROR, .code = code, .hint = hint };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, NULL, &problem, format, args);
    va_end(args);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

/* ---- those given ---- */

const char *cf_params_text(cf_params params, const char *name)
{
    const char *value = NULL;

    for (int i = 0; i < params.count; i++)
        if (strcmp(params.at[i].name, name) == 0)
            value = params.at[i].value == NULL ? "" : params.at[i].value;
    return value;
}

bool cf_params_has(cf_params params, const char *name)
{
    return cf_params_text(params, name) != NULL;
}

int cf_choice_find(cf_choice *choice, const char *word)
{
    for (int i = 0; choice(i) != NULL; i++)
        if (strcmp(choice(i), word) == 0)
            return i;
    return -1;
}

void cf_choice_list(char *text, size_t size, cf_choice *choice)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; choice(i) != NULL && used < size; i++) {
        const char *between = i == 0 ? "" : choice(i + 1) == NULL ? " or " : ", ";

        used += (size_t)snprintf(text + used, size - used, "%s%s", between, choice(i));
    }
}

int cf_params_choice(cf_params params, const char *name, cf_choice *choice)
{
    const char *value = cf_params_text(params, name);

    return value == NULL ? -1 : cf_choice_find(choice, value);
}

/* ---- reading ---- */

/* An option as it is written: its name has no end of its own. */
struct option {
    const char *name;
    int length;
    const char *value; /* NULL: without "=" */
};

static struct option cut_option(const char *text)
{
    const char *name = strncmp(text, "--", 2) == 0 ? text + 2 : text, *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);

    return (struct option){ name, (int)length, equals == NULL ? NULL : equals + 1 };
}

static int shown_length(const struct option *option)
{
    return option->length < MOST_SHOWN ? option->length : MOST_SHOWN;
}

const cf_param_spec *cf_param_spec_find(const cf_param_spec *specs, const char *name)
{
    for (; specs != NULL && specs->name != NULL; specs++)
        if (strcmp(specs->name, name) == 0)
            return specs;
    return NULL;
}

static const cf_param_spec *find_spec(const cf_param_spec *const *specs, const char *name)
{
    const cf_param_spec *spec = NULL;

    for (; spec == NULL && *specs != NULL; specs++)
        spec = cf_param_spec_find(*specs, name);
    return spec;
}

static cf_status refuse_name(const char *name, const cf_param_spec *const *specs, cf_diags *diags)
{
    const char *names[MOST_NAMES], *nearest;
    char hint[HINT_SIZE];
    size_t count = 0;

    for (; *specs != NULL; specs++)
        for (const cf_param_spec *spec = *specs; spec->name != NULL && count < MOST_NAMES; spec++)
            names[count++] = spec->name;
    nearest = cf_text_nearest(name, names, count);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    return cf_refuse(diags, CF_CODE_UNKNOWN_OPTION, nearest != NULL ? hint : NULL,
                     "there is no option \"%s\"", name);
}

static cf_status check_value(const cf_param_spec *spec, const char *value, cf_diags *diags)
{
    char list[HINT_SIZE];

    if (spec->value == NULL && spec->choice == NULL)
        return value == NULL ? CF_OK
                             : cf_refuse(diags, CF_CODE_OPTION_TAKES_NO_VALUE, "leave it out",
                                         "%s takes no value, but has \"%.60s\"", spec->name, value);
    if (spec->choice != NULL)
        cf_choice_list(list, sizeof list, spec->choice);
    else
        snprintf(list, sizeof list, "%s", spec->value);
    if (value == NULL)
        return cf_refuse(diags, CF_CODE_OPTION_NEEDS_VALUE, NULL, "%s needs a value: %s=%s",
                         spec->name, spec->name, list);
    if (spec->choice != NULL && cf_choice_find(spec->choice, value) < 0)
        return cf_refuse(diags, CF_CODE_NOT_A_CHOICE, NULL, "%s must be %s, but is \"%.60s\"",
                         spec->name, list, value);
    return CF_OK;
}

static cf_status check_twice(const cf_param_spec *spec, const char *value, cf_params before,
                             cf_diags *diags)
{
    const char *other = cf_params_text(before, spec->name);

    if (other == NULL || value == NULL || spec->repeatable || strcmp(other, value) == 0)
        return CF_OK;
    return cf_refuse(diags, CF_CODE_OPTION_TWICE, "leave out one of them",
                     "%s is given twice, as \"%.60s\" and \"%.60s\"", spec->name, other, value);
}

static cf_status read_option(cf_param *out, const char *text, cf_params before,
                             const cf_param_spec *const *specs, cf_diags *diags)
{
    struct option option = cut_option(text);
    char name[MOST_SHOWN + 1];
    const cf_param_spec *spec;
    cf_status status;

    snprintf(name, sizeof name, "%.*s", shown_length(&option), option.name);
    spec = find_spec(specs, name);
    if (spec == NULL || option.length > MOST_SHOWN)
        return refuse_name(name, specs, diags);
    status = check_value(spec, option.value, diags);
    if (status == CF_OK)
        status = check_twice(spec, option.value, before, diags);
    *out = (cf_param){ spec->name, option.value };
    return status;
}

cf_status cf_params_read(cf_param **out, int *count, const char *const *options,
                         const cf_param_spec *const *specs, cf_diags *diags)
{
    size_t given = 0;
    cf_status status = CF_OK;

    while (options != NULL && options[given] != NULL)
        given++;
    *count = 0;
    *out = calloc(given + 1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < given && status == CF_OK; i++) {
        status = read_option(&(*out)[i], options[i], (cf_params){ *out, *count }, specs, diags);
        ++*count;
    }
    if (status != CF_OK) {
        free(*out);
        *out = NULL;
        *count = 0;
    }
    return status;
}

cf_status cf_params_threads(int *out, cf_params params, cf_diags *diags)
{
    enum { MOST_THREADS = 256 };
    const char *value = cf_params_text(params, "threads");
    char shown[2 * MOST_SHOWN];
    double number;

    if (value == NULL)
        return CF_OK;
    if (cf_text_read_number(&number, value) && number >= 1.0 && number <= MOST_THREADS &&
        (int)number >= number) {
        *out = (int)number;
        return CF_OK;
    }
    cf_text_printable(shown, sizeof shown, value);
    return cf_refuse(diags, CF_CODE_BAD_PARAMETER, "write it without separators, such as 1000",
                     "--threads must be a whole number from 1 to %d, but is \"%s\"", MOST_THREADS,
                     shown);
}
