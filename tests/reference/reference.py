# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin score`: slow, literal, exact where it can be.

Written from the description of the method alone, independently of the C program, to test it.
Amounts, balances, linear systems and flows are fractions; the linear programmes are also handed to
HiGHS as they stand in the text, and must agree with the exact flows.

    python3 reference.py SCENARIO.json ['{"case": "high"}']      prints figures and tables as JSON
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

import exact
from backing import shares
from earmarks import fill_earmarks
from exact import ONE, ZERO
from support import stack_rows, stated_rows, support_rows
from view import Deal, Entity, Selection, View, equal, excess, settings, paid_view

JOINT = ("joint",)  # the node of joint suppliers; no entity can have this id
CAPITAL_BACK = None  # entity of `rests` for money that returned as capital


# ---- the money-flow graph ----------------------------------------------------------------------


@dataclass(frozen=True)
class Edge:
    """Part of a deal (or all of it) that runs from tail to head; amount None: without limit."""

    tail: object
    head: object
    amount: Fraction | None
    deal: Deal

    @property
    def capital(self):
        """True for money invested."""
        return self.deal.capital

    @property
    def trade(self):
        """True for revenue of the head."""
        return self.deal.trade


class Graph:
    """Edges, balances and throughflow of the deals of a view, tied money on its own way."""

    def __init__(self, view, earmarks=True):
        placed = fill_earmarks(view.deals) if earmarks else {}
        deals = {d.id: d for d in view.deals}
        self.edges = []
        self.tied = {}  # node of a tied deal: the entity it invests in
        self.open = [Edge(d.payer, d.payee, None, d) for d in view.deals if d.amount is None]
        used = defaultdict(Fraction)  # by tied deal, and by purchase
        for (i, k), z in placed.items():
            used[i] += z
            used[k] += z
            self.tied["tied", i] = deals[i].payee
            self.edges.append(Edge(("tied", i), deals[k].payee, z, deals[k]))
        for _, i in self.tied:
            self.edges.append(Edge(deals[i].payer, ("tied", i), used[i], deals[i]))
        for d in view.deals:
            if d.amount is not None and d.amount > used[d.id]:
                self.edges.append(Edge(d.payer, d.payee, d.amount - used[d.id], d))
        self.into, self.out_of = defaultdict(list), defaultdict(list)
        for e in self.edges:
            self.into[e.head].append(e)
            self.out_of[e.tail].append(e)
        self.nodes = list(view.entities) + list(self.tied)
        self.backing, self.ends_of = view.backing, {d.id: (d.payer, d.payee) for d in view.deals}
        self.balance(view)

    def balance(self, view):
        """Outside funds, gaps, throughflow and money kept of every node."""
        self.funds, self.gap, self.assumed = {}, {}, {}
        self.through, self.kept, self.stated = {}, {}, set(self.tied)
        for u in self.nodes:
            came = sum((e.amount for e in self.into[u]), ZERO)
            went = sum((e.amount for e in self.out_of[u]), ZERO)
            trade = sum((e.amount for e in self.into[u] if e.trade), ZERO)
            need = excess(went, came)
            entity = view.entities.get(u) or Entity(u, None, ZERO, None, None)
            self.gap[u] = ZERO
            if entity.funds is not None:
                self.stated.add(u)
                self.gap[u] = excess(need, entity.funds)
                self.funds[u] = entity.funds + self.gap[u]
            elif entity.revenue is not None:
                self.funds[u] = max(need, excess(entity.revenue, trade))
            else:
                self.funds[u] = need
            self.assumed[u] = self.funds[u] - (entity.funds or ZERO)
            through = came + self.funds[u]
            self.through[u] = went if equal(through, went) else through
            self.kept[u] = self.through[u] - went
            assert self.kept[u] >= 0

    def rate(self, u, v):
        """Share of the throughflow of u that goes to v."""
        paid = sum((e.amount for e in self.out_of[u] if e.head == v), ZERO)
        return paid / self.through[u] if paid else ZERO


# ---- loop-back of one supplier -----------------------------------------------------------------


