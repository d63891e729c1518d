#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds workbooks to what the json result says, and to what a workbook may hold.

Usage: test_workbook.py PROGRAM ROOT [--bless | --hostile FILE]
--bless rewrites the parts that are kept in tests/golden/workbook; --hostile only writes the
scenario with all kinds of text, for other tests.
"""
import datetime
import decimal
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from xlsx import Workbook

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
GOLDEN = ROOT / "tests/golden/workbook"
SHARES = re.compile(r"^(rate|exposure|share|ratio|vendor_financing|probability|circularity|margin$|"
                    r"payers_hhi)")
EPOCH = datetime.date(1899, 12, 30)

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)


def run(*arguments, **environment):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, **environment}, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done.stdout


def report(scenario, folder, *options, **environment):
    """The workbook of a dossier, and the result beside it."""
    run("report", scenario, "-o", folder, *options, **environment)
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return Workbook(folder / "workbook.xlsx"), result


def close(a, b):
    return a == b or abs(a - b) <= 1e-14 * max(abs(a), abs(b))


def same(found, expected):
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, (int, float)):
        return isinstance(found, float) and close(found, expected)
    if isinstance(found, float):  # a day
        return (EPOCH + datetime.timedelta(days=found)).isoformat() == expected
    return found == expected or expected == "" and found is None


# ---- the same figures as everywhere else ----------------------------------------------------------

def compare_table(name, found, rows):
    expect(len(found) == len(rows), f"{name}: {len(found)} rows, not {len(rows)}")
    for number, (a, b) in enumerate(zip(found, rows)):
        for column, value in b.items():
            expect(same(a.get(column), value),
                   f"{name} row {number}: {column} is {a.get(column)!r}, not {value!r}")


def tables_are_those_of_the_result(temporary):
    scenario = ROOT / "data/ai-deals.json"
    book, result = report(scenario, temporary / "tables")
    compared = 0
    for name, rows in result["tables"].items():
        found = book.table(name)
        if name == "deals":
            expect(len(found) == len(json.loads(scenario.read_text())["deals"]),
                   "deals: not every deal of the scenario")
            found = [row for row in found if row["in_view"]]
        compare_table(name, found, rows)
        compared += len(rows)
    expect(compared > 500, "hardly anything was compared")


def a_command_writes_its_tables_and_figures(temporary):
    scenario = ROOT / "data/textbook/joint.json"
    for command in ("score", "loops", "drivers"):
        result = json.loads(run(command, scenario, "--format", "json"))
        path = temporary / f"{command}.xlsx"
        run(command, scenario, "-o", path)
        book = Workbook(path)
        for name, rows in result["tables"].items():
            compare_table(f"{command} {name}", book.table(name), rows)
        figures = {row["name"]: row["value"] for row in book.table("figures")
                   if row["part"] == "figures"}
        for name, value in result["figures"].items():
            expect(same(figures[name], value), f"{command}: figure {name} is {figures[name]!r}")
    run("score", scenario, "--table", "deals", "-o", temporary / "one.xlsx")
    expect(list(Workbook(temporary / "one.xlsx").sheets) == ["deals"], "--table writes one sheet")


def numbers_have_formats(temporary):
    book, result = report(ROOT / "data/textbook/joint.json", temporary / "formats")
    formats = book.formats()
    for name, rows in result["tables"].items():
        cells = book.sheets[name]
        heads = {column: cell.value for (row, column), cell in cells.items() if row == 0}
        for (row, column), cell in cells.items():
            if row < 2 or not isinstance(cell.value, float):
                continue
            is_share = bool(SHARES.match(heads[column])) and heads[column] != "share_of"
            expect(is_share == formats[cell.style].endswith("%"),
                   f"{name}: {heads[column]} is written as {formats[cell.style]}")


SUMMARY = ("entity", "invested", "loopback_min", "loopback_pro_rata", "loopback_max",
           "rate_pro_rata", "revenue", "exposure_min", "exposure_pro_rata", "exposure_max")


def shown(cell, formats):
    """What a spreadsheet shows: the nearest, halves away from zero, of the decimal it stores."""
    pattern = formats[cell.style].split(";")[0]
    decimals = len(pattern.rstrip("%").partition(".")[2]) + 2 * pattern.endswith("%")
    value = decimal.Decimal(repr(cell.value))
    return value.quantize(decimal.Decimal(1).scaleb(-decimals), decimal.ROUND_HALF_UP)


def the_summary_shows_bounds(temporary):
    compared = 0
    for name in ("ai-deals.json", "textbook/joint.json", "textbook/chip-maker.json"):
        book, result = report(ROOT / "data" / name, temporary / pathlib.Path(name).stem)
        cells, formats = book.sheets["summary"], book.formats()
        rows = result["tables"]["suppliers"]
        head = next(row for (row, column), cell in sorted(cells.items())
                    if column == 1 and cell.value == "invested")
        about = {row["column"]: row["heading"] for row in book.table("columns")
                 if row["sheet"] == "suppliers"}
        headings = [cells[head, column].value for column in range(len(SUMMARY))]
        expect(headings == [about[key] for key in SUMMARY], f"{name}: {headings}")
        for number, row in enumerate(rows[:15]):
            read = {key: shown(cells[head + 1 + number, column], formats)
                    for column, key in enumerate(SUMMARY)
                    if column > 0 and row[key] is not None}
            for key in read:
                exact = decimal.Decimal(repr(row[key]))
                slack = abs(exact) * decimal.Decimal("1e-9")
                what = f"{name}: {row['entity']}: {key} is shown as {read[key]} of {exact}"
                expect(not key.endswith("_min") or read[key] <= exact + slack, what)
                expect(not key.endswith("_max") or read[key] >= exact - slack, what)
                compared += key.endswith(("_min", "_max"))
            for key in ("loopback", "exposure"):
                if f"{key}_pro_rata" in read:
                    expect(read[f"{key}_min"] <= read[f"{key}_pro_rata"] <= read[f"{key}_max"],
                           f"{name}: {row['entity']}: {read}")
    expect(compared > 24, f"{compared} bounds")


# ---- the same bytes -------------------------------------------------------------------------------

def same_input_same_bytes(temporary):
    scenario = ROOT / "data/ai-deals.json"
    first, second = temporary / "first", temporary / "second"
    report(scenario, first)
    report(scenario, second, TZ="Asia/Tokyo", LC_ALL="C", TMPDIR=str(temporary))
    expect((first / "workbook.xlsx").read_bytes() == (second / "workbook.xlsx").read_bytes(),
           "two runs differ")
    left = [path.name for path in temporary.iterdir() if path.name.startswith("circfin-")]
    expect(not left, f"left behind: {left}")


def pretty(part):
    """One element a line; nothing is left out."""
    return part.decode("utf-8").replace("><", ">\n<") + "\n"


def parts_are_as_kept(temporary, bless):
    book, _ = report(ROOT / "data/textbook/chip-maker.json", temporary / "golden")
    if bless:
        shutil.rmtree(GOLDEN, ignore_errors=True)
    parts = {name: part for name, part in book.parts.items() if not name.endswith(".png")}
    expect(len(book.parts) == len(parts) + 2, "two pictures")  # they look as the fonts here do
    for name, part in parts.items():
        kept = GOLDEN / name.replace("[", "").replace("]", "")
        if bless:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(pretty(part), encoding="utf-8")
        before = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
        lines = list(difflib.unified_diff(before, pretty(part).splitlines(), str(kept),
                                          name + " now", lineterm="", n=1))
        expect(not lines, "\n".join(lines[:40]))
    kept = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*") if path.is_file()}
    expect(kept == {name.replace("[", "").replace("]", "") for name in parts},
           "the workbook has other parts than are kept")


# ---- whatever the text ----------------------------------------------------------------------------

HOSTILE = ["=1+1", "+1", "-1", "@sum", "\tx", '=HYPERLINK("http://evil.example","x")', "a\"b'c",
           "<b>&amp;</b>]]>", "line\nbreak", "\u05e9\u05dc\u05d5\u05dd", "\U0001f98a fox",
           "_x0041_", "_x00", "\u0001\u001f\u007f", "\ufffe", "{=1}", "'quoted", "a" * 300, "*?~",
           "*?~A", "*?~a", "123", "2025-01-01", " spaces ", "TRUE", "#REF!", "%s%n", "\\", "caf\u00e9"]
LONG = "long \U0001f98a" * 6000  # 42,000 characters as a cell counts them
ADDRESSES = ["https://a.example/?q=\"<>&x=1#y", "javascript:alert(1)", "http://a b", "ftp://a",
             "https://a.example/" + "x" * 2100, "HTTP://A.example/", "=1+1", "https://\u0001",
             "internal:Sheet1!A1", "file:///etc/passwd", "http://x.example/\n"]


def clean(text):
    """What a cell can hold of it: see writers/xlsx_cells.c."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "\ufffd", text)


