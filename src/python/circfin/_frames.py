# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of a report as DataFrames, column by column and without a Python loop over cells."""
from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np
import pandas as pd

from ._library import ffi, known_text, lib, text_of
from .errors import OutOfMemoryError

_KINDS = {int(getattr(lib, f"CF_{name.upper()}")): name for name in (
    "text", "entity", "date", "money", "share", "count", "number", "bar", "flag", "course", "span")}
_ROUNDINGS = {int(lib.CF_NEAREST): "nearest", int(lib.CF_DOWN): "down", int(lib.CF_UP): "up"}
_DAY_LENGTH = len("2026-01-31")


def kind_name(kind: int) -> str:
    """What a cell is: "money", "share", "entity", ..."""
    return _KINDS[int(kind)]


def _numbers(table: Any, column: int, rows: int) -> Any:
    numbers = np.empty(rows, dtype=np.float64)
    if rows > 0:
        lib.cf_table_numbers(ffi.cast("double *", ffi.from_buffer(numbers)), table, column)
    return numbers


def _counts(numbers: Any) -> Any:
    """Whole numbers with NA; floats where one has a fraction or is too large for that."""
    missing = np.isnan(numbers)
    whole = np.where(missing, 0.0, numbers)
    if np.any(whole != np.floor(whole)) or np.any(np.abs(whole) > 2.0 ** 53):
        return numbers
    return pd.arrays.IntegerArray(whole.astype(np.int64), missing)


def _flags(numbers: Any) -> Any:
    missing = np.isnan(numbers)
    return pd.arrays.BooleanArray(np.where(missing, 0.0, numbers) != 0.0, missing)


def _texts(table: Any, column: int, rows: int) -> Any:
    """Each different text becomes one str, which all its rows share."""
    out = ffi.new("cf_text_codes *")
    if lib.cf_table_text_codes(out, table, column) != lib.CF_OK:
        raise OutOfMemoryError("out of memory")
    try:
        words = np.empty(out.count + 1, dtype=object)
        text = bytes(ffi.buffer(out.texts, out.size)) if out.size else b""
        words[:-1] = text.decode("utf-8", "replace").split("\0")[:-1]
        words[-1] = pd.NA
        codes = np.frombuffer(ffi.buffer(out.codes, 4 * rows), dtype=np.int32) if rows else []
        return pd.array(words[np.asarray(codes, dtype=np.int32)], dtype="string")
    finally:
        lib.cf_text_codes_free(out)


def _dates(texts: Any) -> Any:
    """Days; the texts themselves where one is only a month or year, or beyond what pandas holds."""
    known = texts[~texts.isna()]
    if any(len(text) != _DAY_LENGTH for text in known):
        return texts
    try:
        return pd.to_datetime(texts.to_numpy(dtype=object, na_value=None), format="%Y-%m-%d")
    except (ValueError, OverflowError):  # pandas' own error is a ValueError
        return texts


def _column(table: Any, column: int, rows: int) -> Any:
    kind = kind_name(lib.cf_table_column(table, column).kind)
    if kind in ("text", "entity", "course", "span"):
        return _texts(table, column, rows)
    if kind == "date":
        return _dates(_texts(table, column, rows))
    convert: Optional[Callable[[Any], Any]] = {"count": _counts, "flag": _flags}.get(kind)
    numbers = _numbers(table, column, rows)
    return convert(numbers) if convert is not None else numbers


def frame_of(table: Any, money: str) -> Any:
    """A table as a DataFrame. ``attrs["units"]`` has the unit of each column."""
    rows = int(lib.cf_table_row_count(table))
    names = [known_text(lib.cf_table_column(table, column).name)
             for column in range(lib.cf_table_column_count(table))]
    columns = {position: _column(table, position, rows) for position in range(len(names))}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(rows))
    frame.columns = pd.Index(names, dtype=object)
    frame.attrs["units"] = {name: unit_of(lib.cf_table_column(table, position), money)
                            for position, name in enumerate(names)}
    return frame


def unit_of(column: Any, money: str) -> str:
    return known_text(lib.cf_column_unit(ffi.addressof(column[0]), money.encode("utf-8")))


def columns_frame(columns: "list[Any]", money: str) -> Any:
    """What there is to know about columns, a row each."""
    rows = [{"column": known_text(column.name),
             "heading": known_text(lib.cf_column_heading(column)),
             "kind": kind_name(column.kind), "unit": unit_of(column, money),
             "meaning": text_of(column.meaning), "rounding": _ROUNDINGS[int(column.rounding)]}
            for column in columns]
    return pd.DataFrame(rows, columns=["column", "heading", "kind", "unit", "meaning",
                                       "rounding"], dtype="string").set_index("column")
