/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vertices as rows of entities, edges as rows of deals. */
#include "graph_files/tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/text.h"
#include "circfin/fields.h"
#include "circfin/scenario.h"
#include "graph_files/columns.h"

struct tables {
    FILE *out;
    const cf_graph_draft *draft;
    cf_graph_columns_of nodes, edges;
    int node_id;            /* the column of the nodes that is their id; -1: their numbers are */
    int relation, class_of; /* columns of the edges, or -1 */
    int edge_id;            /* the column of the edges that is their id; -1: their numbers are */
    char *room;             /* for a cell */
    size_t room_size;
};

/* ---- cells ---- */

static char *room_for(struct tables *tables, size_t size)
{
    if (tables->room_size < size) {
        free(tables->room);
        tables->room_size = 2 * size;
        tables->room = cf_graph_take(tables->room_size, 1);
    }
    return tables->room;
}

/* Pajek has numbers in place of characters that its texts cannot have; and libxml2 hands over an &
 * in an attribute of XML, such as an id, as &#38;. */
static void decode(char *text)
{
    char *to = text;
    size_t size = strlen(text);

    for (const char *at = text; *at != '\0';) {
        unsigned code = 0;
        size_t length = *at == '&' ? cf_graph_character(at, size - (size_t)(at - text), &code) : 0;

        if (length > 0)
            to += cf_text_encode(to, code);
        else
            *to++ = *at;
        at += length > 0 ? length : 1;
    }
    *to = '\0';
}

static void put_cell(struct tables *tables, const char *text, size_t length, bool coded)
{
    char *room;

    if (length == 0)
        return;
    room = room_for(tables, length + 1);
    memcpy(room, text, length);
    room[length] = '\0';
    if (coded || tables->draft->format == CF_PAJEK)
        decode(room);
    cf_put_csv_text(tables->out, room);
}

static bool is_xml(const struct tables *tables)
{
    return tables->draft->format == CF_GRAPHML;
}

static void put_value(struct tables *tables, const cf_graph_columns_of *columns, int column,
                      int row)
{
    char number[32];
    size_t length;
    const char *text = cf_graph_value(columns, column, row, number, &length);

    put_cell(tables, text, length, column == columns->id && is_xml(tables));
}

/* Keys of GML have no _, so outsideFunds is the field outside_funds, and a node has its name as
 * label; in Pajek the value of an arc is its amount. */
static const char *field_for(const struct tables *tables, const cf_graph_columns_of *columns,
                             const char *heading)
{
    static const char *const entity_fields[] = {
#define CF_ENTITY_FIELD(name, ...) #name,
#include "circfin/fields.def"
    };
    bool edges = columns->of == CF_GRAPH_EDGE;
    int entity_count = (int)(sizeof entity_fields / sizeof *entity_fields);
    int count = edges ? cf_deal_field_count() : entity_count;

    if (tables->draft->format == CF_PAJEK && edges && strcmp(heading, "weight") == 0)
        return "amount";
    if (tables->draft->format != CF_GML)
        return heading;
    if (!edges && strcmp(heading, "label") == 0 && cf_graph_find_column(columns, "name") < 0)
        return "name";
    for (int i = 0; i < count; i++) {
        const char *name = edges ? cf_field_name(cf_deal_field(i)) : entity_fields[i];

        if (cf_graph_is_heading(heading, name))
            return name;
    }
    return heading;
}

static void put_heading(struct tables *tables, const cf_graph_columns_of *columns, int column)
{
    const char *heading = field_for(tables, columns, columns->columns.at[column].heading);

    putc(',', tables->out);
    put_cell(tables, heading, strlen(heading), is_xml(tables));
}

static void put_node_id(struct tables *tables, int node)
{
    char number[32];
    size_t length = 0;

    if (tables->node_id >= 0)
        (void)cf_graph_value(&tables->nodes, tables->node_id, node, number, &length);
    if (length > 0)
        put_value(tables, &tables->nodes, tables->node_id, node);
    else
        fprintf(tables->out, "%s%d", tables->draft->format == CF_PAJEK ? "" : "node ", node + 1);
}

/* ---- which columns ---- */

/* What an element is called by the format itself, or by an attribute. Pajek has names only. The
 * numbers of GML change whenever a program writes it anew, so labels go before them. */
static int find_node_id(const struct tables *tables)
{
    static const char *const of_gml[] = { "entity id", "label" }, *const of_graphml[] = { "id" };
    bool is_gml = tables->draft->format == CF_GML;
    const char *const *stated = is_gml ? of_gml : of_graphml;
    const cf_graph_columns_of *nodes = &tables->nodes;

    if (tables->draft->format == CF_PAJEK)
        return cf_graph_is_unique(nodes, nodes->id) ? nodes->id : -1;
    for (int i = 0; i < (is_gml ? 2 : 1); i++) {
        int column = cf_graph_find_column(nodes, stated[i]);

        if (column >= 0 && cf_graph_is_unique(nodes, column))
            return column;
    }
    return nodes->id;
}