def hostile_scenario():
    ids = [re.sub("[\x00-\x1f\x7f]", "c", name) for name in HOSTILE]  # else it is refused
    entities = [{"id": id, "name": name, "note": name} for id, name in zip(ids, HOSTILE)]
    deals = []
    for i, name in enumerate(HOSTILE):
        payer, payee = ids[i], ids[(i + 1) % len(ids)]
        sources = [{"title": name, "url": address} for address in ADDRESSES]
        deals.append({"id": "i" + payer, "relation": "investor", "payer": payer, "payee": payee,
                      "amount": 10 + i, "instrument": name, "note": name, "sources": sources})
        deals.append({"id": payer, "relation": "customer", "payer": payee, "payee": payer,
                      "amount": 8, "note": LONG if i == 0 else name})
    return {"schema": "circfin.scenario/1", "name": "=1+1", "as_of": "2026-01-01",
            "currency": "USD", "unit": "bn", "entities": entities, "deals": deals}


def read_hostile(temporary):
    scenario = temporary / "hostile.json"
    scenario.write_text(json.dumps(hostile_scenario()), encoding="utf-8")
    return report(scenario, temporary / "hostile")


def no_text_is_more_than_text(temporary):
    book, result = read_hostile(temporary)
    for name, cells in book.sheets.items():
        for where, cell in cells.items():
            expect(cell.formula is None or name in ("what-if", "what-if model"),
                   f"{name} {where}: a formula")
            expect(cell.formula is None or "evil" not in cell.formula, f"{name} {where}: {cell}")
    allowed = re.compile(r"https?://[^\s]+", re.I)
    links = [link for sheet in book.links.values() for link in sheet.values()]
    expect(links and all(allowed.fullmatch(link) for link in links), f"links: {set(links)}")
    expect(len(set(links)) == 2, f"links: {set(links)}")
    expect(len(result["tables"]["suppliers"]) == len(HOSTILE), "not all are suppliers")
    for row, expected in zip(book.table("suppliers"), result["tables"]["suppliers"]):
        for column in ("entity", "name"):
            expect(row[column] == clean(expected[column]),
                   f"{expected[column]!r} became {row[column]!r}")
    for row, name in zip(book.table("deals")[::2], HOSTILE):
        for column in ("payer_name", "instrument", "note", "source_3"):
            expect(row[column].startswith(clean(name)), f"{name!r} became {row[column]!r}")


