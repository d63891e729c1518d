/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a graph: which rows and columns it has, and a row at a time. */
#include "writers/graph_table.h"

#include <stdlib.h>

#include "writers/graph_attributes.h"

/* ---- columns ---- */

static bool is_worth_a_column(cf_graph_table *table, const cf_graph_attribute *attribute, int rows)
{
    for (int row = 0; row < rows; row++)
        if (cf_graph_attribute_says(table, attribute, row))
            return true;
    return false;
}

static void choose_columns(cf_graph_table *table, cf_graph_part part)
{
    struct cf_graph_rows *rows = &table->parts[part];
    cf_graph_attribute attribute;

    for (int i = 0; cf_graph_attribute_at(&attribute, part, i); i++)
        if (rows->column_count < CF_MOST_ATTRIBUTES &&
            is_worth_a_column(table, &attribute, rows->count)) {
            rows->columns[rows->column_count] = attribute.column;
            rows->attributes[rows->column_count++] = attribute;
        }
}

/* ---- edges ---- */

static int compare_edges(const void *a, const void *b)
{
    const cf_graph_edge *x = a, *y = b;

    return (x->deal->deal > y->deal->deal) - (x->deal->deal < y->deal->deal);
}

static void list_edges(cf_graph_table *table)
{
    int count = 0;

    for (int i = 0; i < table->picture->edge_count; i++) {
        const cf_picture_edge *line = &table->picture->edges[i];

        for (int k = 0; k < line->deal_count; k++) {
            table->edges[count++] =
                (cf_graph_edge){ line->payer, line->payee, line, &line->deals[k] };
            table->is_shown[line->deals[k].deal] = true;
        }
    }
    qsort(table->edges, (size_t)count, sizeof *table->edges, compare_edges);
    table->parts[CF_GRAPH_EDGES].count = count;
}

/* ---- the whole ---- */

static cf_status fill(cf_graph_table *table)
{
    table->edges = calloc((size_t)table->picture->shown_deals + 1, sizeof *table->edges);
    table->is_shown = calloc((size_t)table->scenario->deal_count + 1, sizeof *table->is_shown);
    if (table->edges == NULL || table->is_shown == NULL)
        return CF_NO_MEMORY;
    list_edges(table);
    table->parts[CF_GRAPH_ITSELF].count = 1;
    table->parts[CF_GRAPH_VERTICES].count = table->picture->entity_count;
    for (int part = 0; part < CF_GRAPH_PART_COUNT; part++)
        choose_columns(table, (cf_graph_part)part);
    return table->arena.failed || table->words.failed ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_graph_table_new(cf_graph_table **out, const cf_report *report)
{
    cf_graph_table *table;
    cf_status status;

    *out = NULL;
    if (cf_report_picture(report) == NULL)
        return CF_BAD_OPTION;
    table = calloc(1, sizeof *table);
    if (table == NULL)
        return CF_NO_MEMORY;
    table->report = report;
    table->scenario = cf_report_scenario(report);
    table->picture = cf_report_picture(report);
    status = fill(table);
    if (status == CF_OK)
        *out = table;
    else
        cf_graph_table_free(table);
    return status;
}

void cf_graph_table_free(cf_graph_table *table)
{
    if (table == NULL)
        return;
    free(table->edges);
    free(table->is_shown);
    cf_buffer_free(&table->words);
    cf_arena_free(&table->arena);
    free(table);
}

int cf_graph_table_count(const cf_graph_table *table, cf_graph_part part)
{
    return table->parts[part].count;
}

const cf_column *cf_graph_table_columns(const cf_graph_table *table, cf_graph_part part, int *count)
{
    *count = table->parts[part].column_count;
    return table->parts[part].columns;
}

const cf_cell *cf_graph_table_row(cf_graph_table *table, cf_graph_part part, int row)
{
    struct cf_graph_rows *rows = &table->parts[part];

    cf_arena_clear(&table->arena);
    for (int i = 0; i < rows->column_count; i++)
        rows->cells[i] = cf_graph_attribute_cell(table, &rows->attributes[i], row);
    return table->arena.failed || table->words.failed ? NULL : rows->cells;
}

const cf_graph_edge *cf_graph_table_edge(const cf_graph_table *table, int row)
{
    return &table->edges[row];
}

const cf_deal *cf_graph_table_deal(const cf_graph_table *table, int row)
{
    return &table->scenario->deals[table->edges[row].deal->deal];
}
