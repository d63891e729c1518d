# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress, Ctrl-C, threads and memory."""
import concurrent.futures
import gc
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import unittest

import circfin
import numpy as np
import pandas as pd
from common import DEALS, quietly, ring

LONG = 10_000_000  # draws: minutes of work
INTERRUPTED = f"""
import circfin
print("begins", flush=True)
try:
    circfin.simulate({str(DEALS)!r}, draws={LONG})
except KeyboardInterrupt:
    print("ended by Ctrl-C", flush=True)
import os
print(circfin.read({str(DEALS)!r}))
"""


class Running(unittest.TestCase):
    def test_ctrl_c_ends_a_long_run(self):
        child = subprocess.Popen([sys.executable, "-W", "ignore", "-c", INTERRUPTED], text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(child.stdout.readline(), "begins\n")
        time.sleep(1)
        child.send_signal(signal.SIGINT)
        told, errors = child.communicate(timeout=30)
        self.assertEqual(told.split("\n")[0], "ended by Ctrl-C")
        self.assertEqual((child.returncode, errors), (0, ""))

    def test_a_function_sees_progress_and_ends_the_run(self):
        seen = []

        def step(progress):
            seen.append(progress)
            return len(seen) < 3

        with self.assertWarnsRegex(circfin.CircfinWarning, "stopped"):
            result = circfin.simulate(DEALS, draws=LONG, progress=step)
        self.assertLess(result.figures["draws"], LONG)
        self.assertEqual((seen[-1].total, seen[-1].unit), (LONG, "draws"))
        self.assertGreater(seen[-1].done, 0)

    def test_what_a_function_raises_arrives(self):
        def step(progress):
            raise ZeroDivisionError("mine")

        with self.assertRaisesRegex(ZeroDivisionError, "mine"):
            quietly(circfin.simulate, DEALS, draws=LONG, progress=step)
        with self.assertRaises(TypeError):
            quietly(circfin.simulate, DEALS, draws=LONG, progress=lambda: None)
        changes = {"deal:nvidia-openai-30": np.arange(2_000_000) % 97.0}
        with self.assertRaisesRegex(ZeroDivisionError, "mine"):
            circfin.what_if(DEALS, changes, "nvidia", progress=step)

    def test_rows_that_a_stop_leaves_out_are_nan(self):
        changes = {"deal:nvidia-openai-30": np.arange(3_000_000) % 97.0}
        calls = []
        told = circfin.what_if(DEALS, changes, "nvidia", "pro_rata",
                               progress=lambda progress: calls.append(progress) or len(calls) < 2)
        self.assertTrue(told["nvidia"].isna().any())
        self.assertTrue(told["nvidia"].notna().any())

    def test_threads_share_a_scenario(self):
        scenario = circfin.read(DEALS)
        wanted = quietly(circfin.score, scenario)["suppliers"]

        def work(_):
            circfin.loops(scenario, max_length=3, top=5)
            return circfin.score(scenario)["suppliers"], scenario.deals

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for suppliers, deals in quietly(lambda: list(pool.map(work, range(16)))):
                pd.testing.assert_frame_equal(suppliers, wanted)
                self.assertEqual(len(deals), len(scenario.deals))

    def test_other_threads_go_on_meanwhile(self):
        ticks, done = [], threading.Event()

        def tick():
            while not done.wait(0.01):
                ticks.append(1)

        thread = threading.Thread(target=tick)
        thread.start()
        quietly(circfin.simulate, DEALS, draws=3000, threads=1)
        done.set()
        thread.join()
        self.assertGreater(len(ticks), 10)

    def test_memory_is_given_back(self):
        def once():
            result = circfin.score(ring(), currency="USD")
            result.picture().svg, result.suppliers, result.text, result.scenario.deals
            circfin.what_if(ring(), {"deal:buy": np.arange(100.0)}, currency="USD")
            for wrong in ({"view": "x"}, {"x": 1}, {"supplier": "x"}):
                try:
                    circfin.score(ring(), currency="USD", **wrong)
                except circfin.CircfinError:
                    pass

        def pages():
            gc.collect()
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * resource.getpagesize()

        for _ in range(30):
            quietly(once)
        before = pages()
        for _ in range(150):
            quietly(once)
        self.assertLess(pages() - before, 4e6)  # 27 kB a round, of what takes megabytes

    @unittest.skipUnless(hasattr(os, "fork"), "no fork")
    def test_results_are_not_pickled(self):
        import pickle
        result = quietly(circfin.score, ring(), currency="USD")
        for thing in (result, result.scenario):
            with self.assertRaisesRegex(TypeError, "cannot be pickled"):
                pickle.dumps(thing)


if __name__ == "__main__":
    unittest.main()
