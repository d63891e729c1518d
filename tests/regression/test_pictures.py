#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of many components and the processes that draw them, from outside.

Usage: test_pictures.py CIRCFIN SOURCE
"""
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

program = os.path.abspath(sys.argv[1])
passed = failed = 0


def check(good, what, more=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED: {what} {more}")


def write(name, entities, deals):
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"schema": "circfin.scenario/1", "name": name, "currency": "USD",
                   "entities": entities, "deals": deals}, file)


def write_pairs(name, count):
    """A supplier that invests in its customer, `count` times."""
    deals = []
    for i in range(count):
        deals.append({"id": f"i{i}", "relation": "investor", "payer": f"s{i}", "payee": f"c{i}",
                      "amount": 10 + i % 97})
        deals.append({"id": f"b{i}", "relation": "customer", "payer": f"c{i}", "payee": f"s{i}",
                      "amount": 8 + i % 89})
    write(name, [{"id": f"{side}{i}"} for i in range(count) for side in "sc"], deals)


def write_random(name, entities, deals):
    """One component, so dense that Graphviz is busy for seconds."""
    chance = random.Random(5)
    pairs = [(i, chance.randrange(i)) for i in range(1, entities)]
    pairs += [chance.sample(range(entities), 2) for _ in range(deals - len(pairs))]
    write(name, [{"id": f"e{i}"} for i in range(entities)],
          [{"id": f"d{i}", "relation": "customer", "payer": f"e{a}", "payee": f"e{b}",
            "amount": 1 + i % 50} for i, (a, b) in enumerate(pairs)])


def run(*words, seconds=60):
    """Exit status, seconds and messages; status None where it takes longer."""
    begin = time.monotonic()
    try:
        done = subprocess.run([program, *words], capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None, seconds, ""
    return done.returncode, time.monotonic() - begin, done.stderr


# ---- many components -------------------------------------------------------------------------------

def boxes_of(name):
    """Places of the boxes of entities in an SVG: left, top, width, height."""
    boxes = []
    for entity in ElementTree.parse(name).iter("{http://www.w3.org/2000/svg}g"):
        if entity.get("class") == "cf-entity":
            box = entity.find("{http://www.w3.org/2000/svg}rect")
            boxes.append([float(box.get(key)) for key in ("x", "y", "width", "height")])
    return boxes


def overlapping(boxes):
    """Of boxes sorted by their tops, those that lie on one of the next."""
    boxes = sorted(boxes, key=lambda box: box[1])
    count = 0
    for i, (x, y, width, height) in enumerate(boxes):
        for x2, y2, width2, _ in boxes[i + 1:]:
            if y2 >= y + height:
                break
            count += x2 < x + width and x < x2 + width2
    return count


def test_many_components():
    write_pairs("pairs.json", 2000)  # 44 seconds when all were laid out as one
    status, seconds, _ = run("graph", "pairs.json", "-o", "pairs.svg", seconds=25)
    check(status == 0, "2,000 pairs are drawn in time", f"status {status}, {seconds:.1f} s")
    if status != 0:
        return
    boxes = boxes_of("pairs.svg")
    check(len(boxes) == 4000, "every entity has its box", len(boxes))
    check(overlapping(boxes) == 0, "no box lies on another", overlapping(boxes))
    size = ElementTree.parse("pairs.svg").getroot()
    width, height = float(size.get("width")), float(size.get("height"))
    check(0.5 < width / height < 2.5, "the picture is for a screen", f"{width} x {height}")
    run("graph", "pairs.json", "-o", "again.svg")
    with open("pairs.svg", "rb") as one, open("again.svg", "rb") as two:
        check(one.read() == two.read(), "the same file gives the same picture")


# ---- Graphviz can be ended -----------------------------------------------------------------------

def processes_of(session):
    """Processes of a session that are not zombies."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(name))
    return found


def start_drawing(target):
    """A process whose Graphviz is at work, and the number of that one."""
    process = subprocess.Popen([program, "graph", "random.json", "-o", target], text=True,
                               start_new_session=True, stderr=subprocess.PIPE)
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        children = [p for p in processes_of(process.pid) if p != process.pid]
        if children:
            return process, children[0]
        time.sleep(0.01)
    return process, None


def test_signals():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process, child = start_drawing("ended.svg")
        check(child is not None, "Graphviz runs in a process of its own")
        begin = time.monotonic()
        process.send_signal(number)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        seconds = time.monotonic() - begin
        check(process.returncode == -number and seconds < 2,
              f"{number.name} ends it at once", f"{process.returncode} after {seconds:.1f} s")
        time.sleep(0.1)
        check(not processes_of(process.pid), f"{number.name} leaves no process behind")
        left = [name for name in os.listdir() if "circfin" in name or "ended" in name]
        check(not left, f"{number.name} leaves no file behind", left)


def test_crashes():
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL):
        process, child = start_drawing("crashed.svg")
        if child is not None:
            time.sleep(0.2)  # until its signals are no longer those of its parent
            os.kill(child, number)
        _, messages = process.communicate(timeout=30)
        check(process.returncode == 70 and messages == "circfin: error: out of memory\n",
              f"{number.name} in Graphviz is told", f"{process.returncode}: {messages}")
        check(not os.path.exists("crashed.svg"), f"{number.name} leaves no picture behind")


# ---- long texts ------------------------------------------------------------------------------------

