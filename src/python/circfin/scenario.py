# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios: read from files, texts, dicts and DataFrames."""
from __future__ import annotations

import datetime
import functools
import json
import os
from collections.abc import Mapping
from typing import Any, Optional, Union

import pandas as pd

from ._cells import Cells, cell_text
from ._frames import frame_of
from ._library import TextList, c_path, c_text, ffi, known_text, lib, text_of
from ._options import READING, Values, option_texts
from .errors import Diagnostics, OptionError, Problem, tell_warnings

#: What :func:`read` takes. A DataFrame, where pandas has no types, is Any.
Source = Union[str, bytes, "os.PathLike[str]", "Mapping[str, Any]", Any]

_WRITERS = {".json": lib.cf_scenario_write, ".xlsx": lib.cf_sheets_write_workbook,
            ".sqlite": lib.cf_sheets_write_database, ".db": lib.cf_sheets_write_database}
#: Meant as files, so no folder of such a name is made.
_NOT_WRITTEN = (".ods", ".xls", ".xlsm", ".csv", ".tsv", ".sqlite3")


class Scenario:
    """The entities and deals of one source, checked. Never changes; threads may share one.

    Made by :func:`circfin.read`. Amounts are in ``currency`` and ``unit``.
    """

    def __init__(self, pointer: Any, path: Optional[str], problems: "list[Problem]") -> None:
        self._pointer = pointer  # frees itself
        self._path = path
        self._warnings = tuple(p for p in problems if p.severity == "warning")

    @property
    def path(self) -> Optional[str]:
        """The file that it was read from; None where that was no file."""
        return self._path

    @property
    def warnings(self) -> "tuple[Problem, ...]":
        """What the command would have warned of when reading it."""
        return self._warnings

    @property
    def name(self) -> str:
        return known_text(self._pointer.name)

    @property
    def description(self) -> Optional[str]:
        return text_of(self._pointer.description)

    @property
    def currency(self) -> str:
        """The currency of all amounts, such as "USD"."""
        return known_text(self._pointer.currency)

    @property
    def unit(self) -> str:
        """The unit of all amounts: "one", "thousand", "million" or "bn"."""
        return known_text(lib.cf_unit_names[self._pointer.unit])

    @property
    def money(self) -> str:
        """Currency and unit in short, such as "USD bn"."""
        return self.currency if self.unit == "one" else f"{self.currency} {self.unit}"

    @property
    def as_of(self) -> Optional[datetime.date]:
        """The day of what it says, or None."""
        day = int(self._pointer.as_of)
        if day == -2 ** 31:
            return None
        return datetime.date(1970, 1, 1) + datetime.timedelta(days=day)

    @functools.cached_property
    def _report(self) -> Any:
        out = ffi.new("cf_report **")
        Diagnostics().check(lib.cf_report_of_scenario(out, self._pointer))
        return ffi.gc(out[0], lib.cf_report_free)

    def _frame(self, table: str) -> Any:
        found = lib.cf_report_find_table(self._report, table.encode())
        frame = frame_of(found, self.money) if found != ffi.NULL else pd.DataFrame()
        empty = frame.columns[frame.isna().all()]  # no cell says of which type they are
        return frame.astype(dict.fromkeys(empty, object))

    @property
    def deals(self) -> Any:
        """The deals as a DataFrame, a row each, with the columns of a deals.csv. A new one each
        time. ``attrs`` has the settings, so that ``read(frame)`` needs none."""
        frame = self._frame("deals")
        frame.attrs["settings"] = self.settings
        return frame

    @property
    def entities(self) -> Any:
        """The entities as a DataFrame, a row each, with the columns of an entities.csv."""
        return self._frame("entities")

    @property
    def settings(self) -> "dict[str, str]":
        """The settings as texts, as in a scenario.csv: name, currency, unit, as_of, fx.EUR, ..."""
        frame = self._frame("scenario")
        return dict(zip(frame["key"], frame["value"]))

    def to_json(self) -> str:
        """The scenario as the text of a JSON file, which :func:`circfin.read` reads back."""
        out = ffi.new("char **")
        Diagnostics().check(lib.cf_scenario_text(out, self._pointer))
        try:
            return known_text(out[0])
        finally:
            lib.free(out[0])

    def save(self, path: "str | os.PathLike[str]") -> None:
        """Writes it, as a whole or not at all: a .json file, a .xlsx workbook, a .sqlite or .db
        database, or a folder of CSV files for any other name. OptionError for another ending of
        spreadsheets, such as .csv."""
        diags = Diagnostics()
        name = c_path(path)
        ending = os.path.splitext(name)[1].lower().decode("ascii", "replace")
        write = _WRITERS.get(ending, lib.cf_sheets_write)
        if ending in _NOT_WRITTEN:
            raise OptionError(f"{os.fspath(path)!r} must end in one of {', '.join(_WRITERS)}, or "
                              "be a folder")
        tell_warnings(diags.check(write(self._pointer, name, diags.pointer)))

    def __repr__(self) -> str:
        return (f"<circfin.Scenario {self.name!r}: {self._pointer.entity_count} entities, "
                f"{self._pointer.deal_count} deals, {self.money}>")

    def __reduce__(self) -> Any:
        raise TypeError("a Scenario cannot be pickled; pass to_json() on, and read() it there")


