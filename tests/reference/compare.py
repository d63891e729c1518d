# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare a command of circfin with the reference on random scenarios and options.

    python3 compare.py PROGRAM [--what COMMAND] [--first N] [--count M] [-v]

This file compares `score`; compare_loops.py and so on compare the others. Every figure, and every
row and column of every table, must agree: numbers to 1 part in 10^6, or to 1e-9 of the largest
amount of the view (of 1, for shares); null only with null. Where they do not, the reference is run
again with all amounts off by about 1e-15: a number that this moves by a tenth of the difference is
ill-conditioned in binary arithmetic, and is let pass, but counted.
"""

import argparse
import importlib
import random
import sys

from exact import Degenerate
from generate import random_options, random_scenario, with_backing
from harness import arguments, is_number, run, shaken
from reference import score
from tables import agree

COMMANDS = ["score", "loops", "drivers", "sweep", "timeline", "compare", "graph", "report",
            "sheets", "vintages", "stress", "simulate", "chance"]
FIGURES = """entities deals unquantified gross capital trade service unpaid funding_gap funds_assumed
circulation_max net circularity_max circularity_bff finn_cycling_index joint_invested
joint_revenue joint_loopback_min joint_loopback_pro_rata joint_loopback_max""".split()

# columns of every table, in order; those before the bar tell the rows apart
TABLES = {
    "suppliers": """entity | name invested reachable revenue revenue_reported revenue_basis
        loopback_min loopback_pro_rata loopback_max loopback_max_open rate_min rate_pro_rata
        rate_max exposure_min exposure_pro_rata exposure_max exposure_reported_min
        exposure_reported_pro_rata exposure_reported_max vendor_financing letters contingent
        non_cash loopback_undiluted margin profit_back_min profit_back_pro_rata profit_back_max
        cost_leaving net_cost payers_hhi_low payers_hhi_high""",
    "routes": "supplier investee last_payer | amount",
    "rests": "supplier entity | amount",
    "pairs": """supplier customer | capital trade ratio round_trip non_cash trade_net_of_non_cash
        trade_net_of_capital""",
    "entities": "entity | name in out outside_funds funds_assumed funding_gap retained",
    "deals": "deal | relation payer payee status basis amount looping looping_supplier circular",
    "cross": "from to | pro_rata",
    "origins": "entity origin | share",
    "concentration": "entity payer | amount share",
    "joint": "member | revenue loopback_pro_rata",
    "support": "supplier entity kind | maximum escrow coverage share_of_revenue",
    "stack": """supplier customer | revenue capital_completed capital_open contingent escrow
        non_cash touches share_of_revenue backlog_share""",
    "stated": "entity of date place | named total share",
}
SPARSE = {"routes", "rests", "cross", "origins"}  # a row may be missing where it is as good as 0
IN_ORDER = {"deals", "entities"}  # the reference has the order of the file


def scale_of(result):
    """The largest amount in the view."""
    return max((row["amount"] or 0 for row in result["tables"]["deals"]), default=0)


def keyed(name, rows):
    """{key: row} of a table."""
    keys = TABLES[name].split("|")[0].split()
    if name == "stated":  # an entity may state the same twice
        rows = [{**row, "place": i} for i, row in enumerate(rows)]
    return {tuple(row.get(key) for key in keys): row for row in rows}


def tied(reference, deal, supplier, scale):
    """True where this supplier's looping part of the deal is as large as the largest, or where
    there is as good as none."""
    looping = reference["looping"].get(deal) or {}
    largest = max(looping.values(), default=0)
    if supplier is None:
        return agree("amount", largest, 0, scale)
    return supplier in looping and agree("amount", largest, looping[supplier], scale)


def order_differences(reference, result):
    """Differences in the order of suppliers, by their loop-back, then by id."""
    told = result["tables"]["suppliers"]
    value = {row["entity"]: row["loopback_pro_rata"] for row in reference["tables"]["suppliers"]}
    for a, b in zip(told, told[1:]):
        first, second = value.get(a["entity"]), value.get(b["entity"])
        if first is None or second is None:
            continue
        smaller = first < second and not agree("amount", second, first, scale_of(reference))
        same = a["loopback_pro_rata"] == b["loopback_pro_rata"]
        if smaller or (same and a["entity"].encode() > b["entity"].encode()):
            yield f"suppliers: {a['entity']} comes before {b['entity']}", None


def row_differences(name, key, expected, found, reference):
    """Differences between two rows of one table, with the place of each number."""
    scale = scale_of(reference)
    for column in expected:
        a, b = expected[column], found.get(column)
        if column == "looping_supplier" and tied(reference, key[0], b, scale):
            continue
        if not agree(column, a, b, scale):
            yield f"{name} {key} {column}: expected {a!r}, found {b!r}", (name, key, column, b)


def table_differences(name, reference, result):
    """Differences between two tables."""
    columns = TABLES[name].replace("|", " ").replace(" place ", " ").split()
    told = result["tables"].get(name)
    if told is None:
        yield f"table {name} is missing", None
        return
    expected, found = keyed(name, reference["tables"][name]), keyed(name, told)
    if len(found) < len(told):
        yield f"{name}: rows with the same key", None
    if told and list(told[0]) != columns:
        yield f"{name}: columns are {list(told[0])}", None
    for key in {**expected, **found}:
        row = expected.get(key) or found.get(key)
        if key in expected and key in found:
            yield from row_differences(name, key, expected[key], found[key], reference)
        elif name not in SPARSE or not agree(columns[-1], row[columns[-1]], 0, scale_of(reference)):
            side = "missing" if key in expected else "unexpected"
            yield f"{name} {key} is {side}: {row}", None
    if name in IN_ORDER and list(expected) != list(found) and expected.keys() == found.keys():
        yield f"{name}: not in file order", None


def differences(reference, result):
    """[(text, place of a number or None)] for everything that is not as expected."""
    found = []
    for name in FIGURES:
        if name not in result["figures"]:
            found.append((f"figure {name} is missing", None))
            continue
        a, b = reference["figures"][name], result["figures"][name]
        if not agree(name, a, b, scale_of(reference)):
            found.append((f"figure {name}: expected {a!r}, found {b!r}", ("", (), name, b)))
    for name in TABLES:
        found += table_differences(name, reference, result)
    return found + list(order_differences(reference, result))


def look_up(result, place):
    """The value at the place of a difference."""
    name, key, column, _ = place
    if not name:
        return result["figures"][column]
    return keyed(name, result["tables"][name]).get(key, {}).get(column)


def ill_conditioned(scenario, options, reference, found):
    """Those of the differences that rounding errors of the input explain."""
    places = [d for d in found if d[1] and is_number(d[1][3])]
    moved = set()
    for seed in range(3 if places else 0):
        try:
            again = score(shaken(scenario, random.Random(seed)), options)
        except Degenerate:
            continue
        for d in places:
            before, after = look_up(reference, d[1]), look_up(again, d[1])
            if is_number(before) and is_number(after):
                if abs(after - before) >= 0.1 * abs(d[1][3] - before):
                    moved.add(d)
    return moved


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario = random_scenario(seed)
    options = with_backing(seed, scenario, random_options(seed, scenario))
    try:
        reference = score(scenario, options)
    except Degenerate as problem:
        return [], f"skipped, {problem}", options
    result, problem = run(program, scenario, options)
    if problem:
        return [problem], None, options
    found = differences(reference, result)
    excused = ill_conditioned(scenario, options, reference, found)
    note = f"{len(excused)} ill-conditioned" if excused else None
    return [d[0] for d in found if d not in excused], note, options


def comparison(what):
    """The function that compares a command: (program, seed) to (differences, note, options)."""
    return compare if what == "score" else importlib.import_module(f"compare_{what}").compare


def main():
    """Compare on a range of seeds; exit 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the circfin to test")
    parser.add_argument("--what", default="score", help="the command to compare (default score)",
                        choices=COMMANDS)
    parser.add_argument("--first", type=int, default=0, help="first seed (default 0)")
    parser.add_argument("--count", type=int, default=200, help="number of seeds (default 200)")
    parser.add_argument("-v", action="store_true", help="all differences, and every seed")
    chosen = parser.parse_args()
    failed, notes = 0, 0
    for seed in range(chosen.first, chosen.first + chosen.count):
        found, note, options = comparison(chosen.what)(chosen.program, seed)
        failed += bool(found)
        notes += bool(note)
        if found or chosen.v:
            shown = found if chosen.v else found[:8]
            print(f"seed {seed}: {len(found)} differences {note or ''}")
            if found:
                print(f"  options: {' '.join(arguments(options))}")
            print("".join(f"  {line}\n" for line in shown), end="")
    if notes:
        print(f"{notes} seeds with ill-conditioned numbers or skipped")
    print(f"{chosen.count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
