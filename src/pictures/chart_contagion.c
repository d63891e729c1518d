/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far it runs when somebody cannot pay: a Sankey diagram of what is due, in which what is not
 * paid is hollow, who fails is marked, and suppliers say what they lose (sankey_clearing.c).
 *
 * Shown are those who fail or lose, the largest first, then the largest of the others; all beyond
 * a number that can be read become one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "pictures/charts.h"
#include "pictures/contagion.h"
#include "pictures/plot.h"
#include "pictures/sankey.h"
#include "report/lookup.h"

enum { MOST_ENTITIES = 16 };
static const char heading[] = "Who cannot pay, and what that costs";

/* ---- reading the tables ---- */

static cf_contagion_node *node_of(const cf_contagion *chart, const char *id)
{
    int index = id == NULL ? -1 : cf_map_find(&chart->ids, 0, id, strlen(id));

    return index < 0 ? NULL : &chart->nodes[index];
}

static double amount_of(const cf_lookup *rows, long row, const char *column)
{
    double amount = cf_lookup_number(rows, row, column);

    return isnan(amount) ? 0.0 : amount;
}

static cf_status read_entities(cf_contagion *chart)
{
    cf_lookup rows = cf_lookup_of(chart->report, "entities");

    chart->nodes = cf_arena_new(chart->arena, (size_t)rows.rows + 1, sizeof *chart->nodes);
    chart->ranked = cf_arena_new(chart->arena, (size_t)rows.rows + 1, sizeof(cf_contagion_node *));
    if (chart->nodes == NULL || chart->ranked == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < rows.rows; i++) {
        cf_contagion_node *node = &chart->nodes[chart->node_count];
        double round = cf_lookup_number(&rows, i, "round");

        *node = (cf_contagion_node){ .id = cf_lookup_text(&rows, i, "entity"),
                                     .shortfall = amount_of(&rows, i, "shortfall"),
                                     .paid_share = cf_lookup_number(&rows, i, "paid_share"),
                                     .fails = !isnan(round),
                                     .round = isnan(round) ? 0 : (int)round };
        if (node->id == NULL)
            continue;
        if (cf_map_add(&chart->ids, 0, node->id, strlen(node->id), chart->node_count) != CF_OK)
            return CF_NO_MEMORY;
        chart->short_of_money += node->fails;
        chart->node_count++;
    }
    return CF_OK;
}

static void read_suppliers(cf_contagion *chart)
{
    cf_lookup rows = cf_lookup_of(chart->report, "suppliers");

    for (long i = 0; i < rows.rows; i++) {
        cf_contagion_node *node = node_of(chart, cf_lookup_text(&rows, i, "supplier"));

        if (node == NULL)
            continue;
        node->loss = amount_of(&rows, i, "loss");
        node->stake = amount_of(&rows, i, "revenue") + amount_of(&rows, i, "capital") +
                      amount_of(&rows, i, "guarantees_called");
        if (node->loss > 0.0 && (chart->worst == NULL || node->loss > chart->worst->loss))
            chart->worst = node;
    }
}

static void read_deal(cf_contagion *chart, const cf_lookup *rows, long row)
{
    const char *id = cf_lookup_text(rows, row, "deal");
    cf_contagion_node *payer = node_of(chart, cf_lookup_text(rows, row, "payer"));
    cf_contagion_node *payee = node_of(chart, cf_lookup_text(rows, row, "payee"));
    bool guarantee = id != NULL && strncmp(id, "guarantee:", 10) == 0;
    double due = amount_of(rows, row, "due");
    int deal = -1;

    if (payer == NULL || payee == NULL || !(due > 0.0))
        return;
    if (id != NULL && chart->scenario != NULL)
        deal = cf_scenario_find_deal(chart->scenario, guarantee ? id + 10 : id);
    if (guarantee && chart->scenario != NULL && cf_scenario_find_deal(chart->scenario, id) >= 0) {
        guarantee = false; /* a deal of that id */
        deal = cf_scenario_find_deal(chart->scenario, id);
    }
    payer->out += due;
    payee->in += due;
    chart->all_due += due;
    chart->lines[chart->line_count++] = (cf_contagion_line){
        .payer = (int)(payer - chart->nodes),
        .payee = (int)(payee - chart->nodes),
        .deal = deal,
        .carries = guarantee || deal < 0 ? CF_TRADE
                                         : cf_relation_class(chart->scenario->deals[deal].relation),
        .guarantee = guarantee,
        .due = due,
        .paid = fmin(amount_of(rows, row, "paid"), due)
    };
}

