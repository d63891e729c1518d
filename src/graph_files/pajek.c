/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prepares Pajek networks. Pajek itself writes an empty section *Edges behind *Arcs, with which
 * igraph takes all of them for undirected; and it gives an arc without a value the value 0 or none,
 * where Pajek means 1.
 * http://mrvar.fdv.uni-lj.si/pajek/pajekman.pdf
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "graph_files/prepare.h"

typedef enum section { NONE, VERTICES, ARCS, EDGES, LISTS, MATRIX } section;

struct pajek {
    cf_graph_draft *draft;
    section section;
    size_t from, to; /* the line without its end */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The next piece of a line from byte `at` on, which is moved behind it; a text in quotes is one. */
static bool next_piece(const struct pajek *pajek, size_t *at, const char **piece, size_t *length)
{
    const char *text = pajek->draft->text;
    size_t start, end = pajek->to;

    while (*at < end && is_space(text[*at]))
        (*at)++;
    start = *at;
    if (start < end && text[start] == '"') {
        const char *quote = memchr(text + start + 1, '"', end - start - 1);

        *at = quote == NULL ? end : (size_t)(quote - text) + 1;
    }
    while (*at < end && !is_space(text[*at]))
        (*at)++;
    *piece = text + start;
    *length = *at - start;
    return *length > 0;
}

static section section_of(const char *word, size_t length)
{
    static const struct {
        const char *word;
        section section;
    } rows[] = {
        { "*vertices", VERTICES }, { "*arcs", ARCS },       { "*edges", EDGES },
        { "*arcslist", LISTS },    { "*edgeslist", EDGES }, { "*matrix", MATRIX },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strlen(rows[i].word) == length && strncasecmp(word, rows[i].word, length) == 0)
            return rows[i].section;
    return NONE;
}

static bool is_blank(const struct pajek *pajek)
{
    size_t at = pajek->from, length;
    const char *piece;

    return !next_piece(pajek, &at, &piece, &length) || *piece == '%';
}

/* ---- heads of sections ---- */

/* *Network "title" */
static cf_status take_title(struct pajek *pajek, size_t at)
{
    const char *text = pajek->draft->text;
    size_t end = pajek->to;

    while (at < end && is_space(text[at]))
        at++;
    while (end > at && is_space(text[end - 1]))
        end--;
    if (end > at + 1 && text[at] == '"' && text[end - 1] == '"') {
        at++;
        end--;
    }
    if (at == end || pajek->draft->title != NULL)
        return CF_OK;
    pajek->draft->title = strndup(text + at, end - at);
    return pajek->draft->title == NULL ? CF_NO_MEMORY : CF_OK;
}

/* igraph makes room for as many vertices as are announced. */
static cf_status take_count(struct pajek *pajek, size_t at)
{
    const char *piece;
    size_t length;
    long count;

    if (!next_piece(pajek, &at, &piece, &length))
        return CF_OK;
    count = length > 9 ? 999999999 : strtol(piece, NULL, 10);
    pajek->draft->nodes = (int)count;
    if (count >= 0 && (size_t)count <= pajek->draft->size)
        return CF_OK;
    return cf_graph_refuse(pajek->draft, CF_CODE_GRAPH_TOO_LARGE, pajek->from, pajek->to, NULL,
                           "a network must have room for its vertices, but %.*s do not fit into "
                           "this file",
                           (int)(length < 20 ? length : 20), piece);
}

/* Whether a line follows in this section that is not blank. */
static bool is_section_empty(const struct pajek *pajek)
{
    struct pajek ahead = *pajek;
    const cf_graph_draft *draft = pajek->draft;

    while (ahead.to < draft->size) {
        const char *end;

        ahead.from = ahead.to + 1;
        end = ahead.from >= draft->size
                  ? NULL
                  : memchr(draft->text + ahead.from, '\n', draft->size - ahead.from);
        ahead.to = end == NULL ? draft->size : (size_t)(end - draft->text);
        if (!is_blank(&ahead)) {
            size_t at = ahead.from, length;
            const char *piece;

            return next_piece(&ahead, &at, &piece, &length) && *piece == '*';
        }
    }
    return true;
}

/* Pajek numbers relations: *Arcs :1 "customers". */
static cf_status refuse_relations(struct pajek *pajek)
{
    return cf_graph_refuse(pajek->draft, CF_CODE_GRAPH_PART, pajek->from, pajek->to,
                           "say it of each arc: 1 2 1000 l \"trade\"",
                           "a network must have its arcs in one relation, but this one numbers "
                           "relations");
}

static cf_status take_head(struct pajek *pajek, const char *word, size_t length, size_t behind)
{
    cf_graph_draft *draft = pajek->draft;

    if (strncasecmp(word, "*net", 4) == 0)
        return take_title(pajek, behind);
    pajek->section = section_of(word, length);
    if (pajek->section == VERTICES)
        return take_count(pajek, behind);
    if (behind < pajek->to && memchr(draft->text + behind, ':', pajek->to - behind) != NULL)
        return refuse_relations(pajek);
    if (pajek->section == EDGES && is_section_empty(pajek)) {
        cf_graph_copy_to(draft, pajek->from);
        cf_graph_skip_to(draft, pajek->to);
    }
    return CF_OK;
}

/* ---- lines ---- */

static cf_status add_place(struct pajek *pajek)
{
    return cf_vec_push(&pajek->draft->places, pajek->from) ? CF_OK : CF_NO_MEMORY;
}

/* A vertex is told by its number. */
static cf_status check_vertex(struct pajek *pajek, const char *piece, size_t length)
{
    size_t from = (size_t)(piece - pajek->draft->text);
    long number = strtol(piece, NULL, 10);

    if (number >= 1 && number <= pajek->draft->nodes)
        return CF_OK;
    return cf_graph_refuse(pajek->draft, CF_CODE_GRAPH_NODE, from, from + length,
                           "add the vertex, or correct the number",
                           "an arc must join vertices from 1 to %d, but names %.*s",
                           pajek->draft->nodes, (int)(length < 20 ? length : 20), piece);
}

static cf_status take_arc(struct pajek *pajek)
{
    enum { ENDS = 2 };
    size_t at = pajek->from, length = 0;
    const char *piece = "";
    double value;
    cf_status status = CF_OK;

    for (int i = 0; i < ENDS && status == CF_OK; i++)
        if (next_piece(pajek, &at, &piece, &length))
            status = check_vertex(pajek, piece, length);
    if (status != CF_OK)
        return status;
    if (next_piece(pajek, &at, &piece, &length) && cf_text_read_decimal(&value, piece, length))
        return add_place(pajek);
    return cf_graph_refuse(pajek->draft, CF_CODE_GRAPH_NO_AMOUNTS, pajek->from, pajek->to,
                           "write its amount as the third number: 1 2 1000",
                           "an arc must have an amount, but this one has none");
}

/* igraph makes an edge of every number that is not 0. */
static cf_status take_row(struct pajek *pajek)
{
    size_t at = pajek->from, length;
    const char *piece;
    double value;
    cf_status status = CF_OK;

    while (status == CF_OK && next_piece(pajek, &at, &piece, &length))
        if (cf_text_read_decimal(&value, piece, length) && (value > 0.0 || value < 0.0))
            status = add_place(pajek);
    return status;
}

/* To igraph, a file may begin with comments, but not with blank lines. */
static void hide_first_blank(struct pajek *pajek)
{
    if (pajek->section != NONE)
        return;
    cf_graph_copy_to(pajek->draft, pajek->from);
    putc('%', pajek->draft->out);
}

static cf_status take_line(struct pajek *pajek)
{
    size_t at = pajek->from, length;
    const char *piece;

    if (is_blank(pajek)) {
        hide_first_blank(pajek);
        return CF_OK;
    }
    (void)next_piece(pajek, &at, &piece, &length);
    if (*piece == '*')
        return take_head(pajek, piece, length, at);
    switch (pajek->section) {
    case ARCS:
        return take_arc(pajek);
    case MATRIX:
        return take_row(pajek);
    case EDGES:
        return cf_graph_refuse_undirected(pajek->draft, pajek->from, pajek->to);
    case LISTS:
        return cf_graph_refuse(pajek->draft, CF_CODE_GRAPH_NO_AMOUNTS, pajek->from, pajek->to,
                               "write them as *Arcs: 1 2 1000",
                               "arcs must have amounts, but those of *Arcslist have none");
    default:
        return CF_OK;
    }
}

cf_status cf_graph_prepare_pajek(cf_graph_draft *draft)
{
    struct pajek pajek = { .draft = draft };
    cf_status status = CF_OK;

    draft->numbers = true;
    while (status == CF_OK && pajek.from < draft->size) {
        const char *end = memchr(draft->text + pajek.from, '\n', draft->size - pajek.from);

        pajek.to = end == NULL ? draft->size : (size_t)(end - draft->text);
        status = take_line(&pajek);
        pajek.from = pajek.to + 1;
    }
    cf_graph_copy_to(draft, draft->size);
    return status;
}
