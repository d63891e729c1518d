# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads tables out of Markdown files, for the tests that hold them to the data."""


def cells(line):
    """The cells of one row, without the spaces around them."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def table(path, header):
    """The rows below the table whose header row reads `header`, each a list of cells."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((i for i, line in enumerate(lines) if cells(line) == header), None)
    if start is None:
        raise ValueError(f"{path} has no table {' | '.join(header)}")
    rows = []
    for line in lines[start + 2:]:
        if not line.startswith("|"):
            break
        rows.append(cells(line))
    return rows


def code(cell):
    """What stands between the backquotes of a cell, or the cell itself."""
    return cell.strip("`") if cell.startswith("`") and cell.endswith("`") else cell