class Loopback:
    """The coloured money of one supplier s on a graph."""

    def __init__(self, graph, s, origin):
        self.graph, self.s = graph, s
        # s itself and the nodes of deals tied for it: coloured money ends there
        self.ends = {s} | {node for node, payee in graph.tied.items() if payee == s}
        self.origins = [e for e in graph.out_of[s] if e.capital or origin == "all" and e.trade]
        self.kept, self.live = dict(graph.kept), []
        backed = shares(graph.backing, s, graph.ends_of) if origin == "backed" else {}
        for e in graph.edges:
            if e.tail not in self.ends:
                self.split(e, backed.get(e.deal.id, ZERO))
        self.invested = sum((e.amount for e in self.origins), ZERO)
        self.revenue = sum((e.amount for e in graph.into[s] if e.trade), ZERO)
        self.pro_rata()

    def split(self, e, share):
        """An edge of which a share is money of s, and the rest that of its tail; what the tail
        would have mixed into the share, it keeps."""
        if share:
            self.origins.append(replace(e, amount=e.amount * share))
            self.kept[e.tail] += e.amount * share
        if share < 1:
            self.live.append(replace(e, amount=e.amount * (1 - share)))

    def returns(self, e):
        """True for trade edges into s."""
        return e.head == self.s and e.trade

    def pro_rata(self):
        """x by edge, y by node, routes; then h, the share that comes back, and r, the passages."""
        after = defaultdict(set)
        for e in self.live:
            after[e.tail].add(e.head)
        through, kept, paid = self.graph.through, self.kept, defaultdict(Fraction)
        nodes = sorted(exact.reach([e.head for e in self.origins], after, self.ends), key=str)
        spent = [e for e in self.live if e.tail in nodes]
        for e in spent:
            paid[e.tail, e.head] += e.amount
        matrix = [[Fraction(u == v) - (paid[u, v] / through[u] if paid[u, v] else ZERO)
                   for v in nodes] for u in nodes]
        columns = list(zip(*matrix))
        investees = sorted({e.deal.payee for e in self.origins})
        entering = [[sum((e.amount for e in self.origins
                          if e.deal.payee == i and e.head == v), ZERO)
                     for v in nodes] for i in investees]
        self.x = defaultdict(Fraction, {e: e.amount for e in self.origins})
        self.y = defaultdict(Fraction)
        self.routes = defaultdict(Fraction)
        for i, solution in zip(investees, exact.solve(columns, entering)):
            coloured = dict(zip(nodes, solution))
            for e in spent:
                part = coloured[e.tail] * e.amount / through[e.tail]
                self.x[e] += part
                if self.returns(e):
                    self.routes[i, e.deal.payer] += part
            for u in nodes:
                self.y[u] += coloured[u] * kept[u] / through[u]
        self.loopback = sum((self.x[e] for e in spent if self.returns(e)), ZERO)
        self.capital_back = sum((self.x[e] for e in spent
                                 if e.head in self.ends and not self.returns(e)), ZERO)
        assert self.loopback + self.capital_back + sum(self.y.values(), ZERO) == self.invested
        at_once = [sum((e.amount / through[u] for e in spent
                        if e.tail == u and self.returns(e)), ZERO) for u in nodes]
        h = defaultdict(Fraction, zip(nodes, exact.solve(matrix, [at_once])[0]))
        self.passages = defaultdict(Fraction)  # by deal id
        for e, x in self.x.items():
            self.passages[e.deal.id] += x if self.returns(e) else x * h[e.head]

    def arcs(self, extra=()):
        """Arcs of the flow problems: origin money, live edges, ways into the two ends."""
        endless = 1 + self.invested
        arcs = [("source", ("node", e.head), e.amount) for e in self.origins]
        for e in [*self.live, *extra]:
            head = ("node", e.head)
            if e.head in self.ends:
                head = "revenue" if self.returns(e) else "capital"
            arcs.append((("node", e.tail), head, endless if e.amount is None else e.amount))
        return arcs

    def largest(self):
        """Most that can come back: maximum flow from the origin edges to the revenue of s."""
        value = exact.max_flow(self.arcs(), "source", "revenue")
        self.check(value, 1, self.live, self.graph.stated)
        return value

    def smallest(self):
        """Least that must come back: what the keepers and capital edges into s cannot take."""
        arcs = self.arcs() + [("capital", "keepers", 1 + self.invested)]
        for u in self.graph.nodes:
            limit = self.kept[u] if u in self.graph.stated else 1 + self.invested
            arcs.append((("node", u), "keepers", limit))
        value = self.invested - exact.max_flow(arcs, "source", "keepers")
        self.check(value, -1, self.live, self.graph.stated)
        return value

    def largest_open(self):
        """largest, with unquantified deals as edges without limit and everyone free to keep."""
        extra = [e for e in self.graph.open if e.tail != self.s]
        value = exact.max_flow(self.arcs(extra), "source", "revenue")
        self.check(value, 1, self.live + extra, set())
        return value

    def check(self, value, sign, edges, limited):
        """The linear programme as it is written: sign · L is as large as it can be; x by edge,
        y by node; what came in, plus origin money, less what went out, is kept."""
        nodes = [u for u in self.graph.nodes if u not in self.ends]
        objective = [sign * self.returns(e) for e in edges] + [0] * len(nodes)
        rows = [[(e.head == u) - (e.tail == u) for e in edges] + [-(v == u) for v in nodes]
                for u in nodes]
        origin = [-sum((e.amount for e in self.origins if e.head == u), ZERO) for u in nodes]
        upper = [e.amount for e in edges]
        upper += [self.kept[u] if u in limited else None for u in nodes]
        scale = max((e.amount for e in self.graph.edges), default=ONE)
        found = sign * exact.linear_programme(objective, rows, origin, upper, scale)
        assert abs(found - value) <= 1e-6 * scale, (self.s, sign, float(value), found)

    def reachable(self):
        """Sum of the origin edges from whose head revenue of s can be reached, not through s."""
        edges = self.live + [e for e in self.graph.open if e.tail not in self.ends]
        after = defaultdict(set)
        for e in edges:
            after[e.tail].add("revenue" if self.returns(e) else e.head)
        return sum((e.amount for e in self.origins
                    if "revenue" in exact.reach([e.head], after, self.ends)), ZERO)


