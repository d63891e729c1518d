#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens workbooks in LibreOffice, which works out every formula anew, and reads its cells back.

Usage: test_workbook_office.py PROGRAM ROOT. Exit status 77 where there is no LibreOffice.
"""
import csv
import datetime
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from xlsx import Workbook

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
# Fields by comma, quotes, UTF-8, values and not how they are shown, every sheet a file of its own.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>
"""

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)


def opened(path, temporary):
    """Every sheet as rows of texts, as LibreOffice has them; of a small workbook the pages as PDF,
    too."""
    small = path.stem == "joint"
    profile = temporary / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user/registrymodifications.xcu").write_text(ALWAYS_CALCULATE, encoding="utf-8")
    folder = temporary / "csv"
    for kind in (FILTER, "pdf") if small else (FILTER,):
        done = subprocess.run(["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless",
                               "--convert-to", kind, "--outdir", folder, path],
                              capture_output=True, text=True, timeout=300, check=False,
                              env={**os.environ, "HOME": str(temporary)})
        expect(done.returncode == 0, f"LibreOffice: {done.stderr}")
    if small:
        expect((folder / "joint.pdf").stat().st_size > 10000, "no pages")
    sheets = {}
    for file in folder.glob(f"{path.stem}-*.csv"):
        with open(file, encoding="utf-8", newline="") as text:
            sheets[file.stem[len(path.stem) + 1:]] = list(csv.reader(text))
    return sheets


def number_of(shown):
    """A number, a share in percent, or the number of a day; None for anything else."""
    try:
        if shown.endswith("%"):
            return float(shown[:-1]) / 100
        if shown[4:5] == "-" and shown[7:8] == "-":
            return float((datetime.date.fromisoformat(shown) - datetime.date(1899, 12, 30)).days)
        return float(shown)
    except ValueError:
        return None


def same(shown, value):
    if value is None or value == "":
        return shown == ""
    if isinstance(value, bool):
        return shown == ("TRUE" if value else "FALSE")
    if isinstance(value, float):
        number = number_of(shown)
        return number is not None and math.isclose(number, value, rel_tol=1e-12, abs_tol=1e-12)
    return shown == value


def compare(path, temporary):
    """Every cell as LibreOffice reads or calculates it is as the file says."""
    book, sheets, formulas = Workbook(path), opened(path, temporary), 0
    expect(set(sheets) == set(book.sheets), f"{sorted(sheets)} are not {sorted(book.sheets)}")
    for name, cells in book.sheets.items():
        for (row, column), cell in cells.items():
            rows = sheets[name]
            shown = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
            formulas += cell.formula is not None
            expect(same(shown, cell.value), f"{name} {row + 1}:{column + 1} is {shown!r}, not "
                                            f"{cell.value!r} ({cell.formula})")
    return formulas


def with_cell(path, cell, value):
    """A copy of the workbook in which somebody has changed a cell of the sheet what-if."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8")
            if name == "xl/worksheets/sheet2.xml":
                part, count = re.subn(rf'(<c r="{cell}" s="\d+"><v>)[^<]*', rf"\g<1>{value}", part)
                assert count == 1, cell
            new.writestr(name, part)
    return changed


def formulas_follow_the_cells(path, temporary):
    before = Workbook(path).sheets["what-if"]
    after = opened(with_cell(path, "B4", 0.25), temporary)["what-if"]
    loopback, revenue = before[7, 4].value, before[7, 6].value
    expect(math.isclose(number_of(after[7][7]), revenue * 1.25), f"revenue: {after[7]}")
    expect(math.isclose(number_of(after[7][9]), loopback / revenue / 1.25), f"{after[7]}")
    expect(math.isclose(number_of(after[7][12]), loopback / revenue), f"as it came out: {after[7]}")
    more = opened(with_cell(path, "E8", 2 * loopback), temporary)["what-if"]
    expect(math.isclose(number_of(more[7][9]), 2 * loopback / revenue), f"{more[7]}")
    sums = next(row for row in more if row[0] == "sum")
    expect(math.isclose(number_of(sums[4]),
                        sum(number_of(row[4]) for row in more[7:more.index(sums)])), f"{sums}")


def main():
    if shutil.which("soffice") is None:
        print("no LibreOffice here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        temporary = pathlib.Path(folder)
        subprocess.run([sys.executable, ROOT / "tests/documents/test_workbook.py", PROGRAM, ROOT,
                        "--hostile", temporary / "hostile.json"], check=True)
        scenarios = {"ai-deals": ROOT / "data/ai-deals.json",
                     "joint": ROOT / "data/textbook/joint.json",
                     "hostile": temporary / "hostile.json"}
        for name, scenario in scenarios.items():
            subprocess.run([PROGRAM, "report", "--quiet", scenario, "-o", temporary / name],
                           check=True, capture_output=True)
            path = (temporary / name / "workbook.xlsx").rename(temporary / f"{name}.xlsx")
            suppliers = json.loads((temporary / name / "result.json").read_text())["tables"][
                "suppliers"]
            formulas = compare(path, temporary)
            expect(formulas >= 10 * len(suppliers) > 0, f"{name}: only {formulas} formulas")
        formulas_follow_the_cells(temporary / "ai-deals.xlsx", temporary)
    for failure in failures[:20]:
        print(failure)
    print(f"{len(scenarios)} workbooks opened, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
