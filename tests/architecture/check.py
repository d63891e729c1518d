#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sources to the house: who may include whom, and what every row must have.

Usage: check.py ROOT. Prints what is wrong and a closing line `N passed, M failed`.
"""
import pathlib
import re
import sys

# folder -> folders whose headers it may include; circfin/ stands for the public headers
ARROWS = {
    "circfin": {"circfin"},
    "base": {"circfin", "base"},
    "scenario": {"circfin", "base", "scenario"},
    "network": {"circfin", "base", "network"},
    "pro_rata": {"circfin", "base", "network", "pro_rata"},
    "bounds": {"circfin", "base", "network", "bounds"},
    "what_if": {"circfin", "base", "network", "pro_rata", "bounds", "what_if"},
    "loops": {"circfin", "base", "network", "loops"},
    "model": {"circfin", "base", "model"},
    "report": {"circfin", "base", "report"},
    "analyses": {"circfin", "base", "report", "analyses"},
    "pictures": {"circfin", "base", "report", "pictures"},
    "writers": {"circfin", "base", "report", "pictures", "writers"},
    "documents": {"circfin", "base", "report", "pictures", "writers", "documents"},
    "cli": {"circfin", "cli"},
}
# library header -> the only folders that may see it
FENCED = {
    "igraph.h": {"network"},
    "igraph/igraph.h": {"network"},
    "glpk.h": {"model"},
    "jansson.h": {"scenario", "documents"},
    "gvc.h": {"pictures"},
    "graphviz/gvc.h": {"pictures"},
    "glib.h": {"documents"},
    "librsvg/rsvg.h": {"pictures"},
    "cairo-pdf.h": {"pictures"},
    "xlsxwriter.h": {"writers", "documents"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
ROW = re.compile(r"^CF_ANALYSIS\((\w+)\)|^CF_WRITER\((\w+)\)|^CLI_COMMAND\((\w+)\)", re.M)


def wrong_includes(root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        folder = path.relative_to(root / "src").parts[0]
        for mark, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            where = f"{path.relative_to(root)}: includes {name}"
            if mark == '"' and name.split("/")[0] not in ARROWS.get(folder, set()):
                if not name.endswith((".def", ".inc")) or "/" in name and \
                        name.split("/")[0] not in ARROWS[folder]:
                    yield f"{where}, but {folder}/ may not"
            if mark == "<" and folder not in FENCED.get(name, {folder}):
                yield f"{where}, but only {', '.join(sorted(FENCED[name]))} may"


def rows_without_golden(root):
    commands = "\n".join(p.read_text(encoding="utf-8")
                         for p in (root / "tests/golden/cli").rglob("cmd"))
    for table in sorted((root / "src").rglob("*.def")):
        for names in ROW.findall(table.read_text(encoding="utf-8")):
            name = next(filter(None, names))
            if not re.search(rf"\b{re.escape(name)}\b", commands):
                yield f"{table.relative_to(root)}: no golden case uses {name}"


def codes_without_golden(root):
    table = root / "src/scenario/codes.def"
    cases = {p.name.split("-")[0] for p in (root / "tests/golden/diagnostics").iterdir()}
    unit_tested = {"103"}  # takes a file of more than 1 GiB: tests/unit/scenario/test_read.c
    for code in re.findall(r"CF_CODE\(\w+, (\d{3}),", table.read_text(encoding="utf-8")):
        if f"CF{code}" not in cases and code not in unit_tested:
            yield f"{table.relative_to(root)}: no golden case for CF{code}"


def too_long(root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > 500:
            yield f"{path.relative_to(root)}: {count} lines, more than 500"


def main():
    root = pathlib.Path(sys.argv[1])
    checks = (wrong_includes, rows_without_golden, codes_without_golden, too_long)
    failed = 0
    for check in checks:
        problems = list(check(root))
        failed += bool(problems)
        for problem in problems:
            print(problem)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
