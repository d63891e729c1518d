/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a graph says of itself, of its vertices and of its edges: a row for each attribute. */
#include "writers/graph_attributes.h"

#include <math.h>
#include <string.h>

#include "pictures/words.h"

/* ---- the graph itself ---- */

static cf_cell graph_name(cf_graph_table *table, int row)
{
    (void)row;
    return cf_cell_text(table->scenario->name);
}

static cf_cell graph_as_of(cf_graph_table *table, int row)
{
    (void)row;
    for (int i = 0; i < cf_report_setting_count(table->report); i++)
        if (strcmp(cf_report_setting(table->report, i)->name, "as_of") == 0)
            return cf_cell_text(cf_report_setting(table->report, i)->text);
    return cf_cell_null();
}

static cf_cell graph_currency(cf_graph_table *table, int row)
{
    (void)row;
    return cf_cell_text(table->scenario->currency);
}

static cf_cell graph_unit(cf_graph_table *table, int row)
{
    (void)row;
    return cf_cell_text(cf_unit_names[table->scenario->unit]);
}

static cf_cell graph_view(cf_graph_table *table, int row)
{
    (void)row;
    cf_words_view(&table->words, table->report);
    return cf_graph_take_words(table);
}

static const cf_graph_attribute of_graph[] = {
    { { "name", CF_TEXT, .meaning = "The scenario." }, graph_name, NULL },
    { { "as_of", CF_DATE, .meaning = "The day of the view." }, graph_as_of, NULL },
    { { "currency", CF_TEXT, .meaning = "Of all amounts." }, graph_currency, NULL },
    { { "unit", CF_TEXT, .meaning = "Of all amounts: one, thousand, million or bn." },
      graph_unit,
      NULL },
    { { "view", CF_TEXT, .meaning = "Which deals count, in words." }, graph_view, NULL },
};

/* ---- vertices ---- */

static const cf_picture_entity *entity_of(const cf_graph_table *table, int row)
{
    return &table->picture->entities[row];
}

static cf_cell vertex_name(cf_graph_table *table, int row)
{
    const cf_picture_entity *entity = entity_of(table, row);

    return cf_cell_text(entity->whole_name != NULL ? entity->whole_name : entity->name);
}

static cf_cell vertex_members(cf_graph_table *table, int row)
{
    int members = entity_of(table, row)->members;

    return members > 1 ? cf_cell_number(members) : cf_cell_null();
}

static cf_cell vertex_supplier(cf_graph_table *table, int row)
{
    return cf_cell_flag(entity_of(table, row)->supplier >= 0);
}

/* Cells that are a member of the entity, or of it as a supplier. */
#define ENTITY(cell, member)                                                                       \
    static cf_cell vertex_##member(cf_graph_table *table, int row)                                 \
    {                                                                                              \
        return cell(entity_of(table, row)->member);                                                \
    }
#define SUPPLIER(member)                                                                           \
    static cf_cell vertex_##member(cf_graph_table *table, int row)                                 \
    {                                                                                              \
        int supplier = entity_of(table, row)->supplier;                                            \
                                                                                                   \
        return supplier >= 0 ? cf_cell_number(table->picture->suppliers[supplier].member)          \
                             : cf_cell_null();                                                     \
    }

ENTITY(cf_cell_text, id)
ENTITY(cf_cell_text, group)
ENTITY(cf_cell_text, sector)
ENTITY(cf_cell_number, stated)
ENTITY(cf_cell_number, revenue)
ENTITY(cf_cell_number, in)
ENTITY(cf_cell_number, out)
ENTITY(cf_cell_number, assumed)
ENTITY(cf_cell_number, gap)
ENTITY(cf_cell_number, kept)
SUPPLIER(invested)
SUPPLIER(loopback_min)
SUPPLIER(loopback_pro_rata)
SUPPLIER(loopback_max)

static const cf_graph_attribute of_vertices[] = {
    { { "id", CF_TEXT, .meaning = "Its id in the scenario." }, vertex_id, NULL },
    { { "name", CF_TEXT, .meaning = "Its name, or else its id." }, vertex_name, NULL },
    { { "group", CF_TEXT, .meaning = "The group that it is in." }, vertex_group, NULL },
    { { "sector", CF_TEXT, .meaning = "The business that it is in." }, vertex_sector, NULL },
    { { "members", CF_COUNT, .meaning = "How many entities --top merged into it." },
      vertex_members,
      NULL },
    { { "outside_funds", CF_MONEY, .meaning = "Outside funds that it states." },
      vertex_stated,
      NULL },
    { { "revenue", CF_MONEY, .meaning = "Revenue that it reports." }, vertex_revenue, NULL },
    { { "in", CF_MONEY, .meaning = "What its deals pay it." }, vertex_in, NULL },
    { { "out", CF_MONEY, .meaning = "What it pays under its deals." }, vertex_out, NULL },
    { { "funds_assumed", CF_MONEY, .meaning = "Outside funds that it does not state." },
      vertex_assumed,
      NULL },
    { { "funding_gap", CF_MONEY, .meaning = "The part of these beyond what it states." },
      vertex_gap,
      NULL },
    { { "retained", CF_MONEY, .meaning = "What it keeps." }, vertex_kept, NULL },
    { { "supplier", CF_FLAG, .meaning = "Whether it is a supplier that invests." },
      vertex_supplier,
      NULL },
    { { "invested", CF_MONEY, .meaning = "Capital that it put into others." },
      vertex_invested,
      NULL },
    { { "loopback_min", CF_MONEY, .meaning = "What of that must have come back as revenue." },
      vertex_loopback_min,
      NULL },
    { { "loopback_pro_rata", CF_MONEY, .meaning = "What comes back pro rata." },
      vertex_loopback_pro_rata,
      NULL },
    { { "loopback_max", CF_MONEY, .meaning = "What can have come back." },
      vertex_loopback_max,
      NULL },
};

