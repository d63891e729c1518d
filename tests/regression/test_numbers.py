# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number in a text or table is that of the JSON of the same command, rounded as it says.

python3 test_numbers.py CIRCFIN SOURCE

A least figure is never shown as more than it is and a most one never as less; every number is within
one of its last digit, and a column has one number of decimals. Scenarios are those in data/ and
random ones.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from decimal import Decimal

CIRCFIN, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(SOURCE / "tests" / "reference"))
from generate import random_options, random_scenario  # noqa: E402
from harness import arguments  # noqa: E402

RANDOM = 25
UP, DOWN = r"_max(_open|_before|_after)?$|_high$", r"_min(_before|_after)?$|^net$|_low$"
NUMBER = re.compile(r"[-\u2212]?\d[\d,]*(?:\.\d+)?(?: %)?")
passed = failed = 0
seen = set()  # kinds of checks that were made at all


def expect(what, good, *details):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    seen.add(what)
    if not good and failed <= 20:
        print(what, *details)


def circfin(*words, columns=500):
    done = subprocess.run([CIRCFIN, *words, "-q"], cwd=SOURCE, capture_output=True, text=True, check=False,
                          env=dict(os.environ, COLUMNS=str(columns), LC_ALL="C.UTF-8"))
    return done.stdout if done.returncode == 0 else None


def number_of(shown):
    """(value, one of its last digit, decimals) of a number as it is shown, or None."""
    text = shown.strip().replace("\u2212", "-").replace(",", "")
    percent = text.endswith(" %")
    match = re.fullmatch(r"-?\d+(?:\.(\d+))?(e[-+]?\d+)?", text.removesuffix(" %"))
    if match is None:
        return None
    decimals = len(match[1] or "")
    scale = Decimal(1 if not percent else "0.01")
    return Decimal(text.removesuffix(" %")) * scale, Decimal(10) ** -decimals * scale, decimals


def way_of(key):
    return "up" if re.search(UP, key) else "down" if re.search(DOWN, key) else "nearest"


def check_number(what, shown, value, way, *where):
    """Whether a text is a number as JSON has it, rounded in its way; "up or nearest" is either."""
    if value is None:
        expect(f"{what}: null", number_of(shown) is None, shown, *where)
        return
    read = number_of(shown)
    if read is None or abs(value) >= 1e15:
        expect(f"{what}: a number", read is not None, shown, value, *where)
        return
    exact = Decimal(value)
    hair = abs(exact) * Decimal("1e-12")
    expect(f"{what}: within one of the last digit", abs(read[0] - exact) < read[1] + hair, shown, value, *where)
    if way == "down":
        expect(f"{what}: not more than it is", read[0] <= exact + hair, shown, value, *where)
    if way == "up":
        expect(f"{what}: not less than it is", read[0] >= exact - hair, shown, value, *where)
    expect(f"{what}: one minus sign", "-" not in shown.split("e")[0], shown, *where)


def check_decimals(what, cells, *where):
    """One number of decimals in a column; 0 itself has none, nor a number too long to write out."""
    decimals = {number_of(cell)[2] for cell in cells
                if number_of(cell) and number_of(cell)[0] != 0 and "e" not in cell}
    expect(f"{what}: decimals of a column", len(decimals) <= 1, cells, *where)


# ---- tables of all columns -------------------------------------------------------------------------

def rows_of(markdown):
    return [[part.strip() for part in re.split(r"(?<!\\) \| ", line.strip().removeprefix("| ").removesuffix(" |"))]
            for line in markdown.splitlines() if line.startswith("|")][2:]


def way_in(row, key):
    """Rows of several measures are rounded by the measure."""
    measure = row.get("measure")
    if measure and key in ("a", "b", "value", "without", "low", "high"):
        return way_of(measure if "_" in measure else "loopback_" + measure)
    if key in ("low", "high"):
        return "nearest"
    return way_of(key)


def check_tables(words):
    result = circfin(*words, "--format", "json")
    if result is None:
        return None
    result = json.loads(result)
    for name, rows in result["tables"].items():
        if not rows:
            continue
        shown = rows_of(circfin(*words, "--format", "md", "--table", name))
        expect("tables: rows", len(shown) == len(rows), words, name)
        for row, cells in zip(rows, shown):
            for (key, value), cell in zip(row.items(), cells):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    check_number("tables", cell, value, way_in(row, key), words, name, key)
        if "measure" in rows[0]:
            continue
        for i, (key, value) in enumerate(rows[0].items()):
            if not isinstance(value, str):
                check_decimals("tables", [cells[i] for cells in shown], words, name, key)
    return result


