#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings of other people's files: decimal signs, self deals, rows left out, a million deals.

    test_reading.py CIRCFIN SOURCE

Prints what is wrong; last line: `N passed, M failed`.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from checks import CIRCFIN, check, end, run, write

USD = ["--currency", "USD"]


def amounts(path, *options):
    """The deals that import reads, None where it refuses, and what it says."""
    code, out, err = run("import", path, *USD, *options)
    return (json.loads(out)["deals"] if code == 0 else None), err


# ---- decimal signs ----

def sheet(separator, *cells, column="amount"):
    head = separator.join(["id", "relation", "payer", "payee", column])
    rows = [separator.join([f"d{i}", "customer", "a", "b", cell]) for i, cell in enumerate(cells)]
    return "\n".join([head, *rows]) + "\n"


def check_points(folder):
    """1.000 and 12.750 between semicolons: both readings are told, and --decimal settles it."""
    path = write(folder, "p.csv", sheet(";", "1.000", "12.750"))
    deals, err = amounts(path)
    check("read with a point", [deal["amount"] for deal in deals] == [1, 12.75], deals)
    check("both readings", "CF413" in err and "1.000 is taken as 1, but is 1000" in err and
          "--decimal" in err and "p.csv:2:" in err, err)
    for sign, expected in ((".", [1, 12.75]), (",", [1000, 12750])):
        deals, err = amounts(path, "--decimal", sign)
        check(f"--decimal {sign}", deals and [deal["amount"] for deal in deals] == expected and
              "CF413" not in err, err)
    path = write(folder, "p.csv", sheet(";", "1.000", "950", "-"))
    check("small whole numbers fit both", "CF413" in run("check", path, *USD)[2])
    for cells in (["1.000", "12.5"], ["1.000", "0.125"], ["1.000", "1500"], ["950", "20"],
                  ["1.000", "1e9"], ["1.000", "0.750"], ["1234.567"], ["1.0005"]):
        path = write(folder, "p.csv", sheet(";", *cells))
        check(f"no doubt about {cells}", "CF413" not in run("check", path, *USD)[2])
    check("commas rule it out", "CF413" not in
          run("check", write(folder, "p.csv", sheet(",", "1.000")), *USD)[2])
    check("tabs do not", "CF413" in run("check", write(folder, "p.tsv", sheet("\t", "1.000")), *USD)[2])
    for column in ("amount_low", "amount_high"):
        path = write(folder, "p.csv", sheet(";", "2.500", column=column))
        check(column, f"numbers in {column} can" in run("check", path, *USD)[2])
    path = write(folder, "p.csv", "id;relation;payer;payee;amount;schedule\n"
                 'd;customer;a;b;3.000;"2026=1.000;2027=2.000"\n')
    check("schedules", "numbers in schedule can" in run("check", path, *USD)[2])
    deals, err = amounts(path, "--decimal", ",")
    check("schedules in thousands", deals and deals[0]["schedule"][1]["amount"] == 2000, err)
    entities = write(folder, "e.csv", "id;outside_funds\na;1.500\nb;2.250\n")
    path = write(folder, "p.csv", sheet(";", "12.5"))
    check("entities", "e.csv:2:" in run("check", path, *USD, "--entities", entities)[2])
    settings = write(folder, "s.csv", "key;value\nfx.EUR;1.085\n")
    check("rates", "s.csv:2:" in run("check", path, *USD, "--settings", settings)[2])


