/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The format gexf: the graph for Gephi. It is GEXF 1.2draft, which Gephi reads as well as 1.3, and
 * NetworkX instead of it. Colours and sizes are in the namespace of their own that the examples of
 * the format and all its readers use, though the published schema has them without.
 */
#include <math.h>
#include <stdlib.h>

#include "base/put.h"
#include "base/xml.h"
#include "circfin/writer.h"
#include "pictures/occurs.h"
#include "pictures/svg.h"
#include "report/company.h"
#include "writers/graph_table.h"

/* Sizes of nodes and edges; the smallest are the defaults of Gephi. */
#define SMALLEST 10.0
#define LARGEST 50.0
#define THINNEST 1.0
#define THICKEST 12.0

struct gexf {
    FILE *out;
    cf_graph_table *table;
    const cf_picture *picture;
    double turnover, amount; /* the largest */
};

static void put_double(FILE *out, const char *before, double number)
{
    fputs(before, out);
    cf_put_number(out, CF_NUMBER, number);
    putc('"', out);
}

/* ---- attributes ---- */

/* The columns that have a place of their own in the format: the id, and the name of a node. */
static int first_attribute(cf_graph_part part)
{
    return part == CF_GRAPH_VERTICES ? CF_GRAPH_NAME + 1 : CF_GRAPH_ID + 1;
}

static const char *type_of(cf_kind kind)
{
    if (cf_kind_is_text(kind))
        return "string";
    return kind == CF_FLAG ? "boolean" : kind == CF_COUNT ? "integer" : "double";
}

static void put_attributes(const struct gexf *gexf, cf_graph_part part)
{
    int count;
    const cf_column *columns = cf_graph_table_columns(gexf->table, part, &count);

    cf_xml_put(gexf->out, "    <attributes class=\"%s\">\n",
               part == CF_GRAPH_VERTICES ? "node" : "edge");
    for (int i = first_attribute(part); i < count; i++)
        cf_xml_put(gexf->out, "      <attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n",
                   columns[i].name, columns[i].name, type_of(columns[i].kind));
    fputs("    </attributes>\n", gexf->out);
}

static void put_values(const struct gexf *gexf, cf_graph_part part, const cf_cell *cells)
{
    int count;
    const cf_column *columns = cf_graph_table_columns(gexf->table, part, &count);

    fputs("        <attvalues>\n", gexf->out);
    for (int i = first_attribute(part); i < count; i++) {
        if (!cells[i].known)
            continue;
        cf_xml_put(gexf->out, "          <attvalue for=\"%s\" value=\"", columns[i].name);
        if (cf_kind_is_text(columns[i].kind))
            cf_xml_value(gexf->out, cells[i].text);
        else
            cf_put_number(gexf->out, columns[i].kind, cells[i].number);
        fputs("\"/>\n", gexf->out);
    }
    fputs("        </attvalues>\n", gexf->out);
}

/* ---- colours ---- */

/* A colour such as #7a5c99, mixed with so much of another. */
static void put_colour(FILE *out, const char *hex, const char *other, double share)
{
    long colour = strtol(hex + 1, NULL, 16), added = strtol(other + 1, NULL, 16);
    long mixed[3];

    for (int i = 0; i < 3; i++) {
        double own = (double)(colour >> (16 - 8 * i) & 0xFF);
        double others = (double)(added >> (16 - 8 * i) & 0xFF);

        mixed[i] = lround(own + share * (others - own));
    }
    fprintf(out, "        <viz:color r=\"%ld\" g=\"%ld\" b=\"%ld\"/>\n", mixed[0], mixed[1],
            mixed[2]);
}

/* ---- nodes and edges ---- */

static double turnover(const cf_picture_entity *entity)
{
    return fmax(entity->in, entity->out);
}

static double root_of_share(double part, double whole)
{
    return whole > 0.0 ? sqrt(part / whole) : 0.0;
}

static cf_status put_node(const struct gexf *gexf, int row)
{
    const cf_picture_entity *entity = &gexf->picture->entities[row];
    int colour = cf_occurs_colour(gexf->picture, entity);
    const char *hex = cf_svg_company_hex(colour >= 0 ? colour : CF_COLOUR_OTHERS);
    const cf_cell *cells = cf_graph_table_row(gexf->table, CF_GRAPH_VERTICES, row);

    if (cells == NULL)
        return CF_NO_MEMORY;
    fputs("      <node id=\"", gexf->out);
    cf_xml_value(gexf->out, cells[CF_GRAPH_ID].text);
    fputs("\" label=\"", gexf->out);
    cf_xml_value(gexf->out, cells[CF_GRAPH_NAME].text);
    fputs("\">\n", gexf->out);
    put_values(gexf, CF_GRAPH_VERTICES, cells);
    put_colour(gexf->out, hex, hex, 0.0);
    cf_xml_put(gexf->out, "        <viz:size value=\"%f\"/>\n      </node>\n",
               SMALLEST + (LARGEST - SMALLEST) * root_of_share(turnover(entity), gexf->turnover));
    return CF_OK;
}

