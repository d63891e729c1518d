#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the graphs that circfin writes with the parsers of other programs, and compares every node,
edge, amount and name with the tables of `graph` and `score` and with the scenario itself.

Usage: test_interchange.py CIRCFIN ROOT [NODE CHROMIUM]

GEXF and Cytoscape JSON are read with NetworkX; with NODE (after `npm ci` in this folder), also with
graphology and Cytoscape.js, and Mermaid with its own parser and drawn in CHROMIUM. Prints what is
wrong and a closing line `N passed, M failed`; ends with 77 where NetworkX is missing.
"""
import calendar
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import networkx
except ImportError:
    print("skipped: this Python has no NetworkX (Debian: python3-networkx)")
    sys.exit(77)

HOSTILE = [
    "plain", '"double"', "it's", "<b>bold</b>", "<script>alert(1)</script>", "&amp; &lt; &#65;", "]]>",
    "`back`", "``` fence", "two\nlines", "tab\there", "return\r\nline", "\x01\x1f\x7f", "\ufffe\uffff",
    "emoji \U0001F469\u200D\U0001F4BB", "\u05e9\u05dc\u05d5\u05dd", "\u202eright", "e\u0301",
    "a\u2028b\u0085c", "end", "subgraph", "graph TD", "# head", "#35; #quot;", "a;b", "a --> b", "--",
    "%% remark", "%%{init: {'theme': 'dark'}}%%", "1. list", "- dash", "* star", "_under_ **bold**",
    "[link](https://example.org)", "https://example.org", "$$x^2$$", "fa:fa-car", "@{ shape: x }",
    "{curly}", "[square]", "(round)", "|pipe|", "back\\slash \\n", "style x:#1;", "classDef x:#1;",
    "click n0 call", "---", "title: x", " both ends ", "", "deal:1", "deal::2", "1", "2", "+others", "x" * 300,
]

# What a chart program shows of a text: one space for any run of spaces.
SPACES = re.compile(r"[ \t\r\n]+")

passed = failed = 0


def expect(holds, words):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(words)


def same(got, wanted):
    """Amounts to the last digit, texts to the last byte."""
    if isinstance(wanted, float) and isinstance(got, (int, float)):
        return got == wanted or math.isclose(got, wanted, rel_tol=1e-15)
    return got == wanted and isinstance(got, bool) == isinstance(wanted, bool)


def compare(what, got, wanted):
    """Two dictionaries, key by key."""
    for key in sorted(wanted.keys() | got.keys()):
        expect(key in got and key in wanted and same(got[key], wanted[key]),
               f"{what}, {key}: {got.get(key)!r}, not {wanted.get(key)!r}")


# ---- what there should be ---------------------------------------------------------------------------

def run(circfin, *args):
    return subprocess.run([circfin, *args, "--quiet"], check=True, capture_output=True).stdout


def tables(circfin, *args):
    return json.loads(run(circfin, *args, "--format", "json"))


def without_nulls(row):
    return {key: value for key, value in row.items() if value is not None}


def floats(row):
    return {key: float(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for key, value in row.items()}


def ids_of(joined):
    """Ids joined by +, which has a backslash before it in an id."""
    return [re.sub(r"\\(.)", r"\1", part, flags=re.S)
            for part in re.findall(r"(?:[^+\\]|\\.)+", joined, flags=re.S)]


def joined_ids(ids):
    def item(deal):
        special = "; \\" if deal[0] == " " or deal[-1] == " " else ";\\"
        return "".join("\\" + c if c in special else c for c in deal)
    return ";".join(item(deal) for deal in ids)


def as_xml(text):
    """What XML cannot say is U+FFFD."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


SETTLED = {"payer", "payee", "amount", "currency", "status", "schedule", "part_of", "supersedes", "sources"}


def whole_date(key, text):
    """A shorter date means its first day, or its last one."""
    year, month = int(text[:4]), int(text[5:7] or (12 if key in ("end", "cancelled") else 1))
    last = calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{text[8:] or (last if key in ('end', 'cancelled') else 1):0>2}"


def range_base(value):
    return float(value["base"] if isinstance(value, dict) else value)


