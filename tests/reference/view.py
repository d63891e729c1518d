# SPDX-License-Identifier: GPL-3.0-or-later
"""From a scenario and the view options to the deals that count, at which amount."""

import calendar
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)
TOLERANCE = Fraction(1, 10**12)  # amounts as near as that, by the larger, are equal

PRESETS = {
    "firm": {"case": "low", "status": ["signed", "completed"]},
    "base": {},
    "headline": {"case": "high", "non_cash": True,
                 "status": ["letter_of_intent", "announced", "signed", "completed"]},
}
DEFAULTS = {"view": "base", "case": "base", "as_of": None,
            "status": ["announced", "signed", "completed"], "non_cash": False,
            "contingent": False, "reported_only": False, "window": None, "weights": "face",
            "origin": "capital", "gap": "fund", "consolidate": False, "joint": [], "supplier": []}


@dataclass(frozen=True)
class Deal:
    """A deal of the view; amount None where it is unquantified."""

    id: str
    relation: str
    payer: str
    payee: str
    status: str
    basis: str
    amount: Fraction | None
    earmark: tuple

    @property
    def capital(self):
        """True for money invested."""
        return self.relation == "investor"

    @property
    def carries(self):
        """What its money is: capital, trade or service."""
        return "capital" if self.capital else "trade" if self.trade else "service"

    @property
    def trade(self):
        """True for what is revenue of the payee; service of capital is neither."""
        return self.relation in ("customer", "supplier")


@dataclass(frozen=True)
class Entity:
    """An entity of the view, over the view's time; funds or revenue None where unknown."""

    id: str
    name: str | None
    funds: Fraction | None
    revenue: Fraction | None
    revenue_basis: str | None
    margin: Fraction | None = None


@dataclass(frozen=True)
class View:
    """Entities (by id) and deals in file order; beside: {column: {payer: amount}}; swaps: {(payer,
    payee): capital in warrants or stock, in the view or beside it}."""

    entities: dict
    deals: list
    beside: dict
    swaps: dict = field(default_factory=dict)
    unpaid: Fraction | None = None
    backing: list = field(default_factory=list)  # see backing.py


def settings(options):
    """All options with their values: given ones, then those of the preset, then the defaults."""
    given = {key: value for key, value in options.items() if value is not None}
    assert given.keys() <= DEFAULTS.keys(), given
    return {**DEFAULTS, **PRESETS[given.get("view", "base")], **given}


def exact(number):
    """The number as it is written in the file, as a fraction."""
    return Fraction(repr(number))


def equal(a, b):
    """Amounts within 1e-12 of the larger are equal."""
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def excess(a, b):
    """What a has above b, 0 where it has nothing above it."""
    return ZERO if a <= b or equal(a, b) else a - b


def day(text, last=False):
    """First (or last) day of a date that may be short."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) == 3:
        return date(year, month, parts[2])
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def period(first, last):
    """(first day, last day) of two dates; None unless both are there."""
    return (day(first), day(last, last=True)) if first and last else None


def days(time):
    """Number of days of a period, both ends included, not below 0."""
    return max(0, (time[1] - time[0]).days + 1)


def common_part(time, window):
    """Share of the days of a period that falls into the window."""
    both = (max(time[0], window[0]), min(time[1], window[1]))
    return Fraction(days(both), days(time))


def pick(amount, case):
    """Number or range in one case; a share's factor likewise."""
    if not isinstance(amount, dict):
        return exact(amount)
    low = amount.get("low", amount.get("base", 0))
    base = amount.get("base", low)
    return exact({"low": low, "base": base, "high": amount.get("high", base)}[case])


def is_share(deal):
    """True where the amount is a share of other deals."""
    return isinstance(deal.get("amount"), dict) and "share" in deal["amount"]


