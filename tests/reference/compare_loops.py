# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin loops` with the reference; `compare.py --what loops` runs it.

The list of all loops must hold the same loops, amounts and flows to 1 part in 10^9, best first;
then --top, --count, --stream, --limit and any number of threads must agree with it to the letter.
"""

import json
import random

from exact import Degenerate
from generate import dense_scenario, random_options, random_scenario
from harness import Problem, Runner, arguments
from loops import TooMany, loops

COLUMNS = "rank kind length path classes amount through_flow supplier deals".split()
ROW = [*COLUMNS, "first_date", "last_date"]
MOST = 1500  # loops of a scenario; where there are more, it is skipped


def random_loop_options(seed, scenario, options):
    """Random options of `loops` for a scenario under view options."""
    chooser = random.Random(f"loops {seed}")
    ids = list(dict.fromkeys(e.get("group", e["id"]) if "consolidate" in options else e["id"]
                             for e in scenario["entities"]))
    amounts = [d["amount"] for d in scenario["deals"]
               if isinstance(d.get("amount"), (int, float))]
    own = {}
    if chooser.random() < 0.7:
        own["kind"] = chooser.choice(["all", "all", "all", "financing", "trade", "capital"])
    if chooser.random() < 0.35:
        own["max_length"] = chooser.choice([2, 3, 3, 4, 5, 7])
    if chooser.random() < 0.2 and amounts:
        own["min_amount"] = chooser.choice(amounts)
    if chooser.random() < 0.25:
        own["through"] = chooser.choice(ids)
    if chooser.random() < 0.4:
        own["in_order"] = True
        if chooser.random() < 0.5:
            own["within"] = chooser.choice([0, 30, 100, 365, 1000])
    return own


def near(a, b, scale):
    """True where two figures are the same, but for rounding; null only with null."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(1e-9 * abs(a), 1e-13 * scale)


def key_of(path, classes):
    """A loop, however it was turned."""
    at = path.index(min(path))
    return (*path[at:], *path[:at]), (*classes[at:], *classes[:at])


def split(row):
    """(path, classes, ids of the deals of each hop) of a row that the program wrote."""
    return (row["path"].split(" > "), row["classes"].split(","),
            [hop.split("+") for hop in row["deals"].split(";")])


def start_differences(name, path, row, expected):
    """Differences in the supplier and in where the loop starts."""
    flows = expected["suppliers"]
    if row["supplier"] is None or row["supplier"] not in flows:
        if row["supplier"] != expected["supplier"]:
            yield f"{name}: supplier {row['supplier']}, expected {expected['supplier']}"
        if path[0] != min(path, key=str.encode):
            yield f"{name}: starts with {path[0]}"
        return
    best = max(flows.values())
    if abs(flows[row["supplier"]] - best) > 1e-9 * best:
        yield f"{name}: supplier {row['supplier']}, expected {expected['supplier']}"
    if path[0] != row["supplier"]:
        yield f"{name}: written from {path[0]}, not from its supplier {row['supplier']}"


def row_differences(row, expected, scale):
    """Differences between a row of the program and one of the reference."""
    path, classes, deals = split(row)
    name = f"loop {row['path']} ({row['classes']})"
    for column in ("amount", "through_flow"):
        if not near(expected[column], row[column], scale):
            yield f"{name}: {column} {row[column]!r}, expected {expected[column]!r}"
    for column in ("kind", "length", "first_date", "last_date"):
        if row[column] != expected[column]:
            yield f"{name}: {column} {row[column]!r}, expected {expected[column]!r}"
    hops = dict(zip(zip(expected["path"], expected["classes"]), expected["deals"]))
    for at, ids in zip(zip(path, classes), deals):
        if hops[at] != ids:
            yield f"{name}: deals {ids} from {at[0]}, expected {hops[at]}"
    yield from start_differences(name, path, row, expected)


def order_differences(rows, scale):
    """Rows that stand in a wrong order: by flow, then amount; without flow after; then silent."""
    for i, row in enumerate(rows):
        if row["rank"] != i + 1:
            yield f"rank {row['rank']} in row {i + 1}"
    for a, b in zip(rows, rows[1:]):
        kinds = [(r["amount"] is None, r["through_flow"] is None) for r in (a, b)]
        if kinds[0] != kinds[1]:
            wrong = kinds[0] > kinds[1]
        else:
            flows = [r["through_flow"] or 0 for r in (a, b)]
            amounts = [r["amount"] or 0 for r in (a, b)]
            same = near(*flows, scale)
            wrong = (not same and flows[0] < flows[1]) or (
                flows[0] == flows[1] and not near(*amounts, scale) and amounts[0] < amounts[1])
        if wrong:
            yield f"order: {a} comes before {b}"


