/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the <g> elements and tooltips of edges and entities that all drawings share. */
#include "pictures/marks.h"

#include "base/xml.h"
#include "pictures/words.h"

enum { MOST_DEALS_TOLD = 12 };

static void put_supplier_ids(FILE *out, const cf_picture *picture, const cf_picture_edge *edge)
{
    for (int i = 0; i < edge->strand_count; i++) {
        const cf_picture_supplier *supplier = &picture->suppliers[edge->strands[i].supplier];

        cf_xml_put(out, i > 0 ? " %s" : "%s", picture->entities[supplier->entity].key);
    }
}

/* Writes the words, if any, as a line and empties them. */
static void put_words_line(FILE *out, cf_buffer *words)
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

    cf_xml_put(out,
               "<g class=\"cf-edge\" data-edge=\"%d\" data-payer=\"%s\" data-payee=\"%s\" "
               "data-suppliers=\"",
               index, picture->entities[edge->payer].key, picture->entities[edge->payee].key);
    put_supplier_ids(out, picture, edge);
    fputs("\"><title>", out);
    cf_words_edge(words, picture, edge);
    cf_xml_put(out, "%s", cf_buffer_text(words));
    cf_buffer_clear(words);
    for (int i = 0; i < told; i++) {
        cf_words_deal(words, cf_report_scenario(report), &edge->deals[i]);
        put_words_line(out, words);
    }
    if (told < edge->deal_count)
        cf_xml_put(out, "\nand %d more", edge->deal_count - told);
    fputs("</title>\n", out);
}

static void mark_entity(FILE *out, const cf_report *report, int index, cf_buffer *words,
                        const char *name)
{
    const cf_picture *picture = cf_report_picture(report);
    const cf_picture_entity *entity = &picture->entities[index];

    cf_xml_put(out, "<g class=\"cf-entity\" data-entity=\"%s\"><title>%s", entity->key, name);
    cf_words_flows(words, entity);
    put_words_line(out, words);
    cf_words_balance(words, entity);
    put_words_line(out, words);
    if (entity->supplier >= 0)
        cf_words_supplier(words, cf_label_bounds, &picture->suppliers[entity->supplier]);
    put_words_line(out, words);
    fputs("</title>\n", out);
}

void cf_mark_entity(FILE *out, const cf_report *report, int index, cf_buffer *words)
{
    mark_entity(out, report, index, words, cf_report_picture(report)->entities[index].name);
}

void cf_mark_entity_alone(FILE *out, const cf_report *report, int index, cf_buffer *words)
{
    const cf_picture_entity *entity = &cf_report_picture(report)->entities[index];

    mark_entity(out, report, index, words,
                entity->whole_name == NULL ? entity->name : entity->whole_name);
}
