#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the commands that the READMEs show, and holds what they quote to what comes out.

Usage: test_quotes.py PROGRAM ROOT. In a fenced block

    $ circfin score data/ai-deals.json
    a line that must come out
    ...

is a command with its output, where `...` stands for any lines, and the first ones may be left
out; `circfin check a.json   what it does` is a command that must run. Under a heading of RESULTS
each figure with a decimal point in the text must stand in an output quoted there. Commands run in
an empty folder beside data/, models/ and the files of given/. Last line: `N passed, M failed`.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

READMES = ["README.md", "data/README.md", "models/README.md"]
RESULTS = {"## What it finds"}
GIVEN = pathlib.Path(__file__).parent / "given"
FENCE = "```"


def blocks(text):
    """Yields the lines of each fenced block."""
    for part in text.split("\n" + FENCE)[1::2]:
        yield part.split("\n")[1:]


def quotes(block):
    """Yields each command of a block that begins with `$ circfin`, with the lines quoted below."""
    command, quoted = None, []
    for line in block + ["$ "]:
        if line.startswith("$ "):
            if command is not None and command.startswith("circfin "):
                yield command, quoted
            command, quoted = line[2:], []
        else:
            quoted.append(line)


def run(command, folder):
    """Exit status and output, errors last, of a shell command."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True,
                          encoding="utf-8", check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def matches(quoted, lines):
    """Whether the lines read as quoted, `...` and the beginning standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n"
                      for line in ["...", *quoted])
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def check_quote(command, quoted, folder):
    status, lines = run(command, folder)
    if not quoted:
        return None if status in (0, 1) else f"exit status {status}: {lines[-1:]}"
    while lines and not lines[-1]:
        lines.pop()
    return None if matches(quoted, lines) else "\n".join(["prints now", *lines])


def check_shown(command, folder):
    """A command of a tour; 1 is what --fail-on is for. One that needs another tool may lack it."""
    tool = command.split("|")[-1].split()[0] if "|" in command else "bash"
    status, lines = run(command, folder) if shutil.which(tool) else (0, [])
    return None if status in (0, 1) else f"exit status {status}: {lines[-1:]}"


def check_section(section):
    """Figures of the text that no output under the same heading has."""
    quoted = " ".join(line for block in blocks(section) for line in block)
    text = "".join(section.split(FENCE)[0::2])
    figures = set(re.findall(r"(?<![\w.-])\d[\d,]*\.\d+(?![\w-])", re.sub(r"`[^`]*`", "", text)))
    stray = sorted(figures - set(re.findall(r"\d[\d,]*\.\d+", quoted)))
    return f"no output quoted there has {', '.join(stray)}" if stray else None


def results(path, folder):
    """Yields (name, None or what is wrong)."""
    text = path.read_text(encoding="utf-8")
    for block in blocks(text):
        for command, quoted in quotes(block):
            yield command, check_quote(command, quoted, folder)
        for line in block:
            if line.startswith("circfin "):
                command = re.split(r"\s{2,}", line)[0]
                yield command, check_shown(command, folder)
    for section in re.split(r"\n(?=## )", text):
        heading = section.split("\n", 1)[0]
        if heading in RESULTS:
            yield heading, check_section(section)


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    os.environ["PATH"] = f"{program.parent}:{os.environ['PATH']}"
    passed = failed = 0
    for name in READMES:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(GIVEN, folder, dirs_exist_ok=True)
            for link in ("data", "models"):
                os.symlink(root / link, os.path.join(folder, link))
            for what, problem in results(root / name, folder):
                if problem is None:
                    passed += 1
                else:
                    failed += 1
                    print(f"{name}: {what}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
