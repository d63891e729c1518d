#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that try to become Markdown, links or tags, rendered by a real parser (cmark-gfm).

Usage: test_markdown.py CIRCFIN. Exit status 77 where there is no cmark-gfm.
"""
import html.parser
import json
import os
import shutil
import subprocess
import sys
import tempfile

NAMES = [
    "a|b||c|", "\\|x\\", "back\\\\slash\\", "<script>alert(1)</script>", "<b>bold</b> & &amp; &lt;",
    "*star* **two** _under_ __two__ in_a_word", "`code` ``two``", "[text](https://example.org)",
    "![image](x.png)", "https://example.org/x and www.example.org", "<https://example.org>",
    "~gone~ ~~gone~~", "# heading #", "> quote", "- item", "+ item", "1. item", "12) item",
    "=====", "-----", ":---:", "    indented", "```fence", "~~~fence", "$x$ and $$y$$",
    "two\nlines\n\n# three", "\u202eright to left\u202c \u05d0\u05d1\u05d2", "\U0001f600 emoji",
    "tab\there", "[ref]: https://example.org", "<!-- comment", "&#60;script&#62;", "---|---",
    "]]>", "'\"", "{{ braces }} {% raw %}", "[^1]: foot", "trailing space  ", "a@b",
]
IDS = [name.replace("\n", "-").replace("\t", "-") for name in NAMES]  # ids hold no controls
TAGS = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "strong", "ol",
        "li", "br"}


def scenario():
    """A ring: each invests in the next, which buys from it."""
    entities = [{"id": id_, "name": name} for id_, name in zip(IDS, NAMES)]
    deals = []
    for i, name in enumerate(IDS):
        buyer = IDS[(i + 1) % len(IDS)]
        deals.append({"id": f"in {name}", "relation": "investor", "payer": name, "payee": buyer,
                      "amount": 10 + i})
        deals.append({"id": f"out {name}", "relation": "customer", "payer": buyer, "payee": name,
                      "amount": 20 + i})
    return {"schema": "circfin.scenario/1", "name": "*Hostile* <i>names</i> | #1",
            "currency": "USD", "unit": "bn", "entities": entities, "deals": deals}


class Page(html.parser.HTMLParser):
    """All tags, the text, and the number of cells of each row of each table."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.tables = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("td", "th"):
            self.tables[-1][-1] += 1

    def handle_comment(self, data):
        self.tags.add("comment")

    def handle_data(self, data):
        self.text.append(data)


def shown(name):
    """As people see it: no controls, spaces as HTML takes them."""
    for hidden in "\n\t\u202e\u202c":
        name = name.replace(hidden, "\ufffd")
    return " ".join(name.split())


def render(markdown):
    command = ["cmark-gfm", "--unsafe"]
    for extension in ("table", "strikethrough", "autolink", "tasklist"):
        command += ["-e", extension]
    return subprocess.run(command, input=markdown, capture_output=True, check=True,
                          encoding="utf-8").stdout


def problems(circfin, file, arguments, names):
    markdown = subprocess.run([circfin, arguments[0], file, "--format", "md", *arguments[1:]],
                              capture_output=True, check=True, encoding="utf-8").stdout
    page = Page(render(markdown))
    text = " ".join("".join(page.text).split())
    if page.tags - TAGS:
        yield f"tags from names: {sorted(page.tags - TAGS)}"
    if not page.tables and arguments[0] != "loops":
        yield "no table was rendered"
    for rows in page.tables:
        if len(set(rows)) != 1:
            yield f"rows of different lengths: {sorted(set(rows))}"
    for name in names:
        if shown(name) not in text:
            yield f"the name {name!r} was changed"


def main():
    if shutil.which("cmark-gfm") is None:
        print("no cmark-gfm: skipped")
        return 77
    circfin = os.path.realpath(sys.argv[1])
    cases = [(["score", "--verbose"], []), (["score", "--table", "entities"], NAMES),
             (["score", "--table", "pairs"], IDS), (["loops", "--verbose", "--top", "all"], NAMES),
             (["loops", "--table", "loops", "--top", "all"], IDS),
             (["drivers", "--top", "all"], []),
             (["drivers", "--table", "drivers", "--top", "all"], IDS)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "hostile.json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump(scenario(), out)
        for arguments, names in cases:
            told = list(problems(circfin, file, arguments, names))
            failed += bool(told)
            for problem in told:
                print(f"{' '.join(arguments)}: {problem}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
