/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A plain depth-first search: vertices without a way in or a way out are dropped, round by round;
 * then each vertex in turn is the least of its cycles. From it, a path goes on over larger vertices
 * as long as the way home fits. Distances home are found breadth-first, backwards, for half the
 * length of the longest cycle: farther out, finding them takes longer than searching in vain.
 */
#include "peer.h"

struct adjacency {
    int *start, *at;
};

struct graph {
    struct adjacency out, in;
    int *home; /* steps from a vertex to the root; 0: more than half */
    int *queue;
    char *on_path;
    int root, longest, half;
    long long sum; /* of the vertices on the path */
    peer_task *task;
    int holds; /* the path runs through task->through */
};

static void *room_for(long long count, size_t size)
{
    void *room = calloc((size_t)count + 2, size);

    if (room == NULL)
        exit(2);
    return room;
}

/* ---- trimming ---- */

static struct adjacency adjacency_of(const peer_task *task, const int *from, const int *to,
                                     const char *gone)
{
    struct adjacency made = { (int *)room_for(task->vertices + 1, sizeof(int)),
                              (int *)room_for(task->edges, sizeof(int)) };

    for (int i = 0; i < task->edges; i++)
        made.start[from[i] + 2] += !gone[from[i]] && !gone[to[i]];
    for (int v = 2; v <= task->vertices; v++)
        made.start[v] += made.start[v - 1];
    for (int i = 0; i < task->edges; i++) {
        if (!gone[from[i]] && !gone[to[i]])
            made.at[made.start[from[i] + 1]++] = to[i];
    }
    return made;
}

/* Drops vertices without a way in or without a way out until none is left. */
static void trim(const peer_task *task, char *gone)
{
    int *in = (int *)room_for(task->vertices, sizeof(int));
    int *out = (int *)room_for(task->vertices, sizeof(int));
    int dropped = 1;

    while (dropped > 0) {
        memset(in, 0, (size_t)task->vertices * sizeof(int));
        memset(out, 0, (size_t)task->vertices * sizeof(int));
        for (int i = 0; i < task->edges; i++) {
            if (!gone[task->tails[i]] && !gone[task->heads[i]]) {
                out[task->tails[i]]++;
                in[task->heads[i]]++;
            }
        }
        dropped = 0;
        for (int v = 0; v < task->vertices; v++) {
            if (!gone[v] && (in[v] == 0 || out[v] == 0)) {
                gone[v] = 1;
                dropped++;
            }
        }
    }
    free(in);
    free(out);
}

/* ---- searching ---- */

static void close_cycle(struct graph *graph)
{
    if (graph->task->through >= 0 && !graph->holds)
        return;
    graph->task->found++;
    graph->task->total += graph->task->visit ? graph->sum : 0;
}

static int is_near(const struct graph *graph, int w, int left)
{
    if (graph->home[w] > 0)
        return graph->home[w] < left;
    return w > graph->root && graph->half + 1 < left;
}

static void extend(struct graph *graph, int v, int left)
{
    for (int k = graph->out.start[v]; k < graph->out.start[v + 1]; k++) {
        int w = graph->out.at[k];

        if (w == graph->root) {
            close_cycle(graph);
        } else if (!graph->on_path[w] && is_near(graph, w, left)) {
            graph->on_path[w] = 1;
            graph->sum += w;
            graph->holds += w == graph->task->through;
            extend(graph, w, left - 1);
            graph->holds -= w == graph->task->through;
            graph->sum -= w;
            graph->on_path[w] = 0;
        }
    }
}

static int measure_home(struct graph *graph)
{
    int count = 0;

    graph->queue[count++] = graph->root;
    for (int i = 0; i < count; i++) {
        int v = graph->queue[i], steps = v == graph->root ? 0 : graph->home[v];

        if (steps == graph->half)
            break;
        for (int k = graph->in.start[v]; k < graph->in.start[v + 1]; k++) {
            int u = graph->in.at[k];

            if (u > graph->root && graph->home[u] == 0) {
                graph->home[u] = steps + 1;
                graph->queue[count++] = u;
            }
        }
    }
    return count;
}

static void search(peer_task *task, void *room)
{
    struct graph *graph = (struct graph *)room;
    char *gone = (char *)room_for(task->vertices, 1);

    trim(task, gone);
    graph->out = adjacency_of(task, task->tails, task->heads, gone);
    graph->in = adjacency_of(task, task->heads, task->tails, gone);
    graph->longest = task->max_length > 0 ? task->max_length : task->vertices;
    graph->half = task->max_length > 0 ? task->max_length / 2 : task->vertices;
    for (graph->root = 0; graph->root < task->vertices; graph->root++) {
        int count;

        if (gone[graph->root])
            continue;
        count = measure_home(graph);
        graph->sum = graph->root;
        graph->holds = graph->root == task->through;
        extend(graph, graph->root, graph->longest);
        for (int i = 1; i < count; i++)
            graph->home[graph->queue[i]] = 0;
    }
    free(gone);
    free(graph->out.start);
    free(graph->out.at);
    free(graph->in.start);
    free(graph->in.at);
}

int main(int argc, char **argv)
{
    peer_task task = { 0 };
    struct graph graph = { 0 };

    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("plain\n");
        return 0;
    }
    peer_read(&task, argc, argv);
    graph.task = &task;
    graph.home = (int *)room_for(task.vertices, sizeof(int));
    graph.queue = (int *)room_for(task.vertices, sizeof(int));
    graph.on_path = (char *)room_for(task.vertices, 1);
    peer_run(&task, search, &graph);
    free(graph.home);
    free(graph.queue);
    free(graph.on_path);
    free(task.tails);
    free(task.heads);
    return 0;
}
