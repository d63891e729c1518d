/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph: its tables, and what a person reads where the output is no picture. */
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/graph.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "report/columns.h"

enum { EDGES_SHOWN = 12 };

const char *const cf_graph_tables[] = { "edges", "nodes", NULL };

static const char *class_of(const cf_picture_edge *edge)
{
    return cf_class_names[edge->carries];
}

static cf_cell amount_of(const cf_picture_edge *edge)
{
    return (edge->form & CF_FORM_OPEN) != 0 ? cf_cell_null() : cf_cell_number(edge->amount);
}

static cf_cell looping_of(const cf_picture_edge *edge)
{
    return edge->strand_count > 0 ? cf_cell_number(edge->strands[0].amount) : cf_cell_null();
}

/* "tied,contingent"; "" for an ordinary deal */
static const char *form_of(cf_report *report, const cf_picture_edge *edge)
{
    static const struct {
        unsigned bit;
        const char *word;
    } forms[] = {
        { CF_FORM_OPEN, "unquantified" }, { CF_FORM_CONTINGENT, "contingent" },
        { CF_FORM_NON_CASH, "non-cash" }, { CF_FORM_TENTATIVE, "tentative" },
        { CF_FORM_TIED, "tied" },
    };
    const char *text = "";

    for (size_t i = 0; text != NULL && i < sizeof forms / sizeof *forms; i++)
        if ((edge->form & forms[i].bit) != 0)
            text = cf_report_text(report, "%s%s%s", text, *text == '\0' ? "" : ",", forms[i].word);
    return text;
}

static const char *deals_of(const cf_graph *graph, const cf_picture_edge *edge)
{
    cf_buffer text = { 0 };
    const char *kept = NULL;

    for (int i = 0; i < edge->deal_count; i++) {
        cf_buffer_add(&text, i > 0 ? "+" : "");
        cf_buffer_add_escaped(&text, graph->view->scenario->deals[edge->deals[i].deal].id, "+\\");
    }
    if (cf_buffer_text(&text) != NULL)
        kept = cf_report_text(graph->report, "%s", cf_buffer_text(&text));
    cf_buffer_free(&text);
    return kept;
}

static const char *supplier_of(const cf_picture *picture, const cf_picture_edge *edge)
{
    if (edge->strand_count == 0)
        return NULL;
    return picture->entities[picture->suppliers[edge->strands[0].supplier].entity].id;
}

/* ---- tables ---- */

enum { PAYER, PAYEE, CLASS, FORM, AMOUNT, LOOPING, SUPPLIER, DEALS };

static const cf_column edges_columns[] = {
    [PAYER] = { COMMON_PAYER },
    [PAYEE] = { COMMON_PAYEE },
    [CLASS] = { "class", CF_TEXT, "class", "capital, trade, or service (of capital)." },
    [FORM] = { "form", CF_TEXT, "form",
               "Empty, or: unquantified, contingent, non-cash, tentative, tied." },
    [AMOUNT] = { "amount", CF_MONEY, "amount", "The sum of its deals; empty: unknown." },
    [LOOPING] = { "looping", CF_MONEY, "looping",
                  "The part that comes back to the supplier; money that circles on the way counts "
                  "each time it passes." },
    [SUPPLIER] = { "supplier", CF_ENTITY, "back to", "The supplier for which looping is largest." },
    [DEALS] = { "deals", CF_TEXT, "deals", "Its deals, joined by +." },
};

