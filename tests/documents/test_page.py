#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""report.html, read by an HTML parser: nothing from outside becomes markup, every reference leads
somewhere, and what a screen reader needs is there.

Usage: test_page.py CIRCFIN ROOT. Prints what is wrong and a closing line `N passed, M failed`.
"""
import base64
import collections
import csv
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4",
    "div", "nav", "ol", "ul", "li", "main", "section", "article", "b", "em", "small", "span", "bdi",
    "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure",
    "figcaption", "details", "summary", "button", "footer", "script", "code",
    "svg", "desc", "rect", "path", "g", "text", "tspan", "circle", "ellipse", "line", "polygon",
    "polyline", "defs", "marker", "lineargradient", "stop", "clippath", "use", "pattern"}
ATTRIBUTES_OF_PAGE = {
    "lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "rel", "dir", "role",
    "aria-label", "aria-labelledby", "aria-hidden", "aria-pressed", "tabindex", "scope", "colspan",
    "rowspan", "start", "title", "type", "hidden", "open"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

ROWS, DRAWN = 2000, 200  # rows of deals and entities on a page; entities of a network


class Page(HTMLParser):
    """What the tests ask of a page. Elements must nest as they are written."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.problems, self.stack, self.ids, self.links = [], [], [], []
        self.elements, self.texts, self.headings, self.attributes = [], {}, [], []
        self.feed(text)
        self.close()
        if self.stack:
            self.problems.append(f"never closed: {self.stack}")

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if len(values) != len(attrs):
            self.problems.append(f"an attribute twice: {tag} {attrs}")
        self.elements.append((tag, values))
        if tag not in ELEMENTS:
            self.problems.append(f"unexpected element {tag}")
        inside_svg = tag == "svg" or "svg" in self.stack
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "src", "srcset", "xlink:href"}:
                self.problems.append(f"attribute {name} of {tag}")
            if not inside_svg and name not in ATTRIBUTES_OF_PAGE and not name.startswith("data-"):
                self.problems.append(f"attribute {name} of {tag}")
            if re.search(r"url\(\s*['\"]?(?!#)", value or "") and inside_svg:
                self.problems.append(f"{name} of {tag} loads {value}")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.stack[-3:]}")
        else:
            self.stack.pop()

    def handle_data(self, data):
        if self.stack:
            self.texts.setdefault(self.stack[-1], []).append(data)

    def handle_comment(self, data):
        self.problems.append(f"a comment: {data[:40]}")

    def text(self):
        return " ".join(t for tag, parts in self.texts.items() if tag not in {"style", "script"}
                        for t in parts)

    def count(self, tag):
        return sum(t == tag for t, _ in self.elements)


def policy(page, text):
    """Everything is forbidden but this one style and this one script; and the engine, where there is
    one. Other elements of scripts have data, which no browser runs."""
    data = [v for t, v in page.elements if t == "script" and v]
    if data != [{"type": "application/json", "id": "what-if-data"},
                {"type": "text/plain", "id": "engine"}] and data:
        yield f"scripts {data}"
    engine = " 'wasm-unsafe-eval'" if data else ""
    content = [v["content"] for t, v in page.elements if v.get("http-equiv")]
    hashes = {}
    for tag in ("style", "script"):
        body = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
        if len(body) != 1 or page.count(tag) != 1 + (len(data) if tag == "script" else 0):
            yield f"{page.count(tag)} <{tag}>, not one"
            return
        digest = hashlib.sha256(body[0].encode()).digest()
        hashes[tag] = "sha256-" + base64.b64encode(digest).decode()
    wanted = (f"default-src 'none'; style-src '{hashes['style']}'; script-src "
              f"'{hashes['script']}'{engine}; base-uri 'none'; form-action 'none'")
    if content != [wanted]:
        yield f"policy {content}, not {wanted}"
    style = page.texts["style"][0]
    if "url(" in style or "@import" in style:
        yield "the style loads something"


def references(page, folder, scenario):
    doubles = [i for i, count in collections.Counter(page.ids).items() if count > 1]
    if doubles:
        yield f"ids twice: {doubles[:5]}"
    known = set(page.ids)
    sources = {s.get("url") for part in ("deals", "entities") for x in scenario[part]
               for s in x.get("sources", [])}
    for link in page.links:
        href = link.get("href", "")
        if href.startswith("#"):
            if href[1:] not in known:
                yield f"{href} leads nowhere"
        elif re.match("(?i)https?://", href):
            if href not in sources:
                yield f"{href} is no source of the scenario"
            if link.get("rel") != "noopener noreferrer nofollow":
                yield f"{href} has rel {link.get('rel')}"
        elif href not in ("graph.svg", "sankey.svg"):
            yield f"a link to {href!r}"
    for tag, values in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            for target in values.get(name, "").split():
                if target not in known:
                    yield f"{name} {target} leads nowhere"


def structure(page):
    for tag in ("header", "nav", "main", "footer", "h1"):
        if page.count(tag) != 1:
            yield f"{page.count(tag)} <{tag}>"
    for before, after in zip(page.headings, page.headings[1:]):
        if after > before + 1:
            yield f"h{after} after h{before}"
    if page.count("table") != page.count("caption"):
        yield "a table without a caption"
    for tag, values in page.elements:
        if tag == "th" and values.get("scope") not in ("row", "col", "colgroup"):
            yield "th without scope"
        if "scroll" in values.get("class", "").split() and (values.get("role") != "region" or
                                                not values.get("aria-label") or
                                                values.get("tabindex") != "0"):
            yield "what scrolls cannot be reached by keyboard"
        if tag == "svg" and not (values.get("role") == "img" and values.get("aria-labelledby") or
                                 values.get("aria-hidden") == "true"):
            yield "an svg without a name"
        if tag == "button" and values.get("aria-pressed") != "false":
            yield "a button without a state"


