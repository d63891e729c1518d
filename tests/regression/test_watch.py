#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""circfin watch: every way of saving makes the report anew, once; nothing else does; whatever goes
wrong, the last good report stays, the watch goes on, and nothing is left when it ends.

Usage: test_watch.py CIRCFIN SOURCE. Prints what is wrong and `N passed, M failed` for each check. What is
waited for are lines on standard error, not times.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

from running import PATIENCE, Lab, complete_graph, end_of, group_is_empty, wait_until

QUIET = 0.9  # seconds without a line, after which none is to come: a look takes 0.3
WROTE, NOT_WRITTEN, SAME = r"wrote .* in [0-9.]+ s", "no new report", "saved without a change"


def scenario(amount, back=4):
    return json.dumps({
        "schema": "circfin.scenario/1", "name": "Small", "currency": "USD", "unit": "bn",
        "as_of": "2026-01-01", "entities": [{"id": "maker", "name": "Maker"}, {"id": "lab"}],
        "deals": [{"id": "stake", "relation": "investor", "payer": "maker", "payee": "lab",
                   "amount": amount},
                  {"id": "chips", "relation": "customer", "payer": "lab", "payee": "maker",
                   "amount": back}]})


DEALS = "id,relation,payer,payee,amount\nstake,investor,maker,lab,{}\nchips,customer,lab,maker,{}\n"
SETTINGS = "key,value\ncurrency,USD\nunit,bn\nas_of,2026-01-01\n"


