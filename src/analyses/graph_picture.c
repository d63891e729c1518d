/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph: the picture. Deals of one payer, payee, class and form are one edge. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/graph.h"
#include "base/sum.h"
#include "base/text.h"
#include "report/company.h"

/* A deal on its way into an edge. */
struct line {
    int payer, payee; /* places in the picture */
    cf_class carries;
    unsigned form;
    int deal; /* of the view */
    double amount;
};

struct draft {
    cf_graph *graph;
    cf_picture *picture;
    cf_picture_entity *entities;
    cf_picture_edge *edges;
    struct line *lines; /* those of one edge together */
    int line_count;
    cf_picture_deal *deals; /* one for each line */
    cf_picture_strand *strands;
    int strand_count;
    double *trade;       /* of each entity of the view: trade into it */
    double *by_supplier; /* 0 between edges */
    int *touched;        /* the suppliers that are not 0 there */
    int touched_count;
    int *shown_as; /* of each supplier of the graph: its index in the picture, or -1 */
};

static void *room(struct draft *draft, int count, size_t size)
{
    return cf_report_room(draft->graph->report, (size_t)count, size);
}

/* ---- entities ---- */

static const char *name_of(const cf_view_entity *entity)
{
    return entity->name != NULL && *entity->name != '\0' ? entity->name : entity->id;
}

/* An id or a name for display. A cut id gets the number of its entity, for keys differ; 0: none. */
static const char *shortened(const struct draft *draft, const char *text, int number)
{
    size_t taken = cf_text_beginning(text, CF_NAME_SHOWN);

    if (text[taken] == '\0')
        return text;
    if (number > 0)
        return cf_report_text(draft->graph->report, "%.*s" CF_ELLIPSIS "%d", (int)taken, text,
                              number);
    return cf_report_text(draft->graph->report, "%.*s" CF_ELLIPSIS, (int)taken, text);
}

static bool is_short(const cf_picture_entity *entity)
{
    return entity->key != NULL && entity->name != NULL;
}

/* Under `consolidate` an entity of the view may be a group, which the scenario does not have. */
static void describe(cf_picture_entity *entity, const cf_scenario *scenario)
{
    int index = cf_scenario_find_entity(scenario, entity->id);

    if (index >= 0) {
        entity->group = scenario->entities[index].group;
        entity->sector = scenario->entities[index].sector;
    }
}

/* What it reports as revenue, less what the deals show of that. */
static double other_revenue(const struct draft *draft, int v)
{
    return fmax(0.0, draft->graph->world.flow->network->nodes[v].revenue - draft->trade[v]);
}

static void add_balance(cf_picture_entity *entity, const cf_balance *balance, double revenue)
{
    if (revenue >= balance->out - balance->in)
        entity->earned += balance->assumed;
    entity->funds += balance->funds;
    entity->assumed += balance->assumed;
    entity->gap += balance->gap;
    entity->kept += balance->kept;
}

/* The others share the last place. */
static cf_picture_entity *entity_at(struct draft *draft, int v)
{
    int place = draft->graph->place[v];

    if (place == GRAPH_NONE)
        return NULL;
    return &draft->entities[place == GRAPH_OTHERS ? draft->graph->placed : place];
}

static cf_status fill_entity(struct draft *draft, int v)
{
    const cf_graph *graph = draft->graph;
    const cf_view_entity *viewed = &graph->view->entities[v];
    cf_picture_entity *entity = entity_at(draft, v);

    if (entity == NULL)
        return CF_OK;
    if (graph->place[v] >= 0) {
        *entity = (cf_picture_entity){ .id = viewed->id,
                                       .key = shortened(draft, viewed->id, v + 1),
                                       .name = shortened(draft, name_of(viewed), 0),
                                       .supplier = -1,
                                       .members = 1 };
        if (!is_short(entity))
            return CF_NO_MEMORY;
        if (entity->name != name_of(viewed))
            entity->whole_name = name_of(viewed);
        describe(entity, graph->view->scenario);
    }
    add_balance(entity, &graph->world.flow->balances[v], other_revenue(draft, v));
    entity->stated += viewed->funds_known ? viewed->funds : NAN;
    entity->revenue += viewed->revenue_known ? viewed->revenue : NAN;
    return CF_OK;
}

