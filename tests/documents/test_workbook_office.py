#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens workbooks in LibreOffice, which works out every formula anew, and reads its cells back;
changes cells of the what-if, and holds what follows to the program.

Usage: test_workbook_office.py PROGRAM ROOT. Exit status 77 where there is no LibreOffice.
"""
import csv
import datetime
import json
import math
import os
import pathlib
import random
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


def opened(paths, temporary):
    """Of each workbook every sheet as rows of texts, as LibreOffice has them; of a small one the
    pages as PDF, too."""
    profile = temporary / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user/registrymodifications.xcu").write_text(ALWAYS_CALCULATE, encoding="utf-8")
    folder = temporary / "csv"
    small = [path for path in paths if path.stem == "joint"]
    for kind, some in ((FILTER, paths), ("pdf", small)):
        if not some:
            continue
        done = subprocess.run(["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless",
                               "--convert-to", kind, "--outdir", folder, *some],
                              capture_output=True, text=True, timeout=900, check=False,
                              env={**os.environ, "HOME": str(temporary)})
        expect(done.returncode == 0, f"LibreOffice: {done.stderr}")
    if small:
        pages = (folder / "joint.pdf").read_bytes()
        count = len(re.findall(rb"/Type ?/Page\b", pages))
        expect(5 <= count <= 10, f"{count} pages are printed")
    result = []
    for path in paths:
        sheets = {}
        for file in folder.glob(f"{path.stem}-*.csv"):
            with open(file, encoding="utf-8", newline="") as text:
                sheets[file.stem[len(path.stem) + 1:]] = list(csv.reader(text))
        result.append(sheets)
    return result


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


def same(shown, value, most=1e-12):
    if value is None or value == "":
        return shown == ""
    if isinstance(value, bool):
        return shown == ("TRUE" if value else "FALSE")
    if isinstance(value, float):
        number = number_of(shown)
        return number is not None and math.isclose(number, value, rel_tol=most, abs_tol=most)
    return shown == value


def compare(path, sheets):
    """Every cell as LibreOffice reads or calculates it is as the file says."""
    book, formulas = Workbook(path), 0
    expect(set(sheets) == set(book.sheets), f"{sorted(sheets)} are not {sorted(book.sheets)}")
    for name, cells in book.sheets.items():
        for (row, column), cell in cells.items():
            rows = sheets[name]
            shown = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
            formulas += cell.formula is not None
            most = 1e-9 if name.startswith("what-if") else 1e-12
            expect(same(shown, cell.value, most), f"{name} {row + 1}:{column + 1} is {shown!r}, "
                                                  f"not {cell.value!r} ({cell.formula})")
    return formulas


# ---- what if --------------------------------------------------------------------------------------

FIRST = 13  # row of the first deal and of the first entity, from 0
FIGURES = ("invested", "loopback_pro_rata", "rate_pro_rata", "revenue", "exposure_pro_rata")


def letter(column):
    return chr(ord("A") + column)


def with_cells(path, changed, cells, supplier):
    """A copy of the workbook in which somebody has chosen a supplier and typed into cells of the
    sheet what-if: numbers by (row, column), None empties one."""
    book = Workbook(path)
    number = 1 + list(book.sheets).index("what-if")
    new_values = {f"{letter(column)}{row + 1}": value for (row, column), value in cells.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                text = part.decode("utf-8")
                for cell, value in new_values.items():
                    text, count = re.subn(
                        rf'<c r="{cell}" s="(\d+)"(?:/>|><v>[^<]*</v></c>)',
                        rf'<c r="{cell}" s="\1"/>' if value is None else
                        rf'<c r="{cell}" s="\1"><v>{value!r}</v></c>', text)
                    assert count == 1, cell
                text, count = re.subn(r'(<c r="B4" s="\d+" t="s"><v>)\d+',
                                      rf"\g<1>{book.shared.index(supplier)}", text)
                assert count == 1, supplier
                part = text.encode("utf-8")
            new.writestr(name, part)


def flat(result, scenario, cells):
    """What the view of a report holds, as a scenario of its own; of entities what the sheet has."""
    earmarks = {deal["id"]: deal["earmark"] for deal in scenario["deals"] if "earmark" in deal}
    deals = result["tables"]["deals"]
    there = {deal["deal"] for deal in deals}
    names = {e.get("name") or e["id"]: e["id"] for e in scenario["entities"]}
    entities = {e["id"]: {"id": e["id"]} for e in scenario["entities"]}
    for row in range(FIRST, 1 + max(row for row, _ in cells)):
        if (row, 8) in cells:
            entity = entities[names[cells[row, 8].value]]
            for column, key in ((9, "outside_funds"), (10, "revenue")):
                if (row, column) in cells and cells[row, column].value is not None:
                    value = cells[row, column].value
                    entity[key] = {"amount": value} if key == "revenue" else value
    listed = []
    for deal in deals:
        own = {"id": deal["deal"], "amount": deal["amount"]}
        own.update({key: deal[key] for key in ("relation", "payer", "payee")})
        tied = [id_ for id_ in earmarks.get(deal["deal"], ()) if id_ in there]
        listed.append({**own, "earmark": tied} if tied else own)
    return {"schema": "circfin.scenario/1", "name": "flat", "currency": "USD",
            "entities": list(entities.values()), "deals": listed}


def change(chance, cells, scenario):
    """Some cells that a reader types into: amounts, funds and revenue, some emptied. The scenario
    gets the same."""
    typed = {}
    deals = {deal["id"]: deal for deal in scenario["deals"]}
    names = {cell.value for (row, column), cell in cells.items() if row >= FIRST and column == 8}
    rows = [row for row, column in cells if row >= FIRST and column == 0]
    for row in chance.sample(rows, min(len(rows), chance.choice((1, 6, 40)))):
        deal, before = deals[cells[row, 0].value], cells[row, 5].value
        amount = chance.choice((0.0, chance.uniform(0, 50), 2 * (before or 3.0), 0.37 * (before or 1)))
        typed[row, 5] = deal["amount"] = amount
    people = {e["id"]: e for e in scenario["entities"]}
    for row in chance.sample(range(FIRST, FIRST + len(names)), min(len(names), 3)):
        entity = people[scenario["by name"][cells[row, 8].value]]
        column, key = chance.choice(((9, "outside_funds"), (10, "revenue")))
        value = chance.choice((None, chance.uniform(0, 500)))
        typed[row, column] = value
        entity.pop(key, None)
        if value is not None:
            entity[key] = {"amount": value} if key == "revenue" else value
    return typed


def changes_of(path, source, result, temporary, count):
    """Changed copies of a workbook, and what the program finds for each."""
    chance = random.Random(path.stem)
    scenario = json.loads(source.read_text(encoding="utf-8"))
    by_name = {e.get("name") or e["id"]: e["id"] for e in scenario["entities"]}
    book = Workbook(path)
    cells = book.sheets["what-if"]
    choices = [cell.value for (row, column), cell in book.sheets["what-if model"].items()
               if column == 12 and row >= 4]
    for number in range(count):
        now = flat(result, scenario, cells)
        now["by name"] = by_name
        supplier = choices[number % len(choices)]
        typed = change(chance, cells, now) if number > 0 else {}
        del now["by name"]
        changed = path.with_name(f"{path.stem}-changed-{number}.xlsx")
        with_cells(path, changed, typed, supplier)
        file = temporary / "flat.json"
        file.write_text(json.dumps(now), encoding="utf-8")
        done = subprocess.run([PROGRAM, "score", "--quiet", file, "--format", "json"], check=True,
                              capture_output=True, text=True)
        rows = [row for row in json.loads(done.stdout)["tables"]["suppliers"]
                if row["entity"] == by_name[supplier]]
        yield changed, supplier, rows[0] if rows else None, typed


def formulas_follow_the_cells(cases, temporary):
    """What comes back on the sheet after a change is what the program computes for it."""
    checked = moved = 0
    for (path, supplier, row, typed), sheets in zip(
            cases, opened([path for path, *_ in cases], temporary)):
        shown = [sheets["what-if"][5 + i][5] for i in range(len(FIGURES))]
        for figure, text in zip(FIGURES, shown):
            value = row[figure] if row is not None else 0.0 if figure == "loopback_pro_rata" else None
            if row is None and value is None:
                continue
            expect(same(text, None if value is None else float(value), 1e-9),
                   f"{path.stem}, {supplier}: {figure} is {text!r}, not {value!r} ({typed})")
            checked += 1
        computed, now = sheets["what-if"][6][4], shown[1]
        moved += typed != {} and number_of(now) != number_of(computed)
    expect(moved > len(cases) / 3, f"only {moved} of {len(cases)} changes move anything")
    return checked


def tied_scenario():
    """Tied money of all kinds that the sheet follows: several deals for one purchase, more of them
    than it takes; one deal for several purchases; a supplier's own; money tied past a supplier."""
    def deal(id_, relation, payer, payee, amount, **more):
        return {"id": id_, "relation": relation, "payer": payer, "payee": payee, "amount": amount,
                **more}
    return {"schema": "circfin.scenario/1", "name": "Tied", "currency": "USD",
            "entities": [{"id": "a", "revenue": {"amount": 400}}, {"id": "b", "outside_funds": 7},
                         {"id": "c"}, {"id": "d", "name": "D*?"}, {"id": "e"}],
            "deals": [deal("ab", "investor", "a", "b", 30, earmark=["ba"]),
                      deal("eb", "investor", "e", "b", 25, earmark=["ba"]),
                      deal("ba", "customer", "b", "a", 40),
                      deal("ac", "investor", "a", "c", 50, earmark=["cd", "ca"]),
                      deal("cd", "supplier", "c", "d", 20), deal("ca", "customer", "c", "a", 10),
                      deal("da", "customer", "d", "a", 35), deal("db", "investor", "d", "b", 9),
                      deal("bd", "customer", "b", "d", 6), deal("bc", "customer", "b", "c", 5),
                      deal("cb", "investor", "c", "b", 4, earmark=["bd"]),
                      deal("ba2", "investor", "b", "a", 3, earmark=["ae"]),
                      deal("ae", "supplier", "a", "e", 8), deal("ed", "repayment", "e", "d", 2),
                      deal("ec", "investor", "e", "c", None), deal("de", "interest", "d", "e", 1)]}