def shown(text):
    """As cf_xml_put writes it: white space is a space, what XML forbids a replacement."""
    text = re.sub("[\t\n\r]", " ", text)
    return re.sub("[\x00-\x1f\x7f\ufffe\uffff]", "\ufffd", text)


def completeness(page, folder, scenario):
    """All suppliers, deals and entities with their texts; of many the first, and a note."""
    text = page.text()
    for part in ("deals", "entities"):
        note = f"These are the first {ROWS} of {len(scenario[part])} {part} of the file;"
        if (note in text) != (len(scenario[part]) > ROWS):
            yield f"what is left out of {len(scenario[part])} {part} is not said"
        for thing in scenario[part][:ROWS]:
            for key in ("id", "name", "note"):
                if key in thing and shown(thing[key]) not in text:
                    yield f"{key} of {thing['id']} is missing"
    with open(folder / "suppliers.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if shown(row["name"] or row["entity"]) not in text:
                yield f"supplier {row['entity']} is missing"
    rows = sum(i.startswith("deal-") for i in page.ids)
    if rows != min(len(scenario["deals"]), ROWS):
        yield f"{rows} rows of {len(scenario['deals'])} deals"


def pictures(page, scenario):
    """A network of many entities is drawn in part, and says so."""
    boxes = sum(values.get("class") == "cf-entity" for _, values in page.elements)
    merged = "with the smaller entities as one (deals.csv has all)" in page.text()
    if merged != (f"Shown: {DRAWN} of " in page.text()):
        yield f"{len(scenario['entities'])} entities, and the page says {merged} of their merging"
    if merged and not DRAWN < boxes < 2 * DRAWN:
        yield f"{boxes} boxes are drawn"


def check(circfin, file, options=()):
    with tempfile.TemporaryDirectory() as place:
        folder, again = pathlib.Path(place) / "one", pathlib.Path(place) / "two"
        for out in (folder, again):
            subprocess.run([circfin, "report", str(file), "-o", str(out), "--quiet", *options],
                           check=True)
        raw = (folder / "report.html").read_bytes()
        if raw != (again / "report.html").read_bytes():
            yield "not the same bytes twice"
        text = raw.decode("utf-8")
        scenario = json.loads(file.read_text(encoding="utf-8"))
        page = Page(text)
        yield from page.problems
        yield from policy(page, text)
        yield from references(page, folder, scenario)
        yield from structure(page)
        yield from completeness(page, folder, scenario)
        yield from pictures(page, scenario)


def large(folder, share):
    """5,000 deals among 700 entities, or a part of both; tables are cut at 1,000 rows."""
    count = 700 // share
    entities = [{"id": f"e{i}", "name": f"Entity {i}"} for i in range(count)]
    deals = [{"id": f"d{i}", "relation": ("investor", "customer", "customer")[i % 3],
              "payer": f"e{i * 7 % count}", "payee": f"e{(i * 13 + i // count + 1) % count}",
              "amount": 1 + i % 17, "announced": f"2025-{1 + i % 12:02}-{1 + i % 28:02}",
              "note": "a note " * 10}
             for i in range(5000 // share)]
    deals = [d for d in deals if d["payer"] != d["payee"]]
    file = folder / "large.json"
    file.write_text(json.dumps({"schema": "circfin.scenario/1", "name": "large", "currency": "USD",
                                "unit": "bn", "entities": entities, "deals": deals}))
    return file


def many(folder):
    """More deals and entities than a page has room for; all lie on loops of the first entity."""
    count = DRAWN + 50
    pairs = [(0, 1 + i // 2 % (count - 1))[::1 - 2 * (i % 2)] for i in range(ROWS + 100)]
    file = folder / "many.json"
    file.write_text(json.dumps({
        "schema": "circfin.scenario/1", "name": "many", "currency": "USD",
        "entities": [{"id": f"e{i}"} for i in range(count)],
        "deals": [{"id": f"d{i}", "relation": ("investor", "customer")[i % 2], "payer": f"e{payer}",
                   "payee": f"e{payee}", "amount": 100 + i % 17}
                  for i, (payer, payee) in enumerate(pairs)]}))
    return file


def main():
    circfin, root = sys.argv[1], pathlib.Path(sys.argv[2])
    share = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    passed = failed = 0
    with tempfile.TemporaryDirectory() as place:
        cases = [(root / "data/ai-deals.json", ()),
                 (root / "data/ai-deals.json", ("--weights", "probability")),
                 (root / "tests/documents/hostile.json", ()),
                 (root / "tests/documents/hostile.json", ("--view", "headline")),
                 *((f, ()) for f in sorted((root / "data/textbook").glob("*.json"))),
                 (large(pathlib.Path(place), share), ()), (many(pathlib.Path(place)), ())]
        for file, options in cases:
            problems = list(dict.fromkeys(check(circfin, file, options)))
            for problem in problems[:10]:
                print(f"{file.name} {' '.join(options)}: {problem}")
            passed, failed = passed + (not problems), failed + bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
