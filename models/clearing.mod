# SPDX-License-Identifier: GPL-3.0-or-later
#
# Who can pay, if not everybody can?
#
# Whoever cannot pay all that is due pays what it has, in proportion to its dues. Of all payments
# that are consistent with this, the greatest are sought: those of `circfin stress`. They have the
# largest sum, so they are the solution of a linear programme.
#
#   L. Eisenberg, T. H. Noe (2001), https://doi.org/10.1287/mnsc.47.2.236.9835, Lemma 4
#
#   circfin model models/clearing.mod data/textbook/joint.json --set factor=0.5
#
# factor, assumed_factor, one, one_factor are the shocks funds=X, assumed=X and funds:ID=X.
#
# of = all        the largest sum of payments: those of the figure `unpaid` are missing from it
#      supplier   the largest revenue of one supplier. It is that of the same payments, because
#                 these are the greatest in each single payment.
#
# The dual of `has` of u says how much more is paid, or how much less the supplier loses of its
# revenue, for each unit of money that u has more.
#
# It is the same as `circfin stress` where all deals have one rank, none is a share of others, and
# there are no guarantees and no costs of default.
#
# Units: amounts are money, in one currency and unit, over one span of time.

param of symbolic in {"all", "supplier"}, default "all";
param factor >= 0, default 1;           # on the funds of everybody
param assumed_factor >= 0, default 1;   # on what is assumed of them
param one symbolic, default "";         # an entity whose funds have a factor of their own:
param one_factor >= 0, default 1;

# ---- data: see README.md -----------------------------------------------------------------------

set ENTITIES;
param outside_funds {ENTITIES} >= 0;    # 0 if not stated
param funds_assumed {ENTITIES} >= 0;    # what is taken for granted beyond them
param supplier symbolic in ENTITIES;

set EDGES;                              # what is due
param payer {EDGES} symbolic in ENTITIES;
param payee {EDGES} symbolic in ENTITIES;
param amount {EDGES} >= 0;              # 0 if unknown
param class {EDGES} symbolic;

# ---- what is paid ------------------------------------------------------------------------------

param cash {u in ENTITIES} := factor * (if u = one then one_factor else 1)
    * (outside_funds[u] + assumed_factor * funds_assumed[u]);
param due {u in ENTITIES} := sum {e in EDGES: payer[e] = u} amount[e];

var paid {u in ENTITIES} >= 0;          # by u, of all that is due

# Nobody pays more than is due.
s.t. owes {u in ENTITIES}: paid[u] <= due[u];

# Nobody pays more than it has: its cash, and its part of what others pay.
s.t. has {u in ENTITIES}:
    paid[u] - sum {e in EDGES: payee[e] = u and amount[e] > 0}
        amount[e] / due[payer[e]] * paid[payer[e]] <= cash[u];

# Only one of the two exists: its index set has one member or none.
maximize payments {b in {of}: b = "all"}: sum {u in ENTITIES} paid[u];
maximize revenue {b in {of}: b = "supplier"}:
    sum {e in EDGES: payee[e] = supplier and class[e] = "trade" and amount[e] > 0}
        amount[e] / due[payer[e]] * paid[payer[e]];

solve;

printf "paid: %.10g of %.10g\n", sum {u in ENTITIES} paid[u], sum {u in ENTITIES} due[u];
printf {u in ENTITIES: paid[u] < due[u] * (1 - 1e-9)} "  %s pays %.10g of %.10g\n", u, paid[u],
    due[u];
printf {u in ENTITIES: has[u].dual > 1e-9} "  one more for %s: %.10g more %s\n", u, has[u].dual,
    if of = "all" then "is paid" else "for the supplier";

end;
