# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the library from Python values, by the rows of what is allowed."""
from __future__ import annotations

import datetime
import keyword
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsFloat, Union

import numpy as np
import pandas as pd

from ._library import c_text, ffi, known_text, lib, text_of

#: What an option may be: text, a number, a day or a path.
Value = Union[str, SupportsFloat, datetime.date, "os.PathLike[str]"]
#: What an option may be that can be given several times, or is a list.
Values = Union[Value, Sequence[Value], Mapping[str, Value]]


@dataclass(frozen=True)
class Option:
    """A row of the library. Its name is that of the command, without the dashes."""

    name: str
    value: "str | None"  #: what the help calls its value; None: a switch
    help: str
    repeatable: bool
    choices: "tuple[str, ...]"
    writes: bool  #: writes a file of its own, which only the command does

    @property
    def keyword(self) -> str:
        """The name of the keyword argument."""
        word = self.name.replace("-", "_")
        return word + "_" if keyword.iskeyword(word) else word

    @property
    def is_switch(self) -> bool:
        return self.value is None and not self.choices


def _choices(choice: Any) -> "tuple[str, ...]":
    words: "list[str]" = []
    while choice != ffi.NULL and choice(len(words)) != ffi.NULL:
        words.append(known_text(choice(len(words))))
    return tuple(words)


def options_of(specs: Any) -> "list[Option]":
    """The rows of a list of cf_param_spec."""
    found = []
    index = 0
    while specs != ffi.NULL and specs[index].name != ffi.NULL:
        row = specs[index]
        found.append(Option(known_text(row.name), text_of(row.value), known_text(row.help),
                            bool(row.repeatable), _choices(row.choice), bool(row.writes)))
        index += 1
    return found


READING = options_of(lib.cf_reading_specs) + options_of(lib.cf_sheet_specs)
VIEW = options_of(lib.cf_view_specs)
VIEW_B = options_of(lib.cf_view_b_specs)


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    if value is pd.NaT or isinstance(value, np.datetime64) and np.isnat(value):
        raise ValueError(f"{name} must be a day, but is NaT")
    if isinstance(value, datetime.date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[D]"))
    if isinstance(value, pd.Period):
        return str(value)
    if hasattr(value, "__index__"):
        return str(value.__index__())
    if hasattr(value, "__float__") and not hasattr(value, "__len__"):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{name} must be a finite number, but is {number}")
        return repr(number).removesuffix(".0")
    raise TypeError(f"{name} must be a text, a number, a day or a path, but is "
                    f"{type(value).__name__}")


def _items(name: str, value: Any) -> "list[str] | None":
    """A list or a mapping as texts; None where it is neither."""
    if isinstance(value, Mapping):
        return [f"{_text(name, key)}={_text(name, item)}" for key, item in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)) or (
            hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1):
        return [_text(name, item) for item in value]
    return None


def _given(name: str, value: Any, option: "Option | None") -> "list[str]":
    """One option as the library takes it: "name", "name=value", or several of these."""
    if value is None or value is False:
        return []
    if value is True:
        return [name]
    items = _items(name, value)
    if items is None:
        return [f"{name}={_text(name, value)}"]
    if name in ("joint", "joint-b"):  # a list with commas, so those of ids are escaped
        items = [item.replace(",", "\\,") for item in items]
    if option is not None and option.repeatable:
        return [f"{name}={item}" for item in items]
    return [f"{name}={','.join(items)}"]


def option_texts(given: "Mapping[str, Any]", known: "list[Option]") -> "list[bytes]":
    """Keyword arguments as options of the library, which tells of names that it does not know."""
    rows = {option.name: option for option in known}
    texts: "list[bytes]" = []
    for word, value in given.items():
        name = word.rstrip("_").replace("_", "-")
        texts += [c_text(text, word) for text in _given(name, value, rows.get(name))]
    return texts
