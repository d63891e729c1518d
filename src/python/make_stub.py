# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the types of circfin/analyses.py, which makes its functions when it is imported.

Usage: make_stub.py > circfin/analyses.pyi, with the package installed. A test compares the two.
"""
import sys
import textwrap

sys.path.pop(0)  # beside this file is the package without its extension
from circfin import analyses  # noqa: E402
from circfin._library import known_text  # noqa: E402

HEAD = '''\
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by make_stub.py from the rows of the library. `help(circfin.score)` has the meanings.
from typing import Any, Literal

from ._options import Option, Values
from ._progress import ProgressFunction
from .results import Result
from .scenario import Scenario, Source

__all__ = {names}

def analysis_rows() -> list[Any]: ...
def analysis_options(row: Any) -> list[Option]: ...
def reading_keywords(options: list[Option]) -> list[str]: ...
'''


def type_of(option: analyses.Option) -> str:
    if option.is_switch:
        return "bool"
    if option.choices:
        return f"Literal[{', '.join(map(repr, option.choices))}] | None"
    return "Values | None"


def stub(row: object) -> str:
    options = analyses.analysis_options(row)
    words = ["source: Scenario | Source"]
    if row.compares:  # type: ignore[attr-defined]
        words.append("other: Scenario | Source | None = None")
    words.append("*")
    words += [f"{option.keyword}: {type_of(option)} = {'False' if option.is_switch else 'None'}"
              for option in options]
    words += ["table: str | None = None", "progress: ProgressFunction | None = None"]
    words += [f"{word}: {'Any' if word == 'entities' else 'Values | None'} = None"
              for word in analyses.reading_keywords(options)]
    body = ", ".join(word.replace(" ", "\0") for word in words)  # no line ends inside of one
    body = textwrap.fill(body, 100, initial_indent="    ", subsequent_indent="    ",
                         break_long_words=False, break_on_hyphens=False).replace("\0", " ")
    name = known_text(row.name)  # type: ignore[attr-defined]
    return f"def {name}(\n{body},\n) -> Result: ...\n"


def main() -> None:
    rows = "\n".join(stub(row) for row in analyses.analysis_rows())
    sys.stdout.write(HEAD.format(names=textwrap.fill(str(analyses.__all__), 88,
                                                     subsequent_indent=" " * 11)) + "\n" + rows)


if __name__ == "__main__":
    main()
