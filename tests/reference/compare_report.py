# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare a folder of `circfin report` with the other commands; `compare.py --what report` runs it.

It has every table of score, loops, drivers, timeline, vintages and chance, one of stress, and those
of simulate where something is uncertain, as csv files with the bytes that the command itself writes
under the same view; result.json has the same rows, and the figures of these commands.
"""

import json
import os
import tempfile

from compare import TABLES
from generate import random_options, random_scenario
from harness import Problem, Runner, arguments

COMMANDS = {**dict.fromkeys(TABLES, "score"), "loops": "loops", "counts": "loops",
            "drivers": "drivers", "timeline": "timeline",
            **dict.fromkeys(("vintages", "periods", "lags", "cash", "funding",
                            "support_profile"), "vintages"),
            "shocks": "stress", "chance": "chance", "histogram": "chance"}
MORE = {"stress": ["--named"]}  # options of a command in the report
DRAWN = dict.fromkeys(("simulate", "sources", "densities"), "simulate")


def drawn_options(runner, whole, told):
    """How the report has drawn, as options of simulate; None where nothing is uncertain."""
    warnings = runner.result("simulate", "--draws", "1", *told)["warnings"]
    if any("nothing is uncertain" in warning for warning in warnings):
        return None
    draws = whole["figures"].get("simulate_draws", 0)
    return ["--draws", str(int(draws)), *([] if whole["tables"].get("sources") else
                                          ["--no-sources"])]


def folder_differences(runner, folder, told):
    """What is not as the commands have it."""
    with open(os.path.join(folder, "result.json"), encoding="utf-8") as file:
        whole = json.load(file)
    names = {name[:-4] for name in os.listdir(folder) if name.endswith(".csv")}
    names.discard("columns")  # which explains the columns of the others
    drawn = drawn_options(runner, whole, told)
    commands = COMMANDS if drawn is None else {**COMMANDS, **DRAWN}
    if names != commands.keys() or whole["tables"].keys() != commands.keys():
        yield f"tables are {sorted(names)}, in result.json {list(whole['tables'])}"
    options = {command: told + MORE.get(command, []) + (drawn if command == "simulate" else [])
               for command in set(commands.values())}
    results = {command: runner.result(command, *options[command]) for command in options}
    more = {f"{command}_{key}": value for command in ("loops", "vintages", "chance", "simulate")
            if command in results for key, value in results[command]["figures"].items()}
    if whole["figures"] != {**results["score"]["figures"], **more}:
        yield f"figures are {whole['figures']}"
    for name in sorted(names & commands.keys()):
        command = commands[name]
        with open(os.path.join(folder, f"{name}.csv"), encoding="utf-8", newline="") as file:
            written = file.read()
        expected = runner.text(command, "--table", name, "--format", "csv", *options[command])
        if written != expected:
            lines = zip(written.splitlines() + [None], expected.splitlines() + [None])
            yield f"{name}.csv: {next((pair for pair in lines if pair[0] != pair[1]), 'longer')}"
        if whole["tables"][name] != results[command]["tables"].get(name):
            yield f"{name} in result.json is not that of {command}"


def compare(program, seed):
    """(lines of differences, a note or None, options) for one seed."""
    scenario = random_scenario(seed)
    options = random_options(seed, scenario)
    options.pop("supplier", None)
    told = arguments(options)
    try:
        with Runner(program, scenario) as runner, tempfile.TemporaryDirectory() as parent:
            folder = os.path.join(parent, "report")
            runner.text("report", "-o", folder, *told)
            return list(folder_differences(runner, folder, told)), None, options
    except Problem as problem:
        return [str(problem)], None, options