# ---- digests ---------------------------------------------------------------------------------------

def digest_tables(text):
    """Yields (title, headings, rows) of the aligned tables of a digest: cells at the headings."""
    lines = text.splitlines()
    for i, line in enumerate(lines):
        if i == 0 or not re.match(r"(supplier|day|deal\S*|invested in) {2,}", line):
            continue
        heads = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\S+(?: \S+)*", line)]
        rows = []
        for row in lines[i + 1:]:
            if not row.strip() or row.startswith("("):
                break
            rows.append({head: cell_at(row, start, end) for start, end, head in heads})
        yield lines[i - 1], [head for *_, head in heads], rows


def cell_at(row, start, end):
    """The cell that overlaps a heading; cells have two spaces between them."""
    for match in re.finditer(r"\S+(?: \S+)*", row):
        if match.start() < end and match.end() > start:
            return match[0]
    return ""


def of_revenue(row):
    reported = row["exposure_reported_pro_rata"]
    return row["exposure_pro_rata"] if reported is None else reported


def names_of(scenario):
    names = [e.get("name", e["id"]) for e in scenario["entities"]]
    return {e["id"]: n if names.count(n) == 1 or n == e["id"] else f"{n} ({e['id']})"
            for e, n in zip(scenario["entities"], names)}


HEADS = {"invested": "invested", "reachable": "reachable", "min": "loopback_min", "pro rata": "loopback_pro_rata",
         "max": "loopback_max", "open": "loopback_max_open"}
RATES = {"min": "rate_min", "max": "rate_max", "rate": "rate_pro_rata"}


def check_score(words, result, names):
    text = circfin(*words)
    rows = {names.get(row["entity"], row["entity"]): row for row in result["tables"]["suppliers"]}
    for title, heads, lines in digest_tables(text):
        keys = RATES if "rate" in heads else HEADS
        for head in heads[1:]:
            check_decimals("score", [line[head] for line in lines], words, head)
        for line in lines:
            row = rows.get(line["supplier"])
            if row is None:
                continue  # a name with more spaces than one
            for head, key in keys.items():
                if head in line:
                    limits = keys is HEADS and head in ("invested", "reachable")
                    check_number("score", line[head], row[key], "any" if limits else way_of(key), words, line)
            if "of revenue" in line:
                check_number("score: of revenue", line["of revenue"], of_revenue(row), "nearest", words, line)
                basis = row["revenue_basis"] if row["exposure_reported_pro_rata"] is not None else "in deals"
                expect("score: basis", line["basis"] == basis, words, line)
    check_bounds_in_words(words, text, rows)


def check_bounds_in_words(words, text, rows):
    flat = " ".join(text.split())
    for name, row in rows.items():
        said = re.search("Of the .{1,30} that " + re.escape(name) + r" has invested, .*? can have", flat)
        if said is None:
            continue
        for pattern, key in ((r"At least (\S+) must", "loopback_min"), (r"at most (\S+) can", "loopback_max"),
                             (r"up to (\S+) if deals", "loopback_max_open")):
            for shown in re.findall(pattern, said[0]):
                check_number("sentences", shown, row[key], way_of(key), words, name)


def check_sweep(words, result):
    for title, heads, lines in digest_tables(circfin(*words)):
        supplier, axis = title.split(":")[0], heads[0]
        rows = [row for row in result["tables"]["sweep"] if row["supplier"] == supplier]
        for line in lines:
            point = number_of(line[axis])
            for row in rows:
                if point and abs(Decimal(row[axis]) - point[0]) < point[1] / 100:
                    for head in ("min", "pro rata", "max"):
                        check_number("sweep", line[head], row[HEADS[head]], way_of(HEADS[head]), words, line)
                    check_number("sweep: of revenue", line["of revenue"], of_revenue(row), "nearest", words, line)
        for head in heads[1:]:
            check_decimals("sweep", [line[head] for line in lines], words, head)


