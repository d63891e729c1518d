/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns a result of score in JSON back into a report: its view, its figures and its table of
 * suppliers. */
#include <string.h>

#include "scenario/read.h"
#include "trim/shards.h"

/* A cell of a column; null where the result has none, or something else. */
static cf_cell cell_of(cf_report *report, const cf_column *column, const cf_datum *value)
{
    const char *text = cf_datum_text(value);

    if (cf_kind_is_text(column->kind))
        return text == NULL ? cf_cell_null() : cf_cell_text(cf_report_text(report, "%s", text));
    if (cf_datum_is_bool(value))
        return cf_cell_flag(value->kind == CF_DATUM_TRUE);
    return cf_datum_is(value, CF_DATUM_NUMBER) ? cf_cell_number(value->number) : cf_cell_null();
}

static cf_status add_view(cf_report *report, const cf_datum *view)
{
    cf_status status = CF_OK;

    for (const cf_datum *value = cf_datum_first(view); value != NULL; value = value->next) {
        const char *name = value->key == NULL ? NULL : cf_report_text(report, "%s", value->key);
        const char *text = cf_datum_text(value);

        if (status != CF_OK || name == NULL)
            return CF_NO_MEMORY;
        if (text != NULL)
            text = cf_report_text(report, "%s", text);
        status = cf_datum_is_bool(value)
                     ? cf_report_add_switch(report, name, value->kind == CF_DATUM_TRUE)
                     : cf_report_add_setting(report, name, text);
    }
    return status;
}

static cf_status add_figures(cf_report *report, const cf_columns *columns, const cf_datum *figures)
{
    cf_status status = CF_OK;

    for (int i = 0; i < columns->count && status == CF_OK; i++) {
        const cf_column *column = &columns->at[i];

        status = cf_report_add_figure(report, column->name, column->kind,
                                      cell_of(report, column, cf_datum_get(figures, column->name)));
    }
    return status;
}

static cf_status add_suppliers(cf_report *report, const cf_columns *columns, const cf_datum *rows)
{
    cf_table *table = NULL;
    cf_cell *cells = cf_report_room(report, (size_t)columns->count, sizeof *cells);
    cf_status status = cells == NULL
                           ? CF_NO_MEMORY
                           : cf_table_new(&table, "suppliers", columns->at, columns->count);

    for (const cf_datum *row = cf_datum_first(rows); row != NULL && status == CF_OK;
         row = row->next) {
        for (int i = 0; i < columns->count; i++)
            cells[i] = cell_of(report, &columns->at[i], cf_datum_get(row, columns->at[i].name));
        status = cf_table_add_row(table, cells, columns->count);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static bool is_text(const cf_datum *object, const char *key, const char *expected)
{
    const char *text = cf_datum_text(cf_datum_get(object, key));

    return text != NULL && strcmp(text, expected) == 0;
}

/* Another currency or unit would be added up as if it were this one. */
static bool is_result(const cf_datum *json, const cf_shards *shards)
{
    const cf_datum *scenario = cf_datum_get(json, "scenario");

    return is_text(json, "schema", "circfin.result/1") && is_text(json, "command", "score") &&
           is_text(scenario, "currency", shards->head->currency) &&
           is_text(scenario, "unit", cf_unit_names[shards->head->unit]) &&
           cf_datum_text(cf_datum_get(scenario, "name")) != NULL;
}

static cf_status fill_part(cf_report *report, const cf_datum *json)
{
    const cf_analysis *score = cf_analysis_find("score");
    const cf_datum *rows = cf_datum_get(cf_datum_get(json, "tables"), "suppliers");
    const cf_datum *view = cf_datum_get(json, "view");
    cf_status status = cf_datum_is(view, CF_DATUM_OBJECT) ? add_view(report, view) : CF_OK;

    if (status == CF_OK)
        status = add_figures(report, score->figures, cf_datum_get(json, "figures"));
    if (status == CF_OK && cf_datum_is(rows, CF_DATUM_LIST))
        status = add_suppliers(report, score->columns[0], rows);
    return status == CF_OK ? cf_report_status(report) : status;
}

cf_status cf_shard_part(cf_report **out, const char **name, const cf_shards *shards,
                        const char *result, cf_diags *diags)
{
    cf_arena arena = { 0 };
    cf_datum *json;
    cf_status status = cf_read_json(&json, &arena, result, diags);

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
        *name = cf_report_text(*out, "%s",
                               cf_datum_text(cf_datum_get(cf_datum_get(json, "scenario"), "name")));
        status = *name == NULL ? CF_NO_MEMORY : CF_OK;
    }
    cf_arena_free(&arena);
    if (status != CF_OK) {
        cf_report_free(*out);
        *out = NULL;
    }
    return status;
}
