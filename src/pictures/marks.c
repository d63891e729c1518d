/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures/marks.h"

#include "base/xml.h"
#include "pictures/words.h"

enum { MOST_DEALS_TOLD = 12 };

static void put_suppliers(FILE *out, const cf_picture *picture, const cf_picture_edge *edge)
{
    for (int i = 0; i < edge->strand_count; i++) {
        const cf_picture_supplier *supplier = &picture->suppliers[edge->strands[i].supplier];

        cf_xml_put(out, i > 0 ? " %s" : "%s", picture->entities[supplier->entity].id);
    }
}

/* The words so far, if any, on a line of their own; none are left. */
static void put_words(FILE *out, cf_buffer *words)
{
    if (words->length > 0)
        cf_xml_put(out, "\n%s", cf_buffer_text(words));
    cf_buffer_clear(words);
}

void cf_mark_edge(FILE *out, const cf_report *report, int index, cf_buffer *words)
{
    const cf_picture *picture = cf_report_picture(report);
    const cf_picture_edge *edge = &picture->edges[index];
    int told = edge->deal_count <= MOST_DEALS_TOLD ? edge->deal_count : MOST_DEALS_TOLD;

    cf_xml_put(out, "<g class=\"cf-edge\" data-edge=\"%d\" data-suppliers=\"", index);
    put_suppliers(out, picture, edge);
    fputs("\"><title>", out);
    cf_words_edge(words, picture, edge);
    cf_xml_put(out, "%s", cf_buffer_text(words));
    cf_buffer_clear(words);
    for (int i = 0; i < told; i++) {
        cf_words_deal(words, cf_report_scenario(report), &edge->deals[i]);
        put_words(out, words);
    }
    if (told < edge->deal_count)
        cf_xml_put(out, "\nand %d more", edge->deal_count - told);
    fputs("</title>\n", out);
}

void cf_mark_entity(FILE *out, const cf_report *report, int index, cf_buffer *words)
{
    const cf_picture *picture = cf_report_picture(report);
    const cf_picture_entity *entity = &picture->entities[index];

    cf_xml_put(out, "<g class=\"cf-entity\" data-entity=\"%s\"><title>%s", entity->id,
               entity->name);
    cf_words_flows(words, entity);
    put_words(out, words);
    cf_words_balance(words, entity);
    put_words(out, words);
    if (entity->supplier >= 0)
        cf_words_bounds(words, &picture->suppliers[entity->supplier]);
    put_words(out, words);
    fputs("</title>\n", out);
}
