# SPDX-License-Identifier: GPL-3.0-or-later
# Written by make_stub.py from the rows of the library. `help(circfin.score)` has the meanings.
from typing import Any, Literal

from ._options import Option, Values
from ._progress import ProgressFunction
from .results import Result
from .scenario import Scenario, Source

__all__ = ['score', 'loops', 'drivers', 'sweep', 'timeline', 'simulate', 'chance', 'stress',
           'compare', 'vintages', 'model', 'graph']

def analysis_rows() -> list[Any]: ...
def analysis_options(row: Any) -> list[Option]: ...
def reading_keywords(options: list[Option]) -> list[str]: ...

def score(
    source: Scenario | Source, *, supplier: Values | None = None, threads: Values | None = None,
    all_rows: bool = False, exact: bool = False,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def loops(
    source: Scenario | Source, *, max_length: Values | None = None,
    min_amount: Values | None = None, through: Values | None = None, kind: Values | None = None,
    in_order: bool = False, within: Values | None = None, top: Values | None = None,
    count: bool = False, limit: Values | None = None, time_limit: Values | None = None,
    threads: Values | None = None, view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def drivers(
    source: Scenario | Source, *, supplier: Values | None = None, measure: Values | None = None,
    top: Values | None = None, swing: Values | None = None, attribution: bool = False,
    draws: Values | None = None, seed: Values | None = None, threads: Values | None = None,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def sweep(
    source: Scenario | Source, *, vary: Values | None = None, supplier: Values | None = None,
    threads: Values | None = None, view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def timeline(
    source: Scenario | Source, *, supplier: Values | None = None, threads: Values | None = None,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def simulate(
    source: Scenario | Source, *, draws: Values | None = None, seed: Values | None = None,
    correlation: Values | None = None,
    range: Literal['triangular', 'uniform', 'pert'] | None = None, above: Values | None = None,
    no_sources: bool = False, supplier: Values | None = None, threads: Values | None = None,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def chance(
    source: Scenario | Source, *, draws: Values | None = None, seed: Values | None = None,
    threads: Values | None = None, view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def stress(
    source: Scenario | Source, *, shock: Values | None = None, recovery: Values | None = None,
    write_down: Literal['default', 'shortfall'] | None = None, default_cost: Values | None = None,
    each: Values | None = None, curve: Values | None = None, named: bool = False,
    until: Values | None = None, threads: Values | None = None,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def compare(
    source: Scenario | Source, other: Scenario | Source | None = None, *,
    supplier: Values | None = None, period: Values | None = None, carry: Values | None = None,
    threads: Values | None = None, view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None,
    view_b: Literal['firm', 'base', 'headline'] | None = None,
    case_b: Literal['low', 'base', 'high'] | None = None, as_of_b: Values | None = None,
    status_b: Values | None = None, non_cash_b: bool = False, contingent_b: bool = False,
    reported_only_b: bool = False, window_b: Values | None = None,
    weights_b: Literal['face', 'probability'] | None = None,
    origin_b: Literal['capital', 'all', 'backed'] | None = None,
    gap_b: Literal['fund', 'cut'] | None = None, consolidate_b: bool = False,
    joint_b: Values | None = None, what_if_b: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def vintages(
    source: Scenario | Source, *, period: Values | None = None, carry: Values | None = None,
    entity: Values | None = None, supplier: Values | None = None, threads: Values | None = None,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def model(
    source: Scenario | Source, *, model: Values | None = None, supplier: Values | None = None,
    set: Values | None = None, ranges: bool = False, time_limit: Values | None = None,
    memory_limit: Values | None = None, trust_model: bool = False,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...

def graph(
    source: Scenario | Source, *, style: Values | None = None, supplier: Values | None = None,
    top: Values | None = None, loops_only: bool = False, min_amount: Values | None = None,
    unknown: bool = False, group: bool = False,
    view: Literal['firm', 'base', 'headline'] | None = None,
    case: Literal['low', 'base', 'high'] | None = None, as_of: Values | None = None,
    status: Values | None = None, non_cash: bool = False, contingent: bool = False,
    reported_only: bool = False, window: Values | None = None,
    weights: Literal['face', 'probability'] | None = None,
    origin: Literal['capital', 'all', 'backed'] | None = None,
    gap: Literal['fund', 'cut'] | None = None, consolidate: bool = False,
    joint: Values | None = None, what_if: Values | None = None, table: str | None = None,
    progress: ProgressFunction | None = None, self_deals: Values | None = None,
    entities: Any = None, settings: Values | None = None, sheet: Values | None = None,
    name: Values | None = None, currency: Values | None = None, unit: Values | None = None,
    span: Values | None = None, fx: Values | None = None, decimal: Values | None = None,
    map: Values | None = None, relation: Values | None = None, date_order: Values | None = None,
) -> Result: ...
