#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the notebook of the examples shows once it has run.

Usage: test_notebook.py NOTEBOOK
"""
import sys
import xml.etree.ElementTree

import nbformat

notebook = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(notebook)


def shown(source):
    """Outputs of the cell that has this text, by kind; what it printed is under "stdout"."""
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cell = next(cell for cell in codes if source in cell.source)
    kinds = {}
    for output in cell.outputs:
        assert output.output_type != "error", output
        assert output.get("name") != "stderr", output.text
        kinds.update({"stdout": output.text} if output.output_type == "stream" else output.data)
    return kinds


assert shown("circfin.read(deals")["text/plain"] == (
    "<circfin.Scenario 'deals': 3 entities, 4 deals, USD bn>")
table = shown('result["suppliers"][[')["text/html"]
assert "<td>chips</td>" in table and "<td>10.0</td>" in table, table

error = shown("wrong.loc")["stdout"]
assert error == ("deals, row 'gpus', column 'amount': error: amount must be 0 or more, "
                 "but is -12 [CF204]\ngpus amount\n"), error
assert "<td>" in shown("np.linspace")["text/html"]
graph = shown("circfin.graph")
xml.etree.ElementTree.fromstring(graph["image/svg+xml"])
assert "data:image/svg+xml" in graph["text/html"]
chart = shown('result.chart("exposure")')
assert chart["text/html"].startswith("<img ")
svg = chart["image/svg+xml"]
assert svg.lstrip().startswith("<svg") and "chips" in svg
