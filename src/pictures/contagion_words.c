/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the contagion picture: what was found, and what is told of an entity. */
#include "pictures/contagion.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "report/lookup.h"
#include "report/money.h"

#define LEAST_LOSS 5e-4 /* of the largest shortfall or loss: less is not told */

/* "round 1: pays 58.5 %, loses 12"; NULL for who can pay and loses nothing. */
const char *cf_contagion_told(cf_contagion *chart, const cf_contagion_node *node)
{
    char text[3 * CF_MONEY_SIZE] = "", part[CF_MONEY_SIZE];
    size_t used = 0;

    if (!node->fails && !(node->loss > LEAST_LOSS * cf_contagion_hurt(chart->ranked[0])))
        return NULL;
    if (node->fails && node->round > 0)
        used += (size_t)snprintf(text, sizeof text, "round %d: ", node->round);
    else if (node->fails)
        used += (size_t)snprintf(text, sizeof text, "made to fail: ");
    if (node->fails && isnan(node->paid_share)) {
        used += (size_t)snprintf(text + used, sizeof text - used, "owes nothing");
    } else if (node->fails) {
        cf_share_text(part, node->paid_share);
        used += (size_t)snprintf(text + used, sizeof text - used, "pays %s", part);
    }
    if (node->loss > 0.0) {
        cf_money_text(part, node->loss);
        snprintf(text + used, sizeof text - used, "%sloses %s", used > 0 ? ", " : "", part);
    }
    return cf_arena_copy(chart->arena, text, strlen(text));
}

static void add_node(cf_buffer *words, const cf_contagion *chart, const cf_contagion_node *node)
{
    const char *name = cf_lookup_name(chart->scenario, node->id);

    cf_buffer_add(words, cf_svg_isolate(name));
    cf_buffer_add_name(words, name);
    cf_buffer_add(words, cf_svg_release(name));
}

static void add_number(cf_buffer *words, const char *before, double number, bool share)
{
    char text[CF_MONEY_SIZE];

    (share ? cf_share_text : cf_money_text)(text, number);
    cf_buffer_add(words, before);
    cf_buffer_add(words, text);
}

static void add_count(cf_buffer *words, int count)
{
    char text[16];

    snprintf(text, sizeof text, "%d", count);
    cf_buffer_add(words, text);
}

/* The first to fail: of the earliest round the one with the largest shortfall or loss. */
static const cf_contagion_node *first_to_fail(const cf_contagion *chart)
{
    const cf_contagion_node *first = NULL;

    for (int i = 0; i < chart->active; i++)
        if (chart->ranked[i]->fails && (first == NULL || chart->ranked[i]->round < first->round))
            first = chart->ranked[i];
    return first;
}

/* Who loses most: with a share of what is at stake, without, or not at all. */
static void add_worst(cf_buffer *words, const cf_contagion *chart, int extent)
{
    if (chart->worst == NULL || extent == 0)
        return;
    cf_buffer_add(words, "; ");
    add_node(words, chart, chart->worst);
    add_number(words, " loses most: ", chart->worst->loss, false);
    if (extent > 1 && chart->worst->stake > 0.0) {
        add_number(words, " (", chart->worst->loss / chart->worst->stake, true);
        cf_buffer_add(words, ")");
    }
}

/* "OpenAI cannot pay, nor can 3 others; Oracle loses most: 124 (41.5 %)" */
static void write_title(cf_buffer *words, const cf_contagion *chart, int extent)
{
    const cf_contagion_node *first = first_to_fail(chart);

    cf_buffer_clear(words);
    if (first == NULL) {
        cf_buffer_add(words, "Everybody can pay");
    } else {
        add_node(words, chart, first);
        cf_buffer_add(words, " cannot pay");
    }
    if (chart->short_of_money > 1) {
        cf_buffer_add(words, ", nor can ");
        add_count(words, chart->short_of_money - 1);
        cf_buffer_add(words, chart->short_of_money == 2 ? " other" : " others");
    }
    add_worst(words, chart, extent);
}

/* The longest that fits. */
void cf_contagion_title(cf_buffer *words, const cf_contagion *chart)
{
    for (int extent = 2; extent >= 0; extent--) {
        write_title(words, chart, extent);
        if (cf_buffer_text(words) == NULL ||
            cf_svg_text_width(cf_buffer_text(words), CF_SANKEY_TITLE, true) <
                CF_SANKEY_WIDTH - 2 * CF_SANKEY_MARGIN)
            return;
    }
}

/* "Shock funds:openai=0: USD bn 313 of 1,234 due stays unpaid, and guarantors pay 12." */
void cf_contagion_below(cf_buffer *words, const cf_contagion *chart)
{
    cf_cell shock = cf_lookup_figure(chart->report, "shock");
    cf_cell unpaid = cf_lookup_figure(chart->report, "unpaid");
    cf_cell paid = cf_lookup_figure(chart->report, "guarantees_paid");
    char unit[CF_UNIT_SIZE] = "";

    if (chart->scenario != NULL)
        cf_unit_text(unit, chart->scenario);
    cf_buffer_add(words, shock.known ? "Shock " : "No shock");
    if (shock.known)
        cf_buffer_add_name(words, shock.text);
    cf_buffer_add(words, ": ");
    cf_buffer_add(words, unit);
    add_number(words, " ", unpaid.known ? unpaid.number : 0.0, false);
    add_number(words, " of ", chart->all_due, false);
    cf_buffer_add(words, " due stays unpaid");
    if (paid.known && paid.number > 0.0)
        add_number(words, "; guarantors pay ", paid.number, false);
    cf_buffer_add(words, ".");
}
