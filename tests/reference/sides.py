# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin compare`: two views, and every view between the two.

From A to B: first the groups and the origin of money, then what entities have and report, by id,
then deals, by day and id. In between, each entity and deal is as in the one or as in the other.
"""

from dataclasses import replace
from fractions import Fraction

from reference import Graph, known, plain, supplier_investors, supplier_row, system
from view import Selection, View, build_view, day, equal, settings

UNITS = {"one": 0, "thousand": 3, "million": 6, "bn": 9}
MEASURES = """invested reachable revenue revenue_reported loopback_min loopback_pro_rata
loopback_max loopback_max_open rate_pro_rata exposure_min exposure_pro_rata exposure_max
exposure_reported_pro_rata vendor_financing""".split()


def options_of_b(options, own):
    """Options of B: its own, else those of A, but for what a preset of its own sets."""
    taken = options
    if "view" in own:
        taken = {k: v for k, v in options.items() if k not in ("case", "status", "non_cash")}
    return {**taken, **own}


def scaled(view, factor):
    """The view with amounts in another unit."""
    def times(amount):
        return None if amount is None else amount * factor

    entities = {i: replace(e, funds=times(e.funds), revenue=times(e.revenue))
                for i, e in view.entities.items()}
    return View(entities, [replace(d, amount=times(d.amount)) for d in view.deals], view.beside,
                view.swaps)


class Sides:
    """Views of A and B, in A's unit, and what changes between them."""

    def __init__(self, files, options):
        """files, options: of A and of B."""
        self.files, self.options = files, [settings(o) for o in options]
        a, b = self.options
        unit = Fraction(10) ** (UNITS[files[1]["unit"]] - UNITS[files[0]["unit"]])
        self.views = [build_view(files[0], a), scaled(build_view(files[1], b), unit)]
        ways = {key: b[key] for key in ("origin", "consolidate")}
        self.regroups = any(a[key] != value for key, value in ways.items())
        self.regrouped = build_view(files[0], {**a, **ways}) if self.regroups else self.views[0]
        self.changes = self.deals()
        risky = "probability" in (a["weights"], b["weights"])
        self.state = ["loopback_pro_rata", *([] if risky else ["loopback_min", "loopback_max"])]

    # -- figures of the two --------------------------------------------------------------------

    def figures(self, side):
        """{supplier: its row} of A (0) or B (1)."""
        view, options = self.views[side], self.options[side]
        loops = supplier_investors(view, Graph(view), options)
        return {s: plain(supplier_row(s, loop, view, options)) for s, loop in loops.items()}

    def table(self):
        """{(supplier, measure): {a, b}}, null where it is no supplier."""
        a, b = self.figures(0), self.figures(1)
        return {(s, m): {"a": a[s][m] if s in a else None, "b": b[s][m] if s in b else None}
                for s in {**a, **b} for m in MEASURES}

    def whole(self):
        """The figures of both systems."""
        figures = {}
        for name, view in zip("ab", self.views):
            figures[f"deals_{name}"] = len(view.deals)
            figures |= {f"{key}_{name}": value for key, value in system(view).items()}
        return plain(figures)

    def scale(self):
        """The largest amount in either."""
        return max((float(d.amount) for view in self.views for d in known(view)), default=0)

    def everyone(self):
        """All entities of any of the views."""
        return list({u: 1 for view in (*self.views, self.regrouped) for u in view.entities})

    # -- what changed --------------------------------------------------------------------------

    def deals(self):
        """{deal: (as in A once regrouped, as in B)} of those that differ; None: not there."""
        sides = [{d.id: d for d in view.deals} for view in (self.regrouped, self.views[1])]
        pairs = {i: (sides[0].get(i), sides[1].get(i)) for i in {**sides[0], **sides[1]}}
        return {i: pair for i, pair in pairs.items() if not same_deal(*pair)}

    def moment(self, i, pair):
        """The day on which a deal changed: it went, or was announced (as B has it, if it has it);
        None where nobody says."""
        ended = self.end_of(i) if pair[1] is None else None
        told = [d.get("announced") for file in reversed(self.files)
                for d in file["deals"] if d["id"] == i]
        return ended or (day(told[0]) if told[0] else None)

    def end_of(self, i):
        """The day on which a deal that B does not have was cancelled or replaced, or None."""
        selection = Selection(self.files[1], self.options[1])
        if i not in selection.deals:
            return None
        deal = selection.deals[i]
        if selection.announced(deal) and not selection.alive(deal):
            return day(deal["cancelled"], last=True)
        if i in selection.superseded():
            return min((day(d["announced"]) for d in selection.deals.values()
                        if i in d.get("supersedes", []) and d.get("announced")), default=None)
        return None

    def steps(self):
        """[(what, id)] in the order in which they are taken."""
        before, after = self.regrouped.entities, self.views[1].entities
        moved = [u for u in before if u in after and not same_entity(before[u], after[u])]
        when = {i: str(self.moment(i, pair) or "") for i, pair in self.changes.items()}
        order = sorted(self.changes, key=lambda i: (when[i], i.encode()))
        return [*([("view", None)] if self.regroups else []),
                *(("entity", u) for u in sorted(moved, key=str.encode)),
                *(("deal", i) for i in order)]

    # -- the way from one to the other ---------------------------------------------------------

    def blend(self, taken):
        """The view in which what is in `taken` is as in B."""
        old, new = self.regrouped if ("view", None) in taken else self.views[0], self.views[1]
        moved = {u: e for u, e in new.entities.items() if ("entity", u) in taken}
        entities = {**new.entities, **old.entities, **moved}
        deals = [d for d in old.deals if ("deal", d.id) not in taken]
        deals += [b for i, (_, b) in self.changes.items() if b and ("deal", i) in taken]
        by_id = {d.id: d for d in deals}
        deals = [replace(d, earmark=tuple(k for k in d.earmark if k in by_id and pays(d, by_id[k])))
                 for d in deals]
        return View(entities, deals, {})

    def states(self):
        """{(entity, step): its loop-back} after "start" and every step; 0 where it is no supplier.
        Without min and max where one side has risk weights, as then every view between has."""
        result, taken = {}, set()
        for step in ["start", *self.steps()]:
            taken.add(step)
            view = self.blend(taken)
            origin = self.options[0 if step == "start" else 1]["origin"]
            options = {**self.options[0], "origin": origin}
            loops = supplier_investors(view, Graph(view), options)
            for s in self.everyone():
                row = supplier_row(s, loops[s], view, options) if s in loops else {}
                result[s, step] = plain({m: row.get(m, 0) for m in self.state})
        return result


def pays(tied, purchase):
    """True where money of a tied deal can be placed on the purchase."""
    return purchase.trade and purchase.payer == tied.payee


def same_amount(a, b):
    """True for equal amounts, or none at all."""
    return a is b or (a is not None and b is not None and equal(a, b))


def same_deal(a, b):
    """True where two views have the same money in a deal."""
    if a is None or b is None:
        return a is b
    ways = [(d.payer, d.payee, d.carries, set(d.earmark)) for d in (a, b)]
    return same_amount(a.amount, b.amount) and ways[0] == ways[1]


def same_entity(a, b):
    """True where two views have the same outside funds and revenue of an entity."""
    return same_amount(a.funds, b.funds) and same_amount(a.revenue, b.revenue)
