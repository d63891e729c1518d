# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems with their places, and the exceptions and warnings that carry them."""
from __future__ import annotations

import re
import sys
import warnings
from dataclasses import dataclass, replace
from typing import Any, Callable, Hashable, Optional

from ._library import ffi, known_text, lib, taken_text, text_of

_SEVERITIES = ("error", "warning", "note")
_LABEL = re.compile(r"\brow (\d+)(?:, (.*))?\Z", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    code: str  #: such as "CF204"; :func:`circfin.explain` tells more, and it never changes meaning
    severity: str  #: "error", "warning" or "note"
    message: str  #: one line: the rule and the value found
    hint: Optional[str]  #: how to mend it
    kind: int  #: problems of one kind say the same of other records
    count: int  #: how many of this kind there are in all, this one included
    file: Optional[str] = None  #: None: an option, not a file
    line: Optional[int] = None  #: from 1; None: the whole file
    column: Optional[int] = None  #: in characters, from 1
    pointer: Optional[str] = None  #: a JSON pointer such as "/deals/3/amount", or "row 6, amount"
    sheet: Optional[str] = None  #: of a workbook
    cell: Optional[str] = None  #: of a workbook, such as "D7"
    source_line: Optional[str] = None  #: the text of that line, or of the cell
    frame: Optional[str] = None  #: "deals" or "entities" where that is a DataFrame
    row: Optional[Hashable] = None  #: its row: the label in the index of the frame
    field: Optional[str] = None  #: its column of the frame
    text: str = ""  #: as the command prints it

    @property
    def where(self) -> str:
        """The row and column of a frame in words; "" where neither is known."""
        row = [] if self.row is None else [f"row {self.row!r}"]
        return ", ".join(row + ([] if self.field is None else [f"column {self.field!r}"]))

    def __str__(self) -> str:
        hint = "" if self.hint is None else f"\n  hint: {self.hint}"
        if self.file is None:
            return f"{self.message} [{self.code}]{hint}"
        if self.frame is None:
            return self.text.rstrip("\n")
        where = f", {self.where}" if self.where else ""
        return f"{self.frame}{where}: {self.severity}: {self.message} [{self.code}]{hint}"


class CircfinWarning(UserWarning):
    """What the command prints as a warning. ``problem`` has it in parts."""

    def __init__(self, problem: Problem) -> None:
        more = problem.count - 1
        super().__init__(f"{problem}{f' (and {more} more like it)' if more > 0 else ''}")
        self.problem = problem


class CircfinError(Exception):
    """The library refused something. ``problems`` says what and where, errors first to last."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems

    def __str__(self) -> str:
        return str(self.args[0])


class FileError(CircfinError, OSError):
    """A file cannot be opened, read or written."""


class ScenarioSyntaxError(CircfinError, ValueError):
    """The input is not JSON, or not text."""


class InputError(CircfinError, ValueError):
    """The input is no valid scenario, such as one with a negative amount."""


class OptionError(CircfinError, ValueError):
    """An option is wrong, or does not fit the scenario, such as an unknown supplier."""


class UnknownOptionError(OptionError, TypeError):
    """There is no option of this name."""


class OutOfMemoryError(CircfinError, MemoryError):
    """The library ran out of memory."""


class SolverError(CircfinError, RuntimeError):
    """A solver refused the call: a bug in circfin."""


_KINDS: dict[str, type[CircfinError]] = {
    "CF_NO_MEMORY": OutOfMemoryError, "CF_IO": FileError, "CF_BAD_SYNTAX": ScenarioSyntaxError,
    "CF_BAD_INPUT": InputError, "CF_BAD_OPTION": OptionError, "CF_SOLVER": SolverError,
}
_STATUSES = {int(getattr(lib, name)): kind for name, kind in _KINDS.items()}
_UNKNOWN_OPTION = "CF560"
_SHOWN_OF_KIND = 6

#: Gives a problem in cells of a frame its row and column.
Placer = Callable[[Problem, Optional[int], Optional[int]], Problem]


def _cell_name(where: Any) -> str:
    name = ffi.new("char[]", int(lib.CF_CELL_NAME_SIZE))
    lib.cf_where_cell(name, ffi.addressof(where))
    return known_text(name)


class Diagnostics:
    """The problems of one call, or of several."""

    def __init__(self) -> None:
        out = ffi.new("cf_diags **")
        if lib.cf_diags_new(out) != lib.CF_OK:
            raise OutOfMemoryError("out of memory")
        self.pointer = ffi.gc(out[0], lib.cf_diags_free)
        self.place: Optional[Placer] = None

    def problems(self) -> list[Problem]:
        return [self._problem(lib.cf_diags_at(self.pointer, i))
                for i in range(lib.cf_diags_count(self.pointer))]

    def _problem(self, diag: Any) -> Problem:
        where = diag.where
        in_file = where.file != ffi.NULL and where.line > 0
        in_book = in_file and where.sheet != ffi.NULL
        problem = Problem(
            code=f"CF{diag.code}", severity=_SEVERITIES[diag.severity],
            message=known_text(diag.message), hint=text_of(diag.hint), kind=int(diag.kind),
            count=int(lib.cf_diags_of_kind(self.pointer, diag)), file=text_of(where.file),
            line=int(where.line) if in_file else None,
            column=int(where.column) if in_file else None, pointer=text_of(where.pointer),
            sheet=text_of(where.sheet), cell=_cell_name(where) if in_book else None,
            source_line=text_of(where.source_line) if in_file else None,
            text=taken_text(lib.circfin_problem_text(diag)))
        return self._in_frame(problem, diag.other)

    def _in_frame(self, problem: Problem, other: Any) -> Problem:
        label = _LABEL.fullmatch(problem.pointer or "")
        if problem.file is None or self.place is None:
            return problem
        problem = replace(problem, frame=problem.file)
        there = _LABEL.search(problem.hint or "") if other.pointer != ffi.NULL else None
        if there is not None and problem.hint is not None:  # to another row, at the end
            words = self.place(problem, int(there[1]), other.column if there[2] else None).where
            problem = replace(problem, hint=problem.hint[:there.start()] + words)
        if label is None:
            return problem
        return self.place(problem, int(label[1]), problem.column if label[2] else None)

    def check(self, status: int) -> list[Problem]:
        """The warnings and notes, where the status is CF_OK; else the exception for it."""
        problems = self.problems()
        if status == lib.CF_OK:
            return problems
        errors = tuple(problem for problem in problems if problem.severity == "error")
        kind = _STATUSES.get(int(status), CircfinError)
        if kind is OptionError and any(error.code == _UNKNOWN_OPTION for error in errors):
            kind = UnknownOptionError
        raise kind(_message(errors, self._missing()) or known_text(lib.cf_status_text(status)),
                   errors)

    def _missing(self) -> int:
        """Errors that are counted only, since memory is bounded."""
        kept = sum(problem.severity == "error" for problem in self.problems())
        return int(lib.cf_diags_total(self.pointer, lib.CF_ERROR)) - kept


def _message(errors: tuple[Problem, ...], more: int) -> str:
    """As the command tells them: some of each kind, and how many there are beside."""
    shown: dict[int, int] = {}
    lines = []
    for error in errors:
        shown[error.kind] = shown.get(error.kind, 0) + 1
        if shown[error.kind] <= _SHOWN_OF_KIND:
            lines.append(str(error))
    more += len(errors) - len(lines)
    return "\n".join(lines + ([f"... and {more} more"] if more > 0 else []))


def tell_warnings(problems: list[Problem]) -> None:
    """Python warnings for what the command prints as warnings, each kind once, at the line of the
    user's code."""
    depth, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        depth, frame = depth + 1, frame.f_back
    told: set[int] = set()
    for problem in problems:
        if problem.severity == "warning" and problem.kind not in told:
            told.add(problem.kind)
            warnings.warn(CircfinWarning(problem), stacklevel=depth)


def explain(code: "str | int") -> str:
    """What a code such as "CF204" means, why the rule is there, and how to mend it.

    :raises KeyError: there is no such code
    """
    digits = str(code).upper().removeprefix("CF")
    about = lib.cf_code_find(int(digits)) if digits.isdecimal() and len(digits) < 6 else ffi.NULL
    if about == ffi.NULL:
        raise KeyError(f"there is no code {code!r}")
    parts = [f"CF{int(digits)}: {known_text(about.title)}", known_text(about.what),
             known_text(about.way_out), known_text(about.example)]
    return "\n\n".join(part for part in parts if part)
