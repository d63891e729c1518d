/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The money-flow graph in Graphviz's language: `dot -Tsvg money.dot` alone makes a picture of it.
 *
 * Texts are written so that none is read as more than text. In quoted strings, the quote and the
 * backslash are escaped; labels and tooltips also read \N, \G, \E and entities such as &lt;, so
 * there & becomes &amp;. Tooltips are read twice, so there a backslash is doubled twice.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/put.h"
#include "base/text.h"
#include "pictures/draw.h"
#include "pictures/groups.h"
#include "pictures/svg.h"
#include "pictures/words.h"

#define WIDEST 12.0
#define NARROWEST 1.0

enum {
    LEAST_SIZE = 11,
    MORE_SIZE = 7,
    LABELLED = 40,
    MOST_DEALS_TOLD = 12,
    MOST_NAME = 40,
    MOST_KEY = 80,
    KEY_SIZE = 64
};

struct dot {
    FILE *out;
    const cf_report *report;
    const cf_picture *picture;
    cf_arena arena;
    cf_buffer words;
    cf_groups groups;
    double largest, turnover;
    double least_label; /* smaller amounts go without a label */
    char key[KEY_SIZE]; /* begins the ids of the legend; no entity's id begins so */
};

/* ---- texts ---------------------------------------------------------------------------------- */

/* Ids hold no control characters: scenarios with such are refused. */
static const char *escape_id(unsigned code, char scratch[static 8])
{
    (void)scratch;
    switch (code) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case 0x7F:
    case 0xFFFE:
    case 0xFFFF:
        return CF_REPLACEMENT;
    default:
        return code < 0x20 ? CF_REPLACEMENT : NULL;
    }
}

static const char *escape_label(unsigned code, char scratch[static 8])
{
    if (code == '&')
        return "&amp;";
    if (code == '\n' || code == '\r' || code == '\t')
        return " ";
    return escape_id(code, scratch);
}

static void put_id(FILE *out, const char *id)
{
    putc('"', out);
    cf_put_text(out, id, escape_id);
    putc('"', out);
}

static const char *escape_tooltip(unsigned code, char scratch[static 8])
{
    return code == '\\' ? "\\\\\\\\" : escape_label(code, scratch);
}

/* A name within a string that is open, cut where it would make its box too wide; the tooltip has
 * all of it. */
static void put_name(FILE *out, const char *name, int most)
{
    size_t length = strlen(name), taken = 0;
    char part[4 * MOST_KEY + 1];

    for (int i = 0; i < most && taken < length; i++) {
        unsigned code;
        size_t bytes = cf_text_character(name + taken, length - taken, &code);

        taken += bytes == 0 ? 1 : bytes;
    }
    memcpy(part, name, taken);
    part[taken] = '\0';
    cf_put_text(out, part, escape_label);
    fputs(taken < length ? "\xE2\x80\xA6" : "", out);
}

/* What the words hold, within a string that is open; empties them. */
static void put_words(struct dot *dot, cf_escape *escape)
{
    const char *text = cf_buffer_text(&dot->words);

    if (text != NULL)
        cf_put_text(dot->out, text, escape);
    cf_buffer_clear(&dot->words);
}

/* The same as a line of its own, unless there are none. */
static void put_line(struct dot *dot, cf_escape *escape)
{
    if (dot->words.length == 0)
        return;
    fputs("\\n", dot->out);
    put_words(dot, escape);
}

static void put_number(FILE *out, const char *before, double number)
{
    char text[32];

    cf_text_number(text, round(number * 100.0) / 100.0 + 0.0);
    fprintf(out, "%s%s", before, text);
}

static const char *supplier_hex(int supplier)
{
    char name[16];

    snprintf(name, sizeof name, "s%d", cf_svg_colour(supplier));
    return cf_svg_hex(name);
}

/* ---- entities ------------------------------------------------------------------------------- */

static double turnover(const cf_picture_entity *entity)
{
    return fmax(entity->in, entity->out);
}

static void put_entity_label(struct dot *dot, const cf_picture_entity *entity)
{
    fputs(" [label=\"", dot->out);
    put_name(dot->out, entity->name, MOST_NAME);
    cf_words_flows(&dot->words, entity);
    put_line(dot, escape_label);
    if (entity->supplier >= 0) {
        cf_words_return(&dot->words, &dot->picture->suppliers[entity->supplier]);
        put_line(dot, escape_label);
    }
    if (entity->gap > 0.0) {
        cf_buffer_add(&dot->words, "lacks ");
        cf_words_amount(&dot->words, entity->gap);
        put_line(dot, escape_label);
    }
    putc('"', dot->out);
}

