#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What LibreOffice makes of a workbook, as .xlsx and as .ods, is the same scenario.

Usage: office_books.py PROGRAM ROOT. Exit status 77: there is no soffice here.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import books
from books import Formula, Styled
from checks import check, end, run, write

ROOT = pathlib.Path(sys.argv[2])


def convert(path, kind, folder):
    out = folder / kind
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office",
                    "--convert-to", kind, "--outdir", out, path], check=True, timeout=300,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out / f"{path.stem}.{kind}"


def compare(path, folder):
    wanted = run("import", path, "-q", "--name", "x")
    check(f"{path.name} itself", wanted[0] == 0, wanted[2])
    for kind in ("xlsx", "ods"):
        got = run("import", convert(path, kind, folder), "-q", "--name", "x")
        check(f"{path.name} as {kind}", got[:2] == wanted[:2], got[2] or got[1][:2000])


def french():
    """Merged heads, a title, dates and percentages in French formats, a formula, a flag."""
    made = books.book([
        ["Op\u00e9rations 2026"], [None],
        ["id", "relation", "payer", "payee", "amount", "announced", "probability", "cash", "Source"],
        [None] * 8 + ["title", "url"],
        ["d1", "investor", "Mistral", "Orange SA", Styled(1.234, 2), Styled(46082, 1),
         Styled(0.5, 3), True, "presse", "https://example.org/\u00e9"],
        ["d2", "customer", "Orange SA", "Mistral", Formula("E5*2", 2.468), Styled(46082.75, 1),
         None, False, None, None]])
    made.formats = ["General", '[$-40C]d mmm yyyy', '#,##0.00\\ "Md\u20ac"', "0.0\\ %"]
    made.formats[3] = "0.0%"
    made.merges[0] = ["A1:J1", "I3:J3"] + [f"{c}3:{c}4" for c in "ABCDEFGH"]
    return made


def main():
    if shutil.which("soffice") is None:
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compare(write(folder, "french.xlsx", french().zip()), folder)
        mac = books.book(date1904=True)
        mac.formats = ["General", 14]
        mac.sheets[0] = ("deals", [books.DEALS[0] + ["announced"],
                                   ["d1", "investor", "a", "b", 1, Styled(44620, 1)]])
        compare(write(folder, "mac.xlsx", mac.zip()), folder)
        for data in ("ai-deals", "telecom-1999-2002"):
            path = folder / f"{data}.xlsx"
            run("export", ROOT / "data" / f"{data}.json", "-o", path, "-q")
            compare(path, folder)
    return end()


if __name__ == "__main__":
    sys.exit(main())
