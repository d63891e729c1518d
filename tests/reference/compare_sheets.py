# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin import` and `export` with spreadsheets written and read by Python;
`compare.py --what sheets` runs it.

A random scenario with awkward words goes out as CSV in one of many ways, is imported, must say the
same, and score the same from the spreadsheet as from the JSON file; and what is exported of it must
say the same to another reader.
"""

import json
import os
import random
import tempfile

import sheets
from generate import random_options, random_scenario
from harness import Problem, Runner, arguments

WORDS = ["a;b", "x, y", 'say "hi"', "=1+1", "+5", "-", "@me", "it's", "'=z", "''", "back\\slash",
         "100", "true", "two  words", "é|ü", "<b>&amp;", "1;2=3", "sep=;", "end\\", "'"]
NOTES = [*WORDS, "two\nlines", "\ttab", "crlf\r\nline", " spaces ", '"', "a,b;c\td"]


class Spreadsheet(Runner):
    """Runs commands of the program on a spreadsheet."""

    def __init__(self, program, path):
        self.program, self.path = program, path

    def __exit__(self, *_):
        pass


def renamed(scenario, chooser):
    """The scenario with awkward ids and notes here and there."""
    taken = [{}, {}]  # of deals, of entities
    for names, things in zip(taken, (scenario["deals"], scenario["entities"])):
        for thing, word in zip(chooser.sample(things, min(4, len(things))),
                               chooser.sample(WORDS, 4)):
            names[thing["id"]] = word
            thing["note"] = chooser.choice(NOTES)
    deals, entities = taken

    def new(names, item):
        return [new(names, i) for i in item] if isinstance(item, list) else names.get(item, item)

    for e in scenario["entities"]:
        e["id"] = new(entities, e["id"])
        if "group" in e:
            e["group"] = new(entities, e["group"])
    for d in scenario["deals"]:
        d.update({key: new(entities, d[key]) for key in ("payer", "payee")})
        d.update({key: new(deals, d[key]) for key in ("id", "part_of", *sheets.LISTS) if key in d})
        if sheets.is_share(d):
            d["amount"]["of"] = new(deals, d["amount"]["of"])
    return scenario


def decorated(scenario, chooser):
    """The scenario with what no other comparison needs, here and there."""
    for e in scenario["entities"]:
        funds = e.get("outside_funds")
        if funds is not None and chooser.random() < 0.5:
            funds = dict(funds) if isinstance(funds, dict) else {"base": funds}
            base = funds.get("base", funds.get("low", 0))
            funds["schedule"] = [{"date": "2025-03", "amount": 0.25 * base},
                                 {"date": "2026", "amount": 0.75 * base}]
            e["outside_funds"] = funds
    for i, d in enumerate(scenario["deals"]):
        if chooser.random() < 0.3:
            d["rank"], d["recovery"] = chooser.choice([1, 2, 1000]), chooser.choice([0, 0.4, 1])
        if i > 0 and chooser.random() < 0.3:
            d["requires"] = [o["id"] for o in chooser.sample(scenario["deals"][:i], 1)]
        debts = [o["id"] for o in scenario["deals"]
                 if o["payer"] == d["payee"] and o["payee"] != d["payer"]]
        if d.get("contingent") and debts:
            d["covers"] = chooser.sample(debts, chooser.randint(1, len(debts)))
    return scenario


def told_apart(folder, scenario, chooser):
    """Options that say what scenario.csv would, which then goes, where options can say it."""
    if "status_probability" in scenario or chooser.random() < 0.5:
        return [], []
    os.unlink(os.path.join(folder, "scenario.csv"))
    told = ["--name", scenario["name"], "--currency", scenario["currency"],
            "--unit", scenario["unit"]]
    if "span" in scenario:
        told += ["--span", "{from}..{to}".format(**scenario["span"])]
    told += [text for code, rate in scenario.get("fx", {}).items()
             for text in ("--fx", f"{code}={rate!r}")]
    return told, ["--as-of", scenario["as_of"]] if "as_of" in scenario else []


def first_difference(a, b, place=""):
    """Where two normal scenarios differ first."""
    if isinstance(a, dict) and isinstance(b, dict):
        pairs = [(f"{place}/{k}", a.get(k), b.get(k)) for k in {**a, **b}]
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = [(f"{place}/{i}", *pair) for i, pair in enumerate(zip(a, b))]
    else:
        return f"{place}: expected {a!r}, found {b!r}"
    return next(first_difference(x, y, where) for where, x, y in pairs if x != y)


def problems(program, scenario, options, chooser):
    """What is not as it should be."""
    said = sheets.normal(scenario)
    view = arguments(options)
    with tempfile.TemporaryDirectory() as folder, Runner(program, scenario) as plain:
        sheets.write(folder, scenario, chooser)
        whole, day = told_apart(folder, scenario, chooser)
        sheet = Spreadsheet(program, os.path.join(folder, "deals.csv"))
        imported = sheets.normal(json.loads(sheet.text("import", *whole, *day)))
        if imported != said:
            yield f"import {' '.join(whole + day)}: {first_difference(said, imported)}"
        expected = plain.result("score", *view)
        reader = day if "as_of" not in options else []  # a view's day, where the file says none
        found = sheet.result("score", *whole, *reader, *view)
        for part in ("figures", "tables"):
            if found[part] != expected[part]:
                yield f"score: {first_difference(expected[part], found[part])}"
        out = os.path.join(folder, "out")
        plain.text("export", "-o", out)
        exported = sheets.normal(sheets.read(out))
        if exported != said:
            yield f"export: {first_difference(said, exported)}"


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    chooser = random.Random(f"sheets {seed}")
    scenario = random_scenario(seed)
    options = random_options(seed, scenario)
    for name in ("joint", "supplier"):
        options.pop(name, None)
    if seed % 2:
        scenario = renamed(scenario, chooser)
    scenario = decorated(sheets.bare_last(scenario), chooser)
    try:
        return list(problems(program, scenario, options, chooser)), None, options
    except Problem as problem:
        return [str(problem)], None, options
