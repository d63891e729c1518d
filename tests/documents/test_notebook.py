#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notebook of a report: valid, runs, and shows the figures of result.json.

Usage: test_notebook.py CIRCFIN ROOT. Needs nbformat, nbconvert, ipykernel, pandas, matplotlib.
"""
import base64
import html.parser
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import nbformat

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import test_markdown  # hostile names

VEGA = "application/vnd.vegalite.v5+json"
IMAGE = "data:image/svg+xml;base64,"
HOSTILE = test_markdown.NAMES + ["NA", "null", "nan", "007", "1e5", "True", '"""', "'''", "''x",
                                 "\\u0022", "</script><script>alert(1)</script>",
                                 "=1+1", "+1", "-1", "@x"]


def hostile_scenario():
    """A ring in which everybody has an odd name; some ids look like numbers or like nothing."""
    ids = [name.replace("\n", "-").replace("\t", "-")for name in HOSTILE]
    deals = []
    for i, id_ in enumerate(ids):
        buyer = ids[(i + 1) % len(ids)]
        deals += [{"id": f"in {i}", "relation": "investor", "payer": id_, "payee": buyer,
                   "amount": 10 + i / 7, "announced": f"2025-{i % 12 + 1:02}-01"},
                  {"id": f"out {id_}", "relation": "customer", "payer": buyer, "payee": id_,
                   "amount": {"low": 10, "base": 20 + i, "high": 200}}]
    return {"schema": "circfin.scenario/1", "name": '<b>*Odd* names</b> """', "currency": "EUR",
            "unit": "million", "description": "# no heading\n<script>alert(1)</script>",
            "entities": [{"id": i, "name": n} for i, n in zip(ids, HOSTILE)], "deals": deals,
            "shocks": [{"id": '<b>$x$</b> """ \\u0022', "apply": ["assumed=0"]},
                       {"id": "nothing", "apply": ["funds=1"]}]}


def lean_scenario():
    """A supplier whose revenue is only reported: nobody pays it here, and nothing comes back."""
    return {"schema": "circfin.scenario/1", "name": "Lean", "currency": "USD",
            "entities": [{"id": "s", "revenue": {"amount": 7}}, {"id": "c"}, {"id": "d"}],
            "deals": [{"id": "1", "relation": "investor", "payer": "s", "payee": "c", "amount": 1},
                      {"id": "2", "relation": "customer", "payer": "c", "payee": "d", "amount": 1}],
            "shocks": [{"id": "nothing", "apply": ["funds=1"]}]}


def tiny_scenario():
    """Amounts that nobody writes out."""
    return {"schema": "circfin.scenario/1", "name": "Tiny", "currency": "USD", "unit": "bn",
            "entities": [{"id": "s"}, {"id": "c"}],
            "deals": [{"id": "1", "relation": "investor", "payer": "s", "payee": "c",
                       "amount": 5e-8},
                      {"id": "2", "relation": "customer", "payer": "c", "payee": "s",
                       "amount": 0.00123456}]}


class Cells(html.parser.HTMLParser):
    """The texts of a table's cells, row by row; sources of images; all tags."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.rows, self.images, self.tags, self.inside = [], [], set(), False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.inside = True
            self.rows[-1].append("")
        elif tag == "img":
            self.images.append(dict(attributes)["src"])

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def outputs_of(notebook):
    """Of each cell of code that shows something: its id and what it shows."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                yield cell.id, output


