# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounds stay bounds where they are shown: the least is rounded down, the most up, exactly.

python3 test_rounding.py CIRCFIN SOURCE

A second implementation, in decimal fractions, says what every cell must read.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 1200
CIRCFIN, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
WAYS = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "nearest": ROUND_HALF_EVEN}
UP, DOWN = r"_max(_open|_before|_after)?$", r"_min(_before|_after)?$|^net$"
passed = failed = 0


def expect(what, found, wanted):
    global passed, failed
    if found == wanted:
        passed += 1
        return
    failed += 1
    if failed <= 20:
        print(f"{what}: {found!r}, not {wanted!r}")


def circfin(*arguments):
    """What it prints, with the hyphen of data for the minus sign."""
    return subprocess.run([CIRCFIN, *arguments], cwd=SOURCE, capture_output=True, text=True,
                          check=True).stdout.replace("\u2212", "-")


def rounded(value, decimals, way):
    """The exact value of a double; what is no further from a decimal than sums are is that one."""
    exact, step = Decimal(value), Decimal(1).scaleb(-decimals)
    nearest = exact.quantize(step, ROUND_HALF_EVEN)
    if abs(nearest - exact) <= min(abs(exact) * Decimal("1e-12"), step / 1000):
        return nearest
    return exact.quantize(step, WAYS[way])


def way_of(name):
    return "up" if re.search(UP, name) else "down" if re.search(DOWN, name) else "nearest"


def money(value, way):
    """As sentences have it: three digits, or all of the integer part."""
    if value == 0:
        return "0"
    size = Decimal(value).adjusted()
    text = f"{rounded(value, min(max(2 - size, 0), 6), way):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell(name, value, shown):
    """What a cell must read that shows as many decimals as it does."""
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return shown
    percent = shown.endswith(" %")
    number = shown.removesuffix(" %").replace(",", "")
    decimals = len(number.partition(".")[2])
    wanted = rounded(Decimal(value) * 100 if percent else value, decimals, way_of(name))
    return f"{wanted or abs(wanted):,f}" + (" %" if percent else "") if value else shown


def pairs(count):
    """Suppliers that each invest in one customer with stated funds: any min and max there are."""
    draw = random.Random(7)
    entities, deals = [], []
    for i in range(count):
        digits = draw.choice([0, 1, 2, 3, 9])
        size = 10 ** draw.uniform(-3, 4)
        amounts = [round(size * draw.uniform(0.2, 3), digits) or 0.1 for _ in range(3)]
        if i % 7 == 0:
            amounts[1:] = [amounts[0] * 1.3, amounts[0] * 0.3]
        entities += [{"id": f"s{i}"}, {"id": f"l{i}", "outside_funds": amounts[2]}]
        deals += [{"id": f"c{i}", "relation": "investor", "payer": f"s{i}", "payee": f"l{i}",
                   "amount": amounts[0]},
                  {"id": f"t{i}", "relation": "customer", "payer": f"l{i}", "payee": f"s{i}",
                   "amount": amounts[1]}]
    return {"schema": "circfin.scenario/1", "name": "pairs", "currency": "USD", "unit": "bn",
            "entities": entities, "deals": deals}


def rows_of(markdown):
    return [[part.strip() for part in line.strip("|\n").split(" | ")]
            for line in markdown.splitlines() if line.startswith("|")][2:]


ORDER = ["loopback_min", "loopback_pro_rata", "loopback_max", "loopback_max_open", "reachable",
         "invested"]  # what never exceeds the next


def number_of(shown):
    return Decimal(shown.replace(",", ""))


def limits_of(rows, shown):
    """The columns that are rounded up because a max would read as more than they do."""
    limits = set()
    for _ in ORDER:
        for name, limit in zip(ORDER[2:], ORDER[3:]):
            for row, cells in zip(rows, shown):
                texts = dict(zip(row, cells))
                if {name, limit} <= texts.keys() and row[name] is not None:
                    decimals = len(texts[limit].partition(".")[2])
                    way = "up" if limit in limits or limit == "loopback_max_open" else "nearest"
                    limits |= {limit} if (number_of(texts[name]) >
                                          rounded(row[limit], decimals, way)) else set()
    return limits


def check_order(what, rows, shown):
    for row, cells in zip(rows, shown):
        texts = {name: number_of(text) for name, text in zip(row, cells)
                 if name in ORDER and row[name] is not None}
        read = [texts[name] for name in ORDER if name in texts]
        expect(f"{what}: the order of {cells}", read, sorted(read))


def check_table(what, file, command, table, *options):
    result = json.loads(circfin(command, file, *options, "--format", "json"))
    shown = rows_of(circfin(command, file, *options, "--format", "md", "--table", table))
    expect(f"{what}: rows", len(shown), len(result["tables"][table]))
    limits = limits_of(result["tables"][table], shown)
    check_order(what, result["tables"][table], shown)
    for row, cells in zip(result["tables"][table], shown):
        measure = row.get("measure")
        for (name, value), text in zip(row.items(), cells):
            if measure is not None and name in ("a", "b", "value", "without", "low", "high"):
                key = f"loopback_{measure}" if command == "drivers" else measure
            else:
                key = name
            expect(f"{what}: {name} of {value!r}", text,
                   cell(key + "_max" if name in limits else key, value, text))
    return result


def check_sentences(what, file, result, *options):
    text = " ".join(circfin("score", file, *options, *[
        option for row in result["tables"]["suppliers"] for option in ("--supplier", row["entity"])
    ]).split())
    for row in result["tables"]["suppliers"]:
        low, high = row["loopback_min"], row["loopback_max"]
        if abs(low - high) <= 1e-12 * high or abs(high - row["invested"]) <= 1e-12 * high:
            continue
        least = f"At least {money(low, 'down')} must" if low > 0 else "None of it need"
        said = re.search(re.escape(row["entity"]) + r" has invested, .*? can have", text)
        expect(f"{what}: at least {low!r}", bool(said) and least in said[0], True)
        expect(f"{what}: at most {high!r}", bool(said) and f"at most {money(high, 'up')} can have"
               in said[0], True)


