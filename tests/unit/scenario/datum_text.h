/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_SCENARIO_DATUM_TEXT_H
#define CIRCFIN_UNIT_SCENARIO_DATUM_TEXT_H

#include <stdio.h>
#include <string.h>

#include "scenario/datum.h"

/** Adds a value as compact JSON to a text of at most 2000 bytes; texts are not escaped. */
static inline void add_datum(char text[static 2000], const cf_datum *datum)
{
    static const char *const words[] = {
        [CF_DATUM_NULL] = "null", [CF_DATUM_FALSE] = "false", [CF_DATUM_TRUE] = "true"
    };
    bool is_object = datum->kind == CF_DATUM_OBJECT;
    char *end = text + strlen(text);
    size_t left = 2000 - strlen(text);

    if (datum->kind == CF_DATUM_NUMBER) {
        snprintf(end, left, "%.17g", datum->number);
    } else if (datum->kind == CF_DATUM_TEXT) {
        snprintf(end, left, "\"%s\"", datum->text);
    } else if (!is_object && datum->kind != CF_DATUM_LIST) {
        snprintf(end, left, "%s", words[datum->kind]);
    } else {
        strcat(text, is_object ? "{" : "[");
        for (const cf_datum *at = cf_datum_first(datum); at != NULL; at = at->next) {
            end = text + strlen(text);
            left = 2000 - strlen(text);
            if (is_object)
                snprintf(end, left, "\"%s\":", at->key);
            add_datum(text, at);
            if (at->next != NULL)
                strcat(text, ",");
        }
        strcat(text, is_object ? "}" : "]");
    }
}

#endif
