# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can and what must have come back.
#
# A supplier s invests in others, and others buy from s. Money is fungible: an investor's dollar
# cannot be traced to one of a company's payments. This model colours the money that s invested, and
# chooses how entities spend it so that as much as possible (bound max) or as little as possible
# (bound min) comes back to s as revenue. No way of counting circular money can exceed these bounds,
# given the payments and the stated funds.
#
#   circfin model models/loopback.mod data/ai-deals.json --supplier nvidia --set bound=min
#
# bound = max        what can have come back: column loopback_max of `circfin score`
#         min        what must have come back: loopback_min
#         max_open   the most with unknown amounts: loopback_max_open. Payments of unknown amount
#                    may carry any amount, except those of s itself; so it is also unknown what
#                    entities keep.
#
# Units: amounts are money, in one currency and unit, over one span of time.

param bound symbolic in {"max", "min", "max_open"}, default "max";

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
param supplier symbolic in ENTITIES;            # s: the money of this supplier is followed
param origin_all binary, default 0;             # 1: follow its purchases, too, not only its capital

set VERTICES;                                   # entities, and vertices of tied money
param recipient {VERTICES} symbolic in ENTITIES;  # itself, or the receiver of tied money
param kept {VERTICES} >= 0;                     # received or from outside, and not paid on
param bounded {VERTICES} binary;                # 1: it can keep no more than that

set PARTS;                                      # payments, split where part of them is tied
param tail {PARTS} symbolic in VERTICES;        # who pays
param head {PARTS} symbolic in VERTICES;        # who is paid
param part_amount {PARTS} >= 0;                 # 0 if the amount is unknown
param part_class {PARTS} symbolic in {"capital", "trade", "service"};
param part_open {PARTS} binary, default 0;      # 1: the amount is unknown

check {e in PARTS}: tail[e] <> head[e];

# ---- the coloured money ------------------------------------------------------------------------

# s, and money tied for s: coloured money that arrives there has come back as capital.
set SELF := setof {u in VERTICES: recipient[u] = supplier} u;
set OTHERS := VERTICES diff SELF;

# The payments on which coloured money begins.
set ORIGIN := setof {e in PARTS:
    tail[e] = supplier and (part_class[e] = "capital" or
        (origin_all = 1 and part_class[e] = "trade"))} e;

# The payments on which it comes back as revenue.
set REVENUE := setof {e in PARTS: head[e] = supplier and part_class[e] = "trade"} e;

var x {PARTS} >= 0;    # coloured money on a payment
var y {OTHERS} >= 0;   # coloured money that a vertex keeps

# All that s invests is coloured.
s.t. sets_out {e in ORIGIN}: x[e] = part_amount[e];

# Nothing else that s pays is coloured: a dollar that comes back counts once.
s.t. once_only {e in PARTS diff ORIGIN: tail[e] in SELF}: x[e] = 0;

# A payment carries at most its amount in coloured money (none if the amount is unknown).
s.t. no_more_than_paid {e in PARTS: part_open[e] = 0 or bound <> "max_open"}:
    x[e] <= part_amount[e];

# Coloured money is spent or kept.
s.t. spent_or_kept {u in OTHERS}:
    sum {e in PARTS: head[e] = u} x[e] = sum {e in PARTS: tail[e] = u} x[e] + y[u];

# An entity with stated funds keeps at most as much coloured money as it keeps of all money.
s.t. no_more_than_kept {u in OTHERS: bounded[u] = 1 and bound <> "max_open"}: y[u] <= kept[u];

# Only one of the two exists: its index set has one member or none.
maximize can_have_come_back {b in {bound}: b <> "min"}: sum {e in REVENUE} x[e];
minimize must_have_come_back {b in {bound}: b = "min"}: sum {e in REVENUE} x[e];

solve;

printf "loopback %s of %s: %.10g of %.10g\n", bound, supplier, sum {e in REVENUE} x[e],
    sum {e in ORIGIN} part_amount[e];

end;