static const char *const CLASSES[] = {
    [CF_TRADE] = "trade", [CF_CAPITAL] = "capital", [CF_SERVICE] = "service"
};
static const cf_relation RELATIONS[] = {
    [CF_TRADE] = CF_CUSTOMER, [CF_CAPITAL] = CF_INVESTOR, [CF_SERVICE] = CF_REPAYMENT
};

static bool is_word(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && strncasecmp(text, word, length) == 0;
}

static int class_at(const char *text, size_t length)
{
    int class = 0;

    while (class < CF_CLASS_COUNT && !is_word(text, length, CLASSES[class]))
        class ++;
    return class;
}

static bool is_relation(const char *text, size_t length)
{
    for (int i = 0; i < CF_RELATION_COUNT; i++)
        if (is_word(text, length, cf_relation_names[i]))
            return true;
    return false;
}

/* Of a Pajek network only the label of an arc can say what it is; it may also be any text. */
static bool has_classes(const cf_graph_columns_of *edges, int column)
{
    bool any = false;

    for (int i = 0; i < edges->count && column >= 0; i++) {
        char room[32];
        size_t length;
        const char *text = cf_graph_value(edges, column, i, room, &length);

        if (length > 0 && class_at(text, length) == CF_CLASS_COUNT && !is_relation(text, length))
            return false;
        any = any || length > 0;
    }
    return any;
}

static void find_relation(struct tables *tables)
{
    const cf_graph_columns_of *edges = &tables->edges;

    tables->relation = cf_graph_find_column(edges, "relation");
    tables->class_of = cf_graph_find_column(edges, "class");
    if (tables->draft->format == CF_PAJEK && tables->class_of < 0) {
        int label = cf_graph_find_column(edges, "label");

        tables->class_of = has_classes(edges, label) ? label : -1;
    }
}

/* ---- settings ---- */

static void put_settings(struct tables *tables, const igraph_t *graph)
{
    static const char *const keys[] = { "name",    "description", "as_of", "span_from",
                                        "span_to", "currency",    "unit" };
    cf_graph_columns_of all;
    const char *title = tables->draft->title;

    cf_graph_find_columns(&all, graph, CF_GRAPH_ALL);
    fputs("skey,value\n", tables->out);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int column = cf_graph_find_column(&all, keys[i]);

        if (column < 0)
            continue;
        fprintf(tables->out, "%s,", keys[i]);
        put_value(tables, &all, column, 0);
        putc('\n', tables->out);
    }
    if (title != NULL) {
        fputs("name,", tables->out);
        put_cell(tables, title, strlen(title), false);
        putc('\n', tables->out);
    }
    putc('\0', tables->out);
}

/* ---- nodes ---- */

/* The name of a vertex of Pajek is its id, if it can be. */
static bool is_node_column(const struct tables *tables, int column)
{
    const cf_graph_columns_of *nodes = &tables->nodes;
    const char *heading = nodes->columns.at[column].heading;

    if (column == nodes->mark || column == nodes->id || column == tables->node_id)
        return false;
    if (tables->draft->format == CF_PAJEK && tables->node_id >= 0 && strcmp(heading, "name") == 0)
        return false;
    return strcmp(heading, "id") != 0;
}

static void put_nodes(struct tables *tables)
{
    const cf_graph_columns_of *nodes = &tables->nodes;

    fputs("nid", tables->out);
    for (int i = 0; i < nodes->columns.count; i++)
        if (is_node_column(tables, i))
            put_heading(tables, nodes, i);
    for (int row = 0; row < nodes->count; row++) {
        putc('\n', tables->out);
        put_node_id(tables, row);
        for (int i = 0; i < nodes->columns.count; i++)
            if (is_node_column(tables, i)) {
                putc(',', tables->out);
                put_value(tables, nodes, i, row);
            }
    }
    fputs("\n", tables->out);
    putc('\0', tables->out);
}

/* ---- edges ---- */

static void put_relation(struct tables *tables, int row)
{
    char room[32];
    size_t length = 0;
    const char *text = "";

    if (tables->relation >= 0)
        text = cf_graph_value(&tables->edges, tables->relation, row, room, &length);
    if (length == 0 && tables->class_of >= 0) {
        int class;

        text = cf_graph_value(&tables->edges, tables->class_of, row, room, &length);
        class = class_at(text, length);
        if (class < CF_CLASS_COUNT) {
            text = cf_relation_names[RELATIONS[class]];
            length = strlen(text);
        }
    }
    put_cell(tables, text, length, false);
}

/* Ids of edges that are not unique are no ids: NetworkX numbers parallel edges there, or as "key".
 */
