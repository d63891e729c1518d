/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prepares GraphML. igraph would pass over nested graphs, hyperedges and graphs after the first,
 * take edges that are marked as undirected for directed ones, and the last of two values; and of
 * two keys of one name, which NetworkX writes where values differ in type, it would lose one.
 * http://graphml.graphdrawing.org/specification.html
 */
#include <string.h>

#include "base/map.h"
#include "graph_files/prepare.h"
#include "graph_files/xml_tags.h"

#define PLACE_KEY CF_GRAPH_KEY_MARK "place"

struct graphml {
    cf_graph_draft *draft;
    cf_xml_piece prefix; /* of the elements, such as "g:" */
    bool begun;          /* the root is there */
    int graphs, depth;   /* graphs that have begun; those that are open */
    bool undirected;     /* as long as an edge does not say otherwise */
    bool closed;         /* the root is complete */
    int keys;
    bool names;      /* nodes have an attribute for them */
    bool in_element; /* a node or an edge */
    int ports;       /* those that are open, whose data is not the node's */
    cf_graph_seen seen;
};

static bool is_named(const struct graphml *graphml, const cf_xml_tag *tag, const char *name)
{
    size_t prefix = graphml->prefix.length;

    return tag->name.length == prefix + strlen(name) &&
           memcmp(tag->name.at, graphml->prefix.at, prefix) == 0 &&
           memcmp(tag->name.at + prefix, name, strlen(name)) == 0;
}

static void put_piece(FILE *out, cf_xml_piece piece)
{
    fwrite(piece.at, 1, piece.length, out);
}

/* ---- keys ---- */

static void put_place_key(const struct graphml *graphml, const char *of)
{
    FILE *out = graphml->draft->out;

    fputs("<", out);
    put_piece(out, graphml->prefix);
    fprintf(out,
            "key id=\"" PLACE_KEY "\" for=\"%s\" attr.name=\"" CF_GRAPH_MARK
            "\" attr.type=\"string\"/>",
            of);
}

/* name="value", with the quotes that the value can stand in. */
static void put_value(FILE *out, const char *name, cf_xml_piece value, const char *more, int number)
{
    char quote = memchr(value.at, '"', value.length) == NULL ? '"' : '\'';

    fprintf(out, " %s=%c", name, quote);
    put_piece(out, value);
    if (more != NULL)
        fprintf(out, "%s%d", more, number);
    putc(quote, out);
}

static void put_key(struct graphml *graphml, const cf_xml_tag *tag, cf_xml_piece id,
                    cf_xml_piece of, bool is_empty)
{
    FILE *out = graphml->draft->out;
    cf_xml_piece name;

    if (!cf_xml_tag_value(&name, graphml->draft->text, tag, "attr.name") || name.length == 0)
        name = id;
    if (!cf_xml_piece_is(of, "edge") && !cf_xml_piece_is(of, "graph") &&
        (cf_xml_piece_is(name, "name") || cf_xml_piece_is(name, "label")))
        graphml->names = true;
    fputs("<", out);
    put_piece(out, graphml->prefix);
    fputs("key", out);
    put_value(out, "id", id, NULL, 0);
    put_value(out, "for", of, NULL, 0);
    put_value(out, "attr.name", name, CF_GRAPH_KEY_MARK, graphml->keys++);
    fputs(is_empty ? " attr.type=\"string\"/>" : " attr.type=\"string\">", out);
}

/* A key becomes one of texts. One without a type has texts; one of another program's own type is
 * left to igraph, which passes over it. */
static void take_key(struct graphml *graphml, const cf_xml_tag *tag)
{
    static const char *const parts[] = { "node", "edge", "graph" };
    cf_graph_draft *draft = graphml->draft;
    bool is_empty = tag->kind == CF_XML_EMPTY;
    cf_xml_piece id, of, other;

    if (!cf_xml_tag_value(&id, draft->text, tag, "id") ||
        cf_xml_tag_value(&other, draft->text, tag, "yfiles.type"))
        return;
    if (!cf_xml_tag_value(&of, draft->text, tag, "for") || cf_xml_piece_is(of, "")) {
        of = (cf_xml_piece){ "all", 3 };
    }
    cf_graph_copy_to(draft, tag->from);
    if (!cf_xml_piece_is(of, "all")) {
        put_key(graphml, tag, id, of, is_empty);
    } else {
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) /* the last may have a default */
            put_key(graphml, tag, id, (cf_xml_piece){ parts[i], strlen(parts[i]) },
                    is_empty || i < 2);
    }
    cf_graph_skip_to(draft, tag->to);
}

/* ---- elements ---- */

