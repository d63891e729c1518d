# SPDX-License-Identifier: GPL-3.0-or-later
"""What every comparison needs: running the program, its arguments, scenarios slightly shaken."""

import json
import os
import subprocess
import tempfile


def is_number(value):
    """True for a number that is not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shaken(scenario, chooser):
    """The scenario with every amount off by about 1e-15 of itself."""
    def shake(item, key=None):
        if isinstance(item, dict):
            return {k: shake(v, k) for k, v in item.items()}
        if isinstance(item, list):
            return [shake(v) for v in item]
        if key in ("amount", "low", "base", "high", "outside_funds") and is_number(item):
            return item * (1 + chooser.uniform(-1e-15, 1e-15))
        return item

    deals = [d if isinstance(d.get("amount"), dict) and "share" in d["amount"] else shake(d)
             for d in scenario["deals"]]
    return {**scenario, "deals": deals, "entities": shake(scenario["entities"])}


def arguments(options):
    """Options of the command line for a dictionary of options."""
    told = []
    for key, value in options.items():
        name = "--" + key.replace("_", "-")
        if value is True:
            told.append(name)
        elif key == "supplier":
            told += [text for s in value for text in (name, s)]
        elif value is not None:
            told += [name, ",".join(value) if isinstance(value, list) else str(value)]
    return told


class Problem(Exception):
    """The program did not answer as a program that works."""


class Runner:
    """Runs commands of the program on one scenario, which lies in a file as long as needed."""

    def __init__(self, program, scenario):
        self.program = program
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8",
                                         delete=False) as file:
            json.dump(scenario, file, ensure_ascii=False)
        self.path = file.name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.unlink(self.path)

    def text(self, command, *told):
        """What a command writes to standard output; Problem where it does not end with 0."""
        line = [self.program, command, self.path, *told]
        try:
            done = subprocess.run(line, capture_output=True, timeout=60, check=False)
        except subprocess.TimeoutExpired as late:
            raise Problem(str(late)) from late
        if done.returncode:
            words = done.stderr.decode(errors="replace")[:2000]
            raise Problem(f"{command} {' '.join(told)}: exit {done.returncode}: {words}")
        return done.stdout.decode()

    def result(self, command, *told):
        """The JSON result of a command."""
        text = self.text(command, "--format", "json", *told)
        try:
            return json.loads(text)
        except ValueError as bad:
            raise Problem(f"{command} {' '.join(told)}: {bad}") from bad


def run(program, scenario, options):
    """(result of `score`, None) or (None, what went wrong)."""
    with Runner(program, scenario) as runner:
        try:
            return runner.result("score", "--all-rows", *arguments(options)), None
        except Problem as problem:
            return None, str(problem)
