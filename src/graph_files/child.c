/* SPDX-License-Identifier: GPL-3.0-or-later */
/* igraph's readers, with limits on time, memory and files. */
#define _GNU_SOURCE /* fmemopen */
#include "graph_files/child.h"

#include <igraph.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph_files/tables.h"

/* Files of the largest size take a quarter of this. */
enum { MOST_SECONDS = 60, SECONDS_OF_MB = 2 };

/* As measured, igraph takes up to 30 bytes for each of a GML file, whose tree it builds. */
enum { MEMORY_OF_BYTE = 60, LEAST_MEMORY_MIB = 512 };

struct job {
    const cf_graph_draft *draft;
    const char *copy;
    size_t copy_size;
};

/* What igraph tells; the child has one thread. */
static FILE *answer_out;
static bool told;

/* An error is told again by every function that it passes, without its reason. */
static void take_error(const char *reason, const char *file, int line, igraph_error_t error)
{
    (void)file;
    (void)line;
    if (error == IGRAPH_ENOMEM)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    if (told || reason[0] == '\0')
        return;
    fprintf(answer_out, "x%s", reason);
    putc('\0', answer_out);
    told = true;
}

/* What igraph leaves out, without what it always says. */
static bool is_worth_telling(const char *reason)
{
    static const char *const beginnings[] = { "Composite edge attribute",
                                              "Composite vertex attribute",
                                              "One or more unknown entities",
                                              "Unknown attribute key" };

    if (strstr(reason, "'graphics'") != NULL || strstr(reason, "'LabelGraphics'") != NULL)
        return false;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(reason, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

static void take_warning(const char *reason, const char *file, int line)
{
    (void)file;
    (void)line;
    if (!is_worth_telling(reason))
        return;
    fprintf(answer_out, "w%.300s", reason);
    putc('\0', answer_out);
}

static igraph_error_t read_graph(igraph_t *graph, cf_graph_format format, FILE *in)
{
    switch (format) {
    case CF_GRAPHML:
        return igraph_read_graph_graphml(graph, in, 0);
    case CF_GML:
        return igraph_read_graph_gml(graph, in);
    default:
        return igraph_read_graph_pajek(graph, in);
    }
}

static void limit_child(const struct job *job)
{
    cf_child_limit_files(0);
#if !defined(CIRCFIN_SANITIZED) /* which takes terabytes */
    cf_child_limit_memory(((size_t)LEAST_MEMORY_MIB << 20) + job->copy_size * MEMORY_OF_BYTE);
#else
    (void)job;
#endif
}

static void work(FILE *out, void *data)
{
    const struct job *job = data;
    FILE *in = fmemopen((void *)job->copy, job->copy_size, "r");
    igraph_safelocale_t locale;
    igraph_t graph;

    if (in == NULL)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    limit_child(job);
    answer_out = out;
    igraph_set_error_handler(take_error);
    igraph_set_warning_handler(take_warning);
    igraph_set_attribute_table(&igraph_cattribute_table);
    if (igraph_enter_safelocale(&locale) != IGRAPH_SUCCESS)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    if (read_graph(&graph, job->draft->format, in) == IGRAPH_SUCCESS)
        cf_graph_put_tables(out, job->draft, &graph);
    else
        take_error("the reason is not known", NULL, 0, IGRAPH_FAILURE);
}

cf_status cf_graph_run_reader(char **answer, size_t *size, cf_child_end *end,
                              const cf_graph_draft *draft, const char *copy, size_t copy_size)
{
    struct job job = { draft, copy, copy_size };
    double seconds = MOST_SECONDS + (double)SECONDS_OF_MB * (double)copy_size / 1e6;

    return cf_child_run(answer, size, end, work, &job, seconds);
}
