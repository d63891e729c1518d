/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a graph: prepares it, has igraph read it, and takes the answer apart. */
#include <stdlib.h>
#include <string.h>

#include "graph_files/child.h"
#include "graph_files/graph_files.h"
#include "graph_files/prepare.h"

static const char *const NAMES[] = { [CF_NO_GRAPH] = "none",
                                     [CF_GRAPHML] = "GraphML",
                                     [CF_GML] = "GML",
                                     [CF_PAJEK] = "a Pajek network" };

/* ---- what the child answered ---- */

struct answer {
    cf_graph_file *graph;
    cf_graph_draft *draft;
    bool complete; /* all tables are there */
};

static int count_numbers(const char *text)
{
    int count = 0;

    for (; *text != '\0'; text++)
        count += *text == ' ';
    return count;
}

static cf_status take_places(cf_graph_csv *table, const char *text)
{
    int count = count_numbers(text);
    char *end = (char *)text;

    table->places = calloc((size_t)count + 1, sizeof *table->places);
    if (table->places == NULL)
        return CF_NO_MEMORY;
    table->row_count = count;
    for (int i = 0; i < count; i++)
        table->places[i] = strtoul(end, &end, 10);
    return CF_OK;
}

/* The line that igraph names, as in "Line 12: ..." and "... line 12 (...)"; 0: none. */
static long line_in(const char *message)
{
    const char *at = strstr(message, "ine ");

    for (; at != NULL; at = strstr(at + 1, "ine ")) {
        char *end;
        long line = strtol(at + 4, &end, 10);

        if (end > at + 4 && line > 0)
            return line;
    }
    return 0;
}

static void find_line(const cf_graph_file *graph, long line, size_t *from, size_t *to)
{
    const char *text = graph->source, *end = text + graph->source_size, *found;

    *from = *to = 0;
    for (; line > 1; line--) {
        found = memchr(text, '\n', (size_t)(end - text));
        if (found == NULL)
            return;
        text = found + 1;
    }
    found = memchr(text, '\n', (size_t)(end - text));
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    *from = (size_t)(text - graph->source);
    *to = (size_t)((found == NULL || found < text ? end : found) - graph->source);
}

/* "Parse error in GML file, line 3 (syntax error, unexpected ...)" becomes what is in brackets. */
static cf_status refuse_syntax(struct answer *answer, const char *message)
{
    cf_graph_draft *draft = answer->draft;
    const char *reason = message, *bracket;
    long line = line_in(message);
    size_t from = 0, to = 0, length;

    if (line > 0)
        find_line(answer->graph, line, &from, &to);
    if (strncmp(message, "Line ", 5) == 0 && strchr(message, ':') != NULL)
        reason = strchr(message, ':') + 2;
    bracket = strncmp(message, "Parse error", 11) == 0 ? strchr(message, '(') : NULL;
    if (bracket != NULL)
        reason = bracket + 1;
    length = strlen(reason);
    while (length > 0 && strchr(").\n ", reason[length - 1]) != NULL)
        length--;
    return cf_graph_refuse(draft, CF_CODE_GRAPH_SYNTAX, from, to, NULL,
                           "the file must be %s, but igraph cannot read it: %.*s",
                           NAMES[draft->format], (int)length, reason);
}

static cf_status refuse_unlisted(struct answer *answer, const char *text)
{
    char *id;
    size_t place = strtoul(text, &id, 10);

    id += *id == ' ';
    return cf_graph_refuse(
        answer->draft, CF_CODE_GRAPH_NODE, place, place + 1, "add the node, or correct the id",
        "an edge must join nodes of the file, but there is no node \"%.60s\"", id);
}

static cf_status take_record(struct answer *answer, char tag, const char *text)
{
    static const char tables[] = "sne", places[] = "-va";
    cf_graph_file *graph = answer->graph;
    const char *found;

    if ((found = strchr(tables, tag)) != NULL) {
        cf_graph_csv *table = &graph->parts[found - tables];

        table->text = text;
        table->size = strlen(text);
        answer->complete = tag == 'e';
        return CF_OK;
    }
    if ((found = strchr(places, tag)) != NULL)
        return take_places(&graph->parts[found - places], text);
    switch (tag) {
    case 'w':
        if (graph->remark_count < CF_GRAPH_MOST_REMARKS)
            graph->remarks[graph->remark_count++] = text;
        return CF_OK;
    case 'u':
        return refuse_unlisted(answer, text);
    case 'd':
        return cf_graph_refuse_double(answer->draft);
    default:
        return refuse_syntax(answer, text);
    }
}

