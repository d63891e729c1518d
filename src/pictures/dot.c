/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes the money-flow graph in the language of Graphviz; `dot -Tsvg money.dot` draws it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pictures/dot.h"
#include "pictures/draw.h"
#include "pictures/occurs.h"
#include "pictures/svg.h"
#include "pictures/words.h"

#define NARROWEST 1.0

/* A string of 16,384 bytes is too long for Graphviz, and a byte may become five. */
enum { MOST_TOLD = 2400 };

enum { LEAST_SIZE = 11, MORE_SIZE = 7, LABELLED = 40, MOST_DEALS_TOLD = 12, MOST_NAME = 40 };

/* ---- entities ------------------------------------------------------------------------------- */

static double turnover(const cf_picture_entity *entity)
{
    return fmax(entity->in, entity->out);
}

static void put_entity_label(cf_dot *dot, const cf_picture_entity *entity)
{
    fputs(" [label=\"", dot->out);
    cf_dot_put_name(dot->out, entity->name, MOST_NAME);
    cf_words_flows(&dot->words, entity);
    cf_dot_put_line(dot, cf_dot_escape_label);
    if (entity->supplier >= 0) {
        cf_words_supplier(&dot->words, cf_label_return, &dot->picture->suppliers[entity->supplier]);
        cf_dot_put_line(dot, cf_dot_escape_label);
    }
    if (entity->gap > 0.0) {
        cf_buffer_add(&dot->words, "lacks ");
        cf_words_amount(&dot->words, entity->gap);
        cf_dot_put_line(dot, cf_dot_escape_label);
    }
    putc('"', dot->out);
}

static void put_dot_entity(cf_dot *dot, const cf_picture_entity *entity)
{
    double share = dot->turnover > 0.0 ? sqrt(turnover(entity) / dot->turnover) : 0.0;
    int supplier = cf_occurs_colour(dot->picture, entity);

    fputs("  ", dot->out);
    cf_dot_put_id(dot->out, entity->key);
    put_entity_label(dot, entity);
    cf_dot_put_number(dot->out, ", fontsize=", LEAST_SIZE + MORE_SIZE * share);
    if (entity->gap > 0.0)
        fprintf(dot->out, ", color=\"%s\", penwidth=1.6", cf_svg_hex("short"));
    else if (supplier >= 0)
        fprintf(dot->out, ", color=\"%s\", penwidth=2.5", cf_svg_company_hex(supplier));
    fputs(", tooltip=\"", dot->out);
    cf_put_text(dot->out, entity->name, cf_dot_escape_tooltip);
    cf_words_balance(&dot->words, entity);
    cf_dot_put_line(dot, cf_dot_escape_tooltip);
    if (entity->supplier >= 0)
        cf_words_supplier(&dot->words, cf_label_bounds, &dot->picture->suppliers[entity->supplier]);
    cf_dot_put_line(dot, cf_dot_escape_tooltip);
    fputs("\"];\n", dot->out);
}

static void put_group(cf_dot *dot, int group)
{
    int first = dot->groups.first[group];

    fprintf(dot->out, "  subgraph cluster_%d {\n  label=\"", group);
    cf_dot_put_name(dot->out, dot->picture->entities[first].group, CF_NAME_SHOWN);
    fputs("\"; style=rounded; color=\"#c0c8d0\"; fontsize=11;\n", dot->out);
    for (int entity = first; entity >= 0; entity = dot->groups.next[entity])
        put_dot_entity(dot, &dot->picture->entities[entity]);
    fputs("  }\n", dot->out);
}

static void put_entities(cf_dot *dot)
{
    for (int i = 0; i < dot->picture->entity_count; i++) {
        int group = dot->groups.of[i];

        if (group < 0)
            put_dot_entity(dot, &dot->picture->entities[i]);
        else if (dot->groups.first[group] == i)
            put_group(dot, group);
    }
}

/* ---- edges ---------------------------------------------------------------------------------- */

static double pen_width(const cf_dot *dot, double amount)
{
    if (dot->largest <= 0.0)
        return NARROWEST;
    return fmax(NARROWEST, CF_DOT_WIDEST * sqrt(amount / dot->largest));
}

/* The part of the line in the colour of a supplier is the part of the money that loops back. */
static void put_colour(const cf_dot *dot, const cf_picture_edge *edge)
{
    FILE *out = dot->out;
    const char *hex = cf_svg_hex(cf_class_names[edge->carries]);
    double share = cf_occurs_share(edge);

    if (share >= 0.995)
        fprintf(out, ", color=\"%s\"",
                cf_svg_company_hex(dot->picture->suppliers[edge->strands[0].supplier].colour));
    else if (share > 0.0)
        fprintf(out, ", color=\"%s;0.%02d:%s\"", hex, 100 - (int)fmax(1.0, round(100.0 * share)),
                cf_svg_company_hex(dot->picture->suppliers[edge->strands[0].supplier].colour));
    else
        fprintf(out, ", color=\"%s\"", hex);
}

