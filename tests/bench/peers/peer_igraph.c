/* SPDX-License-Identifier: GPL-3.0-or-later */
/* igraph_simple_cycles_callback, which igraph has from 0.10.16 on as it is called here. */
#include <igraph.h>

#include "peer.h"

static igraph_error_t take(const igraph_vector_int_t *vertices, const igraph_vector_int_t *edges,
                           void *data)
{
    peer_task *task = data;
    int through = task->through < 0;
    long long total = 0;

    (void)edges;
    if (!through || task->visit) {
        for (long i = 0; i < (long)igraph_vector_int_size(vertices); i++) {
            total += (long long)VECTOR(*vertices)[i];
            through = through || VECTOR(*vertices)[i] == task->through;
        }
    }
    task->found += through;
    task->total += through && task->visit ? total : 0;
    return IGRAPH_SUCCESS;
}

static void search(peer_task *task, void *graph)
{
    igraph_simple_cycles_callback(graph, IGRAPH_OUT, -1,
                                  task->max_length > 0 ? task->max_length : -1, take, task);
}

int main(int argc, char **argv)
{
    peer_task task = { 0 };
    igraph_vector_int_t ends;
    igraph_t graph;

    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        const char *version;

        igraph_version(&version, NULL, NULL, NULL);
        printf("%s\n", version);
        return 0;
    }
    peer_read(&task, argc, argv);
    igraph_vector_int_init(&ends, 2 * task.edges);
    for (int i = 0; i < task.edges; i++) {
        VECTOR(ends)[2 * i] = task.tails[i];
        VECTOR(ends)[2 * i + 1] = task.heads[i];
    }
    igraph_create(&graph, &ends, task.vertices, IGRAPH_DIRECTED);
    peer_run(&task, search, &graph);
    igraph_destroy(&graph);
    igraph_vector_int_destroy(&ends);
    return 0;
}
