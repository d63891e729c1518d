/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The formats graphml, gml and pajek: the graph as igraph writes it. A graph of GML has the id of
 * an entity as entityId, since its own are numbers. A Pajek network has names, amounts and classes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "circfin/writer.h"
#include "graph_files/write.h"
#include "writers/graph_table.h"

enum { MOST_NAMES = 64, NUMBER_SIZE = 32 };

/* Where a value of a row comes from. */
enum { LABEL = -1, CLASS_LABEL = -2, MULTIGRAPH = -3 };

struct side {
    cf_graph_part part;
    int count;
    cf_graph_name names[MOST_NAMES];
    int from[MOST_NAMES]; /* the column of the table, or one of the above */
    char numbers[MOST_NAMES][NUMBER_SIZE];
};

struct formats {
    cf_graph_format format;
    cf_graph_table *table;
    const cf_picture *picture;
    struct side sides[CF_GRAPH_SIDES];
    int *edges; /* rows of the table that are written */
    int edge_count;
    bool names_are_unique;
};

/* ---- labels ---- */

static const char *name_of(const cf_picture_entity *entity)
{
    return entity->whole_name != NULL ? entity->whole_name : entity->name;
}

/* Readers take labels for ids: NetworkX refuses a file that has one twice. */
static cf_status find_whether_unique(struct formats *formats)
{
    const cf_picture *picture = formats->picture;
    cf_map names = { 0 };
    cf_status status = CF_OK;

    formats->names_are_unique = true;
    for (int i = 0; i < picture->entity_count && status == CF_OK; i++) {
        const char *name = name_of(&picture->entities[i]);
        int found;

        status = cf_map_put(&names, 0, name, strlen(name), i, &found);
        formats->names_are_unique &= found < 0 && name[0] != '\0';
    }
    cf_map_free(&names);
    return status;
}

static const char *label_of(const struct formats *formats, int row)
{
    const cf_picture_entity *entity = &formats->picture->entities[row];

    return formats->names_are_unique ? name_of(entity) : entity->id;
}

/* ---- rows ---- */

/* GML has no flags but 0 and 1. */
static const char *cell_value(const struct formats *formats, char number[NUMBER_SIZE], cf_kind kind,
                              const cf_cell *cell)
{
    if (!cell->known)
        return "";
    if (kind == CF_FLAG && formats->format == CF_GRAPHML)
        return cell->number > 0.0 ? "true" : "false";
    if (cf_kind_is_text(kind))
        return cell->text;
    cf_text_number(number, cell->number);
    return number;
}

static bool fill_row(void *context, int index, int row, const char **values)
{
    struct formats *formats = context;
    struct side *side = &formats->sides[index];
    int column_count, place = index == CF_GRAPH_OF_EDGES ? formats->edges[row] : row;
    const cf_column *columns = cf_graph_table_columns(formats->table, side->part, &column_count);
    const cf_cell *cells = cf_graph_table_row(formats->table, side->part, place);

    if (cells == NULL)
        return false;
    for (int i = 0; i < side->count; i++) {
        int from = side->from[i];

        if (from == LABEL)
            values[i] = label_of(formats, row);
        else if (from == CLASS_LABEL)
            values[i] = cf_class_names[cf_graph_table_edge(formats->table, place)->line->carries];
        else if (from == MULTIGRAPH)
            values[i] = "1";
        else
            values[i] = cell_value(formats, side->numbers[i], columns[from].kind, &cells[from]);
    }
    return true;
}

static void find_ends(void *context, int edge, int *source, int *target)
{
    const struct formats *formats = context;
    const cf_graph_edge *joined = cf_graph_table_edge(formats->table, formats->edges[edge]);

    *source = joined->payer;
    *target = joined->payee;
}

/* ---- which attributes ---- */

static void add_name(struct side *side, const char *name, cf_graph_written kind, int from)
{
    if (side->count == MOST_NAMES)
        return;
    side->names[side->count] = (cf_graph_name){ name, kind };
    side->from[side->count++] = from;
}

static cf_graph_written written_as(cf_kind kind)
{
    return cf_kind_is_text(kind) ? CF_GRAPH_TEXT
           : kind == CF_FLAG     ? CF_GRAPH_FLAG
                                 : CF_GRAPH_NUMBER;
}

static void add_columns(struct formats *formats, int index)
{
    struct side *side = &formats->sides[index];
    bool is_gml = formats->format == CF_GML;
    int count;
    const cf_column *columns = cf_graph_table_columns(formats->table, side->part, &count);

    for (int i = 0; i < count; i++) {
        bool renamed = is_gml && index == CF_GRAPH_OF_VERTICES && i == CF_GRAPH_ID;

        add_name(side, renamed ? "entity_id" : columns[i].name, written_as(columns[i].kind), i);
    }
    if (is_gml && index == CF_GRAPH_OF_VERTICES)
        add_name(side, "label", CF_GRAPH_TEXT, LABEL);
    if (is_gml && index == CF_GRAPH_OF_ALL) /* without it, NetworkX refuses parallel edges */
        add_name(side, "multigraph", CF_GRAPH_NUMBER, MULTIGRAPH);
}

