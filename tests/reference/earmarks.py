# SPDX-License-Identifier: GPL-3.0-or-later
"""Proportional filling: how tied money is placed on purchases, by whoever ties it."""

from collections import defaultdict
from fractions import Fraction

from exact import ONE, ZERO


def fill_earmarks(deals):
    """{(tied deal id, purchase id): amount placed}, by proportional filling in rounds."""
    known = {d.id: d for d in deals if d.amount is not None}
    left = {d.id: d.amount for d in known.values() if d.capital and d.earmark}
    listed = {i: [k for k in known[i].earmark if k in known] for i in left}
    return fill(left, listed, {k: known[k].amount for ks in listed.values() for k in ks})


def fill(left, listed, room):
    """{(i, k): amount placed} of what each i has left on those that it lists, which have room;
    left and room say afterwards what is left of both."""
    placed = defaultdict(Fraction)
    while True:
        offers = {}
        for i, money in left.items():
            space = sum((room[k] for k in listed[i]), ZERO)
            if money and space:
                offers.update({(i, k): money * room[k] / space for k in listed[i] if room[k]})
        if not offers:
            return placed
        offered = defaultdict(Fraction)
        for (_, k), offer in offers.items():
            offered[k] += offer
        taken = {k: min(ONE, room[k] / total) for k, total in offered.items()}
        for (i, k), offer in offers.items():
            placed[i, k] += offer * taken[k]
            left[i] -= offer * taken[k]
            room[k] -= offer * taken[k]
