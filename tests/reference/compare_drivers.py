# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `circfin drivers` with the reference; `compare.py --what drivers` runs it.

Every row must exist, in order; a sample of the rows is worked out in fractions. An interval is
tested by stepping: inside it the figure lies on the line of its slope, just outside it does not.
"""

import random
from fractions import Fraction

from drivers import MEASURES, STEP, Case
from exact import ZERO, Degenerate
from generate import dense_scenario, random_options, random_scenario, with_backing
from harness import Problem, Runner, arguments, is_number, shaken
from view import exact

COLUMNS = """supplier measure deal amount value marginal_down marginal_up kink valid_from valid_to
without low high choke""".split()
AMOUNTS = {"amount", "value", "without", "low", "high"}
SAMPLE = 24  # rows of a scenario that are worked out


def near(column, a, b, scale):
    """True where two figures are the same, but for rounding; null only with null."""
    if not is_number(a) or not is_number(b):
        return a is b or a == b
    floor = 1e-10 * scale if column in AMOUNTS else 1e-7
    return abs(a - b) <= max(1e-7 * abs(a), floor)


def scenario_of(seed):
    """(scenario, view options, swing) of a seed."""
    chooser = random.Random(f"drivers {seed}")
    if seed % 8 == 0:
        scenario = random_scenario(seed)
    else:
        scenario = dense_scenario(seed, chooser.choice([3, 4, 5]), chooser.choice([6, 9, 12]))
    options = random_options(seed, scenario) if seed % 4 == 0 else {}
    for name in ("supplier", "joint"):
        options.pop(name, None)
    if seed % 16:
        options.pop("weights", None)
    if chooser.random() < 0.2:
        options["origin"] = "all"
    options.pop("gap", None)
    if random.Random(f"drivers gap {seed}").random() < 0.25:  # leaves the others as they were
        options["gap"] = "cut"
    if seed % 3 == 0:
        options = with_backing(seed, scenario, options)
    return scenario, options, chooser.choice([None, None, 25, 7.5, 100])


# ---- which rows, and in which order --------------------------------------------------------------


def impact(row):
    """By what the rows of a supplier and measure are ordered."""
    slopes = [abs(row[c]) for c in ("marginal_down", "marginal_up") if row[c] is not None]
    return max(slopes, default=0) * (row["amount"] or 0)


def structure(case, rows):
    """Rows that are missing, too many, or not in order."""
    if rows and list(rows[0]) != COLUMNS:
        yield f"columns are {list(rows[0])}", None
        return
    measures = MEASURES if case.options["weights"] == "face" else ["pro_rata"]
    suppliers = case.suppliers()
    expected = {(s, m, d) for s in suppliers for m in measures
                for d in [*case.deals, *case.levers]}
    found = [(r["supplier"], r["measure"], r["deal"]) for r in rows]
    if len(set(found)) < len(found):
        yield "a row twice", None
    if set(found) != expected:
        yield (f"rows missing: {sorted(expected - set(found))[:5]}, "
               f"unexpected: {sorted(set(found) - expected)[:5]}"), None
    for a, b in zip(rows, rows[1:]):
        same = (a["supplier"], a["measure"]) == (b["supplier"], b["measure"])
        if same and impact(a) < impact(b) * (1 - 1e-9) - 1e-12 * float(case.scale):
            yield f"order: {a} before {b}", None
    groups = list(dict.fromkeys((r["supplier"], r["measure"]) for r in rows))
    turns = sum((a["supplier"], a["measure"]) != (b["supplier"], b["measure"])
                for a, b in zip(rows, rows[1:]))
    if rows and turns + 1 != len(groups):
        yield "rows of a supplier and measure are apart", None


# ---- the figures of a row ------------------------------------------------------------------------


def slopes_nearby(case, row, side):
    """Slopes some steps of rounding away, for an amount that lies as good as at a kink."""
    amount = case.amount(row["deal"]) or ZERO
    steps = [amount / 10**11, case.scale / 10**12, case.scale / 10**10]
    if case.cut or case.backs(row["supplier"]):  # slopes are those between here and so far away
        steps += [amount / 2**16, amount / 2**18, case.scale / 2**16]
    for step in steps:
        at = max(amount + side * step, STEP)
        yield float(case.slope(row["supplier"], row["measure"], row["deal"], at, side))


def may_be_slope(case, row, side, told):
    """True where a slope is right but for rounding of the amounts."""
    return any(abs(slope - told) <= 1e-5 * max(1, abs(told))
               for slope in slopes_nearby(case, row, side))


def figures(case, row, percent):
    """Figures of a row that are not as they should be."""
    expected = case.row(row["supplier"], row["measure"], row["deal"], percent)
    place = f"{row['supplier']} {row['measure']} {row['deal']}"
    for column, value in expected.items():
        value = float(value) if isinstance(value, Fraction) else value
        if column != "kink" and not near(column, value, row[column], float(case.scale)):
            yield f"{place}: {column} {row[column]!r}, expected {value!r}", (row, column)
    told = (row["kink"], row["marginal_up"], row["marginal_down"])
    if None not in told and row["kink"] != (abs(told[1] - told[2]) > 1e-6):
        yield f"{place}: kink {told[0]}, but marginals {told[1:]}", None


def choke_points(case, rows):
    """Suppliers whose choke points are not the cheapest cut nearest to their revenue."""
    told = {}
    for row in rows:
        chosen = told.setdefault((row["supplier"], row["measure"]), set())
        if row["choke"]:
            chosen.add(row["deal"])
        none = row["amount"] is None or row["deal"] in case.levers
        if (row["choke"] is None) != none:
            yield f"choke {row['choke']!r} where the amount is {row['amount']!r}", None
    for (s, measure), chosen in told.items():
        if chosen not in (case.choke_points(s), case.choke_points(s, case.scale / 10**12)):
            yield f"{s} {measure}: choke {chosen}, expected {case.choke_points(s)}", None


def interval(case, row):
    """Ends of the interval that are not where the figure leaves its line."""
    s, m, d = row["supplier"], row["measure"], row["deal"]
    ends = (row["valid_from"], row["valid_to"])
    place = f"{s} {m} {d}"
    if case.backs(s):  # measured anew at amounts nearby
        return
    if (m == "pro_rata" or row["amount"] is None or d in case.levers or case.cut
            or case.may_be_tied(d)):
        if ends != (None, None):
            yield f"{place}: valid {ends}, expected none", None
        return
    at, value = case.deals[d].amount, case.value(s, m)
    for side, told in ((-1, ends[0]), (1, ends[1])):
        slope = case.slope(s, m, d, at, side)
        told_slope = row["marginal_up" if side > 0 else "marginal_down"]
        if round(told_slope) != slope and may_be_slope(case, row, side, told_slope):
            slope = round(told_slope)  # a kink lies within rounding, see excused

        def off(there):
            return abs(case.value(s, m, d, there) - value - slope * (there - at))

        end = exact(told) if told is not None else (0 if side < 0 else at + 1000 * case.scale)
        name = "valid_from" if side < 0 else "valid_to"
        if told is None and side < 0:
            yield f"{place}: valid_from is null", None
            continue
        if (end - at) * side < 0 or end < 0:
            yield f"{place}: {name} {told} is on the wrong side of {float(at)}", None
            continue
        step = max(at / 10**6, case.scale / 10**12)
        inside = [(at + end) / 2, (at + 9 * end) / 10]
        if abs(end - at) > 2 * step:
            inside.append(end - side * step)
        for there in inside:
            if off(there) > case.scale / 10**13:
                yield f"{place}: {name} {told}, but off the line at {float(there)}", None
                break
        steps = [case.scale / 10**13, case.scale / 10**12, at / 10**9, step]
        beyond = [(end + side * s, s) for s in steps if end + side * s >= 0]
        if told is not None and beyond and all(off(there) <= s / 10 for there, s in beyond):
            yield f"{place}: {name} {told}, but still on the line beyond", None


def excused(case, scenario, options, differences, percent):
    """Differences that rounding explains: a kink next door, or a figure that shakes."""
    again = []
    for seed in range(2):
        try:
            again.append(Case(shaken(scenario, random.Random(seed)), options))
        except Degenerate:
            pass
    for difference in differences:
        if difference[1] is None:
            continue
        row, column = difference[1]
        told = row[column]
        if column in ("marginal_up", "marginal_down"):
            side = 1 if column == "marginal_up" else -1
            if may_be_slope(case, row, side, told):
                yield difference
            continue
        place = (row["supplier"], row["measure"], row["deal"])
        before = case.row(*place, percent)[column]
        for other in again:
            after = other.row(*place, percent)[column]
            if is_number(told) and before is not None and after is not None and (
                    abs(float(after - before)) >= 0.1 * abs(told - float(before))):
                yield difference
                break


# ---- other options -------------------------------------------------------------------------------


def consistency(case, runner, told, rows, chooser):
    """Differences between all rows and what other options give of them."""
    top = chooser.choice([1, 2, 5, 20])
    groups = {}
    for row in rows:
        groups.setdefault((row["supplier"], row["measure"]), []).append(row)
    first = [row for group in groups.values() for row in group[:top]]
    some = runner.result("drivers", *told, "--measure", "all", "--top", str(top))
    if some["tables"]["drivers"] != first:
        yield f"--top {top} is not the first {top} of each supplier and measure", None
    plain = runner.result("drivers", *told)["tables"]["drivers"]
    if plain != [r for g in groups.values() for r in g[:20] if r["measure"] == "pro_rata"]:
        yield "without options: not the first 20 of pro_rata", None
    if rows:
        s, m = chooser.choice(rows)["supplier"], chooser.choice(MEASURES)
        one = runner.result("drivers", *told, "--supplier", s, "--measure", m, "--top", "all")
        if one["tables"]["drivers"] != groups.get((s, m), []):
            yield f"--supplier {s} --measure {m}: other rows", None


# ---- attribution ---------------------------------------------------------------------------------

PLAYERS = 7  # up to so many, all coalitions are tried in fractions


def attribution(case, runner, told, rows):
    """Parts that are not the Shapley values, do not add up, or change the other columns."""
    result = runner.result("drivers", *told, "--measure", "all", "--top", "all", "--attribution",
                           "--draws", "20")
    parts = result["tables"]["drivers"]
    plain = [{k: v for k, v in r.items() if not k.startswith("shapley")} for r in parts]
    if plain != rows:
        yield "--attribution changes other columns", None
    if parts and list(parts[0])[-2:] != ["shapley", "shapley_se"]:
        yield f"columns are {list(parts[0])}", None
    if case.cut or case.options["origin"] == "backed":
        return  # parts are those of what is paid, and of capital
    for row in parts:
        known = (row["measure"] == "pro_rata" and row["amount"] is not None
                 and row["deal"] in case.deals)
        if (row["shapley"] is not None) != known:
            yield f"shapley of {row}", None
    for supplier in dict.fromkeys(r["supplier"] for r in parts):
        yield from shares(case, supplier, {r["deal"]: r for r in parts if r["supplier"] == supplier
                                           and r["shapley"] is not None})


def shares(case, supplier, rows):
    """The same of one supplier."""
    scale, players = float(case.scale), case.players(supplier)
    told = {deal: row["shapley"] for deal, row in rows.items()}
    total = next((row["value"] for row in rows.values()), 0)
    if abs(sum(told.values()) - total) > 1e-9 * max(abs(total), 1e-3 * scale):
        yield f"{supplier}: parts add up to {sum(told.values())}, not {total}", None
    for deal in set(told) - set(players):
        if told[deal] != 0:
            yield f"{supplier}: {deal} is no player, but has {told[deal]}", None
    if len(players) > PLAYERS:
        return
    for deal, value in case.attribution(supplier).items():
        if abs(told[deal] - float(value)) > 1e-9 * max(abs(float(value)), scale):
            yield f"{supplier}: {deal} has {told[deal]}, not {float(value)}", None
        if rows[deal]["shapley_se"] != 0:
            yield f"{supplier}: {deal} has an error, but is exact", None


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario, options, percent = scenario_of(seed)
    shown = {**options, "swing": percent}
    told = arguments(shown)
    chooser = random.Random(seed)
    percent = exact(percent or 10)
    try:
        case = Case(scenario, options)
        with Runner(program, scenario) as runner:
            result = runner.result("drivers", *told, "--measure", "all", "--top", "all")
            rows = result["tables"]["drivers"]
            found = list(structure(case, rows))
            found += consistency(case, runner, told, rows, chooser)
            found += attribution(case, runner, told, rows)
        found += choke_points(case, rows)
        for row in chooser.sample(rows, min(SAMPLE, len(rows))):
            if row["deal"] in case.deals or row["deal"] in case.levers:
                found += figures(case, row, percent)
                found += interval(case, row)
        let_pass = list(excused(case, scenario, options, found, percent)) if found else []
    except Degenerate as problem:
        return [], f"skipped, {problem!r}", shown
    except Problem as problem:
        return [str(problem)], None, shown
    note = f"{len(let_pass)} ill-conditioned" if let_pass else None
    return [d[0] for d in found if d not in let_pass], note, shown
