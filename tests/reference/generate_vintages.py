# SPDX-License-Identifier: GPL-3.0-or-later
"""Random scenarios whose deals, outside funds and revenues have dates, for `vintages`.

    python3 generate_vintages.py SEED      prints the scenario and the options of a seed as JSON
"""

import json
import random
import sys
from datetime import date, timedelta

from generate import SERVICE, TRADES, Scenario, random_options, random_window



class Timed(Scenario):
    """Few entities that deal with each other over some years."""

    def __init__(self, seed):
        super().__init__(f"timed {seed}")
        size = self.random.choice([2, 3, 3, 4, 4, 5, 6, 8])
        self.entities = self.entities[:size]
        self.ids = [e["id"] for e in self.entities]
        self.goal = self.random.randint(2, self.random.choice([6, 10, 20]))
        self.years = self.random.choice([1, 2, 4, 6])
        self.features |= {f for f in ("dates", "spans", "schedules") if self.chance(0.8)}
        self.features |= {f for f in ("funds", "revenue", "schedules") if self.chance(0.5)}
        self.undated = self.random.choice([0, 0, 0, 0.1, 0.3, 1])
        self.explicit = {}  # deals whose dates a pattern has set

    def moment(self):
        """A day within the years of the scenario, often the first of one."""
        year = 2024 + self.random.randrange(self.years)
        if self.chance(0.3):
            return date(year, self.random.choice([1, 1, 4, 7, 10, 12]), 1)
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def dated(self, deal, when, last=None):
        """Say when a deal is paid, on one day or until a last one."""
        deal["start"] = self.written(when)
        if last:
            deal["end"] = self.written(max(when, last))
        self.explicit[id(deal)] = deal
        return deal

    def waiting(self):
        """Money tied to purchases of later periods, for which others wait, too."""
        spender, *others = self.some(4)
        first = self.moment()
        purchases = []
        for _ in range(self.random.randint(1, 3)):
            when = first + timedelta(days=self.random.randrange(-200, 900))
            k = self.deal(spender, self.random.choice(others), self.random.choice(TRADES))
            last = when + timedelta(days=self.random.randrange(700))
            purchases.append(self.dated(k, when, last if self.chance(0.5) else None))
        ids = [k["id"] for k in purchases if "id" in k]
        for _ in range(self.random.randint(1, 3)):
            d = self.deal(self.random.choice(others), spender, "investor")
            if ids:
                d["earmark"] = self.random.sample(ids, self.random.randint(1, len(ids)))
            if self.chance(0.7):
                self.dated(d, first + timedelta(days=self.random.randrange(500)))

    def slow_loop(self):
        """Capital, and the trade that brings it back later."""
        supplier, customer = self.some(2)
        when = self.moment()
        self.dated(self.deal(supplier, customer, "investor"), when)
        self.dated(self.deal(customer, supplier, "customer"),
                   when + timedelta(days=self.random.randrange(-100, 500)),
                   date(2024 + self.years, 12, 31))

    def service(self):
        """Capital that is given back, or paid for."""
        supplier, customer = self.some(2)
        self.deal(supplier, customer, "investor")
        self.deal(customer, supplier, self.random.choice(SERVICE))

    def add_deals(self):
        """Patterns until there are enough deals."""
        usual = [self.waiting, self.slow_loop, self.slow_loop, self.vendor_loop, self.tied,
                 self.single, self.single, self.exact_circuit, self.service]
        patterns = self.random.sample(usual, self.random.randint(1, len(usual)))
        while len(self.deals) < self.goal:
            self.random.choice(patterns)()

    def set_dates(self, d):
        """As everywhere; but a pattern's dates stay, and some deals have none."""
        amount = d.get("amount")
        if isinstance(amount, dict) and "share" in amount:
            d.pop("start", None)
            d.pop("end", None)
        elif id(d) in self.explicit:
            return
        super().set_dates(d)
        if self.chance(self.undated):
            for key in ("announced", "start", "schedule"):
                d.pop(key, None)

    def set_entities(self, span):
        """As everywhere; but the outside funds may have dates of their own."""
        super().set_entities(span)
        for e in self.entities:
            funds = e.get("outside_funds")
            if not funds or not self.feature("schedules", 0.4):
                continue
            if not isinstance(funds, dict):
                funds = {"base": funds}
            base = funds.get("base", funds.get("low", 0))
            if base:
                e["outside_funds"] = {**funds, "schedule": self.schedule(base)}


def timed_scenario(seed):
    """A valid random scenario with dates."""
    return Timed(seed).finished()


def timed_options(seed, scenario):
    """Random options of `vintages`."""
    chooser = random.Random(f"timed options {seed}")
    options = random_options(seed, scenario)
    for name in ("joint", "window", "as_of", "status"):
        options.pop(name, None)
    if chooser.random() < 0.25:
        options["window"] = random_window(chooser)
    options["period"] = chooser.choice(["year", "year", "year", "quarter", "quarter", "month"])
    options["carry"] = chooser.choice(["auto", "auto", "auto", "all", "none"])
    return options


if __name__ == "__main__":
    chosen = timed_scenario(int(sys.argv[1]))
    print(json.dumps({"scenario": chosen, "options": timed_options(int(sys.argv[1]), chosen)},
                     indent=1, ensure_ascii=False))
