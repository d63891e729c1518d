# SPDX-License-Identifier: GPL-3.0-or-later
"""Random scenarios and view options to test with: valid, rich, and meant to be awkward.

    python3 generate.py SEED      prints the scenario and the options of a seed as JSON
"""

import json
import random
import sys
from datetime import date, timedelta
from fractions import Fraction

TRADES = ["customer", "supplier"]
SERVICE = ["repayment", "interest"]
RELATIONS = 3 * ["investor", *TRADES] + SERVICE  # as often as they are drawn
STATUSES = ["rumoured", "letter_of_intent", "announced", "signed", "completed", "cancelled"]
BASES = ["reported", "estimate", "assumption"]
IDS = ["nova", "Zeta", "alpha", "b2", "B10", "cloud-x", "chip_y", "fund", "lab", "omega", "q",
       "data.co", "Ärzte", "zz"]
FX = {"EUR": 1.1, "JPY": 0.0067, "KWD": 3.25}
FEATURES = ["ranges", "shares", "parts", "supersedes", "groups", "funds", "revenue", "unquantified",
            "zeros", "selection", "statuses", "cancelled", "probabilities", "fx", "schedules",
            "spans", "dates", "decoration"]


class Scenario:
    """A scenario in the making: deals are added by patterns, then features are put on them."""

    def __init__(self, seed):
        self.random = random.Random(f"scenario {seed}")
        level = self.random.choice([0.05, 0.2, 0.5, 0.8])
        self.features = {f for f in FEATURES if self.random.random() < level}
        self.style = self.random.choice(["friendly", "friendly", "decimal", "spread"])
        size = self.random.choice([2, 3, 4, 5, 5, 6, 6, 8, 10, 14])
        self.entities = [{"id": i} for i in self.random.sample(IDS, size)]
        self.ids = [e["id"] for e in self.entities]
        self.deals = []
        self.goal = self.random.randint(1, self.random.choice([min(40, 3 * size), 40]))

    def chance(self, probability):
        """True with this probability."""
        return self.random.random() < probability

    def number(self):
        """A positive amount in the style of the scenario."""
        if self.style == "friendly":
            return self.random.randint(1, 100)
        if self.style == "decimal":
            return round(self.random.uniform(0.1, 100), 2)
        return float(f"{10 ** self.random.uniform(-3, 9):.5g}")

    def moment(self):
        """A day within four years."""
        return date(2024, 1, 1) + timedelta(days=self.random.randrange(1461))

    def written(self, day):
        """A day in full or short."""
        return str(day)[:self.random.choice([10, 10, 7, 4] if "dates" in self.features else [10])]

    # -- patterns of deals -----------------------------------------------------------------

    def deal(self, payer, payee, relation=None, amount=None):
        """Add a deal; where the file is full, change nothing but still return one."""
        made = {"relation": relation or self.random.choice(RELATIONS), "payer": payer,
                "payee": payee, "amount": self.number() if amount is None else amount}
        if len(self.deals) < 40:
            made["id"] = f"d{len(self.deals)}"
            self.deals.append(made)
        return made

    def some(self, count):
        """That many different entities, or fewer where there are not so many."""
        return self.random.sample(self.ids, min(count, len(self.ids)))

    def circuit(self, splits):
        """A closed circuit of one amount; on each hop it may be split into parallel deals."""
        ring = self.some(self.random.randint(2, 5))
        for i, payer in enumerate(ring):
            for amount in self.random.choice(splits):
                self.deal(payer, ring[(i + 1) % len(ring)], amount=amount)

    def exact_circuit(self):
        """A circuit that closes."""
        amount = self.number()
        self.circuit([[amount]])

    def rounded_circuit(self):
        """A circuit that closes but for the rounding of binary numbers."""
        splits = [[0.3], [0.1, 0.2], [0.1, 0.1, 0.1], [0.30000000000000004]]
        self.circuit(splits if self.chance(0.7) else [[1.1], [0.3, 0.8], [0.4, 0.7]])

    def vendor_loop(self):
        """A supplier that invests in its customer, directly or through a third."""
        supplier, customer, *third = self.some(3)
        self.deal(supplier, customer, "investor")
        self.deal(customer, supplier, "customer")
        if third and self.chance(0.5):
            self.deal(customer, third[0], "customer")
            self.deal(third[0], supplier, self.random.choice(["customer", "supplier"]))

    def tied(self):
        """Investors whose money is tied to purchases of the one that they invest in; they compete
        for them, and the purchases may pay them, or the spender may be a supplier-investor."""
        spender, *others = self.some(5)
        purchases = [d for d in self.deals
                     if d["payer"] == spender and d["relation"] in TRADES]
        while len(purchases) < self.random.randint(1, 3):
            seller = self.random.choice(others)
            purchases.append(self.deal(spender, seller, self.random.choice(TRADES)))
        ids = [d["id"] for d in purchases if "id" in d]
        for _ in range(self.random.randint(1, 3)):
            d = self.deal(self.random.choice(others), spender, "investor")
            if ids:
                d["earmark"] = self.random.sample(ids, self.random.randint(1, len(ids)))
        if self.chance(0.4):
            customer = self.random.choice(others)
            self.deal(spender, customer, "investor")
            self.deal(customer, spender, "customer")

    def parallel(self):
        """Several deals one way, perhaps one the other way."""
        payer, payee = self.some(2)
        for _ in range(self.random.randint(2, 3)):
            self.deal(payer, payee)
        if self.chance(0.6):
            self.deal(payee, payer)

    def single(self):
        """One deal between anybody."""
        self.deal(*self.some(2))

    def island(self):
        """A strong component of its own, which nothing else enters or leaves."""
        island = self.some(self.random.randint(2, 3))
        everyone = self.ids
        self.deals = [d for d in self.deals if not {d["payer"], d["payee"]} & set(island)]
        listed = {d["id"] for d in self.deals}
        for d in self.deals:
            if "earmark" in d:
                d["earmark"] = [k for k in d["earmark"] if k in listed]
        for i, d in enumerate(self.deals):  # keep ids unique as the list grows again
            d["was"], d["id"] = d["id"], f"d{i}"
        renamed = {d.pop("was"): d["id"] for d in self.deals}
        for d in self.deals:
            if "earmark" in d:
                d["earmark"] = [renamed[k] for k in d["earmark"]]
        self.ids = island
        (self.exact_circuit if self.chance(0.7) else self.rounded_circuit)()
        self.ids = [i for i in everyone if i not in island] or everyone

    def add_deals(self):
        """Patterns until there are enough deals."""
        usual = [self.exact_circuit, self.rounded_circuit, self.vendor_loop, self.tied, self.tied,
                 self.parallel, self.single, self.single, self.single]
        patterns = self.random.sample(usual, self.random.randint(1, len(usual)))
        if len(self.ids) > 4 and self.chance(0.4):
            self.island()
        while len(self.deals) < self.goal:
            self.random.choice(patterns)()

    # -- features --------------------------------------------------------------------------

    def ranged(self, base):
        """A range about a number, parts of it missing; a firm base where it may be needed."""
        low, high = float(f"{base * 0.6:.5g}"), float(f"{base * 1.7:.5g}")
        return self.random.choice([
            {"low": low, "base": base, "high": high}, {"low": low, "base": base},
            {"base": base, "high": high}, {"low": low, "high": high}, {"high": high},
            {"low": low}, {"base": base}, {"low": 0, "base": base, "high": high}])

    def feature(self, name, probability):
        """Whether to use a feature here."""
        return name in self.features and self.chance(probability)

    def set_amounts(self):
        """Ranges, shares, unquantified and zero amounts, currencies, schedules, dates."""
        for i, d in enumerate(self.deals):
            plain = d["amount"]
            if self.feature("fx", 0.3):
                d["currency"] = self.random.choice([*FX, "USD"])
            if self.feature("ranges", 0.4):
                d["amount"] = self.ranged(plain)
            if self.feature("zeros", 0.1):
                d["amount"] = self.random.choice([0, {"low": 0, "high": plain}])
            elif self.feature("unquantified", 0.15):
                d["amount"] = None
                if self.chance(0.5):
                    del d["amount"]
            elif i and self.feature("shares", 0.25):
                self.make_share(d, i)
            self.set_dates(d)

    def make_share(self, d, i):
        """Make the i-th deal a share of earlier ones."""
        of = self.random.sample(self.deals[:i], min(i, self.random.randint(1, 3)))
        factor = round(self.random.uniform(0, 1), 2)
        if self.chance(0.3):
            factor = {"low": round(factor / 2, 3), "base": factor}
            if self.chance(0.5):
                factor["high"] = 1
        d["amount"] = {"share": factor, "of": [o["id"] for o in of]}
        d.pop("currency", None)

    def set_dates(self, d):
        """When a deal is announced, paid, cancelled."""
        announced = self.moment()
        if self.feature("dates", 0.8):
            d["announced"] = self.written(announced)
        if self.feature("cancelled", 0.2):
            d["cancelled"] = self.written(announced + timedelta(days=self.random.randrange(900)))
        if isinstance(d.get("amount"), dict) and "share" in d["amount"]:
            return
        if self.feature("spans", 0.6):
            start = announced + timedelta(days=self.random.randrange(-200, 400))
            if self.chance(0.9):
                d["start"] = self.written(start)
            if self.chance(0.8):
                d["end"] = self.written(start + timedelta(days=self.random.randrange(1000)))
        amount = d.get("amount")
        base = amount.get("base", amount.get("low", 0)) if isinstance(amount, dict) else amount
        if base and self.feature("schedules", 0.4):
            d["schedule"] = self.schedule(base)

    def schedule(self, base):
        """Dated amounts that add up to base."""
        weights = [self.random.randint(0, 3) for _ in range(self.random.randint(1, 4))] + [1]
        parts = [float(f"{base * w / sum(weights):.9g}") for w in weights[1:]]
        parts.append(max(0, base - sum(parts)))
        return [{"date": self.written(self.moment()), "amount": part} for part in parts]

    def set_risk(self):
        """Statuses, bases, probabilities, non-cash and contingent deals."""
        for d in self.deals:
            if self.feature("statuses", 0.7):
                d["status"] = self.random.choice(STATUSES + STATUSES[2:5] * 2)
            if self.feature("selection", 0.3):
                d["basis"] = self.random.choice(BASES)
            if self.feature("selection", 0.2):
                d["cash"] = self.chance(0.3)
            if self.feature("selection", 0.2):
                d["contingent"] = self.chance(0.7)
                self.set_support(d)
            if self.feature("probabilities", 0.4):
                d["probability"] = self.random.choice([0, 0.25, 0.5, 0.9, 1])
            if self.feature("decoration", 0.3):
                d["x-note"], d["note"], d["instrument"] = 1, "a \"note\" – ü", "loan"
                d["sources"] = [{"title": "A filing", "date": "2025-03"}]

    def set_support(self, d):
        """What a contingent deal is, what is set aside for it, how it runs off."""
        draw = random.Random(f"{d} {len(self.deals)}")  # leaves the others as they were
        if d["contingent"] and draw.random() < 0.6:
            d["kind"] = draw.choice(["guarantee", "take_or_pay", "residual_value", "lease"])
        if d["contingent"] and draw.random() < 0.4:
            d["escrow"] = draw.choice([0, 3.5, {"low": 1, "base": 2, "high": 9}])
        if d["contingent"] and draw.random() < 0.5:
            d["run_off_years"] = draw.choice([1, 2, 5, 20])

    def set_links(self):
        """Parts of programmes and superseded deals, always from later to earlier."""
        for i, d in enumerate(self.deals[1:], 1):
            earlier = self.deals[:i]
            if self.feature("parts", 0.25):
                same = [o for o in earlier if o["payer"] == d["payer"]]
                d["part_of"] = self.random.choice(same or earlier)["id"]
            if self.feature("supersedes", 0.1):
                d["supersedes"] = [o["id"] for o in
                                   self.random.sample(earlier, min(i, self.random.randint(1, 2)))]

    def set_backing(self):
        """Guarantees behind some of the capital, from a source of its own, behind all else. Not
        behind money that is tied to several purchases: there bounds of the program are narrower."""
        chooser = random.Random(f"backing {self.deals}")
        capital = [d for d in self.deals
                   if d["relation"] == "investor" and len(d.get("earmark", [])) < 2]
        if not capital or chooser.random() < 0.6:
            return
        for i in range(chooser.randint(1, 4)):
            backed = chooser.sample(capital, min(len(capital), chooser.choice([1, 1, 2, 3])))
            payer, payee = chooser.sample(self.ids, 2)
            size = chooser.choice([1, 5, 0.5, 20, 300])
            self.deals.append({"id": f"g{i}", "relation": chooser.choice(RELATIONS), "payer": payer,
                               "payee": payee, "amount": size, "contingent": True})
            for d in backed:
                d.setdefault("backed_by", []).append(f"g{i}")

    def set_entities(self, span):
        """Names, groups, outside funds and revenues."""
        groups = ["G1", "group two"] + ([self.ids[0]] if self.chance(0.1) else [])
        for e in self.entities:
            if self.chance(0.85):
                e["name"] = f"The {e['id']} \"Company\""
            if self.feature("groups", 0.5):
                e["group"] = self.random.choice(groups)
            if self.feature("funds", 0.5):
                funds = self.number()
                e["outside_funds"] = self.random.choice([0, 0, funds, self.ranged(funds)])
            if self.feature("revenue", 0.5):
                e["revenue"] = self.revenue(span)
            draw = random.Random(f"{e} {len(self.entities)}")  # leaves the others as they were
            if draw.random() < 0.3:
                e["margin"] = draw.choice([0, 1, 0.74, {"low": 0.2, "high": 0.6}])
            if draw.random() < 0.2:
                e["backlog"] = {"amount": draw.choice([40, {"low": 10, "base": 20}])}
            if draw.random() < 0.2:
                e["stated"] = self.totals(draw)
        if self.ids[0] in groups:  # the group that is named like an entity must contain it
            next(e for e in self.entities if e["id"] == self.ids[0])["group"] = self.ids[0]

    def totals(self, draw):
        """Stated totals, some with a range, a day or sources."""
        def one():
            return {"of": draw.choice(["commitments", "revenue", "investments"]),
                    "amount": draw.choice([0, 7, 120.5, {"base": 30, "high": 50}])} | draw.choice(
                        [{}, {"date": "2026-03"}, {"sources": [{"title": "10-K; \"p. 3\""}]}])
        return [one() for _ in range(draw.randint(1, 3))]

    def revenue(self, span):
        """A reported revenue: for the span, for another time, or for none that is told."""
        base = self.number() * 3
        amount = base if self.chance(0.6) else {"base": base, "high": base * 2}
        if self.chance(0.3):
            return {"amount": amount}
        if span and self.chance(0.5):
            return {"amount": amount, **span}
        first = self.moment()
        last = first + timedelta(days=self.random.randrange(30, 800))
        return {"amount": amount, "from": self.written(first), "to": self.written(last)}

    def finished(self):
        """The scenario as a dictionary."""
        self.add_deals()
        span = None
        if self.chance(0.5):
            first = self.moment()
            span = {"from": self.written(first),
                    "to": self.written(first + timedelta(days=self.random.randrange(90, 1200)))}
        self.set_amounts()
        self.set_risk()
        self.set_links()
        self.ids = [e["id"] for e in self.entities]
        self.set_entities(span)
        self.random.shuffle(self.deals)
        self.set_backing()
        scenario = {"schema": "circfin.scenario/1", "name": "random", "currency": "USD",
                    "unit": self.random.choice(["one", "thousand", "million", "bn"]),
                    "entities": self.entities, "deals": self.deals}
        if "fx" in self.features:
            scenario["fx"] = FX
        if span:
            scenario["span"] = span
        if self.feature("dates", 0.6):
            scenario["as_of"] = self.written(self.moment())
        if "probabilities" in self.features:
            scenario["status_probability"] = {"rumoured": 0.1, "letter_of_intent": 0.3,
                                              "announced": 0.7}
        return scenario


