# SPDX-License-Identifier: GPL-3.0-or-later
#
# The money that is missing to pay every commitment.
#
# Every deal is paid in full, at any time. How little money from outside the scenario does that take
# beyond the stated funds, and who needs it?
#
#   circfin model models/fund_gap.mod data/ai-deals.json
#
# An entity that pays more than it receives needs money from outside. Stated funds cover part of it;
# the rest is a gap. Over all entities with stated funds, it adds up to the figure funding_gap of
# `circfin score`; by entity, it is the column funding_gap of its table `entities`. Entities without
# stated funds count as having none, so all they need is missing too; circfin assumes that they
# have it. The objective, the sum of both, is the figure funds_assumed, except that circfin also
# assumes that an entity without stated funds has at least the rest of the revenue that it reports,
# even if it needs less.
#
# The dual of `in_full` of a deal is the missing money added by one more unit of it: 1 if its payer
# is short of money, less 1 if its payee is.
#
# Units: amounts are money, in one currency and unit, over one span of time.

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
param outside_funds {ENTITIES} >= 0;         # 0 if not stated
param funds_known {ENTITIES} binary;         # 1: they are stated

set EDGES;                                   # payments
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;                   # 0 if unknown

# ---- what is missing ---------------------------------------------------------------------------

var paid {EDGES} >= 0;        # payment on a deal
var missing {ENTITIES} >= 0;  # money from outside beyond stated funds

# Every commitment is paid.
s.t. in_full {e in EDGES}: paid[e] = amount[e];

# An entity pays at most what it receives, its stated funds, and what is missing.
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
