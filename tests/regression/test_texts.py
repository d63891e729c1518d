#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No text of a picture lies on another, whichever font draws it.

Usage: test_texts.py CIRCFIN SOURCE

Draws the shipped scenarios in their three views, and a lease structure, as graph, Sankey diagram and
every chart; and the drivers of a lease some of which move a figure one way only. librsvg measures each text as it draws it, once with each of DejaVu Sans, Liberation Sans
(the metrics of Arial) and Noto Sans, of those that are installed.
"""
import ctypes
import ctypes.util
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

SVG = "{http://www.w3.org/2000/svg}"
SLACK = 1.0  # pixels that two boxes may share: the rim of a letter
FONTS = {"DejaVu Sans": "DejaVuSans.ttf", "Liberation Sans": "LiberationSans-Regular.ttf",
         "Noto Sans": "NotoSans-Regular.ttf"}


# ---- measuring, in a process of its own: fontconfig reads its file once -------------------------------

class Rectangle(ctypes.Structure):
    _fields_ = [(name, ctypes.c_double) for name in ("x", "y", "width", "height")]


def library(*names):
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            pass
    return None


def open_rsvg():
    rsvg = library("librsvg-2.so.2", "librsvg-2.2.dylib", ctypes.util.find_library("rsvg-2") or "")
    if rsvg is not None:
        rsvg.rsvg_handle_new_from_data.restype = ctypes.c_void_p
        rsvg.rsvg_handle_new_from_data.argtypes = [ctypes.c_char_p, ctypes.c_size_t,
                                                   ctypes.c_void_p]
        rsvg.rsvg_handle_get_geometry_for_layer.argtypes = [ctypes.c_void_p, ctypes.c_char_p] + \
            [ctypes.POINTER(Rectangle)] * 3 + [ctypes.c_void_p]
    return rsvg


def words_of(text):
    """What a text shows: its tooltip is no part of it."""
    parts = [text.text or ""]
    for child in text:
        if child.tag != SVG + "title":
            parts.append(words_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def boxes_of(rsvg, name):
    """Of each text that is drawn: its box in pixels of the drawing, and its words; and the paper."""
    tree = ElementTree.parse(name)
    root = tree.getroot()
    texts = [text for text in root.iter(SVG + "text") if words_of(text).strip()]
    for i, text in enumerate(texts):
        text.set("id", f"text{i}")
    data = ElementTree.tostring(root)
    handle = rsvg.rsvg_handle_new_from_data(data, len(data), None)
    left, top, width, height = (float(word) for word in root.get("viewBox").split())
    paper = Rectangle(0, 0, width, height)
    boxes = []
    for i, text in enumerate(texts):
        ink, logical = Rectangle(), Rectangle()
        if not rsvg.rsvg_handle_get_geometry_for_layer(handle, f"#text{i}".encode(), paper, ink,
                                                       logical, None):
            raise SystemExit(f"librsvg does not measure {words_of(text)!r} in {name}")
        boxes.append((ink.x, ink.y, ink.x + ink.width, ink.y + ink.height, words_of(text)))
    return boxes, (width, height)


def troubles_of(boxes, size):
    found = []
    for i, (left, top, right, bottom, words) in enumerate(boxes):
        if left < -SLACK or top < -SLACK or right > size[0] + SLACK or bottom > size[1] + SLACK:
            found.append(f"{words!r} leaves the picture")
        for left2, top2, right2, bottom2, words2 in boxes[i + 1:]:
            if min(right, right2) - max(left, left2) > SLACK and \
                    min(bottom, bottom2) - max(top, top2) > SLACK:
                found.append(f"{words!r} lies on {words2!r}")
    return found


def measure(names):
    """Prints the troubles of each picture as JSON, and how many texts there are."""
    rsvg = open_rsvg()
    result = {"texts": 0, "troubles": []}
    for name in names:
        boxes, size = boxes_of(rsvg, name)
        result["texts"] += len(boxes)
        result["troubles"] += [f"{os.path.basename(name)}: {trouble}"
                               for trouble in troubles_of(boxes, size)]
    print(json.dumps(result))


# ---- what is drawn --------------------------------------------------------------------------------------

def write_lease(name):
    """A landlord, its lenders, a tenant and what they build: 16 deals, long names, unknown amounts."""
    entities = ["Northern Data Centre Development Company (Phase One)", "Hyperscale Tenant Inc.",
                "Chip Manufacturer", "First Infrastructure Partners Fund IV",
                "Syndicate of Senior Lenders (Agent: First Bank)", "Mezzanine Credit Opportunities",
                "Guarantor Parent Holdings", "Power and Cooling Contractors (aggregate)",
                "Operator", "Model Developer"]
    deals = [("investor", 3, 0, 4.5), ("investor", 4, 0, 11.25), ("investor", 5, 0, 2.4),
             ("supplier", 0, 2, 9.8), ("supplier", 0, 7, 6.1), ("customer", 1, 0, 21),
             ("investor", 2, 9, 3), ("customer", 9, 1, 14), ("investor", 2, 0, 1.2),
             ("interest", 0, 4, 5.6), ("repayment", 0, 4, 11.25), ("interest", 0, 5, 1.3),
             ("customer", 0, 8, 1.9), ("investor", 6, 1, 2), ("customer", 9, 8, None),
             ("investor", 1, 9, None)]
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"schema": "circfin.scenario/1", "name": "A lease of sixteen deals",
                   "currency": "USD", "unit": "bn", "span": {"from": "2026", "to": "2030"},
                   "entities": [{"id": f"e{i}", "name": words, "group": f"Group {i // 3}"}
                                for i, words in enumerate(entities)],
                   "deals": [{"id": f"d{i}", "relation": relation, "payer": f"e{payer}",
                              "payee": f"e{payee}", "start": "2026", "end": "2030",
                              "status": "signed",
                              **({} if amount is None else {"amount": amount})}
                             for i, (relation, payer, payee, amount) in enumerate(deals)]}, file)


def write_trust(name):
    """A lease whose lessee moves a supplier's figure the same way whether it pays less or more."""
    entities = {"bank": 50, "trust": 12.345, "lessee": 4, "deposit": 0, "undertaker": 3, "maker": 0,
                "others": 0}
    deals = [("investor", "bank", "trust", 101.818), ("customer", "trust", "lessee", 112.168),
             ("customer", "lessee", "undertaker", 88.333), ("customer", "lessee", "deposit", 14.4449),
             ("customer", "undertaker", "bank", 86.6666), ("customer", "deposit", "trust", 11.111),
             ("customer", "trust", "bank", 7.7777), ("customer", "lessee", "others", 2.2222),
             ("customer", "trust", "others", 1.556), ("investor", "maker", "trust", 10.0049),
             ("customer", "lessee", "maker", 3.3333), ("customer", "others", "maker", 0.9),
             ("investor", "bank", "undertaker", 5.5555)]
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"schema": "circfin.scenario/1", "name": "A lease in trust", "currency": "USD",
                   "unit": "million",
                   "entities": [{"id": id, "name": id.title(), **({"outside_funds": funds}
                                                                  if funds else {})}
                                for id, funds in entities.items()],
                   "deals": [{"id": f"d{i}", "relation": relation, "payer": payer, "payee": payee,
                              "amount": amount}
                             for i, (relation, payer, payee, amount) in enumerate(deals)]}, file)


