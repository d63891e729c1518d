# SPDX-License-Identifier: GPL-3.0-or-later
#
# The largest circulation.
#
# How much of all payments could be money that only goes round? The largest part of the payments in
# which everybody receives exactly what it pays. What is left, the net, contains no loop. D'Errico
# and Roukny (2021), https://doi.org/10.1287/opre.2020.2030, call it the conservative excess.
#
# Nobody's money is followed here: supplier, class, origin, kept and bounded are part of the layout
# but play no part, and no payment is tied to another.
#
# Units: amounts are money, all in one currency and unit, over one span of time.
# In circfin: the figure circulation_max of `circfin score`; circularity_max is this over the gross.

# ---- data: the layout is the same for every model in this folder, see README.md ----------------

set VERTICES;                                  # whoever receives, spends and keeps money
param supplier symbolic in VERTICES;           # s: whose money is followed
set SELF within VERTICES default {supplier};   # s, and tied money whose recipient is s

set EDGES;                                     # payments, or parts of payments
param tail {EDGES} symbolic in VERTICES;       # who pays
param head {EDGES} symbolic in VERTICES;       # who is paid
param amount {EDGES} >= 0, default 0;          # money; 0 where the amount is unknown
param class {EDGES} symbolic in {"capital", "trade"};
param origin {EDGES} binary, default 0;        # 1: here the coloured money sets out
param open {EDGES} binary, default 0;          # 1: the amount is unknown

param kept {VERTICES} >= 0, default 0;         # received and from outside, but not paid on
param bounded {VERTICES} binary, default 0;    # 1: no more than `kept` can be kept

check {e in EDGES}: tail[e] <> head[e];
check {e in EDGES: origin[e] = 1}: tail[e] = supplier;
check {e in EDGES: open[e] = 1}: amount[e] = 0;
check: supplier in SELF;

# ---- what goes round ---------------------------------------------------------------------------

var circular {EDGES} >= 0;   # the part of a payment that goes round

# No more than is paid (nothing, where the amount is unknown).
s.t. no_more_than_paid {e in EDGES}: circular[e] <= amount[e];

# Everybody receives what it pays.
s.t. balanced {u in VERTICES}:
    sum {e in EDGES: head[e] = u} circular[e] = sum {e in EDGES: tail[e] = u} circular[e];

maximize circulation:
    sum {e in EDGES} circular[e];

solve;

printf "circulation max: %.10g of %.10g gross\n", circulation, sum {e in EDGES} amount[e];
printf {e in EDGES: circular[e] > 0} "  %-20s %-12s -> %-12s %12.6g of %.6g\n", e, tail[e], head[e],
    circular[e], amount[e];

end;
