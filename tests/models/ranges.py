#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds `circfin model --ranges` to two other programs, on small random linear programmes.

* `glpsol --ranges`, where only one basis is optimal: ranges of bounds and coefficients, and what
  enters beyond them.
* An exact solver, which tries every vertex in fractions: one-sided prices, degenerate or not, the
  figure at both ends of each range, and what has left its bound beyond them.

And it holds the prices of models/loopback.mod to the figures of `circfin drivers`, whose engine has
no linear programme, on the AI deals and on random scenarios.

Usage: ranges.py PROGRAM ROOT [--random COUNT] [--share N]. Ends with status 77 (skipped) where there is no glpsol (Debian's
glpk-utils), after the part that does not need it.
"""
import argparse
import itertools
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

from compare import HOSTILE, SKIPPED, random_scenario

STEP = Fraction(1, 10**9)  # smaller than what lies between two kinks of small whole numbers
MEMBERS = [name for name in HOSTILE if "\n" not in name and len(name) < 20]


# ---- a small programme, exactly ------------------------------------------------------------------


class Programme:
    """max or min c x, with bounds (None: no limit) on every x and every row of a x."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self.columns, self.rows = draw.randint(1, 3), draw.randint(1, 4)
        small = seed % 2  # small whole numbers meet in one point more often
        number = (lambda: draw.randint(-2, 3)) if small else (lambda: draw.randint(-40, 99))
        self.maximise = draw.random() < 0.5
        self.cost = [Fraction(number()) for _ in range(self.columns)]
        self.matrix = [[Fraction(number()) for _ in range(self.columns)] for _ in range(self.rows)]
        for j in range(self.columns):  # GLPK leaves out what is nowhere
            self.matrix[0][j] = self.matrix[0][j] or Fraction(1)
        columns = [self.column_bounds(draw, number) for _ in range(self.columns)]
        inside = [low + draw.randint(0, 5 if top is None else int(top - low))
                  for low, top in columns]
        self.bounds = [self.row_bounds(draw, dot(row, inside)) for row in self.matrix] + columns

    @staticmethod
    def row_bounds(draw, at):
        """Around a point that all rows allow, often on it."""
        room = draw.choice([0, 0, 1, 7])
        kind = draw.choice(["least", "most", "most", "most", "equal", "both"])
        return {"least": (at - room, None), "most": (None, at + room), "equal": (at, at),
                "both": (at - 3, at + room)}[kind]

    @staticmethod
    def column_bounds(draw, number):
        lower = Fraction(0) if draw.random() < 0.7 else Fraction(number())
        return lower, lower + draw.randint(1, 9) if draw.random() < 0.5 else None

    def vectors(self):
        units = [[Fraction(i == j) for j in range(self.columns)] for i in range(self.columns)]
        return self.matrix + units

    def best(self, bounds=None):
        """(the best value, [its vertices]); (None, []) without a solution."""
        bounds = bounds or self.bounds
        vectors, found = self.vectors(), {}
        held = [(v, b) for v, pair in zip(vectors, bounds) for b in set(pair) - {None}]
        for chosen in itertools.combinations(held, self.columns):
            x = solve([v for v, _ in chosen], [b for _, b in chosen])
            if x and all(low is None or dot(v, x) >= low for v, (low, _) in zip(vectors, bounds)) \
                    and all(top is None or dot(v, x) <= top
                            for v, (_, top) in zip(vectors, bounds)):
                found[tuple(x)] = dot(self.cost, x)
        if not found:
            return None, []
        value = (max if self.maximise else min)(found.values())
        return value, [x for x, v in found.items() if v == value]

    def moved(self, line, upper, amount):
        """The bounds with one of them, or both of an equation, elsewhere."""
        bounds = list(self.bounds)
        low, top = bounds[line]
        both = low is not None and low == top
        bounds[line] = (low if upper and not both else low + amount,
                        top + amount if upper or both else top)
        return bounds

    def text(self, members):
        """In MathProg, with a hostile member as the subscript of every variable and row."""
        quoted = ["'" + m.replace("'", "''") + "'" for m in members]

        def within(what, pair):
            low, top = pair
            if low is not None and low == top:
                return f"{what} = {low}"
            if top is None:
                return f"{what} >= {low}"  # GLPK would turn a row that begins with its bound
            return f"{low} <= {what} <= {top}" if low is not None else f"{what} <= {top}"

        lines = []
        for j in range(self.columns):
            low, top = self.bounds[self.rows + j]
            lines.append(f"var x{j} {{i in {{{quoted[j]}}}}} >= {low}"
                         + (f", <= {top}" if top is not None else "") + ";")
        names = [f"x{j}[{quoted[j]}]" for j in range(self.columns)]
        total = " + ".join(f"({c}) * {n}" for c, n in zip(self.cost, names))
        lines.append(("maximize" if self.maximise else "minimize") + f" o: {total};")
        for i, row in enumerate(self.matrix):
            total = " + ".join(f"({a}) * {n}" for a, n in zip(row, names))
            lines.append(f"s.t. r{i}: {within(total, self.bounds[i])};")
        return "\n".join(lines) + "\nend;\n"


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Fraction(0))


