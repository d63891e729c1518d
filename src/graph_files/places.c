/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a cell of a table stands in the file it comes from. */
#include <string.h>

#include "graph_files/graph_files.h"
#include "graph_files/xml_tags.h"

/* The end of the line that a byte stands in. */
static size_t end_of_line(const cf_graph_file *graph, size_t from)
{
    const char *end = memchr(graph->source + from, '\n', graph->source_size - from);
    size_t to = end == NULL ? graph->source_size : (size_t)(end - graph->source);

    return to > from && graph->source[to - 1] == '\r' ? to - 1 : to;
}

/* The name of a column: a cell of the header, which is on one line. */
static cf_xml_piece heading_of(const cf_graph_csv *table, int column)
{
    const char *at = table->text, *end = strchr(at, '\n');
    cf_xml_piece piece = { at, 0 };

    for (; at < end && column > 0; at++)
        column -= *at == ',';
    piece.at = at;
    while (piece.at + piece.length < end && piece.at[piece.length] != ',')
        piece.length++;
    return column == 0 ? piece : (cf_xml_piece){ at, 0 };
}

static bool is_piece(cf_xml_piece a, cf_xml_piece b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

/* ---- GraphML ---- */

/* The id of the key whose name is a heading, for nodes or for edges. */
static bool find_key(cf_xml_piece *id, const cf_graph_file *graph, cf_xml_piece heading,
                     const char *of)
{
    cf_xml_tag tag = { .to = 0 };

    do {
        cf_xml_piece name, target;

        cf_xml_next_tag(&tag, graph->source, graph->source_size, tag.to);
        if (cf_xml_is_local(tag.name, "graph"))
            return false;
        if (!cf_xml_is_local(tag.name, "key") || !cf_xml_tag_value(id, graph->source, &tag, "id"))
            continue;
        if (!cf_xml_tag_value(&name, graph->source, &tag, "attr.name"))
            name = *id;
        if (is_piece(name, heading) && cf_xml_tag_value(&target, graph->source, &tag, "for") &&
            (cf_xml_piece_is(target, of) || cf_xml_piece_is(target, "all")))
            return true;
    } while (tag.kind != CF_XML_END);
    return false;
}

/* <data key="id">, up to the end of its element. */
static void find_data(const cf_graph_file *graph, cf_xml_piece id, size_t *from, size_t *to)
{
    cf_xml_tag tag = { .to = *from };

    cf_xml_next_tag(&tag, graph->source, graph->source_size, *from);
    if (tag.kind != CF_XML_OPEN)
        return;
    do {
        cf_xml_piece key;

        cf_xml_next_tag(&tag, graph->source, graph->source_size, tag.to);
        if (tag.kind == CF_XML_CLOSE && !cf_xml_is_local(tag.name, "data"))
            return;
        if (tag.kind == CF_XML_OPEN && cf_xml_tag_value(&key, graph->source, &tag, "key") &&
            is_piece(key, id)) {
            cf_xml_tag close;

            cf_xml_next_tag(&close, graph->source, graph->source_size, tag.to);
            *from = tag.to;
            *to = close.from > tag.to ? close.from : tag.to + 1;
            return;
        }
    } while (tag.kind != CF_XML_END);
}

static void find_attribute(const cf_graph_file *graph, cf_xml_piece heading, size_t *from,
                           size_t *to)
{
    cf_xml_piece value;
    cf_xml_tag tag;

    cf_xml_next_tag(&tag, graph->source, graph->source_size, *from);
    *to = tag.to;
    if (!cf_xml_piece_is(heading, "payer") && !cf_xml_piece_is(heading, "payee") &&
        !cf_xml_piece_is(heading, "id"))
        return;
    if (!cf_xml_tag_value(&value, graph->source, &tag,
                          cf_xml_piece_is(heading, "payer")   ? "source"
                          : cf_xml_piece_is(heading, "payee") ? "target"
                                                              : "id"))
        return;
    *from = (size_t)(value.at - graph->source);
    *to = *from + value.length;
}

static void place_graphml(const cf_graph_file *graph, cf_graph_file_part part, cf_xml_piece heading,
                          size_t *from, size_t *to)
{
    static const cf_xml_piece class_of = { "class", 5 };
    const char *of = part == CF_GRAPH_FILE_EDGES ? "edge" : "node";
    size_t start = *from;
    cf_xml_piece id;

    find_attribute(graph, heading, from, to);
    if (find_key(&id, graph, heading, of) ||
        (cf_xml_piece_is(heading, "relation") && find_key(&id, graph, class_of, of))) {
        size_t at = start, end = 0;

        find_data(graph, id, &at, &end);
        if (end > 0) {
            *from = at;
            *to = end;
        }
    }
}

/* ---- GML ---- */

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* The length of a key, if it is the one of a heading: outsideFunds of outside_funds; else 0. */
static size_t key_at(const cf_graph_file *graph, size_t at, cf_xml_piece heading)
{
    const char *text = graph->source;
    size_t start = at, used = 0;

    if (at == 0 || !(is_space(text[at - 1]) || text[at - 1] == '['))
        return 0;
    while (used < heading.length && at < graph->source_size) {
        bool same = text[at] == heading.at[used];
        bool hump =
            used > 0 && heading.at[used - 1] == '_' && (text[at] | 0x20) == heading.at[used];

        if (!same && !hump && heading.at[used] != '_')
            return 0;
        at += same || hump;
        used++;
    }
    return used == heading.length && at < graph->source_size && is_space(text[at]) ? at - start : 0;
}

/* key value, before the bracket that closes the node or edge. */
static bool find_value(const cf_graph_file *graph, cf_xml_piece heading, size_t *from, size_t *to)
{
    const char *text = graph->source;
    bool quoted = false;

    for (size_t at = *from; at < graph->source_size && (quoted || text[at] != ']'); at++) {
        if (text[at] == '"')
            quoted = !quoted;
        if (quoted || key_at(graph, at, heading) == 0)
            continue;
        at += key_at(graph, at, heading);
        while (at < graph->source_size && is_space(text[at]))
            at++;
        *from = at;
        *to = end_of_line(graph, at);
        return true;
    }
    return false;
}

static void place_gml(const cf_graph_file *graph, cf_xml_piece heading, size_t *from, size_t *to)
{
    static const cf_xml_piece source = { "source", 6 }, target = { "target", 6 },
                              class_of = { "class", 5 }, label = { "label", 5 };

    *to = end_of_line(graph, *from);
    if (heading.length == 0)
        return;
    heading = cf_xml_piece_is(heading, "payer")   ? source
              : cf_xml_piece_is(heading, "payee") ? target
                                                  : heading;
    if (find_value(graph, heading, from, to))
        return;
    if (cf_xml_piece_is(heading, "relation"))
        (void)find_value(graph, class_of, from, to);
    else if (cf_xml_piece_is(heading, "name"))
        (void)find_value(graph, label, from, to);
}

/* ---- all ---- */

/* A row of a vertex of Pajek may be on any line. */
void cf_graph_file_place(const cf_graph_file *graph, cf_graph_file_part part, int row, int column,
                         size_t *from, size_t *to)
{
    const cf_graph_csv *table = &graph->parts[part];
    cf_xml_piece heading = heading_of(table, column);

    *from = *to = 0;
    if (table->places == NULL || row < 1 || row > table->row_count ||
        table->places[row - 1] >= graph->source_size)
        return;
    *from = table->places[row - 1];
    *to = end_of_line(graph, *from);
    if (graph->format == CF_GRAPHML)
        place_graphml(graph, part, heading, from, to);
    if (graph->format == CF_GML)
        place_gml(graph, heading, from, to);
    if (*to > end_of_line(graph, *from))
        *to = end_of_line(graph, *from);
}