def check_decimal(folder):
    good = {",": {"1.234,56": 1234.56, "1234,56": 1234.56, "0,5": 0.5, "1.234.567": 1234567,
                  "12.750": 12750, "1 234,5": 1234.5, "7": 7, "1,5e3": 1500, ",5": 0.5},
            ".": {"1,234.56": 1234.56, "1234.56": 1234.56, "1,000": 1000, "12.750": 12.75,
                  "1,234,567": 1234567, "1 234.5": 1234.5}}
    bad = {",": ["12.5", "1.23,4", "0.500", "1,234.5", "1,2,3", "1.2345", "1.", ".5"],
           ".": ["12,5", "1,23.4", "0,500", "1.234,5", "1,000,00"]}
    for sign, cells in good.items():
        path = write(folder, "d.csv", sheet(";", *cells))
        deals, err = amounts(path, "--decimal", sign)
        check(f"--decimal {sign}", deals and [deal["amount"] for deal in deals] == list(cells.values()),
              (deals, err))
    for sign, cells in bad.items():
        for cell in cells:
            deals, err = amounts(write(folder, "d.csv", sheet(";", cell)), "--decimal", sign)
            check(f"--decimal {sign} refuses {cell}", deals is None and f"--decimal {sign}" in err, err)
    quoted = write(folder, "d.csv", sheet(",", '"1,000"', '"12,750"'))
    deals, err = amounts(quoted)
    check("a comma is never guessed", deals is None and "--decimal ." in err and "--decimal ," in err,
          err)
    deals, _ = amounts(quoted, "--decimal", ",")
    check("quoted commas", deals and [deal["amount"] for deal in deals] == [1, 12.75])
    code, _, err = run("score", write(folder, "d.csv", sheet(";", "1,5")), *USD, "--decimal", ",",
                       "--fx", "EUR=1,08")
    check("options have a point", code == 2 and "decimal point" in err, err)
    code, _, err = run("score", quoted, *USD, "--decimal", ";")
    check("only point and comma", code == 2, err)
    code, out, err = run("compare", quoted, quoted, *USD, "--decimal", ",", "--format", "json")
    check("both files of compare", code == 0, err)


# ---- self deals ----

def scenario(*deals):
    return json.dumps({"schema": "circfin.scenario/1", "name": "x", "currency": "USD",
                       "entities": [{"id": "a"}, {"id": "b"}], "deals": deals}, indent=1)


def deal(number, payer="a", payee="b", **keys):
    return {"id": f"d{number}", "relation": "customer", "payer": payer, "payee": payee,
            "amount": number, **keys}


def check_self_deals(folder):
    drop = ["--self-deals", "drop"]
    deals = [deal(1, payee="a"), deal(2), deal(3, "b", "b"), deal(4, part_of="d2"),
             deal(5, "b", "a", supersedes=["d4", "d2"]), deal(6, payee="a")]
    path = write(folder, "self.json", scenario(*deals))
    table = write(folder, "self.csv", "id,relation,payer,payee,amount,part_of,supersedes\n"
                  "d1,customer,a,a,1,,\nd2,customer,a,b,2,,\nd3,customer,b,b,3,,\n"
                  "d4,customer,a,b,4,d2,\nd5,customer,b,a,5,,d4;d2\nd6,customer,a,a,6,,\n")
    kept = write(folder, "kept.json", scenario(*[deals[i] for i in (1, 3, 4)]))
    for file, options in ((path, []), (table, USD)):
        code, _, err = run("check", file, *options)
        check("an error with the way out", code == 3 and "CF304" in err and "--self-deals drop" in err,
              err)
        code, out, err = run("check", file, *options, *drop)
        check("left out and counted", code == 0 and "3 deals" in out and
              "3 deals of an entity with itself are left out" in err and "CF405" in err, err)
        for command in ("score", "loops", "drivers", "timeline"):
            words = [command, "--format", "csv", "--origin", "all"]
            expected = run(*words, kept)[1]
            check(f"{command} counts the others",
                  run(*words, file, *options, *drop)[:2] == (0, expected))
    code, out, _ = run("import", table, *USD, *drop)
    named = [entry["id"] for entry in json.loads(out)["deals"]]
    check("import", code == 0 and named == ["d2", "d4", "d5"] and
          json.loads(out)["deals"][2]["supersedes"] == ["d4", "d2"], out)
    code, _, err = run("compare", path, table, *USD, *drop, "--as-of-b", "2026")
    check("both files of compare", code == 0 and err.count("CF405") == 2, err)
    for words in (["model", "M"], ["graph", "-o", folder / "g.dot"], ["export", "-o", folder / "e"]):
        if words[0] != "model":
            check(words[0], run(*words, path, *drop)[0] == 0)
    path = write(folder, "self.json", scenario(deal(1, payee="a"), deal(2, supersedes=["d1"])))
    code, _, err = run("check", path, *drop)
    check("a deal that refers to one", code == 3 and "CF317" in err, err)
    good = write(folder, "good.json", scenario(deal(1)))
    check("nothing to drop, nothing said", run("check", good, *drop)[2] == "")
    check("error by name", run("check", folder / "self.csv", *USD, "--self-deals", "error")[0] == 3)


# ---- rows left out ----