# ---- figures and tables ------------------------------------------------------------------------


def share(part, whole):
    """part / whole; None where one is unknown or the whole is 0."""
    return None if part is None or not whole else part / whole


def bounds(loopback, options):
    """min, max and max_open; None under risk weights."""
    if options["weights"] == "probability":
        return None, None, None
    answer = (loopback.smallest(), loopback.largest(), loopback.largest_open())
    order = [ZERO, answer[0], loopback.loopback, answer[1], answer[2], loopback.invested]
    slack = loopback.invested / 10**9  # amounts within 1e-12 were taken as equal
    assert all(a <= b + slack for a, b in zip(order, order[1:])), [float(a) for a in order]
    assert answer[1] <= loopback.revenue + slack
    return answer


def supplier_investors(view, graph, options):
    """{supplier-investor: its coloured money}, in file order."""
    loops = {s: Loopback(graph, s, options["origin"]) for s in view.entities}
    return {s: loop for s, loop in loops.items()
            if loop.invested and (loop.revenue or view.entities[s].revenue)}


def undiluted(view):
    """The graph of the view if nobody reported a revenue."""
    entities = {i: replace(e, revenue=None) for i, e in view.entities.items()}
    return Graph(replace(view, entities=entities))


def payers_hhi(s, view, revenue):
    """Concentration of the payers of s: without and with what nobody is named for."""
    paid = [between(view, p, s, False) for p in view.entities]
    whole = max(revenue, view.entities[s].revenue or ZERO)
    if not revenue:
        return None, None
    shares = [a / whole for a in paid]
    high = shares[:]
    high[shares.index(max(shares))] += 1 - sum(shares)
    return sum(x * x for x in shares), sum(x * x for x in high)


