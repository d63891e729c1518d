# SPDX-License-Identifier: GPL-3.0-or-later
"""Random scenarios in which somebody cannot pay, for `stress`.

    python3 generate_stress.py SEED      prints the scenario and the options of a seed as JSON
"""

import json
import random
import sys

from generate import RELATIONS, SERVICE, TRADES, Scenario, random_options
from reference import known
from view import build_view, settings

INSTRUMENTS = ["equity", "Warrant", "loan", "PREFERRED", "cloud", "preferred stock", "shares"]


class Stressed(Scenario):
    """Entities that owe each other more than they have."""

    def __init__(self, seed):
        super().__init__(f"stress {seed}")
        size = self.random.choice([2, 3, 4, 4, 5, 6, 8, 10])
        self.entities = self.entities[:size]
        self.ids = [e["id"] for e in self.entities]
        self.goal = self.random.randint(2, self.random.choice([6, 12, 24]))
        self.features |= {f for f in ("funds", "shares") if self.chance(0.6)}
        self.features -= {f for f in ("cancelled", "statuses", "spans", "schedules", "selection")
                          if self.chance(0.7)}
        self.features |= {f for f in ("ranks", "guarantees", "recovery") if self.chance(0.6)}
        if self.chance(0.3):
            self.style = "equal"

    def number(self):
        """A positive amount, often one of few."""
        if self.style == "equal":
            return self.random.choice([1, 1, 1, 2, 2, 3, 5, 0.5, 10])
        return super().number()

    def chain(self):
        """Everybody waits for somebody else's payment."""
        some = self.some(5)
        for payer, payee in zip(some, some[1:]):
            self.deal(payer, payee, self.random.choice(TRADES))

    def trickle(self):
        """A circuit that little leaves."""
        amount = self.number()
        payer, payee = self.some(2)
        self.deal(payer, payee, amount=amount)
        self.deal(payee, payer, amount=amount)
        self.deal(payer, self.random.choice([i for i in self.ids if i != payer]),
                  amount=float(f"{amount * self.random.choice([0.5, 1e-2, 1e-5]):.5g}"))

    def service(self):
        """Interest or repayment."""
        payer, payee = self.some(2)
        self.deal(payer, payee, self.random.choice(SERVICE))

    def add_deals(self):
        """Patterns until there are enough deals."""
        usual = [self.chain, self.chain, self.trickle, self.vendor_loop, self.tied, self.single,
                 self.single, self.exact_circuit, self.service]
        patterns = self.random.sample(usual, self.random.randint(1, len(usual)))
        while len(self.deals) < self.goal:
            self.random.choice(patterns)()

    def guarantee(self):
        """A guarantee, for all that somebody owes to others or for some of it."""
        guarantor, debtor = self.some(2)
        if self.deals and self.chance(0.8):
            debtor = self.random.choice(self.deals)["payer"]
            guarantor = self.random.choice([i for i in self.ids if i != debtor])
        made = {"id": f"guarantee-{len(self.deals)}", "relation": self.random.choice(RELATIONS),
                "payer": guarantor, "payee": debtor, "amount": self.number(), "contingent": True}
        able = [d["id"] for d in self.deals if d["payer"] == debtor and d["payee"] != guarantor]
        if able and self.chance(0.5):
            made["covers"] = self.random.sample(able, self.random.randint(1, len(able)))
        if self.feature("ranges", 0.5):
            made["amount"] = self.ranged(made["amount"])
        return made

    def set_links(self):
        """As everywhere; ranks, recoveries and instruments; and guarantees at the end."""
        super().set_links()
        for d in self.deals:
            if self.feature("ranks", 0.4):
                d["rank"] = self.random.choice([1, 2, 2, 3, 7, 0])
            if self.feature("recovery", 0.3):
                d["recovery"] = self.random.choice([0, 0.25, 0.8, 1])
            if self.feature("recovery", 0.4):
                d["instrument"] = self.random.choice(INSTRUMENTS)
        for _ in range(self.random.randint(1, 3) if "guarantees" in self.features else 0):
            self.deals.append(self.guarantee())

    def set_entities(self, span):
        """As everywhere; funds are often too small."""
        super().set_entities(span)
        for e in self.entities:
            if self.chance(0.2):
                e["outside_funds"] = float(f"{self.number() * self.random.uniform(0, 1):.3g}")


