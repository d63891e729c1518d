/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tarjan's strong components in one depth-first search: a vertex whose subtree reaches no vertex
 * above it (low = number) ends a component, which lies on top of the stack. */
#include "loops/strong.h"

#include <stdlib.h>
#include <string.h>

cf_status cf_strong_new(cf_strong *out, int vertices, int arcs)
{
    size_t size = (size_t)vertices + 2;

    *out = (cf_strong){
        .start = malloc(size * sizeof(int)),
        .heads = malloc(((size_t)arcs + 1) * sizeof(int)),
        .stack = malloc(size * sizeof(int)),
        .path = malloc(size * sizeof(int)),
        .next = malloc(size * sizeof(int)),
        .number = malloc(size * sizeof(int)),
        .low = malloc(size * sizeof(int)),
    };
    return out->start == NULL || out->heads == NULL || out->stack == NULL || out->path == NULL ||
                   out->next == NULL || out->number == NULL || out->low == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

void cf_strong_free(cf_strong *strong)
{
    free(strong->start);
    free(strong->heads);
    free(strong->stack);
    free(strong->path);
    free(strong->next);
    free(strong->number);
    free(strong->low);
    *strong = (cf_strong){ 0 };
}

/* Counting sort, two places ahead, so that filling leaves the starts in place. */
static void sort_arcs(cf_strong *strong, int vertices, const int *tails, const int *heads, int arcs)
{
    memset(strong->start, 0, ((size_t)vertices + 2) * sizeof *strong->start);
    for (int i = 0; i < arcs; i++)
        strong->start[tails[i] + 2]++;
    for (int v = 2; v <= vertices; v++)
        strong->start[v] += strong->start[v - 1];
    for (int i = 0; i < arcs; i++)
        strong->heads[strong->start[tails[i] + 1]++] = heads[i];
}

struct strong_walk {
    cf_strong *strong;
    int *component; /* -1: not known yet */
    int on_path, on_stack, visited, found;
};

static void enter_vertex(struct strong_walk *walk, int v)
{
    cf_strong *strong = walk->strong;

    strong->number[v] = strong->low[v] = ++walk->visited;
    strong->next[v] = strong->start[v];
    strong->path[walk->on_path++] = v;
    strong->stack[walk->on_stack++] = v;
}

static void leave_vertex(struct strong_walk *walk)
{
    cf_strong *strong = walk->strong;
    int v = strong->path[--walk->on_path], before;

    if (strong->low[v] == strong->number[v]) {
        do
            walk->component[strong->stack[--walk->on_stack]] = walk->found;
        while (strong->stack[walk->on_stack] != v);
        walk->found++;
        return;
    }
    before = strong->path[walk->on_path - 1];
    if (strong->low[v] < strong->low[before])
        strong->low[before] = strong->low[v];
}

static void walk_from(struct strong_walk *walk, int root)
{
    cf_strong *strong = walk->strong;

    enter_vertex(walk, root);
    while (walk->on_path > 0) {
        int v = strong->path[walk->on_path - 1], w;

        if (strong->next[v] == strong->start[v + 1]) {
            leave_vertex(walk);
            continue;
        }
        w = strong->heads[strong->next[v]++];
        if (strong->number[w] == 0)
            enter_vertex(walk, w);
        else if (walk->component[w] < 0 && strong->number[w] < strong->low[v])
            strong->low[v] = strong->number[w];
    }
}

int cf_strong_find(cf_strong *strong, int *component, int vertices, const int *tails,
                   const int *heads, int arcs)
{
    struct strong_walk walk = { .strong = strong, .component = component };

    sort_arcs(strong, vertices, tails, heads, arcs);
    for (int v = 0; v < vertices; v++) {
        component[v] = -1;
        strong->number[v] = 0;
    }
    for (int v = 0; v < vertices; v++) {
        if (strong->number[v] == 0)
            walk_from(&walk, v);
    }
    return walk.found;
}
