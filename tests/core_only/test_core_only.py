#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A build without any feature: it says what it lacks, wherever that is asked for, and is otherwise
the same program.

Usage: test_core_only.py PROGRAM SOURCE. PROGRAM was built with every option of
src/circfin/features.def off.
"""
import contextlib
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

PROGRAM, SOURCE = (pathlib.Path(arg).resolve() for arg in sys.argv[1:3])
ROW = re.compile(r'^CF_FEATURE\((\w+), "([^"]+)", ', re.M)
LIBRARIES = ("glpk", "gsl", "gvc", "rsvg", "cairo", "xlsxwriter", "libzip", "xml2", "sqlite3")
# Golden cases that show a part of what is left out, but not the words that say so.
SILENT = {"report-fail-on", "report-not-empty", "report-notebook", "report-page",
          "simulate-progress"}
passed = failed = 0


def check(good, what, *seen):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED:", what, *seen, sep="\n  ")


def run(*words, cwd=SOURCE):
    return subprocess.run([PROGRAM, *words], cwd=cwd, text=True, capture_output=True)


def features():
    """{option without CIRCFIN_: name} of every row."""
    return dict(ROW.findall((SOURCE / "src/circfin/features.def").read_text(encoding="utf-8")))


def test_version_lists_what_is_missing():
    lines = run("version", "--verbose").stdout.splitlines()[1:]
    check(len(lines) == len(features()), "a line for each feature", *lines)
    for (option, name), line in zip(features().items(), lines):
        check(line.startswith("lacks") and name in line and f"CIRCFIN_{option}," in line, line)


def refused(option):
    return (f"this build has no {features()[option]}: it was made without CIRCFIN_{option} "
            "[CF516]\n  hint: circfin version --verbose lists what a build has\n")


def test_what_is_missing_is_refused(folder):
    """Before anything is read: no file needs to be there. Nothing is written."""
    example = "data/example"
    asked = {
        "MODELS": [("model", "none.mod", "none.json"), ("model", "models/loopback.mod", example)],
        "DRAWS": [("simulate", "none.json"), ("chance", "none.json"),
                  ("drivers", example, "--attribution"),
                  ("simulate", "--merge", "none.part")],
        "PICTURES": [("score", "none.json", "-o", f"{folder}/x.png"),
                     ("graph", example, "-f", "pdf", "-o", f"{folder}/x"),
                     ("graph", example, "-o", f"{folder}/x.svg")],
        "XLSX": [("score", "none.json", "-o", f"{folder}/x.xlsx"),
                 ("export", example, "-o", f"{folder}/x.xlsx"),
                 ("new", f"{folder}/x.xlsx")],
        "SQLITE": [("score", "none.json", "-o", f"{folder}/x.sqlite"),
                   ("export", example, "-o", f"{folder}/x.db")],
    }
    for option, commands in asked.items():
        for words in commands:
            done = run(*words)
            check(done.returncode == 2 and done.stdout == ""
                  and done.stderr == "circfin: error: " + refused(option), " ".join(words),
                  done.returncode, done.stderr)
    check(not os.listdir(folder), "nothing is written", *os.listdir(folder))


def test_workbooks_are_not_read(folder):
    path = f"{folder}/deals.xlsx"
    parts = SOURCE / "tests/golden/workbook"
    with zipfile.ZipFile(path, "w") as book:
        for part in sorted(parts.rglob("*.xml")):
            book.write(part, part.relative_to(parts))
    for words in (("score", path), ("import", path, "--currency", "USD"), ("check", path)):
        done = run(*words)
        check(done.returncode == 2 and done.stdout == ""
              and done.stderr == f"{path}: error: " + refused("XLSX"), words[0], done.stderr)


def test_databases_are_not_read(folder):
    path = f"{folder}/deals.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE deals (relation, payer, payee)")
        database.commit()
    for command in "score", "check":
        done = run(command, path)
        check(done.returncode == 2 and done.stdout == ""
              and done.stderr == f"{path}: error: " + refused("SQLITE"), command, done.stderr)


def test_help_marks_it():
    commands = run("help").stdout.split("\nCommands:\n")[1]
    entries = re.split(r"\n  (?=\w)", commands)
    marked = {entry.split()[0] for entry in entries
              if re.search(r"\(not\s+in\s+this\s+build\)", entry)}
    check(marked == {"model", "simulate", "chance"}, "commands marked", marked)
    for command, option in (("model", "MODELS"), ("simulate", "DRAWS"), ("chance", "DRAWS")):
        words = f"Not in this build: it was made without CIRCFIN_{option}."
        check(words in run("help", command).stdout, f"help {command}")
        check(words in run("manual", command).stdout, f"manual {command}")
    check(run("help", "drivers").stdout.count("(not in this build)") == 5,
          "drivers: --attribution, xlsx, sqlite, png and pdf")


def test_report_leaves_out_and_says_so(folder):
    done = run("report", "data/ai-deals.json", "-o", f"{folder}/report")
    told = re.findall(r"this build has no (\w+) \((\w+)\), so a report is without (.*) \[CF621\]",
                      done.stderr)
    check(told == [("pictures", "CIRCFIN_PICTURES", 'graph.svg, "Who pays whom"'),
                   ("workbooks", "CIRCFIN_XLSX", "workbook.xlsx"),
                   ("draws", "CIRCFIN_DRAWS", '"How sure is it", "Chance"')], "it says so", *told)
    there = set(os.listdir(f"{folder}/report"))
    check({"report.html", "sankey.svg", "graph.dot", "notebook.ipynb", "result.json",
           "suppliers.csv"} <= there, "the other files are there", *sorted(there))
    check(not {"graph.svg", "workbook.xlsx", "simulation.csv"} & there, "these are not")
    page = (pathlib.Path(folder) / "report/report.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    links = re.findall(r'href="([^"]+)"', page)
    check(links, "the page has links")
    for link in links:
        good = link[1:] in ids if link.startswith("#") else ":" in link or link in there
        check(good, f"{link} leads somewhere")
    notebook = (pathlib.Path(folder) / "report/notebook.ipynb").read_text(encoding="utf-8")
    check("graph.svg" not in notebook and "sankey.svg" in notebook, "pictures of the notebook")


def test_golden_cases():
    """Each passes, or its output now says what this build lacks."""
    done = subprocess.run(["bash", SOURCE / "tests/golden/run.sh", PROGRAM], text=True,
                          capture_output=True, errors="replace")
    differences = {}
    for part in re.split(r"^(?=--- tests/golden/)", done.stdout, flags=re.M)[1:]:
        case = part.split("\n", 1)[0].split("/")[3]
        differences[case] = differences.get(case, "") + part
    (count,) = re.findall(r"^(\d+) passed", done.stdout, re.M)
    check(int(count) > 500, "most cases pass", count)
    mark = re.compile(r"^\+.*(CF516|CF621|\bnot?\b.*\bthis build|\bin this\n\+ +build)",
                      re.M | re.I)
    for case, text in differences.items():
        check(mark.search(text) or case in SILENT, f"golden case {case}", text[:2000])


def test_it_links_only_the_core():
    told = subprocess.run(["readelf", "-d", PROGRAM], text=True, capture_output=True).stdout
    needed = re.findall(r"NEEDED.*\[(.*)\]", told)
    check(any("igraph" in name for name in needed), "it links igraph", *needed)
    for library in LIBRARIES:
        check(not any(library in name for name in needed), f"it does not link {library}")
    check(not re.search(rb"lib(gvc|rsvg|xlsxwriter|zip|xml2|sqlite3)[-.0-9]*\.so",
                        PROGRAM.read_bytes()), "it loads none")


def main():
    test_version_lists_what_is_missing()
    test_help_marks_it()
    test_it_links_only_the_core()
    for test in (test_what_is_missing_is_refused, test_workbooks_are_not_read,
                 test_databases_are_not_read, test_report_leaves_out_and_says_so):
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
    test_golden_cases()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
