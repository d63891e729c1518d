#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds three ways of computing the same figures to each other: `circfin score`, the programmes in
models/ as `circfin model` solves them, and the same programmes as plain glpsol solves them on the
data that --data-out writes.

Usage: compare.py PROGRAM ROOT [--random COUNT] [--share N]. On every shipped scenario and on random ones, with
hostile ids among them; N above 1: on the AI deals and on 1/N of the others. Ends with status 77 (skipped) where there is no glpsol (Debian's
glpk-utils), after the part that does not need it.
"""
import argparse
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

BOUNDS = {"min": "loopback_min", "max": "loopback_max", "max_open": "loopback_max_open"}
SKIPPED = 77
TRADES = ["customer", "supplier"]
# What MathProg's data sections use for themselves, quotes, wide characters, and very long ids.
HOSTILE = ["end;", "it's", 'say "hi"', "a,b", "x]", "[y", ".", "*", "12", "1e5", "data", "set",
           "param", "default", "tr", ":", ":=", ";", "(a", "# no", "/* no", "\u00fcn\u00ef\u4e2d",
           "n" * 200, "n" * 199 + "m", " ", "a b", "-", "\\", "%d", "$(x)", "`x`"]


class Comparison:
    def __init__(self, program, root):
        self.program, self.root = program, root
        self.glpsol = shutil.which("glpsol")
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.passed, self.failed = 0, 0

    def expect(self, near, what):
        self.passed += near
        self.failed += not near
        if not near:
            print(what)

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr.decode(errors='replace')}")
        return json.loads(done.stdout)

    def by_glpsol(self, model, data):
        """The objective, of which glpsol's --write gives all digits."""
        solution = self.folder / "solution"
        done = subprocess.run([self.glpsol, "-m", model, "-d", data, "-w", solution],
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"glpsol {model}: {done.stdout.decode(errors='replace')}")
        line = re.search(r"^s (bas|mip) .*$", solution.read_text(encoding="utf-8"), re.M)
        return float(line.group(0).split()[-1])

    def check(self, scenario, model, expected, *options):
        """One optimum in all ways; `expected` is that of `score`, or None."""
        file = self.root / "models" / f"{model}.mod"
        data = self.folder / "model.dat"
        result = self.run("model", file, scenario, "-f", "json", "--data-out", data, *options)
        what = f"{scenario}: {model} {' '.join(options)}"
        value = result["figures"]["objective"]
        self.expect(result["figures"]["status"] == "optimal", f"{what}: not optimal")
        if expected is not None:
            self.expect(is_near(value, expected), f"{what}: {value}, but score has {expected}")
        if self.glpsol:
            theirs = self.by_glpsol(file, data)
            self.expect(is_near(value, theirs), f"{what}: {value}, but glpsol has {theirs}")
        return result

    def check_scenario(self, scenario, options=()):
        score = self.run("score", scenario, "-f", "json", *options)
        figures, tables = score["figures"], score["tables"]
        self.check(scenario, "circulation", figures["circulation_max"], *options)
        for row in tables["suppliers"]:
            if row["invested"]:
                for bound, column in BOUNDS.items():
                    self.check(scenario, "loopback", row[column], "--set", f"bound={bound}",
                               f"--supplier={row['entity']}", *options)
        self.check_gap(scenario, score, options)
        self.check_clearing(scenario, options)
        self.check_breaking(scenario, tables, options)

    def check_gap(self, scenario, score, options):
        result = self.check(scenario, "fund_gap", None, *options)
        entities = {e["entity"]: e for e in score["tables"]["entities"]}
        missing = {v["index"]: v["value"] for v in result["tables"]["variables"]
                   if v["name"] == "missing"}
        stated = sum(missing[e] for e, row in entities.items()
                     if (row["funding_gap"] or 0) > 0)
        self.expect(is_near(stated, score["figures"]["funding_gap"]), f"{scenario}: funding_gap")
        for entity, row in entities.items():
            need = max(0.0, row["out"] - row["in"])
            gap = row["funding_gap"] or 0
            self.expect(is_near(missing[entity], need) or is_near(missing[entity], gap),
                        f"{scenario}: {entity} misses {missing[entity]}, needs {need}, gap {gap}")
        self.expect(result["figures"]["objective"] <= score["figures"]["funds_assumed"] * (1 + 1e-9)
                    + 1e-6, f"{scenario}: more is missing than is taken for granted")

    def check_clearing(self, scenario, options):
        """Half of all funds: the payments of `stress`, where those are a linear programme."""
        deals = json.loads(pathlib.Path(scenario).read_text(encoding="utf-8"))["deals"]
        if any(d.get("contingent") or d.get("rank", 1) != 1 or
               isinstance(d.get("amount"), dict) and "share" in d["amount"] for d in deals):
            return
        stress = self.run("stress", scenario, "-f", "json", "--shock", "funds=0.5", *options)
        entities = {e["entity"]: e for e in stress["tables"]["entities"]}
        paid = sum(e["paid"] for e in entities.values())
        result = self.check(scenario, "clearing", paid, "--set", "factor=0.5", *options)
        for v in result["tables"]["variables"]:
            self.expect(v["name"] != "paid" or
                        is_near(v["value"] or 0, entities[v["index"]]["paid"]),
                        f"{scenario}: {v['index']} pays {v['value']}")
        for row in stress["tables"]["suppliers"][:3]:
            if row["revenue"]:
                self.check(scenario, "clearing", row["revenue"] - row["revenue_lost"], "--set",
                           "factor=0.5", "--set", "of=supplier",
                           f"--supplier={row['supplier']}", *options)

    def check_breaking(self, scenario, tables, options):
        result = self.check(scenario, "break_loops", None, *options)
        variables = result["tables"]["variables"]
        struck = {v["index"] for v in variables if v["name"] == "struck" and v["value"] > 0.5}
        worth = sum(d["amount"] or 0 for d in tables["deals"] if d["deal"] in struck)
        said = next(v["value"] for v in variables if v["name"] == "worth")
        self.expect(is_near(said, worth), f"{scenario}: struck out is {said}, but worth {worth}")
        left = [d for d in tables["deals"] if d["deal"] not in struck]
        self.expect(not has_financing_loop(left), f"{scenario}: a loop is left")
        self.expect(not struck or has_financing_loop(tables["deals"]),
                    f"{scenario}: there was nothing to break")


