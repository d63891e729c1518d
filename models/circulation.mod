# SPDX-License-Identifier: GPL-3.0-or-later
#
# The largest circulation.
#
# How much of all payments could be money that only goes round? The largest part of the payments in
# which everybody receives exactly what it pays. What is left, the net, contains no loop. D'Errico
# and Roukny (2021), https://doi.org/10.1287/opre.2020.2030, call it the conservative excess.
#
#   circfin model models/circulation.mod data/ai-deals.json
#
# Nobody's money is followed here: who invests and who sells plays no part, and no payment is tied
# to another. The objective is the figure circulation_max of `circfin score`; circularity_max is
# that over the sum of all payments.
#
# Units: amounts are money, all in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 where it is unknown

check {e in EDGES}: payer[e] <> payee[e];

# ---- what goes round ---------------------------------------------------------------------------

var circular {EDGES} >= 0;   # the part of a payment that goes round

# No more than is paid (nothing, where the amount is unknown).
s.t. no_more_than_paid {e in EDGES}: circular[e] <= amount[e];

# Everybody receives what it pays.
s.t. balanced {u in ENTITIES}:
    sum {e in EDGES: payee[e] = u} circular[e] = sum {e in EDGES: payer[e] = u} circular[e];

maximize circulation: sum {e in EDGES} circular[e];

solve;

printf "circulation max: %.10g of %.10g gross\n", sum {e in EDGES} circular[e],
    sum {e in EDGES} amount[e];

end;
