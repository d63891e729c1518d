/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loops: the routes on which money can go round, ranked. */
#include "analyses/loops.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"
#include "base/text.h"

static const char *const tables[] = { "loops", "counts", NULL };

enum { FOUND, FINANCING, UNQUANTIFIED, COMPLETE, COUNT_COLUMNS };

static const cf_column count_columns[COUNT_COLUMNS] = {
    [FOUND] = { "found", CF_COUNT, "found", "The loops that pass the filters." },
    [FINANCING] = { "financing", CF_COUNT, "financing", "Those with both capital and trade." },
    [UNQUANTIFIED] = { "unquantified", CF_COUNT, "unquantified",
                       "Those with a step of unknown amount." },
    [COMPLETE] = { "complete", CF_FLAG, "complete", "Whether the search went to its end." },
};
static const cf_columns counts = { count_columns, COUNT_COLUMNS, "One row with the figures." };
static const cf_columns loops_columns = { cf_loops_columns, LOOPS_COLUMN_COUNT,
                                          "Each loop, ranked." };
static const cf_columns *const table_columns[] = { &loops_columns, &counts };

/* ---- setting up ---- */

struct named {
    const char *id;
    int node;
};

static int compare_ids(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->id, y->id);
}

/* The place of each entity in the order of ids, by bytes. */
static cf_status rank_ids(int *rank, const cf_view *view)
{
    size_t count = (size_t)view->entity_count;
    struct named *named = malloc((count + 1) * sizeof *named);

    if (named == NULL)
        return CF_NO_MEMORY;
    for (size_t v = 0; v < count; v++)
        named[v] = (struct named){ view->entities[v].id, (int)v };
    qsort(named, count, sizeof *named, compare_ids);
    for (size_t i = 0; i < count; i++)
        rank[named[i].node] = (int)i;
    free(named);
    return CF_OK;
}

static cf_status open_hops(cf_loops *loops)
{
    int *rank = malloc(((size_t)loops->view->entity_count + 1) * sizeof *rank);
    cf_status status = rank == NULL ? CF_NO_MEMORY : rank_ids(rank, loops->view);

    if (status == CF_OK)
        status = cf_view_network_new(&loops->network, loops->view, false);
    if (status == CF_OK)
        status = cf_flow_new_for_hops(&loops->flow, &loops->network->network, true);
    if (status == CF_OK)
        status = cf_hops_new(&loops->hops, loops->flow, rank);
    free(rank);
    return status;
}

static void loops_close(cf_loops *loops)
{
    cf_loops_row_close(loops);
    cf_loop_list_free(&loops->list);
    free(loops->days);
    cf_hops_free(loops->hops);
    cf_flow_free(loops->flow);
    cf_view_network_free(loops->network);
}

/* ---- the search ---- */

static bool loops_progress(void *payload, const cf_progress_state *state)
{
    cf_loops *loops = payload;
    const cf_progress *asked = loops->request->progress;

    loops->stopped = loops->stopped || !asked->step(asked->payload, state);
    return !loops->stopped;
}

struct stream {
    cf_loops *loops;
    cf_status status;
};

static bool stream_row(const cf_loop *loop, void *payload)
{
    struct stream *stream = payload;
    cf_loops *loops = stream->loops;
    const cf_row_sink *sink = loops->request->stream;

    stream->status = cf_loops_row_fill(loops, loop, 0);
    if (stream->status != CF_OK)
        return false;
    loops->unwanted =
        !sink->row(sink->payload, cf_loops_columns, LOOPS_COLUMN_COUNT, loops->row.cells);
    return !loops->unwanted;
}

static cf_status search(cf_loops *loops)
{
    const cf_loop_limits *limits = &loops->params.limits;
    struct stream stream = { .loops = loops };
    cf_status status;

    if (loops->params.count_only)
        return cf_loops_count(loops->hops, limits, &loops->count);
    if (loops->request->stream == NULL) {
        status = cf_loops_ranked(&loops->list, loops->hops, limits, loops->params.top);
        loops->count = loops->list.count;
        return status;
    }
    status = cf_loops_row_open(loops);
    if (status == CF_OK)
        status = cf_loops_each(loops->hops, limits, stream_row, &stream, &loops->count);
    return status != CF_OK ? status : stream.status;
}

