#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the shipped scenarios to the figures beside them in expected.json, through the program.

Usage: test_figures.py PROGRAM ROOT. Every scenario of a folder with an expected.json must have an
entry there, every entry must come out of its command (`score` unless it names one), be what its
formula gives, if it has one, and lie near enough to what was published, and the tables of
data/README.md must say the same. Last line: `N passed, M failed`.
"""
import json
import pathlib
import re
import subprocess
import sys

import markdown

FOLDERS = ["data", "data/published"]
NO_SCENARIOS = {"expected.json", "scenario.schema.json"}
ACCURACY = 1e-9  # of the value itself: expected.json has it in full
WIDEST = 0.08  # of what was published: a wider tolerance would let anything pass
PUBLISHED = ["file", "published", "by", "where in circfin", "value"]
WORKED_OUT = ["file", "what", "where in circfin", "value"]


def result_of(program, path, entry):
    """The result of the command of an entry, `score` unless it names another."""
    out = subprocess.run([program, entry.get("command", "score"), path, "--format", "json",
                          *entry["options"]],
                         check=True, capture_output=True).stdout
    return json.loads(out)


def found(result, entry):
    """The figure of an entry: the sum of its column over its rows. None where a row is missing."""
    if entry["table"] == "figures":
        return result["figures"][entry["column"]]
    total = 0
    for keys in entry["rows"]:
        rows = [row for row in result["tables"][entry["table"]]
                if all(row[key] == value for key, value in keys.items())]
        if len(rows) != 1 or rows[0][entry["column"]] is None:
            return None
        total += rows[0][entry["column"]]
    return total


def calculated(formula):
    """The value of a formula of numbers, such as `(1 + 2) / 4`."""
    if not re.fullmatch(r"[0-9.+\-*/() ]+", formula):
        raise ValueError(f"{formula} is no formula of numbers")
    return eval(formula)  # nothing but numbers and signs, as just checked


def judge(program, path, entry):
    """None, or what is wrong with one entry."""
    value, expected = found(result_of(program, path, entry), entry), entry["circfin"]
    if value is None or abs(value - expected) > ACCURACY * abs(expected):
        return f"expected {expected}, found {value}"
    if "formula" in entry and abs(calculated(entry["formula"]) - value) > ACCURACY * abs(value):
        return f"{entry['formula']} is {calculated(entry['formula'])}, not {value}"
    if "published" in entry and entry["tolerance"] > WIDEST * abs(entry["published"]):
        return f"{entry['tolerance']} is too wide for {entry['published']}"
    if "published" in entry and abs(value - entry["published"]) > entry["tolerance"]:
        return f"{value} is more than {entry['tolerance']} from {entry['published']}, as published"
    return None


def where(entry):
    """Where the figure of an entry stands, in the words of the tables in the README."""
    rows = " + ".join("/".join(value or "-" for value in keys.values()) for keys in entry["rows"])
    words = f"{entry['table']}, {rows}: {entry['column']}" if rows else entry["column"]
    options = ([entry["command"]] if "command" in entry else []) + entry["options"]
    return words + (f", `{' '.join(options)}`" if options else "")


def readme_rows(entries, published):
    """The rows that one of the two tables must have."""
    rows = []
    for name, entry in entries:
        if ("published" in entry) != published:
            continue
        by = [f"{entry['by']}, [{entry['date']}]({entry['url']})"] if published else []
        rows.append([f"`{name}`", entry["what"], *by, where(entry), f"{entry['circfin']:.4g}"])
    return rows


def results(program, root):
    """Yields (name, None or what is wrong)."""
    for folder in FOLDERS:
        expected = json.loads((root / folder / "expected.json").read_text(encoding="utf-8"))
        scenarios = expected["scenarios"]
        files = {path.name for path in (root / folder).glob("*.json")} - NO_SCENARIOS
        stray = sorted(files ^ scenarios.keys())
        yield folder, f"without an entry or without a file: {stray}" if stray else None
        for name in sorted(files & scenarios.keys()):
            for entry in scenarios[name]:
                yield (f"{folder}/{name} {where(entry)}",
                       judge(program, root / folder / name, entry))
        if folder == "data/published":
            yield from tables(root, [(name, entry) for name in scenarios
                                     for entry in scenarios[name]])
            yield from paragraphs(root, scenarios)


def tables(root, entries):
    readme = root / "data" / "README.md"
    for header, published in ((PUBLISHED, True), (WORKED_OUT, False)):
        wanted = readme_rows(entries, published)
        if markdown.table(readme, header) == wanted:
            yield str(readme), None
        else:
            rows = "\n".join(f"| {' | '.join(row)} |" for row in [header, *wanted])
            yield str(readme), f"its table should read\n{rows}"


def paragraphs(root, scenarios):
    """What was worked out and not published is told in a paragraph of its own."""
    text = (root / "data/README.md").read_text(encoding="utf-8")
    for name, entries in scenarios.items():
        if not any("published" in entry for entry in entries):
            told = f"\n\n**`{name}`**" in text
            yield f"{name} told", None if told else f"data/README.md has no paragraph on {name}"


def main():
    passed = failed = 0
    for name, problem in results(sys.argv[1], pathlib.Path(sys.argv[2])):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
