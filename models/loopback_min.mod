# SPDX-License-Identifier: GPL-3.0-or-later
#
# What must have come back.
#
# A supplier s invests in others, and others buy from s. Money is fungible: nobody can say which of
# a company's payments an investor's dollar went into. This model colours the money that s invested
# and lets everybody do with it what makes the least of it come back to s as revenue: they keep it
# where they can, and pay s out of other money. No honest count of circular money can be lower,
# given the payments and the stated funds.
#
# Units: amounts are money, all in one currency and unit, over one span of time.
# In circfin: column loopback_min of the table `suppliers` of `circfin score`.

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

# ---- the coloured money ------------------------------------------------------------------------

set OTHERS := VERTICES diff SELF;

var x {EDGES} >= 0;    # coloured money on an edge
var y {OTHERS} >= 0;   # coloured money that a vertex keeps

# What s has invested is coloured, all of it.
s.t. sets_out {e in EDGES: origin[e] = 1}: x[e] = amount[e];

# Nothing else that s pays is: a dollar that is back is counted once.
s.t. once_only {e in EDGES: tail[e] in SELF and origin[e] = 0}: x[e] = 0;

# No payment carries more than there is (nothing, where the amount is unknown).
s.t. no_more_than_paid {e in EDGES}: x[e] <= amount[e];

# Coloured money is spent or kept.
s.t. spent_or_kept {u in OTHERS}:
    sum {e in EDGES: head[e] = u} x[e] = sum {e in EDGES: tail[e] = u} x[e] + y[u];

# Who has stated its funds keeps no more coloured money than it keeps of all money.
s.t. no_more_than_kept {u in OTHERS: bounded[u] = 1}: y[u] <= kept[u];

minimize loopback:
    sum {e in EDGES: head[e] = supplier and class[e] = "trade"} x[e];

solve;

printf "loopback min of %s: %.10g of %.10g invested\n", supplier, loopback,
    sum {e in EDGES: origin[e] = 1} amount[e];
printf {e in EDGES: x[e] > 0} "  %-20s %-12s -> %-12s %12.6g of %.6g\n", e, tail[e], head[e], x[e],
    amount[e];
printf {u in OTHERS: y[u] > 0} "  kept by %s: %.6g\n", u, y[u];

end;