class Expected:
    """The graph of a scenario in a view, from everything but the writers under test."""

    def __init__(self, circfin, file, view, graph):
        self.picture = tables(circfin, "graph", file, *view, *graph)
        score = tables(circfin, "score", file, *view)
        written = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
        self.scenario = score["scenario"]
        self.deals = {deal["id"]: deal for deal in written["deals"]}
        self.entities = {entity["id"]: entity for entity in written["entities"]}
        self.scored = {row["deal"]: row for row in score["tables"]["deals"]}
        self.suppliers = {row["entity"]: row for row in score["tables"]["suppliers"]}
        self.lines = self.picture["tables"]["edges"]
        self.shown = {deal for line in self.lines for deal in ids_of(line["deals"])}
        self.is_merged = any(row["members"] > 1 for row in self.picture["tables"]["nodes"])
        self.nodes = {row["entity"]: self.node(row) for row in self.picture["tables"]["nodes"]}
        self.edges = {deal: self.edge(line, deal) for line in self.lines for deal in ids_of(line["deals"])}
        self.drop_columns_of_defaults()

    def node(self, row):
        entity = self.entities.get(row["entity"], {})
        supplier = self.suppliers.get(row["entity"])
        node = {"name": entity.get("name") or row["name"], "group": entity.get("group"),
                "sector": entity.get("sector"), "supplier": supplier is not None}
        if row["members"] > 1:
            node["members"] = row["members"]
        for key in ("in", "out", "funds_assumed", "funding_gap", "retained"):
            node[key] = row[key]
        if supplier is not None:
            for key in ("invested", "loopback_min", "loopback_pro_rata", "loopback_max"):
                node[key] = supplier[key]
            node["revenue"] = supplier["revenue_reported"]
        if row["members"] == 1 and "outside_funds" in entity:
            node["outside_funds"] = range_base(entity["outside_funds"])
        return floats(without_nulls(node))

    def value(self, key, value):
        if key in ("announced", "cancelled", "start", "end"):
            return whole_date(key, value)
        if isinstance(value, dict):
            return range_base(value)
        if isinstance(value, list):
            shown = [deal for deal in value if deal in self.shown]
            return joined_ids(shown) if shown else None
        return value

    def edge(self, line, deal):
        own = self.deals[deal]
        is_open = "unquantified" in line["form"]
        edge = {"class": line["class"], "status": self.scored[deal]["status"],
                "amount": None if is_open else self.scored[deal]["amount"],
                "looping": None if is_open else self.scored[deal]["looping"] or 0.0,
                "looping_supplier": None if is_open else self.scored[deal]["looping_supplier"]}
        edge.update((key, self.value(key, value)) for key, value in own.items()
                    if key not in SETTLED and key != "id" and not key.startswith("x-"))
        edge.setdefault("basis", "reported")
        edge.setdefault("cash", True)
        edge.setdefault("contingent", False)
        edge["source"], edge["target"] = line["payer"], line["payee"]
        return floats(without_nulls(edge))

    def drop_columns_of_defaults(self):
        for key, usual in (("cash", True), ("contingent", False)):
            if all(edge.get(key) == usual for edge in self.edges.values()):
                for edge in self.edges.values():
                    del edge[key]


# ---- what was read ----------------------------------------------------------------------------------

def of_networkx_gexf(path):
    graph = networkx.read_gexf(path)
    nodes = {id: {"name": data.pop("label"), **data} for id, data in graph.nodes(data=True)}
    edges = {}
    for source, target, data in graph.edges(data=True):
        id = data.pop("id")
        edges[id] = {"source": source, "target": target, **data}
    return nodes, edges


def of_networkx_cyjs(path, expected):
    graph = networkx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8")))
    wanted = {key: expected.scenario[key] for key in ("name", "currency", "unit")}
    compare(f"{path}", {key: graph.graph.get(key) for key in wanted}, wanted)
    expect(graph.graph.get("as_of") == expected.picture["view"]["as_of"], f"{path}: as_of")
    nodes = {id: dict(data) for id, data in graph.nodes(data=True)}
    edges = {key: dict(data) for _, _, key, data in graph.edges(keys=True, data=True)}
    return nodes, edges


def of_graphology(got):
    nodes = {node.pop("id"): node for node in got["nodes"]}
    for node in nodes.values():
        node["name"] = node.pop("label")
    return nodes, {edge.pop("id"): edge for edge in got["edges"]}


def of_cytoscape(got):
    return ({node["id"]: dict(node) for node in got["nodes"]},
            {edge["key"]: dict(edge) for edge in got["edges"]})


def take_look(what, data, is_told):
    """Takes colour and size out of the data, where NetworkX and graphology have them."""
    viz = data.pop("viz", {})
    color = data.pop("color", viz.get("color"))
    size = data.pop("size", None) or data.pop("thickness", None) or viz.get("size") or viz.get("thickness")
    expect(not is_told or color is not None and 1 <= size <= 50, f"{what}: {color}, {size}")


