#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GraphML, GML and Pajek, both ways: NetworkX reads what circfin writes, circfin reads what NetworkX
writes, and `score` of a written graph has the figures of the scenario.

Usage: test_graph_files.py CIRCFIN ROOT

Prints what is wrong and a closing line `N passed, M failed`; ends with 77 where NetworkX is missing.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import test_interchange as interchange
from test_interchange import compare, expect, floats, networkx

FIGURES = ("invested", "reachable", "loopback_min", "loopback_pro_rata", "loopback_max", "loopback_max_open")
RELATION = {"trade": "customer", "capital": "investor", "service": "repayment"}
CLASS = {"customer": "trade", "supplier": "trade", "investor": "capital", "repayment": "service",
         "interest": "service"}


# ---- NetworkX reads what circfin writes -------------------------------------------------------------

def as_graphml(text):
    return interchange.as_xml(text).replace("\r\n", "\n").replace("\r", "\n")


def of_graphml(path):
    graph = networkx.read_graphml(path, force_multigraph=True)
    ids = {node: data["id"] for node, data in graph.nodes(data=True)}
    nodes = {data.pop("id"): data for data in (dict(data) for _, data in graph.nodes(data=True))}
    edges = {}
    for source, target, data in graph.edges(data=True):
        edges[data["id"]] = {"source": ids[source], "target": ids[target],
                             **{key: value for key, value in data.items() if key != "id"}}
    return graph.graph, nodes, edges


def snake(key):
    return re.sub("[A-Z]", lambda hump: "_" + hump[0].lower(), key)


def flags(row):
    return {key: bool(value) if key in ("supplier", "cash", "contingent") else value
            for key, value in row.items()}


def of_gml(path):
    expect(path.read_bytes().isascii(), f"{path}: is not ASCII")
    labelled = networkx.read_gml(path)
    graph = networkx.read_gml(path, label=None)
    expect(len(labelled) == len(graph), f"{path}: labels are not unique")
    ids = {node: data["entityId"] for node, data in graph.nodes(data=True)}
    nodes, edges = {}, {}
    for node, data in graph.nodes(data=True):
        row = flags({snake(key): value for key, value in data.items() if key not in ("entityId", "label")})
        nodes[ids[node]] = row
    for source, target, data in graph.edges(data=True):
        row = flags({snake(key): value for key, value in data.items() if key != "id"})
        edges[data["id"]] = {"source": ids[source], "target": ids[target], **row}
    return {snake(key): value for key, value in graph.graph.items()}, nodes, edges


def compare_tables(what, expected, got, text):
    about, nodes, edges = got
    view = expected.picture["view"]
    wanted = {"name": text(expected.scenario["name"]), "currency": expected.scenario["currency"],
              "unit": expected.scenario["unit"], "as_of": view["as_of"]}
    compare(what, {key: about.get(key) for key in wanted}, wanted)
    expect(set(nodes) == set(expected.nodes), f"{what}: nodes {set(nodes) ^ set(expected.nodes)}")
    expect(set(edges) == set(expected.edges), f"{what}: edges {set(edges) ^ set(expected.edges)}")
    for kind, rows, all_wanted in (("node", nodes, expected.nodes), ("edge", edges, expected.edges)):
        for id in rows.keys() & all_wanted.keys():
            row = {key: text(value) if isinstance(value, str) else value
                   for key, value in all_wanted[id].items()}
            # an empty text is the same as none, and `score` has the revenue of suppliers only
            row = {key: value for key, value in row.items() if value != ""}
            if kind == "node" and "revenue" not in row:
                rows[id].pop("revenue", None)
            if kind == "node" and "name" not in rows[id]:
                row.pop("name", None)
            compare(f"{what}, {kind} {id!r}", floats(rows[id]), row)


def decoded(text):
    return re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), text)