static void put_entity(struct dot *dot, const cf_picture_entity *entity)
{
    double share = dot->turnover > 0.0 ? sqrt(turnover(entity) / dot->turnover) : 0.0;

    fputs("  ", dot->out);
    put_id(dot->out, entity->id);
    put_entity_label(dot, entity);
    put_number(dot->out, ", fontsize=", LEAST_SIZE + MORE_SIZE * share);
    if (entity->gap > 0.0)
        fprintf(dot->out, ", color=\"%s\", penwidth=1.6", cf_svg_hex("short"));
    else if (entity->supplier >= 0)
        fprintf(dot->out, ", color=\"%s\", penwidth=2.5", supplier_hex(entity->supplier));
    fputs(", tooltip=\"", dot->out);
    cf_put_text(dot->out, entity->name, escape_tooltip);
    cf_words_balance(&dot->words, entity);
    put_line(dot, escape_tooltip);
    if (entity->supplier >= 0)
        cf_words_bounds(&dot->words, &dot->picture->suppliers[entity->supplier]);
    put_line(dot, escape_tooltip);
    fputs("\"];\n", dot->out);
}

static void put_group(struct dot *dot, int group)
{
    int first = dot->groups.first[group];

    fprintf(dot->out, "  subgraph cluster_%d {\n  label=\"", group);
    cf_put_text(dot->out, dot->picture->entities[first].group, escape_label);
    fputs("\"; style=rounded; color=\"#c0c8d0\"; fontsize=11;\n", dot->out);
    for (int entity = first; entity >= 0; entity = dot->groups.next[entity])
        put_entity(dot, &dot->picture->entities[entity]);
    fputs("  }\n", dot->out);
}

static void put_entities(struct dot *dot)
{
    for (int i = 0; i < dot->picture->entity_count; i++) {
        int group = dot->groups.of[i];

        if (group < 0)
            put_entity(dot, &dot->picture->entities[i]);
        else if (dot->groups.first[group] == i)
            put_group(dot, group);
    }
}

/* ---- edges ---------------------------------------------------------------------------------- */

static double pen_width(const struct dot *dot, double amount)
{
    if (dot->largest <= 0.0)
        return NARROWEST;
    return fmax(NARROWEST, WIDEST * sqrt(amount / dot->largest));
}

static const char *style_of(unsigned form)
{
    if ((form & (CF_FORM_OPEN | CF_FORM_TENTATIVE)) != 0)
        return "dashed";
    return (form & CF_FORM_CONTINGENT) != 0 ? "dotted" : NULL;
}

/* Head and tail say class and form, so that no colour is needed. */
static void put_form(FILE *out, bool capital, unsigned form)
{
    const char *style = style_of(form);
    const char *tail = (form & CF_FORM_TIED) != 0       ? capital ? "odotdiamond" : "odot"
                       : (form & CF_FORM_NON_CASH) != 0 ? capital ? "oboxdiamond" : "obox"
                       : capital                        ? "diamond"
                                                        : "none";

    fprintf(out, ", arrowhead=%s, dir=both, arrowtail=%s", capital ? "normal" : "empty", tail);
    if (style != NULL)
        fprintf(out, ", style=%s", style);
}

/* The part of the way that has its supplier's colour is the part of the money that comes round. */
static void put_colour(FILE *out, const cf_picture_edge *edge)
{
    const char *hex = cf_svg_hex(edge->capital ? "capital" : "trade");
    double share = edge->strand_count > 0 && edge->amount > 0.0
                       ? fmin(1.0, edge->strands[0].amount / edge->amount)
                       : 0.0;

    if (share >= 0.995)
        fprintf(out, ", color=\"%s\"", supplier_hex(edge->strands[0].supplier));
    else if (share >= 0.005)
        fprintf(out, ", color=\"%s;0.%02d:%s\"", hex, 100 - (int)lround(100.0 * share),
                supplier_hex(edge->strands[0].supplier));
    else
        fprintf(out, ", color=\"%s\"", hex);
}

