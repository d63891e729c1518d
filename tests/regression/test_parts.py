#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws in parts: together they give the bytes of the whole, and nothing else is let through.

Usage: test_parts.py CIRCFIN SOURCE. Prints what is wrong and `N passed, M failed`.
"""
import hashlib
import json
import pathlib
import random
import sys
import tempfile

from checks import check, end, run, write

SOURCE = pathlib.Path(sys.argv[2])
AI = SOURCE / "data/ai-deals.json"
PAIR = {"schema": "circfin.scenario/1", "name": "Paar \u00e9", "currency": "USD", "oops": 1,
        "entities": [{"id": "s"}, {"id": "c", "outside_funds": {"low": 0, "high": 9}}],
        "deals": [{"id": "i", "relation": "investor", "payer": "s", "payee": "c",
                   "amount": {"low": 1, "high": 9}, "probability": 0.5, "nots": "x"},
                  {"id": "b", "relation": "customer", "payer": "c", "payee": "s", "amount": 7}]}


def parts_of(folder, scenario, draws, cuts, *options):
    """Writes the parts between the cuts; their names, in no order."""
    names = []
    for turn, (a, b) in enumerate(zip([0, *cuts], [*cuts, draws])):
        name = folder / f"{a}.part"
        code, out, errors = run("simulate", scenario, "--draws", draws, *options, "--from", a,
                                "--to", b, "-o", name, "--threads", 1 + turn % 2, "--quiet")
        check(f"part {a}..{b}", code == 0 and not out, errors)
        names.append(name)
    random.Random(draws).shuffle(names)
    return names


def check_whole(folder, scenario, draws, cuts, *options):
    parts = parts_of(folder, scenario, draws, cuts, *options)
    for more in (["--format", "json"], ["--format", "csv", "--table", "sources"], []):
        whole = run("simulate", scenario, "--draws", draws, *options, *more)
        merged = run("simulate", "--merge", *parts, *more)
        check(f"{options} {more} in {len(parts)} parts", whole[:2] == merged[:2],
              f"{whole[1][:300]}\n{merged[1][:300]}{merged[2]}")
    run("simulate", scenario, "--draws", draws, *options, "--draws-out", folder / "a.csv")
    run("simulate", "--merge", *parts, "--draws-out", folder / "b.csv")
    check("every draw", (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes())
    return parts


def expect(name, code, *words):
    status, out, errors = run("simulate", *words)
    check(name, status in (2, 3) and not out and code in errors, f"exit {status}: {errors}")


def check_refusals(folder, pair):
    a, b, c = sorted(parts_of(folder, pair, 30, [10, 20]))
    other = folder / "other.part"
    expect("a part is missing", "CF597", "--merge", a, c)
    expect("the last part is missing", "CF597", "--merge", a, b)
    expect("a part is there twice", "CF596", "--merge", a, b, b, c)
    for option in (["--no-sources"], ["--seed", "2"], ["--origin", "all"], ["--correlation", "0,0"]):
        run("simulate", pair, "--draws", 30, *option, "--from", 10, "--to", 20, "-o", other)
        expect(f"{option} differ", "CF595", "--merge", a, other, c)
    changed = {**PAIR, "deals": [{**PAIR["deals"][0], "probability": 0.6}, PAIR["deals"][1]]}
    run("simulate", write(folder, "changed.json", json.dumps(changed)), "--draws", 30, "--from", 10,
        "--to", 20, "-o", other)
    expect("the scenario differs", "CF595", "--merge", a, other, c)
    expect("an ordinary file", "CF584", "--merge", a, pair)
    expect("an option of the draws", "does not go with --merge", "--merge", a, b, c, "--seed", 3)
    expect("a view", "does not go with --merge", "--merge", a, b, c, "--view", "firm")
    expect("no file for a part", "-o a.part", pair, "--from", 3)
    expect("an empty part", "CF583", pair, "--from", 3, "--to", 3, "-o", other)
    return a, b, c


def sealed(content):
    """A part with the checksum that it should have."""
    return content[:-64] + hashlib.sha256(content[:-64]).hexdigest().encode()


def check_hostile(folder, parts):
    """Whatever is changed, the run ends with a result or an error, and never with a signal."""
    chooser = random.Random(7)
    first, *others = parts
    content = first.read_bytes()
    for turn in range(300):
        changed = bytearray(content)
        for _ in range(chooser.choice([1, 1, 2, 8])):
            at = chooser.randrange(len(changed) - 64)
            if chooser.random() < 0.5:
                at = chooser.randrange(900)  # mostly the head
            changed[at] = chooser.choice([0, 1, 0x7f, 0x80, 0xff, chooser.randrange(256)])
        if chooser.random() < 0.2:
            del changed[chooser.randrange(len(changed) - 64):-64]
        bad = write(folder, "bad.part", sealed(bytes(changed)) if turn % 4 else bytes(changed))
        code, out, errors = run("simulate", "--merge", bad, *others, "--format", "json")
        check(f"turn {turn}", code in (0, 3) and "Sanitizer" not in errors
              and (code == 0) == bool(out), f"exit {code}: {errors}")
        if code == 0:
            json.loads(out)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pair = write(folder, "pair.json", json.dumps(PAIR))
        check_whole(folder, AI, 90, [1, 33, 64], "--above", "0.05", "--view", "headline")
        check_whole(folder, pair, 100, [50], "--range", "pert", "--correlation", "0.3,0.2")
        check_whole(folder, pair, 60, [20, 40], "--no-sources")
        check_whole(folder, pair, 5, [], "--window", "2026..2027")
        check_whole(folder, SOURCE / "data/example", 40, [7], "--supplier", "chip-maker")
        check_hostile(folder, check_refusals(folder, pair))
    return end()


if __name__ == "__main__":
    sys.exit(main())
