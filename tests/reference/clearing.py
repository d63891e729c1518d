# SPDX-License-Identifier: GPL-3.0-or-later
"""The greatest clearing vector, exactly, as in Eisenberg and Noe (2001, doi
10.1287/mnsc.47.2.236.9835), with ranks (Elsinger 2009) and costs of default (Rogers and Veraart
2013, doi 10.1287/mnsc.1120.1569).

What everybody receives is followed from all paid downwards. The map from receipts to receipts is
linear as long as nobody starts to fail and no failing payer runs out of money for a rank. On such a
piece the fixed point comes from one exact linear system. Where the straight way to it leaves the
piece, it is followed up to there and goes on with the next piece. On that way receipts are always
at least what they bring about, and never below the greatest fixed point; pieces only change
downwards, so there are no more steps than payers times ranks.

A circle of failing payers who owe all they get to each other has a singular system, and must lose
money until one of them leaves it: there receipts fall in the proportion in which money circles.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import exact
from view import ONE, ZERO, equal

ALL, NOTHING = "all", "nothing"  # states of a payer; else the rank that it pays in part


@dataclass(frozen=True)
class Debt:
    """What is due from payer to payee; smaller ranks are paid first."""

    payer: object
    payee: object
    due: Fraction
    rank: int = 1


class Clearing:
    """Payments of debts, from all paid downwards.

    cash: {payer: what it has}; hit: those who pay nothing; cost: the factors on cash and on
    receipts of a payer that fails. Results: receipts, paid (as debts are listed), rounds."""

    def __init__(self, debts, cash, hit=(), cost=(ONE, ONE)):
        self.debts, self.cash, self.cost = debts, cash, cost
        self.total, self.steps = defaultdict(Fraction), {}
        by_rank = defaultdict(lambda: defaultdict(Fraction))
        for d in debts:
            self.total[d.payer] += d.due
            by_rank[d.payer][d.rank] += d.due
        for u, sums in by_rank.items():
            below = ZERO
            self.steps[u] = []  # (rank, what smaller ranks take, what this one takes)
            for rank in sorted(sums):
                if sums[rank]:
                    self.steps[u].append((rank, below, sums[rank]))
                    below += sums[rank]
        self.state = {u: NOTHING if u in hit else ALL for u in cash}
        self.rounds = {u: 0 for u in hit}
        self.receipts = self.after(defaultdict(Fraction))
        self.run()
        self.paid = [self.payment(d) for d in debts]

    # -- one payer -------------------------------------------------------------------------

    def money(self, u):
        """What a failing payer has."""
        return self.cost[0] * self.cash[u] + self.cost[1] * self.receipts[u]

    def short(self, u):
        """True where a payer has less than it owes."""
        has = self.cash[u] + self.receipts[u]
        return has < self.total[u] and not equal(has, self.total[u])

    def step_of(self, u):
        """The number of the rank which the money of a failing payer pays in part or, where it ends
        with a rank, in full."""
        return max((i for i, (_, below, _) in enumerate(self.steps[u]) if below < self.money(u)),
                   default=0)

    def payment(self, d):
        """What is paid of a debt."""
        state = self.state[d.payer]
        if state == ALL or not d.due:
            return d.due
        if state == NOTHING:
            return ZERO
        rank, below, size = self.steps[d.payer][state]
        if d.rank != rank:
            return d.due if d.rank < rank else ZERO
        return (self.money(d.payer) - below) * d.due / size

    def after(self, receipts):
        """What everybody receives where everybody has received so much."""
        self.receipts, result = receipts, {u: ZERO for u in self.cash}
        for d in self.debts:
            result[d.payee] += self.payment(d)
        return result

    # -- all of them -----------------------------------------------------------------------

    def run(self):
        """Rounds: who cannot pay though all others do, who cannot once these fall short, ..."""
        failing, number = set(), 0
        while new := [u for u in self.cash if self.state[u] == ALL and self.short(u)]:
            number += 1
            self.rounds.update(dict.fromkeys(new, number))
            self.state.update({u: self.step_of(u) for u in new})
            failing.update(new)
            self.descend(failing)

    def descend(self, failing):
        """Follow the receipts down to the greatest fixed point at which only these fail."""
        while True:
            before = self.receipts
            resting = {u: before[u] - now for u, now in self.after(before).items()}
            self.receipts = before
            assert min(resting.values()) >= 0
            if not any(resting.values()):
                return
            self.advance(failing, *self.direction(resting))

    def advance(self, failing, fall, farthest):
        """Receipts fall in this direction until a payer runs out of money for a rank, at the
        farthest so many times."""
        lengths = {}
        for u in failing:
            _, below, _ = self.steps[u][self.state[u]]
            loses = self.cost[1] * fall[u]
            if loses and self.state[u]:
                lengths[u] = (self.money(u) - below) / loses
        length = min([*lengths.values(), *farthest])
        self.receipts = {u: y - length * fall[u] for u, y in self.receipts.items()}
        for u, own in lengths.items():
            if own == length and (not farthest or own < farthest[0]):
                self.state[u] -= 1

    def slopes(self):
        """{(payee, failing payer): what it gets of one more that the payer receives}."""
        slope = defaultdict(Fraction)
        for d in self.debts:
            state = self.state[d.payer]
            if state not in (ALL, NOTHING) and d.due:
                rank, _, size = self.steps[d.payer][state]
                if d.rank == rank:
                    slope[d.payee, d.payer] += self.cost[1] * d.due / size
        return slope

    def direction(self, resting):
        """(how receipts fall, [1] where they are at the fixed point of this piece then, else [])"""
        slope = self.slopes()
        payers = {u for _, u in slope}
        circles = [part for part in exact.strong_parts({(u, v) for (v, u), s in slope.items() if s})
                   if part <= payers and self.cost[1] == 1
                   and all(v in part for (v, u), s in slope.items() if s and u in part)]
        for circle in circles:
            if any(resting[u] for u in circle):
                return {**dict.fromkeys(resting, ZERO), **self.circling(circle, slope)}, []
        nodes = [u for u in resting if not any(u in circle for circle in circles)]
        matrix = [[Fraction(u == v) - slope.get((v, u), 0) for u in nodes] for v in nodes]
        fall = exact.solve(matrix, [[resting[u] for u in nodes]])[0]
        return {**dict.fromkeys(resting, ZERO), **dict(zip(nodes, fall))}, [ONE]

    @staticmethod
    def circling(circle, slope):
        """The proportion in which money goes round in a circle that it does not leave."""
        nodes = sorted(circle, key=str)
        matrix = [[Fraction(u == v) - slope.get((v, u), 0) for u in nodes] for v in nodes[1:]]
        return dict(zip(nodes, exact.solve([[ONE] * len(nodes), *matrix],
                                           [[ONE] + [ZERO] * (len(nodes) - 1)])[0]))
