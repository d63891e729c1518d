#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of src/guide/python.md, one after the other, and compares what they print.

Usage: page.py SOURCE [--bless], with the package installed. --bless writes what they print.
"""
import doctest
import os
import pathlib
import re
import sys
import tempfile
import warnings

SOURCE = pathlib.Path(sys.argv[1]).resolve()
PAGE = SOURCE / "src/guide/python.md"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Printed(doctest.DocTestRunner):
    """Keeps what each example prints."""

    def __init__(self):
        super().__init__(optionflags=FLAGS)
        self.printed = {}

    def note(self, example, got):
        self.printed[example] = got

    def report_unexpected_exception(self, out, test, example, error):
        super().report_unexpected_exception(out, test, example, error)
        raise SystemExit(f"{example.source}: {error[1]}")

    def report_success(self, out, test, example, got):
        self.note(example, got)

    def report_failure(self, out, test, example, got):
        self.note(example, got)
        super().report_failure(out, test, example, got)


def blessed(examples, printed):
    lines = []
    for example in examples:
        first, *others = example.source.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}" for line in others)]
        lines += printed[example].rstrip("\n").split("\n") if printed[example] else []
    return "\n".join(lines) + "\n"


def main():
    warnings.simplefilter("ignore")
    text, globs, failed, count = PAGE.read_text(encoding="utf-8"), {}, 0, 0
    bless, parser = "--bless" in sys.argv, doctest.DocTestParser()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(SOURCE / "data", pathlib.Path(folder) / "data")
        os.chdir(folder)
        blocks = []
        for match in BLOCK.finditer(text):
            # An empty line is one of the output, since a block has no others.
            block = re.sub(r"(?m)^$(?!\Z)", "<BLANKLINE>", match[1])
            test = parser.get_doctest(block, globs, "python.md", str(PAGE),
                                      text.count("\n", 0, match.start()) + 1)
            runner = Printed()
            runner.run(test, out=(lambda line: None) if bless else None, clear_globs=False)
            globs = test.globs
            failed, count = failed + runner.failures, count + runner.tries
            blocks.append(blessed(test.examples, runner.printed))
        os.chdir("/")
    if bless:
        rest = iter(blocks)
        PAGE.write_text(BLOCK.sub(lambda match: f"```python\n{next(rest)}```", text),
                        encoding="utf-8")
        return 0
    print(f"{count - failed} passed, {failed} failed")
    return failed != 0 or count < 20


if __name__ == "__main__":
    sys.exit(main())