static cf_status fill_edges(const cf_graph *graph, const cf_picture *picture)
{
    cf_table *table;
    cf_status status = cf_table_new(&table, "edges", edges_columns, CF_COUNT_OF(edges_columns));

    for (int i = 0; status == CF_OK && i < picture->edge_count; i++) {
        const cf_picture_edge *edge = &picture->edges[i];
        cf_cell row[] = {
            [PAYER] = cf_cell_text(picture->entities[edge->payer].id),
            [PAYEE] = cf_cell_text(picture->entities[edge->payee].id),
            [CLASS] = cf_cell_text(class_of(edge)),
            [FORM] = cf_cell_text(form_of(graph->report, edge)),
            [AMOUNT] = amount_of(edge),
            [LOOPING] = looping_of(edge),
            [SUPPLIER] = cf_cell_text(supplier_of(picture, edge)),
            [DEALS] = cf_cell_text(deals_of(graph, edge)),
        };

        status = row[FORM].known && row[DEALS].known ? cf_table_add(table, row) : CF_NO_MEMORY;
    }
    if (status == CF_OK)
        status = cf_report_take_table(graph->report, &table);
    cf_table_free(table);
    return status;
}

enum { ENTITY, NAME, MEMBERS, IN, OUT, OUTSIDE_FUNDS, FUNDS_ASSUMED, FUNDING_GAP, RETAINED };

static const cf_column nodes_columns[] = {
    [ENTITY] = { COMMON_ENTITY },
    [NAME] = { COMMON_NAME },
    [MEMBERS] = { "members", CF_COUNT, "members", "How many entities the node stands for." },
    [IN] = { COMMON_IN },
    [OUT] = { COMMON_OUT },
    [OUTSIDE_FUNDS] = { COMMON_OUTSIDE_FUNDS },
    [FUNDS_ASSUMED] = { COMMON_FUNDS_ASSUMED },
    [FUNDING_GAP] = { COMMON_FUNDING_GAP },
    [RETAINED] = { COMMON_RETAINED },
};

static const cf_columns edges = { edges_columns, CF_COUNT_OF(edges_columns),
                                  "Each line that is drawn." };
static const cf_columns nodes = { nodes_columns, CF_COUNT_OF(nodes_columns),
                                  "Each box that is drawn." };
const cf_columns *const cf_graph_columns[] = { &edges, &nodes };

static cf_status fill_nodes(const cf_graph *graph, const cf_picture *picture)
{
    cf_table *table;
    cf_status status = cf_table_new(&table, "nodes", nodes_columns, CF_COUNT_OF(nodes_columns));

    for (int i = 0; status == CF_OK && i < picture->entity_count; i++) {
        const cf_picture_entity *entity = &picture->entities[i];
        cf_cell row[] = {
            [ENTITY] = cf_cell_text(entity->id),
            [NAME] = cf_cell_text(entity->name),
            [MEMBERS] = cf_cell_number(entity->members),
            [IN] = cf_cell_number(entity->in),
            [OUT] = cf_cell_number(entity->out),
            [OUTSIDE_FUNDS] = cf_cell_number(entity->funds),
            [FUNDS_ASSUMED] = cf_cell_number(entity->assumed),
            [FUNDING_GAP] = cf_cell_number(entity->gap),
            [RETAINED] = cf_cell_number(entity->kept),
        };

        status = cf_table_add(table, row);
    }
    if (status == CF_OK)
        status = cf_report_take_table(graph->report, &table);
    cf_table_free(table);
    return status;
}

cf_status cf_graph_fill_tables(const cf_graph *graph)
{
    const cf_picture *picture = cf_report_picture(graph->report);
    cf_status status = CF_OK;

    if (cf_request_wants(graph->request, "edges"))
        status = fill_edges(graph, picture);
    if (status == CF_OK && cf_request_wants(graph->request, "nodes"))
        status = fill_nodes(graph, picture);
    return status;
}

/* ---- digest ---- */

static cf_status write_graph_view(const cf_graph *graph, const cf_picture *picture)
{
    cf_prose prose = { .report = graph->report };
    cf_status status;

    cf_prose_view(&prose, graph->view);
    status = cf_prose_end(&prose, 0);
    cf_prose_count(&prose, "The picture shows ", picture->entity_count - (graph->others > 0));
    cf_prose_count(&prose, " of ", picture->all_entities);
    cf_prose_add(&prose, " entities");
    if (graph->others > 0) {
        cf_prose_count(&prose, " (", graph->others);
        cf_prose_add(&prose, " others as one)");
    }
    cf_prose_count(&prose, " and ", picture->shown_deals);
    cf_prose_count(&prose, " of ", picture->all_deals);
    cf_prose_money(&prose, " deals, ", picture->shown_amount);
    cf_prose_money(&prose, " of ", picture->all_amount);
    cf_prose_add(&prose, " ");
    cf_prose_unit(&prose, graph->view->scenario);
    cf_prose_add(&prose, ". To see it, write it to a file: -o picture.svg (or .png, .pdf, .dot).");
    if (status == CF_OK)
        status = cf_prose_end(&prose, 0);
    cf_prose_free(&prose);
    return status;
}

