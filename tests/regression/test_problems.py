#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a file at fault: each kind of problem once, with its number and first places, so
that none hides another; and what a file is that is no scenario at all.

    test_problems.py CIRCFIN SOURCE

Prints what is wrong; last line: `N passed, M failed`.
"""
import bz2
import gzip
import io
import json
import lzma
import re
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from checks import check, end, run, write

SOURCE = Path(sys.argv[2])


def scenario(deals, **keys):
    whole = {"schema": "circfin.scenario/1", "name": "x", "currency": "USD",
             "entities": [{"id": "a"}, {"id": "b"}], "deals": deals}
    return json.dumps({**whole, **keys}, indent=1)


def deal(number, **keys):
    return {"id": f"d{number}", "relation": "customer", "payer": "a", "payee": "b", **keys}


# ---- repeated problems ----

def check_rates(folder):
    """437 rows of GBP must not hide EUR and NOK."""
    codes = ["GBP"] * 437 + ["EUR"] * 3 + ["NOK"]
    rows = [f"d{i},customer,a,b,{i},{code}" for i, code in enumerate(codes)]
    sheet = write(folder, "fx.csv", "id,relation,payer,payee,amount,currency\n" + "\n".join(rows))
    file = write(folder, "fx.json",
                 scenario([deal(i, amount=i, currency=code) for i, code in enumerate(codes)]))
    for words in ([sheet, "--currency", "USD"], [file]):
        code, _, err = run("check", *words)
        errors = [line for line in err.splitlines() if "CF305" in line]
        check("one line for each currency", code == 3 and len(errors) == 3, err)
        check("the number and first places", "437 in all" in err and "3 in all" in err, err)
        check("no rest", "more (" not in err, err)
    _, _, err = run("check", sheet, "--currency", "USD")
    check("places of GBP", "436 more like it (437 in all), at lines 3, 4, 5, 6, 7 ..." in err, err)
    check("spreadsheets name the option", "--fx GBP=1.3" in err and '"fx"' not in err, err)
    _, _, err = run("check", file)
    check("JSON names the key", '"fx": {"GBP"' in err and "--fx" not in err, err)
    _, out, _ = run("check", file, "--format", "json")
    result = json.loads(out)
    rows = result["tables"]["problems"]
    check("counts in JSON", result["figures"]["errors"] == 441 and
          {row.get("count") for row in rows} == {437, 3, 1}, out[:300])


def check_far_more(folder):
    """Far more than are kept: counts stay exact, and every kind is told."""
    deals = [deal(i, amount=-1) for i in range(3000)]
    deals += [deal(3000, amount=1, status="sign"), deal(3001, amount=1, notes="x")]
    _, _, err = run("check", write(folder, "many.json", scenario(deals)))
    check("3,000 of one kind", "(3000 in all)" in err, err)
    check("other kinds behind them", "CF212" in err and "CF401" in err, err)


def check_many_kinds(folder):
    """More kinds than are told: one of each code, then the number of the rest by code."""
    deals = [deal(i, amount=1, payer=f"unknown company {i}") for i in range(300)]
    deals += [deal(i, amount=1, payee=f"nobody {i % 50}") for i in range(300, 400)]
    deals.append(deal(400, amount=-1))
    _, _, err = run("check", write(folder, "kinds.json", scenario(deals)))
    check("no code is hidden", "CF302" in err and "CF204" in err, err)
    told = sum(line.count("error:") for line in err.splitlines())
    check("20 at most", told == 20, err)
    rest = re.search(r"\.\.\. and (\d+) more \(CF302: (\d+)\)$", err.rstrip())
    inside = sum(map(int, re.findall(r"and (\d+) more like", err)))
    check("nothing is lost", rest and told + inside + int(rest[1]) == 401, err)


def check_differing(folder):
    """Few problems of a kind that say different things are all told."""
    deals = [deal(i, amount=-i) for i in range(1, 8)]
    _, _, err = run("check", write(folder, "differ.json", scenario(deals)))
    check("seven values", all(f"but is -{i} " in err for i in range(1, 8)), err)
    deals = [deal(i, amount=-i) for i in range(1, 101)]
    _, _, err = run("check", write(folder, "differ.json", scenario(deals)))
    check("the first of a hundred", err.count("error:") == 3 and "(100 in all)" in err, err)


def check_one_line(folder):
    """All on one line: columns tell the places apart."""
    text = json.dumps(json.loads(scenario([deal(i, amount=-1) for i in range(4)])))
    _, _, err = run("check", write(folder, "line.json", text))
    check("line:column", re.search(r"3 more like it \(4 in all\), at 1:\d+, 1:\d+, 1:\d+\n", err), err)


# ---- what is no scenario ----

def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "application/vnd.oasis.opendocument.spreadsheet"
                          if name == "mimetype" else "x")
    return out.getvalue()


def tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(tarfile.TarInfo("deals.csv"), io.BytesIO(b""))
    return out.getvalue()


def check_content(folder):
    sheet = b"id,relation,payer,payee,amount\nd,customer,a,b,1\n"
    contents = {
        "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), "damaged", "save it again"),
        "ods": (archive("mimetype", "content.xml"), "damaged", "save it again"),
        "xls": (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600), "workbook", "CSV UTF-8"),
        "zip": (archive("deals.csv"), "ZIP", "unzip"),
        "gz": (gzip.compress(sheet), "gzip", "gunzip"),
        "bz2": (bz2.compress(sheet), "bzip2", "bunzip2"),
        "xz": (lzma.compress(sheet), "xz", "unxz"),
        "zst": (b"\x28\xB5\x2F\xFD" + bytes(9), "zstd", "unzstd"),
        "tar": (tar(), "tar", "tar -xf"),
        "pdf": (b"%PDF-1.7\n1 0 obj\n", "PDF", "CSV or JSON"),
        "html": (b"\r\n<!doctype HTML>\n<table><tr>", "web page", "download"),
        "utf16": (sheet.decode().encode("utf-16"), "UTF-8", "UTF-16"),
        "wide": (sheet.decode().encode("utf-16-le"), "UTF-8", "UTF-16"),
    }
    good = write(folder, "good.json", scenario([deal(1, amount=1)]))
    for kind, (content, what, advice) in contents.items():
        for ending in ("json", "csv", kind):
            path = write(folder, f"of-{kind}.{ending}", content)
            code, out, err = run("score", path)
            check(f"{kind} named .{ending}", code == 3 and what in err and advice in err and not out,
                  err)
        if kind not in ("xls", "gz", "html"):
            continue
        for words in (["check", path], ["score", path, "--currency", "USD"],
                      ["import", path, "-o", folder / "out.json"], ["export", path, "-o", folder / "o"],
                      ["report", path, "-o", folder / "r"], ["graph", path, "-o", folder / "g.svg"],
                      ["compare", good, path], ["compare", path, good, "--fx", "EUR=1"],
                      ["import", write(folder, "d.csv", sheet), path, "--currency", "USD"],
                      ["check", folder / "d.csv", "--settings", path, "--currency", "USD"],
                      ["model", path, good],
                      ["model", SOURCE / "models" / "fund_gap.mod", path]):
            code, out, err = run(*words)
            check(f"{kind}: {' '.join(map(str, words))}",
                  code == 3 and what in err and advice in err, err)
        code, _, err = run("check", "-", stdin=content)
        check(f"{kind} on standard input", code == 3 and what in err, err)
    left = {path.name for path in folder.iterdir()} & {"out.json", "o", "r", "g.svg"}
    check("nothing is written", not left, left)


def check_addresses(folder):
    for address in ("http://127.0.0.1:9/x.json", "HTTPS://example.org/deals.csv", "https://x"):
        for words in (["check", address], ["score", address, "--currency", "USD"],
                      ["import", address], ["model", address, folder / "good.json"],
                      ["check", folder / "d.csv", "--entities", address, "--currency", "USD"]):
            code, _, err = run(*words)
            check(" ".join(map(str, words)), code == 4 and "address" in err and "download" in err, err)


# ---- JSON ----

def check_json(folder):
    for escape, place in (("\\ud800", "4:11"), ("\\udfff", "4:11"), ("\\ud83d\\u0041", "4:11"),
                          ("\\uD83D", "4:11")):
        text = ('{"schema": "circfin.scenario/1",\n"name": "x",\n"currency": "USD",\n'
                '"x-a": "..%s", "entities": [], "deals": []}' % escape)
        code, _, err = run("check", write(folder, "half.json", text))
        check(f"lone {escape}", code == 3 and f"half.json:{place}: " in err and
              "lone surrogate" in err, err)
    text = scenario([], description="\U0001F600")
    check("a whole pair", "\\ud83d" in text and run("check", "-", stdin=text.encode())[0] == 0)
    for key in ({"$schema": "https://example.org/s.json"},):
        code, out, err = run("check", "--strict", "-", stdin=scenario([], **key).encode())
        check("$schema", code == 0 and not err, err)
    for year, odd in (("1899-12-31", True), ("1900-01", False), ("2100", False), ("2101", True),
                      ("0202-05-01", True), ("9999", True)):
        text = scenario([deal(1, amount=1, announced=year)], as_of="2100")
        code, _, err = run("check", "-", stdin=text.encode())
        check(f"the year of {year}", code == 0 and ("[CF404]" in err) == odd, err)
    sheet = write(folder, "years.csv", "id,relation,payer,payee,amount,end\nd,customer,a,b,1,2205\n")
    code, _, err = run("check", sheet, "--currency", "USD", "--span", "1825..1826")
    check("years of spreadsheets and options", code == 0 and "years.csv:2:18: warning: end" in err and
          "1825" in err, err)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (check_rates, check_far_more, check_many_kinds, check_differing, check_one_line,
                     check_content, check_addresses, check_json):
            part(folder)
    return end()


if __name__ == "__main__":
    sys.exit(main())
