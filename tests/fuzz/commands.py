#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every command on changed files with random options, and says where the program

  * ended by a signal, with a sanitizer's report, with a status that help does not list, or not at all;
  * left temporary files or processes behind, or an output that it did not finish;
  * wrote JSON, SVG, CSV or a workbook that cannot be read, or anything else than messages to stderr;
  * wrote other bytes when asked again.

usage: commands.py PROGRAM SOURCE [--runs N | --seconds S] [--seed S] [--first RUN] [--keep FOLDER]

A run depends on the seed and its number alone: --seed S --first N --runs 1 repeats run N. The files of a
run that failed are kept in FOLDER."""
import argparse
import collections
import csv
import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
import zipfile

import mutate

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "serving"))
import serving
# How often a command is run: those that take long, less; watch never ends.
WEIGHTS = {"check": 14, "score": 20, "loops": 12, "drivers": 10, "sweep": 8, "timeline": 8, "compare": 8,
           "model": 8, "stress": 12, "simulate": 8, "graph": 6, "report": 1, "watch": 0, "import": 10, "export": 6, "trim": 10, "merge": 8, "schema": 1, "new": 3, "explain": 1,
           "help": 1, "manual": 1, "completion": 1, "version": 1}
PICTURES = ("dot", "gexf", "cyjs", "mermaid", "mmd", "svg", "png", "pdf")
SLOW_FORMATS = ("png", "pdf", "svg", "xlsx", "sqlite")
MESSAGES = re.compile(
    r"(?:.*: (?:error|warning|note): .*(?: \[CF\d+\](?: \(.*\))?)?"
    r"|  hint: .*|\.\.\. and [\d,]+ more(?: \(CF.*\))?|circfin: .*|wrote .*| *\d+ \| .*|  .*|usage: .*|)\Z")


# ---- what is mutated -----------------------------------------------------------------------------

def read(path):
    with open(path, "rb") as file:
        return file.read()


def files_in(folder, ending):
    return [read(os.path.join(where, name)) for where, _, names in sorted(os.walk(folder))
            for name in sorted(names) if name.endswith(ending)]


class Corpus:
    def __init__(self, source):
        self.scenarios = files_in(os.path.join(source, "data", "textbook"), ".json") * 4
        self.scenarios += [data for data in files_in(os.path.join(source, "data"), ".json")
                           if b'"deals"' in data and len(data) < 20000]
        self.scenarios += files_in(os.path.join(HERE, "corpus", "scenario"), ".json")
        self.large = read(os.path.join(source, "data", "ai-deals.json"))
        template = os.path.join(source, "data", "template")
        self.deals = [read(os.path.join(template, "deals.csv"))] * 20
        self.deals += files_in(os.path.join(HERE, "corpus", "csv"), ".csv")
        self.entities = read(os.path.join(template, "entities.csv"))
        self.settings = read(os.path.join(template, "scenario.csv"))
        self.models = files_in(os.path.join(source, "models"), ".mod")
        self.folders = []  # spreadsheets of deals, entities and settings
        self.models += files_in(os.path.join(HERE, "corpus", "model"), ".mod")
        shards = os.path.join(source, "tests", "golden", "shards")
        self.payments = read(os.path.join(shards, "payments.csv"))
        self.shards = {name: read(os.path.join(shards, name))
                       for name in ["manifest.json"] + [
                           "shard-%d/%s.csv" % (i, what) for i in (1, 2)
                           for what in ("deals", "entities", "scenario")]}
        self.results = []  # of score, for each shard
        self.draws = []  # pairs of parts of `simulate`

    def add_exports(self, program, folder):
        """Every textbook scenario as spreadsheets, and the shards scored."""
        for name, data in self.shards.items():
            path = os.path.join(folder, "shards", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        for i in (1, 2):
            self.results.append(subprocess.run(
                [program, "score", os.path.join(folder, "shards", "shard-%d" % i), "-f", "json"],
                stdout=subprocess.PIPE, check=True).stdout)
        for i, data in enumerate(self.scenarios[:8]):
            pair, more = [], ["--no-sources"] if i % 4 == 1 else []
            for first, past in (("0", "7"), ("7", "20")):
                path = os.path.join(folder, "draws.part")
                subprocess.run([program, "simulate", "-", "-q", "--draws", "20", "--from", first, "--to",
                                past, "-o", path] + more, input=data, check=True)
                pair.append(read(path))
            self.draws.append(pair)
        for i, data in enumerate(self.scenarios[:14]):
            path = os.path.join(folder, "export-%d" % i)
            subprocess.run([program, "export", "-q", "-", "-o", path], input=data, check=True)
            self.folders.append([read(os.path.join(path, name))
                                 for name in ("deals.csv", "entities.csv", "scenario.csv")])


class Option(collections.namedtuple("Option", "name value repeatable of_sheets")):
    """As help tells it: its value is None for a switch."""


class Command:
    """A command, its options and the tables of its results, as its help tells them."""

    def __init__(self, name, text):
        self.name = name
        self.operands = re.search(r"^usage: circfin %s ?(.*)" % name, text, re.M).group(1)
        tables = re.search(r"^Tables for --table:\n  (.*(?:\n  .*)*)", text, re.M)
        self.tables = re.findall(r"\w+", tables.group(1)) if tables else ["problems"]
        self.options = []
        for group in re.split(r"\n\n", text):
            sheets = group.startswith("Input from spreadsheets")
            for entry in re.split(r"\n(?= {2,6}-)", group)[1:]:
                found = re.match(r" {2,6}(?:-\w, )?(--[a-z-]+)(?: (\S+))?", entry)
                if found and found.group(1) not in ("--help", "--run-notebook"):
                    self.options.append(Option(found.group(1), found.group(2),
                                               "repeated)" in " ".join(entry.split()), sheets))


def commands_of(program):
    text = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  ([a-z]+) ", text[text.index("Commands:"):text.index("A SCENARIO")], re.M)
    return [Command(name, subprocess.run([program, "help", name], capture_output=True, text=True,
                                         check=True).stdout) for name in names]


# ---- a command line ------------------------------------------------------------------------------

def ids_in(data, key):
    found = re.findall(rb'"%s": *"([^"\\\x00]{1,40})"' % key, data)
    return [text.decode("utf-8", "replace") for text in found] or ["s", "lab"]


class Case:
    """One run: its files and its words."""

    def __init__(self, chance, corpus, commands):
        self.chance, self.corpus = chance, corpus
        self.files = {}
        self.stdin = b""
        names = [command.name for command in commands]
        self.command = commands[chance.choices(
            range(len(names)), [WEIGHTS.get(name, 4) for name in names])[0]]
        self.ids, self.deals = ["s"], ["s-lab"]
        self.careful = chance.random() < 0.8  # most would otherwise end at their first option
        self.format = None
        self.output = None
        self.sharded = self.merged = False
        operands = self.take_operands()
        options = self.take_options()
        if chance.random() < 0.03 and not self.careful:
            operands.append(chance.choice(("-", "nothing.json", ".", "", "--", "-x", "--no")))
        words = options + operands
        if chance.random() < 0.2:
            words = operands + options
        self.words = ["circfin", self.command.name] + [
            word.replace("\0", "").encode("utf-8", "replace").decode() for word in words]

    def put(self, name, data):
        self.files[name] = data
        return name

    def changed(self, change, data, gentle=None):
        what = self.chance.random()
        if what < 0.15 or self.careful and gentle is None and what < 0.8:
            return data
        if self.careful and gentle is not None and what < 0.8:
            return gentle(self.chance, data)
        return (mutate.change_bytes if what > 0.9 else change)(self.chance, data)

    def sheets(self, name):
        chance, corpus = self.chance, self.corpus
        deals, entities, settings = chance.choice(corpus.folders)
        if not self.careful and chance.random() < 0.5:
            deals = chance.choice(corpus.deals)
        deals = self.changed(mutate.change_cells, deals)
        if chance.random() < 0.5:
            return self.put(name + chance.choice((".csv", ".csv", ".csv", ".tsv", ".json")), deals)
        self.put(name + "/deals.csv", deals)
        self.put(name + "/entities.csv", self.changed(mutate.change_cells, entities))
        self.put(name + "/scenario.csv", self.changed(mutate.change_cells, settings))
        return name

    def scenario(self, name):
        chance, corpus = self.chance, self.corpus
        what = chance.random()
        if what < 0.2 or self.command.name == "import":
            return self.sheets(name)
        data = corpus.large if what < 0.21 else chance.choice(
            corpus.scenarios[:70] if self.careful else corpus.scenarios)
        data = self.changed(mutate.change_json, data, mutate.change_deals)
        self.ids = ids_in(data, b"payer")[:40]
        self.deals = ids_in(data[data.find(b'"deals"'):], b"id")[:40]
        if what > 0.97:
            self.stdin = data
            return "-"
        return self.put(name + ".json", data)

    def shards(self):
        """A folder of shards, and the results for merge; sums hold where nothing is changed."""
        chance = self.chance
        for name, data in self.corpus.shards.items():
            change = mutate.change_json if name.endswith("json") else mutate.change_cells
            self.put("parts/" + name, data if self.careful else self.changed(change, data))
        if self.command.name == "score":
            self.sharded = True
            return ["parts"]
        results = [self.put("result-%d.json" % i, self.changed(mutate.change_json, data))
                   for i, data in enumerate(self.corpus.results)]
        if not self.careful and chance.random() < 0.3:
            results = results[1:] * chance.choice((1, 2))
        return [chance.choice(("parts", "parts/manifest.json"))] + results

    def parts(self):
        """Parts of draws in any order; most with the checksum that they should have."""
        pair = [self.changed(mutate.change_bytes, data) for data in self.chance.choice(self.corpus.draws)]
        pair = [data if self.chance.random() < 0.3 else
                data[:-64] + hashlib.sha256(data[:-64]).hexdigest().encode() for data in pair]
        names = [self.put("%d.part" % i, data) for i, data in enumerate(pair)]
        self.chance.shuffle(names)
        self.merged = True
        return names if self.chance.random() < 0.9 else names[1:] * self.chance.choice((1, 2))

    def take_operands(self):
        operands = self.command.operands
        words = []
        if self.command.name == "simulate" and self.chance.random() < 0.25:
            return self.parts()
        if self.command.name == "merge" or self.command.name == "score" and self.chance.random() < 0.05:
            return self.shards()
        if "PAYMENTS" in operands:
            data = self.corpus.payments if self.careful else self.chance.choice(self.corpus.deals)
            data = self.changed(mutate.change_cells, data)
            if self.chance.random() < 0.1:
                self.stdin = data
                return ["-"]
            return [self.put("payments.csv", data)]
        if "MODEL.mod" in operands:
            data = self.changed(mutate.change_model, self.chance.choice(self.corpus.models))
            words.append(self.put("model.mod", data))
        if "SCENARIO" in operands or "DEALS" in operands or " A" in operands:
            words.append(self.scenario("one"))
        if "..." in operands and self.chance.random() < 0.3:
            words.append(self.scenario("two"))
        if "NAME" in operands and self.chance.random() < 0.7:
            words.append(self.chance.choice(("mine", "mine.json", "made/", "-", "no/where", "a\nb") +
                                            mutate.TEXTS))
        if "[B]" in operands and self.chance.random() < 0.5:
            words.append(self.scenario("two"))
        if "ENTITIES" in operands and self.chance.random() < 0.5:
            words.append(self.put("more.csv", self.changed(mutate.change_cells, self.corpus.entities)))
        if "COMMAND" in operands and self.chance.random() < 0.7:
            words.append(self.chance.choice(tuple(WEIGHTS) + mutate.TEXTS))
        return words

    def value_of(self, option, value):
        chance = self.chance
        if chance.random() < (0.003 if self.careful else 0.08):
            return chance.choice(mutate.TEXTS + tuple(repr(number) for number in mutate.NUMBERS))
        if option in ("--time-limit", "--threads"):
            return chance.choice(("1", "2") if self.careful else ("1", "0.5", "0", "x", "-1"))
        if option == "--format":
            self.format = chance.choice(value.split("|"))
            if self.careful and self.command.name != "graph" and self.format in PICTURES:
                self.format = "csv"
            if self.format in SLOW_FORMATS and chance.random() < 0.8:
                self.format = "json"
            return self.format
        if option in ("--output", "--data-out", "--skip-invalid", "--draws-out"):
            return self.name_output(option, value)
        if re.fullmatch(r"[a-z_]+(\|[a-z_]+)+", value):
            return chance.choice(value.split("|"))
        return self.value_like(option, value)

    def name_output(self, option, value):
        if value == "DIR":
            return self.chance.choice(("made", "made", ".", "one.json", "no/where"))
        ending = self.chance.choice(("json", "json", "csv", "md", "csv", "dot", "gexf", "cyjs", "mmd",
                                     "xlsx", "svg", "sqlite"))
        if self.careful and (self.command.name == "import" or
                             ending in PICTURES and self.command.name != "stress"):
            ending = "json"
        name = "result-%s.%s" % (option[2:], ending)
        if option == "--output":
            self.output = name
        if self.careful:
            return name
        return self.chance.choice((name,) * 8 + ("-", "no/where.json", "one.json"))

    def value_like(self, option, value):
        chance = self.chance
        some_id = chance.choice(self.ids)
        days = (("2024", "2025-06") if self.careful and option.startswith(("--window", "--span")) else
                ("2024", "2025-06", "2026-03-31", "2026", "2031-12-31", "0001-01-01"))
        if value in ("FILE", "ENTITIES.csv"):
            kind = self.corpus.settings if option == "--settings" else self.corpus.entities
            return self.put("given" + option[2:] + ".csv", self.changed(mutate.change_cells, kind))
        if value.startswith("ENTITY"):
            return some_id
        if value == "A,B,...":
            return ",".join(chance.choice(self.ids) for _ in range(chance.choice((1, 2, 2, 3))))
        if ".." in value and "FROM" in value and option in ("--window", "--window-b", "--span"):
            return chance.choice(days) + ".." + chance.choice(("2031", "2026-12-31"))
        if value == "DATE":
            return chance.choice(days)
        if value == "CODE":
            return chance.choice(("USD",) * 9 + ("EUR", "usd"))
        if value == "UNIT":
            return chance.choice(("bn", "one", "million", "thousand"))
        if option.startswith("--status"):
            return chance.choice(("signed", "signed,completed", "letter_of_intent,announced,signed,completed"))
        if value == "CODE=RATE":
            return chance.choice(("EUR=1.08", "GBP=1.3", "EUR=1e300", "GBP=1e-300", "EUR=2", "CHF=1"))
        if value == "A,B":
            return chance.choice(("0.2,0", "0.5,0.5", "1,0", "0,1", "0,0", "0.3,0.1", "0.9,0.2"))
        if value == "NAME=VALUE":
            return chance.choice(("bound=min", "bound=max_open", "open_cost=0", "supplier=s", "x=1"))
        if option.startswith("--fail-on"):
            return chance.choice(("circularity_max>0.1", "gross>10", "x>1",
                                  "circulation_max>=1e-9", "gross<=1e9"))
        if option.startswith("--table"):
            return chance.choice(self.command.tables)
        if option in ("--shock", "--curve", "--until", "--each", "--default-cost", "--recovery"):
            return self.strain(option, some_id)
        if option == "--vary":
            what = chance.choice(("deal:" + chance.choice(self.deals), "scale:" + chance.choice(self.deals),
                                  "entity:%s.outside_funds" % some_id, "relation:investor",
                                  "relation:customer"))
            return what + "=" + chance.choice(("0:10:1", "1:100:20", "0:2:0.5", "5:5:1", "0:1e9:1e8",
                                               "10:0:-1", "0:1:1e-2"))
        if self.careful:
            return chance.choice(("1", "2", "3", "10", "20"))
        return chance.choice(("1", "2", "3", "10", "0.5", "1e300", "all", "-1", some_id))

    def strain(self, option, some_id):
        """What stress is asked."""
        chance = self.chance
        what = chance.choice(("funds:" + some_id, "funds", "assumed:" + some_id, "assumed",
                              "deal:" + chance.choice(self.deals), "relation:investor",
                              "relation:customer"))
        if option == "--shock":
            return chance.choice((what + "=" + chance.choice(("0", "0.5", "0.9", "2", "1e18")),) * 6 +
                                 ("fail:" + some_id, "@half-funds", what, what + "=x", "@", "fail:"))
        if option == "--curve":
            return what + "=" + chance.choice(("1:0:-0.25", "1:0:-0.5", "0:2:0.5", "1:1:1", "0:1e18:5e17",
                                               "1:0:0", "1:0:-1e-9"))
        if option == "--until":
            return chance.choice((some_id + ".loss>0", "failed>=1", "unpaid>1", some_id + ".paid_share<0.5",
                                  "guarantees_paid>0", some_id + ".shock>1", "shock>0", "until<1"))
        if option == "--default-cost":
            return chance.choice(("1,1", "0.5,0.7", "0,0", "1", "2,1", ","))
        return chance.choice(("0", "0.5", "1", "0.2", "-1", "1e18", "x"))

    def rate_of(self, option):
        """How often an option is given."""
        command, sheets = self.command.name, any("sv" in name for name in self.files)
        if option.of_sheets and not sheets and self.careful:
            return 0.0
        if option.name == "--vary":
            return 0.97
        if option.name == "--shock":
            return 0.8
        if option.name == "--currency" and (sheets or command == "trim") or option.name == "--time-limit":
            return 0.9
        if option.name == "--output" and command in ("export", "report", "trim"):
            return 0.97
        if command == "compare" and "two" not in "".join(self.files) and option.name == "--view-b":
            return 0.9
        if option.name == "--draws":
            return 0.97
        if option.name in ("--from", "--to") and self.careful:
            return 0.0  # see take_options
        if option.name == "--merge":
            return 1.0 if self.merged else 0.0 if self.careful else 0.02
        if option.name == "--shards":
            return 1.0 if self.sharded else 0.0 if self.careful else 0.02
        if option.name in ("--format", "--output"):
            return 0.4
        return 0.06 if self.careful else 0.12

    def take_options(self):
        chance = self.chance
        words = []
        if self.careful and self.merged:  # parts have their options with them
            return ["--merge"] + chance.choice(([], ["--format", "csv"], ["--above", "0.5"]))
        if self.careful and self.command.name == "simulate" and chance.random() < 0.2:
            return ["--draws", "9", "--from", chance.choice("023"), "--to", chance.choice("389"), "-o",
                    chance.choice(("made.part", "no/where.part"))]
        for option in self.command.options:
            if chance.random() >= self.rate_of(option):
                continue
            times = 2 if chance.random() < (0.3 if option.repeatable else 0.03) and (
                option.repeatable or not self.careful) else 1
            for _ in range(times):
                words += [option.name]
                words += [self.value_of(option.name, option.value)] if option.value else []
        return words


# ---- running -------------------------------------------------------------------------------------

def clear(folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def lay_out(folder, case):
    for name, data in case.files.items():
        path = os.path.join(folder, "work", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
    with open(os.path.join(folder, "in"), "wb") as file:
        file.write(case.stdin)


# ---- what must hold ------------------------------------------------------------------------------

def no_constant(text):
    raise ValueError("%s is not JSON" % text)


def check_json(data):
    json.loads(data.decode("utf-8"), parse_constant=no_constant)


def check_format(kind, data):
    """Raises ValueError if the bytes are not of this format."""
    if kind == "json":
        check_json(data)
    elif kind == "jsonl":
        for line in data.splitlines():
            check_json(line)
    elif kind == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
        if len({len(row) for row in rows}) > 1:
            raise ValueError("rows of different lengths")
    elif kind == "svg":
        xml.etree.ElementTree.fromstring(data)
    elif kind == "xlsx":
        zipfile.ZipFile(io.BytesIO(data)).namelist()
    elif kind in ("sqlite", "db"):
        if not data.startswith(b"SQLite format 3\0") or len(data) % 4096:
            raise ValueError("no whole database")
    else:
        data.decode("utf-8")


def problems_of_status(case, status, err):
    if status == -1:
        return ["did not end"]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = "too much processor time" if number == signal.SIGXCPU else signal.Signals(number).name
        return ["ended by a signal: %s" % name]
    code = os.WEXITSTATUS(status)
    if code not in (0, 1, 2, 3, 4):
        return ["exit %d" % code]
    if code >= 2 and ": error: " not in err and "usage: " not in err and \
            case.command.name != "check":  # its problems may be its output
        return ["exit %d without an error" % code]
    if code == 1 and "--fail-on" not in case.words:
        return ["exit 1 without --fail-on"]
    if code == 0 and re.search(r"^\S*: error: ", err, re.M):
        return ["exit 0 with an error"]
    return []


def problems_of_messages(err):
    if re.search("AddressSanitizer|runtime error:|LeakSanitizer", err):
        return ["a sanitizer's report: " +
                re.search(".*(?:AddressSanitizer|runtime error:|LeakSanitizer).*", err).group()]
    if "a bug in circfin" in err:
        return ["says that it has a bug"]
    found = []
    for line in err.split("\n"):
        if not MESSAGES.match(line):
            found.append("an odd line in stderr: %.80r" % line)
        elif re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", line):
            found.append("control characters in stderr")
    return found[:1]


def problems_of_outputs(case, folder, code, out):
    found = []
    work = os.path.join(folder, "work")
    for where, _, names in os.walk(work):
        found += ["left %s" % re.sub("[0-9a-zA-Z]{6}$", "", name) for name in names
                  if name.startswith(".circfin")]
    found += ["left a temporary file" for name in os.listdir(os.path.join(folder, "tmp"))]
    if "--" in case.words:  # what follows are no options
        return found
    outputs = [(case.format or "txt", out)]
    if case.output and os.path.isfile(os.path.join(work, case.output)):
        kind = "json" if case.command.name == "import" else case.format or case.output.rpartition(".")[2]
        outputs.append((kind, read(os.path.join(work, case.output))))
    for kind, data in outputs:
        if "--stream" in case.words and kind in ("json", "txt"):
            kind = "jsonl"
        if case.command.name == "simulate" and "--from" in " ".join(case.words):
            kind = "part"
        if case.command.name == "new" and "--xlsx" in case.words:
            kind = "xlsx"  # whatever the name's ending
        if kind in ("png", "pdf", "part") or not data or code > 1 and case.command.name != "check":
            continue
        try:
            check_format(kind, data)
        except (ValueError, csv.Error, xml.etree.ElementTree.ParseError, zipfile.BadZipFile) as error:
            found.append("%s cannot be read: %s" % (kind, re.sub(r"\d+", "N", str(error))[:80]))
    return found


def try_case(server, case, again, exits):
    folder = server.folder
    clear(os.path.join(folder, "work"))
    clear(os.path.join(folder, "tmp"))
    lay_out(folder, case)
    status, left = server.run(case.words)
    out, err = read(os.path.join(folder, "out.txt")), read(os.path.join(folder, "err.txt"))
    try:
        text = re.sub("\033\\[[0-9;]*m" if "--color" in case.words else "$^", "", err.decode("utf-8"))
    except UnicodeDecodeError:
        text = err.decode("utf-8", "replace")
        return ["stderr is no UTF-8"]
    found = problems_of_status(case, status, text) + problems_of_messages(text)
    code = os.WEXITSTATUS(status) if status >= 0 and os.WIFEXITED(status) else 99
    exits[code] += 1
    if left:
        found.append("left a process")
    if not found:
        found += problems_of_outputs(case, folder, code, out)
    if again and not found and "--time-limit" not in case.words:
        clear(os.path.join(folder, "work"))
        lay_out(folder, case)
        server.run(case.words)
        if (out, err) != (read(os.path.join(folder, "out.txt")), read(os.path.join(folder, "err.txt"))):
            found.append("other bytes when run again")
    return found


def keep(folder, number, server, case, found):
    where = os.path.join(folder, "run-%d" % number)
    shutil.rmtree(where, ignore_errors=True)
    os.makedirs(where)
    clear(os.path.join(server.folder, "work"))
    lay_out(server.folder, case)
    for name in ("work", "in", "out.txt", "err.txt"):
        path = os.path.join(server.folder, name)
        (shutil.copytree if name == "work" else shutil.copy)(path, os.path.join(where, name))
    with open(os.path.join(where, "command"), "w", encoding="utf-8") as file:
        file.write("%s\n%s\n" % (found, json.dumps(case.words)))


# ---- all together --------------------------------------------------------------------------------

def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("source")
    parser.add_argument("--runs", type=int, default=None)
    parser.add_argument("--seconds", type=float, default=None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", default=None)
    given = parser.parse_args()
    if given.runs is None and given.seconds is None:
        given.seconds = 60
    return given


def main():
    given = options()
    program = os.path.abspath(given.program)
    corpus, commands = Corpus(given.source), commands_of(program)
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="circfin-commands-", dir=base)
    corpus.add_exports(program, folder)
    os.mkdir(os.path.join(folder, "work"))
    server = serving.Server(program, folder, serving.preload(folder), dict(
        os.environ, LC_ALL="C", COLUMNS="80",
        ASAN_OPTIONS="verify_asan_link_order=0:exitcode=99:abort_on_error=0:"
                     "detect_stack_use_after_return=0:allocator_may_return_null=1:"
                     "detect_leaks=" + os.environ.get("LEAKS", "0"),
        LSAN_OPTIONS="print_suppressions=0:suppressions=" +
                     os.path.join(HERE, "..", "leaks.supp"),
        UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1:exitcode=99"))
    faults, ran, exits = (collections.Counter() for _ in range(3))
    start = time.monotonic()
    number = given.first
    stopped = []
    for name in (signal.SIGINT, signal.SIGTERM):  # ends after the run at hand, with the counts
        signal.signal(name, lambda *_: stopped.append(True))
    try:
        while not stopped and (given.runs is None or number < given.first + given.runs) and \
                (given.seconds is None or time.monotonic() - start < given.seconds):
            case = Case(random.Random("%d %d" % (given.seed, number)), corpus, commands)
            found = try_case(server, case, number % 20 == 0, exits)
            ran[case.command.name] += 1
            for problem in found:
                key = (case.command.name, problem)
                faults[key] += 1
                if faults[key] <= 3:
                    print("run %d of seed %d: %s: %s" % (number, given.seed, problem,
                                                         json.dumps(case.words)), flush=True)
                    if given.keep:
                        keep(given.keep, number, server, case, found)
            number += 1
            if (number - given.first) % 10000 == 0:
                print("%d runs, %d failed, %.0f s" % (number - given.first, sum(faults.values()),
                                                      time.monotonic() - start), flush=True)
    finally:
        server.close()
        shutil.rmtree(folder)
    print(", ".join("%s %d" % (name, ran[name]) for name in sorted(ran)))
    print(", ".join("exit %d %d" % (code, exits[code]) for code in sorted(exits)))
    print("%d runs of seed %d from %d on, %d failed" % (number - given.first, given.seed, given.first,
                                                        sum(faults.values())))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
