#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stranger's model: it touches no file, keeps to its memory and its time, and amounts of any size
get the right answer or a diagnostic."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SWAP = os.path.join(SOURCE, "data", "textbook", "swap.json")
BODY = "var x >= 0; minimize o: x; "
MODELS = (("loopback", "bound=max"), ("loopback", "bound=min"), ("loopback", "bound=max_open"),
          ("circulation", None), ("break_loops", None), ("fund_gap", None))
results = []


def check(claim, what):
    results.append(bool(claim))
    if not claim:
        print(what)


def run(folder, *words):
    return subprocess.run([PROGRAM, "model", *words], cwd=folder, capture_output=True, text=True,
                          check=False)


def run_text(folder, text, *words):
    with open(os.path.join(folder, "m.mod"), "w", encoding="utf-8") as file:
        file.write(text)
    return run(folder, "m.mod", SWAP, *words)


# ---- files ---------------------------------------------------------------------------------------

FILE_USES = (
    BODY + "printf \"evil\" > \"mine.txt\"; end;",
    BODY + "solve; printf {i in 1..2: i > 1} \"evil\", i >> \"mine.txt\"; end;",
    BODY + "printf if 2 > 1 then \"evil\" else \"\" > \"mi\" & \"ne.txt\"; end;",
    BODY + "for {i in 1..2} { for {j in {1}}: printf \"evil\" > \"mine.txt\"; } end;",
    BODY + "table t {i in 1..2} OUT \"CSV\" \"mine.txt\": i; end;",
    BODY + "solve; table t {i in 1..2} OUT \"xBASE\" \"mine.txt\" \"N(5)\": i; end;",
    "set S; table t IN \"CSV\" \"mine.txt\": S <- [a]; " + BODY + "end;",
    "set data := {1}; var x {data} >= 0; minimize o: sum {i in data} x[i]; "
    "c {i in data}: x[i] >= sum {j in data} 1; printf \"evil\" > \"mine.txt\"; end;",
    "/* \" */ " + BODY + "printf \"evil\" /* ; */ > # \"\n \"mine.txt\"; end;",
    BODY + "printf \"evil\" > \"/dev/stdout\"; end;",
    BODY + "printf \"evil\" > \"/dev/stderr\"; end;",
)
NO_FILE_USES = (
    "param table := 1; " + BODY + "c: x >= table; check {i in {1}} table > 0; solve; "
    "printf \"%s\\n\", \"a > b; printf > c\"; printf \"%d\\n\", (2 > 1); end;",
    BODY + "solve; printf \"%d\\n\", if x > 1 then 1 else 2; display x; end; "
    "table t OUT \"CSV\" \"f\": 1;",
)


def files():
    for text in FILE_USES:
        with tempfile.TemporaryDirectory() as folder:
            mine = os.path.join(folder, "mine.txt")
            with open(mine, "w", encoding="utf-8") as file:
                file.write("a\n1\n")
            done = run_text(folder, text)
            with open(mine, encoding="utf-8") as file:
                kept = file.read()
            check(done.returncode == 3 and "[CF719]" in done.stderr and "m.mod:" in done.stderr
                  and "--trust-model" in done.stderr, "not refused: %s: %s" % (text, done.stderr))
            check(kept == "a\n1\n" and sorted(os.listdir(folder)) == ["m.mod", "mine.txt"]
                  and "evil" not in done.stdout, "files changed: %s" % text)
    with tempfile.TemporaryDirectory() as folder:
        for text in NO_FILE_USES:
            done = run_text(folder, text)
            check(done.returncode == 0, "refused: %s: %s" % (text, done.stderr))
        done = run_text(folder, FILE_USES[0], "--trust-model")
        check(done.returncode == 0 and os.path.exists(os.path.join(folder, "mine.txt")),
              "a trusted model did not write its file: %s" % done.stderr)


# ---- memory and time -----------------------------------------------------------------------------

