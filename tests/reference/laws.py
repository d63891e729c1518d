# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the reference on its own: published answers, and laws that hold on every scenario.

    python3 laws.py [COUNT]

Inside `score` itself it is asserted that 0 <= min <= pro rata <= max <= max_open <= invested, that
routes add up to the loop-back, that loop-back and rests add up to the money invested, that origins
add up to 1, and that flows and linear programmes agree.
"""

import copy
import random
import sys

from compare import differences
from drivers import MEASURES, Case
from exact import Degenerate
from generate import dense_scenario, random_options, random_scenario
from harness import is_number
from reference import known, score
from tables import is_share


def unit_edges(text):
    """Scenario of customer deals of 1, from "12 24 ..."."""
    edges = text.split()
    return {"name": text, "currency": "USD",
            "entities": [{"id": i} for i in sorted(set("".join(edges)))],
            "deals": [{"id": e, "relation": "customer", "payer": e[0], "payee": e[1], "amount": 1}
                      for e in edges]}


def check_published():
    """The two answers that are printed with the definition of the decomposition."""
    for text, largest, balanced in (("12 24 13 34 41", 0.6, 0.6), ("12 23 13 31", 0.75, 0.625)):
        figures = score(unit_edges(text), {})["figures"]
        assert figures["circularity_max"] == largest, figures
        assert figures["circularity_bff"] == balanced, figures


def map_amounts(item, factor, key=None):
    """The item with every amount in it times the factor; shares stay."""
    if isinstance(item, dict):
        if "share" in item:
            return item
        return {k: map_amounts(v, factor, k) for k, v in item.items()}
    if isinstance(item, list):
        return [map_amounts(v, factor) for v in item]
    scaled = key in ("amount", "low", "base", "high", "outside_funds") and is_number(item)
    return item * factor if scaled else item


def scaled(scenario, _):
    """All amounts times 8."""
    return {**scenario, "deals": map_amounts(scenario["deals"], 8),
            "entities": map_amounts(scenario["entities"], 8)}


def scaled_result(result):
    """A result with all amounts times 8."""
    def times(column, value):
        counts = ("entities", "deals", "unquantified")
        fixed = is_share(column) or column in counts or not is_number(value)
        return value if fixed else value * 8

    return {"figures": {k: times(k, v) for k, v in result["figures"].items()},
            "tables": {name: [{k: times(k, v) for k, v in row.items()} for row in rows]
                       for name, rows in result["tables"].items()},
            "looping": {deal: {s: 8 * value for s, value in by.items()}
                        for deal, by in result["looping"].items()}}


def shuffled(scenario, chooser):
    """Deals and entities in another order."""
    again = copy.deepcopy(scenario)
    chooser.shuffle(again["deals"])
    chooser.shuffle(again["entities"])
    return again


def split(scenario, chooser):
    """One deal as two halves, wherever it is named; None where that means something else."""
    again = copy.deepcopy(scenario)
    programmes = {d.get("part_of") for d in again["deals"]}
    able = [d for d in again["deals"] if is_number(d.get("amount")) and d["id"] not in programmes]
    if not able:
        return None
    deal = chooser.choice(able)
    other = copy.deepcopy(deal)
    other["id"] = "other half"
    for half in (deal, other):
        half["amount"] = half["amount"] / 2
        for part in half.get("schedule", []):
            part["amount"] /= 2
    for d in again["deals"]:
        lists = [d.get("earmark", []), d.get("supersedes", [])]
        if isinstance(d.get("amount"), dict):
            lists.append(d["amount"].get("of", []))
        for ids in lists:
            if deal["id"] in ids:
                ids.append(other["id"])
    again["deals"].append(other)
    return again


def joined(result):
    """A result without its deals and their number, which a split changes."""
    return {**result, "figures": {**result["figures"], "deals": None},
            "tables": {**result["tables"], "deals": []}}


def check_laws(seed):
    """Scaling, order and splitting on one scenario; False where it was degenerate."""
    scenario = random_scenario(seed)
    options = random_options(seed, scenario)
    chooser = random.Random(seed)
    try:
        result = score(scenario, options)
    except Degenerate:
        return False
    assert result["figures"]["circularity_bff"] is None or (
        result["figures"]["circularity_bff"] <= result["figures"]["circularity_max"] + 1e-9)
    found = differences(scaled_result(result), score(scaled(scenario, chooser), options))
    assert not found, (seed, "scaling", found)
    found = differences(result, score(shuffled(scenario, chooser), options))
    assert not [d for d in found if "file order" not in d[0]], (seed, "order", found)
    halves = split(scenario, chooser)
    if halves:
        found = differences(joined(result), joined(score(halves, options)))
        assert not found, (seed, "split", found)
    return True


def check_homogeneous(seed):
    """All amounts doubled, a loop-back doubles: where no slope has a kink and no funds or revenues
    are stated, amounts times slopes add up to the figure (Euler). Number of figures checked."""
    scenario = dense_scenario(seed, 5, 12)
    for entity in scenario["entities"]:
        entity.pop("outside_funds", None)
        entity.pop("revenue", None)
    case, checked = Case(scenario, {}), 0
    for s, measure in ((s, m) for s in case.suppliers() for m in MEASURES):
        rows = [case.row(s, measure, d.id) for d in known(case.view)]
        if not any(row["kink"] for row in rows):
            total = sum(row["amount"] * row["marginal_up"] for row in rows)
            assert abs(total - case.value(s, measure)) < 1e-9 * case.scale, (seed, s, measure)
            checked += 1
    return checked


def check_choke_points(seed):
    """The cut by maximum flow is the one that trying all sets of nodes finds."""
    case = Case(dense_scenario(seed), {})
    for s in case.suppliers():
        assert case.choke_points(s) == case.brute_choke_points(s), (seed, s)


if __name__ == "__main__":
    check_published()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    checked = sum(check_laws(seed) for seed in range(wanted))
    print(f"laws hold on {checked} of {wanted} scenarios")
    figures = sum(check_homogeneous(seed) for seed in range(wanted))
    for number in range(wanted):
        check_choke_points(number)
    print(f"slopes add up to {figures} figures; choke points agree")
