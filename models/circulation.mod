# SPDX-License-Identifier: GPL-3.0-or-later
#
# The largest circulation.
#
# How much of all payments could be money that only circulates? The largest part of the payments in
# which every entity receives exactly what it pays. The rest, the net, contains no loop. D'Errico
# and Roukny (2021), https://doi.org/10.1287/opre.2020.2030, call it the conservative excess.
#
#   circfin model models/circulation.mod data/ai-deals.json
#
# This follows no supplier's money: it does not matter who invests and who sells, and earmarks play
# no part. The objective is the figure circulation_max of `circfin score`; circularity_max is that
# figure over the sum of all payments.
#
# Units: amounts are money, in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 if unknown

check {e in EDGES}: payer[e] <> payee[e];

# ---- what circulates ---------------------------------------------------------------------------

var circular {EDGES} >= 0;   # the part of a payment that circulates

# At most what is paid (nothing if the amount is unknown).
s.t. no_more_than_paid {e in EDGES}: circular[e] <= amount[e];

# Every entity receives what it pays.
s.t. balanced {u in ENTITIES}:
    sum {e in EDGES: payee[e] = u} circular[e] = sum {e in EDGES: payer[e] = u} circular[e];

maximize circulation: sum {e in EDGES} circular[e];

solve;

printf "circulation max: %.10g of %.10g gross\n", sum {e in EDGES} circular[e],
    sum {e in EDGES} amount[e];

end;
