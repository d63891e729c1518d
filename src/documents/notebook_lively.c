/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The suppliers' intervals in Vega-Lite: what the cell "exposure" of notebook.py builds, too. */
#include <math.h>
#include <stdio.h>

#include "report/money.h"
#include "documents/notebook.h"

enum { SUPPLIERS = 12 };

#define GREY "#8b95a0"
#define DARK "#56626e"
#define GREEN "#0b6e4f"

enum { MIN, PRO_RATA, MAX, OPEN, INVESTED, AMOUNT_COUNT };
static const struct {
    const char *field, *title, *column;
} amounts[AMOUNT_COUNT] = {
    [MIN] = { "min", "min", "loopback_min" },
    [PRO_RATA] = { "pro_rata", "pro rata", "loopback_pro_rata" },
    [MAX] = { "max", "max", "loopback_max" },
    [OPEN] = { "open", "open", "loopback_max_open" },
    [INVESTED] = { "invested", "invested", "invested" },
};

static json_t *amount(int index, const char *title)
{
    return json_pack("{s:s, s:s, s:s}", "field", amounts[index].field, "type", "quantitative",
                     "title", title);
}

static json_t *number_or_null(double number)
{
    return isnan(number) ? json_null() : json_real(number);
}

static json_t *value_of(const cf_notebook *notebook, long row)
{
    const char *id = cf_lookup_text(&notebook->suppliers, row, "entity");
    json_t *value = json_pack("{s:s}", "supplier", cf_notebook_name(notebook, id));

    for (int i = 0; i < AMOUNT_COUNT; i++)
        if (json_object_set_new(value, amounts[i].field,
                                number_or_null(cf_lookup_number(&notebook->suppliers, row,
                                                                amounts[i].column))) != 0)
            break;
    if (value != NULL && json_object_size(value) == AMOUNT_COUNT + 1)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *values_of(const cf_notebook *notebook)
{
    json_t *values = json_array();

    for (long i = 0; i < notebook->suppliers.rows && i < SUPPLIERS; i++) {
        if (json_array_append_new(values, value_of(notebook, i)) != 0) {
            json_decref(values);
            return NULL;
        }
    }
    return values;
}

static json_t *tooltip(void)
{
    json_t *tooltip = json_pack("[{s:s, s:s}]", "field", "supplier", "type", "nominal");

    for (int i = 0; i < AMOUNT_COUNT; i++) {
        if (json_array_append_new(tooltip, amount(i, amounts[i].title)) != 0) {
            json_decref(tooltip);
            return NULL;
        }
    }
    return tooltip;
}

/* A mark at an amount. */
static json_t *point(json_t *mark, int at, const char *title)
{
    return json_pack("{s:o, s:{s:o}}", "mark", mark, "encoding", "x", amount(at, title));
}

/* A mark from one amount to another. */
static json_t *span(json_t *mark, int from, json_t *to, const char *title)
{
    return json_pack("{s:o, s:{s:o, s:o}}", "mark", mark, "encoding", "x", amount(from, title),
                     "x2", to);
}

static json_t *layers(const char *title)
{
    json_t *invested = json_pack("{s:s, s:s}", "type", "rule", "color", GREY);
    json_t *end = json_pack("{s:s, s:s, s:i}", "type", "tick", "color", DARK, "size", 12);
    json_t *open = json_pack("{s:s, s:s, s:[i, i], s:i}", "type", "rule", "color", GREEN,
                             "strokeDash", 2, 3, "size", 2);
    json_t *bounds = json_pack("{s:s, s:s, s:f, s:i}", "type", "bar", "color", GREEN, "opacity",
                               0.35, "height", 14);
    json_t *pro_rata = json_pack("{s:s, s:s, s:i, s:i}", "type", "tick", "color", GREEN,
                                 "thickness", 4, "size", 22);

    return json_pack("[o, o, o, o, o]",
                     span(invested, INVESTED, json_pack("{s:i}", "datum", 0), title),
                     point(end, INVESTED, title),
                     span(open, MAX, json_pack("{s:s}", "field", amounts[OPEN].field), title),
                     span(bounds, MIN, json_pack("{s:s}", "field", amounts[MAX].field), title),
                     point(pro_rata, PRO_RATA, title));
}

cf_status cf_notebook_lively(json_t **out, const cf_notebook *notebook)
{
    char unit[CF_UNIT_SIZE], title[64];

    cf_unit_text(unit, notebook->dossier->scenario);
    snprintf(title, sizeof title, "comes back, %s", unit);
    *out = json_pack("{s:s, s:s, s:{s:o}, s:i, s:{s:i}, s:{s:{s:s, s:s, s:n, s:n}, s:o}, s:o}",
                     "$schema", "https://vega.github.io/schema/vega-lite/v5.json", "description",
                     "What comes back to each supplier: min to max, pro rata, open, invested",
                     "data", "values", values_of(notebook), "width", 560, "height", "step", 34,
                     "encoding", "y", "field", "supplier", "type", "nominal", "sort", "title",
                     "tooltip", tooltip(), "layer", layers(title));
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}