def charts_of(source):
    """Command and name of each row of charts.def."""
    with open(os.path.join(source, "src/pictures/charts.def"), encoding="utf-8") as file:
        text = file.read()
    rows = re.findall(r'^CF_CHART\("(\w+)", "(\w+)"', text, re.M)
    return rows + re.findall(r'^CF_CHART_OF\("[\w.]+", "(\w+)",\s+"(\w+)"', text, re.M)


def ways_to_draw(source, scenario, unknown):
    """Words of each command that draws the scenario."""
    with open(scenario, encoding="utf-8") as file:
        read = json.load(file)
    payer = read["deals"][0]["payer"]
    more = {"stress": ["--shock", "funds=0.4"], "curve": ["--curve", f"funds:{payer}=1:0:-0.25"],
            "sweep": ["--vary", "relation:investor=0.5:1.5:0.25"], "compare": [scenario],
            "waterfall": ["--attribution", "--draws", "64"], "chance": ["--draws", "40"],
            "simulate": ["--draws", "200"]}
    ways = [["graph", *style, *more_of] for style in ([], ["--style", "sankey"])
            for more_of in ([], ["--group"], ["--unknown"] if unknown else ["--top", "8"])]
    for command, chart in charts_of(source):
        several = sum(command == other for other, _ in charts_of(source)) > 1
        ways.append([command, *(["--chart", chart] if several else []),
                     *more.get(command, []),
                     *(more.get(chart, []) if chart != command else [])])
    return ways


