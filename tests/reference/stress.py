# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin stress`: who cannot pay, and what that costs suppliers.

Written from the description of the method alone, independently of the C program, to test it. Every
clearing is exact (clearing.py). Dues of share deals, which follow what is paid, are cut to 256
binary digits after each clearing.

    python3 stress.py SCENARIO.json ['{"shock": ["funds:lab=0.5"]}']    prints the result as JSON

Where the description leaves a choice, this is what is done here:
 * the rounds are those of the last clearing;
 * a guarantor that is hit by `fail` is called like others, and pays nothing;
 * what a creditor gives back changes `guarantees_paid` and what it got from guarantors, nothing
   else: `paid` of entities and of calls is before that;
 * `unpaid` adds up deals, not calls;
 * an investee that fails and owes nothing has paid nothing of it: the whole is written down;
 * the shocks of `--each` and `--curve` come on top of those of `--shock`.
"""

import json
import sys
from collections import defaultdict
from fractions import Fraction

from clearing import Clearing, Debt
from reference import Graph, known, plain, share
from view import (DEFAULTS, ONE, ZERO, Selection, equal, excess, groups, is_share, paid_view,
                  settings)
from view import exact as number
from vintages import cut

OWN = {"shock": [], "recovery": 0.4, "write_down": "default", "default_cost": "1,1"}
WORTHLESS = {"equity", "stock", "shares", "preferred", "warrant"}
FALL = ("entity", "round", "due", "paid")
STAY = Fraction(1, 10**13)  # dues that move by less of what they were first stay


class Shock:
    """Factors on outside funds and on what is due, and who fails."""

    def __init__(self, specs, scenario):
        self.funds, self.assumed, self.deals = (defaultdict(lambda: ONE) for _ in range(3))
        self.relations, self.hit = defaultdict(lambda: ONE), set()
        named = {s["id"]: s["apply"] for s in scenario.get("shocks", [])}
        for spec in specs:
            for part in named[spec[1:]] if spec.startswith("@") else [spec]:
                self.add(part)

    def add(self, spec):
        """One more shock; of several, factors multiply."""
        if spec.startswith("fail:"):
            self.hit.add(spec[len("fail:"):])
            return
        what, _, factor = spec.rpartition("=")
        kind, _, name = what.partition(":")
        table = {"funds": self.funds, "assumed": self.assumed, "deal": self.deals,
                 "relation": self.relations}[kind]
        table[name or None] *= Fraction(factor)

    def of_funds(self, u):
        """Factor on all outside funds of an entity."""
        return self.funds[u] * self.funds[None]

    def of_assumed(self, u):
        """Factor on those that are assumed, before that on all."""
        return self.assumed[u] * self.assumed[None]

    def of_deal(self, deal):
        """Factor on what is due of a deal."""
        return self.deals[deal.id] * self.relations[deal.relation]


class Guarantee:
    """A contingent deal beside the view, and the deals that it covers."""

    def __init__(self, told, amount, guarantor, debtor, deals):
        self.id, self.amount, self.guarantor = told["id"], amount, guarantor
        self.covered = [d.id for d in deals if d.payer == debtor and d.payee != guarantor
                        and d.id in told.get("covers", [d.id])]


class Setting:
    """What stays the same under every shock."""

    def __init__(self, scenario, options):
        self.scenario, self.options = scenario, options
        self.selection = Selection(scenario, options)
        self.view = paid_view(self.selection)
        self.deals = known(self.view)
        self.told = self.selection.deals
        graph = Graph(self.view, earmarks=False)
        self.stated = {u: e.funds for u, e in self.view.entities.items()}
        self.assumed = {u: graph.assumed[u] for u in self.view.entities}
        self.guarantees = list(self.find_guarantees())
        self.cost = tuple(Fraction(x) for x in options["default_cost"].split(","))

    def find_guarantees(self):
        """Contingent deals that the view leaves out for that alone."""
        seen = groups(self.scenario, self.options)
        for told in self.selection.passed:
            why = [reason for reason, holds in self.selection.reasons(told).items() if holds]
            guarantor, debtor = seen[told["payer"]], seen[told["payee"]]
            amount = self.selection.own(told)
            if why == ["contingent"] and amount and guarantor != debtor:
                yield Guarantee(told, amount, guarantor, debtor, self.deals)

    def recovery(self, deal):
        """Share of what is invested that is left where the investee fails."""
        told = self.told[deal.id]
        if "recovery" in told:
            return number(told["recovery"])
        worthless = told.get("instrument", "").lower() in WORTHLESS
        return ZERO if worthless else number(self.options["recovery"])


class Stress:
    """One clearing of everything under a shock, calls and share deals included."""

    def __init__(self, setting, specs):
        self.setting, self.deals = setting, setting.deals
        self.shock = Shock(specs, setting.scenario)
        self.cash = {u: self.shock.of_funds(u) * ((setting.stated[u] or ZERO)
                                                  + self.shock.of_assumed(u) * assumed)
                     for u, assumed in setting.assumed.items()}
        self.calls = {}  # {(guarantee, deal id): amount}
        self.clear()
        self.call()
        self.clear()
        self.give_back()

    # -- clearing --------------------------------------------------------------------------

    def clear(self):
        """Dues and payments of deals and calls, until the dues of share deals stay."""
        full = {d.id: d.amount * self.shock.of_deal(d) for d in self.deals}
        self.due = dict(full)
        shares = [d for d in self.deals if is_share(self.setting.told[d.id])]
        for _ in range(100000):
            self.clear_once()
            new = {d.id: min(self.due[d.id], cut(full[d.id] * self.followed(d))) for d in shares}
            if all(self.due[i] - due <= STAY * full[i] for i, due in new.items()):
                return
            self.due.update(new)
        raise AssertionError("the dues of share deals move on and on")

    def clear_once(self):
        """Payments where dues are given."""
        order = [d for d in self.deals if self.due[d.id]]
        debts = [Debt(d.payer, d.payee, self.due[d.id], self.setting.told[d.id].get("rank", 1))
                 for d in order]
        creditor = {d.id: d.payee for d in self.deals}
        debts += [Debt(g.guarantor, creditor[k], size) for (g, k), size in self.calls.items()]
        self.clearing = Clearing(debts, self.cash, self.shock.hit, self.setting.cost)
        self.paid = dict.fromkeys(self.due, ZERO)
        self.paid.update(zip((d.id for d in order), self.clearing.paid))
        self.call_paid = dict(zip(self.calls, self.clearing.paid[len(order):]))

    def from_guarantors(self, k):
        """What guarantors have paid on a deal."""
        return sum((paid for (_, deal), paid in self.call_paid.items() if deal == k), ZERO)

    def followed(self, deal):
        """Share of a share deal that is due after what was paid of the deals that it follows."""
        amounts = {d.id: d.amount for d in self.deals}
        weigh, result, total = self.setting.selection.weight, ZERO, ZERO
        for k in self.setting.told[deal.id]["amount"]["of"]:
            total += weigh(k)
            paid = ONE
            if k in amounts:
                paid = min(ONE, (self.paid[k] + self.from_guarantors(k)) / amounts[k])
            result += weigh(k) * paid
        return result / total

    # -- guarantees ------------------------------------------------------------------------

    def call(self):
        """What guarantors must pay after the first clearing; those whose funds nobody knows are
        taken to have it."""
        offers = {}
        for g in self.setting.guarantees:
            lacking = {k: self.due[k] - self.paid[k] for k in g.covered}
            total = sum(lacking.values(), ZERO)
            if total:
                part = min(ONE, g.amount / total)
                offers.update({(g, k): part * lack for k, lack in lacking.items() if lack})
        offered = defaultdict(Fraction)
        for (_, k), offer in offers.items():
            offered[k] += offer
        for (g, k), offer in offers.items():
            lack = self.due[k] - self.paid[k]
            self.calls[g, k] = offer * min(ONE, lack / offered[k])
            if self.setting.stated[g.guarantor] is None:
                self.cash[g.guarantor] += (self.calls[g, k] * self.shock.of_funds(g.guarantor)
                                           * self.shock.of_assumed(g.guarantor))

    def give_back(self):
        """What guarantors have paid in the end: a creditor keeps no more than its due."""
        self.kept = {}
        for (g, k), paid in self.call_paid.items():
            together = self.from_guarantors(k)
            over = excess(self.paid[k] + together, self.due[k])
            self.kept[g, k] = paid - (over * paid / together if together else ZERO)

    # -- results ---------------------------------------------------------------------------

    def entity(self, u):
        """The row of an entity."""
        dues = [(self.due[d.id], self.paid[d.id]) for d in self.deals if d.payer == u]
        dues += [(size, self.call_paid[c]) for c, size in self.calls.items()
                 if c[0].guarantor == u]
        due, paid = (sum(column, ZERO) for column in zip((ZERO, ZERO), *dues))
        fails = u in self.shock.hit or paid < due and not equal(paid, due)
        return {"entity": u, "cash": self.cash[u], "due": due, "paid": paid,
                "paid_share": share(paid, due), "shortfall": due - paid, "fails": fails,
                "round": self.clearing.rounds.get(u) if fails else None}

    def supplier(self, s, entities):
        """The row of a supplier."""
        trade = [d for d in self.deals if d.trade and d.payee == s]
        capital = [d for d in self.deals if d.capital and d.payer == s]
        ids = {d.id for d in trade}
        revenue = sum((d.amount for d in trade), ZERO)
        lost = sum((d.amount - self.paid[d.id] for d in trade), ZERO)
        lost -= sum((kept for (_, k), kept in self.kept.items() if k in ids), ZERO)
        called = sum((size for (g, _), size in self.calls.items() if g.guarantor == s), ZERO)
        paid = sum((kept for (g, _), kept in self.kept.items() if g.guarantor == s), ZERO)
        invested = sum((d.amount for d in capital), ZERO)
        gone = sum((self.paid[d.id] * (1 - self.setting.recovery(d))
                    * self.written_down(entities[d.payee]) for d in capital), ZERO)
        loss = lost + gone + paid
        return {"supplier": s, "revenue": revenue, "revenue_lost": lost, "capital": invested,
                "capital_lost": gone, "guarantees_called": called, "guarantees_paid": paid,
                "loss": loss, "loss_share": share(loss, revenue + invested + called)}

    def written_down(self, investee):
        """Share of what is not recovered that is lost on an investee."""
        if not investee["fails"]:
            return ZERO
        by_share = self.setting.options["write_down"] == "shortfall"
        return 1 - (investee["paid_share"] or ZERO) if by_share else ONE

    def result(self):
        """Figures and tables."""
        entities = {u: self.entity(u) for u in self.setting.view.entities}
        rows = [self.supplier(s, entities) for s in entities]
        rows = [row for row in rows
                if row["revenue"] or row["capital"] or row["guarantees_called"]]
        deals = [{"deal": d.id, "payer": d.payer, "payee": d.payee, "due": self.due[d.id],
                  "paid": self.paid[d.id]} for d in self.deals]
        payee = {d.id: d.payee for d in self.deals}
        calls = [{"deal": f"guarantee:{g.id}", "payer": g.guarantor, "payee": payee[k],
                  "due": size, "paid": self.call_paid[g, k]}
                 for (g, k), size in self.calls.items()]
        figures = {"unpaid": sum((row["due"] - row["paid"] for row in deals), ZERO),
                   "failed": sum(row["fails"] for row in entities.values()),
                   "guarantees_called": sum(self.calls.values(), ZERO),
                   "guarantees_paid": sum(self.kept.values(), ZERO)}
        return {"figures": figures, "tables": {"suppliers": rows, "deals": deals + calls,
                                               "entities": list(entities.values())}}


def complete(options):
    """All options of a view and of `stress` with their values."""
    own = {**OWN, **{k: v for k, v in options.items() if k in OWN}}
    return {**settings({k: v for k, v in options.items() if k in DEFAULTS}), **own}


def stress(scenario, options):
    """Figures and tables of `stress`; with `each`, `curve` and `named` the tables of these, too."""
    setting = Setting(scenario, complete(options))
    result = Stress(setting, setting.options["shock"]).result()
    if options.get("each") is not None:
        result["tables"]["each"] = [
            {"entity": u, **row} for u in setting.view.entities
            for row in losses(setting, f"funds:{u}={options['each']}")]
    if options.get("curve") is not None:
        spec, values = options["curve"]
        result["tables"]["curve"] = [{"value": value, **row} for value in values
                                     for row in losses(setting, f"{spec}={value}")]
        result["tables"]["falls"] = falls(setting, spec, values)
    if options.get("named"):
        result["tables"]["shocks"] = [{"shock": named["id"], **row}
                                      for named in scenario.get("shocks", [])
                                      for row in losses(setting, *named["apply"])]
    return plain(result)


def falls(setting, spec, values):
    """Of each entity that fails at some value, how it does at the one next to 1."""
    nearest = {}
    for value in sorted(values, key=lambda value: abs(value - 1), reverse=True):
        result = Stress(setting, [*setting.options["shock"], f"{spec}={value}"]).result()
        nearest.update({row["entity"]: {"value": value, **{c: row[c] for c in FALL}}
                        for row in result["tables"]["entities"] if row["fails"]})
    return list(nearest.values())


def losses(setting, *specs):
    """Rows of `each`, `curve` and `shocks` under more shocks: a supplier each, and all together."""
    result = Stress(setting, [*setting.options["shock"], *specs]).result()
    rows = [{k: v for k, v in row.items() if k not in ("revenue", "capital", "loss_share")}
            for row in result["tables"]["suppliers"]]
    return rows + [{"supplier": None, **result["figures"]}]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        chosen = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
        print(json.dumps(stress(json.load(file), chosen), indent=1))
