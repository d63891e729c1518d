/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result of score that was written as JSON becomes a report again: its view, its figures and its
 * table of suppliers. */
#include <string.h>

#include "trim/shards.h"

/* A cell of a column; null where the result has none, or something else. */
static cf_cell cell_of(cf_report *report, const cf_column *column, const json_t *value)
{
    if (cf_kind_is_text(column->kind))
        return json_is_string(value)
                   ? cf_cell_text(cf_report_text(report, "%s", json_string_value(value)))
                   : cf_cell_null();
    if (json_is_boolean(value))
        return cf_cell_flag(json_is_true(value));
    return json_is_number(value) ? cf_cell_number(json_number_value(value)) : cf_cell_null();
}

static cf_status add_view(cf_report *report, const json_t *view)
{
    const char *name;
    json_t *value;
    cf_status status = CF_OK;

    json_object_foreach((json_t *)view, name, value)
    {
        const char *copy = cf_report_text(report, "%s", name);

        if (status != CF_OK || copy == NULL)
            return CF_NO_MEMORY;
        if (json_is_boolean(value))
            status = cf_report_add_switch(report, copy, json_is_true(value));
        else
            status = cf_report_add_setting(
                report, copy,
                json_is_string(value) ? cf_report_text(report, "%s", json_string_value(value))
                                      : NULL);
    }
    return status;
}

static cf_status add_figures(cf_report *report, const cf_columns *columns, const json_t *figures)
{
    cf_status status = CF_OK;

    for (int i = 0; i < columns->count && status == CF_OK; i++) {
        const cf_column *column = &columns->at[i];

        status =
            cf_report_add_figure(report, column->name, column->kind,
                                 cell_of(report, column, json_object_get(figures, column->name)));
    }
    return status;
}

static cf_status add_suppliers(cf_report *report, const cf_columns *columns, const json_t *rows)
{
    cf_table *table = NULL;
    cf_cell *cells = cf_report_room(report, (size_t)columns->count, sizeof *cells);
    cf_status status = cells == NULL
                           ? CF_NO_MEMORY
                           : cf_table_new(&table, "suppliers", columns->at, columns->count);

    for (size_t row = 0; row < json_array_size(rows) && status == CF_OK; row++) {
        for (int i = 0; i < columns->count; i++)
            cells[i] = cell_of(report, &columns->at[i],
                               json_object_get(json_array_get(rows, row), columns->at[i].name));
        status = cf_table_add_row(table, cells, columns->count);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static bool is_text(const json_t *object, const char *key, const char *expected)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL && strcmp(text, expected) == 0;
}

/* Money of another kind would be added up as if it were of this one. */
static bool is_result(const json_t *json, const cf_shards *shards)
{
    const json_t *scenario = json_object_get(json, "scenario");

    return is_text(json, "schema", "circfin.result/1") && is_text(json, "command", "score") &&
           is_text(scenario, "currency", shards->head->currency) &&
           is_text(scenario, "unit", cf_unit_names[shards->head->unit]) &&
           json_is_string(json_object_get(scenario, "name"));
}

static cf_status fill_part(cf_report *report, const json_t *json)
{
    const cf_analysis *score = cf_analysis_find("score");
    const json_t *rows = json_object_get(json_object_get(json, "tables"), "suppliers");
    cf_status status = add_view(report, json_object_get(json, "view"));

    if (status == CF_OK)
        status = add_figures(report, score->figures, json_object_get(json, "figures"));
    if (status == CF_OK && json_is_array(rows))
        status = add_suppliers(report, score->columns[0], rows);
    return status == CF_OK ? cf_report_status(report) : status;
}

cf_status cf_shard_part(cf_report **out, const char **name, const cf_shards *shards,
                        const char *result, cf_diags *diags)
{
    json_t *json;
    cf_status status = cf_shards_load(&json, result, diags);

    *out = NULL;
    if (status == CF_OK && !is_result(json, shards))
        status = cf_shards_refuse(diags, CF_CODE_SHARD_FILE, "write it with score --format json",
                                  "%s must be a result of score in %s, unit %s", result,
                                  shards->head->currency, cf_unit_names[shards->head->unit]);
    if (status == CF_OK)
        status = cf_report_new(out, "score", shards->head);
    if (status == CF_OK)
        status = fill_part(*out, json);
    if (status == CF_OK) {
        *name = cf_report_text(
            *out, "%s",
            json_string_value(json_object_get(json_object_get(json, "scenario"), "name")));
        status = *name == NULL ? CF_NO_MEMORY : CF_OK;
    }
    json_decref(json);
    if (status != CF_OK) {
        cf_report_free(*out);
        *out = NULL;
    }
    return status;
}
