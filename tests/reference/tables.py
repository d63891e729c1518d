# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as {key: {column: value}}: where two differ, and which of it rounding explains.

Numbers must agree to 1 part in 10^6, or to 1e-9 of the largest amount of the view (of 1, for
shares); null only with null. Where they do not, the reference is worked out again with all amounts
off by about 1e-15: a number that this moves by a tenth of the difference is ill-conditioned in
binary arithmetic, and is let pass, but counted.
"""

import random
from typing import NamedTuple

from exact import Degenerate
from harness import is_number

SHARES = {"circularity_max", "circularity_bff", "finn_cycling_index", "share", "ratio", "coverage",
          "share_of_revenue", "backlog_share",
          "vendor_financing", "margin", "payers_hhi_low", "payers_hhi_high"}


class Difference(NamedTuple):
    """A sentence; and of two different values the place (key, column) and the one found."""

    text: str
    place: tuple | None = None
    found: object = None


def is_share(column):
    """True for columns and figures that are fractions, not amounts."""
    return column in SHARES or column.startswith(("rate_", "exposure_"))


def agree(column, expected, found, scale):
    """True where two values are the same, numbers as nearly as they must be."""
    if not (is_number(expected) and is_number(found)):
        return expected == found
    floor = 1e-9 * (1 if is_share(column) else scale)
    return abs(expected - found) <= max(1e-6 * abs(expected), floor)


def keyed(rows, keys):
    """{key: row} of a list of rows; and a difference for each key that is there twice."""
    table, twice = {}, []
    for row in rows:
        key = tuple(row.get(column) for column in keys)
        if key in table:
            twice.append(Difference(f"two rows of {key}"))
        table[key] = {column: value for column, value in row.items() if column not in keys}
    return table, twice


def differences(expected, found, scale, alike=agree):
    """[Difference] of two tables; alike(column, a, b, scale) says which values are the same."""
    result = []
    for key in {**expected, **found}:
        if key not in found:
            result.append(Difference(f"{key} is missing: {expected[key]}"))
        elif key not in expected:
            result.append(Difference(f"{key} is unexpected: {found[key]}"))
        else:
            for column, a in expected[key].items():
                b = found[key].get(column)
                if not alike(column, a, b, scale):
                    text = f"{key} {column}: expected {a!r}, found {b!r}"
                    result.append(Difference(text, (key, column), b))
    return result


def verdict(found, expected, again):
    """(lines of what rounding does not explain, a note on what it does or None) of differences;
    again(chooser) is the expected table with amounts slightly off, as the chooser has it."""
    places = [d for d in found if d.place and is_number(d.found)]
    moved = set()
    for seed in range(3 if places else 0):
        try:
            table = again(random.Random(seed))
        except Degenerate:
            continue
        for d in places:
            key, column = d.place
            before, after = expected[key][column], table.get(key, {}).get(column)
            if is_number(before) and is_number(after):
                if abs(after - before) >= 0.1 * abs(d.found - before):
                    moved.add(d)
    note = f"{len(moved)} ill-conditioned" if moved else None
    return [d.text for d in found if d not in moved], note
