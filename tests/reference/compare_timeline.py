# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin timeline` with the reference; `compare.py --what timeline` runs it.

Every day on which a deal of the file was announced or cancelled, up to the reader's day, has a row
for each supplier-investor of that day, with the figures of a view as of that day; where there is
none, one row without a supplier.
"""

import random

from exact import Degenerate
from generate import random_options, random_scenario
from harness import Problem, Runner, arguments, shaken
from reference import Graph, plain, supplier_investors, supplier_row, system
from tables import Difference, differences, keyed, verdict
from view import build_view, day, settings

KEYS = ["date", "supplier"]
COLUMNS = """date deals gross circularity_max supplier invested revenue loopback_min
loopback_pro_rata loopback_max exposure_pro_rata cancelled exposure_reported_pro_rata""".split()
FIGURES = COLUMNS[5:-2] + COLUMNS[-1:]


def dated(scenario, chooser):
    """The scenario; where it has no dates, most of its deals get one of a few."""
    deals = scenario["deals"]
    for d in [] if any("announced" in d for d in deals) else deals:
        if chooser.random() < 0.8:
            d["announced"] = chooser.choice(["2024", "2024-02-29", "2024-07", "2025-01-01", "2026"])
        if chooser.random() < 0.2:
            d["cancelled"] = chooser.choice(["2025-01-01", "2025", "2026-02", "2027-03-31"])
    return scenario


def news(scenario, today):
    """{day: (ids announced, ids cancelled)}, up to today where there is such a day."""
    found = {}
    for d in scenario["deals"]:
        for side, (key, last) in enumerate((("announced", False), ("cancelled", True))):
            when = day(d[key], last) if d.get(key) else None
            if when and (today is None or when <= today):
                found.setdefault(when, ([], []))[side].append(d["id"])
    return dict(sorted(found.items()))


def rows_of_day(scenario, options):
    """{supplier or None: its figures} on the day of the options."""
    view = build_view(scenario, options)
    loops = supplier_investors(view, Graph(view), options)
    rows = {s: supplier_row(s, loop, view, options) for s, loop in loops.items()
            if not options["supplier"] or s in options["supplier"]}
    rows = rows or {None: dict.fromkeys(FIGURES)}
    whole = system(view)
    return {s: {**whole, **{column: row[column] for column in FIGURES}} for s, row in rows.items()}


def timeline(scenario, options):
    """{(day, supplier): row}, in order of days."""
    options = settings(options)
    until = options["as_of"] or scenario.get("as_of")
    table = {}
    for when, told in news(scenario, day(until, last=True) if until else None).items():
        announced, cancelled = ("+".join(ids) or None for ids in told)
        for s, row in rows_of_day(scenario, {**options, "as_of": str(when)}).items():
            table[str(when), s] = plain({"deals": announced, **row, "cancelled": cancelled})
    return table


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario = dated(random_scenario(seed), random.Random(f"timeline {seed}"))
    options = random_options(seed, scenario)
    try:
        expected = timeline(scenario, options)
        with Runner(program, scenario) as runner:
            rows = runner.result("timeline", *arguments(options))["tables"]["timeline"]
    except Degenerate as problem:
        return [], f"skipped, {problem}", options
    except Problem as problem:
        return [str(problem)], None, options
    table, found = keyed(rows, KEYS)
    if rows and list(rows[0]) != COLUMNS:
        found.append(Difference(f"columns are {list(rows[0])}"))
    days = [row["date"] for row in rows]
    if days != sorted(days):
        found.append(Difference("days are not in order"))
    scale = max((row["gross"] for row in expected.values()), default=0)
    found += differences(expected, table, scale)

    def again(chooser):
        return timeline(shaken(scenario, chooser), options)

    return *verdict(found, expected, again), options