class Watch:
    """A running watch, and the lines that it has said."""

    def __init__(self, lab, *words):
        self.lab, self.words = lab, words
        self.run = lab.start("watch", *words)
        self.lines, self._rest = [], b""

    def _read(self, seconds):
        ready, _, _ = select.select([self.run.stderr], [], [], seconds)
        part = os.read(self.run.stderr.fileno(), 65536) if ready else b""
        *lines, self._rest = (self._rest + part).split(b"\n")
        self.lines += [line.decode() for line in lines]
        return bool(part)

    def expect(self, pattern, what):
        """Waits for a line, takes all up to it, and returns it; "" where it does not come."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for i, line in enumerate(self.lines):
                if re.search(pattern, line):
                    self.taken, self.lines = self.lines[:i], self.lines[i + 1:]
                    self.lab.expect(True, what)
                    return line
            if not self._read(0.5) and self.run.poll() is not None:
                break
        self.lab.expect(False, f"{what}: no line {pattern!r} but {self.lines}")
        return ""

    def expect_nothing(self, what):
        while self._read(QUIET):
            continue
        self.lab.expect(not self.lines, f"{what}: says {self.lines}")
        self.lines = []

    def close(self, number=signal.SIGINT, what=""):
        code, seconds, _ = end_of(self.run, number)
        what = f"{what or self.words}, {number.name}"
        self.lab.expect(code == -number, f"{what}: ends with {code}")
        self.lab.expect(seconds < 10, f"{what}: ends after {seconds:.1f} s")
        self.lab.expect(not self.lab.leftovers(), f"{what}: leaves {self.lab.leftovers()}")
        self.lab.expect(group_is_empty(self.run), f"{what}: leaves a child")


def begin(lab, *words):
    watch = Watch(lab, *words)
    watch.expect("watching; Ctrl-C ends it|waiting for a save", f"{words}: begins")
    return watch


def loopback(folder):
    """The figure of the report, read back from its JSON."""
    result = json.loads((folder / "result.json").read_text())
    text = json.dumps(result)
    return float(re.search(r'"loopback_pro_rata": *([0-9.]+)', text).group(1))


# ---- ways of saving ----

def rewrite(path, text):
    path.write_text(text)


def rename_over(path, text):
    """As editors and office programs do."""
    other = path.with_name(path.name + ".tmp")
    other.write_text(text)
    os.replace(other, path)


def move_away_and_write(path, text):
    """As vim does with a backup: for a moment there is no file."""
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)


def slowly(path, text):
    """In parts, each some time after the other: one save."""
    with open(path, "w", encoding="utf-8") as out:
        for i in range(0, len(text), 100):
            out.write(text[i:i + 100])
            out.flush()
            time.sleep(0.03)


def remove_and_write(path, text):
    path.unlink()
    path.write_text(text)


def link_over(path, text):
    """A hard link to a file that was written long before."""
    other = path.with_name("new")
    other.write_text(text)
    path.unlink()
    os.link(other, path)
    other.unlink()


def by_sed(path, text):
    amount = json.loads(text)["deals"][1]["amount"]
    subprocess.run(["sed", "-i", f's/"chips".*"amount": [0-9.]*/"chips", "relation": "customer", '
                    f'"payer": "lab", "payee": "maker", "amount": {amount}/', path], check=True)


WAYS = (rewrite, rename_over, move_away_and_write, slowly, remove_and_write, link_over, by_sed)


def check_ways(lab):
    """A name with a space, a line end and letters of Unicode; the report lies beside the file."""
    path, out = lab.place / "Fälle\nund 中 deals.json", lab.place / "report"
    path.write_text(scenario(100))
    watch = begin(lab, path, "-o", out)
    lab.expect(loopback(out) == 4, f"the first report: {loopback(out)}")
    for number, way in enumerate(WAYS):
        way(path, scenario(100, 5 + number))
        line = watch.expect(WROTE, way.__name__)
        lab.expect(f"Maker {4 + number} → {5 + number} (USD bn)" in line, f"{way.__name__}: {line}")
        lab.expect(any("deals.json saved" in said for said in watch.taken),
                   f"{way.__name__}: {watch.taken}")
        lab.expect(loopback(out) == 5 + number, f"{way.__name__}: {loopback(out)}")
        lab.expect(not any("wrote" in said for said in watch.taken),
                   f"{way.__name__}, once: {watch.taken}")
    watch.expect_nothing("each way, once")
    check_no_change(lab, watch, path, out)
    watch.close()


def check_no_change(lab, watch, path, out):
    before = (out / "report.html").stat().st_mtime_ns
    rename_over(path, path.read_text())
    watch.expect(SAME, "the same content")
    os.utime(path)
    watch.expect(SAME, "touched")
    lab.expect((out / "report.html").stat().st_mtime_ns == before, "unchanged: a report was made")
    for name in (".~lock.deals.csv#", "other.json", "report/my notes.txt"):
        (lab.place / name).write_text("x")
    (lab.place / ".~lock.deals.csv#").unlink()
    watch.expect_nothing("files beside, in the folder and in the report")


# ---- what goes wrong, and goes on ----

def check_faults(lab):
    path, out = lab.place / "a.json", lab.place / "report"
    path.write_text(scenario(-1))
    watch = Watch(lab, path, "-o", out)
    watch.expect(r"a\.json:1:\d+: error: .*-1", "the first file is faulty")
    watch.expect("no report yet; waiting for a save", "and waited for")
    lab.expect(not out.exists(), "a faulty file makes no report")
    path.write_text(scenario(10))
    watch.expect(WROTE, "it is mended")
    before = (out / "report.html").read_bytes()
    for text, pattern in ((scenario(-3), "error: .*-3"), (scenario(10)[:-4], "error: .*CF107"),
                          ("", "error: .*empty")):
        rename_over(path, text)
        watch.expect(pattern, f"a faulty save: {text[-20:]}")
        watch.expect(NOT_WRITTEN, "the report stays")
        lab.expect((out / "report.html").read_bytes() == before, "a faulty save changed the report")
    path.unlink()
    watch.expect("a.json gone", "the file is removed")
    watch.expect(NOT_WRITTEN, "without it")
    path.write_text(scenario(10, 7))
    lab.expect("4 → 7" in watch.expect(WROTE, "it is there again"), "compared with the last good one")
    check_no_folder(lab, watch, path, out)
    watch.close(signal.SIGTERM)


def check_no_folder(lab, watch, path, out):
    """Where the report cannot be written: root writes everywhere, so a file is in the way."""
    shutil.rmtree(out)
    out.write_text("in the way")
    path.write_text(scenario(10, 8))
    watch.expect("error: ", "the folder cannot be written")
    watch.expect(NOT_WRITTEN, "it goes on")
    lab.expect(out.read_text() == "in the way", "what was in the way")
    out.unlink()
    path.write_text(scenario(10, 9))
    watch.expect(WROTE, "the folder can be written again")


def check_many_saves(lab):
    path, out = lab.place / "a.json", lab.place / "report"
    path.write_text(scenario(10, 1))
    watch = begin(lab, path, "-o", out)
    for back in range(2, 9):
        rename_over(path, scenario(10, back))
        time.sleep(0.02)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and loopback(out) != 8:
        watch._read(0.2)
    while watch._read(QUIET):
        continue
    reports = sum(bool(re.search(WROTE, line)) for line in watch.lines)
    watch.lines = []
    lab.expect(loopback(out) == 8, f"many saves: {loopback(out)}")
    lab.expect(1 <= reports <= 2, f"many saves: {reports} reports")
    watch.close()


def has_child(run):
    return pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()


def check_during(lab):
    """Saves, signals and the end of the child while a report is made. It is large, so that it is
    made for seconds; quiet reports say errors alone."""
    path, out = lab.place / "k.json", lab.place / "report"
    complete_graph(path, 26)
    large = path.read_text()
    path.write_text(scenario(10, 4))
    watch = begin(lab, path, "-o", out)
    rename_over(path, large)
    lab.expect(wait_until(lambda: has_child(watch.run)), "the large one is begun")
    rename_over(path, scenario(10, 6))
    watch.expect(WROTE, "the large one")
    watch.expect(WROTE, "saved during it")
    lab.expect(loopback(out) == 6, f"saved during a report: {loopback(out)}")
    watch.expect_nothing("and once")
    rename_over(path, large)
    lab.expect(wait_until(lambda: has_child(watch.run)), "the large one is begun again")
    for child in has_child(watch.run):
        os.kill(int(child), signal.SIGKILL)
    watch.expect("a signal ended the report: Killed", "the report is killed")
    watch.expect(NOT_WRITTEN, "the watch is not")
    lab.expect(loopback(out) == 6, "the report before stays")
    rename_over(path, scenario(10, 7))
    watch.expect(WROTE, "the next one")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        rename_over(path, large.replace('"name":"K"', f'"name":"{number.name}"'))
        lab.expect(wait_until(lambda: has_child(watch.run)), "in the middle")
        time.sleep(0.1)
        watch.close(number, "during a report")
        lab.expect(loopback(out) == 7, f"{number.name} during a report: the report before stays")
        if number != signal.SIGHUP:
            path.write_text(scenario(10, 7))
            watch = begin(lab, path, "-o", out)


# ---- spreadsheets, workbooks, links, folders ----

def check_folder(lab):
    """The spreadsheets of a folder, which has the report in it as well."""
    folder = lab.place / "my deals"
    folder.mkdir()
    deals, out = folder / "deals.csv", folder / "report"
    deals.write_text(DEALS.format(10, 4))
    (folder / "scenario.csv").write_text(SETTINGS)
    watch = begin(lab, "my deals", "-o", out)
    watch.expect_nothing("a report in the folder itself is no save")
    rename_over(deals, DEALS.format(10, 5))
    watch.expect("my deals/deals.csv saved", "deals.csv")
    watch.expect(WROTE, "deals.csv")
    (folder / "entities.csv").write_text("id,name\nmaker,The Maker\n")
    watch.expect("my deals/entities.csv saved", "entities.csv is new")
    watch.expect(WROTE, "entities.csv is new")
    rewrite(folder / "scenario.csv", SETTINGS.replace("bn", "million"))
    line = watch.expect(WROTE, "scenario.csv")
    lab.expect("the figures are the same" in line, line)
    (folder / "entities.csv").unlink()
    watch.expect("entities.csv gone", "entities.csv goes")
    watch.expect(WROTE, "entities.csv goes")
    check_whole_folder(lab, watch, folder)
    watch.close()


def check_together(lab):
    """Files that are saved one after the other, as by an export, are one save. On a machine that is
    too busy for that, one of three times will do."""
    folder, reports = lab.place / "sheets", []
    folder.mkdir()
    (folder / "deals.csv").write_text(DEALS.format(10, 4))
    (folder / "scenario.csv").write_text(SETTINGS)
    watch = begin(lab, folder, "-o", "report")
    for back in (5, 6, 7):
        rewrite(folder / "deals.csv", DEALS.format(10, back))
        time.sleep(0.12)
        rewrite(folder / "entities.csv", f"id,name\nmaker,M{back}\n")
        time.sleep(0.12)
        rewrite(folder / "scenario.csv", SETTINGS.replace("2026", f"202{back}"))
        watch.expect("scenario.csv saved", "the last of three files")
        reports.append(sum("wrote" in line for line in watch.taken))
        watch.expect(WROTE, "three files")
        watch.expect_nothing("three files")
    lab.expect(0 in reports, f"three files, saved within 0.3 s: {reports} reports before the last")
    lab.expect(loopback(lab.place / "report") == 7, "three files: the last ones count")
    watch.close()


def check_whole_folder(lab, watch, folder):
    folder.rename(lab.place / "elsewhere")
    watch.expect("my deals gone", "the folder is moved away")
    watch.expect(NOT_WRITTEN, "the folder is moved away")
    (lab.place / "elsewhere").rename(folder)
    watch.expect(WROTE, "and back")
    (folder / "deals.csv").write_text(DEALS.format(10, 6))
    watch.expect(WROTE, "a save in it")
    shutil.rmtree(folder)
    watch.expect(NOT_WRITTEN, "the folder is removed")
    folder.mkdir()
    (folder / "scenario.csv").write_text(SETTINGS)
    (folder / "deals.csv").write_text(DEALS.format(10, 7))
    watch.expect(WROTE, "and made anew")
    lab.expect(loopback(folder / "report") == 7, "of the folder that was made anew")


def check_named_files(lab):
    """What --entities and --settings name, in other folders."""
    for name in ("one", "two", "three"):
        (lab.place / name).mkdir()
    (lab.place / "one/d.csv").write_text(DEALS.format(10, 4))
    (lab.place / "two/e.csv").write_text("id,name\nmaker,A\n")
    (lab.place / "three/s.csv").write_text(SETTINGS)
    watch = begin(lab, "one/d.csv", "--entities", "two/e.csv", "--settings", "three/s.csv", "-o",
                  "report", "--fail-on", "loopback_pro_rata>1")
    rename_over(lab.place / "two/e.csv", "id,name\nmaker,B\n")
    watch.expect("two/e.csv saved", "--entities")
    watch.expect(WROTE, "--entities")
    watch.expect("--fail-on 'loopback_pro_rata>1' matched: maker has", "--fail-on is said")
    rename_over(lab.place / "three/s.csv", SETTINGS.replace("USD", "EUR"))
    watch.expect("three/s.csv saved", "--settings, after a match")
    watch.expect(WROTE, "--settings")
    watch.close()


def check_workbook(lab):
    """Saved as LibreOffice and Excel do it: a lock file, a new file, and a rename over the old."""
    made = lab.place / "a.json"
    path = lab.place / "deals.xlsx"
    made.write_text(scenario(10, 4))
    lab.run("export", made, "-o", path)
    watch = begin(lab, path, "-o", "report")
    lock = lab.place / ".~lock.deals.xlsx#"
    lock.write_text("me")
    watch.expect_nothing("a lock file")
    made.write_text(scenario(10, 6))
    lab.run("export", made, "-o", lab.place / "lu1.tmp.xlsx")
    os.replace(lab.place / "lu1.tmp.xlsx", path)
    lock.unlink()
    watch.expect(WROTE, "a workbook")
    lab.expect(zipfile.is_zipfile(path) and loopback(lab.place / "report") == 6, "of the workbook")
    path.write_bytes(path.read_bytes()[:2000])
    watch.expect("error: ", "half a workbook")
    watch.expect(NOT_WRITTEN, "half a workbook")
    watch.close()


def check_links(lab):
    real, other = lab.place / "real", lab.place / "other"
    for folder in (real, other, lab.place / "links"):
        folder.mkdir()
    (real / "a.json").write_text(scenario(10, 4))
    (other / "b.json").write_text(scenario(10, 5))
    link = lab.place / "links/deals.json"
    link.symlink_to("../real/a.json")
    watch = begin(lab, link, "-o", "report")
    lab.expect(listens(watch.run, real), "it does not listen to the folder that a link leads to")
    rename_over(real / "a.json", scenario(10, 6))
    watch.expect(WROTE, "what a link leads to")
    link.unlink()
    link.symlink_to(other / "b.json")
    lab.expect("6 → 5" in watch.expect(WROTE, "the link leads elsewhere"), "another target")
    rename_over(other / "b.json", scenario(10, 8))
    lab.expect("5 → 8" in watch.expect(WROTE, "its new target"), "its new target")
    watch.close()


def check_database(lab):
    """What another program has open and has written stands beside the database at first."""
    made, path, link = lab.place / "a.json", lab.place / "deals.db", lab.place / "link.db"
    made.write_text(scenario(10, 4))
    lab.run("export", made, "-o", path)
    link.symlink_to(path.name)
    watch, out = begin(lab, link), lab.place / "notebooks-out/link"
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = wal")
    for back in (5, 6):
        other.execute("UPDATE deals SET amount = ? WHERE id = 'chips'", (back,))
        other.commit()
        line = watch.expect(f"Maker {back - 1} → {back}", f"in the WAL: {back}")
        lab.expect(any("deals.db-wal saved" in said for said in watch.taken), f"{line} {watch.taken}")
    other.close()
    watch.expect("link.db saved, .*-wal gone", "the other program closes it")
    lab.expect("the figures are the same" in watch.expect(WROTE, "closed"), "what is closed is the same")
    lab.expect(loopback(out) == 6, "of the database")
    watch.close()


# ---- how it waits ----

def cpu_seconds(run):
    fields = pathlib.Path(f"/proc/{run.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_kilobytes(run):
    status = pathlib.Path(f"/proc/{run.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def listens(run, folder):
    """Whether it has asked inotify for a folder."""
    wanted = f" ino:{folder.stat().st_ino:x} "

    def has_one():
        for path in pathlib.Path(f"/proc/{run.pid}/fdinfo").iterdir():
            try:
                if any(line.startswith("inotify wd:") and wanted in line
                       for line in path.read_text().splitlines()):
                    return True
            except OSError:
                continue  # it is just taking another
        return False
    return wait_until(has_one)


def check_waiting(lab):
    """A save is heard of at once; waiting costs neither time nor memory."""
    path = lab.place / "a.json"
    path.write_text(scenario(10, 4))
    watch = begin(lab, path, "-o", "report")
    memory, times = memory_kilobytes(watch.run), []
    for back in range(5, 11):
        wait_until(lambda: not has_child(watch.run))
        time.sleep(0.2)  # now it waits: a save before that is found by its next look
        start = time.monotonic()
        rename_over(path, scenario(10, back))
        watch.expect("a.json saved", "inotify")
        times.append(time.monotonic() - start)
        watch.expect(WROTE, "inotify")
    lab.expect(listens(watch.run, lab.place), "it does not listen to folders")
    # by the clock, each would be found after one second on average, and then settle
    lab.expect(sum(times) < 5, f"a save is heard of at once: {times}")
    if "CIRCFIN_SANITIZED" not in os.environ:  # which keeps what was freed
        lab.expect(memory_kilobytes(watch.run) < memory + 1000, "the watch grows")
    before = cpu_seconds(watch.run)
    watch.expect_nothing("waiting")
    lab.expect(cpu_seconds(watch.run) - before < 0.1, "waiting takes time")
    watch.close()


def check_by_the_clock(lab):
    """Inotify refuses: so few descriptors that there is none for it, once a report is made."""
    path = lab.place / "a.json"
    path.write_text(scenario(10, 4))
    watch = begin(lab, path, "-o", "report")
    limit = subprocess.run(["prlimit", f"--pid={watch.run.pid}", "--nofile=3:1024"])
    if limit.returncode != 0:
        print("no prlimit: looks by the clock are not tested")
        watch.close()
        return
    rename_over(path, scenario(10, 5))
    watch.expect("warning: the system watches no more folders", "no descriptors left")
    watch.expect("cannot begin a report", "no pipe, either")
    subprocess.run(["prlimit", f"--pid={watch.run.pid}", "--nofile=1024:1024"], check=True)
    rename_over(path, scenario(10, 6))
    watch.expect(WROTE, "by the clock")
    lab.expect(not any("no more folders" in line for line in watch.taken), "it is told once")
    watch.close()


def check_quiet(lab):
    path = lab.place / "a.json"
    path.write_text(scenario(10, 4))
    watch = Watch(lab, path, "-o", "report", "-q")
    lab.expect(wait_until(lambda: (lab.place / "report/report.html").exists(), watch.run), "-q")
    rename_over(path, scenario(10, 5))
    lab.expect(wait_until(lambda: loopback(lab.place / "report") == 5, watch.run), "-q, anew")
    watch.expect_nothing("-q")
    path.write_text(scenario(-3))
    watch.expect("error: .*-3", "-q tells errors")
    watch.close()


def check_reader(lab):
    """Nobody reads its messages any more: it ends, without an error. A pipe is not watched."""
    path, pipe = lab.place / "a.json", lab.place / "pipe"
    path.write_text(scenario(10, 4))
    watch = begin(lab, path, "-o", "report")
    watch.run.stderr.close()
    lab.expect(wait_until(lambda: watch.run.poll() is not None), "it goes on without a reader")
    lab.expect(watch.run.returncode == 0, f"without a reader: {watch.run.returncode}")
    os.mkfifo(pipe)
    code, said = lab.run("watch", pipe, "-o", "report")
    lab.expect(code == 2 and "cannot be watched" in said, f"a pipe: {code} {said}")


CHECKS = (check_during, check_ways, check_folder, check_waiting, check_faults, check_links,
          check_named_files, check_many_saves, check_together,
          check_by_the_clock, check_quiet, check_workbook, check_database, check_reader)


def run_check(check):
    """In folders of its own, so that some can wait at the same time."""
    lab, begun = Lab(sys.argv[1]), time.monotonic()
    check(lab)
    print(f"{check.__name__}, {time.monotonic() - begun:.1f} s: ", end="")
    return lab.close()


def main():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return 1 if any(list(pool.map(run_check, CHECKS))) else 0


if __name__ == "__main__":
    sys.exit(main())