def people_see_headings_and_names(temporary):
    scenario = json.loads((ROOT / "data/textbook/joint.json").read_text(encoding="utf-8"))
    twins = scenario["entities"][:2]
    for entity in twins:
        entity["name"] = "Twin"
    path = temporary / "twins.json"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    book, result = report(path, temporary / "names")
    names = {e["id"]: e.get("name") or e["id"] for e in scenario["entities"]}
    names.update({e["id"]: f"Twin ({e['id']})" for e in twins})
    about = {(row["sheet"], row["column"]): row["heading"] for row in book.table("columns")}
    for sheet in result["tables"]:
        cells, (rows, columns) = book.sheets[sheet], book.hidden[sheet]
        keys = {column: cell.value for (row, column), cell in cells.items() if row == 0}
        expect(rows == {0}, f"{sheet}: rows {rows} are hidden")
        for column, key in keys.items():
            shown = cells[1, column].value
            if column not in columns and not key.endswith("_name"):
                expect(shown == about[sheet, key], f"{sheet}: {key} is headed {shown!r}")
        for row in book.table(sheet):
            for key in row:
                if key.endswith("_name"):
                    id_ = row[key[:-5]]
                    expect(row[key] == names.get(id_, id_) or " > " in (id_ or ""),
                           f"{sheet}: {id_} is called {row[key]!r}")
    path = book.table("loops")[0]
    expect(path["path_name"] == " → ".join(names[id_] for id_ in path["path"].split(" > ")),
           f"{path}")