def _own(out: Any, path: Optional[str], diags: Diagnostics, status: int) -> Scenario:
    problems = diags.check(status)
    scenario = Scenario(ffi.gc(out[0], lib.cf_scenario_free), path, problems)
    tell_warnings(problems)
    return scenario


def _settings(deals: Any, options: "dict[str, Any]") -> "tuple[Any, list[Any]]":
    """The settings, of which those of a frame of Scenario.deals are in its attrs, and what keeps
    them."""
    given = options.pop("settings", None)
    if given is None:
        given = deals.attrs.get("settings", {})
    if not isinstance(given, Mapping):
        raise TypeError("settings of a DataFrame must be a dict, but are "
                        f"{type(given).__name__}")
    texts = [ffi.new("char[]", c_text(text, "a setting")) for key, value in given.items()
             for text in (key, cell_text(value))]
    pairs = [{"key": key, "value": value} for key, value in zip(texts[::2], texts[1::2])]
    return ffi.new("cf_sheet_setting[]", pairs), texts


def _from_frame(deals: Any, entities: Any, options: "dict[str, Any]") -> Scenario:
    settings, kept = _settings(deals, options)
    diags, out = Diagnostics(), ffi.new("cf_scenario **")
    sign = "," if options.get("decimal") in (",", "comma") else "."
    deal_cells = Cells(deals, "deals", sign)
    entity_cells = None if entities is None else Cells(entities, "entities", sign)
    texts = TextList(option_texts(options, READING))

    def place(problem: Problem, row: Optional[int], column: Optional[int]) -> Problem:
        cells = deal_cells if problem.file == "deals" else entity_cells
        return problem if cells is None else cells.place(problem, row, column)

    diags.place = place
    building = ffi.new("cf_building *", {
        "deals": deal_cells.pointer,
        "entities": ffi.NULL if entity_cells is None else entity_cells.pointer,
        "settings": settings, "setting_count": len(kept) // 2, "options": texts.pointers})
    status = lib.cf_scenario_build(out, building, diags.pointer)
    return _own(out, None, diags, status)


def _from_text(text: bytes, name: str, options: "dict[str, Any]", entities: Any) -> Scenario:
    given = [word for word, value in options.items() if value is not None and value is not False]
    if entities is not None or given:
        raise TypeError(f"{'entities' if entities is not None else given[0]} is for spreadsheets "
                        "and DataFrames: set it in the JSON")
    diags, out = Diagnostics(), ffi.new("cf_scenario **")
    status = lib.cf_scenario_parse(out, text, len(text), name.encode(), diags.pointer)
    return _own(out, None, diags, status)


def _from_file(path: str, entities: Any, options: "dict[str, Any]") -> Scenario:
    if entities is not None:
        if isinstance(entities, pd.DataFrame):
            raise TypeError("entities of a file must be a file, not a DataFrame")
        options["entities"] = entities
    diags, out = Diagnostics(), ffi.new("cf_scenario **")
    texts = TextList(option_texts(options, READING))
    status = lib.cf_scenario_load(out, c_path(path), texts.pointers, diags.pointer)
    return _own(out, path, diags, status)


def _plain(value: Any) -> Any:
    """What JSON cannot say of numpy and pandas."""
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, datetime.date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a scenario cannot hold a value of type {type(value).__name__}")


def read(source: Source, entities: Any = None, *, currency: Optional[str] = None,
         unit: Optional[str] = None, **options: Optional[Values]) -> Scenario:
    """Reads and checks a scenario.

    :param source: a path (JSON, .csv, .xlsx, .ods, .sqlite, a folder with a deals.csv); a text or
        bytes of JSON (begins with "{"); a dict of the same form; or a DataFrame of deals with the
        columns of a deals.csv, of which relation, payer, payee and amount are the core. A list of
        dicts is taken as such a DataFrame. NaN, None, NA and NaT are empty cells; of a Timestamp,
        the day counts; lists are joined; an index with names is a column.
    :param entities: a DataFrame with the columns of an entities.csv, or beside a file of deals the
        path of one; None: the entities that the deals name
    :param currency: of all amounts, such as "USD"; needed for a DataFrame
    :param unit: of all amounts: "one" (default), "thousand", "million" or "bn"
    :param settings: among the options; for a DataFrame a dict of what a scenario.csv may have, such
        as ``{"as_of": "2026-06-30", "status_probability.signed": 0.9}``
    :param options: those of ``circfin help score`` under Input, with ``_`` for ``-``, such as
        ``fx={"EUR": 1.08}`` and ``map={"payer": "Who pays"}``
    :raises InputError: problems in the deals or entities, each with its place: line and column, or
        row and column of the DataFrame
    :raises FileError: the file cannot be read
    :raises ScenarioSyntaxError: the text is not JSON
    :raises OptionError: an option is wrong
    :warns CircfinWarning: for what the command would warn of

    Time and memory: O(size of the source).
    """
    if isinstance(source, Scenario):
        raise TypeError("this is a Scenario already")
    options = {"currency": currency, "unit": unit, **options}
    if isinstance(source, (list, tuple)):
        source = pd.DataFrame(list(source))
    if isinstance(source, pd.DataFrame):
        if isinstance(entities, (list, tuple)):
            entities = pd.DataFrame(list(entities))
        return _from_frame(source, entities, options)
    if isinstance(source, Mapping):
        text = json.dumps(dict(source), default=_plain, allow_nan=False)
        return _from_text(text.encode("utf-8"), "<dict>", options, entities)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _from_text(bytes(source), "<text>", options, entities)
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return _from_text(source.encode("utf-8", "surrogatepass"), "<text>", options, entities)
    if isinstance(source, (str, os.PathLike)):
        return _from_file(os.fspath(source), entities, options)
    raise TypeError("a scenario is read from a path, a text of JSON, a dict or a DataFrame, not "
                    f"from {type(source).__name__}")


def as_scenario(source: Any, options: "dict[str, Any]", taken: "set[str]") -> Scenario:
    """A scenario as it is, or read with the options for input, which leave `options`.

    :param taken: names of options that mean something else here
    """
    words = {option.keyword for option in READING} - taken
    given = {word: options.pop(word) for word in list(options) if word in words}
    if not isinstance(source, Scenario):
        return read(source, given.pop("entities", None), **given)
    if given:
        raise TypeError(f"{next(iter(given))} is for reading, and this Scenario is read already")
    return source
