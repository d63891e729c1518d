# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of a user, for mypy --strict."""
from __future__ import annotations

import pathlib

import circfin
import numpy as np
import pandas as pd


def report(progress: circfin.Progress) -> bool:
    return progress.done is None or progress.done < 1000


def main(path: pathlib.Path) -> float:
    scenario: circfin.Scenario = circfin.read(path)
    result: circfin.Result = circfin.score(scenario, view="firm", joint=["nvidia", "amd"],
                                           what_if={"deal:x": 5})
    names: list[str] = result.tables
    shown: str = result.picture().svg
    other = circfin.compare(scenario, path, view_b="headline", table="compare")
    circfin.simulate(pd.DataFrame(), currency="USD", draws=10_000, progress=report)
    circfin.loops(path, max_length=3, in_order=True)
    rows = circfin.what_if(scenario, {"deal:x": np.arange(3.0)}, "nvidia", "pro_rata")
    bench = circfin.WhatIf(scenario, view="firm")
    bench.set("deal:x", 3)
    try:
        circfin.read("x.csv", currency="USD", fx={"EUR": 1.08})
    except circfin.InputError as error:
        for problem in error.problems:
            print(problem.code, problem.row, problem.field, problem.line)
    print(names, shown, other.figures["gross_a"], rows)
    return bench.measure("nvidia").pro_rata