static cf_status take_answer(struct answer *answer, const char *bytes, size_t size)
{
    cf_status status = CF_OK;

    for (size_t at = 0; at < size && status == CF_OK;) {
        const char *end = memchr(bytes + at, '\0', size - at);

        if (end == NULL)
            break;
        status = take_record(answer, bytes[at], bytes + at + 1);
        at = (size_t)(end - bytes) + 1;
    }
    return status == CF_OK && !answer->complete ? CF_NO_MEMORY : status;
}

/* ---- the whole ---- */

static cf_status prepare(cf_graph_draft *draft)
{
    switch (draft->format) {
    case CF_GRAPHML:
        return cf_graph_prepare_graphml(draft);
    case CF_GML:
        return cf_graph_prepare_gml(draft);
    default:
        return cf_graph_prepare_pajek(draft);
    }
}

/* The copy of the text; *problem says why not. */
static cf_status make_copy(char **copy, size_t *size, cf_graph_draft *draft)
{
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file), closed;

    *copy = NULL;
    if (status != CF_OK)
        return status;
    draft->out = file.stream;
    status = prepare(draft);
    closed = cf_memory_file_close(&file, copy, size);
    return closed == CF_OK ? status : closed;
}

static cf_status report_end(cf_graph_draft *draft, cf_child_end end)
{
    const char *name = NAMES[draft->format];

    switch (end) {
    case CF_CHILD_NO_MEMORY:
        return CF_NO_MEMORY;
    case CF_CHILD_LATE:
        return cf_graph_refuse(draft, CF_CODE_GRAPH_FAILED, 0, 0,
                               "convert it to another format, or to a spreadsheet",
                               "igraph must read the file as %s, but comes to no end", name);
    default:
        return cf_graph_refuse(draft, CF_CODE_GRAPH_FAILED, 0, 0,
                               "convert it to another format, or to a spreadsheet",
                               "igraph must read the file as %s, but fails on it", name);
    }
}

/* Pajek: where edges stand is known without igraph, if both count alike. */
static void take_drafted(cf_graph_file *graph, cf_graph_draft *draft)
{
    cf_graph_csv *edges = &graph->parts[CF_GRAPH_FILE_EDGES];

    if (draft->numbers) {
        edges->places = draft->places.at;
        edges->row_count = draft->places.count;
        draft->places.at = NULL;
    }
    for (int i = 0; i < draft->remark_count && graph->remark_count < CF_GRAPH_MOST_REMARKS; i++)
        graph->remarks[graph->remark_count++] = draft->remarks[i];
}

static cf_status fill_graph(cf_graph_file *graph, cf_graph_draft *draft)
{
    struct answer answer = { graph, draft, false };
    char *copy = NULL;
    size_t copy_size, size = 0;
    cf_child_end end = CF_CHILD_DONE;
    cf_status status = make_copy(&copy, &copy_size, draft);

    if (status == CF_OK)
        status = cf_graph_run_reader(&graph->bytes, &size, &end, draft, copy, copy_size);
    free(copy);
    if (status == CF_OK && end != CF_CHILD_DONE)
        status = report_end(draft, end);
    if (status == CF_OK)
        status = take_answer(&answer, graph->bytes, size);
    if (status == CF_OK)
        take_drafted(graph, draft);
    return status;
}

cf_status cf_graph_file_read(cf_graph_file **out, const char *text, size_t size,
                             cf_graph_format format, cf_graph_problem *problem)
{
    cf_graph_file *graph = calloc(1, sizeof *graph);
    cf_graph_draft draft = { .format = format, .text = text, .size = size, .problem = problem };
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (graph != NULL) {
        *graph = (cf_graph_file){ .format = format, .source = text, .source_size = size };
        status = fill_graph(graph, &draft);
    }
    free(draft.places.at);
    free(draft.title);
    if (status == CF_OK)
        *out = graph;
    else
        cf_graph_file_free(graph);
    return status;
}

void cf_graph_file_free(cf_graph_file *graph)
{
    if (graph == NULL)
        return;
    for (int part = 0; part < CF_GRAPH_FILE_PARTS; part++)
        free(graph->parts[part].places);
    free(graph->bytes);
    free(graph);
}