def stress_scenario(seed):
    """A valid random scenario, perhaps with shocks of its own."""
    scenario = Stressed(seed).finished()
    chooser = random.Random(f"named shocks {seed}")
    if chooser.random() < 0.3:
        ids = [e["id"] for e in scenario["entities"]]
        deals = [d["id"] for d in scenario["deals"] if not d.get("contingent")]
        scenario["shocks"] = [{"id": "bad-year", "name": "A bad year",
                               "apply": [random_shock(chooser, ids, deals) for _ in range(2)]}]
    return scenario


def random_shock(chooser, entities, deals):
    """A shock of any kind."""
    factor = chooser.choice(["0", "0.5", "0.5", "0.9", "0.3333", "1.5", "1"])
    kind = chooser.choice(["funds", "funds:", "funds:", "assumed", "assumed", "assumed:", "deal:",
                           "relation:", "fail:"])
    if kind == "deal:" and deals:
        return f"deal:{chooser.choice(deals)}={factor}"
    if kind == "relation:":
        return f"relation:{chooser.choice(RELATIONS)}={factor}"
    if kind in ("funds", "assumed"):
        return f"{kind}={factor}"
    if kind == "fail:":
        return f"fail:{chooser.choice(entities)}"
    return f"{kind if kind != 'deal:' else 'funds:'}{chooser.choice(entities)}={factor}"


def stress_options(seed, scenario):
    """Random options of `stress`."""
    chooser = random.Random(f"stress options {seed}")
    options = random_options(seed, scenario)
    for name in ("joint", "origin", "supplier"):
        options.pop(name, None)
    if chooser.random() < 0.7:
        options.pop("consolidate", None)
    view = build_view(scenario, settings(options))
    deals = [d.id for d in known(view)]
    able = list(view.entities), deals
    options["shock"] = [random_shock(chooser, *able) for _ in range(chooser.randint(1, 3))]
    if "shocks" in scenario and shocks_fit(scenario, *able) and chooser.random() < 0.7:
        options["shock"].append("@bad-year")
    if chooser.random() < 0.3:
        options["default_cost"] = chooser.choice(["0.5,0.7", "1,0.5", "0,1", "0,0", "0.9,0.9"])
    if chooser.random() < 0.3:
        options["recovery"] = chooser.choice([0, 0.5, 1])
    if chooser.random() < 0.3:
        options["write_down"] = "shortfall"
    if chooser.random() < 0.15:
        options["each"] = chooser.choice([0, 0.5])
    if chooser.random() < 0.15:
        spec = chooser.choice(["funds", "assumed", f"funds:{chooser.choice(able[0])}"])
        options["curve"] = (spec, [1, 0.75, 0.5, 0.25, 0] if chooser.random() < 0.7
                            else [0, 0.5, 1, 1.5])
    if "shocks" in scenario and shocks_fit(scenario, *able) and chooser.random() < 0.5:
        options["named"] = True
    return options


def shocks_fit(scenario, entities, deals):
    """True where the scenario's own shocks speak of entities and deals of the view alone."""
    for part in scenario["shocks"][0]["apply"]:
        kind, _, name = part.partition("=")[0].partition(":")
        if kind in ("funds", "assumed", "fail") and name and name not in entities:
            return False
        if kind == "deal" and name not in deals:
            return False
    return True


if __name__ == "__main__":
    chosen = stress_scenario(int(sys.argv[1]))
    print(json.dumps({"scenario": chosen, "options": stress_options(int(sys.argv[1]), chosen)},
                     indent=1, ensure_ascii=False))