static cf_status read_tables(cf_contagion *chart)
{
    cf_lookup rows = cf_lookup_of(chart->report, "deals");
    cf_status status = read_entities(chart);

    chart->lines = cf_arena_new(chart->arena, (size_t)rows.rows + 1, sizeof *chart->lines);
    if (status != CF_OK || chart->lines == NULL)
        return CF_NO_MEMORY;
    read_suppliers(chart);
    for (long i = 0; i < rows.rows; i++)
        read_deal(chart, &rows, i);
    return CF_OK;
}

/* ---- who is shown ---- */

double cf_contagion_hurt(const cf_contagion_node *node)
{
    return fmax(node->shortfall, node->loss);
}

static bool is_made_to_fail(const cf_contagion_node *node)
{
    return node->fails && node->round == 0;
}

static int compare_nodes(const void *a, const void *b)
{
    const cf_contagion_node *x = *(cf_contagion_node *const *)a,
                            *y = *(cf_contagion_node *const *)b;
    double more = cf_contagion_hurt(x), less = cf_contagion_hurt(y);

    if (is_made_to_fail(x) != is_made_to_fail(y))
        return is_made_to_fail(x) ? -1 : 1;
    if (more > less || more < less)
        return more > less ? -1 : 1;
    more = fmax(x->in, x->out);
    less = fmax(y->in, y->out);
    if (more > less || more < less)
        return more > less ? -1 : 1;
    return (x > y) - (x < y);
}

/* The first get places in the order of the table; one that would be left over is shown itself. */
static void choose_nodes(cf_contagion *chart)
{
    int count = 0, placed = 0;

    for (int i = 0; i < chart->node_count; i++) {
        cf_contagion_node *node = &chart->nodes[i];

        node->place = -1;
        if (node->in > 0.0 || node->out > 0.0 || node->fails)
            chart->ranked[count++] = node;
    }
    chart->active = count;
    if (count > 0)
        qsort(chart->ranked, (size_t)count, sizeof *chart->ranked, compare_nodes);
    chart->others = count <= MOST_ENTITIES + 1 ? 0 : count - MOST_ENTITIES;
    for (int i = 0; i < count - chart->others; i++)
        chart->ranked[i]->place = 0;
    for (int i = 0; i < chart->node_count; i++)
        if (chart->nodes[i].place >= 0)
            chart->nodes[i].place = placed++;
    for (int i = count - chart->others; i < count; i++)
        chart->ranked[i]->place = placed;
    chart->picture.entity_count = placed + (chart->others > 0);
}

/* ---- the picture ---- */

static const char *shortened(cf_contagion *chart, const char *text)
{
    size_t taken = cf_text_beginning(text, CF_NAME_SHOWN);
    char cut[8 * CF_NAME_SHOWN];

    if (text[taken] == '\0')
        return text;
    snprintf(cut, sizeof cut, "%.*s" CF_ELLIPSIS, (int)taken, text);
    return cf_arena_copy(chart->arena, cut, strlen(cut));
}

static bool fill_entity(cf_contagion *chart, const cf_contagion_node *node)
{
    cf_picture_entity *entity = &chart->entities[node->place];
    const char *name = cf_lookup_name(chart->scenario, node->id);

    if (node->place == chart->picture.entity_count - (chart->others > 0)) {
        entity->in += node->in;
        entity->out += node->out;
        return true;
    }
    *entity = (cf_picture_entity){ .id = node->id,
                                   .key = node->id,
                                   .name = shortened(chart, name),
                                   .whole_name = name,
                                   .in = node->in,
                                   .out = node->out,
                                   .supplier = -1,
                                   .members = 1 };
    chart->told[node->place] = cf_contagion_told(chart, node);
    chart->fails[node->place] = node->fails;
    return entity->name != NULL;
}

static bool fill_entities(cf_contagion *chart)
{
    char others[32];

    if (chart->others > 0) {
        snprintf(others, sizeof others, "%d others", chart->others);
        chart->entities[chart->picture.entity_count - 1] =
            (cf_picture_entity){ .id = "+others",
                                 .key = "+others",
                                 .name = cf_arena_copy(chart->arena, others, strlen(others)),
                                 .supplier = -1,
                                 .members = chart->others };
    }
    for (int i = 0; i < chart->active; i++)
        if (!fill_entity(chart, chart->ranked[i]))
            return false;
    return true;
}

static int compare_lines(const void *a, const void *b)
{
    const cf_contagion_line *x = a, *y = b;

    if (x->payer != y->payer)
        return x->payer < y->payer ? -1 : 1;
    if (x->payee != y->payee)
        return x->payee < y->payee ? -1 : 1;
    if (x->carries != y->carries)
        return cf_class_place(x->carries) - cf_class_place(y->carries);
    if (x->guarantee != y->guarantee)
        return x->guarantee ? 1 : -1;
    if (x->due > y->due || x->due < y->due)
        return x->due > y->due ? -1 : 1;
    return (x->deal > y->deal) - (x->deal < y->deal);
}

