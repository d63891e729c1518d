#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of `bench` as one table, in Markdown: bench [NAME...] | table.py

A peer's number is its time as a multiple of ours. Growth is the exponent from one size to the next:
1.0 is in proportion, 2.0 quadratic.
"""
import json
import math
import sys

OURS = ("seconds", "wall_seconds", "megabytes", "growth", "runs", "checked", "share_of_30_ms")
SIZES = ("deals", "edges", "vertices", "entities", "nodes", "payments", "size")


def number(value):
    if value is None or not math.isfinite(value):
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def seconds(value):
    if value is None:
        return "given up"
    if value >= 1:
        return f"{value:.3g} s"
    return f"{value * 1e3:.3g} ms" if value >= 1e-3 else f"{value * 1e6:.3g} µs"


def peer(name, found):
    if "ratio" in found:
        return f"{name} {number(found['ratio'])}"
    if "more_than_ratio" in found:
        return f"{name} > {number(found['more_than_ratio'])}"
    why = next((key for key, value in found.items() if value is True), "?")
    return f"{name} {why.replace('_', ' ')}"


def size_of(line):
    return next((line[key] for key in SIZES if isinstance(line.get(key), (int, float))), None)


def case_of(line):
    words = []
    for key, value in line.items():
        if key == "bench" or key in OURS or isinstance(value, dict):
            continue
        words.append(value if isinstance(value, str) else f"{number(value)} {key.replace('_', ' ')}")
    return ", ".join(words)


def series_of(line):
    """What a line has in common with those of other sizes."""
    return line["bench"], tuple(v for v in line.values() if isinstance(v, str))


def growth_of(line, before):
    if line.get("growth") is not None:
        return line["growth"]
    sizes, times = (size_of(before), size_of(line)), (before.get("seconds"), line.get("seconds"))
    if None in sizes + times or sizes[1] < 2 * sizes[0] or min(times) <= 0:
        return None
    return math.log(times[1] / times[0]) / math.log(sizes[1] / sizes[0])


def main():
    before = {}
    print("| benchmark | case | time | memory, MB | growth | peers, times as long |")
    print("|---|---|---|---|---|---|")
    for text in sys.stdin:
        line = json.loads(text)
        peers = ", ".join(peer(k, v) for k, v in line.items() if isinstance(v, dict))
        last = before.get(series_of(line))
        before[series_of(line)] = line
        print("|", line["bench"], "|", case_of(line), "|", seconds(line.get("seconds")), "|",
              number(line["megabytes"]) if "megabytes" in line else "", "|",
              number(growth_of(line, last)) if last else "", "|",
              peers + ("" if line["checked"] else " WRONG"), "|", flush=True)


main()