static void put_edge_tooltip(cf_dot *dot, const cf_picture_edge *edge)
{
    int told = edge->deal_count <= MOST_DEALS_TOLD ? edge->deal_count : MOST_DEALS_TOLD;
    size_t size = 0;

    fputs(", tooltip=\"", dot->out);
    cf_words_edge(&dot->words, dot->picture, edge);
    cf_dot_put_words(dot, cf_dot_escape_tooltip);
    for (int i = 0; i < told; i++) {
        cf_words_deal(&dot->words, cf_report_scenario(dot->report), &edge->deals[i]);
        size += dot->words.length;
        if (size > MOST_TOLD)
            told = i;
        else
            cf_dot_put_line(dot, cf_dot_escape_tooltip);
    }
    cf_buffer_clear(&dot->words);
    if (told < edge->deal_count)
        fprintf(dot->out, "\\nand %d more", edge->deal_count - told);
    putc('"', dot->out);
}

static void put_edge(cf_dot *dot, const cf_picture_edge *edge)
{
    double share = dot->largest > 0.0 ? sqrt(edge->amount / dot->largest) : 0.0;

    fputs("  ", dot->out);
    cf_dot_put_id(dot->out, dot->picture->entities[edge->payer].key);
    fputs(" -> ", dot->out);
    cf_dot_put_id(dot->out, dot->picture->entities[edge->payee].key);
    cf_dot_put_number(dot->out, " [penwidth=", pen_width(dot, edge->amount));
    cf_dot_put_number(dot->out, ", weight=", 1.0 + floor(9.0 * share));
    cf_dot_put_number(dot->out, ", arrowsize=", 0.6 + 0.5 * share);
    put_colour(dot, edge);
    cf_dot_put_form(dot->out, edge->carries, edge->form);
    if (edge->amount > 0.0 && edge->amount >= dot->least_label) {
        fputs(", label=\"", dot->out);
        cf_words_amount(&dot->words, edge->amount);
        cf_dot_put_words(dot, cf_dot_escape_label);
        putc('"', dot->out);
    }
    put_edge_tooltip(dot, edge);
    fputs("];\n", dot->out);
}

/* Lengthens the key until no entity's id begins with it. */
static cf_status choose_key(cf_dot *dot)
{
    static const char start[] = "key";
    size_t longest = 0, length = sizeof start - 1;
    char *key;

    for (int i = 0; i < dot->picture->entity_count; i++) {
        size_t size = strlen(dot->picture->entities[i].key);

        longest = size > longest ? size : longest;
    }
    key = cf_arena_new(&dot->arena, longest + sizeof start + 1, 1);
    dot->key = key;
    if (key == NULL)
        return CF_NO_MEMORY;
    memcpy(key, start, length);
    for (int i = 0; i < dot->picture->entity_count; i++) {
        while (strncmp(dot->picture->entities[i].key, key, length) == 0)
            key[length++] = '_';
    }
    return CF_OK;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void put_dot_head(cf_dot *dot)
{
    fputs("digraph money {\n  graph [rankdir=LR, nodesep=0.22, ranksep=0.9, pad=0.3, "
          "bgcolor=white, fontname=\"Helvetica\",\n    fontsize=16, labelloc=t, labeljust=l,\n"
          "    label=\"",
          dot->out);
    if (dot->drawing->title == NULL)
        cf_words_finding(&dot->words, dot->report);
    else
        cf_buffer_add(&dot->words, dot->drawing->title);
    cf_dot_put_words(dot, cf_dot_escape_label);
    fputs("\\l", dot->out);
    cf_dot_put_name(dot->out,
                    dot->drawing->subtitle == NULL ? cf_report_scenario(dot->report)->name
                                                   : dot->drawing->subtitle,
                    CF_NAME_SHOWN);
    fputs("\\l", dot->out);
    cf_words_nobody(&dot->words, dot->report);
    if (dot->words.length > 0) {
        cf_dot_put_words(dot, cf_dot_escape_label);
        fputs("\\l", dot->out);
    }
    cf_buffer_add(&dot->words, "Who pays whom: ");
    cf_words_view(&dot->words, dot->report);
    cf_dot_put_words(dot, cf_dot_escape_label);
    fputs("\\l", dot->out);
    cf_words_extent(&dot->words, cf_report_picture(dot->report), cf_report_scenario(dot->report));
    cf_dot_put_words(dot, cf_dot_escape_label);
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

/* The smallest amount among the LABELLED largest edges. */
static cf_status choose_labels(cf_dot *dot)
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

static void put_dot_parts(cf_dot *dot)
{
    for (int i = 0; i < dot->picture->entity_count; i++)
        dot->turnover = fmax(dot->turnover, turnover(&dot->picture->entities[i]));
    put_dot_head(dot);
    put_entities(dot);
    putc('\n', dot->out);
    for (int i = 0; i < dot->picture->edge_count; i++)
        put_edge(dot, &dot->picture->edges[i]);
    cf_dot_put_legend(dot);
    fputs("}\n", dot->out);
}

cf_status cf_draw_dot(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    cf_dot dot = {
        .out = out, .report = report, .drawing = drawing, .picture = cf_report_picture(report)
    };
    cf_status status = cf_groups_new(&dot.groups, &dot.arena, dot.picture);

    if (status == CF_OK)
        status = choose_labels(&dot);
    if (status == CF_OK)
        status = choose_key(&dot);
    if (status == CF_OK)
        put_dot_parts(&dot);
    if (dot.words.failed)
        status = CF_NO_MEMORY;
    cf_buffer_free(&dot.words);
    cf_arena_free(&dot.arena);
    return status;
}
