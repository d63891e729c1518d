#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds ai-deals.json to what it showed of earlier days before it was brought up to date.

Usage: test_as_of.py PROGRAM ROOT. kept.json has the figures that circfin gave of the file of
August 2026, for two days in three views, and every entry of that file which was wrong or has a
newer revenue. With these put back, today's file must give every kept figure: what became known
later changes no earlier day. Without, exactly the figures that data/README.md lists may differ,
and each correction must be told there. Last line: `N passed, M failed`.
"""
import json
import pathlib
import subprocess
import sys

import markdown

ACCURACY = 1e-12  # of the value itself
SUPPLIER = ["invested", "reachable", "revenue", "loopback_min", "loopback_pro_rata",
            "loopback_max", "loopback_max_open", "revenue_reported", "letters", "contingent",
            "non_cash"]
FIGURES = ["deals", "unquantified", "gross", "capital", "trade", "circulation_max",
           "circularity_bff"]
BY_REVENUE = {"revenue_reported", "loopback_pro_rata"}
CORRECTIONS = ["deal", "before", "now", "by"]
CHANGED = ["as of", "what", "before", "now"]


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def figures_of(program, scenario, day, view):
    """{name: value} of what is kept of a view, such as `nvidia: invested` or `gross`."""
    out = subprocess.run([program, "score", "-", "--as-of", day, "--view", view, "--format",
                          "json"], input=json.dumps(scenario).encode(), check=True,
                         capture_output=True).stdout
    result = json.loads(out)
    kept = {name: result["figures"][name] for name in FIGURES}
    for row in result["tables"]["suppliers"]:
        kept.update({f"{row['entity']}: {name}": row[name] for name in SUPPLIER})
    return kept


def with_deals_before(scenario, before):
    """The scenario with its corrected deals as they were: null where one was missing."""
    deals = [before.get(deal["id"], deal) for deal in scenario["deals"]]
    return {**scenario, "deals": [deal for deal in deals if deal is not None]}


def with_revenue_before(scenario, before):
    entities = [{**entity, "revenue": before[entity["id"]]} if entity["id"] in before else entity
                for entity in scenario["entities"]]
    return {**scenario, "entities": entities}


def apart(a, b):
    """Whether two figures differ; a missing row is None."""
    return (a is None) != (b is None) or (a is not None and abs(a - b) > ACCURACY * abs(a))


def differences(a, b):
    """The names of the figures in which two views differ, in order."""
    return [name for name in dict.fromkeys([*a, *b]) if apart(a.get(name), b.get(name))]


def views(program, kept, scenario):
    """Yields (day, view, kept figures, those of a scenario)."""
    for day, of_day in kept["figures"].items():
        for view, figures in of_day.items():
            yield day, view, figures, figures_of(program, scenario, day, view)


def unchanged(program, kept, scenario):
    """With corrections and newer revenue taken back, every kept figure is there again."""
    old = with_revenue_before(with_deals_before(scenario, kept["deals"]), kept["revenue"])
    for day, view, figures, found in views(program, kept, old):
        for name in figures:
            value = found.get(name)
            yield (f"{day} {view} {name}",
                   f"{figures[name]} before, now {value}" if apart(figures[name], value) else None)


def newer_revenue(program, kept, scenario):
    """Newer revenue alone moves nothing but itself and what it dilutes."""
    old = with_deals_before(scenario, kept["deals"])
    for day, view, figures, found in views(program, kept, old):
        others = [name for name in differences(figures, found)
                  if name.split(": ")[-1] not in BY_REVENUE]
        yield f"{day} {view} by revenue", f"moved {others}" if others else None


def short(value):
    return "-" if value is None else f"{value:.4g}"


def corrected(program, kept, scenario, readme):
    """What corrections change in the base view, at the revenue of then: as the README lists it."""
    rows = []
    for day, view, figures, found in views(program, kept,
                                           with_revenue_before(scenario, kept["revenue"])):
        if view == "base":
            rows += [[day, name, short(figures.get(name)), short(found.get(name))]
                     for name in differences(figures, found)]
    if markdown.table(readme, CHANGED) == rows:
        yield "what corrections changed", None
    else:
        text = "\n".join(f"| {' | '.join(row)} |" for row in [CHANGED, *rows])
        yield "what corrections changed", f"{readme} should have\n{text}"


def told(kept, scenario, readme):
    """Every correction is in the README's table, and every row there is one."""
    listed = sorted(markdown.code(row[0]) for row in markdown.table(readme, CORRECTIONS))
    of_file = sorted(kept["deals"])
    yield "corrections", None if listed == of_file else f"{of_file}, but {readme} has {listed}"
    now = {deal["id"]: deal for deal in scenario["deals"]}
    for name, deal in kept["deals"].items():
        same = name not in now or now[name] == deal
        yield f"{name} corrected", "is missing or as it was before" if same else None
    revenue = {entity["id"]: entity.get("revenue") for entity in scenario["entities"]}
    for name, before in kept["revenue"].items():
        yield f"{name} newer", "as it was before" if revenue[name] == before else None


def results(program, root):
    """Yields (name, None or what is wrong)."""
    kept, scenario = load(root / "tests/data/kept.json"), load(root / "data/ai-deals.json")
    readme = root / "data" / "README.md"
    yield from unchanged(program, kept, scenario)
    yield from newer_revenue(program, kept, scenario)
    yield from corrected(program, kept, scenario, readme)
    yield from told(kept, scenario, readme)


def main():
    passed = failed = 0
    for name, problem in results(sys.argv[1], pathlib.Path(sys.argv[2])):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
