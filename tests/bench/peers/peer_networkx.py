#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""NetworkX's simple_cycles. As every peer:

    peer EDGES count|visit MAX_LENGTH THROUGH

reads who pays whom, looks for all loops of at most MAX_LENGTH hops (0: any) through THROUGH (-1:
any), again and again for some seconds after a warm-up, and prints: loops found, the sum of their
vertices (0 where only counted), processor seconds of the best run, runs. Exit code 3: cannot do
that.
"""
import sys
import time

import networkx


def loops_of(graph, max_length):
    if max_length == 0:
        return networkx.simple_cycles(graph)
    return networkx.simple_cycles(graph, length_bound=max_length)


def run(graph, visit, max_length, through):
    found = total = 0
    for loop in loops_of(graph, max_length):
        if through >= 0 and through not in loop:
            continue
        found += 1
        if visit:
            total += sum(loop)
    return found, total


def main():
    if sys.argv[1:] == ["--version"]:
        print(networkx.__version__)
        return 0
    path, how, max_length, through = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if max_length > 0 and int(networkx.__version__.split(".")[0]) < 3:
        return 3
    graph = networkx.DiGraph()
    with open(path, encoding="ascii") as lines:
        graph.add_nodes_from(range(int(next(lines).split()[0])))
        graph.add_edges_from(tuple(map(int, line.split())) for line in lines)
    best, runs, spent, often = float("inf"), -1, 0.0, 1
    while runs < 1 or (runs < 5 and spent < 4):
        begin = time.process_time()
        for _ in range(often):
            found, total = run(graph, how == "visit", max_length, through)
        seconds = (time.process_time() - begin) / often
        best, runs, spent = min(best, seconds), runs + 1, spent + often * seconds
        if runs > 0:
            continue
        if seconds > 3:
            break
        best = float("inf")  # that was the warm-up
        often = 1 + int(0.1 / max(seconds, 5e-4)) if seconds < 0.1 else 1
    print(found, total, best, max(runs, 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
