# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin loops`: every simple cycle, by plain recursion.

    python3 loops.py SCENARIO.json ['{"kind": "all"}']      prints figures and loops as JSON
"""

import itertools
import json
import sys
from collections import defaultdict
from dataclasses import dataclass

from exact import ONE, ZERO
from reference import Graph, fill_earmarks, plain
from view import build_view, day, exact, settings

DEFAULTS = {"kind": "financing", "max_length": None, "min_amount": 0, "through": None,
            "top": 50, "in_order": False, "within": None}


class TooMany(Exception):
    """More loops than one wants to list here."""


@dataclass(frozen=True)
class Hop:
    """All deals of one payer, payee and class; amount None where none of them has one."""

    payer: str
    payee: str
    carries: str
    deals: tuple

    @property
    def capital(self):
        """True for money invested."""
        return self.carries == "capital"

    @property
    def amount(self):
        """Sum of the amounts that are known."""
        known = [d.amount for d in self.deals if d.amount is not None]
        return sum(known, ZERO) if known else None


class Network:
    """The hops of a view, the tied money on them, and the throughflow of its entities."""

    def __init__(self, view):
        merged = defaultdict(list)
        for d in view.deals:
            merged[d.payer, d.payee, d.carries].append(d)
        self.hops = [Hop(*key, tuple(deals)) for key, deals in merged.items()]
        self.between = defaultdict(list)  # hops by (payer, payee)
        for hop in self.hops:
            self.between[hop.payer, hop.payee].append(hop)
        self.placed = fill_earmarks(view.deals)
        self.through = Graph(view).through

    def tied(self, hop, after=None):
        """Tied money of the hop's deals, on whatever purchase or on those of the hop after."""
        ids = {d.id for d in hop.deals}
        wanted = None if after is None else {d.id for d in after.deals}
        return sum((z for (i, k), z in self.placed.items()
                    if i in ids and (wanted is None or k in wanted)), ZERO)

    def untied(self, hop):
        """Amount of the hop that is not paid with tied money."""
        if hop.capital:
            return hop.amount
        ids = {d.id for d in hop.deals}
        return hop.amount - sum((z for (_, k), z in self.placed.items() if k in ids), ZERO)

    def passed_on(self, hop, after):
        """Share of the money of a hop that goes on by the hop after it."""
        rest = hop.amount - self.tied(hop)
        share = self.tied(hop, after)
        if rest:
            share += rest * self.untied(after) / self.through[hop.payee]
        return share / hop.amount

    def way_round(self, loop):
        """Money of the payer of the first hop that takes exactly this way round."""
        flow = loop[0].amount
        for hop, after in zip(loop, loop[1:]):
            flow *= self.passed_on(hop, after)
        return flow


def turned(loop, start):
    """The same loop, written from this entity."""
    at = [hop.payer for hop in loop].index(start)
    return loop[at:] + loop[:at]


def cycles(successors, limit):
    """Every simple cycle of at most so many entities, once, from its smallest entity."""
    def walk(path):
        for after in successors[path[-1]]:
            if after == path[0]:
                yield list(path)
            elif after > path[0] and after not in path and len(path) < limit:
                yield from walk([*path, after])

    for start in sorted(successors):
        yield from walk([start])


def all_loops(network, options, most):
    """Every loop that passes the filters: a list of hops each."""
    least = exact(options["min_amount"])
    able = [hop for hop in network.hops
            if (not least if hop.amount is None else hop.amount >= least)]
    between, successors = defaultdict(list), defaultdict(set)
    for hop in able:
        between[hop.payer, hop.payee].append(hop)
        successors[hop.payer].add(hop.payee)
    found = []
    for path in cycles(dict_of(successors), options["max_length"] or len(successors)):
        if options["through"] is not None and options["through"] not in path:
            continue
        choices = [between[u, v] for u, v in zip(path, path[1:] + path[:1])]
        for loop in itertools.product(*choices):
            if options["kind"] in ("all", kind_of(loop)):
                found.append(list(loop))
        if most and len(found) > most:
            raise TooMany()
    return found