def written(name, scenario, temporary, *options):
    """A workbook, and the result beside it."""
    subprocess.run([PROGRAM, "report", "--quiet", scenario, "-o", temporary / name, *options],
                   check=True, capture_output=True)
    result = json.loads((temporary / name / "result.json").read_text(encoding="utf-8"))
    return (temporary / name / "workbook.xlsx").rename(temporary / f"{name}.xlsx"), result


def main():
    if shutil.which("soffice") is None:
        print("no LibreOffice here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        temporary = pathlib.Path(folder)
        subprocess.run([sys.executable, ROOT / "tests/documents/test_workbook.py", PROGRAM, ROOT,
                        "--hostile", temporary / "hostile.json"], check=True)
        (temporary / "tied.json").write_text(json.dumps(tied_scenario()), encoding="utf-8")
        ai = ROOT / "data/ai-deals.json"
        scenarios = {"ai-deals": (ai,), "joint": (ROOT / "data/textbook/joint.json",),
                     "hostile": (temporary / "hostile.json",), "tied": (temporary / "tied.json",),
                     "headline": (ai, "--view", "headline")}
        reports = {name: written(name, *scenario[:1], temporary, *scenario[1:])
                   for name, scenario in scenarios.items()}
        paths = [path for path, _ in reports.values()]
        for path, sheets in zip(paths, opened(paths, temporary)):
            formulas = compare(path, sheets)
            expect(formulas >= 10, f"{path.stem}: only {formulas} formulas")
        cases = [case for name, count in (("ai-deals", 6), ("headline", 6), ("tied", 12))
                 for case in changes_of(reports[name][0], scenarios[name][0], reports[name][1],
                                        temporary, count)]
        checked = formulas_follow_the_cells(cases, temporary)
    for failure in failures[:20]:
        print(failure)
    print(f"{len(scenarios)} workbooks opened, {checked} figures of {len(cases)} changes compared, "
          f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
