# SPDX-License-Identifier: GPL-3.0-or-later
"""DataFrames as the cells of a spreadsheet, and problems in cells as places in DataFrames."""
from __future__ import annotations

import datetime
import decimal
import re
from dataclasses import replace
from typing import Any, Hashable, Optional

import numpy as np
import pandas as pd

from ._library import ffi
from .errors import Problem

_HEADER_ROWS = 1


def _number(text: str, sign: str) -> str:
    """The text of a number with the decimal sign that numbers in texts have; no ".0", since some
    cells must be whole numbers."""
    return "" if text.lower().endswith("nan") else text.removesuffix(".0").replace(".", sign)


def _item(value: Any, sign: str) -> str:
    """An item of a list, with a backslash before what would be taken for something else."""
    text = re.sub(r"([;\\])", r"\\\1", cell_text(value, sign))
    text = re.sub(r"\A ", r"\\ ", text)
    return text[:-1] + "\\ " if len(text) > 1 and text.endswith(" ") else text


def cell_text(value: Any, sign: str = ".") -> str:
    """The text of one cell. TypeError for what no cell can hold.

    :param sign: the decimal sign
    """
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating, decimal.Decimal)):
        return _number(str(value), sign)
    if isinstance(value, datetime.date):  # also datetime and Timestamp
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, np.datetime64):
        return cell_text(pd.Timestamp(value))
    if isinstance(value, pd.Period):
        return str(value)
    if isinstance(value, (list, tuple)):
        return ";".join(_item(item, sign) for item in value)
    raise TypeError(f"a cell cannot hold a value of type {type(value).__name__}")


def _column_texts(column: Any, sign: str) -> list[str]:
    """All cells of a column; where all have one type, without a look at that of each."""
    if column.dtype == np.float64:
        return [_number(repr(value), sign) for value in column.tolist()]
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        return [str(value) for value in column.tolist()]
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        days = column.to_numpy().astype("datetime64[D]").astype(str)
        return ["" if day == "NaT" else day for day in days.tolist()]
    values = column.astype(object)
    if pd.api.types.infer_dtype(values, skipna=True) == "string":
        return [value if isinstance(value, str) else "" for value in values.tolist()]
    return [cell_text(value, sign) for value in values.tolist()]


def _tell_bad_cell(frame: Any, position: int, what: str) -> TypeError:
    """Names the row and column of the first value that no cell can hold."""
    for label, value in zip(frame.index, frame.iloc[:, position].astype(object)):
        try:
            cell_text(value)
        except TypeError as error:
            return TypeError(f"{what}, row {label!r}, column {frame.columns[position]!r}: {error}")
    return TypeError(f"{what}, column {frame.columns[position]!r}: not a column of values")


def _with_index(frame: Any) -> Any:
    """An index that has names is data as well: it becomes columns, unless they are there. One of
    texts without a name has the ids, where the frame has none."""
    index, columns = frame.index, {str(name).strip().lower() for name in frame.columns}
    if all(name is not None for name in index.names):
        there = {str(name).strip().lower() for name in index.names} & columns
        return frame if there else frame.reset_index()
    labels = index.tolist()
    if "id" in columns or not labels or not all(isinstance(label, str) for label in labels):
        return frame
    return frame.rename_axis("id").reset_index()


class Cells:
    """A DataFrame as cf_cells. Keeps the texts for as long as it lives.

    :param sign: the decimal sign of numbers in texts; those of the frame get the same
    """

    def __init__(self, frame: Any, what: str, sign: str = ".") -> None:
        if not isinstance(frame, pd.DataFrame):
            raise TypeError(f"{what} must be a pandas DataFrame, but is {type(frame).__name__}")
        if frame.columns.nlevels > 1:
            raise TypeError(f"{what} must have one level of columns, but has "
                            f"{frame.columns.nlevels}")
        self.frame = frame
        whole = _with_index(frame)
        self.names = [str(name) for name in whole.columns]
        rows, columns = len(whole), len(self.names)
        self.texts = np.empty((rows + _HEADER_ROWS, columns), dtype=object)
        for position in range(columns):
            self.texts[0, position] = self.names[position]
            try:
                self.texts[1:, position] = _column_texts(whole.iloc[:, position], sign)
            except TypeError:
                raise _tell_bad_cell(whole, position, what) from None
        self._hand_over(what, rows, columns)

    def _hand_over(self, what: str, rows: int, columns: int) -> None:
        flat: list[str] = self.texts.ravel().tolist()
        try:
            self._bytes = "\0".join(flat).encode("utf-8") + b"\0"
        except UnicodeEncodeError as error:
            raise ValueError(f"{what} must be valid Unicode, without surrogates: "
                             f"{error.object[error.start:error.end]!r}") from None
        ends = np.flatnonzero(np.frombuffer(self._bytes, dtype=np.uint8) == 0)
        if flat and len(ends) != len(flat):
            raise ValueError(f"{what} must not contain NUL characters")
        self._buffer = ffi.from_buffer(self._bytes)
        start = int(ffi.cast("uintptr_t", self._buffer))
        self._pointers = np.full(max(len(flat), 1), start, dtype=np.uintp)
        self._pointers[1:] += (ends[:-1] + 1).astype(np.uintp)
        cells = ffi.cast("const char *const *", ffi.from_buffer(self._pointers))
        self.pointer = ffi.new("cf_cells *", {"cells": cells, "columns": columns,
                                              "rows": rows + _HEADER_ROWS})

    # ---- places ----

    def place(self, problem: Problem, row: Optional[int], column: Optional[int]) -> Problem:
        """Both from 1; row 1 of the cells has the names of the columns. None: all of them."""
        if row is None:
            return problem
        field = self.names[column - 1] if column and column <= len(self.names) else None
        label: Optional[Hashable] = None
        if _HEADER_ROWS < row <= len(self.frame) + _HEADER_ROWS:
            label = self.frame.index[row - _HEADER_ROWS - 1]
        return replace(problem, row=label, field=field)