def date_of(deal):
    """Day of a deal of the file: of its first payment, else of its announcement; or None."""
    scheduled = [day(part["date"]) for part in deal.get("schedule") or []]
    text = deal.get("start") or deal.get("announced")
    return min(scheduled) if scheduled else day(text) if text else None


def days_round(loop, dates, within):
    """(first, last) of the payments in order that are nearest to one another, or None.

    Every day that a first payment may have is followed, always by the next payment that is not
    earlier: no choice ends sooner."""
    found = []
    for start, hop in enumerate(loop):
        if not hop.capital and any(h.capital for h in loop):
            continue
        way = [sorted(dates[d.id] for d in h.deals if dates[d.id])
               for h in loop[start:] + loop[:start]]
        for first in way[0]:
            last = first
            for days in way[1:]:
                last = next((d for d in days if d >= last), None) if last else None
            if last and (within is None or (last - first).days <= within):
                found.append((first, last))
    return min(found, key=lambda pair: (pair[1] - pair[0], pair[0]), default=None)


def dict_of(successors):
    """Successors of every node, those without any included."""
    nodes = set(successors) | {v for after in successors.values() for v in after}
    return {u: sorted(successors.get(u, ())) for u in nodes}


def kind_of(loop):
    """financing, trade, capital; or service: with some of it, and no financing loop."""
    classes = {hop.carries for hop in loop}
    if {"capital", "trade"} <= classes:
        return "financing"
    return "service" if "service" in classes else classes.pop()


def row_of(network, loop):
    """Row of one loop, without its rank. `suppliers` holds {s: flow} for whoever judges ties,
    `origin` the entity from which a loop without supplier is written."""
    start = min((hop.payer for hop in loop), key=str.encode)
    flows, amount = {}, None
    if all(hop.amount is not None for hop in loop):
        amount = min(hop.amount for hop in loop)
        for before, hop in zip(loop[-1:] + loop[:-1], loop):
            if hop.capital and before.carries == "trade":
                flows[hop.payer] = network.way_round(turned(loop, hop.payer))
    supplier = None
    if flows:
        largest = max(flows.values())
        supplier = min((s for s, f in flows.items() if f == largest), key=str.encode)
        start = supplier
    loop = turned(loop, start)
    return {"kind": kind_of(loop), "length": len(loop),
            "path": [hop.payer for hop in loop],
            "classes": [hop.carries for hop in loop],
            "amount": amount, "through_flow": flows[supplier] if flows else None,
            "supplier": supplier, "deals": [[d.id for d in hop.deals] for hop in loop],
            "suppliers": flows}


def order(row):
    """Key by which loops are ranked: with a flow, then with an amount, then the rest."""
    flow, amount = row["through_flow"], row["amount"]
    names = [name.encode() for name in row["path"]]
    return (amount is None, flow is None, -(flow or ZERO), -(amount or ZERO), len(names), names,
            row["classes"])


def loops(scenario, options, most=None):
    """Figures and all rows of `loops`, best first; TooMany where there are more than `most`."""
    own = {**DEFAULTS, **{key: options[key] for key in DEFAULTS if key in options}}
    view = build_view(scenario, settings({k: v for k, v in options.items() if k not in own}))
    network = Network(view)
    dates = {deal["id"]: date_of(deal) for deal in scenario["deals"]}
    ordered = own["in_order"] or own["within"] is not None
    rows = []
    for loop in all_loops(network, own, most):
        days = days_round(loop, dates, own["within"]) if ordered else (None, None)
        if days:
            rows.append(row_of(network, loop) |
                        dict(zip(("first_date", "last_date"), (d and d.isoformat() for d in days))))
    rows.sort(key=order)
    for row in rows:
        if row["supplier"]:
            assert ZERO <= row["through_flow"] <= row["amount"] * (ONE + ONE / 10**9), row
    figures = {"found": len(rows),
               "financing": sum(row["kind"] == "financing" for row in rows),
               "unquantified": sum(row["amount"] is None for row in rows), "complete": True}
    largest = max((d.amount for d in view.deals if d.amount is not None), default=ZERO)
    return plain({"figures": figures, "loops": rows, "scale": largest})


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        chosen = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
        print(json.dumps(loops(json.load(file), chosen), indent=1))
