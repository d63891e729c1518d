#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random payments through Parquet, DuckDB and shards: the result is that of the whole file.

Usage: test_cluster.py PROGRAM ROOT [COUNT]. Needs node, and npm ci in src/examples/cluster.
"""
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 12
CLUSTER = ROOT / "src/examples/cluster"
passed = failed = 0


def expect(true, what):
    global passed, failed
    passed, failed = passed + bool(true), failed + (not true)
    if not true:
        print("FAILED:", what)


def run(*words, status=0):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    expect(done.returncode == status, f"{words}: status {done.returncode}, not {status}\n{done.stderr}")
    return done


def write_payments(path, seed):
    rng = random.Random(seed)
    names = [f"e{i}" for i in range(rng.randint(4, 30))]
    names[0], names[1], names[2] = "=1+1", 'a "b", c', "'=x"
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,relation,payer,payee,amount\n")
        for i in range(rng.randint(5, 90)):
            a, b = rng.sample(range(len(names)), 2)
            if a > b and rng.random() < 0.6 or abs(a - b) > 8:
                a, b = min(a, b), min(min(a, b) + 1, len(names) - 1)
            if a == b:
                continue
            amount = rng.choice([rng.randint(1, 9), rng.random() * 1e6, 0.1 * rng.randint(1, 99), ""])
            cells = ['"' + ("'" if names[k][0] in "='" else "") + names[k].replace('"', '""') + '"'
                     for k in (a, b)]
            out.write(f"d{i},{rng.choice(['investor', 'customer', 'supplier'])},{','.join(cells)},"
                      f"{amount if amount == '' else repr(amount)}\n")


def plain_csv(path, to):
    """DuckDB knows no guards, so it gets the names themselves."""
    text = path.read_text(encoding="utf-8").replace("\"'=1+1\"", '"=1+1"').replace("\"''=x\"", "\"'=x\"")
    to.write_text(text, encoding="utf-8")


def is_same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return a == b


def compare(whole, merged, what):
    for name, value in whole["figures"].items():
        expect(is_same(value, merged["figures"][name]),
               f"{what}: {name} is {merged['figures'][name]}, not {value}")
    rows = {row["entity"]: row for row in merged["tables"]["suppliers"]}
    for row in whole["tables"]["suppliers"]:
        other = rows.pop(row["entity"], None)
        if other is None:
            expect(row["loopback_max_open"] == 0, f"{what}: {row['entity']} is missing")
            continue
        for key, value in row.items():
            if key.startswith("payers_hhi"):
                continue  # whoever is left out is one payer
            expect(is_same(value, other[key]), f"{what}: {key} of {row['entity']} is {other[key]}, not {value}")
    expect(not rows, f"{what}: more suppliers: {list(rows)}")


def refusals(shards, results, temp):
    """What does not add up is refused, with status 3."""
    if len(results) > 1:
        run(PROGRAM, "merge", shards, *results[1:], status=3)
    run(PROGRAM, "merge", shards, *results, results[0], status=3)
    manifest = json.loads((shards / "manifest.json").read_text(encoding="utf-8"))
    other = temp / "other.json"
    for keys in (["whole", "gross"], ["whole", "entities"], ["rest", "in"], ["shards", 0, "inside"],
                 ["shards", 0, "scenario", "gross"], ["shards", 0, "suppliers"]):
        changed = json.loads(json.dumps(manifest))
        at = changed
        for key in keys[:-1]:
            at = at[key]
        at[keys[-1]] += 1
        other.write_text(json.dumps(changed), encoding="utf-8")
        done = run(PROGRAM, "merge", other, *results, status=3)
        expect("CF811" in done.stderr, f"{keys}: {done.stderr}")
    part = json.loads(results[0].read_text(encoding="utf-8"))
    part["view"]["case"] = "high"
    changed = temp / "changed.json"
    changed.write_text(json.dumps(part), encoding="utf-8")
    if len(results) > 1:
        run(PROGRAM, "merge", shards, changed, *results[1:], status=3)
    with open(shards / manifest["shards"][0]["folder"] / "deals.csv", "a", encoding="utf-8") as out:
        out.write("\n")
    done = run(PROGRAM, "score", "--shards", shards, status=3)
    expect("CF816" in done.stderr, done.stderr)


def one(seed, temp):
    csv, plain, parquet, shards = (temp / name for name in ("p.csv", "plain.csv", "p.parquet", "shards"))
    write_payments(csv, seed)
    plain_csv(csv, plain)
    run("node", CLUSTER / "to_parquet.mjs", plain, parquet)
    run("node", CLUSTER / "shards.mjs", parquet, shards, "--currency", "USD", "--size",
        random.Random(seed).choice([1, 20, 1000000]))
    whole = json.loads(run(PROGRAM, "score", csv, "--currency", "USD", "--format", "json", "--all-rows").stdout)
    scored = run(PROGRAM, "score", "--shards", shards, "--format", "json").stdout
    compare(whole, json.loads(scored), f"seed {seed}")
    results = []
    for folder in sorted(shards.glob("shard-*")):
        results.append(temp / f"{folder.name}.json")
        run(PROGRAM, "score", folder, "--format", "json", "--output", results[-1])
    if not results:
        return
    random.Random(seed).shuffle(results)
    merged = run(PROGRAM, "merge", shards, *results, "--format", "json").stdout
    expect(json.loads(merged)["tables"] == json.loads(scored)["tables"], f"seed {seed}: merge differs")
    (temp / "score.json").write_text(merged, encoding="utf-8")
    run("node", CLUSTER / "to_parquet.mjs", temp / "score.json", temp / "suppliers.parquet")
    expect((temp / "suppliers.parquet").read_bytes()[:4] == b"PAR1", "no Parquet")
    refusals(shards, results, temp)


for seed in range(1, COUNT + 1):
    folder = pathlib.Path(tempfile.mkdtemp())
    one(seed, folder)
    shutil.rmtree(folder)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
