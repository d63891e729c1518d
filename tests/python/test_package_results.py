# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames and figures are those of the command's JSON, for every analysis."""
import gc
import pathlib
import tempfile
import unittest
import xml.etree.ElementTree

import circfin
import pandas as pd
from common import DEALS, ROOT, command, quietly, ring, rows_of
from circfin import analyses

BOUNDS = ROOT / "models/min_loopback.mod"
# name of the analysis, options of the command, and the same for the function
CASES = [
    ("score", [], {}),
    ("score", ["--view", "firm", "--joint", "nvidia,amd"], {"view": "firm",
                                                            "joint": ["nvidia", "amd"]}),
    ("score", ["--what-if", "deal:nvidia-openai-30=15", "--origin", "backed"],
     {"what_if": {"deal:nvidia-openai-30": 15}, "origin": "backed"}),
    ("loops", ["--max-length", "3", "--top", "50"], {"max_length": 3, "top": 50}),
    ("drivers", ["--supplier", "nvidia"], {"supplier": "nvidia"}),
    ("sweep", ["--vary", "deal:nvidia-openai-30=0:100:25"],
     {"vary": "deal:nvidia-openai-30=0:100:25"}),
    ("timeline", [], {}),
    ("simulate", ["--draws", "200", "--seed", "7"], {"draws": 200, "seed": 7}),
    ("chance", ["--draws", "20"], {"draws": 20}),
    ("stress", ["--shock", "funds:openai=0.5"], {"shock": "funds:openai=0.5"}),
    ("compare", ["--view-b", "headline"], {"view_b": "headline"}),
    ("vintages", [], {}),
    ("graph", ["--top", "12"], {"top": 12}),
]