def solve(matrix, right):
    """The one solution of a square system, or None."""
    size = len(right)
    rows = [list(row) + [b] for row, b in zip(matrix, right)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [a / rows[k][k] for a in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k])]
    return [row[-1] for row in rows]


# ---- the report of glpsol ------------------------------------------------------------------------


def number_of(text):
    return {".": 0.0, "-Inf": None, "+Inf": None, "< eps": 0.0, "> -eps": 0.0}[text] \
        if text in (".", "-Inf", "+Inf", "< eps", "> -eps") else float(text)


def read_report(text):
    """{name: {status, range, coefficient, limits}} of all rows and columns."""
    found, lines = {}, text.splitlines()
    for first, second in zip(lines, lines[1:]):
        head = re.match(r"\s+\d+ (\S.*?)\s+(BS|NL|NU|NF|NS)\s+(\S.*)$", first)
        if not head or not second.startswith(" " * 20):
            continue
        a, b = head.group(3).split(), second.split()
        found[head.group(1)] = {
            "status": head.group(2),
            "range": (number_of(a[3]), number_of(b[2])),
            "coefficient": (number_of(a[4]), number_of(b[3])),
            "limits": (a[6] if len(a) > 6 else None, b[5] if len(b) > 5 else None),
        }
    return found


# ---- the comparison ------------------------------------------------------------------------------