def margin_figures(row, margin):
    """What the loop-back leaves to a supplier."""
    def part(of, column):
        return None if margin is None or row[column] is None else of * row[column]
    figures = {f"profit_back_{bound}": part(margin, f"loopback_{bound}")
               for bound in ("min", "pro_rata", "max")}
    if margin is None:
        return {"margin": None, **figures, "cost_leaving": None, "net_cost": None}
    return {"margin": margin, **figures, "cost_leaving": part(1 - margin, "loopback_pro_rata"),
            "net_cost": row["invested"] - figures["profit_back_pro_rata"]}


def supplier_row(s, loop, view, options):
    """One row of `suppliers`, but for `loopback_undiluted`."""
    entity = view.entities[s]
    low, high, widest = bounds(loop, options)
    reachable = loop.reachable()
    row = {"entity": s, "name": entity.name, "invested": loop.invested, "reachable": reachable,
           "revenue": loop.revenue, "revenue_reported": entity.revenue,
           "revenue_basis": entity.revenue_basis, "loopback_min": low,
           "loopback_pro_rata": loop.loopback, "loopback_max": high, "loopback_max_open": widest}
    wholes = (("rate", loop.invested), ("exposure", loop.revenue),
              ("exposure_reported", entity.revenue))
    for name, whole in wholes:
        for bound, value in (("min", low), ("pro_rata", loop.loopback), ("max", high)):
            row[f"{name}_{bound}"] = share(value, whole)
    row["vendor_financing"] = share(reachable, entity.revenue)
    for column, total in view.beside.items():
        row[column] = total.get(s, ZERO)
    row["loopback_undiluted"] = None
    row |= margin_figures(row, entity.margin)
    row["payers_hhi_low"], row["payers_hhi_high"] = payers_hhi(s, view, loop.revenue)
    return row


def known(view):
    """The deals of a view that have an amount."""
    return [d for d in view.deals if d.amount is not None]


def between(view, payer, payee, capital):
    """Sum of the capital (or trade) deals from payer to payee."""
    return sum((d.amount for d in known(view) if (d.payer, d.payee) == (payer, payee)
                and (d.capital if capital else d.trade)), ZERO)


def pairs_of(view, suppliers):
    """Rows of `pairs`: customers into which a supplier put capital, in cash or not."""
    rows = []
    for s in suppliers:
        for c in view.entities:
            capital, trade = between(view, s, c, True), between(view, c, s, False)
            swapped = view.swaps.get((s, c), ZERO)
            if (capital or swapped) and trade:
                rows.append({"supplier": s, "customer": c, "capital": capital, "trade": trade,
                             "ratio": capital / trade, "round_trip": min(capital, trade),
                             "non_cash": swapped,
                             "trade_net_of_non_cash": excess(trade, swapped),
                             "trade_net_of_capital": excess(trade, capital)})
    return rows


def entity_rows(view, graph):
    """Rows of `entities`; in and out are sums of the deals, tied money included."""
    return [{"entity": u, "name": entity.name,
             "in": sum((d.amount for d in known(view) if d.payee == u), ZERO),
             "out": sum((d.amount for d in known(view) if d.payer == u), ZERO),
             "outside_funds": graph.funds[u], "funds_assumed": graph.assumed[u],
             "funding_gap": graph.gap[u], "retained": graph.kept[u]}
            for u, entity in view.entities.items()]


def circular_parts(view):
    """Circular part of every deal, its share of the merged edge's."""
    merged = defaultdict(Fraction)
    for d in known(view):
        merged[d.payer, d.payee] += d.amount
    circular = exact.balanced_forwarding(merged)
    return {d.id: d.amount * circular[d.payer, d.payee] / merged[d.payer, d.payee]
            for d in known(view)}


def deal_rows(view, loops, circular):
    """Rows of `deals`, and {deal: {supplier: looping part}} for whoever must judge ties."""
    rows, looping = [], {}
    for d in view.deals:
        row = {"deal": d.id, "relation": d.relation, "payer": d.payer, "payee": d.payee,
               "status": d.status, "basis": d.basis, "amount": d.amount,
               "looping": None, "looping_supplier": None, "circular": None}
        if d.amount is not None:
            looping[d.id] = {s: loop.passages[d.id] for s, loop in loops.items()}
            largest = max(looping[d.id].values(), default=ZERO)
            row["looping"], row["circular"] = largest, circular[d.id]
            if largest:
                row["looping_supplier"] = min(s for s, v in looping[d.id].items() if v == largest)
        rows.append(row)
    return rows, looping


