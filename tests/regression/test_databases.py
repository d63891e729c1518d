#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of SQLite, written and read: held to the other formats by Python's own sqlite3.

Usage: test_databases.py PROGRAM ROOT. Prints what is wrong and a closing line `N passed, M failed`.
"""
import csv
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

from checks import CIRCFIN, check, end, run, write

ROOT = pathlib.Path(sys.argv[2]).resolve()
DEALS = ROOT / "data/ai-deals.json"
SCENARIOS = sorted([*ROOT.glob("data/*.json"), *ROOT.glob("data/published/*.json"),
                    *ROOT.glob("data/textbook/*.json")])
EXPLAINED = {"about", "figures", "columns", "warnings"}


def is_scenario(path):
    thing = json.loads(path.read_text(encoding="utf-8"))
    return isinstance(thing, dict) and "deals" in thing and "entities" in thing


def tables_of(path):
    """Every table of a file as (columns, rows), after SQLite has looked at all of its pages."""
    with sqlite3.connect(path) as database:
        sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        loose = database.execute("PRAGMA foreign_key_check").fetchall()
        check(f"{path.name} is sound", sound and not loose, loose)
        names = [row[0] for row in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
        tables = {}
        for name in names:
            found = database.execute(f'SELECT * FROM "{name}"')
            tables[name] = ([column[0] for column in found.description], found.fetchall())
    return tables


def exported(scenario, folder, name="out.sqlite"):
    path = folder / name
    path.unlink(missing_ok=True)
    code, _, err = run("export", scenario, "-o", path, "-q")
    check(f"export {pathlib.Path(scenario).name}", code == 0, err)
    return path


# ---- scenarios: the cells of CSV, and back ---------------------------------------------------------

def unguarded(cell):
    if cell == "":
        return None
    guarded = cell[0] == "'" and (cell == "'" or cell[1] in "'=+-@\t\r\n")
    return cell[1:] if guarded else cell


def is_same(cell, value, settings):
    """A cell of CSV, and what the database has in its place."""
    if settings or cell is None or isinstance(value, str):
        return cell == value
    if cell in ("true", "false"):
        return value == (cell == "true") and isinstance(value, int)
    return value == float(cell)


def compare_cells(scenario, folder):
    sheets = folder / "sheets"
    shutil.rmtree(sheets, ignore_errors=True)
    run("export", scenario, "-o", sheets, "-q")
    tables = tables_of(exported(scenario, folder))
    check("tables", list(tables) == ["deals", "entities", "scenario"], list(tables))
    for name, (columns, rows) in tables.items():
        with (sheets / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream, strict=True)
        wanted = [[unguarded(cell) for cell in line] for line in lines]
        good = header == columns and len(wanted) == len(rows) and all(
            is_same(cell, value, name == "scenario")
            for line, row in zip(wanted, rows) for cell, value in zip(line, row))
        check(f"{scenario.name}: {name}", good, (header, columns, wanted[:2], rows[:2]))


def round_trip(scenario, folder):
    database, sheets = exported(scenario, folder), folder / "sheets"
    shutil.rmtree(sheets, ignore_errors=True)
    run("export", scenario, "-o", sheets, "-q")
    first, second = run("import", database, "-q"), run("import", sheets, "-q")
    # the name of a scenario without one is that of its file
    check(f"{scenario.name}: import", first[:2] == second[:2] and first[0] == 0,
          (first[0], second[0], first[2][:300], second[2][:300]))
    again = exported(scenario, folder, "again.db")
    check(f"{scenario.name}: same bytes", again.read_bytes() == database.read_bytes())


ODD = ["", " ", " a ", "'", "''", "'=1", "=1+1", "+1", "-1", "@x", "\t", "a\nb", "a\r\nb", 'say "hi"',
       "a;b\\c", "1", "1.50", "2026-01-01", "true", "NULL", "#REF!", "é", "\U0001F98A", "x" * 5000,
       "'); DROP TABLE deals; --", '"', "%s%n", "\x01", "a,b", "ſ", "\\", "''' "]


def random_scenario(draw):
    text = lambda: draw.choice(ODD)
    ids = ["a", *{text() or "e" for _ in range(6)} - {"a"}]
    ids = [one for one in ids if one.strip() == one and "\n" not in one and one.isprintable()]
    day = lambda: f"{draw.randint(2000, 2030)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    number = lambda: draw.choice([0, 1, 0.1, 1e-300, 1 / 3, 1e17, 2 ** 53, 123456789.123456789,
                                  draw.random() * 10 ** draw.randint(-20, 17)])
    deals = []
    for i in range(draw.randint(1, 12)):
        payer, payee = draw.sample(ids, 2) if len(ids) > 1 else ("a", "b")
        deal = {"id": f"{text().strip() or 'd'}-{i}", "payer": payer, "payee": payee,
                "relation": draw.choice(["investor", "customer", "supplier", "lender"])}
        deal["id"] = "".join(c for c in deal["id"] if c.isprintable())
        if draw.random() < 0.8:
            deal["amount"] = number()
        for key, value in (("instrument", text()), ("note", text()), ("announced", day()),
                           ("cash", draw.random() < 0.5), ("contingent", draw.random() < 0.5),
                           ("probability", draw.random()), ("rank", draw.randint(1, 9)),
                           ("sources", [{"title": text(), "url": "https://example.org/" + str(i)}
                                        for _ in range(draw.randint(1, 3))])):
            if draw.random() < 0.3:
                deal[key] = value
        if deals and draw.random() < 0.2:
            deal["part_of"] = deals[0]["id"]
        deals.append(deal)
    return {"schema": "circfin.scenario/1", "name": text(), "description": text(),
            "as_of": "2030-12-31", "currency": "USD", "unit": "bn", "fx": {"EUR": 1 / 3},
            "entities": [{"id": one, "name": text(), "note": text()} for one in ids],
            "deals": deals}


def scenarios(folder):
    for scenario in SCENARIOS:
        if is_scenario(scenario):
            compare_cells(scenario, folder)
            round_trip(scenario, folder)
    draw, made = random.Random(7), 0
    while made < 60:
        path = write(folder, "random.json", json.dumps(random_scenario(draw)))
        if run("check", path, "-q")[0] == 3:
            continue  # ids that are not allowed
        made += 1
        compare_cells(path, folder)
        round_trip(path, folder)


def other_readers(folder):
    """What other programs see: the program sqlite3, and pandas, where they are installed."""
    path = exported(DEALS, folder)
    found = subprocess.run(
        ["sqlite3", "-json", path, "SELECT payer.name AS payer, payee.name AS payee, deals.amount"
         " FROM deals JOIN entities AS payer ON payer.id = deals.payer"
         " JOIN entities AS payee ON payee.id = deals.payee ORDER BY deals.rowid"],
        capture_output=True, text=True, check=False) if shutil.which("sqlite3") else None
    if found is None:
        print("sqlite3 is not installed (src/bootstrap.sh test installs it)")
    else:
        thing = json.loads(DEALS.read_text(encoding="utf-8"))
        names = {one["id"]: one.get("name", one["id"]) for one in thing["entities"]}
        rows = json.loads(found.stdout)
        check("sqlite3 joins", [(row["payer"], row["payee"]) for row in rows]
              == [(names[deal["payer"]], names[deal["payee"]]) for deal in thing["deals"]],
              found.stderr)
    by_pandas = subprocess.run(
        ["/usr/bin/python3", "-c", "import pandas, sqlite3, sys\n"
         "frame = pandas.read_sql('SELECT * FROM deals', sqlite3.connect(sys.argv[1]))\n"
         "print(len(frame), frame['amount'].dtype, frame['payer'].iloc[0])\n"
         "frame.to_sql('deals', sqlite3.connect(sys.argv[2]), index=False)", path,
         folder / "pandas.sqlite"], capture_output=True, text=True, check=False)
    if "No module named" in by_pandas.stderr:
        print("pandas is not installed (src/bootstrap.sh test --all installs it)")
        return
    thing = json.loads(DEALS.read_text(encoding="utf-8"))["deals"]
    check("pandas reads", by_pandas.stdout.split() == [str(len(thing)), "float64",
                                                       thing[0]["payer"]], by_pandas)
    code, out, err = run("import", folder / "pandas.sqlite", "--currency", "USD", "--unit", "bn")
    check("what pandas writes is read", code == 0 and [deal["id"] for deal in json.loads(out)["deals"]]
          == [deal["id"] for deal in thing], err)


# ---- results: every analysis, against its JSON -----------------------------------------------------

def analyses():
    return re.findall(r"^CF_ANALYSIS\((\w+)\)", (ROOT / "src/analyses/analyses.def").read_text(), re.M)


def words_of(analysis):
    small = ROOT / "data/textbook/chip-maker.json"
    return {"sweep": [DEALS, "--vary", "relation:investor=0:2:1"], "compare": [small, DEALS],
            "simulate": [DEALS, "--draws", "50"], "chance": [DEALS, "--draws", "20"],
            "model": [ROOT / "models/break_loops.mod", small],
            "loops": [DEALS, "--top", "50"]}.get(analysis, [DEALS])


def compare_result(name, folder, *words):
    as_json, path = run(*words, "-q", "-f", "json"), folder / "result.sqlite"
    code, _, err = run(*words, "-q", "-o", path)
    check(f"{name} is written", (code, as_json[0]) == (0, 0), (err, as_json[2]))
    if code != 0:
        return
    wanted, tables = json.loads(as_json[1]), tables_of(path)
    check(f"{name}: tables", set(tables) == set(wanted["tables"]) | EXPLAINED, list(tables))
    for table, rows in wanted["tables"].items():
        columns, found = tables[table]
        good = [dict(zip(columns, row)) for row in found] == rows
        check(f"{name}: {table}", good, (rows[:1], found[:1]))
    figures = {row[0]: row[1] if row[2] is None else row[2] for row in tables["figures"][1]}
    check(f"{name}: figures", figures == wanted["figures"], (figures, wanted["figures"]))
    check(f"{name}: warnings", [row[1] for row in tables["warnings"][1]] == wanted["warnings"])
    check(f"{name}: meanings", all(row[3] and (row[4] or name == "check")
                                   for row in tables["figures"][1]),
          [row for row in tables["figures"][1] if not row[4]])
    about = {(part, key): value for part, key, value in tables["about"][1]}
    for key, value in wanted["view"].items():
        value = str(value).lower() if isinstance(value, bool) else value
        check(f"{name}: view {key}", about[("view", key)] == value, about.get(("view", key)))
    for key, value in (wanted["scenario"] or {}).items():
        check(f"{name}: {key}", about[("scenario", key)] == value)
    described = [row[:3] for row in tables["columns"][1]]
    check(f"{name}: columns", described == [(table, number, column) for table in wanted["tables"]
                                            for number, column in enumerate(tables[table][0], 1)],
          described[:3])
    before = path.read_bytes()
    code, out, err = run_bytes(*words, "-q", "-f", "sqlite")
    check(f"{name}: same bytes on standard output", (code, out) == (0, before), err)


def run_bytes(*words, **more):
    done = subprocess.run([CIRCFIN, *map(str, words)], capture_output=True, timeout=120, check=False,
                          **more)
    return done.returncode, done.stdout, done.stderr


def results(folder):
    for analysis in analyses():
        compare_result(analysis, folder, analysis, *words_of(analysis))
    compare_result("check", folder, "check", DEALS)
    path = folder / "one.sqlite"
    run("score", DEALS, "-q", "--table", "routes", "-o", path)
    check("--table", list(tables_of(path)) == ["routes"])
    code, _, err = run("score", DEALS, "--table", "nothing", "-o", folder / "none.sqlite")
    check("--table of no name", code == 2 and not (folder / "none.sqlite").exists(), (code, err))
    names_alike(folder)


def names_alike(folder):
    """Columns named after deals, which SQLite would take for one, or for the end of a name."""
    for number, ids in enumerate((("X", "x"), ('say "hi"', "x', y TEXT); --"))):
        deals = [{"id": name, "payer": "a", "payee": "b", "relation": "investor", "amount": 1}
                 for name in ids]
        path = write(folder, "alike.json", json.dumps(
            {"schema": "circfin.scenario/1", "name": "alike", "currency": "USD", "unit": "bn",
             "entities": [{"id": "a"}, {"id": "b"}],
             "deals": deals + [{"id": "back", "payer": "b", "payee": "a", "relation": "customer",
                                "amount": 2}]}))
        vary = [word for name in ids for word in ("--vary", f"deal:{name}=1:2:1")]
        out = folder / "alike.sqlite"
        code, _, err = run("sweep", path, *vary, "-q", "-o", out)
        check(f"names alike {ids}", code == 0, err)
        if code != 0:
            continue
        columns, rows = tables_of(out)["sweep"]
        found = [name for name in columns if name.startswith("deal:")]
        wanted = [["deal:X", "deal:x_2"], [f"deal:{name}" for name in ids]][number]
        check(f"names alike {ids} are told apart", found == wanted and len(rows) == 4, columns)


# ---- databases of others ---------------------------------------------------------------------------

def made(folder, name, *statements, rows=True):
    path = folder / name
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        if rows:
            database.execute("CREATE TABLE deals (id, relation, payer, payee, amount, note)")
            database.execute("INSERT INTO deals VALUES ('d1', 'investor', 'a', 'b', 10, NULL),"
                             "('d2', 'customer', 'b', 'a', 4.5, ' padded ')")
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


def deals_of(path, *options):
    code, out, err = run("import", path, "--currency", "USD", *options)
    return json.loads(out)["deals"] if code == 0 else err


def refused(name, path, told, code=3, *options):
    got, _, err = run("check", path, "--currency", "USD", *options)
    check(name, got == code and told in err and "internal" not in err, (got, err[:400]))


def others(folder):
    plain = deals_of(made(folder, "plain.dat"))
    check("any name", [deal["amount"] for deal in plain] == [10, 4.5], plain)
    check("spaces around a text", plain[1]["note"] == "padded", plain)
    view = ("CREATE VIEW mine AS SELECT id AS Deal, relation, payer AS \"From\", payee AS \"To\","
            " amount * 2 AS amount FROM deals")
    check("a view", [deal["amount"] for deal in deals_of(made(folder, "view.db", view), "--sheet",
                                                         "MINE")] == [20, 9])
    check("a table alone", len(deals_of(made(folder, "alone.db",
                                             "ALTER TABLE deals RENAME TO t7"))) == 2)
    refused("several tables", made(folder, "several.db", "ALTER TABLE deals RENAME TO t7",
                                   "CREATE TABLE t8 (x)"), 'has no "deals"')
    refused("no such table", made(folder, "plain.db"), "[CF131]", 2, "--sheet", "nothing")
    refused("no table", made(folder, "none.db", "PRAGMA user_version = 3", rows=False), "[CF131]")
    for encoding in ("UTF-16le", "UTF-16be"):
        found = deals_of(made(folder, "wide.db", f"PRAGMA encoding = '{encoding}'",
                              "CREATE TABLE deals (id, relation, payer, payee, amount)",
                              "INSERT INTO deals VALUES ('é1', 'customer', 'Ä', 'b', 1)",
                              rows=False))
        check(encoding, found[0]["id"] == "é1", found)
    found = deals_of(made(folder, "rowid.db", "CREATE TABLE d2 (id PRIMARY KEY, relation, payer, payee,"
                          " amount) WITHOUT ROWID", "INSERT INTO d2 SELECT id, relation, payer, payee,"
                          " amount FROM deals ORDER BY id DESC", "DROP TABLE deals"))
    check("without rowid", [deal["id"] for deal in found] == ["d1", "d2"], found)
    values(folder)
    places(folder)
    standard_input(folder)
    names_of_files(folder)


def values(folder):
    path = made(folder, "values.db", "UPDATE deals SET amount = '1,234.5' WHERE rowid = 1",
                "UPDATE deals SET amount = 9007199254740993 WHERE rowid = 2",
                "ALTER TABLE deals ADD announced", "ALTER TABLE deals ADD cash",
                "UPDATE deals SET announced = '2026-03-01 00:00:00', cash = 0 WHERE rowid = 1",
                "UPDATE deals SET announced = '2026-03', cash = 1 WHERE rowid = 2")
    found = deals_of(path)
    check("values", found[0]["amount"] == 1234.5 and found[1]["amount"] == 9007199254740992
          and found[0]["announced"] == "2026-03-01" and found[0]["cash"] is False, found)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE deals SET amount = 9e999")
    refused("infinite", path, "amount must be a text or a finite number, but is infinite [CF127]")


def places(folder):
    path = made(folder, "places.db", "UPDATE deals SET amount = 'much' WHERE rowid = 2")
    refused("a place", path, f'{path}!deals!2: error: amount must be a number, but is "much" [CF221] '
                             "(row 2, amount)")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE deals SET payer = X'00'")
    refused("a blob", path, "!deals!1: error: payer must be a text or a finite number, but is a blob [CF127]")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE deals SET amount = 1, payer = CAST(X'ff61' AS TEXT)")
    refused("no UTF-8", path, "[CF105]")
    path = made(folder, "head.db", "CREATE TABLE names (a, b, c, d, e)",
                "INSERT INTO names VALUES ('id', 'relation', 'payer', 'payee', 'amount')",
                "INSERT INTO names SELECT id, relation, payer, payee, amount FROM deals")
    refused("a head is the names of the columns", path, "head.db!names!columns: error: ", 3,
            "--sheet", "names")
    path = made(folder, "payments.db", "UPDATE deals SET amount = 'much' WHERE rowid = 2")
    code, _, err = run("trim", path, "--currency", "USD", "-o", folder / "core")
    check("trim", code == 3 and "payments.db!deals!2: error" in err, (code, err))


def standard_input(folder):
    for name, mode in (("plain.dat", "delete"), ("wal.db", "wal")):
        path = made(folder, name)
        database = sqlite3.connect(path)
        database.execute(f"PRAGMA journal_mode = {mode}")
        database.close()
        code, out, err = run_bytes("import", "-", "--currency", "USD", input=path.read_bytes())
        check(f"standard input, {mode}", code == 0 and len(json.loads(out)["deals"]) == 2, err)
    code, _, err = run_bytes("import", "-", "--currency", "USD", input=b"SQLid,payer\n")
    check("SQL is no database", code == 3 and b"internal" not in err, err)
    for start in (b"S", b"SQ", b"P", b""):
        code, _, err = run_bytes("check", "-", "--currency", "USD", input=start)
        check(f"standard input {start}", code == 3 and b"internal" not in err, err)
    head = b"Status,id,relation,payer,payee,amount\nsigned,d,customer,a,b,1\n"
    code, out, _ = run_bytes("import", "-", "--currency", "USD", input=head)
    check("CSV that begins with S", code == 0 and len(json.loads(out)["deals"]) == 1)


def names_of_files(folder):
    plain = made(folder, "plain.dat").read_bytes()
    for name in ("file:x.db", ":memory:", "a?mode=rwc", "a#b", "100%41.db", "é \n.db", "-x",
                 "file:x.db?vfs=none"):
        (folder / name).write_bytes(plain)
        before = set(os.listdir(folder))
        done = subprocess.run([CIRCFIN, "import", "--currency", "USD", "--", name], cwd=folder,
                              capture_output=True, check=False)
        check(f"a file called {name}", done.returncode == 0 and len(json.loads(done.stdout)["deals"])
              == 2 and set(os.listdir(folder)) == before, done.stderr)
        done = subprocess.run([CIRCFIN, "score", str(DEALS), "-q", "-f", "sqlite", "-o", name],
                              cwd=folder, capture_output=True, check=False)
        found = (folder / name).read_bytes()
        check(f"a result called {name}", found[:16] == b"SQLite format 3\0" and found != plain
              and set(os.listdir(folder)) == before, done.stderr)
        (folder / name).unlink()
    odd = folder / "file:x?y%z"
    odd.mkdir()
    for made_in in ("file:x?y%z", str(odd)):
        done = subprocess.run([CIRCFIN, "score", str(DEALS), "-q", "-o", "odd.sqlite"], cwd=folder,
                              env={**os.environ, "TMPDIR": made_in}, capture_output=True, check=False)
        check("a temporary folder of an odd name", done.returncode == 0 and not list(odd.iterdir())
              and "suppliers" in tables_of(folder / "odd.sqlite"), done.stderr)


# ---- while another program writes ------------------------------------------------------------------

def unchanged(name, folder, good, *words):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    code, _, err = run(*words)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    check(name, good(code, err), (code, err))
    check(f"{name}: nothing changes beside it", before == after, set(after) ^ set(before))


def live(folder):
    here = folder / "live"
    here.mkdir()
    path = made(here, "wal.db")
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = wal")
    database.close()
    unchanged("a WAL at rest", here, lambda code, _: code == 0, "import", path, "--currency", "USD")
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("UPDATE deals SET amount = 77")
    database.commit()
    found = deals_of(path)
    check("what is in a WAL is read", [deal["amount"] for deal in found] == [77, 77], found)
    copied = folder / "copied"
    copied.mkdir()
    for name in ("wal.db", "wal.db-wal"):
        shutil.copy(here / name, copied / name)
    found = deals_of(copied / "wal.db")
    check("a WAL whose program has gone", [deal["amount"] for deal in found] == [77, 77], found)
    database.close()
    path = made(here, "locked.db")
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    refused("locked", path, "[CF151]", 4)
    database.execute("COMMIT")
    database.close()
    hot_journal(here)


def hot_journal(here):
    """A program that was killed in the middle of a change; the journal would undo it."""
    path = here / "hot.db"
    program = ("import os, sqlite3, sys\n"
               "d = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
               "d.execute('CREATE TABLE deals (id, relation, payer, payee, amount, note)')\n"
               "d.executemany('INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?)',\n"
               "    [(f'd{i}', 'customer', 'a', 'b', 1, 'x' * 500) for i in range(2000)])\n"
               "d.execute('PRAGMA cache_size = 5')\n"
               "d.execute('BEGIN')\n"
               "d.execute('UPDATE deals SET amount = 5, note = note || id')\n"
               "os.kill(os.getpid(), 9)\n")
    subprocess.run([sys.executable, "-c", program, path], check=False)
    check("there is a journal", path.with_name("hot.db-journal").stat().st_size > 512)
    unchanged("a hot journal", here, lambda code, err: code == 4 and "[CF151]" in err, "check", path,
              "--currency", "USD")


# ---- hostile ones ----------------------------------------------------------------------------------

def hostile(folder):
    columns = "'d' || x AS id, 'customer' AS relation, 'a' AS payer, 'b' AS payee, 1 AS amount"
    endless = ("CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
               "{}) SELECT {} FROM c{}")
    cases = [
        ("rows without end", endless.format("", columns, ""), "[CF129]"),
        ("work without end", endless.format("", columns, " WHERE x < 0"), "[CF129]"),
        ("rows as long as can be", endless.format("", columns + ", hex(zeroblob(30000000)) AS note", ""),
         "[CF129]"),
        ("a value too long", "CREATE VIEW v AS SELECT zeroblob(900000000) AS id", "[CF129]"),
        ("an extension", "CREATE VIEW v AS SELECT load_extension('/tmp/x.so') AS id", "[CF152]"),
        ("a virtual table", "CREATE VIEW v AS SELECT name AS id FROM pragma_table_info('deals')",
         "[CF152]"),
        ("json_each", "CREATE VIEW v AS SELECT value AS id FROM json_each('[1]')", "[CF152]"),
        ("a table that is not there", "CREATE VIEW v AS SELECT * FROM gone", "[CF152]"),
        ("itself", "CREATE VIEW v AS SELECT * FROM v", "[CF152]"),
    ]
    for name, view, told in cases:
        path = made(folder, "hostile.db", view)
        limited = subprocess.run([CIRCFIN, "check", path, "--currency", "USD", "--sheet", "v"],
                                 capture_output=True, text=True, timeout=300, check=False,
                                 preexec_fn=None if os.environ.get("CIRCFIN_SANITIZED") else
                                 lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31)))
        check(name, limited.returncode == 3 and told in limited.stderr,
              (limited.returncode, limited.stderr[:300]))
    path = made(folder, "fts.db", "CREATE VIRTUAL TABLE search USING fts5(id, relation, payer, payee)")
    refused("a virtual table by name", path, "[CF131]", 2, "--sheet", "search")
    tampered(folder)


def tampered(folder):
    """A schema that another program cannot have written."""
    for sql in ("CREATE TABLE deals (id, relation, payer, payee, amount, note, x AS (load_extension('x')))",
                "CREATE TABLE deals (id DEFAULT (randomblob(9)), relation", "", "SELECT 1",
                "CREATE TABLE other (id)", "DROP TABLE deals"):
        path = made(folder, "schema.db")
        database = sqlite3.connect(path)
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'deals'", (sql,))
        database.commit()
        database.close()
        code, _, err = run("check", path, "--currency", "USD")
        check(f"a schema of {sql[:30]}", code == 3 and "internal" not in err, (code, err))


def fewer_rows(folder):
    """A page that says it has one row less: SQLite would read on without a word."""
    for name, more in (("deals", []), ("mine", ["CREATE VIEW mine AS SELECT * FROM deals"])):
        path = made(folder, "fewer.db", *more)
        with sqlite3.connect(path) as database:
            page, = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'deals'").fetchone()
            size, = database.execute("PRAGMA page_size").fetchone()
        bytes_, at = bytearray(path.read_bytes()), (page - 1) * size + 3
        check("two rows", bytes_[at:at + 2] == b"\0\2")
        bytes_[at + 1] = 1
        path.write_bytes(bytes_)
        refused(f"a row that is gone from {name}", path, "[CF150]", 3, "--sheet", name)
    path = made(folder, "null.db", "CREATE TABLE d (id, relation, payer, payee, amount CHECK (amount > 0))",
                "PRAGMA ignore_check_constraints = 1", "INSERT INTO d VALUES ('x', 'customer', 'a', 'b', -5)")
    refused("a value that the table forbids is no damage", path, "!d!1: error: amount must be", 3,
            "--sheet", "d")


def damaged(folder):
    """Cut off, and with bytes changed: a problem with a place, or a scenario; never a signal."""
    whole = exported(ROOT / "data/textbook/chip-maker.json", folder).read_bytes()
    draw, codes = random.Random(11), set()
    for turn in range(500):
        bytes_ = bytearray(whole)
        if turn % 5 == 0:
            del bytes_[draw.randrange(20, len(bytes_)):]
        for _ in range(draw.choice((0, 1, 4, 40)) if turn % 5 == 0 else draw.choice((1, 4, 40))):
            bytes_[draw.choice((draw.randrange(16, 100), draw.randrange(len(bytes_) - 1)))
                   % len(bytes_)] = draw.randrange(256)
        path = write(folder, "damaged.sqlite", bytes(bytes_))
        code, _, err = run("check", path)
        told = re.search(r"\[CF\d+\]", err) is not None
        codes.add(code)
        if code not in (0, 1, 3, 4) or (code > 1 and not told) or "internal" in err:
            check(f"damage {turn}", False, (code, err[:300]))
    check("some damage is found, and some does not matter", {0, 3} <= codes, codes)


# ---- disks, and the end of a run -------------------------------------------------------------------

def no_room(folder):
    here = folder / "full"
    here.mkdir()
    write(here, "out.sqlite", "what stood here before")
    for words in (("score", DEALS), ("export", DEALS)):
        done = subprocess.run([CIRCFIN, *map(str, words), "-q", "-o", "out.sqlite"], cwd=here,
                              capture_output=True, text=True, check=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                                    (50000, 50000)))
        check(f"{words[0]}: no room", done.returncode == 4 and "[CF606]" in done.stderr,
              (done.returncode, done.stderr))
        check(f"{words[0]}: nothing half written", os.listdir(here) == ["out.sqlite"]
              and (here / "out.sqlite").read_text() == "what stood here before")


def ended_by(number, here, temporary):
    """Sends a signal once there is something in TMPDIR. Returns "ended", "whole" where the run was
    faster, or what is wrong."""
    output = here / "out.sqlite"
    output.unlink(missing_ok=True)
    done = subprocess.Popen([CIRCFIN, "export", "deals.csv", "--currency", "USD", "-q", "-o",
                             output.name], cwd=here, stderr=subprocess.DEVNULL,
                            env={**os.environ, "TMPDIR": str(temporary)},
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    while done.poll() is None and not list(temporary.glob("*/*")):
        pass
    done.send_signal(number)
    code, left = done.wait(), os.listdir(temporary)
    there = sorted(os.listdir(here))
    if left == [] and code == -number and there == ["deals.csv"]:
        return "ended"
    if left == [] and code in (0, -number) and there == ["deals.csv", "out.sqlite"]:
        return "whole" if len(tables_of(output)["deals"][1]) == 150000 else "a part is there"
    return f"{code} {left} {there}"


def interrupted(folder):
    """Ended in the middle, nothing is left: neither beside the output nor in TMPDIR."""
    here, temporary = folder / "ended", folder / "ended-tmp"
    here.mkdir()
    temporary.mkdir()
    deals = "".join(f"d{i},customer,e{i % 9000},e{i % 8999 + 9000},{i}\n" for i in range(150000))
    write(here, "deals.csv", "id,relation,payer,payee,amount\n" + deals)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        ends = []
        while "ended" not in ends and len(ends) < 5:
            ends.append(ended_by(number, here, temporary))
        check(f"{number.name}", set(ends) <= {"ended", "whole"} and "ended" in ends, ends)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        scenarios(folder)
        other_readers(folder)
        results(folder)
        others(folder)
        live(folder)
        hostile(folder)
        fewer_rows(folder)
        damaged(folder)
        no_room(folder)
        interrupted(folder)
    return end()


if __name__ == "__main__":
    sys.exit(main())
