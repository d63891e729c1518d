#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the JSON Schema of a scenario against scenarios and against malformed files.

    test_schema.py SCHEMA DIR...

Every scenario below a DIR must be accepted. A folder with an `expected.err` is a case of
tests/golden/diagnostics: its input.json must be refused where a file `schema-refuses` lies
beside it, and otherwise be accepted, or be no JSON at all. Last line: `N passed, M failed`.
"""
import json
import math
import re
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

CODES = Path(__file__).parents[2] / "src" / "circfin"
WITHOUT_CASE = {"CF103-too-large"}  # a file of 2 GB


def no_constant(word):
    raise ValueError(f"{word} is not JSON")


def finite(digits):
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is too large")
    return number


def load(path):
    """The value of a JSON file, as strictly as circfin reads it; ValueError where it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, parse_constant=no_constant, parse_float=finite)
    except (OSError, RecursionError) as error:
        raise ValueError(str(error)) from error


def is_scenario(value):
    return isinstance(value, dict) and str(value.get("schema", "")).startswith("circfin.scenario/")


def check_scenario(validator, path):
    """None, or what is wrong; a file that is no scenario is not judged."""
    value = load(path)
    error = next(validator.iter_errors(value), None) if is_scenario(value) else None
    return error and f"refused at /{'/'.join(map(str, error.absolute_path))}: {error.message}"


def check_case(validator, folder):
    """None, or what is wrong with the marker of a case."""
    must_refuse = (folder / "schema-refuses").exists()
    try:
        value = load(folder / "input.json")
    except ValueError:
        return "marked schema-refuses, but no JSON" if must_refuse else None
    if validator.is_valid(value) == must_refuse:
        return "accepted, but marked schema-refuses" if must_refuse else "refused, but not marked"
    return None


def check_codes(folders):
    """Every slug of codes.def has a case, and every case has a code."""
    rows = "".join(table.read_text() for table in CODES.glob("codes_*.def"))
    codes = {f"CF{number}-{slug}" for number, slug in re.findall(
        r'^CF_CODE\(\w+, (\d+), \w+, "([^"]+)"', rows, re.MULTILINE)}
    bare = {code for code in codes for folder in folders
            if folder == code or folder.startswith(code + "-")}
    stray = {folder for folder in folders
             if not any(folder == code or folder.startswith(code + "-") for code in codes)}
    missing = codes - bare - WITHOUT_CASE
    if missing or stray:
        return f"codes without a case: {sorted(missing)}; cases without a code: {sorted(stray)}"
    return None


def results(schema_path, directories):
    """Yields (name, None or what is wrong)."""
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    yield str(schema_path), None
    validator = Draft202012Validator(schema)
    for directory in directories:
        cases = sorted(path.parent for path in directory.rglob("expected.err"))
        for folder in cases:
            yield str(folder), check_case(validator, folder)
        if cases:
            yield str(CODES), check_codes({folder.name for folder in cases})
        for path in sorted(directory.rglob("*.json")):
            inside_case = any(parent in cases for parent in path.parents)
            if path.is_file() and not inside_case and path.resolve() != schema_path.resolve():
                yield str(path), check_scenario(validator, path)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    passed = failed = 0
    for name, problem in results(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