/* Programs have also written others, such as .../xmlns/graphml, in which igraph sees no graph. */
static void put_namespace(struct graphml *graphml, const cf_xml_tag *tag)
{
    cf_graph_draft *draft = graphml->draft;
    size_t length = graphml->prefix.length;
    char name[60] = "xmlns";
    cf_xml_piece value;

    if (length > 0) /* without its colon */
        snprintf(name, sizeof name, "xmlns:%.*s", (int)length - 1, graphml->prefix.at);
    if (!cf_xml_tag_value(&value, draft->text, tag, name))
        return;
    cf_graph_copy_to(draft, (size_t)(value.at - draft->text));
    fputs("http://graphml.graphdrawing.org/xmlns", draft->out);
    cf_graph_skip_to(draft, (size_t)(value.at - draft->text) + value.length);
}

static void take_root(struct graphml *graphml, const cf_xml_tag *tag)
{
    const char *colon = memchr(tag->name.at, ':', tag->name.length);
    size_t prefix = colon == NULL ? 0 : (size_t)(colon - tag->name.at) + 1;

    graphml->begun = true;
    graphml->prefix = (cf_xml_piece){ tag->name.at, prefix };
    graphml->closed = tag->kind != CF_XML_OPEN;
    if (graphml->closed)
        return;
    put_namespace(graphml, tag);
    cf_graph_copy_to(graphml->draft, tag->to);
    put_place_key(graphml, "node");
    put_place_key(graphml, "edge");
}

static cf_status take_graph(struct graphml *graphml, const cf_xml_tag *tag)
{
    cf_graph_draft *draft = graphml->draft;
    cf_xml_piece direction = { "", 0 };

    if (graphml->depth > 0)
        return cf_graph_refuse(draft, CF_CODE_GRAPH_PART, tag->from, tag->to,
                               "save it with all nodes and edges in one graph",
                               "a node must have no graph in it, but this one has");
    graphml->depth += tag->kind == CF_XML_OPEN;
    if (graphml->graphs++ > 0) {
        cf_graph_remark(draft, "the file has more than one graph, and the first one is read");
        return CF_OK;
    }
    (void)cf_xml_tag_value(&direction, draft->text, tag, "edgedefault");
    graphml->undirected = !cf_xml_piece_is(direction, "directed");
    cf_graph_copy_to(draft, tag->from);
    fputs("<", draft->out);
    put_piece(draft->out, tag->name);
    fputs(tag->kind == CF_XML_EMPTY ? " edgedefault=\"directed\"/>" : " edgedefault=\"directed\">",
          draft->out);
    cf_graph_skip_to(draft, tag->to);
    return CF_OK;
}

/* The place of a node or an edge follows its tag. */
static void put_place(struct graphml *graphml, const cf_xml_tag *tag)
{
    cf_graph_draft *draft = graphml->draft;

    cf_graph_copy_to(draft, tag->kind == CF_XML_EMPTY ? tag->to - 2 : tag->to);
    if (tag->kind == CF_XML_EMPTY)
        putc('>', draft->out);
    fputs("<", draft->out);
    put_piece(draft->out, graphml->prefix);
    fprintf(draft->out, "data key=\"" PLACE_KEY "\">%zu</", tag->from);
    put_piece(draft->out, graphml->prefix);
    fputs("data>", draft->out);
    if (tag->kind == CF_XML_EMPTY) {
        fputs("</", draft->out);
        put_piece(draft->out, tag->name);
        putc('>', draft->out);
    }
    cf_graph_skip_to(draft, tag->to);
    graphml->in_element = tag->kind == CF_XML_OPEN;
    graphml->ports = 0;
    graphml->seen.count = 0;
}

static cf_status take_edge(struct graphml *graphml, const cf_xml_tag *tag)
{
    static const char *const ends[] = { "source", "target" };
    cf_graph_draft *draft = graphml->draft;
    cf_xml_piece directed, end;
    bool says = cf_xml_tag_value(&directed, draft->text, tag, "directed");
    bool undirected = says ? cf_xml_piece_is(directed, "false") || cf_xml_piece_is(directed, "0")
                           : graphml->undirected;

    if (undirected)
        return cf_graph_refuse_undirected(draft, tag->from, tag->to);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (!cf_xml_tag_value(&end, draft->text, tag, ends[i]))
            return cf_graph_refuse(draft, CF_CODE_GRAPH_NODE, tag->from, tag->to, NULL,
                                   "an edge must join two nodes, but this one has no %s", ends[i]);
    put_place(graphml, tag);
    return CF_OK;
}

static cf_status take_data(struct graphml *graphml, const cf_xml_tag *tag)
{
    cf_graph_draft *draft = graphml->draft;
    cf_xml_piece key;

    if (!graphml->in_element || graphml->ports > 0 ||
        !cf_xml_tag_value(&key, draft->text, tag, "key") ||
        !cf_graph_has_seen(&graphml->seen, key.at, key.length))
        return CF_OK;
    return cf_graph_refuse(draft, CF_CODE_DUPLICATE_KEY, tag->from, tag->to, "remove one of them",
                           "a key must appear once in a node or an edge, but \"%.*s\" is repeated",
                           (int)(key.length < 60 ? key.length : 60), key.at);
}

