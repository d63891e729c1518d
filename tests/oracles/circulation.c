/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Largest circulations by cancelling cycles: M. Klein (1967),
 * https://doi.org/10.1287/mnsc.14.3.205.
 */
#include <limits.h>
#include <stdlib.h>

#include "oracles/oracles.h"

/* An even move puts more on arc move / 2, an odd one less. */
struct network {
    const cf_circulation_arc *arcs;
    long double *room; /* of a move */
    int *by;           /* the move by which a vertex was last reached */
    int vertex_count, arc_count;
};

static int tail_of(const struct network *network, int move)
{
    const cf_circulation_arc *arc = &network->arcs[move / 2];

    return move % 2 != 0 ? arc->head : arc->tail;
}

static int head_of(const struct network *network, int move)
{
    return tail_of(network, move ^ 1);
}

/* Distances from vertex 0, or from all vertices at once. Returns a vertex whose distance still
 * falls after as many rounds as there are vertices, or -1. */
static int find_distances(int *distance, const struct network *network, bool from_all)
{
    const int far = INT_MAX / 2;
    int changed = -1;

    for (int v = 0; v < network->vertex_count; v++)
        distance[v] = from_all || v == 0 ? 0 : far;
    for (int round = 0; round <= network->vertex_count; round++) {
        changed = -1;
        for (int move = 0; move < 2 * network->arc_count; move++) {
            int u = tail_of(network, move), v = head_of(network, move);
            int farther = distance[u] + (move % 2 != 0 ? 1 : -1);

            if (!(network->room[move] > 0) || distance[u] == far || farther >= distance[v])
                continue;
            distance[v] = farther;
            network->by[v] = move;
            changed = v;
        }
    }
    return changed;
}

static void cancel_cycle(const struct network *network, int v)
{
    long double least = network->room[network->by[v]];
    int begin;

    for (int i = 0; i < network->vertex_count; i++) /* now it is on a cycle */
        v = tail_of(network, network->by[v]);
    begin = v;
    least = network->room[network->by[v]];
    do {
        long double room = network->room[network->by[v]];

        least = room < least ? room : least;
        v = tail_of(network, network->by[v]);
    } while (v != begin);
    do {
        network->room[network->by[v]] -= least;
        network->room[network->by[v] ^ 1] += least;
        v = tail_of(network, network->by[v]);
    } while (v != begin);
}

double oracle_circulation(int *price, const cf_circulation_arc *arcs, int vertices, int arc_count)
{
    struct network network = { arcs, calloc(2 * (size_t)arc_count, sizeof(long double)),
                               calloc((size_t)vertices, sizeof(int)), vertices, arc_count };
    long double value = 0.0L;
    int v;

    if (network.room == NULL || network.by == NULL)
        abort();
    for (int i = 0; i < arc_count; i++)
        network.room[2 * i] = (long double)arcs[i].amount;
    while ((v = find_distances(price, &network, true)) >= 0)
        cancel_cycle(&network, v);
    (void)find_distances(price, &network, false);
    for (int i = 0; i < arc_count; i++)
        value += network.room[2 * i + 1];
    free(network.room);
    free(network.by);
    return (double)value;
}
