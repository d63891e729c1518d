# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the reference of `stress` on its own: known answers, and laws on random scenarios.

    python3 laws_stress.py [COUNT]
"""

import itertools
import random
import sys
from collections import defaultdict
from fractions import Fraction

import exact
from clearing import ALL, Clearing, Debt
from exact import Degenerate
from generate_stress import stress_options, stress_scenario
from laws_vintages import deal, near, scenario_of
from stress import Stress, Setting, complete, stress


def run(scenario, *shocks, **options):
    """(figures, {supplier: row}, {entity: row}, {deal: row})."""
    result = stress(scenario, {"shock": list(shocks), **options})
    tables = result["tables"]
    return (result["figures"], {row["supplier"]: row for row in tables["suppliers"]},
            {row["entity"]: row for row in tables["entities"]},
            {row["deal"]: row for row in tables["deals"]})


# ---- known answers -----------------------------------------------------------------------------


def lab(*more):
    """s -> lab 30, lab -> cloud 300, cloud -> s 60 % of that; lab has 270."""
    return scenario_of([deal("investor", "s", "lab", 30, recovery=0.2),
                        deal("customer", "lab", "cloud", 300),
                        deal("supplier", "cloud", "s", {"share": 0.6, "of": ["lab-cloud"]}),
                        *more], lab={"outside_funds": 270})


def check_lab():
    """Half of the lab's funds: it pays 0.55; s loses 81 of revenue and 24 of capital."""
    figures, suppliers, entities, _ = run(lab(), "funds:lab=0.5")
    assert near([entities["lab"]["paid_share"]], [0.55])
    assert near([suppliers["s"][c] for c in ("revenue_lost", "capital_lost", "loss")],
                [81, 24, 105])
    assert near([suppliers["s"]["loss_share"]], [105 / 210])
    assert [entities[u]["round"] for u in ("s", "lab", "cloud")] == [None, 1, None]
    assert figures["failed"] == 1 and near([figures["unpaid"]], [135])


def check_guarantee():
    """With a guarantee of s for 105: the cloud has 165 + 105, s loses 18 + 24 and pays 105."""
    backed = lab(deal("investor", "s", "lab", 105, contingent=True) | {"id": "g"})
    figures, suppliers, _, deals = run(backed, "funds:lab=0.5")
    assert near([deals["lab-cloud"]["paid"], deals["guarantee:g"]["paid"]], [165, 105])
    row = suppliers["s"]
    assert near([row["revenue_lost"], row["capital_lost"], row["guarantees_paid"], row["loss"]],
                [18, 24, 105, 147])
    assert near([figures["guarantees_called"], figures["guarantees_paid"]], [105, 105])


def check_lease():
    """A guarantee of 50 for the lease alone."""
    for lease, others, called in ((100, 100, 50), (20, 180, 10)):
        _, _, _, deals = run(scenario_of(
            [deal("customer", "v", "landlord", lease), deal("customer", "v", "others", others),
             deal("investor", "s", "v", 50, contingent=True, covers=["v-landlord"]) | {"id": "g"}],
            v={"outside_funds": 100}), "assumed=0")
        assert near([deals["guarantee:g"]["due"]], [called])
        assert near([deals["v-landlord"]["paid"]], [lease / 2])


def check_given_back():
    """80 are called; then d pays 60 and c gives 40 back: nobody loses, s pays 40."""
    figures, suppliers, entities, deals = run(scenario_of(
        [deal("customer", "d", "c", 100), deal("customer", "c", "d", 50),
         deal("customer", "c", "x", 50),
         deal("investor", "s", "d", 100, contingent=True) | {"id": "g"}],
        d={"outside_funds": 10}, s={"outside_funds": 1000}), "assumed=0")
    assert near([deals["guarantee:g"]["due"], deals["guarantee:g"]["paid"]], [80, 80])
    assert near([deals["d-c"]["paid"]], [60])
    assert near([figures["guarantees_called"], figures["guarantees_paid"]], [80, 40])
    assert near([suppliers[u]["revenue_lost"] for u in ("c", "d", "x")], [0, 0, 0])
    assert near([suppliers["s"]["loss"]], [40])
    assert [u for u in entities if entities[u]["fails"]] == ["d"]


def triangle():
    """A, B, C owe each other 0.5 each, and 1.5, 0.5, 0.5 outside."""
    owed = [deal("customer", u, v, 0.5) for u in "ABC" for v in "ABC" if u != v]
    owed += [deal("customer", u, "out", a) for u, a in zip("ABC", (1.5, 0.5, 0.5))]
    return scenario_of(owed, A={"outside_funds": 0.5}, B={"outside_funds": 0.625},
                       C={"outside_funds": 0.75})