class Dense(Scenario):
    """A few entities and many deals among them: loops everywhere, in all classes, and amounts
    that are often the same, so that ties, kinks and degenerate optima are the rule."""

    def __init__(self, seed, entities, deals):
        super().__init__(f"dense {seed}")
        self.style = self.random.choice(["equal", "equal", "friendly", "decimal", "spread"])
        size = min(entities, self.random.choice([2, 3, 4, 5, entities, entities]))
        self.entities = [{"id": i} for i in self.random.sample(IDS, size)]
        self.ids = [e["id"] for e in self.entities]
        self.goal = self.random.choice([deals, self.random.randint(min(size, deals), deals)])
        self.silenced = []
        self.features -= {"zeros", "groups", "statuses", "cancelled"}
        self.features |= {f for f in ("unquantified", "funds") if self.chance(0.4)}

    def number(self):
        """A positive amount, often one of few."""
        if self.style == "equal":
            return self.random.choice([1, 1, 1, 1, 2, 2, 3, 0.5])
        return super().number()

    def both_ways(self):
        """Capital one way, trade the other."""
        payer, payee = self.some(2)
        self.deal(payer, payee, "investor")
        self.deal(payee, payer, self.random.choice(TRADES))

    def both_classes(self):
        """Capital and trade, perhaps several of each, between the same two."""
        payer, payee = self.some(2)
        for _ in range(self.random.randint(1, 2)):
            self.deal(payer, payee, "investor")
            self.deal(payer, payee, self.random.choice(TRADES))

    def silent(self):
        """A deal without an amount, often beside one that has an amount."""
        payer, payee = self.some(2)
        relation = self.random.choice(RELATIONS)
        if self.chance(0.6):
            self.deal(payer, payee, relation)
        self.silenced.append(self.deal(payer, payee, relation))

    def set_amounts(self):
        """Amounts as everywhere; then those of the silent deals go."""
        super().set_amounts()
        for d in self.silenced:
            d["amount"] = None
            d.pop("schedule", None)

    def set_entities(self, span):
        """As everywhere; but some have exactly what they need, or report exactly what comes in."""
        super().set_entities(span)
        if self.style == "spread" or not self.chance(0.5):
            return
        plain = [d for d in self.deals if isinstance(d.get("amount"), (int, float))]
        for e in self.entities:
            came, trade, went = (sum(Fraction(repr(d["amount"])) for d in plain if test(d))
                                 for test in (
                lambda d: d["payee"] == e["id"],
                lambda d: d["payee"] == e["id"] and d["relation"] in TRADES,
                lambda d: d["payer"] == e["id"]))
            if self.chance(0.3):
                e["outside_funds"] = float(max(0, went - came))
            elif self.chance(0.15):
                e["revenue"] = {"amount": float(trade + max(0, went - came))}

    def add_deals(self):
        """Patterns until there are enough deals."""
        usual = [self.single, self.single, self.both_ways, self.both_classes, self.exact_circuit,
                 self.vendor_loop]
        usual += [self.tied] * self.random.choice([0, 0, 1, 2])
        usual += [self.silent] * self.random.choice([0, 1, 1])
        while len(self.deals) < self.goal:
            self.random.choice(usual)()