class Selection:
    """Steps 1 to 6 of the order of work: fates, selection, own full amounts, parts, factors."""

    def __init__(self, scenario, options):
        self.scenario, self.options, self.case = scenario, options, options["case"]
        self.deals = {deal["id"]: deal for deal in scenario["deals"]}
        as_of = options["as_of"] or scenario.get("as_of")
        self.today = day(as_of, last=True) if as_of else None
        span = scenario.get("span") or {}
        self.span = period(span.get("from"), span.get("to"))
        self.window = period(*options["window"].split("..")) if options["window"] else None
        self.time = self.window or self.span
        out = self.superseded()
        self.passed = [d for d in scenario["deals"] if self.alive(d) and d["id"] not in out]
        self.selected = {d["id"]: d for d in self.passed if not any(self.reasons(d).values())}

    # -- steps 1 and 2 ---------------------------------------------------------------------

    def announced(self, deal):
        """True where the deal was announced by day D, or is undated, or there is no D."""
        when = deal.get("announced")
        return not when or self.today is None or day(when) <= self.today

    def alive(self, deal):
        """True where the deal is announced and not cancelled on day D."""
        end = deal.get("cancelled")
        cancelled = end and (self.today is None or day(end, last=True) <= self.today)
        return self.announced(deal) and not cancelled

    def superseded(self):
        """Ids of the deals that an announced deal puts out, directly or through others."""
        out = set()
        queue = [k for d in self.deals.values() if self.announced(d)
                 for k in d.get("supersedes", [])]
        while queue:
            k = queue.pop()
            if k not in out:
                out.add(k)
                queue += self.deals[k].get("supersedes", [])
        return out

    # -- step 3 ----------------------------------------------------------------------------

    def status(self, deal):
        """Status on day D: a deal that will be cancelled later counts as announced."""
        status = deal.get("status", "announced")
        return "announced" if status == "cancelled" and deal.get("cancelled") else status

    def reasons(self, deal):
        """Why a deal that passed steps 1 and 2 fails the selection; none true: it is in."""
        return {
            "status": self.status(deal) not in self.options["status"],
            "non_cash": not deal.get("cash", True) and not self.options["non_cash"],
            "contingent": deal.get("contingent", False) and not self.options["contingent"],
            "basis": self.options["reported_only"] and deal.get("basis", "reported") != "reported",
        }

    # -- steps 4 to 6 ----------------------------------------------------------------------

    def own(self, deal):
        """Own full amount W of a deal; None where unquantified."""
        amount = deal.get("amount")
        if amount is None:
            return None
        if is_share(deal):
            total = sum((self.weight(k) for k in amount["of"]), ZERO)
            return pick(amount["share"], self.case) * total
        currency = deal.get("currency", self.scenario["currency"])
        if currency == self.scenario["currency"]:
            return pick(amount, self.case)
        return pick(amount, self.case) * exact(self.scenario["fx"][currency])

    def weight(self, k):
        """W of deal k, 0 where it is outside the view or unquantified."""
        return (self.own(self.selected[k]) if k in self.selected else None) or ZERO

    def left(self, deal):
        """W less that of the selected deals that are part of it."""
        parts = sum((self.weight(k) for k, d in self.selected.items()
                     if d.get("part_of") == deal["id"]), ZERO)
        return excess(self.own(deal), parts)

    def probability(self, deal):
        """Factor of the risk weights: the deal's own, else its status's, else 1."""
        if self.options["weights"] == "face":
            return ONE
        by_status = self.scenario.get("status_probability", {}).get(self.status(deal), 1)
        return exact(deal.get("probability", by_status))

    def window_part(self, deal):
        """Part of a deal (not a share) that falls into the window."""
        if self.window is None:
            return ONE
        first, last = self.window
        schedule = deal.get("schedule")
        if schedule:
            inside = [exact(i["amount"]) for i in schedule if first <= day(i["date"]) <= last]
            return sum(inside, ZERO) / sum(exact(i["amount"]) for i in schedule)
        time = period(deal.get("start"), deal.get("end"))
        if time:
            return common_part(time, self.window)
        when = deal.get("start") or deal.get("announced")
        return Fraction(first <= day(when) <= last) if when else ONE

    def factor(self, deal):
        """Window part times probability; of a share deal the average over its `of` deals."""
        if not is_share(deal):
            return self.window_part(deal) * self.probability(deal)
        of = [(self.weight(k), self.deals[k]) for k in deal["amount"]["of"]]
        total = sum((w for w, _ in of), ZERO)
        mean = sum((w * self.factor(d) for w, d in of if w), ZERO) / total if total else ZERO
        return mean * (self.probability(deal) if "probability" in deal else ONE)

    def amount(self, deal):
        """Amount in the view, None where unquantified."""
        return None if self.own(deal) is None else self.left(deal) * self.factor(deal)

    # -- entities --------------------------------------------------------------------------

    def funds(self, entity):
        """Stated outside funds over the view's time, None where absent."""
        if entity.get("outside_funds") is None:
            return None
        part = common_part(self.span, self.window) if self.window and self.span else ONE
        return pick(entity["outside_funds"], self.case) * part

    def revenue(self, entity):
        """(reported revenue for the view's time, basis), (None, None) where absent."""
        revenue = entity.get("revenue")
        if not revenue:
            return None, None
        amount = pick(revenue["amount"], self.case)
        time = period(revenue.get("from"), revenue.get("to"))
        if self.time is None or time is None or time == self.time:
            return amount, "reported"
        return amount * days(self.time) / days(time), "scaled"


