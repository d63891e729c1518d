#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of a report: wholly old or wholly new wherever a run is killed, and nobody else's.

Usage: test_report_folder.py CIRCFIN SOURCE. The environment's CIRCFIN_SEED_SHARE=1 kills 80 runs at
random moments, and at every 27th step; else a few. Prints what is wrong and `N passed, M failed`.
"""
import os
import pathlib
import random
import shutil
import signal
import sys
import time

from running import Lab, end_of, stop, wait_until

OLD, NEW = "old.json", "new.json"
REPORT = 34  # files


def scenario(path, source, name):
    text = (source / "data/textbook/chip-maker.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"name": "Chip maker, lab and cloud"', f'"name": "{name}"', 1),
                    encoding="utf-8")


def content(folder):
    """Every file by its path, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(folder.rglob("*"))}


class Folder:
    """A report that is written over an older one, with what each of both looks like."""

    def __init__(self, lab, source, others):
        self.lab, self.folder = lab, lab.place / "report"
        self.others = others
        self.looks = {}
        for name in (OLD, NEW):
            scenario(lab.place / name, source, name)
            lab.run("report", name, "-o", "report", "-q")
            self.looks[name] = {**content(self.folder), **others}
            self.folder.rename(lab.place.parent / name)

    def make_old(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.lab.place.parent / OLD, self.folder)
        for name, text in self.others.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            if text is None:
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(text)

    def which(self):
        """"old", "new" or a list of what fits neither."""
        found = content(self.folder) if self.folder.is_dir() else None
        for name, look in self.looks.items():
            if found == look:
                return name
        if found is None:
            return "none"
        return [name for name in {**found, **self.looks[NEW]}
                if found.get(name) not in (self.looks[OLD].get(name), self.looks[NEW].get(name))
                or name not in found] or "a mixture"

    def check_next(self, what):
        """The next report works, and clears what the killed one left."""
        code, errors = self.lab.run("report", NEW, "-o", "report", "-q")
        self.lab.expect(code == 0 and self.which() == NEW,
                        f"{what}: the next report ends with {code}, {self.which()}: {errors}")
        self.lab.expect(not self.lab.leftovers(), f"{what}: it leaves {self.lab.leftovers()}")


def kill_at_steps(folder, shim, what, more, allowed, step=1):
    """Kills a run before and behind each of its changes to the file system."""
    lab = folder.lab
    counter = lab.place.parent / "count"
    shim = {"LD_PRELOAD": str(shim), **more}
    folder.make_old()
    lab.run("report", NEW, "-o", "report", "-q", more={**shim, "KILL_COUNT": str(counter)})
    steps = int(counter.read_text())
    lab.expect(steps > 0, f"{what}: nothing is counted")
    killed = 0
    for at in range(1, steps + 1, step):
        for after in ({}, {"KILL_AFTER": "1"}):
            folder.make_old()
            code, _ = lab.run("report", NEW, "-o", "report", "-q",
                              more={**shim, "KILL_AT": str(at), **after})
            where = f"{what}, killed {'behind' if after else 'before'} step {at} of {steps}"
            lab.expect(code == -signal.SIGKILL, f"{where}: ends with {code}")
            lab.expect(folder.which() in allowed, f"{where}: the folder is {folder.which()}")
            folder.check_next(where)
            killed += 1
    return killed


