# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference implementation of `circfin chance`: each draw is a view of its own, in exact fractions.

    python3 chance.py SCENARIO.json [DRAWS [SEED]]      prints the table as JSON

The payees of a draw are those of the same random numbers: Philox4x32-10, keyed by the seed, at the
place (draw, 5 for capital, 6 for trade and 7 for service), word after word.
"""

import itertools
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import replace

import exact
from draws import MASK, philox
from exact import ZERO
from loops import cycles, dict_of
from reference import Graph, Loopback, known, share
from view import build_view, settings

NAMES = ("circularity_max", "loopback_of_capital", "financing_loops")
KINDS = {"capital": 5, "trade": 6, "service": 7}
LENGTH, TRIES = 5, 1000


class Bits:
    """Whole numbers at random, from one sequence of words."""

    def __init__(self, seed, draw, kind):
        self.place = (draw & MASK, draw >> 32, kind)
        self.key = (seed & MASK, seed >> 32)
        self.words = (word for index in itertools.count()
                      for word in philox((*self.place, index), self.key))

    def below(self, count):
        """One of 0 .. count - 1; numbers that would favour some of them are passed over."""
        while True:
            product = next(self.words) * count
            if (product & MASK) >= (2 ** 32 - count) % count:
                return product >> 32


def orders_of(left):
    """Every different order of so many of each."""
    if not sum(left.values()):
        yield ()
    for payee in sorted(left):
        if left[payee]:
            for rest in orders_of(left - Counter([payee])):
                yield (payee, *rest)


class Chance:
    """The deals of a view whose payees are permuted."""

    def __init__(self, scenario, options, seed=1):
        self.options, self.seed = settings(options), seed
        self.view = build_view(scenario, self.options)
        self.deals = known(self.view)
        self.gross = sum((d.amount for d in self.deals), ZERO)
        self.capital = sum((d.amount for d in self.deals if d.capital), ZERO)
        self.classes = {c: [i for i, d in enumerate(self.deals) if d.carries == c] for c in KINDS}

    # ---- payees

    def fits(self, at, payees, i, j):
        """Whether deals i and j of a class both pay others once they have swapped payees."""
        payer = [self.deals[k].payer for k in at]
        return payees[j] != payer[i] and payees[i] != payer[j]

    def shuffled(self, at, bits):
        """The payees of one class in a draw."""
        payees = [self.deals[k].payee for k in at]
        for i in range(len(at) - 1, 0, -1):
            j = bits.below(i + 1)
            payees[i], payees[j] = payees[j], payees[i]
        for i, k in enumerate(at):
            if payees[i] != self.deals[k].payer:
                continue
            tries = (bits.below(len(at)) for _ in range(TRIES))
            fitting = (j for j in itertools.chain(tries, range(len(at)))
                       if self.fits(at, payees, i, j))
            j = next(fitting)
            payees[i], payees[j] = payees[j], payees[i]
        return payees

    def drawn(self, draw):
        """The payees of all deals in a draw."""
        payees = [d.payee for d in self.deals]
        for carried, kind in KINDS.items():
            at = self.classes[carried]
            for k, payee in zip(at, self.shuffled(at, Bits(self.seed, draw, kind))):
                payees[k] = payee
        return tuple(payees)

    def orders(self):
        """How many different orders of payees there are."""
        count = 1
        for at in self.classes.values():
            count *= math.factorial(len(at))
            for m in Counter(self.deals[k].payee for k in at).values():
                count //= math.factorial(m)
        return count

    def arrangements(self, at):
        """{payees of a class: probability}, over all permutations, one deal after the other. Those
        that only exchange equal payees are as many for each order."""
        found = list(orders_of(Counter(self.deals[k].payee for k in at)))
        found = {payees: 1 / len(found) for payees in found}
        for i, k in enumerate(at):
            after = defaultdict(float)
            for payees, p in found.items():
                if payees[i] != self.deals[k].payer:
                    after[payees] += p
                    continue
                fitting = [j for j in range(len(at)) if self.fits(at, payees, i, j)]
                fail = (1 - len(fitting) / len(at)) ** TRIES
                for j in fitting:
                    other = list(payees)
                    other[i], other[j] = payees[j], payees[i]
                    after[tuple(other)] += p * ((1 - fail) / len(fitting)
                                                + (fail if j == fitting[0] else 0))
            found = after
        return found

    def all_arrangements(self):
        """{payees of all deals: probability}."""
        found = {}
        parts = [self.arrangements(at) for at in self.classes.values()]
        for chosen in itertools.product(*(part.items() for part in parts)):
            payees = [None] * len(self.deals)
            for at, (own, _) in zip(self.classes.values(), chosen):
                for k, payee in zip(at, own):
                    payees[k] = payee
            found[tuple(payees)] = math.prod(p for _, p in chosen)
        return found

    # ---- figures

    def measured(self, payees):
        """The three figures with these payees; None where there is nothing to divide by."""
        deals = [replace(d, payee=payee) for d, payee in zip(self.deals, payees)]
        assert all(d.payer != d.payee for d in deals)
        circulation = exact.max_circulation([(d.payer, d.payee, d.amount) for d in deals])
        graph = Graph(replace(self.view, deals=deals), earmarks=False)
        back = ZERO
        for s in self.view.entities:
            if graph.out_of[s] and any(e.trade for e in graph.into[s]):
                back += Loopback(graph, s, self.options["origin"]).loopback
        return share(circulation, self.gross), share(back, self.capital), loop_count(deals)


def loop_count(deals):
    """Financing loops of up to so many hops."""
    between, successors = defaultdict(set), defaultdict(set)
    for d in deals:
        between[d.payer, d.payee].add(d.carries)
        successors[d.payer].add(d.payee)
    found = 0
    for path in cycles(dict_of(successors), LENGTH):
        hops = [between[pair] for pair in zip(path, path[1:] + path[:1])]
        found += (math.prod(map(len, hops)) - math.prod(len(hop - {"capital"}) for hop in hops)
                  - math.prod(len(hop - {"trade"}) for hop in hops)
                  + math.prod("service" in hop for hop in hops))
    return found


def summary(observed, values, weights, whole):
    """(mean, sd, p) of the values of draws; of all that can be drawn where `whole`."""
    total = sum(weights)
    mean = sum(v * w for v, w in zip(values, weights)) / total
    spread = sum((v - mean) ** 2 * w for v, w in zip(values, weights)) / total
    n, tolerance = len(values), 1e-9 * max(1, abs(observed))
    reached = sum(w for v, w in zip(values, weights) if v >= observed - tolerance)
    if whole:
        return mean, math.sqrt(spread), reached / total
    deviation = math.sqrt(spread * n / (n - 1)) if n > 1 else None
    return mean, deviation, (1 + reached) / (1 + n)


def chance(scenario, options, draws=1000, seed=1):
    """({statistic: row of the table, and `values` with `weights`}, exact)."""
    of = Chance(scenario, options, seed)
    observed = of.measured(tuple(d.payee for d in of.deals))
    whole = of.orders() < draws
    drawn = of.all_arrangements() if whole else None
    payees = list(drawn) if whole else [of.drawn(n) for n in range(draws)]
    weights = list(drawn.values()) if whole else [1.0] * draws
    memory = {}
    for p in payees:
        if p not in memory:
            memory[p] = of.measured(p)
    rows = {}
    for s, name in enumerate(NAMES):
        row = {"observed": None, "mean": None, "sd": None, "p": None, "values": [], "weights": []}
        if observed[s] is not None:
            values = [float(memory[p][s]) for p in payees]
            mean, deviation, p = summary(float(observed[s]), values, weights, whole)
            row = {"observed": float(observed[s]), "mean": mean, "sd": deviation, "p": p,
                   "values": values, "weights": weights}
        rows[name] = row
    return rows, whole


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as given:
        table, _ = chance(json.load(given), {}, *map(int, sys.argv[2:4]))
    print(json.dumps({name: {k: row[k] for k in ("observed", "mean", "sd", "p")}
                      for name, row in table.items()}, indent=1))
