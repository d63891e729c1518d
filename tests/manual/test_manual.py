#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every manual page: its form, what it lists, and what groff and mandoc say about it.

Usage: test_manual.py CIRCFIN ROOT. groff and mandoc look at the pages where they are installed.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CIRCFIN, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
MACROS = {".nh", ".ad", ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi"}
SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "TABLES", "FIGURES", "FORMATS",
            "CHARTS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"]
OVERVIEW = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "SCENARIOS", "FORMATS", "EXIT STATUS",
            "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"]
ALWAYS = set(SECTIONS) - {"TABLES", "FIGURES", "FORMATS", "CHARTS"}
ESCAPES = {r"\-": "-", r"\e": "\\", r"\(aq": "'", r"\(dq": '"', r"\(ga": "`", r"\(ha": "^",
           r"\(ti": "~", r"\fB": "", r"\fI": "", r"\fR": "", r"\&": "", r"\%": "", r"\:": ""}
results = []


def check(name, good, shown=""):
    results.append(bool(good))
    if not good:
        print(f"{name}: {shown}")


def commands():
    for table in ("cli/commands.def", "analyses/analyses.def"):
        text = (ROOT / "src" / table).read_text(encoding="utf-8")
        yield from re.findall(r"^C(?:LI_COMMAND|F_ANALYSIS)\((\w+)\)", text, re.M)


def plain(page):
    return re.sub(r"\\(?:\(..|f.|.)", lambda found: ESCAPES[found[0]], page)


def check_form(name, page):
    lines = page.split("\n")
    check(f"{name}: title", re.fullmatch(r'\.TH [A-Z\\-]+ 1 \d{4}-\d\d-\d\d "circfin [\d.]+" '
                                         r'"circfin manual"', lines[0]), lines[0])
    check(f"{name}: one end of line at the end", page.endswith("\n") and not page.endswith("\n\n"))
    for line in lines:
        if line.startswith((".", "'")):
            check(f"{name}: a macro", line.split(" ")[0] in MACROS, line)
    check(f"{name}: ASCII", page.isascii())
    unknown = [e for e in re.findall(r"\\(?:\(..|f.|.)", page) if e not in ESCAPES]
    check(f"{name}: escapes", not unknown, unknown)
    bare = re.findall(r".*(?<![a-zA-Z\\])-[a-zA-Z-].*", "\n".join(lines[1:]))
    check(f"{name}: what is typed has minus signs", not bare, bare)
    sections = re.findall(r"^\.SH (.*)$", page, re.M)
    order = OVERVIEW if name == "circfin" else SECTIONS
    check(f"{name}: sections", sections == [s for s in order if s in sections], sections)
    check(f"{name}: all sections", set(sections) >= (set(OVERVIEW) if name == "circfin" else ALWAYS),
          sections)
    check(f"{name}: no empty item", not re.search(r"\.TP\n.*\n\.|\n\n", page))


def check_lists(pages):
    """What the registry and the help have is in the page."""
    score = plain(pages["circfin-score"])
    for table in re.findall(r'^TABLE\(\w+, "(\w+)"', (ROOT / "src/analyses/score_columns.def")
                            .read_text(encoding="utf-8"), re.M):
        check(f"score: table {table}", f"\n.SS {table}\n" in score)
    for column in ("vendor_financing", "loopback_max_open", "circularity_bff", "origin"):
        check(f"score: {column}", re.search(rf"\.TP\n{column} \(.+\)\n[A-Z]", score))
    check("score: quotes that are typed", r"\(aqexposure_pro_rata>0.2\(aq" in pages["circfin-score"])
    check("score: an apostrophe", "scenario's" in pages["circfin-score"])
    text = subprocess.run([CIRCFIN, "help", "compare"], capture_output=True, check=True).stdout
    compare = plain(pages["circfin-compare"])
    options = re.findall(r"^ +(-., )?--([a-z-]+)", text.decode(), re.M)
    check("compare: options of the help", len(options) > 30, options)
    for letter, option in options:
        check(f"compare: --{option}", re.search(rf"^{letter}--{option}\b", compare, re.M))
    for command in commands():
        page = plain(pages[f"circfin-{command}"])
        told = re.search(r"^Memory: about \d.* bytes an?\s(deal|entity)", page, re.M | re.S)
        check(f"{command}: memory, where it reads deals", ("\n--self-deals " in page) == bool(told))
        check(f"circfin: {command}", f"\ncircfin-{command}(1)\n" in plain(pages["circfin"]))


def check_shown(folder):
    """What people see: groff takes nothing of a text for its own."""
    if shutil.which("groff") is None:
        print("no groff: pages are not formatted")
        return
    files = sorted(folder.iterdir())
    for device in ("ascii", "utf8"):
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-T" + device, *files],
                              capture_output=True)
        check(f"groff -T{device} warns of nothing", not done.stderr, done.stderr.decode())
    shown = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbou", "-rLL=200n",
                            folder / "circfin-score.1"], capture_output=True).stdout.decode()
    shown = re.sub(r"\s+", " ", shown.translate({0x2010: "-", 0x2212: "-", 0x2019: "'"}))
    for text in ("circfin-score - measure the circular exposure", "such as 'exposure_pro_rata>0.2'",
                 "\\, is a comma inside an id", "-f, --format table|md|csv|json|xlsx|sqlite",
                 "--decimal .|,", "(default: the scenario's as_of)", 'Heading: "pro rata".'):
        check(f"groff shows {text}", text in shown)


def check_with_mandoc(folder):
    if shutil.which("mandoc") is None:
        return
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "style", *sorted(folder.iterdir())],
                          capture_output=True)
    check("mandoc warns of nothing", not done.stdout, done.stdout.decode())


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([CIRCFIN, "manual", "--all", folder], check=True)
        pages = {file.stem: file.read_text(encoding="utf-8") for file in folder.iterdir()}
        wanted = {"circfin"} | {"circfin-" + command for command in commands()}
        check("a page for every command", set(pages) == wanted, set(pages) ^ wanted)
        for page in sorted(pages):
            check_form(page, pages[page])
        check_lists(pages)
        check_shown(folder)
        check_with_mandoc(folder)
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
