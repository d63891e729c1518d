# SPDX-License-Identifier: GPL-3.0-or-later
"""What is paid of each deal of a view where nobody fills a gap (`--gap cut`).

Everything is cleared exactly (clearing.py): an entity pays from its stated funds and from what it
receives; one without stated funds pays in full. Dues of share deals follow what is paid of the
deals that they are a share of; they are cut to 256 binary digits after each clearing.
"""

from dataclasses import replace
from fractions import Fraction

from clearing import Clearing, Debt
from view import ONE, ZERO, is_share

STAY = Fraction(1, 10**13)  # dues that move by less of what they were first stay
DIGITS = 2**256


def rounded(amount):
    """An amount with 256 binary digits behind the point."""
    return Fraction(int(amount * DIGITS), DIGITS)


def payments(selection, view):
    """{deal id: what is paid of it}, of the deals with an amount."""
    deals = [d for d in view.deals if d.amount]
    whole = sum((d.amount for d in deals), ONE)
    cash = {u: whole if e.funds is None else e.funds for u, e in view.entities.items()}
    amounts = {d.id: d.amount for d in deals}
    due, shares = dict(amounts), [d for d in deals if is_share(selection.deals[d.id])]
    for _ in range(100000):
        debts = [Debt(d.payer, d.payee, due[d.id], selection.deals[d.id].get("rank", 1))
                 for d in deals]
        paid = dict(zip(amounts, Clearing(debts, cash).paid))
        new = {d.id: min(due[d.id], rounded(d.amount * followed(selection, d, amounts, paid)))
               for d in shares}
        if all(due[i] - amount <= STAY * amounts[i] for i, amount in new.items()):
            return paid
        due.update(new)
    raise AssertionError("the dues of share deals move on and on")


def followed(selection, deal, amounts, paid):
    """Share of a share deal that is due after what was paid of the deals that it follows."""
    result, total = ZERO, ZERO
    for k in selection.deals[deal.id]["amount"]["of"]:
        weight = selection.weight(k)
        total += weight
        result += weight * (min(ONE, paid[k] / amounts[k]) if k in amounts else ONE)
    return result / total if total else ONE


def cut(selection, view):
    """The view in which every deal counts with what is paid of it."""
    paid = payments(selection, view)
    deals = [replace(d, amount=paid.get(d.id, d.amount)) for d in view.deals]
    unpaid = sum((d.amount - paid[d.id] for d in view.deals if d.amount), ZERO)
    return replace(view, deals=[d for d in deals if d.amount != 0], unpaid=unpaid)
