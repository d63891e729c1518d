# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the reference of `vintages` on its own: known answers, and laws on random scenarios.

    python3 laws_vintages.py [COUNT]
"""

import random
import sys
from datetime import date, timedelta

import exact
import generate_vintages
from exact import Degenerate
from generate_vintages import timed_scenario
from reference import score
from vintages import Timeline, Vintages, complete, vintages

BOUNDS = ("back_min", "back_pro_rata", "back_max")


def timed_options(seed, scenario):
    """Random options, under which gaps are filled: what is cut differs from window to window."""
    return {**generate_vintages.timed_options(seed, scenario), "gap": "fund"}


# ---- known answers -----------------------------------------------------------------------------


def deal(relation, payer, payee, amount, **more):
    """A deal of a file."""
    return {"id": f"{payer}-{payee}", "relation": relation, "payer": payer, "payee": payee,
            "amount": amount, **more}


def scenario_of(deals, **entities):
    """A scenario; entities: what is said of them."""
    ids = dict.fromkeys(u for d in deals for u in (d["payer"], d["payee"]))
    return {"currency": "USD", "entities": [{"id": i, **entities.get(i, {})} for i in ids],
            "deals": deals}


def periods(scenario, **options):
    """{period: row} of the only supplier."""
    rows = vintages(scenario, options)["tables"]["periods"]
    assert len({row["supplier"] for row in rows}) == 1, rows
    return {row["period"]: row for row in rows}


def column(rows, name):
    """The values of a column, period by period."""
    return [rows[p][name] for p in rows]


def near(found, expected, tolerance=1e-9):
    """True where two lists have the same numbers."""
    return len(found) == len(expected) and all(
        abs(a - b) <= tolerance for a, b in zip(found, expected))


def check_lab():
    """30 for a lab in 2026, which has 14 a year and pays 10 back and 10 elsewhere each year."""
    years = [{"date": str(year), "amount": 10} for year in range(2026, 2031)]
    lab = scenario_of([deal("investor", "s", "lab", 30, start="2026"),
                       deal("customer", "lab", "s", 50, schedule=years),
                       deal("customer", "lab", "x", 50, schedule=years)],
                      lab={"outside_funds": 70})
    lab["span"] = {"from": "2026", "to": "2030"}
    rows = periods(lab)
    assert list(rows) == ["2026", "2027", "2028", "2029", "2030"]
    found = column(rows, "loopback_pro_rata")
    assert near(found, [6.8194, 4.3073, 2.4197, 1.1179, 0.3358], 5e-5), found
    assert near([sum(found)], [15])
    assert near(column(rows, "back_max"), [10, 20, 30, 30, 30])
    assert near(column(rows, "back_min"), [0] * 5)


def check_choice_of_periods():
    """40 bought in February and financed in November: by year all of it, by quarter nothing."""
    bought = scenario_of([deal("customer", "c", "s", 40, start="2026-02-01"),
                          deal("investor", "s", "c", 40, start="2026-11-01")])
    assert near(column(periods(bought), "back_max"), [40])
    assert near(column(periods(bought, period="quarter"), "back_max"), [0, 0, 0, 0])


def check_pool():
    """60 tied to purchases of 20 now and 30 in two years, 10 of it to neither: 20 at once; 40 wait,
    whatever is said of carrying; then 30 are placed and the receiver gets 10, as capital."""
    tied = scenario_of(
        [deal("investor", "s", "lab", 60, start="2026", earmark=["now", "then"]),
         {**deal("customer", "lab", "s", 20, start="2026"), "id": "now"},
         {**deal("customer", "lab", "s", 30, start="2028"), "id": "then"}],
        lab={"outside_funds": 0})
    for carry in ("auto", "all", "none"):
        rows = periods(tied, carry=carry)
        assert list(rows) == ["2026", "2027", "2028"]
        for bound in BOUNDS:
            assert near(column(rows, bound), [20, 20, 50]), (carry, bound, rows)
    cash = vintages(tied, {})["tables"]["cash"]
    lab = [row for row in cash if row["entity"] == "lab"]
    assert near(column(dict(enumerate(lab)), "in"), [60, 0, 0])
    assert near(column(dict(enumerate(lab)), "carried_out"), [0, 0, 10])


def check_operating_money():
    """A customer that reports a revenue of 200 a year spends what it earns within the year. Of 100
    invested and 200 earned it pays 120 and carries 100 on, not 180; or it pays 220, of which 20
    come from the capital, and carries 80."""
    for paid, carry, carried in ((120, "auto", 100), (220, "auto", 80), (120, "all", 180),
                                 (120, "none", 0)):
        earns = scenario_of(
            [deal("investor", "s", "c", 100, start="2026"),
             {**deal("customer", "c", "s", paid, start="2026"), "id": "first"},
             {**deal("customer", "c", "s", 80, start="2027"), "id": "second"}],
            c={"revenue": {"amount": 400, "from": "2026", "to": "2027"}})
        cash = vintages(earns, {"carry": carry})["tables"]["cash"]
        first, second = [row for row in cash if row["entity"] == "c"]
        assert near([first["carried_out"], second["carried_in"]], [carried] * 2), cash
        found = column(periods(earns, carry=carry), "loopback_pro_rata")
        # mixed with 200 earned in either year
        expected = [paid / 3, carried / 3 * 80 / (200 + carried)]
        assert near(found, expected), (paid, carry, found)


def check_lag():
    """All is back on the middle day of the next year: 365 days after that of the investment."""
    slow = scenario_of([deal("investor", "s", "c", 10, start="2025"),
                        deal("customer", "c", "s", 10, start="2026")])
    row, = vintages(slow, {})["tables"]["lags"]
    assert near([row["lag"]], [365 / 365.25]) and row["half_back"] == "2026"
    dateless = scenario_of([deal("investor", "s", "c", 10), deal("customer", "c", "s", 10)])
    row, = vintages(dateless, {})["tables"]["lags"]
    assert row == {"supplier": "s", "lag": 0, "half_back": None}
    assert list(periods(dateless)) == [None]


# ---- laws --------------------------------------------------------------------------------------


def plain_funds(scenario):
    """The scenario without funds and revenues that a window takes otherwise."""
    for e in scenario["entities"]:
        funds = e.get("outside_funds")
        if isinstance(funds, dict):
            funds.pop("schedule", None)
        if "span" not in scenario:
            e.pop("outside_funds", None)
        if "from" not in e.get("revenue", {}):
            e.pop("revenue", None)
    return scenario


def dated(scenario):
    """The scenario, in which every deal has a date."""
    for d in scenario["deals"]:
        if not d.get("schedule") and not d.get("start"):
            d.setdefault("announced", "2024-05")
    return scenario


def suppliers(scenario, options, window):
    """{supplier: row} of `score` in a window."""
    told = {k: v for k, v in options.items() if k not in ("period", "carry", "window")}
    rows = score(scenario, {**told, "window": window})["tables"]["suppliers"]
    return {row["entity"]: row for row in rows}


def same(a, b, scale):
    """True where two figures are the same."""
    return a == b or None not in (a, b) and abs(a - b) <= 1e-9 * scale


def check_one_period(seed):
    """One period is `score` under its window."""
    scenario = plain_funds(dated(timed_scenario(seed)))
    chooser = random.Random(seed)
    year = 2024 + chooser.choice([0, 0, 0, 1, 2])
    first = date(year, 1, 1) + timedelta(days=chooser.choice([0, 0, 40]))
    last = date(year, 12, 31) - timedelta(days=chooser.choice([0, 0, 90]))
    window = f"{first}..{last}"
    options = {**timed_options(seed, scenario), "window": window, "period": "year"}
    expected = suppliers(scenario, options, window)
    rows = {row["supplier"]: row for row in vintages(scenario, options)["tables"]["periods"]}
    assert rows.keys() == expected.keys(), (seed, rows, expected)
    for s, row in rows.items():
        for bound in ("min", "pro_rata", "max"):
            a, b = row[f"back_{bound}"], expected[s][f"loopback_{bound}"]
            assert same(a, b, row["invested"]), (seed, s, bound, a, b)
    return len(rows)


def check_no_carry(seed):
    """With nothing carried, each period is `score` under its window."""
    scenario = plain_funds(dated(timed_scenario(seed)))
    for d in scenario["deals"]:
        d.pop("earmark", None)
    options = {**timed_options(seed, scenario), "carry": "none", "period": "year"}
    result = vintages(scenario, options)["tables"]
    names = sorted({row["period"] for row in result["periods"]} - {None})
    ends = options.get("window", "0001..9999").split("..")
    for name in names:
        inside = date.fromisoformat(f"{name}-01-01"), date.fromisoformat(f"{name}-12-31")
        full = ends[0] < name < ends[1][:4]
        if not full:
            continue
        expected = suppliers(scenario, options, f"{inside[0]}..{inside[1]}")
        for row in result["periods"]:
            if row["period"] == name and row["supplier"] in expected:
                a, b = row["loopback_pro_rata"], expected[row["supplier"]]["loopback_pro_rata"]
                assert same(a, b, row["cumulative_invested"]), (seed, name, row, b)
    return len(names)


def check_bounds(seed):
    """The bounds lie about pro rata, grow, and are what the linear programme says."""
    scenario = timed_scenario(seed)
    timeline = Timeline(scenario, complete({**timed_options(seed, scenario), "weights": "face"}))
    checked = 0
    for s in timeline.steps[0].view.entities:
        loop = Vintages(timeline, s)
        if loop.is_supplier():
            _, rows, _ = loop.rows()
            total, last = rows[-1]["cumulative_invested"], dict.fromkeys(BOUNDS, 0)
            for row in rows:
                order = [0, *(row[bound] for bound in BOUNDS), row["cumulative_invested"]]
                assert all(a <= b + total / 10**9 for a, b in zip(order, order[1:])), (seed, row)
                assert all(row[b] >= last[b] - total / 10**9 for b in BOUNDS), (seed, row)
                last = row
            end = len(rows) - 1
            for sign, bound in ((-1, "back_min"), (1, "back_max")):
                found = programme(loop, end, sign)
                assert abs(found - rows[end][bound]) <= 1e-6 * total, (seed, s, bound, found)
            assert back_of_vintages(loop, total), (seed, s)
            checked += 1
    return checked


def back_of_vintages(loop, total):
    """True where no more comes back of any vintage than was invested in it."""
    return all(sum(back for (r, _), back in loop.back.items() if r == q)
               <= invested + total / 10**9 for q, invested in enumerate(loop.invested))


def programme(loop, last, sign):
    """Most (or, with sign -1, least) that comes back, by the linear programme over all arcs."""
    arcs = [a for a in loop.arcs(last) if a[2]]
    nodes = sorted({u for tail, head, _ in arcs for u in (tail, head)
                    if u not in ("source", "revenue", "capital", "keepers")}, key=str)
    arcs_in_full = [a for a in arcs if a[0] == "source"]
    free = [a for a in arcs if a[0] != "source"]
    entering = [-sum(size for _, head, size in arcs_in_full if head == u) for u in nodes]
    rows = [[(head == u) - (tail == u) for tail, head, _ in free] for u in nodes]
    objective = [sign * (head == "revenue") for _, head, _ in free]
    scale = max(size for _, _, size in arcs)
    return sign * exact.linear_programme(objective, rows, entering, [a[2] for a in free], scale)


def main():
    """All answers, and each law on so many seeds."""
    for check in (check_lab, check_choice_of_periods, check_pool, check_operating_money, check_lag):
        check()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for law in (check_one_period, check_no_carry, check_bounds):
        checked, degenerate = 0, 0
        for seed in range(wanted):
            try:
                checked += law(seed)
            except Degenerate:
                degenerate += 1
        assert checked > wanted / 8, (law.__name__, checked)
        print(f"{law.__name__}: {checked} rows of {wanted - degenerate} scenarios")


if __name__ == "__main__":
    main()