BAD = '''id,relation,payer,payee,amount,currency,supersedes,note
d1,customer,a,b,5,,,fine
d2,customer,a,b,-5,,,"two
lines, ""quoted"""
d3,customer,a,b,lots,XYZ,,=1+1
d1,customer,b,a,7,,,again
d5,buyer,a,b,5,,,
d6,customer,,b,5,,,
d7,customer,a,b,5,,d3,refers to a bad one
d8,customer,a,b,5,,d7,and so on
d9,customer,a,b,5,,,,,surplus,cells
da,customer,c,a,9,,d1,fine too
'''


def check_skipping(folder):
    path = write(folder, "bad.csv", BAD)
    out, rejects = folder / "out.json", folder / "rejects.csv"
    code, _, err = run("import", path, *USD, "-o", out)
    check("without it, as today", code == 3 and not out.exists(), err)
    words = ["import", path, *USD, "-o", out, "--skip-invalid", rejects]
    code, _, err = run(*words)
    check("goes on and counts", code == 0 and "8 rows" in err and "2 deals" in err and
          err.count("warning") == 2, err)
    kept = [entry["id"] for entry in json.loads(out.read_text())["deals"]]
    check("good rows are kept", kept == ["d1", "da"], kept)
    rows = list(csv.DictReader(rejects.open(newline="")))
    check("bad rows are written", [row["id"] for row in rows] ==
          ["d2", "d3", "d1", "d5", "d6", "d7", "d8", "d9"], rows)
    check("with their lines", [row["line"] for row in rows] ==
          ["3", "5", "6", "7", "8", "9", "10", "11"], rows)
    codes = ["CF204", "CF221", "CF301", "CF212", "CF220", "CF303", "CF303", "CF125"]
    check("and their reasons", all(code in row["reason"] for code, row in zip(codes, rows)), rows)
    check("all reasons", "CF305" in rows[1]["reason"], rows[1])
    check("cells as they were", rows[0]["note"] == 'two\nlines, "quoted"' and
          rows[0]["amount"] == "-5" and "surplus" in rows[7]["more"], (rows[0], rows[7]))
    check("no formulas", rows[1]["note"] == "'=1+1", rows[1])
    check("only whole rows", len({len(row) for row in csv.reader(rejects.open(newline=""))}) == 1)
    mended = rejects.read_text().replace("lots", "3").replace("XYZ", "USD")
    again, err = amounts(write(folder, "mended.csv", mended), "--skip-invalid", folder / "r2.csv")
    check("the rest, once mended", again and [entry["note"] for entry in again if entry["id"] == "d3"]
          == ["=1+1"], (again, err))
    code, _, err = run(*words[:-1], rejects, "--self-deals", "drop")
    code, _, err = run("import", write(folder, "fine.csv", "\n".join(BAD.split("\n")[:2]) + "\n"),
                       *USD, "-o", out, "--skip-invalid", rejects)
    check("nothing bad, an empty list", code == 0 and "left out" not in err and
          rejects.read_text().count("\n") == 1, rejects.read_text())


def check_skipping_entities(folder):
    deals = write(folder, "d.csv", "id,relation,payer,payee,amount\nx,customer,a,b,1\n"
                  'y,customer,"q\x01",b,1\nz,customer,b,"q\x01",1\nw,customer,b,c,1\n')
    entities = write(folder, "e.csv", "id,name,revenue\na,A,5\nb,B,lots\nc,C,7\na,again,3\n")
    deals_read, err = amounts(deals, "--entities", entities, "--skip-invalid", folder / "r.csv")
    check("bad entities", deals_read and [entry["id"] for entry in deals_read] == ["x", "w"],
          (deals_read, err))
    rows = list(csv.DictReader((folder / "r.csv").open(newline="")))
    check("of both files", [(Path(row["file"]).name, row["id"]) for row in rows] ==
          [("d.csv", "y"), ("d.csv", "z"), ("e.csv", "b"), ("e.csv", "a")], rows)
    check("columns of both", rows[2]["revenue"] == "lots" and rows[0]["payer"], rows)