def closed_nodes(graph):
    """Nodes of closed circuits: strong parts that nothing enters or leaves."""
    closed = set()
    for part in exact.strong_parts({(e.tail, e.head) for e in graph.edges}):
        inside = all(e.head in part for u in part for e in graph.out_of[u])
        if inside and not any(graph.kept[u] for u in part):
            closed |= part
    return closed


def cycling(graph):
    """(Finn's index, rows of `origins`) on a graph without tied money."""
    closed = closed_nodes(graph)
    nodes = [u for u in graph.nodes if u not in closed and graph.through[u]]
    matrix = [[Fraction(u == v) - graph.rate(u, v) for u in nodes] for v in nodes]
    identity = [[Fraction(u == v) for v in nodes] for u in nodes]
    n = dict(zip(nodes, (dict(zip(nodes, row)) for row in exact.solve(matrix, identity))))
    total = sum(graph.through.values(), ZERO)
    cycled = sum((graph.through[u] for u in closed), ZERO)
    cycled += sum((graph.through[u] * (1 - 1 / n[u][u]) for u in nodes), ZERO)
    rows = [{"entity": v, "origin": u, "share": graph.funds[u] * n[u][v] / graph.through[v]}
            for v in nodes for u in nodes if graph.funds[u] and n[u][v]]
    for v in nodes:
        whole = sum(row["share"] for row in rows if row["entity"] == v)
        if abs(whole - 1) > Fraction(1, 10**6):
            raise exact.Degenerate(f"origins of {v} add up to {float(whole)}")
    return share(cycled, total), rows


def concentration_rows(view):
    """Rows of `concentration`: who pays the trade that comes in to each entity."""
    rows = []
    for u in view.entities:
        paid = {p: between(view, p, u, False) for p in view.entities}
        revenue = sum(paid.values(), ZERO)
        rows += [{"entity": u, "payer": p, "amount": a, "share": a / revenue}
                 for p, a in paid.items() if a]
    return rows


def contracted(view, members):
    """The view with the members as one node; deals among them vanish."""
    def seen(u):
        return JOINT if u in members else u

    merged = {u: e for u, e in view.entities.items() if u not in members}
    merged[JOINT] = Entity(JOINT, None, None, None, None)  # its own funds play no part in its loop
    deals = [replace(d, payer=seen(d.payer), payee=seen(d.payee)) for d in view.deals]
    return View(merged, [d for d in deals if d.payer != d.payee], {},
                backing=[(d, seen(u), share) for d, u, share in view.backing])


def joint_figures(view, options):
    """(joint figures, rows of `joint`)."""
    names = ("invested", "revenue", "loopback_min", "loopback_pro_rata", "loopback_max")
    members = options["joint"]
    if not members:
        return {f"joint_{name}": None for name in names}, []
    graph = Graph(contracted(view, members))
    loop = Loopback(graph, JOINT, options["origin"])
    low, high, _ = bounds(loop, options)
    values = (loop.invested, loop.revenue, low, loop.loopback, high)
    paid = {d.id: d.payee for d in view.deals}
    back = [e for e in graph.into[JOINT] if e.trade]
    rows = [{"member": m,
             "revenue": sum((e.amount for e in back if paid[e.deal.id] == m), ZERO),
             "loopback_pro_rata": sum((loop.x[e] for e in back if paid[e.deal.id] == m), ZERO)}
            for m in members]
    return {f"joint_{name}": value for name, value in zip(names, values)}, rows


def system(view):
    """Gross and the share of it that can circulate."""
    deals = known(view)
    gross = sum((d.amount for d in deals), ZERO)
    circulation = exact.max_circulation([(d.payer, d.payee, d.amount) for d in deals])
    return {"gross": gross, "circularity_max": share(circulation, gross)}


