# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin simulate` with draws of its own; `compare.py --what simulate` runs it.

Every figure of every draw (--draws-out) must be that of a file of its own, in exact fractions; the
table must say of these draws what NumPy says of them; the bins of the densities must hold them; and
the indices of the sources must be those of two sets of draws, source by source.
"""

import csv
import io
import os
import random
import tempfile

import numpy as np

from draws import Draws
from exact import Degenerate
from generate import dense_scenario, random_options, random_scenario
from harness import Problem, Runner, arguments

FIGURES = "loopback_min loopback_pro_rata loopback_max exposure_pro_rata invested".split()
SHOWN = "mean se sd p05 p25 p50 p75 p95".split()


def uncertain(scenario, chooser):
    """The scenario with probabilities, ranges and requirements."""
    ids = [d["id"] for d in scenario["deals"]]
    if chooser.random() < 0.5:
        scenario["status_probability"] = {"announced": 0.6, "letter_of_intent": 0.3}
    for at, deal in enumerate(scenario["deals"]):
        amount = deal.get("amount")
        if chooser.random() < 0.4:
            deal["probability"] = chooser.choice([0, 0.3, 0.7, 0.9, 1])
        if isinstance(amount, (int, float)) and chooser.random() < 0.6 and "schedule" not in deal:
            deal["amount"] = {"low": amount * chooser.choice([0, 0.5, 1]), "base": amount,
                              "high": amount * chooser.choice([1, 1.5, 4])}
        if isinstance(amount, dict) and isinstance(amount.get("share"), float):
            share = amount["share"]
            amount["share"] = {"low": share / 2, "base": share, "high": min(1.0, share * 1.5)}
        if at and chooser.random() < 0.3:
            deal["requires"] = chooser.sample(ids[:at], min(at, chooser.choice([1, 1, 2])))
    for entity in scenario["entities"]:
        if isinstance(entity.get("outside_funds"), (int, float)) and chooser.random() < 0.5:
            f = entity["outside_funds"]
            entity["outside_funds"] = {"low": f / 2, "base": f, "high": 2 * f}
        revenue = entity.get("revenue")
        if revenue and isinstance(revenue["amount"], (int, float)) and chooser.random() < 0.5:
            r = revenue["amount"]
            revenue["amount"] = {"low": r / 2, "base": r, "high": 2 * r}
    return scenario


def scenario_of(seed):
    """(scenario, view options, options of the draws) of a seed."""
    chooser = random.Random(f"simulate {seed}")
    made = (random_scenario(seed) if seed % 2 else
            dense_scenario(seed, chooser.choice([3, 4, 5]), chooser.choice([5, 9, 14])))
    options = random_options(seed, made)
    for name in ("weights", "joint", "supplier"):
        options.pop(name, None)
    correlation = chooser.choice([(0.2, 0), (0, 0), (1, 0), (0.3, 0.7), (0.25, 0.5), (0, 1)])
    drawn = {"seed": chooser.choice([0, 1, 17, 2 ** 40 + 3]), "correlation": correlation,
             "spread": chooser.choice(["triangular", "uniform", "pert"])}
    return uncertain(made, chooser), options, drawn


def near(a, b, scale):
    """The same, but for rounding; None only with None."""
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= max(1e-6 * abs(float(a)), 1e-9 * float(scale))


def number(text):
    """The number of a cell, or None."""
    return float(text) if text else None


def draw_differences(draws, rows, count):
    """Lines for every figure of a draw that is another than that of its file."""
    told = {(int(r["draw"]), r["supplier"]): r for r in rows}
    listed = set()
    for n in range(count):
        figures, gross, suppliers = draws.measured(n)
        listed |= suppliers
        scale = max(1, float(gross))
        for (draw, s), row in told.items():
            if draw != n:
                continue
            if not near(gross, number(row["gross"]), scale):
                yield f"draw {n} gross: {float(gross)!r}, found {row['gross']}"
            for name in FIGURES if s else []:
                expected, found = figures[s][name], number(row[name])
                if not near(expected, found, 1 if name.startswith("exp") else scale):
                    yield f"draw {n} {s} {name}: {expected and float(expected)!r}, found {found!r}"
    if {s for _, s in told if s} != listed:
        yield f"suppliers: {sorted(listed)}, found {sorted({s for _, s in told})}"


def summary_differences(rows, table):
    """Lines for what the table says and NumPy does not."""
    for line in table:
        own = [r for r in rows if r["supplier"] == (line["supplier"] or r["supplier"])]
        values = [number(r[line["measure"]]) for r in own]
        if line["measure"] == "gross":
            values = [number(r["gross"]) for r in {r["draw"]: r for r in rows}.values()]
        values = np.array([v for v in values if v is not None])
        expected = dict.fromkeys(SHOWN)
        if len(values):
            expected["mean"] = values.mean()
            expected.update({f"p{q:02}": np.quantile(values, q / 100) for q in (5, 25, 50, 75, 95)})
        if len(values) > 1:
            expected["sd"] = values.std(ddof=1)
            expected["se"] = expected["sd"] / np.sqrt(len(values))
        scale = np.abs(values).max() if len(values) else 1
        for name, value in expected.items():
            if not near(value, line[name], scale):
                yield f"{line['supplier']} {line['measure']} {name}: {value}, found {line[name]}"


def values_of(rows, supplier, measure):
    """What the draws say of a figure, where it is known."""
    if supplier is None:
        return [float(r["gross"]) for r in {r["draw"]: r for r in rows}.values()]
    return [float(r[measure]) for r in rows if r["supplier"] == supplier and r[measure]]


def bin_differences(values, bins):
    """Lines for bins that are not those of the Rice rule, or do not hold what lies in them."""
    least, largest, count = min(values), max(values), 1
    if largest - least > 1e-12 * largest:
        while count ** 3 < 8 * len(values) and count < 100:
            count += 1
    else:
        largest = least
    if len(bins) != count or bins[0]["from"] != least or bins[-1]["to"] != largest:
        yield f"{len(bins)} bins from {bins[0]['from']} to {bins[-1]['to']}"
        return
    for i, line in enumerate(bins):
        low, high = line["from"], line["to"]
        last = i == count - 1
        inside = sum(low <= v < high or last and v >= high for v in values)
        if inside != line["count"]:
            yield f"bin {i}: {line['count']} draws, not {inside}"
        if not near(least + (largest - least) * i / count, low, largest):
            yield f"bin {i} begins at {low}"
        density = inside / len(values) / (high - low) if high > low else None
        if not near(density, line["density"], 1):
            yield f"bin {i}: density {line['density']}, not {density}"
        if not last and bins[i + 1]["from"] != high:
            yield f"bin {i} does not end where the next one begins"


def density_differences(rows, table):
    """Lines for every figure whose bins are wrong, missing, or of no figure at all."""
    told = {}
    for line in table:
        told.setdefault((line["supplier"], line["measure"]), []).append(line)
    suppliers = {r["supplier"] for r in rows} - {""}
    for key in [(None, "gross")] + [(s, name) for s in sorted(suppliers) for name in FIGURES]:
        values, bins = values_of(rows, *key), told.pop(key, [])
        if not values or not bins:
            if values or bins:
                yield f"{key}: {len(values)} values, {len(bins)} bins"
            continue
        yield from (f"{key} {line}" for line in bin_differences(values, bins))
    if told:
        yield f"unexpected densities: {sorted(told, key=str)[:3]}"


def index_differences(draws, table, count):
    """Lines for indices that are others than those of two sets of draws."""
    names, suppliers = draws.sources(), sorted({r["supplier"] for r in table})

    def values(*which):
        figures = draws.measured(*which)[0]
        return np.array([[float(figures[s][name] or 0) for name in
                          ("loopback_pro_rata", "exposure_pro_rata")] for s in suppliers])

    a, b = (np.array([values(n, other) for n in range(count)]) for other in (False, True))
    variance = np.concatenate([a, b]).var(axis=0, ddof=1)
    told = {(r["supplier"], r["measure"], r["source"]): r for r in table}
    for source in names:
        ab = np.array([values(n, False, source) for n in range(count)])
        for i, s in enumerate(suppliers):
            for k, measure in enumerate(("loopback_pro_rata", "exposure_pro_rata")):
                row = told.pop((s, measure, source), None)
                if row is None:
                    yield f"{s} {measure} {source} is missing"
                    continue
                if not variance[i, k] > 1e-9 * (1 + abs(a[:, i, k]).max()) ** 2:
                    continue
                g = b[:, i, k] * (ab[:, i, k] - a[:, i, k])
                h = (a[:, i, k] - ab[:, i, k]) ** 2 / 2
                for name, values_ in (("first_order", g), ("total", h)):
                    if not near(values_.mean() / variance[i, k], row[name], 1e3):
                        yield f"{s} {measure} {source} {name}: {row[name]}"
                    error = values_.std(ddof=1) / np.sqrt(count) / variance[i, k]
                    if not near(error, row[f"{name}_se"], 1e3):
                        yield f"{s} {measure} {source} {name}_se: {error}, {row[f'{name}_se']}"
    if told:
        yield f"unexpected sources: {sorted(told)[:3]}"


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario, options, drawn = scenario_of(seed)
    count = 5
    draws = Draws(scenario, options, drawn["seed"], drawn["correlation"], drawn["spread"])
    told = ["--draws", str(count), "--seed", str(drawn["seed"]), "--range", drawn["spread"],
            "--correlation", ",".join(map(str, drawn["correlation"]))]
    handle, path = tempfile.mkstemp(suffix=".csv")
    os.close(handle)
    try:
        with Runner(program, scenario) as runner:
            result = runner.result("simulate", *arguments(options), *told, "--draws-out", path)
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(io.StringIO(file.read())))
        found = list(draw_differences(draws, rows, count))
        found += summary_differences(rows, result["tables"]["simulate"])
        found += density_differences(rows, result["tables"]["densities"])
        if seed % 5 == 0:
            found += index_differences(draws, result["tables"]["sources"], count)
    except Problem as problem:
        return [str(problem)], None, {**options, **drawn}
    except Degenerate as problem:
        return [], f"skipped, {problem}", {**options, **drawn}
    finally:
        os.unlink(path)
    return found, None, {**options, **drawn}
