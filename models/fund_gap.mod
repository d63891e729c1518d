# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is missing so that every commitment is paid.
#
# Every deal is paid in full, at whatever time. How little money from outside the scenario does that
# take beyond what entities say they have, and who needs it?
#
#   circfin model models/fund_gap.mod data/ai-deals.json
#
# Whoever pays more than it receives needs money from outside. Stated funds cover part of that, and
# what they do not cover is a gap: the sum over those who have stated their funds is the figure
# funding_gap of `circfin score`, entity by entity the column funding_gap of its table `entities`.
# Those who are silent about their funds are shown to have nothing, so that all they need is missing
# as well; circfin takes that for granted. Both together, the objective, is the figure funds_assumed,
# except that circfin takes for granted that a silent entity has at least the rest of the revenue
# that it reports, even if it needs less.
#
# The dual of `in_full` of a deal is what one more unit of it would make missing: 1 where its payer
# is short of money, less 1 where its payee is.
#
# Units: amounts are money, all in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
param outside_funds {ENTITIES} >= 0;         # stated; 0 where nothing is stated
param funds_known {ENTITIES} binary;         # 1: they are stated

set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 where it is unknown

# ---- who lacks how much ------------------------------------------------------------------------

var paid {EDGES} >= 0;        # what is paid on a deal
var missing {ENTITIES} >= 0;  # money from outside beyond what is stated

# Every commitment is paid.
s.t. in_full {e in EDGES}: paid[e] = amount[e];

# Nobody pays what it does not have: what it receives, what it says it has, and what is missing.
s.t. can_pay {u in ENTITIES}:
    sum {e in EDGES: payee[e] = u} paid[e] + outside_funds[u] + missing[u]
        >= sum {e in EDGES: payer[e] = u} paid[e];

minimize missing_in_all: sum {u in ENTITIES} missing[u];

solve;

printf "missing: %.10g where funds are stated, %.10g where they are not\n",
    sum {u in ENTITIES: funds_known[u] = 1} missing[u],
    sum {u in ENTITIES: funds_known[u] = 0} missing[u];
printf {u in ENTITIES: missing[u] > 0} "  %s: %.10g%s\n", u, missing[u],
    if funds_known[u] = 1 then " beyond its funds" else "";

end;