def system_figures(view, graph, circular):
    """The figures of the system as a whole, but for Finn's index and the joint suppliers."""
    deals = known(view)
    gross = sum((d.amount for d in deals), ZERO)
    arcs = [(d.payer, d.payee, d.amount) for d in deals]
    circulation = exact.max_circulation(arcs)
    rows = [[(d.payee == u) - (d.payer == u) for d in deals] for u in view.entities]
    scale = max((d.amount for d in deals), default=ONE)
    found = exact.linear_programme([1] * len(deals), rows, [ZERO] * len(rows),
                                   [d.amount for d in deals], scale)
    assert abs(found - circulation) <= 1e-6 * scale, (float(circulation), found)
    capital = sum((d.amount for d in deals if d.capital), ZERO)
    trade = sum((d.amount for d in deals if d.trade), ZERO)
    service = sum((d.amount for d in deals if d.carries == "service"), ZERO)
    return {
        "entities": len(view.entities), "deals": len(view.deals),
        "unquantified": len(view.deals) - len(deals), "gross": gross, "capital": capital,
        "trade": trade, "service": service, "unpaid": view.unpaid,
        "funding_gap": sum(graph.gap.values(), ZERO),
        "funds_assumed": sum(graph.assumed.values(), ZERO), "circulation_max": circulation,
        "net": gross - circulation, "circularity_max": share(circulation, gross),
        "circularity_bff": share(sum(circular.values(), ZERO), gross)}


def loop_tables(loops, followed):
    """Rows of `routes`, `rests` and `cross`."""
    tables = {"routes": [], "rests": [], "cross": []}
    for s in followed:
        loop = loops[s]
        assert sum(loop.routes.values(), ZERO) == loop.loopback
        tables["routes"] += [{"supplier": s, "investee": i, "last_payer": p, "amount": a}
                             for (i, p), a in loop.routes.items() if a]
        rests = [*loop.y.items(), (CAPITAL_BACK, loop.capital_back)]
        tables["rests"] += [{"supplier": s, "entity": u, "amount": a} for u, a in rests if a]
        for t in loops:
            arrived = sum((loop.x[e] for e in loop.graph.into[t] if e.trade), ZERO)
            if t != s and arrived:
                tables["cross"].append({"from": s, "to": t, "pro_rata": arrived})
    return tables


def plain(value):
    """Fractions to floats, all the way down."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Fraction) else value


def score(scenario, options):
    """Figures and tables of `score`. The extra key `looping` holds {deal: {supplier: looping}}."""
    options = settings(options)
    selection = Selection(scenario, options)
    view = paid_view(selection)
    graph = Graph(view)
    loops = supplier_investors(view, graph, options)
    followed = [s for s in loops if not options["supplier"] or s in options["supplier"]]
    rows = [supplier_row(s, loops[s], view, options) for s in followed]
    plainer = undiluted(view)
    for row in rows:
        row["loopback_undiluted"] = Loopback(plainer, row["entity"], options["origin"]).loopback
    rows.sort(key=lambda row: (-float(row["loopback_pro_rata"]), row["entity"].encode()))
    circular = circular_parts(view)
    deals, looping = deal_rows(view, {s: loops[s] for s in followed}, circular)
    finn, origins = cycling(Graph(view, earmarks=False))
    joint, joint_rows = joint_figures(view, options)
    figures = {**system_figures(view, graph, circular), "finn_cycling_index": finn, **joint}
    tables = {"suppliers": rows, **loop_tables(loops, followed),
              "pairs": pairs_of(view, options["supplier"] or view.entities), "entities": entity_rows(view, graph),
              "deals": deals, "origins": origins, "concentration": concentration_rows(view),
              "joint": joint_rows,
              "support": support_rows(selection, view, options["supplier"] or view.entities),
              "stack": stack_rows(selection, view, options["supplier"] or view.entities),
              "stated": stated_rows(selection, view)}
    return plain({"figures": figures, "tables": tables, "looping": looping})


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        chosen = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
        print(json.dumps(score(json.load(file), chosen), indent=1))