def test_long_texts():
    long = 1_000_000
    names = ["&" * long, "\\" * long, "n" * long]
    ids = [letter * 100_000 for letter in "abc"]
    write("long.json", [{"id": i, "name": name, "group": "g" * long} for i, name in zip(ids, names)],
          [{"id": f"d{i}", "relation": "investor" if i == 0 else "customer", "payer": ids[i],
            "payee": ids[(i + 1) % 3], "amount": 5 + i, "instrument": "&" * long,
            "note": "t" * long} for i in range(3)])
    status, seconds, _ = run("score", "long.json", "-q")
    check(status == 0 and seconds < 20, "score is quick", f"{status}, {seconds:.1f} s")
    status, _, _ = run("graph", "long.json", "--group", "-o", "long.dot")
    with open("long.dot", encoding="utf-8") as file:
        strings = re.findall(r'"(?:[^"\\]|\\.)*"', file.read())
    check(status == 0 and max(len(text.encode()) for text in strings) < 16384,
          "strings of DOT are short enough for Graphviz")
    run("graph", "long.json", "-o", "long.svg")
    with open("long.svg", encoding="utf-8") as file:
        text = file.read()
    check(text.count("n" * long) == 1, "a name is whole once", text.count("n" * long))
    check(len(text) < 12 * long, "and cut elsewhere", len(text))
    run("report", "long.json", "-q", "-o", "long")
    size = os.path.getsize("long/report.html")
    check(size < 40 * long, "the page does not repeat them", size)  # 160 MB before


# ---- without a library ----------------------------------------------------------------------------

def names_of_libraries():
    """The libraries that the program loads when it needs them, by the names that are in it."""
    with open(program, "rb") as file:
        content = file.read().decode("latin-1")
    return {stem: re.search(stem + r"[-.0-9]*\.so[.0-9]*(?=\0)", content).group()
            for stem in ("libgvc", "librsvg", "libxlsxwriter")}


def without(library, *words):
    """A run where the library is an empty file."""
    with tempfile.TemporaryDirectory() as empty:
        with open(f"{empty}/{library}", "wb"):
            pass
        return subprocess.run([program, *words], env={**os.environ, "LD_LIBRARY_PATH": empty},
                              capture_output=True, text=True)


def test_without_libraries():
    """They are loaded when they are needed; without one, everything else works."""
    write_pairs("few.json", 3)
    drawing = "librsvg 2.50 and Graphviz 2.42, or draw an svg"
    needed = {"libgvc": {"svg": "Graphviz 2.42", "png": drawing, "pdf": drawing},
              "librsvg": {"png": drawing, "pdf": drawing},
              "libxlsxwriter": {"xlsx": "libxlsxwriter"}}
    for stem, name in names_of_libraries().items():
        for ending in ("dot", "gexf", "cyjs", "mmd", "svg", "png", "pdf", "xlsx", "csv"):
            target = f"{stem}.{ending}"
            needs = needed[stem].get(ending)
            done = without(name, "graph", "few.json", "-o", target)
            told = (f"circfin: error: this result cannot be written as {ending} [CF605]\n"
                    f"  hint: install {needs}\n")
            check(done.returncode == (2 if needs else 0) and done.stderr == (told if needs else ""),
                  f"{ending} without {stem}", done.stderr)
            check(os.path.exists(target) == (needs is None), f"{target}")


def test_report_without_libraries():
    """A report leaves out what needs it, and says so."""
    missing = {"libgvc": ("graph.svg", "Graphviz"), "libxlsxwriter": ("workbook.xlsx", "libxlsxwriter")}
    names = names_of_libraries()
    run("report", "few.json", "-o", "whole")
    whole = set(os.listdir("whole"))
    for stem, (document, needs) in missing.items():
        folder = "without-" + stem
        done = without(names[stem], "report", "few.json", "-o", folder)
        told = f"warning: {names[stem]} is not installed, so a report is without {document}"
        check(done.returncode == 0 and done.stderr.count(told) == 1 and
              f"  hint: install {needs}\n" in done.stderr, f"a report without {stem}", done.stderr)
        check(document in whole, f"{document} in a whole report")
        check(set(os.listdir(folder)) == whole - {document}, f"all but {document} without {stem}")


# ---- little memory ---------------------------------------------------------------------------------

def test_little_memory():
    write_pairs("few.json", 3)
    for ending in ("svg", "png", "pdf"):
        run("graph", "few.json", "-o", "good." + ending)
        with open("good." + ending, "rb") as file:
            good = file.read()
        ends = set()
        for limit in range(90_000, 210_000, 10_000):  # kB of addresses; a picture takes some 200,000
            done = subprocess.run(["bash", "-c", f'ulimit -v {limit}; exec "$@"', "bash", program,
                                   "graph", "few.json", "-o", "little." + ending],
                                  capture_output=True, text=True)
            there = os.path.exists("little." + ending)
            if done.returncode == 0:
                with open("little." + ending, "rb") as file:
                    fine = file.read() == good
                os.remove("little." + ending)
            else:  # 127: the program cannot be loaded
                fine = not there and (done.returncode == 127 or done.returncode == 70 and
                                      done.stderr == "circfin: error: out of memory\n")
            ends.add(done.returncode)
            check(fine, f"{ending} within {limit} kB", f"{done.returncode}: {done.stderr}")
        check(ends != {127}, f"{ending}: the limits let the program begin")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    write_random("random.json", 100, 400)
    test_many_components()
    test_signals()
    test_crashes()
    test_long_texts()
    test_without_libraries()
    test_report_without_libraries()
    if "CIRCFIN_SANITIZED" not in os.environ:  # AddressSanitizer takes terabytes
        test_little_memory()
    os.chdir("/")

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
