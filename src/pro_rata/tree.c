/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * State reduction on a tree. Leaves are taken out first, then what has become a leaf; with T what
 * leaf i pays its parent j, keeps and loses:
 *
 *     j ──up──► i ──down──► j     j loses up·lost/T more; the rest of `up` comes back at once
 *               └─lost
 */
#include "pro_rata/tree.h"

#include <stdlib.h>

#include "base/sum.h"

/* A vertex when it is taken out. */
struct twig {
    int vertex, parent; /* local places; the root's parent is -1 */
    double down, up;    /* to its parent, and from it */
    double leak;        /* kept, or paid to vertices outside the component */
};

struct cf_tree {
    int size;
    struct twig *twigs; /* a parent after all its children */
    double *money;      /* of the twigs: all that one pays, keeps and loses at its turn */
    double *lost;       /* of local places: what is not coming back from children, too */
};

/* Neighbours that are left. Where there is one, the exclusive or of all is that one, and to apply
 * one again takes it out. */
struct around {
    int count;
    unsigned all;
};

/* Scratch while a tree is made. */
struct making {
    const cf_flow *flow;
    int component;
    const int *local, *vertices;
    struct around *around;
    int *turn; /* of a local place: when it is taken out */
};

/* The local place of an edge's other end; -1: outside the component, or no neighbour. */
static int neighbour(const struct making *making, const cf_edge *edge, int v)
{
    int other = edge->tail == v ? edge->head : edge->tail;

    return edge->amount > 0 && other != v && making->flow->component[other] == making->component
               ? making->local[other]
               : -1;
}

/* Counts each pair of neighbours once: from the one that comes first. @return how many there are */
static int count_neighbours(const struct making *making, int i)
{
    const cf_adjacency *ways[] = { &making->flow->out_edges, &making->flow->in_edges };
    int v = making->vertices[i], pairs = 0;

    for (int way = 0; way < 2; way++) {
        for (int k = ways[way]->start[v]; k < ways[way]->start[v + 1]; k++) {
            int j = neighbour(making, &making->flow->edges[ways[way]->at[k]], v);

            if (j <= i || making->turn[j] == i)
                continue;
            making->turn[j] = i;
            pairs++;
            making->around[i].count++;
            making->around[i].all ^= (unsigned)j;
            making->around[j].count++;
            making->around[j].all ^= (unsigned)i;
        }
    }
    return pairs;
}

/* Takes out leaf after leaf, until the root is left. */
static void pluck(cf_tree *tree, struct making *making)
{
    struct around *around = making->around;
    int taken = 0;

    for (int first = 0; first < tree->size; first++) {
        int i = first;

        while (around[i].count == 1) {
            int parent = (int)around[i].all;

            tree->twigs[taken] = (struct twig){ .vertex = i, .parent = parent };
            making->turn[i] = taken++;
            around[i].count = 0;
            around[parent].count--;
            around[parent].all ^= (unsigned)i;
            i = parent;
        }
    }
}

/* The last parent is the root. */
static void add_root(cf_tree *tree, struct making *making)
{
    int root = tree->size > 1 ? tree->twigs[tree->size - 2].parent : 0;

    tree->twigs[tree->size - 1] = (struct twig){ .vertex = root, .parent = -1 };
    making->turn[root] = tree->size - 1;
}

static void add_amounts(cf_tree *tree, const struct making *making, int i)
{
    const cf_flow *flow = making->flow;
    struct twig *twig = &tree->twigs[making->turn[i]];
    int v = making->vertices[i];
    cf_sum leak = { 0 };

    cf_sum_add(&leak, flow->balances[v].kept);
    for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];
        int j = neighbour(making, edge, v);

        if (flow->component[edge->head] != making->component)
            cf_sum_add(&leak, edge->amount);
        else if (j >= 0 && j == twig->parent)
            twig->down += edge->amount;
        else if (j >= 0)
            tree->twigs[making->turn[j]].up += edge->amount;
    }
    twig->leak = cf_sum_value(leak);
}

/* Strongly connected as it is, a component is a tree if it has one pair less than vertices. */
static cf_status make(cf_tree *tree, struct making *making, bool *is_tree)
{
    size_t size = (size_t)tree->size;
    int pairs = 0;

    making->around = calloc(size, sizeof *making->around);
    making->turn = malloc(size * sizeof *making->turn);
    tree->twigs = malloc(size * sizeof *tree->twigs);
    tree->money = malloc(size * sizeof *tree->money);
    tree->lost = malloc(size * sizeof *tree->lost);
    if (making->around == NULL || making->turn == NULL || tree->twigs == NULL ||
        tree->money == NULL || tree->lost == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < tree->size; i++)
        making->turn[i] = -1;
    for (int i = 0; i < tree->size && pairs < tree->size; i++)
        pairs += count_neighbours(making, i);
    *is_tree = pairs == tree->size - 1;
    if (!*is_tree)
        return CF_OK;
    pluck(tree, making);
    add_root(tree, making);
    for (int i = 0; i < tree->size; i++)
        add_amounts(tree, making, i);
    return CF_OK;
}

cf_status cf_tree_new(cf_tree **out, const cf_flow *flow, int component, const int *local)
{
    int first = flow->component_start[component];
    struct making making = { .flow = flow,
                             .component = component,
                             .local = local,
                             .vertices = &flow->component_vertices[first] };
    cf_tree *tree = calloc(1, sizeof *tree);
    bool is_tree = false;
    cf_status status;

    *out = NULL;
    if (tree == NULL)
        return CF_NO_MEMORY;
    tree->size = flow->component_start[component + 1] - first;
    status = make(tree, &making, &is_tree);
    free(making.around);
    free(making.turn);
    if (status == CF_OK && is_tree)
        *out = tree;
    else
        cf_tree_free(tree);
    return status;
}

void cf_tree_free(cf_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->twigs);
    free(tree->money);
    free(tree->lost);
    free(tree);
}

/* Sends what stands at each twig on to its parent. */
static void reduce(cf_tree *tree, bool backward, const bool *absorbing, double *at)
{
    double *lost = tree->lost;

    for (int k = 0; k < tree->size; k++)
        lost[tree->twigs[k].vertex] = tree->twigs[k].leak;
    for (int k = 0; k < tree->size - 1; k++) {
        const struct twig *twig = &tree->twigs[k];
        int i = twig->vertex, j = twig->parent;
        double money = twig->down + lost[i];

        tree->money[k] = money;
        if (absorbing[i]) {
            lost[j] += twig->up;
            at[i] = 0.0;
            continue;
        }
        lost[j] += twig->up * (lost[i] / money);
        at[j] += (backward ? twig->up : twig->down) * (at[i] / money);
    }
}

bool cf_tree_solve(cf_tree *tree, bool backward, const bool *absorbing, const double *right,
                   double *solution)
{
    int root = tree->twigs[tree->size - 1].vertex;

    for (int i = 0; i < tree->size; i++)
        solution[i] = absorbing[i] ? 0.0 : right[i];
    reduce(tree, backward, absorbing, solution);
    if (absorbing[root])
        solution[root] = 0.0;
    else if (tree->lost[root] > 0)
        solution[root] /= tree->lost[root];
    else
        return false;
    for (int k = tree->size - 2; k >= 0; k--) {
        const struct twig *twig = &tree->twigs[k];
        double *share = &solution[twig->vertex];
        double from_parent = backward ? twig->down : twig->up;

        if (!absorbing[twig->vertex])
            *share = (*share + from_parent * solution[twig->parent]) / tree->money[k];
    }
    return true;
}
