#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds data/README.md to the scenarios that it speaks of, and the scenarios to their dates.

Usage: test_collection.py ROOT. The facts of the five articles stand in the deals that the README
names, with these articles as sources, and nothing else cites them; the assumptions are those of
its table; every record of records.csv is in deals that exist or among those that the README says
are left out, and every amount is of a record; warrants, guarantees and letters are no cash twice;
sources say where they can be read; nothing is of a later day than its file. Last line:
`N passed, M failed`.
"""
import csv
import json
import pathlib
import sys

import markdown

AI = "ai-deals.json"
TELECOM = "telecom-1999-2002.json"
ARTICLES = ["article", "title in `sources`", "date"]
FACTS = ["article", "fact", "where", "relation", "pays", "amount", "status"]
ASSUMPTIONS = ["deal", "a share of", "low / base / high", "rests on"]
LEFT_OUT = ["record", "what", "why"]
NOTE_OF = "note of "


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def first_day(date):
    """A date with the day that a shorter one means."""
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def last_day(date):
    """The same for a date that means its last day: far enough for comparing."""
    return (date + "-12-31")[:10] if len(date) == 4 else (date + "-31")[:10]


def is_article(source):
    return "url" not in source and source.get("title", "").endswith(".txt")


def fact_problem(row, articles, by_id):
    """None, or where a row of the table of facts and the file differ."""
    article, _, where, relation, pays, amount, status = row
    entry = by_id.get(markdown.code(where.removeprefix(NOTE_OF)))
    if entry is None:
        return f"{where} is not in the file"
    if articles[article] not in [(source.get("title"), source.get("date"))
                                 for source in entry.get("sources", [])]:
        return f"{where} does not cite {articles[article]}"
    if where.startswith(NOTE_OF):
        told = f"article {article}" in entry.get("note", "").lower()
        return None if told else f"{where} does not tell of article {article}"
    stated = None if amount == "unknown" else json.loads(markdown.code(amount))
    said = (relation, pays, stated, status)
    file = (entry["relation"], f"{entry['payer']} → {entry['payee']}", entry.get("amount"),
            entry["status"])
    return None if said == file else f"{where} is {file}, but the README says {said}"


def facts(data):
    scenario = load(data / AI)
    by_id = {entry["id"]: entry for entry in scenario["entities"] + scenario["deals"]}
    readme = data / "README.md"
    articles = {number: (markdown.code(title), date)
                for number, title, date in markdown.table(readme, ARTICLES)}
    for row in markdown.table(readme, FACTS):
        yield f"fact {row[:3]}", fact_problem(row, articles, by_id)
    cited = {(source["title"], name) for name, entry in by_id.items()
             for source in entry.get("sources", []) if is_article(source)}
    told = {(articles[number][0], markdown.code(where.removeprefix(NOTE_OF)))
            for number, _, where, *_ in markdown.table(readme, FACTS)}
    yield "articles", f"cited or told only: {sorted(cited ^ told)}" if cited != told else None


def records(data):
    with open(data / "records.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [row["record"] for row in rows]
    twice = sorted({name for name in names if names.count(name) > 1})
    yield "records.csv", f"twice: {twice}" if twice else None
    ids = {name: {deal["id"] for deal in load(data / name)["deals"]}
           for name in {row["file"] for row in rows} - {""}}
    for row in rows:
        missing = sorted(set(row["deals"].split(";")) - ids[row["file"]]) if row["file"] else []
        yield row["record"], f"{row['file']} has no {missing}" if missing else None
    left_out = sorted(row["record"] for row in rows if not row["file"])
    told = sorted(markdown.code(row[0]) for row in markdown.table(data / "README.md", LEFT_OUT))
    yield "left out", None if left_out == told else f"{left_out}, but the README tells {told}"
    count = f"has {len(rows)} records"
    told = count in (data / "README.md").read_text(encoding="utf-8")
    yield "count", None if told else f"the README does not say that the collection {count}"
    carried = {name for row in rows if row["file"] == AI for name in row["deals"].split(";")}
    more = sorted(deal["id"] for deal in load(data / AI)["deals"] if "amount" in deal
                  and deal["basis"] != "assumption" and deal["id"] not in carried)
    yield "amounts", f"of no record: {more}" if more else None


def assumptions(data):
    shares = {deal["id"]: deal["amount"] for deal in load(data / AI)["deals"]
              if deal["basis"] == "assumption"}
    told = {markdown.code(row[0]): row[2]
            for row in markdown.table(data / "README.md", ASSUMPTIONS)}
    file = {name: " / ".join(f"{amount['share'][end]:g}" for end in ("low", "base", "high"))
            for name, amount in shares.items()}
    yield "assumptions", None if file == told else f"{file}, but the README tells {told}"


def trap(deal, by_id, trade):
    """None, or how a deal counts what is no cash, or counts money twice."""
    kind = {deal["instrument"]} & {"warrant", "stock", "guarantee"}
    if (kind == {"guarantee"} or "kind" in deal) != deal.get("contingent", False):
        return "a guarantee or another support, and nothing else, is contingent"
    if deal.get("contingent") and deal["relation"] != "investor":
        return "support is capital"
    if (kind <= {"guarantee"}) != deal.get("cash", True):
        return "a warrant or stock, and nothing else, is no cash"
    if kind and deal["relation"] != "investor":
        return "a warrant, stock or guarantee is capital"
    if deal.get("cash") is False and (deal["payee"], deal["payer"]) not in trade:
        return "a warrant goes to a customer"
    tied = {name for old in deal.get("supersedes", []) for name in by_id[old].get("earmark", [])}
    replaced = {name for other in by_id.values() for name in other.get("supersedes", [])}
    return f"{sorted(tied - replaced)} outlive what was tied to them" if tied - replaced else None


def traps(data):
    by_id = {deal["id"]: deal for deal in load(data / AI)["deals"]}
    trade = {(deal["payer"], deal["payee"]) for deal in by_id.values()
             if deal["relation"] != "investor"}
    for name, deal in by_id.items():
        yield f"trap {name}", trap(deal, by_id, trade)


def source_problem(source, as_of):
    """None, or why a source does not say where it can be read, or cannot be of its time."""
    if as_of and "date" in source and first_day(source["date"]) > as_of:
        return f"{source} is of later than {as_of}"
    if is_article(source):
        return None if "date" in source else f"{source} has no date"
    if "url" not in source or not (source.keys() & {"title", "publisher"}):
        return f"{source} needs an address, and a title or a publisher"
    return None


def dates(path):
    """History may be told later than its day; what the AI deals cite may not be."""
    scenario = load(path)
    as_of = last_day(scenario.get("as_of", "9999"))
    living = as_of if path.name == AI else None
    for deal in scenario["deals"]:
        announced = first_day(deal["announced"]) if "announced" in deal else ""
        late = announced > as_of
        yield f"{path} {deal['id']}", f"announced after {as_of}" if late else None
    for entry in scenario["deals"] + scenario["entities"]:
        problems = [source_problem(source, living) for source in entry.get("sources", [])]
        if not problems and ("relation" in entry or "revenue" in entry):
            problems = ["has no source"]
        yield f"{path} {entry['id']}", next(filter(None, problems), None)
        if last_day(entry.get("revenue", {}).get("to", "")) > as_of:
            yield f"{path} {entry['id']}", f"has revenue of later than {as_of}"


def results(root):
    """Yields (name, None or what is wrong)."""
    data = root / "data"
    yield from facts(data)
    yield from assumptions(data)
    yield from records(data)
    yield from traps(data)
    for path in [data / AI, data / TELECOM, *sorted((data / "published").glob("*.json"))]:
        if path.name != "expected.json":
            yield from dates(path)


def main():
    passed = failed = 0
    for name, problem in results(pathlib.Path(sys.argv[1])):
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"{name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