class Comparison:
    def __init__(self, program, root):
        self.program, self.root = program, root
        self.glpsol = shutil.which("glpsol")
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.passed = self.failed = self.unique = self.degenerate = self.drivers = 0

    def expect(self, claim, what):
        self.passed += bool(claim)
        self.failed += not claim
        if not claim:
            print(what)

    def near(self, a, b, what, digits=1e-7):
        """Both null, or the same."""
        same = a is b if a is None or b is None else \
            abs(float(a) - float(b)) <= digits * max(1.0, abs(float(a)), abs(float(b)))
        self.expect(same, f"{what}: {a}, expected {b}")

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words), "-f", "json", "-q"],
                              capture_output=True, check=True)
        return json.loads(done.stdout, parse_constant=lambda word: self.expect(False, word))

    # ---- one random programme

    def check(self, seed):
        programme, draw = Programme(seed), random.Random(seed)
        members = draw.sample(MEMBERS, programme.columns)
        model = self.folder / "m.mod"
        model.write_text(programme.text(members), encoding="utf-8")
        result = self.run("model", model, self.root / "data/textbook/swap.json", "--ranges")
        figures, tables = result["figures"], result["tables"]
        value, vertices = programme.best()
        if figures["status"] != "optimal":
            self.expect(figures["degenerate"] is None, f"{seed}: ranges of {figures['status']}")
            self.expect(figures["status"] == "unbounded" or value is None, f"{seed}: {figures}")
            return
        self.near(figures["objective"], value, f"{seed}: objective")
        self.degenerate += figures["degenerate"]
        for i, row in enumerate(tables["rows"]):
            self.check_prices(f"{seed} r{i}", programme, i, row, value)
        if not figures["degenerate"] and len(vertices) == 1:
            self.unique += 1
            self.check_side(seed, programme, tables, value)
            if self.glpsol:
                self.check_report(seed, programme, tables, members)

    def check_prices(self, place, programme, i, row, value):
        """The two one-sided derivatives, by solving anew at a step to each side."""
        low, top = programme.bounds[i]
        upper = low is None or (top is not None and
                                abs(row["activity"] - float(top)) < abs(row["activity"]
                                                                        - float(low)))
        for column, step in (("price_up", STEP), ("price_down", -STEP)):
            bounds = programme.moved(i, upper, step)
            there = None if None not in bounds[i] and bounds[i][0] > bounds[i][1] \
                else programme.best(bounds)[0]
            self.near(row[column], None if there is None else (there - value) / step,
                      f"{place} {column}")

    def check_side(self, seed, programme, tables, value):
        """At both ends of its range the price of a side still holds; beyond, `enters` has left its
        bound, or there is no solution."""
        for i, row in enumerate(tables["rows"]):
            low, top = programme.bounds[i]
            above = float("inf") if top is None else abs(row["activity"] - float(top))
            below = float("inf") if low is None else abs(row["activity"] - float(low))
            side = top if above <= below else low
            for end in ("side_from", "side_to"):
                if row[end] is None:
                    continue
                by = Fraction(row[end]).limit_denominator(10**6) - side
                bounds = programme.moved(i, side is top, by)
                if None not in bounds[i] and bounds[i][0] > bounds[i][1]:
                    continue
                there = programme.best(bounds)[0]
                self.near(there, value + Fraction(row["shadow_price"]) * by, f"{seed} r{i} {end}")

            self.check_entering(f"{seed} r{i}", programme, i, row, side, side is top)

    def check_entering(self, place, programme, i, row, side, upper):
        """Beyond the nearer end of the side's range, what enters has left its bound; where nothing
        does, there is no solution."""
        ends = [Fraction(row[end]).limit_denominator(10**6) - side
                for end in ("side_from", "side_to") if row[end] is not None]
        if not ends:
            self.expect(row["enters"] is None, f"{place}: {row['enters']} enters")
            return
        if len(ends) == 2 and sum(ends) == 0:
            return  # which of the two is nearer is open
        by = min(ends, key=abs)
        further = STEP if by > 0 or (by == 0 and row["side_to"] is not None
                                     and float(side) == row["side_to"]) else -STEP
        bounds = programme.moved(i, upper, by + further)
        crossed = None not in bounds[i] and bounds[i][0] > bounds[i][1]
        vertices = [] if crossed else programme.best(bounds)[1]
        if row["enters"] is None or not vertices:
            self.expect(row["enters"] is None or crossed, f"{place}: {row['enters']} enters")
            self.expect(not vertices, f"{place}: nothing enters, but there is a solution")
            return
        names = [f"r{k}" for k in range(programme.rows)]
        line = names.index(row["enters"]) if row["enters"] in names else \
            programme.rows + int(re.match(r"x(\d+)", row["enters"]).group(1))
        self.expect(any(dot(programme.vectors()[line], x) not in bounds[line] for x in vertices)
                    or self.is_tie(programme, programme.moved(i, upper, by)),
                    f"{place}: {row['enters']} does not enter")

    @staticmethod
    def is_tie(programme, bounds):
        """Whether several bounds meet in a solution, so that which of them enters is open."""
        vectors = programme.vectors()
        return any(sum(dot(v, x) in b for v, b in zip(vectors, bounds)) > programme.columns
                   for x in programme.best(bounds)[1])

    # ---- against glpsol

    def check_report(self, seed, programme, tables, members):
        plain = self.folder / "plain.mod"
        text = programme.text([f"m{j}" for j in range(programme.columns)])
        plain.write_text(text, encoding="utf-8")
        report = self.folder / "report"
        subprocess.run([self.glpsol, "-m", plain, "--nopresol", "--ranges", report],
                       capture_output=True, check=True)
        theirs = read_report(report.read_text(encoding="utf-8"))
        real = {f"x{j}[m{j}]": f"x{j}[{members[j]}]" for j in range(programme.columns)}
        for i, row in enumerate(tables["rows"]):
            other = theirs[f"r{i}"]
            if other["status"] != "BS":
                for end, expected in zip(("side_from", "side_to"), other["range"]):
                    self.near(row[end], expected, f"{seed} r{i} {end} of glpsol", 2e-5)
        for j, column in enumerate(tables["variables"]):
            self.check_column(f"{seed} x{j}", programme, j, column, theirs[f"x{j}[m{j}]"], real)

    def check_column(self, place, programme, j, column, other, real):
        self.expect(column["index"] in {name[3:-1] for name in real.values()}, place)
        bound = {"NL": "lower", "NS": "lower", "NU": "upper"}.get(other["status"])
        if bound:
            for end, expected in zip(("from", "to"), other["range"]):
                self.near(column[f"{bound}_{end}"], expected, f"{place} {bound}_{end} of glpsol",
                          2e-5)
        for end, expected in zip(("from", "to"), other["coefficient"]):
            self.near(column[f"coefficient_{end}"], expected, f"{place} coefficient_{end}", 2e-5)
        if other["status"] == "BS":
            ends = [column["coefficient_from"], column["coefficient_to"]]
            away = [abs(e - column["coefficient"]) if e is not None else float("inf")
                    for e in ends]
            name = other["limits"][away[1] < away[0]]
            self.expect(column["enters"] == real.get(name, name)
                        or ties(programme, j, ends[away[1] < away[0]], column["enters"], real),
                        f"{place}: {column['enters']} enters, expected {name}")

    # ---- loopback.mod and the engine of drivers

    def check_loopback(self, scenario):
        free = {e["id"] for e in json.loads(scenario.read_text(encoding="utf-8"))["entities"]
                if "outside_funds" not in e and "revenue" not in e}
        deals = {d["id"]: d for d in json.loads(scenario.read_text(encoding="utf-8"))["deals"]}
        tied = {d for deal in deals.values() if deal.get("earmark")
                for d in (deal["id"], *deal["earmark"])}
        suppliers = self.run("score", scenario)["tables"]["suppliers"]
        for supplier in [s["entity"] for s in suppliers if s["invested"]][:4]:
            for bound in ("min", "max"):
                result = self.run("model", self.root / "models/loopback.mod", scenario, "--ranges",
                                  "--supplier", supplier, "--set", f"bound={bound}")
                rows = {r["index"]: r for r in result["tables"]["rows"]
                        if r["row"] == "no_more_than_paid"}
                told = self.run("drivers", scenario, "--supplier", supplier, "--measure", bound,
                                "--top", "all")["tables"]["drivers"]
                told = {r["deal"]: r for r in told if r["amount"] and r["deal"] in deals}
                ours = result["tables"]["drivers"]
                self.expect({r["deal"] for r in ours} == set(told), f"{scenario} {supplier}: deals")
                for row in ours:
                    place = f"{scenario} {supplier} {bound} {row['deal']}"
                    for column in ("marginal_down", "marginal_up", "valid_from", "valid_to"):
                        self.near(row[column], told[row["deal"]][column], f"{place} {column}")
                    deal = deals[row["deal"]]
                    if deal["payer"] in free and deal["payee"] in free and \
                            deal["payer"] != supplier and row["deal"] not in tied:
                        self.drivers += 1
                        self.near(rows[row["deal"]]["price_down"], row["marginal_down"], place)
                        self.near(rows[row["deal"]]["price_up"], row["marginal_up"], place)