static cf_status take_open(struct graphml *graphml, const cf_xml_tag *tag)
{
    bool inside = graphml->graphs == 1 && graphml->depth == 1;

    if (!graphml->begun)
        take_root(graphml, tag);
    else if (is_named(graphml, tag, "key") && graphml->depth == 0)
        take_key(graphml, tag);
    else if (is_named(graphml, tag, "graph"))
        return take_graph(graphml, tag);
    else if (is_named(graphml, tag, "hyperedge") && inside)
        return cf_graph_refuse(graphml->draft, CF_CODE_GRAPH_PART, tag->from, tag->to,
                               "write an edge for each payment",
                               "an edge must have one source and one target, but this is a "
                               "hyperedge");
    else if (is_named(graphml, tag, "edge") && inside)
        return take_edge(graphml, tag);
    else if (is_named(graphml, tag, "data") && inside)
        return take_data(graphml, tag);
    else if (is_named(graphml, tag, "node") && inside) {
        graphml->draft->nodes++;
        put_place(graphml, tag);
    } else if (is_named(graphml, tag, "port") && graphml->in_element)
        graphml->ports += tag->kind == CF_XML_OPEN;
    else if (graphml->in_element && !graphml->names && cf_xml_is_local(tag->name, "NodeLabel"))
        cf_graph_remark(graphml->draft, "labels that yEd draws are no attributes, so nodes have no "
                                        "names; give them a property called name");
    return CF_OK;
}

static void take_close(struct graphml *graphml, const cf_xml_tag *tag)
{
    if (is_named(graphml, tag, "node") || is_named(graphml, tag, "edge"))
        graphml->in_element = false;
    graphml->ports -= is_named(graphml, tag, "port") && graphml->ports > 0;
    graphml->depth -= is_named(graphml, tag, "graph") && graphml->depth > 0;
    graphml->closed = is_named(graphml, tag, "graphml");
}

/* ---- the whole ---- */

static cf_status take_tag(struct graphml *graphml, const cf_xml_tag *tag)
{
    switch (tag->kind) {
    case CF_XML_DOCTYPE:
        return cf_graph_refuse(graphml->draft, CF_CODE_GRAPH_FORBIDDEN, tag->from, tag->to,
                               "remove it; nothing else of the file needs it",
                               "a graph must have no document type, but this one has");
    case CF_XML_DECLARATION: /* the text is UTF-8, whatever it says */
        cf_graph_copy_to(graphml->draft, tag->from);
        cf_graph_skip_to(graphml->draft, tag->to);
        return CF_OK;
    case CF_XML_CLOSE:
        take_close(graphml, tag);
        return CF_OK;
    default:
        return take_open(graphml, tag);
    }
}

cf_status cf_graph_prepare_graphml(cf_graph_draft *draft)
{
    struct graphml graphml = { .draft = draft, .prefix = { "", 0 } };
    cf_status status = CF_OK;
    cf_xml_tag tag = { .to = 0 };

    do {
        cf_xml_next_tag(&tag, draft->text, draft->size, tag.to);
        if (tag.kind != CF_XML_END)
            status = take_tag(&graphml, &tag);
    } while (status == CF_OK && tag.kind != CF_XML_END);
    cf_graph_copy_to(draft, draft->size);
    if (status == CF_OK && graphml.graphs == 0 && graphml.closed)
        return cf_graph_refuse(draft, CF_CODE_GRAPH_PART, 0, 0, NULL,
                               "the file must have a graph, but has none");
    return status;
}

cf_status cf_graph_refuse_double(cf_graph_draft *draft)
{
    cf_map ids = { 0 };
    cf_xml_tag tag = { .to = 0 };
    int found = -1;
    cf_status status = CF_OK;

    do {
        cf_xml_piece id;

        cf_xml_next_tag(&tag, draft->text, draft->size, tag.to);
        if ((tag.kind != CF_XML_OPEN && tag.kind != CF_XML_EMPTY) ||
            !cf_xml_is_local(tag.name, "node") || !cf_xml_tag_value(&id, draft->text, &tag, "id"))
            continue;
        status = cf_map_put(&ids, 0, id.at, id.length, 0, &found);
        if (status == CF_OK && found >= 0)
            status = cf_graph_refuse(draft, CF_CODE_GRAPH_NODE, tag.from, tag.to,
                                     "give each node an id of its own",
                                     "the id of a node must be unique, but \"%.*s\" is repeated",
                                     (int)(id.length < 60 ? id.length : 60), id.at);
    } while (status == CF_OK && tag.kind != CF_XML_END);
    cf_map_free(&ids);
    return status == CF_OK ? cf_graph_refuse(draft, CF_CODE_GRAPH_NODE, 0, 0, NULL,
                                             "the id of a node must be unique, but one is repeated")
                           : status;
}
