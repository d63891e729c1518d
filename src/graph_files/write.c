/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds an igraph graph with its attributes, and has it written. */
#include "graph_files/write.h"

#include <igraph.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/memory_file.h"
#include "base/text.h"
#include "graph_files/polish.h"

/* ---- in the child, which ends when memory runs out ---- */

static void need(bool there)
{
    if (!there)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
}

static void need_igraph(igraph_error_t error)
{
    need(error != IGRAPH_ENOMEM);
    if (error != IGRAPH_SUCCESS)
        _exit(1);
}

/* A value as igraph is to get it; to be freed. */
static char *ready_value(const cf_graph_writing *writing, const char *value)
{
    cf_memory_file file;
    char *text;

    need(cf_memory_file_open(&file) == CF_OK);
    cf_graph_put_value(file.stream, writing->format, value);
    need(cf_memory_file_close(&file, &text, NULL) == CF_OK);
    return text;
}

static void fill_columns(const cf_graph_writing *writing, int side, igraph_strvector_t *columns)
{
    const cf_graph_side *rows = &writing->sides[side];
    const char *values[CF_GRAPH_MOST_NAMES];

    for (int i = 0; i < rows->name_count; i++)
        need_igraph(igraph_strvector_init(&columns[i], rows->count));
    for (int row = 0; row < rows->count; row++) {
        need(writing->row(writing->context, side, row, values));
        for (int i = 0; i < rows->name_count; i++) {
            char *value = ready_value(writing, values[i]);

            need_igraph(igraph_strvector_set(&columns[i], row, value));
            free(value);
        }
    }
}

/* The weight is the one number that igraph itself must write. */
static void set_weights(igraph_t *graph, const igraph_strvector_t *column)
{
    igraph_vector_t weights;

    need_igraph(igraph_vector_init(&weights, igraph_strvector_size(column)));
    for (igraph_integer_t i = 0; i < igraph_strvector_size(column); i++)
        if (!cf_text_read_number(&VECTOR(weights)[i], igraph_strvector_get(column, i)))
            _exit(1);
    need_igraph(igraph_cattribute_EAN_setv(graph, "weight", &weights));
}

static void set_attribute(const cf_graph_writing *writing, igraph_t *graph, int side,
                          const char *name, const igraph_strvector_t *column)
{
    char written[64];

    cf_graph_put_name(written, writing->format, name);
    if (writing->format == CF_PAJEK && strcmp(name, "weight") == 0)
        set_weights(graph, column);
    else if (side == CF_GRAPH_OF_VERTICES)
        need_igraph(igraph_cattribute_VAS_setv(graph, written, column));
    else if (side == CF_GRAPH_OF_EDGES)
        need_igraph(igraph_cattribute_EAS_setv(graph, written, column));
    else
        need_igraph(igraph_cattribute_GAS_set(graph, written, igraph_strvector_get(column, 0)));
}

static void set_attributes(const cf_graph_writing *writing, igraph_t *graph, int side)
{
    igraph_strvector_t columns[CF_GRAPH_MOST_NAMES];
    const cf_graph_side *rows = &writing->sides[side];

    fill_columns(writing, side, columns);
    for (int i = 0; i < rows->name_count; i++) {
        set_attribute(writing, graph, side, rows->names[i].name, &columns[i]);
        igraph_strvector_destroy(&columns[i]);
    }
}

static void make_graph(igraph_t *graph, const cf_graph_writing *writing)
{
    int edge_count = writing->sides[CF_GRAPH_OF_EDGES].count;
    igraph_vector_int_t ends;

    need_igraph(igraph_vector_int_init(&ends, 2 * (igraph_integer_t)edge_count));
    for (int i = 0; i < edge_count; i++) {
        int source, target;

        writing->ends(writing->context, i, &source, &target);
        VECTOR(ends)[2 * i] = source;
        VECTOR(ends)[2 * i + 1] = target;
    }
    need_igraph(
        igraph_create(graph, &ends, writing->sides[CF_GRAPH_OF_VERTICES].count, IGRAPH_DIRECTED));
    for (int side = 0; side < CF_GRAPH_SIDES; side++)
        set_attributes(writing, graph, side);
}

static igraph_error_t write_graph(const igraph_t *graph, cf_graph_format format, FILE *out)
{
    switch (format) {
    case CF_GRAPHML:
        return igraph_write_graph_graphml(graph, out, true);
    case CF_GML:
        return igraph_write_graph_gml(graph, out, IGRAPH_WRITE_GML_ENCODE_ONLY_QUOT_SW, NULL,
                                      "circfin " CIRCFIN_VERSION);
    default:
        return igraph_write_graph_pajek(graph, out);
    }
}

static void work(FILE *out, void *data)
{
    const cf_graph_writing *writing = data;
    cf_memory_file file;
    igraph_safelocale_t locale;
    igraph_t graph;
    char *text;

    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    igraph_set_attribute_table(&igraph_cattribute_table);
    need_igraph(igraph_enter_safelocale(&locale));
    make_graph(&graph, writing);
    need(cf_memory_file_open(&file) == CF_OK);
    need_igraph(write_graph(&graph, writing->format, file.stream));
    need(cf_memory_file_close(&file, &text, NULL) == CF_OK);
    igraph_destroy(&graph);
    need(cf_graph_polish(out, writing, text));
}

/* ---- in the parent ---- */

cf_status cf_graph_file_write(FILE *out, const cf_graph_writing *writing)
{
    char *text = NULL;
    size_t size = 0;
    cf_child_end end = CF_CHILD_DONE;
    cf_status status = cf_child_run(&text, &size, &end, work, (void *)writing, 0.0);

    if (status == CF_OK && end != CF_CHILD_DONE)
        status = end == CF_CHILD_NO_MEMORY ? CF_NO_MEMORY : CF_SOLVER;
    if (status == CF_OK)
        fwrite(text, 1, size, out);
    free(text);
    return status;
}
