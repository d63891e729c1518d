# SPDX-License-Identifier: GPL-3.0-or-later
#
# The cheapest way to break every financing loop.
#
# A financing loop is a way along the payments that comes back to where it began without passing
# anybody twice, with at least one investment (capital) and at least one purchase (trade) on it.
# Which deals would have to go so that none is left, and how little money can these deals be worth?
#
#   circfin model models/break_loops.mod data/ai-deals.json
#
# Why this finds exactly the financing loops. Go round one of them: investments and purchases take
# turns, so somewhere a purchase leads into a company h from which an investment leads on. Such an h
# is called a hub. Seen from h, the loop is an investment out of h and a way back to h, not by way
# of h, whose last payment is a purchase. The other way round: where such a way back exists, so does
# one that passes nobody twice, with the same last payment, and with the investment it is a
# financing loop. Hence there is no financing loop if and only if, for every hub, what it invests
# does not come to anybody who buys from it, not by way of the hub itself. Loops of purchases only,
# or of investments only, are none of these ways, even where they meet in one company.
#
# Payments of unknown amount take part in loops. What striking one out costs is not known; as it
# stands, it costs more than all known payments together, so that it is struck out only where
# nothing else will do. Set open_cost to say otherwise.
#
# Units: amounts are money, all in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 where it is unknown
param class {EDGES} symbolic in {"capital", "trade"};
param open {EDGES} binary, default 0;        # 1: the amount is unknown

param open_cost >= 0, default 1 + sum {e in EDGES} amount[e];

# ---- what has to go ----------------------------------------------------------------------------

set INVESTORS := setof {e in EDGES: class[e] = "capital"} payer[e];
set SELLERS := setof {e in EDGES: class[e] = "trade"} payee[e];
set HUBS := INVESTORS inter SELLERS;

var struck {EDGES} binary;                      # 1: this payment is struck out
var reached {h in HUBS, ENTITIES} >= 0, <= 1;   # 1: what h has invested comes here

# Who is invested in is reached, unless the investment is struck out.
s.t. invested {h in HUBS, e in EDGES: payer[e] = h and class[e] = "capital"}:
    reached[h, payee[e]] >= 1 - struck[e];

# Whoever is reached pays others, and reaches them, unless the payment is struck out.
s.t. paid_on {h in HUBS, e in EDGES: payer[e] <> h and payee[e] <> h}:
    reached[h, payee[e]] >= reached[h, payer[e]] - struck[e];

# Nobody who is reached buys from h, unless the purchase is struck out.
s.t. not_back {h in HUBS, e in EDGES: payee[e] = h and class[e] = "trade"}:
    reached[h, payer[e]] <= struck[e];

# What that is worth, and how many of unknown amount are among it.
var worth >= 0;
var unknown >= 0;
s.t. worth_of_struck: worth = sum {e in EDGES} amount[e] * struck[e];
s.t. unknown_of_struck: unknown = sum {e in EDGES: open[e] = 1} struck[e];

minimize struck_out: worth + open_cost * unknown;

solve;

printf "struck out: %d of %d payments, worth %.10g of %.10g\n",
    sum {e in EDGES} struck[e], card(EDGES), worth, sum {e in EDGES} amount[e];
printf "the objective is that and %.10g for each of %d of unknown amount\n", open_cost, unknown;
printf {e in EDGES: struck[e] > 0.5} "  %s: %s -> %s, %s %s\n", e, payer[e], payee[e], class[e],
    if open[e] = 1 then "of unknown amount" else amount[e];

end;
