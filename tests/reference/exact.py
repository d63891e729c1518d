# SPDX-License-Identifier: GPL-3.0-or-later
"""Small exact mathematics for the reference: linear systems, flows, strong parts, stationary
distributions. Written to be obviously right on a dozen nodes, not to be fast."""

from collections import defaultdict
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

ZERO, ONE = Fraction(0), Fraction(1)


class Degenerate(Exception):
    """Money flows into a circuit that is closed only because amounts within 1e-12 are equal."""


def solve(matrix, columns):
    """Solutions of matrix · x = column for every column, by Gaussian elimination on fractions."""
    n = len(matrix)
    rows = [list(matrix[i]) + [column[i] for column in columns] for i in range(n)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            raise Degenerate("singular system")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        inverse = ONE / rows[k][k]
        rows[k] = [value * inverse if value else value for value in rows[k]]
        for i in range(n):
            factor = rows[i][k]
            if i != k and factor:
                rows[i] = [a - factor * b if b else a for a, b in zip(rows[i], rows[k])]
    return [[rows[i][n + j] for i in range(n)] for j in range(len(columns))]


def cheapest_max_flow(arcs, source, sink):
    """(value, cost) of a maximum flow of least cost; arcs are (tail, head, capacity, cost >= 0).

    Successive shortest paths on exact capacities; ties in cost go to the path of fewest arcs.
    """
    residual = []  # [tail, head, room, cost]; the arc back of number i is number i ^ 1
    for tail, head, capacity, cost in arcs:
        residual += [[tail, head, capacity, cost], [head, tail, ZERO, -cost]]
    value, total = ZERO, ZERO
    while True:
        best, last, changed = {source: (0, 0)}, {}, True
        while changed:  # Bellman-Ford
            changed = False
            for i, (tail, head, room, cost) in enumerate(residual):
                if room and tail in best:
                    new = (best[tail][0] + cost, best[tail][1] + 1)
                    if head not in best or new < best[head]:
                        best[head], last[head], changed = new, i, True
        if sink not in best:
            return value, total
        path, node = [], sink
        while node != source:
            path.append(last[node])
            node = residual[last[node]][0]
        push = min(residual[i][2] for i in path)
        for i in path:
            residual[i][2] -= push
            residual[i ^ 1][2] += push
        value += push
        total += push * best[sink][0]


def max_flow(arcs, source, sink):
    """Value of the maximum flow over arcs (tail, head, capacity)."""
    return cheapest_max_flow([(*arc, 0) for arc in arcs], source, sink)[0]


def grid_flow(arcs, source, sink, steps=2**90):
    """Value of the maximum flow over arcs (tail, head, capacity), capacities rounded to so many
    steps of the largest: for networks too large for max_flow. Dinic's blocking flows."""
    largest = max((capacity for _, _, capacity in arcs), default=ZERO)
    if not largest:
        return ZERO
    ends, room, out_of = [], [], defaultdict(list)  # the arc back of number i is number i ^ 1
    for tail, head, capacity in arcs:
        if capacity:
            for start, end, size in ((tail, head, round(capacity / largest * steps)),
                                     (head, tail, 0)):
                out_of[start].append(len(ends))
                ends.append(end)
                room.append(size)
    value = 0
    while level := levels(ends, room, out_of, source, sink):
        tried = defaultdict(int)
        while path := level_path(ends, room, out_of, level, tried, source, sink):
            push = min(room[i] for i in path)
            for i in path:
                room[i] -= push
                room[i ^ 1] += push
            value += push
    return value * largest / steps


def levels(ends, room, out_of, source, sink):
    """{node: arcs with room from the source}; None where the sink cannot be reached."""
    level, queue = {source: 0}, [source]
    for node in queue:
        for i in out_of[node]:
            if room[i] and ends[i] not in level:
                level[ends[i]] = level[node] + 1
                queue.append(ends[i])
    return level if sink in level else None


def level_path(ends, room, out_of, level, tried, source, sink):
    """Arcs of a path with room that climbs the levels; arcs that lead nowhere are passed in tried
    and never looked at again."""
    path, node = [], source
    while node != sink:
        if tried[node] < len(out_of[node]):
            i = out_of[node][tried[node]]
            if room[i] and level.get(ends[i]) == level[node] + 1:
                path.append(i)
                node = ends[i]
            else:
                tried[node] += 1
        elif path:
            node = ends[path.pop() ^ 1]
            tried[node] += 1
        else:
            return None
    return path


def max_circulation(arcs):
    """Largest sum of a circulation under arcs (tail, head, amount).

    All arcs are filled first; then the surplus of every node is sent back against the arcs to the
    nodes that paid too much, by the way that empties the least.
    """
    balance = defaultdict(Fraction)
    for tail, head, amount in arcs:
        balance[head] += amount
        balance[tail] -= amount
    network = [(("node", head), ("node", tail), amount, 1) for tail, head, amount in arcs]
    for node, surplus in balance.items():
        if surplus > 0:
            network.append(("source", ("node", node), surplus, 0))
        elif surplus < 0:
            network.append((("node", node), "sink", -surplus, 0))
    emptied = cheapest_max_flow(network, "source", "sink")[1]
    return sum((amount for _, _, amount in arcs), ZERO) - emptied


def linear_programme(objective, rows, rhs, upper, scale):
    """Largest objective · z over rows · z = rhs, 0 <= z <= upper (None: no limit), by HiGHS."""
    if not objective:
        return 0.0
    bounds = [(0, None if u is None else float(u / scale)) for u in upper]
    right = [float(b / scale) for b in rhs]
    answer = linprog(-np.array(objective, float), A_eq=np.array(rows, float) if rows else None,
                     b_eq=right if rows else None, bounds=bounds, method="highs",
                     options={"presolve": False})  # presolve stumbles over bounds near 1e-12
    assert answer.status == 0, answer.message
    return -answer.fun * float(scale)


def reach(starts, successors, stops=()):
    """Nodes that can be reached from starts (themselves included) without entering a stop."""
    found, queue = set(), [node for node in starts if node not in stops]
    while queue:
        node = queue.pop()
        if node not in found:
            found.add(node)
            queue += [after for after in successors[node] if after not in stops]
    return found


def strong_parts(pairs):
    """Strongly connected parts (sets of nodes) of the graph of (tail, head) pairs."""
    after, before = defaultdict(set), defaultdict(set)
    for tail, head in pairs:
        after[tail].add(head)
        before[head].add(tail)
    left, parts = set(after) | set(before), []
    while left:
        node = min(left, key=str)
        part = reach([node], after) & reach([node], before)
        parts.append(part)
        left -= part
    return parts


def stationary(nodes, rate):
    """Stationary distribution of the irreducible chain rate[u, v], rows adding up to 1
    (Grassmann, Taksar, Heyman: no subtraction, so exact to the last digits)."""
    n = len(nodes)
    p = [[rate.get((u, v), Decimal(0)) for v in nodes] for u in nodes]
    for k in range(n - 1, 0, -1):
        leaving = sum(p[k][:k])
        for i in range(k):
            p[i][k] /= leaving
            for j in range(k):
                p[i][j] += p[i][k] * p[k][j]
    weight = [Decimal(1)]
    for k in range(1, n):
        weight.append(sum(weight[i] * p[i][k] for i in range(k)))
    return {u: weight[i] / sum(weight) for i, u in enumerate(nodes)}


def balanced_forwarding(amounts):
    """Circular part of every edge of {(tail, head): amount}, parallel edges merged, by the
    balanced flow forwarding decomposition (arXiv 2506.12546), in decimals of 120 digits."""
    with localcontext(Context(prec=120)):
        left = {e: Decimal(a.numerator) / Decimal(a.denominator) for e, a in amounts.items() if a}
        circular = {e: Decimal(0) for e in left}
        while True:
            parts = [part for part in strong_parts(left) if len(part) > 1]
            if not parts:
                return {e: Fraction(c) for e, c in circular.items()}
            for part in parts:
                inside = [(u, v) for u, v in left if u in part and v in part]
                paid = {u: sum(left[e] for e in inside if e[0] == u) for u in part}
                p = stationary(sorted(part, key=str), {e: left[e] / paid[e[0]] for e in inside})
                scale = min(paid[u] / p[u] for u in part)
                for u, v in inside:
                    moved = scale * p[u] * left[u, v] / paid[u]
                    circular[u, v] += moved
                    used_up = scale * p[u] >= paid[u] * (1 - Decimal("1e-60"))
                    left[u, v] -= moved
                    if used_up:
                        del left[u, v]