def check_triangle():
    """Eisenberg and Noe's fractions, and those with costs of default."""
    for cost, expected in (("1,1", ("165/112", "159/112", "3/2")),
                           ("0.5,0.7", ("4225/8416", "160275/311392", "176055/311392"))):
        setting = Setting(triangle(), complete({"shock": ["assumed=0"], "default_cost": cost}))
        found = Stress(setting, ["assumed=0"])
        paid = [found.entity(u)["paid"] for u in "ABC"]
        assert paid == [Fraction(p) for p in expected], paid


def check_trickle():
    """Nothing is paid in a circuit that loses money, however slowly; all where it loses none."""
    circuit = [deal("customer", "A", "B", 1000), deal("customer", "B", "A", 1000)]
    leak = deal("customer", "A", "x", 0.01)
    no_funds = {"A": {"outside_funds": 0}, "B": {"outside_funds": 0}}
    figures, _, entities, _ = run(scenario_of([*circuit, leak], **no_funds), "assumed=0")
    assert near([figures["unpaid"]], [2000.01])
    assert [entities[u]["round"] for u in "ABx"] == [1, 2, None]
    figures, _, _, _ = run(scenario_of(circuit, **no_funds), "assumed=0")
    assert figures["unpaid"] == 0


def check_ranks():
    """60 for two ranks of 40: the first in full, half of the second; senior circles keep money."""
    _, _, _, deals = run(scenario_of(
        [deal("interest", "u", "bank", 40), deal("repayment", "u", "holder", 40, rank=2)],
        u={"outside_funds": 60}), "assumed=0")
    assert near([deals["u-bank"]["paid"], deals["u-holder"]["paid"]], [40, 20])
    cash = {"A": Fraction(0), "B": Fraction(0), "x": Fraction(0)}
    debts = [Debt("A", "B", Fraction(10)), Debt("B", "A", Fraction(10)),
             Debt("A", "x", Fraction(5), 2), Debt("B", "x", Fraction(5), 2)]
    assert Clearing(debts, cash).paid == [10, 10, 0, 0]
    turned = [Debt(d.payer, d.payee, d.due, 3 - d.rank) for d in debts]
    assert Clearing(turned, cash).paid == [0, 0, 0, 0]


def check_two_guarantees():
    """80 are lacking, 60 and 80 are offered: each gives its share; a call comes before rank 2."""
    _, _, _, deals = run(scenario_of(
        [deal("customer", "v", "c", 100), deal("investor", "s", "v", 60, contingent=True),
         deal("investor", "t", "v", 100, contingent=True), deal("interest", "s", "bank", 30, rank=2)],
        v={"outside_funds": 20}, s={"outside_funds": 30}), "assumed=0")
    calls = [deals["guarantee:s-v"], deals["guarantee:t-v"]]
    assert near([row["due"] for row in calls], [60 * 80 / 140, 80 * 80 / 140])
    assert near([row["paid"] for row in calls], [30, 0]) and deals["s-bank"]["paid"] == 0


def check_fail():
    """Who fails pays nothing, in round 0; guarantees for it are called, its own pay nothing."""
    _, suppliers, entities, deals = run(scenario_of(
        [deal("customer", "v", "s", 10), deal("investor", "s", "v", 4, instrument="Equity"),
         deal("investor", "g", "v", 6, contingent=True)]), "fail:v")
    assert entities["v"]["round"] == 0 and deals["v-s"]["paid"] == 0
    assert near([deals["guarantee:g-v"]["paid"]], [6])
    assert near([suppliers["s"]["revenue_lost"], suppliers["s"]["capital_lost"]], [4, 4])


# ---- laws --------------------------------------------------------------------------------------


def random_debts(chooser, ranks):
    """(debts, cash) of a few, often of the same amounts; some cash is less than what is due."""
    names = "ABCD"[:chooser.choice([2, 3, 3, 4])]
    debts = []
    for _ in range(chooser.randint(2, 8)):
        payer, payee = chooser.sample([*names, "out"], 2)
        if payer != "out":
            due = Fraction(chooser.choice([1, 1, 1, 2, 3, 5, 10]), chooser.choice([1, 1, 3]))
            debts.append(Debt(payer, payee, due, chooser.randint(1, ranks)))
    cash = {u: Fraction(chooser.choice([0, 0, 0, 1, 1, 2, 5]), 2) for u in names}
    return debts, {**cash, "out": Fraction(0)}