def kill_in_place(folder, shim, what, more):
    """In the current folder, files are replaced one by one: each is old or new, none is missing,
    and the next report puts the folder right."""
    lab, counter = folder.lab, folder.lab.place.parent / "count"
    scenario_file = lab.place / NEW
    shim = {"LD_PRELOAD": str(shim), "KILL_RENAMES": "1", **more}
    folder.make_old()
    run_in(lab, folder.folder, scenario_file, {**shim, "KILL_COUNT": str(counter)})
    steps = int(counter.read_text())
    lab.expect(folder.which() == ["result.json"] and steps >= REPORT,  # it has the file's path
               f"{what}: {folder.which()}, {steps} steps")
    for at in (1, 2, 3, steps // 2, steps):
        folder.make_old()
        code, _ = run_in(lab, folder.folder, scenario_file, {**shim, "KILL_AT": str(at)})
        where = f"{what}, killed at step {at} of {steps}"
        lab.expect(code == -signal.SIGKILL, f"{where}: ends with {code}")
        if not more:
            found = {name for name in content(folder.folder) if not name.startswith(".circfin-")}
            lab.expect(found == set(folder.looks[OLD]), f"{where}: {found}")
        lab.expect((folder.folder / "notes.txt").read_bytes() == b"mine", f"{where}: no notes")
        folder.check_next(where)


def kill_at_random(folder, count):
    lab, draw = folder.lab, random.Random(12)
    folder.make_old()
    begin = time.monotonic()
    lab.run("report", NEW, "-o", "report", "-q")
    seconds = time.monotonic() - begin
    seen = {}
    for i in range(count):
        number = draw.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT,
                              signal.SIGHUP))
        folder.make_old()
        run = lab.start("report", NEW, "-o", "report", "-q")
        # every other one late, where the files are written and placed
        time.sleep(seconds * (draw.uniform(0.7, 1.1) if i % 2 else draw.uniform(0, 1.1)))
        code, _, _ = end_of(run, number)
        which = folder.which()
        seen[which if isinstance(which, str) else "torn"] = 1 + seen.get(str(which), 0)
        where = f"killed by {number.name} at a random moment"
        lab.expect(which in (OLD, NEW), f"{where}: the folder is {which}")
        lab.expect(code in (-number, 0), f"{where}: ends with {code}")
        if number != signal.SIGKILL:
            lab.expect(not lab.leftovers(), f"{where}: leaves {lab.leftovers()}")
        if number == signal.SIGKILL or i % 10 == 0:
            folder.check_next(where)
    return seen


# ---- whose folder it is ----

def check_refusals(lab):
    place = lab.place
    mine = place / "mine"
    for names in ({"result.json": '{"x": 1}', "deals.csv": "mine"},
                  {"result.json": '{"schema": "circfin.result/1",\n "command": "score"}'},
                  {"notes.txt": "mine"}):
        shutil.rmtree(mine, ignore_errors=True)
        mine.mkdir()
        for name, text in names.items():
            (mine / name).write_text(text)
        before = content(mine)
        code, errors = lab.run("report", NEW, "-o", "mine")
        lab.expect(code == 4 and "CF607" in errors and "--into" in errors,
                   f"a folder with {list(names)}: exit {code}, {errors}")
        lab.expect(content(mine) == before, f"a folder with {list(names)} has changed")
    code, errors = lab.run("report", NEW, "-o", "mine", "--into", "-q")
    lab.expect(code == 0 and len(content(mine)) == REPORT + 1, f"--into: exit {code}, {errors}")
    lab.expect((mine / "notes.txt").read_text() == "mine", "--into: notes.txt has changed")
    code, errors = lab.run("report", OLD, "-o", "mine", "-q")
    lab.expect(code == 0, f"a report that --into made is not replaced: {errors}")
    lab.expect((mine / "notes.txt").read_text() == "mine", "replaced: notes.txt has changed")
    shutil.rmtree(mine)
    mine.mkdir()
    (mine / "deals.csv").write_text("mine")
    code, errors = lab.run("report", NEW, "-o", "mine", "--into")
    lab.expect(code == 4 and "deals.csv" in errors and content(mine) == {"deals.csv": b"mine"},
               f"--into over deals.csv: exit {code}, {errors}")
    shutil.rmtree(mine)
    (mine / "bin").mkdir(parents=True)  # as / is: folders only
    code, errors = lab.run("report", NEW, "-o", "mine")
    lab.expect(code == 4 and "CF607" in errors and list(content(mine)) == ["bin"],
               f"a folder of folders: exit {code}, {errors}")


def check_older_version(lab):
    """Reports without a mark of their own: result.json has begun like this from the first."""
    folder = lab.place / "report"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "result.json").write_text('{"schema": "circfin.result/1",\n "command": "report",\n')
    code, errors = lab.run("report", NEW, "-o", "report", "-q")
    lab.expect(code == 0, f"a report of the version before: exit {code}, {errors}")
    (folder / "result.json").write_text('{\n  "schema" : "circfin.result/1", "command":"report"}')
    code, errors = lab.run("report", NEW, "-o", "report", "-q")
    lab.expect(code == 0, f"a result.json with other spaces: exit {code}, {errors}")