def compare_pajek(what, expected, path):
    graph = networkx.read_pajek(path)
    names = [node["name"] for node in expected.nodes.values()]
    by_name = len(set(names)) == len(names) and "" not in names
    label = {id: node["name"] if by_name else id for id, node in expected.nodes.items()}
    got = [decoded(node) for node in graph.nodes]
    expect(sorted(got) == sorted(label.values()), f"{what}: {set(got) ^ set(label.values())}")
    arcs = sorted((decoded(source), decoded(target), float(data["weight"]), data["l"])
                  for source, target, data in graph.edges(data=True))
    wanted = sorted((label[edge["source"]], label[edge["target"]], edge["amount"], edge["class"])
                    for edge in expected.edges.values() if "amount" in edge)
    expect(arcs == wanted, f"{what}: arcs {set(arcs) ^ set(wanted)}")


# ---- circfin reads what it has written --------------------------------------------------------------

def score(circfin, file, *options):
    done = subprocess.run([circfin, "score", str(file), "--format", "json", *options],
                          capture_output=True, text=True)
    expect(done.returncode == 0, f"score {file}: {done.stderr}")
    return json.loads(done.stdout) if done.returncode == 0 else None, done.stderr


def figures(result, name):
    return {row[name]: {key: row[key] for key in FIGURES if row[key] is not None}
            for row in result["tables"]["suppliers"]}


def compare_figures(what, circfin, file, path, view, read=None):
    """The view in which the file is read is that in which it was written, unless another is given."""
    result, told = score(circfin, path, *(view if read is None else read))
    if result is None:
        return
    expect(" warning: " not in told, f"{what}: {told}")
    wanted = figures(interchange.tables(circfin, "score", str(file), *view), "entity")
    got = figures(result, "entity")
    expect(set(got) == set(wanted), f"{what}: suppliers {set(got) ^ set(wanted)}")
    for id in got.keys() & wanted.keys():
        for key in got[id].keys() | wanted[id].keys():
            a, b = got[id].get(key, 0), wanted[id].get(key, 0)
            expect(abs(a - b) <= 1e-9 * max(1, abs(b)), f"{what}, {id!r}, {key}: {a}, not {b}")


def compare_written(circfin, root, folder):
    for number, (file, view, graph) in enumerate(interchange.cases(root, folder)):
        what = " ".join([file.name, *view, *graph])
        expected = interchange.Expected(circfin, str(file), view, graph)
        whole = view == [] and graph == ["--unknown"]
        for ending, read, text in (("graphml", of_graphml, as_graphml), ("gml", of_gml, str)):
            path = folder / f"{number}.{ending}"
            interchange.run(circfin, "graph", str(file), *view, *graph, "-o", str(path))
            compare_tables(f"{what}, {ending}", expected, read(path), text)
            if whole:
                compare_figures(f"{what}, {ending}, scored", circfin, file, path, view)
        path = folder / f"{number}.net"
        interchange.run(circfin, "graph", str(file), *view, *graph, "-o", str(path))
        compare_pajek(f"{what}, net", expected, path)
        if not whole:
            for ending in ("graphml", "gml"):
                path = folder / f"{number}-all.{ending}"
                interchange.run(circfin, "graph", str(file), *view, "--unknown", "-o", str(path))
                compare_figures(f"{what}, {ending}, scored", circfin, file, path, view)


def compare_window(circfin, root, folder):
    """Amounts are those of the window, so it must not count twice."""
    file, window = root / "data/ai-deals.json", ["--window", "2026..2027-06"]
    for ending in ("graphml", "gml"):
        path = folder / f"window.{ending}"
        interchange.run(circfin, "graph", str(file), *window, "--unknown", "-o", str(path))
        compare_figures(f"window, {ending}", circfin, file, path, window, [])


# ---- NetworkX writes what it has read ---------------------------------------------------------------

def compare_rewritten(circfin, root, folder):
    """A graph of circfin's that NetworkX has read and written anew has the same figures."""
    file = root / "data/ai-deals.json"
    for ending, read, write in (("graphml", networkx.read_graphml, networkx.write_graphml),
                                ("gml", networkx.read_gml, networkx.write_gml)):
        path = folder / f"again.{ending}"
        interchange.run(circfin, "graph", str(file), "--unknown", "-o", str(path))
        write(read(path), path)
        compare_figures(f"rewritten, {ending}", circfin, file, path, [])