static void add_up_deals(struct draft *draft)
{
    for (int d = 0; d < draft->graph->view->deal_count; d++) {
        const cf_view_deal *deal = &draft->graph->view->deals[d];
        cf_picture_entity *payer = entity_at(draft, deal->payer);
        cf_picture_entity *payee = entity_at(draft, deal->payee);

        if (payer == payee)
            continue; /* inside what is put together */
        if (payer != NULL)
            payer->out += cf_graph_amount(draft->graph, d);
        if (payee != NULL)
            payee->in += cf_graph_amount(draft->graph, d);
        if (draft->graph->unknown || draft->graph->view->deals[d].quantified)
            continue;
        if (payer != NULL)
            payer->unknown++;
        if (payee != NULL)
            payee->unknown++;
    }
}

static void add_up_trade(struct draft *draft)
{
    const cf_view *view = draft->graph->view;

    for (int d = 0; d < view->deal_count; d++)
        if (cf_relation_class(view->scenario->deals[view->deals[d].deal].relation) == CF_TRADE)
            draft->trade[view->deals[d].payee] += cf_graph_amount(draft->graph, d);
}

/* "+others", with more + where an entity has such an id itself. */
static const char *id_of_others(const struct draft *draft)
{
    static const char word[] = "others";
    size_t most = 0;
    char *id;

    for (int v = 0; v < draft->graph->view->entity_count; v++) {
        const char *other = draft->graph->view->entities[v].id;
        size_t signs = strspn(other, "+");

        if (strcmp(other + signs, word) == 0 && signs > most)
            most = signs;
    }
    id = cf_report_room(draft->graph->report, most + 1 + sizeof word, 1);
    if (id != NULL) {
        memset(id, '+', most + 1);
        memcpy(id + most + 1, word, sizeof word);
    }
    return id;
}

static cf_status fill_others(struct draft *draft, cf_picture_entity *others)
{
    const cf_graph *graph = draft->graph;
    const char *id = id_of_others(draft);

    *others =
        (cf_picture_entity){ .id = id,
                             .key = id,
                             .name = cf_report_text(graph->report, "%d others", graph->others),
                             .supplier = -1,
                             .members = graph->others };
    return id == NULL || others->name == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status fill_entities(struct draft *draft)
{
    const cf_graph *graph = draft->graph;
    int count = graph->placed + (graph->others > 0);

    draft->entities = room(draft, count, sizeof *draft->entities);
    if (draft->entities == NULL)
        return CF_NO_MEMORY;
    if (graph->others > 0 && fill_others(draft, &draft->entities[graph->placed]) != CF_OK)
        return CF_NO_MEMORY;
    add_up_trade(draft);
    for (int v = 0; v < graph->view->entity_count; v++)
        if (fill_entity(draft, v) != CF_OK)
            return CF_NO_MEMORY;
    add_up_deals(draft);
    draft->picture->entities = draft->entities;
    draft->picture->entity_count = count;
    return CF_OK;
}

/* ---- suppliers ---- */

static cf_status fill_suppliers(struct draft *draft)
{
    const cf_graph *graph = draft->graph;
    cf_picture_supplier *suppliers = room(draft, graph->supplier_count, sizeof *suppliers);
    int count = 0;

    if (suppliers == NULL)
        return CF_NO_MEMORY;
    for (int s = 0; s < graph->supplier_count; s++) {
        const cf_exposure *exposure = &graph->suppliers[s];
        cf_picture_entity *entity = entity_at(draft, exposure->entity);

        draft->shown_as[s] = -1;
        if (entity == NULL || entity->members > 1)
            continue;
        draft->shown_as[s] = entity->supplier = count;
        suppliers[count++] =
            (cf_picture_supplier){ .entity = (int)(entity - draft->entities),
                                   .colour = cf_report_colour(graph->report, entity->id),
                                   .invested = exposure->invested,
                                   .revenue = exposure->revenue,
                                   .loopback_min = exposure->loopback[CF_MEASURE_MIN],
                                   .loopback_pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA],
                                   .loopback_max = exposure->loopback[CF_MEASURE_MAX],
                                   .loopback_open = exposure->loopback[CF_MEASURE_MAX_OPEN] };
    }
    draft->picture->suppliers = suppliers;
    draft->picture->supplier_count = count;
    return CF_OK;
}

