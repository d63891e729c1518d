#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a kept notebook that of a report, apart from having been run?

Usage: notebooks.py WRITTEN KEPT. Outputs are compared by tests/documents/test_notebook.py, which
needs Jupyter.
"""
import json
import sys


def cells(path):
    """What a notebook's author wrote: ids and sources, without the note that it has not been run."""
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    return [(cell["id"], cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]
            if "unexecuted" not in cell["metadata"].get("tags", [])]


def silent(path):
    """The cells of code that show nothing, but the one that defines what others use."""
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    return [cell["id"] for cell in notebook["cells"]
            if cell["cell_type"] == "code" and not cell["outputs"] and cell["id"] != "setup"]


def main():
    written, kept = sys.argv[1:]
    problems = [f"{id_} differs" for id_, *_ in set(cells(written)) ^ set(cells(kept))]
    problems += [f"{id_} has no output" for id_ in silent(kept)]
    for problem in problems:
        print(f"{kept}: {problem}")
    return 1 if problems or cells(written) != cells(kept) else 0


if __name__ == "__main__":
    sys.exit(main())