static void put_edge_tooltip(struct dot *dot, const cf_picture_edge *edge)
{
    int told = edge->deal_count <= MOST_DEALS_TOLD ? edge->deal_count : MOST_DEALS_TOLD;

    fputs(", tooltip=\"", dot->out);
    cf_words_edge(&dot->words, dot->picture, edge);
    put_words(dot, escape_tooltip);
    for (int i = 0; i < told; i++) {
        cf_words_deal(&dot->words, cf_report_scenario(dot->report), &edge->deals[i]);
        put_line(dot, escape_tooltip);
    }
    if (told < edge->deal_count)
        fprintf(dot->out, "\\nand %d more", edge->deal_count - told);
    putc('"', dot->out);
}

static void put_edge(struct dot *dot, const cf_picture_edge *edge)
{
    double share = dot->largest > 0.0 ? sqrt(edge->amount / dot->largest) : 0.0;

    fputs("  ", dot->out);
    put_id(dot->out, dot->picture->entities[edge->payer].id);
    fputs(" -> ", dot->out);
    put_id(dot->out, dot->picture->entities[edge->payee].id);
    put_number(dot->out, " [penwidth=", pen_width(dot, edge->amount));
    put_number(dot->out, ", weight=", 1.0 + floor(9.0 * share));
    put_number(dot->out, ", arrowsize=", 0.6 + 0.5 * share);
    put_colour(dot->out, edge);
    put_form(dot->out, edge->capital, edge->form);
    if (edge->amount > 0.0 && edge->amount >= dot->least_label) {
        fputs(", label=\"", dot->out);
        cf_words_amount(&dot->words, edge->amount);
        put_words(dot, escape_label);
        putc('"', dot->out);
    }
    put_edge_tooltip(dot, edge);
    fputs("];\n", dot->out);
}

/* ---- the legend ----------------------------------------------------------------------------- */

struct key {
    struct dot *dot;
    int count;
};

/* An edge from an unseen point to the words; `attributes` begin with a comma. */
static void begin_key(struct key *key, const char *words)
{
    FILE *out = key->dot->out;

    fprintf(out, "  \"%s%d\" [shape=point, style=invis];\n", key->dot->key, 2 * key->count);
    fprintf(out, "  \"%s%d\" [shape=plaintext, label=\"", key->dot->key, 2 * key->count + 1);
    put_name(out, words, MOST_KEY);
    fputs("\"];\n", out);
    fprintf(out, "  \"%s%d\" -> \"%s%d\" [arrowsize=0.7", key->dot->key, 2 * key->count,
            key->dot->key, 2 * key->count + 1);
    key->count++;
}

static void put_class_keys(struct key *key)
{
    for (int i = 0; i < 2; i++) {
        bool capital = i == 0, occurs = false;

        for (int e = 0; e < key->dot->picture->edge_count; e++)
            occurs = occurs || key->dot->picture->edges[e].capital == capital;
        if (!occurs)
            continue;
        begin_key(key, cf_words_of_class(capital));
        fprintf(key->dot->out, ", penwidth=3, color=\"%s\"",
                cf_svg_hex(capital ? "capital" : "trade"));
        put_form(key->dot->out, capital, 0);
        fputs("];\n", key->dot->out);
    }
}

static void put_form_keys(struct key *key)
{
    unsigned forms = 0;

    for (int e = 0; e < key->dot->picture->edge_count; e++)
        forms |= key->dot->picture->edges[e].form;
    for (unsigned form = CF_FORM_OPEN; form <= CF_FORM_TIED; form *= 2) {
        if ((forms & form) == 0)
            continue;
        begin_key(key, cf_words_of_form(form));
        fprintf(key->dot->out, ", color=\"%s\", penwidth=%s", cf_svg_hex("trade"),
                form == CF_FORM_OPEN ? "1" : "2");
        put_form(key->dot->out, false, form);
        fputs("];\n", key->dot->out);
    }
}

static void put_supplier_keys(struct key *key)
{
    struct dot *dot = key->dot;

    for (int i = 0; i < dot->picture->supplier_count && i <= cf_svg_colour(i); i++) {
        if (dot->picture->suppliers[i].loopback_pro_rata <= 0.0)
            continue;
        cf_buffer_add(&dot->words, "comes round to ");
        cf_buffer_add(&dot->words, dot->picture->entities[dot->picture->suppliers[i].entity].name);
        if (i + 1 < dot->picture->supplier_count && cf_svg_colour(i + 1) == cf_svg_colour(i))
            cf_buffer_add(&dot->words, " and others");
        if (!dot->words.failed)
            begin_key(key, cf_buffer_text(&dot->words));
        cf_buffer_clear(&dot->words);
        fprintf(dot->out, ", penwidth=3, arrowhead=none, color=\"%s;0.5:%s\"];\n",
                cf_svg_hex("trade"), supplier_hex(i));
    }
}