def list_differences(reference, result):
    """Differences between the whole list and the reference."""
    rows, scale = result["tables"]["loops"], reference["scale"]
    if rows and list(rows[0])[:len(COLUMNS)] != COLUMNS:
        yield f"columns are {list(rows[0])}"
        return
    for name, value in reference["figures"].items():
        if result["figures"].get(name) != value:
            yield f"{name}: {result['figures'].get(name)!r}, expected {value!r}"
    expected = {key_of(r["path"], r["classes"]): r for r in reference["loops"]}
    found = {key_of(*split(r)[:2]): r for r in rows}
    if len(found) < len(rows):
        yield "a loop is listed twice"
    for key in {**expected, **found}:
        if key not in found:
            yield f"missing: {expected[key]}"
        elif key not in expected:
            yield f"unexpected: {found[key]}"
        else:
            yield from row_differences(found[key], expected[key], scale)
    yield from order_differences(rows, scale)


def without_rank(row):
    """A row as a text, whatever its rank."""
    return json.dumps({k: row[k] for k in ROW if k != "rank"}, sort_keys=True)


def consistency(runner, told, whole, chooser):
    """Differences between the whole list and what other options give of it."""
    rows, figures = whole["tables"]["loops"], whole["figures"]
    top = chooser.choice([1, 2, 3, 5, 10, 50, max(1, len(rows) - 1), len(rows) + 1])
    best = runner.result("loops", *told, "--top", str(top))
    if best["tables"]["loops"] != rows[:top]:
        yield f"--top {top} is not the first {top} of --top all"
    if best["figures"] != figures:
        yield f"--top {top}: figures {best['figures']}, with --top all {figures}"
    few = [runner.text("loops", *told, "--format", "json", "--top", str(top), "--threads", t)
           for t in "12"]
    all_ = [runner.text("loops", *told, "--format", "json", "--top", "all", "--threads", t)
            for t in "123"]
    if len(set(few)) > 1 or len(set(all_)) > 1 or json.loads(all_[0])["tables"]["loops"] != rows:
        yield "another number of threads, another result"
    counted = runner.result("loops", *told, "--count")
    if counted["figures"] != figures:
        yield f"--count: {counted['figures']}, expected {figures}"
    lines = runner.text("loops", *told, "--stream").splitlines()
    streamed = sorted(without_rank({"rank": None, **json.loads(line)}) for line in lines)
    if streamed != sorted(map(without_rank, rows)):
        yield f"--stream gives {len(streamed)} other loops than the {len(rows)} of --top all"
    limit = chooser.randint(1, len(rows) + 2)
    part = runner.result("loops", *told, "--limit", str(limit), "--top", "all")
    texts = set(map(without_rank, rows))
    if len(part["tables"]["loops"]) != min(limit, len(rows)) or not all(
            without_rank(row) in texts for row in part["tables"]["loops"]):
        yield f"--limit {limit}: {len(part['tables']['loops'])} of {len(rows)} loops"
    if limit < len(rows) and part["figures"]["complete"]:
        yield f"--limit {limit} says it is complete, but there are {len(rows)}"
    if limit > len(rows) and not part["figures"]["complete"]:
        yield f"--limit {limit} says it is not complete, but there are only {len(rows)}"


def scenario_of(seed):
    """(scenario, view options, loop options) of a seed."""
    scenario = random_scenario(seed) if seed % 4 == 0 else dense_scenario(seed, 7, 34)
    options = random_options(seed, scenario) if seed % 3 == 0 else {}
    options.pop("supplier", None)
    options.pop("joint", None)
    return scenario, options, random_loop_options(seed, scenario, options)


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario, view, own = scenario_of(seed)
    options = {**view, **own}
    try:
        reference = loops(scenario, options, MOST)
    except (Degenerate, TooMany) as problem:
        return [], f"skipped, {problem!r}", options
    with Runner(program, scenario) as runner:
        try:
            whole = runner.result("loops", *arguments(options), "--top", "all")
            found = list(list_differences(reference, whole))
            found += consistency(runner, arguments(options), whole, random.Random(seed))
        except Problem as problem:
            return [str(problem)], None, options
    return found, None, options