if len(sys.argv) > 2 and sys.argv[1] == "--measure":
    measure(sys.argv[2:])
    sys.exit()

program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
passed = failed = 0


def check(good, what, more=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED: {what} {more}")


def draw(job):
    """Draws a picture. Whether there is one; the program says so where there is nothing to draw."""
    words, scenario, file = job
    done = subprocess.run([program, words[0], scenario, *words[1:], "-o", file, "--quiet"],
                          capture_output=True, text=True)
    return done.returncode, f"{' '.join(words)}: {done.stderr.strip()[:300]}"


def draw_all(folder):
    """Every picture of every scenario; their files."""
    write_lease(os.path.join(folder, "lease.json"))
    scenarios = {"lease": os.path.join(folder, "lease.json"),
                 "ai-deals": os.path.join(source, "data/ai-deals.json"),
                 "telecom": os.path.join(source, "data/telecom-1999-2002.json")}
    unknown = "--unknown" in subprocess.run([program, "help", "graph"], capture_output=True,
                                            text=True).stdout
    jobs = []
    for name, scenario in scenarios.items():
        for view in ("firm", "base", "headline"):
            for words in ways_to_draw(source, scenario, unknown):
                called = "-".join(re.sub(r"[^\w-]+|^-+", "", word) for word in
                                  (name, view, *words) if "/" not in word)
                jobs.append(([*words, "--view", view], scenario,
                             os.path.join(folder, called + ".svg")))
    write_trust(os.path.join(folder, "trust.json"))
    jobs.append((["drivers", "--supplier", "maker"], os.path.join(folder, "trust.json"),
                 os.path.join(folder, "trust-drivers.svg")))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for status, told in pool.map(draw, jobs):
            check(status == 0, "a picture is drawn:", told)
    return [file for _, _, file in jobs if os.path.exists(file)]


def fontconfig_of(folder, font, path):
    """The file of a system that has one font."""
    name = os.path.join(folder, f"{font}.conf")
    with open(name, "w", encoding="utf-8") as file:
        file.write(f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{os.path.dirname(path)}</dir><cachedir>{folder}/cache</cachedir>
<match><edit name="family" mode="assign" binding="strong"><string>{font}</string></edit></match>
</fontconfig>""")
    return name


def find_font(name):
    for folder, _, files in os.walk("/usr/share/fonts"):
        if name in files:
            return os.path.join(folder, name)
    return None


def test_texts(folder):
    pictures = draw_all(folder)
    check(len(pictures) > 150, "the scenarios are drawn", len(pictures))
    if open_rsvg() is None:
        print("skipped: there is no librsvg to measure with")
        return
    for font, name in FONTS.items():
        path = find_font(name)
        if path is None:
            print(f"skipped: {font} is not installed")
            continue
        environment = {**os.environ, "FONTCONFIG_FILE": fontconfig_of(folder, font, path)}
        done = subprocess.run([sys.executable, __file__, "--measure", *pictures], text=True,
                              capture_output=True, env=environment)
        result = json.loads(done.stdout) if done.returncode == 0 else {"texts": 0, "troubles": []}
        check(result["texts"] > 10 * len(pictures), f"{font}: the texts are measured",
              done.stderr[-300:])
        for trouble in result["troubles"]:
            check(False, f"{font}:", trouble)


with tempfile.TemporaryDirectory() as place:
    test_texts(os.environ.get("KEEP_PICTURES", place))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
