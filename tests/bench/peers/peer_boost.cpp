/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Boost.Graph: hawick_circuits, and tiernan_all_cycles, the only one of its two that knows a
 * longest length.
 */
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/hawick_circuits.hpp>
#include <boost/graph/tiernan_all_cycles.hpp>

#include "peer.h"

/* Hawick asks for little, Tiernan for edges both ways. */
typedef boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> one_way;
typedef boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS> both_ways;

/* Both ask that this exists, and never call it. */
namespace boost
{
template <typename Graph> void renumber_vertex_indices(Graph &)
{
}
} // namespace boost

struct visitor {
    peer_task *task;

    template <typename Path, typename Graph> void cycle(const Path &path, const Graph &)
    {
        bool through = task->through < 0;
        long long total = 0;

        if (!through || task->visit) {
            for (typename Path::const_iterator at = path.begin(); at != path.end(); ++at) {
                total += static_cast<long long>(*at);
                through = through || static_cast<int>(*at) == task->through;
            }
        }
        task->found += through;
        task->total += through && task->visit ? total : 0;
    }
};

template <typename Graph> static Graph *graph_of(const peer_task &task)
{
    Graph *graph = new Graph(static_cast<std::size_t>(task.vertices));

    for (int i = 0; i < task.edges; i++)
        boost::add_edge(static_cast<std::size_t>(task.tails[i]),
                        static_cast<std::size_t>(task.heads[i]), *graph);
    return graph;
}

static void search_all(peer_task *task, void *graph)
{
    visitor visitor = { task };

    boost::hawick_circuits(*static_cast<one_way *>(graph), visitor);
}

static void search_short(peer_task *task, void *graph)
{
    visitor visitor = { task };

    boost::tiernan_all_cycles(*static_cast<both_ways *>(graph), visitor, 2,
                              static_cast<std::size_t>(task->max_length));
}

int main(int argc, char **argv)
{
    peer_task task = peer_task();

    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("%s\n", BOOST_LIB_VERSION);
        return 0;
    }
    peer_read(&task, argc, argv);
    if (task.max_length > 0)
        peer_run(&task, search_short, graph_of<both_ways>(task));
    else
        peer_run(&task, search_all, graph_of<one_way>(task));
    return 0;
}
