/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The format cyjs: the graph as JSON for Cytoscape, Cytoscape.js and NetworkX. Two keys beside the
 * attributes are for NetworkX: `value` of a node is its id, and `key` of an edge that of its deal.
 */
#include <string.h>

#include "base/buffer.h"
#include "base/json_put.h"
#include "circfin/writer.h"
#include "writers/graph_table.h"

#define MARK "deal" /* and colons: begins the ids of edges, for none may be that of a node */

struct cyjs {
    FILE *out;
    cf_graph_table *table;
    const cf_picture *picture;
    size_t colons;
    cf_buffer id; /* of an edge */
};

/* One more than any node has. */
static size_t count_colons(const cf_picture *picture)
{
    size_t most = 0;

    for (int i = 0; i < picture->entity_count; i++)
        if (strncmp(picture->entities[i].id, MARK, strlen(MARK)) == 0) {
            size_t colons = strspn(picture->entities[i].id + strlen(MARK), ":");

            most = colons > most ? colons : most;
        }
    return most + 1;
}

static void put_text(const struct cyjs *cyjs, const char *before, const char *key, const char *text)
{
    cf_put_json_key(cyjs->out, before, key);
    cf_put_json_text(cyjs->out, text);
}

/* The known cells from column `first` on. */
static cf_status put_cells(const struct cyjs *cyjs, cf_graph_part part, int row, int first)
{
    int count;
    const cf_column *columns = cf_graph_table_columns(cyjs->table, part, &count);
    const cf_cell *cells = cf_graph_table_row(cyjs->table, part, row);
    const char *before = first == 0 ? "" : ", ";

    for (int i = first; cells != NULL && i < count; i++) {
        if (!cells[i].known)
            continue;
        cf_put_json_key(cyjs->out, before, columns[i].name);
        cf_put_json_value(cyjs->out, columns[i].kind, &cells[i]);
        before = ", ";
    }
    return cells == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status put_node(struct cyjs *cyjs, int row)
{
    cf_status status = put_cells(cyjs, CF_GRAPH_VERTICES, row, CF_GRAPH_ID);

    put_text(cyjs, ", ", "value", cyjs->picture->entities[row].id);
    return status;
}

static cf_status put_edge(struct cyjs *cyjs, int row)
{
    const cf_graph_edge *edge = cf_graph_table_edge(cyjs->table, row);
    const char *deal = cf_graph_table_deal(cyjs->table, row)->id;

    cf_buffer_clear(&cyjs->id);
    cf_buffer_add(&cyjs->id, MARK);
    for (size_t i = 0; i < cyjs->colons; i++)
        cf_buffer_add(&cyjs->id, ":");
    cf_buffer_add(&cyjs->id, deal);
    if (cyjs->id.failed)
        return CF_NO_MEMORY;
    put_text(cyjs, "", "id", cf_buffer_text(&cyjs->id));
    put_text(cyjs, ", ", "source", cyjs->picture->entities[edge->payer].id);
    put_text(cyjs, ", ", "target", cyjs->picture->entities[edge->payee].id);
    put_text(cyjs, ", ", "key", deal);
    return put_cells(cyjs, CF_GRAPH_EDGES, row, CF_GRAPH_ID + 1);
}

static cf_status put_rows(struct cyjs *cyjs, cf_graph_part part, const char *key,
                          cf_status (*put)(struct cyjs *cyjs, int row))
{
    int count = cf_graph_table_count(cyjs->table, part);
    cf_status status = CF_OK;

    cf_put_json_key(cyjs->out, "", key);
    putc('[', cyjs->out);
    for (int row = 0; status == CF_OK && row < count && !ferror(cyjs->out); row++) {
        cf_put_json_key(cyjs->out, row > 0 ? ",\n   {" : "\n   {", "data");
        putc('{', cyjs->out);
        status = put(cyjs, row);
        fputs("}}", cyjs->out);
    }
    putc(']', cyjs->out);
    return status;
}

static cf_status put_all(struct cyjs *cyjs)
{
    cf_status status;

    put_text(cyjs, "{", "format_version", "1.0");
    put_text(cyjs, ",\n ", "generated_by", "circfin " CIRCFIN_VERSION);
    fputs(",\n \"directed\": true,\n \"multigraph\": true,\n \"data\": {", cyjs->out);
    status = put_cells(cyjs, CF_GRAPH_ITSELF, 0, 0);
    fputs("},\n \"elements\": {\n  ", cyjs->out);
    if (status == CF_OK)
        status = put_rows(cyjs, CF_GRAPH_VERTICES, "nodes", put_node);
    fputs(",\n  ", cyjs->out);
    if (status == CF_OK)
        status = put_rows(cyjs, CF_GRAPH_EDGES, "edges", put_edge);
    fputs("}}\n", cyjs->out);
    return status;
}

static cf_status write_cyjs(FILE *out, const cf_report *report, const cf_write_options *options)
{
    struct cyjs cyjs = { .out = out, .picture = cf_report_picture(report) };
    cf_status status = cf_graph_table_new(&cyjs.table, report);

    (void)options;
    if (status == CF_OK) {
        cyjs.colons = count_colons(cyjs.picture);
        status = put_all(&cyjs);
    }
    cf_buffer_free(&cyjs.id);
    cf_graph_table_free(cyjs.table);
    return status;
}

const cf_writer cf_writer_cyjs = {
    .name = "cyjs",
    .ending = ".cyjs",
    .summary = "the graph, an edge a deal, for Cytoscape",
    .writes = CF_WRITES_GRAPH,
    .write = write_cyjs,
};
