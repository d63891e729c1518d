#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples for git and for CI: the hook judges real commits, and the steps of the pipelines run
in real checkouts.

Usage: test_automation.py CIRCFIN SOURCE. Prints what is wrong and `N passed, M failed`. Steps that
install or belong to the service (`uses:`) are left out; the shell is that of the service's images.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

GOOD, FAULTY, MANY = 4, -5, 9  # what the lab pays back: exposure 0.4, an error, exposure 0.9
DEALS = "id,relation,payer,payee,amount\nstake,investor,maker,lab,10\nchips,customer,lab,maker,{}\n"
failures, passed = [], 0


def expect(good, what):
    global passed
    passed += bool(good)
    if not good:
        failures.append(what)
        print(what)


def scenario(back):
    """With a line for each key, so that parts of a file can be staged."""
    return json.dumps({
        "schema": "circfin.scenario/1", "name": "Small", "currency": "USD", "unit": "bn",
        "as_of": "2026-01-01",
        "entities": [{"id": "maker", "revenue": {"from": "2025-01-01", "to": "2026-01-01",
                                                 "amount": 10}}, {"id": "lab"}, {"id": "other"}],
        "deals": [{"id": "stake", "relation": "investor", "payer": "maker", "payee": "lab",
                   "amount": 10},
                  {"id": "chips", "relation": "customer", "payer": "lab", "payee": "maker",
                   "amount": back},
                  {"id": "more", "relation": "customer", "payer": "other", "payee": "maker",
                   "amount": 10 - abs(back)}]}, indent=1)


class Repository:
    def __init__(self, folder):
        self.place = pathlib.Path(folder)
        self.place.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words, **options):
        done = subprocess.run(["git", *words], cwd=self.place, capture_output=True, text=True,
                              check=False, **options)
        return done.returncode, done.stdout + done.stderr

    def write(self, name, text):
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text) if isinstance(text, bytes) else path.write_text(text)

    def commit(self, *names, message="a change"):
        if names:
            self.git("add", "--", *names)
        return self.git("commit", "-q", "-m", message)


# ---- the hook ----

def check_refused(repository, name, shown, what):
    code, said = repository.commit(name)
    expect(code != 0 and shown in said and "the commit is refused" in said, f"{what}: {code} {said}")
    expect(repository.git("diff", "--cached", "--quiet")[0] != 0, f"{what}: it is committed")
    repository.git("reset", "-q", "--hard")
    repository.git("clean", "-qfd")


def check_passed(repository, names, what):
    code, said = repository.commit(*names)
    expect(code == 0, f"{what}: {code} {said}")


def check_json(repository):
    for number, name in enumerate(("scenarios/a.json", "scenarios/a b\n'中'.json", "scenarios/-n.json")):
        repository.write(name, scenario(GOOD))
        check_passed(repository, [name], f"a good scenario {name!r}")
        repository.write(name, scenario(FAULTY))
        shown = re.sub("\n", "\N{REPLACEMENT CHARACTER}", name)
        line = scenario(FAULTY).split(f"{FAULTY}")[0].count("\n") + 1
        check_refused(repository, name, f"{shown}:{line}:", f"a faulty scenario {name!r}")
    repository.write("scenarios/a.json", scenario(GOOD).replace('"id": "other"', '"id": "nobody"'))
    check_refused(repository, "scenarios/a.json", "error: ", "a deal with nobody")
    repository.write("scenarios/a.json", scenario(GOOD).replace('"id": "lab"',
                                                                '"id": "lab", "colour": 1'))
    check_refused(repository, "scenarios/a.json", "[CF401]", "a warning is refused, too")
    repository.write("elsewhere/a.json", scenario(FAULTY))
    check_passed(repository, ["elsewhere/a.json"], "a file elsewhere")


def check_staged(repository):
    """The staged content counts, whatever lies in the working tree."""
    name = "scenarios/a.json"
    repository.write(name, scenario(5))
    repository.git("add", name)
    repository.write(name, scenario(FAULTY))
    check_passed(repository, [], "faulty in the working tree, good as staged")
    expect(json.loads((repository.place / name).read_text())["deals"][1]["amount"] == FAULTY,
           "the working tree has changed")
    repository.git("add", name)
    repository.write(name, scenario(6))
    code, said = repository.commit()
    expect(code != 0 and f"{name}:" in said, f"good in the working tree, faulty as staged: {said}")
    repository.git("reset", "-q", "--hard")
    repository.write(name, scenario(6))
    repository.write("scenarios/other.json", scenario(FAULTY))
    code, said = repository.git("commit", "-q", "-m", "one file", "--", name)  # another index
    expect(code == 0, f"a commit of one file: {said}")
    repository.git("clean", "-qfd")


