set ENTITIES; set EDGES;
param payer {EDGES} symbolic in ENTITIES; param payee {EDGES} symbolic;
param amount {EDGES} >= 0; param n integer, default 3;
set PAIRS dimen 2 := setof {e in EDGES} (payer[e], payee[e]);
set FEW := {1..n by 2} union {5, 7} diff {2}; set NAMED {i in 1..2} := if i = 1 then EDGES else {};
param total := sum {e in EDGES} amount[e]; param word symbolic := "a" & n;
check {e in EDGES}: amount[e] >= 0;
check: n >= 1 and not (n = 2) or card(FEW) > 0;
var x {e in EDGES} >= 0, <= amount[e]; var k integer >= 0; var b binary;
maximize all: sum {e in EDGES} x[e] + k;
s.t. few: k <= n + b; bound {e in EDGES: amount[e] > 0}: -1e6 <= x[e] - b <= 1e6;
display n, total, FEW, PAIRS; display {e in EDGES} amount[e];
solve;
printf "%s %5.2f %d%%\n", word, total, n;
for {e in EDGES: x[e] > 0} { printf "%s", e; printf: "\n"; }
printf {i in 1..n} "%d", i; printf "\n";
printf "%g %s\n", floor(log(10)) + abs(-1) + min(1, 2) + (if n > 1 then round(2.5) else 1) mod 2, substr("abc", 1, 2);
end;