def ten_pages_are_printed(temporary):
    for scenario in ("ai-deals.json", "textbook/joint.json"):
        book, _ = report(ROOT / "data" / scenario, temporary / "pages")
        areas = dict(re.findall(r"<definedName name=\"_xlnm.Print_Area\" localSheetId=\"(\d+)\">"
                                r"([^<]*)</definedName>",
                                book.parts["xl/workbook.xml"].decode("utf-8")))
        expect(len(areas) == len(book.sheets), "a sheet has no print area")
        printed = [name for name in areas.values() if not name.endswith("$XFD$1048576")]
        pages = 0
        for number, name in enumerate(book.sheets):
            part = book.parts[f"xl/worksheets/sheet{number + 1}.xml"].decode("utf-8")
            expect('orientation="landscape"' in part and 'paperSize="9"' in part, f"{name}: paper")
            if areas[str(number)] in printed:
                pages += int((re.search(r'fitToHeight="(\d+)"', part) or [0, 1])[1])
        expect(5 <= pages <= 10, f"{scenario}: {pages} pages")


def long_texts_are_cut_and_say_so(temporary):
    book, _ = read_hostile(temporary)
    notes = [row["note"] for row in book.table("deals")]
    cut = [note for note in notes if note and "[cut: " in note]
    expect(len(cut) == 1, "one note is too long")
    expect(cut[0].endswith("[cut: 36000 characters in all]"), cut[0][-60:])
    expect(32000 < len(cut[0].encode("utf-16-le")) // 2 <= 32767, "the cell is not filled")
    remarks = [row["meaning"] for row in book.table("columns") if row["sheet"] is None]
    expect(len(remarks) == 2 and remarks[0].startswith("1 texts"), f"{remarks}")


def names_are_cut_between_characters(temporary):
    scenario = json.loads((ROOT / "data/textbook/chip-maker.json").read_text(encoding="utf-8"))
    for length in (1, 2):  # of what stands before characters of two bytes each
        for entity in scenario["entities"]:
            entity["name"] = "a" * length + "\u00e9" * 200
        path = temporary / "long.json"
        path.write_text(json.dumps(scenario), encoding="utf-8")
        book, _ = report(path, temporary / "long")
        for name, part in book.parts.items():
            expect(name.endswith(".png") or "\ufffd" not in part.decode("utf-8", "replace"), f"{name}: half a character")


# ---- views ----------------------------------------------------------------------------------------

def views_without_min_and_max_leave_them_empty(temporary):
    book, result = report(ROOT / "data/ai-deals.json", temporary / "weighted", "--weights",
                          "probability", "--consolidate")
    for name, rows in result["tables"].items():
        if name != "deals":
            compare_table(name, book.table(name), rows)
    row = book.table("suppliers")[0]
    expect(row["loopback_min"] is None and row["loopback_pro_rata"] is not None, f"{row}")


def nobody_invests(temporary):
    book, _ = report(ROOT / "data/textbook/bff-example-1.json", temporary / "none")
    expect("chart data" not in book.sheets and "summary" in book.sheets, f"{list(book.sheets)}")


CHECKS = (tables_are_those_of_the_result, a_command_writes_its_tables_and_figures,
          numbers_have_formats, the_summary_shows_bounds, same_input_same_bytes, no_text_is_more_than_text,
          long_texts_are_cut_and_say_so, people_see_headings_and_names, ten_pages_are_printed, names_are_cut_between_characters,
          views_without_min_and_max_leave_them_empty, nobody_invests)


def main():
    if "--hostile" in sys.argv:
        pathlib.Path(sys.argv[-1]).write_text(json.dumps(hostile_scenario()), encoding="utf-8")
        return 0
    passed = 0
    with tempfile.TemporaryDirectory() as folder:
        for check in (*CHECKS, parts_are_as_kept):
            temporary = pathlib.Path(folder) / check.__name__
            temporary.mkdir()
            before = len(failures)
            if check is parts_are_as_kept:
                check(temporary, "--bless" in sys.argv)
            else:
                check(temporary)
            for failure in failures[before:before + 10]:
                print(f"{check.__name__}: {failure}")
            passed += len(failures) == before
    print(f"{passed} passed, {len(CHECKS) + 1 - passed} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