def is_near(a, b):
    return a is not None and b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def has_financing_loop(deals):
    """Whether some way from an investment of h, not by way of h, ends in a purchase from h."""
    out = {}
    for deal in deals:
        out.setdefault(deal["payer"], []).append(deal)
    for hub in out:
        reached = {d["payee"] for d in out[hub] if d["relation"] == "investor"}
        waiting = list(reached)
        while waiting:
            for deal in out.get(waiting.pop(), []):
                if deal["payee"] == hub:
                    if deal["relation"] in TRADES:
                        return True
                elif deal["payee"] not in reached:
                    reached.add(deal["payee"])
                    waiting.append(deal["payee"])
    return False


def random_scenario(seed):
    draw = random.Random(seed)
    ids = [f"e{i}" for i in range(draw.randint(3, 9))]
    names = [f"d{i}" for i in range(draw.randint(len(ids), 3 * len(ids)))]
    if seed % 2:
        ids = draw.sample(HOSTILE, len(ids))
        names = draw.sample(HOSTILE, min(len(names), len(HOSTILE)))
    entities = [{"id": i} | ({"outside_funds": draw.randint(0, 30)} if draw.random() < 0.5 else {})
                for i in ids]
    deals = []
    for name in names:
        payer, payee = draw.sample(ids, 2)
        deal = {"id": name, "payer": payer, "payee": payee,
                "relation": draw.choice(["investor", "investor", *TRADES, "interest"])}
        if draw.random() < 0.9:
            deal["amount"] = draw.choice([draw.randint(1, 100), round(draw.uniform(0, 50), 3),
                                          draw.uniform(0, 1)])
        deals.append(deal)
    for deal in deals:
        purchases = [d["id"] for d in deals
                     if d["payer"] == deal["payee"] and d["relation"] in TRADES]
        if deal["relation"] == "investor" and purchases and draw.random() < 0.3:
            deal["earmark"] = purchases[:3]
    return {"schema": "circfin.scenario/1", "name": f"random {seed}", "currency": "USD",
            "entities": entities, "deals": deals}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--random", type=int, default=30)
    parser.add_argument("--share", type=int, default=1)
    arguments = parser.parse_args()
    comparison = Comparison(arguments.program, arguments.root)
    data = arguments.root / "data"
    others = sorted([*data.glob("textbook/*.json"),
                     *data.glob("published/*-*.json")])  # not expected.json
    for scenario in [data / "ai-deals.json", *others[::arguments.share]]:
        comparison.check_scenario(scenario)
    for options in (["--view", "headline"], ["--view", "firm"], ["--origin", "all"],
                    ["--as-of", "2025-12-05"]):
        comparison.check_scenario(data / "ai-deals.json", options)
    comparison.check_scenario(data / "textbook/consolidation.json", ["--consolidate"])
    for seed in range(arguments.random // arguments.share):
        file = comparison.folder / f"random-{seed}.json"
        file.write_text(json.dumps(random_scenario(seed)), encoding="utf-8")
        comparison.check_scenario(file)
    shutil.rmtree(comparison.folder)
    print(f"{comparison.passed} passed, {comparison.failed} failed")
    if comparison.failed:
        return 1
    if not comparison.glpsol:
        print("There is no glpsol here (Debian's glpk-utils): its part was left out")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