/* An edge has the colour of its class, and as much of a supplier's as loops back to it. */
static void put_edge_look(const struct gexf *gexf, const cf_graph_edge *edge)
{
    const char *hex = cf_svg_hex(cf_class_names[edge->line->carries]), *other = hex;
    const cf_picture_deal *deal = edge->deal;
    double share = deal->amount > 0.0 ? fmin(1.0, deal->looping / deal->amount) : 0.0;

    if (deal->supplier >= 0)
        other = cf_svg_company_hex(gexf->picture->suppliers[deal->supplier].colour);
    put_colour(gexf->out, hex, other, share);
    cf_xml_put(gexf->out, "        <viz:thickness value=\"%f\"/>\n",
               THINNEST + (THICKEST - THINNEST) * root_of_share(deal->amount, gexf->amount));
}

static cf_status put_edge(const struct gexf *gexf, int row)
{
    const cf_graph_edge *edge = cf_graph_table_edge(gexf->table, row);
    const cf_cell *cells = cf_graph_table_row(gexf->table, CF_GRAPH_EDGES, row);

    if (cells == NULL)
        return CF_NO_MEMORY;
    fputs("      <edge id=\"", gexf->out);
    cf_xml_value(gexf->out, cells[CF_GRAPH_ID].text);
    fputs("\" source=\"", gexf->out);
    cf_xml_value(gexf->out, gexf->picture->entities[edge->payer].id);
    fputs("\" target=\"", gexf->out);
    cf_xml_value(gexf->out, gexf->picture->entities[edge->payee].id);
    if (edge->deal->amount > 0.0)
        put_double(gexf->out, "\" weight=\"", edge->deal->amount);
    else
        putc('"', gexf->out);
    fputs(">\n", gexf->out);
    put_values(gexf, CF_GRAPH_EDGES, cells);
    put_edge_look(gexf, edge);
    fputs("      </edge>\n", gexf->out);
    return CF_OK;
}

/* ---- the whole ---- */

static cf_status put_head(const struct gexf *gexf)
{
    int count;
    const cf_column *columns = cf_graph_table_columns(gexf->table, CF_GRAPH_ITSELF, &count);
    const cf_cell *cells = cf_graph_table_row(gexf->table, CF_GRAPH_ITSELF, 0);

    if (cells == NULL)
        return CF_NO_MEMORY;
    cf_xml_put(gexf->out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<gexf xmlns=\"http://www.gexf.net/1.2draft\" "
               "xmlns:viz=\"http://www.gexf.net/1.2draft/viz\" version=\"1.2\">\n"
               "  <meta>\n    <creator>circfin %s</creator>\n    <description>",
               CIRCFIN_VERSION);
    for (int i = 0; i < count; i++) {
        cf_xml_put(gexf->out, i > 0 ? "; %s: " : "%s: ", columns[i].name);
        cf_xml_value(gexf->out, cells[i].text);
    }
    fputs("</description>\n  </meta>\n"
          "  <graph defaultedgetype=\"directed\" mode=\"static\" idtype=\"string\">\n",
          gexf->out);
    put_attributes(gexf, CF_GRAPH_VERTICES);
    put_attributes(gexf, CF_GRAPH_EDGES);
    return CF_OK;
}

static cf_status put_rows(const struct gexf *gexf, cf_graph_part part,
                          cf_status (*put)(const struct gexf *gexf, int row))
{
    int count = cf_graph_table_count(gexf->table, part);
    const char *name = part == CF_GRAPH_VERTICES ? "nodes" : "edges";
    cf_status status = CF_OK;

    cf_xml_put(gexf->out, "    <%s count=\"%d\">\n", name, count);
    for (int row = 0; status == CF_OK && row < count && !ferror(gexf->out); row++)
        status = put(gexf, row);
    cf_xml_put(gexf->out, "    </%s>\n", name);
    return status;
}

static void find_largest(struct gexf *gexf)
{
    for (int i = 0; i < gexf->picture->entity_count; i++)
        gexf->turnover = fmax(gexf->turnover, turnover(&gexf->picture->entities[i]));
    for (int i = 0; i < cf_graph_table_count(gexf->table, CF_GRAPH_EDGES); i++)
        gexf->amount = fmax(gexf->amount, cf_graph_table_edge(gexf->table, i)->deal->amount);
}

static cf_status write_gexf(FILE *out, const cf_report *report, const cf_write_options *options)
{
    struct gexf gexf = { .out = out, .picture = cf_report_picture(report) };
    cf_status status = cf_graph_table_new(&gexf.table, report);

    (void)options;
    if (status == CF_OK) {
        find_largest(&gexf);
        status = put_head(&gexf);
    }
    if (status == CF_OK)
        status = put_rows(&gexf, CF_GRAPH_VERTICES, put_node);
    if (status == CF_OK)
        status = put_rows(&gexf, CF_GRAPH_EDGES, put_edge);
    if (status == CF_OK)
        fputs("  </graph>\n</gexf>\n", out);
    cf_graph_table_free(gexf.table);
    return status;
}

const cf_writer cf_writer_gexf = {
    .name = "gexf",
    .ending = ".gexf",
    .summary = "the graph, an edge a deal, for Gephi",
    .writes = CF_WRITES_GRAPH,
    .write = write_gexf,
};
