# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin vintages`: when what was invested comes back.

Written from the description of the method alone, independently of the C program, to test it.
Amounts, balances and mixing are fractions. What goes over from one period to the next is cut to
256 binary digits, or the fractions would grow with every period. The bounds are maximum flows in
whole numbers on a grid of 2^90 steps.

    python3 vintages.py SCENARIO.json ['{"period": "quarter"}']      prints the result as JSON

Where the description leaves a choice, this is what is done here:
 * the dates of a share deal are those of the selected deals that it is a share of, where these have
   an amount of their own, even if nothing is left of it or they lie inside a group;
 * a revenue that says for which time it is has its daily rate in every period, and one that does not
   is 0 outside `span`, as outside funds are;
 * in the one period of a file without dates the lag is 0;
 * the middle day of a period is halfway between its first and last day, if need be at midnight;
 * who is a supplier, what it invested and what it earned are sums over the periods.
"""

import json
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import exact
from earmarks import fill
from reference import Edge, known, plain, share
from support import profile_rows
from view import (DEFAULTS, ZERO, Entity, Selection, common_part, day, days, equal, excess,
                  is_share, paid_view, period, settings, view_of)
from view import exact as number

STEPS = {"year": 12, "quarter": 3, "month": 1}  # months of a period
OWN = {"period": "year", "carry": "auto"}  # options that only `vintages` has
DIGITS = 256


def cut(value):
    """The value to 256 binary digits."""
    if not value:
        return value
    shift = DIGITS - value.numerator.bit_length() + value.denominator.bit_length()
    return Fraction(round(value * Fraction(2) ** shift)) / Fraction(2) ** shift


# ---- periods -----------------------------------------------------------------------------------


def first_of(when, months):
    """First day of the calendar period in which a day lies."""
    return date(when.year, (when.month - 1) // months * months + 1, 1)


def last_of(when, months):
    """Last day of the calendar period in which a day lies."""
    first = first_of(when, months)
    after = first.year * 12 + first.month - 1 + months
    if after // 12 > date.max.year:
        return date.max
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def name_of(time, kind):
    """What a period is called; None without a horizon."""
    if time is None:
        return None
    first = time[0]
    return {"year": f"{first.year:04}", "month": f"{first.year:04}-{first.month:02}",
            "quarter": f"{first.year:04}-Q{(first.month + 2) // 3}"}[kind]


def cut_up(horizon, kind):
    """The periods of a horizon, cut at its ends; one without a time where there is none."""
    if horizon is None:
        return [None]
    periods, first = [], horizon[0]
    while first <= horizon[1]:
        last = min(last_of(first, STEPS[kind]), horizon[1])
        periods.append((first, last))
        first = last + timedelta(days=1)
    return periods


def funds_schedule(entity):
    """Dated parts of the outside funds of an entity of the file, if it has them."""
    funds = entity.get("outside_funds")
    return funds.get("schedule") if isinstance(funds, dict) else None


class Horizon:
    """From the first to the last day that matters, by the deals of the whole view."""

    def __init__(self, scenario, options):
        self.whole = Selection(scenario, {**options, "window": None})
        self.time = period(*options["window"].split("..")) if options["window"] else None
        if self.time is None:
            self.time = self.by_dates(STEPS[options["period"]]) or self.whole.span

    def by_dates(self, months):
        """The calendar periods of all dates; None where there is no date."""
        told = [d.id for d in known(paid_view(self.whole))]
        dates = [when for i in told for when in self.dates(self.whole.deals[i])]
        for entity in self.whole.scenario["entities"]:
            dates += [day(part["date"]) for part in funds_schedule(entity) or []]
        return (first_of(min(dates), months), last_of(max(dates), months)) if dates else None

    def dates(self, deal):
        """The dates of a deal: of its schedule, else of its span, else the one that it has."""
        if is_share(deal):
            of = [k for k in deal["amount"]["of"] if self.whole.weight(k)]
            return [when for k in of for when in self.dates(self.whole.deals[k])]
        if deal.get("schedule"):
            return [day(part["date"]) for part in deal["schedule"]]
        time = period(deal.get("start"), deal.get("end"))
        when = deal.get("start") or deal.get("announced")
        return list(time) if time else [day(when)] if when else []


class InPeriod(Selection):
    """The selection of one period: what falls into it of deals, outside funds and revenues."""

    def __init__(self, scenario, options, time, horizon):
        super().__init__(scenario, {**options, "window": None})
        self.window, self.horizon = time, horizon

    def window_part(self, deal):
        """Part of a deal that falls into the period; evenly over the horizon without a date."""
        dated = deal.get("schedule") or deal.get("start") or deal.get("announced")
        if dated or self.window is None:
            return super().window_part(deal)
        return Fraction(days(self.window), days(self.horizon))

    def funds(self, entity):
        """Stated outside funds of the period."""
        whole = self.whole_funds(entity)
        schedule = funds_schedule(entity)
        if whole is None or self.window is None:
            return whole
        if schedule:
            inside = [number(part["amount"]) for part in schedule
                      if self.window[0] <= day(part["date"]) <= self.window[1]]
            base = sum(number(part["amount"]) for part in schedule)
            return whole * sum(inside, ZERO) / base if base else ZERO
        return whole * common_part(self.span or self.horizon, self.window)

    def whole_funds(self, entity):
        """Stated outside funds over all time."""
        window, self.window = self.window, None
        whole = super().funds(entity)
        self.window = window
        return whole

    def revenue(self, entity):
        """(reported revenue of the period at its daily rate, basis)."""
        window, self.time = self.window, None
        amount, basis = super().revenue(entity)
        if amount is None or window is None:
            return amount, basis
        time = period(entity["revenue"].get("from"), entity["revenue"].get("to"))
        part = (Fraction(days(window), days(time)) if time
                else common_part(self.span or self.horizon, window))
        return amount * part, basis



# ---- the graph of one period -------------------------------------------------------------------


class Step:
    """Edges, balances and what is carried on, in one period."""

    def __init__(self, view, pools, carry):
        """pools: {id of a tied deal: (the deal, carried in, waits for more)}."""
        self.view, self.carry_rule = view, carry
        self.edges, self.stock = [], {}
        self.tied = {("tied", i): deal.payee for i, (deal, _, _) in pools.items()}
        self.waiting = self.run_pools(pools)
        self.into, self.out_of = defaultdict(list), defaultdict(list)
        for e in self.edges:
            self.into[e.head].append(e)
            self.out_of[e.tail].append(e)
        self.nodes = list(view.entities) + list(self.tied)
        self.stated = {u for u, e in view.entities.items() if e.funds is not None}
        self.stated |= set(self.tied)

    def run_pools(self, pools):
        """Add all edges; what waits in the pools is returned."""
        deals = {d.id: d for d in known(self.view)}
        paid = {i: deals[i].amount if i in deals else ZERO for i in pools}
        left = {i: paid[i] + before for i, (_, before, _) in pools.items()}
        room = {i: d.amount for i, d in deals.items()}
        listed = {i: [k for k in deal.earmark if k in room] for i, (deal, _, _) in pools.items()}
        for (i, k), z in fill(left, listed, room).items():
            self.edges.append(Edge(("tied", i), deals[k].payee, z, deals[k]))
        waiting = {}
        for i, (deal, _, more) in pools.items():
            waiting["tied", i] = cut(left[i]) if more else ZERO
            if paid[i]:
                self.edges.append(Edge(deal.payer, ("tied", i), paid[i], deal))
            if left[i] and not more:
                self.edges.append(Edge(("tied", i), deal.payee, left[i], deal))
        self.edges += [Edge(d.payer, d.payee, room[i], d) for i, d in deals.items()
                       if i not in pools and room[i]]
        return waiting

    def balance(self, carried_in):
        """Outside funds, gaps, throughflow, money kept and money carried on of every node."""
        self.carried_in = carried_in
        self.funds, self.gap, self.assumed = {}, {}, {}
        self.through, self.kept, self.carry = {}, {}, {}
        for u in self.nodes:
            carried = carried_in.get(u, ZERO)
            came = sum((e.amount for e in self.into[u]), ZERO)
            went = sum((e.amount for e in self.out_of[u]), ZERO)
            trade = sum((e.amount for e in self.into[u] if e.trade), ZERO)
            need = excess(went, came + carried)
            entity = self.view.entities.get(u) or Entity(u, None, ZERO, None, None)
            self.gap[u] = ZERO
            if entity.funds is not None:
                self.gap[u] = excess(need, entity.funds)
                self.funds[u] = entity.funds + self.gap[u]
            elif entity.revenue is not None:
                self.funds[u] = max(need, excess(entity.revenue, trade))
            else:
                self.funds[u] = need
            if u in self.tied:
                self.funds[u] = self.gap[u] = ZERO
            self.assumed[u] = self.funds[u] - (entity.funds or ZERO)
            through = came + carried + self.funds[u]
            self.through[u] = went if equal(through, went) else through
            self.kept[u] = self.through[u] - went
            self.carry[u] = cut(self.carried_on(u, entity, came - trade + carried, went))

    def carried_on(self, u, entity, capital, went):
        """What a node takes on into the next period; capital: what came in as capital or service,
        and what was carried in."""
        if u in self.tied:
            return self.waiting[u]
        if self.carry_rule == "none":
            return ZERO
        if self.carry_rule == "all" or entity.revenue is None:
            return self.kept[u]
        operating = self.through[u] - capital
        return min(self.kept[u], excess(capital, excess(went, operating)))


class Timeline:
    """The graphs of all periods of a scenario."""

    def __init__(self, scenario, options):
        self.options = options
        self.horizon = Horizon(scenario, options)
        self.periods = cut_up(self.horizon.time, options["period"])
        views = [self.paid(view_of(InPeriod(scenario, options, time, self.horizon.time)))
                 for time in self.periods]
        amounts = [{d.id: d.amount for d in known(view)} for view in views]
        alive = set().union(*amounts)
        tied = [d for d in known(paid_view(self.horizon.whole))
                if d.capital and alive & set(d.earmark)]
        self.steps, pooled, carried = [], {}, {}
        for p, view in enumerate(views):
            later = set().union(*amounts[p + 1:])
            pools = {d.id: (d, pooled.get(("tied", d.id), ZERO), bool(later & set(d.earmark)))
                     for d in tied}
            step = Step(view, pools, options["carry"])
            step.balance(carried)
            self.steps.append(step)
            carried = step.carry
            pooled = step.waiting
        self.names = [name_of(time, options["period"]) for time in self.periods]

    def paid(self, view):
        """The view of a period; under `--gap cut` each deal with the part that is paid of it over
        the whole time."""
        if self.options["gap"] == "fund":
            return view
        whole = self.horizon.whole
        due = {d.id: d.amount for d in known(view_of(whole))}
        part = {d.id: d.amount / due[d.id] for d in known(paid_view(whole))}
        deals = [replace(d, amount=d.amount and d.amount * part.get(d.id, 0)) for d in view.deals]
        return replace(view, deals=[d for d in deals if d.amount != 0])


# ---- one supplier ------------------------------------------------------------------------------


class Vintages:
    """What supplier s invested in each period and what comes back of it, and when."""

    def __init__(self, timeline, s):
        self.timeline, self.s = timeline, s
        self.steps = timeline.steps
        origin = timeline.options["origin"]
        self.ends = [{s} | {node for node, payee in step.tied.items() if payee == s}
                     for step in self.steps]
        self.origins = [[e for e in step.out_of[s] if e.capital or origin == "all" and e.trade]
                        for step in self.steps]
        self.invested = [sum((e.amount for e in edges), ZERO) for edges in self.origins]
        self.revenue = [sum((e.amount for e in step.into[s] if e.trade), ZERO)
                        for step in self.steps]

    def is_supplier(self):
        """True where it has invested and has a revenue, paid or reported."""
        told = any(step.view.entities[self.s].revenue for step in self.steps)
        return bool(any(self.invested) and (any(self.revenue) or told))

    def live(self, p):
        """Edges of a period that do not leave s."""
        return [e for e in self.steps[p].edges if e.tail not in self.ends[p]]

    def pro_rata(self):
        """{(q, p): what comes back in p of what was invested in q}."""
        self.back, carried = {}, {}
        for p, step in enumerate(self.steps):
            entering = {q: dict(stock) for q, stock in carried.items()}
            if self.invested[p]:
                entering[p] = defaultdict(Fraction)
                for e in self.origins[p]:
                    entering[p][e.head] += e.amount
            mixed = self.mix(p, entering)
            carried = {}
            for q, coloured in mixed.items():
                self.back[q, p] = sum(
                    (coloured[e.tail] * e.amount / step.through[e.tail] for e in self.live(p)
                     if e.head == self.s and e.trade and e.tail in coloured), ZERO)
                carried[q] = {u: cut(c * step.carry[u] / step.through[u])
                              for u, c in coloured.items() if c and step.carry[u]}

    def mix(self, p, entering):
        """{q: {node: coloured money of vintage q that comes through it}} in period p."""
        step, ends = self.steps[p], self.ends[p]
        after, paid = defaultdict(set), defaultdict(Fraction)
        for e in self.live(p):
            after[e.tail].add(e.head)
            paid[e.tail, e.head] += e.amount
        starts = {u for stock in entering.values() for u in stock}
        nodes = sorted(exact.reach(starts, after, ends), key=str)
        matrix = [[Fraction(u == v) - (paid[v, u] / step.through[v] if (v, u) in paid else 0)
                   for v in nodes] for u in nodes]
        columns = [[stock.get(u, ZERO) for u in nodes] for stock in entering.values()]
        return {q: dict(zip(nodes, solution))
                for q, solution in zip(entering, exact.solve(matrix, columns))}

    def arcs(self, last):
        """Arcs of the flow problems of all periods up to one; no more than all that was invested
        fits through any."""
        invested = sum(self.invested[:last + 1], ZERO)
        return [(tail, head, min(room, invested))
                for tail, head, room in self.wide_arcs(last, 1 + invested)]

    def wide_arcs(self, last, endless):
        """The same before that; a way without limit has room endless."""
        for p in range(last + 1):
            step, ends = self.steps[p], self.ends[p]
            for e in self.origins[p]:
                yield "source", "capital" if e.head in ends else (p, e.head), e.amount
            for e in self.live(p):
                back = "revenue" if e.trade and e.head == self.s else "capital"
                yield (p, e.tail), back if e.head in ends else (p, e.head), e.amount
            for u in step.nodes:
                limited = u in step.stated
                carry = step.carry[u] if limited else endless
                if step.carry_rule == "none" and u not in step.tied:
                    carry = ZERO
                if u in ends:
                    continue
                if p < last:
                    yield (p, u), (p + 1, u), carry
                    yield (p, u), "keepers", excess(step.kept[u], carry) if limited else endless
                else:
                    yield (p, u), "keepers", step.kept[u] if limited else endless

    def bounds(self, last):
        """(least, most) that can have come back by the end of a period."""
        arcs = self.arcs(last)
        invested = sum(self.invested[:last + 1], ZERO)
        most = exact.grid_flow(arcs, "source", "revenue")
        arcs.append(("capital", "keepers", invested))
        elsewhere = exact.grid_flow([a for a in arcs if a[1] != "revenue"], "source", "keepers")
        least = invested - elsewhere
        return (least if least > invested / 10**18 else ZERO), most  # what the grid rounds

    def rows(self):
        """Rows of `vintages`, `periods` and `lags`."""
        self.pro_rata()
        names, count = self.timeline.names, len(self.steps)
        bounded = self.timeline.options["weights"] == "face"
        vintages = [{"supplier": self.s, "invested_in": names[q], "returned_in": names[p],
                     "invested": self.invested[q], "loopback_pro_rata": back}
                    for (q, p), back in self.back.items()]
        periods, total = [], ZERO
        for p in range(count):
            returned = sum((back for (_, r), back in self.back.items() if r == p), ZERO)
            total += returned
            low, high = self.bounds(p) if bounded else (None, None)
            periods.append({
                "supplier": self.s, "period": names[p], "invested": self.invested[p],
                "revenue": self.revenue[p], "loopback_pro_rata": returned,
                "exposure_pro_rata": share(returned, self.revenue[p]),
                "cumulative_invested": sum(self.invested[:p + 1], ZERO),
                "back_min": low, "back_pro_rata": total, "back_max": high})
        return vintages, periods, [self.lag(periods, total)]

    def lag(self, periods, total):
        """The row of `lags`."""
        if not total:
            return {"supplier": self.s, "lag": None, "half_back": None}
        weighted = sum((back * (middle(self.timeline.periods[p]) - middle(self.timeline.periods[q]))
                        for (q, p), back in self.back.items()), ZERO)
        half = next(row["period"] for row in periods
                    if row["back_pro_rata"] >= total / 2 or equal(row["back_pro_rata"], total / 2))
        return {"supplier": self.s, "lag": weighted / total / Fraction("365.25"),
                "half_back": half}


def middle(time):
    """The middle of a period, in days; 0 where it has no time."""
    return Fraction(time[0].toordinal() + time[1].toordinal(), 2) if time else ZERO


# ---- tables ------------------------------------------------------------------------------------


def cash_rows(timeline):
    """Rows of `cash`; in and out are sums of the deals, tied money included."""
    rows = []
    for name, step in zip(timeline.names, timeline.steps):
        for u in step.view.entities:
            rows.append({
                "entity": u, "period": name,
                "in": sum((d.amount for d in known(step.view) if d.payee == u), ZERO),
                "out": sum((d.amount for d in known(step.view) if d.payer == u), ZERO),
                "carried_in": step.carried_in.get(u, ZERO), "outside_funds": step.funds[u],
                "funds_assumed": step.assumed[u], "funding_gap": step.gap[u],
                "carried_out": step.carry[u]})
    return rows


def complete(options):
    """All options of a view and of `vintages` with their values."""
    own = {**OWN, **{k: v for k, v in options.items() if k in OWN}}
    return {**settings({k: v for k, v in options.items() if k in DEFAULTS}), **own}


def vintages(scenario, options):
    """Figures and tables of `vintages`."""
    options = complete(options)
    timeline = Timeline(scenario, options)
    time = timeline.horizon.time
    tables = {"vintages": [], "periods": [], "lags": [], "cash": cash_rows(timeline)}
    for s in timeline.steps[0].view.entities:
        loop = Vintages(timeline, s)
        if loop.is_supplier() and s in (options["supplier"] or [s]):
            for table, rows in zip(("vintages", "periods", "lags"), loop.rows()):
                tables[table] += rows
    tables["support_profile"] = profile_rows(
        timeline.horizon.whole if options["window"] is None else Selection(scenario, options),
        options["supplier"] or timeline.steps[0].view.entities, time,
        lambda horizon, fixed: cut_up(horizon if fixed else (
            first_of(horizon[0], STEPS[options["period"]]),
            last_of(horizon[1], STEPS[options["period"]])), options["period"]),
        lambda period: name_of(period, options["period"]))
    figures = {"period": options["period"], "carry": options["carry"],
               "from": str(time[0]) if time else None, "to": str(time[1]) if time else None}
    return plain({"figures": figures, "tables": tables})


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        chosen = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
        print(json.dumps(vintages(json.load(file), chosen), indent=1))
