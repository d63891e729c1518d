# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of interrupted runs share: a program that is started, watched and ended."""
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import time

MARKS = (".circfin-", "circfin-")
PATIENCE = 30  # seconds: whatever takes longer has failed


class Lab:
    """A folder to work in, another for TMPDIR, and a count of what went right and wrong."""

    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self._folder = tempfile.TemporaryDirectory(prefix="interrupted-")
        self.place = pathlib.Path(self._folder.name, "place")
        self.temporary = pathlib.Path(self._folder.name, "tmp")
        self.place.mkdir()
        self.temporary.mkdir()
        self.passed = self.failed = 0

    def close(self):
        self._folder.cleanup()
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0

    def expect(self, good, text):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(text)

    def environment(self, more=None):
        return {**os.environ, "TMPDIR": str(self.temporary), "HOME": str(self.place),
                **(more or {})}

    def start(self, *args, more=None, **options):
        """Starts the program in a process group of its own, with the usual effect of signals."""
        def usual():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([self.program, *map(str, args)], cwd=self.place,
                                env=self.environment(more), start_new_session=True,
                                preexec_fn=usual, **options)

    def run(self, *args, more=None, **options):
        """Runs it to its end."""
        run = self.start(*args, more=more, **options)
        _, errors = run.communicate(timeout=10 * PATIENCE)
        return run.returncode, (errors or b"").decode()

    def leftovers(self):
        """Names of temporary files, here and in TMPDIR; there, nothing at all may be."""
        here = [str(path.relative_to(self.place)) for path in self.place.rglob("*")
                if path.name.startswith(MARKS)]
        return here + [path.name for path in self.temporary.iterdir()]


def wait_until(condition, run=None):
    """False if it does not come, or the run ends before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        if run is not None and run.poll() is not None:
            return False
        time.sleep(0.002)
    return False


def stop(run):
    """Halts a run, and waits until it stands."""
    run.send_signal(signal.SIGSTOP)
    return wait_until(lambda: pathlib.Path(f"/proc/{run.pid}/stat").read_text()
                      .rpartition(")")[2].split()[0] in "TZ")


def end_of(run, number):
    """Sends a signal. The exit status (negative: the signal that ended it), the seconds it took,
    and what it said."""
    begin = time.monotonic()
    try:
        run.send_signal(number)
    except ProcessLookupError:
        pass
    try:
        _, errors = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
        return None, PATIENCE, ""
    return run.returncode, time.monotonic() - begin, (errors or b"").decode()


def group_is_empty(run):
    """Whether no process of the run's group is alive: a child that was killed may take a moment."""
    def empty():
        try:
            os.killpg(run.pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        return False
    return wait_until(empty)


def complete_graph(path, count):
    """A scenario in which each of `count` entities pays every other."""
    deals = ",".join(
        f'{{"id":"{i}-{j}","relation":"{"customer" if (i + j) % 3 else "investor"}",'
        f'"payer":"e{i:02d}","payee":"e{j:02d}","amount":{1 + (i * 7 + j * 13) % 29}}}'
        for i in range(count) for j in range(count) if i != j)
    entities = ",".join(f'{{"id":"e{i:02d}"}}' for i in range(count))
    path.write_text('{"schema":"circfin.scenario/1","name":"K","currency":"USD",'
                    f'"entities":[{entities}],"deals":[{deals}]}}')
    return path
