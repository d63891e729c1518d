/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LEMON: the largest circulation as a circulation of least cost, by cost scaling. */
#include <utility>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/static_graph.h>

#include "lemon.h"

/* `tails` in ascending order. */
double lemon_circulation(int vertices, int arcs, const int *tails, const int *heads,
                         const long long *capacities)
{
    typedef lemon::StaticDigraph graph_type;
    graph_type graph;
    std::vector<std::pair<int, int>> ends;

    for (int i = 0; i < arcs; i++)
        ends.push_back(std::make_pair(tails[i], heads[i]));
    graph.build(vertices, ends.begin(), ends.end());

    graph_type::ArcMap<long long> capacity(graph), cost(graph, -1);

    for (int i = 0; i < arcs; i++)
        capacity[graph.arc(i)] = capacities[i];

    lemon::CostScaling<graph_type, long long> solver(graph);

    solver.upperMap(capacity).costMap(cost).run();
    return -solver.totalCost<double>();
}