def ties(programme, j, end, enters, real):
    """Whether another solution that is as good with the coefficient at its end has `enters` off its
    bound: where several could enter, rounding chooses."""
    names = [f"r{i}" for i in range(programme.rows)] + list(real.values())
    line, cost = names.index(enters), programme.cost
    programme.cost = cost[:j] + [Fraction(end).limit_denominator(10**6)] + cost[j + 1:]
    vertices = programme.best()[1]
    programme.cost = cost
    return any(dot(programme.vectors()[line], x) not in programme.bounds[line] for x in vertices)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--random", type=int, default=120)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--share", type=int, default=1)
    arguments = parser.parse_args()
    comparison = Comparison(arguments.program, arguments.root)
    count = arguments.random // arguments.share
    for seed in range(arguments.first, arguments.first + count):
        comparison.check(seed)
    comparison.check_loopback(arguments.root / "data/ai-deals.json")
    for seed in range(0, count // 10):
        file = comparison.folder / f"random-{seed}.json"
        file.write_text(json.dumps(random_scenario(seed)), encoding="utf-8")
        comparison.check_loopback(file)
    shutil.rmtree(comparison.folder)
    print(f"{comparison.passed} passed, {comparison.failed} failed; {comparison.unique} with one "
          f"basis, {comparison.degenerate} degenerate, {comparison.drivers} deals of drivers")
    if comparison.failed or not comparison.unique or not comparison.degenerate:
        return 1
    if not comparison.glpsol:
        print("There is no glpsol here (Debian's glpk-utils): its part was left out")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
