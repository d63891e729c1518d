# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of one run after the other share: runs of the program, and a count of claims."""
import subprocess
import sys
from pathlib import Path

CIRCFIN = str(Path(sys.argv[1]).resolve())
results = []


def run(*words, stdin=None):
    done = subprocess.run([CIRCFIN, *map(str, words)], input=stdin, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(name, good, shown=""):
    results.append(bool(good))
    if not good:
        print(f"{name}: {shown}")


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def end():
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0