def check_example():
    text = " ".join(circfin("score", "data/ai-deals.json", "--as-of", "2025-12-05", "--view",
                            "headline").split())
    expect("101.818 and 112.168 in words", re.findall(r"At least \S+|at most \S+", text),
           ["At least 101", "at most 113"])


def check_decimals(folder):
    """As many decimals as the rows need, and no more."""
    for amounts, wanted in (([0.35, 120.25], ["120.25", "0.35"]), ([0.5, 120.5], ["120.5", "0.5"]),
                            ([3, 120], ["120", "3"])):
        file = folder / "decimals.json"
        file.write_text(json.dumps({
            "schema": "circfin.scenario/1", "name": "decimals", "currency": "USD", "unit": "bn",
            "entities": [{"id": f"{side}{i}"} for i in range(2) for side in "sl"],
            "deals": [deal for i, amount in enumerate(amounts) for deal in (
                {"id": f"c{i}", "relation": "investor", "payer": f"s{i}", "payee": f"l{i}",
                 "amount": amount},
                {"id": f"t{i}", "relation": "customer", "payer": f"l{i}", "payee": f"s{i}",
                 "amount": 150})]}))
        rows = [line.split() for line in circfin("score", str(file)).splitlines()[3:6]]
        expect(f"decimals of {amounts}", [row[1:3] + row[5:7] for row in rows if row and
                                         row[0] in ("s0", "s1")], [[text] * 4 for text in wanted])


def check_report(folder):
    """Page, pictures, notebook and workbook say the same of one pair: 101.818 and 112.168."""
    file = folder / "one.json"
    deals = [("d1", "investor", "nvidia", "lab", 120.25), ("d2", "customer", "lab", "nvidia",
                                                           112.168)]
    file.write_text(json.dumps({
        "schema": "circfin.scenario/1", "name": "one", "currency": "USD", "unit": "bn",
        "entities": [{"id": "nvidia"}, {"id": "lab", "outside_funds": 10.35}],
        "deals": [dict(zip(("id", "relation", "payer", "payee", "amount"), d)) for d in deals]}))
    circfin("report", str(file), "-o", str(folder / "out"))
    page = re.sub(r"<[^>]*>", "", (folder / "out/report.html").read_text())
    expect("page: sentence", "At least 101 must have come back" in page
           and "at most 113 can have" in page, True)
    expect("page: 102 or 112 as bounds", re.findall(r"(?:least|most) (?:102|112)\b", page), [])
    expect("page: views", page.count("101 to 113"), 3)
    for name in ("graph.svg", "sankey.svg"):
        picture = (folder / "out" / name).read_text()
        expect(name, "at least 101, at most 113" in picture, True)
    notebook = (folder / "out/notebook.ipynb").read_text()
    expect("notebook: sentence", "At least 101 must" in notebook and "at most 113 can" in notebook,
           True)
    expect("notebook: views", len(re.findall(r"\| 101 \| \d+ \| 113 \|", notebook)), 2)
    columns = (folder / "out/columns.csv").read_text().splitlines()
    ways = {row.split(",")[1]: row.split(",")[6] for row in columns if row.startswith("suppliers,")}
    expect("columns.csv", [ways[name] for name in ("loopback_min", "loopback_pro_rata",
                                                   "loopback_max", "loopback_max_open")],
           ["down", "nearest", "up", "up"])
    check_notebook_code(notebook)


def check_notebook_code(notebook):
    """The notebook's own functions, without pandas."""
    setup = next("".join(c["source"]) for c in json.loads(notebook)["cells"] if c["id"] == "setup")
    if "def decimal(" not in setup:
        return expect("notebook: rounds bounds", False, True)
    code = setup[setup.index("def decimal("):setup.index("def display_frame")]
    names = {"UNKNOWN": "–", "math": __import__("math"), "Decimal": Decimal,
             "ROUND_FLOOR": ROUND_FLOOR, "ROUND_CEILING": ROUND_CEILING,
             "pd": type("pd", (), {"isna": staticmethod(lambda value: value != value)})}
    exec(code, names)
    draw = random.Random(5)
    for _ in range(2000):
        value = round(10 ** draw.uniform(-6, 7), draw.choice([0, 1, 2, 3, 9]))
        for way in WAYS:
            if value >= 1e-6:
                expect(f"notebook: {value!r} {way}", names["money"](value, way), money(value, way))
            expect(f"notebook: {value!r} {way} as a share", names["share"](value, way),
                   f"{rounded(value * 100, 1, way):,f} %")


with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    file = folder / "pairs.json"
    file.write_text(json.dumps(pairs(250)))
    result = check_table("score", str(file), "score", "suppliers")
    check_sentences("score", str(file), result)
    check_table("drivers", str(file), "drivers", "drivers", "--measure", "all", "--supplier", "s1",
                "--supplier", "s2", "--supplier", "s7")
    check_table("timeline", "data/ai-deals.json", "timeline", "timeline")
    check_table("sweep", "data/ai-deals.json", "sweep", "sweep", "--vary",
                "deal:nvidia-openai-30=0:100:7")
    check_table("compare", "data/ai-deals.json", "compare", "compare", "--view-b", "headline")
    check_table("steps", "data/ai-deals.json", "compare", "steps", "--view-b", "headline")
    check_example()
    check_decimals(folder)
    check_report(folder)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