static bool is_same_edge(const cf_contagion_line *x, const cf_contagion_line *y)
{
    return x->payer == y->payer && x->payee == y->payee && x->carries == y->carries &&
           x->guarantee == y->guarantee;
}

static void fill_edge(cf_contagion *chart, int first, int past)
{
    const cf_contagion_line *line = &chart->lines[first];
    cf_picture_edge *edge = &chart->edges[chart->picture.edge_count];
    double *paid = &chart->paid[chart->picture.edge_count++];

    *edge = (cf_picture_edge){ .payer = line->payer,
                               .payee = line->payee,
                               .carries = line->carries,
                               .form = line->guarantee ? CF_FORM_CONTINGENT : 0,
                               .deals = &chart->deals[first] };
    for (int i = first; i < past; i++) {
        edge->amount += chart->lines[i].due;
        *paid += chart->lines[i].paid;
        chart->picture.shown_amount += chart->lines[i].due;
        if (chart->lines[i].deal < 0)
            continue;
        chart->deals[first + edge->deal_count++] =
            (cf_picture_deal){ .deal = chart->lines[i].deal,
                               .status = chart->scenario->deals[chart->lines[i].deal].status,
                               .amount = chart->lines[i].due };
    }
}

/* Entities become places; what both ends share is left out. */
static void fill_edges(cf_contagion *chart)
{
    int count = 0;

    for (int i = 0; i < chart->line_count; i++) {
        cf_contagion_line line = chart->lines[i];

        line.payer = chart->nodes[line.payer].place;
        line.payee = chart->nodes[line.payee].place;
        if (line.payer != line.payee)
            chart->lines[count++] = line;
    }
    if (count > 0)
        qsort(chart->lines, (size_t)count, sizeof *chart->lines, compare_lines);
    for (int first = 0, past; first < count; first = past) {
        for (past = first + 1; past < count; past++)
            if (!is_same_edge(&chart->lines[first], &chart->lines[past]))
                break;
        fill_edge(chart, first, past);
    }
    chart->picture.shown_deals = count;
}

static cf_status make_picture(cf_contagion *chart)
{
    size_t lines = (size_t)chart->line_count + 1, places;
    cf_arena *arena = chart->arena;

    choose_nodes(chart);
    places = (size_t)chart->picture.entity_count + 1;
    chart->entities = cf_arena_new(arena, places, sizeof *chart->entities);
    chart->told = cf_arena_new(arena, places, sizeof *chart->told);
    chart->fails = cf_arena_new(arena, places, sizeof *chart->fails);
    chart->edges = cf_arena_new(arena, lines, sizeof *chart->edges);
    chart->deals = cf_arena_new(arena, lines, sizeof *chart->deals);
    chart->paid = cf_arena_new(arena, lines, sizeof *chart->paid);
    if (arena->failed || !fill_entities(chart))
        return CF_NO_MEMORY;
    chart->picture.style = CF_PICTURE_SANKEY;
    chart->picture.entities = chart->entities;
    chart->picture.edges = chart->edges;
    chart->picture.all_entities = chart->active;
    chart->picture.all_deals = chart->line_count;
    chart->picture.all_amount = chart->all_due;
    fill_edges(chart);
    return arena->failed ? CF_NO_MEMORY : CF_OK;
}

/* ---- all together ---- */

static cf_status draw_contagion(FILE *out, cf_contagion *chart, const cf_drawing *drawing)
{
    const cf_sankey_clearing clearing = { .paid = chart->paid,
                                          .fails = chart->fails,
                                          .told = chart->told };
    cf_sankey_words words = { 0 };
    cf_status status;

    cf_contagion_title(&words.title, chart);
    cf_contagion_below(&words.text, chart);
    status = cf_sankey_draw_clearing(out, chart->report, drawing, &chart->picture, &clearing,
                                     &words, chart->arena);
    cf_sankey_free_words(&words);
    return status;
}

cf_status cf_chart_contagion(FILE *out, const cf_report *stress, const cf_drawing *drawing)
{
    cf_arena arena = { 0 };
    cf_contagion chart = { .report = stress,
                           .scenario = cf_report_scenario(stress),
                           .arena = &arena };
    cf_status status = read_tables(&chart);

    if (status == CF_OK)
        status = make_picture(&chart);
    if (status == CF_OK && chart.picture.edge_count == 0)
        status = cf_plot_put_nothing(out, stress, drawing, heading, "Nothing is due.");
    else if (status == CF_OK)
        status = draw_contagion(out, &chart, drawing);
    cf_map_free(&chart.ids);
    cf_arena_free(&arena);
    return status;
}
