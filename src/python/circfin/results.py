# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of analyses: figures, tables as DataFrames, texts, pictures, files."""
from __future__ import annotations

import base64
import html
import os
from typing import Any, Iterator, Optional, Union

from ._frames import columns_frame, frame_of, kind_name
from ._library import c_path, c_text, ffi, known_text, lib, text_of
from .errors import Diagnostics, OptionError, Problem
from .scenario import Scenario

#: The value of a figure; None where it is null.
Figure = Union[float, int, bool, str, None]


def _figure(figure: Any) -> Figure:
    kind, value = kind_name(figure.kind), figure.value
    if not value.known:
        return None
    if lib.cf_kind_is_text(figure.kind):
        return known_text(value.text)
    if kind == "flag":
        return bool(value.number)
    number = float(value.number)
    return int(number) if kind == "count" and number.is_integer() else number


def _list(words: "list[str]") -> str:
    return ", ".join(words) if words else "none"


def _inline(svg: str) -> str:
    """Without the XML declaration, since notebooks put drawings into pages of HTML."""
    return svg[svg.index("<svg"):]


class Picture:
    """A drawing of a result. Jupyter shows it; :meth:`save` writes it."""

    def __init__(self, result: "Result", chart: Optional[str]) -> None:
        self._result = result
        self.name = chart  #: of the chart; None: the picture of the analysis

    @property
    def svg(self) -> str:
        """The drawing as SVG. It needs no fonts or files beside it."""
        return self._result._render("svg", None, self.name).decode("utf-8")

    @property
    def png(self) -> bytes:
        """The drawing as PNG. OptionError where librsvg is missing."""
        return self._result._render("png", None, self.name)

    def save(self, path: "str | os.PathLike[str]") -> None:
        """Writes a .svg, .png or .pdf, as a whole or not at all."""
        self._result.save(path, chart=self.name)

    def _repr_svg_(self) -> str:
        return _inline(self.svg)

    def _repr_html_(self) -> str:
        """As an image, since what makes pages of notebooks may strip drawings in them."""
        data = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return f'<img alt="{self._result.analysis}" src="data:image/svg+xml;base64,{data}">'

    def __repr__(self) -> str:
        return f"<circfin.Picture {self.name or self._result.analysis}>"


