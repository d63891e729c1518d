/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an edge of a graph has of the fields of its deal. */
#include <string.h>

#include "writers/graph_attributes.h"

/* ---- texts ---- */

cf_cell cf_graph_take_words(cf_graph_table *table)
{
    const char *text = cf_buffer_text(&table->words), *kept = NULL;

    if (text != NULL)
        kept = cf_arena_copy(&table->arena, text, table->words.length);
    cf_buffer_clear(&table->words);
    return cf_cell_text(kept);
}

static cf_cell day_cell(cf_graph_table *table, cf_day day)
{
    char text[CF_DAY_SIZE];

    cf_day_format(text, day);
    cf_buffer_add(&table->words, text);
    return cf_graph_take_words(table);
}

/* ---- fields ---- */

cf_kind cf_graph_field_kind(const cf_field *field)
{
    switch (cf_field_holds(field)) {
    case CF_VALUE_DAY:
        return CF_DATE;
    case CF_VALUE_NUMBER:
        return CF_NUMBER;
    case CF_VALUE_SHARE:
        return CF_SHARE;
    case CF_VALUE_FLAG:
        return CF_FLAG;
    case CF_VALUE_RANGE:
        return CF_MONEY;
    default:
        return CF_TEXT;
    }
}

static bool has_space_at_an_end(const char *id)
{
    return id[0] == ' ' || (id[0] != '\0' && id[strlen(id) - 1] == ' ');
}

/* Ids joined by ; as in deals.csv, without those of deals that are no edges. */
static cf_cell list_cell(cf_graph_table *table, cf_deal_list deals)
{
    for (int i = 0; i < deals.count; i++) {
        const char *id = table->scenario->deals[deals.at[i]].id;

        if (!table->is_shown[deals.at[i]])
            continue;
        cf_buffer_add(&table->words, table->words.length > 0 ? ";" : "");
        cf_buffer_add_escaped(&table->words, id, has_space_at_an_end(id) ? "; \\" : ";\\");
    }
    return table->words.length > 0 ? cf_graph_take_words(table) : cf_cell_null();
}

cf_cell cf_graph_field_cell(cf_graph_table *table, const cf_field *field, int row)
{
    cf_value value = cf_field_value(field, table->scenario, cf_graph_table_deal(table, row));

    switch (value.kind) {
    case CF_VALUE_TEXT:
        return cf_cell_text(value.text);
    case CF_VALUE_DAY:
        return day_cell(table, value.day);
    case CF_VALUE_NUMBER:
    case CF_VALUE_SHARE:
        return cf_cell_number(value.number);
    case CF_VALUE_FLAG:
        return cf_cell_flag(value.flag);
    case CF_VALUE_RANGE:
        return cf_cell_number(value.range.base);
    case CF_VALUE_DEALS:
        return list_cell(table, value.deals);
    default:
        return cf_cell_null();
    }
}
