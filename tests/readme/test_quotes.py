#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows the READMEs and the guide as a reader would, and holds them to what comes out.

Usage: test_quotes.py PROGRAM ROOT. Each document is read from top to bottom in a folder of its own
that has copies of data/ and models/. A fenced block is one of these:

    ```csv mine/deals.csv     a file that the reader makes: it is written
    ```json                   something to look at (SHOWN)
    ```                       commands, with or without their outputs:

    $ circfin score data/ai-deals.json
    a line that must come out
    ...

is a command with its output, where `...` stands for any lines, and the first ones may be left out.

    circfin check a.json   # what it does

is a command that must succeed, or end with N where the explanation says "exit status N", and write
the files that it names. Commands of other tools (ELSEWHERE) are run by CI and other tests. A command
in running text is run, too; one with words in capitals (`circfin score FILE`) is held to the help.
Anything else fails. Last line: `N passed, M failed`.
"""
import concurrent.futures
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DOCUMENTS = ["README.md", "data/README.md", "models/README.md", "notebooks-out/README.md",
             "src/README.md", "src/guide/*.md"]
LINES, COLUMNS = 150, 120  # of README.md
# Every figure with a decimal point in these sections must stand in an output quoted there.
RESULTS = {("README.md", "## One finding"), ("src/guide/ai-deals.md", "## ")}
# tests/python/page.py and tests/interchange run "python".
SHOWN = {"bash", "c", "cmake", "csv", "json", "python", "text", "yaml"}
TOOLS = {"circfin", "cat", "cp", "dot", "jq", "sqlite3"}
ELSEWHERE = {
    "git clone <this repository> circfin && cd circfin",
    "src/bootstrap.sh demo",
    "src/bootstrap.sh test",
    "src/bootstrap.sh test --all",
    "src/bootstrap.sh bench",
    "src/bootstrap.sh packages",  # tests/packages/
    "src/bootstrap.sh packages && sudo apt install ./build-packages/circfin_*.deb",
    "cmake -S . -B build -DCIRCFIN_TESTS=OFF -DCIRCFIN_PICTURES=OFF -DCIRCFIN_XLSX=OFF "
    "-DCIRCFIN_SQLITE=OFF -DCIRCFIN_MODELS=OFF -DCIRCFIN_DRAWS=OFF",  # tests/core_only/
    'PATH="$PWD/build:$PATH"',
    "sudo cmake --install build",
    "libdir=$(pkg-config --variable=libdir circfin)",
    'cc score.c $(pkg-config --cflags --libs circfin) -Wl,-rpath,"$libdir" -o score',
    "./score",
    "cmake -S . -B build -DCIRCFIN_TESTS=OFF && cmake --build build && cmake --install build",
    "cmake --build build --target example",
    "pip install ./src/python",  # tests/python/run.py does
    "PKG_CONFIG_PATH=DIR/lib/pkgconfig pip install ./src/python",
    "build/bench/bench --scenario market-4000 > market-4000.json",
    "time circfin score market-4000.json",
    "circfin report data/ai-deals.json --run-notebook",
    "circfin watch data/ai-deals.json -o ai-report",  # goes on: regression/test_watch.py
    "circfin report data/ai-deals.json -o ai-deals.pdf",  # needs Chromium: tests/browser/
    "circfin report data/ai-deals.json -o ai-deals.pdf --paper letter --appendix",
}
WRITES = {"-o", "--output", "--data-out", "--skip-invalid", ">"}
PLACEHOLDER = re.compile(r"(?<![\w-])(?!USD\b)[A-Z]+(?![\w-])")


def parts(text):
    """Yields (None, prose) and (info string, lines) of the fenced blocks, in their order."""
    for number, part in enumerate(("\n" + text).split("\n```")):
        if number % 2 == 0:
            yield None, part
        else:
            info, *lines = part.split("\n")
            yield info, lines


def transcript(block):
    """Yields each command of a block that begins with `$ `, with the lines quoted below it."""
    command, quoted = None, []
    for line in block + ["$ "]:
        if line.startswith("$ "):
            if command:
                yield command, quoted
            command, quoted = line[2:], []
        else:
            quoted.append(line)


def run(command, folder):
    """Exit status and output, errors last, of a shell command."""
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, text=True,
                          capture_output=True, stdin=subprocess.DEVNULL, encoding="utf-8",
                          check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def unknown(command):
    """What keeps a command from being run here, or None."""
    for part in re.split(r"&&|\|", re.sub(r"'[^']*'", "", command)):
        tool = (part.split() or ["nothing"])[0]
        if tool not in TOOLS:
            return f"{tool} is neither among TOOLS nor is the command among ELSEWHERE"
    return None


def made(command):
    """The files and folders that a command says it writes."""
    words = command.split("|")[0].split()
    for option, value in zip(words, words[1:]):
        if option in WRITES and value != "-":
            yield value
    if words[:2] == ["circfin", "report"] and "-o" not in words:
        yield "notebooks-out/" + pathlib.Path(words[2]).stem


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def is_made(path):
    return any(path.iterdir()) if path.is_dir() else path.is_file() and path.stat().st_size > 0


