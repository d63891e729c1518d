#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command lines completed by bash, zsh and fish with the scripts that circfin prints.

Usage: test_completion.py CIRCFIN ROOT. A shell that is not installed is left out, with a message.
"""
import fcntl
import os
import pathlib
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

CIRCFIN, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
PATIENCE = 30  # seconds
STATUSES = "rumoured letter_of_intent announced signed completed cancelled"
FILES = ("a b.json", "deals.csv", "deals.tsv", "notes.txt", "own.mod", "sheets/deals.csv")
results = []


def commands():
    for table in ("cli/commands.def", "analyses/analyses.def"):
        text = (ROOT / "src" / table).read_text(encoding="utf-8")
        yield from re.findall(r"^C(?:LI_COMMAND|F_ANALYSIS)\((\w+)\)", text, re.M)


# A command line up to the cursor, and all words that complete its last one. A dot stands for any
# number of others.
CASES = [
    ("circfin ", " ".join(commands())),
    ("circfin sc", "score schema"),
    ("circfin nonsense --", ""),
    ("circfin score --fo", "--format"),
    ("circfin score --se", "--self-deals --settings"),
    ("circfin check --st", "--strict"),
    ("circfin schema --", "--help"),
    ("circfin score -f ", "table md csv json xlsx sqlite vega-lite svg png pdf"),
    ("circfin score --format x", "xlsx"),
    ("circfin score --chart ", "exposure financing stack support firmness"),
    ("circfin graph --format p", "png pdf pajek"),
    ("circfin score --quiet --view ", "firm base headline"),
    ("circfin compare --view-b h", "headline"),
    ("circfin drivers --measure ", "min pro_rata max all"),
    ("circfin loops --table ", "loops counts"),
    ("circfin check --table ", "problems suspects"),
    ("circfin score --unit b", "bn"),
    ("circfin score --status ", STATUSES),
    ("circfin compare --status-b signed,co", "signed,completed"),
    ("circfin score --currency ", ""),
    ("circfin loops --count --top ", ""),
    ("circfin score ", "a b.json|deals.csv|deals.tsv|sheets"),
    ("circfin check deals.csv d", "deals.csv deals.tsv"),
    ("circfin import ", "deals.csv deals.tsv sheets"),
    ("circfin score sheets/", "sheets/deals.csv"),
    ("circfin score --output n", "notes.txt"),
    ("circfin report -o ", "sheets"),
    ("circfin help lo", "loops"),
    ("circfin manual s", "score sweep simulate stress schema"),
    ("circfin help gl", "glossary"),
    ("circfin manual loops ", ""),
    ("circfin explain CF41", "CF410 CF411 CF412 CF413 CF414 CF415 CF416"),
    ("circfin completion ", "bash zsh fish"),
    ("circfin schema ", ""),
]
# Where a word is split, or a place counted, only by bash.
BASH_CASES = [
    ("circfin score --format = c", "csv"),
    ("circfin score --format =", "table md csv json xlsx sqlite vega-lite svg png pdf"),
    ("circfin score --format=c", "--format=csv"),
    ("circfin score --status = signed,co", "signed,completed"),
    ("circfin score --format = csv deals.csv ", ""),
    ("circfin score -f csv -- -", ""),
    ("circfin model ", "own.mod sheets"),
    ("circfin model --set bound=min own.mod d", "deals.csv deals.tsv"),
    ("circfin model own.mod deals.csv ", ""),
]
FISH_CASES = [
    ("circfin score --format=c", "--format=csv"),
    ("circfin score --status=signed,co", "--status=signed,completed"),
    ("circfin model o", "own.mod"),
]


def check(name, good, shown=""):
    results.append(bool(good))
    if not good:
        print(f"{name}: {shown}")


def compare(shell, cases, found):
    check(f"{shell}: answers", len(found) == len(cases), found)
    for (line, wanted), words in zip(cases, found):
        wanted = wanted.split("|" if "|" in wanted else None)
        check(f"{shell}: {line}", sorted(words) == sorted(wanted), words)


# ---- bash: its function, without a terminal --------------------------------------------------------

def complete_in_bash(scripts):
    cases = CASES + BASH_CASES
    driver = [f"source {shlex.quote(str(scripts / 'bash'))}"]
    for line, _ in cases:
        words = line.split(" ")
        driver.append("COMP_WORDS=(" + " ".join(map(shlex.quote, words)) + ")")
        driver.append(f"COMP_CWORD={len(words) - 1}; _circfin; echo \"<${{COMPREPLY[*]/#/|}}>\"")
    done = subprocess.run(["bash", "--norc", "-c", "\n".join(driver)], capture_output=True,
                          text=True, timeout=PATIENCE)
    check("bash says nothing else", done.stderr == "", done.stderr)
    compare("bash", cases, [[word.strip() for word in answer.split("|")[1:]]
                            for answer in re.findall(r"<(.*)>", done.stdout)])


# ---- fish: what it would show ------------------------------------------------------------------------

def complete_in_fish(scripts):
    cases = CASES + FISH_CASES
    driver = [f"source {shlex.quote(str(scripts / 'fish'))}"]
    driver += [f"complete -C {shlex.quote(line)}; echo '<>'" for line, _ in cases]
    done = subprocess.run(["fish", "--no-config", "-c", "\n".join(driver)], capture_output=True,
                          text=True, timeout=PATIENCE)
    check("fish says nothing else", done.stderr == "", done.stderr)
    answers = [answer.strip("\n").split("\n") for answer in done.stdout.split("<>\n")[:-1]]
    words = [[line.split("\t")[0].rstrip("/").replace("\\ ", " ") for line in answer if line]
             for answer in answers]
    for (line, _), answer in zip(cases, words):
        if line.endswith("/"):
            answer[:] = [word for word in answer if word != "sheets"]
    compare("fish", cases, words)
    check("fish shows summaries", "score\tMeasure the circular exposure" in done.stdout)


# ---- bash and zsh in a terminal ----------------------------------------------------------------------

class Terminal:
    """A shell in which Ctrl-O prints the command line as <<line>>, and clears it."""

    def __init__(self, words, setup, folder):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ.update(TERM="dumb", HOME=str(folder), PS1="$ ", LC_ALL="C")
            os.execvp(words[0], words)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 250, 0, 0))
        self.ask(setup + "\n")

    def ask(self, keys):
        """What the shell shows, and the command line after the keys."""
        os.write(self.descriptor, keys.encode() + b"\x0f")
        shown, end = "", time.monotonic() + PATIENCE
        while ">>" not in shown and time.monotonic() < end:
            if select.select([self.descriptor], [], [], 1)[0]:
                shown += os.read(self.descriptor, 65536).decode(errors="replace")
        line = re.search(r"<<(.*?)>>", shown, re.S)
        return shown, line[1] if line else shown

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)


TYPED = [
    ("circfin sco\t", "circfin score "),
    ("circfin score --curr\tUSD --cont\td\t", "circfin score --currency USD --contingent deals."),
    ("circfin score a\t", "circfin score a\\ b.json "),
    ("circfin score --view=h\t", "circfin score --view=headline "),
    ("circfin score --status signed,co\t", "circfin score --status signed,completed"),
    ("circfin loops --kind fin\t", "circfin loops --kind financing "),
    ("circfin help comp\ta\t", "circfin help compare "),
    ("circfin model o\tsh\t", "circfin model own.mod sheets/"),
    ("circfin report -o sh\t", "circfin report -o sheets/"),
    ("circfin check --stri\tdeals.c\t", "circfin check --strict deals.csv "),
    ("circfin score \"a\t", "circfin score \"a b.json\" "),
]
SETUPS = {
    "bash": r"""bind -x '"\C-o": printf "<<%s>>" "$READLINE_LINE"; READLINE_LINE='