def merge(members, own_id, selection, deals):
    """One entity of the view for the members of a group (or for one ungrouped entity)."""
    grouped = selection.options["consolidate"] and members[0].get("group")
    ids = {m["id"] for m in members}
    funds = [selection.funds(m) for m in members]
    reports = {m["id"]: selection.revenue(m) for m in members}
    reports = {i: report for i, report in reports.items() if report[0] is not None}
    inside = sum((d.amount for d in deals if d.payer in ids and d.payee in reports
                  and d.trade and d.amount is not None), ZERO)
    bases = {basis for _, basis in reports.values()}
    return Entity(
        id=own_id,
        name=own_id if grouped else members[0].get("name"),
        funds=None if None in funds else sum(funds, ZERO),
        revenue=excess(sum(r for r, _ in reports.values()), inside) if reports else None,
        revenue_basis=("scaled" if "scaled" in bases else "reported") if reports else None,
        margin=None if grouped or members[0].get("margin") is None
        else pick(members[0]["margin"], selection.case))


def groups(scenario, options):
    """{entity of the file: entity of the view}."""
    return {e["id"]: e.get("group") or e["id"] if options["consolidate"] else e["id"]
            for e in scenario["entities"]}


def build_view(scenario, options):
    """The view of a scenario under complete options (see settings)."""
    return paid_view(Selection(scenario, options))


def paid_view(selection):
    """The view that a selection leads to, with what is paid of its deals under `--gap cut`."""
    view = view_of(selection)
    if selection.options["gap"] == "cut":
        import gap  # which needs this module
        view = gap.cut(selection, view)
    if selection.options["origin"] == "backed":
        import backing
        view = replace(view, backing=backing.backing(selection))
    return view


def view_of(selection):
    """The view that a selection leads to."""
    scenario, group = selection.scenario, groups(selection.scenario, selection.options)

    def seen(deal, payer, payee):
        return Deal(deal["id"], deal["relation"], payer, payee, selection.status(deal),
                    deal.get("basis", "reported"), selection.amount(deal),
                    tuple(deal.get("earmark", [])))

    raw = [seen(d, d["payer"], d["payee"]) for d in selection.selected.values()]
    deals = [seen(d, group[d["payer"]], group[d["payee"]]) for d in selection.selected.values()]
    members = {}
    for entity in scenario["entities"]:
        members.setdefault(group[entity["id"]], []).append(entity)
    beside, swaps = {"letters": {}, "contingent": {}, "non_cash": {}}, {}
    for deal in selection.passed:
        payer, why = group[deal["payer"]], selection.reasons(deal)
        why["letters"] = why["status"] and selection.status(deal) == "letter_of_intent"
        if deal["relation"] == "investor" and payer != group[deal["payee"]]:
            for column, total in beside.items():
                if why[column]:
                    total[payer] = total.get(payer, ZERO) + (selection.own(deal) or ZERO)
        if deal["relation"] == "investor" and not deal.get("cash", True):
            pair, selected = (payer, group[deal["payee"]]), deal["id"] in selection.selected
            if selected or why["non_cash"]:
                value = selection.amount(deal) if selected else selection.own(deal)
                swaps[pair] = swaps.get(pair, ZERO) + (value or ZERO)
    return View(
        entities={i: merge(list_, i, selection, raw) for i, list_ in members.items()},
        deals=[d for d in deals if d.payer != d.payee and d.amount != 0],
        beside=beside, swaps=swaps)
