# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios as spreadsheets and back, by Python's csv module and the text on the columns alone.

`write` makes the cells of a scenario in one of the many ways that mean the same; `read` takes what
`circfin export` wrote; `normal` is what a scenario says, however it says it.
"""

import csv
import json
import os
import re

from view import day, is_share, pick

LISTS = ("earmark", "supersedes", "requires", "covers", "backed_by")
SOURCE = ("title", "publisher", "date", "url")
LATE = ("end", "to", "as_of", "cancelled")  # a short date is its last day
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


# ---- cells -------------------------------------------------------------------------------------


def guarded(text):
    """Text that no spreadsheet takes for a formula."""
    risky = text.startswith(FORMULA)
    quoted = text[:1] == "'" and (text[1:2] in ("", "'") or text[1:].startswith(FORMULA))
    return "'" + text if risky or quoted else text


def unguarded(text):
    """The text that was guarded."""
    rest = text[1:]
    return rest if text[:1] == "'" and (rest[:1] in ("", "'") or rest.startswith(FORMULA)) else text


def joined(ids):
    """A list in one cell."""
    return ";".join("".join("\\" + c if c in "\\; " else c for c in i) for i in ids)


def parted(cell):
    """The list in a cell; spaces around an id are not part of it unless a backslash says so."""
    words = re.findall(r"(?:\\.|[^\\;])+", cell, re.DOTALL)
    bare = [re.fullmatch(r" *((?:\\.|[^\\])*?) *", w, re.DOTALL).group(1) for w in words]
    return [re.sub(r"\\(.)", r"\1", w, flags=re.DOTALL) for w in bare]


def number(value):
    """A number as people write it."""
    return f"{value:,}".replace(",", " ") if value >= 10**6 else repr(value)


def ranged(amount, name):
    """Cells of a number or range: the base under `name`, the others beside it."""
    if isinstance(amount, dict):
        return {name + end: number(amount[key])
                for key, end in (("base", ""), ("low", "_low"), ("high", "_high")) if key in amount}
    return {} if amount is None else {name: number(amount)}


def range_of(cells, name):
    """The number or range of cells; None where there is none."""
    ends = (("base", ""), ("low", "_low"), ("high", "_high"))
    found = {key: float(cells[name + end]) for key, end in ends if cells.get(name + end)}
    return found or None


def scheduled(thing, name):
    """The cell of a schedule, where there is one."""
    parts = thing.get("schedule") if isinstance(thing, dict) else None
    return {name: ";".join(f"{i['date']}={i['amount']!r}" for i in parts)} if parts else {}


def schedule_of(cell):
    """The schedule in a cell."""
    parts = [part.split("=") for part in cell.split(";")]
    return [{"date": when, "amount": float(amount)} for when, amount in parts]


def stated_cell(totals):
    """The cell of stated totals: OF=AMOUNT@DATE joined by semicolons, or JSON where they say more
    than that."""
    if any(isinstance(t["amount"], dict) or t.get("sources") for t in totals):
        return json.dumps(totals, ensure_ascii=False)
    return ";".join(f"{t['of']}={t['amount']!r}" + (f"@{t['date']}" if "date" in t else "")
                    for t in totals)


def stated_of(cell):
    """The stated totals in a cell."""
    if cell.startswith("["):
        return json.loads(cell)
    items = [re.fullmatch("([a-z]+)=([^@]+)(?:@(.+))?", item).groups() for item in cell.split(";")]
    return [{"of": of, "amount": float(amount), **({"date": when} if when else {})}
            for of, amount, when in items]


def source_cells(thing):
    """Cells of the sources of a deal or an entity."""
    return {f"source{i if i > 1 else ''}_{key}": guarded(source[key])
            for i, source in enumerate(thing.get("sources", []), 1)
            for key in SOURCE if key in source}


def sources_of(cells):
    """The sources in a row."""
    found, i = [], 1
    while source := {key: cells[name] for key in SOURCE
                     if cells.get(name := f"source{i if i > 1 else ''}_{key}")}:
        found.append(source)
        i += 1
    return found


# ---- from a scenario to cells ------------------------------------------------------------------


def deal_cells(deal, chooser):
    """{column: cell} of a deal, in one of several ways."""
    words = {True: ["true", "yes", "1", "TRUE"], False: ["false", "no", "0", "No"]}
    cells = {key: guarded(deal[key]) for key in
             ("id", "relation", "payer", "payee", "currency", "instrument", "announced",
              "cancelled", "start", "end", "basis", "part_of", "note", "kind") if key in deal}
    cells |= {key: chooser.choice(words[deal[key]]) for key in ("cash", "contingent")
              if key in deal}
    cells |= {key: guarded(joined(deal[key])) for key in LISTS if key in deal}
    if "status" in deal:
        spoken = deal["status"].replace("_", " ").capitalize()
        cells["status"] = chooser.choice([deal["status"], spoken])
    cells |= {key: repr(deal[key]) for key in ("probability", "rank", "recovery", "run_off_years")
              if key in deal}
    cells |= ranged(deal.get("escrow"), "escrow")
    cells |= scheduled(deal, "schedule")
    if is_share(deal):
        cells |= ranged(deal["amount"]["share"], "share")
        cells["share_of"] = guarded(joined(deal["amount"]["of"]))
    else:
        cells |= ranged(deal.get("amount"), "amount")
    return cells | source_cells(deal)


def entity_cells(entity):
    """{column: cell} of an entity."""
    cells = {key: guarded(entity[key]) for key in ("id", "name", "group", "sector", "note")
             if key in entity}
    revenue = entity.get("revenue", {})
    cells |= ranged(entity.get("outside_funds"), "outside_funds")
    cells |= scheduled(entity.get("outside_funds"), "outside_funds_schedule")
    cells |= ranged(revenue.get("amount"), "revenue")
    cells |= {f"revenue_{key}": revenue[key] for key in ("from", "to") if key in revenue}
    cells |= ranged(entity.get("margin"), "margin")
    backlog = entity.get("backlog", {})
    cells |= ranged(backlog.get("amount"), "backlog")
    cells |= {"backlog_date": backlog["date"]} if "date" in backlog else {}
    if "stated" in entity:
        cells["stated"] = stated_cell(entity["stated"])
    return cells | source_cells(entity)


def setting_cells(scenario):
    """{key: value} of what concerns the whole."""
    cells = {key: scenario[key] for key in ("name", "as_of", "currency", "unit")
             if key in scenario}
    cells |= {f"span_{key}": value for key, value in scenario.get("span", {}).items()}
    for name in ("fx", "status_probability"):
        cells |= {f"{name}.{key}": repr(value) for key, value in scenario.get(name, {}).items()}
    return cells


def write_table(path, rows, chooser):
    """Writes rows {column: cell} with a separator, an order of columns, quotes and line ends of
    its own, leaving out columns without a cell. Spaces around a cell count only inside quotes."""
    columns = list(dict.fromkeys(column for row in rows for column in row)) or ["id"]
    chooser.shuffle(columns)
    plain = all(cell == cell.strip(" ") for row in rows for cell in row.values())
    quotes = chooser.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]) if plain else csv.QUOTE_ALL
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(chooser.choice(["", "", "\ufeff"]))
        writer = csv.DictWriter(file, columns, restval="", delimiter=chooser.choice(",,;\t"),
                                lineterminator=chooser.choice(["\n", "\r\n"]),
                                quoting=quotes)
        writer.writeheader()
        writer.writerows(rows)


def bare_last(scenario):
    """The scenario as it is once its deals have added the entities that have nothing but an id."""
    mentioned = list(dict.fromkeys(d[end] for d in scenario["deals"] for end in ("payer", "payee")))
    bare = {e["id"] for e in scenario["entities"] if len(e) == 1}
    entities = [e for e in scenario["entities"] if e["id"] not in bare]
    return {**scenario, "entities": entities + [{"id": i} for i in mentioned if i in bare]}


def write(folder, scenario, chooser):
    """deals.csv, entities.csv (without those that have nothing but an id: see bare_last) and
    scenario.csv of a scenario."""
    tables = {"deals": [deal_cells(d, chooser) for d in scenario["deals"]],
              "entities": [entity_cells(e) for e in scenario["entities"] if len(e) > 1],
              "scenario": [{"key": key, "value": guarded(value)}
                           for key, value in setting_cells(scenario).items()]}
    for name, rows in tables.items():
        write_table(os.path.join(folder, f"{name}.csv"), rows, chooser)


# ---- from exported cells to a scenario ---------------------------------------------------------


def read_table(folder, name):
    """Rows {column: text} of an exported table."""
    with open(os.path.join(folder, f"{name}.csv"), encoding="utf-8", newline="") as file:
        return [{column: unguarded(cell) for column, cell in row.items()}
                for row in csv.DictReader(file)]


def deal_of(cells):
    """A deal of its row."""
    deal = {key: cells[key] for key in
            ("id", "relation", "payer", "payee", "currency", "instrument", "announced",
             "cancelled", "start", "end", "status", "basis", "part_of", "note", "kind")
            if cells.get(key)}
    deal |= {key: cells[key] == "true" for key in ("cash", "contingent") if cells.get(key)}
    deal |= {key: parted(cells.get(key, "")) for key in LISTS}
    deal |= {key: float(cells[key]) for key in ("probability", "rank", "recovery", "run_off_years")
             if cells.get(key)}
    if (escrow := range_of(cells, "escrow")) is not None:
        deal["escrow"] = escrow
    if cells["schedule"]:
        deal["schedule"] = schedule_of(cells["schedule"])
    deal["amount"] = range_of(cells, "amount")
    if cells["share_of"]:
        deal["amount"] = {"share": range_of(cells, "share"), "of": parted(cells["share_of"])}
    return {**deal, "sources": sources_of(cells)}


def entity_of(cells):
    """An entity of its row."""
    entity = {key: cells[key] for key in ("id", "name", "group", "sector", "note")
              if cells.get(key)}
    if (funds := range_of(cells, "outside_funds")) is not None:
        entity["outside_funds"] = funds
    if cells.get("outside_funds_schedule"):
        funds["schedule"] = schedule_of(cells["outside_funds_schedule"])
    if (revenue := range_of(cells, "revenue")) is not None:
        time = {key: cells[f"revenue_{key}"] for key in ("from", "to") if cells[f"revenue_{key}"]}
        entity["revenue"] = {"amount": revenue, **time}
    if (margin := range_of(cells, "margin")) is not None:
        entity["margin"] = margin
    if (backlog := range_of(cells, "backlog")) is not None:
        entity["backlog"] = {"amount": backlog}
        if cells.get("backlog_date"):
            entity["backlog"]["date"] = cells["backlog_date"]
    if cells.get("stated"):
        entity["stated"] = stated_of(cells["stated"])
    return {**entity, "sources": sources_of(cells)}


def read(folder):
    """The scenario of exported tables."""
    settings = {row["key"]: row["value"] for row in read_table(folder, "scenario")}
    scenario = {key: settings[key] for key in ("name", "as_of", "currency", "unit")
                if key in settings}
    scenario["span"] = {key[5:]: v for key, v in settings.items() if key.startswith("span_")}
    for name in ("fx", "status_probability"):
        scenario[name] = {key[len(name) + 1:]: float(value) for key, value in settings.items()
                          if key.startswith(f"{name}.")}
    return {**scenario, "deals": [deal_of(row) for row in read_table(folder, "deals")],
            "entities": [entity_of(row) for row in read_table(folder, "entities")]}


# ---- what a scenario says ----------------------------------------------------------------------


def normal(item, key=None):
    """What an item of a scenario says: dates in full, ranges with all three, no `x-` keys, nothing
    that is the default."""
    defaults = {"status": "announced", "basis": "reported", "cash": True, "contingent": False, "rank": 1,
                "kind": "guarantee", "unit": "one", "schema": "circfin.scenario/1"}
    if key in ("amount", "share", "outside_funds", "margin", "escrow") and item is not None:
        if not isinstance(item, dict) or "share" not in item:
            dated = item.get("schedule", []) if isinstance(item, dict) else []
            return [float(pick(item, case)) for case in ("low", "base", "high")] + normal(dated)
    if key in ("announced", "start", "from", "date", *LATE) and isinstance(item, str):
        return str(day(item, key in LATE))
    if isinstance(item, list):
        return [normal(value) for value in item]
    if isinstance(item, dict):
        said = {k: normal(v, k) for k, v in item.items() if not k.startswith("x-")}
        return {k: v for k, v in said.items() if v not in ([], {}, None) and v != defaults.get(k)}
    return item
