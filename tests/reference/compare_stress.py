# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin stress` with the reference; `compare.py --what stress` runs it.

The rows of calls are added up by guarantee and creditor. A row of no amount may be missing.
"""

from exact import Degenerate
from generate_stress import stress_options, stress_scenario
from harness import Problem, Runner, arguments, is_number, shaken
from stress import stress
from tables import Difference, agree, differences, keyed, verdict

LOSSES = "revenue_lost capital_lost guarantees_called guarantees_paid loss unpaid failed"
TABLES = {
    "suppliers": """supplier | revenue revenue_lost capital capital_lost guarantees_called
        guarantees_paid loss loss_share""",
    "entities": "entity | cash due paid paid_share shortfall fails round",
    "deals": "deal payer payee | due paid",
    "each": f"entity supplier | {LOSSES}",
    "curve": f"value supplier | {LOSSES}",
    "falls": "value entity | round due paid",
    "shocks": f"shock supplier | {LOSSES}",
}
FIGURES = ["unpaid", "failed", "guarantees_called", "guarantees_paid"]


def together(rows):
    """Rows of deals, those of one guarantee and creditor added up."""
    result = {}
    for row in rows:
        key = row["deal"], row["payer"], row["payee"]
        if key in result and key[0].startswith("guarantee:"):
            row = {**row, **{c: row[c] + result[key][c] for c in ("due", "paid")}}
        result[key] = row
    return list(result.values())


def flat(result, scale):
    """One table {(table, key...): row} of a result; and what is wrong with its columns."""
    table, found = {}, []
    for name, told in TABLES.items():
        keys, rows = told.split("|")[0].split(), result["tables"].get(name, [])
        columns = told.replace("|", " ").split()
        if rows and sorted(rows[0]) != sorted(columns) and name not in ("each", "curve", "shocks"):
            found.append(Difference(f"{name}: columns are {list(rows[0])}"))
        by_key, twice = keyed(together(rows) if name == "deals" else rows, keys)
        found += twice
        for key, row in by_key.items():
            row = {c: row.get(c) for c in columns if c not in keys}
            if any(row[c] and not agree(c, 0, row[c], scale) for c in row):
                table[(name, *key)] = row
    figures = {name: result["figures"].get(name) for name in FIGURES}
    return {**table, ("figures",): figures}, found


def same(column, expected, found, scale):
    """True where two values are the same."""
    return agree(column, expected, found, 1 if column.endswith("_share") else scale)


def scale_of(result):
    """The sum of all dues."""
    return sum(row["due"] for row in result["tables"]["deals"] if is_number(row["due"]))


def told(options):
    """Options of the command line."""
    shocks = [text for spec in options["shock"] for text in ("--shock", spec)]
    if "curve" in options:
        spec, values = options["curve"]
        shocks += ["--curve", f"{spec}={values[0]}:{values[-1]}:{values[1] - values[0]}"]
    return [*arguments({k: v for k, v in options.items() if k not in ("shock", "curve")}), *shocks]


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario = stress_scenario(seed)
    options = stress_options(seed, scenario)
    try:
        reference = stress(scenario, options)
        with Runner(program, scenario) as runner:
            result = runner.result("stress", *told(options))
    except Degenerate as problem:
        return [], f"skipped, {problem}", options
    except Problem as problem:
        return [str(problem)], None, options
    scale = scale_of(reference)
    expected, _ = flat(reference, scale)
    table, found = flat(result, scale)
    found += differences(expected, table, scale, same)

    def again(chooser):
        return flat(stress(shaken(scenario, chooser), options), scale)[0]

    return *verdict(found, expected, again), options