def check_skipping_refused(folder):
    path, out = write(folder, "bad.csv", BAD), folder / "o.json"
    before = path.read_bytes()
    out.unlink(missing_ok=True)
    os.symlink(path, folder / "link.csv")
    for name, words in {"over its input": ["--skip-invalid", path],
                        "over its input by a link": ["--skip-invalid", folder / "link.csv"],
                        "one file for both": ["--skip-invalid", out],
                        "no name": ["--skip-invalid", ""]}.items():
        code, _, err = run("import", path, *USD, "-o", out, *words)
        check(name, code == 2 and not out.exists() and path.read_bytes() == before, err)
    check("standard output for both", run("import", path, *USD, "--skip-invalid", "-")[0] == 2)
    rejects = folder / "none" / "r.csv"
    code, _, err = run("import", path, *USD, "-o", out, "--skip-invalid", rejects)
    check("a folder that is missing", code == 4 and not out.exists(), err)
    for name, text, options in (("no currency", BAD, []),
                                ("no header", "a,b\n1,2\n", USD),
                                ("an open quote", BAD + 'dz,"customer\n', USD)):
        code, _, err = run("import", write(folder, "x.csv", text), *options, "-o", out,
                           "--skip-invalid", folder / "r3.csv")
        check(name, code in (2, 3) and not out.exists() and not (folder / "r3.csv").exists(), err)
    deals = write(folder, "x.csv", "id,relation,payer,payee,amount\nd1,customer,a,b,1\n")
    for name, row in (("a cell too many", "name,a,b"), ("text after a quote", 'name,"a"b'),
                      ("an open quote", 'name,"a'), ("a wrong value", "currency,12")):
        settings = write(folder, "s.csv", f"key,value\ncurrency,USD\nunit,bn\n{row}\n")
        code, _, err = run("import", deals, "--settings", settings, "-o", out,
                           "--skip-invalid", folder / "r3.csv")
        check(f"a setting is not left out: {name}", code == 3 and "error" in err and
              not out.exists() and not (folder / "r3.csv").exists(), err)
    chain = ["id,relation,payer,payee,amount,supersedes", "d0,customer,a,b,-1,"]
    chain += [f"d{i},customer,a,b,1,d{i - 1}" for i in range(1, 200)]
    code, _, err = run("import", write(folder, "x.csv", "\n".join(chain) + "\n"), *USD, "-o", out,
                       "--skip-invalid", folder / "r3.csv")
    check("a long chain is an error", code == 3 and not out.exists() and "CF303" in err, err)
    wide = ",".join(["id", "relation", "payer", "payee", "amount"] + [f"x-{i}" for i in range(20000)])
    rows = "\n".join(f"d{i},customer,a,b,-1" for i in range(2000))
    code, _, err = run("import", write(folder, "x.csv", f"{wide}\n{rows}\n"), *USD, "-o", out,
                       "--skip-invalid", folder / "r3.csv")
    check("wide headers do not multiply", (folder / "r3.csv").stat().st_size < 5e6, err)


# ---- size ----

def measured(*words):
    """Exit status and the most memory used, in bytes."""
    child = subprocess.Popen([CIRCFIN, *map(str, words)], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_maxrss * 1024, used.ru_utime


def check_size(folder):
    """One bad deal among many costs no more than none, and there is no tree of them all."""
    count = 150000
    for ending in ("json", "csv"):
        cost = {}
        for bad in (False, True):
            path = folder / f"many.{ending}"
            with path.open("w") as out:
                if ending == "json":
                    out.write('{"schema": "circfin.scenario/1", "name": "x", "currency": "USD",\n'
                              '"entities": [{"id": "a"}, {"id": "b"}], "deals": [\n')
                    for i in range(count):
                        amount = -5 if bad and i == count // 2 else i
                        out.write(f'{{"id": "d{i}", "relation": "customer", "payer": "a", "payee": "b", '
                                  f'"amount": {amount}}}{"," if i + 1 < count else ""}\n')
                    out.write("]}\n")
                else:
                    out.write("id,relation,payer,payee,amount\n")
                    for i in range(count):
                        amount = -5 if bad and i == count // 2 else i
                        out.write(f"d{i},customer,a,b,{amount}\n")
            code, memory, seconds = measured("check", path, *(USD if ending == "csv" else []))
            check(f"status of {ending}", code == (3 if bad else 0), code)
            cost[bad] = (memory, seconds)
        check(f"memory of {ending}", cost[True][0] < 1.2 * cost[False][0], cost)
        check(f"time of {ending}", cost[True][1] < 3 * cost[False][1] + 0.5, cost)
        if "CIRCFIN_SANITIZED" not in os.environ:  # AddressSanitizer takes its share
            check(f"no tree of {ending}", cost[True][0] < 800 * count, cost)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (check_points, check_decimal, check_self_deals, check_skipping,
                     check_skipping_entities, check_skipping_refused, check_size):
            part(folder)
    return end()


if __name__ == "__main__":
    sys.exit(main())