/* ---- what came out ---- */

static void tell_why(char text[static 200], const cf_loops *loops)
{
    const cf_loop_limits *limits = &loops->params.limits;
    const char *seconds = cf_param_text(loops->request, "time-limit");

    if (!loops->stopped && limits->most > 0 && !(loops->count.found < limits->most))
        snprintf(text, 200, "stopped at --limit %.0f", limits->most);
    else if (!loops->stopped && seconds != NULL)
        snprintf(text, 200, "stopped after %.40s s of --time-limit", seconds);
    else
        snprintf(text, 200, "stopped as asked");
}

static cf_status warn_of_stop(const cf_loops *loops, cf_diags *diags)
{
    const double found = loops->count.found;
    const char *hint = NULL;
    char why[200], number[400];

    tell_why(why, loops);
    if (loops->list.loop_count > 0)
        hint = "the rows are the best of these loops only";
    if (!isfinite(found))
        return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_STOPPED, NULL, hint,
                            "%s: the loops found by then were not counted", why);
    cf_text_fixed(number, found, 0);
    return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_STOPPED, NULL, hint,
                        "%s: %s loop%s found by then", why, number,
                        found >= 1.0 && found <= 1.0 ? "" : "s");
}

static cf_status warn_of_count(const cf_loops *loops, cf_diags *diags)
{
    if (isinf(loops->count.found))
        return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_NOT_COUNTED, NULL, NULL,
                            "there are more than 1e308 loops, so \"found\" is null");
    return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_NOT_COUNTED, NULL,
                        "--count counts them, which may take long",
                        "the loops are too many or too long to count: the best are listed exactly, "
                        "but \"found\", \"financing\" and \"unquantified\" are null");
}

static cf_status warn_of_results(const cf_loops *loops, cf_diags *diags)
{
    cf_status status = cf_loops_warn_of_options(loops->request, diags);

    if (status == CF_OK && !loops->count.complete && !loops->unwanted)
        status = warn_of_stop(loops, diags);
    if (status == CF_OK && loops->count.complete && !isfinite(loops->count.found))
        status = warn_of_count(loops, diags);
    return status;
}

static void count_cells(cf_cell cells[static COUNT_COLUMNS], const cf_loop_count *count)
{
    cells[FOUND] = cf_cell_number(count->found);
    cells[FINANCING] = cf_cell_number(count->financing);
    cells[UNQUANTIFIED] = cf_cell_number(count->unquantified);
    cells[COMPLETE] = cf_cell_flag(count->complete);
}

static cf_status add_loop_figures(const cf_loops *loops, cf_report *report)
{
    cf_cell cells[COUNT_COLUMNS];

    count_cells(cells, &loops->count);
    return cf_report_add_figures(report, counts, cells);
}

static cf_status warn_of_rows(const cf_loops *loops, const cf_table *table, cf_diags *diags)
{
    if (cf_table_row_count(table) == loops->list.loop_count)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_LOOPS_STOPPED, NULL, NULL,
                        "stopped as asked: the table has the first %ld of %ld loops",
                        cf_table_row_count(table), loops->list.loop_count);
}

