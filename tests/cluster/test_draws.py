#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws in parts on a cluster give the bytes of one run: on Dask with two workers of its own, and as
the tasks of a Slurm array, which are run here one after the other.

Usage: test_draws.py PROGRAM ROOT. Needs dask.distributed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
CLUSTER = ROOT / "src/examples/cluster"
AI = ROOT / "data/ai-deals.json"
DRAWS, PARTS = 230, 7
passed = failed = 0


def expect(true, what):
    global passed, failed
    passed, failed = passed + bool(true), failed + (not true)
    if not true:
        print("FAILED:", what)


def run(*words, status=0, **environment):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          env={**os.environ, **environment}, cwd=ROOT)
    expect(done.returncode == status,
           f"{words}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return done


def dask(folder, *words, status=0):
    return run(sys.executable, CLUSTER / "draws_dask.py", AI, "--draws", DRAWS, "--parts", PARTS,
               "--folder", folder / "dask", "--workers", 2, "--circfin", PROGRAM, *words,
               status=status)


def check_dask(folder, whole):
    dask(folder, "-o", folder / "dask.json", "--", "--correlation", "0.3,0.1")
    expect((folder / "dask.json").read_bytes() == whole, "Dask: another result than that of one run")
    parts = sorted((folder / "dask").iterdir())
    expect(len(parts) == PARTS, f"Dask: {len(parts)} parts")
    kept = parts[1].stat().st_mtime_ns
    parts[3].unlink()
    dask(folder, "-o", folder / "again.json", "--", "--correlation", "0.3,0.1")
    expect((folder / "again.json").read_bytes() == whole, "Dask: another result when it goes on")
    expect(parts[1].stat().st_mtime_ns == kept, "Dask: a part that was there is made again")
    parts[3].unlink()
    failed_run = dask(folder, "-o", folder / "no.json", "--", "--correlation", "2,0", status=1)
    expect("CF5" in failed_run.stderr and not (folder / "no.json").exists(),
           f"Dask: a part that fails: {failed_run.stderr}")


def check_slurm(folder, whole):
    script = CLUSTER / "draws_slurm.sh"
    for task in reversed(range(PARTS)):
        run("bash", script, "draw", AI, DRAWS, folder / "slurm", "--correlation", "0.3,0.1",
            "--quiet", CIRCFIN=PROGRAM, SLURM_ARRAY_TASK_ID=str(task),
            SLURM_ARRAY_TASK_MAX=str(PARTS - 1), SLURM_CPUS_PER_TASK="2")
    run("bash", script, "merge", folder / "slurm", folder / "slurm.json", CIRCFIN=PROGRAM)
    expect((folder / "slurm.json").read_bytes() == whole, "Slurm: another result than that of one run")
    run("bash", script, status=2)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run(PROGRAM, "simulate", AI, "--draws", DRAWS, "--correlation", "0.3,0.1", "--format", "json",
            "-o", folder / "whole.json")
        whole = (folder / "whole.json").read_bytes()
        check_dask(folder, whole)
        check_slurm(folder, whole)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
