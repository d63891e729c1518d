#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws in parts on Dask, on any cluster that it knows, and put together to the bytes of one run.

    draws_dask.py SCENARIO --draws 100000000 --parts 100 --folder /shared/parts -o RESULT.json \\
        [--scheduler tcp://host:8786] [-- OPTIONS OF simulate]

Without --scheduler it starts --workers of its own on this machine. With one, the scenario, the
folder of the parts and circfin must be there under the same names on all machines. A part that is
there already is kept, so a run that was interrupted goes on where it ended; --merge refuses parts
that do not belong together. Needs dask.distributed (Debian: python3-distributed).
"""
import argparse
import contextlib
import os
import pathlib
import subprocess
import sys

from dask.distributed import Client, LocalCluster, as_completed


def options_of(words):
    """(what this program is to do, options for simulate: those behind --)."""
    own, rest = words, []
    if "--" in words:
        own, rest = words[:words.index("--")], words[words.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", type=pathlib.Path)
    parser.add_argument("--draws", type=int, required=True)
    parser.add_argument("--parts", type=int, default=100)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="of the parts")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    parser.add_argument("--scheduler", help="address of a Dask scheduler")
    parser.add_argument("--workers", type=int, default=os.cpu_count(),
                        help="processes on this machine, where there is no scheduler")
    parser.add_argument("--circfin", default="circfin", help="the program")
    options = parser.parse_args(own)
    if not 1 <= options.parts <= options.draws:
        parser.error(f"--parts must be from 1 to {options.draws}, but is {options.parts}")
    return options, rest


def draw(program, scenario, draws, first, past, part, rest):
    """One part, which appears under its name only when it is whole. Returns an error or None."""
    if not os.path.exists(part):
        done = subprocess.run([program, "simulate", scenario, "--draws", str(draws), "--from",
                               str(first), "--to", str(past), "-o", part, "--threads", "1",
                               "--quiet", *rest], capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr
    return None


def cluster_of(options):
    if options.scheduler:
        return contextlib.nullcontext(options.scheduler)
    return LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=None)


def draw_all(client, options, rest):
    """The parts, in order. Ends the program where one fails."""
    edges = [options.draws * i // options.parts for i in range(options.parts + 1)]
    parts = [str(options.folder.resolve() / f"draws-{i:05}.part") for i in range(options.parts)]
    tasks = [client.submit(draw, options.circfin, str(options.scenario.resolve()), options.draws,
                           first, past, part, rest, pure=False)
             for first, past, part in zip(edges, edges[1:], parts)]
    for done, task in enumerate(as_completed(tasks), 1):
        error = task.result()
        if error is not None:
            sys.exit(f"a part failed:\n{error}")
        print(f"{done} of {options.parts} parts", file=sys.stderr)
    return parts


def main():
    options, rest = options_of(sys.argv[1:])
    options.folder.mkdir(parents=True, exist_ok=True)
    with cluster_of(options) as cluster, Client(cluster) as client:
        parts = draw_all(client, options, rest)
    merged = subprocess.run([options.circfin, "simulate", "--merge", *parts, "-o",
                             str(options.output), "--quiet"], check=False)
    return merged.returncode


if __name__ == "__main__":
    sys.exit(main())
