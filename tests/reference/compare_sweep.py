# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin sweep` with `score` on edited files; `compare.py --what sweep` runs it.

Every point of a line or grid of what-ifs must give what a fresh run gives on a scenario file in
which the amounts were changed. Scenarios have no programmes and shares, where a file that is edited
means more than one changed amount.
"""

import copy
import itertools
import random

from generate import dense_scenario, random_options, with_backing
from harness import Problem, Runner, arguments, is_number
from view import ZERO, Deal, Selection, build_view, settings

FIGURES = """loopback_min loopback_pro_rata loopback_max exposure_pro_rata
exposure_reported_pro_rata""".split()


def simple(scenario):
    """The scenario with plain, whole amounts: no shares, programmes, currencies, schedules."""
    for d in scenario["deals"]:
        for key in ("currency", "schedule", "part_of", "probability"):
            d.pop(key, None)
        if isinstance(d.get("amount"), dict) and "share" in d["amount"]:
            d["amount"] = 3
    for e in scenario["entities"]:
        e.pop("group", None)
    return scenario


def scenario_of(seed):
    """(scenario, view options) of a seed."""
    chooser = random.Random(f"sweep {seed}")
    scenario = simple(dense_scenario(seed, chooser.choice([3, 4, 5]), chooser.choice([6, 12, 20])))
    options = random_options(seed, scenario) if seed % 3 == 0 else {}
    options = with_backing(seed, scenario, options)
    for name in ("supplier", "joint", "window", "weights", "consolidate"):
        options.pop(name, None)
    return scenario, options


def ladder(chooser, size):
    """(text FROM:TO:STEP, its values) about amounts of a size."""
    count = chooser.randint(1, 5)
    first = chooser.choice([0, 0, size, size / 2])
    step = chooser.choice([size, size / 4, size / 2])
    first, step = float(f"{first:.6g}"), float(f"{step:.6g}")
    last = first + (count - 1) * step + chooser.choice([0, 0, step / 3])
    return f"{first!r}:{last!r}:{step!r}", [first + i * step for i in range(count)]


def selected(scenario, options):
    """The selected deals, with those whose amount in the view is 0."""
    seen = {d.id: d for d in build_view(scenario, options).deals}
    return [seen.get(i) or Deal(i, d["relation"], d["payer"], d["payee"], "", "", ZERO, ())
            for i, d in Selection(scenario, options).selected.items()]


def random_axis(chooser, scenario, deals):
    """(left side of a SPEC, its right side, values, edit): edit(scenario, value) changes a file.
    Only what is selected, `deals`, can vary, and only known amounts above 0 can be scaled."""
    able = [d for d in deals if d.amount]
    kind = chooser.choice(["deal", "deal", "scale", "entity", "relation"])
    size = float(chooser.choice(able).amount) if able else 1
    if kind == "entity" or not able:
        chosen = chooser.choice(scenario["entities"])["id"]
        field = random.Random(f"{chosen} {size}").choice(["outside_funds", "revenue"])

        def edit(file, value):
            entity = next(e for e in file["entities"] if e["id"] == chosen)
            entity[field] = {"amount": value} if field == "revenue" else value
        return f"entity:{chosen}.{field}", *ladder(chooser, size), edit
    if kind == "relation":
        relation = chooser.choice(able).relation

        def edit(file, value):
            for d in file["deals"]:  # not those beside the view, such as guarantees
                if d["relation"] == relation and d["id"] in {e.id for e in deals}:
                    d["amount"] = times(d.get("amount"), value)
        return f"relation:{relation}", *ladder(chooser, 1), edit
    chosen = chooser.choice(deals if kind == "deal" else able).id

    def edit(file, value):
        d = next(d for d in file["deals"] if d["id"] == chosen)
        d["amount"] = value if kind == "deal" else times(d.get("amount"), value)
    return f"{kind}:{chosen}", *ladder(chooser, 1 if kind == "scale" else size), edit


def times(amount, factor):
    """An amount, or a range, times a factor."""
    if isinstance(amount, dict):
        return {key: value * factor for key, value in amount.items()}
    return None if amount is None else amount * factor


def near(a, b, scale):
    """True where two figures are the same, but for rounding; null only with null."""
    if not (is_number(a) and is_number(b)):
        return a == b
    return abs(a - b) <= max(1e-9 * abs(a), 1e-12 * scale)


def point_differences(place, rows, fresh):
    """Differences between the rows of one point and a fresh `score`."""
    scale = max((r["amount"] or 0 for r in fresh["tables"]["deals"]), default=0)
    expected = {r["entity"]: r for r in fresh["tables"]["suppliers"]}
    found = {r["supplier"]: r for r in rows}
    if len(found) < len(rows):
        yield f"{place}: a supplier twice"
    for s in {**expected, **found}:
        if s not in found:
            yield f"{place}: no row for {s}"
        elif s not in expected:
            if any(found[s][column] for column in FIGURES):
                yield f"{place}: row for {s}, which is no supplier there: {found[s]}"
        else:
            for column in FIGURES:
                if not near(expected[s][column], found[s][column], scale):
                    yield (f"{place} {s} {column}: {found[s][column]!r}, "
                           f"fresh {expected[s][column]!r}")


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario, options = scenario_of(seed)
    chooser = random.Random(seed)
    deals = selected(scenario, settings(options))
    axes = [random_axis(chooser, scenario, deals) for _ in range(chooser.choice([1, 1, 2]))]
    if len({axis[0].split(":")[1].split(".")[0] for axis in axes}) < len(axes):
        axes = axes[:1]
    shown = {**options, "vary": [f"{left}={right}" for left, right, _, _ in axes]}
    told = [text for spec in shown["vary"] for text in ("--vary", spec)]
    found = []
    try:
        with Runner(program, scenario) as runner:
            rows = runner.result("sweep", *arguments(options), *told)["tables"]["sweep"]
        names = [axis[0] for axis in axes]
        columns = [*names, "supplier", *FIGURES]
        if rows and list(rows[0]) != columns:
            return [f"columns are {list(rows[0])}, expected {columns}"], None, shown
        points = list(itertools.product(*(axis[2] for axis in axes)))
        left = list(rows)
        for point in points:
            mine = [r for r in rows if all(near(r[n], v, abs(v)) for n, v in zip(names, point))]
            left = [r for r in left if r not in mine]
            edited = copy.deepcopy(scenario)
            order = sorted(zip(names, axes, point), key=lambda x: not x[0].startswith("deal:"))
            for _, axis, value in order:  # a factor is a factor on an amount that is given
                axis[3](edited, value)
            with Runner(program, edited) as runner:
                fresh = runner.result("score", *arguments(options))
            found += point_differences(point, mine, fresh)
        if left:
            found.append(f"rows for points that were not asked for: {left[:3]}")
    except Problem as problem:
        return [str(problem)], None, shown
    return found, None, shown
