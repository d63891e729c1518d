#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a killed run left goes with the next one; what only looks like it, or is in use, stays.

Usage: test_leftovers.py CIRCFIN SOURCE. Prints what is wrong and `N passed, M failed`.
"""
import os
import pathlib
import signal
import stat
import sys

from running import Lab, complete_graph, stop, wait_until

from test_interrupt import SLOW_MODEL


def kill_in_the_middle(lab, words, has_begun):
    run = lab.start(*words)
    begun = wait_until(lambda: has_begun(lab), run)
    run.kill()
    run.communicate()
    lab.expect(begun, f"{words[0]}: has not begun")


def beside(lab):
    return any(path.name.startswith(".circfin-") for path in lab.place.iterdir())


def in_tmpdir(lab):
    return any(lab.temporary.iterdir())


def check_killed(lab, deals):
    for words, has_begun, following in (
            (("loops", "k14.json", "--stream", "-o", "out.jsonl"), beside,
             ("score", deals, "-o", "other.json")),
            (("model", "slow.mod", "k14.json"), in_tmpdir, ("score", deals)),
            (("loops", "k14.json", "--top", "20000", "--limit", "20000", "-o", "out.xlsx"),
             in_tmpdir, ("loops", deals, "-o", "other.csv"))):
        kill_in_the_middle(lab, words, has_begun)
        lab.expect(lab.leftovers(), f"{words[0]}: nothing is left, so this tests nothing")
        code, errors = lab.run(*following)
        lab.expect(code == 0 and not lab.leftovers(),
                   f"{words[0]} was killed: the next run ends with {code} and leaves "
                   f"{lab.leftovers()} {errors}")


def check_living(lab, deals):
    """Of two runs at once, neither takes the other's files for leftovers."""
    run = lab.start("loops", "k14.json", "--top", "2000", "--limit", "2000", "-o", "living.xlsx")
    # once there are files in its folder, it has locked that
    lab.expect(wait_until(lambda: any(lab.temporary.glob("*/*")), run), "living: has not begun")
    lab.expect(stop(run), "living: does not stand")
    before = sorted(lab.leftovers())
    lab.run("score", deals, "-o", "other.xlsx")
    lab.run("score", deals, "-o", "other.json")
    lab.expect(sorted(lab.leftovers()) == before, f"living: {before} are now {lab.leftovers()}")
    run.send_signal(signal.SIGCONT)
    _, errors = run.communicate()
    lab.expect(run.returncode == 0 and (lab.place / "living.xlsx").exists(),
               f"living: ends with {run.returncode}: {errors}")


def check_lookalikes(lab, deals):
    """Names of ours on what is not ours, in a folder that others can write to."""
    place, name = lab.place, ".circfin-1-0123456789ab"
    precious = place / "precious"
    precious.write_text("mine")
    for kind, make in (("a link", lambda path: path.symlink_to(precious)),
                       ("a pipe", os.mkfifo),
                       ("a folder", lambda path: path.mkdir())):
        for folder, mark in ((place, ".circfin-"), (lab.temporary, "circfin-")):
            path = folder / f"{mark}{name.split('-', 1)[1]}"
            make(path)
            code, errors = lab.run("score", deals, "-o", "other.xlsx")
            lab.expect(code == 0, f"{kind} with a name of ours: {code} {errors}")
            there = path.is_symlink() or path.exists()
            goes = kind == "a folder" and folder == lab.temporary  # of ours, and nobody's now
            lab.expect(there != goes, f"{kind} called {path.name}: {'stays' if there else 'gone'}")
            if there:
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    lab.expect(precious.read_text() == "mine", "a file behind a link has changed")
    for other in (".circfin-1-0123456789abc", ".circfin-x-0123456789ab", ".circfin-notes"):
        (place / other).write_text("mine")
        lab.run("score", deals, "-o", "other.json")
        lab.expect((place / other).exists(), f"{other} has gone")
        (place / other).unlink()
    if os.geteuid() == 0:  # only root can make files of others
        path = lab.temporary / "circfin-1-0123456789ab"
        path.mkdir()
        os.chown(path, 12345, 12345)
        lab.run("score", deals)
        lab.expect(path.is_dir(), "a folder of another user has gone")
        path.rmdir()


def check_report(lab, deals):
    """A folder that a killed report left beside another report goes with the next."""
    work = lab.place / ".circfin-1-0123456789ab"
    (work / "new").mkdir(parents=True)
    (work / "new" / "result.json").write_text("{}")
    (work / "new" / "workbook.xlsx").write_text("half")
    code, errors = lab.run("report", deals, "-o", "report", "-q")
    lab.expect(code == 0 and not work.exists(), f"a half report: {code}, {errors}")
    # after the exchange: notes that were still in the older one come back
    (work / "new").mkdir(parents=True)
    (work / "new" / "result.json").write_text("old")
    (work / "new" / "notes.txt").write_text("mine")
    (work / "new" / "folder").mkdir()
    (work / "new" / "folder" / "more.txt").write_text("mine")
    (work / "for").write_text("1\nreport")
    (lab.place / "report" / "notes.txt").write_text("newer")
    code, errors = lab.run("report", deals, "-o", "report", "-q")
    report = lab.place / "report"
    lab.expect(code == 0 and not work.exists(), f"notes in the older one: {code}, {errors}")
    lab.expect((report / "folder" / "more.txt").read_text() == "mine", "a folder of notes is lost")
    lab.expect((report / "notes.txt").read_text() == "newer" and
               (report / "notes.txt.older").read_text() == "mine", "notes are lost")
    # between two renames, without an exchange: the older one comes back
    work.mkdir()
    (lab.place / "report").rename(work / "old")
    (work / "new").mkdir()
    (work / "for").write_text(f"{(work / 'new').stat().st_ino}\nreport")
    code, errors = lab.run("report", deals, "-o", "another", "-q")
    lab.expect(code == 0 and not work.exists() and (report / "result.json").exists() and
               (report / "folder" / "more.txt").exists(), f"the older one is lost: {errors}")
    # a record that leads elsewhere
    for text in ("1\n../report", "1\n..", "1\n", "x", ""):
        (work / "new").mkdir(parents=True)
        (work / "new" / "result.json").write_text("{}")
        (work / "for").write_text(text)
        lab.run("report", deals, "-o", "another", "-q")
        lab.expect(not work.exists(), f"a record {text!r}: {list(work.glob('*'))}")
    mode = stat.S_IMODE(report.stat().st_mode)
    lab.expect(mode == 0o755 or mode & 0o700 == 0o700, f"the report has the mode {oct(mode)}")


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    deals = source / "data/textbook/chip-maker.json"
    lab = Lab(program)
    complete_graph(lab.place / "k14.json", 14)
    (lab.place / "slow.mod").write_text(SLOW_MODEL)
    check_killed(lab, deals)
    check_living(lab, deals)
    check_lookalikes(lab, deals)
    check_report(lab, deals)
    return lab.close()


if __name__ == "__main__":
    sys.exit(main())
