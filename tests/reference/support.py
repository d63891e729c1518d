# SPDX-License-Identifier: GPL-3.0-or-later
"""What entities stand behind, what one customer touches and what entities state, from their
definitions; the profile through time by looking at every day."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from view import ZERO, day, exact, groups, pick

KINDS = ["guarantee", "take_or_pay", "residual_value", "lease"]


def share(part, whole):
    """The ratio; None where the whole is unknown or 0."""
    return part / whole if whole else None


def supports(selection):
    """[(payer, payee, kind, maximum or None, escrow, beside, deal)] of the contingent deals that
    the day and the statuses pass; a programme keeps what its parts leave of it."""
    group = groups(selection.scenario, selection.options)
    listed = {d["id"]: d for d in selection.passed
              if d.get("contingent") and not selection.reasons(d)["status"]}
    parts = defaultdict(lambda: ZERO)
    for d in listed.values():
        parts[d.get("part_of")] += selection.own(d) or ZERO
    result = []
    for d in listed.values():
        payer, payee, own = group[d["payer"]], group[d["payee"]], selection.own(d)
        if payer == payee:
            continue
        escrow = ZERO
        if "escrow" in d:
            currency = d.get("currency", selection.scenario["currency"])
            shared = isinstance(d.get("amount"), dict) and "share" in d["amount"]
            rate = 1 if shared or currency == selection.scenario["currency"] \
                else exact(selection.scenario["fx"][currency])
            escrow = pick(d["escrow"], selection.case) * rate
        result.append((payer, payee, d.get("kind", "guarantee"),
                       None if own is None else max(ZERO, own - parts[d["id"]]), escrow,
                       selection.reasons(d)["contingent"], d))
    return result


def support_rows(selection, view, suppliers):
    """Rows of `support`."""
    sums = {}
    for payer, payee, kind, maximum, escrow, _, _ in supports(selection):
        most, aside = sums.get((payer, payee, kind), (None, ZERO))
        if maximum is not None:
            most = (most or ZERO) + maximum
        sums[payer, payee, kind] = (most, aside + escrow)
    return [{"supplier": s, "entity": u, "kind": kind, "maximum": most, "escrow": aside,
             "coverage": share(aside, most) if most is not None else None,
             "share_of_revenue": share(most, view.entities[s].revenue)
             if most is not None else None}
            for (s, u, kind), (most, aside) in sums.items()
            if s in suppliers and (most is None or most or aside)]


def stack_rows(selection, view, suppliers):
    """Rows of `stack`."""
    backlogs = {e["id"]: pick(e["backlog"]["amount"], selection.case)
                for e in selection.scenario["entities"] if "backlog" in e
                and not (selection.options["consolidate"] and e.get("group"))}
    group = groups(selection.scenario, selection.options)
    cells = defaultdict(lambda: dict.fromkeys(
        ("revenue", "capital_completed", "capital_open", "contingent", "escrow", "non_cash"),
        ZERO))
    for d in view.deals:
        if d.amount is None:
            continue
        if d.trade:
            cells[d.payee, d.payer]["revenue"] += d.amount
        elif d.capital:
            done = "completed" if d.status == "completed" else "open"
            cells[d.payer, d.payee][f"capital_{done}"] += d.amount
    for payer, payee, _, maximum, escrow, beside, _ in supports(selection):
        if beside:
            cells[payer, payee]["contingent"] += maximum or ZERO
            cells[payer, payee]["escrow"] += escrow
    for d in selection.passed:
        pair = group[d["payer"]], group[d["payee"]]
        if d["relation"] == "investor" and selection.reasons(d)["non_cash"] and pair[0] != pair[1]:
            cells[pair]["non_cash"] += selection.own(d) or ZERO
    rows = []
    for (s, c), row in cells.items():
        touches = sum(row.values()) - 2 * row["escrow"]
        if s in suppliers and any(row.values()):
            rows.append({"supplier": s, "customer": c, **row, "touches": touches,
                         "share_of_revenue": share(touches, view.entities[s].revenue),
                         "backlog_share": share(row["revenue"], backlogs.get(s))})
    return rows


def stated_rows(selection, view):
    """Rows of `stated`, each with its place among those of its entity."""
    rows = []
    for e in selection.scenario["entities"]:
        if selection.options["consolidate"] and e.get("group"):
            continue
        deals = [d for d in view.deals if d.amount is not None]
        named = {"commitments": sum((d.amount for d in deals if d.trade and d.payer == e["id"]), ZERO),
                 "revenue": sum((d.amount for d in deals if d.trade and d.payee == e["id"]), ZERO),
                 "investments": sum((d.amount for d in deals
                                     if d.capital and d.payer == e["id"]), ZERO)}
        for total in e.get("stated", []):
            amount = pick(total["amount"], selection.case)
            rows.append({"entity": e["id"], "of": total["of"],
                         "date": str(day(total["date"])) if "date" in total else None,
                         "named": named[total["of"]], "total": amount,
                         "share": share(named[total["of"]], amount)})
    return rows


# ---- through time ------------------------------------------------------------------------------


def years_later(when, years):
    """The same date so many years later."""
    try:
        return when.replace(year=when.year + years)
    except ValueError:
        return date(when.year + years, 2, 28)


def parts_of(deal, maximum):
    """[(first day or None, day after the last or None, falls, amount)] of a support."""
    schedule = deal.get("schedule")
    total = sum(exact(i["amount"]) for i in schedule) if schedule else 0
    dated = [(day(i["date"]), maximum * exact(i["amount"]) / total) for i in schedule] if total \
        else [(day(when) if (when := deal.get("start") or deal.get("announced")) else None, maximum)]
    years = deal.get("run_off_years")
    for first, amount in dated:
        if years and first:
            yield first, years_later(first, years), True, amount
        else:
            end = deal.get("end")
            yield first, day(end, last=True) + timedelta(days=1) if end else None, False, amount


def standing(parts, when):
    """What stands on a day."""
    total = 0.0
    for first, past, falls, amount in parts:
        if (first and when < first) or (past and when >= past):
            continue
        left = (past - when).days / (past - first).days if falls else 1
        total += float(amount) * left
    return total


def profile_rows(selection, suppliers, horizon, cut_up, name_of):
    """Rows of `support_profile`: the largest of all days of each period. `horizon` is (first, last
    day), or None; cut_up(first, last) lists the periods of the days in between."""
    parts = defaultdict(list)
    for payer, _, _, maximum, _, _, d in supports(selection):
        if maximum is not None and payer in suppliers:
            parts[payer] += list(parts_of(d, maximum))
    days = [d for each in parts.values() for first, past, _, _ in each if first
            for d in (first, past - timedelta(days=1) if past else first)]
    fixed = selection.options["window"] is not None
    if not fixed and (days or horizon):
        horizon = min(days + list(horizon or [])), max(days + list(horizon or []))
    rows = []
    for s, each in parts.items():
        if horizon is None:
            rows.append({"supplier": s, "period": None,
                         "maximum": sum((amount for *_, amount in each), Fraction(0))})
            continue
        for time in cut_up(horizon, fixed):
            most = max(standing(each, time[0] + timedelta(days=i))
                       for i in range((time[1] - time[0]).days + 1))
            rows.append({"supplier": s, "period": name_of(time), "maximum": most})
    return [row for row in rows if row["maximum"]]
