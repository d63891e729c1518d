# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin compare` with the reference; `compare.py --what compare` runs it.

Pairs are one scenario under two views, or two scenarios that have entities and deals in common.
"""

import copy
import random

from exact import Degenerate
from generate import RELATIONS, TRADES, random_options, random_scenario
from harness import Problem, Runner, arguments, shaken
from sheets import LISTS
from sides import MEASURES, Sides, options_of_b
from tables import Difference, differences, keyed, verdict
from view import is_share

NOTHING = {"a": None, "b": None}  # of whoever is a supplier only in between


def changed(scenario, chooser):
    """A scenario that has much in common with this one."""
    other = copy.deepcopy(scenario)
    some = chooser.choice([0.05, 0.2])
    if len(other["entities"]) > 3 and chooser.random() < some:
        gone = other["entities"].pop(chooser.randrange(len(other["entities"])))["id"]
        other["deals"] = [d for d in other["deals"] if gone not in (d["payer"], d["payee"])]
    if chooser.random() < some:
        other["entities"].append({"id": "newcomer", "outside_funds": 5})
    ids = [e["id"] for e in other["entities"]]
    other["deals"] = [d for d in other["deals"] if chooser.random() > some]
    for d in other["deals"]:
        change_deal(d, ids, some, chooser)
    for i in range(chooser.choice([0, 1, 3])):
        payer, payee = chooser.sample(ids, 2)
        other["deals"].append({"id": f"new{i}", "relation": chooser.choice(RELATIONS),
                               "payer": payer, "payee": payee, "amount": chooser.randint(1, 90),
                               "announced": f"2025-0{chooser.randint(1, 9)}"})
    for e in other["entities"]:
        if chooser.random() < some:
            e["outside_funds"] = chooser.choice([0, 7, 40])
        elif chooser.random() < some / 3:
            e.pop("outside_funds", None)
        if chooser.random() < some:
            e["revenue"] = {"amount": chooser.choice([50, 200])}
    if chooser.random() < some:
        other["unit"] = chooser.choice(["thousand", "million"])
    mend_links(other)
    return other


def change_deal(d, ids, some, chooser):
    """Perhaps another amount, relation, party, day."""
    if chooser.random() < some and not is_share(d):
        d["amount"] = chooser.choice([3, 20, 80.5, {"low": 1, "high": 60}, None])
        d.pop("schedule", None)
    if chooser.random() < some / 3:
        d["relation"] = chooser.choice(RELATIONS)
    if chooser.random() < some / 3:
        d["payer"], d["payee"] = chooser.sample(ids, 2)
    if chooser.random() < some:
        d["announced"] = f"202{chooser.randint(4, 7)}-02"
    if chooser.random() < some / 3:
        d["cancelled"] = "2025-06"


def mend_links(scenario):
    """Takes out links to deals that are gone, and earmarks that tie nothing."""
    deals = {d["id"]: d for d in scenario["deals"]}
    for d in scenario["deals"]:
        for key in LISTS:
            if key in d:
                d[key] = [k for k in d[key] if k in deals]
        d["earmark"] = [k for k in d.get("earmark", []) if d["relation"] == "investor" and
                        deals[k]["relation"] in TRADES and deals[k]["payer"] == d["payee"]]
        if d.get("part_of") not in deals:
            d.pop("part_of", None)
        if is_share(d):
            d["amount"]["of"] = [k for k in d["amount"]["of"] if k in deals]
            if not d["amount"]["of"]:
                d["amount"] = 12


def pair_of(seed):
    """(file A, file B or None, options of A, options of B alone) of a seed."""
    chooser = random.Random(f"compare {seed}")
    first = random_scenario(seed)
    options = random_options(seed, first)
    own = random_options(f"b {seed}", first)
    for name in ("supplier", "joint"):
        options.pop(name, None)
        own.pop(name, None)
    if chooser.random() < 0.4:
        return first, None, options, own or {"view": "headline"}
    return first, changed(first, chooser), options, own if chooser.random() < 0.3 else {}


def change_differences(rows):
    """Rows of `compare` whose change is not b - a, to the last bit."""
    for row in rows:
        a, b = row["a"], row["b"]
        if row["change"] != (None if a is None or b is None else b - a):
            yield Difference(f"the change is not b - a: {row}")


def chain_differences(sides, rows, table):
    """Whether steps begin at A's figures, end at B's and add up, to the last bit."""
    for s in {row["supplier"]: 1 for row in rows}:
        mine = [row for row in rows if row["supplier"] == s]
        for measure in sides.state:
            a, b = (table.get((s, measure), NOTHING)[side] or 0 for side in "ab")
            befores = [row[f"{measure}_before"] for row in mine]
            afters = [row[f"{measure}_after"] for row in mine]
            if befores + [b] != [a] + afters:
                yield Difference(f"{s} {measure}: from {a} to {b} in steps from {befores} "
                                 f"to {afters}")
        for row in mine:
            if row["change"] != row["loopback_pro_rata_after"] - row["loopback_pro_rata_before"]:
                yield Difference(f"{s}: the change of a step is {row}")


def step_of(row):
    """Which step a row of `steps` is about."""
    if row["deal"] is not None:
        return "deal", row["deal"]
    return ("view", None) if row["entity"] is None else ("entity", row["entity"])


def told_states(sides, rows, table):
    """({(entity, step): its loop-back} as the rows of `steps` tell it, what is wrong with them)."""
    states, wrong, steps, left = {}, [], sides.steps(), list(rows)
    for s in sides.everyone():
        mine = {step_of(row): row for row in rows if row["supplier"] == s}
        if list(mine) != [step for step in steps if step in mine]:
            wrong.append(Difference(f"{s}: steps are {list(mine)}, of {steps}"))
        left = [row for row in left if row not in mine.values()]
        now = {m: table.get((s, m), NOTHING)["a"] or 0 for m in sides.state}
        for step in ["start", *steps]:
            now = {m: mine[step][f"{m}_after"] for m in sides.state} if step in mine else now
            states[s, step] = now
    return states, wrong + [Difference(f"a step twice, or of nobody: {row}") for row in left]


def deal_differences(sides, rows):
    """Differences of the table `deals`: who is in it, and with which amounts."""
    views = [{d.id: d for d in view.deals} for view in sides.views]
    told = {row["deal"]: row for row in rows}
    for i in sides.changes:
        if i not in told:
            yield Difference(f"deals: {i} is missing")
    for i, row in told.items():
        a, b = (view.get(i) for view in views)
        kind = "added" if a is None else "removed" if b is None else row["change"]
        amounts = [None if d is None or d.amount is None else float(d.amount) for d in (a, b)]
        close = all((x is None) == (y is None) and (x is None or abs(x - y) <= 1e-9 * abs(x))
                    for x, y in zip(amounts, (row["a"], row["b"])))
        if row["change"] != kind or not close or (a is None and b is None):
            yield Difference(f"deals: expected {kind} {amounts}, found {row}")


def expectations(sides):
    """All numbers that are expected: of A and B, after every step, of the systems."""
    return {**sides.table(), **sides.states(), (): sides.whole()}


def judge(sides, result):
    """(differences, expected numbers) of a result."""
    expected, tables = expectations(sides), result["tables"]
    table, found = keyed(tables["compare"], ["supplier", "measure"])
    if [row["measure"] for row in tables["compare"]] != MEASURES * (len(table) // len(MEASURES)):
        found.append(Difference("measures are not in order"))
    if result["figures"]["deals_changed"] != len(tables["deals"]):
        found.append(Difference("deals_changed is not the number of rows"))
    states, wrong = told_states(sides, tables["steps"], table)
    found += [*wrong, *change_differences(tables["compare"]),
              *chain_differences(sides, tables["steps"], table),
              *deal_differences(sides, tables["deals"])]
    told = {**table, **states, (): result["figures"]}
    return found + differences(expected, told, sides.scale()), expected


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    first, second, options, own = pair_of(seed)
    shown = {**options, **{f"{key}_b": value for key, value in own.items()}}
    both = [options, options_of_b(options, own)]
    files = [first, second or first]
    try:
        with Runner(program, first) as a, Runner(program, files[1]) as b:
            other = [b.path] if second else []
            result = a.result("compare", *other, *arguments(shown))
        found, expected = judge(Sides(files, both), result)
    except Degenerate as problem:
        return [], f"skipped, {problem}", shown
    except Problem as problem:
        return [str(problem)], None, shown

    def again(chooser):
        return expectations(Sides([shaken(file, chooser) for file in files], both))

    return *verdict(found, expected, again), shown
