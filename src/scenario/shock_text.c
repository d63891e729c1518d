/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the form of a shock. */
#include "circfin/shocks.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/values.h"

static bool refuse(cf_shock_text *out, const char *wrong, const char *hint)
{
    out->wrong = wrong;
    snprintf(out->hint, sizeof out->hint, "%s", hint);
    return false;
}

static bool refuse_kind(cf_shock_text *out, const char *text, const char *word,
                        const char *const *kinds)
{
    const char *near = cf_text_nearest(word, kinds, 5);
    char hint[48] = "";

    if (near != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
    return refuse(out, text, hint);
}

bool cf_shock_read_aim(cf_shock_text *out, const char *text, size_t length)
{
    static const char *const kinds[] = { "funds", "assumed", "deal", "relation", "fail" };
    const char *colon = memchr(text, ':', length);
    size_t kind_length = colon == NULL ? length : (size_t)(colon - text);
    char word[16] = "", hint[48];
    int kind = 0;

    *out = (cf_shock_text){ .factor = 1.0 };
    if (kind_length < sizeof word)
        memcpy(word, text, kind_length);
    while (kind < 5 && strcmp(word, kinds[kind]) != 0)
        kind++;
    if (kind == 5)
        return refuse_kind(out, text, word, kinds);
    out->kind = (cf_shock_kind)kind;
    if (colon == NULL && kind <= CF_SHOCK_ASSUMED)
        return true;
    if (colon != NULL && kind_length + 1 < length) {
        out->name = colon + 1;
        out->length = length - kind_length - 1;
        return true;
    }
    snprintf(hint, sizeof hint, "write the id after \"%s:\"", kinds[kind]);
    return refuse(out, text, hint);
}

bool cf_shock_read(cf_shock_text *out, const char *text)
{
    bool fails = strncmp(text, "fail:", 5) == 0;
    const char *equals = fails ? NULL : strrchr(text, '=');

    *out = (cf_shock_text){ .factor = 1.0 };
    if (!fails && equals == NULL)
        return refuse(out, text,
                      strncmp(text, "fail", 4) == 0
                          ? "write fail:ID"
                          : "write \"=\" and a factor behind it, such as 0.5");
    if (!cf_shock_read_aim(out, text, equals == NULL ? strlen(text) : (size_t)(equals - text)))
        return false;
    if (fails || (cf_text_read_number(&out->factor, equals + 1) && out->factor >= 0 &&
                  out->factor <= CF_LARGEST))
        return true;
    return refuse(out, equals + 1, "write it with a point, such as 0.5 for half of it");
}
