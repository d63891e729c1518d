# SPDX-License-Identifier: GPL-3.0-or-later
"""Who backs how much of which capital (`--origin backed`).

A deal that lists contingent deals under `backed_by` counts for each guarantor with the share that
its guarantees come to. A guarantee for several deals is divided by what each is worth in full.
"""

from collections import defaultdict
from fractions import Fraction

from view import ZERO, groups


def counts(selection, guarantee):
    """True where a deal is in the view, or left out only because it is contingent."""
    why = [reason for reason, holds in selection.reasons(guarantee).items() if holds]
    return any(d is guarantee for d in selection.passed) and why in ([], ["contingent"])


def backing(selection, worth=None):
    """[(deal id, guarantor, share)] of the selected capital deals.

    worth: {deal id: full amount} where it is another one."""
    worth, seen = worth or {}, groups(selection.scenario, selection.options)

    def full(deal):
        return worth.get(deal["id"], selection.own(deal) or ZERO)

    backed = [d for d in selection.selected.values()
              if d["relation"] == "investor" and full(d) > 0]
    whole = defaultdict(Fraction)
    for d in backed:
        for k in d.get("backed_by", []):
            whole[k] += full(d)
    rows = []
    for d in backed:
        for k in d.get("backed_by", []):
            guarantee = selection.deals[k]
            if counts(selection, guarantee):
                part = full(guarantee) * full(d) / whole[k]
                rows.append((d["id"], seen[guarantee["payer"]], part / full(d)))
    return rows


def shares(rows, s, ends):
    """{deal id: share of it that s backs}; ends: {deal id: (payer, payee)}."""
    result = defaultdict(Fraction)
    for deal, guarantor, share in rows:
        if guarantor == s and deal in ends and s not in ends[deal]:
            result[deal] = min(Fraction(1), result[deal] + share)
    return result
