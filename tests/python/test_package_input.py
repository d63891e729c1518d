# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios from files, texts, dicts and frames; problems with their places; hostile arguments."""
import datetime
import decimal
import json
import pathlib
import tempfile
import unittest
import warnings

import circfin
import numpy as np
import pandas as pd
from common import DEALS, ROOT, quietly, ring

ENTITIES = pd.DataFrame({"id": ["chips", "lab", "cloud"], "outside_funds": [np.nan, 4, np.nan]})


def make(frame, entities=None, **options):
    return quietly(circfin.read, frame, entities, **{"currency": "USD", **options})


class Frames(unittest.TestCase):
    def problems(self, *arguments, kind=circfin.InputError, **options):
        with self.assertRaises(kind) as caught:
            make(*arguments, **options)
        return caught.exception.problems

    def test_a_frame_is_scored(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # with ids and entities, nothing is left to warn of
            result = circfin.score(ring(), currency="USD", unit="bn", entities=ENTITIES)
        supplier = result["suppliers"].iloc[0]
        self.assertEqual((supplier["entity"], supplier["invested"]), ("chips", 10))
        self.assertAlmostEqual(supplier["loopback_pro_rata"], 6)  # 12 of the 20 that the lab spends

    def test_frames_of_a_scenario_are_read_back_as_the_same(self):
        for file in (DEALS, ROOT / "data/example/deals.csv", ROOT / "data/telecom-1999-2002.json"):
            scenario = quietly(circfin.read, file)
            again = make(scenario.deals, scenario.entities, currency=None)
            first, second = json.loads(scenario.to_json()), json.loads(again.to_json())
            first.pop("shocks", None)  # which no spreadsheet has
            self.assertEqual(first, second)

    def test_an_empty_column_takes_any_value(self):
        frame = make(ring()).deals
        frame.loc[0, ["announced", "note", "share"]] = [datetime.date(2026, 1, 2), "x", 0.5]
        frame.loc[0, ["amount", "share_of"]] = [None, "buy"]
        again = make(frame).deals
        self.assertEqual((again["note"][0], again["share"][0]), ("x", 0.5))

    def test_values_of_every_type_become_cells(self):
        frame = ring(announced=[pd.Timestamp("2026-01-31 13:00"), pd.NaT, None],
                     cash=pd.array([True, False, pd.NA], dtype="boolean"),
                     probability=pd.array([0.1, None, 1], dtype="Float64"),
                     earmark=[["buy", "rent"], None, np.nan], note=["'=x", "=1+1", ""],
                     start=pd.Series([datetime.date(2026, 2, 1), np.datetime64("2026-03-01"),
                                      "2026"], dtype=object),
                     amount=[np.float32(0.1), decimal.Decimal("12.50"), 1e22])
        frame["relation"] = frame["relation"].astype("category")
        frame["amount"] = [np.float32(0.1), decimal.Decimal("12.50"), np.int64(3)]
        deals = make(frame).deals
        self.assertEqual(list(deals["amount"]), [0.1, 12.5, 3])
        self.assertEqual(str(deals["announced"][0].date()), "2026-01-31")
        self.assertTrue(deals["announced"][1:].isna().all())
        self.assertEqual(deals["cash"][1], False)
        self.assertEqual(deals["earmark"][0], "buy;rent")
        self.assertEqual([deals["note"][0], deals["note"][1]], ["'=x", "=1+1"])
        self.assertTrue(pd.isna(deals["note"][2]))

    def test_floats_are_read_to_the_last_bit(self):
        random = np.random.default_rng(1)
        amounts = 10.0 ** random.uniform(-9, 15, 2000)
        frame = pd.DataFrame({"id": [f"d{i}" for i in range(2000)], "relation": "customer",
                              "payer": "a", "payee": "b", "amount": amounts})
        self.assertTrue((make(frame).deals["amount"].to_numpy() == amounts).all())

    def test_numbers_stay_what_they_are_beside_texts_with_a_decimal_comma(self):
        values = [1.234, 8125.5, 1.5e-9]
        for amounts in (values, ["1.234,5", *values[1:]]):
            read = make(ring(amount=amounts), decimal=",").deals["amount"].tolist()
            self.assertEqual(read, [1234.5 if amounts[0] != 1.234 else 1.234, *values[1:]])
        entities = ENTITIES.assign(outside_funds=[0.125, np.nan, np.float32(2.5)])
        funds = make(ring(), entities, decimal="comma").entities["outside_funds"]
        self.assertEqual(funds.dropna().tolist(), [0.125, 2.5])

    def test_text_labels_of_the_index_are_ids(self):
        frame = ring().drop(columns="id").set_axis(["x", "y", "z"])
        self.assertEqual(list(make(frame).deals["id"]), ["x", "y", "z"])
        self.assertEqual(list(make(ring().set_index("id")).deals["id"]), ["stake", "buy", "rent"])
        self.assertEqual(list(make(ring().set_axis(["x", "y", "z"])).deals["id"]),
                         ["stake", "buy", "rent"])

    def test_records_and_other_headings_are_taken(self):
        records = ring().rename(columns={"payer": "Who pays"}).to_dict("records")
        deals = make(records, map={"payer": "Who pays"}).deals
        self.assertEqual(list(deals["payer"]), ["chips", "lab", "lab"])

    def test_a_problem_says_the_row_and_column_of_the_frame(self):
        frame = ring(amount=[10, -12, 8], note=["a, \"b\"\nand c", "", ""])
        frame.index = ["r1", 7, "r3"]
        problem, = self.problems(frame)
        self.assertEqual((problem.code, problem.frame, problem.row, problem.field),
                         ("CF204", "deals", 7, "amount"))
        self.assertEqual(str(problem), "deals, row 7, column 'amount': error: "
                                       "amount must be 0 or more, but is -12 [CF204]")

    def test_a_problem_says_the_heading_of_the_frame(self):
        frame = ring(relation=["investor", "custmer", "customer"])
        frame = frame[["id", "payer", "payee", "relation", "amount"]].rename(
            columns={"amount": "Amount (USD)", "relation": "Relation"})
        frame.insert(0, "note", ['"x", "y"', '"a" and "b", "c"', ""])
        problem, = self.problems(frame)
        self.assertEqual((problem.row, problem.field), (1, "Relation"))

    def test_the_column_is_found_whatever_stands_before_it(self):
        for before in ("", "-5", "=1+1", "'", 'a "b", c', "first\nsecond, line", "漢字", "a" * 300):
            frame = pd.DataFrame({"Notiz": ["", before], "Art": ["Beteiligung", "Kunde"],
                                  "Von": ["chips", "lab"], "An": ["lab", "chips"],
                                  "Betrag": [10, -2], "Beginn": ["2026-01-31", "2026-02-30"]},
                                 index=[10, 20])
            problems = self.problems(frame, map={"note": "Notiz"})
            with self.subTest(before=before):
                self.assertEqual([(problem.row, problem.field) for problem in problems],
                                 [(20, "Betrag"), (20, "Beginn")])
                self.assertEqual(problems[0].source_line, "-2")

    def test_an_empty_row_changes_no_place(self):
        frame = ring(amount=[10, np.nan, -8]).set_axis([7, 8, 9])
        frame.loc[8] = None
        problem, = self.problems(frame)
        self.assertEqual((problem.row, problem.field), (9, "amount"))

    def test_problems_of_entities_are_theirs(self):
        entities = ENTITIES.assign(outside_funds=[1, -1, 2])
        problem, = self.problems(ring(), entities)
        self.assertEqual((problem.frame, problem.row, problem.field),
                         ("entities", 1, "outside_funds"))

    def test_a_hint_says_the_other_row_of_the_frame(self):
        frame = ring(id=["x", "y", "x"]).set_axis([10, 20, 30])
        problem, = self.problems(frame, ENTITIES)
        self.assertEqual(str(problem), "deals, row 30, column 'id': error: id must be unique, but "
                         "\"x\" is also the id of another deal [CF301]\n"
                         "  hint: the first one is in row 10, column 'id'")

    def test_a_hint_says_the_heading_of_the_other_row(self):
        frame = ring(id=["x", "y", "x"]).rename(columns={"id": "Deal no", "amount": "Betrag"})
        problem, = self.problems(frame[["payer", "Deal no", "payee", "relation", "Betrag"]],
                                 ENTITIES, map={"id": "Deal no"})
        self.assertEqual((problem.row, problem.field), (2, "Deal no"))
        self.assertTrue(problem.hint.endswith("in row 0, column 'Deal no'"), problem.hint)

    def test_many_errors_of_a_kind_are_counted(self):
        frame = pd.DataFrame({"id": [f"d{i}" for i in range(5000)], "relation": "customer",
                              "payer": "a", "payee": "b", "amount": -1})
        with self.assertRaises(circfin.InputError) as caught:
            make(frame)
        lines = str(caught.exception).split("\n")
        self.assertEqual((len(lines), lines[-1]), (7, "... and 4994 more"))
        self.assertEqual(caught.exception.problems[0].count, 5000)

    def test_an_unknown_entity_has_its_place(self):
        scenario = make(ring(payee=["lab", "chpis", "cloud"]), ENTITIES)
        problem, = scenario.warnings
        self.assertEqual((problem.row, problem.field, problem.severity), (1, "payee", "warning"))
        self.assertIn("chpis", problem.message)

    def test_many_rows_have_the_place_of_each(self):
        count = 200
        frame = pd.DataFrame({"id": [f"d{i}" for i in range(count)], "relation": "customer",
                              "payer": "a", "payee": "b", "amount": 1.0,
                              "note": ["x\ny" if i % 3 else "" for i in range(count)]})
        for bad in (0, 57, count - 1):
            wrong = frame.copy()
            wrong.loc[bad, "amount"] = -1
            problem, = self.problems(wrong)
            self.assertEqual((problem.row, problem.field), (bad, "amount"))

    def test_what_is_no_value_is_told_with_its_place(self):
        with self.assertRaisesRegex(TypeError, r"deals, row 2, column 'note': .* type dict"):
            make(ring(note=["", "", {"a": 1}]))
        with self.assertRaisesRegex(TypeError, "one level of columns"):
            make(pd.concat({"a": ring()}, axis=1))
        with self.assertRaisesRegex(ValueError, "NUL"):
            make(ring(note=["", "a\0b", ""]))
        with self.assertRaisesRegex(ValueError, "surrogates"):
            make(ring(note=["", "\ud800", ""]))

    def test_odd_frames_are_problems_and_nothing_worse(self):
        for empty in (pd.DataFrame(), pd.DataFrame({"x": []}), ring()[[]]):
            self.problems(empty, kind=circfin.CircfinError)
        self.problems(pd.DataFrame([[1, 2]], columns=["a", "a"]))
        self.problems(pd.concat([ring(), ring()[["amount"]]], axis=1))
        self.problems(ring(amount=[np.inf, 1, 1]))
        self.problems(ring(amount=["x" * 100000, 1, 1]))
        self.problems(ring(amount=[str(10 ** 400), 1, 1]))
        self.assertEqual(len(make(ring()[:0], ENTITIES).deals), 0)

    def test_a_currency_is_needed_and_frames_of_a_scenario_have_it(self):
        with self.assertRaisesRegex(circfin.CircfinError, "currency"):
            circfin.read(ring())
        frame = quietly(circfin.read, ring(), currency="EUR", unit="million").deals
        self.assertEqual(quietly(circfin.read, frame).money, "EUR million")
        self.assertEqual(quietly(circfin.read, frame, unit="bn").money, "EUR bn")

    def test_settings_are_those_of_a_scenario_csv(self):
        settings = {"as_of": pd.Timestamp("2026-06-30"), "status_probability.signed": 0.5,
                    "currency": "USD", "name": "By hand"}
        scenario = quietly(circfin.read, ring(), settings=settings)
        self.assertEqual((scenario.name, str(scenario.as_of)), ("By hand", "2026-06-30"))
        self.assertEqual(scenario.settings["status_probability.signed"], "0.5")
        with self.assertWarnsRegex(circfin.CircfinWarning, "as_off"):
            circfin.read(ring(), ENTITIES, settings={"as_off": "2026"}, currency="USD")
        with self.assertRaisesRegex(circfin.CircfinError, "as_of must be"):
            make(ring(), settings={"as_of": "soon"})
        with self.assertRaises(TypeError):
            quietly(circfin.read, ring(), settings="scenario.csv", currency="USD")

    def test_a_warning_of_many_rows_is_told_once(self):
        source = json.loads(make(ring()).to_json())
        for deal in source["deals"]:
            deal["colour"] = "red"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            scenario = circfin.read(source)
        self.assertEqual([problem.count for problem in scenario.warnings], [3, 3, 3])
        self.assertEqual(len(caught), 1)
        self.assertTrue(str(caught[0].message).endswith("(and 2 more like it)"))

    def test_ids_may_have_any_character(self):
        frame = ring(id=["a;b", "c\\d, e", " f"], earmark=[["c\\d, e"], None, None])
        frame.loc[0, "note"] = "g"
        self.assertEqual(make(frame).deals["earmark"][0], "c\\\\d, e")
        commas = ring().replace({"chips": "chips, inc.", "cloud": "a,b"})
        scenario = make(commas)
        result = quietly(circfin.score, scenario, joint=["chips, inc.", "a,b"])
        self.assertEqual(result.view["joint"], "chips, inc.,a,b")
        self.assertEqual(list(result["joint"]["member"]), ["chips, inc.", "a,b"])
        entity = {"entity:chips, inc..revenue": 1, "deal:buy": 2}
        self.assertEqual(len(quietly(circfin.what_if, scenario, entity)), 1)

    def test_warnings_are_told_where_the_user_is(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            scenario = circfin.read(ring(), currency="USD")
            circfin.score(ring(), currency="USD")
        self.assertEqual({item.filename for item in caught}, {__file__})
        self.assertEqual([item.category for item in caught], [circfin.CircfinWarning] * 2)
        self.assertEqual(caught[0].message.problem.code, "CF411")
        self.assertEqual(scenario.warnings[0].code, "CF411")


class Sources(unittest.TestCase):
    def test_a_dict_a_text_and_bytes_are_the_file(self):
        text = DEALS.read_text(encoding="utf-8")
        wanted = circfin.read(DEALS).to_json()
        for source in (str(DEALS), text, text.encode(), json.loads(text)):
            self.assertEqual(quietly(circfin.read, source).to_json(), wanted)

    def test_a_dict_may_have_values_of_numpy_and_pandas(self):
        scenario = json.loads(DEALS.read_text(encoding="utf-8"))
        scenario["as_of"] = pd.Timestamp("2026-10-10")
        scenario["status_probability"]["signed"] = np.float64(0.5)
        self.assertEqual(str(circfin.read(scenario).as_of), "2026-10-10")

    def test_a_scenario_says_what_it_is(self):
        scenario = circfin.read(DEALS)
        self.assertEqual((scenario.currency, scenario.unit), ("USD", "bn"))
        self.assertEqual(scenario.money, "USD bn")
        self.assertEqual(scenario.path, str(DEALS))
        self.assertEqual(str(scenario.as_of), "2026-10-10")
        self.assertRegex(repr(scenario),
                         r"<circfin.Scenario '.*': \d+ entities, \d+ deals, USD bn>")

    def test_it_is_written_and_read_back(self):
        scenario = circfin.read(DEALS)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("a.json", "a.xlsx", "a.sqlite", "A.DB", "sheets"):
                path = pathlib.Path(folder) / name
                quietly(scenario.save, path)
                self.assertEqual(path.is_dir(), name == "sheets")
                again = quietly(circfin.read, path)
                self.assertEqual(json.loads(again.to_json())["deals"],
                                 json.loads(scenario.to_json())["deals"])
            with self.assertRaises(circfin.FileError):
                scenario.save(pathlib.Path(folder) / "none/a.json")
            with self.assertRaises(circfin.OptionError):
                scenario.save(pathlib.Path(folder) / "a.csv")
            self.assertFalse((pathlib.Path(folder) / "a.csv").exists())

    def test_errors_have_their_kind_and_place(self):
        with self.assertRaises(circfin.FileError) as caught:
            circfin.read("/none/such.json")
        self.assertIsInstance(caught.exception, OSError)
        with self.assertRaises(circfin.ScenarioSyntaxError) as caught:
            circfin.read('{"a": 1,}')
        problem, = caught.exception.problems
        self.assertEqual((problem.line, problem.column), (1, 8))
        self.assertIn("     1 | {\"a\": 1,}", str(caught.exception))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "ring.csv"
            ring(amount=[10, -12, 8]).to_csv(path, index=False)
            with self.assertRaises(circfin.InputError) as caught:
                quietly(circfin.read, path, currency="USD")
        problem, = caught.exception.problems
        self.assertEqual((problem.file, problem.line, problem.pointer, problem.frame),
                         (str(path), 3, "row 3, amount", None))
        self.assertIsInstance(caught.exception, ValueError)

    def test_a_day_may_be_of_any_type(self):
        for day in ("2026-03-31", datetime.date(2026, 3, 31), pd.Timestamp("2026-03-31 12:00"),
                    np.datetime64("2026-03-31T12:00"), pd.Period("2026-03"), "2026-03"):
            result = quietly(circfin.score, DEALS, as_of=day)
            self.assertEqual(result.view["as_of"], "2026-03-31")
        for day in (pd.NaT, np.datetime64("NaT")):
            with self.assertRaisesRegex(ValueError, "as-of must be a day, but is NaT"):
                quietly(circfin.score, DEALS, as_of=day)

    def test_options_are_checked_by_the_library(self):
        with self.assertRaisesRegex(circfin.UnknownOptionError, 'did you mean "view"') as caught:
            circfin.score(DEALS, viw="firm")
        self.assertIsInstance(caught.exception, TypeError)
        with self.assertRaisesRegex(circfin.OptionError, "firm, base or headline"):
            circfin.score(DEALS, view="frm")
        with self.assertRaisesRegex(circfin.OptionError, 'did you mean "nvidia"'):
            circfin.score(DEALS, supplier="nvida")
        with self.assertRaises(TypeError):
            circfin.score(circfin.read(DEALS), currency="USD")
        with self.assertRaises(TypeError):
            circfin.score(DEALS, DEALS)
        with self.assertRaises(circfin.OptionError):
            circfin.read(DEALS, decimal=",")

    def test_hostile_arguments_raise(self):
        refused = (TypeError, ValueError, OSError, KeyError)
        odd = ["a\0b", "\ud800", 10 ** 400, float("nan"), float("inf"), object(), b"\xff", 1j,
               [[1]], {"a": [1]}, lambda: 0, np.zeros((2, 2)), pd.DataFrame(), "-" * 100000]
        scenario = circfin.read(DEALS)
        calls = [lambda x: circfin.read(x), lambda x: circfin.read(ring(), currency=x),
                 lambda x: circfin.read(ring(), x, currency="USD"),
                 lambda x: circfin.score(x), lambda x: circfin.score(scenario, view=x),
                 lambda x: circfin.score(scenario, supplier=x),
                 lambda x: circfin.score(scenario, table=x),
                 lambda x: circfin.sweep(scenario, vary=x),
                 lambda x: circfin.loops(scenario, progress=x),
                 lambda x: circfin.what_if(scenario, x),
                 lambda x: circfin.what_if(scenario, {"deal:nvidia-openai-30": x}, suppliers=x),
                 lambda x: circfin.what_if(scenario, {x: 1} if x.__hash__ else x),
                 lambda x: circfin.explain(x), lambda x: scenario.save(x)]
        for number, call in enumerate(calls):
            for value in odd:
                if callable(value) and number == 8 or isinstance(value, bytes) and number == 13:
                    continue  # a function, and a path
                if isinstance(value, pd.DataFrame) and number in (9, 11):
                    continue  # no changes
                with self.subTest(call=number, value=repr(value)[:40]):
                    self.assertRaises(refused, quietly, call, value)
        result = quietly(circfin.score, scenario)
        for value in odd:
            for call in (lambda x: result[x], lambda x: result.render(x), lambda x: result.save(x),
                         lambda x: result.chart(x), lambda x: result.columns(x)):
                with self.subTest(value=repr(value)[:40]):
                    self.assertRaises(refused, call, value)

    def test_codes_are_explained(self):
        self.assertIn("negative", circfin.explain("CF204"))
        self.assertEqual(circfin.explain(204), circfin.explain("cf204"))
        self.assertRaises(KeyError, circfin.explain, "CF999")


if __name__ == "__main__":
    unittest.main()
