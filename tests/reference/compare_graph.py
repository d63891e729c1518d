# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare what a picture is drawn from, the tables of `circfin graph`, with the reference;
`compare.py --what graph` runs it.

An edge stands for the deals of one payer, payee, class and form. What loops on it is the
largest sum over its deals of all suppliers that are drawn; any may be named whose sum is as large.
"""

import random

from earmarks import fill_earmarks
from exact import ZERO, Degenerate, strong_parts
from generate import random_options, random_scenario
from harness import Problem, Runner, arguments, shaken
from reference import Graph, entity_rows, plain, supplier_investors
from tables import Difference, agree, differences, keyed, verdict
from view import build_view, settings

EDGE = ["payer", "payee", "class", "form"]
COLUMNS = {"edges": [*EDGE, "amount", "looping", "supplier", "deals"],
           "nodes": """entity name members in out outside_funds funds_assumed funding_gap
               retained""".split()}


def tied_deals(view):
    """Capital of which an earmark places something on purchases, and these purchases."""
    return {i for (tied, purchase), z in fill_earmarks(view.deals).items() if z
            for i in (tied, purchase)}


def form_of(deal, told, tied):
    """What sets a deal apart, as the picture names it; told is the deal of the file."""
    marks = {"unquantified": deal.amount is None, "contingent": told.get("contingent"),
             "non-cash": not told.get("cash", True),
             "tentative": deal.status in ("rumoured", "letter_of_intent"), "tied": deal.id in tied}
    return ",".join(mark for mark, holds in marks.items() if holds)


class Picture:
    """The expected tables."""

    def __init__(self, scenario, min_amount=0, loops_only=False, **options):
        """options: those of the view."""
        options = settings(options)
        self.view = view = build_view(scenario, options)
        self.graph = Graph(view)
        told, tied, self.behind = {d["id"]: d for d in scenario["deals"]}, tied_deals(view), {}
        parts = strong_parts({(d.payer, d.payee) for d in view.deals})
        for d in view.deals:
            goes_round = any(d.payer in part and d.payee in part for part in parts)
            if (d.amount or ZERO) >= min_amount and (goes_round or not loops_only):
                key = (d.payer, d.payee, d.carries,
                       form_of(d, told[d.id], tied))
                self.behind.setdefault(key, []).append(d)
        self.drawn = {u for payer, payee, _, _ in self.behind for u in (payer, payee)}
        self.loops = {s: loop for s, loop in supplier_investors(view, self.graph, options).items()
                      if s in self.drawn and s in (options["supplier"] or self.drawn)}

    def looping(self, key):
        """{supplier: what comes back to it on an edge}."""
        return {s: float(sum((loop.passages[d.id] for d in self.behind[key]), ZERO))
                for s, loop in self.loops.items()}

    def edges(self):
        """{(payer, payee, class, form): row}."""
        table = {}
        for key, deals in self.behind.items():
            amounts = [d.amount for d in deals if d.amount is not None]
            most = max(self.looping(key).values(), default=0)
            table[key] = {"amount": float(sum(amounts)) if amounts else None, "looping": most,
                          "deals": sorted(d.id for d in deals)}
        return table

    def nodes(self):
        """{(entity,): row}."""
        return {(u,): {**row, "name": row["name"] or u, "members": 1}
                for row in plain(entity_rows(self.view, self.graph))
                if (u := row.pop("entity")) in self.drawn}

    def tables(self):
        """Both."""
        return {**self.edges(), **self.nodes()}


def edge_problems(picture, rows, scale):
    """What is wrong with a row of `edges` by itself: its supplier, and the order of its deals."""
    size = {d.id: float(d.amount or 0) for d in picture.view.deals}
    for key, row in rows.items():
        by = picture.looping(key) if key in picture.behind else {}
        most = max(by.values(), default=0)
        named = by.get(row["supplier"], 0 if row["supplier"] is None else None)
        if named is None or not agree("amount", most, named, scale):
            yield Difference(f"{key}: {row['supplier']} is named, amounts are {by}")
        told = row["deals"].split("+")
        if any(size[a] < size[b] * (1 - 1e-12) for a, b in zip(told, told[1:])):
            yield Difference(f"{key}: deals are not in order: {told}")


def balance_problems(rows, scale):
    """Nodes that pay more than they have, or keep what they do not have."""
    for key, row in rows.items():
        has, uses = row["in"] + row["outside_funds"], row["out"] + row["retained"]
        if abs(has - uses) > 1e-12 * max(has, uses, scale):
            yield Difference(f"{key}: has {has}, uses {uses}")


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    chooser = random.Random(f"graph {seed}")
    scenario = random_scenario(seed)
    options = random_options(seed, scenario)
    options.pop("joint", None)
    options["min_amount"] = chooser.choice([0, 0, 0, 5, 30])
    options["loops_only"] = chooser.choice([False, False, True])
    options = {key: value for key, value in options.items() if value}
    try:
        picture = Picture(scenario, **options)
        with Runner(program, scenario) as runner:
            told = runner.result("graph", "--unknown", *arguments(options))["tables"]
    except Degenerate as problem:
        return [], f"skipped, {problem}", options
    except Problem as problem:
        return [str(problem)], None, options
    scale = max((float(d.amount or 0) for d in picture.view.deals), default=0)
    edges, found = keyed(told["edges"], EDGE)
    nodes, twice = keyed(told["nodes"], ["entity"])
    found += [*twice, *edge_problems(picture, edges, scale), *balance_problems(nodes, scale)]
    found += [Difference(f"columns are {list(rows[0])}") for name, rows in told.items()
              if rows and list(rows[0]) != COLUMNS[name]]
    for row in edges.values():
        row["looping"], row["deals"] = row["looping"] or 0, sorted(row["deals"].split("+"))
    expected = picture.tables()
    found += differences(expected, {**edges, **nodes}, scale)

    def again(mover):
        return Picture(shaken(scenario, mover), **options).tables()

    return *verdict(found, expected, again), options
