# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands say of a result: reasons, names, counts, formats, distances, and nothing raw.

python3 test_results.py CIRCFIN SOURCE
"""
import csv
import io
import json
import os
import pathlib
import pty
import re
import resource
import subprocess
import sys
import tempfile

CIRCFIN, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
AI = str(SOURCE / "data/ai-deals.json")
passed = failed = 0


def expect(what, found, wanted):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print(f"{what}: {found!r}, not {wanted!r}")


def run(*arguments, timeout=120):
    done = subprocess.run([CIRCFIN, *map(str, arguments)], capture_output=True, text=True,
                          check=False, timeout=timeout)
    return done.returncode, done.stdout, done.stderr


def said(*arguments):
    """Standard output in one line."""
    return " ".join(run(*arguments)[1].split())


def on_a_terminal(*arguments):
    """The bytes that a terminal would get."""
    main, other = pty.openpty()
    child = subprocess.Popen([CIRCFIN, *arguments], stdout=other, stderr=other,
                             stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    os.close(other)
    text = b""
    while True:
        try:
            more = os.read(main, 65536)
        except OSError:
            break
        if not more:
            break
        text += more
    child.wait()
    os.close(main)
    return text.decode("utf-8", "replace")


def deal(number, relation, payer, payee, amount, **more):
    return {"id": f"d{number}", "relation": relation, "payer": payer, "payee": payee,
            "amount": amount, **more}


def scenario(folder, name, deals, entities=None, **more):
    ids = dict.fromkeys(e for d in deals for e in (d["payer"], d["payee"]))
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"schema": "circfin.scenario/1", "name": name, "currency": "USD",
                                "unit": "bn", "entities": entities or [{"id": i} for i in ids],
                                "deals": deals, **more}), encoding="utf-8")
    return path


# ---- why nobody both invests and sells -------------------------------------------------------------

def check_advice(folder):
    trade = scenario(folder, "trade", [deal(1, "customer", "a", "b", 5),
                                       deal(2, "customer", "b", "a", 4)])
    for command in ("score", "drivers", "timeline", "sweep"):
        more = ["--vary", "deal:d1=1:2:1"] if command == "sweep" else []
        if command == "timeline":
            trade = scenario(folder, "trade", [
                deal(1, "customer", "a", "b", 5, announced="2025-01-01"),
                deal(2, "customer", "b", "a", 4, announced="2025-02-01")])
        text = said(command, trade, *more)
        expect(f"{command}, no capital: --origin all", "--origin all" in text, True)
        expect(f"{command}, no capital: --view headline", "--view headline" in text, False)
    nothing = scenario(folder, "nothing", [deal(1, "customer", "a", "b", 5)])
    expect("nothing helps", re.findall(r"--\w+", said("score", nothing)), [])

    split = scenario(folder, "split", [deal(1, "investor", "Nvidia Corp.", "lab", 5),
                                       deal(2, "customer", "lab", "NVIDIA corp", 4)])
    text = said("score", split)
    expect("names", 'Are "Nvidia Corp.", which invests, and "NVIDIA corp", which sells, one?' in text,
           True)
    expect("names: --view headline", "--view headline" in text, False)
    named = scenario(folder, "named", [deal(1, "investor", "n1", "lab", 5),
                                       deal(2, "customer", "lab", "n2", 4)],
                     [{"id": "n1", "name": "Zürich-Re AG"}, {"id": "lab"},
                      {"id": "n2", "name": "ZÜRICH RE"}])
    expect("names of entities", 'Are "n1", which invests, and "n2", which sells, one?'
           in said("score", named), True)
    apart = scenario(folder, "apart", [deal(1, "investor", "fund", "lab", 5),
                                       deal(2, "customer", "lab", "maker", 4)])
    text = said("score", apart)
    expect("others: counts", "1 invests, 1 sells or reports revenue, none does both" in text, True)
    expect("others: which", re.findall(r"--\w+", text) in ([], ["--origin"]), True)

    letters = scenario(folder, "letters", [
        deal(1, "investor", "maker", "lab", 5, status="letter_of_intent"),
        deal(2, "customer", "lab", "maker", 4)])
    text = said("score", letters)
    expect("letters", "1 entity does: --view headline counts letters of intent" in text, True)
    early = scenario(folder, "early", [deal(1, "investor", "maker", "lab", 5, announced="2025-06-01"),
                                       deal(2, "customer", "lab", "maker", 4)])
    expect("early", "without --as-of" in said("score", early, "--as-of", "2025-01-01"), True)
    group = scenario(folder, "group", [deal(1, "investor", "maker", "lab", 5),
                                       deal(2, "customer", "lab", "maker", 4)],
                     [{"id": "maker", "group": "g"}, {"id": "lab", "group": "g"}])
    expect("one group", "without --consolidate" in said("score", group, "--consolidate"), True)
    run("report", letters, "-o", folder / "letters")
    expect("page", "--view headline counts letters" in (folder / "letters/report.html").read_text(),
           True)


def check_amounts(folder):
    """What is said of amounts that are unknown or taken for granted, one or many."""
    unknown = scenario(folder, "unknown", [deal(1, "investor", "maker", "lab", None,
                                                announced="2025-01-01"),
                                           deal(2, "customer", "lab", "maker", None)])
    for command in ("score", "drivers", "timeline"):
        text = said(command, unknown)
        expect(f"{command}: all unknown", "No deal of this view has a known amount, so no entity is "
               "known to" in text, True)
        expect(f"{command}: nothing is ruled out", "nothing can come back" in text, False)
    text = said("score", SOURCE / "data/example")
    expect("revenue beside the deals", "Taken for granted: reported revenue that is not in these "
           "deals 21 (chip-maker 21); 1 of 4 deals has no known amount and counts only in" in text,
           True)
    both = scenario(folder, "both", [
        deal(1, "investor", "maker", "lab", 10), deal(2, "customer", "lab", "maker", 12),
        deal(3, "customer", "lab", "cloud", 5), deal(4, "customer", "maker", "cloud", None),
        deal(5, "customer", "maker", "cloud", None)],
        [{"id": "maker", "revenue": {"amount": 16}}, {"id": "lab", "outside_funds": 3},
         {"id": "cloud"}])
    expect("both kinds", "Taken for granted: payments without a known source 4 (lab 4), of which "
           "beyond stated funds 4 (lab 4); reported revenue that is not in these deals 4 (maker 4); "
           "2 of 5 deals have no known amount and count only in" in said("score", both), True)
    text = said("drivers", both, "--measure", "max")
    expect("one choke point", "Choke point: d2, USD 12 bn. Without it nothing" in text, True)
    two = scenario(folder, "two-chokes", [
        deal(1, "investor", "maker", "lab", 10), deal(2, "customer", "lab", "maker", 4),
        deal(3, "customer", "lab", "shop", 3), deal(4, "customer", "shop", "maker", 6)])
    expect("two choke points", "Choke points: d2, d3, together USD 7 bn. Without them nothing"
           in said("drivers", two, "--measure", "max"), True)


# ---- names in any case -----------------------------------------------------------------------------

def check_case(folder):
    for option, command in (("--supplier", "score"), ("--supplier", "drivers"),
                            ("--supplier", "timeline"), ("--supplier", "graph"),
                            ("--through", "loops"), ("--joint", "score")):
        first = run(command, AI, option, "nvidia", "--format", "csv")
        for word in ("NVIDIA", "Nvidia", "nViDiA"):
            expect(f"{command} {option} {word}",
                   run(command, AI, option, word, "--format", "csv"), first)
    expect("sweep", run("sweep", AI, "--vary", "entity:OPENAI.outside_funds=0:10:5", "--supplier",
                        "NVIDIA", "--format", "csv")[1].splitlines()[1:],
           run("sweep", AI, "--vary", "entity:openai.outside_funds=0:10:5", "--supplier", "nvidia",
               "--format", "csv")[1].splitlines()[1:])
    expect("model", run("model", SOURCE / "models/loopback.mod", AI, "--supplier", "NVIDIA",
                        "--format", "csv"),
           run("model", SOURCE / "models/loopback.mod", AI, "--supplier", "nvidia", "--format",
               "csv"))
    two = scenario(folder, "two", [deal(1, "investor", "ACME", "lab", 5),
                                   deal(2, "customer", "lab", "ACME", 4),
                                   deal(3, "investor", "Acme", "lab", 3),
                                   deal(4, "customer", "lab", "Acme", 2),
                                   deal(5, "investor", "ÉLAN", "lab", 3),
                                   deal(6, "customer", "lab", "ÉLAN", 2)])
    status, _, errors = run("score", two, "--supplier", "acme")
    expect("ambiguous: status", status, 2)
    expect("ambiguous: candidates", '"ACME", "Acme"' in errors, True)
    for word in ("ACME", "Acme"):
        rows = list(csv.DictReader(io.StringIO(run("score", two, "--supplier", word, "--format",
                                                   "csv")[1])))
        expect(f"exact {word}", [row["entity"] for row in rows], [word])
    expect("beyond ASCII", run("score", two, "--supplier", "élan", "--format", "csv"),
           run("score", two, "--supplier", "ÉLAN", "--format", "csv"))
    expect("unknown", run("score", two, "--supplier", "acne")[0], 2)


# ---- deals inside groups ---------------------------------------------------------------------------

def check_inside(folder):
    file = scenario(folder, "inside", [
        deal(1, "investor", "a", "b", 1.5, announced="2025-01-01"),
        deal(2, "customer", "b", "a", 0.75, announced="2025-01-01"),
        deal(3, "investor", "a", "c", 2, announced="2025-01-01"),
        deal(4, "customer", "c", "a", 3, announced="2025-01-01")],
        [{"id": "a", "group": "g"}, {"id": "b", "group": "g"}, {"id": "c"}])
    words = "2 of 4 deals are inside a group and left out, USD 2.25 bn in all"
    for command, more in (("score", []), ("drivers", []), ("timeline", []), ("loops", []),
                          ("graph", []), ("sweep", ["--vary", "deal:d3=1:2:1"]),
                          ("compare", ["--as-of-b", "2025-02-01", "--consolidate-b"]),
                          ("report", ["-o", folder / "groups"])):
        expect(f"{command} --consolidate", words in run(command, file, "--consolidate", *more)[2],
               True)
    result = json.loads(run("score", file, "--consolidate", "--format", "json")[1])
    expect("json", any(words in warning for warning in result["warnings"]), True)
    expect("without groups", "inside" in run("score", file)[2], False)


# ---- formats ---------------------------------------------------------------------------------------

DRAWINGS = ("svg", "png", "pdf")
GRAPHS = {"dot": "dot", "gexf": "gexf", "cyjs": "cyjs", "mermaid": "mmd",
          "graphml": "graphml", "gml": "gml", "pajek": "net"}  # and their endings
DRAWN = {"graph", "score", "drivers", "timeline"}  # at least these


def check_formats(folder):
    commands = re.findall(r"^  (\w+) +(?:SCENARIO|A \[B\]|MODEL)", run("help")[1], re.M)
    expect("commands", DRAWN | {"compare"} <= set(commands), True)
    texts = {command: run("help", command)[1] for command in commands}
    lists = {command: [name for name in (*GRAPHS, *DRAWINGS)
                       if re.search(rf"(\||^  ){name}\b", text, re.M)]
             for command, text in texts.items() if "--format" in text}
    for command, listed in lists.items():
        expect(f"help {command}: graphs", set(GRAPHS) & set(listed), set(GRAPHS) if command == "graph" else set())
        expect(f"help {command}: all drawings or none",
               set(DRAWINGS) - set(listed) in (set(), set(DRAWINGS)), True)
    expect("drawn", DRAWN <= {command for command, listed in lists.items() if "svg" in listed},
           True)
    for name, ending in [*GRAPHS.items(), *zip(DRAWINGS, DRAWINGS)]:
        status, _, errors = run("model", "MODEL.mod", AI, "--format", name)
        expect(f"model --format {name}", (status, "xlsx or sqlite" in errors, "svg or" in errors),
               (2, True, False))
        status, _, errors = run("model", "MODEL.mod", AI, "-o", folder / f"x.{ending}")
        expect(f"model -o x.{ending}", (status, "circfin graph" in errors), (2, True))
        for command in DRAWN if name in DRAWINGS else {"graph"}:
            expect(f"{command} -o x.{ending}", run(command, AI, "-o", folder / f"x.{ending}")[0], 0)


# ---- points of a sweep -----------------------------------------------------------------------------

def check_points():
    for count in (24, 25, 26, 47, 48, 100, 101, 102, 601, 997):
        text = run("sweep", AI, "--supplier", "nvidia", "--vary",
                   f"scale:nvidia-openai-30=1:{count}:1")[1]
        values = [float(row.replace(",", "")) for row in re.findall(r"^ +([\d,.]+) +[\d.]+ ", text,
                                                                  re.M)]
        steps = {b - a for a, b in zip(values, values[1:])}
        expect(f"{count} points: distances", len(steps), 1)
        expect(f"{count} points: from the first", values[0], 1)
        expect(f"{count} points: shown", 12 <= len(values) <= 24, True)
        if len(values) < count:
            words = f"Shown: {len(values)} of {count} points, {int(max(steps))} step"
            expect(f"{count} points: words", words in text, True)
            expect(f"{count} points: the last", values[-1] == count,
                   "without the last" not in text)
    expect("101 points end with the last", "without the last" in run(
        "sweep", AI, "--supplier", "nvidia", "--vary", "scale:nvidia-openai-30=0:100:1")[1], False)


# ---- nothing raw -----------------------------------------------------------------------------------

RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
                 "\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def check_raw(folder):
    bad = "x\u009b31m\u202e\u2028\u200f\u2066\u0085\ufeff\U000e0041y"  # ids have no C0
    worse = bad + "\x1b[31m\x07\r"
    file = str(scenario(folder, "raw", [
        deal(1, "investor", bad, "lab", 5, announced="2025-01-01"),
        deal(2, "customer", "lab", bad, 4, announced="2025-01-02")],
        [{"id": bad, "name": worse, "group": bad}, {"id": "lab", "name": "lab" + worse}],
        description=worse))
    for command, more in (("score", []), ("drivers", []), ("timeline", []), ("loops", []),
                          ("graph", []), ("sweep", ["--vary", "deal:d1=1:2:1"]),
                          ("compare", ["--as-of-b", "2025-01-01"]), ("check", [])):
        drawn = (tuple(GRAPHS) if command == "graph" else ()) + (("svg",) if command in DRAWN else ())
        for form in ("table", "md", "csv", "json", *drawn):
            text = on_a_terminal(command, file, *more, "--format", form, "--verbose")
            expect(f"{command} --format {form} on a terminal",
                   RAW.findall(text.replace("\r\n", "\n")), [])
            expect(f"{command} --format {form} says something", len(text) > 20, True)
        text = run(command, file, *more, "--format", "json")[1]
        expect(f"{command}: json anywhere", RAW.findall(text), [])
    expect("json: value", json.loads(run("score", file, "--format", "json")[1])["tables"]
           ["suppliers"][0]["entity"], bad)
    rows = subprocess.run([CIRCFIN, "score", file, "--format", "csv"], capture_output=True,
                          check=True).stdout.decode()
    expect("csv in a pipe: value", bad in rows, True)
    for arguments in (["loops", file, "--stream"], ["score", file, "--supplier", bad[1:]],
                      ["score", bad], ["score", file, bad], [bad],
                      ["import", str(folder / "raw/deals.csv"), "-o", "-"]):
        if arguments[0] == "import":
            run("export", file, "-o", folder / "raw")
        text = on_a_terminal(*arguments)
        expect(f"{arguments[0][:6]!r}: {arguments[1:]!r:.40}",
               RAW.findall(text.replace("\r\n", "\n")), [])


# ---- entities without deals, and nobody ------------------------------------------------------------

def check_raw_names(folder):
    """Names of files and folders are shown as safely as texts of files."""
    name = "a\u202e\x1b[31mb"
    file = folder / f"{name}.json"
    file.write_bytes((SOURCE / "data/textbook/swap.json").read_bytes())
    said_by = {"report": run("report", file, "-o", folder / name)[2], "check": run("check", file)[1]}
    for command, text in said_by.items():
        expect(f"{command} names it", "a\ufffd\ufffd[31mb" in text, True)
        expect(f"{command} shows nothing raw", any(sign in text for sign in "\u202e\x1b"), False)


def seconds(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    status, out, _ = run(*arguments)
    expect(f"{arguments[0]}: status", status, 0)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, out


def check_idle(folder):
    """26,000 entities without deals: some five times what reading them takes, at the very most, and
    what the file takes without them."""
    content = json.loads(pathlib.Path(AI).read_text())
    content["entities"] += [{"id": f"idle{i}"} for i in range(26000)]
    idle = folder / "idle.json"
    idle.write_text(json.dumps(content))
    reading = seconds("check", idle)[0]
    for command, more in (("timeline", []), ("drivers", []), ("compare", ["--view-b", "headline"]),
                          ("sweep", ["--vary", "deal:nvidia-openai-30=0:100:1"]), ("score", []),
                          ("loops", [])):
        took, out = seconds(command, idle, *more, "--format", "csv")
        plain, rows = seconds(command, AI, *more, "--format", "csv")
        expect(f"{command}: the same rows", out, rows)
        expect(f"{command}: {took:.2f} s, {plain:.2f} s without, and {reading:.2f} s to read",
               took < 2 * plain + 6 * reading + 0.2, True)
    status, out, _ = run("timeline", idle, "--supplier", "idle7")
    expect("timeline of an idle entity", (status, "None of the suppliers" in out), (0, True))


def check_nobody(folder):
    """Where nobody invests and sells, no day, point or change is worked out to say so."""
    deals = [deal(i, "customer", f"e{i * 7 % 400}", f"e{(i * 11 + 1) % 400}", 1 + i % 9,
                  announced=f"{2000 + i % 20}-{1 + i % 12:02d}-{1 + i % 28:02d}")
             for i in range(6000) if i * 7 % 400 != (i * 11 + 1) % 400]
    deals += [deal(i, "investor", f"fund{i % 50}", f"e{i % 400}", 2,
                   announced=f"{2000 + i % 20}-01-01") for i in range(6000, 7000)]
    file = scenario(folder, "nobody", deals)
    reading = seconds("check", file)[0]
    for command, more in (("timeline", []), ("sweep", ["--vary", "scale:d6000=0:9:0.001"]),
                          ("compare", ["--as-of", "2010", "--as-of-b", "2005"])):
        took, out = seconds(command, file, *more)
        expect(f"{command}: says so", "so nothing can come" in " ".join(out.split()), True)
        expect(f"{command}: {took:.2f} s, and {reading:.2f} s to read", took < 10 * reading + 0.5,
               True)


with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    os.chdir(folder)
    check_advice(folder)
    check_amounts(folder)
    check_case(folder)
    check_inside(folder)
    check_formats(folder)
    check_points()
    check_raw(folder)
    check_raw_names(folder)
    check_idle(folder)
    check_nobody(folder)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
