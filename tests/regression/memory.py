#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets one allocation after the other fail, and holds the program to its promise: the same bytes,
or exit status 70 with "out of memory" and no output touched.

Usage: memory.py CIRCFIN SOURCE REFUSE.so REFUSING SHARE

REFUSE.so makes an allocation of the whole process fail, those of libraries among them. REFUSING is
circfin without a malloc of its own, in which an allocation of circfin's code or of jansson fails.
Of SHARE allocations one is tried, of `score` and `loops` every one. Prints what is wrong and a
closing line `N passed, M failed`.
"""
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

OLD = b"what stood here before\n"
CLOSED = "data/textbook/closed-ring.json"
JOINT = "data/textbook/joint.json"
# words of the command, with OUT for its output; how many allocations are tried at least
EVERY, FEW = 10**9, 12
COMMANDS = [
    (f"score {CLOSED}", EVERY),
    (f"loops {JOINT}", EVERY),
    (f"check --format json {JOINT} -o OUT.json", FEW),
    (f"score {JOINT} -o OUT.json", FEW),
    (f"score {JOINT} -o OUT.xlsx", FEW),
    (f"score {JOINT} --format md", FEW),
    (f"loops --stream {JOINT} -o OUT.jsonl", FEW),
    (f"loops --stream {CLOSED}", FEW),
    (f"drivers {JOINT} --supplier s1 -o OUT.csv", FEW),
    (f"sweep {JOINT} --vary relation:investor=0:2:0.5 -o OUT.csv", FEW),
    (f"timeline {JOINT} -o OUT.csv", FEW),
    (f"compare {JOINT} {CLOSED} -o OUT.csv", FEW),
    (f"graph {JOINT} -o OUT.dot", FEW),
    (f"graph {JOINT} -o OUT.svg", FEW),
    (f"graph {JOINT} --style sankey -o OUT.svg", FEW),
    (f"graph {JOINT} -o OUT.png", FEW),
    (f"graph {JOINT} -o OUT.pdf", FEW),
    (f"model models/break_loops.mod {JOINT} -o OUT.json", FEW),
    (f"import data/template/deals.csv --currency USD --unit bn -o OUT.json", FEW),
    (f"export {JOINT} -o OUT", FEW),
    (f"report {JOINT} -o OUT", FEW),
]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Run:
    """One run of a command in an empty folder of its own."""

    def __init__(self, program, source, words, environment):
        place = pathlib.Path(tempfile.mkdtemp())
        self.out, temporary = place / "out", place / "temporary"
        self.out.mkdir()
        temporary.mkdir()
        words = [word.replace("OUT", str(self.out / "result")) for word in words.split()]
        for word in words:  # an output file that exists already
            if word.startswith(str(self.out)) and "." in word[len(str(self.out)):]:
                pathlib.Path(word).write_bytes(OLD)
        self.before = contents(self.out)
        done = subprocess.run(
            [program, *words], cwd=source, stdin=subprocess.DEVNULL, capture_output=True,
            env={"PATH": os.environ["PATH"], "HOME": str(place), "TMPDIR": str(temporary),
                 "LC_ALL": "C.UTF-8", **environment, "REFUSE_COUNT": str(place / "count")})
        self.status, self.stdout = done.returncode, done.stdout
        self.stderr = done.stderr.replace(str(place).encode(), b"")
        self.after = contents(self.out)
        self.left = [str(path) for path in temporary.rglob("*")]
        count = place / "count"
        self.count = int(count.read_text()) if count.exists() else 0
        shutil.rmtree(place)

    def result(self):
        return self.status, self.stdout, self.stderr, self.after

    def flaws(self, good, streams):
        """Why this is neither `good` nor a clean end."""
        if self.left:
            yield f"leaves {', '.join(self.left)}"
        if self.result() == good.result():
            return
        if self.status != 70:
            yield f"exit {self.status} and another result: {self.stderr.decode()[-200:]}"
            return
        if b"out of memory" not in self.stderr or b"bug" in self.stderr:
            yield f"exit 70, but says {self.stderr.decode()!r}"
        if self.after != self.before:
            yield "exit 70, but the output was touched"
        if self.stdout and not (streams and good.stdout.startswith(self.stdout)):
            yield f"exit 70, but wrote {self.stdout[:80]!r}"


def tried(first, count, least, share, chance):
    """Which of the allocations from `first` on fail, one in each run."""
    room = count - first + 1
    wanted = min(room, least if least == EVERY else max(least, room // share))
    return sorted(chance.sample(range(first, count + 1), wanted))


def check(program, source, words, first, least, share, environment, pool, chance):
    good = Run(program, source, words, environment)
    if good.status not in (0, 1):
        return 0, [f"{words}: exit {good.status}: {good.stderr.decode()[-200:]}"]
    streams = "--stream" in words
    numbers = tried(first, good.count, least, share, chance)
    runs = pool.map(lambda n: list(Run(program, source, words, {
        **environment, "REFUSE_AT": str(n)}).flaws(good, streams)), numbers)
    wrong = [f"{words}: allocation {n} of {good.count}: {flaw}"
             for n, flaws in zip(numbers, runs) for flaw in flaws]
    if good.count == 0:
        wrong.append(f"{words}: no allocation was counted")
    return len(numbers), wrong


def main(circfin, source, shim, refusing, share, only=""):
    chance = random.Random(70)
    passed, wrong = 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for program, environment in ((circfin, {"LD_PRELOAD": shim}), (refusing, {})):
            first = 1  # later, those of the start of the program have been tried
            for words, least in (command for command in COMMANDS if only in command[0]):
                count, flaws = check(program, source, words, first, least, int(share), environment,
                                     pool, chance)
                first = 1 + Run(program, source, "--version", environment).count
                passed += count - len(flaws)
                wrong += [f"{pathlib.Path(program).name} {flaw}" for flaw in flaws]
    print("\n".join(wrong[:60]))
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