static int find_edge_id(const struct tables *tables)
{
    const cf_graph_columns_of *edges = &tables->edges;
    int stated = cf_graph_find_column(edges, "id");

    return stated >= 0 ? stated : cf_graph_is_unique(edges, edges->id) ? edges->id : -1;
}

static bool is_edge_column(const struct tables *tables, int column)
{
    const cf_graph_columns_of *edges = &tables->edges;

    return column != edges->mark && column != edges->id && column != tables->edge_id &&
           column != tables->relation && column != tables->class_of &&
           strcmp(edges->columns.at[column].heading, "key") != 0;
}

static void put_edge_id(struct tables *tables, int row)
{
    if (tables->edge_id >= 0)
        put_value(tables, &tables->edges, tables->edge_id, row);
    else
        fprintf(tables->out, "edge-%d", row + 1);
}

static void put_edge(struct tables *tables, int row)
{
    const cf_graph_columns_of *edges = &tables->edges;

    putc('\n', tables->out);
    put_edge_id(tables, row);
    putc(',', tables->out);
    put_node_id(tables, (int)IGRAPH_FROM(edges->graph, row));
    putc(',', tables->out);
    put_node_id(tables, (int)IGRAPH_TO(edges->graph, row));
    if (tables->relation >= 0 || tables->class_of >= 0) {
        putc(',', tables->out);
        put_relation(tables, row);
    }
    for (int i = 0; i < edges->columns.count; i++)
        if (is_edge_column(tables, i)) {
            putc(',', tables->out);
            put_value(tables, edges, i, row);
        }
}

static void put_edges(struct tables *tables)
{
    const cf_graph_columns_of *edges = &tables->edges;

    fputs("eid,payer,payee", tables->out);
    if (tables->relation >= 0 || tables->class_of >= 0)
        fputs(",relation", tables->out);
    else if (edges->count == 0) /* nothing is missing where there is nothing */
        fputs(",relation,amount", tables->out);
    for (int i = 0; i < edges->columns.count; i++)
        if (is_edge_column(tables, i))
            put_heading(tables, edges, i);
    for (int row = 0; row < edges->count; row++)
        put_edge(tables, row);
    fputs("\n", tables->out);
    putc('\0', tables->out);
}

/* ---- places ---- */

static void put_places(struct tables *tables, char tag, const cf_graph_columns_of *columns)
{
    if (columns->mark < 0)
        return;
    putc(tag, tables->out);
    for (int row = 0; row < columns->count; row++) {
        char room[32];
        size_t length;
        const char *text = cf_graph_value(columns, columns->mark, row, room, &length);

        fprintf(tables->out, "%.*s ", (int)length, text);
    }
    putc('\0', tables->out);
}

/* GraphML may name a node that it does not list; igraph then adds it. */
static void put_unlisted(struct tables *tables, int node)
{
    const cf_graph_columns_of *edges = &tables->edges;
    char room[32];
    size_t length;
    int edge = 0;

    while (edge < edges->count - 1 && IGRAPH_FROM(edges->graph, edge) != node &&
           IGRAPH_TO(edges->graph, edge) != node)
        edge++;
    fputs("u", tables->out);
    if (edges->count > 0 && edges->mark >= 0) {
        const char *place = cf_graph_value(edges, edges->mark, edge, room, &length);

        fprintf(tables->out, "%.*s ", (int)length, place);
    }
    put_node_id(tables, node);
    putc('\0', tables->out);
}

static bool all_are_listed(struct tables *tables)
{
    const cf_graph_columns_of *nodes = &tables->nodes;

    if (tables->draft->format != CF_GRAPHML)
        return true;
    for (int row = 0; row < nodes->count; row++) {
        char room[32];
        size_t length = 0;

        if (nodes->mark >= 0)
            (void)cf_graph_value(nodes, nodes->mark, row, room, &length);
        if (length == 0) {
            put_unlisted(tables, row);
            return false;
        }
    }
    if (nodes->count < tables->draft->nodes)
        fputs("d", tables->out);
    if (nodes->count < tables->draft->nodes)
        putc('\0', tables->out);
    return nodes->count >= tables->draft->nodes;
}

void cf_graph_put_tables(FILE *out, const cf_graph_draft *draft, const igraph_t *graph)
{
    struct tables tables = { .out = out, .draft = draft };

    cf_graph_find_columns(&tables.nodes, graph, CF_GRAPH_VERTEX);
    cf_graph_find_columns(&tables.edges, graph, CF_GRAPH_EDGE);
    tables.node_id = find_node_id(&tables);
    tables.edge_id = find_edge_id(&tables);
    find_relation(&tables);
    if (!all_are_listed(&tables))
        return;
    put_settings(&tables, graph);
    put_nodes(&tables);
    put_edges(&tables);
    put_places(&tables, 'v', &tables.nodes);
    put_places(&tables, 'a', &tables.edges);
}