def solution(debts, cash, cost, states):
    """Receipts by u where these are the states, if there is just one such solution."""
    trial = Clearing([], cash, (), cost)
    full = Clearing(debts, {u: Fraction(10**6) for u in cash})
    trial.debts, trial.steps, trial.total, trial.state = debts, full.steps, full.total, states
    nodes, columns = list(cash), []
    base = trial.after(dict.fromkeys(nodes, Fraction(0)))
    for u in nodes:
        one = trial.after({v: Fraction(u == v) for v in nodes})
        columns.append([one[v] - base[v] for v in nodes])
    matrix = [[Fraction(v == u) - columns[j][i] for j, u in enumerate(nodes)]
              for i, v in enumerate(nodes)]
    trial.receipts = dict(zip(nodes, exact.solve(matrix, [[base[u] for u in nodes]])[0]))
    return trial


def holds(trial):
    """True where the receipts fit the states that led to them."""
    for u, state in trial.state.items():
        if (state == ALL) == trial.short(u):
            return False
        if state != ALL:
            _, below, size = trial.steps[u][state]
            if not below <= trial.money(u) <= below + size:
                return False
    return True


def check_greatest(seed):
    """Of all solutions (every state of everybody is tried) the clearing is the greatest."""
    chooser = random.Random(f"greatest {seed}")
    debts, cash = random_debts(chooser, chooser.choice([1, 2, 3]))
    cost = chooser.choice([(1, 1), (1, 1), (Fraction(1, 2), Fraction(7, 10)), (1, Fraction(1, 3))])
    found = Clearing(debts, cash, (), cost)
    again = found.after(found.receipts)
    assert holds(found) and again == found.receipts, (seed, debts, cash)
    kinds = [[ALL, *range(len(found.steps.get(u, [])))] for u in cash]
    count = 0
    for states in itertools.product(*kinds):
        try:
            trial = solution(debts, cash, cost, dict(zip(cash, states)))
        except Degenerate:
            continue
        if holds(trial):
            count += 1
            assert all(trial.receipts[u] <= again[u] for u in cash), (seed, debts, cash, cost)
    return count


def check_programme(seed):
    """Without ranks and costs, the clearing pays the most that budgets allow."""
    chooser = random.Random(f"programme {seed}")
    debts, cash = random_debts(chooser, 1)
    found, total = Clearing(debts, cash), defaultdict(Fraction)
    for d in debts:
        total[d.payer] += d.due
    payers = list(total)  # one column each: the share that it pays; rows: it pays what it has
    rows, size = [], len(payers)
    for i, u in enumerate(payers):
        paid = [(u == v) * total[v] - sum(d.due for d in debts if (d.payer, d.payee) == (v, u))
                for v in payers]
        rows.append([*paid, *(i == j for j in range(size))])
    best = exact.linear_programme([total[u] for u in payers] + [0] * size, rows,
                                  [cash[u] for u in payers], [Fraction(1)] * size + [None] * size,
                                  Fraction(1))
    assert abs(best - sum(found.paid)) < 1e-6, (seed, best, found.paid)
    return size


def check_totals(seed):
    """Nobody pays more than it has and owes, and nothing goes lost but by costs of default."""
    scenario = stress_scenario(seed)
    options = complete(stress_options(seed, scenario))
    setting = Setting(scenario, options)
    found = Stress(setting, options["shock"])
    entities = {u: found.entity(u) for u in setting.view.entities}
    for u, row in entities.items():
        came = found.clearing.receipts[u]
        slack = Fraction(1, 10**9) * (1 + row["due"])
        assert 0 <= row["paid"] <= row["due"], (seed, u, row)
        assert row["paid"] <= row["cash"] + came + slack, (seed, u, row)
        whole = options["default_cost"] == "1,1" and u not in found.shock.hit
        if row["fails"] and whole:
            assert abs(row["paid"] - row["cash"] - came) <= slack, (seed, u, row)
        assert row["fails"] == (row["round"] is not None), (seed, u, row)
    for key, kept in found.kept.items():
        assert -Fraction(1, 10**9) <= kept <= found.calls[key], (seed, key)
    assert sum(found.calls.values()) <= sum(g.amount for g in setting.guarantees)
    return len(entities)


def main():
    """All answers, and each law on so many seeds."""
    for check in (check_lab, check_guarantee, check_lease, check_given_back, check_triangle,
                  check_trickle, check_ranks, check_two_guarantees, check_fail):
        check()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for law in (check_greatest, check_programme, check_totals):
        checked = sum(law(seed) for seed in range(wanted))
        assert checked > wanted / 2, (law.__name__, checked)
        print(f"{law.__name__}: {checked} in {wanted} scenarios")


if __name__ == "__main__":
    main()
