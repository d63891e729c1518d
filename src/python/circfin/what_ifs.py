# SPDX-License-Identifier: GPL-3.0-or-later
"""What-ifs with arrays: the figures of suppliers while amounts, funds and revenue change."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

import numpy as np
import pandas as pd

from . import analyses
from ._library import TextList, c_text, ffi, lib
from ._options import VIEW, option_texts
from ._progress import ProgressFunction, Stepper
from .errors import Diagnostics, tell_warnings
from .scenario import Scenario, as_scenario

#: The figures of a supplier, in the order of the library's struct.
FIGURES = ("invested", "revenue", "min", "pro_rata", "max")
_BITS = {"min": 1 << int(lib.CF_MEASURE_MIN), "pro_rata": 1 << int(lib.CF_MEASURE_PRO_RATA),
         "max": 1 << int(lib.CF_MEASURE_MAX), "invested": 0, "revenue": 0}


_MOST = 256  # threads


class Loopback(NamedTuple):
    """The figures of a supplier, in the currency and unit of the scenario."""

    invested: float  #: what it invests
    revenue: float  #: what the deals pay it
    min: float  #: what must have come back; NaN under probability weights
    pro_rata: float  #: what comes back if money mixes and is spent in proportion
    max: float  #: what can have come back; NaN under probability weights


def _broadcast(changes: Any) -> "tuple[list[str], Any, Any]":
    """The names, the rows of values (C-contiguous float64), and the index of the result."""
    index = changes.index if isinstance(changes, pd.DataFrame) else None
    if isinstance(changes, pd.DataFrame):
        if not changes.columns.is_unique:
            twice = changes.columns[changes.columns.duplicated()][0]
            raise ValueError(f"a change must have one column, but {twice!r} has more")
        changes = {name: changes.iloc[:, i] for i, name in enumerate(changes.columns)}
    if not isinstance(changes, Mapping):
        raise TypeError("changes must be a dict of names and numbers, or a DataFrame, but is "
                        f"{type(changes).__name__}")
    names, columns = [], []
    for name, values in changes.items():
        if not isinstance(name, str):
            raise TypeError(f"the name of a change is a text such as 'deal:ID', not {name!r}")
        try:
            column = (values.to_numpy(dtype=np.float64, na_value=np.nan)
                      if isinstance(values, (pd.Series, pd.api.extensions.ExtensionArray))
                      else np.asarray(values, dtype=np.float64))
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{name!r} must be a number or an array of numbers: {error}") from None
        if column.ndim > 1:
            raise ValueError(f"{name!r} must be a number or an array of one dimension, but has "
                             f"{column.ndim}")
        if index is None and isinstance(values, pd.Series):
            index = values.index
        names.append(name)
        columns.append(column)
    try:
        rows = np.broadcast_arrays(*columns) if columns else [np.zeros(1)]
    except ValueError:
        sizes = ", ".join(f"{name!r} has {column.size}" for name, column in zip(names, columns))
        raise ValueError(f"all changes must have the same number of values, or one: {sizes}"
                         ) from None
    table = np.ascontiguousarray(np.stack([np.atleast_1d(row) for row in rows], axis=1))
    if not columns:
        table = np.empty((1 if index is None else len(index), 0))
    if index is None or len(index) != len(table):
        index = pd.RangeIndex(len(table))
    return names, table, index


def _measures(measures: "str | Sequence[str]") -> "list[str]":
    chosen = [measures] if isinstance(measures, str) else list(measures)
    for name in chosen:
        if name not in _BITS:
            raise ValueError(f"there is no measure {name!r}; there are {', '.join(FIGURES)}")
    return chosen


def _suppliers(scenario: Scenario, suppliers: Any, view: "dict[str, Any]") -> "list[str]":
    """Those that are given, else those that `score` lists for the view as it is."""
    if suppliers is None:
        frame = analyses.score(scenario, table="suppliers", **view)["suppliers"]
        return list(frame["entity"])
    chosen = [suppliers] if isinstance(suppliers, str) else list(suppliers)
    if not all(isinstance(name, str) for name in chosen):
        raise TypeError("suppliers must be ids or names of entities")
    return chosen


def _measure(scenario: Scenario, names: "list[str]", table: Any, suppliers: "list[str]",
             figures: int, view: "dict[str, Any]", threads: int, stepper: Stepper) -> Any:
    """An array of rows x suppliers x figures, from one call of the library."""
    rows, count = table.shape[0], len(suppliers)
    out = np.full((rows, count, len(FIGURES)), np.nan)
    options = TextList(option_texts(view, VIEW))
    columns = TextList([c_text(name, "a name") for name in names])
    entities = TextList([c_text(name, "a supplier") for name in suppliers])
    asked = ffi.new("cf_what_if_rows *", {
        "options": options.pointers, "columns": columns.pointers, "column_count": len(names),
        "values": ffi.cast("const double *", ffi.from_buffer(table)) if table.size else ffi.NULL,
        "row_count": rows, "suppliers": entities.pointers, "supplier_count": count,
        "figures": figures, "threads": threads, "progress": stepper.pointer})
    room = ffi.cast("cf_loopback *", ffi.from_buffer(out)) if out.size else ffi.NULL
    diags, complete = Diagnostics(), ffi.new("bool *")
    status = lib.cf_scenario_what_ifs(room, complete, scenario._pointer, asked, diags.pointer)
    stepper.raise_error()
    tell_warnings(diags.check(status))
    return out


def what_if(source: Any, changes: Any, suppliers: "str | Sequence[str] | None" = None,
            measures: "str | Sequence[str]" = ("min", "pro_rata", "max"), *, threads: int = 0,
            progress: Optional[ProgressFunction] = None, **view: Any) -> Any:
    """The figures of suppliers under many what-ifs, from one call of the library.

    :param source: a Scenario, or what :func:`circfin.read` takes, with its options
    :param changes: a dict, or a DataFrame whose columns have such names. Each value is a number or
        an array: the n-th row of the result has the n-th of each; a single number holds for all
        rows; NaN leaves what the view has. Names are those of ``--what-if``, from 0 to 1e18 in the
        unit of the scenario: "deal:ID" (the amount that is due), "entity:ID.outside_funds",
        "entity:ID.revenue"
    :param suppliers: ids or names; None: those that ``score`` lists for the unchanged view
    :param measures: of "invested", "revenue", "min", "pro_rata", "max"
    :param threads: at most; 0: one for each processor. It changes no figure
    :param progress: takes a :class:`Progress` a few times a second; False ends the run, and rows
        that were not reached are NaN
    :param view: options of the view as for :func:`score`, without ``joint``
    :returns: a DataFrame with a row for each what-if and columns (supplier, measure); columns are
        the suppliers where ``measures`` is one text. Figures are those of ``score`` with
        ``--what-if``, to 1e-9; min and max are NaN under probability weights
    :raises OptionError: a name or supplier is unknown, or a value is negative or too large
    :warns CircfinWarning: a deal is not in the view, so nothing changes

    Time: a view and its network once, then microseconds a row and supplier in a small network; see
    the guide.
    """
    if isinstance(threads, bool) or not isinstance(threads, int) or not 0 <= threads <= _MOST:
        raise ValueError(f"threads must be a whole number from 0 to {_MOST}, but is {threads!r}")
    stepper = Stepper(progress)
    scenario = as_scenario(source, view, {option.keyword for option in VIEW})
    names, table, index = _broadcast(changes)
    chosen = _measures(measures)
    entities = _suppliers(scenario, suppliers, view)
    figures = sum({name: _BITS[name] for name in chosen}.values())
    values = _measure(scenario, names, table, entities, figures, view, threads, stepper)
    picked = values[:, :, [FIGURES.index(name) for name in chosen]]
    columns: Any = pd.MultiIndex.from_product([entities, chosen], names=["supplier", "measure"])
    if isinstance(measures, str):
        columns = pd.Index(entities, name="supplier")
    return pd.DataFrame(picked.reshape(len(table), len(columns)), index=index, columns=columns)


class WhatIf:
    """A view whose amounts, funds and revenue are set one after the other.

    >>> bench = circfin.WhatIf(scenario, view="firm")
    >>> bench.set("deal:nvidia-openai-30", 15)
    >>> bench.measure("nvidia").pro_rata

    What is set stays until it is set anew or :meth:`reset`. For many rows at once, :func:`what_if`
    is faster.
    """

    def __init__(self, source: Any, **view: Any) -> None:
        self.scenario = as_scenario(source, view, {option.keyword for option in VIEW})
        self._view = view
        self._set: "dict[str, float]" = {}
        self._measure([])  # refuses wrong options now

    @property
    def changes(self) -> "dict[str, float]":
        """What is set, by name."""
        return dict(self._set)

    def _measure(self, suppliers: "list[str]") -> Any:
        table = np.array([list(self._set.values())], dtype=np.float64)
        return _measure(self.scenario, list(self._set), table, suppliers,
                        _BITS["min"] | _BITS["pro_rata"] | _BITS["max"], self._view, 1,
                        Stepper(None))

    def set(self, name: str, value: Union[float, None]) -> None:
        """Sets what "deal:ID", "entity:ID.outside_funds" or "entity:ID.revenue" names, in the unit
        of the scenario; None: what the view has. OptionError where it is not there."""
        before = dict(self._set)
        self._set.pop(name, None)
        if value is not None:
            self._set[name] = float(value)
        try:
            self._measure([])
        except BaseException:
            self._set = before
            raise

    def set_amount(self, deal: str, value: Union[float, None]) -> None:
        """Sets the amount of a deal."""
        self.set(f"deal:{deal}", value)

    def reset(self) -> None:
        """Everything is again as the view has it."""
        self._set.clear()

    def measure(self, supplier: str) -> Loopback:
        """The figures of a supplier now. Time: that of a view and its network."""
        return Loopback(*(float(value) for value in self._measure([supplier])[0, 0]))

    def __repr__(self) -> str:
        return f"<circfin.WhatIf on {self.scenario.name!r}: {len(self._set)} changes>"