def attempt(command, folder):
    """Runs a command: its status, its output, and None or what it should have written."""
    files = [folder / name for name in made(command)]
    for path in files:
        remove(path)
    while "|" in command and not shutil.which(command.split("|")[-1].split()[0]):
        command = command.rpartition("|")[0]
    status, lines = run(command, folder)
    missing = [str(path.relative_to(folder)) for path in files if not is_made(path)]
    return status, lines, f"does not write {', '.join(missing)}" if missing else None


def matches(quoted, lines):
    """Whether the lines read as quoted, `...` and the beginning standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n"
                      for line in ["...", *quoted])
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def check_quote(command, quoted, folder):
    status, lines, missing = attempt(command, folder)
    expected = (2, 3, 4) if any("error: " in line for line in quoted) else (0,)
    if status not in expected:
        return f"exit status {status}: {lines[-1:]}"
    while lines and not lines[-1]:
        lines.pop()
    if quoted and not matches(quoted, lines):
        return "\n".join(["prints now", *lines])
    return missing


def check_listed(command, explanation, folder):
    expected = re.search(r"exit status (\d+)", explanation)
    status, lines, missing = attempt(command, folder)
    if status != int(expected.group(1) if expected else 0):
        return f"exit status {status}: {lines[-1:]}"
    return missing if status == 0 else None


@functools.lru_cache(None)
def help_of(name):
    return run(f"circfin help {name}", "/")


def check_form(command):
    """A command with placeholders, or only its name: is there such a command, with such options?"""
    words = command.split()
    status, lines = help_of(words[1] if len(words) > 1 else "")
    if status != 0 or words[1:2] != [w for w in words[1:2] if re.fullmatch(r"[a-z]+|COMMAND", w)]:
        return "no such command"
    known = set(re.findall(r"--?[\w-]+", " ".join(lines)))
    wrong = [word for word in words[2:] if word.startswith("-") and word not in known]
    return f"no option {', '.join(wrong)}" if wrong else None


def check_block(info, block, folder):
    """Yields (name, None or what is wrong) for a fenced block."""
    if info:
        kind, *file = info.split()
        if kind not in SHOWN or len(file) > 1:
            yield info, "is no kind of block that this test knows"
        elif file:
            path = folder / file[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(block) + "\n", encoding="utf-8")
    elif block[0].startswith("$ "):
        for command, quoted in transcript(block):
            if command not in ELSEWHERE:
                yield command, unknown(command) or check_quote(command, quoted, folder)
    else:
        for line in filter(None, block):
            command, _, explanation = re.sub(r"\s+# +", "\t", line, count=1).partition("\t")
            if command not in ELSEWHERE:
                yield command, unknown(command) or check_listed(command, explanation, folder)


def check_prose(prose, folder):
    """Yields (name, None or what is wrong) for the commands in running text."""
    for span in re.findall(r"`(circfin [^`]+)`", prose):
        command = " ".join(span.split())
        if command in ELSEWHERE:
            continue
        if len(command.split()) == 2 or PLACEHOLDER.search(command):
            yield command, check_form(command)
        else:
            yield command, unknown(command) or check_listed(command, "", folder)


def check_section(section):
    """Figures of the text that no output under the same heading has."""
    pieces = list(parts(section))
    quoted = " ".join(line for info, lines in pieces if info is not None for line in lines)
    text = re.sub(r"`[^`]*`", "", "".join(prose for info, prose in pieces if info is None))
    figures = set(re.findall(r"(?<![\w.-])\d[\d,]*\.\d+(?![\w-])", text))
    stray = sorted(figures - set(re.findall(r"\d[\d,]*\.\d+", quoted)))
    return f"no output quoted there has {', '.join(stray)}" if stray else None


def check_sections(name, text):
    """Yields (heading, None or what is wrong) for the sections of RESULTS."""
    wanted = [heading for document, heading in RESULTS if document == name]
    found = 0
    for section in re.split(r"\n(?=## )", text):
        if any(section.startswith(heading) for heading in wanted):
            found += 1
            yield section.split("\n", 1)[0], check_section(section)
    if wanted and not found:
        yield "results", f"no heading begins with {wanted[0]}"


def check_size(text):
    lines = text.splitlines()
    wide = [number for number, line in enumerate(lines, 1) if len(line) > COLUMNS]
    if len(lines) > LINES or wide:
        return f"{len(lines)} lines of at most {LINES}; too wide: {wide}"
    return None


def check_document(root, name):
    """A list of (document, what, None or what is wrong)."""
    text = (root / name).read_text(encoding="utf-8")
    found = list(check_sections(name, text))
    if name == "README.md":
        found.append(("size", check_size(text)))
    with tempfile.TemporaryDirectory() as folder:
        for copied in ("data", "models"):
            shutil.copytree(root / copied, pathlib.Path(folder) / copied)
        for info, part in parts(text):
            check = check_prose(part, pathlib.Path(folder)) if info is None else \
                check_block(info, part, pathlib.Path(folder))
            found.extend(check)
    return [(name, what, problem) for what, problem in found]


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    os.environ["PATH"] = f"{program.parent}:{os.environ['PATH']}"
    names = [str(path.relative_to(root)) for name in DOCUMENTS for path in sorted(root.glob(name))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = [one for checked in pool.map(functools.partial(check_document, root), names)
                 for one in checked]
    failed = [one for one in found if one[2] is not None]
    for name, what, problem in failed:
        print(f"{name}: {what}: {problem}")
    print(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
