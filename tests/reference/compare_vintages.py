# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin vintages` with the reference; `compare.py --what vintages` runs it.

A row of `vintages` and of `cash` may be missing where all its amounts are as good as 0.
"""

import generate_vintages
from exact import Degenerate
from generate_vintages import timed_options, timed_scenario
from harness import Problem, Runner, arguments, is_number, shaken
from tables import Difference, agree, differences, keyed, verdict
from vintages import vintages

generate_vintages.SERVICE.clear()  # relations that the program does not read
TABLES = {
    "vintages": "supplier invested_in returned_in | invested loopback_pro_rata",
    "periods": """supplier period | invested revenue loopback_pro_rata exposure_pro_rata
        cumulative_invested back_min back_pro_rata back_max""",
    "lags": "supplier | lag half_back",
    "cash": """entity period | in out carried_in outside_funds funds_assumed funding_gap
        carried_out""",
    "support_profile": "supplier period | maximum",
}
SPARSE = {"vintages": ["loopback_pro_rata"], "cash": TABLES["cash"].split("|")[1].split()}
FIGURES = ["period", "carry", "from", "to"]


def same(column, expected, found, scale):
    """True where two values are the same; a lag to 1e-9 of a year."""
    return agree(column, expected, found, 1 if column == "lag" else scale)


def flat(result, scale):
    """One table {(table, key...): row} of a result; and what is wrong with its columns."""
    table, found = {}, []
    for name, told in TABLES.items():
        keys, rows = told.split("|")[0].split(), result["tables"].get(name)
        if rows is None:
            found.append(Difference(f"table {name} is missing"))
            continue
        columns = told.replace("|", " ").split()
        if rows and list(rows[0]) != columns:
            found.append(Difference(f"{name}: columns are {list(rows[0])}"))
        by_key, twice = keyed(rows, keys)
        found += twice
        for key, row in by_key.items():
            if any(not agree(c, 0, row.get(c), scale) for c in SPARSE.get(name, row)):
                table[(name, *key)] = row
    figures = {name: result["figures"].get(name) for name in FIGURES}
    return {**table, ("figures",): figures}, found


def scale_of(result):
    """The largest amount of money that an entity pays, gets or has in a period."""
    return max((abs(value) for row in result["tables"]["cash"] for value in row.values()
                if is_number(value)), default=0)


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario = timed_scenario(seed)
    options = timed_options(seed, scenario)
    try:
        reference = vintages(scenario, options)
        with Runner(program, scenario) as runner:
            result = runner.result("vintages", *arguments(options))
    except Degenerate as problem:
        return [], f"skipped, {problem}", options
    except Problem as problem:
        return [str(problem)], None, options
    scale = scale_of(reference)
    expected, _ = flat(reference, scale)
    table, found = flat(result, scale)
    found += differences(expected, table, scale, same)

    def again(chooser):
        return flat(vintages(shaken(scenario, chooser), options), scale)[0]

    return *verdict(found, expected, again), options