static int compare_edges(const void *a, const void *b)
{
    const cf_picture_edge *x = *(const cf_picture_edge *const *)a;
    const cf_picture_edge *y = *(const cf_picture_edge *const *)b;

    if (x->amount > y->amount || x->amount < y->amount)
        return x->amount < y->amount ? 1 : -1;
    return (x > y) - (x < y); /* both are of one array */
}

/* An edge as a sentence: names instead of ids. */
enum { WHO, DOES, WHOM, MUCH, BACK, BACK_TO, HOW };

static const cf_column line_columns[] = {
    [WHO] = { "payer", CF_TEXT, "payer" },
    [DOES] = { "class", CF_TEXT, "" },
    [WHOM] = { "payee", CF_TEXT, "payee" },
    [MUCH] = { "amount" },
    [BACK] = { "looping" },
    [BACK_TO] = { "supplier" },
    [HOW] = { "form" },
};

static cf_status add_edge(const cf_graph *graph, const cf_picture *picture,
                          const cf_picture_edge *edge, cf_table *table)
{
    static const char *const does[CF_CLASS_COUNT] = {
        [CF_TRADE] = "buys from", [CF_CAPITAL] = "invests in", [CF_SERVICE] = "pays service to"
    };
    const char *form = form_of(graph->report, edge);
    cf_cell row[] = {
        [WHO] = cf_cell_text(picture->entities[edge->payer].name),
        [DOES] = cf_cell_text(does[edge->carries]),
        [WHOM] = cf_cell_text(picture->entities[edge->payee].name),
        [MUCH] = amount_of(edge),
        [BACK] = looping_of(edge),
        [BACK_TO] = cf_cell_text(supplier_of(picture, edge)),
        [HOW] = cf_cell_text(form),
    };

    return form == NULL ? CF_NO_MEMORY : cf_table_add(table, row);
}

static cf_status write_edges(const cf_graph *graph, const cf_picture *picture)
{
    const cf_columns wanted = { line_columns, CF_COUNT_OF(line_columns) };
    const cf_column *columns = cf_columns_choose(graph->report, edges, wanted);
    int shown = picture->edge_count < EDGES_SHOWN ? picture->edge_count : EDGES_SHOWN;
    const cf_picture_edge **order = calloc((size_t)picture->edge_count + 1, sizeof *order);
    cf_table *table = NULL;
    const char *title =
        cf_report_text(graph->report, "The largest %d of %d edges", shown, picture->edge_count);
    cf_status status = order == NULL || title == NULL || columns == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK)
        status = cf_table_new(&table, title, columns, wanted.count);
    for (int i = 0; status == CF_OK && i < picture->edge_count; i++)
        order[i] = &picture->edges[i];
    if (status == CF_OK)
        qsort(order, (size_t)picture->edge_count, sizeof *order, compare_edges);
    for (int i = 0; status == CF_OK && i < shown; i++)
        status = add_edge(graph, picture, order[i], table);
    if (status == CF_OK && shown > 0)
        status = cf_report_take_digest_table(graph->report, 0, &table);
    cf_table_free(table);
    free(order);
    return status;
}

cf_status cf_graph_write_digest(const cf_graph *graph)
{
    const cf_picture *picture = cf_report_picture(graph->report);
    cf_status status;

    if (graph->request->no_digest)
        return CF_OK;
    status = write_graph_view(graph, picture);
    return status == CF_OK ? write_edges(graph, picture) : status;
}