static cf_status add_loops(cf_loops *loops, cf_report *report, cf_diags *diags)
{
    cf_table *table = NULL;
    cf_status status = cf_loops_row_open(loops);

    if (status == CF_OK)
        status = cf_loops_table(&table, loops, report);
    if (status == CF_OK)
        status = warn_of_rows(loops, table, diags);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_counts(const cf_loops *loops, cf_report *report)
{
    cf_table *table = NULL;
    cf_cell cells[COUNT_COLUMNS];
    cf_status status = cf_table_new(&table, "counts", count_columns, COUNT_COLUMNS);

    count_cells(cells, &loops->count);
    if (status == CF_OK)
        status = cf_table_add(table, cells);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_tables(cf_loops *loops, cf_report *report, cf_diags *diags)
{
    bool count_only = loops->params.count_only;
    cf_status status = CF_OK;

    if (!count_only && cf_request_wants(loops->request, "loops"))
        status = add_loops(loops, report, diags);
    if (status == CF_OK && (cf_request_wants(loops->request, "counts") ||
                            (count_only && cf_request_wants(loops->request, "loops"))))
        status = add_counts(loops, report);
    return status;
}

/* ---- all together ---- */

/* Where rows are not wanted, loops are counted without listing them. */
static void choose_way(cf_loops *loops)
{
    const cf_request *request = loops->request;

    if (!request->digest_only && request->stream == NULL && request->table != NULL &&
        request->no_digest && strcmp(request->table, "counts") == 0)
        loops->params.count_only = true;
    if (request->progress != NULL) {
        loops->progress = (cf_progress){ .step = loops_progress, .payload = loops };
        loops->params.limits.progress = &loops->progress;
    }
}

static cf_status loops_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_loops loops = { .request = request };
    cf_view *view = NULL;
    cf_status status = cf_view_new(&view, request->scenario, &request->view, diags);

    loops.view = view;
    if (status == CF_OK)
        status = cf_loops_read_params(&loops.params, request, view, diags);
    if (status == CF_OK)
        status = open_hops(&loops);
    if (status == CF_OK)
        status = cf_loops_order(&loops, diags);
    choose_way(&loops);
    if (status == CF_OK)
        status = search(&loops);
    if (status == CF_OK)
        status = warn_of_results(&loops, diags);
    if (status == CF_OK)
        status = add_loop_figures(&loops, report);
    if (status == CF_OK)
        status = add_tables(&loops, report, diags);
    if (status == CF_OK && !request->no_digest && request->stream == NULL)
        status = cf_loops_write_digest(&loops, report);
    loops_close(&loops);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "max-length",
      .value = "N",
      .help = "only loops of at most N hops, N at least 2 (default: no limit)" },
    { .name = "min-amount",
      .value = "X",
      .help = "only hops of at least X, in the scenario's unit (default: 0)" },
    { .name = "through",
      .value = "ENTITY",
      .help = "only loops through this entity, such as openai (default: all)" },
    { .name = "kind",
      .value = "financing|trade|capital|all",
      .help = "financing: hops of both capital and trade; trade or capital: hops of that class "
              "only (default: financing)" },
    { .name = "in-order",
      .help = "only loops whose payments can follow one another in time, from an investment on "
              "(default: whatever their dates)" },
    { .name = "within",
      .value = "DAYS",
      .help = "only loops in order with at most DAYS days from the first payment to the last, such "
              "as 30; includes --in-order (default: any number)" },
    { .name = "top",
      .value = "K",
      .help = "show the K loops with the largest through-flow, then amount; all: every loop "
              "(default: 50)" },
    { .name = "count", .help = "only count the loops" },
    { .name = "stream", .help = "write each loop as a line of JSON when it is found, unranked" },
    { .name = "limit",
      .value = "N",
      .help = "stop after finding N loops, and rank these (default: no limit)" },
    { .name = "time-limit",
      .value = "SECONDS",
      .help = "stop after this time, and rank the loops found so far (default: no limit)" },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_loops = {
    .name = "loops",
    .summary = "Find the loops that money can run around, largest through-flow first",
    .description =
        "A loop is a cycle of payments that passes each entity at most once; by default it "
        "needs at least one step of capital and one of trade. All deals of one class, "
        "capital, trade or debt service, from one entity to another are one step. The amount of a "
        "loop is "
        "that of its smallest step, and its through-flow is the part of the capital in its "
        "first step that takes exactly this way if every entity mixes its money. Loops are "
        "ranked by through-flow, then by amount; loops with a step of unknown amount come "
        "last. A loop shows that money can go round, not that it does. With --in-order a loop "
        "counts only if from one of its investments on (if it has none: from any step) one deal of "
        "each step can be chosen so that no date is earlier than the one before it; the date of a "
        "deal is the first of its schedule, else its start, else the day of its announcement. "
        "Where a limit or "
        "Ctrl-C ends the search early, complete is false.",
    .memory =
        "about 600 bytes a deal, and some hundred for each hop of each loop that is kept "
        "(--top). Loops that are only counted or streamed take none. --in-order takes another "
        "60 bytes a dated deal.",
    .example = "circfin loops data/ai-deals.json --through nvidia --max-length 6",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .figures = &counts,
    .stoppable = true,
    .run = loops_run,
};
