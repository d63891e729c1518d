#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what `circfin export` writes with Python's csv module, and compares it with the JSON file.

    compare.py CIRCFIN ROOT

The cells are taken apart by rules written here a second time, from data/README.md: guards, lists,
schedules, sources, dates. Last line: `N passed, M failed`.
"""
import calendar
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

RANGE = ("low", "base", "high")


def first_day(text):
    return {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)


def last_day(text):
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text


def unguarded(cell):
    """None for an empty cell, else its text."""
    if cell == "":
        return None
    if cell[0] == "'" and (cell == "'" or cell[1] in "'=+-@\t\r\n"):
        return cell[1:]
    return cell


def items(cell):
    """The ids of a list: parted by ; where no backslash stands before it."""
    found = re.findall(r"((?:\\.|[^;\\])+)", cell or "")
    return [re.sub(r"\\(.)", r"\1", item) for item in found]


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: unguarded(value) for key, value in row.items()}
                for row in csv.DictReader(stream, strict=True)]


def number(cell):
    return None if cell is None else float(cell)


def full_range(value):
    """low, base and high of a number or range, as the method says."""
    if not isinstance(value, dict):
        return {key: float(value) for key in RANGE}
    low = value.get("low", value.get("base", 0))
    base = value.get("base", low)
    return {"low": float(low), "base": float(base), "high": float(value.get("high", base))}


def cells_of_range(name, value):
    """What the cells of a number or range must hold."""
    if value is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    figures = full_range(value)
    ends = isinstance(value, dict)
    return {name: figures["base"], f"{name}_low": figures["low"] if ends else None,
            f"{name}_high": figures["high"] if ends else None}


def expected_schedule(thing):
    parts = thing.get("schedule", []) if isinstance(thing, dict) else []
    return [(first_day(part["date"]), float(part["amount"])) for part in parts]


def expected_deal(deal):
    amount = deal.get("amount")
    share = amount.get("share") if isinstance(amount, dict) else None
    plain = None if share is not None else amount
    day = lambda key, rule: rule(deal[key]) if key in deal else None
    return {
        **{key: deal.get(key) for key in ("id", "relation", "payer", "payee", "currency",
                                          "instrument", "part_of", "note")},
        **cells_of_range("amount", plain), **cells_of_range("share", share),
        "share_of": amount["of"] if share is not None else [],
        "earmark": deal.get("earmark", []), "supersedes": deal.get("supersedes", []),
        "announced": day("announced", first_day), "cancelled": day("cancelled", last_day),
        "start": day("start", first_day), "end": day("end", last_day),
        "status": deal.get("status", "announced"), "basis": deal.get("basis", "reported"),
        "probability": None if "probability" not in deal else float(deal["probability"]),
        "cash": "true" if deal.get("cash", True) else "false",
        "contingent": "true" if deal.get("contingent", False) else "false",
        "schedule": expected_schedule(deal),
        "rank": float(deal["rank"]) if deal.get("rank", 1) != 1 else None,
        "recovery": None if "recovery" not in deal else float(deal["recovery"]),
        "requires": deal.get("requires", []), "covers": deal.get("covers", []),
        "backed_by": deal.get("backed_by", []),
        "kind": None if deal.get("kind", "guarantee") == "guarantee" else deal["kind"],
        **narrow("escrow", deal.get("escrow")),
        "run_off_years": None if "run_off_years" not in deal else float(deal["run_off_years"]),
    }


NUMBERS = {"amount", "amount_low", "amount_high", "share", "share_low", "share_high",
           "probability", "outside_funds", "outside_funds_low", "outside_funds_high", "revenue",
           "revenue_low", "revenue_high", "rank", "recovery", "run_off_years",
           "escrow", "escrow_low", "escrow_high", "backlog", "backlog_low", "backlog_high",
           "margin", "margin_low", "margin_high"}
LISTS = {"share_of", "earmark", "supersedes", "requires", "covers", "backed_by"}


def found_cell(row, key):
    if key in LISTS:
        return items(row.get(key))
    if key in ("schedule", "outside_funds_schedule"):
        return [(part.split("=")[0], float(part.split("=")[1]))
                for part in (row.get(key) or "").split(";") if part]
    if key == "stated":
        return totals_of(row.get(key))
    return number(row.get(key)) if key in NUMBERS else row.get(key)


def totals_of(cell):
    """What stated totals in a cell say: (of, low, base, high, day, sources) each."""
    if not cell:
        return []
    if cell.startswith("["):
        return expected_totals(json.loads(cell))
    items = [item.split("=") for item in cell.split(";")]
    return expected_totals([{"of": of, "amount": float(rest.split("@")[0]),
                             **({"date": rest.split("@")[1]} if "@" in rest else {})}
                            for of, rest in items])


def expected_totals(totals):
    return [(one["of"], full_range(one["amount"]),
             first_day(one["date"]) if "date" in one else None, one.get("sources", []))
            for one in totals]


def narrow(name, value):
    """The cells of a range, which has ends only where they differ."""
    cells = cells_of_range(name, value)
    if cells[f"{name}_low"] == cells[name] == cells[f"{name}_high"]:
        cells[f"{name}_low"] = cells[f"{name}_high"] = None
    return cells


def expected_entity(entity):
    revenue = entity.get("revenue") or {}
    result = {key: entity.get(key) for key in ("id", "name", "group", "sector", "note")}
    for name, value in (("outside_funds", entity.get("outside_funds")),
                        ("revenue", revenue.get("amount")), ("margin", entity.get("margin")),
                        ("backlog", entity.get("backlog", {}).get("amount"))):
        result.update(narrow(name, value))
    backlog = entity.get("backlog", {})
    result["backlog_date"] = first_day(backlog["date"]) if "date" in backlog else None
    result["stated"] = expected_totals(entity.get("stated", []))
    result["outside_funds_schedule"] = expected_schedule(entity.get("outside_funds"))
    result["revenue_from"] = first_day(revenue["from"]) if "from" in revenue else None
    result["revenue_to"] = last_day(revenue["to"]) if "to" in revenue else None
    return result


def sources_of(row):
    found = []
    for index in range(1, 100):
        prefix = "source_" if index == 1 else f"source{index}_"
        source = {key: row.get(prefix + key) for key in ("title", "publisher", "date", "url")}
        source = {key: value for key, value in source.items() if value is not None}
        if source:
            found.append(source)
    return found


def differences(rows, values, expected):
    if [row["id"] for row in rows] != [value["id"] for value in values]:
        yield "other ids, or in another order"
        return
    for row, value in zip(rows, values):
        for key, want in expected(value).items():
            if found_cell(row, key) != want:
                yield f"{value['id']}: {key} is {found_cell(row, key)!r}, but should be {want!r}"
        if sources_of(row) != value.get("sources", []):
            yield f"{value['id']}: other sources"


def compare(circfin, path):
    """None, or what is wrong with the export of a scenario."""
    scenario = json.loads(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([circfin, "export", path, "-o", folder, "-q"], check=False)
        if run.returncode != 0:
            return f"exit status {run.returncode}"
        deals = rows_of(pathlib.Path(folder) / "deals.csv")
        entities = rows_of(pathlib.Path(folder) / "entities.csv")
        settings = {row["key"]: row["value"]
                    for row in rows_of(pathlib.Path(folder) / "scenario.csv")}
    wrong = list(differences(deals, scenario["deals"], expected_deal))
    wrong += differences(entities, scenario["entities"], expected_entity)
    if settings["name"] != scenario["name"] or settings["currency"] != scenario["currency"]:
        wrong.append("other settings")
    return wrong[0] if wrong else None


HOSTILE = ["=1+1", "+", "-5", "@x", "\tx", "'", "''", "'=x", "", "a;b", "a\\;b", "a,b", '"', ' x ',
           "two\nlines", "\r", "\r\n", "sep=;", "ü 宇宙 😀", "true", "2025"]


def hostile_scenario():
    """Texts that a spreadsheet would run, cut or mistake, wherever a text may be."""
    ids = [f"{text}{number}" for number, text in enumerate(HOSTILE) if "\n" not in text
           and "\r" not in text and "\t" not in text]
    entities = [{"id": name, "name": HOSTILE[i % len(HOSTILE)], "sector": name,
                 "sources": [{"title": text, "url": text} for text in HOSTILE[:i % 4]]}
                for i, name in enumerate(ids)]
    deals = [{"id": name, "relation": "customer", "payer": name, "payee": ids[i - 1],
              "note": HOSTILE[i % len(HOSTILE)], "instrument": HOSTILE[-i],
              "supersedes": ids[i + 1:]} for i, name in enumerate(ids)]
    return {"schema": "circfin.scenario/1", "name": "=hostile", "currency": "USD",
            "entities": entities, "deals": deals}


def main():
    circfin, root = sys.argv[1], pathlib.Path(sys.argv[2])
    paths = sorted(path for path in (root / "data").rglob("*.json")
                   if '"circfin.scenario/1"' in path.read_text(encoding="utf-8")
                   and "schema" not in path.name)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        hostile = pathlib.Path(folder) / "hostile.json"
        hostile.write_text(json.dumps(hostile_scenario()), encoding="utf-8")
        for path in paths + [hostile]:
            wrong = compare(circfin, path)
            passed += wrong is None
            failed += wrong is not None
            if wrong is not None:
                print(f"{path.name}: {wrong}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
