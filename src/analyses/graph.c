/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph: the picture of the money flow. */
#include "analyses/graph.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"

enum { SANKEY_TOP = 24 }; /* as many as a page has room for */

/* ---- options ---- */

static cf_status read_options(cf_graph *graph, cf_diags *diags)
{
    static const char *const styles[] = { "graph", "sankey", NULL };
    static const cf_number_rule any_amount = { .least = 0, .most = 1e18 };
    static const cf_number_rule any_count = {
        .least = 1, .most = INT_MAX, .whole = true, .word = "all", .word_value = 0
    };
    const cf_request *request = graph->request;
    int style = CF_PICTURE_GRAPH;
    double top;
    cf_status status = cf_param_choice(&style, request, "style", styles, diags);

    top = style == CF_PICTURE_SANKEY ? SANKEY_TOP : 0;
    if (status == CF_OK)
        status = cf_param_number(&top, request, "top", &any_count, diags);
    if (status == CF_OK)
        status = cf_param_number(&graph->least_amount, request, "min-amount", &any_amount, diags);
    if (status == CF_OK)
        status = cf_param_entities(graph->followed, request, "supplier", graph->view, diags);
    graph->style = (cf_picture_style)style;
    graph->top = (int)top;
    graph->loops_only = cf_param_has(request, "loops-only");
    graph->cluster = cf_param_has(request, "group");
    graph->unknown = cf_param_has(request, "unknown");
    return status;
}

/* ---- all together ---- */

static cf_status graph_open(cf_graph *graph)
{
    size_t entities = (size_t)graph->view->entity_count + 1;
    size_t deals = (size_t)graph->view->deal_count + 1;

    graph->followed = calloc(entities, sizeof *graph->followed);
    graph->suppliers = calloc(entities, sizeof *graph->suppliers);
    graph->place = calloc(entities, sizeof *graph->place);
    graph->form = calloc(deals, sizeof *graph->form);
    graph->shown = calloc(deals, sizeof *graph->shown);
    if (graph->followed == NULL || graph->suppliers == NULL || graph->place == NULL ||
        graph->form == NULL || graph->shown == NULL)
        return CF_NO_MEMORY;
    return CF_OK;
}

static void graph_close(cf_graph *graph)
{
    free(graph->followed);
    free(graph->suppliers);
    free(graph->place);
    free(graph->form);
    free(graph->shown);
    free(graph->shares.at);
    cf_world_close(&graph->world);
}

static cf_status make(cf_graph *graph, cf_diags *diags)
{
    cf_status status = graph_open(graph);

    if (status == CF_OK)
        status = read_options(graph, diags);
    if (status == CF_OK)
        status = cf_world_open(&graph->world, graph->view, false);
    if (status == CF_OK && cf_param_has(graph->request, "supplier"))
        status = cf_world_check_suppliers(&graph->world, graph->followed, diags);
    if (status == CF_OK)
        status = cf_graph_follow(graph);
    if (status == CF_OK)
        status = cf_graph_choose(graph);
    if (status == CF_OK)
        status = cf_graph_draw(graph);
    if (status == CF_OK && !graph->request->digest_only)
        status = cf_graph_fill_tables(graph);
    if (status == CF_OK)
        status = cf_graph_write_digest(graph);
    return status;
}

static cf_status graph_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_view *view = NULL;
    cf_graph graph = { .request = request, .report = report };
    cf_status status = cf_view_new(&view, request->scenario, &request->view, diags);

    graph.view = view;
    if (status == CF_OK)
        status = make(&graph, diags);
    graph_close(&graph);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "style",
      .value = "graph|sankey",
      .help =
          "graph: entities and deals; sankey: bars and bands, with return arcs (default: graph)" },
    { .name = "supplier",
      .value = "ENTITY",
      .help = "mark only the money of this supplier, such as nvidia (default: all suppliers)",
      .repeatable = true },
    { .name = "top",
      .value = "N",
      .help = "draw the N largest entities and merge the others into one (default: all; for "
              "sankey, 24)" },
    { .name = "loops-only", .help = "draw only deals that are part of a loop" },
    { .name = "min-amount",
      .value = "X",
      .help = "draw only deals of at least X, in the scenario's unit (default: 0)" },
    { .name = "unknown", .help = "also draw deals of unknown amount (default: count them)" },
    { .name = "group", .help = "place the entities of a group together" },
    { .name = NULL },
};

const cf_analysis cf_analysis_graph = {
    .name = "graph",
    .summary = "Draw the money flow, or write it as a graph for other programs",
    .description =
        "A picture of who pays whom. The part of a payment that loops back to a supplier "
        "has the colour of that supplier. Style graph draws a box for every entity and a "
        "line for every kind of payment, as wide as the square root of its amount; a line "
        "of capital begins with a diamond. Style sankey draws bars and bands on one scale, "
        "with capital outlined, and shows the 24 largest entities unless --top says "
        "otherwise. Give -o a name that ends in .svg, .png, .pdf or .dot; without a picture "
        "format, the largest lines are listed as text. The formats for programs that work with "
        "graphs (.gexf, .cyjs, .graphml, .gml, .net) do not depend on the style: a node is an "
        "entity, an edge is one deal, and both have their amounts and names as attributes. A "
        "flowchart for Markdown (.mmd) has the lines of the picture.",
    .memory = "about 1,300 bytes a deal, and 4,000 for each entity and edge in the picture. "
              "Graphviz lays it out in a process of its own, which takes more.",
    .example = "circfin graph data/ai-deals.json --style sankey -o sankey.svg",
    .params = params,
    .tables = cf_graph_tables,
    .columns = cf_graph_columns,
    .draws = true,
    .run = graph_run,
};