def limits():
    with tempfile.TemporaryDirectory() as folder:
        done = run_text(folder, "set A := setof {i in 1..100000000} i; " + BODY +
                        "c: x >= card(A); end;", "--memory-limit", "30", "--time-limit", "60")
        check(done.returncode == 3 and "more than 30 MiB of memory [CF714]" in done.stderr
              and "--memory-limit" in done.stderr, "memory: %d %s" % (done.returncode, done.stderr))
        begin = time.monotonic()
        done = run_text(folder, "param b := sum {i in 1..100000, j in 1..1000000} i * j; " + BODY +
                        "c: x >= b; end;", "--time-limit", "2")
        took = time.monotonic() - begin
        check(done.returncode == 3 and "[CF716]" in done.stderr, "late: %s" % done.stderr)
        check(took < 8, "a limit of 2 seconds took %.1f" % took)  # twice and 5 seconds more: 9
        done = run_text(folder, "set A := 1..61; var x {A} binary; var y integer >= 0; "
                        "minimize o: y; c: 2 * sum {i in A} x[i] + y = 61; solve; printf "
                        "\"y %d\\n\", y; end;",
                        "--time-limit", "1")
        check(done.returncode == 0 and "feasible" in done.stdout and "y 1" in done.stdout,
              "what was found in time: %s %s" % (done.stdout[:200], done.stderr))


# ---- amounts of any size -------------------------------------------------------------------------

def scenario(seed, factor, more=()):
    chance = random.Random(seed)
    ids = ["s", "a", "b", "c", "d", "e"]
    entities = [{"id": one} for one in ids]
    for entity in entities:
        if chance.random() < 0.4:
            entity["outside_funds"] = chance.randint(0, 60) * factor
    deals = [{"payer": "s", "payee": "a", "relation": "investor", "amount": 50 * factor},
             {"payer": "a", "payee": "s", "relation": "customer", "amount": 40 * factor}]
    for _ in range(12):
        payer, payee = chance.sample(ids, 2)
        deals.append({"payer": payer, "payee": payee, "amount": chance.randint(1, 100) * factor,
                      "relation": chance.choice(("investor", "customer"))})
    for i, amount in enumerate(more):
        payer, payee = chance.sample(ids, 2)
        deals.append({"payer": payer, "payee": payee, "amount": amount,
                      "relation": ("investor", "customer")[i % 2]})
    return {"schema": "circfin.scenario/1", "name": "random", "currency": "USD", "unit": "one",
            "entities": entities,
            "deals": [dict(deal, id="d%d" % i) for i, deal in enumerate(deals)]}


def objective(folder, model, setting, data):
    path = os.path.join(folder, "s.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(data, file)
    done = run(folder, os.path.join(SOURCE, "models", model + ".mod"), path, "--format", "json",
               *(("--set", setting) if setting else ()))
    check(done.returncode == 0, "%s: %d %s" % (model, done.returncode, done.stderr))
    figures = json.loads(done.stdout)["figures"]
    check(figures["status"] == "optimal", "%s is %s" % (model, figures["status"]))
    return figures["objective"], "[CF720]" in done.stderr


def amounts():
    with tempfile.TemporaryDirectory() as folder:
        for seed, (model, setting) in enumerate(MODELS):
            base, _ = objective(folder, model, setting, scenario(seed, 1.0))
            for factor in (1e-300, 2.0 ** -1000, 1e-12, 1e-5, 1e15):
                found, wide = objective(folder, model, setting, scenario(seed, factor))
                check(abs(found - base * factor) <= 1e-7 * base * factor and not wide,
                      "%s times %g: %r instead of %r" % (model, factor, found, base * factor))
            for more in ((1e-300, 1e-300), (5e-324, 1e-200, 1e-15), (1e-9, 1e18)):
                found, wide = objective(folder, model, setting, scenario(seed, 1.0, more))
                check(wide, "%s with %r: no warning" % (model, more))
                check(more[-1] == 1e18 or abs(found - base) <= 1e-7 * base,
                      "%s with %r: %r instead of %r" % (model, more, found, base))


def main():
    files()
    limits()
    amounts()
    failed = results.count(False)
    print("%d passed, %d failed" % (len(results) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