/* ---- edges ---- */

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->payer != y->payer)
        return x->payer < y->payer ? -1 : 1;
    if (x->payee != y->payee)
        return x->payee < y->payee ? -1 : 1;
    if (x->carries != y->carries)
        return cf_class_place(x->carries) - cf_class_place(y->carries);
    if (x->form != y->form)
        return x->form < y->form ? -1 : 1;
    if (x->amount > y->amount || x->amount < y->amount)
        return x->amount < y->amount ? 1 : -1;
    return (x->deal > y->deal) - (x->deal < y->deal);
}

static bool is_same_edge(const struct line *x, const struct line *y)
{
    return x->payer == y->payer && x->payee == y->payee && x->carries == y->carries &&
           x->form == y->form;
}

static void list_lines(struct draft *draft)
{
    const cf_graph *graph = draft->graph;

    for (int d = 0; d < graph->view->deal_count; d++) {
        const cf_view_deal *viewed = &graph->view->deals[d];
        const cf_picture_entity *payer = entity_at(draft, viewed->payer);
        const cf_picture_entity *payee = entity_at(draft, viewed->payee);
        const cf_deal *deal = &graph->view->scenario->deals[viewed->deal];

        if (graph->shown[d] && payer != payee)
            draft->lines[draft->line_count++] =
                (struct line){ .payer = (int)(payer - draft->entities),
                               .payee = (int)(payee - draft->entities),
                               .carries = cf_relation_class(deal->relation),
                               .form = graph->form[d],
                               .deal = d,
                               .amount = cf_graph_amount(graph, d) };
    }
    qsort(draft->lines, (size_t)draft->line_count, sizeof *draft->lines, compare_lines);
}

