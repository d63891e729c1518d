# SPDX-License-Identifier: GPL-3.0-or-later
"""What-ifs with arrays agree with `score --what-if`, whatever the view."""
import unittest

import circfin
import numpy as np
import pandas as pd
from common import DEALS, ROOT, quietly, ring

FIGURES = ("invested", "revenue", "min", "pro_rata", "max")
COLUMNS = ["invested", "revenue", "loopback_min", "loopback_pro_rata", "loopback_max"]
VIEWS = [{}, {"view": "firm"}, {"view": "headline"}, {"gap": "cut"}, {"origin": "backed"},
         {"origin": "all"}, {"gap": "cut", "origin": "backed", "contingent": True},
         {"consolidate": True}, {"weights": "probability"}, {"window": "2026..2028"},
         {"what_if": {"deal:nvidia-openai-30": 3}}]


class WhatIfs(unittest.TestCase):
    def random_changes(self, scenario, random, rows, view={}):
        """Some deals and entities, each at random, of which a few are left as they are."""
        deals = list(scenario.deals["id"])
        entities = list(quietly(circfin.score, scenario, **view)["entities"]["entity"])
        names = [f"deal:{deal}" for deal in random.choice(deals, 4, replace=False)]
        names += [f"entity:{entity}.{field}" for field in ("outside_funds", "revenue")
                  for entity in random.choice(entities, 1)]
        values = {}
        for name in names:
            values[name] = random.choice([0, 1, np.nan, 50], rows) * random.uniform(0.5, 2, rows)
        return values

    def agree(self, scenario, changes, view):
        rows = len(next(iter(changes.values())))
        suppliers = list(quietly(circfin.score, scenario, **view)["suppliers"]["entity"])
        told = quietly(circfin.what_if, scenario, changes, suppliers, FIGURES, **view)
        for row in range(rows):
            given = {name: values[row] for name, values in changes.items()
                     if not np.isnan(values[row])}
            given = {**view.get("what_if", {}), **given}
            scored = quietly(circfin.score, scenario, table="suppliers",
                             **{**view, "what_if": given})["suppliers"].set_index("entity")
            for supplier in set(suppliers) & set(scored.index):
                wanted = scored.loc[supplier, COLUMNS].to_numpy(dtype=float)
                found = told.loc[row, supplier].to_numpy()
                np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9,
                                           err_msg=f"{view} {given} {supplier}")
        self.moved += sum(told[column].nunique() > 1 for column in told)
        return rows * len(suppliers)

    def test_random_changes_agree_with_the_option(self):
        random = np.random.default_rng(20260731)
        count = self.moved = 0
        for file in (DEALS, ROOT / "data/telecom-1999-2002.json",
                     ROOT / "data/textbook/backed.json", ROOT / "data/textbook/clearing.json"):
            scenario = quietly(circfin.read, file)
            for view in VIEWS:
                if "what_if" in view and file != DEALS:
                    continue
                try:
                    changes = self.random_changes(scenario, random, 8, view)
                except ValueError:  # fewer deals than that
                    continue
                with self.subTest(file=file.name, view=view):
                    count += self.agree(scenario, changes, view)
        self.assertGreater(count, 500)
        self.assertGreater(self.moved, 50)

    def test_threads_change_no_bit(self):
        random = np.random.default_rng(5)
        scenario = circfin.read(DEALS)
        changes = self.random_changes(scenario, random, 1000)
        one = quietly(circfin.what_if, scenario, changes, threads=1)
        four = quietly(circfin.what_if, scenario, changes, threads=4)
        pd.testing.assert_frame_equal(one, four, check_exact=True)

    def test_numbers_hold_for_all_rows_and_the_index_is_kept(self):
        days = pd.date_range("2026-01-01", periods=3)
        changes = {"deal:buy": pd.Series([0, 6, 12], index=days), "entity:lab.outside_funds": 10}
        told = quietly(circfin.what_if, ring(), changes, "chips", "pro_rata", currency="USD")
        self.assertTrue(told.index.equals(days))
        self.assertEqual(list(told.columns), ["chips"])
        np.testing.assert_allclose(told["chips"], [0, 10 * 6 / 20, 10 * 12 / 20])
        whole = quietly(circfin.what_if, ring(), pd.DataFrame(changes), currency="USD")
        self.assertEqual(list(whole.columns), [("chips", "min"), ("chips", "pro_rata"),
                                               ("chips", "max")])
        np.testing.assert_array_equal(whole["chips"]["pro_rata"], told["chips"])
        none = quietly(circfin.what_if, ring(), {}, currency="USD")
        self.assertEqual(len(none), 1)

    def test_columns_of_pandas_with_na_and_empty_ones_are_taken(self):
        scenario = quietly(circfin.read, DEALS)
        column = pd.array([1, pd.NA], dtype="Int64")
        wanted = circfin.what_if(scenario, {"deal:nvidia-openai-30": [1, np.nan]}, "nvidia")
        for values in (column, pd.Series(column), pd.Series(column, dtype="Float64")):
            told = circfin.what_if(scenario, {"deal:nvidia-openai-30": values}, "nvidia")
            pd.testing.assert_frame_equal(told, wanted)
        told = circfin.what_if(scenario, {"deal:nvidia-openai-30": []}, "nvidia")
        self.assertEqual(told.shape, (0, 3))

    def test_a_frame_with_a_column_twice_is_refused(self):
        frame = pd.DataFrame([[1, 2]], columns=["deal:buy", "deal:buy"])
        with self.assertRaisesRegex(ValueError, "'deal:buy' has more"):
            quietly(circfin.what_if, ring(), frame, currency="USD")

    def test_the_bench_keeps_what_is_set(self):
        bench = quietly(circfin.WhatIf, ring(), currency="USD")
        before = bench.measure("chips")
        bench.set_amount("buy", 6)
        bench.set("entity:lab.outside_funds", 10)
        self.assertAlmostEqual(bench.measure("CHIPS").pro_rata, 3)
        with self.assertRaises(circfin.OptionError):
            bench.set_amount("by", 1)
        self.assertEqual(bench.changes, {"deal:buy": 6, "entity:lab.outside_funds": 10})
        bench.set_amount("buy", None)
        bench.reset()
        self.assertEqual(bench.measure("chips"), before)

    def test_what_is_wrong_is_told(self):
        scenario = quietly(circfin.read, ring(), currency="USD")
        wrong = [({"deal:by": 1}, 'there is no deal "by"'), ({"buy": 1}, "must be deal:ID"),
                 ({"deal:rnet": 1}, 'did you mean "rent"'),
                 ({"entity:lab.funds": 1}, "outside_funds or revenue"),
                 ({"entity:lap.revenue": 1}, 'did you mean "lab"'),
                 ({"deal:buy": [1, -2]}, "row 1 has -2"), ({"deal:buy": np.inf}, "row 0 has inf")]
        for changes, words in wrong:
            with self.assertRaisesRegex(circfin.OptionError, words):
                circfin.what_if(scenario, changes)
        with self.assertRaisesRegex(circfin.OptionError, 'did you mean "chips"'):
            circfin.what_if(scenario, {}, "chip")
        with self.assertRaisesRegex(ValueError, "same number of values"):
            circfin.what_if(scenario, {"deal:buy": [1, 2], "deal:rent": [1, 2, 3]})
        with self.assertRaisesRegex(ValueError, "there is no measure 'mean'"):
            circfin.what_if(scenario, {}, measures="mean")
        with self.assertRaisesRegex(circfin.OptionError, "--joint"):
            circfin.what_if(scenario, {}, joint=["chips", "cloud"])
        for threads in (-1, 257, 10 ** 30, "2", None, 1.5):
            with self.assertRaisesRegex(ValueError, "threads must be a whole number"):
                circfin.what_if(scenario, {}, threads=threads)
        with self.assertRaisesRegex(ValueError, "one dimension"):
            circfin.what_if(scenario, {"deal:buy": [[1]]})

    def test_a_deal_beside_the_view_changes_nothing_and_is_told(self):
        scenario = quietly(circfin.read, ring(status=["signed", "rumoured", "signed"]),
                           currency="USD")
        with self.assertWarnsRegex(circfin.CircfinWarning, "not in the view"):
            told = circfin.what_if(scenario, {"deal:buy": [1, 100]}, "chips", "pro_rata")
        self.assertEqual(list(told["chips"]), [0, 0])


if __name__ == "__main__":
    unittest.main()
