# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws of a scenario in exact fractions, but for the distributions: each is a file of its own, in
which a deal is worth what it drew, or 0, and `score` says what that gives.

The random numbers are those of Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011), keyed by the seed,
at the place (draw, kind of source, index): the first two words for set A, the others for set B.
"""

import copy
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from reference import Graph, Loopback, bounds, known
from view import ZERO, build_view, settings, Selection

NORMAL = NormalDist()
MASK = 0xFFFFFFFF
KINDS = {"market": 0, "payer": 1, "deal": 2, "funds": 3, "revenue": 4}


def philox(counter, key):
    """Four words of Philox4x32-10."""
    c, k = list(counter), list(key)
    for turn in range(10):
        if turn:
            k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
        low, high = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = [(high >> 32) ^ c[1] ^ k[0], high & MASK, (low >> 32) ^ c[3] ^ k[1], low & MASK]
    return c


def normal(seed, draw, kind, index, other):
    """The standard normal of a source in a draw of set A, or (`other`) of set B."""
    words = philox((draw & MASK, draw >> 32, KINDS[kind], index), (seed & MASK, seed >> 32))
    high, low = words[2:] if other else words[:2]
    return NORMAL.inv_cdf((((high << 20) | (low >> 12)) + 0.5) * 2.0 ** -52)


def three(value):
    """(low, base, high) of a number or range."""
    if not isinstance(value, dict):
        return value, value, value
    low = value.get("low", value.get("base", 0))
    base = value.get("base", low)
    return low, base, value.get("high", base)


def quantile(spread, value, v):
    """The quantile of a range at v."""
    low, base, high = three(value)
    if low == high:
        return base
    if spread == "uniform":
        return low + v * (high - low)
    if spread == "pert":
        from scipy.stats import beta  # only here: it takes long to load
        return low + (high - low) * float(beta.ppf(v, 1 + 4 * (base - low) / (high - low),
                                                   1 + 4 * (high - base) / (high - low)))
    peak = (base - low) / (high - low)
    if v < peak:
        return low + sqrt(v * (high - low) * (base - low))
    return high - sqrt((1 - v) * (high - low) * (high - base))


class Draws:
    """A scenario that can be drawn."""

    def __init__(self, scenario, options, seed=1, correlation=(0.2, 0.0), spread="triangular"):
        self.scenario, self.seed, self.spread = scenario, seed, spread
        self.options = {**settings(options), "weights": "face", "case": "base", "joint": None}
        self.market, self.within = correlation
        self.selection = Selection(scenario, self.options)
        group = {e["id"]: e.get("group") or e["id"] if self.options["consolidate"] else e["id"]
                 for e in scenario["entities"]}
        self.group, self.ids = group, list(dict.fromkeys(group.values()))
        self.counting = {i for i, d in self.selection.selected.items()
                         if d.get("amount") is not None}

    def probability(self, deal):
        """Its own, else that of its status; of a share 1."""
        if "probability" in deal:
            return deal["probability"]
        share = isinstance(deal["amount"], dict) and "share" in deal["amount"]
        status = self.selection.status(deal)
        return 1 if share else self.scenario.get("status_probability", {}).get(status, 1)

    def worth(self, deal):
        """The amount of a deal, or the share."""
        amount = deal["amount"]
        return amount["share"] if isinstance(amount, dict) and "share" in amount else amount

    def uncertain(self, deal):
        """Whether its draw decides something."""
        if deal["id"] not in self.counting:
            return False
        low, _, high = three(self.worth(deal))
        p = self.probability(deal)
        return p > 0 and (p < 1 or low < high)

    def sources(self):
        """Names of the sources of spread, in order."""
        deals = [d for d in self.scenario["deals"] if self.uncertain(d)]
        found = ["market"] if self.market > 0 and deals else []
        if self.within > 0:
            payers = {self.group[d["payer"]] for d in deals}
            found += [f"payer:{i}" for i in self.ids if i in payers]
        if self.market + self.within < 1:
            found += [f"deal:{d['id']}" for d in deals]
        for kind, key in (("funds", "outside_funds"), ("revenue", "revenue")):
            for e in self.scenario["entities"]:
                value = e.get(key)
                value = value.get("amount") if kind == "revenue" and value else value
                low, _, high = three(value) if value is not None else (0, 0, 0)
                found += [f"{kind}:{e['id']}"] if low < high else []
        return found

    def happening(self, drawn):
        """Which deals happen: those that were drawn, and all that these require."""
        memory = {}

        def happens(i):
            if i not in memory:
                deal = self.selection.deals[i]
                if i in self.counting:
                    memory[i] = drawn[i] and all(happens(k) for k in deal.get("requires", []))
                else:
                    memory[i] = (any(d["id"] == i for d in self.selection.passed)
                                 and self.selection.status(deal) != "cancelled")
            return memory[i]
        return {i: happens(i) for i in self.counting}

    def file(self, draw, other=False, exchanged=None):
        """The scenario of a draw of set A (or the other), with one source from the other set."""
        def latent(kind, index, name):
            return normal(self.seed, draw, kind, index, other != (name == exchanged))

        def deal_share(index, deal):
            payer = self.group[deal["payer"]]
            own = max(0.0, 1 - self.market - self.within)
            own = 0.0 if own < 1e-15 else own
            x = (sqrt(self.market) * latent("market", 0, "market")
                 + sqrt(self.within) * latent("payer", self.ids.index(payer), f"payer:{payer}")
                 + sqrt(own) * latent("deal", index, f"deal:{deal['id']}"))
            return NORMAL.cdf(x)

        file, drawn, worths = copy.deepcopy(self.scenario), {}, {}
        for index, deal in enumerate(self.scenario["deals"]):
            i = deal["id"]
            if i not in self.counting:
                continue
            u, p = deal_share(index, deal), self.probability(deal)
            drawn[i] = p > 0 and u >= 1 - p
            v = min(max((u - (1 - p)) / p, 0.0), 1.0) if drawn[i] else 0.0
            worths[i] = quantile(self.spread, self.worth(deal), v)
        happens = self.happening(drawn)
        for deal in file["deals"]:
            if deal["id"] not in self.counting:
                continue
            worth = worths[deal["id"]] if happens[deal["id"]] else 0
            if isinstance(deal["amount"], dict) and "share" in deal["amount"]:
                deal["amount"]["share"] = worth
            else:
                deal["amount"] = worth
        for index, entity in enumerate(file["entities"]):
            i = entity["id"]
            if isinstance(entity.get("outside_funds"), dict):
                v = NORMAL.cdf(latent("funds", index, f"funds:{i}"))
                entity["outside_funds"] = quantile(self.spread, entity["outside_funds"], v)
            if entity.get("revenue") and isinstance(entity["revenue"]["amount"], dict):
                v = NORMAL.cdf(latent("revenue", index, f"revenue:{i}"))
                entity["revenue"]["amount"] = quantile(self.spread, entity["revenue"]["amount"], v)
        return file

    def measured(self, *which):
        """({entity: its figures}, gross, whom `suppliers` would list) of a draw."""
        view = build_view(self.file(*which), self.options)
        graph = Graph(view)
        figures, listed = {}, set()
        for s in view.entities:
            loop = Loopback(graph, s, self.options["origin"])
            low, _, high, *_ = (ZERO, ZERO, ZERO) if not loop.invested else (
                *(bounds(loop, self.options)[0:1]), loop.loopback, bounds(loop, self.options)[1])
            figures[s] = {"loopback_min": low, "loopback_pro_rata": loop.loopback,
                          "loopback_max": high, "invested": loop.invested,
                          "exposure_pro_rata": loop.loopback / loop.revenue if loop.revenue
                          else None}
            if loop.invested and (loop.revenue or view.entities[s].revenue):
                listed.add(s)
        gross = sum((d.amount for d in known(view)), Fraction(0))
        return figures, gross, listed