# ---- circfin reads what NetworkX writes -------------------------------------------------------------

NAMES = ["plain", "Lab & co", "<tag>", 'say "hi"', "it's", "Größe", "日本", "a;b", "back\\slash", "&#65;",
         "=1+1", "'quoted", "x,y", "1", "2", "end", "*star", "% percent", "[list]", "\u202eright", "😀"]


def random_graph(seed):
    """Entities by name, and deals as (payer, payee, class, amount or None)."""
    chance = random.Random(seed)
    names = chance.sample(NAMES, chance.randint(2, len(NAMES)))
    deals = []
    for _ in range(chance.randint(1, 40)):
        payer, payee = chance.sample(names, 2)
        amount = chance.choice([chance.randint(1, 10 ** 12), chance.random() * 10 ** chance.randint(-9, 9),
                                0.1 + 0.2, 2 ** 53 + 2.0, None])
        deals.append((payer, payee, chance.choice(sorted(RELATION)), amount))
    return names, deals


def write_graphs(folder, names, deals):
    graph, network = networkx.MultiDiGraph(currency="USD", unit="bn"), networkx.MultiDiGraph()
    for name in names:
        graph.add_node(name, x=1.5)
        network.add_node(name)
    for payer, payee, money, amount in deals:
        told = {"class": money} if amount is None else {"class": money, "amount": amount}
        graph.add_edge(payer, payee, **told)
        network.add_edge(payer, payee, weight=float(amount or 1), l=money)
    networkx.write_graphml(graph, folder / "in.graphml")
    networkx.write_gml(graph, folder / "in.gml")
    networkx.write_pajek(network, folder / "in.net")


def imported(circfin, path, *options):
    done = subprocess.run([circfin, "import", str(path), "-o", "-", *options], capture_output=True, text=True)
    expect(done.returncode == 0, f"import {path.name}: {done.stderr}")
    scenario = json.loads(done.stdout or "{}")
    names = {row["id"]: row.get("name", row["id"]) for row in scenario.get("entities", [])}
    deals = sorted(((names[deal["payer"]], names[deal["payee"]], CLASS[deal["relation"]],
                     deal.get("amount")) for deal in scenario.get("deals", [])), key=repr)
    return sorted(names.values()), deals


def read_networkx(circfin, folder, seed):
    names, deals = random_graph(seed)
    write_graphs(folder, names, deals)
    wanted = sorted(deals, key=repr)
    for ending in ("graphml", "gml"):
        got = imported(circfin, folder / f"in.{ending}")
        expect(got == (sorted(names), wanted), f"seed {seed}, {ending}: {got}, not {sorted(names), wanted}")
    if len({deal[:2] for deal in deals}) > 1:  # else NetworkX's numbers of parallel edges are unique
        alike = subprocess.run([circfin, "compare", str(folder / "in.graphml"), str(folder / "in.gml")],
                               capture_output=True, text=True)
        expect("0 deals differ" in alike.stdout, f"seed {seed}: {alike.stdout}{alike.stderr}")
    plain = [name for name in names if not re.search(r"[\"'\\ ]", name)]
    if plain == names:  # NetworkX writes Pajek's names as Python would, with quotes where it likes
        got = imported(circfin, folder / "in.net", "--currency", "USD")
        wanted = sorted(((*deal[:3], deal[3] or 1) for deal in deals), key=repr)
        expect(got == (sorted(names), wanted), f"seed {seed}, net: {got}, not {sorted(names), wanted}")


def main():
    circfin, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compare_written(circfin, root, folder)
        compare_window(circfin, root, folder)
        compare_rewritten(circfin, root, folder)
        for seed in range(40):
            read_networkx(circfin, folder, seed)
    print(f"{interchange.passed} passed, {interchange.failed} failed")
    return interchange.failed > 0


if __name__ == "__main__":
    sys.exit(main())