def compare_graph(what, expected, nodes, edges, is_xml):
    text = as_xml if is_xml else str
    clean = {id: {key: text(value) if isinstance(value, str) else value for key, value in row.items()}
             for id, row in expected.nodes.items()}
    expect(set(nodes) == set(clean), f"{what}: nodes {set(nodes) ^ set(clean)}")
    for id in nodes.keys() & clean.keys():
        got = dict(nodes[id])
        for key in ("id", "value", "shared_name"):
            got.pop(key, None)
        if is_xml:
            take_look(f"{what}, node {id!r}", got, True)
        # `score` has the reported revenue of suppliers only, scaled to the time of the view
        if "revenue" not in clean[id] and "revenue" in expected.entities.get(id, {}):
            expect(got.pop("revenue", 0) > 0, f"{what}, node {id!r}: no revenue")
        compare(f"{what}, node {id!r}", floats(got), clean[id])
    expect(set(edges) == set(expected.edges), f"{what}: edges {set(edges) ^ set(expected.edges)}")
    for id in edges.keys() & expected.edges.keys():
        got, wanted = dict(edges[id]), {key: text(value) if isinstance(value, str) else value
                                        for key, value in expected.edges[id].items()}
        got.pop("key", None)
        if is_xml:
            take_look(f"{what}, edge {id!r}", got, "NetworkX" not in what)
            if "amount" in wanted:
                expect(same(got.pop("weight", None), wanted["amount"]), f"{what}, edge {id!r}: weight")
        else:
            expect(got.pop("id", id).lstrip(":").endswith(id), f"{what}, edge {id!r}: id")
        compare(f"{what}, edge {id!r}", floats(got), wanted)