source "$SCRIPTS/bash"
""",
    "zsh": """
unsetopt beep
fpath=("$SCRIPTS" $fpath)
autoload -Uz compinit
compinit -u -D
tell() { print -rn -- "<<$BUFFER>>"; BUFFER=; }
zle -N tell
bindkey '^O' tell
""",
}


def type_in(shell, words, scripts, folder):
    setup = scripts / f"{shell}.setup"
    setup.write_text(f"SCRIPTS={shlex.quote(str(scripts))}\n{SETUPS[shell]}\n")
    terminal = Terminal(words, f"source {shlex.quote(str(setup))}", folder)
    try:
        for keys, wanted in TYPED:
            line = terminal.ask(keys)[1]
            if shell == "zsh":  # adds "=", or a comma that goes with the next key
                line = line.replace("--currency=USD", "--currency USD").rstrip(",")
            check(f"{shell}, typed: {keys!r}", line.rstrip() == wanted.rstrip(), repr(line))
        if shell == "zsh":
            shown = re.sub(r"\s+", " ", terminal.ask("circfin sc\t\t")[0])
            check("zsh shows summaries", "score -- Measure the circular exposure" in shown, shown)
            shown = re.sub(r"\s+", " ", terminal.ask("circfin score --\t\t")[0])
            check("zsh shows help as it is", "such as 'exposure_pro_rata>0.2' or" in shown and
                  "nvidia,amd; \\, is a comma" in shown, shown)
    finally:
        terminal.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve() / "here"
        scripts = folder.parent
        for file in FILES:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).touch()
        for shell in ("bash", "zsh", "fish"):
            with open(scripts / ("_circfin" if shell == "zsh" else shell), "wb") as out:
                subprocess.run([CIRCFIN, "completion", shell], stdout=out, check=True)
        os.chdir(folder)
        complete_in_bash(scripts)
        type_in("bash", ["bash", "--norc", "--noprofile", "-i"], scripts, folder)
        if shutil.which("fish"):
            complete_in_fish(scripts)
        else:
            print("no fish: left out")
        if shutil.which("zsh"):
            type_in("zsh", ["zsh", "-f", "-i"], scripts, folder)
        else:
            print("no zsh: left out")
        os.chdir("/")
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
