#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sources to the house: who may include whom, and what every row must have.

Usage: check.py ROOT. Prints what is wrong and a closing line `N passed, M failed`.
"""
import pathlib
import re
import sys

# room -> the rooms it builds on; itself, base/ and the public headers in circfin/ come with every
# room but those in ALONE. src/README.md draws the same table.
ARROWS = {
    "circfin": {},
    "base": {},
    "database": {},
    "graph_files": {},
    "workbook": {"database"},
    "scenario": {"workbook", "database", "graph_files"},
    "network": {},
    "pro_rata": {"network"},
    "bounds": {"network"},
    "what_if": {"network", "pro_rata", "bounds"},
    "clearing": {"pro_rata"},
    "loops": {},
    "trim": {"scenario"},
    "model": {},
    "report": {},
    "analyses": {"report"},
    "pictures": {"report"},
    "writers": {"report", "pictures", "database", "graph_files"},
    "documents": {"report", "pictures", "writers"},
    "cli": {},
    "examples": {},
    "web": {"analyses", "network", "pro_rata"},
    "absent": {"database", "documents", "pictures", "workbook", "writers"},
}
ALONE = {"circfin": {"circfin"}, "cli": {"circfin", "cli"}, "examples": set()}
# library header -> the only folders that may see it
FENCED = {
    "igraph.h": {"network", "graph_files"},
    "igraph/igraph.h": {"network", "graph_files"},
    "glpk.h": {"model"},
    "klu.h": {"pro_rata"},
    "jansson.h": {"documents"},
    "Random123/philox.h": {"base"},
    "gsl/gsl_cdf.h": {"base"},
    "gsl/gsl_errno.h": {"base"},
    "gsl/gsl_sort.h": {"base"},
    "gsl/gsl_statistics_double.h": {"base"},
    "gvc.h": {"pictures"},
    "graphviz/gvc.h": {"pictures"},
    "librsvg/rsvg.h": {"pictures"},
    "cairo-pdf.h": {"pictures"},
    "xlsxwriter.h": {"writers", "documents"},
    "zip.h": {"workbook"},
    "libxml/parser.h": {"workbook"},
    "sqlite3.h": {"database"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
# a public or shared type with its members
TYPE = re.compile(r"^(?:typedef )?(?:struct|enum|union) ((?:cf|cli)_\w+) \{", re.M)
ROW = re.compile(r"^CF_ANALYSIS\((\w+)\)|^CF_WRITER\((\w+)\)|^CLI_COMMAND\((\w+)\)", re.M)


def sources(root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        yield path.relative_to(root), path.read_text(encoding="utf-8")


def may_include(room):
    return ALONE.get(room, {room, "base", "circfin"} | set(ARROWS[room]))


def wrong_includes(root):
    used = set()
    for path, text in sources(root):
        room = path.parts[1]
        if room not in ARROWS:
            yield f"{path}: the room {room}/ is not in ARROWS"
            continue
        for mark, name in INCLUDE.findall(text):
            target = name.split("/")[0] if "/" in name else room  # beside the source: .def, .inc
            if mark == '"' and target not in may_include(room):
                yield f"{path}: includes {name}, but {room}/ may not"
            if mark == '"':
                used.add((room, target))
            if room == "examples" and mark == "<" and "/" in name and name != "circfin/circfin.h":
                yield f"{path}: includes {name}, but examples use circfin/circfin.h alone"
            if mark == "<" and room not in FENCED.get(name, {room}):
                yield f"{path}: includes {name}, but only {', '.join(sorted(FENCED[name]))} may"
    for room, targets in ARROWS.items():
        for target in targets:
            if (room, target) not in used:
                yield f"ARROWS: {room}/ includes nothing of {target}/, so the arrow can go"


def types_of_one_name(root):
    homes = {}
    for path, text in sources(root):
        if path.parts[1] == "web":  # has others of some: lu.c
            continue
        for name in TYPE.findall(text):
            homes.setdefault(name, set()).add(str(path))
    for name, paths in sorted(homes.items()):
        if len(paths) > 1:
            yield f"{name} is two types: {', '.join(sorted(paths))}"


def rows_without_golden(root):
    commands = "\n".join(p.read_text(encoding="utf-8")
                         for p in (root / "tests/golden/cli").rglob("cmd"))
    for table in sorted((root / "src").rglob("*.def")):
        for names in ROW.findall(table.read_text(encoding="utf-8")):
            name = next(filter(None, names))
            word = re.escape(name).replace("_", "[-_]")  # vega_lite is called vega-lite
            if not re.search(rf"\b{word}\b", commands):
                yield f"{table.relative_to(root)}: no golden case uses {name}"


def code_rows(root):
    """(name, number, severity, slug) of every row of codes.def."""
    row = re.compile(r'^CF_CODE\((\w+), (\d+), (\w+), "([^"]*)"', re.M)
    for table in sorted((root / "src/circfin").glob("codes_*.def")):
        yield from row.findall(table.read_text(encoding="utf-8"))


def codes_without_golden(root):
    cases = {p.name.split("-")[0] for p in (root / "tests/golden/diagnostics").iterdir()}
    unit_tested = {"103"}  # takes a file of more than 2 GB: tests/unit/scenario/test_read.c
    for name, code, _, slug in code_rows(root):
        if slug and f"CF{code}" not in cases and code not in unit_tested:
            yield f"{name}: no golden case for CF{code}"


def codes_nobody_reports(root):
    """A row that nothing uses, and a problem that is reported without one."""
    used = {name for _, text in sources(root) for name in re.findall(r"\bCF_CODE_(\w+)", text)}
    for name, code, _, _ in code_rows(root):
        if name not in used:
            yield f"CF{code}: nothing reports CF_CODE_{name}"
    for path, text in sources(root):
        for number in re.findall(r"\bCF_(?:ERROR|WARNING),\s*(\d+)", text):
            yield f"{path}: reports {number}, a number; use a name from circfin/codes.def"


def codes_of_another_kind(root):
    """What goldens print is a row, and an error or a warning as it says."""
    kinds = {code: severity for _, code, severity, _ in code_rows(root)}
    printed = re.compile(r"(error|warning): .*\[CF(\d+)\]|\bCF(\d{3}): \d")
    for path in sorted((root / "tests/golden").rglob("expected.*")):
        text = path.read_text(encoding="utf-8", errors="replace")
        strict = "strict" in path.parent.name  # --strict makes errors of warnings
        for severity, code, bare in printed.findall(text):
            kind = kinds.get(code or bare)
            if kind is None:
                yield f"{path.relative_to(root)}: CF{code or bare} is no row of codes.def"
            elif (severity, kind) in {("warning", "ERROR"), ("error", "WARNING")} and not strict:
                yield f"{path.relative_to(root)}: CF{code} is a {severity} there, but {kind} in its row"


def codes_named_in_texts(root):
    known = {code for _, code, _, _ in code_rows(root)}
    for table in sorted((root / "src").rglob("*.def")):
        for code in re.findall(r"\bCF(\d{3})\b", table.read_text(encoding="utf-8")):
            if code not in known:
                yield f"{table.relative_to(root)}: there is no CF{code}"


def words_named_in_texts(root):
    """Commands and options in the explanations of codes and terms must exist."""
    rows = "\n".join(p.read_text(encoding="utf-8") for p in (root / "src").rglob("*.def"))
    commands = {next(filter(None, names)) for names in ROW.findall(rows)}
    program = "\n".join(text for _, text in sources(root))
    glossary = root / "src/analyses/glossary.def"
    for table in sorted((root / "src/circfin").glob("codes_*.def")) + [glossary]:
        text = table.read_text(encoding="utf-8")
        text = re.sub(r"^/\*.*?\*/", "", text, flags=re.M | re.S)
        text = re.sub(r'"\s*\n\s*"|\b(?:glpsol|iconv) [^\n]*', "", text)
        for command in re.findall(r'"(?:\w+=\S+ )?circfin ([a-z]+)', text):
            if command not in commands:
                yield f"{table.relative_to(root)}: there is no command {command}"
        for option in re.findall(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)", text):
            if f'"{option}"' not in program:
                yield f"{table.relative_to(root)}: there is no option --{option}"


def too_long(root):
    for path, text in sources(root):
        count = len(text.splitlines())
        if count > 500:
            yield f"{path}: {count} lines, more than 500"


def long_functions(root):
    """From a brace alone in the first column to the one that closes it, as clang-format sets them."""
    for path, text in sources(root):
        begin = None
        for number, line in enumerate(text.splitlines(), 1):
            if line == "{":
                begin = number
            elif line == "}" and begin is not None:
                if number - begin - 1 > 60:
                    yield f"{path}:{begin}: a function of {number - begin - 1} lines, more than 60"
                begin = None


def silent_sources(root):
    """A source opens with what it does: a comment beside the licence, before its code."""
    for path, text in sources(root):
        head = text.split("#include", 1)[0]
        if path.suffix == ".c" and head.count("/*") < 2:
            yield f"{path}: does not open with a comment on what it does"


def headers_of_no_tier(root):
    """circfin.h is for most; every other public header says that it is advanced."""
    for path in sorted((root / "src/circfin").glob("*.h")):
        said = "Advanced tier. " in path.read_text(encoding="utf-8")
        if said == (path.name == "circfin.h"):
            yield f"{path.relative_to(root)}: must say \"Advanced tier. \", unless it is circfin.h"


def main():
    root = pathlib.Path(sys.argv[1])
    checks = (wrong_includes, headers_of_no_tier, types_of_one_name, rows_without_golden, codes_without_golden,
              codes_nobody_reports, codes_of_another_kind, codes_named_in_texts,
              words_named_in_texts, too_long, long_functions, silent_sources)
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