# ---- special folders ----

def check_special(lab):
    place = lab.place
    real = place / "real"
    lab.run("report", OLD, "-o", "real", "-q")
    (place / "link").symlink_to("real")
    real.chmod(0o2750)
    code, errors = lab.run("report", NEW, "-o", "link/", "-q")
    lab.expect(code == 0 and (place / "link").is_symlink() and b"new.json" in
               (real / "result.json").read_bytes(), f"through a link: exit {code}, {errors}")
    lab.expect(real.stat().st_mode & 0o7777 == 0o2750, f"the mode is {oct(real.stat().st_mode)}")
    before = real.stat().st_ino
    code, errors = run_in(lab, real, place / OLD)
    lab.expect(code == 0 and real.stat().st_ino == before and b"old.json" in
               (real / "result.json").read_bytes(), f"the current folder: exit {code}, {errors}")
    empty = place / "empty"
    empty.mkdir(mode=0o700)
    code, errors = lab.run("report", NEW, "-o", "empty", "-q")
    lab.expect(code == 0 and len(content(empty)) == REPORT and empty.stat().st_mode & 0o777 == 0o700,
               f"an empty folder: exit {code}, {errors}")
    (place / "dangling").symlink_to("nowhere/at/all")
    code, errors = lab.run("report", NEW, "-o", "dangling", "-q")
    lab.expect(code == 4 and (place / "dangling").is_symlink(), f"a dangling link: {errors}")
    lab.expect(not lab.leftovers(), f"leaves {lab.leftovers()}")


def run_in(lab, folder, scenario_file, more=None):
    place, lab.place = lab.place, folder
    try:
        return lab.run("report", scenario_file, "-o", ".", "-q", more=more)
    finally:
        lab.place = place


def check_living(folder):
    """What a living run has made is not taken for a leftover."""
    lab = folder.lab
    folder.make_old()
    run = lab.start("report", NEW, "-o", "report", "-q")
    if wait_until(lambda: any(p.name.startswith(".circfin-") for p in lab.place.iterdir()), run):
        stop(run)
        code, errors = lab.run("report", OLD, "-o", "other", "-q")
        lab.expect(code == 0, f"beside a living run: {errors}")
        run.send_signal(signal.SIGCONT)
    _, errors = run.communicate()
    lab.expect(run.returncode == 0 and folder.which() == NEW,
               f"a living run is disturbed: exit {run.returncode}, {folder.which()}, {errors}")
    shutil.rmtree(lab.place / "other", ignore_errors=True)


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    every = os.environ.get("CIRCFIN_SEED_SHARE") == "1"
    shim = pathlib.Path(program).resolve().parent / "tests" / "libkill_at.so"
    lab = Lab(program)
    folder = Folder(lab, source, {"notes.txt": b"mine"})
    renames, killed = {"KILL_RENAMES": "1"}, 0
    if shim.exists():  # not where the program is built with sanitizers
        killed = kill_at_steps(folder, shim, "exchange", renames, (OLD, NEW))
        killed += kill_at_steps(folder, shim, "without exchange", {**renames, "NO_EXCHANGE": "1"},
                                (OLD, NEW, "none"))
        kill_in_place(folder, shim, "file by file", {})
        kill_in_place(folder, shim, "file by file, without links", {"NO_LINKS": "1"})
    seen = kill_at_random(folder, 20 if every else 6)
    if every and shim.exists():
        killed += kill_at_steps(folder, shim, "any step", {}, (OLD, NEW), step=27)
        killed += kill_at_steps(folder, shim, "any step without exchange", {"NO_EXCHANGE": "1"},
                                (OLD, NEW, "none"), step=27)
        print(f"{killed} kills at a step; at random: {seen}")
    check_living(folder)
    check_refusals(lab)
    check_older_version(lab)
    check_special(lab)
    return lab.close()


if __name__ == "__main__":
    sys.exit(main())
