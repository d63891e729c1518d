# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can and what must have come back.
#
# A supplier s invests in others, and others buy from s. Money is fungible: nobody can say which of
# a company's payments an investor's dollar went into. This model colours the money that s invested
# and lets everybody do with it what makes the most of it come back to s as revenue (bound max), or
# the least (bound min). No honest count of circular money can be higher, or lower, given the
# payments and the stated funds.
#
#   circfin model models/loopback.mod data/ai-deals.json --supplier nvidia --set bound=min
#
# bound = max        what can have come back: column loopback_max of `circfin score`
#         min        what must have come back: loopback_min
#         max_open   what silence could hide: loopback_max_open. Payments of unknown amount may
#                    carry any amount, but for those that s itself makes; and since nobody knows
#                    what they carry, nobody knows what anybody keeps, either.
#
# Units: amounts are money, all in one currency and unit, over one span of time.

param bound symbolic in {"max", "min", "max_open"}, default "max";

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
param supplier symbolic in ENTITIES;            # s: whose money is followed
param origin_all binary, default 0;             # 1: all that s pays is followed, not its capital only

set VERTICES;                                   # entities, and tied money on its way
param recipient {VERTICES} symbolic in ENTITIES;  # itself, or who the tied money was meant for
param kept {VERTICES} >= 0;                     # received and from outside, but not paid on
param bounded {VERTICES} binary;                # 1: no more than that can be kept

set PARTS;                                      # payments, cut where part of them is tied
param tail {PARTS} symbolic in VERTICES;        # who pays
param head {PARTS} symbolic in VERTICES;        # who is paid
param part_amount {PARTS} >= 0;                 # 0 where the amount is unknown
param part_class {PARTS} symbolic in {"capital", "trade"};
param part_open {PARTS} binary, default 0;      # 1: the amount is unknown

check {e in PARTS}: tail[e] <> head[e];

# ---- the coloured money ------------------------------------------------------------------------

# s, and money that others have tied for s: coloured money that arrives there is back as capital.
set SELF := setof {u in VERTICES: recipient[u] = supplier} u;
set OTHERS := VERTICES diff SELF;

# Where coloured money sets out.
set ORIGIN := setof {e in PARTS:
    tail[e] = supplier and (part_class[e] = "capital" or origin_all = 1)} e;

# Where it is back as revenue.
set REVENUE := setof {e in PARTS: head[e] = supplier and part_class[e] = "trade"} e;

var x {PARTS} >= 0;    # coloured money on a payment
var y {OTHERS} >= 0;   # coloured money that a vertex keeps

# What s has invested is coloured, all of it.
s.t. sets_out {e in ORIGIN}: x[e] = part_amount[e];

# Nothing else that s pays is: a dollar that is back is counted once.
s.t. once_only {e in PARTS diff ORIGIN: tail[e] in SELF}: x[e] = 0;

# No payment carries more coloured money than money (none, where the amount is unknown).
s.t. no_more_than_paid {e in PARTS: part_open[e] = 0 or bound <> "max_open"}:
    x[e] <= part_amount[e];

# Coloured money is spent or kept.
s.t. spent_or_kept {u in OTHERS}:
    sum {e in PARTS: head[e] = u} x[e] = sum {e in PARTS: tail[e] = u} x[e] + y[u];

# Who has stated its funds keeps no more coloured money than it keeps of all money.
s.t. no_more_than_kept {u in OTHERS: bounded[u] = 1 and bound <> "max_open"}: y[u] <= kept[u];

# Only one of the two is there: the set that it is indexed by has one member or none.
maximize can_have_come_back {b in {bound}: b <> "min"}: sum {e in REVENUE} x[e];
minimize must_have_come_back {b in {bound}: b = "min"}: sum {e in REVENUE} x[e];

solve;

printf "loopback %s of %s: %.10g of %.10g\n", bound, supplier, sum {e in REVENUE} x[e],
    sum {e in ORIGIN} part_amount[e];

end;
