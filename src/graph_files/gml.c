/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prepares GML. igraph rounds numbers where a key has texts as well, takes the last of two values,
 * reads one of many graphs, and leaves characters that are written as numbers, such as &#228;, as
 * they are.
 * https://web.archive.org/web/20190303094704/http://www.fim.uni-passau.de:80/fileadmin/files/lehrstuhl/brandenburg/projekte/gml/gml-technical-report.pdf
 */
#include <string.h>

#include "base/text.h"
#include "graph_files/prepare.h"

enum { DEEPEST = 32 }; /* igraph reads no deeper */

/* What the lists are in which a key stands. */
typedef enum kind { TOP, GRAPH, NODE, EDGE, OTHER } kind;

struct gml {
    cf_graph_draft *draft;
    size_t at;
    kind kinds[DEEPEST];
    int depth;
    int graphs;
    size_t graph_from, graph_to; /* the key of the first one */
    bool directed;
    size_t edge_at; /* the first one; 0: none */
    cf_graph_seen seen[DEEPEST];
};

/* A key or a value: bytes of the text. */
struct word {
    size_t from, to;
};

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n\v\f", c) != NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_word(const struct gml *gml, struct word word, const char *name)
{
    return word.to - word.from == strlen(name) &&
           memcmp(gml->draft->text + word.from, name, strlen(name)) == 0;
}

/* To the next sign; comments are lines that begin with #. */
static void skip_blank(struct gml *gml)
{
    const char *text = gml->draft->text;
    size_t size = gml->draft->size;

    while (gml->at < size) {
        bool begins = gml->at == 0 || text[gml->at - 1] == '\n';

        if (is_space(text[gml->at])) {
            gml->at++;
        } else if (begins && text[gml->at] == '#') {
            const char *end = memchr(text + gml->at, '\n', size - gml->at);

            gml->at = end == NULL ? size : (size_t)(end - text);
        } else {
            return;
        }
    }
}

/* ---- texts ---- */

/* igraph turns &quot; and &amp; into what they are, and nothing else stands in its way. */
static void put_character(FILE *out, unsigned code)
{
    char bytes[4];

    if (code == '"')
        fputs("&quot;", out);
    else if (code == '&')
        fputs("&amp;", out);
    else
        fwrite(bytes, 1, cf_text_encode(bytes, code), out);
}

/* A text in quotes from one byte to another. */
static void put_text(struct gml *gml, struct word word)
{
    cf_graph_draft *draft = gml->draft;

    for (size_t at = word.from; at < word.to;) {
        const char *sign = memchr(draft->text + at, '&', word.to - at);
        size_t length;
        unsigned code;

        if (sign == NULL)
            break;
        at = (size_t)(sign - draft->text);
        length = cf_graph_character(sign, word.to - at, &code);
        if (length > 0) {
            cf_graph_copy_to(draft, at);
            put_character(draft->out, code);
            draft->done = at + length;
        }
        at += length > 0 ? length : 1;
    }
    cf_graph_copy_to(draft, word.to);
}

/* ---- values ---- */

static kind here(const struct gml *gml)
{
    return gml->kinds[gml->depth];
}

/* Numbers that igraph needs as numbers. */
static bool is_number_of_igraph(const struct gml *gml, struct word key)
{
    return here(gml) == TOP || here(gml) == OTHER ||
           (here(gml) == NODE && is_word(gml, key, "id")) ||
           (here(gml) == EDGE && (is_word(gml, key, "source") || is_word(gml, key, "target")));
}

/* In the copy a graph is directed; whether it really is, is known at its end. */
static void take_direction(struct gml *gml, struct word value)
{
    gml->directed = !is_word(gml, value, "0");
    cf_graph_copy_to(gml->draft, value.from);
    putc('1', gml->draft->out);
    gml->draft->done = value.to;
}

static void take_word(struct gml *gml, struct word key, struct word value)
{
    cf_graph_draft *draft = gml->draft;

    if (here(gml) == GRAPH && is_word(gml, key, "directed")) {
        take_direction(gml, value);
    } else if (!is_number_of_igraph(gml, key)) {
        cf_graph_copy_to(draft, value.from);
        putc('"', draft->out);
        cf_graph_copy_to(draft, value.to);
        putc('"', draft->out);
    }
}

static kind kind_of_list(const struct gml *gml, struct word key)
{
    switch (here(gml)) {
    case TOP:
        return is_word(gml, key, "graph") && gml->graphs == 0 ? GRAPH : OTHER;
    case GRAPH:
        return is_word(gml, key, "node") ? NODE : is_word(gml, key, "edge") ? EDGE : OTHER;
    default:
        return OTHER;
    }
}