def check_removed(repository):
    repository.write("scenarios/b.json", scenario(GOOD))
    repository.commit("scenarios/b.json")
    repository.git("mv", "scenarios/b.json", "scenarios/c.json")
    check_passed(repository, [], "a renamed scenario")
    repository.git("rm", "-q", "scenarios/c.json")
    check_passed(repository, [], "a removed scenario")
    repository.write("scenarios/notes.txt", "x")
    check_passed(repository, ["scenarios/notes.txt"], "what is no scenario")


def check_folders(repository, circfin):
    folder = "scenarios/my deals"
    for name, text in (("deals.csv", DEALS.format(GOOD)),
                       ("entities.csv", "id,name\nmaker,Maker\nlab,Lab\n"),
                       ("scenario.csv", "key,value\ncurrency,USD\nas_of,2026-01-01\n")):
        repository.write(f"{folder}/{name}", text)
    check_passed(repository, [folder], "a folder of spreadsheets")
    repository.write(f"{folder}/entities.csv", "id,name\nmaker,Maker\nmaker,Again\n")
    check_refused(repository, f"{folder}/entities.csv", f"{folder}/entities.csv:3:",
                  "entities of a folder")
    repository.git("rm", "-q", f"{folder}/scenario.csv")
    code, said = repository.commit()
    expect(code != 0 and "currency" in said, f"a folder without its settings: {said}")
    repository.git("reset", "-q", "--hard")
    repository.git("rm", "-q", "-r", folder)
    check_passed(repository, [], "a whole folder is removed")


def check_other_files(repository, circfin):
    made = repository.place.parent / "made.json"
    made.write_text(scenario(GOOD))
    for command, name in (("export", "book.xlsx"), ("export", "base.sqlite"), ("export", "base.db"),
                          ("graph", "net.graphml"), ("graph", "net.gml")):
        path, shown = repository.place / "scenarios" / name, f"scenarios/{name}"
        subprocess.run([circfin, command, made, "-o", path], check=True, capture_output=True)
        whole = path.read_bytes()
        path.write_bytes(whole[:-100])
        check_refused(repository, shown, shown, f"a part of {name}")
        path.write_bytes(whole)
        check_passed(repository, [shown], f"the whole {name}")


def check_hook(folder, circfin, examples):
    repository = Repository(folder / "hooked")
    hook = repository.place / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(examples / "git/pre-commit", hook)
    expect(os.access(hook, os.X_OK), "the hook cannot be executed")
    repository.write("README", "x")
    code, said = repository.commit("README")
    expect(code == 0 and "nothing in scenarios" in said, f"the first commit, no scenario: {said}")
    check_json(repository)
    check_staged(repository)
    check_removed(repository)
    check_folders(repository, circfin)
    check_other_files(repository, circfin)
    repository.git("config", "circfin.scenarios", ".")
    repository.write("top.json", scenario(FAULTY))
    check_refused(repository, "top.json", "top.json:", "circfin.scenarios")
    repository.write("deals.csv", DEALS.format(FAULTY))
    repository.write("scenario.csv", "key,value\ncurrency,USD\n")
    repository.git("add", "scenario.csv")
    check_refused(repository, "deals.csv", "deals.csv:3:", "spreadsheets at the top")
    expect(not list(pathlib.Path(os.environ["TMPDIR"]).iterdir()), "the hook leaves files in TMPDIR")


def check_framework(folder, examples):
    """The configuration of pre-commit names the hook as a script of the repository."""
    config = yaml.safe_load((examples / "git/pre-commit-config.yaml").read_text())
    hook = config["repos"][0]["hooks"][0]
    expect(config["repos"][0]["repo"] == "local" and hook["language"] == "script" and
           hook["pass_filenames"] is False, f"the framework: {hook}")
    for name, wanted in (("scenarios/a.json", True), ("scenarios/x/entities.csv", True),
                         ("scenarios/a.xlsx", True), ("scenarios/a.db", True),
                         ("scenarios/a.sqlite", True), ("scenarios/a.graphml", True),
                         ("src/a.json", False), ("scenarios/a.md", False)):
        expect(bool(re.search(hook["files"], name)) == wanted, f"files of the framework: {name}")
    repository = Repository(folder / "framework")
    (repository.place / "hooks").mkdir()
    shutil.copy(examples / "git/pre-commit", repository.place / hook["entry"])
    for back, good in ((GOOD, True), (FAULTY, False)):
        repository.write("scenarios/a.json", scenario(back))
        repository.git("add", "scenarios")
        done = subprocess.run([repository.place / hook["entry"]], cwd=repository.place, check=False,
                              capture_output=True, text=True)
        expect((done.returncode == 0) == good, f"the entry, {back}: {done}")


# ---- the pipelines ----

def prepare(folder, name, back_before, back_now):
    """A clone in which origin/main has one scenario, and the branch at hand another."""
    origin = Repository(folder / f"{name}-origin")
    origin.write("README", "x")
    if back_before is not None:
        origin.write("scenarios/deals.json", scenario(back_before))
    origin.commit(".")
    place = folder / name / "checkout"
    place.parent.mkdir()
    subprocess.run(["git", "clone", "-q", origin.place, place], check=True)
    clone = Repository.__new__(Repository)
    clone.place = place
    clone.write("scenarios/deals.json", scenario(back_now))
    clone.commit("scenarios")
    return clone


