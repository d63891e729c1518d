# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin drivers`: every figure by working the whole graph out anew.

A measure is a function of one deal's amount; here it is evaluated, in fractions, wherever it is
asked for: earmarks filled, balances, linear system or maximum flow. Amounts are equal only where
they are exactly so, because a slope is taken between amounts that lie 10^-40 apart.

    python3 drivers.py SCENARIO.json ['{"case": "high"}']      prints the rows as JSON
"""

import itertools
import json
import sys
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from math import factorial

import exact
import gap
import view as views
from backing import backing, shares
from exact import ZERO
from reference import Graph, Loopback, known, plain
from view import Deal, Selection, View, build_view, is_share, pick, settings, view_of

MEASURES = ["min", "pro_rata", "max"]
STEP = Fraction(1, 10**40)


@contextmanager
def exactly():
    """Inside, amounts are equal only where they are the same."""
    before, views.TOLERANCE = views.TOLERANCE, ZERO
    stay, gap.STAY = gap.STAY, Fraction(1, 10**60)
    try:
        yield
    finally:
        views.TOLERANCE, gap.STAY = before, stay


def flow(arcs, source, sink):
    """(value of a maximum flow, what room it leaves): shortest augmenting paths."""
    room = defaultdict(lambda: defaultdict(Fraction))
    for tail, head, capacity in arcs:
        room[tail][head] += capacity
        room[head][tail] += 0
    value = ZERO
    while True:
        last, queue = {source: None}, deque([source])
        while queue and sink not in last:
            u = queue.popleft()
            for v, left in room[u].items():
                if left and v not in last:
                    last[v] = u
                    queue.append(v)
        if sink not in last:
            return value, room
        path = [sink]
        while last[path[-1]] is not None:
            path.append(last[path[-1]])
        path.reverse()
        push = min(room[u][v] for u, v in zip(path, path[1:]))
        for u, v in zip(path, path[1:]):
            room[u][v] -= push
            room[v][u] += push
        value += push


class Loop(Loopback):
    """The coloured money of s, of which only one measure is wanted at a time."""

    def pro_rata(self):
        """Nothing in advance."""

    def measure(self, name):
        """min, pro_rata or max of L_s."""
        if not self.invested:
            return ZERO
        return {"min": self.least, "max": self.most, "pro_rata": self.proportional}[name]()

    def most(self):
        """Maximum flow from the origin edges to the revenue."""
        return flow(self.arcs(), "source", "revenue")[0]

    def least(self):
        """What the keepers and capital edges into s cannot take."""
        endless = 1 + self.invested
        arcs = self.arcs() + [("capital", "keepers", endless)]
        for u in self.graph.nodes:
            limit = self.kept[u] if u in self.graph.stated else endless
            arcs.append((("node", u), "keepers", limit))
        return self.invested - flow(arcs, "source", "keepers")[0]

    def proportional(self):
        """Pro rata, by one linear system for the coloured money that comes into every node."""
        after, paid = defaultdict(set), defaultdict(Fraction)
        for e in self.live:
            after[e.tail].add(e.head)
            paid[e.tail, e.head] += e.amount
        nodes = list(exact.reach([e.head for e in self.origins], after, self.ends))
        through = self.graph.through
        matrix = [[(u == v) - paid.get((u, v), ZERO) / through[u] if (u, v) in paid
                   else Fraction(u == v) for u in nodes] for v in nodes]
        entering = [sum((e.amount for e in self.origins if e.head == v), ZERO) for v in nodes]
        coloured = dict(zip(nodes, exact.solve(matrix, [entering])[0]))
        return sum((coloured[e.tail] * e.amount / through[e.tail] for e in self.live
                    if self.returns(e) and e.tail in coloured), ZERO)


class Case:
    """A scenario under a view, in which one amount after the other is varied: of a deal, by its id,
    or of `funds:ID` or `revenue:ID`, what an entity has or reports."""

    def __init__(self, scenario, options):
        self.options = settings(options)
        self.view = build_view(scenario, self.options)
        self.selection = Selection(scenario, self.options)
        self.whole = view_of(self.selection)
        counted = {d.id for d in self.view.deals}
        self.deals = {d.id: d for d in self.whole.deals if d.id in counted}
        self.levers = {}
        for u, entity in self.view.entities.items():
            if entity.funds is not None:
                self.levers[f"funds:{u}"] = ("funds", u)
            elif entity.revenue is not None:
                self.levers[f"revenue:{u}"] = ("revenue", u)
        self.scale = max((d.amount for d in known(self.whole)), default=exact.ONE)
        self.seen = {}

    @property
    def cut(self):
        """True where nobody fills gaps: amounts are dues, and all is cleared anew."""
        return self.options["gap"] == "cut"

    def backs(self, supplier):
        """True where a supplier backs capital of others."""
        ends = {d.id: (d.payer, d.payee) for d in self.view.deals}
        return bool(shares(self.view.backing, supplier, ends))

    def amount(self, subject):
        """What is due on a deal; funds, or revenue."""
        if subject in self.levers:
            field, u = self.levers[subject]
            return getattr(self.view.entities[u], field)
        return self.deals[subject].amount

    def suppliers(self):
        """Those that `score` has a row for, largest pro rata first."""
        graph = Graph(self.view)
        loops = {s: Loop(graph, s, self.options["origin"]) for s in self.view.entities}
        value = {s: loop.measure("pro_rata") for s, loop in loops.items() if loop.invested
                 and (loop.revenue or self.view.entities[s].revenue)}
        return sorted(value, key=lambda s: (-value[s], s.encode()))

    def varied(self, deal, amount):
        """The view with another amount of this deal, or of what an entity has (None: unknown)."""
        entities = dict(self.whole.entities)
        if deal in self.levers:
            field, u = self.levers[deal]
            entities[u] = replace(entities[u], **{field: amount})
        deals = [replace(d, amount=amount) if d.id == deal else d for d in self.whole.deals]
        view = View(entities, [d for d in deals if d.amount != 0], {})
        if self.options["origin"] == "backed":
            worth = {}
            if deal in self.deals:
                due, own = self.deals[deal].amount, self.selection.weight(deal)
                worth[deal] = amount * own / due if due else amount
            view = replace(view, backing=backing(self.selection, worth))
        return gap.cut(self.selection, view) if self.cut else view

    def value(self, supplier, measure, deal=None, amount=None):
        """The measure, with this amount of this deal."""
        key = (deal, amount)
        if key not in self.seen:
            with exactly():
                self.seen[key] = Graph(self.varied(deal, amount) if deal else self.view)
        loop = Loop(self.seen[key], supplier, self.options["origin"])
        return loop.measure(measure)

    def slope(self, supplier, measure, deal, at, side):
        """One-sided derivative at an amount; side is 1 for up, -1 for down."""
        step = STEP * side * (self.amount(deal) or self.scale)
        if at + step < 0:
            return ZERO  # there is less than nothing of no funds
        there = self.value(supplier, measure, deal, at + step)
        return (there - self.value(supplier, measure, deal, at)) / step

    def amount_at(self, deal, case):
        """Amount of a deal in the view in another case, while all other amounts stay."""
        raw = self.selection.deals[deal]
        if is_share(raw):
            total = sum((self.selection.weight(k) for k in raw["amount"]["of"]), ZERO)
            own = pick(raw["amount"]["share"], case) * total
        else:
            own = self.selection.own(raw) / pick(raw["amount"], self.options["case"])
            own *= pick(raw["amount"], case)
        parts = sum((self.selection.weight(k) for k, d in self.selection.selected.items()
                     if d.get("part_of") == deal), ZERO)
        return views.excess(own, parts) * self.selection.factor(raw)

    def range_of(self, deal, percent):
        """Its low and high in the view, or so many percent down and up."""
        if deal in self.levers:
            return self.range_of_lever(deal, percent)
        raw, amount = self.selection.deals[deal]["amount"], self.deals[deal].amount
        figure = raw.get("share") if is_share({"amount": raw}) else raw
        if isinstance(figure, dict):
            return self.amount_at(deal, "low"), self.amount_at(deal, "high")
        part = amount * Fraction(percent) / 100
        return max(ZERO, amount - part), amount + part

    def range_of_lever(self, lever, percent):
        """The same of what an entity has or reports."""
        field, u = self.levers[lever]
        ends = [getattr(self.entity(u, case), field) for case in ("low", "high")]
        if ends[0] < ends[1]:
            return ends
        part = self.amount(lever) * Fraction(percent) / 100
        return max(ZERO, self.amount(lever) - part), self.amount(lever) + part

    def entity(self, u, case):
        """An entity with its funds and revenue in another case, amounts of deals as they are."""
        seen = views.groups(self.selection.scenario, self.options)
        members = [e for e in self.selection.scenario["entities"] if seen[e["id"]] == u]
        other = Selection(self.selection.scenario, {**self.options, "case": case})
        raw = [Deal(d["id"], d["relation"], d["payer"], d["payee"], "", "",
                    self.selection.amount(d), ()) for d in self.selection.selected.values()]
        return views.merge(members, u, other, raw)

    def may_be_tied(self, deal):
        """True where the deal is tied or may be paid with tied money."""
        tied = [d for d in self.view.deals if d.capital
                and any(k in self.deals for k in d.earmark)]
        return any(deal == d.id or deal in d.earmark for d in tied)

    def choke_points(self, supplier, rounding=ZERO):
        """Deals of the cheapest cut between origin edges and revenue, nearest to the revenue;
        an amount up to `rounding` is as good as none."""
        loop = Loop(Graph(self.view, earmarks=False), supplier, self.options["origin"])
        endless = 1 + sum((d.amount for d in known(self.view)), ZERO)
        arcs = [(tail, head, endless if tail == "source" else amount)
                for tail, head, amount in loop.arcs()]
        value, room = flow(arcs, "source", "revenue")
        near = {"revenue"}
        while True:
            more = {u for u, after in room.items() if u not in near
                    and any(left > rounding and v in near for v, left in after.items())}
            if not more:
                break
            near |= more

        def side(e):
            if e.head == supplier:
                return "revenue" if loop.returns(e) else "capital"
            return ("node", e.head)

        cut = [e for e in loop.live if ("node", e.tail) not in near and side(e) in near]
        assert sum((e.amount for e in cut), ZERO) - value <= rounding * len(cut)
        return {e.deal.id for e in cut}

    def brute_choke_points(self, supplier):
        """The same by trying every set of nodes on the side of the revenue."""
        loop = Loop(Graph(self.view, earmarks=False), supplier, self.options["origin"])
        heads = {e.head for e in loop.origins}
        free = [u for u in self.view.entities if u not in heads and u != supplier]
        best = None
        for size in range(len(free) + 1):
            for near in itertools.combinations(free, size):
                cut = [e for e in loop.live if e.tail not in near
                       and (e.head in near or loop.returns(e))]
                cost = sum((e.amount for e in cut), ZERO)
                if best is None or cost < best[0]:
                    best = (cost, {e.deal.id for e in cut})
        return best[1]

    # ---- attribution

    def players(self, supplier):
        """Deals of known amount that touch another entity on a way from the supplier's money to its
        revenue."""
        live = [d for d in self.view.deals if d.amount]
        origin = [d for d in live if d.payer == supplier
                  and (d.capital or self.options["origin"] == "all" and d.trade)]
        after, before = defaultdict(set), defaultdict(set)
        for d in live:
            if supplier not in (d.payer, d.payee):
                after[d.payer].add(d.payee)
                before[d.payee].add(d.payer)
        there = exact.reach([d.payee for d in origin], after)
        back = exact.reach([d.payer for d in live if d.payee == supplier and d.trade],
                           before)
        between = set(there) & set(back) - {supplier}
        return [d.id for d in live if between & {d.payer, d.payee}]

    def coalition(self, supplier, players, chosen):
        """Pro rata where only the chosen ones of the players have their amounts."""
        out = set(players) - set(chosen)
        deals = [d for d in self.view.deals if d.id not in out]
        with exactly():
            graph = Graph(View(self.view.entities, deals, {}))
        return Loop(graph, supplier, self.options["origin"]).measure("pro_rata")

    def attribution(self, supplier):
        """{player: Shapley value}, by the definition: over all coalitions of the others."""
        players = self.players(supplier)
        count = len(players)
        value = {frozenset(chosen): self.coalition(supplier, players, chosen)
                 for size in range(count + 1) for chosen in itertools.combinations(players, size)}
        shares = {}
        for player in players:
            shares[player] = sum(
                ((value[others | {player}] - value[others])
                 * Fraction(factorial(len(others)) * factorial(count - len(others) - 1),
                            factorial(count)) for others in value if player not in others), ZERO)
        return shares

    def row(self, supplier, measure, deal, percent=10):
        """Row of `drivers` but for valid_from, valid_to, which are tested, not computed."""
        amount = self.amount(deal)
        row = {"supplier": supplier, "measure": measure, "deal": deal, "amount": amount}
        rest = ["value", "marginal_down", "marginal_up", "kink", "without", "low", "high"]
        row.update(dict.fromkeys(rest))
        row["marginal_up"] = self.slope(supplier, measure, deal, amount or ZERO, 1)
        if amount is None:
            return row
        low, high = self.range_of(deal, percent)
        row["value"] = self.value(supplier, measure)
        row["marginal_down"] = self.slope(supplier, measure, deal, amount, -1)
        row["kink"] = abs(row["marginal_up"] - row["marginal_down"]) > Fraction(1, 10**6)
        none = None if deal in self.levers else ZERO
        for name, at in (("without", none), ("low", low), ("high", high)):
            row[name] = self.value(supplier, measure, deal, at)
        return row


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        case = Case(json.load(file), json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
        print(json.dumps(plain([case.row(s, m, d) for s in case.suppliers() for m in MEASURES
                                for d in case.deals]), indent=1))