class Results(unittest.TestCase):
    def compare(self, result, told):
        self.assertEqual(result.figures, told["figures"])
        self.assertEqual(result.tables, list(told["tables"]))
        for name, rows in told["tables"].items():
            self.assertEqual(rows_of(result[name]), rows, name)
        self.assertEqual(result.warnings, told["warnings"])
        self.assertEqual(result.view, told["view"])

    def test_every_analysis_gives_what_the_command_writes(self):
        scenario = circfin.read(DEALS)
        for name, words, options in CASES:
            with self.subTest(analysis=name, options=words):
                result = quietly(getattr(circfin, name), scenario, **options)
                self.compare(result, command(name, *words, DEALS))

    def test_a_case_for_every_analysis(self):
        self.assertEqual({name for name, _, _ in CASES} | {"model"}, set(analyses.__all__))

    def test_other_scenarios_give_what_the_command_writes(self):
        files = [*sorted((ROOT / "data/textbook").glob("*.json")), ROOT / "data/example/deals.csv",
                 *sorted((ROOT / "data/published").glob("[a-m]*-[12]*.json"))]
        self.assertGreater(len(files), 15)
        for file in files:
            with self.subTest(file=file.name):
                self.compare(quietly(circfin.score, file), command("score", file))

    def test_a_model_takes_its_file(self):
        models = sorted((ROOT / "models").glob("*.mod"))
        self.assertTrue(models)
        result = quietly(circfin.model, DEALS, model=models[0])
        self.compare(result, command("model", models[0], DEALS))
        with self.assertRaisesRegex(circfin.OptionError, "model=FILE"):
            circfin.model(DEALS)

    def test_two_scenarios_are_compared(self):
        before, after = (ROOT / f"data/published/lucent-{year}.json" for year in (1999, 2000))
        told = command("compare", before, after)
        self.compare(quietly(circfin.compare, before, after), told)
        self.compare(quietly(circfin.compare, circfin.read(before), circfin.read(after)), told)
        result = quietly(circfin.compare, circfin.read(before), circfin.read(after))
        told = quietly(circfin.compare, circfin.read(before), ring(), currency="USD",
                       unit="bn")
        self.assertEqual(told.figures["gross_b"], 30)
        told = quietly(circfin.compare, ring(), circfin.read(before), currency="USD",
                       unit="bn")
        self.assertEqual(told.figures["gross_a"], 30)
        with self.assertRaisesRegex(TypeError, "read already"):
            circfin.compare(circfin.read(before), circfin.read(after), currency="USD")
        gc.collect()
        others = [circfin.read(after) for _ in range(5)]  # where scenario B was, were it gone
        self.assertEqual(result.view["name_b"], others[0].name)

    def test_columns_have_types(self):
        types = {"money": "float64", "share": "float64", "number": "float64", "count": "Int64",
                 "flag": "boolean", "text": "string", "entity": "string", "date": "datetime64[ns]"}
        seen = set()
        for analyse in (circfin.score, circfin.loops, circfin.drivers, circfin.timeline):
            result = quietly(analyse, DEALS)
            for name in result:
                kinds = dict(result.columns(name)["kind"])
                for column, dtype in result[name].dtypes.items():
                    if not result[name][column].isna().all():
                        self.assertEqual(str(dtype), types[kinds[column]], (name, column))
                        seen.add(kinds[column])
        self.assertEqual(seen, set(types))

    def test_columns_say_what_they_are(self):
        result = quietly(circfin.score, DEALS)
        about = result.columns("suppliers").loc["loopback_min"]
        self.assertEqual((about["unit"], about["rounding"]), ("USD bn", "down"))
        self.assertTrue(about["meaning"].endswith("."))
        self.assertEqual(result["suppliers"].attrs["units"]["invested"], "USD bn")

    def test_one_table_is_that_of_all(self):
        alone = quietly(circfin.score, DEALS, table="suppliers")
        whole = quietly(circfin.score, DEALS)
        pd.testing.assert_frame_equal(alone["suppliers"], whole["suppliers"])
        self.assertEqual(alone.tables, ["suppliers"])
        with self.assertRaisesRegex(circfin.OptionError, "did you mean \"suppliers\""):
            circfin.score(DEALS, table="supplier")

    def test_tables_are_found_by_name_and_as_attributes(self):
        result = quietly(circfin.score, DEALS)
        self.assertIs(result.suppliers, result["suppliers"])
        self.assertIn("suppliers", dir(result))
        self.assertNotIn("sup", result)
        with self.assertRaisesRegex(KeyError, "there is no table 'sup'; there are suppliers"):
            result["sup"]
        with self.assertRaises(AttributeError):
            result.sup

    def test_texts_and_files(self):
        result = quietly(circfin.score, DEALS)
        self.assertIn("Nvidia", result.text)
        self.assertIn("<pre>", result._repr_html_())
        self.assertTrue(result.render("csv", table="deals").startswith("deal,"))
        with tempfile.TemporaryDirectory() as folder:
            for name in ("a.xlsx", "a.csv", "a.json", "a.md", "a.svg", "a.pdf"):
                result.save(pathlib.Path(folder) / name)
            book = pathlib.Path(folder, "a.xlsx").read_bytes()
            self.assertEqual(book[:2], b"PK")
            self.assertEqual(pathlib.Path(folder, "a.csv").read_bytes().decode("utf-8"),
                             result.render("csv"))
            with self.assertRaisesRegex(circfin.OptionError, "must end in one of"):
                result.save(pathlib.Path(folder) / "a.docx")
            with self.assertRaises(circfin.FileError):
                result.save(pathlib.Path(folder) / "none/a.csv")
        with self.assertRaisesRegex(circfin.OptionError, "there is no format 'cvs'"):
            result.render("cvs")

    def test_pictures_are_drawings(self):
        graph = quietly(circfin.graph, DEALS)
        xml.etree.ElementTree.fromstring(graph._repr_svg_())
        self.assertIn("data:image/svg+xml;base64,", graph._repr_html_())
        score = quietly(circfin.score, DEALS)
        self.assertIsNone(score._repr_svg_())
        svgs = {name: score.chart(name)._repr_svg_() for name in score.charts}
        self.assertGreater(len(set(svgs.values())), 3)
        self.assertTrue(score.picture().svg.endswith(svgs[score.charts[0]]))
        self.assertEqual(score.picture().png[:4], b"\x89PNG")
        with self.assertRaisesRegex(circfin.OptionError, "there is no chart 'x'"):
            score.chart("x")

    def test_a_result_outlives_its_scenario(self):
        result = circfin.score(ring(), currency="USD", entities=pd.DataFrame(
            {"id": ["chips", "lab", "cloud"]}))
        self.assertEqual(list(result["suppliers"]["entity"]), ["chips"])

    def test_documentation_and_signature_are_those_of_the_library(self):
        self.assertIn("such as nvidia", circfin.score.__doc__)
        self.assertIn(":param max_length:", circfin.loops.__doc__)
        import inspect
        parameters = inspect.signature(circfin.loops).parameters
        self.assertIs(parameters["in_order"].default, False)
        self.assertIsNone(parameters["max_length"].default)


if __name__ == "__main__":
    unittest.main()