static void put_width_key(struct key *key)
{
    struct dot *dot = key->dot;

    if (dot->largest <= 0.0)
        return;
    cf_words_amount(&dot->words, dot->largest);
    cf_buffer_add(&dot->words, " ");
    cf_words_unit(&dot->words, cf_report_scenario(dot->report));
    cf_buffer_add(&dot->words, "; widths grow with the square root");
    if (!dot->words.failed)
        begin_key(key, cf_buffer_text(&dot->words));
    cf_buffer_clear(&dot->words);
    put_number(dot->out, ", arrowhead=none, penwidth=", WIDEST);
    fprintf(dot->out, ", color=\"%s\"];\n", cf_svg_hex("trade"));
}

static void put_legend(struct dot *dot)
{
    struct key key = { .dot = dot };

    fputs("\n  subgraph cluster_key {\n  label=\"Key\"; style=rounded; color=\"#c0c8d0\"; "
          "fontsize=11;\n  edge [weight=1];\n",
          dot->out);
    put_class_keys(&key);
    put_width_key(&key);
    put_supplier_keys(&key);
    put_form_keys(&key);
    fputs("  }\n", dot->out);
}

/* Longer until no entity's id begins with it. */
static void choose_key(struct dot *dot)
{
    size_t length = 3;

    strcpy(dot->key, "key");
    for (int i = 0; i < dot->picture->entity_count; i++) {
        while (length + 1 < KEY_SIZE &&
               strncmp(dot->picture->entities[i].id, dot->key, length) == 0) {
            dot->key[length++] = '_';
            i = 0;
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void put_head(struct dot *dot)
{
    fputs("digraph money {\n  graph [rankdir=LR, nodesep=0.22, ranksep=0.9, pad=0.3, "
          "bgcolor=white, fontname=\"Helvetica\",\n    fontsize=16, labelloc=t, labeljust=l,\n"
          "    label=\"",
          dot->out);
    cf_put_text(dot->out, cf_report_scenario(dot->report)->name, escape_label);
    fputs("\\l", dot->out);
    cf_buffer_add(&dot->words, "Who pays whom: ");
    cf_words_view(&dot->words, dot->report);
    put_words(dot, escape_label);
    fputs("\\l", dot->out);
    cf_words_extent(&dot->words, dot->report);
    put_words(dot, escape_label);
    fputs("\\l\"];\n"
          "  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#56626e\",\n"
          "    fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.06\"];\n"
          "  edge [fontname=\"Helvetica\", fontsize=9];\n\n",
          dot->out);
}

static int larger_first(const void *a, const void *b)
{
    const double *first = a, *second = b;

    return *first > *second ? -1 : *first < *second;
}

/* The least amount among the LABELLED largest edges. */
static cf_status choose_labels(struct dot *dot)
{
    int count = dot->picture->edge_count;
    double *amounts = cf_arena_new(&dot->arena, (size_t)count, sizeof *amounts);

    if (amounts == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++)
        amounts[i] = dot->picture->edges[i].amount;
    qsort(amounts, (size_t)count, sizeof *amounts, larger_first);
    dot->largest = count > 0 ? amounts[0] : 0.0;
    dot->least_label = count > LABELLED ? amounts[LABELLED - 1] : 0.0;
    return CF_OK;
}

static void put_all(struct dot *dot)
{
    for (int i = 0; i < dot->picture->entity_count; i++)
        dot->turnover = fmax(dot->turnover, turnover(&dot->picture->entities[i]));
    choose_key(dot);
    put_head(dot);
    put_entities(dot);
    putc('\n', dot->out);
    for (int i = 0; i < dot->picture->edge_count; i++)
        put_edge(dot, &dot->picture->edges[i]);
    put_legend(dot);
    fputs("}\n", dot->out);
}

cf_status cf_draw_dot(FILE *out, const cf_report *report)
{
    struct dot dot = { .out = out, .report = report, .picture = cf_report_picture(report) };
    cf_status status = cf_groups_new(&dot.groups, &dot.arena, dot.picture);

    if (status == CF_OK)
        status = choose_labels(&dot);
    if (status == CF_OK)
        put_all(&dot);
    if (dot.words.failed)
        status = CF_NO_MEMORY;
    cf_buffer_free(&dot.words);
    cf_arena_free(&dot.arena);
    return status;
}