class Result:
    """What an analysis found. ``result["suppliers"]`` is a table as a DataFrame.

    Columns of money are in ``scenario.money``, shares are fractions (0.25), counts are Int64, flags
    boolean, days datetime64, texts string; what is unknown is NA.
    """

    def __init__(self, report: Any, scenario: Scenario, other: Optional[Scenario],
                 problems: "list[Problem]") -> None:
        self._report = report  # frees itself
        self._kept = other  # the report borrows from both scenarios
        self._frames: "dict[str, Any]" = {}
        self.scenario = scenario  #: what was analysed
        self.problems = tuple(problems)  #: warnings of this run, with their codes and places

    @property
    def analysis(self) -> str:
        """The name of the analysis, such as "score"."""
        return known_text(lib.cf_report_command(self._report))

    @property
    def view(self) -> "dict[str, Union[str, bool, None]]":
        """The settings of the view, with those that were not given."""
        rows = (lib.cf_report_setting(self._report, i)
                for i in range(lib.cf_report_setting_count(self._report)))
        return {known_text(row.name): bool(row.on) if row.is_switch else text_of(row.text)
                for row in rows}

    @property
    def figures(self) -> "dict[str, Figure]":
        """The figures of the whole system by name."""
        rows = (lib.cf_report_figure(self._report, i)
                for i in range(lib.cf_report_figure_count(self._report)))
        return {known_text(row.name): _figure(row) for row in rows}

    @property
    def warnings(self) -> "list[str]":
        """Warnings that are part of the result, as files have them."""
        return [known_text(lib.cf_report_warning(self._report, i))
                for i in range(lib.cf_report_warning_count(self._report))]

    # ---- tables ----

    @property
    def tables(self) -> "list[str]":
        """The names of the tables."""
        return [known_text(lib.cf_table_name(lib.cf_report_table(self._report, i)))
                for i in range(lib.cf_report_table_count(self._report))]

    def _table(self, name: str) -> Any:
        if not isinstance(name, str):
            raise TypeError(f"the name of a table is a text, not {type(name).__name__}")
        table = lib.cf_report_find_table(self._report, c_text(name, "a name"))
        if table == ffi.NULL:
            raise KeyError(f"there is no table {name!r}; there are {_list(self.tables)}")
        return table

    def __getitem__(self, name: str) -> Any:
        """A table as a DataFrame, made when it is first asked for: the same one each time, so copy
        it before you change it. KeyError where there is none of this name."""
        if name not in self._frames:
            self._frames[name] = frame_of(self._table(name), self.scenario.money)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self.tables

    def __getattr__(self, name: str) -> Any:
        """Tables as attributes: ``result.suppliers``."""
        if not name.startswith("_"):
            word = name if name in self.tables else name.replace("_", "-")
            if word in self.tables:
                return self[word]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __dir__(self) -> "list[str]":
        return [*super().__dir__(), *(name.replace("-", "_") for name in self.tables)]

    def columns(self, table: str) -> Any:
        """What the columns of a table are, a row each: heading, kind, unit, meaning, and how it is
        rounded where people read."""
        found = self._table(table)
        rows = [lib.cf_table_column(found, i) for i in range(lib.cf_table_column_count(found))]
        return columns_frame(rows, self.scenario.money)

    # ---- texts and files ----

    @property
    def text(self) -> str:
        """The short text that the command prints; "" where one table alone was asked for."""
        if lib.cf_report_block_count(self._report) == 0:
            return ""
        return self._render("table", None, None).decode("utf-8")

    def attachment(self, name: str) -> Optional[str]:
        """A text that the command would write to a file of its own, or None."""
        return text_of(lib.cf_report_attachment(self._report, c_text(name, "a name")))

    def render(self, format: str, table: Optional[str] = None,
               chart: Optional[str] = None) -> "str | bytes":
        """The result in a format of the command: "json", "csv", "md", "table", "svg" and "dot" as
        text, "xlsx", "png" and "pdf" as bytes.

        :param table: that table alone (csv: the first otherwise)
        :param chart: the chart to draw, see :attr:`charts`
        """
        found = lib.cf_writer_find(c_text(format, "a format"))
        content = self._render(format, table, chart)
        return content if found.binary else content.decode("utf-8")

    def _choices(self, table: Optional[str], chart: Optional[str]) -> "tuple[Any, list[Any]]":
        kept = [ffi.NULL if word is None else ffi.new("char[]", c_text(word, "a name"))
                for word in (table, chart)]
        if chart is not None:
            self._check_chart(chart)
        return ffi.new("cf_write_options *", {"table": kept[0], "chart": kept[1]}), kept

    def _render(self, format: str, table: Optional[str], chart: Optional[str]) -> bytes:
        writer = lib.cf_writer_find(c_text(format, "a format"))
        if writer == ffi.NULL:
            names = [known_text(lib.cf_writer_at(i).name) for i in range(lib.cf_writer_count())]
            raise OptionError(f"there is no format {format!r}; there are {_list(names)}")
        options, kept = self._choices(table, chart)
        diags, out, size = Diagnostics(), ffi.new("char **"), ffi.new("size_t *")
        diags.check(lib.cf_report_render_as(out, size, self._report, writer, options,
                                            diags.pointer))
        try:
            return bytes(ffi.buffer(out[0], size[0]))
        finally:
            lib.free(out[0])

    def save(self, path: "str | os.PathLike[str]", table: Optional[str] = None,
             chart: Optional[str] = None) -> None:
        """Writes a file in the format of its ending, such as .xlsx, .csv, .json, .md or .svg, as a
        whole or not at all."""
        name = c_path(path)
        writer = lib.cf_writer_for_file(name)
        if writer == ffi.NULL:
            endings = [known_text(lib.cf_writer_at(i).ending) for i in range(lib.cf_writer_count())]
            raise OptionError(f"{os.fspath(path)!r} must end in one of {_list(endings)}")
        options, kept = self._choices(table, chart)
        diags = Diagnostics()
        diags.check(lib.cf_report_write(self._report, writer, options, name, diags.pointer))

    # ---- pictures ----

    @property
    def charts(self) -> "list[str]":
        """The names of the charts of this analysis; the first is its default."""
        names: "list[str]" = []
        command = lib.cf_report_command(self._report)
        while lib.cf_chart_at(command, len(names)) != ffi.NULL:
            names.append(known_text(lib.cf_chart_at(command, len(names)).name))
        return names

    def chart(self, name: Optional[str] = None) -> Picture:
        """A chart by name. OptionError where there is none."""
        if name is not None:
            self._check_chart(name)
        return Picture(self, name)

    def _check_chart(self, name: str) -> None:
        c_text(name, "the name of a chart")
        if name not in self.charts:
            raise OptionError(f"there is no chart {name!r}; there are {_list(self.charts)}")

    def picture(self) -> Picture:
        """What the command draws by default: the graph, or the first chart."""
        return Picture(self, None)

    @property
    def _draws(self) -> bool:
        return bool(lib.cf_report_picture(self._report) != ffi.NULL)

    # ---- Jupyter ----

    def _repr_svg_(self) -> Optional[str]:
        return _inline(self.picture().svg) if self._draws else None

    def _repr_html_(self) -> str:
        if self._draws:
            return self.picture()._repr_html_()
        return f"<pre>{html.escape(self.text or repr(self))}</pre>"

    def __repr__(self) -> str:
        return f"<circfin.Result of {self.analysis}: {_list(self.tables)}>"

    def __reduce__(self) -> Any:
        raise TypeError("a Result cannot be pickled; pass its DataFrames on")
