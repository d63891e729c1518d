# SPDX-License-Identifier: GPL-3.0-or-later
#
# The cheapest way to break every financing loop.
#
# A financing loop is a cycle of payments that passes no entity twice, with at least one investment
# (capital) and at least one purchase (trade) on it. Which deals must be removed so that no such loop
# of a company that invests and is paid for sales remains, and how little money can these deals be
# worth? That is every financing loop, unless it has repayments or interest (service) wherever else
# a purchase would be followed by an investment.
#
#   circfin model models/break_loops.mod data/ai-deals.json
#
# Why this finds exactly these loops. A financing loop has both investments and purchases, so without
# service somewhere on it a purchase leads into a company h and an investment leads out of h. Call
# such an h a hub. Seen from h, the loop is an investment out of h and a path back to h, not through h, whose
# last payment is a purchase. Conversely, if such a path back exists, so does one that passes no
# entity twice, with the same last payment; together with the investment it is a financing loop.
# Hence there is no financing loop if and only if, for every hub, the money it invests reaches no
# buyer of the hub on a path that does not pass the hub itself. Loops of purchases only, or of
# investments only, are no such paths, even where they meet in one company.
#
# Payments of unknown amount take part in loops. The cost of removing one is unknown; by default it
# is more than all known payments together, so that one is removed only if there is no other way.
# Set open_cost to change that.
#
# Units: amounts are money, in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 if unknown
param class {EDGES} symbolic in {"capital", "trade", "service"};
param open {EDGES} binary, default 0;        # 1: the amount is unknown

param known := sum {e in EDGES} amount[e];
param open_cost >= 0, default known + (if known > 0 then min(1, known) else 1);

# ---- what to remove ----------------------------------------------------------------------------

set INVESTORS := setof {e in EDGES: class[e] = "capital"} payer[e];
set SELLERS := setof {e in EDGES: class[e] = "trade"} payee[e];
set HUBS := INVESTORS inter SELLERS;

var struck {EDGES} binary;                      # 1: this payment is removed
var reached {h in HUBS, ENTITIES} >= 0, <= 1;   # 1: money invested by h reaches it

# The payee of an investment is reached, unless the investment is removed.
s.t. invested {h in HUBS, e in EDGES: payer[e] = h and class[e] = "capital"}:
    reached[h, payee[e]] >= 1 - struck[e];

# An entity that is reached reaches those it pays, unless the payment is removed.
s.t. paid_on {h in HUBS, e in EDGES: payer[e] <> h and payee[e] <> h}:
    reached[h, payee[e]] >= reached[h, payer[e]] - struck[e];

# No entity that is reached buys from h, unless the purchase is removed.
s.t. not_back {h in HUBS, e in EDGES: payee[e] = h and class[e] = "trade"}:
    reached[h, payer[e]] <= struck[e];

# The worth of the removed payments, and the number of unknown amounts among them.
var worth >= 0;
var unknown >= 0;
s.t. worth_of_struck: worth = sum {e in EDGES} amount[e] * struck[e];
s.t. unknown_of_struck: unknown = sum {e in EDGES: open[e] = 1} struck[e];

minimize struck_out: worth + open_cost * unknown;

solve;

printf "struck out: %d of %d payments, worth %.10g of %.10g\n",
    sum {e in EDGES} struck[e], card(EDGES), worth, known;
printf "the objective is that and %.10g for each of %d of unknown amount\n", open_cost, unknown;
printf {e in EDGES: struck[e] > 0.5} "  %s: %s -> %s, %s %s\n", e, payer[e], payee[e], class[e],
    if open[e] = 1 then "of unknown amount" else amount[e];

end;