def random_scenario(seed):
    """A valid random scenario."""
    return Scenario(seed).finished()


def dense_scenario(seed, entities=7, deals=24):
    """A valid random scenario of few entities (at most so many) and about so many deals."""
    return Dense(seed, entities, deals).finished()


def random_window(chooser):
    """A random window FROM..TO, its dates sometimes short."""
    first = date(2024, 1, 1) + timedelta(days=chooser.randrange(1400))
    last = first + timedelta(days=chooser.randrange(30, 1100))
    length = chooser.choice([10, 7, 4])
    return f"{str(first)[:length]}..{str(last)[:chooser.choice([10, 7, 4])]}"


def random_options(seed, scenario):
    """A random mixture of view options, often none at all."""
    chooser = random.Random(f"options {seed}")
    options = {}

    def maybe(probability, key, value):
        if chooser.random() < probability:
            options[key] = value

    if chooser.random() < 0.2:
        return options
    maybe(0.3, "view", chooser.choice(["firm", "base", "headline"]))
    maybe(0.3, "case", chooser.choice(["low", "base", "high"]))
    maybe(0.3, "as_of", f"{chooser.randint(2024, 2027)}-{chooser.randint(1, 12):02}-28"
          [:chooser.choice([10, 7, 4])])
    statuses = chooser.sample(STATUSES, chooser.randint(2, 6))
    maybe(0.25, "status", statuses if chooser.random() < 0.5 else sorted({*statuses, "announced"}))
    maybe(0.4, "non_cash", True)
    maybe(0.4, "contingent", True)
    maybe(0.15, "reported_only", True)
    maybe(0.3, "window", random_window(chooser))
    maybe(0.2, "weights", "probability")
    maybe(0.3, "origin", "all")
    maybe(0.3, "consolidate", True)
    own = random.Random(f"gap {seed}")  # leaves the others as they were
    if own.random() < 0.3:
        options["gap"] = "cut"
    ids = list(dict.fromkeys(e.get("group", e["id"]) if "consolidate" in options else e["id"]
                             for e in scenario["entities"]))
    if len(ids) > 1:
        maybe(0.4, "joint", chooser.sample(ids, min(len(ids), chooser.randint(2, 4))))
        maybe(0.1, "supplier", chooser.sample(ids, chooser.randint(1, 2)))
    return options


def with_backing(seed, scenario, options):
    """The options, often with `--origin backed` where there is something to follow. Only score,
    drivers and sweep do so."""
    backed = any("backed_by" in d for d in scenario["deals"])
    if backed and random.Random(f"backed {seed}").random() < 0.6:
        return {**options, "origin": "backed"}
    return options


if __name__ == "__main__":
    chosen = random_scenario(int(sys.argv[1]))
    print(json.dumps({"scenario": chosen, "options": random_options(int(sys.argv[1]), chosen)},
                     indent=1, ensure_ascii=False))