/* The first of the shares of a deal, which stand side by side. */
static int first_share_of(const cf_graph *graph, int deal)
{
    int low = 0, high = graph->shares.count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (graph->shares.at[middle].deal < deal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void fill_deal(struct draft *draft, int line)
{
    const cf_graph *graph = draft->graph;
    const cf_view_deal *viewed = &graph->view->deals[draft->lines[line].deal];
    cf_picture_deal *deal = &draft->deals[line];
    int own = draft->lines[line].deal;

    *deal = (cf_picture_deal){ .deal = viewed->deal,
                               .status = viewed->status,
                               .amount = draft->lines[line].amount,
                               .supplier = -1 };
    for (int i = first_share_of(graph, own); i < graph->shares.count; i++) {
        const cf_graph_share *share = &graph->shares.at[i];
        int supplier = draft->shown_as[share->supplier];

        if (share->deal != own)
            break;
        if (share->amount > deal->looping) {
            deal->looping = share->amount;
            deal->supplier = supplier;
        }
        if (supplier < 0 || !(share->amount > 0))
            continue;
        if (!(draft->by_supplier[supplier] > 0))
            draft->touched[draft->touched_count++] = supplier;
        draft->by_supplier[supplier] += share->amount;
    }
}

static int compare_strands(const void *a, const void *b)
{
    const cf_picture_strand *x = a, *y = b;

    if (x->amount > y->amount || x->amount < y->amount)
        return x->amount < y->amount ? 1 : -1;
    return (x->supplier > y->supplier) - (x->supplier < y->supplier);
}

/* Rounding must not make a strand wider than its edge. */
static void fill_strands(struct draft *draft, cf_picture_edge *edge)
{
    cf_picture_strand *first = &draft->strands[draft->strand_count];

    for (int i = 0; i < draft->touched_count; i++) {
        int s = draft->touched[i];

        draft->strands[draft->strand_count++] =
            (cf_picture_strand){ s, fmin(draft->by_supplier[s], edge->amount) };
        draft->by_supplier[s] = 0.0;
    }
    draft->touched_count = 0;
    edge->strands = first;
    edge->strand_count = (int)(&draft->strands[draft->strand_count] - first);
    qsort(first, (size_t)edge->strand_count, sizeof *first, compare_strands);
}

static void fill_edge(struct draft *draft, cf_picture_edge *edge, int first, int past)
{
    const struct line *line = &draft->lines[first];
    cf_sum amount = { 0 };

    *edge = (cf_picture_edge){ .payer = line->payer,
                               .payee = line->payee,
                               .carries = line->carries,
                               .form = line->form,
                               .deals = draft->deals + first,
                               .deal_count = past - first };
    for (int i = first; i < past; i++) {
        cf_sum_add(&amount, draft->lines[i].amount);
        fill_deal(draft, i);
    }
    edge->amount = cf_sum_value(amount);
    fill_strands(draft, edge);
}

static void fill_edges(struct draft *draft)
{
    int count = 0;

    for (int first = 0, past; first < draft->line_count; first = past) {
        for (past = first + 1; past < draft->line_count; past++)
            if (!is_same_edge(&draft->lines[first], &draft->lines[past]))
                break;
        fill_edge(draft, &draft->edges[count++], first, past);
    }
    draft->picture->edges = draft->edges;
    draft->picture->edge_count = count;
}

/* ---- all together ---- */

static void fill_counts(struct draft *draft)
{
    const cf_graph *graph = draft->graph;
    cf_picture *picture = draft->picture;
    cf_sum all = { 0 }, shown = { 0 };

    for (int d = 0; d < graph->view->deal_count; d++) {
        cf_sum_add(&all, cf_graph_amount(graph, d));
        picture->unknown_deals += !graph->unknown && !graph->view->deals[d].quantified;
    }
    for (int i = 0; i < draft->line_count; i++)
        cf_sum_add(&shown, draft->lines[i].amount);
    picture->all_amount = cf_sum_value(all);
    picture->shown_amount = cf_sum_value(shown);
    picture->all_deals = graph->view->deal_count;
    picture->shown_deals = draft->line_count;
    picture->all_entities = graph->active;
}

static cf_status draft_open(struct draft *draft)
{
    const cf_graph *graph = draft->graph;
    int deals = graph->view->deal_count;

    draft->picture = room(draft, 1, sizeof *draft->picture);
    draft->edges = room(draft, deals, sizeof *draft->edges);
    draft->deals = room(draft, deals, sizeof *draft->deals);
    draft->strands = room(draft, graph->shares.count, sizeof *draft->strands);
    draft->lines = calloc((size_t)deals + 1, sizeof *draft->lines);
    draft->trade = calloc((size_t)graph->view->entity_count + 1, sizeof *draft->trade);
    draft->by_supplier = calloc((size_t)graph->supplier_count + 1, sizeof *draft->by_supplier);
    draft->touched = calloc((size_t)graph->supplier_count + 1, sizeof *draft->touched);
    draft->shown_as = calloc((size_t)graph->supplier_count + 1, sizeof *draft->shown_as);
    if (draft->picture == NULL || draft->edges == NULL || draft->deals == NULL ||
        draft->strands == NULL || draft->lines == NULL || draft->trade == NULL ||
        draft->by_supplier == NULL || draft->touched == NULL || draft->shown_as == NULL)
        return CF_NO_MEMORY;
    draft->picture->style = graph->style;
    draft->picture->cluster = graph->cluster;
    return CF_OK;
}

cf_status cf_graph_draw(cf_graph *graph)
{
    struct draft draft = { .graph = graph };
    cf_status status = draft_open(&draft);

    if (status == CF_OK)
        status = fill_entities(&draft);
    if (status == CF_OK)
        status = fill_suppliers(&draft);
    if (status == CF_OK) {
        list_lines(&draft);
        fill_edges(&draft);
        fill_counts(&draft);
        cf_report_set_picture(graph->report, draft.picture);
    }
    free(draft.lines);
    free(draft.trade);
    free(draft.by_supplier);
    free(draft.touched);
    free(draft.shown_as);
    return status;
}
