#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C, TERM and HUP: the program ends soon, leaves no temporary file and no child, and an output
is the one before or a whole new one.

Usage: test_interrupt.py CIRCFIN SOURCE. Prints what is wrong and `N passed, M failed`.
"""
import os
import pathlib
import random
import signal
import sys
import time

from running import Lab, complete_graph, end_of, group_is_empty, wait_until

SOON = 12  # seconds, on a busy machine: a request that is not heard takes minutes here
BEFORE = b"before"
SLOW_MODEL = """set N := 1..60;
param w{i in N} := 1000 + floor(997*Uniform01());
var x{N} binary;
maximize z: sum{i in N} w[i]*x[i];
s.t. c: sum{i in N} 2*w[i]*x[i] = 2*floor(sum{i in N} w[i]/2)+1;
solve;
end;
"""


def pairs(path, count):
    """A scenario of `count` suppliers, each with a customer in which it invests."""
    entities = ",".join(f'{{"id":"s{i}"}},{{"id":"c{i}"}}' for i in range(count))
    deals = ",".join(
        f'{{"id":"i{i}","relation":"investor","payer":"s{i}","payee":"c{i}","amount":{10 + i % 7}}},'
        f'{{"id":"p{i}","relation":"customer","payer":"c{i}","payee":"s{i}","amount":{5 + i % 3}}}'
        for i in range(count))
    path.write_text('{"schema":"circfin.scenario/1","name":"P","currency":"USD",'
                    f'"entities":[{entities}],"deals":[{deals}]}}')


def payments(path, count, entities):
    """Payments of a few entities, in which all lie on loops."""
    with open(path, "w", encoding="utf-8") as out:
        out.write("relation,payer,payee,amount\n")
        for i in range(count):
            out.write(f"customer,e{i % entities},e{(i * 7 + 1 + i // entities) % entities},{i % 97 + 1}\n")


def check_end(lab, run, number, what, output=None):
    """The end that a signal should make."""
    code, seconds, errors = end_of(run, number)
    lab.expect(code == -number, f"{what}, {number.name}: ends with {code} {errors}")
    lab.expect(seconds < SOON, f"{what}, {number.name}: ends after {seconds:.1f} s")
    lab.expect(not lab.leftovers(), f"{what}, {number.name}: leaves {lab.leftovers()}")
    lab.expect(group_is_empty(run), f"{what}, {number.name}: leaves a child")
    if output is not None:
        lab.expect(output.read_bytes() == BEFORE, f"{what}, {number.name}: the output has changed")


def in_the_middle(lab, what, words, numbers, has_begun, output=None):
    """Waits until a temporary file or a child says that it is in the middle, then ends it."""
    for number in numbers:
        if output is not None:
            output.write_bytes(BEFORE)
        run = lab.start(*words)
        lab.expect(wait_until(lambda: has_begun(run), run), f"{what}: has not begun")
        check_end(lab, run, number, what, output)


def has_child(run):
    try:
        return pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text() != ""
    except OSError:
        return False


def check_writing(lab):
    """Where a run has a temporary file beside its output, in TMPDIR, or a child process."""
    here = lab.place
    complete_graph(here / "k14.json", 14)
    (here / "slow.mod").write_text(SLOW_MODEL)
    some = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    in_the_middle(lab, "loops --stream", ("loops", "k14.json", "--stream", "-o", "out.jsonl"),
                  (signal.SIGTERM, signal.SIGHUP) * 2,
                  lambda run: any(name.startswith(".circfin-") for name in lab.leftovers()),
                  here / "out.jsonl")
    payments(here / "payments.csv", 400000, 1009)
    for number in some:
        run = lab.start("trim", "payments.csv", "--currency", "USD", "--self-deals", "drop",
                        "--memory-limit", "4", "-o", "core")
        lab.expect(wait_until(lambda: any(lab.temporary.iterdir()), run), "trim: has no runs on disk")
        check_end(lab, run, number, "trim")
        lab.expect(not (here / "core").exists(), f"trim, {number.name}: leaves a core")
    in_the_middle(lab, "model", ("model", "slow.mod", "k14.json", "-o", "out.json"), some, has_child,
                  here / "out.json")
    in_the_middle(lab, "a workbook",
                  ("loops", "k14.json", "--top", "20000", "--limit", "20000", "-o", "out.xlsx"),
                  some, lambda run: any(lab.temporary.iterdir()), here / "out.xlsx")


def check_anywhere(lab, source):
    """At random moments: an output is either as it was or as it should be."""
    draw, deals = random.Random(12), source / "data/ai-deals.json"
    for words, name in ((("graph", deals), "out.png"), (("export", deals), "sheets"),
                        (("score", deals), "out.xlsx"), (("graph", deals), "out.svg")):
        output = lab.place / name
        begin = time.monotonic()
        lab.run(*words, "-o", name)
        whole, seconds = time.monotonic() - begin, None
        seconds, full = whole, look_of(output)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if (words[0], number) == ("score", signal.SIGINT):
                continue  # stops early, with what is measured by then
            forget(output)
            run = lab.start(*words, "-o", name)
            time.sleep(draw.uniform(0, 1.1) * seconds)
            code, _, errors = end_of(run, number)
            what = f"{words[0]} -o {name}, {number.name}"
            lab.expect(code in (-number, 0), f"{what}: ends with {code} {errors}")
            lab.expect(look_of(output) in (None, full), f"{what}: a part is there")
            lab.expect(not lab.leftovers(), f"{what}: leaves {lab.leftovers()}")
            lab.expect(group_is_empty(run), f"{what}: leaves a child")


def look_of(output):
    if output.is_dir():
        return {path.name: path.read_bytes() for path in output.iterdir()}
    return output.read_bytes() if output.exists() else None


def forget(output):
    for path in output.iterdir() if output.is_dir() else [output]:
        path.unlink(missing_ok=True)
    if output.is_dir():
        output.rmdir()


# ---- where the first Ctrl-C asks for what there is so far ----

def check_partial(lab, words, seconds, note):
    output = lab.place / "out.csv"
    output.unlink(missing_ok=True)
    run = lab.start(*words, "-o", "out.csv")
    time.sleep(seconds)
    code, taken, errors = end_of(run, signal.SIGINT)
    what = " ".join(map(str, words))
    lab.expect(taken < SOON, f"{what}: ends {taken:.1f} s after Ctrl-C")
    # where nothing was found yet, or the machine is too busy, it ends without a result
    lab.expect((code == 0 and note in errors and output.exists()) or
               (code == -signal.SIGINT and not output.exists()),
               f"{what}: ends with {code}: {errors}")
    lab.expect(not lab.leftovers(), f"{what}: leaves {lab.leftovers()}")
    return code == 0


def check_graceful(lab):
    complete_graph(lab.place / "k60.json", 60)
    pairs(lab.place / "pairs.json", 20000)
    lab.expect(check_partial(lab, ("loops", "k60.json", "--top", "all"), 1.0, "stopped as asked"),
               "loops --top all: Ctrl-C gives no partial result")
    check_partial(lab, ("sweep", "pairs.json", "--vary", "relation:investor=0.5:1.5:0.01"), 2.0,
                  "was stopped after")
    # the second one ends it at once
    run = lab.start("loops", "k60.json", "--top", "all", "-o", "out.csv")
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    code, seconds, _ = end_of(run, signal.SIGINT)
    lab.expect(code in (-signal.SIGINT, 0) and seconds < SOON, f"twice: {code} after {seconds} s")
    lab.expect(not lab.leftovers(), f"twice: leaves {lab.leftovers()}")


# ---- the line of progress, and the end of the time ----

LATE = 5  # the exit status of a run without a result
OVER = "circfin: error: --time-limit ended the run before there was a result\n"


def shown_by(lab, *words):
    """Exit status, and what a terminal gets to see on standard error."""
    terminal, end = os.openpty()
    run = lab.start(*words, stderr=end)
    os.close(end)
    text = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        text += part
    os.close(terminal)
    return run.wait(), text.decode()


def check_progress(lab):
    """A scenario that never comes: reading goes on until the time is over."""
    os.mkfifo(lab.place / "late.json")
    keeper = os.open(lab.place / "late.json", os.O_RDWR)  # reading waits for what is written here
    words = ("score", "late.json", "--time-limit", "2.3", "-o", "late.csv")
    code, text = shown_by(lab, *words)
    lines = [line for line in text.split("\r\033[K") if line]
    lab.expect(code == LATE and text.endswith("\r\n" + OVER.replace("\n", "\r\n")),
               f"reading: the end of its time: {code} {text!r}")
    lab.expect("reading late.json, 1 s (Ctrl-C ends)" in lines, f"reading is told: {text!r}")
    lab.expect(any(line.startswith("reading late.json, 2 s") for line in lines),
               f"its seconds are counted: {text!r}")
    code, text = shown_by(lab, *words, "--quiet")
    lab.expect(code == LATE and "reading" not in text, f"--quiet tells nothing: {code} {text!r}")
    code, errors = lab.run(*words)
    lab.expect(code == LATE and errors == OVER, f"no terminal, no line: {code} {errors!r}")
    lab.expect(not (lab.place / "late.csv").exists() and not lab.leftovers(), "nothing is left")
    os.close(keeper)


def check_time_limit(lab):
    """The same as Ctrl-C: the results so far, where a command has them."""
    begin = time.monotonic()
    code, errors = lab.run("sweep", "pairs.json", "--vary", "relation:investor=0.5:1.5:0.001",
                           "--time-limit", "3", "-o", "out.csv")
    seconds = time.monotonic() - begin
    lab.expect((code == 0 and "was stopped after" in errors) or (code == LATE and OVER in errors),
               f"sweep --time-limit 3: {code} {errors}")
    lab.expect(seconds < 3 + SOON, f"sweep --time-limit 3: ends after {seconds:.1f} s")
    code, errors = lab.run("sweep", "pairs.json", "--time-limit", "soon")
    lab.expect(code == 2 and "--time-limit must be a number above 0" in errors, errors)
    code, errors = lab.run("score", "pairs.json", "--time-limit", "60", "-o", "out.csv")
    lab.expect(code == 0 and not errors, f"a limit that is not reached: {code} {errors}")


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    lab = Lab(program)
    check_writing(lab)
    check_anywhere(lab, source)
    check_graceful(lab)
    check_progress(lab)
    check_time_limit(lab)
    return lab.close()


if __name__ == "__main__":
    sys.exit(main())
