#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets one allocation after the other fail, and holds the program to its promise: the same bytes,
or exit status 70 with "out of memory" and no output touched.

Usage: memory.py CIRCFIN SOURCE REFUSE.so REFUSING SHARE

REFUSE.so makes an allocation of the whole process fail, those of libraries among them. REFUSING is
circfin without a malloc of its own, in which an allocation of circfin's code or of jansson fails.
Of SHARE allocations one is tried; of `score` and `loops` every one from main on, and with SHARE up
to 100 every one before main and in REFUSING. Prints what is wrong and a
closing line `N passed, M failed`.
"""
import concurrent.futures
import os
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "serving"))
import serving

OLD = b"what stood here before\n"
CLOSED = "data/textbook/closed-ring.json"
JOINT = "data/textbook/joint.json"
CLEARING = "data/textbook/clearing.json"
DRAWS = "simulate tests/regression/draws.json --draws 40"
# words of the command, with OUT for its output; how many allocations are tried at least
EVERY, FEW = 10**9, 12
COMMANDS = [
    (f"score {CLOSED}", EVERY),
    (f"loops {JOINT}", EVERY),
    (f"check --format json {JOINT} -o OUT.json", FEW),
    (f"score {JOINT} -o OUT.json", FEW),
    (f"score {JOINT} -o OUT.xlsx", FEW),
    (f"score {JOINT} -o OUT.sqlite", FEW),
    (f"export {JOINT} -o OUT.sqlite", FEW),
    ("import PARTS/joint.sqlite -o OUT.json", FEW),
    (f"score {JOINT} --format md", FEW),
    (f"score {JOINT} -o OUT.vl.json", FEW),
    (f"loops --stream {JOINT} -o OUT.jsonl", FEW),
    (f"loops --stream {CLOSED}", FEW),
    (f"drivers {JOINT} --supplier s1 -o OUT.csv", FEW),
    (f"sweep {JOINT} --vary relation:investor=0:2:0.5 -o OUT.csv", FEW),
    (f"timeline {JOINT} -o OUT.csv", FEW),
    (f"compare {JOINT} {CLOSED} -o OUT.csv", FEW),
    (f"chance {JOINT} --draws 5 -o OUT.json", FEW),
    (f"chance {CLOSED} --draws 50 -o OUT.svg", FEW),
    (f"{DRAWS} -o OUT.json", FEW),
    (f"{DRAWS} --above 0.2 --no-sources -o OUT.csv", FEW),
    (f"{DRAWS} -o OUT.svg", FEW),
    (f"{DRAWS} --chart sources -o OUT.svg", FEW),
    (f"{DRAWS} --from 0 --to 25 -o OUT.part", FEW),
    ("simulate --merge PARTS/b.part PARTS/a.part -o OUT.json", FEW),
    (f"graph {JOINT} -o OUT.dot", FEW),
    (f"graph {JOINT} -o OUT.gexf", FEW),
    (f"graph {JOINT} --top 2 -o OUT.cyjs", FEW),
    (f"graph {JOINT} -o OUT.mmd", FEW),
    (f"graph {JOINT} -o OUT.graphml", FEW),
    (f"graph {JOINT} -o OUT.gml", FEW),
    (f"graph {JOINT} -o OUT.net", FEW),
    ("score PARTS/joint.graphml -o OUT.json", FEW),
    ("import PARTS/joint.gml -o OUT.json", FEW),
    ("import PARTS/joint.net --currency USD -o OUT.json", FEW),
    (f"graph {JOINT} -o OUT.svg", FEW),
    (f"graph {JOINT} --style sankey -o OUT.svg", FEW),
    (f"graph {JOINT} -o OUT.png", FEW),
    (f"graph {JOINT} -o OUT.pdf", FEW),
    (f"stress {CLEARING} --shock @half-funds --each 0 --named -o OUT.csv", FEW),
    (f"stress {CLEARING} --shock funds:lab=0 --until unpaid>9 -o OUT.svg", FEW),
    (f"stress {CLEARING} --curve funds:lab=1:0:-0.5 -o OUT.svg", FEW),
    (f"model models/break_loops.mod {JOINT} -o OUT.json", FEW),
    (f"import data/template/deals.csv --currency USD --unit bn -o OUT.json", FEW),
    (f"export {JOINT} -o OUT", FEW),
    ("new -o OUT.json --force", FEW),
    ("new OUT --csv", FEW),
    (f"report {JOINT} -o OUT", FEW),
    ("trim tests/golden/shards/payments.csv --currency USD -o OUT", FEW),
    ("score --shards tests/golden/shards -o OUT.json", FEW),
    ("merge tests/golden/shards tests/golden/shards/result-1.json"
     " tests/golden/shards/result-2.json -o OUT.json", FEW),
]


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Run:
    """What a run left: its status, what it wrote, its output before and after."""

    def __init__(self, status, streams, place, before):
        self.status = status
        self.stdout, self.stderr = streams
        self.stderr = self.stderr.replace(str(place).encode(), b"")
        self.before, self.after = before, contents(place / "out")
        self.left = [str(path) for path in (place / "tmp").rglob("*")]
        count = place / "count"
        self.count = int(count.read_text()) if count.exists() else 0
        for folder in ("out", "tmp"):
            shutil.rmtree(place / folder)
        count.unlink(missing_ok=True)

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
        if self.stderr.count(b"out of memory") != 1 or b"bug" in self.stderr:
            yield f"exit 70, but says {self.stderr.decode()!r}"
        if self.after != self.before:
            yield "exit 70, but the output was touched"
        if self.stdout and not (streams and good.stdout.startswith(self.stdout)):
            yield f"exit 70, but wrote {self.stdout[:80]!r}"


class Place:
    """A folder for one run at a time, of a program that is started anew or served."""

    def __init__(self, program, source, shim, serve, parts):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.parts = parts  # the folder with those of the draws, a database and graphs
        self.program, self.source, self.shim = program, source, shim
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder),
                            "TMPDIR": str(self.folder / "tmp"), "LC_ALL": "C.UTF-8",
                            "REFUSE_COUNT": str(self.folder / "count")}
        (self.folder / "work").symlink_to(os.path.abspath(source))
        (self.folder / "in").touch()
        self.server = serving.Server(program, str(self.folder), ":".join(
            filter(None, (shim, serve))), self.environment)
        (self.folder / "tmp").rmdir()

    def close(self):
        self.server.close()
        shutil.rmtree(self.folder)

    def run(self, words, refused=0, anew=False):
        for name in ("out", "tmp"):
            (self.folder / name).mkdir()
        words = [word.replace("OUT", str(self.folder / "out" / "result")).replace("PARTS", self.parts)
                 for word in words.split()]
        for word in words:  # an output file that exists already
            if word.startswith(str(self.folder)) and "." in pathlib.Path(word).name:
                pathlib.Path(word).write_bytes(OLD)
        before = contents(self.folder / "out")
        if anew:
            try:
                done = subprocess.run(
                    [self.program, *words], cwd=self.source, stdin=subprocess.DEVNULL,
                    capture_output=True, timeout=100,
                    env={**self.environment, "REFUSE_AT": str(refused),
                         **({"LD_PRELOAD": self.shim} if self.shim else {})})
            except subprocess.TimeoutExpired:
                return Run("does not end", (b"", b""), self.folder, before)
            return Run(done.returncode, (done.stdout, done.stderr), self.folder, before)
        status, left = self.server.run([f"REFUSE_AT={refused}", "circfin", *words])
        streams = [(self.folder / name).read_bytes() for name in ("out.txt", "err.txt")]
        return Run("processes left" if left else os.waitstatus_to_exitcode(status), streams,
                   self.folder, before)


def tried(first, count, least, share, chance):
    """Which of the allocations from `first` on fail, one in each run."""
    room = count - first + 1
    wanted = min(room, least if least == EVERY else max(least, room // share))
    return sorted(chance.sample(range(first, count + 1), wanted))


class Trial:
    """A program, its allocations failing in several places at once."""

    def __init__(self, program, source, shim, share):
        self.name, self.share = pathlib.Path(program).name, share
        self.places = queue.SimpleQueue()
        self.folder = tempfile.mkdtemp()
        serve = serving.preload(self.folder)
        for name, first, past in (("a", "0", "25"), ("b", "25", "40")):
            subprocess.run([program, *DRAWS.split(), "--from", first, "--to", past, "-o",
                            f"{self.folder}/{name}.part"], cwd=source, check=True)
        subprocess.run([program, "export", JOINT, "-o", f"{self.folder}/joint.sqlite"], cwd=source,
                       check=True)
        for ending in ("graphml", "gml", "net"):
            subprocess.run([program, "graph", JOINT, "-o", f"{self.folder}/joint.{ending}"], cwd=source,
                           check=True)
        self.all_places = [Place(program, source, shim, serve, self.folder)
                           for _ in range(os.cpu_count())]
        for place in self.all_places:
            self.places.put(place)
        self.chance = random.Random(70)
        self.passed, self.wrong = 0, []

    def close(self):
        for place in self.all_places:
            place.close()
        shutil.rmtree(self.folder)

    def run(self, words, **how):
        place = self.places.get()
        try:
            return place.run(words, **how)
        finally:
            self.places.put(place)

    def check(self, pool, words, first, last, least, anew=False):
        """Lets allocations from `first` on fail; to the end where last is None."""
        good = self.run(words, anew=anew)
        if good.status not in (0, 1):
            self.wrong.append(f"{words}: {good.status}: {good.stderr.decode()[-200:]}")
            return
        if good.count < (last or first):
            self.wrong.append(f"{words}: {good.count} allocations were counted")
            return
        numbers = tried(first, last or good.count, least, self.share, self.chance)
        runs = pool.map(lambda n: list(self.run(words, refused=n, anew=anew).flaws(
            good, "--stream" in words)), numbers)
        flaws = [f"{self.name} {words}: allocation {n} of {good.count}: {flaw}"
                 for n, flaws in zip(numbers, runs) for flaw in flaws]
        self.passed += len(numbers) - len(flaws)
        self.wrong += flaws


def main(circfin, source, shim, refusing, share, only=""):
    passed, wrong = 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for program, preloaded in ((circfin, shim), (refusing, None)):
            trial = Trial(os.path.abspath(program), source, preloaded, int(share))
            seldom = EVERY if trial.share <= 100 else FEW
            start = trial.run("--version", anew=True).count  # before main, most of them
            if start > 0:
                trial.check(pool, COMMANDS[0][0], 1, start, seldom, anew=True)
            first = 1 + trial.run("--version").count
            for words, least in (command for command in COMMANDS if only in command[0]):
                trial.check(pool, words, first, None, least if preloaded else min(least, seldom))
            trial.close()
            passed += trial.passed
            wrong += trial.wrong
    print("\n".join(wrong[:60]))
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