static cf_status open_list(struct gml *gml, struct word key)
{
    cf_graph_draft *draft = gml->draft;
    kind opened = kind_of_list(gml, key);
    bool is_graph = is_word(gml, key, "graph");

    if (is_graph && here(gml) != TOP)
        return cf_graph_refuse(draft, CF_CODE_GRAPH_PART, key.from, key.to,
                               "save it with all nodes and edges in one graph",
                               "a node must have no graph in it, but this one has");
    if (is_graph && gml->graphs++ > 0)
        cf_graph_remark(draft, "the file has more than one graph, and the first one is read");
    if (opened == GRAPH) {
        gml->graph_from = key.from;
        gml->graph_to = key.to;
    }
    gml->at++; /* behind the bracket */
    if (opened == NODE || opened == EDGE) {
        cf_graph_copy_to(draft, gml->at);
        fprintf(draft->out, " " CF_GRAPH_MARK " \"%zu\" ", key.from);
    }
    draft->nodes += opened == NODE;
    if (opened == EDGE && gml->edge_at == 0)
        gml->edge_at = key.from;
    if (gml->depth + 1 < DEEPEST) {
        gml->kinds[++gml->depth] = opened;
        gml->seen[gml->depth].count = 0;
        return CF_OK;
    }
    return cf_graph_refuse(draft, CF_CODE_GRAPH_PART, key.from, key.to, NULL,
                           "lists must be nested at most %d deep, but this one is deeper", DEEPEST);
}

/* An edge has one amount: NetworkX repeats a key where the value is a list. */
static cf_status check_key(struct gml *gml, struct word key)
{
    cf_graph_draft *draft = gml->draft;
    size_t length = key.to - key.from;

    if ((here(gml) != NODE && here(gml) != EDGE) ||
        !cf_graph_has_seen(&gml->seen[gml->depth], draft->text + key.from, length))
        return CF_OK;
    return cf_graph_refuse(draft, CF_CODE_DUPLICATE_KEY, key.from, key.to, "remove one of them",
                           "a key must appear once in a node or an edge, but \"%.*s\" is repeated",
                           (int)(length < 60 ? length : 60), draft->text + key.from);
}

static struct word read_word(struct gml *gml)
{
    const char *text = gml->draft->text;
    struct word word = { gml->at, gml->at };

    while (gml->at < gml->draft->size && !is_space(text[gml->at]) &&
           strchr("[]\"", text[gml->at]) == NULL)
        gml->at++;
    word.to = gml->at;
    return word;
}

static cf_status take_value(struct gml *gml, struct word key)
{
    const char *text = gml->draft->text;
    size_t size = gml->draft->size;

    skip_blank(gml);
    if (gml->at == size)
        return CF_OK;
    if (text[gml->at] == '[')
        return open_list(gml, key);
    if (text[gml->at] == '"') {
        const char *end = memchr(text + gml->at + 1, '"', size - gml->at - 1);

        if (end == NULL) {
            gml->at = size;
            return CF_OK;
        }
        put_text(gml, (struct word){ gml->at + 1, (size_t)(end - text) });
        gml->at = (size_t)(end - text) + 1;
    } else if (text[gml->at] != ']') {
        take_word(gml, key, read_word(gml));
    }
    return CF_OK;
}

/* What does not look like GML is left to igraph. */
static cf_status take_next(struct gml *gml)
{
    const char *text = gml->draft->text;
    struct word key;
    cf_status status;

    if (!is_letter(text[gml->at])) {
        gml->depth -= text[gml->at] == ']' && gml->depth > 0;
        gml->at++;
        return CF_OK;
    }
    key = read_word(gml);
    status = check_key(gml, key);
    return status == CF_OK ? take_value(gml, key) : status;
}

cf_status cf_graph_prepare_gml(cf_graph_draft *draft)
{
    struct gml gml = { .draft = draft };
    cf_status status = CF_OK;

    skip_blank(&gml);
    while (status == CF_OK && gml.at < draft->size) {
        status = take_next(&gml);
        skip_blank(&gml);
    }
    cf_graph_copy_to(draft, draft->size);
    if (status == CF_OK && gml.edge_at > 0 && !gml.directed)
        return cf_graph_refuse(draft, CF_CODE_GRAPH_UNDIRECTED, gml.graph_from, gml.graph_to,
                               "save it as a directed graph, with every edge from who pays to who "
                               "is paid",
                               "edges must say who pays whom, but the graph has no \"directed 1\"");
    return status;
}