def step(command, place, environment):
    """As the services do in an image: sh, which ends at the first error."""
    done = subprocess.run(["sh", "-e", "-c", command], cwd=place, check=False, text=True,
                          capture_output=True, env={**os.environ, **environment})
    return done.returncode, done.stdout + done.stderr


def check_summary(text, was, what):
    if was is None:
        expect("scenarios/deals.json is new." in text, f"{what}: {text!r}")
    else:
        # a table, as cmark reads it, with the deal that has changed
        expect("| --" in text and "chips" in text and "\x1b" not in text, f"{what}: {text!r}")


def check_github(folder, examples):
    steps = yaml.safe_load((examples / "ci/github.yml").read_text())
    job = steps["jobs"]["scenario"]
    runs = [one for one in job["steps"] if "run" in one and not one["name"].startswith("Install")]
    expect(len(runs) == 3 and "pull_request" in steps[True], f"github.yml: {runs}")
    for number, (was, now, codes) in enumerate(((3, GOOD, (0, 1, 0)), (None, 1, (0, 0, 0)),
                                                (GOOD, GOOD + 0.5, (0, 1, 0)),
                                                (GOOD, FAULTY, (3, 3, 3)))):
        clone = prepare(folder, f"github{number}", was, now)
        runner = folder / f"github{number}/temp"
        runner.mkdir()
        environment = {**steps["env"], "RUNNER_TEMP": str(runner), "GITHUB_BASE_REF": "main",
                       "GITHUB_WORKSPACE": str(clone.place), "HOME": str(runner),
                       "GITHUB_STEP_SUMMARY": str(runner / "summary.md")}
        done = [step(one["run"], clone.place, environment) for one in runs]
        expect(tuple(code for code, _ in done) == codes, f"github.yml, {was} to {now}: {done}")
        if now != FAULTY:
            expect((clone.place / "report/report.html").is_file(), "github.yml: no report to keep")
            check_summary((runner / "summary.md").read_text(), was, "github.yml: the summary")
    expect("exposure_pro_rata>0.2" in runs[1]["run"], "github.yml: no rule")


def check_gitlab(folder, examples):
    config = yaml.safe_load((examples / "ci/gitlab.yml").read_text())
    for number, (was, now, codes) in enumerate(((3, GOOD, (0, 1)), (None, 1, (0, 0)))):
        clone = prepare(folder, f"gitlab{number}", was, now)
        base = clone.git("rev-parse", "origin/main")[1].strip()
        environment = {**config["variables"], "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
        done = [step(line, clone.place, environment) for line in config["scenario"]["script"]]
        expect(tuple(code for code, _ in done) == codes, f"gitlab.yml, {was} to {now}: {done}")
        done = [step(line, clone.place, environment) for line in config["changes"]["script"]]
        expect(all(code == 0 for code, _ in done), f"gitlab.yml, changes: {done}")
        check_summary((clone.place / "changes.md").read_text(), was, "gitlab.yml: changes.md")
        expect((clone.place / "report/report.html").is_file(), "gitlab.yml: no report to keep")
    for job in ("scenario", "changes"):
        for path in config[job]["artifacts"]["paths"]:
            expect((clone.place / path).exists(), f"gitlab.yml: {path} is not written")


# ---- the page ----

def check_page(source, examples):
    """What the page of the guide shows of the examples is in them, line by line."""
    page = (source / "src/guide/automation.md").read_text()
    quoted = {info: block for info, block in re.findall(r"\n```(bash|yaml) *\n(.*?)\n```", page, re.S)}
    files = [path.read_text() for path in sorted(examples.glob("git/*")) + sorted(examples.glob("ci/*"))]
    blocks = re.findall(r"\n```(?:bash|yaml)\n(.*?)\n```", page, re.S)
    expect(len(blocks) >= 3 and quoted, f"the page shows {len(blocks)} examples")
    for block in blocks:
        expect(any(block in text for text in files), f"automation.md shows what no example has: {block}")


def main():
    circfin, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    examples = source / "src/examples"
    if not shutil.which("git"):
        print("no git: the examples for git and CI are not tested")
        return 77
    with tempfile.TemporaryDirectory(prefix="automation-") as name:
        folder = pathlib.Path(name)
        (folder / "tmp").mkdir()
        os.environ.update(PATH=f"{circfin.parent}:{os.environ['PATH']}", TMPDIR=str(folder / "tmp"),
                          HOME=name, GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@b",
                          GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@b")
        for variable in [one for one in os.environ if one in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")]:
            del os.environ[variable]  # of a hook that runs this test
        check_hook(folder, circfin, examples)
        check_framework(folder, examples)
        check_github(folder, examples)
        check_gitlab(folder, examples)
    check_page(source, examples)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
