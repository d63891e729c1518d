#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The draws of `circfin simulate` as one would write them with NumPy and SciPy: all amounts at once,
then for each draw and supplier a dense linear system for pro rata and two programmes for HiGHS.

    peer_draws.py SCENARIO DRAWS

prints {"seconds": of the processor, without imports and reading, "sum": of all means, "means":
{supplier: [min, pro rata, max]}}. The same draws, by the same Philox, seed 1, correlation 0.2. It knows what the
AI deals need: shares, programmes, deals that share one earmarked purchase, revenue, no stated funds.
"""
import datetime
import json
import sys
import time

import numpy as np
from scipy.optimize import linprog
from scipy.stats import norm

TEXTS = ("announced", "signed", "completed")
U32 = np.uint64(0xFFFFFFFF)


def philox(draws, kind, index, seed=1):
    """Two 32-bit words for each draw: Philox4x32-10 at (draw, kind, index)."""
    n = np.arange(draws, dtype=np.uint64)
    c = [n, np.zeros_like(n), np.full_like(n, kind), np.full_like(n, index)]
    keys = [seed, 0]
    for turn in range(10):
        if turn:
            keys = [(keys[0] + 0x9E3779B9) & 0xFFFFFFFF, (keys[1] + 0xBB67AE85) & 0xFFFFFFFF]
        low, high = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(high >> np.uint64(32)) ^ c[1] ^ np.uint64(keys[0]), high & U32,
             (low >> np.uint64(32)) ^ c[3] ^ np.uint64(keys[1]), low & U32]
    return c[0], c[1]


def normals(draws, kind, index):
    high, low = philox(draws, kind, index)
    mantissa = (high << np.uint64(20)) | (low >> np.uint64(12))
    return norm.ppf((mantissa.astype(float) + 0.5) * 2.0 ** -52)


def three(value):
    if not isinstance(value, dict):
        return value, value, value
    low = value.get("low", value.get("base", 0))
    base = value.get("base", low)
    return low, base, value.get("high", base)


def triangular(v, low, base, high):
    if low == high:
        return np.full_like(v, base)
    peak = (base - low) / (high - low)
    return np.where(v < peak, low + np.sqrt(v * (high - low) * (base - low)),
                    high - np.sqrt((1 - v) * (high - low) * (high - base)))


def selected(scenario):
    """The deals of the usual view, by id, with their places in the file."""
    gone = {i for d in scenario["deals"] for i in d.get("supersedes", [])}
    return {d["id"]: (k, d) for k, d in enumerate(scenario["deals"])
            if d.get("status", "announced") in TEXTS and d.get("cash", True)
            and not d.get("contingent") and d.get("amount") is not None and d["id"] not in gone}


def draw_amounts(scenario, deals, draws):
    """Amounts of each deal: [draws]."""
    market, own, full = normals(draws, 0, 0), {}, {}
    for name, (place, deal) in deals.items():
        share = isinstance(deal["amount"], dict) and "share" in deal["amount"]
        status = scenario["status_probability"].get(deal.get("status", "announced"), 1)
        p = deal.get("probability", 1 if share else status)
        u = norm.cdf(np.sqrt(0.2) * market + np.sqrt(0.8) * normals(draws, 2, place))
        v = np.clip((u - (1 - p)) / p, 0, 1)
        worth = triangular(v, *three(deal["amount"]["share"] if share else deal["amount"]))
        own[name] = np.where(u >= 1 - p, worth, 0)

    def full_of(name):
        if name not in full:
            amount = deals[name][1]["amount"]
            full[name] = own[name]
            if isinstance(amount, dict) and "share" in amount:
                full[name] = own[name] * sum(full_of(i) for i in amount["of"] if i in deals)
        return full[name]
    parts = {}
    for name, (_, deal) in deals.items():
        parts.setdefault(deal.get("part_of"), []).append(name)
    return {name: np.maximum(full_of(name) - sum(full_of(i) for i in parts.get(name, [])), 0)
            for name in deals}


def edges_of(deals, amounts, n, tied):
    """(tail, head, amount, capital, trade) of a draw; a tied deal has a node of its own."""
    edges, taken = [], {}
    for name, node in tied.items():
        deal = deals[name][1]
        purchase = deal["earmark"][0]
        others = sum(amounts[i][n] for i in tied if deals[i][1]["earmark"][0] == purchase)
        a = amounts[name][n]
        placed = a * min(1.0, amounts[purchase][n] / others) if others > 0 else 0.0
        taken[purchase] = taken.get(purchase, 0.0) + placed
        edges += [(deal["payer"], node, a, True), (node, deals[purchase][1]["payee"], placed, False),
                  (node, deal["payee"], a - placed, True)]
    edges += [(d["payer"], d["payee"], amounts[i][n] - taken.get(i, 0.0),
               d["relation"] == "investor") for i, (_, d) in deals.items() if i not in tied]
    return [e for e in edges if e[2] > 1e-12 and e[0] != e[1]]


def balances(edges, nodes, revenue):
    """Throughflow of every node: what it receives and has from outside."""
    into, out, trade = (np.zeros(len(nodes)) for _ in range(3))
    for tail, head, a, capital in edges:
        into[nodes[head]] += a
        out[nodes[tail]] += a
        trade[nodes[head]] += 0 if capital else a
    need = np.maximum(out - into, 0)
    return into + np.maximum(need, np.where(np.isnan(revenue), 0, revenue - trade))


def pro_rata(edges, nodes, throughflow, supplier):
    s, matrix = nodes[supplier], np.eye(len(nodes))
    begin = np.zeros(len(nodes))
    for tail, head, a, capital in edges:
        if tail != supplier:
            matrix[nodes[head], nodes[tail]] -= a / throughflow[nodes[tail]]
        elif capital:
            begin[nodes[head]] += a
    matrix[:, s] = np.eye(len(nodes))[:, s]
    coloured = np.linalg.solve(matrix, begin)
    return sum(coloured[nodes[t]] * a / throughflow[nodes[t]] for t, h, a, c in edges
               if h == supplier and not c and t != supplier)


def bounds(edges, nodes, supplier):
    """(least, most) that comes back: what a node keeps is 0 or more, and 0 where money is tied."""
    upper = np.array([0 if t == supplier and not c else a for t, _, a, c in edges])
    lower = np.array([a if t == supplier and c else 0 for t, _, a, c in edges])
    keep = np.zeros((len(nodes), len(edges)))
    for k, (tail, head, _, _) in enumerate(edges):
        keep[nodes[head], k] -= 1
        keep[nodes[tail], k] += 1
    free = [i for name, i in nodes.items() if name != supplier and not isinstance(name, tuple)]
    tied = [i for name, i in nodes.items() if isinstance(name, tuple)]
    value = np.array([1.0 if h == supplier and not c else 0.0 for _, h, _, c in edges])
    found = []
    for sign in (1, -1):
        solved = linprog(sign * value, A_ub=keep[free], b_ub=np.zeros(len(free)),
                         A_eq=keep[tied] if tied else None, b_eq=np.zeros(len(tied)) if tied else None,
                         bounds=np.column_stack([lower, np.maximum(lower, upper)]), method="highs")
        found.append(sign * solved.fun)
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        scenario = json.load(file)
    draws = int(sys.argv[2])
    begin = time.process_time()
    day = datetime.date.fromisoformat
    span = (day(scenario["span"]["to"]) - day(scenario["span"]["from"])).days + 1
    deals = selected(scenario)
    amounts = draw_amounts(scenario, deals, draws)
    tied = {i: ("tied", i) for i, (_, d) in deals.items()
            if any(e in deals for e in d.get("earmark", []))}
    names = [e["id"] for e in scenario["entities"]] + list(tied.values())
    nodes = {name: i for i, name in enumerate(names)}
    revenue = np.full(len(nodes), np.nan)
    for e in scenario["entities"]:
        r = e.get("revenue")
        if r:
            revenue[nodes[e["id"]]] = three(r["amount"])[1] * span / ((day(r["to"]) - day(r["from"])).days + 1)
    sums = {}
    for n in range(draws):
        edges = edges_of(deals, amounts, n, tied)
        throughflow = balances(edges, nodes, revenue)
        paid = {h for _, h, _, c in edges if not c}
        for s in sorted({t for t, _, _, c in edges if c} & paid):
            least, most = bounds(edges, nodes, s)
            sums[s] = sums.get(s, np.zeros(3)) + [least, pro_rata(edges, nodes, throughflow, s), most]
    print(json.dumps({"seconds": time.process_time() - begin,
                      "sum": sum(float(v.sum()) for v in sums.values()) / draws,
                      "means": {s: list(v / draws) for s, v in sums.items()}}))


if __name__ == "__main__":
    main()
