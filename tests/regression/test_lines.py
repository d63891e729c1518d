#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No line of a graph runs behind a box that is not its own.

Usage: test_lines.py CIRCFIN SOURCE
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
passed = failed = 0


def check(good, what, more=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED: {what} {more}")


def pieces_of(path):
    """The cubic pieces of a path of M and C."""
    numbers = [float(word) for word in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]
    points = list(zip(numbers[::2], numbers[1::2]))
    return [points[i:i + 4] for i in range(0, len(points) - 1, 3)]


def point_at(piece, t):
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3)
    return [sum(w * point[axis] for w, point in zip(weights, piece)) for axis in (0, 1)]


def behind(name):
    """(edges that run behind a box of others, all edges)."""
    root = ElementTree.parse(name).getroot()
    boxes, found, count = {}, [], 0
    for group in root.iter(SVG + "g"):
        if group.get("class") == "cf-entity":
            rect = group.find(SVG + "rect")
            x, y, width, height = (float(rect.get(key)) for key in ("x", "y", "width", "height"))
            boxes[group.find(SVG + "title").text.split("\n")[0]] = (x, y, x + width, y + height)
    for group in root.iter(SVG + "g"):
        if group.get("class") != "cf-edge":
            continue
        count += 1
        told = group.find(SVG + "title").text.split("\n")[0]
        line = group.find(SVG + "path")
        half = float(line.get("stroke-width")) / 2 - 1
        points = [point_at(piece, i / 40) for piece in pieces_of(line.get("d")) for i in range(41)]
        for box, (left, top, right, bottom) in boxes.items():
            own = told.startswith(box + " ") or re.search(f" (to|into) {re.escape(box)}(,|$)", told)
            if not own and any(left - half < x < right + half and top - half < y < bottom + half
                               for x, y in points):
                found.append(f"{told[:60]} behind {box}")
    return found, count


def write_random(name, entities, deals):
    chance = random.Random(3)
    pairs = [chance.sample(range(entities), 2) for _ in range(deals)]
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"schema": "circfin.scenario/1", "name": name, "currency": "USD",
                   "entities": [{"id": f"e{i}"} for i in range(entities)],
                   "deals": [{"id": f"d{i}", "relation": "customer", "payer": f"e{a}",
                              "payee": f"e{b}", "amount": chance.randint(1, 200)}
                             for i, (a, b) in enumerate(pairs)]}, file)


def test_lines():
    for scenario in ("ai-deals", "telecom-1999-2002"):
        for words in ("--view firm", "--view base", "--view headline", "--view base --group",
                      "--view base --unknown"):
            subprocess.run([program, "graph", f"{source}/data/{scenario}.json", *words.split(),
                            "-q", "-o", "drawn.svg"], check=True)
            found, count = behind("drawn.svg")
            check(count > 0 and not found, f"{scenario} {words}: lines keep off boxes of others", found)
    write_random("springs.json", 200, 600)  # 1,392 when lines among springs were straight
    subprocess.run([program, "graph", "springs.json", "-q", "-o", "drawn.svg"], check=True)
    found, count = behind("drawn.svg")
    check(count > 500 and len(found) <= 20, "among springs all but a few keep off", len(found))


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    test_lines()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