/* ---- edges ---- */

static cf_cell known_number(const cf_graph_table *table, int row, double number)
{
    bool is_open = (table->edges[row].line->form & CF_FORM_OPEN) != 0;

    return is_open ? cf_cell_null() : cf_cell_number(number);
}

static cf_cell edge_id(cf_graph_table *table, int row)
{
    return cf_cell_text(cf_graph_table_deal(table, row)->id);
}

static cf_cell edge_class(cf_graph_table *table, int row)
{
    return cf_cell_text(cf_class_names[table->edges[row].line->carries]);
}

static cf_cell edge_amount(cf_graph_table *table, int row)
{
    return known_number(table, row, table->edges[row].deal->amount);
}

static cf_cell edge_looping(cf_graph_table *table, int row)
{
    return known_number(table, row, table->edges[row].deal->looping);
}

static cf_cell edge_supplier(cf_graph_table *table, int row)
{
    int supplier = table->edges[row].deal->supplier;

    return supplier >= 0 ? vertex_id(table, table->picture->suppliers[supplier].entity)
                         : cf_cell_null();
}

static cf_cell edge_status(cf_graph_table *table, int row)
{
    return cf_cell_text(cf_deal_status_names[table->edges[row].deal->status]);
}

static const cf_graph_attribute of_edges[] = {
    { { "id", CF_TEXT, .meaning = "Its id in the scenario." }, edge_id, NULL },
    { { "class", CF_TEXT, .meaning = "capital, trade or service." }, edge_class, NULL },
    { { "amount", CF_MONEY, .meaning = "Its amount in the view." }, edge_amount, NULL },
    { { "looping", CF_MONEY, .meaning = "The part that comes back to a supplier." },
      edge_looping,
      NULL },
    { { "looping_supplier", CF_TEXT, .meaning = "The supplier for which that is most." },
      edge_supplier,
      NULL },
    { { "status", CF_TEXT, .meaning = "How firm it is on the day of the view." },
      edge_status,
      NULL },
};

/* ---- fields of deals ---- */

/* What an edge says in another way, or the view has settled, or no cell holds. */
static bool is_left_out(const char *field)
{
    static const char *const names[] = { "payer",   "payee",      "currency", "schedule",
                                         "part_of", "supersedes", "sources" };

    for (int i = 0; i < CF_COUNT_OF(names); i++)
        if (strcmp(names[i], field) == 0)
            return true;
    for (int i = 0; i < CF_COUNT_OF(of_edges); i++)
        if (strcmp(of_edges[i].column.name, field) == 0)
            return true;
    return false;
}

static cf_graph_attribute field_attribute(const cf_field *field)
{
    return (cf_graph_attribute){ .column = { .name = cf_field_name(field),
                                             .kind = cf_graph_field_kind(field),
                                             .meaning = cf_field_meaning(field) },
                                 .field = field };
}

/* ---- all of them ---- */

cf_cell cf_graph_attribute_cell(cf_graph_table *table, const cf_graph_attribute *attribute, int row)
{
    if (attribute->cell != NULL)
        return attribute->cell(table, row);
    return cf_graph_field_cell(table, attribute->field, row);
}

bool cf_graph_attribute_says(cf_graph_table *table, const cf_graph_attribute *attribute, int row)
{
    if (attribute->cell == NULL &&
        cf_field_value(attribute->field, table->scenario, cf_graph_table_deal(table, row))
            .is_default)
        return false;
    return cf_graph_attribute_cell(table, attribute, row).known;
}

bool cf_graph_attribute_at(cf_graph_attribute *out, cf_graph_part part, int index)
{
    static const struct {
        const cf_graph_attribute *at;
        int count;
    } own[CF_GRAPH_PART_COUNT] = {
        [CF_GRAPH_ITSELF] = { of_graph, CF_COUNT_OF(of_graph) },
        [CF_GRAPH_VERTICES] = { of_vertices, CF_COUNT_OF(of_vertices) },
        [CF_GRAPH_EDGES] = { of_edges, CF_COUNT_OF(of_edges) },
    };

    if (index < own[part].count) {
        *out = own[part].at[index];
        return true;
    }
    index -= own[part].count;
    for (int i = 0; part == CF_GRAPH_EDGES && i < cf_deal_field_count(); i++)
        if (!is_left_out(cf_field_name(cf_deal_field(i))) && index-- == 0) {
            *out = field_attribute(cf_deal_field(i));
            return true;
        }
    return false;
}