def alike(a, b):
    """The same JSON but for the last digits of numbers."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    return a == b


def check_unrun(notebook):
    """What the notebook is as it is written."""
    nbformat.validate(notebook)
    if notebook.cells[0].metadata.get("tags") != ["unexecuted"]:
        yield "does not say first that it has not been run"
    if list(outputs_of(notebook)):
        yield "has outputs"
    folded = [cell for cell in notebook.cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    if not folded or folded[0].id != "setup" or notebook.cells[1].id != "answer":
        yield f"opens with {[cell.id for cell in notebook.cells[:4]]}"
    pictures = [cell for cell in notebook.cells if cell.get("attachments")]
    for cell in pictures:
        for name, forms in cell.attachments.items():
            if f"(attachment:{name})" not in cell.source or not base64.b64decode(
                    forms["image/png"], validate=True).startswith(b"\x89PNG"):
                yield f"{name} is not shown"
    if [len(cell.attachments) for cell in pictures] != [2]:
        yield "has not both pictures"


def check_run(run):
    """What it is once Jupyter has run it: each cell but the first shows a table, a chart or text."""
    nbformat.validate(run)
    if any("unexecuted" in cell.metadata.get("tags", []) for cell in run.cells):
        yield "still says that it has not been run"
    codes = [cell for cell in run.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in codes] != list(range(1, len(codes) + 1)):
        yield f"cells of code are numbered {[cell.execution_count for cell in codes]}"
    for cell in codes[1:]:
        if not cell.outputs:
            yield f"{cell.id}: shows nothing"
    for id_, output in outputs_of(run):
        if output.output_type == "stream" and output.name == "stdout":
            continue
        if output.output_type != "display_data":
            yield f"{id_}: {output}"
            continue
        shown = Cells(output.data["text/html"])
        if shown.tags - {"table", "thead", "tbody", "tr", "th", "td", "img"}:
            yield f"{id_}: tags {sorted(shown.tags)}"
        if not shown.rows and not shown.images:
            yield f"{id_}: shows nothing"
        for source in shown.images:
            xml.etree.ElementTree.fromstring(base64.b64decode(source[len(IMAGE):], validate=True))


def check_names(run, folder):
    """Entities have the names that the file gives them, with their ids where two share one."""
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    names = {e["entity"]: e["name"] or e["entity"] for e in result["tables"]["entities"]}
    once = list(names.values())
    for id_, output in outputs_of(run):
        if id_ != "suppliers":
            continue
        for row, supplier in zip(Cells(output.data["text/html"]).rows[1:],
                                 result["tables"]["suppliers"]):
            name = names[supplier["entity"]]
            if once.count(name) > 1:
                name = f"{name} ({supplier['entity']})"
            shown = row[0].replace("\\n", " ").replace("\\t", " ")
            if shown.split() != name.split():
                yield f"{supplier['entity']}: shown as {row[0]!r}, not {name!r}"


def check_figures(run, folder):
    """The executed notebook's figures beside result.json's."""
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    outputs = {id_: output for id_, output in outputs_of(run) if output.output_type != "stream"}
    for name, value in Cells(outputs["system"].data["text/html"]).rows[1:]:
        expected = result["figures"][name.replace(" ", "_")]
        shown = float(value.replace(",", "").replace("less than ", ""))
        if expected is None or abs(shown - expected) > 0.005 * expected + 1e-6:
            yield f"{name} is {value}, but {expected} in result.json"
    rows = outputs["exposure"].data[VEGA]["data"]["values"]
    for row, supplier in zip(rows, result["tables"]["suppliers"]):
        for shown, column in (("min", "loopback_min"), ("pro_rata", "loopback_pro_rata"),
                              ("max", "loopback_max"), ("invested", "invested")):
            if not alike(row[shown], supplier[column]):
                yield f"{supplier['entity']}: {shown} is {row[shown]}, but {supplier[column]}"


def check_kept(run, root):
    """The kept example's tables beside those that Jupyter works out now; charts depend on the
    version of matplotlib."""
    path = root / "notebooks-out/ai-deals/notebook.ipynb"
    kept = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    for (id_, old), (other, new) in zip(outputs_of(kept), outputs_of(run)):
        if id_ != other or old.output_type != new.output_type:
            yield f"kept: {id_} {old.output_type}, now {other} {new.output_type}"
        elif old.output_type == "stream" and old.text != new.text:
            yield f"{id_}: kept {old.text!r}, now {new.text!r}"
        elif old.output_type != "stream":
            before, after = (Cells(o.data["text/html"]).rows for o in (old, new))
            if before != after:
                yield f"{id_}: kept {before}, now {after}"


def report(circfin, scenario, folder, *options, path=os.environ["PATH"]):
    """Writes a report; its notebook's text, and what is printed."""
    done = subprocess.run([circfin, "report", scenario, "-o", str(folder), "--quiet", *options],
                          check=True, text=True, capture_output=True,
                          env={**os.environ, "PATH": path})
    return (folder / "notebook.ipynb").read_text(encoding="utf-8"), done.stderr


def check(circfin, scenario, folder, *view):
    text, _ = report(circfin, scenario, folder, *view)
    yield from check_unrun(nbformat.reads(text, as_version=4))
    nowhere, told = report(circfin, scenario, folder, "--run-notebook", *view, path="")
    if nowhere != text or "there is no Jupyter here" not in told:
        yield f"without Jupyter: {told!r}"
    path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    again = scenario.endswith("/joint.json")  # a run takes seconds
    runs = [report(circfin, scenario, folder, "--run-notebook", *view, path=path)
            for _ in range(2 if again else 1)]
    if runs[0] != runs[-1]:
        yield "other bytes the second time"
    if runs[0][1]:
        yield f"printed {runs[0][1]!r}"
    run = nbformat.reads(runs[0][0], as_version=4)
    yield from check_run(run)
    yield from check_names(run, folder)
    if any(id_ == "exposure" for id_, _ in outputs_of(run)):
        yield from check_figures(run, folder)
    if not view and scenario.endswith("/ai-deals.json"):
        yield from check_kept(run, pathlib.Path(scenario).parents[1])


def main():
    circfin, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        made = {"odd": hostile_scenario(), "lean": lean_scenario(), "tiny": tiny_scenario()}
        for name, scenario in made.items():
            (folder / f"{name}.json").write_text(json.dumps(scenario), encoding="utf-8")
        cases = [(root / "data/ai-deals.json",), (root / "data/textbook/joint.json",),
                 (root / "data/textbook/open-loop.json",),
                 (root / "data/ai-deals.json", "--weights", "probability", "--consolidate"),
                 (root / "data/textbook/joint.json", "--status", "rumoured"),
                 *((folder / f"{name}.json",) for name in made)]
        for number, (scenario, *view) in enumerate(cases):
            told = list(check(circfin, str(scenario), folder / str(number), *view))
            failed += bool(told)
            for problem in told:
                print(f"{scenario.name} {' '.join(view)}: {problem}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
