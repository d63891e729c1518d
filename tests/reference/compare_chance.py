# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin chance` with draws of its own; `compare.py --what chance` runs it.

The reference makes the same draws, and measures each in exact fractions: the table and the
histogram must be those of its values. With few deals both measure all arrangements instead.
"""

import random

from chance import NAMES, chance
from exact import Degenerate
from generate import dense_scenario, random_options, random_scenario
from harness import Problem, Runner, arguments


def case_of(seed):
    """(scenario, view options, draws, seed of the draws)."""
    chooser = random.Random(f"chance {seed}")
    few = seed % 3 == 0
    if few:
        scenario = dense_scenario(seed, chooser.choice([3, 4, 5]), chooser.choice([4, 6, 8]))
    elif seed % 3 == 1:
        scenario = dense_scenario(seed, chooser.choice([4, 6, 8]), chooser.choice([12, 20, 30]))
    else:
        scenario = random_scenario(seed)
    options = random_options(seed, scenario)
    for name in ("joint", "supplier"):
        options.pop(name, None)
    draws = 3000 if few else chooser.choice([1, 2, 5, 8])
    return scenario, options, draws, chooser.choice([0, 1, 17, 2 ** 40 + 3])


def near(a, b):
    """The same, but for rounding; None only with None."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-6 * abs(a) + 1e-9


def histogram_differences(name, row, bins):
    """Lines for parts of the histogram that do not hold the draws that they should."""
    if not row["values"]:
        if bins:
            yield f"{name}: a histogram of nothing"
        return
    if not near(sum(b["share"] for b in bins), 1):
        yield f"{name}: shares add up to {sum(b['share'] for b in bins)}"
    if sum(b["is_observed"] for b in bins) != 1:
        yield f"{name}: observed is not in one part"
    for b in bins:
        slack = 1e-9 * (1 + abs(b["to"]))
        inner, outer = (sum(w for v, w in zip(row["values"], row["weights"])
                            if b["from"] - s <= v <= b["to"] + s) / sum(row["weights"])
                        for s in (-slack, slack))
        if not inner - 1e-9 <= b["share"] <= outer + 1e-9:
            yield f"{name} {b['from']}: share {b['share']}, expected {inner} to {outer}"
        if b["is_observed"] and not b["from"] - slack <= row["observed"] <= b["to"] + slack:
            yield f"{name}: observed {row['observed']} is not in {b['from']} to {b['to']}"


def differences(rows, whole, result):
    """Lines for everything that is not as expected."""
    table = {row["statistic"]: row for row in result["tables"]["chance"]}
    if list(table) != list(NAMES):
        yield f"statistics {list(table)}"
        return
    if result["figures"]["exact"] != whole:
        yield f"exact: expected {whole}"
    for name, row in rows.items():
        for column in ("observed", "mean", "sd", "p"):
            expected, found = row[column], table[name][column]
            if not near(expected, found) and not (column == "sd" and expected and not found
                                                  and expected < 1e-8 * max(1, row["observed"])):
                yield f"{name} {column}: expected {expected!r}, found {found!r}"
        bins = [b for b in result["tables"]["histogram"] if b["statistic"] == name]
        yield from histogram_differences(name, row, bins)


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario, options, draws, key = case_of(seed)
    told = {**options, "draws": draws, "seed": key}
    try:
        rows, whole = chance(scenario, options, draws, key)
    except Degenerate as problem:
        return [], f"skipped, {problem}", told
    try:
        with Runner(program, scenario) as runner:
            result = runner.result("chance", *arguments(told))
    except Problem as problem:
        return [str(problem)], None, told
    return list(differences(rows, whole, result)), None, told