def shown(text):
    """A text as a page shows it."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", text)
    return SPACES.sub(" ", text).strip()


def cut(name):
    return name if len(name) <= 100 else name[:100] + "\u2026"


def compare_flowchart(what, expected, got):
    rows = expected.picture["tables"]["nodes"]
    names = [cut(expected.nodes[row["entity"]]["name"]) for row in rows]
    labels = {int(node["id"][1:]): node for node in got["nodes"]}
    expect(sorted(labels) == list(range(len(rows))), f"{what}: nodes {sorted(labels)}")
    for index, name in enumerate(names):
        label = shown(labels[index]["text"].split("\n")[0].replace("\u2060", ""))
        expect(label == shown(name), f"{what}, node {index}: {label!r}, not {shown(name)!r}")
        gap = rows[index]["funding_gap"] > 0
        expect(("short" in labels[index]["classes"]) == gap, f"{what}, node {index}: short")
    expect(got["made"] == 0, f"{what}: {got['made']} elements that no label may make")
    place = {row["entity"]: f"n{i}" for i, row in enumerate(rows)}
    expect(len(got["edges"]) == len(expected.lines), f"{what}: {len(got['edges'])} lines")
    for line, edge in zip(expected.lines, got["edges"]):
        compare_line(f"{what}, {line['payer']!r} to {line['payee']!r}", line, edge, place)


def compare_line(what, line, edge, place):
    label = re.fullmatch(r"(?:(capital|service) )?(unknown|[\d,.]+)(?:, ([\d,.]+) back)?", edge["text"])
    expect((edge["source"], edge["target"]) == (place[line["payer"]], place[line["payee"]]), f"{what}: ends")
    expect(label is not None, f"{what}: {edge['text']!r}")
    if label is None:
        return
    expect((label[1] or "trade") == line["class"], f"{what}: {label[1]}, not {line['class']}")
    if line["amount"] is None:
        expect(label[2] == "unknown", f"{what}: {label[2]} instead of unknown")
    else:
        near(what, label[2], line["amount"])
    share = (line["looping"] or 0) / line["amount"] if line["amount"] else 0
    expect((label[3] is not None) == (share >= 0.005), f"{what}: {label[3]} back")
    if label[3] is not None:
        near(what, label[3], line["looping"])
    dotted = any(word in line["form"] for word in ("unquantified", "tentative", "contingent"))
    expect((edge["stroke"] == "dotted") == dotted, f"{what}: {edge['stroke']}")
    expect(any(part.startswith("stroke:#") for part in edge["style"]), f"{what}: {edge['style']}")


def near(what, text, amount):
    number = float(text.replace(",", ""))
    expect(abs(number - amount) <= 0.006 * abs(amount) + 1e-12, f"{what}: {text}, not {amount}")


# ---- cases ------------------------------------------------------------------------------------------

def hostile_scenario():
    """Every name once as an entity, and as the id, instrument and note of a deal around the ring."""
    ids = [re.sub("[\x00-\x1f\x7f-\x9f\u2028\ufffe\uffff]", "?", name) or "empty" for name in HOSTILE]
    entities = [{"id": id, "name": name, "group": ids[i // 3], "sector": name}
                for i, (id, name) in enumerate(zip(ids, HOSTILE))]
    deals = []
    for i, id in enumerate(ids):
        relation = ("investor", "customer", "interest")[i % 3]
        deal = {"id": id, "relation": relation, "payer": id, "payee": ids[(i + 1) % len(ids)],
                "amount": 10 + i / 7, "instrument": HOSTILE[i], "note": HOSTILE[-i]}
        if i % 11 == 5:
            del deal["amount"]
        deals.append(deal)
    deals.append({"id": "tied; and \\ ", "relation": "investor", "payer": ids[1], "payee": ids[4],
                  "amount": 3, "earmark": [ids[4], " spaced; \\"]})
    deals.append({"id": " spaced; \\", "relation": "customer", "payer": ids[4], "payee": ids[7], "amount": 2})
    return {"schema": "circfin.scenario/1", "name": "\"hostile\" <&> %%{init}%% #1;\n---", "currency": "USD",
            "unit": "bn", "entities": entities, "deals": deals}


def cases(root, folder):
    hostile = folder / "hostile.json"
    hostile.write_text(json.dumps(hostile_scenario()), encoding="utf-8")
    deals = root / "data" / "ai-deals.json"
    for file in sorted(root.glob("data/*.json")) + sorted(root.glob("data/textbook/*.json")) + \
            sorted(root.glob("data/published/*.json")):
        if json.loads(file.read_text(encoding="utf-8")).get("schema") == "circfin.scenario/1":
            yield file, [], []
    for view, graph in (([], ["--top", "8"]), ([], ["--unknown"]), (["--consolidate"], []),
                        (["--view", "headline"], ["--unknown"]), ([], ["--loops-only"]),
                        ([], ["--min-amount", "20"]), ([], ["--group"]), (["--non-cash"], []),
                        (["--gap", "cut"], [])):
        yield deals, view, graph
    for graph in ([], ["--unknown"], ["--top", "9"], ["--group"]):
        yield hostile, [], graph


def check_guide(circfin, root, folder):
    """Each example in Python of graphs.md prints the text that follows it."""
    page = (root / "src/guide/graphs.md").read_text(encoding="utf-8")
    for ending in ("cyjs", "gexf"):
        run(circfin, "graph", str(root / "data/ai-deals.json"), "-o", str(folder / f"net.{ending}"))
    examples = re.findall(r"```python\n(.*?)```.*?```text\n(.*?)```", page, re.S)
    expect(len(examples) == page.count("```python") > 0, "graphs.md: an example without its output")
    for program, output in examples:
        done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True)
        expect(done.stdout == output, f"graphs.md: prints {done.stdout}{done.stderr}")


def main():
    circfin, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    node, chromium = sys.argv[3:5] if len(sys.argv) > 3 else (None, None)
    formats = ["gexf", "cyjs"] + (["mmd"] if node else [])
    todo = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, (file, view, graph) in enumerate(cases(root, folder)):
            what = " ".join([file.name, *view, *graph])
            expected = Expected(circfin, str(file), view, graph)
            for ending in formats:
                path = folder / f"{number}.{ending}"
                run(circfin, "graph", str(file), *view, *graph, "-o", str(path))
                todo.append((f"{what}, {ending}", expected, path))
        for what, expected, path in todo:
            if path.suffix == ".gexf":
                compare_graph(f"{what} in NetworkX", expected, *of_networkx_gexf(path), True)
            elif path.suffix == ".cyjs":
                compare_graph(f"{what} in NetworkX", expected, *of_networkx_cyjs(path, expected), False)
        check_guide(circfin, root, folder)
        if node:
            read_by_node(node, chromium, todo)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def read_by_node(node, chromium, todo):
    reader = pathlib.Path(__file__).with_name("read.mjs")
    lines = subprocess.run([node, str(reader), chromium, *[str(path) for _, _, path in todo]],
                           check=True, capture_output=True).stdout.decode().split("\n")
    for (what, expected, path), line in zip(todo, lines):
        got = json.loads(line)
        expect("error" not in got, f"{what}: {got.get('error')}")
        if "error" in got:
            continue
        if path.suffix == ".gexf":
            compare_graph(f"{what} in graphology", expected, *of_graphology(got), True)
        elif path.suffix == ".cyjs":
            compare_graph(f"{what} in Cytoscape.js", expected, *of_cytoscape(got), False)
        else:
            compare_flowchart(f"{what} in Mermaid", expected, got)


if __name__ == "__main__":
    sys.exit(main())