static int column_of(const struct formats *formats, cf_graph_part part, const char *name)
{
    int count, found = 0;
    const cf_column *columns = cf_graph_table_columns(formats->table, part, &count);

    while (found < count && strcmp(columns[found].name, name) != 0)
        found++;
    return found;
}

static void choose_names(struct formats *formats)
{
    static const cf_graph_part parts[] = { [CF_GRAPH_OF_ALL] = CF_GRAPH_ITSELF,
                                           [CF_GRAPH_OF_VERTICES] = CF_GRAPH_VERTICES,
                                           [CF_GRAPH_OF_EDGES] = CF_GRAPH_EDGES };
    struct side *edges = &formats->sides[CF_GRAPH_OF_EDGES];

    for (int i = 0; i < CF_GRAPH_SIDES; i++)
        formats->sides[i].part = parts[i];
    if (formats->format != CF_PAJEK) {
        for (int i = 0; i < CF_GRAPH_SIDES; i++)
            add_columns(formats, i);
        return;
    }
    add_name(&formats->sides[CF_GRAPH_OF_VERTICES], "id", CF_GRAPH_TEXT, LABEL);
    add_name(edges, "weight", CF_GRAPH_NUMBER, column_of(formats, CF_GRAPH_EDGES, "amount"));
    add_name(edges, "label", CF_GRAPH_TEXT, CLASS_LABEL);
}

/* An arc of a Pajek network has an amount, so deals of which it is unknown are left out. */
static cf_status choose_edges(struct formats *formats)
{
    int count = cf_graph_table_count(formats->table, CF_GRAPH_EDGES);

    formats->edges = calloc((size_t)count + 1, sizeof *formats->edges);
    if (formats->edges == NULL)
        return CF_NO_MEMORY;
    for (int row = 0; row < count; row++) {
        const cf_graph_edge *edge = cf_graph_table_edge(formats->table, row);

        if (formats->format != CF_PAJEK || edge->deal->amount > 0.0)
            formats->edges[formats->edge_count++] = row;
    }
    return CF_OK;
}

/* ---- the whole ---- */

static cf_status put_graph(FILE *out, struct formats *formats)
{
    const int counts[] = { 1, formats->picture->entity_count, formats->edge_count };
    cf_graph_writing writing = {
        .format = formats->format, .context = formats, .row = fill_row, .ends = find_ends
    };

    for (int i = 0; i < CF_GRAPH_SIDES; i++)
        writing.sides[i] =
            (cf_graph_side){ counts[i], formats->sides[i].count, formats->sides[i].names };
    return cf_graph_file_write(out, &writing);
}

static cf_status write_format(FILE *out, const cf_report *report, cf_graph_format format)
{
    struct formats *formats = calloc(1, sizeof *formats);
    cf_status status;

    if (formats == NULL)
        return CF_NO_MEMORY;
    formats->format = format;
    formats->picture = cf_report_picture(report);
    status = cf_graph_table_new(&formats->table, report);
    if (status == CF_OK)
        status = find_whether_unique(formats);
    if (status == CF_OK)
        status = choose_edges(formats);
    if (status == CF_OK) {
        choose_names(formats);
        status = put_graph(out, formats);
    }
    cf_graph_table_free(formats->table);
    free(formats->edges);
    free(formats);
    return status;
}

static cf_status write_graphml(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)options;
    return write_format(out, report, CF_GRAPHML);
}

static cf_status write_gml(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)options;
    return write_format(out, report, CF_GML);
}

static cf_status write_pajek(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)options;
    return write_format(out, report, CF_PAJEK);
}

const cf_writer cf_writer_graphml = {
    .name = "graphml",
    .ending = ".graphml",
    .summary = "the graph, an edge a deal, for igraph and NetworkX",
    .writes = CF_WRITES_GRAPH,
    .write = write_graphml,
};

const cf_writer cf_writer_gml = {
    .name = "gml",
    .ending = ".gml",
    .summary = "the same as GML, for older programs",
    .writes = CF_WRITES_GRAPH,
    .write = write_gml,
};

const cf_writer cf_writer_pajek = {
    .name = "pajek",
    .ending = ".net",
    .summary = "names, amounts and classes of the graph, for Pajek",
    .writes = CF_WRITES_GRAPH,
    .write = write_pajek,
};