def check_timeline(words, result):
    rows = result["tables"]["timeline"]
    for title, heads, lines in digest_tables(circfin(*words)):
        if "last" not in heads:
            continue
        for line in lines:
            own = [row for row in rows if row["supplier"] == line["supplier"]]
            shares = [of_revenue(row) for row in own if of_revenue(row) is not None]
            last = [row for row in own if row["date"] == rows[-1]["date"]]
            if shares:
                check_number("timeline", line["least"], min(shares), "nearest", words, line)
                check_number("timeline", line["most"], max(shares), "nearest", words, line)
            if last:
                check_number("timeline", line["last"], of_revenue(last[0]), "nearest", words, line)
                check_number("timeline", line["comes back"], last[0]["loopback_pro_rata"], "nearest", words, line)


def check_compare(words, result, names):
    values = {(names.get(row["supplier"], row["supplier"]), row["measure"]): row
              for row in result["tables"]["compare"]}
    for title, heads, lines in digest_tables(circfin(*words)):
        if "min in B" not in heads:
            continue
        for line in lines:
            def value(measure, side):
                row = values.get((line["supplier"], measure))
                return row and row[side]
            for side in "ab":
                share = value("exposure_reported_pro_rata", side)
                if share is None:
                    share = value("exposure_pro_rata", side)
                check_number("compare: of revenue", line[f"of revenue {side.upper()}"], share, "nearest", words, line)
                check_number("compare", line[f"in {side.upper()}"], value("loopback_pro_rata", side), "nearest",
                             words, line)
            check_number("compare", line["min in B"], value("loopback_min", "b"), "down", words, line)
            check_number("compare", line["max in B"], value("loopback_max", "b"), "up", words, line)


def check_drivers(words, result):
    heads_of = {"per 1 less": "marginal_down", "per 1 more": "marginal_up", "without it": "without",
                "at low": "low", "at high": "high", "amount": "amount"}
    for title, heads, lines in digest_tables(circfin(*words)):
        for line in lines:
            row = next((row for row in result["tables"]["drivers"]
                        if row["deal"] == line.get("deal") and title.startswith(row["supplier"] + ":")), None)
            for head, key in heads_of.items() if row else ():
                if head in line:
                    check_number("drivers", line[head], row[key], "nearest", words, line)
        for head in [head for head in heads if head.startswith("per 1")]:
            check_decimals("drivers", [line[head] for line in lines], words, head)
            expect("drivers: derivatives are no shares", not any("%" in line[head] for line in lines), words)


def check_scenario(file, view=()):
    names = names_of(json.loads(pathlib.Path(file).read_text()))
    deal = next((d["id"] for d in json.loads(pathlib.Path(file).read_text())["deals"]
                 if isinstance(d.get("amount"), (int, float)) and d["amount"] > 0), None)
    runs = [("score", check_score), ("timeline", check_timeline), ("compare", check_compare),
            ("drivers", check_drivers), ("vintages", None)]
    if deal is not None and "=" not in deal:
        runs.append(("sweep", check_sweep))
    for command, check in runs:
        words = [command, str(file), *view]
        words += ["--view-b", "headline"] if command == "compare" else []
        words += ["--vary", f"deal:{deal}=0:100:30"] if command == "sweep" else []
        result = check_tables(words)
        if result is not None and check is not None:
            check(words, result, names) if command in ("score", "compare") else check(words, result)


with tempfile.TemporaryDirectory() as temporary:
    for file in [*(SOURCE / "data").glob("*.json"), *(SOURCE / "data/textbook").glob("*.json")]:
        if '"circfin.scenario/1"' in file.read_text() and file.name != "scenario.schema.json":
            check_scenario(file)
    check_scenario(SOURCE / "data/ai-deals.json", ["--as-of", "2025-12-05", "--view", "headline"])
    for seed in range(RANDOM):
        scenario = random_scenario(seed)
        file = pathlib.Path(temporary) / "random.json"
        file.write_text(json.dumps(scenario))
        options = {key: value for key, value in random_options(seed, scenario).items()
                   if key in ("case", "non_cash", "contingent", "reported_only")}
        check_scenario(file, arguments(options))
for kind in ("score: within one of the last digit", "sentences: not more than it is", "sweep: of revenue: a number",
             "timeline: within one of the last digit", "compare: not less than it is",
             "drivers: decimals of a column", "tables: not less than it is"):
    expect("checked at all", kind in seen or kind.replace("a number", "within one of the last digit") in seen, kind)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
