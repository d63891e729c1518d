#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks as people and programs write them, and as nobody should.

Usage: test_workbooks.py PROGRAM ROOT. Prints what is wrong and a closing line `N passed, M failed`.
"""
import json
import pathlib
import random
import resource
import sys
import tempfile
import zipfile

import books
from books import Book, Error, Formula, Raw, Styled, book, ods
from checks import check, end, run, write

ROOT = pathlib.Path(sys.argv[2])
HEADER = books.DEALS[0]


def deals_of(path, *options):
    code, out, err = run("import", path, *options)
    return (json.loads(out)["deals"] if code == 0 else err), err


def refused(folder, name, data, told, code=3, *options):
    path = write(folder, "bad.xlsx", data)
    got, out, err = run("check", path, *options)
    check(name, got == code and told in err and "internal" not in err, (got, err[:400]))


# ---- which sheet -----------------------------------------------------------------------------------

def of(sheets):
    made = Book()
    for name, rows in sheets:
        made.add(name, rows)
    return made


def covers(folder):
    """A sheet without columns of deals comes first."""
    cover = ("Cover", [["Prepared for", "the committee"], ["Date", "2026-01-01"]])
    deals = [HEADER, ["d1", "investor", "a", "b", 1]]
    entities = ("People", [["id", "name", "note"], ["a", "A", "x"], ["b", "B", "y"]])
    made = of([cover, ("Deals 2026", deals), entities])
    path = write(folder, "cover.xlsx", made.zip())
    kept, err = deals_of(path, "--currency", "USD")
    check("a cover", isinstance(kept, list) and len(kept) == 1 and "CF426" in err
          and 'the deals are read from "Deals 2026"' in err, err)
    code, out, _ = run("import", path, "--currency", "USD")
    check("the entities behind", code == 0 and json.loads(out)["entities"][0]["name"] == "A", out)
    kept, err = deals_of(path, "--currency", "USD", "--sheet", "Deals 2026")
    check("a cover, and --sheet", isinstance(kept, list) and "CF426" not in err, err)
    made = of([cover, ("Old", deals), ("Notes", [["x"]]), ("New", deals), entities])
    refused(folder, "a cover and two with deals", made.zip(),
            'but "Cover" has none, and 2 others have: "Old", "New" [CF120]', 3, "--currency", "USD")
    made = of([cover, ("Notes", [["x"]])])
    refused(folder, "no deals anywhere", made.zip(), "[CF120]", 3, "--currency", "USD")
    made = of([("A", deals), ("B", deals)])
    kept, err = deals_of(write(folder, "two.xlsx", made.zip()), "--currency", "USD")
    check("the first of two counts", isinstance(kept, list) and "are read from" not in err, err)


# ---- values ----------------------------------------------------------------------------------------

def values(folder):
    """Every kind of cell, in both systems of dates, as shared and as inline strings."""
    for inline in (False, True):
        for date1904 in (False, True):
            made = book(date1904=date1904, inline=inline)
            made.formats = ["General", 14, "dd/mm/yyyy;@", '[$-40C]d mmm yyyy', "0.0%",
                            '#,##0.00\\ "Md€"', "h:mm", 9, '"day "0', "mmm-yy", "yyyy\\-mm"]
            shift = 1462 if date1904 else 0
            serial = 46082 - shift  # 2026-03-01
            columns = HEADER + ["announced", "start", "end", "cash", "probability", "note"]
            made.sheets[0] = ("deals", [
                columns,
                ["d1", "investor", "a", "b", 1.234, Styled(serial, 1), Styled(serial + .75, 2),
                 Styled(serial + 365, 3), True, Styled(0.5, 4), 'say "hi", a;b\nand _x0041_'],
                [7, "customer", "b", "a", Styled(1234.5, 5), Styled(serial, 9),
                 Styled(serial, 10), None, False, Formula("1/4", 0.25), Formula('""', "", "str")],
                ["d3", "customer", " b ", "a", Formula("SUM(E2:E3)", 1235.734), "2026", None, None,
                 None, None, Formula('"x"&"y"', "xy", "str")]])
            path = write(folder, "values.xlsx", made.zip())
            deals, err = deals_of(path)
            name = f"values inline={inline} 1904={date1904}"
            if isinstance(deals, str):
                check(name, False, deals)
                continue
            check(name + " amounts", [d["amount"] for d in deals] == [1.234, 1234.5, 1235.734], deals)
            check(name + " ids", [d["id"] for d in deals] == ["d1", "7", "d3"], deals)
            check(name + " days", [deals[0][k] for k in ("announced", "start", "end")]
                  == ["2026-03-01", "2026-03-01", "2027-03-01"], deals[0])
            check(name + " other days", deals[1]["announced"] == deals[1]["start"] == "2026-03-01",
                  deals[1])
            check(name + " share", deals[0]["probability"] == 0.5 and deals[1]["probability"] == 0.25,
                  deals)
            check(name + " flag", deals[1]["cash"] is False and deals[0].get("cash", True), deals)
            check(name + " text", deals[0]["note"] == 'say "hi", a;b\nand A', repr(deals[0]["note"]))
            check(name + " formula", "note" not in deals[1] and deals[2]["note"] == "xy", deals)
            check(name + " edges", deals[2]["payer"] == "b", deals[2])
            check(name + " no doubt", "CF413" not in err, err)


def days(folder):
    """Serial numbers around the day that never was, and what is none."""
    made = book()
    made.formats = ["General", 14]
    wanted = {1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 36526: "2000-01-01",
              43890: "2020-02-29", 2958465: "9999-12-31"}
    made.sheets[0] = ("deals", [HEADER + ["announced"]] + [
        [f"d{i}", "customer", "a", "b", 1, Styled(serial, 1)] for i, serial in enumerate(wanted)])
    deals, _ = deals_of(write(folder, "days.xlsx", made.zip()))
    check("days", isinstance(deals, list) and [d["announced"] for d in deals]
          == list(wanted.values()), deals)
    for serial in (0, 60, -1, 2958466):
        made.sheets[0] = ("deals", [HEADER + ["announced"],
                                    ["d", "customer", "a", "b", 1, Styled(serial, 1)]])
        if serial != 0:
            refused(folder, f"no day {serial}", made.zip(), "bad.xlsx!deals!F2: error")


def texts(folder):
    """Rich text, readings, escapes, CDATA; other prefixes; cells and rows without references."""
    made = book()
    made.strings = [Raw("<si><r><rPr><b/></rPr><t>open</t></r><r><t>ai</t></r>"
                        "<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"),
                    Raw("<si><t><![CDATA[a & b]]></t></si>"),
                    Raw("<si><t>x_x000D__x005F_x000D__xD83D__xDE00_</t></si>")]
    made.sheets[0] = ("deals", [HEADER + ["note"],
                                ["d1", "investor", Raw('<c t="s"><v>0</v></c>'),
                                 Raw('<c t="s"><v>1</v></c>'), 10, Raw('<c t="s"><v>2</v></c>')]])
    deals, _ = deals_of(write(folder, "texts.xlsx", made.zip()))
    check("rich text", isinstance(deals, list) and deals[0]["payer"] == "openai", deals)
    check("cdata", isinstance(deals, list) and deals[0]["payee"] == "a & b", deals)
    check("escapes", isinstance(deals, list) and deals[0]["note"] == "x\r_x000D_\U0001F600", deals)
    made = book()
    part = made.all_parts()["xl/worksheets/sheet1.xml"]
    part = part.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    part = part.replace("xmlns=", "xmlns:x=")
    made.parts["xl/worksheets/sheet1.xml"] = part
    deals, _ = deals_of(write(folder, "prefix.xlsx", made.zip()))
    check("prefixes", isinstance(deals, list) and len(deals) == 2, deals)


# ---- heads and sheets ------------------------------------------------------------------------------

def heads(folder):
    title = [["Deals of 2026", None, None], ["USD bn"], None or [None]]
    made = book(title + books.DEALS, inline=True)
    made.merges[0] = ["A1:E1"]
    path = write(folder, "title.xlsx", made.zip())
    deals, err = deals_of(path)
    check("title rows", isinstance(deals, list) and len(deals) == 2, deals)
    check("title rows told", "title.xlsx!deals!A1: warning: 2 rows above the header, which is row 4"
          in err and err.count("CF425") == 1, err)
    two = [["id", "relation", "payer", "payee", "amount", None, "Source", None],
           [None, None, None, None, None, "note", "title", "url"],
           ["d1", "investor", "a", "b", 10, "n", "press", "https://x.org"]]
    made = book(two)
    made.merges[0] = [f"{c}1:{c}2" for c in "ABCDE"] + ["G1:H1"]
    deals, err = deals_of(write(folder, "merged.xlsx", made.zip()))
    check("merged heads", isinstance(deals, list) and deals[0]["sources"]
          == [{"title": "press", "url": "https://x.org"}] and deals[0]["note"] == "n", deals)
    check("merged heads are no rows above", "CF425" not in err, err)
    for over, names, options in (("Amount ($bn)", ("Low", "High"), ()),
                                 ("Range (USD bn)", ("Min", "Max"), ()),
                                 ("Montant (Md€)", ("Min", "Max"), ("--currency", "EUR")),
                                 ("Amount (bn)", ("Low ($)", "High ($)"), ("--unit", "bn"))):
        made = book([["From", "To", "Type", over, None, "Date", None],
                     [None, None, None, *names, "Signature", "Fin"],
                     ["a", "b", "loan", 5, 6, "2026-01-02", "2027-01-02"]])
        made.merges[0] = [f"{c}1:{c}2" for c in "ABC"] + ["D1:E1", "F1:G1"]
        code, out, err = run("import", write(folder, "units.xlsx", made.zip()), *options)
        got = json.loads(out) if code == 0 else {"deals": [{}]}
        check(f"the unit of {over} is that of the names below", code == 0 and
              got["unit"] in ("bn", "billion") and got["deals"][0].get("announced") == "2026-01-02"
              and got["deals"][0]["amount"] == {"low": 5, "base": 5, "high": 6}, (got, err))
    wide = [r + [None, None, "see mail"] for r in books.DEALS[1:]]
    code, _, err = run("check", write(folder, "wide.xlsx", book([HEADER] + wide).zip()))
    check("beyond the header", code == 0 and "wide.xlsx!deals!H2: warning: cells to the right" in err,
          err)


def sheets(folder):
    firms = [["id", "name"], ["nvidia", "NVIDIA Corp"]]
    made = Book().add("Notes", [["text"]], hidden=True).add("Tabelle1", books.DEALS)
    made.add("Firmen", firms).add("scenario", books.SETTINGS)
    path = write(folder, "sheets.xlsx", made.zip())
    code, out, err = run("import", path)
    check("first and second sheet", code == 0 and '"NVIDIA Corp"' in out, err)
    made = Book().add("Firmen", firms).add("DEALS", books.DEALS).add("Scenario", books.SETTINGS)
    made.add("Entities", [["id", "name"], ["nvidia", "The Corp"]])
    code, out, err = run("import", write(folder, "named.xlsx", made.zip()))
    check("by name", code == 0 and '"The Corp"' in out, err)
    code, out, err = run("import", folder / "named.xlsx", "--sheet", "entities=firmen")
    check("--sheet entities=", code == 0 and '"NVIDIA Corp"' in out, err)
    made = Book().add("Old", [HEADER]).add("Deals 2026", books.DEALS)
    path = write(folder, "chosen.xlsx", made.zip())
    code, out, err = run("import", path, "--sheet", "deals 2026", "--currency", "USD")
    check("--sheet", code == 0 and '"d2"' in out, err)
    code, out, err = run("check", path, "--sheet", "2027", "--currency", "USD")
    check("no such sheet", code == 2 and "CF131" in err and '"Deals 2026"' in err, (code, err))
    made = Book().add("x", books.DEALS).add("remarks", [["thanks", "to all"]])
    code, out, err = run("import", write(folder, "other.xlsx", made.zip()), "--currency", "USD")
    check("second sheet without entities", code == 0 and "CF426" in err, err)
    write(folder, "only.csv", "id,relation,payer,payee,amount\nd1,investor,nvidia,b,1\n")
    code, out, err = run("import", folder / "only.csv", folder / "named.xlsx", "--currency", "USD")
    check("entities of a workbook beside csv", code == 0 and '"The Corp"' in out, err)
    code, out, err = run("check", folder / "only.csv", "--sheet", "x", "--currency", "USD")
    check("--sheet of csv is of no use", code == 0, err)


# ---- places ----------------------------------------------------------------------------------------

def places(folder):
    rows = [["A title"], None or [None], HEADER + ["announced", "note"],
            ["d1", "investor", "a", "b", -5, "2026-13-01", "two\nlines"],
            [None], ["d2", "customer", "b", "a", "x,\"1\"", "2026", None],
            ["d2", "customer", "b", "a", 1, Error("#REF!"), Error("#N/A")],
            ["d4", "customer", "b", "a", Formula("E1*2"), None, None]]
    path = write(folder, "places.xlsx", book(rows).zip())
    code, out, err = run("check", path)
    for cell, what in (("E4", "CF204"), ("F4", "CF214"), ("E6", "CF221"), ("A7", "CF301"),
                       ("F7", "#REF! [CF127]"), ("G7", "#N/A [CF127]"), ("E8", "CF127")):
        check(f"place {cell}", any(f"places.xlsx!deals!{cell}: error" in line and what in line
                                   for line in err.splitlines()), err)
    check("place of another", "in row 6" in err, err)
    code, out, _ = run("check", path, "--format", "csv")
    check("place in csv", "places.xlsx!deals,7,6,error,CF127" in out, out)
    code, out, err = run("import", path, "--skip-invalid", folder / "rejects.csv", "-o",
                         folder / "kept.json")
    kept = (folder / "rejects.csv").read_text()
    check("rejects", code == 0 and "places.xlsx!deals,4," in kept and "places.xlsx!deals,8," in kept,
          (code, err, kept))
    ignored = [HEADER + ["x-mine"], ["d1", "investor", "a", "b", 1, Error("#NAME?")]]
    code, _, err = run("check", write(folder, "own.xlsx", book(ignored).zip()))
    check("errors where nobody looks", code == 0, err)
    code, _, err = run("check", write(folder, "comma.xlsx", book(
        [HEADER, ["d1", "investor", "a", "b", 1.234], ["d2", "investor", "a", "b", "1.234,5"]]).zip()),
        "--decimal", ",")
    check("--decimal is of texts", code == 0, err)
    deals, _ = deals_of(folder / "comma.xlsx", "--decimal", ",")
    check("numbers keep their sign", [d["amount"] for d in deals] == [1.234, 1234.5], deals)


# ---- ods -------------------------------------------------------------------------------------------

def open_document(folder):
    day = Raw('<table:table-cell office:value-type="date" office:date-value="2026-03-01T10:00:00">'
              "<text:p>x</text:p></table:table-cell>")
    share = Raw('<table:table-cell office:value-type="percentage" office:value="0.5"/>')
    note = Raw('<table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p>'
               "</office:annotation><text:p>a<text:s text:c=\"2\"/><text:span>b</text:span></text:p>"
               "<text:p>c</text:p></table:table-cell>")
    blank = Raw('<table:table-row table:number-rows-repeated="3"><table:table-cell '
                'table:number-columns-repeated="1000"/></table:table-row>')
    rest = Raw('<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
               'table:number-columns-repeated="16384"/></table:table-row>')
    rows = [blank, HEADER + ["announced", "probability", "note"],
            ["d1", "investor", "a", "b", 1.5, day, share, note], rest]
    sheets_of = [("Deals", rows), ("scenario", books.SETTINGS)]
    deals, err = deals_of(write(folder, "calc.ods", ods(sheets_of)))
    check("ods", isinstance(deals, list) and deals[0]["announced"] == "2026-03-01"
          and deals[0]["probability"] == 0.5 and deals[0]["note"] == "a  b\nc", deals)
    same = Raw('<table:table-row table:number-rows-repeated="2">'
               + "".join(map(books.ods_cell, ["d1", "investor", "a", "b", -1])) + "</table:table-row>")
    code, _, err = run("check", write(folder, "calc.ods", ods([("deals", [HEADER, same])])),
                       "--currency", "USD")
    check("ods rows repeated", "!deals!E2" in err and ", at E3" in err, err)
    fault = Raw('<table:table-cell table:formula="of:=1/0" office:value-type="string" '
                'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
                "</table:table-cell>")
    none = Raw('<table:table-cell table:formula="of:=1+1"/>')
    for cell in (fault, none):
        code, _, err = run("check", write(folder, "calc.ods", ods([("deals", [
            HEADER, ["d1", "investor", "a", "b", cell]])])), "--currency", "USD")
        check("ods fault", code == 3 and "calc.ods!deals!E2: error" in err and "CF127" in err, err)
    code, _, err = run("check", write(folder, "calc.ods", ods(
        sheets_of, manifest='<m><encryption-data/></m>')))
    check("ods encrypted", code == 3 and "CF130" in err, err)
    many = Raw('<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
               'office:value-type="string" table:number-columns-repeated="16384"><text:p>'
               + "y" * 1000 + "</text:p></table:table-cell></table:table-row>")
    refused(folder, "ods bomb", ods([("deals", [HEADER, many])]), "CF129")


# ---- hostile ---------------------------------------------------------------------------------------

def hostile(folder):
    good = book().zip(stored=True)
    refused(folder, "truncated", good[:len(good) // 2], "CF128")
    refused(folder, "truncated late", good[:-30], "CF128")
    refused(folder, "checksum", books.swap(good, b"<c r=\"A2\"", b"<c r=\"A9\""), "CF128")
    for at in range(0, len(good) - 100, 997):  # whatever it says, it says something
        data = bytearray(good)
        data[at] ^= 0xFF
        code, _, err = run("check", write(folder, "bad.xlsx", bytes(data)))
        check(f"one byte at {at}", code in (0, 2, 3), (code, err[:200]))
    sheet = "xl/worksheets/sheet1.xml"

    def with_part(name, part):
        made = book()
        made.parts[name] = part
        return made.zip()

    def with_cells(cells):
        text = book().all_parts()[sheet]
        return with_part(sheet, text.replace("</sheetData>", cells + "</sheetData>"))
    for name, part in ((sheet, None), ("xl/workbook.xml", "<workbook"), (sheet, b"\xff\xfe\x00"),
                       ("xl/sharedStrings.xml", "<sst><si><t>x</si></sst>"),
                       ("xl/_rels/workbook.xml.rels", "<Relationships/>")):
        refused(folder, f"broken {name}", with_part(name, part), "CF128")
    entity = ('<!DOCTYPE x [<!ENTITY a "' + "A" * 1000 + '"><!ENTITY b "' + "&a;" * 1000
              + '"><!ENTITY f SYSTEM "file:///etc/passwd">]>')
    for name in ("xl/workbook.xml", sheet, "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"):
        text = book().all_parts()[name].replace(books.HEAD, books.HEAD + entity, 1)
        refused(folder, f"document type in {name}", with_part(name, text), "CF132")
    refused(folder, "entity", with_cells('<row r="9"><c r="A9" t="str"><v>&f;</v></c></row>'), "CF128")
    refused(folder, "row", with_cells('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "CF129")
    refused(folder, "huge row", with_cells(f'<row r="{"9" * 400}"/>'), "CF129")
    refused(folder, "column", with_cells('<row r="9"><c r="XFE9"><v>1</v></c></row>'), "CF129")
    refused(folder, "huge column", with_cells(f'<row r="9"><c r="{"Z" * 400}9"/></row>'), "CF129")
    refused(folder, "row order", with_cells('<row r="2"/>'), "CF128")
    refused(folder, "cell order", with_cells('<row r="9"><c r="B9"/><c r="A9"/></row>'), "CF128")
    for index in ("99", "-1", "1e300", "x", "0.5e9"):
        refused(folder, f"string {index}",
                with_cells(f'<row r="9"><c r="A9" t="s"><v>{index}</v></c></row>'), "CF128")
    refused(folder, "number", with_cells('<row r="9"><c r="E9"><v>ten</v></c></row>'), "CF128")
    far = with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    code, _, err = run("check", write(folder, "far.xlsx", far))
    check("far cell", code == 0 and "far.xlsx!deals!XFD1048576: warning" in err, err)
    bomb = with_part(sheet, books.HEAD + "<worksheet>" + " " * 300_000_000)
    check("the bomb is small", len(bomb) < 2_000_000)
    refused(folder, "bomb", bomb, "CF129")
    made = book()
    made.strings = ["x" * 1_000_000]
    line = "".join(f'<c r="{books.letters(c)}@" t="s"><v>0</v></c>' for c in range(1, 200))
    text = made.all_parts()[sheet].replace("</sheetData>", "".join(
        f'<row r="{r}">{line.replace("@", str(r))}</row>' for r in range(9, 100)) + "</sheetData>")
    made.parts[sheet] = text
    refused(folder, "one string many times", made.zip(), "CF129")
    made = book()
    made.parts.update({f"x/{i}": "" for i in range(10001)})
    refused(folder, "many parts", made.zip(), "CF129")
    made = book()
    rels = made.all_parts()["xl/_rels/workbook.xml.rels"]
    made.parts["xl/_rels/workbook.xml.rels"] = rels.replace("worksheets/sheet1.xml",
                                                            "../../../etc/passwd")
    refused(folder, "path", made.zip(), "CF128")
    made.parts["xl/_rels/workbook.xml.rels"] = rels.replace(
        'Target="worksheets/sheet1.xml"', 'Target="file:///etc/passwd" TargetMode="External"')
    check("outside", run("check", write(folder, "bad.xlsx", made.zip()))[0] in (2, 3))
    refused(folder, "document", zipped({"[Content_Types].xml": "", "word/document.xml": "<x/>"}),
            "an Office document")
    refused(folder, "binary", zipped({
        "[Content_Types].xml": "", "_rels/.rels":
        '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>',
        "xl/workbook.bin": "x"}), ".xlsb")
    ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 1000
    refused(folder, "old", ole, "CF126")
    refused(folder, "password", ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "CF130")


def zipped(parts):
    path = pathlib.Path(tempfile.mkstemp()[1])
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    data = path.read_bytes()
    path.unlink()
    return data


# ---- there and back ---------------------------------------------------------------------------------

def there_and_back(folder, file):
    """A workbook gives what the folder of spreadsheets gives."""
    code, _, err = run("export", file, "-o", folder / "back.xlsx", "-q")
    if code != 0:
        return check(f"export {file}", False, err)
    run("export", file, "-o", folder / "back", "-q")
    found = []
    for source in (folder / "back.xlsx", folder / "back"):
        code, out, err = run("import", source, "-q")
        found.append(out if code == 0 else err)
    check(f"there and back {file}", found[0] == found[1] and found[0].startswith("{"),
          [f[:300] for f in found])


def shipped(folder):
    for file in sorted((ROOT / "data").rglob("*.json")):
        if '"circfin.scenario/1"' in file.read_text(encoding="utf-8")[:4000]:
            if run("check", file, "-q")[0] == 0:
                there_and_back(folder, file)


def random_text(dice):
    signs = ["a", "B", " ", "'", '"', ",", ";", "\t", "\n", "\r", "=", "+", "-", "@", "_x0041_", "_",
             "é", "\U0001F600", "<", "&", "0", "#", "\\", "\u00a0"]
    return "".join(dice.choice(signs) for _ in range(dice.randint(1, 12)))


def random_scenarios(folder):
    for seed in range(60):
        dice = random.Random(seed)
        names = list({(random_text(dice).strip() or "x") for _ in range(5)} | {"p", "q"})
        names = [n for n in names if "\n" not in n and "\r" not in n and "\t" not in n]
        deals = []
        for i in range(dice.randint(1, 12)):
            payer, payee = dice.sample(names, 2)
            deals.append({"id": f"d{i}", "relation": dice.choice(["investor", "customer", "supplier"]),
                          "payer": payer, "payee": payee,
                          "amount": dice.choice([dice.random(), 1e15 / 3, 0.1 + 0.2, 5, 1e-7]),
                          "announced": dice.choice(["2026-03-01", "1899-12-31", "1900-02-28",
                                                    "2000-02-29", "9999-12-31"]),
                          "cash": dice.random() < 0.5, "note": random_text(dice)})
        scenario = {"schema": "circfin.scenario/1", "name": "r", "currency": "USD",
                    "description": random_text(dice),
                    "fx": {"EUR": 1.1 / 3}, "entities": [{"id": n, "name": random_text(dice)}
                                                         for n in names], "deals": deals}
        path = write(folder, "random.json", json.dumps(scenario))
        if run("check", path, "-q")[0] == 0:
            there_and_back(folder, path)
        else:
            check(f"random scenario {seed}", True)


def export_limits(folder):
    path = write(folder, "long.json", json.dumps({
        "schema": "circfin.scenario/1", "name": "x", "currency": "USD",
        "entities": [{"id": "a"}, {"id": "b", "note": "y" * 40000}],
        "deals": [{"id": "d", "relation": "investor", "payer": "a", "payee": "b", "amount": 1}]}))
    code, _, err = run("export", path, "-o", folder / "long.xlsx")
    check("a text too long", code == 3 and "CF133" in err and not (folder / "long.xlsx").exists(),
          (code, err))
    code, _, err = run("export", path, "-o", folder / "x.ods")
    check("no ods is written", code == 2 and not (folder / "x.ods").exists(), err)
    run("export", ROOT / "data/ai-deals.json", "-o", folder / "own.xlsx", "-q")
    code, _, err = run("export", folder / "own.xlsx", "-o", folder / "own.xlsx")
    check("not over its own input", code == 2 and "overwrite" in err, err)


# ---- every command ----------------------------------------------------------------------------------

def commands(folder):
    source = ROOT / "data/ai-deals.json"
    path = folder / "ai.xlsx"
    run("export", source, "-o", path, "-q")
    for words in (["score"], ["loops"], ["drivers", "--top", "2"], ["timeline"], ["vintages"],
                  ["stress", "--shock", "fail:openai"], ["graph", "--format", "dot"]):
        one = run(words[0], source, *words[1:], "--format", words[-1] if "dot" in words else "csv",
                  "-q") if "dot" not in words else run(words[0], source, *words[1:], "-q")
        two = run(words[0], path, *words[1:], "--format", "csv", "-q") if "dot" not in words \
            else run(words[0], path, *words[1:], "-q")
        check(f"{words[0]} reads a workbook", one[0] == two[0] == 0 and one[1] == two[1],
              (one[2][:200], two[2][:200]))
    data = path.read_bytes()
    for words in (["score", "-", "--format", "csv", "-q"], ["import", "-", "-q"], ["check", "-"]):
        code, out, err = run(*words, stdin=data)
        check(f"{words[0]} on standard input", code == 0, err)
    other = write(folder, "no-ending", data)
    check("by its content", run("score", other, "-q")[0] == 0)
    code, _, err = run("report", path, "-o", folder / "report", "-q")
    check("report", code == 0 and (folder / "report").is_dir(), err)


def trimming(folder):
    """Payments of a workbook, streamed, give the core that their CSV gives."""
    dice = random.Random(3)
    rows = [["relation", "payer", "payee", "amount"]]
    for _ in range(3000):
        payer, payee = dice.sample([f'f"{i},' for i in range(40)], 2)
        rows.append([dice.choice(["investor", "customer"]), payer, payee, dice.randint(1, 1000) / 8])
    text = "".join(",".join('"' + str(c).replace('"', '""') + '"' for c in row) + "\n" for row in rows)
    write(folder, "pay.csv", text)
    write(folder, "pay.xlsx", book(rows, inline=True).zip())
    cores = []
    for name in ("pay.csv", "pay.xlsx"):
        code, _, err = run("trim", folder / name, "--currency", "USD", "-o", folder / f"core-{name}")
        check(f"trim {name}", code == 0, err)
        cores.append((folder / f"core-{name}" / "deals.csv").read_text() if code == 0 else err)
    check("the same core", cores[0] == cores[1])
    rows[7][3] = -1
    rows[9][3] = Error("#N/A")
    rows[5][1] = "two\nlines"
    write(folder, "pay.xlsx", book(rows).zip())
    code, _, err = run("trim", folder / "pay.xlsx", "--currency", "USD", "-o", folder / "core-bad")
    check("places of payments", code == 3 and "pay.xlsx!deals!D8: error" in err
          and "pay.xlsx!deals!D10: error" in err, (code, err))
    code, _, err = run("trim", folder / "pay.xlsx", "--currency", "USD", "--sheet", "nope", "-o",
                       folder / "core-none")
    check("no such sheet of payments", code == 2 and "CF131" in err, (code, err))


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in (covers, values, days, texts, heads, sheets, places, open_document, hostile, shipped,
                     random_scenarios, export_limits, commands, trimming):
            part(folder)
    return end()


if __name__ == "__main__":
    sys.exit(main())
