# SPDX-License-Identifier: GPL-3.0-or-later
"""A function for every analysis of the library. analyses.pyi has their types, for editors."""
from __future__ import annotations

import inspect
import textwrap
from typing import Any, Callable, Optional

from ._library import TextList, c_text, ffi, known_text, lib, text_of
from ._options import READING, VIEW, VIEW_B, Option, option_texts, options_of
from ._progress import Stepper
from .errors import Diagnostics, tell_warnings
from .results import Result
from .scenario import Scenario, as_scenario

_OF_COMMAND = ("stream", "from", "to", "merge", "shards")  # which read or write other files
_WIDTH = 96


def analysis_rows() -> "list[Any]":
    """The rows of the registry, in the order of help."""
    return [lib.cf_analysis_at(i) for i in range(lib.cf_analysis_count())]


def analysis_options(row: Any) -> "list[Option]":
    """Its options: its own, then those of the view; without those that only the command has."""
    own = [option for option in options_of(row.params)
           if not option.writes and option.name not in _OF_COMMAND]
    if row.operands != ffi.NULL:
        own.insert(0, Option("model", "FILE", "the file of the model", False, (), False))
    return own + VIEW + (VIEW_B if row.compares else [])


def reading_keywords(options: "list[Option]") -> "list[str]":
    """The options for input that mean nothing else to the analysis."""
    taken = {option.keyword for option in options}
    return [option.keyword for option in READING if option.keyword not in taken]


def _documentation(row: Any, options: "list[Option]") -> str:
    lines = [known_text(row.summary)[:1].upper() + known_text(row.summary)[1:] + ".", ""]
    lines += textwrap.wrap(known_text(row.description), _WIDTH)
    lines += ["", ":param source: a Scenario, or what :func:`circfin.read` takes, with its options"]
    if row.compares:
        lines += [":param other: scenario B; None: the same one under the view of B"]
    lines += [":param table: fill that table alone, without the text: faster for a large result",
              ":param progress: takes a :class:`circfin.Progress` a few times a second; False ends "
              "the run"]
    for option in options:
        choices = f" ({', '.join(option.choices)})" if option.choices else ""
        lines += textwrap.wrap(f":param {option.keyword}: {option.help}{choices}", _WIDTH,
                               subsequent_indent="    ")
    tables = []
    while row.tables[len(tables)] != ffi.NULL:
        tables.append(known_text(row.tables[len(tables)]))
    lines += textwrap.wrap(f":returns: a :class:`circfin.Result` with the tables "
                           f"{', '.join(tables)}", _WIDTH, subsequent_indent="    ")
    lines += [":raises OptionError: an option is wrong, or names what is not there", "",
              f"Memory: {known_text(row.memory).rstrip('.')}."]
    return "\n".join(lines)


def _signature(row: Any, options: "list[Option]") -> inspect.Signature:
    kind = inspect.Parameter
    plain = [kind("source", kind.POSITIONAL_OR_KEYWORD, annotation="Scenario | Source")]
    if row.compares:
        plain.append(kind("other", kind.POSITIONAL_OR_KEYWORD, default=None,
                          annotation="Scenario | Source | None"))
    named = [kind(option.keyword, kind.KEYWORD_ONLY, default=False if option.is_switch else None)
             for option in options]
    named += [kind(word, kind.KEYWORD_ONLY, default=None)
              for word in ("table", "progress", *reading_keywords(options))]
    return inspect.Signature(plain + named, return_annotation=Result)


def _ask(row: Any, scenario: Scenario, other: Optional[Scenario], texts: "list[bytes]",
         table: Optional[str], stepper: Stepper) -> Result:
    options = TextList(texts)
    name = ffi.NULL if table is None else ffi.new("char[]", c_text(table, "a table"))
    question = ffi.new("cf_question *", {
        "analysis": row.name, "scenario": scenario._pointer,
        "other": ffi.NULL if other is None else other._pointer,
        "options": options.pointers, "table": name, "progress": stepper.pointer})
    diags, out = Diagnostics(), ffi.new("cf_report **")
    status = lib.cf_question_answer(out, question, diags.pointer)
    report = ffi.gc(out[0], lib.cf_report_free)
    stepper.raise_error()
    problems = diags.check(status)
    tell_warnings(problems)
    return Result(report, scenario, other, problems)


def _make(row: Any) -> Callable[..., Result]:
    name = known_text(row.name)
    options = analysis_options(row)
    taken = {option.keyword for option in options}
    reading_words = reading_keywords(options)

    def analyse(source: Any, *others: Any, table: Optional[str] = None, progress: Any = None,
                **given: Any) -> Result:
        if others and not row.compares or len(others) > 1:
            raise TypeError(f"{name}() takes {2 if row.compares else 1} positional argument"
                            f"{'s' if row.compares else ''}, but was given {1 + len(others)}")
        other = given.pop("other", None) if row.compares and not others else (*others, None)[0]
        stepper = Stepper(progress)
        reading = {word: given[word] for word in reading_words if word in given}
        if other is not None and not isinstance(other, Scenario):
            other = as_scenario(other, dict(reading), taken)
            if isinstance(source, Scenario):  # then those for reading are spent
                given = {word: value for word, value in given.items() if word not in reading}
        scenario = as_scenario(source, given, taken)
        return _ask(row, scenario, other, option_texts(given, options), table, stepper)

    analyse.__name__ = analyse.__qualname__ = name
    analyse.__module__ = __package__
    analyse.__doc__ = _documentation(row, options)
    analyse.__signature__ = _signature(row, options)  # type: ignore[attr-defined]
    analyse.__annotations__ = {}
    return analyse


__all__ = [known_text(row.name) for row in analysis_rows()]
globals().update({known_text(row.name): _make(row) for row in analysis_rows()})
