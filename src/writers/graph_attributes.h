/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_GRAPH_ATTRIBUTES_H
#define CIRCFIN_WRITERS_GRAPH_ATTRIBUTES_H

/*
 * The parts of graph_table.h:
 *
 *   graph_fields.c      what an edge has of the fields of its deal
 *   graph_attributes.c  the attributes, a row each
 *   graph_table.c       those that say something, and a row of cells at a time
 */

#include "base/arena.h"
#include "base/buffer.h"
#include "circfin/fields.h"
#include "writers/graph_table.h"

enum { CF_MOST_ATTRIBUTES = 64 };

/** An attribute. Either `cell` says what a row has, or, of an edge, `field`. */
typedef struct cf_graph_attribute {
    cf_column column;
    cf_cell (*cell)(cf_graph_table *table, int row);
    const cf_field *field;
} cf_graph_attribute;

struct cf_graph_table {
    const cf_report *report;
    const cf_scenario *scenario;
    const cf_picture *picture;
    cf_graph_edge *edges;
    bool *is_shown;  /* of each deal of the scenario: whether it is an edge */
    cf_buffer words; /* a text in the making */
    cf_arena arena;  /* texts of one row */
    struct cf_graph_rows {
        int count, column_count;
        cf_graph_attribute attributes[CF_MOST_ATTRIBUTES]; /* those of some row */
        cf_column columns[CF_MOST_ATTRIBUTES];
        cf_cell cells[CF_MOST_ATTRIBUTES];
    } parts[CF_GRAPH_PART_COUNT];
};

/** The attributes of a part by index, whether a row says something or not: first those with a
 *  `cell`, then the fields of a deal. False after the last. */
bool cf_graph_attribute_at(cf_graph_attribute *out, cf_graph_part part, int index);

/** What a row has. A text lives as long as the picture, or in the arena of the table. */
cf_cell cf_graph_attribute_cell(cf_graph_table *table, const cf_graph_attribute *attribute,
                                int row);

/** Whether that is known, and more than the default of a field. */
bool cf_graph_attribute_says(cf_graph_table *table, const cf_graph_attribute *attribute, int row);

/** The kind of column of a field, and its cell. */
cf_kind cf_graph_field_kind(const cf_field *field);
cf_cell cf_graph_field_cell(cf_graph_table *table, const cf_field *field, int row);

/** Takes the words of the table as the text of a cell, which lives in its arena. */
cf_cell cf_graph_take_words(cf_graph_table *table);

#endif
